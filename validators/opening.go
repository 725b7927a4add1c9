package validators

import (
	"fmt"

	"github.com/recevable/recevable/validators/reader"
)

// CheckEmpty refuses a file without a byte in it.
func CheckEmpty(file File, _ Terms) []Finding {
	if file.Document.State != reader.Empty {
		return nil
	}
	return []Finding{{
		Code: FileEmpty, Severity: Blocking,
		Message: "Ce fichier est vide (0 octet).",
		Remedy:  "L’envoi ou la copie s’est sans doute interrompu : numérisez le document à nouveau, ou recopiez le fichier d’origine.",
	}}
}

// CheckOpening says whether the file opens. It blocks only where every engine
// that knows the kind tried and none opened it.
func CheckOpening(file File, _ Terms) []Finding {
	kind := formatNames[file.Document.MIME]
	switch file.Document.State {
	case reader.Damaged:
		return []Finding{{
			Code: FileUnreadable, Severity: Blocking,
			Message: fmt.Sprintf("Ce fichier %s est abîmé : aucun lecteur ne parvient à l’ouvrir.", kind),
			Remedy:  "Numérisez ou téléchargez le document à nouveau, ouvrez-le pour vérifier qu’il s’affiche, puis remplacez ce fichier.",
		}}
	case reader.NoPages:
		return []Finding{{
			Code: FileUnreadable, Severity: Blocking,
			Message: "Ce fichier PDF ne contient aucune page.",
			Remedy:  "Numérisez ou téléchargez le document à nouveau, ouvrez-le pour vérifier qu’il s’affiche, puis remplacez ce fichier.",
		}}
	case reader.Partial:
		what := "le bas de l’image peut être gris ou absent"
		if file.Document.MIME == reader.PDF {
			what = "une page ou une image peut manquer"
		}
		return []Finding{{
			Code: FileUnreadable, Severity: Warning,
			Message: fmt.Sprintf("Une partie de ce fichier %s manque ou est abîmée : %s.", kind, what),
			Remedy:  "Ouvrez-le et regardez chaque page jusqu’en bas. S’il manque quelque chose, numérisez ou téléchargez le document à nouveau.",
		}}
	case reader.Unsupported:
		return []Finding{{
			Code: FileUnreadable, Severity: Undetermined,
			Message: fmt.Sprintf("Ce fichier %s est d’une variante rare que ce programme ne sait pas lire. Il est peut-être tout à fait bon.", kind),
			Remedy:  "Ouvrez-le pour vérifier qu’il s’affiche. Pour plus de sûreté, enregistrez-le en JPG ou en PDF avant de l’envoyer.",
		}}
	case reader.Inaccessible:
		return []Finding{{
			Code: FileUnreadable, Severity: Undetermined,
			Message: "Ce fichier n’a pas pu être lu sur cet appareil : l’accès est refusé, ou un autre programme l’utilise.",
			Remedy:  "Fermez les programmes qui l’utilisent ou copiez-le dans vos documents, puis recommencez.",
		}}
	}
	return nil
}
