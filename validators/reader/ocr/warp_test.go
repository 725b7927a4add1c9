package ocr

import (
	"bytes"
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

// noise is a picture of pixels of every level beside every other.
func noise(w, h int, seed uint64) *image.Gray {
	chance := rand.New(rand.NewPCG(seed, 1))
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(chance.IntN(256))
	}
	return img
}

// plainWarp is what warped must give: each pixel read by itself, sixteen
// weights at a time.
func plainWarp(src *image.Gray, width, height int, toSource plane) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, width, height))
	w, h := src.Rect.Dx(), src.Rect.Dy()
	for i := range out.Pix {
		u, v := toSource.at(float64(i%width)+0.5, float64(i/width)+0.5)
		u, v = min(max(u-0.5, -1), float64(w)), min(max(v-0.5, -1), float64(h))
		x, y := math.Floor(u), math.Floor(v)
		wx, wy := cubicWeights[int((u-x)*cubicSteps+0.5)], cubicWeights[int((v-y)*cubicSteps+0.5)]
		var sum int32
		for k := range 4 {
			for j := range 4 {
				at := image.Pt(min(max(int(x)-1+j, 0), w-1), min(max(int(y)-1+k, 0), h-1))
				sum += wy[k] * wx[j] * int32(src.GrayAt(at.X, at.Y).Y)
			}
		}
		out.Pix[i] = uint8(min(max((sum+1<<15)>>16, 0), 255))
	}
	return out
}

func TestWarped(t *testing.T) {
	square := func(corners quad, w, h float64) plane { return scaling(1/w, 1/h).then(corners.fromSquare()) }
	tests := map[string]struct {
		src           image.Point
		width, height int
		toSource      plane
	}{
		"as it is":         {image.Pt(40, 30), 40, 30, scaling(1, 1)},
		"larger":           {image.Pt(40, 30), 101, 77, scaling(40.0/101, 30.0/77)},
		"smaller":          {image.Pt(100, 90), 37, 31, scaling(100.0/37, 90.0/31)},
		"a part of it":     {image.Pt(60, 60), 50, 50, plane{0.5, 0, 13.25, 0, 0.7, 9.5, 0, 0, 1}},
		"past its edges":   {image.Pt(20, 20), 60, 60, plane{1, 0, -20, 0, 1, -20, 0, 0, 1}},
		"upside down":      {image.Pt(40, 30), 40, 30, quarterTurns(180, 40, 30)},
		"on its side":      {image.Pt(40, 30), 30, 40, quarterTurns(90, 30, 40)},
		"leaning":          {image.Pt(60, 50), 60, 50, turning(3.35, 30, 25)},
		"seen at a slant":  {image.Pt(80, 80), 70, 90, square(quad{{5, 8}, {70, 3}, {75, 77}, {2, 70}}, 70, 90)},
		"a row":            {image.Pt(50, 1), 70, 5, scaling(50.0/70, 1.0/5)},
		"a column, turned": {image.Pt(1, 50), 9, 60, turning(2, 1, 25)},
		"a pixel":          {image.Pt(1, 1), 4, 4, scaling(0.25, 0.25)},
	}
	for name, test := range tests {
		src := noise(test.src.X, test.src.Y, 3)
		got, want := warped(src, test.width, test.height, test.toSource), plainWarp(src, test.width, test.height, test.toSource)
		// The two divide in another order: where a place falls between two steps
		// of the weights, either is right.
		if off := differing(got.Pix, want.Pix); off > len(want.Pix)/100 {
			t.Errorf("%s: %d pixels of %d are not what they are by themselves", name, off, len(want.Pix))
		}
		if test.toSource.straight() && !bytes.Equal(got.Pix, want.Pix) && test.toSource[8] == 1 {
			t.Errorf("%s: not the same to the last pixel", name)
		}
	}
}

func differing(a, b []byte) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// What is drawn by rows must be what is drawn pixel by pixel: a map that leans
// by less than any pixel shows goes the other way.
func TestStretchedIsWarped(t *testing.T) {
	src := noise(90, 70, 4)
	straight := plane{0.61, 0, 4, 0, 0.83, 2.5, 0, 0, 1}
	leaning := straight
	leaning[1] = 1e-13
	if !straight.straight() || leaning.straight() {
		t.Fatal("the two maps do not go the two ways")
	}
	if !bytes.Equal(warped(src, 130, 80, straight).Pix, warped(src, 130, 80, leaning).Pix) {
		t.Error("rows and pixels give different pictures")
	}
}

func BenchmarkWarped(b *testing.B) {
	src := noise(2000, 1400, 5)
	for name, toSource := range map[string]plane{"straight": scaling(2000.0/2900, 1400.0/2000), "leaning": scaling(2000.0/2900, 1400.0/2000).then(turning(1, 1000, 700))} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				warped(src, 2900, 2000, toSource)
			}
		})
	}
}

func BenchmarkEvened(b *testing.B) {
	src := noise(2900, 2000, 6)
	for b.Loop() {
		evened(src)
	}
}

func BenchmarkWipeRules(b *testing.B) {
	src := image.NewGray(image.Rect(0, 0, 2000, 2900))
	for i := range src.Pix {
		src.Pix[i] = paperWhite
		if i/2000%40 < 12 && i%9 < 4 {
			src.Pix[i] = 20
		}
	}
	for b.Loop() {
		wipeRules(src)
	}
}
