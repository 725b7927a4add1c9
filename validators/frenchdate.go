package validators

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

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

// writtenDate is a date found in a folded text, and the bytes it spans.
type writtenDate struct {
	date       calendar.Date
	start, end int
}

// The forms a French bill writes a date in. Folded text only.
var (
	numericDate = regexp.MustCompile(`(?:^|[^\d/.,-])(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?([/.-]) ?(\d{4}|\d{2})(?:$|[^\d/-])`)
	isoDate     = regexp.MustCompile(`(?:^|[^\d/.-])(\d{4})-(\d{2})-(\d{2})(?:$|[^\d/-])`)
	wordedDate  = regexp.MustCompile(`(?:^|[^\d])(1er|\d{1,2}) (janvier|janv|jan|fevrier|fevr|fev|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|sept|sep|octobre|oct|novembre|nov|decembre|dec)\.? (\d{4})(?:$|[^\d])`)
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
	add := func(year, month, day string, start, end int) {
		y, _ := strconv.Atoi(year)
		m, _ := strconv.Atoi(month)
		d, _ := strconv.Atoi(day)
		if len(year) == 2 {
			y += 2000
		}
		if y < 1900 || y > 2100 || !calendar.Valid(y, time.Month(m), d) {
			return
		}
		dates = append(dates, writtenDate{calendar.New(y, time.Month(m), d), start, end})
	}
	eachMatch(numericDate, folded, func(g []string, start, end int) {
		if g[2] == g[4] && !numberGoesOn.MatchString(folded[end:]) {
			add(g[5], g[3], g[1], start, end)
		}
	})
	eachMatch(isoDate, folded, func(g []string, start, end int) { add(g[1], g[2], g[3], start, end) })
	eachMatch(wordedDate, folded, func(g []string, start, end int) {
		add(g[3], strconv.Itoa(int(month(g[2]))), strings.TrimSuffix(g[1], "er"), start, end)
	})
	slices.SortFunc(dates, func(a, b writtenDate) int { return cmp.Compare(a.start, b.start) })
	return dates
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
