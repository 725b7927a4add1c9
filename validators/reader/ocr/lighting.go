package ocr

import (
	"image"
	"slices"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// Evening the light: each pixel is divided by the brightness of the paper
// around it. The paper is estimated on a grid of cells.
const (
	cellPixels = 16 // about 1.6 mm at 250 dots per inch: smaller than any shadow's edge
	// letterCells is how far the paper is looked for around the letters, so
	// that a bold title is not taken for a shadow, nor white letters on a
	// coloured band for paper that needs no help.
	letterCells = 4
	// fillCells is how far it is looked for around a dark area, and
	// fillShare the share of its brightness under which that area is a
	// printed band or a photograph: no shadow that leaves text readable is
	// as deep.
	fillCells = 16
	fillShare = 0.5
	// paperWhite is what the paper becomes. A little below the maximum, so
	// that its grain does not clip.
	paperWhite = 245
)

// evened returns the picture with the light evened out.
func evened(src *image.Gray) *image.Gray {
	grid := paperGrid(src)
	w := src.Rect.Dx()
	out := image.NewGray(src.Rect)
	grey.Bands(src.Rect.Dy(), func(from, to int) {
		paper := grid.levels(w)
		for y := from; y < to; y++ {
			level := paper.row(y)[:w]
			in, line := src.Pix[y*src.Stride:y*src.Stride+w], out.Pix[y*out.Stride:y*out.Stride+w]
			for x, v := range in {
				line[x] = uint8(min(float32(v)*paperWhite/level[x]+0.5, 255))
			}
		}
	})
	return out
}

// grid is a coarse picture, one value a cell.
type grid struct {
	w, h   int
	values []float32
}

func newGrid(w, h int) grid { return grid{w, h, make([]float32, w*h)} }

// paperGrid estimates the brightness of the paper.
func paperGrid(src *image.Gray) grid {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	g := newGrid((w+cellPixels-1)/cellPixels, (h+cellPixels-1)/cellPixels)
	grey.Bands(g.h, func(from, to int) {
		for cy := from; cy < to; cy++ {
			for cx := range g.w {
				cell := image.Rect(cx*cellPixels, cy*cellPixels, (cx+1)*cellPixels, (cy+1)*cellPixels).Intersect(src.Rect)
				g.values[cy*g.w+cx] = float32(brightPart(src, cell))
			}
		}
	})
	// A white page keeps its levels within each cell; what bridges the rest is
	// the brightest around, then the darkest of those, which does not spread
	// the paper over the table beside it.
	near := g.closed(letterCells)
	far := near.closed(fillCells)
	for i, v := range near.values {
		if v < fillShare*far.values[i] {
			near.values[i] = far.values[i]
		}
		near.values[i] = max(near.values[i], 1)
	}
	return near.smooth(2)
}

func (g grid) closed(radius int) grid {
	return g.around(radius, slices.Max[[]float32]).around(radius, slices.Min[[]float32])
}

// brightPart is the level that one pixel in forty of a cell reaches: paper,
// wherever there is some between the letters, and white letters on a band.
func brightPart(src *image.Gray, cell image.Rectangle) int {
	var histogram [256]int
	for y := cell.Min.Y; y < cell.Max.Y; y++ {
		for _, v := range src.Pix[y*src.Stride+cell.Min.X : y*src.Stride+cell.Max.X] {
			histogram[v]++
		}
	}
	left := cell.Dx() * cell.Dy() / 40
	for v := 255; v > 0; v-- {
		if left -= histogram[v]; left < 0 {
			return v
		}
	}
	return 0
}

// around replaces each cell by what pick says of the cells up to radius away,
// first along rows, then along columns.
func (g grid) around(radius int, pick func([]float32) float32) grid {
	rows := newGrid(g.w, g.h)
	for y := range g.h {
		line := g.values[y*g.w : (y+1)*g.w]
		for x := range g.w {
			rows.values[y*g.w+x] = pick(line[max(x-radius, 0):min(x+radius+1, g.w)])
		}
	}
	out := newGrid(g.w, g.h)
	column := make([]float32, g.h)
	for x := range g.w {
		for y := range g.h {
			column[y] = rows.values[y*g.w+x]
		}
		for y := range g.h {
			out.values[y*g.w+x] = pick(column[max(y-radius, 0):min(y+radius+1, g.h)])
		}
	}
	return out
}

func (g grid) smooth(radius int) grid {
	return g.around(radius, func(values []float32) float32 {
		var sum float32
		for _, v := range values {
			sum += v
		}
		return sum / float32(len(values))
	})
}

// levels draws the rows of a grid, straight lines between the centres of its
// cells.
type levels struct {
	grid
	columns       []column
	upper, lower  []float32 // the rows of cells above and below, drawn
	above, beside int       // which those are
	level         []float32
}

// column is the two cells that a column of pixels lies between, and how far
// along.
type column struct {
	left, right int
	along       float32
}

func (g grid) levels(width int) *levels {
	l := &levels{grid: g, columns: make([]column, width), above: -1, beside: -1}
	for x := range l.columns {
		l.columns[x].left, l.columns[x].right, l.columns[x].along = between(x, g.w)
	}
	l.upper, l.lower, l.level = make([]float32, width), make([]float32, width), make([]float32, width)
	return l
}

// row returns the levels of the pixels of row y, until the next is asked for.
func (l *levels) row(y int) []float32 {
	top, low, along := between(y, l.h)
	if top != l.above || low != l.beside {
		l.draw(l.upper, top)
		l.draw(l.lower, low)
		l.above, l.beside = top, low
	}
	upper, lower := l.upper, l.lower[:len(l.upper)]
	for x, v := range upper {
		l.level[x] = v + (lower[x]-v)*along
	}
	return l.level
}

func (l *levels) draw(out []float32, row int) {
	cells := l.values[row*l.w : (row+1)*l.w]
	for x, c := range l.columns {
		out[x] = cells[c.left] + (cells[c.right]-cells[c.left])*c.along
	}
}

// between tells which two cells a pixel lies between, and how far along.
func between(pixel, cells int) (first, second int, along float32) {
	at := (float32(pixel)+0.5)/cellPixels - 0.5
	if at <= 0 {
		return 0, 0, 0
	}
	first = int(at)
	if first >= cells-1 {
		return cells - 1, cells - 1, 0
	}
	return first, first + 1, at - float32(first)
}
