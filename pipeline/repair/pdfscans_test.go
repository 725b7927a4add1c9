package repair

import (
	"bytes"
	"image"
	"image/color"
	"slices"
	"testing"

	"github.com/disintegration/imaging"

	dossiers "github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr/grey"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

func officeScan(t *testing.T, img image.Image) dossiers.Scan {
	size := img.Bounds().Size()
	return dossiers.Scan{JPEG: asJPEG(t, img), Width: size.X, Height: size.Y, DPI: 200}
}

func TestScansInPDFsArePutRight(t *testing.T) {
	bill := testpage.NewBill(3, 200).Image
	leaning := imaging.Rotate(bill, -2, color.White)
	dark := testpage.Darken(testpage.NewBill(4, 200).Image, 0.25)
	darkness := legibility.Measure(grey.Of(dark, 1), legibility.TextPage)
	even := legibility.Measure(grey.Of(leaning, 1), legibility.TextPage)
	w := workshop(t)
	word := []reader.Line{{Text: "Facture", Words: []reader.Word{{Text: "Facture", Confidence: 90}}}}
	for name, c := range map[string]struct {
		scan image.Image
		page reader.Page
		want []ChangeCode
	}{
		"a page that leans":            {leaning, reader.Page{Skew: 2, Lines: word, Legibility: &even}, []ChangeCode{Straightened}},
		"a page that is too dark":      {dark, reader.Page{Lines: word, Legibility: &darkness}, []ChangeCode{Evened}},
		"one that leans as all do":     {leaning, reader.Page{Skew: 0.4, Lines: word, Legibility: &even}, nil},
		"one that only seems to lean":  {bill, reader.Page{Skew: 2, Lines: word, Legibility: &even}, nil},
		"one whose text can be copied": {leaning, reader.Page{Skew: 2, Lines: []reader.Line{{Text: "Facture"}}, Legibility: &even}, nil},
	} {
		data := dossiers.ScannedPDF(officeScan(t, bill), officeScan(t, c.scan))
		read := reader.Document{MIME: reader.PDF, State: reader.Opened, PageCount: 2, Pages: []reader.Page{{Lines: word}, c.page}}
		got, err := w.PDF(t.Context(), data, read, Options{})
		if err != nil || !slices.Equal(codes(got), c.want) {
			t.Errorf("%s: %v, %v", name, codes(got), err)
			continue
		}
		if c.want == nil {
			if !bytes.Equal(got.Data, data) {
				t.Errorf("%s: changed", name)
			}
			continue
		}
		if got.Changes[0].Page != 2 || got.Pages != 2 {
			t.Errorf("%s: page %d of %d", name, got.Changes[0].Page, got.Pages)
		}
		if first := officeScan(t, bill).JPEG; !bytes.Contains(got.Data, first[len(first)/2:]) {
			t.Errorf("%s: the other page was packed anew", name)
		}
	}
}

// TestScansWithWordsAreTilted: the scan and the words over it turn together, and
// not one pixel is packed anew.
func TestScansWithWordsAreTilted(t *testing.T) {
	leaning := officeScan(t, imaging.Rotate(testpage.NewBill(3, 200).Image, -2, color.White))
	data := dossiers.ScannedPDF(leaning)
	w := workshop(t)
	for name, c := range map[string]struct {
		skew   float64
		opts   Options
		tilted bool
	}{
		"words that lean with the scan": {2, Options{}, true},
		"words that are level":          {0, Options{}, false},
		"words that lean otherwise":     {3.5, Options{}, false},
		"as it lies":                    {2, Options{AsItLies: true}, false},
	} {
		page := reader.Page{Skew: c.skew, FromOCR: true, Lines: []reader.Line{{Text: "Facture"}}}
		read := reader.Document{MIME: reader.PDF, State: reader.Opened, PageCount: 1, Pages: []reader.Page{page}}
		got, err := w.PDF(t.Context(), data, read, c.opts)
		if err != nil || slices.Equal(codes(got), []ChangeCode{Straightened}) != c.tilted || !c.tilted && !bytes.Equal(got.Data, data) {
			t.Errorf("%s: %v, %v", name, codes(got), err)
		}
		if !bytes.Contains(got.Data, leaning.JPEG[len(leaning.JPEG)/2:]) {
			t.Errorf("%s: the scan was packed anew", name)
		}
	}
}
