package grey

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"

	"github.com/disintegration/imaging"
)

func random(w, h int, chance *rand.Rand) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(chance.IntN(256))
	}
	return img
}

func TestWithinIsFit(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	sizes := []image.Point{{1, 1}, {100, 100}, {101, 100}, {100, 101}, {200, 200}, {141, 199}, {300, 100}, {99, 400}, {1000, 90}}
	for range 60 {
		sizes = append(sizes, image.Pt(1+chance.IntN(700), 1+chance.IntN(700)))
	}
	for _, size := range sizes {
		src := random(size.X, size.Y, chance)
		got, fit := Within(src, 100), imaging.Fit(src, 100, 100, imaging.Box)
		if fit.Rect != got.Rect {
			if got.Rect.Dx() > 1 && got.Rect.Dy() > 1 { // Fit gives up on what is thinner
				t.Errorf("%v: %v, want %v", size, got.Rect, fit.Rect)
			}
			continue
		}
		if !bytes.Equal(got.Pix, Of(fit, 1).Pix) {
			t.Errorf("%v: not the same to the last pixel", size)
		}
	}
}

func BenchmarkWithin(b *testing.B) {
	src := random(2000, 2900, rand.New(rand.NewPCG(3, 4)))
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			Within(src, 1240)
		}
	})
	b.Run("imaging", func(b *testing.B) {
		for b.Loop() {
			Of(imaging.Fit(src, 1240, 1240, imaging.Box), 1)
		}
	})
}
