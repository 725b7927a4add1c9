package datamatrix

import "math"

// outlines proposes the places where a symbol may stand, given the straight
// flanks of a blob, clockwise. Two flanks in a row that make a corner are
// taken as the bottom and left sides of a symbol, so that a blob with four
// sides is proposed in its four orientations. from and to are kept as the
// ends of the sides; the top right corner is a guess to be refined.
func outlines(sides []flank) []quad {
	var out []quad
	n := len(sides)
	for i, bottom := range sides {
		left := sides[(i+1)%n]
		corner, ok := crossing(bottom.from, bottom.to, left.from, left.to)
		if n < 2 || !ok {
			continue
		}
		q := quad{topLeft: left.to, bottomRight: bottom.from, bottomLeft: corner}
		q[topRight] = q[topLeft].plus(q[bottomRight]).minus(corner)
		if q.plausible() {
			out = append(out, q)
		}
		if n != 4 {
			continue
		}
		top, right := sides[(i+2)%4], sides[(i+3)%4]
		if q[topRight], ok = crossing(top.from, top.to, right.from, right.to); ok && q.plausible() {
			out = append(out, q)
		}
	}
	return out
}

// edgeSamples is how many points along a side are compared on either hand.
const edgeSamples = 64

// edge is one side of an outline, being moved to where the paper begins.
// outward points away from the symbol.
type edge struct{ from, to, outward point }

// brightening returns how much brighter, on average, the picture is just
// outside the edge than just inside.
func (p *plane) brightening(e edge) float64 {
	var sum float64
	for i := range edgeSamples {
		q := between(e.from, e.to, (float64(i)+0.5)/edgeSamples)
		sum += p.at(q.plus(e.outward)) - p.at(q.minus(e.outward))
	}
	return sum / edgeSamples
}

// settle slides both ends of an edge outwards and inwards, by up to reachFrom
// and reachTo pixels, to where the picture brightens most across it.
func (p *plane) settle(e edge, reachFrom, reachTo float64) edge {
	const half = 4 // steps on either side, at each of the passes
	for range 3 {
		best, most := e, math.Inf(-1)
		for i := -half; i <= half; i++ {
			for j := -half; j <= half; j++ {
				tried := edge{
					e.from.plus(e.outward.times(reachFrom * float64(i) / half)),
					e.to.plus(e.outward.times(reachTo * float64(j) / half)),
					e.outward,
				}
				if gain := p.brightening(tried); gain > most {
					best, most = tried, gain
				}
			}
		}
		e = best
		reachFrom, reachTo = reachFrom/half, reachTo/half
	}
	return e
}

// settled moves the four sides of q to the borders seen in the picture. The
// known corners are trusted to within reach pixels; the top right one, which
// perspective displaces, to within a tenth of the side more.
func (p *plane) settled(q quad, reach float64) (quad, bool) {
	wide := reach + q.side()/10
	reaches := [4][2]float64{
		{reach, wide}, {wide, reach}, {reach, reach}, {reach, reach},
	}
	var sides [4]edge
	for i := range sides {
		from, to := q[i], q[(i+1)%4]
		along := from.towards(to)
		sides[i] = p.settle(edge{from, to, point{along.y, -along.x}}, reaches[i][0], reaches[i][1])
	}
	var out quad
	for i := range out {
		before := sides[(i+3)%4]
		corner, ok := crossing(before.from, before.to, sides[i].from, sides[i].to)
		if !ok {
			return q, false
		}
		out[i] = corner
	}
	return out, out.plausible()
}
