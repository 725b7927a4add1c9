package batch

import (
	"context"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// scansIn lists the files of a client's folder that may be pieces, with slashes,
// in the order of their names. There are more of them than a client has where
// the last result is false.
func scansIn(folder string) (files []string, few bool, err error) {
	root := os.DirFS(folder)
	err = fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && name == ".":
			return err
		case err != nil: // one that cannot be opened is said when it is read
			return nil
		case name == ".":
		case e.IsDir() && (isIdle(e.Name()) || strings.Count(name, "/") >= maxClientDepth || slices.Contains(systemFolders, strings.ToLower(e.Name()))):
			return fs.SkipDir
		case e.Type().IsRegular() && !isIdle(e.Name()):
			files = append(files, name)
			if len(files) > maxClientFiles {
				return fs.SkipAll
			}
		}
		return nil
	})
	return files, len(files) <= maxClientFiles, err
}

// filing is how the files of a client were sorted.
type filing struct {
	wanted  bool
	guesses []Guess
}

// byNames sorts the files of a folder by their names; what no name tells is
// left as other files.
func (f *filing) byNames(dossier *pipeline.Dossier, folder string) error {
	files, few, err := scansIn(folder)
	switch {
	case err != nil:
		return &NotADossierError{FolderClosed, err}
	case !few:
		return &NotADossierError{Why: TooManyFiles}
	case len(files) == 0:
		return &NotADossierError{Why: NoFile}
	}
	for _, file := range files {
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
