package validators

import (
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// Clue is what a file of unknown purpose was told by, in French, as it follows
// « d’après ».
type Clue string

const (
	ClueZone    Clue = "sa zone de lecture de titre d’identité"
	ClueCode    Clue = "son code 2D-Doc"
	ClueHeading Clue = "son titre"
)

// GuessPiece says which piece a file most likely is, from what stands in it:
// the zone of an identity paper, its 2D-Doc, its heading, in this order. An
// empty piece: nothing tells.
func GuessPiece(doc reader.Document) (piece string, clue Clue) {
	for _, page := range doc.Pages {
		if page.Zone != nil {
			return zonePiece(page.Zone.DocumentCode), ClueZone
		}
	}
	for _, code := range codesOf(doc) {
		if kind, known := code.doc.Kind(); known && kind.Address {
			return ownProof, ClueCode
		}
		if slots := codeSlots[code.doc.Code]; len(slots) > 0 {
			return slots[0], ClueCode
		}
	}
	for _, seen := range headings(doc) {
		if len(seen.slots) > 0 {
			return seen.slots[0], ClueHeading
		}
	}
	return "", ""
}

// zonePiece tells a residence permit from the papers of a citizen: its code is
// IR, AR, CR or TS in France, where a card has ID or I and a passport P.
//
// Source: ICAO Doc 9303-5, 4.2.2 (A, C or I, the second letter at the choice of
// the State); rules § 5.
func zonePiece(code string) string {
	if strings.HasSuffix(code, "R") || strings.HasPrefix(code, "TS") {
		return "titre_sejour"
	}
	return "piece_identite"
}
