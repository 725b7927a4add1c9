package batch

import (
	"fmt"
	"io"

	"github.com/recevable/recevable/templates"
)

// instructions are what an empty roster says of itself.
var instructions = []string{
	"Une ligne par client. Seuls le nom et le prénom sont indispensables. La démarche et ses dates disent ce qui manque et ce qui presse. Laissez vide ce que vous ne savez pas\u00a0: rien n’est deviné à votre place.",
	"Rangez les photos et les PDF de chaque client dans un répertoire à son nom, suivi de son prénom, par exemple «\u00a0clients/EXEMPLE Camille\u00a0». S’il s’appelle autrement, écrivez son nom dans la colonne «\u00a0Dossier\u00a0».",
	"Nommez les fichiers d’après ce qu’ils sont\u00a0: cni-recto.jpg, cni-verso.jpg, facture.pdf, avis-medical.pdf… Les autres sont rangés d’après ce qu’ils contiennent, et le suivi dit ce qui a été deviné.",
	"Effacez la ligne d’exemple, ou laissez-la\u00a0: elle n’est pas lue. Vous pouvez supprimer des colonnes, en changer l’ordre, et en ajouter d’autres pour vous.",
	"Enregistrez, puis lancez\u00a0: recevable batch --clients clients.xlsx clients -o suivi. Rien ne quitte cet ordinateur.",
}

// WriteEmptyRoster writes the workbook of an empty roster.
func WriteEmptyRoster(w io.Writer) error {
	form := templates.RosterForm{Instructions: instructions}
	needed := map[string]bool{surnameColumn: true, firstNames: true, procedureKey: true}
	for _, c := range Columns() {
		column := templates.RosterColumn{
			Title: c.Title, Note: c.Note, Example: c.Example, Day: c.Format == Day, Needed: needed[c.Key],
		}
		for _, o := range c.Choices {
			column.Choices = append(column.Choices, o.Title)
		}
		switch {
		case c.Format == YesNo:
			column.Choices = []string{"oui", "non"}
		case c.Format == Day && c.Example != "":
			day, ok := parseDay(c.Example, excelDay0, pivot)
			if !ok {
				return fmt.Errorf("batch: the example of %s is no date", c.Key)
			}
			column.OnDay = day
		}
		form.Columns = append(form.Columns, column)
	}
	return form.WriteXLSX(w)
}
