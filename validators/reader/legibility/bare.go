package legibility

import "image"

// A sheet that a scanner took of nothing is no white picture: it has the tone of
// the paper, a little noise, what shines through from the other side, dust, and
// the shadow of its edges. All of these are told from what a pen or a printer
// leaves.
const (
	// bareLevel is how bright the paper is at least.
	bareLevel = 190
	// bareTone is how far its brightness may change over the page, as a share of
	// it: more is a shadow or a filled area.
	bareTone = 0.12
	// bareInk is how much darker than the paper around it a mark is: print that
	// shines through office paper has 0.02 to 0.06, a hard pencil 0.15.
	bareInk = 0.08
	// bareDust is the longer side of a speck in pixels, 0.8 mm of an A4 page: the
	// smallest letters are 1.2 mm high, but for the dots on them.
	bareDust = 4
	// bareSpecks is how many there may be: more are a pattern of dots.
	bareSpecks = 400
	// bareMost is how many pixels may be dark at all, as a share of the page.
	bareMost = 0.02
	// bareEdge is how far in from its border the shadow of an edge reaches, in
	// pixels: 6 mm, where no printer prints.
	bareEdge = 30
)

// bare reports whether nothing stands on a page but dust.
func (p *page) bare() bool {
	whole := exceeded(p.histogram[:], len(p.Pix)/2)
	if whole < bareLevel {
		return false
	}
	b := p.Rect
	inner := b.Inset(bareEdge)
	ink := make([]bool, len(p.Pix))
	room := int(bareMost * float64(len(p.Pix)))
	for y := 0; y < b.Dy(); y += tileSide {
		for x := 0; x < b.Dx(); x += tileSide {
			part := image.Rect(x, y, x+tileSide, y+tileSide).Intersect(b)
			level := p.median(part)
			if float64(max(level, whole)-min(level, whole)) > bareTone*float64(whole) {
				if part.In(inner) {
					return false
				}
				level = whole
			}
			if room -= p.mark(ink, part, uint8(float64(level)*(1-bareInk))); room < 0 {
				return false
			}
		}
	}
	return p.dusty(ink)
}

// median is the level that half of a part exceeds.
func (p *page) median(part image.Rectangle) int {
	var levels [256]int
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for _, v := range p.Pix[y*p.Stride+part.Min.X : y*p.Stride+part.Max.X] {
			levels[v]++
		}
	}
	return exceeded(levels[:], part.Dx()*part.Dy()/2)
}

// mark marks the pixels of a part that are darker than a level, and counts them.
func (p *page) mark(ink []bool, part image.Rectangle, below uint8) (count int) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if p.Pix[y*p.Stride+x] < below {
				ink[y*p.Stride+x] = true
				count++
			}
		}
	}
	return count
}

// dusty reports whether the marks are specks, and shadows along the border. It
// takes the marks away.
func (p *page) dusty(ink []bool) bool {
	inner := p.Rect.Inset(bareEdge)
	touched := p.Rect.Inset(2)
	specks := 0
	for at, is := range ink {
		if !is {
			continue
		}
		blob := p.blob(ink, at)
		shadow := !blob.Overlaps(inner) && !blob.In(touched)
		switch {
		case shadow:
		case max(blob.Dx(), blob.Dy()) > bareDust:
			return false
		default:
			specks++
		}
	}
	return specks <= bareSpecks
}

// blob takes the marks away that hang together with one, and returns where they
// were.
func (p *page) blob(ink []bool, first int) (area image.Rectangle) {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	todo := []int{first}
	ink[first] = false
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		x, y := at%p.Stride, at/p.Stride
		area = area.Union(image.Rect(x, y, x+1, y+1))
		for ny := max(y-1, 0); ny <= min(y+1, h-1); ny++ {
			for nx := max(x-1, 0); nx <= min(x+1, w-1); nx++ {
				if next := ny*p.Stride + nx; ink[next] {
					ink[next] = false
					todo = append(todo, next)
				}
			}
		}
	}
	return area
}
