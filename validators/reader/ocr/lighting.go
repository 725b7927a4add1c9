package ocr

import (
	"image"
	"slices"
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
	paper := paperGrid(src)
	w, h := src.Rect.Dx(), src.Rect.Dy()
	out := image.NewGray(src.Rect)
	level := make([]float32, w)
	for y := range h {
		paper.row(y, level)
		in, line := src.Pix[y*src.Stride:y*src.Stride+w], out.Pix[y*out.Stride:y*out.Stride+w]
		for x, v := range in {
			line[x] = uint8(min(float32(v)*paperWhite/level[x]+0.5, 255))
		}
	}
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
	for cy := range g.h {
		for cx := range g.w {
			cell := image.Rect(cx*cellPixels, cy*cellPixels, (cx+1)*cellPixels, (cy+1)*cellPixels).Intersect(src.Rect)
			g.values[cy*g.w+cx] = float32(brightPart(src, cell))
		}
	}
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

// row writes the levels of the pixels of row y, straight lines between the
// centres of the cells.
func (g grid) row(y int, level []float32) {
	top, low, fy := between(y, g.h)
	a, b := g.values[top*g.w:], g.values[low*g.w:]
	for x := range level {
		left, right, fx := between(x, g.w)
		upper := a[left] + (a[right]-a[left])*fx
		lower := b[left] + (b[right]-b[left])*fx
		level[x] = upper + (lower-upper)*fy
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
