package validators

import (
	"fmt"
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// MaxBytes is the size that a file must stay under, in bytes. ANTS writes
// « ne doit pas dépasser 11Mo »; 11 000 000 is the safe reading, though 11 MiB
// may pass there.
// Source: FAQ ANTS.
const MaxBytes = 11_000_000

// CheckSize refuses a file that is too heavy.
func CheckSize(file File, terms Terms) []Finding {
	if file.Size < terms.MaxBytes {
		return nil
	}
	remedy := "Numérisez à nouveau à 200 ou 300 points par pouce (ppp), en JPG ou en PDF, puis remplacez ce fichier."
	if file.Document.MIME == reader.BMP || file.Document.MIME == reader.TIFF || file.Document.MIME == reader.PNG {
		remedy = "Enregistrez l’image en JPG : elle sera bien plus légère, et tout aussi lisible. Puis remplacez ce fichier."
	}
	if file.Document.Limit != reader.SizeLimit { // which is past what it takes in
		remedy += " La commande « recevable fix » l’allège pour vous."
	}
	found, limit := megabytes(file.Size), megabytes(terms.MaxBytes)
	if found == limit {
		found = "tout juste " + limit + " ou un peu plus"
	}
	return []Finding{{
		Code: SizeExceeded, Severity: Blocking,
		Message: fmt.Sprintf("Ce fichier pèse %s. L’ANTS demande moins de %s par fichier.", found, limit),
		Remedy:  remedy,
	}}
}

// megabytes writes a size the French way, to a tenth: « 11,6 Mo ».
func megabytes(bytes int64) string {
	text := strings.Replace(fmt.Sprintf("%.1f", float64(bytes)/1e6), ".", ",", 1)
	return strings.TrimSuffix(text, ",0") + " Mo"
}
