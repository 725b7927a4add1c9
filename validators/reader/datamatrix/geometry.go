package datamatrix

import "math"

// point is a place in a plane, in pixels; the centre of the first pixel is
// (0.5, 0.5).
type point struct{ x, y float64 }

func (p point) plus(q point) point        { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point       { return point{p.x - q.x, p.y - q.y} }
func (p point) times(k float64) point     { return point{p.x * k, p.y * k} }
func (p point) length() float64           { return math.Hypot(p.x, p.y) }
func (p point) cross(q point) float64     { return p.x*q.y - p.y*q.x }
func (p point) towards(q point) point     { d := q.minus(p); return d.times(1 / max(d.length(), 1e-9)) }
func between(p, q point, t float64) point { return p.plus(q.minus(p).times(t)) }

// quad is the outline of a symbol: top left, top right, bottom right and
// bottom left as the symbol stands upright, its solid sides on the left and
// at the bottom.
type quad [4]point

const (
	topLeft = iota
	topRight
	bottomRight
	bottomLeft
)

// turned returns the same outline read a quarter turn further.
func (q quad) turned() quad { return quad{q[1], q[2], q[3], q[0]} }

func (q quad) mapped(f func(point) point) quad {
	return quad{f(q[0]), f(q[1]), f(q[2]), f(q[3])}
}

// side is the mean length of the four sides.
func (q quad) side() float64 {
	var sum float64
	for i, p := range q {
		sum += q[(i+1)%4].minus(p).length()
	}
	return sum / 4
}

// bounds returns the box that holds the outline.
func (q quad) bounds() (low, high point) {
	low, high = q[0], q[0]
	for _, p := range q[1:] {
		low = point{min(low.x, p.x), min(low.y, p.y)}
		high = point{max(high.x, p.x), max(high.y, p.y)}
	}
	return low, high
}

// plausible reports whether the outline is one that a square seen at a mild
// slant can have: convex, turning clockwise on the page, sides within a
// factor of two of one another.
func (q quad) plausible() bool {
	shortest, longest := math.Inf(1), 0.0
	for i := range q {
		a, b := q[(i+1)%4].minus(q[i]), q[(i+2)%4].minus(q[(i+1)%4])
		sine := a.cross(b) / max(a.length()*b.length(), 1e-9)
		if sine < 0.6 {
			return false
		}
		shortest, longest = min(shortest, a.length()), max(longest, a.length())
	}
	return shortest > 0.5*longest
}

// crossing returns the point where line ab meets line cd.
func crossing(a, b, c, d point) (point, bool) {
	ab, cd := b.minus(a), d.minus(c)
	sine := ab.cross(cd)
	if math.Abs(sine) < 1e-6*ab.length()*cd.length() {
		return point{}, false
	}
	return between(a, b, c.minus(a).cross(cd)/sine), true
}

// homography carries the unit square onto a quad.
type homography struct{ a, b, c, d, e, f, g, h float64 }

// onto returns the homography that carries (0,0), (1,0), (1,1), (0,1) to the
// corners of q (Heckbert, 1989).
func onto(q quad) homography {
	sum := q[0].minus(q[1]).plus(q[2]).minus(q[3])
	p, r := q[1].minus(q[2]), q[3].minus(q[2])
	det := p.cross(r)
	if det == 0 {
		det = 1e-9
	}
	g, h := sum.cross(r)/det, p.cross(sum)/det
	return homography{
		a: q[1].x - q[0].x + g*q[1].x, b: q[3].x - q[0].x + h*q[3].x, c: q[0].x,
		d: q[1].y - q[0].y + g*q[1].y, e: q[3].y - q[0].y + h*q[3].y, f: q[0].y,
		g: g, h: h,
	}
}

func (m homography) at(u, v float64) point {
	w := m.g*u + m.h*v + 1
	return point{(m.a*u + m.b*v + m.c) / w, (m.d*u + m.e*v + m.f) / w}
}

// hullOf returns the convex hull of points sorted by (x, y), clockwise on the
// page, without three points in line (Andrew's monotone chain).
func hullOf(sorted []point) []point {
	if len(sorted) < 3 {
		return sorted
	}
	half := func(hull []point, p point, floor int) []point {
		for len(hull) >= floor && hull[len(hull)-1].minus(hull[len(hull)-2]).cross(p.minus(hull[len(hull)-1])) <= 0 {
			hull = hull[:len(hull)-1]
		}
		return append(hull, p)
	}
	var hull []point
	for _, p := range sorted {
		hull = half(hull, p, 2)
	}
	floor := len(hull) + 1
	for i := len(sorted) - 2; i >= 0; i-- {
		hull = half(hull, sorted[i], floor)
	}
	return hull[:len(hull)-1]
}

// sheet is how a symbol lies on the picture: its outline, and how the paper
// bows between the corners.
type sheet struct {
	outline quad
	// bow is how far the middle of each side strays from the straight line:
	// the top, the right, the bottom and the left.
	bow [4]point
}

// handles are the points that may be moved to lay a sheet: the corners of a
// flat one, and the middles of the sides too of one that bows.
func (s *sheet) handles(bowed bool) []*point {
	out := []*point{&s.outline[0], &s.outline[1], &s.outline[2], &s.outline[3]}
	if bowed {
		out = append(out, &s.bow[0], &s.bow[1], &s.bow[2], &s.bow[3])
	}
	return out
}

// grid returns the function that carries the unit square onto the sheet.
func (s sheet) grid() func(u, v float64) point {
	flat := onto(s.outline)
	if s.bow == [4]point{} {
		return flat.at
	}
	return func(u, v float64) point {
		across, down := 4*u*(1-u), 4*v*(1-v)
		p := flat.at(u, v)
		p = p.plus(s.bow[0].times(across * (1 - v))).plus(s.bow[2].times(across * v))
		return p.plus(s.bow[3].times(down * (1 - u))).plus(s.bow[1].times(down * u))
	}
}
