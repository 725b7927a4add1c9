package batch

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/maruel/natural"
	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

// Files that no dossier.yaml names are sorted into pieces: by their names, then
// by what they contain. Each time it is said that this was a guess.

// PieceGuessed: nobody said which piece a file is.
const PieceGuessed validators.Code = "piece.devinee"

// PieceUnsorted: nothing tells which piece a file is.
const PieceUnsorted validators.Code = "piece.non_rangee"

// ProcedureUnknown: nobody said what the client asks for.
const ProcedureUnknown validators.Code = "demarche.inconnue"

// Guess is a file that was taken for a piece.
type Guess struct {
	File string          `json:"fichier"` // below the client's folder, with slashes
	Type rules.PieceType `json:"piece"`
	// Label is what reports call the piece.
	Label string `json:"libelle"`
	From  string `json:"d_apres"` // « son nom »; empty where nothing tells
}

// wordOf tells pieces by the words of a path, folded and parted by spaces. The
// first that fits counts: what is a host's stands before what is one's own.
var wordOf = []struct {
	piece rules.PieceType
	words *regexp.Regexp
}{
	{rules.OtherPiece, regexp.MustCompile(`\b(?:e ?photos?|photos? (?:d )?identite|psycho\w*|48 ?s ?i|rib|assr|asr)\b`)},
	{rules.HostIdentity, regexp.MustCompile(`\bheberg\w*.*\b(?:cni|identite|passeport|id|ci)\b|\b(?:cni|identite|passeport|id|ci)\b.*\bheberg(?:eant|eur)\w*`)},
	{rules.HostProofOfAddress, regexp.MustCompile(`\bheberg\w*.*\b(?:domicile|facture|justif\w*|quittance|edf|jdd)\b|\b(?:domicile|facture|justif\w*|quittance|edf|jdd)\b.*\bheberg(?:eant|eur)\w*`)},
	{rules.HostingStatement, regexp.MustCompile(`\bheberge\w*`)},
	{rules.MedicalOpinion, regexp.MustCompile(`\b(?:avis|certificat|visite|controle)? ?medical\w*\b|\b14880\b|\baptitude\b`)},
	{rules.ResidencePermit, regexp.MustCompile(`\bsejour\b|\bcarte (?:de )?resident\b`)},
	{rules.ExamCertificate, regexp.MustCompile(`\bcepc\b|\bcertificat (?:d )?examen\b`)},
	{rules.ReturnSheet, regexp.MustCompile(`\bfiche (?:de )?retour\b|\bretour (?:au )?permis\b`)},
	{rules.TheftReport, regexp.MustCompile(`\b(?:declaration|recepisse|depot|plainte)\b.*\b(?:vol|plainte)\b|\bplainte\b`)},
	{rules.NationalService, regexp.MustCompile(`\b(?:jdc|japd|recensement|service national|defense (?:et )?citoyennete)\b`)},
	{rules.SuspensionDecision, regexp.MustCompile(`\b(?:suspension|arrete|ordonnance|jugement|3 f)\b`)},
	{rules.MilitaryCertificate, regexp.MustCompile(`\bmilitaire\b`)},
	{rules.ProfessionalCertificate, regexp.MustCompile(`\b(?:diplome|titre pro\w*)\b`)},
	{rules.TrainingCertificate, regexp.MustCompile(`\b(?:certificat|attestation) (?:de )?(?:fin )?(?:de )?(?:formation|suivi)\b`)},
	{rules.ProofOfAddress, regexp.MustCompile(`\b(?:domicile|factures?|quittances?|edf|engie|loyer|justif\w*|jdd|electricite|gaz|eau|impots?|imposition|telephone)\b`)},
	{rules.Identity, regexp.MustCompile(`\b(?:cni|cin|identite|passeports?|passport|carte d identite|piece d identite|id)\b`)},
	{rules.CurrentLicence, regexp.MustCompile(`\bpermis\b`)},
}

// byName returns which piece the name of a file says it is. Its own words count
// before those of the folders it lies in.
func byName(file string) (rules.PieceType, bool) {
	for part := file; part != "." && part != "/"; part = path.Dir(part) {
		words := plainWords(strings.TrimSuffix(path.Base(part), path.Ext(part)))
		for _, w := range wordOf {
			if w.words.MatchString(words) {
				return w.piece, true
			}
		}
	}
	return "", false
}

