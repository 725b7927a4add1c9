package web

import (
	"regexp"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
)

// The inspectors speak to whoever reads a report beside a dossier file and a
// terminal. A page has gestures of its own for the same things: pageWords puts
// those in their place.

// sp is any space, unbreakable ones too.
const sp = `[\s\x{a0}\x{202f}]`

var pageWords = []struct {
	said *regexp.Regexp
	here string
}{
	{regexp.MustCompile(` La commande «` + sp + `recevable fix --mot-de-passe-fichier FICHIER` + sp + `» le fait pour vous\.`), " Le bouton «\u00a0Réparer\u00a0» le fait pour vous, avec son mot de passe."},
	{regexp.MustCompile(`La commande «` + sp + `recevable fix` + sp + `»`), "Le bouton «\u00a0Réparer\u00a0»"},
	{regexp.MustCompile(` \(type justificatif_domicile_hebergeant\)`), ""},
	{regexp.MustCompile(`donnez-lui dans le dossier le type justificatif_domicile_hebergeant`), "retirez-le d’ici et ajoutez-le comme justificatif de domicile de l’hébergeant"},
	{regexp.MustCompile(`Dans le dossier, donnez-lui le type justificatif_domicile_hebergeant`), "Retirez-le d’ici et ajoutez-le comme justificatif de domicile de l’hébergeant"},
	{regexp.MustCompile(`indiquez «` + sp + `heberge: true` + sp + `» dans le dossier`), "répondez, à l’étape «\u00a0Situation\u00a0», que vous habitez chez quelqu’un"},
	{regexp.MustCompile(` (?:Vous pouvez indiquer sa date dans le dossier|Dans un dossier, vous pouvez l’indiquer) \(clé «` + sp + `date` + sp + `» de la pièce\)\.`), ""},
	{regexp.MustCompile(`corrigez la date indiquée dans le dossier ou remplacez`), "remplacez"},
	{regexp.MustCompile(`Corrigez «` + sp + `[a-z._]+` + sp + `» dans le dossier`), "Corrigez votre réponse à l’étape «\u00a0Situation\u00a0»"},
	{regexp.MustCompile(`notez-le dans le dossier \(demande\.numero\), puis recommencez`), "écrivez-le à l’étape «\u00a0Vous\u00a0»"},
	{regexp.MustCompile(`tout à fait comme dans le dossier`), "tout à fait comme vous l’avez écrit"},
	{regexp.MustCompile(`dans le dossier, et indiquez-y`), "à l’étape «\u00a0Vous\u00a0», et indiquez-y"},
	{regexp.MustCompile(`(ajoutez-le|ajoutez ce prénom|indiquez-le|corrigez) dans le dossier`), "$1 à l’étape «\u00a0Vous\u00a0»"},
}

// forPage is a sentence of an inspector in the words of the pages.
func forPage(text string) string {
	for _, w := range pageWords {
		text = w.said.ReplaceAllString(text, w.here)
	}
	return text
}

// unshown is a finding on the dossier as a whole, which no picture shows.
func unshown(f validators.Finding) templates.WebFinding {
	if f.Code == pipeline.FormIncomplete { // the corridor names keys
		f.Message = "Le formulaire photo n’est pas imprimé\u00a0: il attend votre nom, vos prénoms, votre sexe, votre date de naissance et votre adresse entière."
		f.Remedy = "Complétez l’étape «\u00a0Vous\u00a0»."
	}
	return templates.WebFinding{Severity: templates.Severity(f.Severity), Message: forPage(f.Message), Remedy: forPage(f.Remedy)}
}
