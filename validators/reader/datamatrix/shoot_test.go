package datamatrix

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
)

// picture draws the scene.
func (s scene) picture(t testing.TB) *image.Gray {
	t.Helper()
	rng := rand.New(rand.NewPCG(s.seed, 7))
	sheet := s.sheet(t, rng)
	shot := s.shoot(sheet)
	blurred(shot, s.blur)
	s.expose(shot, rng)
	if s.quality == 0 {
		return shot
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, shot, &jpeg.Options{Quality: s.quality}); err != nil {
		t.Fatal(err)
	}
	decoded, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return decoded.(*image.Gray)
}

// shoot pictures the sheet: turned, skewed, slanted, on its table.
func (s scene) shoot(sheet *image.Gray) *image.Gray {
	k := s.dpi / 25.4
	w, h := pageWidth*k, pageHeight*k
	if s.quarter%2 == 1 {
		w, h = h, w
	}
	frameW, frameH := w*(1+2*s.margin), h*(1+2*s.margin)
	radians := s.skew * math.Pi / 180
	var corners quad
	for i, c := range [4]point{{-w / 2, -h / 2}, {w / 2, -h / 2}, {w / 2, h / 2}, {-w / 2, h / 2}} {
		if i < 2 {
			c.x *= 1 - s.slant
			c.y *= 1 - s.slant/2
		}
		if i == 1 || i == 2 {
			c.y *= 1 - s.slant/3
		}
		corners[i] = point{
			frameW/2 + c.x*math.Cos(radians) - c.y*math.Sin(radians),
			frameH/2 + c.x*math.Sin(radians) + c.y*math.Cos(radians),
		}
	}
	for range s.quarter {
		corners = corners.turned()
	}
	shot := image.NewGray(image.Rect(0, 0, int(frameW), int(frameH)))
	back := onto(corners).inverse()
	source := &plane{sheet.Rect.Dx(), sheet.Rect.Dy(), sheet.Pix}
	ratio := s.sheetDPI() / s.dpi
	var lines sync.WaitGroup
	for y := range shot.Rect.Dy() {
		line := shot.Pix[y*shot.Stride : (y+1)*shot.Stride]
		lines.Go(func() {
			for x := range line {
				line[x] = s.seen(source, back, point{float64(x) + 0.5, float64(y) + 0.5}, ratio)
			}
		})
	}
	lines.Wait()
	return shot
}

// seen is the tone of one pixel: the sheet's, averaged over the pixel, or the
// table's.
func (s scene) seen(sheet *plane, back homography, at point, ratio float64) uint8 {
	const table = 120
	taps := [...]float64{0}
	more := [...]float64{-0.25, 0.25}
	offsets := taps[:]
	if ratio > 1.6 {
		offsets = more[:]
	}
	var sum float64
	for _, dx := range offsets {
		for _, dy := range offsets {
			uv := back.at(at.x+dx, at.y+dy)
			uv.x += s.curl / pageWidth * math.Sin(uv.y*14)
			uv.y += s.curl / pageHeight * math.Sin(uv.x*9)
			if uv.x < 0 || uv.y < 0 || uv.x > 1 || uv.y > 1 {
				sum += table
				continue
			}
			sum += sheet.at(point{uv.x * float64(sheet.w), uv.y * float64(sheet.h)})
		}
	}
	return uint8(sum/float64(len(offsets)*len(offsets)) + 0.5)
}

// inverse returns the homography that undoes m.
func (m homography) inverse() homography {
	inv := homography{
		a: m.e - m.f*m.h, b: m.c*m.h - m.b, c: m.b*m.f - m.c*m.e,
		d: m.f*m.g - m.d, e: m.a - m.c*m.g, f: m.c*m.d - m.a*m.f,
		g: m.d*m.h - m.e*m.g, h: m.b*m.g - m.a*m.h,
	}
	i := m.a*m.e - m.b*m.d
	return homography{inv.a / i, inv.b / i, inv.c / i, inv.d / i, inv.e / i, inv.f / i, inv.g / i, inv.h / i}
}

// blurred spreads each pixel over its neighbours, as a bell of the given
// width.
func blurred(p *image.Gray, sigma float64) {
	if sigma <= 0 {
		return
	}
	reach := int(math.Ceil(3 * sigma))
	kernel := make([]float64, 2*reach+1)
	var total float64
	for i := range kernel {
		d := float64(i - reach)
		kernel[i] = math.Exp(-d * d / (2 * sigma * sigma))
		total += kernel[i]
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	pass := func(n, lines, step, other int) {
		line := make([]float64, n)
		for l := range lines {
			for i := range n {
				var sum float64
				for k, weight := range kernel {
					sum += weight * float64(p.Pix[l*other+min(max(i+k-reach, 0), n-1)*step])
				}
				line[i] = sum / total
			}
			for i, v := range line {
				p.Pix[l*other+i*step] = uint8(v + 0.5)
			}
		}
	}
	pass(w, h, 1, p.Stride)
	pass(h, w, p.Stride, 1)
}

// expose lays the shadow, the ink's and paper's tones and the sensor's noise.
func (s scene) expose(p *image.Gray, rng *rand.Rand) {
	w, h := float64(p.Rect.Dx()), float64(p.Rect.Dy())
	angle := rng.Float64() * 2 * math.Pi
	dx, dy := math.Cos(angle), math.Sin(angle)
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			v := float64(p.Pix[y*p.Stride+x])
			if s.contrast > 0 {
				v = 128 + (v-128)*s.contrast
			}
			across := ((float64(x)/w-0.5)*dx + (float64(y)/h-0.5)*dy) + 0.5
			v *= 1 - s.shadow*min(max(across, 0), 1)
			if s.noise > 0 {
				v += rng.NormFloat64() * s.noise
			}
			if s.twoTone && v < 140 {
				v = 0
			} else if s.twoTone {
				v = 255
			}
			p.Pix[y*p.Stride+x] = uint8(min(max(v+0.5, 0), 255))
		}
	}
}
