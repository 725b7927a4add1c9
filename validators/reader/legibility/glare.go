package legibility

import "image"

const (
	// burnt is the level from which on a pixel tells nothing any more.
	burnt = 252
	// whitePaper is the level past which nothing tells glare from paper.
	whitePaper = 240
)

// glare is the share of burnt-out pixels in the area that the print spans. On
// paper that is white all over, nothing tells glare from paper; nor does the white
// that reaches in from the edge of the picture: it is the ground that cards lie
// on, of a scanner or of a page that they were put on.
func (p *page) glare(print []tile) float64 {
	var area image.Rectangle
	for _, t := range print {
		area = area.Union(t.Rectangle)
	}
	background := quantile(print, 0.5, func(t tile) float64 { return float64(t.bright) })
	if area.Empty() || background > whitePaper {
		return 0
	}
	ground := p.ground()
	clipped, seen := 0, 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x, v := range p.Pix[y*p.Stride+area.Min.X : y*p.Stride+area.Max.X] {
			if ground.holds(area.Min.X+x, y) {
				continue
			}
			seen++
			if v >= burnt {
				clipped++
			}
		}
	}
	return float64(clipped) / float64(max(seen, 1))
}

// cells are squares of a page, some of them marked.
type cells struct {
	marked []bool
	across int
}

const cellSide = 8

func (c cells) holds(x, y int) bool { return c.marked[y/cellSide*c.across+x/cellSide] }

// ground marks the white that reaches in from the edge of the picture. A cell
// beside it counts too, where the white ends in the middle of one.
func (p *page) ground() cells {
	across, down := (p.Rect.Dx()+cellSide-1)/cellSide, (p.Rect.Dy()+cellSide-1)/cellSide
	c := cells{make([]bool, across*down), across}
	var edge []image.Point // white cells whose neighbours are still to be seen
	visit := func(x, y int) {
		if x < 0 || y < 0 || x >= across || y >= down || c.marked[y*across+x] {
			return
		}
		c.marked[y*across+x] = true
		if p.white(x, y) {
			edge = append(edge, image.Pt(x, y))
		}
	}
	for x := range across {
		visit(x, 0)
		visit(x, down-1)
	}
	for y := range down {
		visit(0, y)
		visit(across-1, y)
	}
	for len(edge) > 0 {
		at := edge[len(edge)-1]
		edge = edge[:len(edge)-1]
		visit(at.X-1, at.Y)
		visit(at.X+1, at.Y)
		visit(at.X, at.Y-1)
		visit(at.X, at.Y+1)
	}
	return c
}

// white reports whether a cell is white all over: as bright as paper of which
// nothing tells glare. A scanner's white is grained and not quite burnt out.
func (p *page) white(x, y int) bool {
	cell := image.Rect(x, y, x+1, y+1)
	cell = image.Rectangle{cell.Min.Mul(cellSide), cell.Max.Mul(cellSide)}.Intersect(p.Rect)
	for y := cell.Min.Y; y < cell.Max.Y; y++ {
		for _, v := range p.Pix[y*p.Stride+cell.Min.X : y*p.Stride+cell.Max.X] {
			if v <= whitePaper {
				return false
			}
		}
	}
	return true
}
