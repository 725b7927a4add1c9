package mrz

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
)

// betterThan prefers the zone whose check digits hold, then the one that was
// changed least. Two readings that both hold are kept as doubts.
func (g *grid) betterThan(best *grid) bool {
	mine, its := g.score(), best.score()
	if mine == its && g.allHold() {
		best.compare(g)
		return false
	}
	if mine > its && g.allHold() && best.allHold() {
		g.compare(best)
	}
	return mine > its
}

func (g *grid) score() int {
	held := 100 * g.held() / len(g.checks)
	return 1000*held - g.repaired - g.unlikely()
}

// unlikely weighs against a reading of an ICAO layout where nothing parts the
// surname from the given names, while letters stand behind the surname.
func (g *grid) unlikely() int {
	if g.name == FrenchCard || strings.Contains(strings.TrimRight(g.at(g.names[0]), "<"), "<<") {
		return 0
	}
	return maxNoise
}

// compare notes where another reading that holds, and was changed as little,
// differs.
func (g *grid) compare(other *grid) {
	if other.repaired > g.repaired+maxNoise || g.text() == other.text() {
		return
	}
	if g.name != other.name || g.at(g.birth) != other.at(other.birth) || g.at(g.expiry) != other.at(other.expiry) {
		g.ambiguous = true
	}
	if g.at(g.number) != other.at(other.number) {
		g.unsure = append(g.unsure, Number)
	}
	g.unsure = append(g.unsure, Names)
	slices.Sort(g.unsure)
	g.unsure = slices.Compact(g.unsure)
}

// zone gives the grid its meaning.
func (g *grid) zone(on calendar.Date) *Zone {
	z := &Zone{
		Layout: g.name, Unsure: g.unsure, Repaired: g.repaired, Lines: g.from,
		DocumentCode: unfill(g.at(span{0, 0, 2})), Country: unfill(g.at(span{0, 2, 5})),
		Number: unfill(g.at(g.number)), Text: strings.Split(g.text(), "\n"),
		sound: g.datesPossible() && g.wellFormed() && !g.ambiguous,
	}
	for i := range g.checks {
		z.Checks = append(z.Checks, Check{g.checks[i].field, g.holds(&g.checks[i])})
	}
	if z.Holds(BirthDate) {
		z.BirthDate = day(g.at(g.birth), on)
	}
	switch g.name {
	case FrenchCard:
		g.frenchCard(z, on)
	case TD1:
		z.Nationality, z.Sex = unfill(g.at(span{1, 15, 18})), sex(g.cur[1][7])
		if at, over := g.longNumber(); over != nil && g.cur[0][14] == filler {
			z.Number += g.at(span{0, 15, at.from})
		}
	case TD3:
		z.Nationality, z.Sex = unfill(g.at(span{1, 10, 13})), sex(g.cur[1][20])
	}
	if g.name != FrenchCard {
		if z.Holds(Expiry) {
			z.Expiry = day(g.at(g.expiry), on.AddMonths(12*maxYearsAhead))
		}
		g.splitNames(z)
	}
	return z
}

// maxYearsAhead is how far ahead of the reference date a paper may expire: no
// paper of the rules lasts more than 15 years.
const maxYearsAhead = 20

func (g *grid) frenchCard(z *Zone, on calendar.Date) {
	surname, given := withoutStray(g.at(g.names[0])), withoutStray(g.at(g.names[1]))
	z.Surname, z.SurnameTruncated = unfill(surname), !strings.HasSuffix(surname, "<")
	z.GivenTruncated = !strings.HasSuffix(given, "<")
	for name := range strings.SplitSeq(given, "<<") {
		if name = unfill(name); name != "" {
			z.GivenNames = append(z.GivenNames, name)
		}
	}
	z.Sex = sex(g.cur[1][34])
	z.Department, z.Office = unfill(g.at(span{1, 4, 7})), unfill(g.at(span{0, 33, 36}))
	if !z.Holds(Number) {
		return
	}
	year, _ := strconv.Atoi(g.at(span{1, 0, 2}))
	month, _ := strconv.Atoi(g.at(span{1, 2, 4}))
	if month < 1 || month > 12 {
		return
	}
	z.IssueYear, z.IssueMonth = century(year, on, time.Month(month), 1), month
	if z.Holds(BirthDate) { // nobody is issued a card before birth
		z.BirthDate = day(g.at(g.birth), calendar.New(z.IssueYear, time.Month(month)+1, 0))
	}
}

