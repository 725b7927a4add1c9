package ocr

import (
	"image"
	"math"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// What tesseract reads best and what it may be sent.
const (
	// targetDPI is the resolution A4 pages are brought to.
	targetDPI = 250
	a4Long    = 11.69 // inches
	// maxSource bounds the pixels worked on: more is averaged down first.
	maxSource = 16_000_000
	// maxSent bounds the pixels sent to tesseract.
	maxSent = 12_000_000
	// The height of a lower-case letter, in pixels, outside which the page
	// is scaled again, and what it is then scaled to.
	minXHeight, maxXHeight, goodXHeight = 9, 48, 20
	maxEnlarge                          = 4.0
)

// prepared is a page as tesseract is shown it.
type prepared struct {
	image *image.Gray
	// toPage tells where on the page as given each of its points lies.
	toPage plane
	dpi    int
	skew   float64
}

// source is a page as given, as far as it is understood before it is read.
type source struct {
	grey   *image.Gray
	shrink int  // page pixels to one of grey, each way
	sheet  quad // of grey

	// inches is how long the longer side of the sheet is taken to be.
	inches float64

	pageWidth, pageHeight float64 // as given

	ahead *ahead // nil for nothing
}

// ahead is what is done to every page before tesseract is started.
type ahead struct {
	lines   direction
	asGiven prepared
}

// Prepared is a picture that is prepared already to be read for its words.
type Prepared struct {
	image.Image
	source source
}

// Prepare prepares a picture ahead of [Engine.Read], which takes it in place of
// the picture: this keeps all processors busy, and what follows one of them.
func Prepare(page image.Image) Prepared {
	s := newSource(page)
	s.ahead = &ahead{s.direction(), s.prepare(0)}
	return Prepared{page, s}
}

func newSource(page image.Image) source {
	if p, ok := page.(Prepared); ok {
		return p.source
	}
	s, sheet := sheetOf(page)
	if sheet {
		s.sheet = withPrintBeyond(s.grey, s.sheet)
	}
	return s
}

// sheetOf is a page and where its sheet lies: found is false where that is all
// of it.
func sheetOf(page image.Image) (s source, found bool) {
	b := page.Bounds()
	s = source{shrink: 1, inches: a4Long, pageWidth: float64(b.Dx()), pageHeight: float64(b.Dy())}
	for (b.Dx()/s.shrink)*(b.Dy()/s.shrink) > maxSource {
		s.shrink++
	}
	if s.shrink == 1 {
		s.grey = grey.Whole(page)
	} else {
		s.grey = grey.Of(page, s.shrink)
	}
	if s.sheet, found = findSheet(s.grey); !found {
		w, h := float64(s.grey.Rect.Dx()), float64(s.grey.Rect.Dy())
		s.sheet = quad{{0, 0}, {w, 0}, {w, h}, {0, h}}
	}
	return s, found
}

// newStrip prepares a picture that is read as it is, but for its light and its
// slant.
func newStrip(picture image.Image) prepared {
	b := picture.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	s := source{shrink: 1, inches: a4Long, pageWidth: w, pageHeight: h, grey: grey.Whole(picture)}
	s.sheet = quad{{0, 0}, {w, 0}, {w, h}, {0, h}}
	return s.draw(0, s.bounded(1))
}

// middle is the middle quarter of a page, at the size the whole is read at.
func (s source) middle() source { return s.within(0.25) }

// within is a page without its borders, each a share of its width or height, at
// the size the whole is read at.
func (s source) within(border float64) source {
	square := s.sheet.fromSquare()
	corner := func(u, v float64) point {
		x, y := square.at(u, v)
		return point{x, y}
	}
	s.ahead = nil
	near, far := border, 1-border
	s.sheet = quad{corner(near, near), corner(far, near), corner(far, far), corner(near, far)}
	s.inches *= far - near
	return s
}

// prepare draws the page turned by whole quarters clockwise: the sheet
// squared, the light even, the lines level, at the size tesseract likes.
func (s source) prepare(rotation int) prepared {
	if s.ahead != nil && rotation == 0 {
		return s.ahead.asGiven
	}
	width, height := s.sheet.size()
	scale := targetDPI * s.inches / max(width, height)
	p := s.draw(rotation, s.bounded(scale))
	x := xHeight(p.image)
	if x == 0 || (x >= minXHeight && x <= maxXHeight) {
		return p
	}
	return s.draw(rotation, s.bounded(scale*goodXHeight/x))
}

// LiesOnItsSide reports whether the lines of a page clearly run down or up.
func LiesOnItsSide(page image.Image) bool {
	s, _ := sheetOf(page)
	return s.direction() == down
}

// direction tells which way the lines of the page run. Its borders are left
// out: of a photo they show the table.
func (s source) direction() direction {
	if s.ahead != nil {
		return s.ahead.lines
	}
	const border = 0.03
	s = s.within(border)
	width, height := s.sheet.size()
	scale := min(skewSide/max(width, height), 1)
	w, h := int(width*scale), int(height*scale)
	if w < minDraft || h < minDraft {
		return unclear
	}
	toGrey := scaling(1/float64(w), 1/float64(h)).then(s.sheet.fromSquare())
	return directionOf(evened(s.sampled(w, h, toGrey, scale)))
}

// bounded keeps a scale within what may be sent, and within what an
// enlargement can still bring out.
func (s source) bounded(scale float64) float64 {
	width, height := s.sheet.size()
	return min(scale, math.Sqrt(maxSent/(width*height)), maxEnlarge)
}

func (s source) draw(rotation int, scale float64) prepared {
	sheetW, sheetH := s.sheet.size()
	width, height := sheetW*scale, sheetH*scale
	if rotation%180 != 0 {
		width, height = height, width
	}
	w, h := max(int(width+0.5), 1), max(int(height+0.5), 1)
	// From the upright page back to the sheet as it lies on the picture.
	toGrey := quarterTurns((360-rotation)%360, width, height).
		then(scaling(1/(sheetW*scale), 1/(sheetH*scale))).
		then(s.sheet.fromSquare())
	skew := s.skew(toGrey, w, h, scale)
	toGrey = turning(skew, width/2, height/2).then(toGrey)
	return prepared{
		image:  evened(s.sampled(w, h, toGrey, scale)),
		toPage: toGrey.then(scaling(float64(s.shrink), float64(s.shrink))),
		dpi:    targetDPI,
		skew:   skew,
	}
}

// skewSide is the longer side, in pixels, of the draft that skew is measured
// on: lines of 8-point text are 9 pixels apart on it. Under minDraft on a
// side there is no text to go by.
const (
	skewSide = 1000
	minDraft = 50
)

func (s source) skew(toGrey plane, width, height int, scale float64) float64 {
	shrink := float64(max(width, height)) / skewSide
	if shrink < 1 {
		shrink = 1
	}
	w, h := int(float64(width)/shrink), int(float64(height)/shrink)
	if w < minDraft || h < minDraft {
		return 0
	}
	draft := s.sampled(w, h, scaling(shrink, shrink).then(toGrey), scale/shrink)
	return skewOf(evened(draft))
}

// sampled draws the picture, from an average of the source where it gets so
// much smaller that single pixels would miss what lies between them.
func (s source) sampled(w, h int, toGrey plane, scale float64) *image.Gray {
	by := max(int(1/scale+0.3), 1)
	if by == 1 {
		return warped(s.grey, w, h, toGrey)
	}
	return warped(grey.Shrunk(s.grey, by), w, h, toGrey.then(scaling(1/float64(by), 1/float64(by))))
}
