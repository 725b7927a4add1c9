package pipeline

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
)

// RepairImpossible says that a file stays behind, and how to get one that does
// not. It is information: what is wrong with the file stands beside it, in the
// words of the check.
const RepairImpossible validators.Code = "reparation.impossible"

// tell writes into the report what was done to each file. The files of a job
// that were not repaired have neither sources nor transformations.
func (s Repair) tell(job *Job) {
	for i, piece := range job.Repairs {
		for j, done := range piece.Files {
			file := &job.Report.Pieces[i].Files[j]
			if done.Left {
				file.Findings = withoutRepair(file.Findings)
				file.Findings = append(file.Findings, leftBehind(*file, done.Err, s.Options))
				continue
			}
			file.Transformations = append([]repair.Change{}, done.Changes...)
			for _, lost := range lostParts(done.Changes) {
				file.Findings = append(file.Findings, validators.Finding{
					Code: validators.FileUnreadable, Severity: validators.Warning, Message: lost,
					Remedy: "Regardez s’il manque quelque chose d’utile\u00a0; si oui, numérisez ou téléchargez le document à nouveau.",
				})
			}
			if renamed, ok := renamedBy(piece, done); ok {
				file.Transformations = append(file.Transformations, renamed)
			}
			for _, from := range done.From {
				file.Sources = append(file.Sources, piece.Given[from].Name)
			}
			for _, double := range done.Doubles {
				file.Transformations = append(file.Transformations, double.Change)
				file.Sources = append(file.Sources, piece.Given[double.From].Name)
			}
		}
	}
	job.Report.judge()
}

// repairSaid is a sentence that sends to the repair.
var repairSaid = regexp.MustCompile(` ?La commande «[\s\x{a0}]recevable fix[\s\x{a0}]» [^.]*\.`)

// withoutRepair returns findings whose remedies do not send to the repair: it
// was tried.
func withoutRepair(findings []validators.Finding) []validators.Finding {
	findings = slices.Clone(findings)
	for i := range findings {
		findings[i].Remedy = strings.TrimSpace(repairSaid.ReplaceAllString(findings[i].Remedy, ""))
	}
	return findings
}

// lostParts returns what is said of the pages, or the parts of a picture, that
// damaged files have lost. The file that is handed over opens, and its check
// does not know of them.
func lostParts(changes []repair.Change) (lost []string) {
	for _, c := range changes {
		if c.Code == repair.PagesLost || c.Code == repair.Incomplete {
			lost = append(lost, c.Line())
		}
	}
	return lost
}

// renamedBy tells of a name whose end was not that of its content: the one
// change of name that does away with a finding.
func renamedBy(piece PieceRepair, done FileRepair) (repair.Change, bool) {
	if len(done.From) != 1 || len(done.Changes) > 0 {
		return repair.Change{}, false
	}
	misnamed := has(piece.Given[done.From[0]].Findings, validators.FormatExtension)
	return repair.Change{Code: repair.Renamed, Message: "Le nom se termine maintenant comme le demande le contenu du fichier."}, misnamed
}

// waysOut say how to get a file that passes, where the kind of the given one
// says it.
var waysOut = []struct{ kind, words string }{
	{"application/zip", "Ouvrez l’archive et donnez les fichiers qu’elle contient."},
	{"application/x-7z-compressed", "Ouvrez l’archive et donnez les fichiers qu’elle contient."},
	{"application/x-rar-compressed", "Ouvrez l’archive et donnez les fichiers qu’elle contient."},
	{"message/rfc822", "Ouvrez le courriel et enregistrez sa pièce jointe, puis donnez-la à la place."},
	{"video/", "Prenez une photo du document à la place."},
	{"audio/", "Donnez une photo ou une numérisation du document à la place."},
	{"image/", "Ouvrez l’image dans le programme qui l’a faite, choisissez «\u00a0Enregistrer sous\u00a0», puis JPG, et donnez ce JPG à la place."},
}

const saveAsPDF = "Ouvrez-le dans le programme qui l’a fait, choisissez «\u00a0Enregistrer sous\u00a0» (ou «\u00a0Imprimer\u00a0»), puis PDF, et donnez ce PDF à la place."

