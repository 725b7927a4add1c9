package templates

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// mmPerPoint converts type sizes to the millimetres everything else is in.
const mmPerPoint = 25.4 / 72

// typeface is one weight of Liberation Sans, which has the metrics of Arial
// and every Latin letter of Unicode's European blocks. It measures text by
// itself, so that pages are laid out before any PDF exists.
type typeface struct {
	style string // the name of the weight in gofpdf: "" or "B"
	ttf   []byte
	font  *sfnt.Font

	mu       sync.Mutex // guards what follows
	buffer   sfnt.Buffer
	advances map[rune]int // thousandths of the type size; noGlyph where there is none
}

const noGlyph = -1

// Liberation Sans: ascent and descent as the font states them, in parts of the
// type size. A box of that height holds any letter, accents included.
const (
	ascent  = 0.905
	descent = 0.212
)

var (
	regular = sync.OnceValue(func() *typeface { return newTypeface("", liberationsansregular.TTF) })
	bold    = sync.OnceValue(func() *typeface { return newTypeface("B", liberationsansbold.TTF) })
)

func newTypeface(style string, ttf []byte) *typeface {
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		// The font is compiled into the program: it parses, or no test passes.
		panic("templates: embedded font: " + err.Error())
	}
	return &typeface{style: style, ttf: ttf, font: parsed, advances: map[rune]int{}}
}

// bytes returns a copy of the font file: while it cuts a subset, gofpdf writes
// padding behind the tables it reads, which would be a race between documents.
func (t *typeface) bytes() []byte { return slices.Clone(t.ttf) }

// has reports whether the font can draw r where it belongs.
func (t *typeface) has(r rune) bool { return t.advance(r) != noGlyph }

// advance returns the width of r in thousandths of the type size, rounded as
// gofpdf rounds it so that both agree on where a word ends, or noGlyph.
func (t *typeface) advance(r rune) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.lockedAdvance(r)
}

func (t *typeface) lockedAdvance(r rune) int {
	a, known := t.advances[r]
	if !known {
		a = t.lookUp(r)
		t.advances[r] = a
	}
	return a
}

func (t *typeface) lookUp(r rune) int {
	// gofpdf addresses letters by 16 bits, and sets a mark that [clean] could
	// not compose beside its letter instead of over it.
	if r > 0xFFFF || unicode.Is(unicode.M, r) {
		return noGlyph
	}
	glyph, err := t.font.GlyphIndex(&t.buffer, r)
	if err != nil || glyph == 0 {
		return noGlyph
	}
	em := t.font.UnitsPerEm()
	// At as many pixels per em as the em has units, the advance is in units.
	units, err := t.font.GlyphAdvance(&t.buffer, glyph, fixed.I(int(em)), font.HintingNone)
	if err != nil {
		return noGlyph
	}
	return int(math.Round(1000 * float64(units.Round()) / float64(em)))
}

// width returns the width of a line of text in millimetres.
func (t *typeface) width(s string, size float64) float64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	total := 0
	for _, r := range s {
		total += max(t.lockedAdvance(r), 0)
	}
	return float64(total) * size / 1000 * mmPerPoint
}

// clean brings a text to the form the fonts know: composed letters (what macOS
// stores as e + ´ becomes é), one space where there are several, no control
// and no invisible characters.
func clean(s string) string {
	var b strings.Builder
	pending := rune(0)
	for _, r := range norm.NFC.String(strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))) {
		switch {
		case r == '\u00a0' || r == '\u202f':
			// The font lacks the narrow no-break space; the wide one reads the same.
			pending = '\u00a0'
		case unicode.IsSpace(r):
			if pending == 0 {
				pending = ' '
			}
		default:
			if r == '\u2011' {
				// The no-break hyphen, which the font lacks, looks like any other.
				r = '-'
			}
			if pending != 0 && b.Len() > 0 {
				b.WriteRune(pending)
			}
			pending = 0
			b.WriteRune(r)
		}
	}
	return b.String()
}

// visible drops, for [strings.Map], what takes no room on paper: control and
// format characters, zero-width spaces and joiners, variation selectors. They go
// before letters are composed, since one of them may part a letter from its mark.
func visible(r rune) rune {
	if !unicode.IsSpace(r) && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
		return -1
	}
	return r
}

// printable is clean, with « ? » for every letter that one of the two weights
// lacks: for texts that must print whatever they hold, such as file names.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if regular().has(r) && bold().has(r) {
			return r
		}
		return '?'
	}, clean(s))
}

// frenchSpaces puts the no-break spaces of French typography where a plain one
// stands: before : ; ! ? » and after «, so that no line starts with a colon.
var frenchSpaces = strings.NewReplacer(
	" :", "\u00a0:", " ;", "\u00a0;", " !", "\u00a0!", " ?", "\u00a0?",
	" »", "\u00a0»", "« ", "«\u00a0", " €", "\u00a0€", " %", "\u00a0%",
	" × ", "\u00a0×\u00a0", "n° ", "n°\u00a0", "réf. ", "réf.\u00a0",
)

// prose is printable for a French sentence.
func prose(s string) string { return curly(keepMeasures(frenchSpaces.Replace(printable(s)))) }

// measured are the words that stay on the line of their number.
var measured = [...]string{"mm", "Mo", "mois", "jours", "ans", "heures", "minutes", "pages", "points", "euros"}

// keepMeasures puts a no-break space between a number and what it counts.
func keepMeasures(s string) string {
	var b strings.Builder
	from := 0
	for i := 1; i < len(s); i++ {
		if s[i] != ' ' || s[i-1] < '0' || s[i-1] > '9' {
			continue
		}
		if rest := s[i+1:]; slices.ContainsFunc(measured[:], func(word string) bool { return strings.HasPrefix(rest, word) }) {
			b.WriteString(s[from:i])
			b.WriteRune('\u00a0')
			from = i + 1
		}
	}
	return b.String() + s[from:]
}

// curly bends every apostrophe that stands behind a letter and before another,
// or before an opening guillemet: texts come here from rooms that write them
// both ways, and a page shows only one.
func curly(s string) string {
	if !strings.Contains(s, "'") {
		return s
	}
	runes := []rune(s)
	for i := 1; i < len(runes)-1; i++ {
		if next := runes[i+1]; runes[i] == '\'' && unicode.IsLetter(runes[i-1]) && (unicode.IsLetter(next) || next == '«') {
			runes[i] = '’'
		}
	}
	return string(runes)
}

// lowerFirst is a sentence as it reads behind a colon. What starts with two
// capitals, such as « ANTS », or with a capital and a digit keeps them.
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	if s == "" || unicode.IsUpper(second) || unicode.IsDigit(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}
