package templates

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"regexp"
	"strconv"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// papers are the documents we print, one of each kind.
func papers(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	var err error
	if all["form"], err = hardForm(hardIdentities["everything at once"]).PDF(); err != nil {
		t.Fatal(err)
	}
	if all["form and notice"], err = plainForm().PDFWithNotice(); err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string]Checklist{"full list": fullChecklist(), "hard list": hardChecklist(), "empty list": {}} {
		if all[name], err = list.PDF(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestPapersDeclareLanguageAndPrintUnscaled(t *testing.T) {
	api.DisableConfigDir()
	for name, pdf := range papers(t) {
		conf := model.NewDefaultConfiguration()
		conf.ValidationMode = model.ValidationStrict
		ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(pdf), conf)
		if err != nil {
			t.Errorf("%s: pdfcpu: %v", name, err)
			continue
		}
		if got := ctx.RootDict.StringEntry("Lang"); got == nil || *got != "fr-FR" {
			t.Errorf("%s: language %v, want fr-FR", name, got)
		}
		preferences := ctx.RootDict.DictEntry("ViewerPreferences")
		if got := preferences.NameEntry("PrintScaling"); got == nil || *got != "None" {
			t.Errorf("%s: print scaling %v, want None", name, got)
		}
		if ctx.RootDict.DictEntry("Names") != nil {
			t.Errorf("%s: the catalog announces names: readers would look for attachments", name)
		}
		if ctx.Title == "" || ctx.Author != "recevable" {
			t.Errorf("%s: title %q, author %q", name, ctx.Title, ctx.Author)
		}
	}
}

// Each line of the table must lead to the object it numbers.
func TestCrossReferenceTableIsExact(t *testing.T) {
	startxref := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	entry := regexp.MustCompile(`(\d{10}) 00000 n `)
	for name, pdf := range papers(t) {
		match := startxref.FindSubmatch(pdf)
		if match == nil {
			t.Errorf("%s: no startxref at the end", name)
			continue
		}
		table, _ := strconv.Atoi(string(match[1]))
		if !bytes.HasPrefix(pdf[table:], []byte("xref\n0 ")) {
			t.Errorf("%s: startxref does not lead to the table", name)
			continue
		}
		for i, e := range entry.FindAllSubmatch(pdf[table:], -1) {
			offset, _ := strconv.Atoi(string(e[1]))
			want := fmt.Sprintf("%d 0 obj\n", i+1)
			if !bytes.HasPrefix(pdf[offset:], []byte(want)) {
				t.Errorf("%s: object %d is not where the table says", name, i+1)
			}
		}
	}
}

// The fonts compiled in have the shape that parseTrueType counts on.
func TestFontsHaveTheShapeThatCuttingNeeds(t *testing.T) {
	for _, face := range []*typeface{regular(), bold()} {
		glyphs := face.font.NumGlyphs()
		if len(face.file.hmtx) != 4*glyphs || len(face.file.loca) != glyphs+1 || int(face.font.UnitsPerEm()) != unitsPerEm {
			t.Errorf("%s: %d glyphs, %d bytes of metrics, %d places", face.name, glyphs, len(face.file.hmtx), len(face.file.loca))
		}
	}
}

// A mark is laid in the middle of its letter, clear of it, and within the line.
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

func TestPicturesAndRectanglesAreDrawn(t *testing.T) {
	var file bytes.Buffer
	if err := jpeg.Encode(&file, image.NewGray(image.Rect(0, 0, 8, 4)), nil); err != nil {
		t.Fatal(err)
	}
	s := newSheet("essai", formDate)
	s.addPage()
	s.picture("a", file.Bytes(), 20, 20, 40, 20)
	s.picture("a", file.Bytes(), 80, 20, 40, 20)
	s.picture("broken", file.Bytes()[:10], 20, 60, 40, 20)
	s.fillAll([]rectangle{{20, 100, 5, 5}, {25, 100, 5, 5}}, black)
	s.link(20, 20, 40, 20, "https://ants.gouv.fr/(é)")
	b, err := s.bytes()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.doc.pictures) != 1 || !s.doc.pictures[0].grey {
		t.Errorf("%d pictures, want one, grey", len(s.doc.pictures))
	}
	if !bytes.Contains(b, []byte("(https://ants.gouv.fr/%28%C3%A9%29)")) {
		t.Error("the address is not escaped")
	}
	if err := api.Validate(bytes.NewReader(b), model.NewDefaultConfiguration()); err != nil {
		t.Error(err)
	}
	if _, err := newSheet("", formDate).bytes(); !errors.Is(err, errNoPage) {
		t.Errorf("a document without a page: %v", err)
	}
}
