package templates

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Letters that Unicode knows only as a letter and a mark, such as the Q̃ of a
// transliteration, are drawn as one laid over the other.

// Classes of marks (Unicode standard, table 4-3) by where they stand.
const (
	markAcross   = 1 // strokes through the letter
	markAttached = 202
	markBelow    = 220
	markAbove    = 230
)

// mostMarks is above what any language lays over a letter, and bounds the work.
const mostMarks = 3

// accentGap parts a mark from what it stands on, in font units.
const accentGap = 60

// accentSlack is how far out of its line a composed letter may reach, in parts
// of the type size: less than half of what parts two lines.
const accentSlack = 0.03

// overlaid composes a letter of several runes. A mark without a place of its
// own, or one for which the line has no room, is not drawn at all.
func (t *typeface) overlaid(letter string) shape {
	r, size := utf8.DecodeRuneInString(letter)
	base := t.lockedShape(letter[:size])
	if base.parts == nil || utf8.RuneCountInString(letter) > 1+mostMarks || r == utf8.RuneError {
		return shape{}
	}
	inked, ok := t.file.box(base.parts[0].glyph)
	if !ok {
		return shape{} // a mark on a space
	}
	parts := base.parts[:1:1]
	for _, r := range letter[size:] {
		p, ok := t.placed(r, inked)
		if !ok {
			return shape{}
		}
		mark, _ := t.file.box(p.glyph)
		inked = inked.union(mark.moved(p.dx, p.dy))
		parts = append(parts, p)
	}
	if float64(inked.top) > (ascent+accentSlack)*unitsPerEm || float64(inked.bottom) < -(descent+accentSlack)*unitsPerEm {
		return shape{}
	}
	return shape{base.advance, parts}
}

// placed sets a mark in the middle of what is inked so far: above, below or
// across it, no lower or higher than it needs.
func (t *typeface) placed(r rune, inked box) (part, bool) {
	glyph := t.lockedGlyph(r)
	mark, ok := t.file.box(glyph)
	if glyph == 0 || !ok {
		return part{}, false
	}
	p := part{glyph: glyph, dx: (inked.left+inked.right)/2 - (mark.left+mark.right)/2}
	switch norm.NFC.PropertiesString(string(r)).CCC() {
	case markAbove:
		p.dy = max(0, inked.top+accentGap-mark.bottom)
	case markBelow:
		p.dy = min(0, inked.bottom-accentGap-mark.top)
	case markAttached:
		p.dy = min(0, inked.bottom)
	case markAcross:
		p.dy = (inked.bottom+inked.top)/2 - (mark.bottom+mark.top)/2
	default:
		return part{}, false
	}
	return p, true
}
