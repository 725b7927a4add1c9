package testpage

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"github.com/disintegration/imaging"
)

// Blur is a gaussian blur of sigma pixels, as of a lens out of focus.
func Blur(img image.Image, sigma float64) image.Image { return imaging.Blur(img, sigma) }

// MotionBlur smears a page over length pixels along an angle in degrees, as
// of a hand that moved.
func MotionBlur(img image.Image, length, degrees float64) image.Image {
	src := rgba(img)
	dst := image.NewRGBA(src.Rect)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	steps := max(int(length), 1)
	for y := range src.Rect.Dy() {
		for x := range src.Rect.Dx() {
			var sum [3]int
			for s := range steps {
				t := float64(s) - float64(steps-1)/2
				sx := min(max(x+int(math.Round(t*cos)), 0), src.Rect.Dx()-1)
				sy := min(max(y+int(math.Round(t*sin)), 0), src.Rect.Dy()-1)
				p := src.Pix[sy*src.Stride+4*sx:]
				sum[0] += int(p[0])
				sum[1] += int(p[1])
				sum[2] += int(p[2])
			}
			q := dst.Pix[y*dst.Stride+4*x:]
			for i, v := range sum {
				q[i] = uint8(v / steps)
			}
			q[3] = 255
		}
	}
	return dst
}

// Tilt turns the content of a page on its sheet, counter-clockwise for a
// positive angle, and keeps its size.
func Tilt(img image.Image, degrees float64) image.Image {
	turned := imaging.Rotate(img, degrees, color.White)
	return imaging.CropCenter(turned, img.Bounds().Dx(), img.Bounds().Dy())
}

// Darken multiplies the brightness by a factor, a third less of it on the
// right side than on the left.
func Darken(img image.Image, factor float64) image.Image {
	width := float64(img.Bounds().Dx())
	return shaded(img, func(x, _ float64) float64 { return factor * (1 - x/width/3) })
}

// Glare burns a spot of the given radius, a share of the width, around a
// point given in shares of the page.
func Glare(img image.Image, atX, atY, radius float64) image.Image {
	src := rgba(img)
	width, height := float64(src.Rect.Dx()), float64(src.Rect.Dy())
	for y := range src.Rect.Dy() {
		for x := range src.Rect.Dx() {
			d := math.Hypot(float64(x)-atX*width, float64(y)-atY*height) / (radius * width)
			light := 260 * math.Exp(-math.Pow(d, 4))
			p := src.Pix[y*src.Stride+4*x:]
			for i := range 3 {
				p[i] = uint8(min(float64(p[i])+light, 255))
			}
		}
	}
	return src
}

// JPEG saves a page with a quality and opens it again.
func JPEG(img image.Image, quality int) image.Image {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // a buffer takes all
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		panic(err)
	}
	return out
}

// Noise adds the grain of a small sensor, sigma grey levels strong.
func Noise(img image.Image, seed uint64, sigma float64) image.Image {
	r := rand.New(rand.NewPCG(seed, 0x6e6f6973))
	src := rgba(img)
	for i := 0; i < len(src.Pix); i += 4 {
		n := r.NormFloat64() * sigma
		for c := range 3 {
			src.Pix[i+c] = uint8(min(max(float64(src.Pix[i+c])+n, 0), 255))
		}
	}
	return src
}

// Degraded is the set the issue is judged on: blurred by sigma 1, tilted by
// 3°, darkened, JPEG quality 40.
func Degraded(img image.Image, seed uint64) image.Image {
	degrees := 3.0
	if seed%2 == 1 {
		degrees = -3
	}
	return JPEG(Darken(Tilt(Blur(img, 1), degrees), 0.6), 40)
}

// Photo lays a page on a table and photographs it with a phone of the given
// width in pixels: perspective, uneven light, a shadow across, a soft lens,
// grain and JPEG.
func Photo(page image.Image, seed uint64, width int) image.Image {
	r := rand.New(rand.NewPCG(seed, 0x70686f74))
	out := image.NewRGBA(image.Rect(0, 0, width, width*4/3))
	table(out, r)
	quad := scatter(out.Rect, r)
	lay(out, rgba(page), quad)
	var lit image.Image = shaded(out, shadows(out.Rect, r))
	lit = Blur(lit, 0.6+0.5*r.Float64())
	return JPEG(Noise(lit, seed, 4), 75)
}

// table paints a wooden surface darker than paper.
func table(img *image.RGBA, r *rand.Rand) {
	base := [][3]float64{{120, 85, 55}, {70, 60, 55}, {150, 120, 90}, {60, 75, 90}}[r.IntN(4)]
	wave := 30 + r.Float64()*60
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			grain := 12 * math.Sin(float64(y)/wave+3*math.Sin(float64(x)/wave/9))
			p := img.Pix[y*img.Stride+4*x:]
			for i := range 3 {
				p[i] = uint8(base[i] + grain)
			}
			p[3] = 255
		}
	}
}

// scatter places the corners of the sheet: about 80 % of the picture, turned
// by up to 4°, each corner a little off.
func scatter(frame image.Rectangle, r *rand.Rand) [4][2]float64 {
	w, h := float64(frame.Dx()), float64(frame.Dy())
	sheetW := w * (0.78 + 0.1*r.Float64())
	sheetH := min(sheetW*297/210, h*0.94)
	sheetW = sheetH * 210 / 297
	sin, cos := math.Sincos((r.Float64()*8 - 4) * math.Pi / 180)
	var quad [4][2]float64
	for i, corner := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		x := corner[0]*sheetW/2 + (r.Float64()-0.5)*sheetW*0.05
		y := corner[1]*sheetH/2 + (r.Float64()-0.5)*sheetH*0.03
		quad[i] = [2]float64{w/2 + x*cos - y*sin, h/2 + x*sin + y*cos}
	}
	return quad
}

// shadows is a light from one side and the soft shadow of a hand or a phone.
func shadows(frame image.Rectangle, r *rand.Rand) func(x, y float64) float64 {
	w, h := float64(frame.Dx()), float64(frame.Dy())
	fall := 0.15 + 0.3*r.Float64()
	side := r.Float64() * 2 * math.Pi
	edge := 0.3 + 0.4*r.Float64()
	slope := r.Float64() - 0.5
	depth := 0.2 + 0.3*r.Float64()
	return func(x, y float64) float64 {
		u, v := x/w-0.5, y/h-0.5
		light := 0.9 - fall*(0.5+0.7*(u*math.Cos(side)+v*math.Sin(side)))
		distance := (v + 0.5 - edge - slope*u) * 25
		return light * (1 - depth/(1+math.Exp(-distance)))
	}
}

func shaded(img image.Image, light func(x, y float64) float64) *image.RGBA {
	src := rgba(img)
	for y := range src.Rect.Dy() {
		for x := range src.Rect.Dx() {
			f := light(float64(x), float64(y))
			p := src.Pix[y*src.Stride+4*x:]
			for i := range 3 {
				p[i] = uint8(min(float64(p[i])*f, 255))
			}
		}
	}
	return src
}

// rgba returns a copy of img with its corner at the origin.
func rgba(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}
