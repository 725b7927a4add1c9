// Package datamatrix finds and reads the Data Matrix symbols of a page: a
// scan from 150 to 600 dpi or a photo, the symbol in any corner, at any
// angle, under a shadow, seen at a mild slant.
//
// [Find] is the only call. It knows the square ECC 200 symbols of 22 to 120
// modules, those that carry a 2D-Doc, and returns their bytes as they were
// encoded.
//
// How it works: the page is cut in ink and paper, and the blobs of ink that
// could be the two solid sides of a symbol are kept ([blob], [outlines]); the
// outline is moved to where the paper begins ([plane.settled]); each possible
// size is laid over it and the best ones adjusted on the dashed sides
// ([plane.fits]); then modules are measured on the grey picture, not on the
// two-tone one, and Reed-Solomon has the last word ([plane.decode]).
package datamatrix

import (
	"context"
	"image"
	"math"
)

// Symbol is one Data Matrix that was read.
type Symbol struct {
	// Data holds the bytes as they were encoded: separators (GS 0x1D, RS 0x1E,
	// US 0x1F) are kept, letters beyond ASCII are ISO 8859-1.
	Data []byte
	// Box is where the symbol stands, in the coordinates of the page.
	Box image.Rectangle
}

// Lengths in pixels of the picture where symbols are looked for.
const (
	// usualLength is the length of the page, its longer side, that is aimed
	// at: A4 at some 190 dpi, where the smallest modules in use are 2.5 pixels
	// wide.
	usualLength = 2200
	// smallestSide is the side of the smallest symbol that can be read.
	smallestSide = 34
	// readSide is the side, in pixels, above which a symbol is shrunk by a
	// whole factor before it is read.
	readSide = 600
	// leastTransitions is how many times, on average, a line across a symbol
	// passes from ink to paper or back. Half the modules of a row change tone;
	// boxes of tables, logos and rules stay under 6.
	leastTransitions = 7
	// flankSlack is how far, in pixels, the side of a blob may stray from a
	// straight line: one, for the steps of the pixels, and a little noise.
	flankSlack = 1.2
	// bowsTried is how many of the best layouts of one outline are laid again
	// as bowed, and mostBows how many in all: each takes some 30 ms.
	bowsTried = 2
	mostBows  = 8
	// mostAttempts bounds the work on a page full of look-alikes: outlines
	// tried in one cut, of some 3 ms each.
	mostAttempts = 40
)

// cuts are the ways in which a page is cut in ink and paper and its blobs
// gathered, the likeliest first. The next one is used only when the ones
// before found nothing.
var cuts = []struct {
	share float64 // of the surrounding brightness, under which a pixel is ink
	merge float64 // 1000th of the page's length: ink closer than that is joined
}{
	{share: 0.85},
	{share: 0.85, merge: 2.2},
	{share: 0.68},
	{share: 0.85, merge: 4.5},
}

// Find returns the symbols of a page that can be read, the largest first. It
// never fails: a page without a symbol, or one too poor, gives none. It stops
// early, with what it has, when ctx is cancelled. Pixels that panic when they
// are asked for are taken for a page without a symbol.
func Find(ctx context.Context, page image.Image) (found []Symbol) {
	defer func() {
		if recover() != nil {
			found = nil
		}
	}()
	bounds := page.Bounds()
	length := max(bounds.Dx(), bounds.Dy())
	factor := max(1, int(math.Round(float64(length)/usualLength)))
	if min(bounds.Dx(), bounds.Dy())/factor < smallestSide {
		return nil
	}
	s := &search{page: page, factor: factor, grey: greyCrop(page, bounds, factor)}
	for _, cut := range cuts {
		m := s.cut(cut.share)
		scale := 1
		if cut.merge > 0 {
			scale = max(2, int(math.Round(cut.merge*float64(max(s.grey.w, s.grey.h))/1000)))
		}
		s.attempts = 0
		s.look(ctx, m, scale)
		if len(s.found) > 0 || ctx.Err() != nil {
			break
		}
	}
	return s.found
}

// search is the work on one page.
type search struct {
	page     image.Image
	factor   int    // pixels of the page for one of grey
	grey     *plane // the page, shrunk
	attempts int    // in the present cut
	bows     int    // in all
	found    []Symbol
	boxes    []image.Rectangle // of what was found, in pixels of grey
}

// cut parts ink from paper. The surroundings that a pixel is compared with
// are some 4 mm each way on a page: wider than a module, narrower than most
// shadows' edges.
func (s *search) cut(share float64) mask {
	reach := max(24, s.grey.w/80, s.grey.h/80)
	return mask{s.grey.w, s.grey.h, s.grey.dark(reach, share)}
}

