package validators

import (
	"regexp"
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// Tables whose headings are so close together that no gap cuts them into
// cells: « N° de facture Date d’émission Échéance » above « 77 12/09/2026
// 30/09/2026 ». Which heading is that of a date is told by where both stand,
// so it is likely at best.

// heading is a heading of a column as bills print them. Folded text only.
var heading = regexp.MustCompile(`\b(?:` + strings.Join([]string{
	`date(?: (?:de (?:la |l')?|d[' ])?(?:factur(?:e|ation)|emission|edition|etablissement|echeance|exigibilite|prelevement|paiement|reglement|releve|livraison|commande|avis|creation|piece|document)\b)?`,
	`date limite(?: (?:de |d')[a-z]+)?`, `echeance`, `exigible le`, `a (?:payer|regler) (?:avant )?le`, `payable le`, `(?:emise?|etablie?|editee?|facturee?|reglee?) le`,
	`factures? n(?:[°ºo]|umero)`, `(?:n[°ºo]\.?|numero|references?|ref\.?|code|compte) ?(?:(?:de |d'|du )?(?:la |l')?(?:facture|client|compte|contrat|piece|document|avis|abonne|locataire|titre))?`,
	`facture`, `client`, `contrat`, `abonne`, `locataire`, `montant`, `total`, `solde`, `periode`, `page`, `role`, `exercice`, `type`, `mois`, `objet`, `libelle`, `designation`, `debit`, `credit`, `reglement`, `prelevement`,
}, `|`) + `)`)

// ofThePast heads a table of other bills than this one.
var ofThePast = regexp.MustCompile(`derniere|preced|histori|ancien|anterieur|impaye|passe[es]`)

// columnLabel is what the heading of the column of date number i says of it,
// in the row of headings right above its line; bareDate where there is none.
func (l dateLine) columnLabel(i int) labelStrength {
	row, ok := lineAt(l.page.Lines, l.aboveDate(i))
	if !ok {
		return bareDate
	}
	text := fold(row.Text)
	starts := heading.FindAllStringIndex(text, -1)
	if len(starts) < 2 || strings.ContainsAny(text, "0123456789") {
		return bareDate
	}
	from, to := across(l.box(), l.folded, l.dates[i].start, l.dates[i].end)
	var label string
	most := 0.0
	for n, start := range starts {
		end := len(text)
		if n+1 < len(starts) {
			end = starts[n+1][0]
		}
		left, right := across(row.Box, text, start[0], end)
		if shared := min(to, right) - max(from, left); shared > most {
			label, most = strings.Trim(text[start[0]:end], " :|"), shared
		}
	}
	issued := l.labels.issued.MatchString(label+" ") || l.strengthOf(label+" ") >= weakLabel
	switch {
	case label == "":
		return bareDate
	case ofThePast.MatchString(text), otherLabels.MatchString(label):
		return otherDate
	case !issued, l.oneOfMany():
		return bareDate
	}
	return weakLabel
}

// aboveDate returns the index of the line above date number i, and where none
// is right above it that above its line.
func (l dateLine) aboveDate(i int) int {
	box := l.box()
	box.X0, box.X1 = across(box, l.folded, l.dates[i].start, l.dates[i].end)
	if at := aboveBox(l.page.Lines, l.index, box); at >= 0 {
		return at
	}
	return aboveAt(l.page.Lines, l.index)
}

// across returns where some bytes of a line stand between its left and right,
// about: all its letters are taken to be of one width.
func across(box reader.Box, text string, start, end int) (from, to float64) {
	wide := (box.X1 - box.X0) / float64(max(len(text), 1))
	return box.X0 + wide*float64(start), box.X0 + wide*float64(end)
}

// onlyReferences reports whether words are numbers and references, such as the
// other values of a row: « 1029384756 », « FA-77 ».
func onlyReferences(words string) bool {
	for _, word := range strings.Fields(strings.Trim(words, " |:")) {
		if !strings.ContainsAny(word, "0123456789") && strings.Trim(word, "|-n°º") != "" {
			return false
		}
	}
	return true
}

// numberAndDay is the second line of a title: « Votre facture de gaz / N° 300
// 456 du 12 septembre 2026 ».
var numberAndDay = regexp.MustCompile(`^ ?n[°ºo]?\.? ?:? ?[a-z]{0,3}[-/ ]?\d[\d a-z/._-]{0,24},? du $`)

// underTitle is what the line above makes of « N° 300 456 du 12 septembre »:
// likely the day of issue where it is the title of the bill.
func (l dateLine) underTitle(i int) labelStrength {
	if i != 0 || !numberAndDay.MatchString(l.before(i)) {
		return bareDate
	}
	title, ok := above(l.page.Lines, l.index)
	if !ok || len([]rune(title.Text)) > runningText || ofThePast.MatchString(fold(title.Text)) {
		return bareDate
	}
	return min(weakLabel, l.strengthOf(strings.TrimSpace(fold(title.Text))+" "+strings.TrimLeft(l.before(i), " ")))
}
