package validators

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// Origin says where a reading comes from.
type Origin string

const (
	FromCode     Origin = "2d-doc"   // a 2D-Doc
	FromZone     Origin = "mrz"      // a machine-readable zone
	FromText     Origin = "texte"    // the text layer of a PDF
	FromOCR      Origin = "ocr"      // pixels
	FromDeclared Origin = "declaree" // what the person wrote in the dossier
)

// DateReading is an issue date, and the words it was read in.
type DateReading struct {
	Date    calendar.Date `json:"date"`
	Origin  Origin        `json:"origine"`
	Page    int           `json:"page,omitempty"`    // from 1
	Excerpt string        `json:"extrait,omitempty"` // the line it stands in
	// certain: a label that only an issue date bears announces it.
	certain bool
}

// adviceMonths is the age from which some prefectures frown on a proof of
// address that ANTS still takes.
// Source: préfecture de police, tutoriel ANTS, second écran de l’étape 5
// (« daté de moins de trois mois »).
const adviceMonths = 3

// soonDays is how many days before its last day a piece is said to be soon too
// old: about the time people take to gather the others.
const soonDays = 15

// CheckIssueDate holds a piece that must be recent to its age. The date is
// the one read in the text, or else the one the person declares; two that
// disagree are pointed out. Only pieces with an age limit are looked
// at.
// Source: service-public.fr F31847 and préfecture de police, tutoriel ANTS
// (« daté de moins de six mois »); the count of months: [calendar.Date.AddMonths].
func CheckIssueDate(piece Piece, terms Terms, inspection *Inspection) {
	if terms.AgeMaxMonths == nil {
		return
	}
	governing, in := -1, DateReading{}
	unread := false
	for i, file := range piece.Files {
		unread = unread || hasUnreadPage(file.Document)
		reading, ok := ReadIssueDate(file.Document, terms.On)
		if !ok {
			continue
		}
		inspection.Files[i].Read.IssueDate = &reading
		if governing < 0 || outranks(reading, in) {
			governing, in = i, reading
		}
	}
	declared := DateReading{Date: piece.DeclaredIssue, Origin: FromDeclared, certain: true}
	switch {
	case governing >= 0:
		if in.certain {
			inspection.IssuedOn = in.Date
		}
		// The page that could not be read may be the fresh bill.
		in.certain = in.certain && !unread
		found := ageFindings(in, terms, isTaxNotice(piece.Files[governing].Document))
		inspection.Files[governing].Findings = append(inspection.Files[governing].Findings, found...)
	case !declared.Date.IsZero():
		inspection.IssuedOn = declared.Date
		inspection.Findings = append(inspection.Findings, ageFindings(declared, terms, false)...)
		for i := range inspection.Files {
			inspection.Files[i].Read.IssueDate = &declared
		}
	default:
		inspection.Findings = append(inspection.Findings, missingDate(piece, *terms.AgeMaxMonths)...)
	}
	if governing >= 0 && !declared.Date.IsZero() && declared.Date != in.Date {
		inspection.Files[governing].Findings = append(inspection.Files[governing].Findings, Finding{
			Code: DateDisagrees, Severity: Warning, Page: in.Page, Excerpt: in.Excerpt,
			Message: fmt.Sprintf("La date lue sur le document (%s) n’est pas celle que vous avez indiquée (%s).", in.Date.French(), declared.Date.French()),
			Remedy:  "Regardez laquelle est la date d’émission, et corrigez la date indiquée dans le dossier ou remplacez le fichier.",
		})
	}
}

// hasUnreadPage reports whether a page that shows something has no text to it,
// such as a scan: what it says is not known.
func hasUnreadPage(doc reader.Document) bool {
	return slices.ContainsFunc(doc.Pages, func(p reader.Page) bool { return len(p.Lines) == 0 })
}

// outranks reports whether reading a decides rather than b: a labelled date
// before one that is not, then the later.
func outranks(a, b DateReading) bool {
	if a.certain != b.certain {
		return a.certain
	}
	return a.Date.After(b.Date)
}

// ReadIssueDate finds the issue date in the text of a document. Where several
// are labelled so, it is the latest that is not after on. A date that has only
// a weak label, or that a fresher one of that kind stands beside, is not
// certain: no file is refused for a date beside a fresher one.
func ReadIssueDate(doc reader.Document, on calendar.Date) (DateReading, bool) {
	var best DateReading
	var freshest calendar.Date // of the dates that no word says are something else
	found := false
	for p, page := range doc.Pages {
		for l, line := range page.Lines {
			folded := fold(line.Text)
			at := dateLine{page, l, folded, findDates(folded)}
			for i, d := range at.dates {
				strength := at.label(i)
				if strength != otherDate && !d.date.After(on) && d.date.After(freshest) {
					freshest = d.date
				}
				if strength != weakLabel && strength != issuedLabel {
					continue
				}
				reading := DateReading{d.date, FromText, p + 1, excerpt(line.Text), strength == issuedLabel}
				if !found || prefer(reading, best, on) {
					best, found = reading, true
				}
			}
		}
	}
	if freshest.After(best.Date) {
		best.certain = false
	}
	return best, found
}

func prefer(a, b DateReading, on calendar.Date) bool {
	if a.certain != b.certain {
		return a.certain
	}
	if aPast, bPast := !a.Date.After(on), !b.Date.After(on); aPast != bPast {
		return aPast
	} else if !aPast {
		return a.Date.Before(b.Date)
	}
	return a.Date.After(b.Date)
}

