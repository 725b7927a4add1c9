package datamatrix

import (
	"cmp"
	"math"
	"slices"
)

// sampleSpread is how far from a module's centre its brightness is measured
// too, in modules.
const sampleSpread = 0.2

// sample measures the brightness of each module of a fit, row by row.
func (p *plane) sample(f fit) []float64 {
	n := f.layout.size
	grid := f.sheet.grid()
	out := make([]float64, 0, n*n)
	for row := range n {
		for column := range n {
			var sum float64
			for _, d := range [...]point{{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
				u := (float64(column) + 0.5 + sampleSpread*d.x) / float64(n)
				v := (float64(row) + 0.5 + sampleSpread*d.y) / float64(n)
				sum += p.at(grid(u, v))
			}
			out = append(out, sum/5)
		}
	}
	return out
}

// sharpenings are the strengths tried against blur, each being the share of
// the difference with the four neighbours that is added to a module.
var sharpenings = [...]float64{0, 0.4, 0.9}

// decode reads the modules of a fit.
func (p *plane) decode(f fit) ([]byte, bool) {
	values := p.sample(f)
	for _, strength := range sharpenings {
		margins := marginsOf(sharpened(values, f.layout.size, strength), f.layout.size)
		if data, ok := f.layout.read(margins); ok {
			return data, true
		}
	}
	return nil, false
}

// sharpened undoes some of the blur that makes a module take on the tone of
// its neighbours.
func sharpened(values []float64, n int, strength float64) []float64 {
	if strength == 0 {
		return values
	}
	out := make([]float64, len(values))
	for i, v := range values {
		row, column := i/n, i%n
		around := values[max(row-1, 0)*n+column] + values[min(row+1, n-1)*n+column] +
			values[row*n+max(column-1, 0)] + values[row*n+min(column+1, n-1)]
		out[i] = v + strength*(v-around/4)
	}
	return out
}

// toneReach is how far around a module, in modules, ink and paper are looked
// for: far enough to find both, near enough to follow a shadow.
const toneReach = 4

// marginsOf compares each module with the tone halfway between the ink and
// the paper around it: positive is dark, and the farther from zero the surer;
// 1 is ink, -1 is paper.
func marginsOf(values []float64, n int) []float64 {
	ink := extremes(values, n, func(a, b float64) float64 { return min(a, b) })
	paper := extremes(values, n, func(a, b float64) float64 { return max(a, b) })
	out := make([]float64, len(values))
	for i, v := range values {
		half := max((paper[i]-ink[i])/2, 1)
		out[i] = ((ink[i]+paper[i])/2 - v) / half
	}
	return out
}

// extremes folds pick over the square around each module, first along rows,
// then along columns.
func extremes(values []float64, n int, pick func(a, b float64) float64) []float64 {
	along := func(in []float64, step, other int) []float64 {
		out := make([]float64, len(in))
		for line := range n {
			for i := range n {
				v := in[line*other+i*step]
				for k := max(i-toneReach, 0); k <= min(i+toneReach, n-1); k++ {
					v = pick(v, in[line*other+k*step])
				}
				out[line*other+i*step] = v
			}
		}
		return out
	}
	return along(along(values, 1, n), n, 1)
}

// read turns the modules of a symbol into the bytes that it carries. Blocks
// that cannot be repaired are tried again with their most doubtful codewords
// taken as unknown, which Reed-Solomon repairs at half the cost.
func (l layout) read(margins []float64) ([]byte, bool) {
	codewords, doubts := l.codewords(margins)
	data := make([]uint8, l.data)
	for block := range l.blocks {
		if !l.repairBlock(codewords, doubts, block, data) {
			return nil, false
		}
	}
	return decodeBytes(data)
}

// codewords reads the codewords, and how doubtful each is: the margin of its
// least sure module, negated.
func (l layout) codewords(margins []float64) (codewords []uint8, doubts []float64) {
	for _, modules := range l.codewordModules() {
		var c uint8
		least := math.Inf(1)
		for _, module := range modules {
			c <<= 1
			if margins[module] > 0 {
				c |= 1
			}
			least = min(least, math.Abs(margins[module]))
		}
		codewords, doubts = append(codewords, c), append(doubts, -least)
	}
	return codewords, doubts
}

// repairBlock corrects one Reed-Solomon block, interleaved with the others,
// and puts its data codewords in their place.
func (l layout) repairBlock(codewords []uint8, doubts []float64, block int, data []uint8) bool {
	var places []int
	for i := block; i < len(codewords); i += l.blocks {
		places = append(places, i)
	}
	check := l.check / l.blocks
	doubtful := make([]int, len(places))
	for i := range doubtful {
		doubtful[i] = i
	}
	slices.SortStableFunc(doubtful, func(a, b int) int { return cmp.Compare(doubts[places[b]], doubts[places[a]]) })
	// Taking more than half the check codewords for erasures would leave too
	// few to notice a repair that makes sense of noise.
	for _, erased := range [...]int{0, check / 4, check / 2} {
		received := make([]uint8, len(places))
		for i, place := range places {
			received[i] = codewords[place]
		}
		if correct(received, check, doubtful[:erased]) {
			for i := 0; i < len(places)-check; i++ {
				data[places[i]] = received[i]
			}
			return true
		}
	}
	return false
}
