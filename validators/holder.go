package validators

// HolderReading is a name that was read on a piece.
type HolderReading struct {
	Name   string `json:"nom"`
	Origin Origin `json:"origine"`
	Page   int    `json:"page,omitempty"` // from 1
}

// CheckHolder compares the names on a piece with the applicant's.
func CheckHolder(piece Piece, terms Terms, inspection *Inspection) {}
