package repair

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// planar brings a picture to an *image.Gray or an *image.YCbCr, whose samples
// can be worked on each by itself.
func planar(img image.Image) image.Image {
	switch img.(type) {
	case *image.Gray, *image.YCbCr:
		return img
	}
	b := img.Bounds()
	if colourless(img) {
		out := image.NewGray(b)
		draw.Draw(out, b, img, b.Min, draw.Src)
		return out
	}
	out := image.NewYCbCr(b, image.YCbCrSubsampleRatio444)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, _ := img.At(x, y).RGBA()
			at := out.YOffset(x, y)
			out.Y[at], out.Cb[at], out.Cr[at] = color.RGBToYCbCr(uint8(r>>8), uint8(g>>8), uint8(bl>>8))
		}
	}
	return out
}

// colourless reports whether a picture has a palette without colours.
func colourless(img image.Image) bool {
	paletted, ok := img.(*image.Paletted)
	if !ok {
		return false
	}
	for _, c := range paletted.Palette {
		if r, g, b, _ := c.RGBA(); r != g || g != b {
			return false
		}
	}
	return true
}

// cropped cuts a part out of a picture; its corner is brought to an even place,
// where the samples of colour begin.
func cropped(img image.Image, box image.Rectangle) image.Image {
	img = planar(img)
	box.Min.X, box.Min.Y = box.Min.X&^1, box.Min.Y&^1
	box = box.Intersect(img.Bounds())
	rect := image.Rect(0, 0, box.Dx(), box.Dy())
	if src, ok := img.(*image.YCbCr); ok {
		out := *src
		y, c := src.YOffset(box.Min.X, box.Min.Y), src.COffset(box.Min.X, box.Min.Y)
		out.Y, out.Cb, out.Cr, out.Rect = src.Y[y:], src.Cb[c:], src.Cr[c:], rect
		return &out
	}
	src := img.(*image.Gray)
	return &image.Gray{Pix: src.Pix[src.PixOffset(box.Min.X, box.Min.Y):], Stride: src.Stride, Rect: rect}
}

// rotated turns a picture clockwise on a sheet that holds all of it and has the
// tone of its border: paper around a scan, the table around a photo.
func rotated(img image.Image, degrees float64) image.Image {
	img = planar(img)
	w, h := float64(img.Bounds().Dx()), float64(img.Bounds().Dy())
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	size := image.Rect(0, 0, int(math.Ceil(w*math.Abs(cos)+h*math.Abs(sin))), int(math.Ceil(w*math.Abs(sin)+h*math.Abs(cos))))
	t := turn{sin: sin, cos: cos, fromX: w / 2, fromY: h / 2, toX: float64(size.Dx()) / 2, toY: float64(size.Dy()) / 2}
	src, ok := img.(*image.YCbCr)
	if !ok {
		src, out := img.(*image.Gray), image.NewGray(size)
		t.draw(samples{out.Pix, out.Stride, size.Dx(), size.Dy()}, samples{src.Pix, src.Stride, int(w), int(h)}, 1, 1)
		return out
	}
	out := image.NewYCbCr(size, src.SubsampleRatio)
	t.draw(samples{out.Y, out.YStride, size.Dx(), size.Dy()}, samples{src.Y, src.YStride, int(w), int(h)}, 1, 1)
	across, down := subsampling(src.SubsampleRatio)
	part := func(n, by int) int { return (n + by - 1) / by }
	for _, c := range [][2][]byte{{out.Cb, src.Cb}, {out.Cr, src.Cr}} {
		t.draw(samples{c[0], out.CStride, part(size.Dx(), across), part(size.Dy(), down)},
			samples{c[1], src.CStride, part(int(w), across), part(int(h), down)}, across, down)
	}
	return out
}

// subsampling is how many pixels share a sample of colour, across and down.
func subsampling(ratio image.YCbCrSubsampleRatio) (across, down int) {
	switch ratio {
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	}
	return 1, 1
}

// samples are those of one plane of a picture.
type samples struct {
	pix           []byte
	stride        int
	width, height int
}

// turn goes from a place on the turned picture to that on the picture as it
// was, both around their middle.
type turn struct{ sin, cos, fromX, fromY, toX, toY float64 }

