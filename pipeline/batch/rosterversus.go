package batch

import (
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

// RosterContradicts: the line of a client in the roster and the dossier in
// their folder do not say the same.
const RosterContradicts validators.Code = "liste.contredite"

// contradictions compares the line of a client with their own dossier, which
// wins. What one of the two leaves out, or what cannot be read, contradicts
// nothing.
func (r *Roster) contradictions(l rosterLine, d *pipeline.Dossier) []validators.Finding {
	var found []validators.Finding
	differ := func(about, listed, own string) {
		found = append(found, validators.Finding{
			Code: RosterContradicts, Severity: validators.Warning,
			Message: "La liste des clients et le dossier de ce client se contredisent sur " + about + "\u00a0: «\u00a0" + listed + "\u00a0» dans la liste, «\u00a0" + own + "\u00a0» dans le dossier. Le dossier compte.",
			Remedy:  "Corrigez celui des deux qui se trompe. Si ce n’est pas la même personne, indiquez le bon répertoire dans la colonne «\u00a0Dossier\u00a0» de la liste.",
		})
	}
	a := d.Applicant
	surname := l.cells[birthName].text
	if !agree(surname, string(a.BirthName)) && !(a.UsedName != "" && agree(surname, string(a.UsedName))) {
		differ("le nom", surname, string(a.BirthName))
	}
	var own []string
	for _, name := range a.FirstNames {
		own = append(own, string(name))
	}
	if given := l.cells[firstNames].text; !agree(given, strings.Join(own, " ")) {
		differ("les prénoms", given, strings.Join(own, " "))
	}
	if birth, ok := parseDay(l.cells[birthDate].text, r.first, birthPivot); ok && !a.BirthDate.IsZero() && birth != a.BirthDate {
		differ("la date de naissance", birth.FrenchDigits(), a.BirthDate.FrenchDigits())
	}
	if asked := l.cells[procedureKey]; asked.text != "" && d.Situation.Procedure != "" {
		if value, ok := asked.column.value(asked.text); ok && rules.Procedure(value) != d.Situation.Procedure {
			differ("la démarche", asked.text, asked.column.title(string(d.Situation.Procedure)))
		}
	}
	return found
}

// agree reports whether two writings may be of one name: no word of the shorter
// is foreign to the other. Schools write one first name of several.
func agree(a, b string) bool {
	x, y := strings.Fields(plainWords(strings.ToLower(a))), strings.Fields(plainWords(strings.ToLower(b)))
	return foreignTo(y, x) == 0 || foreignTo(x, y) == 0
}

// foreignTo counts the words that are not among others.
func foreignTo(others, words []string) (n int) {
	for _, word := range words {
		if !slices.Contains(others, word) {
			n++
		}
	}
	return n
}

// title is a value of a closed list as a roster has it.
func (c Column) title(value string) string {
	for _, o := range c.Choices {
		if o.Value == value {
			return o.Title
		}
	}
	return value
}
