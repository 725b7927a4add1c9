package templates

import "strings"

// wrap breaks a text into lines no wider than width (mm): at spaces; behind
// hyphens and slashes only where the word alone is wider than a line, since a
// name such as Pierre-Emmanuel reads as one; between letters only where what
// the hyphens part is still wider. The last line leaves room for tail
// millimetres (the marks of sources). There is always at least one line; lines
// joined back give the text.
func wrap(face *typeface, size float64, s string, width, tail float64) []string {
	var lines []string
	line, used := "", 0.0
	for _, piece := range breakable(face, size, s, width) {
		if used+inkWidth(face, size, piece) <= width+snug {
			line += piece
			used += face.width(piece, size)
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		full, rest := cut(face, size, piece, width)
		lines = append(lines, full...)
		line, used = rest, face.width(rest, size)
	}
	lines = append(lines, line)
	return roomForTail(face, size, lines, width, tail)
}

// snug absorbs the rounding of sums of widths, in millimetres.
const snug = 1e-6

// inkWidth ignores the space a line may end with: it prints nothing.
func inkWidth(face *typeface, size float64, line string) float64 {
	return face.width(strings.TrimRight(line, " "), size)
}

func fits(face *typeface, size float64, line string, width float64) bool {
	return inkWidth(face, size, line) <= width+snug
}

// breakable splits a text into pieces that a line of the given width may end
// behind: words, and the parts of a word that is too wide.
func breakable(face *typeface, size float64, s string, width float64) []string {
	var pieces []string
	for _, word := range splitBehind(s, " ") {
		if fits(face, size, word, width) {
			pieces = append(pieces, word)
			continue
		}
		pieces = append(pieces, splitBehind(word, "-/")...)
	}
	return pieces
}

// splitBehind cuts a text behind every one of the given signs, which stay at
// the end of their piece.
func splitBehind(s, signs string) []string {
	var pieces []string
	for {
		i := strings.IndexAny(s, signs)
		if i < 0 {
			return append(pieces, s)
		}
		pieces = append(pieces, s[:i+1])
		s = s[i+1:]
	}
}

// cut breaks a word that is wider than a line, between letters. It returns the
// full lines and what is left.
func cut(face *typeface, size float64, word string, width float64) (full []string, rest string) {
	if fits(face, size, word, width) {
		return nil, word
	}
	start, end, room := 0, 0, width
	for letter := range letters(word) {
		w := face.width(letter, size)
		if end > start && w > room+snug {
			full = append(full, word[start:end])
			start, room = end, width
		}
		end += len(letter)
		room -= w
	}
	return full, word[start:]
}

// roomForTail moves the last word down when the marks behind it would not
// fit, or the marks alone when they would not fit behind that word either.
func roomForTail(face *typeface, size float64, lines []string, width, tail float64) []string {
	last := lines[len(lines)-1]
	if tail == 0 || fits(face, size, last, width-tail) {
		return lines
	}
	pieces := breakable(face, size, last, width)
	word := pieces[len(pieces)-1]
	if len(pieces) == 1 || !fits(face, size, word, width-tail) {
		return append(lines, "")
	}
	kept := strings.TrimSuffix(last, word)
	return append(lines[:len(lines)-1], kept, word)
}
