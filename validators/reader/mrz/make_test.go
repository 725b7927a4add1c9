package mrz

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
)

// madeUp is a zone that code wrote, and what it says. The check digits are
// computed here, apart from the reader's own code.
type madeUp struct {
	layout         Layout
	lines          []string
	surname        string
	given          []string
	number         string
	birth, expiry  calendar.Date
	issueY, issueM int
	sex            string
}

// checkDigit is ICAO Doc 9303 part 3, section 4.9.
func checkDigit(s string) string {
	sum := 0
	for i, r := range s {
		v := strings.IndexRune("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", r)
		if r == '<' {
			v = 0
		}
		sum += v * []int{7, 3, 1}[i%3]
	}
	return fmt.Sprint(sum % 10)
}

func pad(s string, n int) string {
	s += strings.Repeat("<", n)
	return s[:n]
}

var (
	surnames = strings.Fields("MARTIN BERNARD LEFEVRE DUPONT KOWALCZYK LECLERC DE<LA<TOUR NGUYEN OCONNOR BENALI DA<SILVA HADDAD PICARD ROUX LI " +
		"VILLENEUVE<DELACROIX<SAINT<MARC MUKENDI ECKEL BOUZID SANCHEZ<LOPEZ GOEDREC SCHOLL KLEIN LEROY ZOLA ISSA OSTROWSKI BOGGIO")
	givens = strings.Fields("ANNE<LAURE JEAN MARIE ZOE KEVIN CORINNE LUCAS ISABELLE OLIVIER SOLENE BRIGITTE OCEANE CLEMENCE MARC<ANTOINE ALEXANDRE EMILIE SAID GISELE LOIC BO")
)

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func makeUp(r *rand.Rand, layout Layout) madeUp {
	m := madeUp{layout: layout, surname: pick(r, surnames), sex: pick(r, []string{"M", "F"})}
	m.birth = calendar.New(1940+r.IntN(66), time.Month(1+r.IntN(12)), 1+r.IntN(28))
	m.expiry = calendar.New(2018+r.IntN(18), time.Month(1+r.IntN(12)), 1+r.IntN(28))
	for range 1 + r.IntN(3) {
		m.given = append(m.given, pick(r, givens))
	}
	birth := m.birth.Time().Format("060102")
	expiry := m.expiry.Time().Format("060102")
	serial := func(n int, alphabet string) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = alphabet[r.IntN(len(alphabet))]
		}
		return string(b)
	}
	country := pick(r, []string{"FRA", "FRA", "UTO", "DZA", "ITA"})
	optional := strings.Repeat("<", 14)
	switch layout {
	case FrenchCard:
		m.issueY, m.issueM = 2006+r.IntN(15), 1+r.IntN(12)
		department := pick(r, []string{"923", "280", "751", "2A1", "2B0", "691", "974"})
		m.number = fmt.Sprintf("%02d%02d%s%s", m.issueY%100, m.issueM, department, serial(5, "0123456789"))
		first := "IDFRA" + pad(m.surname, 25) + department + serial(3, "0123456789")
		if r.IntN(4) == 0 {
			first = first[:30] + "<<<<<<"
		}
		second := m.number + checkDigit(m.number) + pad(strings.Join(m.given, "<<"), 14) + birth + checkDigit(birth) + m.sex
		m.lines = []string{first, second + checkDigit(first+second)}
	case TD1:
		m.number = serial(9, "0123456789BCDFGHJKLMNPRTVWXYZ")
		first := pick(r, []string{"ID", "IR"}) + country + m.number + checkDigit(m.number)
		first = pad(first, 30)
		second := birth + checkDigit(birth) + m.sex + expiry + checkDigit(expiry) + country + strings.Repeat("<", 11)
		all := first[5:] + second[:7] + second[8:15] + second[18:29]
		m.lines = []string{first, second + checkDigit(all), pad(m.surname+"<<"+strings.Join(m.given, "<"), 30)}
	case TD3:
		m.number = serial(2, "0123456789") + serial(2, "ABCDEFGHIJKLMNOPRSTUVWXYZ") + serial(5, "0123456789")
		if r.IntN(3) == 0 {
			optional = pad(serial(9, "0123456789ABCDEFGHJ"), 14)
		}
		check := checkDigit(optional)
		if strings.Trim(optional, "<") == "" && r.IntN(2) == 0 {
			check = "<"
		}
		second := m.number + checkDigit(m.number) + country + birth + checkDigit(birth) + m.sex + expiry + checkDigit(expiry) + optional + check
		all := second[:10] + second[13:20] + second[21:43]
		m.lines = []string{pad("P<"+country+m.surname+"<<"+strings.Join(m.given, "<"), 44), second + checkDigit(all)}
	}
	return m
}

// misreadings are what an OCR engine makes of a character.
var misreadings = map[byte]string{
	'0': "OoDQ", 'O': "0", 'D': "0", '1': "Il|L", 'I': "1l|", '2': "Zz", 'Z': "2", '5': "Ss", 'S': "5", '8': "B", 'B': "8", '6': "Gb", 'G': "6", '<': "KkCc({‹«",
}

// misread changes n characters as an OCR engine does.
func misread(r *rand.Rand, lines []string, n int) []string {
	type spot struct{ line, at int }
	var spots []spot
	for l, line := range lines {
		for at := range len(line) {
			if misreadings[line[at]] != "" {
				spots = append(spots, spot{l, at})
			}
		}
	}
	r.Shuffle(len(spots), func(i, j int) { spots[i], spots[j] = spots[j], spots[i] })
	cells := make([][]string, len(lines))
	for l := range lines {
		cells[l] = strings.Split(lines[l], "")
	}
	for _, s := range spots[:n] {
		options := []rune(misreadings[lines[s.line][s.at]])
		cells[s.line][s.at] = string(options[r.IntN(len(options))])
	}
	out := make([]string, len(lines))
	for l := range cells {
		out[l] = strings.Join(cells[l], "")
	}
	return out
}
