package validators

// CodeReading is what a 2D-Doc says.
type CodeReading struct{}

// CheckCode says what the 2D-Doc of a piece is.
func CheckCode(piece Piece, terms Terms, inspection *Inspection) {}
