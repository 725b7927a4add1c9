package datamatrix

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// The parts of a symbol's border that tell where its grid lies.
const (
	solid      = iota // the two dark sides, and their repeats between regions
	topDark           // every other module of the dashed top
	topLight          // the modules between
	sideDark          // every other module of the dashed right side
	sideLight         // the modules between
	quiet             // the paper around
	partsCount = iota
)

// landmark is one module of the border, or of the paper around it.
type landmark struct {
	u, v float64 // its centre, the symbol being the unit square
	part int
}

var landmarkCache sync.Map // size in modules → []landmark

// landmarks lists the modules of l whose colour is known beforehand.
func (l layout) landmarks() []landmark {
	if known, ok := landmarkCache.Load(l.size); ok {
		return known.([]landmark)
	}
	var out []landmark
	for row := -1; row <= l.size; row++ {
		for column := -1; column <= l.size; column++ {
			if part, is := l.partAt(row, column); is {
				u, v := (float64(column)+0.5)/float64(l.size), (float64(row)+0.5)/float64(l.size)
				out = append(out, landmark{u, v, part})
			}
		}
	}
	landmarkCache.Store(l.size, out)
	return out
}

// partAt tells what part of the border a module belongs to, if any; the row
// and the column may lie one module outside the symbol.
func (l layout) partAt(row, column int) (part int, is bool) {
	if row < 0 || column < 0 || row == l.size || column == l.size {
		return quiet, true
	}
	last := l.regionSize() - 1
	r, c := row%(last+1), column%(last+1)
	switch {
	case c == 0 || r == last:
		return solid, true
	case r == 0:
		return topDark + c%2, true
	case c == last:
		return sideLight - r%2, true
	}
	return 0, false
}

// fit is a layout laid over a picture.
type fit struct {
	layout layout
	sheet  sheet
	score  float64 // 1 for a perfect print, 0 for no likeness
}

// likeness tells how well l, laid over a sheet, agrees with the picture. The
// dashes weigh twice as much as the solid sides: they alone tell one size
// from another. Those of the right side count whichever of them are dark: a
// known encoder starts them on the wrong foot, and readers do not mind.
func (p *plane) likeness(l layout, s sheet, contrast float64) float64 {
	grid := s.grid()
	var sums, counts [partsCount]float64
	for _, mark := range l.landmarks() {
		sums[mark.part] += p.at(grid(mark.u, mark.v))
		counts[mark.part]++
	}
	for part := range sums {
		sums[part] /= counts[part]
	}
	dashes := sums[topLight] - sums[topDark] + math.Abs(sums[sideLight]-sums[sideDark])
	return (dashes + sums[quiet] - sums[solid]) / (3 * contrast)
}

// fits returns the layouts that agree best with what stands inside outline,
// best first, each with the outline adjusted to it.
func (p *plane) fits(outline quad) []fit {
	contrast := p.contrast(outline)
	if contrast < leastContrast {
		return nil
	}
	found := make([]fit, 0, len(layouts))
	for _, l := range layouts {
		if outline.side() < leastModule*float64(l.size) {
			break
		}
		flat := sheet{outline: outline}
		if score := p.likeness(l, flat, contrast); score >= leastGuess {
			found = append(found, fit{l, flat, score})
		}
	}
	byScore := func(a, b fit) int { return cmp.Compare(b.score, a.score) }
	slices.SortStableFunc(found, byScore)
	found = found[:min(len(found), fitsTried)]
	for i := range found {
		p.adjust(&found[i], contrast, false)
	}
	slices.SortStableFunc(found, byScore)
	return slices.DeleteFunc(found, func(f fit) bool { return f.score < leastLikeness })
}

const (
	// leastContrast is the difference between paper and ink, of 255, below
	// which nothing can be read.
	leastContrast = 25
	// leastModule is the smallest module, in pixels, that is worth a try.
	leastModule = 1.6
	// fitsTried is how many layouts are adjusted: the right one is nearly
	// always the first, and the second when the outline is half a module off.
	fitsTried = 3
	// leastGuess and leastLikeness keep text, tables and pictures from being
	// worked on at length, before the adjustment and after. Measured on 100
	// symbols that could be decoded, slanted, blurred and scratched ones among
	// them: at least 0.34 before and 0.67 after; on 15 000 look-alikes in pages
	// without a symbol: under 0.25 for nine out of ten before, under 0.45 after.
	leastGuess    = 0.25
	leastLikeness = 0.4
)

// contrast is the difference between the lightest and the darkest tenth of
// the picture inside outline.
func (p *plane) contrast(outline quad) float64 {
	const n = 32
	grid := onto(outline)
	values := make([]float64, 0, n*n)
	for i := range n {
		for j := range n {
			values = append(values, p.at(grid.at((float64(i)+0.5)/n, (float64(j)+0.5)/n)))
		}
	}
	slices.Sort(values)
	return values[len(values)*9/10] - values[len(values)/10]
}

// adjust moves the handles of a fit, one at a time and by ever smaller steps,
// as long as that brings it closer to the picture.
func (p *plane) adjust(f *fit, contrast float64, bowed bool) {
	module := f.sheet.outline.side() / float64(f.layout.size)
	for _, step := range [...]float64{0.6, 0.3, 0.15, 0.08} {
		for moved, rounds := true, 0; moved && rounds < 4; rounds++ {
			moved = false
			for _, handle := range f.sheet.handles(bowed) {
				moved = p.nudge(f, handle, step*module, contrast) || moved
			}
		}
	}
}

// nudge tries a handle of f one step away in four directions.
func (p *plane) nudge(f *fit, handle *point, step, contrast float64) (moved bool) {
	for _, way := range [...]point{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
		before := *handle
		*handle = before.plus(way.times(step))
		if score := p.likeness(f.layout, f.sheet, contrast); score > f.score {
			f.score, moved = score, true
		} else {
			*handle = before
		}
	}
	return moved
}

// bowed lays a fit again on paper that may not be flat: a page held in the
// hand, a fold. It takes longer, and is for symbols that could not be read.
func (p *plane) bowed(f fit) fit {
	p.adjust(&f, p.contrast(f.sheet.outline), true)
	return f
}
