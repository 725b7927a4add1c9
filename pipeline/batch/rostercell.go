package batch

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Forms of a day that people and spreadsheets write. Hours behind it are cut.
var (
	dayFirst  = regexp.MustCompile(`^(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})$`)
	joinedDay = regexp.MustCompile(`^(\d{2})(\d{2})(\d{4})$`)
	yearFirst = regexp.MustCompile(`^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$`)
	wordedDay = regexp.MustCompile(`^(?:[a-z]+\.? )?(\d{1,2})(?:er)?[ -]([a-z]+)\.?[ -](\d{4}|\d{2})$`)
	serialDay = regexp.MustCompile(`^(\d{1,6})(?:\.\d+)?$`)
	hours     = regexp.MustCompile(`(?:t| a)? ?\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d+)?)?z?$`)
)

// months by the letters that tell them apart.
var months = []string{"jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec"}

// The serial numbers that are taken for days: from before the birth of anybody
// who drives, so that a year alone is none, to past the dates of any licence.
const (
	firstSerial = 7_000  // March 1919
	lastSerial  = 80_000 // January 2119
)

// parseDay reads a day. Of a year of two digits, pivot is the last that is
// after 2000.
func parseDay(cell string, day0 calendar.Date, pivot int) (calendar.Date, bool) {
	text := strings.ToLower(withoutMarks(norm.NFKC.String(strings.TrimSpace(cell))))
	text = strings.Join(strings.Fields(hours.ReplaceAllString(text, "")), " ")
	if m := serialDay.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil || n < firstSerial || n > lastSerial {
			return calendar.Date{}, false
		}
		return day0.AddDays(n), true
	}
	var day, month, year string
	if m := joinedDay.FindStringSubmatch(text); m != nil {
		day, month, year = m[1], m[2], m[3]
	} else if m := dayFirst.FindStringSubmatch(text); m != nil {
		day, month, year = m[1], m[2], m[3]
	} else if m := yearFirst.FindStringSubmatch(text); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := wordedDay.FindStringSubmatch(text); m != nil {
		day, month, year = m[1], monthNumber(m[2]), m[3]
	}
	d, errDay := strconv.Atoi(day)
	mo, errMonth := strconv.Atoi(month)
	y, errYear := strconv.Atoi(year)
	if errDay != nil || errMonth != nil || errYear != nil {
		return calendar.Date{}, false
	}
	if len(year) == 2 {
		y += 1900
		if y-1900 <= pivot {
			y += 100
		}
	}
	if !calendar.Valid(y, time.Month(mo), d) {
		return calendar.Date{}, false
	}
	return calendar.New(y, time.Month(mo), d), true
}

func monthNumber(word string) string {
	for i, start := range months {
		if strings.HasPrefix(word, start) {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

// yes and no as schools write them.
var yesWords = map[string]bool{
	"oui": true, "o": true, "x": true, "vrai": true, "true": true, "1": true, "yes": true,
	"non": false, "n": false, "faux": false, "false": false, "0": false, "no": false,
}

// digitsOf gives a number the zeros that a spreadsheet took away, and leaves any
// other text as it is.
func digitsOf(cell string, wide int) string {
	text := strings.TrimSuffix(strings.TrimSpace(cell), ".0")
	for _, r := range text {
		if r < '0' || r > '9' {
			return text
		}
	}
	if missing := wide - len(text); missing == 1 && text != "" {
		return "0" + text
	}
	return text
}

// partsOf splits a cell that holds several values.
func partsOf(cell string, signs string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(signs, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// givenNames splits first names: at commas where there are some, else at spaces.
func givenNames(cell string) []string {
	if parts := partsOf(cell, ",;/"); len(parts) > 1 {
		return parts
	}
	return strings.Fields(strings.Trim(cell, ",;/ "))
}

// splitName parts « DURAND Léa Marie » and « Léa DURAND »: what is in capitals is
// the surname. Where all or nothing is, the first word.
func splitName(cell string) (surname string, first []string) {
	words := strings.Fields(cell)
	inCapitals := func(word string) bool {
		return strings.ToUpper(word) == word && strings.ToLower(word) != word
	}
	var capitals, others []string
	for _, word := range words {
		if inCapitals(word) {
			capitals = append(capitals, word)
		} else {
			others = append(others, word)
		}
	}
	switch {
	case len(words) == 0:
		return "", nil
	case len(capitals) == 0 || len(others) == 0:
		return words[0], words[1:]
	}
	return strings.Join(capitals, " "), others
}

// Parts of an address in one cell.
var (
	streetLine = regexp.MustCompile(`(?i)^(\d{1,5})\s*(bis|ter|quater|[a-d])?\b\s*,?\s*(allée|avenue|av\.?|boulevard|bd\.?|chemin|clos|cours|cité|côte|esplanade|faubourg|hameau|impasse|lotissement|montée|passage|place|placette|promenade|quai|résidence|route|rte\.?|rue|ruelle|sentier|square|traverse|villa|voie)\s+(.+)$`)
	townLine   = regexp.MustCompile(`^(.*?)[,\s]+(\d{5})\s+(\D+)$`)
)

// splitStreet parts a cell into the fields of an address, by their keys. What is
// not understood is the name of the street.
func splitStreet(cell string) map[string]string {
	cell = strings.Join(strings.Fields(cell), " ")
	fields := map[string]string{}
	if m := townLine.FindStringSubmatch(cell); m != nil {
		cell, fields["code_postal"], fields["commune"] = strings.TrimRight(m[1], ", "), m[2], m[3]
	}
	if m := streetLine.FindStringSubmatch(cell); m != nil {
		fields["numero"], fields["extension"], fields["type_voie"], fields["nom_voie"] = m[1], strings.ToLower(m[2]), m[3], m[4]
	} else {
		fields["nom_voie"] = cell
	}
	return fields
}
