package mrz

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const filler = '<'

// lookalikes are the characters outside the alphabet that OCR engines give
// for one inside it.
var lookalikes = map[rune]string{
	'«': "<<", '≪': "<<", '‹': "<", '＜': "<", '〈': "<", '⟨': "<", '(': "<", '{': "<", '[': "<", '≤': "<",
	'-': "<", '–': "<", '—': "<", '_': "<", '=': "<", '~': "<",
	'€': "C", '¢': "C", '©': "C", '|': "I", '!': "I", ']': "I", ')': "I", '§': "S", '$': "S", '£': "E", 'Ø': "O", 'ø': "O",
	'/': "7", '?': "2",
}

// clean reduces a line to the alphabet of the zone: A–Z, 0–9 and the filler.
// What resembles nothing in it is dropped. A zone has no lower case: amid
// capitals an « l » is a 1 or an I and never an L, a « b » is a 6.
func clean(line string) string {
	var b strings.Builder
	upper := 0
	for _, r := range line {
		if unicode.IsUpper(r) {
			upper++
		} else if unicode.IsLower(r) {
			upper--
		}
	}
	for _, r := range norm.NFD.String(line) {
		if d, ok := lowerDigits[r]; ok && upper > 0 {
			r = d
		}
		if s, ok := lookalikes[r]; ok {
			b.WriteString(s)
			continue
		}
		r = unicode.ToUpper(r)
		if r == filler || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			b.WriteByte(byte(r))
		}
	}
	return b.String()
}

var lowerDigits = map[rune]rune{'l': '1', 'b': '6', 'g': '9', 'q': '9'}

// row is a cleaned line and where it came from.
type row struct {
	text string
	from int
}

// The shortest cleaned line worth a look: a zone whose fillers were badly
// counted still has its letters and digits. The longest holds a whole zone.
const shortestRow, longestRow = 15, 100

func rowsOf(lines []string) []row {
	var rows []row
	for i, line := range lines {
		if len(line) > 8*longestRow {
			continue
		}
		if text := clean(line); len(text) >= shortestRow && len(text) <= longestRow {
			rows = append(rows, row{text, i})
		}
	}
	return rows
}

// The digit that a letter stands for in a field of digits.
var digitFor = map[byte]byte{
	'O': '0', 'Q': '0', 'D': '0', 'U': '0', 'I': '1', 'L': '1', 'T': '7', 'Z': '2', 'A': '4', 'S': '5', 'G': '6', 'B': '8',
	'E': '6', // « É » for 6, without its accent
}

// The letter that a digit usually stands for in a field of letters.
var lettersFor = map[byte]string{
	'0': "ODQ", '1': "IL", '2': "Z", '4': "A", '5': "S", '6': "G", '7': "T", '8': "B",
}

// The families that OCR engines confuse where both letters and digits may
// stand.
var families = []string{"0ODQ", "1IL", "2Z", "5S", "8B", "6GE"}

// familyOf returns the characters that c is confused with, c included, or
// nothing.
func familyOf(c byte) string {
	for _, f := range families {
		if strings.IndexByte(f, c) >= 0 {
			return f
		}
	}
	return ""
}

// fillerLike are the letters that OCR engines give for the filler.
const fillerLike = "KCLESXG"

func looksFiller(c byte) bool { return c == filler || strings.IndexByte(fillerLike, c) >= 0 }

// asLetter returns the likeliest letter, and c itself where it is like none.
func asLetter(c byte) byte {
	if s := lettersFor[c]; s != "" {
		return s[0]
	}
	return c
}

// asDigit returns the digit, and c itself where it is like none.
func asDigit(c byte) byte {
	if d, ok := digitFor[c]; ok {
		return d
	}
	return c
}