// plainWords is a text in lower case without accents, its words parted by one
// space each. A number is a word of its own, and so is what starts with a capital
// behind a small letter: « CniRecto2 » is « cni recto 2 ».
func plainWords(text string) string {
	var b strings.Builder
	was := other
	for _, r := range withoutMarks(norm.NFKC.String(text)) {
		is := classOf(r)
		if is != other {
			if is != was && (was != capital || is != small) {
				b.WriteByte(' ')
			}
			b.WriteString(ligatures.Replace(string(unicode.ToLower(r))))
		}
		was = is
	}
	return strings.TrimSpace(b.String())
}

var ligatures = strings.NewReplacer("œ", "oe", "æ", "ae")

type letterClass int

const (
	other letterClass = iota
	digit
	small
	capital
)

func classOf(r rune) letterClass {
	switch {
	case unicode.IsDigit(r):
		return digit
	case unicode.IsUpper(r):
		return capital
	case unicode.IsLetter(r):
		return small
	}
	return other
}

// idle are files that people and systems leave in a folder, and that are no
// scans: by extension, and by name.
var (
	idleExtensions = []string{
		".txt", ".md", ".ini", ".db", ".lnk", ".url", ".xlsx", ".xls", ".ods", ".csv", ".eml", ".msg", ".html", ".htm",
		".json", ".yaml", ".yml", ".log", ".ics", ".tmp", ".exe", ".mp3", ".mp4", ".vcf",
	}
	ownPapers = []string{pipeline.FormName, pipeline.ChecklistName}
)

func isIdle(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") ||
		slices.Contains(idleExtensions, strings.ToLower(path.Ext(name))) || slices.Contains(ownPapers, name)
}

// Bounds of a client's folder: what is past them is no folder of one client.
const (
	maxClientFiles = 200 // as many as a dossier names
	maxClientDepth = 3
)

// FileUnread: something that stands in a client's folder was not opened.
const FileUnread validators.Code = "fichier.non_lu"

// scans are the files of a client's folder that may be pieces, with slashes, in
// the order of their names, and what there is beside them that was not opened.
type scans struct {
	files  []string
	unread []unread
}

// unread is something that was not opened, and why.
type unread struct {
	Name string // with slashes
	Why  whyUnread
}

type whyUnread string

const (
	isShortcut whyUnread = "raccourci"
	isNoFile   whyUnread = "special"
	isClosed   whyUnread = "ferme"
	isDeep     whyUnread = "profond"
	isMisnamed whyUnread = "mal_nomme"
)

// dossierLikes are what Windows makes of a dossier.yaml that was saved from its
// Notepad.
var dossierLikes = []string{"dossier.yaml.txt", "dossier.yml.txt", "dossier.json.txt"}

// unreadWords say what was not opened, behind its name, and what to do.
var unreadWords = map[whyUnread]struct{ says, remedy string }{
	isShortcut: {"est un raccourci\u00a0: ce à quoi il mène n’a pas été ouvert.", "Copiez le fichier lui-même dans le répertoire du client."},
	isNoFile:   {"n’est pas un fichier ordinaire\u00a0: il n’a pas été ouvert.", "Supprimez-le, ou remplacez-le par le document."},
	isClosed:   {"ne peut pas être ouvert\u00a0: ce qu’il contient n’a pas été vérifié.", "Vérifiez que vous avez le droit de l’ouvrir, puis recommencez."},
	isDeep:     {"est rangé trop profondément\u00a0: ce qu’il contient n’a pas été vérifié.", "Remontez ses fichiers dans le répertoire du client."},
	isMisnamed: {"n’a pas été lu\u00a0: Windows lui a ajouté «\u00a0.txt\u00a0», que l’Explorateur peut cacher.", "Renommez-le sans «\u00a0.txt\u00a0» (dans l’Explorateur\u00a0: Affichage, Extensions de noms de fichiers)."},
}

func (u unread) finding() validators.Finding {
	words := unreadWords[u.Why]
	return validators.Finding{
		Code: FileUnread, Severity: validators.Undetermined, Message: "«\u00a0" + u.Name + "\u00a0» " + words.says, Remedy: words.remedy,
	}
}

