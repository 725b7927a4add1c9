package ocr

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

const (
	// columnGap is the gap, in units of the height of the line, past which
	// two words are not of one sentence: as in the text layers of PDFs
	// (package reader), so that labels are found by the same rules.
	columnGap = 2.0
	// rowOverlap is the share of the lower of two pieces that must lie beside
	// the other for them to stand on one row.
	rowOverlap = 0.5
	// speckConfidence: a mark without a letter or a digit that is read with
	// less is a speck or a piece of a rule.
	speckConfidence = 40
)

// assemble puts words into lines, from top to bottom and from left to right
// on one row.
func assemble(tokens []token) []Line {
	tokens = slices.DeleteFunc(slices.Clone(tokens), func(t token) bool {
		return t.confidence < speckConfidence && !legible(t.text)
	})
	pieces := joined(split(tokens))
	lines := make([]Line, len(pieces))
	for i, piece := range pieces {
		lines[i] = lineOf(piece)
	}
	return lines
}

// piece is words that stand side by side.
type piece struct {
	tokens []token
	box    Box
	em     float64 // height of its letters, ascenders and descenders included
}

func newPiece(tokens []token) piece {
	p := piece{tokens: tokens, box: tokens[0].box}
	heights := make([]float64, len(tokens))
	for i, t := range tokens {
		p.box = union(p.box, t.box)
		heights[i] = t.box.Y1 - t.box.Y0
	}
	slices.Sort(heights)
	// The upper quartile: short words have neither ascender nor descender,
	// and a rule beside the text may have been read as a tall letter.
	p.em = heights[(len(heights)-1)*3/4]
	return p
}

func union(a, b Box) Box {
	return Box{min(a.X0, b.X0), min(a.Y0, b.Y0), max(a.X1, b.X1), max(a.Y1, b.Y1)}
}

// split cuts tesseract's lines at wide gaps.
func split(tokens []token) []piece {
	var pieces []piece
	for len(tokens) > 0 {
		n := 1
		for n < len(tokens) && tokens[n].line == tokens[0].line {
			n++
		}
		line := tokens[:n]
		tokens = tokens[n:]
		em := newPiece(line).em
		start := 0
		for i := 1; i <= len(line); i++ {
			if i == len(line) || line[i].box.X0-line[i-1].box.X1 > columnGap*em {
				pieces = append(pieces, newPiece(line[start:i]))
				start = i
			}
		}
	}
	return pieces
}

// joined sorts the pieces into rows, and joins those of one row that stand as
// close as the words of a sentence.
func joined(pieces []piece) []piece {
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.box.Y0+a.box.Y1, b.box.Y0+b.box.Y1) })
	var out []piece
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && besides(pieces[0], pieces[n]) {
			n++
		}
		row := pieces[:n:n]
		pieces = pieces[n:]
		slices.SortStableFunc(row, func(a, b piece) int { return cmp.Compare(a.box.X0, b.box.X0) })
		first := len(out)
		for _, p := range row {
			if last := len(out) - 1; last >= first && continues(out[last], p) {
				out[last] = newPiece(slices.Concat(out[last].tokens, p.tokens))
				continue
			}
			out = append(out, p)
		}
	}
	return out
}

// besides tells whether two pieces stand on one row.
func besides(a, b piece) bool {
	overlap := min(a.box.Y1, b.box.Y1) - max(a.box.Y0, b.box.Y0)
	return overlap >= rowOverlap*min(a.box.Y1-a.box.Y0, b.box.Y1-b.box.Y0)
}

// continues tells whether b goes on where a ends, in letters of about its
// size.
func continues(a, b piece) bool {
	gap, em := b.box.X0-a.box.X1, min(a.em, b.em)
	return gap > -em/2 && gap <= columnGap*em && max(a.em, b.em) <= 1.8*em
}

func lineOf(p piece) Line {
	line := Line{Level: p.box}
	texts := make([]string, len(p.tokens))
	for i, t := range p.tokens {
		texts[i] = t.text
		line.Confidence += t.confidence / float64(len(p.tokens))
		line.Words = append(line.Words, Word{Text: t.text, Level: t.box, Confidence: t.confidence})
	}
	line.Text = strings.Join(texts, " ")
	return line
}

// legible tells whether a text holds a letter or a digit.
func legible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// confidence is the mean over the words that hold a letter or a digit, and
// their number.
func confidence(lines []Line) (mean float64, words int) {
	for _, l := range lines {
		for _, w := range l.Words {
			if legible(w.Text) {
				mean += w.Confidence
				words++
			}
		}
	}
	if words > 0 {
		mean /= float64(words)
	}
	return mean, words
}
