package validators

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// AddressDifferent: the address on a proof is not the one the application
// states.
const AddressDifferent Code = "adresse.differente"

// Address is where the applicant says they live, as far as it is compared.
type Address struct{ Postcode, Town string }

// CheckAddress compares the address of a proof with the one stated. Only that
// of a 2D-Doc is looked at, field by field: on a page, nothing tells the
// customer's address from the supplier's. The street is not compared, too many
// ways of writing one being right. A hosted person lives at the host's, so the
// host's proof must show the same place.
func CheckAddress(piece Piece, terms Terms, inspection *Inspection) {
	if !slices.Contains(addressSlots, piece.Type) || terms.Applicant == nil {
		return
	}
	for i, file := range piece.Files {
		for _, code := range codesOf(file.Document) {
			kind, known := code.doc.Kind()
			if !known || !kind.Address {
				continue
			}
			// Where the service is delivered, and where the bill is sent.
			places := slices.DeleteFunc([]twoddoc.Address{code.doc.Address(), code.doc.AddresseeAddress()}, twoddoc.Address.IsZero)
			if len(places) > 0 && !slices.ContainsFunc(places, func(a twoddoc.Address) bool { return !elsewhere(a, terms.Applicant.Address) }) {
				mark := code.mark
				finding := anotherAddress(places[0], terms.Applicant.Address)
				finding.Page, finding.Mark = code.page, &mark
				inspection.Files[i].Findings = append(inspection.Files[i].Findings, finding)
			}
		}
	}
}

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

func anotherAddress(read twoddoc.Address, stated Address) Finding {
	return Finding{
		Code: AddressDifferent, Severity: Warning,
		Message: fmt.Sprintf("D’après son code 2D-Doc, ce justificatif est pour %s %s, alors que votre demande indique %s %s.", read.Postcode, read.Town, stated.Postcode, stated.Town),
		Remedy:  "Si vous avez déménagé, prenez un justificatif de votre adresse actuelle ; sinon, corrigez l’adresse de la demande.",
	}
}
