package validators

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/recevable/recevable/pipeline/calendar"
)

// What OCR does to dates and to their labels, undone. All that is read here is
// marked as repaired: it is shown to the person, and refuses nothing.

// figure is a digit, or a letter that OCR takes one for. Folded text only.
const figure = `[0-9oilszbgq|!]`

var figureOf = strings.NewReplacer("o", "0", "i", "1", "l", "1", "|", "1", "!", "1", "s", "5", "z", "2", "b", "8", "g", "6", "q", "9", " ", "")

const (
	longYear = figure + `{4}|` + figure + `{2} ` + figure + `{2}|` + figure + ` ` + figure + `{3}|` + figure + `{3} ` + figure
	// The lone figure comes before the two that are apart: « 5 octobre » is not
	// the 50th.
	damagedDay = `(1 ?er|[li|!] ?er|` + figure + `{2}|` + figure + `|` + figure + ` ` + figure + `)`
)

var (
	damagedNumeric = regexp.MustCompile(`(?:^|[^0-9a-z/.,|!-])(` + figure + ` ?` + figure + `|` + figure + `) ?[/.,-] ?(` + figure + ` ?` + figure + `|` + figure + `) ?[/.,-] ?(` + longYear + `|` + figure + `{2})(?:$|[^0-9a-z/|-])`)
	damagedISO     = regexp.MustCompile(`(?:^|[^0-9a-z/.,|!-])(` + figure + `{4})-(` + figure + `{2})-(` + figure + `{2})(?:$|[^0-9a-z/|-])`)
	damagedWorded  = regexp.MustCompile(`(?:^|[^0-9a-z/.,|!-])` + damagedDay + ` ?([a-z0-9|!]{2,10}(?: [a-z]{2,8})?)[.,]? ?(` + longYear + `)(?:$|[^0-9a-z/|-])`)
)

// readDates returns the dates of a folded text; of one that was read by OCR,
// those that it damaged too. Where two readings cover the same letters the
// longer one counts: « 12/09/20 26 » is no day of 2020.
func readDates(folded string, ocr bool) []writtenDate {
	dates := findDates(folded)
	if !ocr {
		return dates
	}
	for i := range dates {
		d := &dates[i]
		shortYear := d.end >= 3 && !isDigit(rune(folded[d.end-3]))
		d.repaired = d.repaired || runsOn.MatchString(folded[max(0, d.start-1):d.start]) || goesOn.MatchString(folded[d.end:]) || shortYear && digitFollows.MatchString(folded[d.end:])
	}
	for _, repaired := range repairDates(folded) {
		overlaps := func(d writtenDate) bool { return d.start < repaired.end && repaired.start < d.end }
		longer := func(d writtenDate) bool { return overlaps(d) && d.end-d.start >= repaired.end-repaired.start }
		if !slices.ContainsFunc(dates, longer) {
			dates = append(slices.DeleteFunc(dates, overlaps), repaired)
		}
	}
	slices.SortFunc(dates, func(a, b writtenDate) int { return cmp.Compare(a.start, b.start) })
	return dates
}

// runsOn and goesOn are what stands against a date where OCR may have lost a
// digit of it, or a space: « 2O26-09-08 » holds the « 26-09-08 », and
// « 12/09/20?6 » the « 12/09/20 ».
var (
	runsOn       = regexp.MustCompile(`[^ :;,.()'"«-]$`)
	goesOn       = regexp.MustCompile(`^[^ :;,.()'"»|-]`)
	digitFollows = regexp.MustCompile(`^ \d`)
)

// repairDates returns what can be dates once the letters that OCR confuses are
// put right.
func repairDates(folded string) []writtenDate {
	var dates []writtenDate
	add := func(day calendar.Date, start, end int) bool {
		if day.IsZero() || decimalFollows.MatchString(folded[end:]) {
			return false
		}
		dates = append(dates, writtenDate{date: day, start: start, end: end, repaired: true})
		return true
	}
	tryMatches(damagedNumeric, folded, func(g []string, start, end int) bool {
		if !mostlyFigures(g[1]+g[2]+g[3]) || numberGoesOn.MatchString(folded[end:]) {
			return false
		}
		return add(dayOf(figureOf.Replace(g[3]), figureOf.Replace(g[2]), figureOf.Replace(g[1])), start, end)
	})
	tryMatches(damagedISO, folded, func(g []string, start, end int) bool {
		year := figureOf.Replace(g[1])
		return mostlyFigures(g[1]+g[2]+g[3]) && add(dayOf(year, figureOf.Replace(g[2]), figureOf.Replace(g[3])), start, end)
	})
	tryMatches(damagedWorded, folded, func(g []string, start, end int) bool {
		m, ok := repairMonth(g[2])
		year := figureOf.Replace(g[3])
		if !ok || !mostlyFigures(g[3]) {
			return false
		}
		day := strings.TrimRight(g[1], " er")
		return add(dayOf(year, strconv.Itoa(m), figureOf.Replace(day)), start, end)
	})
	return dates
}

