// Package grey takes the brightness of pictures, at a size fit for measuring.
package grey

import (
	"encoding/binary"
	"image"
	"image/draw"
)

// Of returns the brightness of a picture, its corner at the origin, every
// square of by × by pixels averaged into one; what is left over on the right
// and below is dropped. It works a band at a time, so that a large picture is
// never held twice.
func Of(img image.Image, by int) *image.Gray {
	b := img.Bounds()
	if by <= 1 {
		return brightness(img, b)
	}
	out := image.NewGray(image.Rect(0, 0, max(b.Dx()/by, 1), max(b.Dy()/by, 1)))
	const rows = 64
	for y := 0; y < out.Rect.Dy(); y += rows {
		n := min(rows, out.Rect.Dy()-y)
		band := image.Rect(b.Min.X, b.Min.Y+y*by, b.Max.X, min(b.Min.Y+(y+n)*by, b.Max.Y))
		small := Shrunk(brightness(img, band), by)
		copy(out.Pix[y*out.Stride:(y+n)*out.Stride], small.Pix)
	}
	return out
}

// Whole returns the brightness of a picture that is only looked at: of one that
// is grey and has its corner at the origin, the picture itself.
func Whole(img image.Image) *image.Gray {
	if picture, ok := img.(*image.Gray); ok && picture.Rect.Min == (image.Point{}) {
		return picture
	}
	return Of(img, 1)
}

// brightness copies a part of a picture as grey levels.
func brightness(img image.Image, part image.Rectangle) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, part.Dx(), part.Dy()))
	switch src := img.(type) {
	case *image.Gray:
		for y := range part.Dy() {
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], src.Pix[src.PixOffset(part.Min.X, part.Min.Y+y):])
		}
	case *image.YCbCr:
		for y := range part.Dy() {
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], src.Y[src.YOffset(part.Min.X, part.Min.Y+y):])
		}
	case *image.RGBA:
		brightnessOf4(out, src.Pix[src.PixOffset(part.Min.X, part.Min.Y):], src.Stride, false)
	case *image.NRGBA:
		brightnessOf4(out, src.Pix[src.PixOffset(part.Min.X, part.Min.Y):], src.Stride, true)
	default:
		// Transparent pixels are paper.
		draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(out, out.Rect, img, part.Min, draw.Over)
	}
	return out
}

// brightnessOf4 reads pixels of four bytes, over white paper. The weights are
// those of the standard library's color.GrayModel.
func brightnessOf4(out *image.Gray, pix []byte, stride int, straightAlpha bool) {
	for y := range out.Rect.Dy() {
		row := pix[y*stride:]
		line := out.Pix[y*out.Stride : (y+1)*out.Stride]
		for x := range line {
			p := row[4*x : 4*x+4 : 4*x+4]
			v := (19595*uint32(p[0]) + 38470*uint32(p[1]) + 7471*uint32(p[2]) + 1<<15) >> 16
			if a := uint32(p[3]); a != 255 {
				if straightAlpha {
					v = v * a / 255
				}
				v = min(v+255-a, 255)
			}
			line[x] = uint8(v)
		}
	}
}

// Shrunk averages squares of by × by pixels of a picture whose corner is at
// the origin.
func Shrunk(src *image.Gray, by int) *image.Gray {
	if by <= 1 {
		return src
	}
	w, h := max(src.Rect.Dx()/by, 1), max(src.Rect.Dy()/by, 1)
	out := image.NewGray(image.Rect(0, 0, w, h))
	cols := min(by, src.Rect.Dx())
	Bands(h, func(from, to int) {
		sums := make([]uint32, w)
		for y := from; y < to; y++ {
			clear(sums)
			rows := min(by, src.Rect.Dy()-y*by)
			for dy := range rows {
				addUp(sums, src.Pix[(y*by+dy)*src.Stride:], by, cols)
			}
			n := uint32(rows * cols)
			for x, s := range sums {
				out.Pix[y*out.Stride+x] = uint8((s + n/2) / n)
			}
		}
	})
	return out
}

// addUp adds to each sum the next cols of by pixels of a row. A word holds four
// of them, which are added two at a time.
func addUp(sums []uint32, row []byte, by, cols int) {
	switch {
	case by == 2 && cols == 2:
		row = row[:2*len(sums)]
		for x := range sums {
			sums[x] += uint32(row[2*x]) + uint32(row[2*x+1])
		}
	case by == 3 && cols == 3:
		row = row[:3*len(sums)]
		for x := range sums {
			p := row[3*x : 3*x+3 : 3*x+3]
			sums[x] += uint32(p[0]) + uint32(p[1]) + uint32(p[2])
		}
	case by == 4 && cols == 4:
		const twoOf = 0x00ff00ff
		row = row[:4*len(sums)]
		for x := range sums {
			p := binary.LittleEndian.Uint32(row[4*x:])
			pairs := p&twoOf + p>>8&twoOf
			sums[x] += pairs&0xffff + pairs>>16
		}
	default:
		for x := range sums {
			for _, v := range row[x*by : x*by+cols] {
				sums[x] += uint32(v)
			}
		}
	}
}

// Fitted returns a picture whose corner is at the origin made smaller to the
// given size, each pixel the mean of what it covers. It never enlarges.
func Fitted(src *image.Gray, width, height int) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	width, height = min(max(width, 1), w), min(max(height, 1), h)
	if width == w && height == h {
		return src
	}
	columns := coverage(w, width)
	out := image.NewGray(image.Rect(0, 0, width, height))
	sums := make([]float32, width)
	for y, rows := range coverage(h, height) {
		clear(sums)
		for i, share := range rows.shares {
			line := src.Pix[(rows.first+i)*src.Stride:]
			for x := range sums {
				c := &columns[x]
				var sum float32
				for k, s := range c.shares {
					sum += s * float32(line[c.first+k])
				}
				sums[x] += share * sum
			}
		}
		for x, s := range sums {
			out.Pix[y*out.Stride+x] = uint8(s + 0.5)
		}
	}
	return out
}

// cover is the pixels that a wider pixel covers and how much of it each makes
// up.
type cover struct {
	first  int
	shares []float32
}

func coverage(from, to int) []cover {
	covers := make([]cover, to)
	step := float64(from) / float64(to)
	for i := range covers {
		start, end := float64(i)*step, float64(i+1)*step
		c := cover{first: int(start)}
		for p := c.first; p < from && float64(p) < end-1e-9; p++ {
			share := min(end, float64(p+1)) - max(start, float64(p))
			c.shares = append(c.shares, float32(share/step))
		}
		covers[i] = c
	}
	return covers
}
