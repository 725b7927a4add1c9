package validators

import (
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// rescan is the way out of a file that does not open.
const rescan = "Numérisez ou téléchargez le document à nouveau, ouvrez-le pour vérifier qu’il s’affiche, puis remplacez ce fichier."

// openingFindings says what each state of a file means; {kind} stands for the
// name of its format. Only what every engine that knows the kind failed to
// open blocks.
var openingFindings = map[reader.State]Finding{
	reader.Empty: {
		Code: FileEmpty, Severity: Blocking,
		Message: "Ce fichier est vide (0 octet).",
		Remedy:  "L’envoi ou la copie s’est sans doute interrompu : numérisez le document à nouveau, ou recopiez le fichier d’origine.",
	},
	reader.Damaged: {
		Code: FileUnreadable, Severity: Blocking,
		Message: "Ce fichier {kind} est abîmé : aucun lecteur ne parvient à l’ouvrir.",
		Remedy:  rescan,
	},
	reader.NoPages: {
		Code: FileUnreadable, Severity: Blocking,
		Message: "Ce fichier {kind} ne contient aucune page.",
		Remedy:  rescan,
	},
	reader.Partial: {
		Code: FileUnreadable, Severity: Warning,
		Message: "Une partie de ce fichier {kind} manque ou est abîmée : une page, une image ou le bas de la feuille peut être absent ou gris.",
		Remedy:  "Ouvrez-le et regardez chaque page jusqu’en bas. S’il manque quelque chose, numérisez ou téléchargez le document à nouveau.",
	},
	reader.Unsupported: {
		Code: FileUnreadable, Severity: Undetermined,
		Message: "Ce fichier {kind} est d’une variante rare que ce programme ne sait pas lire. Il est peut-être tout à fait bon.",
		Remedy:  "Ouvrez-le pour vérifier qu’il s’affiche. Pour plus de sûreté, enregistrez-le en JPG ou en PDF avant de l’envoyer.",
	},
	reader.Inaccessible: {
		Code: FileUnreadable, Severity: Undetermined,
		Message: "Ce fichier n’a pas pu être lu sur cet appareil : l’accès est refusé, ou un autre programme l’utilise.",
		Remedy:  "Fermez les programmes qui l’utilisent ou copiez-le dans vos documents, puis recommencez.",
	},
}

// CheckOpening says how far the file opens.
func CheckOpening(file File, _ Terms) []Finding {
	finding, ok := openingFindings[file.Document.State]
	if !ok {
		return nil
	}
	finding.Message = strings.Replace(finding.Message, "{kind}", formatNames[file.Document.MIME], 1)
	return []Finding{finding}
}
