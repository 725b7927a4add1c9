// Package legibility measures whether a person could read a picture of a
// piece: sharpness, exposure, glare, resolution, cut edges, blank pages.
//
// [Measure] says what is there, [Measures.Problems] holds it to the
// thresholds of thresholds.go. All of it is a guess from pixels: fit for a
// warning, never for a refusal, except a page with nothing on it.
package legibility

import (
	"image"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// Kind is what the picture should show. The thresholds differ.
type Kind int

const (
	TextPage Kind = iota // a page of print, A4 or near
	IDCard               // one side of an identity card, or the page of a passport
	Portrait             // the photograph of a face
)

// Measures is what was measured of one page.
type Measures struct {
	Kind Kind
	// Sharpness is how different pixels two apart are, in the direction in
	// which they differ least, as a share of how different they can be: 0 for
	// pages that are all fog, about 0.6 for sharp print. It is 0 as well
	// where nothing printed was found (TextTiles).
	Sharpness float64
	// TextTiles is the number of squares of about 7 mm of an A4 page, 4 mm of
	// a card, that hold print.
	TextTiles int
	// ContentTiles is the number of those with any contrast, printed or not.
	ContentTiles int
	// Brightness is the mean level, 0 to 255; Paper the level that one pixel
	// in twenty exceeds.
	Brightness, Paper float64
	// Contrast is how much darker than its background the print is, as a
	// share of the brightness of the paper.
	Contrast float64
	// Glare is the share of the area around the print that is burnt out,
	// though the paper elsewhere is not.
	Glare float64
	// NearWhite is the share of pixels above 245.
	NearWhite float64
	// Bare tells that nothing stands on the page but dust, whatever the tone of
	// the paper.
	Bare bool
	// DPI is the resolution in dots per inch if the page is A4.
	DPI float64
	// ContentWidth is the longer side of what the picture shows, in its own
	// pixels: of an identity card on a white scan, that of the card.
	ContentWidth int
	// Cut tells the borders that run through print.
	Cut Borders
}

// Borders tells the four borders of a page apart.
type Borders struct{ Top, Right, Bottom, Left bool }

// Any reports whether one of them is set.
func (b Borders) Any() bool { return b.Top || b.Right || b.Bottom || b.Left }

const (
	// pageWidth is the width text pages are measured at. On an A4 page,
	// lower-case letters of 10 points are 9 pixels high on it: what blurs
	// them past reading shows, what only softens them does not.
	pageWidth = 1000
	// cardWidth is the width of a card at which its print is of that height.
	cardWidth = 640
)

// Measure measures a page. An empty picture has no measures.
func Measure(img image.Image, kind Kind) Measures {
	m := Measures{Kind: kind}
	b := img.Bounds()
	if b.Empty() {
		return m
	}
	short, long := min(b.Dx(), b.Dy()), max(b.Dx(), b.Dy())
	// A strip cut from a page has one side of it at full length.
	m.DPI = max(float64(long)/11.69, float64(short)/8.27)
	// The width of the page is its shorter side, whichever way it lies.
	by := max(short/pageWidth, 1)
	fine := grey.Of(img, by)
	p := newPage(fitted(fine, float64(pageWidth)/float64(min(fine.Rect.Dx(), fine.Rect.Dy()))))
	m.Brightness, m.Paper, m.NearWhite = p.exposure()
	m.Bare = p.bare()
	m.Cut = p.cut()
	content := p.content()
	scale := float64(fine.Rect.Dx()) / float64(p.Rect.Dx())
	m.ContentWidth = int(float64(max(content.Dx(), content.Dy())) * scale * float64(by))
	if kind == IDCard && !content.Empty() {
		card := cropped(fine, content, scale)
		p = newPage(fitted(card, float64(cardWidth)/float64(max(card.Rect.Dx(), card.Rect.Dy()))))
	}
	print := p.print()
	m.TextTiles, m.ContentTiles = len(print), len(p.contrasted())
	m.Sharpness = p.sharpness(print)
	m.Contrast = p.contrast(print)
	m.Glare = p.glare(print)
	return m
}

func fitted(img *image.Gray, scale float64) *image.Gray {
	return grey.Fitted(img, int(float64(img.Rect.Dx())*scale+0.5), int(float64(img.Rect.Dy())*scale+0.5))
}

// cropped copies a part of a picture, given in pixels so many times larger.
func cropped(img *image.Gray, part image.Rectangle, scale float64) *image.Gray {
	at := func(v int) int { return int(float64(v) * scale) }
	part = image.Rect(at(part.Min.X), at(part.Min.Y), at(part.Max.X), at(part.Max.Y)).Intersect(img.Rect)
	if part.Empty() {
		return img
	}
	out := image.NewGray(image.Rect(0, 0, part.Dx(), part.Dy()))
	for y := range part.Dy() {
		copy(out.Pix[y*out.Stride:(y+1)*out.Stride], img.Pix[img.PixOffset(part.Min.X, part.Min.Y+y):])
	}
	return out
}