// splitNames cuts the names of an ICAO layout: « << » stands once, between the
// surname and the given names.
func (g *grid) splitNames(z *Zone) {
	field := g.at(g.names[0])
	surname, given, both := strings.Cut(field, "<<")
	z.Surname = unfill(surname)
	z.GivenNames = strings.Fields(unfill(given))
	full := !strings.HasSuffix(field, "<")
	z.SurnameTruncated = full && !both
	z.GivenTruncated = full
}

// unfill turns fillers into single spaces.
// strayFiller is a filler that was read as a letter in a run of fillers: the
// composite digit does not see it, for K weighs as much as nothing.
var strayFiller = regexp.MustCompile(`<<[` + fillerLike + `]<`)

// withoutStray blanks the lone letters among the fillers of a French card,
// which bears whole names and no initials. One that ends the field may be the
// beginning of a name that is cut.
func withoutStray(field string) string {
	return strayFiller.ReplaceAllStringFunc(field, func(s string) string { return strings.Repeat("<", len(s)) })
}

func unfill(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == filler }), " ")
}

func sex(c byte) string {
	if c == 'M' || c == 'F' {
		return string(c)
	}
	return ""
}

// datesPossible reports whether each date is a day, or is stated as unknown in
// part: with fillers, or with zeros as some States do.
func (g *grid) datesPossible() bool {
	if !possible(g.at(g.birth)) || g.name != FrenchCard && !possible(g.at(g.expiry)) {
		return false
	}
	if g.name != FrenchCard {
		return true
	}
	month, err := strconv.Atoi(g.at(span{1, 2, 4}))
	return err == nil && month >= 1 && month <= 12
}

// wellFormed reports whether every character is of its kind, the names that no
// check digit covers left aside.
func (g *grid) wellFormed() bool {
	well := true
	g.positions(func(line, at int, k kind) {
		if g.name != FrenchCard && (place{line, at}).in(g.names[0]) {
			return
		}
		c := g.cur[line][at]
		digit := c >= '0' && c <= '9'
		switch k {
		case letters:
			well = well && isLetter(c, true)
		case digits:
			well = well && digit
		case dates:
			well = well && (digit || c == filler)
		case departments:
			well = well && (digit || c == filler || c == 'A' || c == 'B')
		case sexes:
			well = well && (c == 'M' || c == 'F' || c == filler)
		}
	})
	return well
}

func possible(s string) bool {
	month, day := s[2:4], s[4:6]
	return within(s[:2], 99) && within(month, 12) && within(day, 31)
}

func within(s string, most int) bool {
	n, err := strconv.Atoi(s)
	return s == "<<" || err == nil && n >= 0 && n <= most
}

// day reads YYMMDD as the last such day that is not after the limit. A day
// that is not fully stated is no date.
func day(s string, limit calendar.Date) calendar.Date {
	year, err1 := strconv.Atoi(s[:2])
	month, err2 := strconv.Atoi(s[2:4])
	d, err3 := strconv.Atoi(s[4:])
	if err1 != nil || err2 != nil || err3 != nil {
		return calendar.Date{}
	}
	year = century(year, limit, time.Month(month), d)
	if !calendar.Valid(year, time.Month(month), d) {
		return calendar.Date{}
	}
	return calendar.New(year, time.Month(month), d)
}

// century completes a year of two digits: the last one that does not put the
// day after the limit.
func century(year int, limit calendar.Date, month time.Month, day int) int {
	full := limit.Year - limit.Year%100 + year
	if full > limit.Year || full == limit.Year && (month > limit.Month || month == limit.Month && day > limit.Day) {
		full -= 100
	}
	return full
}
