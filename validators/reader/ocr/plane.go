package ocr

import "math"

// plane maps the points of one picture to those of another: a 3 × 3
// perspective matrix by rows. The centre of the top left pixel is (0.5, 0.5).
type plane [9]float64

func (p plane) at(x, y float64) (float64, float64) {
	w := p[6]*x + p[7]*y + p[8]
	return (p[0]*x + p[1]*y + p[2]) / w, (p[3]*x + p[4]*y + p[5]) / w
}

// then returns the map that applies p first, then q.
func (p plane) then(q plane) plane {
	var out plane
	for row := range 3 {
		for col := range 3 {
			for k := range 3 {
				out[3*row+col] += q[3*row+k] * p[3*k+col]
			}
		}
	}
	return out
}

// box returns the smallest rectangle around the image of a rectangle.
func (p plane) box(b Box) Box {
	out := Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, c := range [4][2]float64{{b.X0, b.Y0}, {b.X1, b.Y0}, {b.X1, b.Y1}, {b.X0, b.Y1}} {
		x, y := p.at(c[0], c[1])
		out.X0, out.X1 = min(out.X0, x), max(out.X1, x)
		out.Y0, out.Y1 = min(out.Y0, y), max(out.Y1, y)
	}
	return out
}

func scaling(x, y float64) plane { return plane{x, 0, 0, 0, y, 0, 0, 0, 1} }

// turning rotates clockwise around a point.
func turning(degrees, x, y float64) plane {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return plane{cos, -sin, x - cos*x + sin*y, sin, cos, y - sin*x - cos*y, 0, 0, 1}
}

// quarterTurns maps a picture of the given size to the same one turned
// clockwise.
func quarterTurns(degrees int, width, height float64) plane {
	switch degrees {
	case 90:
		return plane{0, -1, height, 1, 0, 0, 0, 0, 1}
	case 180:
		return plane{-1, 0, width, 0, -1, height, 0, 0, 1}
	case 270:
		return plane{0, 1, 0, -1, 0, width, 0, 0, 1}
	}
	return plane{1, 0, 0, 0, 1, 0, 0, 0, 1}
}

// point is a place in a picture.
type point struct{ x, y float64 }

func (p point) minus(q point) point   { return point{p.x - q.x, p.y - q.y} }
func (p point) cross(q point) float64 { return p.x*q.y - p.y*q.x }
func (p point) length() float64       { return math.Hypot(p.x, p.y) }

// quad is a convex quadrilateral, its corners clockwise from the top left.
type quad [4]point

func (q quad) scaled(by float64) quad {
	for i := range q {
		q[i].x *= by
		q[i].y *= by
	}
	return q
}

func (q quad) area() float64 {
	return q[2].minus(q[0]).cross(q[3].minus(q[1])) / 2
}

// size is that of the rectangle the quadrilateral is most likely a view of:
// the mean of its opposite sides.
func (q quad) size() (width, height float64) {
	width = (q[1].minus(q[0]).length() + q[2].minus(q[3]).length()) / 2
	height = (q[3].minus(q[0]).length() + q[2].minus(q[1]).length()) / 2
	return width, height
}

// fromSquare maps the unit square to the quadrilateral.
// Source: Heckbert, Fundamentals of Texture Mapping (1989), § 2.2.3.
func (q quad) fromSquare() plane {
	d1, d2 := q[1].minus(q[2]), q[3].minus(q[2])
	sum := point{q[0].x - q[1].x + q[2].x - q[3].x, q[0].y - q[1].y + q[2].y - q[3].y}
	det := d1.cross(d2)
	g, h := sum.cross(d2)/det, d1.cross(sum)/det
	return plane{
		q[1].x - q[0].x + g*q[1].x, q[3].x - q[0].x + h*q[3].x, q[0].x,
		q[1].y - q[0].y + g*q[1].y, q[3].y - q[0].y + h*q[3].y, q[0].y,
		g, h, 1,
	}
}
