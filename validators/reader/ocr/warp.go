package ocr

import (
	"image"
	"math"
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
	out := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		row := out.Pix[y*out.Stride : (y+1)*out.Stride]
		py := float64(y) + 0.5
		u, v, w := toSource[1]*py+toSource[2], toSource[4]*py+toSource[5], toSource[7]*py+toSource[8]
		for x := range row {
			px := float64(x) + 0.5
			d := 1 / (w + toSource[6]*px)
			row[x] = cubicAt(src, (u+toSource[0]*px)*d-0.5, (v+toSource[3]*px)*d-0.5)
		}
	}
	return out
}

// cubicAt reads a picture between its pixels; whole numbers are their centres.
func cubicAt(src *image.Gray, x, y float64) uint8 {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	x, y = min(max(x, -1), float64(w)), min(max(y, -1), float64(h))
	// Shifted by one, so that cutting off the fraction rounds down.
	ix, iy := int(x+1)-1, int(y+1)-1
	wx := &cubicWeights[int((x-float64(ix))*cubicSteps+0.5)]
	wy := &cubicWeights[int((y-float64(iy))*cubicSteps+0.5)]
	var sum int32
	if ix >= 1 && iy >= 1 && ix < w-2 && iy < h-2 {
		at := src.Pix[(iy-1)*src.Stride+ix-1:]
		for k := range 4 {
			p := at[k*src.Stride : k*src.Stride+4 : k*src.Stride+4]
			sum += wy[k] * (wx[0]*int32(p[0]) + wx[1]*int32(p[1]) + wx[2]*int32(p[2]) + wx[3]*int32(p[3]))
		}
	} else {
		for k := range 4 {
			row := src.Pix[min(max(iy-1+k, 0), h-1)*src.Stride:]
			for j := range 4 {
				sum += wy[k] * wx[j] * int32(row[min(max(ix-1+j, 0), w-1)])
			}
		}
	}
	return uint8(min(max((sum+1<<15)>>16, 0), 255))
}
