package validators

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline/calendar"
)

// fold reduces a text to what labels are recognised by: lower case, no
// accents, plain spaces and apostrophes. It keeps one byte per ASCII letter,
// so that « Émise le » and « EMISE LE » read alike.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r == '’' || r == 'ʼ' || r == '‘' || r == '`':
			b.WriteByte('\'')
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		case r == '‐' || r == '‑' || r == '–' || r == '—':
			b.WriteByte('-')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// closeUp joins the letters of a folded line that are all set apart, as titles
// are: « f a c t u r e d u 0 1 / 1 1 / 2 0 2 6 ». The ends of its words are lost,
// save those between letters and digits.
func closeUp(folded string) (joined string, spaced bool) {
	const least, share = 12, 0.9
	letters := strings.Fields(folded)
	lone := 0
	for _, l := range letters {
		if utf8.RuneCountInString(l) == 1 {
			lone++
		}
	}
	if lone < least || float64(lone) < share*float64(len(letters)) || !strings.ContainsFunc(folded, unicode.IsLetter) {
		return folded, false
	}
	return betweenKinds.ReplaceAllString(strings.Join(letters, ""), "$1$3 $2$4"), true
}

var betweenKinds = regexp.MustCompile(`([a-z:])(\d)|(\d)([a-z])`)

// writtenDate is a date found in a folded text, and the bytes it spans.
type writtenDate struct {
	date       calendar.Date
	start, end int
	// repaired: something in it had to be guessed, such as a letter that OCR
	// put for a digit, a space that is missing, or a year of two digits behind
	// a month in letters, where any number may stand.
	repaired bool
	// other is the day that the same figures give to who writes the year
	// first, « 26.09.12 »; zero where they give none.
	other calendar.Date
}

// The forms a French bill writes a date in. Folded text only.
var (
	numericDate = regexp.MustCompile(`(?:^|[^\d/.,-])(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?([/.-]) ?(\d{4}|\d{2})(?:$|[^\d/-])`)
	isoDate     = regexp.MustCompile(`(?:^|[^\d/.-])(\d{4})-(\d{2})-(\d{2})(?:$|[^\d/-])`)
	wordedDate  = regexp.MustCompile(`(?:^|[^\d])(1 ?er|\d{1,2})( ?)(janvier|janv|jan|fevrier|fevr|fev|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|sept|sep|octobre|oct|novembre|nov|decembre|dec)\.?( ?)(\d{4}|\d{2})(?:$|[^\d])`)
)

// numberGoesOn follows what was no date but the start of a telephone number or
// a reference: « 05.11.23.45.67 ».
var numberGoesOn = regexp.MustCompile(`^ ?[./-] ?\d`)

var monthOf = map[string]time.Month{
	"jan": 1, "fev": 2, "mar": 3, "avr": 4, "mai": 5, "jui": 0, "aou": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

func month(word string) time.Month {
	if strings.HasPrefix(word, "juin") {
		return time.June
	}
	if strings.HasPrefix(word, "juil") {
		return time.July
	}
	return monthOf[word[:3]]
}

// findDates returns the dates of a folded text in the order they stand in.
// What is no day of the calendar is no date.
func findDates(folded string) []writtenDate {
	var dates []writtenDate
	add := func(day, other calendar.Date, start, end int, repaired bool) {
		if !day.IsZero() {
			dates = append(dates, writtenDate{day, start, end, repaired, other})
		}
	}
	eachMatch(numericDate, folded, func(g []string, start, end int) {
		if g[2] != g[4] || numberGoesOn.MatchString(folded[end:]) {
			return
		}
		var yearFirst calendar.Date
		if len(g[5]) == 2 && len(g[1]) == 2 {
			yearFirst = dayOf(g[1], g[3], g[5])
		}
		add(dayOf(g[5], g[3], g[1]), yearFirst, start, end, false)
	})
	eachMatch(isoDate, folded, func(g []string, start, end int) {
		add(dayOf(g[1], g[2], g[3]), calendar.Date{}, start, end, false)
	})
	eachMatch(wordedDate, folded, func(g []string, start, end int) {
		short := len(g[5]) == 2
		if short && unitFollows.MatchString(folded[end:]) {
			return
		}
		day := dayOf(g[5], strconv.Itoa(int(month(g[3]))), strings.TrimRight(g[1], " er"))
		add(day, calendar.Date{}, start, end, short || g[2] == "" || g[4] == "")
	})
	slices.SortFunc(dates, func(a, b writtenDate) int { return cmp.Compare(a.start, b.start) })
	return dates
}

// unitFollows a number behind a month that is no year: « le 12 mars 14 h »,
// « 12 mars 15,50 € », « 12 mars 15 rue ».
var unitFollows = regexp.MustCompile(`^(?:[,.]\d| ?[a-z:%€])`)

// dayOf returns the day that three numbers make, and zero for none. Years of
// two digits are of this century: nothing that is read here is older.
func dayOf(year, month, day string) calendar.Date {
	y, errY := strconv.Atoi(year)
	m, errM := strconv.Atoi(month)
	d, errD := strconv.Atoi(day)
	if len(year) == 2 {
		y += 2000
	}
	if errY != nil || errM != nil || errD != nil || y < 1900 || y > 2100 || !calendar.Valid(y, time.Month(m), d) {
		return calendar.Date{}
	}
	return calendar.New(y, time.Month(m), d)
}

// monthAlone is a month and its year without a day: a period.
var monthAlone = regexp.MustCompile(`\b(janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre) (20\d\d)\b`)

// findMonths returns the months of a folded text that are no part of one of
// its dates, as their first days.
func findMonths(folded string, dates []writtenDate) []writtenDate {
	var months []writtenDate
	for _, loc := range monthAlone.FindAllStringSubmatchIndex(folded, -1) {
		inDate := func(d writtenDate) bool { return d.start < loc[1] && loc[0] < d.end }
		if slices.ContainsFunc(dates, inDate) {
			continue
		}
		first := dayOf(folded[loc[4]:loc[5]], strconv.Itoa(int(month(folded[loc[2]:loc[3]]))), "1")
		months = append(months, writtenDate{date: first, start: loc[0], end: loc[1]})
	}
	return months
}

// eachMatch calls f with the groups of each match and the span from the start
// of the first group to the end of the last. Matches may share their
// delimiters: the search goes on from the end of the last group.
func eachMatch(re *regexp.Regexp, s string, f func(groups []string, start, end int)) {
	for from := 0; from < len(s); {
		loc := re.FindStringSubmatchIndex(s[from:])
		if loc == nil {
			return
		}
		groups := make([]string, len(loc)/2)
		for i := range groups {
			groups[i] = s[from+loc[2*i] : from+loc[2*i+1]]
		}
		end := from + loc[len(loc)-1]
		f(groups, from+loc[2], end)
		from = end
	}
}
