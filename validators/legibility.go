package validators

// CheckLegibility says which pages a person could hardly read.
func CheckLegibility(piece Piece, _ Terms, inspection *Inspection) {}
