package validators

import "github.com/recevable/recevable/validators/reader"

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

// residencePermit is the document code of a French residence permit, where an
// identity card has ID and a passport P. ICAO leaves the second letter to each
// State: another code is taken for an identity paper, and said to be guessed.
const residencePermit = "IR"

func zonePiece(code string) string {
	if code == residencePermit {
		return "titre_sejour"
	}
	return "piece_identite"
}
