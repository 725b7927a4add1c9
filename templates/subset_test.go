package templates

import (
	"errors"
	"testing"
)

// The fonts compiled in have the shape that parseTrueType counts on.
func TestFontsHaveTheShapeThatCuttingNeeds(t *testing.T) {
	for _, face := range []*typeface{regular(), bold()} {
		glyphs := face.font.NumGlyphs()
		if len(face.file.hmtx) != 4*glyphs || len(face.file.loca) != glyphs+1 || int(face.font.UnitsPerEm()) != unitsPerEm {
			t.Errorf("%q: %d glyphs, %d bytes of metrics, %d places", face.style, glyphs, len(face.file.hmtx), len(face.file.loca))
		}
	}
}

// A mark is laid in the middle of its letter.
func TestMarksAreLaidOverTheirLetter(t *testing.T) {
	for _, letter := range []string{"Q\u0303", "x\u0302", "M\u0327", "J\u030c", "Y\u0331"} {
		s, ok := regular().shape(letter)
		if !ok || len(s.parts) != 2 {
			t.Errorf("%q: %v", letter, s.parts)
			continue
		}
		base, _ := regular().file.box(s.parts[0].glyph)
		mark, _ := regular().file.box(s.parts[1].glyph)
		mark = mark.moved(s.parts[1].dx, s.parts[1].dy)
		if d := base.left + base.right - mark.left - mark.right; d < -2 || d > 2 {
			t.Errorf("%q: the mark is %d units off the middle", letter, d/2)
		}
	}
}

func TestADocumentNeedsAPage(t *testing.T) {
	if _, err := newSheet("", formDate).bytes(); !errors.Is(err, errNoPage) {
		t.Errorf("%v, want errNoPage", err)
	}
}

// A form whose letters Windows-1252 has is printed with a font of one byte a
// letter; one letter more, and it is not.
func TestFontsAreAsSmallAsTheirLettersAllow(t *testing.T) {
	for text, want := range map[string]bool{
		"LEFÈVRE Œuvre ÿ Ž € « ’ »": true, "Ștefan": false, "Ộ": false, "a\u00a0b": false, "Q\u0303": false,
	} {
		s := newSheet("", formDate)
		s.addPage()
		s.text(20, 20, regular(), 11, black, text)
		if _, err := s.bytes(); err != nil {
			t.Fatal(err)
		}
		if got := s.letters[regular()].plain; got != want {
			t.Errorf("%q: one byte a letter: %v, want %v", text, got, want)
		}
	}
}