// phases is into how many steps the way from one sample to the next is cut, and
// one the weight of a whole sample.
const (
	phases = 64
	one    = 1 << 12
)

// weights are those of Catmull and Rom, of four samples in a row: print stays
// as sharp as it was, which it does not with the two of a straight line.
var weights = func() (table [phases][4]int32) {
	for i := range table {
		t := float64(i) / phases
		w := [4]float64{
			(-t*t*t + 2*t*t - t) / 2, (3*t*t*t - 5*t*t + 2) / 2,
			(-3*t*t*t + 4*t*t + t) / 2, (t*t*t - t*t) / 2,
		}
		sum := int32(0)
		for k := range w {
			table[i][k] = int32(math.Round(w[k] * one))
			sum += table[i][k]
		}
		table[i][1] += one - sum
	}
	return table
}()

// draw fills a plane whose samples each stand for across × down pixels; what
// lies off the picture has the tone of its border.
func (t turn) draw(to, from samples, across, down int) {
	ground := from.border()
	grey.Bands(to.height, func(first, end int) {
		for y := first; y < end; y++ {
			t.row(to.pix[y*to.stride:][:to.width], from, y, float64(across), float64(down), ground)
		}
	})
}

func (t turn) row(line []byte, from samples, y int, across, down float64, ground uint8) {
	const fixed = 1 << 16
	dy := (float64(y)+0.5)*down - t.toY
	dx := across/2 - t.toX
	// Places on the plane of from, less the half that a sample is wide.
	x0 := ((t.cos*dx+t.sin*dy+t.fromX)/across - 0.5) * fixed
	y0 := ((-t.sin*dx+t.cos*dy+t.fromY)/down - 0.5) * fixed
	stepX, stepY := t.cos*fixed, -t.sin*across/down*fixed
	for x := range line {
		px, py := int(math.Floor(x0+float64(x)*stepX)), int(math.Floor(y0+float64(x)*stepY))
		sx, sy := px>>16, py>>16
		wx, wy := &weights[px&(fixed-1)*phases/fixed], &weights[py&(fixed-1)*phases/fixed]
		if sx < 1 || sy < 1 || sx >= from.width-2 || sy >= from.height-2 {
			line[x] = from.nearBorder(sx, sy, wx, wy, ground)
			continue
		}
		at := (sy-1)*from.stride + sx - 1
		var sum int32
		for k := range 4 {
			p := from.pix[at : at+4 : at+4]
			sum += wy[k] * ((wx[0]*int32(p[0]) + wx[1]*int32(p[1]) + wx[2]*int32(p[2]) + wx[3]*int32(p[3])) >> 6)
			at += from.stride
		}
		line[x] = level(sum)
	}
}

// level is the level that a sum of 16 weighted samples stands for.
func level(sum int32) uint8 {
	const shift = 12 + 12 - 6
	return uint8(min(max((sum+1<<(shift-1))>>shift, 0), 255))
}

// border is the level in the middle of those along the border.
func (s samples) border() uint8 {
	var levels [256]int
	for x := range s.width {
		levels[s.pix[x]]++
		levels[s.pix[(s.height-1)*s.stride+x]]++
	}
	for y := range s.height {
		levels[s.pix[y*s.stride]]++
		levels[s.pix[y*s.stride+s.width-1]]++
	}
	middle, seen := 0, levels[0]
	for seen < s.width+s.height {
		middle++
		seen += levels[middle]
	}
	return uint8(middle)
}

// nearBorder is the level at a place between samples that are not all there.
func (s samples) nearBorder(x, y int, wx, wy *[4]int32, ground uint8) uint8 {
	if x < -1 || y < -1 || x > s.width-1 || y > s.height-1 {
		return ground
	}
	var sum int32
	for k := range 4 {
		var row int32
		for j := range 4 {
			v := ground
			if cx, cy := x+j-1, y+k-1; cx >= 0 && cy >= 0 && cx < s.width && cy < s.height {
				v = s.pix[cy*s.stride+cx]
			}
			row += wx[j] * int32(v)
		}
		sum += wy[k] * (row >> 6)
	}
	return level(sum)
}
