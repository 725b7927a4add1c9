package legibility

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// paper is an A4 page of a tone, at the width pages are measured at, with the
// noise of a scanner.
func paper(tone uint8) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, pageWidth, 1414))
	r := rand.New(rand.NewPCG(1, uint64(tone)))
	for i := range img.Pix {
		img.Pix[i] = uint8(min(max(float64(tone)+2.5*r.NormFloat64(), 0), 255))
	}
	return img
}

// darker takes a share of its brightness from a part of a page.
func darker(img *image.Gray, part image.Rectangle, by float64) *image.Gray {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			at := img.PixOffset(x, y)
			img.Pix[at] = uint8(float64(img.Pix[at]) * (1 - by))
		}
	}
	return img
}

// specks puts so many of a size in pixels on a page.
func specks(img *image.Gray, count, size int) *image.Gray {
	for i := range count {
		x, y := 50+(i%30)*30, 60+i/30*30
		draw.Draw(img, image.Rect(x, y, x+size, y+1), image.Black, image.Point{}, draw.Src)
	}
	return img
}

// shaded darkens a page evenly from one side to the other.
func shaded(img *image.Gray, by float64) *image.Gray {
	for x := range img.Rect.Dx() {
		darker(img, image.Rect(x, 0, x+1, img.Rect.Dy()), by*float64(x)/float64(img.Rect.Dx()))
	}
	return img
}

// shining lays a bill on a page, so strong: print on the other side.
func shining(img *image.Gray, by float64) *image.Gray {
	bill := testpage.NewBill(3, 121).Image
	for y := range min(bill.Rect.Dy(), img.Rect.Dy()) {
		for x := range min(bill.Rect.Dx(), img.Rect.Dx()) {
			ink := float64(255-color.GrayModel.Convert(bill.At(bill.Rect.Max.X-1-x, y)).(color.Gray).Y) / 255
			at := img.PixOffset(x, y)
			img.Pix[at] = uint8(float64(img.Pix[at]) * (1 - by*ink))
		}
	}
	return img
}

// TestBare holds the page of nothing to both sides of each of its limits.
func TestBare(t *testing.T) {
	word := testpage.NewBill(3, 121).Image
	worded := func(img *image.Gray) *image.Gray {
		part := image.Rect(300, 600, 420, 622)
		draw.Draw(img, part, word, image.Pt(100, 130), draw.Src)
		return img
	}
	for name, c := range map[string]struct {
		img         *image.Gray
		bare, white bool
	}{
		"white":                          {paper(254), true, true},
		"the tone of paper":              {paper(236), true, false},
		"recycled paper":                 {paper(196), true, false},
		"a grey that is no paper":        {paper(186), false, false},
		"black":                          {paper(8), false, false},
		"dust":                           {specks(paper(240), 200, bareDust), true, false},
		"larger than dust":               {specks(paper(240), 1, bareDust+1), false, false},
		"as many specks as may be":       {specks(paper(240), bareSpecks, 2), true, false},
		"a pattern of dots":              {specks(paper(240), bareSpecks+1, 2), false, false},
		"print shines through":           {shining(paper(244), 0.05), true, false},
		"faint print":                    {shining(paper(244), 0.18), false, false},
		"print":                          {shining(paper(254), 0.9), false, false},
		"a few letters on white":         {worded(paper(254)), false, false},
		"a line of a hard pencil":        {darker(paper(240), image.Rect(400, 700, 600, 702), 0.15), false, false},
		"a trace nobody sees":            {darker(paper(240), image.Rect(400, 700, 600, 702), 0.04), true, false},
		"light falls off":                {shaded(paper(240), 0.15), true, false},
		"half in shadow":                 {shaded(paper(250), 0.5), false, false},
		"a pale field":                   {darker(paper(250), image.Rect(200, 200, 700, 600), 0.14), false, false},
		"a stamp":                        {darker(paper(250), image.Rect(600, 1100, 660, 1140), 0.5), false, false},
		"the shadow of the edge":         {darker(paper(240), image.Rect(0, 0, 12, 1414), 0.7), true, false},
		"a band along it":                {darker(paper(240), image.Rect(0, 0, 60, 1414), 0.7), false, false},
		"a line beside it":               {darker(paper(240), image.Rect(8, 300, 11, 500), 0.7), false, false},
		"a number at the foot of a page": {darker(paper(240), image.Rect(495, 1340, 503, 1352), 0.8), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := Measure(c.img, TextPage)
			if m.Blank() != c.bare || m.White() != c.white {
				t.Errorf("bare %v, white %v; want %v, %v", m.Blank(), m.White(), c.bare, c.white)
			}
		})
	}
}
