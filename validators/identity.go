package validators

// IdentityReading is what the machine-readable zone of an identity paper says.
type IdentityReading struct{}

// CheckIdentity checks identity papers by their machine-readable zone.
func CheckIdentity(piece Piece, terms Terms, inspection *Inspection) {}
