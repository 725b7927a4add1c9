package validators

import (
	"regexp"
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// labelStrength says what the words around a date make of it.
type labelStrength int

const (
	otherDate   labelStrength = iota // a due date, a period, a contract…
	bareDate                         // no word says what it is
	weakLabel                        // « Date : … »: likely the issue date, never enough to block
	issuedLabel                      // a label that only an issue date bears
)

const weekday = `(?: (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))?`

// Only a date that one of these labels announces may block. They are matched
// against the folded words that stand right before the date.
var issuedLabels = regexp.MustCompile(`(?:` + strings.Join([]string{
	`\bfacture(?: (?:d'|de |du )?[a-z']+){0,3}(?:,? n[°ºo]?\.? ?[a-z]{0,3}[-/ ]?\d[\d a-z/._-]{0,24}| \d[\w./-]*)?,?(?: en date)? du`,
	`\bdate (?:de (?:la |votre |cette )?)?factur(?:e|ation)`,
	`\bdate d'(?:emission|etablissement)(?: de (?:la |votre |cette )?(?:facture|quittance))?`,
	`\b(?:emis|etabli)(?:e|\(e\))? le`,
	`\bfait a [^:]{2,40}?,? le`,
}, `|`) + `)` + weekday + ` ?:? ?(?:le )?$`)

var weakLabels = regexp.MustCompile(`\b(?:date|en date du|date d'edition|(?:edit|redig|delivr|imprim)e?e?(?:\(e\))? le|le)` + weekday + ` ?:? ?(?:le )?$`)

// otherLabels announce the dates of a bill that are not its issue date. One
// that stands in the same clause takes the word from any label behind it:
// « contrat établi le », « solde de la facture du ».
var otherLabels = regexp.MustCompile(strings.Join([]string{
	// what is to come
	`a payer`, `a regler`, `avant le`, `limite`, `prelev`, `debit`, `echeance`, `prochain`, `jusqu`, `reglement`, `paiement`, `paye`,
	`valab`, `valid`, `expir`, `a compter`, `effet`, `livr`,
	// what it speaks of
	`periode`, `contrat`, `bail\b`, `mandat`, `sepa\b`, `\bcgv\b`, `conditions`, `devis`, `commande`, `etat des lieux`, `compteur`,
	`agrement`, `convention`, `police`, `mise en service`, `releve`, `index`, `souscri`, `abonn`, `consomm`, `conclu`, `signe`,
	`visite`, `permis`, `depuis`, `debut`, `fin de`, `entree`, `revision`, `naissance`, `\bnee?\b`, `\bne\(e\)`,
	`votre (?:courrier|lettre|demande|appel|message)`,
	// another bill
	`preced`, `derniere`, `ancien`, `anterieur`, `rappel`, `relance`, `avoir`, `solde`, `historique`,
}, `|`))

// billWords may stand before « émise le » and leave it the label of the bill.
var billWords = regexp.MustCompile(`facture|quittance|avis|attestation|justificatif|document|echeancier`)

// standaloneDate is the date line of a letter: « Le 12 septembre 2026 » alone
// on its line, or behind the town, « Chartres, le 12 septembre 2026 ». It is
// matched with the date itself replaced by an @.
var standaloneDate = regexp.MustCompile(`^(?:(?:a )?[a-z'-]+(?: [a-z'-]+){0,3}(?: cedex)?, ?)?le` + weekday + ` @$`)

// letterPart is how far down a page the date line of a letter may stand, as a
// share of its height: further down, it is the end of a paragraph.
const letterPart = 0.55

// runningText is the length in characters from which a line is a sentence and
// not a cell or a line of an address.
const runningText = 45

// clauseBreaks end the reach of a word on the dates behind it.
const clauseBreaks = ".;:,|€"

// dateLine is a line of a page and the dates in it.
type dateLine struct {
	page   reader.Page
	index  int // in page.Lines
	folded string
	dates  []writtenDate
}

func (l dateLine) box() reader.Box { return l.page.Lines[l.index].Box }

// before returns the words between the date number i and the one before it.
func (l dateLine) before(i int) string {
	from := 0
	if i > 0 {
		from = l.dates[i-1].end
	}
	return l.folded[from:l.dates[i].start]
}

// label judges the date number i of a line by the words around it, and by the
// cells to its left and above where the date stands alone in its own.
func (l dateLine) label(i int) labelStrength {
	before := l.before(i)
	if l.inPeriod(i) {
		return otherDate
	}
	if alone := strings.Trim(before, " :"); alone != "" && alone != "le" && alone != "du" {
		if l.standalone(i) {
			return l.letterDate()
		}
		return l.strengthOf(before)
	}
	if near := l.cellLabel(i); near != bareDate {
		return near
	}
	if l.standalone(i) {
		return l.letterDate()
	}
	return bareDate
}

func (l dateLine) strengthOf(before string) labelStrength {
	loc := issuedLabels.FindStringIndex(before)
	if loc == nil {
		switch {
		case otherLabels.MatchString(lastClause(before)):
			return otherDate
		case weakLabels.MatchString(before):
			return weakLabel
		}
		// Words that no list knows: this date may be anything.
		return otherDate
	}
	clause, label := lastClause(before[:loc[0]]), before[loc[0]:loc[1]]
	switch {
	case otherLabels.MatchString(clause + label):
		return otherDate
	case strings.Contains(label, "mis") || strings.Contains(label, "tabli"):
		return l.issuedWhat(clause)
	}
	return issuedLabel
}

// issuedWhat settles what « émise le » and « établie le » speak of: the bill,
// where a word of the clause says so or nothing stands before it; who knows
// what otherwise.
func (l dateLine) issuedWhat(clause string) labelStrength {
	if subject := strings.TrimSpace(clause); subject != "" {
		if billWords.MatchString(subject) || strings.HasSuffix(subject, "date d'") {
			return issuedLabel
		}
		return weakLabel
	}
	if cell, ok := above(l.page.Lines, l.index); ok && otherLabels.MatchString(fold(cell.Text)) {
		return otherDate
	}
	return issuedLabel
}

func lastClause(s string) string {
	return s[strings.LastIndexAny(strings.TrimRight(s, clauseBreaks+" "), clauseBreaks)+1:]
}

// cellLabel reads the cell to the left of a date that stands alone in its own,
// or else the one above; bareDate where neither says anything.
func (l dateLine) cellLabel(i int) labelStrength {
	if cell, ok := leftOf(l.page.Lines, l.index); ok {
		if s := l.strengthIn(cell, i); s != bareDate {
			return s
		}
	}
	cell, ok := above(l.page.Lines, l.index)
	if !ok {
		return bareDate
	}
	s := l.strengthIn(cell, i)
	if s == issuedLabel && l.oneOfMany() {
		return weakLabel
	}
	return s
}

// strengthIn is what a cell says of the date number i beside or below it.
func (l dateLine) strengthIn(cell reader.Line, i int) labelStrength {
	text := strings.TrimRight(fold(cell.Text), " :")
	if len(findDates(text)) > 0 || len([]rune(text)) > runningText {
		return bareDate
	}
	words := strings.TrimSpace(text+" "+strings.Trim(l.before(i), " :")) + " "
	switch {
	case otherLabels.MatchString(text):
		return otherDate
	case l.strengthOf(words) == issuedLabel:
		return issuedLabel
	case weakLabels.MatchString(text + " "):
		return weakLabel
	}
	return bareDate
}

// oneOfMany reports whether another date stands right below in the same
// column: a table of past bills bears the same heading.
func (l dateLine) oneOfMany() bool {
	here := l.box()
	cell, ok := nearest(l.page.Lines, l.index, func(b reader.Box) (float64, bool) {
		gap := b.Y0 - here.Y1
		return gap, b.X0 < here.X1 && b.X1 > here.X0 && gap > -1 && gap < 2*(here.Y1-here.Y0)
	})
	return ok && len(findDates(fold(cell.Text))) > 0
}

// standalone reports whether the line is the date line of a letter.
func (l dateLine) standalone(i int) bool {
	d := l.dates[i]
	return len(l.dates) == 1 && standaloneDate.MatchString(strings.TrimSpace(l.folded[:d.start])+" @"+strings.TrimSpace(l.folded[d.end:]))
}

// letterDate is what the date line of a letter is worth where it stands: at
// the top of a page, and not as the end of a sentence.
func (l dateLine) letterDate() labelStrength {
	if otherLabels.MatchString(l.folded) {
		return otherDate
	}
	if height := l.page.Ground().Height; height > 0 && l.box().Y0 > letterPart*height {
		return bareDate
	}
	if cell, ok := above(l.page.Lines, l.index); ok {
		text := strings.TrimSpace(fold(cell.Text))
		switch {
		case otherLabels.MatchString(text):
			return otherDate
		case strings.HasSuffix(text, ",") || len([]rune(text)) > runningText:
			return bareDate
		}
	}
	return issuedLabel
}

var (
	periodJoin   = regexp.MustCompile(`^ ?(?:au|-|a|et) ?$`)
	periodGoesOn = regexp.MustCompile(`^ ?(?:au|-|a) ?(?:\d|1er)`)
)

// inPeriod reports whether the date is one end of « du … au … », even where a
// wide gap cuts it in two. A period is issued on neither of its days.
func (l dateLine) inPeriod(i int) bool {
	if i > 0 && periodJoin.MatchString(l.before(i)) || periodGoesOn.MatchString(l.folded[l.dates[i].end:]) {
		return true
	}
	if i == len(l.dates)-1 && strings.TrimSpace(l.folded[l.dates[i].end:]) == "" {
		if cell, ok := rightOf(l.page.Lines, l.index); ok && periodGoesOn.MatchString(fold(cell.Text)) {
			return true
		}
	}
	return i == 0 && strings.TrimSpace(l.before(0)) == "au"
}

// leftOf returns the nearest line to the left on the same row.
func leftOf(lines []reader.Line, of int) (reader.Line, bool) {
	here := lines[of].Box
	return nearest(lines, of, func(b reader.Box) (float64, bool) { return here.X0 - b.X1, b.X1 <= here.X0+1 && sameRow(b, here) })
}

// rightOf returns the nearest line to the right on the same row.
func rightOf(lines []reader.Line, of int) (reader.Line, bool) {
	here := lines[of].Box
	return nearest(lines, of, func(b reader.Box) (float64, bool) { return b.X0 - here.X1, b.X0 >= here.X1-1 && sameRow(b, here) })
}

func sameRow(a, b reader.Box) bool {
	middle := (a.Y0 + a.Y1) / 2
	return middle > b.Y0 && middle < b.Y1
}

// above returns the nearest line above that shares some of the width, within
// three times the height of a line.
func above(lines []reader.Line, of int) (reader.Line, bool) {
	here := lines[of].Box
	return nearest(lines, of, func(b reader.Box) (float64, bool) {
		gap := here.Y0 - b.Y1
		return gap, b.X0 < here.X1 && b.X1 > here.X0 && gap > -1 && gap < 3*(here.Y1-here.Y0)
	})
}

func nearest(lines []reader.Line, of int, distance func(reader.Box) (float64, bool)) (best reader.Line, found bool) {
	least := 0.0
	for i, l := range lines {
		if i == of {
			continue
		}
		if d, ok := distance(l.Box); ok && (!found || d < least) {
			best, least, found = l, d, true
		}
	}
	return best, found
}
