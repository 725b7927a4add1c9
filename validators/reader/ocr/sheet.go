package ocr

import (
	"image"
	"math"
	"slices"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// A sheet of paper on a table is looked for in a thumbnail: a bright area
// with four straight, sharp edges. Where there is any doubt the whole picture
// is read: a missed sheet costs little, a wrong cut costs text.
const (
	thumbSide = 400 // pixels of the longer side
	// The share of the picture a sheet takes.
	minSheetShare, maxSheetShare = 0.2, 0.97
	// edgeReach is how far inside and outside its edge the sheet is compared
	// to what lies around it, in thumbnail pixels. The edge of paper is
	// crossed within it, the edge of a shadow is not.
	edgeReach = 3
	// edgeStep is how much darker the outside must be, as a share of the
	// inside: paper on a light wooden table has 0.3, the steepest soft shadow
	// 0.1 over this reach.
	edgeStep = 0.15
	// edgeShare is the share of each edge that must be so sharp.
	edgeShare = 0.75
	// minEdges is how many edges must be seen. The others may lie along the
	// border of the picture; with two of those, nothing tells a sheet that is
	// turned from one that is seen at a slant, or from a page with a band.
	minEdges = 3
)

// findSheet returns the corners of the sheet of paper in a picture.
func findSheet(img *image.Gray) (quad, bool) {
	by := max(1, (max(img.Rect.Dx(), img.Rect.Dy())+thumbSide-1)/thumbSide)
	thumb := grey.Shrunk(img, by)
	otsu := otsuThreshold(thumb)
	// Part of a sheet may lie in shadow: lower thresholds are tried as well.
	for _, factor := range []float64{1, 0.8, 0.65, 1.2} {
		area := brightArea(thumb, uint8(min(float64(otsu)*factor, 254)))
		corners, ok := fourCorners(hull(area))
		if ok && isSheet(thumb, corners) {
			return corners.scaled(float64(by)), true
		}
	}
	return quad{}, false
}

// otsuThreshold parts the grey levels into two classes as far from one
// another as possible.
func otsuThreshold(img *image.Gray) uint8 {
	var histogram [256]float64
	for _, v := range img.Pix {
		histogram[v]++
	}
	var all float64
	for v, n := range histogram {
		all += float64(v) * n
	}
	count := float64(len(img.Pix))
	var below, sumBelow, best float64
	threshold := 0
	for v, n := range histogram {
		below += n
		sumBelow += float64(v) * n
		if below == 0 || below == count {
			continue
		}
		apart := sumBelow/below - (all-sumBelow)/(count-below)
		if between := below * (count - below) * apart * apart; between > best {
			best, threshold = between, v
		}
	}
	return uint8(threshold)
}

// span is the columns of one row that an area covers, from and to included.
type span struct{ y, from, to int }

// brightArea returns the largest connected area above a threshold, as the
// span of each of its rows.
func brightArea(img *image.Gray, threshold uint8) []span {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	seen := make([]bool, w*h)
	var best []span
	bestSize := 0
	var stack []int
	for start := range seen {
		if seen[start] || img.Pix[start] <= threshold {
			continue
		}
		rows := map[int]span{}
		size := 0
		seen[start] = true
		stack = append(stack[:0], start)
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			size++
			x, y := at%w, at/w
			s, ok := rows[y]
			if !ok {
				s = span{y, x, x}
			}
			rows[y] = span{y, min(s.from, x), max(s.to, x)}
			for _, next := range [4][2]int{{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}} {
				if next[0] < 0 || next[1] < 0 || next[0] >= w || next[1] >= h {
					continue
				}
				if i := next[1]*w + next[0]; !seen[i] && img.Pix[i] > threshold {
					seen[i] = true
					stack = append(stack, i)
				}
			}
		}
		if size > bestSize {
			bestSize, best = size, best[:0]
			for _, s := range rows {
				best = append(best, s)
			}
		}
	}
	return best
}

// hull returns the convex hull of an area, clockwise as seen on the picture.
func hull(area []span) []point {
	points := make([]point, 0, 4*len(area))
	for _, s := range area {
		x0, x1, y := float64(s.from), float64(s.to+1), float64(s.y)
		points = append(points, point{x0, y}, point{x1, y}, point{x0, y + 1}, point{x1, y + 1})
	}
	slices.SortFunc(points, func(a, b point) int {
		if a.x != b.x {
			return int(math.Copysign(1, a.x-b.x))
		}
		return int(math.Copysign(1, a.y-b.y))
	})
	points = slices.Compact(points)
	half := func(points []point) []point {
		var chain []point
		for _, p := range points {
			for len(chain) > 1 && chain[len(chain)-1].minus(chain[len(chain)-2]).cross(p.minus(chain[len(chain)-1])) <= 0 {
				chain = chain[:len(chain)-1]
			}
			chain = append(chain, p)
		}
		return chain
	}
	if len(points) < 3 {
		return nil
	}
	upper := half(points)
	slices.Reverse(points)
	lower := half(points)
	return append(upper[:len(upper)-1], lower[:len(lower)-1]...)
}

