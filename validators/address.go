package validators

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// AddressDifferent: the address on a proof is not the one the application
// states.
const AddressDifferent Code = "adresse.differente"

// Address is where the applicant says they live, as far as it is compared.
type Address struct{ Postcode, Town string }

// CheckAddress compares the address of a proof with the one stated: that of a
// 2D-Doc, field by field, or that under the applicant's own name, on a proof
// that names the stated place nowhere; any other address on a page may be the
// supplier's. The street is not compared, too many ways of writing one being
// right. A hosted person lives at the host's, so the host's proof must show the
// same place.
func CheckAddress(piece Piece, terms Terms, inspection *Inspection) {
	if !slices.Contains(addressSlots, piece.Type) || terms.Applicant == nil {
		return
	}
	for i, file := range piece.Files {
		coded := false
		for _, code := range codesOf(file.Document) {
			kind, known := code.doc.Kind()
			if !known || !kind.Address {
				continue
			}
			// Where the service is delivered, and where the bill is sent.
			places := slices.DeleteFunc([]twoddoc.Address{code.doc.Address(), code.doc.AddresseeAddress()}, twoddoc.Address.IsZero)
			coded = coded || len(places) > 0
			if len(places) > 0 && !slices.ContainsFunc(places, func(a twoddoc.Address) bool { return !elsewhere(a, terms.Applicant.Address) }) {
				mark := code.mark
				finding := anotherAddress("D’après son code 2D-Doc, ce", places[0], terms.Applicant.Address)
				finding.Page, finding.Mark = code.page, &mark
				inspection.Files[i].Findings = append(inspection.Files[i].Findings, finding)
			}
		}
		if finding, ok := writtenElsewhere(file.Document, *terms.Applicant); ok && !coded {
			inspection.Files[i].Findings = append(inspection.Files[i].Findings, finding)
		}
	}
}

// writtenElsewhere speaks of a document whose only addresses under the name of
// the applicant are in other places than the one stated, which it names
// nowhere: a bill sent to an old address names the place that it is for.
func writtenElsewhere(doc reader.Document, applicant Applicant) (finding Finding, ok bool) {
	if !slices.ContainsFunc(doc.Pages, func(p reader.Page) bool { return len(p.Lines) > 0 }) || applicant.Address.Town == "" {
		return Finding{}, false
	}
	stated := town(applicant.Address.Town)
	for number, page := range doc.Pages {
		if slices.ContainsFunc(page.Lines, func(l reader.Line) bool {
			return strings.Contains(l.Text, applicant.Address.Postcode) || strings.Contains(town(l.Text), stated)
		}) {
			return Finding{}, false
		}
		for _, line := range page.Lines {
			if like, _ := names.FindIn(applicant.Person, []string{line.Text}); like != names.Same {
				continue
			}
			place, at := townUnder(page, line)
			if ok || !elsewhere(place, applicant.Address) {
				continue
			}
			ok, finding = true, anotherAddress("D’après l’adresse sous le nom du demandeur, ce", place, applicant.Address)
			if page.FromOCR {
				finding.Severity = Undetermined
			}
			mark := page.MarkOf(at)
			finding.Page, finding.Excerpt, finding.Mark = number+1, excerpt(at.Text), &mark
		}
	}
	return finding, ok
}

// townUnder is the nearest postcode and town under a line, in one block with it.
func townUnder(page reader.Page, name reader.Line) (twoddoc.Address, reader.Line) {
	var nearest reader.Line
	for _, line := range page.Lines {
		if townLine.MatchString(fold(line.Text)) && inOneBlock(name.Box, line.Box) && (nearest.Text == "" || line.Box.Y0 < nearest.Box.Y0) {
			nearest = line
		}
	}
	if nearest.Text == "" {
		return twoddoc.Address{}, nearest
	}
	found := postcodeAndTown.FindStringSubmatch(fold(nearest.Text))
	return twoddoc.Address{Postcode: found[1], Town: strings.ToUpper(found[2])}, nearest
}

var postcodeAndTown = regexp.MustCompile(`^(?:f[- ])?(\d{5}) (.+)`)

// elsewhere reports whether an address is in another place than the one
// stated: another postcode and another town. A firm's or a large town's
// special postcode (CEDEX, arrondissements) keeps the name of its town, and a
// village that was joined to another keeps its postcode.
func elsewhere(read twoddoc.Address, stated Address) bool {
	if read.Postcode == "" || read.Town == "" || stated.Postcode == "" || stated.Town == "" {
		return false
	}
	return read.Postcode != stated.Postcode && !sameTown(read, stated.Town)
}

var (
	notLetters = regexp.MustCompile(`[^a-z]+`)
	townNoise  = regexp.MustCompile(`\b(?:cedex|arrondissement|er|eme|e)\b`)
	saint      = regexp.MustCompile(`\bst(e?)\b`)
)

// town reduces the name of a town to what is compared.
func town(name string) string {
	words := notLetters.ReplaceAllString(fold(name), " ")
	words = townNoise.ReplaceAllString(saint.ReplaceAllString(words, "saint$1"), " ")
	return strings.Join(strings.Fields(words), "")
}

func sameTown(read twoddoc.Address, stated string) bool {
	a, b := town(read.Town), town(stated)
	return a == b || a == "" || read.Truncated && strings.HasPrefix(b, a)
}

func anotherAddress(start string, read twoddoc.Address, stated Address) Finding {
	return Finding{
		Code: AddressDifferent, Severity: Warning,
		Message: fmt.Sprintf("%s justificatif est pour %s %s, alors que votre demande indique %s %s.", start, read.Postcode, read.Town, stated.Postcode, stated.Town),
		Remedy:  "Si vous avez déménagé, prenez un justificatif de votre adresse actuelle ; sinon, corrigez l’adresse de la demande.",
	}
}