// leavings say why a file could not be repaired, and what to do instead; the
// first that is so is told.
var leavings = []struct {
	is             func(err error, file FileReport) bool
	reason, remedy string
}{
	{
		is:     func(err error, _ FileReport) bool { return tooHeavy(err) },
		reason: "même allégé, il resterait trop lourd",
		remedy: "L’alléger davantage le rendrait difficile à lire\u00a0: numérisez-le à nouveau à 200\u00a0points par pouce, ou en plusieurs fichiers.",
	},
	{
		is: func(err error, file FileReport) bool {
			return errors.Is(err, repair.ErrRead) && has(file.Findings, validators.SizeExceeded)
		},
		reason: "il est trop gros pour être allégé ici",
		remedy: "Numérisez-le à nouveau à 200\u00a0points par pouce, ou quelques pages à la fois, puis recommencez.",
	},
	{
		is:     func(err error, _ FileReport) bool { return costsTooMuch(err) },
		reason: "le travailler demanderait trop de mémoire ou trop de temps",
		remedy: "Numérisez-le à nouveau à 200\u00a0points par pouce, ou ouvrez-le et imprimez-le en PDF, puis donnez le nouveau fichier à la place.",
	},
	{
		is:     func(err error, _ FileReport) bool { return errors.Is(err, repair.ErrDamaged) },
		reason: "il est trop abîmé pour que ses pages en soient tirées sans erreur",
		remedy: "Téléchargez ou numérisez le document à nouveau. S’il s’ouvre chez vous, imprimez-le en PDF et donnez ce PDF à la place.",
	},
	{
		is:     func(err error, _ FileReport) bool { return errors.Is(err, errTakenBack) },
		reason: "ce qui en a été fait serait refusé aussi",
	},
}

func tooHeavy(err error) bool {
	return errors.Is(err, repair.ErrTooHeavy) || errors.Is(err, repair.ErrWeight)
}

// costsTooMuch reports whether the reader stopped at a limit of cost.
func costsTooMuch(err error) bool {
	var refusal *reader.RewriteError
	return errors.As(err, &refusal) && refusal.State == reader.OverLimit
}

// leftBehind says why a file could not be repaired.
func leftBehind(file FileReport, err error, opts repair.Options) validators.Finding {
	finding := validators.Finding{
		Code: RepairImpossible, Severity: validators.Info,
		Message: "Ce fichier n’a pas pu être réparé\u00a0: il n’est pas parmi les fichiers prêts à envoyer.",
	}
	switch {
	case errors.Is(err, repair.ErrPassword) && opts.Password != "":
		finding.Remedy = "Le mot de passe donné ne l’ouvre pas\u00a0: vérifiez-le (les majuscules comptent), puis recommencez."
		return finding
	case errors.Is(err, repair.ErrPassword):
		finding.Remedy = "Écrivez son mot de passe sur la première ligne d’un fichier texte, puis recommencez avec «\u00a0--mot-de-passe-fichier FICHIER\u00a0»."
		return finding
	case has(file.Findings, validators.FormatRefused):
		finding.Remedy = wayOutOf(file.Format)
		return finding
	case tooHeavy(err) && opts.MaxBytes > 0:
		finding.Message = "Ce fichier n’a pas pu être réparé\u00a0: même allégé, il dépasserait la taille que vous demandez. Il n’est pas parmi les fichiers prêts à envoyer."
		finding.Remedy = "Demandez une taille plus grande avec «\u00a0--taille-max\u00a0», ou recommencez sans cette option\u00a0: l’ANTS accepte jusqu’à 11\u00a0Mo."
		return finding
	}
	for _, leaving := range leavings {
		if leaving.is(err, file) {
			finding.Message = "Ce fichier n’a pas pu être réparé\u00a0: " + leaving.reason + ". Il n’est pas parmi les fichiers prêts à envoyer."
			finding.Remedy = leaving.remedy
			break
		}
	}
	return finding
}

func wayOutOf(mime string) string {
	for _, way := range waysOut {
		if strings.HasPrefix(mime, way.kind) {
			return way.words
		}
	}
	return saveAsPDF
}

// Outputs reads what is handed over, to be written: the very bytes that were
// checked. A file that changed since is an [*InputError].
func (job *Job) Outputs() ([]Paper, error) {
	var papers []Paper
	for i, piece := range job.Repairs {
		for j, file := range piece.Files {
			if file.Left {
				continue
			}
			data, err := file.content(job.Report.Pieces[i].Files[j].SHA256)
			if err != nil {
				return nil, notHandedOver(file.given[0].Name, err)
			}
			papers = append(papers, Paper{file.Input.Name, data})
		}
	}
	return papers, nil
}

// notHandedOver says why a file cannot be written out.
func notHandedOver(name string, err error) *InputError {
	if errors.Is(err, errChanged) {
		return &InputError{File: name, Problem: "ce fichier a changé pendant la réparation", Expected: "un fichier que rien n’écrit en même temps"}
	}
	return &InputError{File: name, Problem: "ce fichier ne peut pas être lu", Expected: "un fichier que vous avez le droit d’ouvrir"}
}

func (f FileRepair) content(sha256 string) ([]byte, error) {
	content, size, err := f.Input.Open()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	data, err := io.ReadAll(io.LimitReader(content, size+1))
	if err == nil && reader.NewSource(data).SHA256 != sha256 {
		err = errChanged
	}
	return data, err
}

// errChanged is returned for bytes that are not those that were checked.
var errChanged = errors.New("pipeline: the file has changed since it was checked")
