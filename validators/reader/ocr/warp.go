package ocr

import (
	"encoding/binary"
	"image"
	"math"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// cubicSteps is how finely the place between two pixels is told apart.
const cubicSteps = 64

// cubicWeights are the weights, in 1/256, of the four pixels around a place.
// Catmull and Rom's curve keeps the edges of letters sharper than a straight
// line between pixels does.
var cubicWeights = func() (table [cubicSteps + 1][4]int32) {
	for i := range table {
		t := float64(i) / cubicSteps
		w := [4]float64{
			((-t+2)*t - 1) * t / 2,
			((3*t-5)*t*t + 2) / 2,
			((-3*t+4)*t + 1) * t / 2,
			(t - 1) * t * t / 2,
		}
		sum := int32(0)
		for k, v := range w {
			table[i][k] = int32(math.Round(v * 256))
			sum += table[i][k]
		}
		table[i][1] += 256 - sum
	}
	return table
}()

// warped draws a picture of the given size; toSource tells where in src each
// of its points lies. What lies outside repeats the edge of src.
func warped(src *image.Gray, width, height int, toSource plane) *image.Gray {
	if toSource.straight() {
		return stretched(src, width, height, toSource)
	}
	out := image.NewGray(image.Rect(0, 0, width, height))
	grey.Bands(height, func(from, to int) {
		for y := from; y < to; y++ {
			row := out.Pix[y*out.Stride : (y+1)*out.Stride]
			py := float64(y) + 0.5
			u, v, w := toSource[1]*py+toSource[2], toSource[4]*py+toSource[5], toSource[7]*py+toSource[8]
			for x := range row {
				px := float64(x) + 0.5
				d := 1 / (w + toSource[6]*px)
				row[x] = cubicAt(src, (u+toSource[0]*px)*d-0.5, (v+toSource[3]*px)*d-0.5)
			}
		}
	})
	return out
}

// straight reports whether a map keeps rows rows and columns columns.
func (p plane) straight() bool {
	return p[1] == 0 && p[3] == 0 && p[6] == 0 && p[7] == 0
}

// stretched is warped where rows stay rows and columns columns: what a row of
// src gives is worked out once for all the rows that are drawn from it.
func stretched(src *image.Gray, width, height int, toSource plane) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, width, height))
	w, h := src.Rect.Dx(), src.Rect.Dy()
	d := 1 / toSource[8]
	columns := make([]tap, width)
	for x := range columns {
		columns[x] = tapAt((toSource[2]+toSource[0]*(float64(x)+0.5))*d-0.5, w)
	}
	grey.Bands(height, func(from, to int) {
		// The last rows of src that were asked for, each along the columns: the
		// four around a place lie in places of their own.
		var rows [4][]int32
		held := [4]int{-1, -1, -1, -1}
		for k := range rows {
			rows[k] = make([]int32, width)
		}
		for y := from; y < to; y++ {
			at := tapAt((toSource[5]+toSource[4]*(float64(y)+0.5))*d-0.5, h)
			var around [4][]int32
			for k := range around {
				line := min(max(at.first+k, 0), h-1)
				if held[line%4] != line {
					along(rows[line%4], columns, src.Pix[line*src.Stride:line*src.Stride+w])
					held[line%4] = line
				}
				around[k] = rows[line%4][:width]
			}
			blended(out.Pix[y*out.Stride:y*out.Stride+width], around, at.weights)
		}
	})
	return out
}

// tap is the first of the four pixels around a place of a row or column, which
// may lie outside, and their weights.
type tap struct {
	first   int
	weights *[4]int32
}

func tapAt(place float64, pixels int) tap {
	place = min(max(place, -1), float64(pixels))
	// Shifted by one, so that cutting off the fraction rounds down.
	i := int(place+1) - 1
	return tap{i - 1, &cubicWeights[int((place-float64(i))*cubicSteps+0.5)]}
}

// along reads a row of pixels between them.
func along(out []int32, columns []tap, row []byte) {
	last := len(row) - 1
	for x, c := range columns {
		w := c.weights
		if c.first >= 0 && c.first+3 <= last {
			p := row[c.first : c.first+4 : c.first+4]
			out[x] = w[0]*int32(p[0]) + w[1]*int32(p[1]) + w[2]*int32(p[2]) + w[3]*int32(p[3])
			continue
		}
		out[x] = 0
		for k := range 4 {
			out[x] += w[k] * int32(row[min(max(c.first+k, 0), last)])
		}
	}
}

// blended reads between four rows.
func blended(out []byte, rows [4][]int32, w *[4]int32) {
	n := len(out)
	a, b, c, d := rows[0][:n], rows[1][:n], rows[2][:n], rows[3][:n]
	w0, w1, w2, w3 := w[0], w[1], w[2], w[3]
	for x := range out {
		sum := w0*a[x] + w1*b[x] + w2*c[x] + w3*d[x]
		out[x] = uint8(min(max((sum+1<<15)>>16, 0), 255))
	}
}

// cubicAt reads a picture between its pixels; whole numbers are their centres.
func cubicAt(src *image.Gray, x, y float64) uint8 {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if !(x >= 1 && y >= 1 && x < float64(w-2) && y < float64(h-2)) {
		return cubicAtEdge(src, x, y)
	}
	ix, iy := int(x), int(y)
	wx := &cubicWeights[int((x-float64(ix))*cubicSteps+0.5)]
	wy := &cubicWeights[int((y-float64(iy))*cubicSteps+0.5)]
	stride := src.Stride
	at := src.Pix[(iy-1)*stride+ix-1:]
	at = at[:3*stride+4]
	// Two rows at a time, one in each half of a word. A sum below zero in the
	// lower half has taken one from the upper, which is given back.
	const each = 0x000000ff_000000ff
	a := fourOf(at) | fourOf(at[stride:])<<32
	b := fourOf(at[2*stride:]) | fourOf(at[3*stride:])<<32
	w0, w1, w2, w3 := int64(wx[0]), int64(wx[1]), int64(wx[2]), int64(wx[3])
	upper := w0*int64(a&each) + w1*int64(a>>8&each) + w2*int64(a>>16&each) + w3*int64(a>>24&each)
	lower := w0*int64(b&each) + w1*int64(b>>8&each) + w2*int64(b>>16&each) + w3*int64(b>>24&each)
	sum := wy[0]*int32(upper) + wy[1]*int32((upper+1<<31)>>32) + wy[2]*int32(lower) + wy[3]*int32((lower+1<<31)>>32)
	return uint8(min(max((sum+1<<15)>>16, 0), 255))
}

// fourOf is the first four pixels of a row.
func fourOf(row []byte) uint64 { return uint64(binary.LittleEndian.Uint32(row)) }

// cubicAtEdge is cubicAt where some of the pixels around lie outside.
func cubicAtEdge(src *image.Gray, x, y float64) uint8 {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	column, line := tapAt(x, w), tapAt(y, h)
	var sum int32
	for k := range 4 {
		row := src.Pix[min(max(line.first+k, 0), h-1)*src.Stride:]
		for j := range 4 {
			sum += line.weights[k] * column.weights[j] * int32(row[min(max(column.first+j, 0), w-1)])
		}
	}
	return uint8(min(max((sum+1<<15)>>16, 0), 255))
}
