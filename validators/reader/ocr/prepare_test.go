package ocr

import (
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

func TestSkew(t *testing.T) {
	bill := testpage.NewBill(4, 100).Image
	for _, degrees := range []float64{-7, -3, -0.5, 0, 1.2, 5, 7} {
		// testpage turns counter-clockwise, skew is clockwise.
		tilted := evened(grey.Of(testpage.Tilt(bill, -degrees), 1))
		if got := skewOf(tilted); math.Abs(got-degrees) > 0.15 {
			t.Errorf("tilted by %v°: %v° measured", degrees, got)
		}
	}
	blank := image.NewGray(image.Rect(0, 0, 800, 1100))
	if got := skewOf(blank); got != 0 {
		t.Errorf("an empty page leans by %v°", got)
	}
}

func TestDirection(t *testing.T) {
	for seed := range uint64(2) {
		bill := testpage.NewBill(seed, 100).Image
		for kind, page := range map[string]image.Image{
			"scan": bill,
			// The edges of the sheet run both ways.
			"photo": testpage.Noise(testpage.Photo(bill, seed, 1400), seed, 4),
		} {
			for name, turned := range map[string]struct {
				img  image.Image
				want direction
			}{
				"upright": {page, across}, "upside down": {imaging.Rotate180(page), across},
				"left": {imaging.Rotate90(page), down}, "right": {imaging.Rotate270(page), down},
			} {
				if got := newSource(turned.img).direction(); got != turned.want {
					t.Errorf("seed %d %s %s: direction %v", seed, kind, name, got)
				}
			}
		}
	}
}

// TestFindSheet lays a white sheet on a table and compares the corners.
func TestFindSheet(t *testing.T) {
	want := quad{{80, 60}, {520, 90}, {500, 720}, {60, 700}}
	picture := drawn(600, 800, want, 235, 100)
	got, ok := findSheet(picture)
	if !ok {
		t.Fatal("the sheet was not found")
	}
	for i := range want {
		if d := got[i].minus(want[i]).length(); d > 6 {
			t.Errorf("corner %d is at %v, want %v", i, got[i], want[i])
		}
	}
}

// TestNoSheet: where there is doubt, the whole picture is the page.
func TestNoSheet(t *testing.T) {
	whole := quad{{0, 0}, {600, 0}, {600, 800}, {0, 800}}
	soft := imaging.Blur(drawn(600, 800, quad{{80, 60}, {520, 90}, {500, 720}, {60, 700}}, 235, 100), 25)
	for name, img := range map[string]image.Image{
		"white all over":       drawn(600, 800, whole, 240, 0),
		"a band at the top":    drawn(600, 800, quad{{0, 120}, {600, 120}, {600, 800}, {0, 800}}, 240, 80),
		"a stamp on a table":   drawn(600, 800, quad{{250, 350}, {350, 350}, {350, 450}, {250, 450}}, 240, 80),
		"a pool of light":      soft,
		"a triangle of light":  drawn(600, 800, quad{{300, 50}, {301, 50}, {560, 750}, {40, 750}}, 240, 80),
		"a page out of a scan": testpage.NewBill(3, 72).Image,
	} {
		if got, ok := findSheet(grey.Of(img, 1)); ok {
			t.Errorf("%s: a sheet was found at %v", name, got)
		}
	}
}

// drawn paints a quadrilateral.
func drawn(w, h int, q quad, inside, outside uint8) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p := point{float64(x) + 0.5, float64(y) + 0.5}
			level := inside
			for i := range q {
				if q[(i+1)%4].minus(q[i]).cross(p.minus(q[i])) < 0 {
					level = outside
				}
			}
			img.SetGray(x, y, color.Gray{level})
		}
	}
	return img
}

// TestEvened: paper in shadow becomes as white as paper in the light, print
// on it as dark, and a band of colour with white letters keeps them.
func TestEvened(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 640, 640))
	for y := range 640 {
		for x := range 640 {
			light := 1 - 0.5*float64(x)/640
			level := 240.0
			switch {
			case y < 160 && x%40 < 6 && y%40 < 20: // white letters
			case y < 160:
				level = 70 // the band
			case x%40 < 6 && y%40 < 20:
				level = 30 // black letters
			}
			img.SetGray(x, y, color.Gray{uint8(level * light)})
		}
	}
	out := evened(img)
	for _, at := range []struct {
		name     string
		x, y     int
		min, max uint8
	}{
		{"paper in the light", 30, 400, 208, 255},
		{"paper in the dark", 630, 400, 208, 255},
		{"print in the light", 42, 400, 0, 70},
		{"print in the dark", 602, 400, 0, 70},
		{"band in the light", 30, 90, 0, 130},
		{"band in the dark", 630, 90, 0, 130},
		{"white letter on the band", 402, 90, 200, 255},
	} {
		if v := out.GrayAt(at.x, at.y).Y; v < at.min || v > at.max {
			t.Errorf("%s: level %d, want %d to %d", at.name, v, at.min, at.max)
		}
	}
}

// TestPlaces follows a mark on the page through the preparation and back.
func TestPlaces(t *testing.T) {
	for _, rotation := range []int{0, 270} {
		page := image.NewGray(image.Rect(0, 0, 800, 1100))
		for i := range page.Pix {
			page.Pix[i] = 250
		}
		for y := 300; y < 310; y++ {
			for x := 200; x < 210; x++ {
				page.SetGray(x, y, color.Gray{0})
			}
		}
		p := newSource(page).prepare(rotation)
		var sumX, sumY, n float64
		for y := range p.image.Rect.Dy() {
			for x, v := range p.image.Pix[y*p.image.Stride : (y+1)*p.image.Stride] {
				if v < 100 {
					sumX, sumY, n = sumX+float64(x)+0.5, sumY+float64(y)+0.5, n+1
				}
			}
		}
		if n == 0 {
			t.Fatalf("turned by %d: the mark is gone", rotation)
		}
		x, y := p.toPage.at(sumX/n, sumY/n)
		if math.Hypot(x-205, y-305) > 1 {
			t.Errorf("turned by %d: the mark at 205, 305 is sent back to %.1f, %.1f", rotation, x, y)
		}
	}
}

func TestQuarterTurns(t *testing.T) {
	// A picture of 30 × 20; the point 1, 2 from its top left corner.
	for rotation, want := range map[int]point{0: {1, 2}, 90: {18, 1}, 180: {29, 18}, 270: {2, 29}} {
		if x, y := quarterTurns(rotation, 30, 20).at(1, 2); x != want.x || y != want.y {
			t.Errorf("turned by %d: %v, %v, want %v", rotation, x, y, want)
		}
	}
}

// TestOddPages: whatever its size, a page is prepared within the limits.
func TestOddPages(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {1, 3000}, {3000, 1}, {17, 23}, {60, 60}, {9000, 40}, {5200, 3700}} {
		p := newSource(image.NewGray(image.Rectangle{Max: size})).prepare(90)
		if n := p.image.Rect.Dx() * p.image.Rect.Dy(); n == 0 || n > maxSent+10_000 {
			t.Errorf("%v: %d pixels to send", size, n)
		}
	}
}

func BenchmarkPrepare(b *testing.B) {
	page := testpage.NewBill(1, 200)
	for name, img := range map[string]image.Image{
		"scan-200-dpi":        testpage.Degraded(page.Image, 1),
		"photo-12-megapixels": testpage.JPEG(imaging.Resize(page.Image, 3000, 4000, imaging.Linear), 80),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s := newSource(img)
				s.direction()
				s.prepare(0)
			}
		})
	}
}
