package datamatrix

import (
	"cmp"
	"image"
	"slices"
)

// mask is a two-tone picture: true is dark.
type mask struct {
	w, h int
	dark []bool
}

// merged shrinks the mask by a whole factor, a cell being dark as soon as one
// of its pixels is: the modules of a symbol run together into one solid blob.
func (m mask) merged(factor int) mask {
	out := mask{w: (m.w + factor - 1) / factor, h: (m.h + factor - 1) / factor}
	out.dark = make([]bool, out.w*out.h)
	for y := range m.h {
		to := out.dark[y/factor*out.w:]
		for x, dark := range m.dark[y*m.w : (y+1)*m.w] {
			if dark {
				to[x/factor] = true
			}
		}
	}
	return out
}

// run is a horizontal stretch of dark pixels from x0 up to, not including, x1.
type run struct {
	y, x0, x1 int32
	parent    int32 // index of another run of the same blob, or of itself
}

// blob is a set of dark pixels that touch, corners included.
type blob struct {
	box  image.Rectangle
	area int
	runs []run
}

// blobs returns the blobs whose box fits says may hold a symbol, the largest
// first.
func (m mask) blobs(fits func(box image.Rectangle, area int) bool) []blob {
	runs := m.linked()
	type extent struct {
		box  image.Rectangle
		area int
	}
	extents := map[int32]extent{}
	for i, r := range runs {
		root := find(runs, int32(i))
		e := extents[root]
		e.box = e.box.Union(image.Rect(int(r.x0), int(r.y), int(r.x1), int(r.y)+1))
		e.area += int(r.x1 - r.x0)
		extents[root] = e
	}
	kept := map[int32]*blob{}
	for root, e := range extents {
		if fits(e.box, e.area) {
			kept[root] = &blob{box: e.box, area: e.area}
		}
	}
	for i := range runs {
		if b := kept[find(runs, int32(i))]; b != nil {
			b.runs = append(b.runs, runs[i])
		}
	}
	out := make([]blob, 0, len(kept))
	for _, b := range kept {
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b blob) int {
		return cmp.Or(
			cmp.Compare(b.box.Dx()*b.box.Dy(), a.box.Dx()*a.box.Dy()),
			cmp.Compare(a.box.Min.Y, b.box.Min.Y),
			cmp.Compare(a.box.Min.X, b.box.Min.X),
			cmp.Compare(a.area, b.area),
		)
	})
	return out
}

// linked cuts the mask in runs and joins those that touch between one row and
// the next.
func (m mask) linked() []run {
	var runs []run
	above, start := 0, 0
	for y := range m.h {
		above, start = start, len(runs)
		row := m.dark[y*m.w : (y+1)*m.w]
		for x := 0; x < m.w; x++ {
			if !row[x] {
				continue
			}
			x0 := x
			for x < m.w && row[x] {
				x++
			}
			runs = append(runs, run{int32(y), int32(x0), int32(x), int32(len(runs))})
		}
		join(runs, above, start)
	}
	return runs
}

// join links the runs of the last row, from start on, with those of the row
// above, which lie between above and start.
func join(runs []run, above, start int) {
	for i, j := above, start; i < start && j < len(runs); {
		a, b := runs[i], runs[j]
		if a.x0 <= b.x1 && b.x0 <= a.x1 {
			x, y := find(runs, int32(i)), find(runs, int32(j))
			runs[max(x, y)].parent = min(x, y)
		}
		if a.x1 < b.x1 {
			i++
		} else {
			j++
		}
	}
}

func find(runs []run, i int32) int32 {
	for runs[i].parent != i {
		runs[i].parent = runs[runs[i].parent].parent
		i = runs[i].parent
	}
	return i
}

// hull returns the convex hull of the blob's pixels, each taken as a square.
func (b blob) hull() []point {
	var corners []point
	for i := 0; i < len(b.runs); {
		y, x0, x1 := b.runs[i].y, b.runs[i].x0, b.runs[i].x1
		for ; i < len(b.runs) && b.runs[i].y == y; i++ {
			x0, x1 = min(x0, b.runs[i].x0), max(x1, b.runs[i].x1)
		}
		for _, x := range [2]int32{x0, x1} {
			corners = append(corners, point{float64(x), float64(y)}, point{float64(x), float64(y + 1)})
		}
	}
	slices.SortFunc(corners, func(p, q point) int {
		return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y))
	})
	return hullOf(slices.Compact(corners))
}

// flank is a stretch of a hull that is straight, or nearly.
type flank struct{ from, to point }

func (f flank) length() float64 { return f.to.minus(f.from).length() }

// flanks groups the edges of a hull into straight stretches: an edge joins
// the stretch before it when no corner between them strays from the chord by
// more than slack pixels. Stretches shorter than shortest are left out.
func flanks(hull []point, slack, shortest float64) []flank {
	n := len(hull)
	if n < 3 {
		return nil
	}
	start := sharpest(hull)
	var out []flank
	for i := 0; i < n; {
		j := i + 1
		for j < n && straight(hull, start+i, start+j+1, slack) {
			j++
		}
		f := flank{hull[(start+i)%n], hull[(start+j)%n]}
		if f.length() >= shortest {
			out = append(out, f)
		}
		i = j
	}
	return out
}

// sharpest returns the corner where the hull turns most between its two
// neighbouring edges, weighed by their lengths: a safe place to start.
func sharpest(hull []point) int {
	n, best, most := len(hull), 0, -1.0
	for i := range hull {
		a, b := hull[i].minus(hull[(i+n-1)%n]), hull[(i+1)%n].minus(hull[i])
		if turn := a.cross(b); turn > most {
			best, most = i, turn
		}
	}
	return best
}

func straight(hull []point, from, to int, slack float64) bool {
	n := len(hull)
	a, b := hull[from%n], hull[to%n]
	direction := a.towards(b)
	for k := from + 1; k < to; k++ {
		if off := direction.cross(hull[k%n].minus(a)); off > slack || off < -slack {
			return false
		}
	}
	return true
}
