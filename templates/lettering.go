package templates

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"
)

// lettering is what one document prints of a typeface.
type lettering struct {
	face     *typeface
	shapes   map[rune][]part // of the letters in use, by their code
	overlaid map[string]rune // codes of the letters that Unicode gives none
	plain    bool            // the font has one byte a letter: known once all letters are
	tag      string          // of the font cut for them, which is known then too
}

// firstOverlaid starts a range that Unicode leaves to private use.
const firstOverlaid = '\uE000'

// textRun is a part of a line that is printed in one go. Letters of several runes
// are runs of their own: the file states next to their code what they are.
type textRun struct {
	codes string
	spelt string // what codes stand for, where that is something else
}

// runs parts a line, and adds its letters to those in use.
func (l *lettering) runs(line string) []textRun {
	var all []textRun
	start, end := 0, 0
	for letter := range letters(line) {
		code, size := utf8.DecodeRuneInString(letter)
		shape, _ := l.face.shape(letter)
		if size < len(letter) {
			if start < end {
				all = append(all, textRun{codes: line[start:end]})
			}
			code = l.code(letter)
			all = append(all, textRun{string(code), letter})
			start = end + len(letter)
		}
		l.shapes[code] = shape.parts
		end += len(letter)
	}
	if start < end {
		all = append(all, textRun{codes: line[start:end]})
	}
	return all
}

func (l *lettering) code(letter string) rune {
	code, known := l.overlaid[letter]
	if !known {
		code = firstOverlaid + rune(len(l.overlaid))
		l.overlaid[letter] = code
	}
	return code
}

// width of a run, in parts of the type size.
func (r textRun) width(face *typeface) float64 {
	if r.spelt != "" {
		return face.width(r.spelt, 1) / mmPerPoint
	}
	return face.width(r.codes, 1) / mmPerPoint
}

// print prints a run. What a letter is goes beside its code as its « actual
// text » (ISO 32000-1, 14.9.4), which is what readers then give.
func (r textRun) print(pdf *gofpdf.Fpdf, l *lettering, x, y float64) {
	if r.spelt == "" {
		pdf.Text(x, y, l.encode(r.codes))
		return
	}
	spelt := "FEFF"
	for _, unit := range utf16.Encode([]rune(r.spelt)) {
		spelt += fmt.Sprintf("%04X", unit)
	}
	pdf.RawWriteStr("/Span << /ActualText <" + spelt + "> >> BDC\n")
	pdf.Text(x, y, r.codes)
	pdf.RawWriteStr("EMC\n")
}