// look tries the blobs of a mask, merged by scale.
func (s *search) look(ctx context.Context, m mask, scale int) {
	merged := m
	if scale > 1 {
		merged = m.merged(scale)
	}
	candidates := merged.blobs(func(box image.Rectangle, area int) bool {
		return s.sized(scaled(box, scale)) && area*40 > box.Dx()*box.Dy()
	})
	for _, b := range candidates {
		box := scaled(b.box, scale)
		if s.known(box) || !m.textured(box) {
			continue
		}
		s.tryBlob(ctx, b, scale)
		if ctx.Err() != nil || s.attempts >= mostAttempts {
			return
		}
	}
}

// tryBlob tries the outlines that a blob suggests until one can be read.
func (s *search) tryBlob(ctx context.Context, b blob, scale int) {
	sides := flanks(b.hull(), flankSlack, 0.3*float64(max(b.box.Dx(), b.box.Dy())))
	proposed := outlines(sides)
	if len(proposed) == 0 {
		return
	}
	view := s.open(scaled(b.box, scale))
	for _, outline := range proposed {
		if ctx.Err() != nil || s.attempts >= mostAttempts {
			return
		}
		s.attempts++
		if s.try(view, outline.mapped(func(p point) point { return p.times(float64(scale)) }), float64(scale)) {
			return
		}
	}
}

func scaled(r image.Rectangle, k int) image.Rectangle {
	return image.Rectangle{r.Min.Mul(k), r.Max.Mul(k)}
}

// sized reports whether a box may hold a symbol: big enough to be read, not
// much longer than wide.
func (s *search) sized(box image.Rectangle) bool {
	w, h := box.Dx(), box.Dy()
	return min(w, h) >= smallestSide && max(w, h) < 2*min(w, h)
}

func (s *search) known(box image.Rectangle) bool {
	for _, other := range s.boxes {
		if box.Overlaps(other) {
			return true
		}
	}
	return false
}

// textured reports whether lines across box, both ways, change tone as often
// as they do across a symbol.
func (m mask) textured(box image.Rectangle) bool {
	box = box.Intersect(image.Rect(0, 0, m.w, m.h))
	const lines = 9
	across, down := 0, 0
	for i := 1; i <= lines; i++ {
		y := box.Min.Y + box.Dy()*i/(lines+1)
		for x := box.Min.X + 1; x < box.Max.X; x++ {
			if m.dark[y*m.w+x] != m.dark[y*m.w+x-1] {
				across++
			}
		}
		x := box.Min.X + box.Dx()*i/(lines+1)
		for y := box.Min.Y + 1; y < box.Max.Y; y++ {
			if m.dark[y*m.w+x] != m.dark[(y-1)*m.w+x] {
				down++
			}
		}
	}
	return min(across, down) >= leastTransitions*lines
}

// window is a part of the page seen from close by.
type window struct {
	*plane
	area   image.Rectangle // of the page
	shrink int             // pixels of the page for one of the plane
}

// open shows the part of the page that holds box, in pixels of grey, and the
// paper around it.
func (s *search) open(box image.Rectangle) window {
	side := max(box.Dx(), box.Dy())
	around := scaled(box.Inset(-side/5-4), s.factor)
	area := around.Add(s.page.Bounds().Min).Intersect(s.page.Bounds())
	shrink := max(1, side*s.factor/readSide)
	return window{greyCrop(s.page, area, shrink), area, shrink}
}

// try reads the symbol that may stand at outline, in pixels of grey, known to
// within reach pixels. A fault in the reading of one candidate only loses
// that candidate.
func (s *search) try(view window, outline quad, reach float64) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	k := float64(s.factor) / float64(view.shrink)
	corner := view.area.Min.Sub(s.page.Bounds().Min)
	shift := point{float64(corner.X), float64(corner.Y)}.times(1 / float64(view.shrink))
	local := outline.mapped(func(p point) point { return p.times(k).minus(shift) })
	local, ok = view.settled(local, max(2, 1.5*reach*k))
	if !ok {
		return false
	}
	f, data, ok := s.readAt(view.plane, local)
	if !ok {
		return false
	}
	low, high := f.sheet.outline.bounds()
	size := float64(view.shrink)
	box := image.Rect(
		int(low.x*size), int(low.y*size), int(math.Ceil(high.x*size)), int(math.Ceil(high.y*size)),
	).Add(view.area.Min).Intersect(view.area)
	s.found = append(s.found, Symbol{Data: data, Box: box})
	seen := box.Sub(s.page.Bounds().Min)
	s.boxes = append(s.boxes, image.Rectangle{seen.Min.Div(s.factor), seen.Max.Div(s.factor)})
	return true
}

// readAt reads the symbol that stands inside outline, if one does: first as
// if the paper were flat, then with the bow of a page that is not.
func (s *search) readAt(p *plane, outline quad) (fit, []byte, bool) {
	fits := p.fits(outline)
	for _, f := range fits {
		if data, ok := p.decode(f); ok {
			return f, data, true
		}
	}
	for _, f := range fits[:min(len(fits), bowsTried)] {
		if s.bows++; s.bows > mostBows {
			break
		}
		f = p.bowed(f)
		if data, ok := p.decode(f); ok {
			return f, data, true
		}
	}
	return fit{}, nil, false
}
