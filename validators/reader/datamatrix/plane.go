package datamatrix

import (
	"image"
	"image/color"
)

// plane is a grey picture: 0 is black, 255 is white.
type plane struct {
	w, h int
	pix  []uint8
}

func newPlane(w, h int) *plane { return &plane{w, h, make([]uint8, w*h)} }

// greyCrop renders the part r of page, shrunk by a whole factor: each pixel
// is the mean of factor × factor pixels of the page. Working on shrunk parts
// keeps a 600 dpi page from being copied whole.
func greyCrop(page image.Image, r image.Rectangle, factor int) *plane {
	out := newPlane(r.Dx()/factor, r.Dy()/factor)
	row := greyRow(page)
	line := make([]uint8, out.w*factor)
	sums := make([]uint32, out.w)
	area := uint32(factor * factor)
	for y := range out.h {
		clear(sums)
		for dy := range factor {
			row(line, r.Min.X, r.Min.Y+y*factor+dy)
			addGroups(sums, line, factor)
		}
		for x, sum := range sums {
			out.pix[y*out.w+x] = uint8(sum / area)
		}
	}
	return out
}

// addGroups adds each group of factor values of line to one sum.
func addGroups(sums []uint32, line []uint8, factor int) {
	for x := range sums {
		for _, v := range line[x*factor : (x+1)*factor] {
			sums[x] += uint32(v)
		}
	}
}

// greyRow returns a function that fills a line with the grey of the pixels
// from (x, y) rightwards. The kinds of picture that decoders return are read
// directly; the others pixel by pixel.
func greyRow(page image.Image) func(line []uint8, x, y int) {
	switch p := page.(type) {
	case *image.Gray:
		return func(line []uint8, x, y int) { copy(line, p.Pix[p.PixOffset(x, y):]) }
	case *image.YCbCr:
		return func(line []uint8, x, y int) { copy(line, p.Y[p.YOffset(x, y):]) }
	case *image.RGBA:
		return func(line []uint8, x, y int) { greyOfRGBA(line, p.Pix[p.PixOffset(x, y):]) }
	case *image.NRGBA:
		return func(line []uint8, x, y int) { greyOfNRGBA(line, p.Pix[p.PixOffset(x, y):]) }
	}
	return func(line []uint8, x, y int) {
		for i := range line {
			line[i] = onWhite(page.At(x+i, y))
		}
	}
}

// greyOfRGBA and greyOfNRGBA lay transparent pixels on white paper.
func greyOfRGBA(line, pix []uint8) {
	for i := range line {
		line[i] = luma(pix[4*i], pix[4*i+1], pix[4*i+2]) + 255 - pix[4*i+3]
	}
}

func greyOfNRGBA(line, pix []uint8) {
	for i := range line {
		v := luma(pix[4*i], pix[4*i+1], pix[4*i+2])
		if a := pix[4*i+3]; a != 255 {
			v = uint8((int(v)*int(a) + 255*(255-int(a))) / 255)
		}
		line[i] = v
	}
}

func luma(r, g, b uint8) uint8 {
	return uint8((299*int(r) + 587*int(g) + 114*int(b)) / 1000)
}

func onWhite(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	paper := 0xFFFF - a
	return luma(uint8((r+paper)>>8), uint8((g+paper)>>8), uint8((b+paper)>>8))
}

// at returns the grey at a point, interpolated between pixel centres. Beyond
// the edges there is white paper: a symbol may be cropped to its very border.
func (p *plane) at(q point) float64 {
	if q.x < 0 || q.y < 0 || q.x >= float64(p.w) || q.y >= float64(p.h) {
		return 255
	}
	x, y := max(q.x-0.5, 0), max(q.y-0.5, 0)
	x0, y0 := int(x), int(y)
	fx, fy := x-float64(x0), y-float64(y0)
	x1, y1 := min(x0+1, p.w-1), min(y0+1, p.h-1)
	top := float64(p.pix[y0*p.w+x0])*(1-fx) + float64(p.pix[y0*p.w+x1])*fx
	bottom := float64(p.pix[y1*p.w+x0])*(1-fx) + float64(p.pix[y1*p.w+x1])*fx
	return top*(1-fy) + bottom*fy
}

// dark marks with true the pixels darker than the mean of their surroundings,
// a square of 2*reach+1 pixels on a side: shadows and yellowed paper weigh
// on both alike.
func (p *plane) dark(reach int, share float64) []bool {
	out := make([]bool, len(p.pix))
	columns := make([]uint32, p.w)
	percent := uint64(share * 1000)
	for y := -reach; y < p.h; y++ {
		if entering := y + reach; entering < p.h {
			p.addRow(columns, entering, 1)
		}
		if leaving := y - reach - 1; leaving >= 0 {
			p.addRow(columns, leaving, ^uint32(0))
		}
		if y < 0 {
			continue
		}
		rows := min(y+reach, p.h-1) - max(y-reach, 0) + 1
		var sum uint64
		for x := range min(reach, p.w) {
			sum += uint64(columns[x])
		}
		for x := range p.w {
			if x+reach < p.w {
				sum += uint64(columns[x+reach])
			}
			if x-reach-1 >= 0 {
				sum -= uint64(columns[x-reach-1])
			}
			count := rows * (min(x+reach, p.w-1) - max(x-reach, 0) + 1)
			out[y*p.w+x] = uint64(p.pix[y*p.w+x])*uint64(count)*1000 < sum*percent
		}
	}
	return out
}

// addRow adds sign times row y to the column sums; sign is 1 or, modulo 2³²,
// minus 1.
func (p *plane) addRow(columns []uint32, y int, sign uint32) {
	for x, v := range p.pix[y*p.w : (y+1)*p.w] {
		columns[x] += uint32(v) * sign
	}
}
