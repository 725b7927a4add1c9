package repair

import (
	"fmt"
	"image"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// TestRightedBringsNoProblem: a page askew, from far too dark to clear, has no
// problem after it was righted that it had not before.
func TestRightedBringsNoProblem(t *testing.T) {
	bill := page(4)
	for _, light := range []float64{0.2, 0.28, 0.36, 0.5, 1} {
		for _, degrees := range []float64{-4, 2, 6} {
			t.Run(fmt.Sprint(light, degrees), func(t *testing.T) {
				img := image.Image(testpage.Darken(imaging.Clone(testpage.Tilt(bill, degrees)), light))
				before := legibility.Measure(img, legibility.TextPage)
				out, changes := new(Workshop).righted(img, reader.Page{Legibility: &before}, 0, Options{})
				for _, problem := range legibility.Measure(out, legibility.TextPage).Problems() {
					if !has(before, problem) {
						t.Errorf("%v brought %s", codesOf(changes), problem)
					}
				}
			})
		}
	}
}
