package validators

import "fmt"

// CheckPages refuses a piece with more pages than its slot takes, all its
// files together: a two-page PDF and a photo are three pages of identity.
// Files whose pages could not be counted do not count.
// Source: préfecture de police, tutoriel ANTS, étape 5.
func CheckPages(piece Piece, terms Terms, inspection *Inspection) {
	if terms.PagesMax == nil {
		return
	}
	pages := 0
	for _, f := range piece.Files {
		pages += f.Document.PageCount
	}
	if pages <= *terms.PagesMax {
		return
	}
	remedy := fmt.Sprintf("Gardez seulement les %d pages utiles : enlevez les pages blanches, les conditions générales et les doubles.", *terms.PagesMax)
	if *terms.PagesMax == 2 {
		remedy = "Gardez le recto et le verso, une page chacun."
	}
	remedy += " La commande « recevable fix » enlève les pages blanches, et met au besoin les deux côtés d’une carte sur une page."
	finding := Finding{
		Code: PagesExceeded, Severity: Blocking,
		Message: fmt.Sprintf("Cette pièce compte %d pages, tous fichiers réunis. L’ANTS en accepte %d au plus.", pages, *terms.PagesMax),
		Remedy:  remedy,
	}
	if piece.Guessed && len(piece.Files) > 1 {
		// One of them may be another piece, such as the card of who hosts.
		finding.Severity = Undetermined
		finding.Remedy = "Si l’un de ces fichiers est une autre pièce, celle de l’hébergeant par exemple, renommez-le d’après ce qu’il est. Sinon : " + lowerFirst(remedy)
	}
	inspection.Findings = append(inspection.Findings, finding)
}
