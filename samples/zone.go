package samples

import (
	_ "embed"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// OCRB is OCR-B, the typeface of machine-readable zones, in its cut with sharp
// corners: of the other, the sfnt package cannot read the 8. By Norbert Schwarz
// and Matthew Skala, free to use and to distribute (Debian package fonts-ocr-b,
// 0.3~dfsg1).
//
//go:embed assets/OCRBS.otf
var OCRB []byte

// ZonePitch is the distance between the letters of a zone, in millimetres: ten
// to the inch.
// Source: ICAO Doc 9303, part 3, § 4.
const ZonePitch = 2.54

// CheckDigit sums values weighted 7, 3, 1.
// Source: ICAO Doc 9303, part 3, § 4.9.
func CheckDigit(parts ...string) string {
	weights, sum := [3]int{7, 3, 1}, 0
	for i, letter := range strings.Join(parts, "") {
		value := 0
		switch {
		case letter >= '0' && letter <= '9':
			value = int(letter - '0')
		case letter >= 'A':
			value = int(letter-'A') + 10
		}
		sum += value * weights[i%3]
	}
	return string(rune('0' + sum%10))
}

// ZoneName writes a name as a zone does, in exactly n letters.
func ZoneName(name string, n int) string {
	name = strings.ToUpper(WithoutAccents(name))
	name = strings.NewReplacer(" ", "<", "-", "<", "'", "").Replace(name)
	return (name + strings.Repeat("<", n))[:n]
}

// FrenchZone is what the zone of a French card of 1995 to 2021 says.
type FrenchZone struct {
	Surname string
	Given   []string
	Sex     string // F or M
	Born    time.Time
	Issued  time.Time // of which the zone has the month
	Office  string    // of issue, three digits, after its department
	Serial  string    // five digits
}

// officeDepartment is the one that all drawn cards come from, with the digit
// that follows it.
const officeDepartment = "282"

// Lines returns the two lines of 36 letters.
func (z FrenchZone) Lines() []string {
	first := "IDFRA" + ZoneName(z.Surname, 25) + officeDepartment + z.Office
	number := z.Issued.Format("0601") + officeDepartment + z.Serial
	born := z.Born.Format("060102")
	second := number + CheckDigit(number) + ZoneName(strings.Join(z.Given, "<<"), 14) + born + CheckDigit(born) + z.Sex
	return []string{first, second + CheckDigit(first, second)}
}

// WithoutAccents writes a text in the plain letters that zones and many
// printers are limited to.
func WithoutAccents(s string) string {
	s = strings.NewReplacer("œ", "oe", "Œ", "OE", "’", "'").Replace(s)
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		return s
	}
	return plain
}
