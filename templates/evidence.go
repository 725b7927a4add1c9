package templates

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"github.com/disintegration/imaging"
)

// Place is a rectangle on a page: shares of its width and height, 0 to 1, from
// the top left corner.
type Place struct{ X0, Y0, X1, Y1 float64 }

// ErrNoPlace says that a rectangle has no inside, or lies off the page.
var ErrNoPlace = errors.New("templates: there is no such place on the page")

// Evidence is a page with the rectangle that a finding points to.
//
// The rectangle must be seen by everyone, on screen and on paper printed in
// black: it is thick, it lies a little off the words, its dark line stands
// between two white ones, and what is around it is dimmed. Colour comes last.
type Evidence struct {
	picture *image.Paletted
	place   image.Rectangle // on picture, around the line
}

// What the rectangle measures, in shares of the longer side of the page.
const (
	lineShare   = 1. / 280
	marginShare = 1. / 500 // more would cover the line below
	leastLine   = 3        // pixels
	leastMargin = 1
)

// The colours of an evidence: greys of the page, and two that no grey equals.
// Eight bits a pixel make a file three times smaller than full colour does.
const (
	greys    = 254
	inkIndex = greys
	halo     = greys + 1
)

// evidenceInk is a red that the common kinds of colour blindness still tell from
// grey, dark enough to show once printed in black.
var evidenceInk = color.RGBA{196, 30, 58, 255}

var evidencePalette = func() color.Palette {
	p := make(color.Palette, 0, greys+2)
	for i := range greys {
		v := uint8(i * 255 / (greys - 1))
		p = append(p, color.Gray{v})
	}
	return append(p, evidenceInk, color.RGBA{255, 255, 255, 255})
}()

// dimmed is how bright a page stays around the rectangle.
const dimmed = 0.84

// NewEvidence draws a place on a page, which is a JPEG picture of it, upright.
func NewEvidence(page []byte, at Place) (*Evidence, error) {
	decoded, err := jpeg.Decode(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	bounds := image.Rect(0, 0, decoded.Bounds().Dx(), decoded.Bounds().Dy())
	inside := at.on(bounds)
	longer := float64(max(bounds.Dx(), bounds.Dy()))
	line := max(leastLine, int(longer*lineShare))
	edge := line + 2*(line/2) // the dark line between two white ones
	if inside.Empty() || min(bounds.Dx(), bounds.Dy()) <= 2*edge {
		return nil, ErrNoPlace
	}
	inner := inside.Inset(-max(leastMargin, int(longer*marginShare)))
	e := &Evidence{image.NewPaletted(bounds, evidencePalette), inner.Inset(-edge).Intersect(bounds)}
	e.shade(decoded, inner)
	inner = within(inner, bounds.Inset(edge))
	e.frame(inner.Inset(-edge), halo, edge)
	e.frame(inner.Inset(-line-line/2), inkIndex, line)
	return e, nil
}

// within returns the part of a rectangle that lies in another, or the sliver of
// it that is nearest: at the edge of a page, a rectangle is drawn along it.
func within(r, page image.Rectangle) image.Rectangle {
	r.Min.X = min(max(r.Min.X, page.Min.X), page.Max.X-1)
	r.Min.Y = min(max(r.Min.Y, page.Min.Y), page.Max.Y-1)
	r.Max.X = min(max(r.Max.X, r.Min.X+1), page.Max.X)
	r.Max.Y = min(max(r.Max.Y, r.Min.Y+1), page.Max.Y)
	return r
}

// on returns the pixels of a place. The comparisons are false of what is no
// number.
func (p Place) on(page image.Rectangle) image.Rectangle {
	if !(p.X0 < p.X1 && p.Y0 < p.Y1) {
		return image.Rectangle{}
	}
	x := func(share float64) int { return int(min(max(share, 0), 1) * float64(page.Dx())) }
	y := func(share float64) int { return int(min(max(share, 0), 1) * float64(page.Dy())) }
	return image.Rect(x(p.X0), y(p.Y0), x(p.X1)+1, y(p.Y1)+1).Intersect(page)
}

// shade copies a page, dimmed but for the inside of a rectangle.
func (e *Evidence) shade(page image.Image, inside image.Rectangle) {
	grey := image.NewGray(e.picture.Rect)
	draw.Draw(grey, grey.Rect, page, page.Bounds().Min, draw.Src)
	for y := range grey.Rect.Dy() {
		for x := range grey.Rect.Dx() {
			level := float64(grey.Pix[y*grey.Stride+x])
			if !(image.Point{x, y}).In(inside) {
				level *= dimmed
			}
			e.picture.Pix[y*e.picture.Stride+x] = uint8(level * (greys - 1) / 255)
		}
	}
}

// frame draws a line of some thickness along the inside of a rectangle.
func (e *Evidence) frame(r image.Rectangle, index uint8, thickness int) {
	source := image.NewUniform(evidencePalette[index])
	for _, side := range []image.Rectangle{
		image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+thickness),
		image.Rect(r.Min.X, r.Max.Y-thickness, r.Max.X, r.Max.Y),
		image.Rect(r.Min.X, r.Min.Y, r.Min.X+thickness, r.Max.Y),
		image.Rect(r.Max.X-thickness, r.Min.Y, r.Max.X, r.Max.Y),
	} {
		draw.Draw(e.picture, side, source, image.Point{}, draw.Src)
	}
}

// PNG returns the whole page. The same page and place give the same bytes.
func (e *Evidence) PNG() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, e.picture); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// detail cuts the place out with enough around it to know where it is: words
// can be read on a telephone where the whole page is the size of a stamp.
func (e *Evidence) detail() image.Image {
	const (
		leastWidth  = 0.62 // share of the width of the page
		leastHeight = 0.16 // of its width too
		air         = 0.06
	)
	width := float64(e.picture.Rect.Dx())
	x0, x1 := widen(e.place.Min.X, e.place.Max.X, int(width*leastWidth), int(width*air), e.picture.Rect.Dx())
	y0, y1 := widen(e.place.Min.Y, e.place.Max.Y, int(width*leastHeight), int(width*air), e.picture.Rect.Dy())
	return imaging.Crop(e.picture, image.Rect(x0, y0, x1, y1))
}

// widen gives a stretch from low to high some air, up to a least length, and
// slides it back into the page, 0 to most.
func widen(low, high, least, air, most int) (int, int) {
	air = max(air, (least-(high-low))/2)
	low, high = low-air, high+air
	if low < 0 {
		low, high = 0, high-low
	}
	if high > most {
		low, high = low-(high-most), most
	}
	return max(low, 0), high
}
