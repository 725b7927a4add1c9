package templates

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

func noticeSheet(t *testing.T) *sheet {
	t.Helper()
	s, err := plainForm().draw()
	if err != nil {
		t.Fatal(err)
	}
	drawNotice(s)
	return s
}

func TestNoticeComesBehindTheFormAndOnlyWhenAskedFor(t *testing.T) {
	alone, err := plainForm().PDF()
	if err != nil {
		t.Fatal(err)
	}
	with, err := plainForm().PDFWithNotice()
	if err != nil {
		t.Fatal(err)
	}
	pageObject := []byte("<</Type /Page\n")
	if n := bytes.Count(alone, pageObject); n != 1 {
		t.Errorf("the form has %d pages, want 1", n)
	}
	if n := bytes.Count(with, pageObject); n != 3 {
		t.Errorf("the form and its notice have %d pages, want 3", n)
	}
	if !bytes.Contains(with, []byte("/Duplex /Simplex")) {
		t.Error("the notice may print on the back of the form")
	}
	if len(with) >= 60_000 {
		t.Errorf("%d bytes, want under 60 000", len(with))
	}
}

func TestNoticeStaysReadableAndWithinItsMargins(t *testing.T) {
	var texts []inkBox
	for _, b := range noticeSheet(t).ink {
		if b.page == 1 {
			continue
		}
		if b.left < formLeft-0.5 || b.right > formRight+0.5 || b.top < 10 || b.bottom > 287 {
			t.Errorf("page %d: %q leaves the page: x %.1f–%.1f, y %.1f–%.1f", b.page, b.text, b.left, b.right, b.top, b.bottom)
		}
		if b.text == "" {
			continue
		}
		if size := (b.bottom - b.top) / mmPerPoint / (ascent + descent); size < 9.99 {
			t.Errorf("%q is in %.1f points, want 10 and more", b.text, size)
		}
		for _, other := range texts {
			if other.page == b.page && overlaps(b, other) {
				t.Errorf("%q and %q overlap", b.text, other.text)
			}
		}
		texts = append(texts, b)
	}
}

// What is drawn to scale must be so: the rule of 50 mm, the photo, the face.
func TestNoticeIsDrawnToScale(t *testing.T) {
	widths, heights := map[float64]bool{}, map[float64]bool{}
	for _, b := range noticeSheet(t).ink {
		if b.page > 1 && b.text == "" {
			widths[math.Round(100*(b.right-b.left))/100] = true
			heights[math.Round(100*(b.bottom-b.top))/100] = true
		}
	}
	if !widths[50] {
		t.Error("no line of 50 mm")
	}
	if !widths[35] || !heights[45] || !heights[36] || !heights[4] {
		t.Error("the photo of 35 × 45 mm or its band of 32 to 36 mm is not there")
	}
}

// A photo that is laid on the drawing hides it: the marks for the chin and the
// crown, 32 and 36 mm above it, stand out on both sides.
func TestTheMarksOfTheFaceStandOutOfThePhoto(t *testing.T) {
	const x, y = 60.0, 46.0
	s := newSheet("essai", formDate)
	s.addPage()
	drawPhotoToScale(s, x, y)
	out := map[float64]bool{}
	for _, b := range s.ink {
		if b.text == "" && b.left <= x-3 && b.right >= x+photoWidth+3 && b.bottom-b.top < 1 {
			out[math.Round(100*((b.top+b.bottom)/2-y))/100] = true
		}
	}
	for _, above := range []float64{0, 32, 36} {
		if !out[chinAt-above] {
			t.Errorf("no mark stands out %v mm above the chin: %v", above, out)
		}
	}
}

func TestNoticeSaysWhatTheRulesSay(t *testing.T) {
	b, err := plainForm().PDFWithNotice()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(run(t, "pdftotext", "-f", "2", onDisk(t, "form.pdf", b), "-")), " ")
	for _, want := range []string{
		"À garder : ne pas mettre dans l’enveloppe", "100 %", "50 mm", "Ni agrafe", "encre noire", "35 mm de large, 45 mm de haut",
		"32 à 36 mm", "Moins de 6 mois", "Le blanc est interdit", "ni suivi, ni recommandé", "bouche fermée",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the notice does not say %q:\n%s", want, text)
		}
	}
	checkReaders(t, b)
}

// Type is stated in points: 8 is the least.
func TestNoTypeUnderEightPoints(t *testing.T) {
	for _, box := range noticeSheet(t).ink {
		if box.text != "" && box.size < 8 {
			t.Errorf("%q in type of %v points", box.text, box.size)
		}
	}
}