// excerpt shortens a line to what proves the reading.
func excerpt(line string) string {
	line = strings.Join(strings.Fields(line), " ")
	if runes := []rune(line); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return line
}

// ageFindings says whether a date is recent enough on the reference date.
func ageFindings(in DateReading, terms Terms, taxNotice bool) []Finding {
	limit := *terms.AgeMaxMonths
	base := Finding{Page: in.Page, Excerpt: in.Excerpt}
	if in.Date.After(terms.On) {
		base.Code, base.Severity = DateInFuture, Warning
		base.Message = fmt.Sprintf("Ce document porte une date à venir : %s (date du jour retenue : %s).", in.Date.French(), terms.On.French())
		base.Remedy = "Vérifiez la date. Si elle est exacte, attendez ce jour-là pour l’envoyer ; sinon, corrigez-la."
		return []Finding{base}
	}
	firstTooOld := in.Date.AddMonths(limit)
	if !firstTooOld.After(terms.On) {
		return []Finding{tooOld(base, in, limit, taxNotice)}
	}
	var findings []Finding
	if !in.Date.AddMonths(adviceMonths).After(terms.On) && adviceMonths < limit {
		advice := base
		advice.Code, advice.Severity = DateTooOld, Info
		advice.Message = fmt.Sprintf("Ce document date du %s : il a plus de %d mois. Il est encore admis (moins de %d mois), mais certains services préfèrent plus récent.", in.Date.French(), adviceMonths, limit)
		advice.Remedy = "Si vous en avez un plus récent, envoyez plutôt celui-là."
		findings = append(findings, advice)
	}
	lastDay := firstTooOld.AddDays(-1)
	if terms.On.DaysUntil(lastDay) <= soonDays {
		soon := base
		soon.Code, soon.Severity = DateSoonTooOld, Info
		soon.Message = fmt.Sprintf("Ce document sera bientôt trop ancien : il peut être envoyé jusqu’au %s inclus.", lastDay.French())
		soon.Remedy = fmt.Sprintf("Envoyez la demande avant la fin du %s, ou prenez un justificatif plus récent.", lastDay.French())
		findings = append(findings, soon)
	}
	return findings
}

func tooOld(finding Finding, in DateReading, limit int, taxNotice bool) Finding {
	finding.Code, finding.Severity = DateTooOld, Blocking
	finding.Message = fmt.Sprintf("Ce document date du %s. L’ANTS demande un document de moins de %d mois.", in.Date.French(), limit)
	finding.Remedy = "Remplacez-le par une facture récente d’eau, d’électricité, de gaz, d’internet ou de téléphone, ou par une quittance de loyer."
	switch {
	case !in.certain:
		finding.Severity = Warning
		finding.Message = fmt.Sprintf("Ce document semble dater du %s. L’ANTS demande un document de moins de %d mois.", in.Date.French(), limit)
		finding.Remedy = fmt.Sprintf("Regardez la date d’émission. Si elle a %d mois ou plus, prenez un justificatif plus récent.", limit)
	case taxNotice:
		// service-public.fr F31847 sets no age for a tax notice, the ANTS
		// screen asks six months of every proof: nothing is provable.
		finding.Severity = Warning
		finding.Message = fmt.Sprintf("Cet avis d’impôt date du %s, plus de %d mois. Les sources diffèrent : service-public.fr l’admet sans condition d’âge, l’écran de l’ANTS demande moins de %d mois.", in.Date.French(), limit, limit)
		finding.Remedy = "Pour plus de sûreté, joignez plutôt une facture ou une quittance récente."
	case in.Origin == FromDeclared:
		finding.Message = fmt.Sprintf("Vous indiquez que ce document date du %s. L’ANTS demande un document de moins de %d mois.", in.Date.French(), limit)
	}
	return finding
}

// missingDate says that no date was found, where the files were opened: what
// was not looked at is not announced.
func missingDate(piece Piece, limit int) []Finding {
	opened, text := false, false
	for _, f := range piece.Files {
		opened = opened || f.Document.State == reader.Opened || f.Document.State == reader.Partial
		for _, p := range f.Document.Pages {
			text = text || len(p.Lines) > 0
		}
	}
	if !opened {
		return nil
	}
	finding := Finding{
		Code: DateMissing, Severity: Undetermined,
		Message: "Aucune date d’émission n’a été reconnue sur ce document.",
		Remedy:  fmt.Sprintf("Regardez vous-même : il doit avoir été émis il y a moins de %d mois. Vous pouvez indiquer sa date dans le dossier (clé « date » de la pièce).", limit),
	}
	if !text {
		finding.Message = "La date d’émission n’a pas été lue : ce document n’a pas de texte que ce programme sache lire (une photo ou une numérisation, par exemple)."
	}
	return []Finding{finding}
}

var taxNotice = regexp.MustCompile(`\bavis (?:d'impots?|d'imposition|de non[- ]imposition|de situation declarative)|\btaxes? d'habitation|\btaxes? foncieres?|\bimpots? sur les? revenus?`)

// isTaxNotice tells a tax notice from its first page, whose title is often cut
// over two lines.
func isTaxNotice(doc reader.Document) bool {
	if len(doc.Pages) == 0 {
		return false
	}
	var text strings.Builder
	for _, line := range doc.Pages[0].Lines {
		text.WriteString(fold(line.Text))
		text.WriteByte(' ')
	}
	return taxNotice.MatchString(text.String())
}
