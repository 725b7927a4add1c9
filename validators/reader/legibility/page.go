package legibility

import (
	"image"
	"slices"
)

const (
	tileSide  = 32
	nearWhite = 245
)

// page is a page at the size it is measured at.
type page struct {
	*image.Gray
	histogram [256]int
	paper     int
	tiles     []tile
}

// tile is a square of a page.
type tile struct {
	image.Rectangle
	dark, bright int // levels, a twentieth of the pixels aside
}

func (t tile) contrast() int { return t.bright - t.dark }

func newPage(img *image.Gray) *page {
	p := &page{Gray: img}
	for _, v := range img.Pix {
		p.histogram[v]++
	}
	p.paper = exceeded(p.histogram[:], len(img.Pix)/20)
	for y := 0; y+tileSide <= img.Rect.Dy(); y += tileSide {
		for x := 0; x+tileSide <= img.Rect.Dx(); x += tileSide {
			p.tiles = append(p.tiles, p.tile(image.Rect(x, y, x+tileSide, y+tileSide)))
		}
	}
	return p
}

func (p *page) tile(r image.Rectangle) tile {
	var levels [256]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range p.Pix[y*p.Stride+r.Min.X : y*p.Stride+r.Max.X] {
			levels[v]++
		}
	}
	area := r.Dx() * r.Dy()
	return tile{r, exceeded(levels[:], area-area/20), exceeded(levels[:], area/20)}
}

// exceeded returns the level that so many of the counted pixels exceed.
func exceeded(histogram []int, pixels int) int {
	for v := len(histogram) - 1; v > 0; v-- {
		if pixels -= histogram[v]; pixels < 0 {
			return v
		}
	}
	return 0
}

func (p *page) exposure() (mean, paper, white float64) {
	for v, n := range p.histogram {
		mean += float64(v * n)
		if v > nearWhite {
			white += float64(n)
		}
	}
	count := float64(len(p.Pix))
	return mean / count, float64(p.paper), white / count
}

// print returns the tiles that hold print: those of about the strongest
// contrast on the page whose levels change within the width of a letter
// whichever way one goes. Along the edge of a sheet, a rule or the grain of a
// table there is a way on which they do not.
func (p *page) print() []tile {
	const (
		nearStrongest = 0.5
		leastTexture  = 0.25
	)
	textured := slices.DeleteFunc(p.contrasted(), func(t tile) bool {
		return p.variation(t, letterSteps) < leastTexture
	})
	strongest := quantile(textured, 0.9, tile.level)
	return slices.DeleteFunc(textured, func(t tile) bool { return t.level() < nearStrongest*strongest })
}

// contrasted returns the tiles that are not all of a level.
func (p *page) contrasted() []tile {
	const leastContrast = 0.12 // of the level of the paper
	return slices.DeleteFunc(slices.Clone(p.tiles), func(t tile) bool {
		return t.contrast() == 0 || t.level() < leastContrast*float64(p.paper)
	})
}

func (t tile) level() float64 { return float64(t.contrast()) }

// sharpness is that which the sharpest third of the tiles reach: a picture on
// a sharp page is soft, a page out of focus has nothing sharp.
func (p *page) sharpness(print []tile) float64 {
	return quantile(print, 0.7, func(t tile) float64 { return p.variation(t, edgeSteps) })
}

// The steps over which levels are compared. A hand that moved leaves the
// direction across its movement sharp: the softest counts.
var (
	edgeSteps   = [4]image.Point{{2, 0}, {0, 2}, {1, 1}, {1, -1}}
	letterSteps = [4]image.Point{{8, 0}, {0, 8}, {6, 6}, {6, -6}}
)

// variation is the mean squared difference of pixels a step apart over that of
// pixels that have nothing to do with one another (twice the variance), in
// the direction where it is least: 0 where nothing changes that way, about 1
// where pixels so far apart are strangers.
func (p *page) variation(t tile, steps [4]image.Point) float64 {
	reach := max(steps[0].X, steps[3].X)
	inner := t.Intersect(image.Rect(0, reach, p.Rect.Dx()-reach, p.Rect.Dy()-reach))
	if inner.Empty() {
		return 0
	}
	var sum, squares int
	var apart [4]int
	for y := inner.Min.Y; y < inner.Max.Y; y++ {
		row := p.Pix[y*p.Stride+inner.Min.X : y*p.Stride+inner.Max.X]
		for _, v := range row {
			sum += int(v)
			squares += int(v) * int(v)
		}
		for i, d := range steps {
			other := p.Pix[(y+d.Y)*p.Stride+inner.Min.X+d.X:]
			for x, v := range row {
				step := int(v) - int(other[x])
				apart[i] += step * step
			}
		}
	}
	count := float64(inner.Dx() * inner.Dy())
	mean := float64(sum) / count
	variance := float64(squares)/count - mean*mean
	if variance <= 0 {
		return 0
	}
	return float64(slices.Min(apart[:])) / count / (2 * variance)
}

func (p *page) contrast(print []tile) float64 {
	return quantile(print, 0.8, tile.level) / float64(max(p.paper, 1))
}

func quantile(tiles []tile, q float64, of func(tile) float64) float64 {
	if len(tiles) == 0 {
		return 0
	}
	values := make([]float64, len(tiles))
	for i, t := range tiles {
		values[i] = of(t)
	}
	slices.Sort(values)
	return values[int(q*float64(len(values)-1)+0.5)]
}

// content is the rectangle of what stands out from the background.
func (p *page) content() image.Rectangle {
	const leastContrast = 25
	var area image.Rectangle
	for _, t := range p.tiles {
		if t.contrast() >= leastContrast {
			area = area.Union(t.Rectangle)
		}
	}
	return area
}
