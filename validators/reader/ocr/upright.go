package ocr

import (
	"context"
	"regexp"
	"strconv"
	"strings"
)

// A page read well enough is upright: below, it may be sideways or upside
// down, and the other ways are tried.
const (
	goodConfidence = 65 // upside-down text is read with 20 to 45, sharp text with 85 and more
	goodWords      = 8
	// A zone has lines of 30, 36 or 44 letters; pieces of it count from
	// zonePiece on, and zoneLetters of them are two lines of the shortest,
	// a quarter of them lost.
	zonePiece   = 10
	zoneLetters = 45
)

// good tells whether what was read shows that the page is upright.
func (m Mode) good(t Text) bool {
	if m == MRZ {
		return zone(t) >= zoneLetters
	}
	return t.Confidence >= goodConfidence && t.WordCount >= goodWords
}

// weight is how much was read of what is looked for: words, each for as much
// as it is trusted, or letters of a zone.
func (m Mode) weight(t Text) float64 {
	if m == MRZ {
		return float64(zone(t))
	}
	return t.Confidence * t.Confidence * float64(t.WordCount)
}

// zone counts the letters that look like pieces of a machine-readable zone:
// long, and with fillers.
func zone(t Text) (letters int) {
	for _, l := range t.Lines {
		for _, w := range l.Words {
			if len(w.Text) >= zonePiece && strings.Contains(w.Text, "<") {
				letters += len(w.Text)
			}
		}
	}
	return letters
}

// upright reads a page the way it most likely lies, and where that reads
// badly the other way. Once something was read, running out of time is no
// reason to lose it.
func (t *tesseract) upright(ctx context.Context, s source, mode Mode) (Text, error) {
	lines := s.direction()
	if err := ctx.Err(); err != nil {
		return Text{}, err
	}
	asGiven := s.prepare(0)
	rotation := 0
	if lines == down {
		rotation = t.rotation(ctx, s, asGiven, lines, mode)
	}
	first, err := t.turned(ctx, s, asGiven, rotation, mode)
	if err != nil || mode.good(first) {
		return first, err
	}
	best := first
	for _, other := range t.others(ctx, s, asGiven, rotation, mode) {
		second, err := t.turned(ctx, s, asGiven, other, mode)
		if err != nil {
			break
		}
		if mode.weight(second) > mode.weight(best) {
			best = second
		}
		if mode.good(best) {
			break
		}
	}
	return best, nil
}

// glance reads the middle of a page in the ways that its lines allow, and the
// whole of it only where none of them makes sense.
func (t *tesseract) glance(ctx context.Context, s source) (Text, error) {
	part := s.middle()
	asGiven := part.prepare(0)
	for _, rotation := range rotationsOf[s.direction()] {
		text, err := t.turned(ctx, part, asGiven, rotation, PageText)
		if err != nil || PageText.good(text) {
			return text, err
		}
	}
	return t.upright(ctx, s, PageText)
}

// others are the ways that a page which was read badly one way may lie in. The
// lines of a blurred page, or of one on a table, may have been misjudged.
func (t *tesseract) others(ctx context.Context, s source, asGiven prepared, rotation int, mode Mode) []int {
	if rotation != 0 {
		return []int{(rotation + 180) % 360, 0}
	}
	if other := t.rotation(ctx, s, asGiven, unclear, mode); other != 0 {
		return []int{other}
	}
	return nil
}

// turned reads a page turned clockwise. As it was given, it has been prepared
// already.
func (t *tesseract) turned(ctx context.Context, s source, asGiven prepared, rotation int, mode Mode) (Text, error) {
	// Preparing a page takes a second that is not to be spent in vain.
	if err := ctx.Err(); err != nil {
		return Text{}, err
	}
	p := asGiven
	if rotation != 0 {
		p = s.prepare(rotation)
	}
	tokens, err := t.words(ctx, p, mode)
	if err != nil {
		return Text{}, err
	}
	lines := assemble(tokens)
	toUpright := p.toPage
	if rotation != 0 {
		toUpright = toUpright.then(quarterTurns(rotation, s.pageWidth, s.pageHeight))
	}
	for i := range lines {
		lines[i].Box = toUpright.box(lines[i].Level)
		for k := range lines[i].Words {
			lines[i].Words[k].Box = toUpright.box(lines[i].Words[k].Level)
		}
	}
	mean, words := confidence(lines)
	size := p.image.Rect
	return Text{Width: float64(size.Dx()), Height: float64(size.Dy()), Lines: lines, Confidence: mean, WordCount: words, Rotation: rotation, Skew: p.skew}, nil
}

// rotationsOf lists the ways in which a page whose lines run so may lie.
var rotationsOf = map[direction][]int{across: {0, 180}, down: {90, 270}, unclear: {0, 90, 180, 270}}

var (
	osdRotation   = regexp.MustCompile(`(?m)^Rotate: (\d+)`)
	osdConfidence = regexp.MustCompile(`(?m)^Orientation confidence: ([\d.]+)`)
)

// rotation tells how far clockwise a page should be turned: as its middle reads
// well, or else as tesseract sees it, or where it cannot tell, as its middle
// reads best.
func (t *tesseract) rotation(ctx context.Context, s source, asGiven prepared, lines direction, mode Mode) int {
	part, partAsGiven := s, asGiven
	if mode != MRZ && ctx.Err() == nil { // a zone lies along an edge
		part = s.middle()
		partAsGiven = part.prepare(0)
	}
	best, most := 0, 0.0
	read := func() (well bool) {
		for _, rotation := range rotationsOf[lines] {
			text, err := t.turned(ctx, part, partAsGiven, rotation, mode)
			if err != nil {
				return false
			}
			if w := mode.weight(text); w > most {
				best, most = rotation, w
			}
			if mode.good(text) {
				return true
			}
		}
		return false
	}
	// Where the lines are known to run down, there are but two ways, and the
	// middle is read twice in less time than tesseract looks at the page.
	known := lines == down && mode != MRZ
	if known && read() {
		return best
	}
	if rotation, ok := t.seenRotation(ctx, asGiven); ok {
		return rotation
	}
	if !known {
		read()
	}
	return best
}

func (t *tesseract) seenRotation(ctx context.Context, p prepared) (rotation int, ok bool) {
	if !t.oriented {
		return 0, false
	}
	answer, err := t.run(ctx, p.image, "-l", "osd", "--psm", "0", "--dpi", strconv.Itoa(p.dpi))
	if err != nil {
		return 0, false // too few letters to tell
	}
	turn, sure := osdRotation.FindSubmatch(answer), osdConfidence.FindSubmatch(answer)
	if turn == nil || sure == nil {
		return 0, false
	}
	const sureEnough = 2 // right answers have 3 to 30
	rotation, _ = strconv.Atoi(string(turn[1]))
	by, _ := strconv.ParseFloat(string(sure[1]), 64)
	return rotation, by >= sureEnough && rotation%90 == 0 && rotation < 360
}
