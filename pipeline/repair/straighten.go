package repair

import (
	"image"
	"math"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

const turnedMessage = "La page a été remise à l’endroit, comme le texte l’indique."

// righted turns a page upright, straightens it, crops wide borders around a
// card and lightens a page that is too dark. Each of these only where it is
// sure, and where nothing of the kind would be left to do on what comes out.
// number is that of the page in the changes.
func (w *Workshop) righted(img image.Image, page reader.Page, number int, opts Options) (image.Image, []Change) {
	var changes []Change
	done := func(code ChangeCode, message string) {
		changes = append(changes, Change{Code: code, Message: message, Page: number})
	}
	straighten := w.straightened
	if page.Turn != 0 && UprightSure(page) {
		img, straighten = reader.Turned(img, page.Turn), straightened
		done(Turned, turnedMessage)
	}
	if opts.AsItLies || page.Legibility == nil || page.Legibility.Kind == legibility.Portrait {
		return img, changes
	}
	kind := page.Legibility.Kind
	found := measures{kind: kind}
	found.take(img, page)
	if straight, ok := straighten(img); ok && found.noWorse(img, straight) {
		img = straight
		done(Straightened, straightenedMessage)
	}
	if kind == legibility.IDCard {
		if box, ok := cardBox(grey.Of(img, thumbOf(img)), thumbOf(img)); ok {
			if card := cropped(img, box); found.noWorse(img, card) {
				img = card
				done(Cropped, "Les larges bords vides autour de la carte ont été retirés.")
			}
		}
	}
	if lit, ok := found.lightened(img); ok {
		img = lit
		done(Evened, "La page, trop sombre, a été éclaircie.")
	}
	return img, changes
}

const straightenedMessage = "La page, un peu de travers, a été redressée."

// UprightSure reports whether what was read on the page, turned, proves which
// way up it is: a text layer that lies, a valid zone, or enough words that make
// sense.
func UprightSure(page reader.Page) bool {
	const enough, sure = 8, 65
	return page.Turn != 0 && page.FromLayer() || page.ReadSurely(enough, sure)
}

// Slants in degrees: less is not seen, more is no accident of a scanner; and
// what may be left of one, so that a second look does not find it again.
const (
	leastSlant = 0.5
	mostSlant  = 7.0
	leftSlant  = 0.35
)

func straightened(img image.Image) (image.Image, bool) {
	degrees, sure := ocr.Slant(img)
	return levelled(img, degrees, sure)
}

// levelled turns a picture back by the slant that was found.
func levelled(img image.Image, degrees float64, sure bool) (image.Image, bool) {
	if size := math.Abs(degrees); !sure || size < leastSlant || size > mostSlant {
		return nil, false
	}
	straight := rotated(img, -degrees)
	left, _ := ocr.Slant(straight)
	return straight, math.Abs(left) <= leftSlant
}

const thumbSide = 400

// thumbOf is how many pixels make one of a thumbnail.
func thumbOf(img image.Image) int {
	b := img.Bounds()
	return max(1, (max(b.Dx(), b.Dy())+thumbSide-1)/thumbSide)
}

// What makes it sure that a rectangle is a card on a ground of nothing.
const (
	groundSpread  = 14   // levels by which the ground may differ from itself
	groundShare   = 0.97 // of the border of the picture must be ground
	leastShare    = 0.04 // of the picture, for a card
	mostShare     = 0.60 // above, the borders are not wide
	leastAspect   = 1.2  // cards have 1.42 and 1.59, lying or standing
	mostAspect    = 1.8
	croppedMargin = 0.03 // of its longer side is kept around it
)

// cardBox finds the card in a thumbnail, and gives its place in pixels that are
// by times as many. Whatever is not ground lies inside: nothing but ground can
// be lost.
func cardBox(thumb *image.Gray, by int) (image.Rectangle, bool) {
	w, h := thumb.Rect.Dx(), thumb.Rect.Dy()
	ground, ok := groundOf(thumb)
	if !ok {
		return image.Rectangle{}, false
	}
	box := image.Rectangle{}
	for y := range h {
		for x, v := range thumb.Pix[y*thumb.Stride:][:w] {
			if apart(int(v), ground) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if box.Empty() {
		return box, false
	}
	margin := int(math.Ceil(croppedMargin*float64(max(box.Dx(), box.Dy())))) + 1
	grown := box.Inset(-margin)
	share := float64(grown.Dx()*grown.Dy()) / float64(w*h)
	aspect := float64(max(box.Dx(), box.Dy())) / float64(max(min(box.Dx(), box.Dy()), 1))
	if !grown.In(thumb.Rect) || share < leastShare || share > mostShare || aspect < leastAspect || aspect > mostAspect {
		return image.Rectangle{}, false
	}
	return image.Rect(grown.Min.X*by, grown.Min.Y*by, grown.Max.X*by, grown.Max.Y*by), true
}

func apart(v, ground int) bool { return v < ground-groundSpread || v > ground+groundSpread }

// groundOf is the level along the border of a picture, where it is one level.
func groundOf(thumb *image.Gray) (int, bool) {
	w, h := thumb.Rect.Dx(), thumb.Rect.Dy()
	const ring = 3
	var levels [256]int
	count := 0
	for y := range h {
		for x := range w {
			if x < ring || y < ring || x >= w-ring || y >= h-ring {
				levels[thumb.Pix[y*thumb.Stride+x]]++
				count++
			}
		}
	}
	ground, seen := 0, 0
	for v, n := range levels {
		if seen += n; 2*seen >= count {
			ground = v
			break
		}
	}
	same := 0
	for v, n := range levels {
		if !apart(v, ground) {
			same += n
		}
	}
	return ground, float64(same) >= groundShare*float64(count)
}

// Lightening: the paper is brought to litPaper, if it is not so dark that there
// is little but noise.
const (
	litPaper  = 200
	leastLit  = 24
	mostGain  = 2.0 // of colours, whose noise is ugly
	fullLevel = 255
)

// lightened lightens a page that the checks call dark, where they find nothing
// wrong with what comes out that was not wrong before.
func (m *measures) lightened(img image.Image) (image.Image, bool) {
	before := m.of(img)
	if !has(before, legibility.Dark) || before.Paper < leastLit {
		return nil, false
	}
	lit := lifted(planar(img), before.Paper)
	after := m.of(lit)
	if has(after, legibility.Dark) {
		return nil, false
	}
	for _, problem := range after.Problems() {
		// What is dark is never called faint: that may only show now.
		if problem != legibility.Faint && !has(before, problem) {
			return nil, false
		}
	}
	return lit, true
}

// measures are what the checks find of a picture as it is worked on, of each of
// its states once.
type measures struct {
	kind  legibility.Kind
	known map[image.Image]legibility.Measures
}

// take notes what was found when the page was read, where it was of the very
// pixels: those of a photo that was neither turned since nor too large to be
// looked at whole.
func (m *measures) take(img image.Image, page reader.Page) {
	m.known = map[image.Image]legibility.Measures{}
	size := img.Bounds().Size()
	whole := float64(size.X) == page.Width && float64(size.Y) == page.Height && size.X*size.Y <= reader.LookedAt
	switch img.(type) {
	case *image.Gray, *image.YCbCr:
		if whole && page.Turn == 0 {
			m.known[img] = *page.Legibility
		}
	}
}

func (m *measures) of(img image.Image) legibility.Measures {
	if known, ok := m.known[img]; ok {
		return known
	}
	m.known[img] = legibility.Measure(img, m.kind)
	return m.known[img]
}

// noWorse reports whether the checks find nothing wrong with a page after a
// step that they did not find before: a corner that the turn lays bare, say,
// passes for paper, and what the page shows for faint.
func (m *measures) noWorse(before, after image.Image) bool {
	had := m.of(before)
	for _, problem := range m.of(after).Problems() {
		if !has(had, problem) {
			return false
		}
	}
	return true
}

func has(m legibility.Measures, problem legibility.Problem) bool {
	for _, p := range m.Problems() {
		if p == problem {
			return true
		}
	}
	return false
}

// lifted raises the levels up to that of the paper in proportion, and presses
// those above together so that none is lost.
func lifted(img image.Image, paper float64) image.Image {
	var bright, colour [256]uint8
	gain := litPaper / paper
	for v := range 256 {
		level := float64(v) * gain
		if float64(v) > paper {
			level = litPaper + (float64(v)-paper)*(fullLevel-litPaper)/(fullLevel-paper)
		}
		bright[v] = uint8(math.Round(level))
		colour[v] = uint8(min(max(math.Round(128+float64(v-128)*min(gain, mostGain)), 0), 255))
	}
	through := func(pix []byte, table *[256]uint8) []byte {
		out := make([]byte, len(pix))
		for i, v := range pix {
			out[i] = table[v]
		}
		return out
	}
	if src, ok := img.(*image.YCbCr); ok {
		out := *src
		out.Y, out.Cb, out.Cr = through(src.Y, &bright), through(src.Cb, &colour), through(src.Cr, &colour)
		return &out
	}
	src := img.(*image.Gray)
	return &image.Gray{Pix: through(src.Pix, &bright), Stride: src.Stride, Rect: src.Rect}
}