// scansIn looks through a client's folder. It ends early where there are more
// files than a client has.
func scansIn(folder string) (found scans, err error) {
	root := os.DirFS(folder)
	err = fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return err
		case err != nil:
			found.unread = append(found.unread, unread{name, isClosed})
			return nil
		case name == ".":
			return nil
		case e.IsDir():
			if isIdle(e.Name()) || slices.Contains(systemFolders, strings.ToLower(e.Name())) {
				return fs.SkipDir
			}
			if strings.Count(name, "/") >= maxClientDepth {
				if holdsAnything(root, name) {
					found.unread = append(found.unread, unread{name, isDeep})
				}
				return fs.SkipDir
			}
			return nil
		}
		parent := filepath.Join(folder, filepath.FromSlash(path.Dir(name)))
		if why := whyNotOpened(parent, e); why != "" {
			found.unread = append(found.unread, unread{name, why})
		} else if !isIdle(e.Name()) {
			found.files = append(found.files, name)
		}
		if len(found.files) > maxClientFiles {
			return fs.SkipAll
		}
		return nil
	})
	// Page 10 comes behind page 2.
	slices.SortStableFunc(found.files, func(a, b string) int {
		return slices.CompareFunc(strings.Split(a, "/"), strings.Split(b, "/"), natural.Compare)
	})
	return found, err
}

// whyNotOpened tells of an entry of parent that is no folder why it is not opened; empty
// where it is, or where it is none of a client's pieces.
func whyNotOpened(parent string, e fs.DirEntry) whyUnread {
	name := strings.ToLower(e.Name())
	target, shortcut := strings.CutSuffix(name, ".lnk")
	_, piece := byName(strings.TrimSuffix(target, " - raccourci"))
	switch {
	case slices.Contains(dossierLikes, name):
		return isMisnamed
	case shortcut && piece, e.Type()&fs.ModeSymlink != 0 && !isIdle(e.Name()):
		return isShortcut
	case !isIdle(e.Name()) && !pipeline.IsFileIn(parent, e):
		return isNoFile
	}
	return ""
}

// holdsAnything reports whether a folder has something in it that may be a
// client's.
func holdsAnything(root fs.FS, folder string) bool {
	entries, err := fs.ReadDir(root, folder)
	return err != nil || slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !isIdle(e.Name()) })
}

// filing is how the files of a client were sorted.
type filing struct {
	wanted  bool
	guesses []Guess
	unread  []unread
}

// byNames sorts the files of a folder by their names; what no name tells is
// left as other files.
func (f *filing) byNames(dossier *pipeline.Dossier, folder string) error {
	found, err := scansIn(folder)
	switch {
	case err != nil:
		return &NotADossierError{FolderClosed, err}
	case len(found.files) > maxClientFiles:
		return &NotADossierError{Why: TooManyFiles}
	case len(found.files) == 0 && len(found.unread) > 0:
		return &NotADossierError{Why: NothingOpened}
	case len(found.files) == 0:
		return &NotADossierError{Why: NoFile}
	}
	f.unread = found.unread
	for _, file := range found.files {
		g := Guess{File: file, Type: rules.OtherPiece}
		if piece, ok := byName(file); ok {
			g.Type, g.From = piece, "son nom"
		}
		f.guesses = append(f.guesses, g)
	}
	f.fill(dossier)
	return nil
}

// fill writes the pieces of a dossier.
func (f *filing) fill(dossier *pipeline.Dossier) {
	dossier.Pieces = nil
	for _, t := range rules.PieceTypes() {
		var files []pipeline.FileName
		for _, g := range f.guesses {
			if g.Type == t {
				files = append(files, pipeline.FileName{Path: g.File})
			}
		}
		if len(files) > 0 {
			dossier.Pieces = append(dossier.Pieces, pipeline.Justificatif{Type: t, Files: files})
		}
	}
}

// Name implements [pipeline.Stage].
func (*filing) Name() string { return "guess" }

