package grey

import (
	"image"
	"math/rand/v2"
	"testing"
)

func TestBandsTakeEachRowOnce(t *testing.T) {
	for _, rows := range []int{0, 1, leastBand, 2*leastBand - 1, 1000, 1001} {
		worked := make([]int, rows)
		Bands(rows, func(from, to int) {
			for y := from; y < to; y++ {
				worked[y]++
			}
		})
		for y, times := range worked {
			if times != 1 {
				t.Fatalf("row %d of %d was worked on %d times", y, rows, times)
			}
		}
	}
}

// TestPanicInABand: whoever looks at a hostile picture can recover.
func TestPanicInABand(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("the panic came to nobody's ears")
		}
	}()
	Bands(1000, func(from, _ int) {
		if from == 0 {
			panic("a picture like no other")
		}
	})
}

func TestShrunkIsTheMean(t *testing.T) {
	chance := rand.New(rand.NewPCG(5, 6))
	for by := 1; by <= 6; by++ {
		for _, size := range []image.Point{{1, 1}, {by, by}, {by + 1, 3 * by}, {2 * by, 1}, {101, 97}, {130, 700}} {
			src := random(size.X, size.Y, chance)
			got := Shrunk(src, by)
			for y := range got.Rect.Dy() {
				for x := range got.Rect.Dx() {
					part := image.Rect(x*by, y*by, (x+1)*by, (y+1)*by).Intersect(src.Rect)
					sum, count := 0, part.Dx()*part.Dy()
					for v := part.Min.Y; v < part.Max.Y; v++ {
						for u := part.Min.X; u < part.Max.X; u++ {
							sum += int(src.GrayAt(u, v).Y)
						}
					}
					if want := (sum + count/2) / count; int(got.GrayAt(x, y).Y) != want {
						t.Fatalf("%v by %d: %d at %d,%d, want %d", size, by, got.GrayAt(x, y).Y, x, y, want)
					}
				}
			}
		}
	}
}
