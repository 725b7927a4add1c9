package validators

import (
	"regexp"
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// labelStrength says how surely a date on a page is the issue date.
type labelStrength int

const (
	noLabel     labelStrength = iota // another date, or nobody knows
	weakLabel                        // « Date : … »: likely, never enough to block
	issuedLabel                      // a label that only an issue date bears
)

// Only a date that one of these labels announces may block. They are matched
// against the folded words that stand right before the date.
var issuedLabels = regexp.MustCompile(`(?:` + strings.Join([]string{
	`\bfacture(?: (?:n[°ºo]? ?\.? ?)?[a-z]{0,3}[-/ ]?\d[\w./-]*)?,?(?: en date)? du`,
	`\bdate (?:de (?:la |votre |cette )?)?factur(?:e|ation)`,
	`\bdate d'(?:emission|edition|etablissement)(?: de (?:la |votre |cette )?(?:facture|quittance))?`,
	`\b(?:emis|etabli|edite|redige|delivre)(?:e|\(e\))? le`,
	`\bfait a [^\d:]{2,40}?,? le`,
	`\bfait le`,
}, `|`) + `)(?: (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))? ?:? ?(?:le )?$`)

var weakLabels = regexp.MustCompile(`\b(?:date|en date du|le) ?:? ?(?:le )?$`)

// otherLabels announce the dates of a bill that are not its issue date. One
// that stands in the same clause takes the word from any label after it:
// « contrat établi le ».
var otherLabels = regexp.MustCompile(`a payer|a regler|avant le|limite|prelev|debit|echeance|periode|prochain|contrat|\bnee?(?:\(e\))? le|naissance|jusqu|depuis|mise en service|releve|index|valab|valid|expir|reglement|paiement|paye|souscri|abonn|consomm|livr|conclu|effet|a compter|fin de|debut|signe|permis|visite`)

// standaloneDate is the date line of a letter: « Le 12 septembre 2026 » alone
// on its line, or behind the town, « Chartres, le 12 septembre 2026 ». It is
// matched with the date itself replaced by an @.
var standaloneDate = regexp.MustCompile(`^(?:(?:a )?[a-z' -]{2,40}, ?)?le (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?@ ?\.?$`)

// clauseBreaks end the reach of a word on the dates behind it.
const clauseBreaks = ".;:,|€"

// labelOf judges the date number i of a line by the words around it, and by
// the cell to its left or above it where the date stands alone in its cell.
func labelOf(lines []reader.Line, line int, folded string, dates []writtenDate, i int) labelStrength {
	date := dates[i]
	before := folded[:date.start]
	if i > 0 {
		before = folded[dates[i-1].end:date.start]
	}
	if endsPeriod(before, i) || startsPeriod(folded[date.end:]) {
		return noLabel
	}
	if i == 0 && len(dates) == 1 && standaloneDate.MatchString(strings.TrimSpace(before)+" @"+strings.TrimRight(folded[date.end:], " ")) &&
		!otherLabels.MatchString(before) {
		return issuedLabel
	}
	strength := strengthOf(before)
	if strength == issuedLabel || strings.Trim(before, " :le") != "" {
		return strength
	}
	// Nothing but the date in this cell: its label is the cell to the left,
	// or else the one above.
	for _, neighbour := range []func([]reader.Line, int) (reader.Line, bool){leftOf, above} {
		cell, ok := neighbour(lines, line)
		if !ok {
			continue
		}
		text := fold(cell.Text)
		if len(findDates(text)) > 0 {
			continue
		}
		if s := strengthOf(strings.TrimRight(text, " :") + " "); s != noLabel || otherLabels.MatchString(text) {
			return s
		}
	}
	return strength
}

func strengthOf(before string) labelStrength {
	if loc := issuedLabels.FindStringIndex(before); loc != nil {
		clause := before[strings.LastIndexAny(before[:loc[0]], clauseBreaks)+1:]
		if otherLabels.MatchString(clause) {
			return noLabel
		}
		return issuedLabel
	}
	if weakLabels.MatchString(before) && !otherLabels.MatchString(before) {
		return weakLabel
	}
	return noLabel
}

// A period has two dates and is issued on neither: « du … au … ».
func endsPeriod(before string, i int) bool {
	between := strings.TrimSpace(before)
	return i > 0 && (between == "au" || between == "-" || between == "a")
}

var periodGoesOn = regexp.MustCompile(`^ ?(?:au|-|a) ?(?:\d|1er)`)

func startsPeriod(after string) bool { return periodGoesOn.MatchString(after) }

// leftOf returns the nearest line to the left on the same row.
func leftOf(lines []reader.Line, of int) (reader.Line, bool) {
	here := lines[of].Box
	return nearest(lines, of, func(b reader.Box) (float64, bool) {
		middle := (b.Y0 + b.Y1) / 2
		return here.X0 - b.X1, b.X1 <= here.X0+1 && middle > here.Y0 && middle < here.Y1
	})
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