// Run implements [pipeline.Stage]: it looks into the files that no name tells,
// and notes on each file that it was sorted by a guess. It stands behind intake.
func (f *filing) Run(ctx context.Context, job *pipeline.Job) error {
	if !f.wanted {
		return nil
	}
	for i := range f.guesses {
		if g := &f.guesses[i]; g.From == "" {
			if err := g.look(ctx, job); err != nil {
				return err
			}
		}
	}
	f.fill(job.Dossier)
	if err := (pipeline.Intake{}).Run(ctx, job); err != nil {
		return err
	}
	f.tell(job)
	return nil
}

// look opens a file to tell what it is. Where nothing does, « recto » and
// « verso » are the sides of a card.
func (g *Guess) look(ctx context.Context, job *pipeline.Job) error {
	file, ok := inputNamed(job, g.File)
	if !ok {
		return nil
	}
	read, err := job.Look(ctx, file)
	if err != nil {
		return err
	}
	if piece, clue := validators.GuessPiece(read.Document); piece != "" {
		g.Type, g.From = rules.PieceType(piece), string(clue)
	} else if sides.MatchString(plainWords(g.File)) {
		g.Type, g.From = rules.Identity, "son nom"
	}
	return nil
}

var sides = regexp.MustCompile(`\b(?:recto|verso)\b`)

func inputNamed(job *pipeline.Job, name string) (pipeline.InputFile, bool) {
	for _, input := range job.Inputs {
		for _, file := range input.Files {
			if file.Name == norm.NFC.String(name) {
				return file, true
			}
		}
	}
	return pipeline.InputFile{}, false
}

func (f *filing) tell(job *pipeline.Job) {
	from := map[string]Guess{}
	for _, g := range f.guesses {
		from[norm.NFC.String(g.File)] = g
		job.Unsorted = job.Unsorted || g.From == ""
	}
	for i, input := range job.Inputs {
		job.Inputs[i].Guessed = true
		for j, file := range input.Files {
			job.Inputs[i].Files[j].Findings = []validators.Finding{from[file.Name].finding()}
		}
	}
	for _, u := range f.unread {
		job.Unsorted = true // it may be any piece
		job.Findings = append(job.Findings, u.finding())
	}
	if job.Dossier.Situation.Procedure == "" {
		job.Findings = append(job.Findings, validators.Finding{
			Code: ProcedureUnknown, Severity: validators.Undetermined,
			Message: "La démarche de ce client n’est pas connue\u00a0: ses fichiers sont vérifiés, sans dire s’il en manque ni quelles dates comptent.",
			Remedy:  "Indiquez-la dans la liste des clients (--clients) ou dans un dossier.yaml.",
		})
	}
}

func (g Guess) finding() validators.Finding {
	if g.From == "" {
		return validators.Finding{
			Code: PieceUnsorted, Severity: validators.Undetermined,
			Message: "Ni le nom ni le contenu de ce fichier ne disent de quelle pièce il s’agit.",
			Remedy:  "Regardez-le, et renommez-le d’après ce qu’il est, par exemple «\u00a0facture.pdf\u00a0» ou «\u00a0cni-recto.jpg\u00a0».",
		}
	}
	return validators.Finding{
		Code: PieceGuessed, Severity: validators.Info,
		Message: "Deviné d’après " + g.From + "\u00a0: personne n’a dit de quelle pièce il s’agit.",
		Remedy:  "Si ce n’est pas cette pièce, renommez le fichier d’après ce qu’il est.",
	}
}

// known lists the files that were taken for a piece, as a report calls it.
func (f *filing) known(report *pipeline.Report) []Guess {
	var known []Guess
	for _, g := range f.guesses {
		if g.From == "" {
			continue
		}
		g.Label = strings.ReplaceAll(labelOf(report, g.Type), "'", "’")
		known = append(known, g)
	}
	return known
}

// confirm asks the school to look at guesses.
func confirm(guesses []Guess) []string {
	var said []string
	for _, g := range guesses {
		said = append(said, g.File+" → "+lowerFirst(g.Label))
	}
	if len(said) == 0 {
		return nil
	}
	return []string{"Deviné, à confirmer : " + strings.Join(said, ", ") + "."}
}

func lowerFirst(text string) string {
	for _, r := range text {
		return string(unicode.ToLower(r)) + text[utf8.RuneLen(r):]
	}
	return text
}
