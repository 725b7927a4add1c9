package validators

import (
	"fmt"
	"strings"
	"unicode"
)

// photoCodeLength is the number of characters of a photo and signature code,
// spaces aside.
// Source: FAQ ANTS (« code à 22 chiffres »), préfecture de police (exemple
// « 1234 5678 9012 3456 7890 12 »).
const photoCodeLength = 22

// CheckPhotoCode checks the code that a photo booth prints beside the photo.
// ANTS speaks of 22 digits, others of 22 letters and digits: letters are only
// a warning.
func CheckPhotoCode(code string) []Finding {
	compact := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, code)
	length := len([]rune(compact))
	finding := Finding{
		Code: PhotoCodeInvalid, Severity: Blocking,
		Remedy: "Recopiez le code imprimé sur la planche de la cabine ou du photographe agréé : 22 caractères, par groupes de quatre.",
	}
	switch {
	case length == 0:
		finding.Message = "Le code photo-signature numérique n’est pas indiqué : l’ANTS le demande dès que la photo n’est pas envoyée par courrier."
		finding.Remedy = "Indiquez le code imprimé sur la planche de la cabine ou du photographe agréé, ou choisissez l’envoi de la photo par courrier."
	case strings.ContainsFunc(compact, func(r rune) bool { return !isDigit(r) && (r < 'A' || r > 'Z') }):
		finding.Message = "Le code photo-signature contient un caractère qui n’est ni un chiffre ni une lettre."
	case length != photoCodeLength:
		finding.Message = fmt.Sprintf("Le code photo-signature compte %d caractères, espaces mis à part. Il en faut %d.", length, photoCodeLength)
	case strings.ContainsFunc(compact, func(r rune) bool { return !isDigit(r) }):
		finding.Severity = Warning
		finding.Message = "Le code photo-signature contient des lettres, alors que l’ANTS annonce 22 chiffres. Certaines cabines donnent un code avec des lettres : il peut être bon."
		finding.Remedy = "Relisez le code sur la planche : un O pris pour un 0, un I pour un 1 ?"
	default:
		return nil
	}
	return []Finding{finding}
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
