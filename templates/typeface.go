package templates

import (
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// mmPerPoint converts type sizes to the millimetres everything else is in.
const mmPerPoint = 25.4 / 72

// typeface is one weight of Liberation Sans, which has the metrics of Arial
// and every Latin letter of Unicode's European blocks. It measures text by
// itself, so that pages are laid out before any PDF exists.
type typeface struct {
	style string // the name of the weight in gofpdf: "" or "B"
	stem  int    // thickness of a vertical stroke, in thousandths of the type size
	file  trueType
	font  *sfnt.Font

	mu     sync.Mutex // guards what follows
	buffer sfnt.Buffer
	known  map[rune]shape // letters of one rune that were asked for
}

// shape is how a typeface draws a letter: its glyph, or several laid over each
// other. It has no parts where the typeface lacks the letter.
type shape struct {
	advance int // thousandths of the type size
	parts   []part
}

// Liberation Sans: ascent and descent as the font states them, in parts of the
// type size. A box of that height holds any letter, accents included.
const (
	ascent  = 0.905
	descent = 0.212
)

// unitsPerEm of Liberation Sans: its own coordinates, to the type size.
const unitsPerEm = 2048

var (
	regular = sync.OnceValue(func() *typeface { return newTypeface("", 88, liberationsansregular.TTF) })
	bold    = sync.OnceValue(func() *typeface { return newTypeface("B", 137, liberationsansbold.TTF) })
)

func newTypeface(style string, stem int, ttf []byte) *typeface {
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		// The font is compiled into the program: it parses, or no test passes.
		panic("templates: embedded font: " + err.Error())
	}
	return &typeface{style: style, stem: stem, file: parseTrueType(ttf), font: parsed, known: map[rune]shape{}}
}

// letters goes through a text letter by letter: a rune and the marks that
// stand over or under it.
func letters(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s != "" {
			n := firstLetter(s)
			if !yield(s[:n]) {
				return
			}
			s = s[n:]
		}
	}
}

func firstLetter(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	for n < len(s) && s[n] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		n += size
	}
	return n
}

// has reports whether the typeface can draw a letter.
func (t *typeface) has(letter string) bool {
	_, ok := t.shape(letter)
	return ok
}

// lacks returns the first rune of a text that the typeface cannot draw where
// it stands: a letter, or a mark on a letter that it does not fit.
func (t *typeface) lacks(s string) (r rune, found bool) {
	for letter := range letters(s) {
		if t.has(letter) {
			continue
		}
		first, size := utf8.DecodeRuneInString(letter)
		if size < len(letter) && t.has(letter[:size]) {
			first, _ = utf8.DecodeRuneInString(letter[size:])
		}
		return first, true
	}
	return 0, false
}

// shape returns how a letter is drawn.
func (t *typeface) shape(letter string) (shape, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.lockedShape(letter)
	return s, s.parts != nil
}

func (t *typeface) lockedShape(letter string) shape {
	r, size := utf8.DecodeRuneInString(letter)
	if size < len(letter) {
		return t.overlaid(letter)
	}
	s, known := t.known[r]
	if !known {
		s = t.lookUp(r)
		t.known[r] = s
	}
	return s
}

// lookUp finds a letter of one rune. A mark that [clean] could not join to its
// letter is none by itself: see overlaid.
func (t *typeface) lookUp(r rune) shape {
	glyph := t.lockedGlyph(r)
	if unicode.Is(unicode.M, r) || glyph == 0 {
		return shape{}
	}
	units := int(binary.BigEndian.Uint16(t.file.hmtx[4*int(glyph):]))
	// Rounded as gofpdf rounds it, so that both agree on where a word ends.
	return shape{(units*1000 + unitsPerEm/2) / unitsPerEm, []part{{glyph: glyph}}}
}

// lockedGlyph returns the number of a letter's glyph, 0 where there is none.
func (t *typeface) lockedGlyph(r rune) uint16 {
	// gofpdf addresses letters by 16 bits; the last closes every table of them.
	if r >= 0xFFFF {
		return 0
	}
	glyph, err := t.font.GlyphIndex(&t.buffer, r)
	if err != nil {
		return 0
	}
	return uint16(glyph)
}

// width returns the width of a line of text in millimetres.
func (t *typeface) width(s string, size float64) float64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	total := 0
	for letter := range letters(s) {
		total += t.lockedShape(letter).advance
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
	var b strings.Builder
	for letter := range letters(clean(s)) {
		if regular().has(letter) && bold().has(letter) {
			b.WriteString(letter)
			continue
		}
		for range letter { // one sign for each rune
			b.WriteByte('?')
		}
	}
	return b.String()
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