// fourCorners draws the tightest four straight edges around a hull: the edge
// that costs the least area is taken away until four are left. ok is false
// where the hull is far from being a quadrilateral.
func fourCorners(hull []point) (corners quad, ok bool) {
	if len(hull) < 4 {
		return quad{}, false
	}
	area := polygonArea(hull)
	for len(hull) > 4 {
		best, bestCost := -1, math.Inf(1)
		var bestCorner point
		for i := range hull {
			before, a := hull[(i+len(hull)-1)%len(hull)], hull[i]
			b, after := hull[(i+1)%len(hull)], hull[(i+2)%len(hull)]
			corner, meets := crossing(before, a, b, after)
			if !meets {
				continue
			}
			if cost := b.minus(a).cross(corner.minus(a)); math.Abs(cost) < bestCost {
				best, bestCost, bestCorner = i, math.Abs(cost), corner
			}
		}
		if best < 0 {
			return quad{}, false
		}
		hull[best] = bestCorner
		hull = slices.Delete(hull, (best+1)%len(hull), (best+1)%len(hull)+1)
	}
	first := 0
	for i, p := range hull {
		if p.x+p.y < hull[first].x+hull[first].y {
			first = i
		}
	}
	for i := range corners {
		corners[i] = hull[(first+i)%4]
	}
	const grownAtMost = 1.06
	return corners, corners.area() <= area*grownAtMost
}

// crossing extends the edge before→a past a and after→b past b to where they
// meet.
func crossing(before, a, b, after point) (point, bool) {
	along, back := a.minus(before), b.minus(after)
	det := along.cross(back)
	if math.Abs(det) < 1e-9 {
		return point{}, false
	}
	gap := b.minus(a)
	t, s := gap.cross(back)/det, gap.cross(along)/det
	if t < 0 || s < 0 {
		return point{}, false // they part
	}
	return point{a.x + t*along.x, a.y + t*along.y}, true
}

func polygonArea(points []point) float64 {
	var sum float64
	for i, p := range points {
		sum += p.cross(points[(i+1)%len(points)])
	}
	return math.Abs(sum) / 2
}

// isSheet tells whether four corners are those of a sheet in the thumbnail.
func isSheet(thumb *image.Gray, corners quad) bool {
	whole := float64(thumb.Rect.Dx() * thumb.Rect.Dy())
	if share := corners.area() / whole; share < minSheetShare || share > maxSheetShare {
		return false
	}
	// Seen at a slant, the far edge of a sheet is somewhat shorter, no more.
	const shortest = 0.6
	for i := range 2 {
		a, b := corners[i+1].minus(corners[i]).length(), corners[(i+3)%4].minus(corners[i+2]).length()
		if min(a, b) < shortest*max(a, b) {
			return false
		}
	}
	seen := 0
	for i := range corners {
		a := corners[(i+1)%4].minus(corners[i])
		b := corners[(i+3)%4].minus(corners[i])
		const cosine60 = 0.5
		if cos := (a.x*b.x + a.y*b.y) / (a.length() * b.length()); math.Abs(cos) > cosine60 {
			return false
		}
		switch edgeSeen(thumb, corners[i], corners[(i+1)%4]) {
		case sharpEdge:
			seen++
		case softEdge:
			return false
		}
	}
	return seen >= minEdges
}

// edge says what was seen of an edge of the sheet.
type edge int

const (
	borderEdge edge = iota // it lies along the border of the picture
	sharpEdge
	softEdge
)

// edgeSeen tells whether the picture is brighter right of the line from a to
// b than left of it.
func edgeSeen(img *image.Gray, a, b point) edge {
	const samples = 50
	along := b.minus(a)
	in := point{-along.y / along.length() * edgeReach, along.x / along.length() * edgeReach}
	tried, sharp := 0, 0
	for i := range samples {
		t := (float64(i) + 0.5) / samples
		p := point{a.x + t*along.x, a.y + t*along.y}
		inside, ok := levelAt(img, p.x+in.x, p.y+in.y)
		outside, okOut := levelAt(img, p.x-in.x, p.y-in.y)
		if !ok || !okOut {
			continue
		}
		tried++
		if inside-outside >= edgeStep*inside && inside > 0 {
			sharp++
		}
	}
	switch {
	case tried < samples/2:
		return borderEdge
	case float64(sharp) >= edgeShare*float64(tried):
		return sharpEdge
	}
	return softEdge
}

func levelAt(img *image.Gray, x, y float64) (float64, bool) {
	ix, iy := int(math.Floor(x)), int(math.Floor(y))
	if ix < 0 || iy < 0 || ix >= img.Rect.Dx() || iy >= img.Rect.Dy() {
		return 0, false
	}
	return float64(img.Pix[iy*img.Stride+ix]), true
}
