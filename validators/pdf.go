package validators

import (
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// CheckLocked refuses a PDF that asks for a password before it shows a page.
// One that opens and only restricts printing or copying is not locked.
func CheckLocked(file File, _ Terms) []Finding {
	if file.Document.State != reader.Locked {
		return nil
	}
	return []Finding{{
		Code: PDFLocked, Severity: Blocking,
		Message: "Ce PDF demande un mot de passe pour s’ouvrir : l’agent qui instruit la demande ne pourra pas le lire.",
		Remedy:  "Ouvrez-le avec son mot de passe et imprimez-le en PDF (« Imprimer », puis « Enregistrer au format PDF »), ou demandez une version sans mot de passe. La commande « recevable fix --mot-de-passe-fichier FICHIER » le fait pour vous.",
	}}
}

// activeNames says in French what a PDF carries beyond its pages.
var activeNames = map[reader.ActiveContent]string{
	reader.Script:       "un script",
	reader.Launch:       "une commande qui lance un programme",
	reader.EmbeddedFile: "un fichier joint",
}

// CheckActiveContent warns of a PDF that would run or carry something:
// filters of administrations often turn such files away.
func CheckActiveContent(file File, _ Terms) []Finding {
	if len(file.Document.Active) == 0 {
		return nil
	}
	var parts []string
	for _, a := range file.Document.Active {
		parts = append(parts, activeNames[a])
	}
	return []Finding{{
		Code: PDFActive, Severity: Warning,
		Message: "Ce PDF contient " + enumerate(parts) + ". Un contrôle automatique peut l’écarter pour cette raison.",
		Remedy:  "Imprimez-le en PDF (« Imprimer », puis « Enregistrer au format PDF ») et envoyez cette copie : les pages seront les mêmes. La commande « recevable fix » en fait une sans ce contenu.",
	}}
}

// enumerate joins parts as a French sentence does: « a, b et c ».
func enumerate(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " et " + parts[last]
}
