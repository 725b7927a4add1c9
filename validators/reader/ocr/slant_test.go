package ocr

import (
	"math"
	"testing"

	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

func TestSlant(t *testing.T) {
	for seed, tilt := range []float64{-6, -2, -0.6, 0, 0.6, 2, 6} {
		page := testpage.Tilt(testpage.NewBill(uint64(seed), 150).Image, tilt)
		degrees, sure := Slant(page)
		if !sure || math.Abs(degrees+tilt) > 0.2 {
			t.Errorf("tilted by %.1f counter-clockwise: %.2f, sure: %v", tilt, degrees, sure)
		}
	}
	if _, sure := Slant(testpage.Blur(testpage.NewBill(1, 150).Image, 20)); sure {
		t.Error("sure of a page that is all fog")
	}
}
