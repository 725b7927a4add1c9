package testpage

import (
	"image"
	"math"
)

// lay draws a page into a quadrilateral of the picture (corners clockwise
// from the top left), averaging over the page pixels each picture pixel sees.
func lay(dst, page *image.RGBA, quad [4][2]float64) {
	toPage := squareToQuad(quad).inverse()
	w, h := float64(page.Rect.Dx()), float64(page.Rect.Dy())
	for y := range dst.Rect.Dy() {
		for x := range dst.Rect.Dx() {
			var sum [3]float64
			inside := 0
			for _, s := range subsamples {
				u, v := toPage.at(float64(x)+s[0], float64(y)+s[1])
				if u < 0 || v < 0 || u >= 1 || v >= 1 {
					continue
				}
				inside++
				c := bilinear(page, u*w-0.5, v*h-0.5)
				for i := range sum {
					sum[i] += c[i]
				}
			}
			if inside == 0 {
				continue
			}
			p := dst.Pix[y*dst.Stride+4*x:]
			for i := range sum {
				under := float64(p[i]) * float64(len(subsamples)-inside)
				p[i] = uint8((sum[i] + under) / float64(len(subsamples)))
			}
		}
	}
}

var subsamples = [4][2]float64{{0.25, 0.25}, {0.75, 0.25}, {0.25, 0.75}, {0.75, 0.75}}

func bilinear(img *image.RGBA, x, y float64) [3]float64 {
	x = min(max(x, 0), float64(img.Rect.Dx()-2))
	y = min(max(y, 0), float64(img.Rect.Dy()-2))
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	at := img.Pix[int(y0)*img.Stride+4*int(x0):]
	var out [3]float64
	for i := range out {
		top := float64(at[i])*(1-fx) + float64(at[i+4])*fx
		low := float64(at[i+img.Stride])*(1-fx) + float64(at[i+4+img.Stride])*fx
		out[i] = top*(1-fy) + low*fy
	}
	return out
}

// projection is a plane perspective: a 3 × 3 matrix by rows.
type projection [9]float64

func (p projection) at(x, y float64) (float64, float64) {
	w := p[6]*x + p[7]*y + p[8]
	return (p[0]*x + p[1]*y + p[2]) / w, (p[3]*x + p[4]*y + p[5]) / w
}

// squareToQuad maps the unit square to a quadrilateral.
// Source: Heckbert, Fundamentals of Texture Mapping (1989), § 2.2.3.
func squareToQuad(q [4][2]float64) projection {
	dx1, dy1 := q[1][0]-q[2][0], q[1][1]-q[2][1]
	dx2, dy2 := q[3][0]-q[2][0], q[3][1]-q[2][1]
	sx := q[0][0] - q[1][0] + q[2][0] - q[3][0]
	sy := q[0][1] - q[1][1] + q[2][1] - q[3][1]
	det := dx1*dy2 - dx2*dy1
	g := (sx*dy2 - dx2*sy) / det
	h := (dx1*sy - sx*dy1) / det
	return projection{
		q[1][0] - q[0][0] + g*q[1][0], q[3][0] - q[0][0] + h*q[3][0], q[0][0],
		q[1][1] - q[0][1] + g*q[1][1], q[3][1] - q[0][1] + h*q[3][1], q[0][1],
		g, h, 1,
	}
}

func (p projection) inverse() projection {
	return projection{
		p[4]*p[8] - p[5]*p[7], p[2]*p[7] - p[1]*p[8], p[1]*p[5] - p[2]*p[4],
		p[5]*p[6] - p[3]*p[8], p[0]*p[8] - p[2]*p[6], p[2]*p[3] - p[0]*p[5],
		p[3]*p[7] - p[4]*p[6], p[1]*p[6] - p[0]*p[7], p[0]*p[4] - p[1]*p[3],
	}
}