// decimalFollows what was no year but a part of an amount: « 12/09/20 26,50 ».
var decimalFollows = regexp.MustCompile(`^[,.]\d`)

// mostlyFigures reports whether half of a number at least is true digits.
func mostlyFigures(s string) bool {
	digits, letters := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r != ' ':
			letters++
		}
	}
	return digits >= letters
}

// tryMatches is eachMatch for patterns that match much that is no date: where
// f refuses a match, the search goes on from the next word of it.
func tryMatches(re *regexp.Regexp, s string, f func(groups []string, start, end int) bool) {
	for from := 0; from < len(s); {
		loc := re.FindStringSubmatchIndex(s[from:])
		if loc == nil {
			return
		}
		groups := make([]string, len(loc)/2)
		for i := range groups {
			groups[i] = s[from+loc[2*i] : from+loc[2*i+1]]
		}
		start, end := from+loc[2], from+loc[len(loc)-1]
		if !f(groups, start, end) {
			if space := strings.IndexByte(s[start:end], ' '); space >= 0 {
				end = start + space
			}
		}
		from = end
	}
}

var monthNames = [...]string{
	"janvier", "fevrier", "mars", "avril", "mai", "juin",
	"juillet", "aout", "septembre", "octobre", "novembre", "decembre",
}

// longMonth is the length in letters from which two of them may be wrong: no
// two months of that length are nearer than three.
const longMonth = 7

// repairMonth returns the month (from 1) that a word is nearest to, where it
// is near enough to one alone.
func repairMonth(word string) (int, bool) {
	word = strings.NewReplacer(" ", "", "0", "o").Replace(word)
	if abbreviated.MatchString(word) {
		return int(month(word)), true
	}
	found := 0
	for i, name := range monthNames {
		allowed := 1
		if len(name) >= longMonth {
			allowed = 2
		}
		if editDistance(word, name) > allowed {
			continue
		}
		if found != 0 {
			return 0, false
		}
		found = i + 1
	}
	return found, found != 0
}

var abbreviated = regexp.MustCompile(`^(?:janv|fevr|avr|juil|sept|oct|nov|dec)$`)

// editDistance counts the letters to change, add or take away between two
// ASCII words.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// labelWords is how many words a label that OCR damaged may be cut into, the
// number of the bill included.
const labelWords = 9

// damagedAt returns where one of the labels begins at the end of a folded text,
// give or take a letter in six, any spaces and the number of the bill.
func (set labelSet) damagedAt(before string) (int, bool) {
	end := len(before)
	ofBill := set.bill && endsInDu.MatchString(before)
	for range labelWords {
		end = len(strings.TrimRight(before[:end], " "))
		start := strings.LastIndexByte(before[:end], ' ') + 1
		letters := lettersOf(before[start:])
		if ofBill && editDistance(before[start:end], "facture") <= 1 {
			return start, true
		}
		for _, label := range set.letters {
			if d := len(letters) - len(label); d <= 2 && d >= -2 && editDistance(letters, label) <= wrongLetters(label) {
				return start, true
			}
		}
		if start == 0 {
			break
		}
		end = start
	}
	return 0, false
}

// wrongLetters is how many letters of a label may be wrong: none of a short one,
// which is soon another word (« remise le » for « émise le »).
func wrongLetters(label string) int {
	if len(label) < 8 {
		return 0
	}
	return len(label) / 6
}

// endsInDu is the end of « facture n° 12 de résiliation du », whatever stands
// between.
var endsInDu = regexp.MustCompile(`\bd ?u ?$`)

// lettersOf keeps the letters of a folded text, those that OCR confuses with
// one another and with a digit made one. Numbers are left out.
func lettersOf(s string) string {
	var letters strings.Builder
	for _, word := range strings.Fields(s) {
		if !severalDigits.MatchString(word) {
			letters.WriteString(strings.Map(letterOf, word))
		}
	}
	return letters.String()
}

var severalDigits = regexp.MustCompile(`\d.*\d`)

func letterOf(r rune) rune {
	switch {
	case r == '0':
		return 'o'
	case r == '1' || r == '|' || r == '!' || r == 'i':
		return 'l'
	case r >= 'a' && r <= 'z':
		return r
	}
	return -1
}
