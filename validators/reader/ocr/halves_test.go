package ocr

import (
	"context"
	"errors"
	"image"
	"image/draw"
	"sync/atomic"
	"testing"
)

// ruledPage is a white page of 1000 × 1400 with rows of print 30 high, every 60
// from the first to the last.
func ruledPage(first, last int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 1000, 1400))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for y := first; y < last; y += 60 {
		draw.Draw(img, image.Rect(100, y, 900, y+30), image.Black, image.Point{}, draw.Src)
	}
	return img
}

func TestCutRow(t *testing.T) {
	black := func(img *image.Gray, r image.Rectangle) *image.Gray {
		draw.Draw(img, r, image.Black, image.Point{}, draw.Src)
		return img
	}
	for name, tt := range map[string]struct {
		img       *image.Gray
		from, end int // the middle of the white between two lines; 0 for none
	}{
		"lines all over":               {ruledPage(40, 1360), 683, 687},
		"lines at the top":             {ruledPage(40, 640), 323, 327},
		"few lines":                    {ruledPage(40, 160), 0, 0},
		"a stroke down the page":       {black(ruledPage(40, 1360), image.Rect(500, 0, 504, 1400)), 0, 0},
		"the edge of the sheet":        {black(ruledPage(40, 1360), image.Rect(0, 0, 15, 1400)), 683, 687},
		"a speck between two lines":    {black(ruledPage(40, 1360), image.Rect(500, 684, 501, 685)), 683, 687},
		"white only far from the half": {black(ruledPage(40, 1360), image.Rect(100, 200, 900, 1400)), 0, 0},
	} {
		got := cutRow(tt.img)
		if got < tt.from || got > tt.end {
			t.Errorf("%s: cut at %d", name, got)
		}
	}
}

func TestHalvesBecomeOnePage(t *testing.T) {
	errHalf := errors.New("no")
	for name, tt := range map[string]struct {
		free bool
		fail error
	}{"with a free processor": {free: true}, "with none": {}, "where one fails": {free: true, fail: errHalf}} {
		slots := make(chan struct{}, 2)
		slots <- struct{}{} // that of the page
		if !tt.free {
			slots <- struct{}{}
		}
		taken := len(slots)
		engine := &tesseract{slots: slots}
		var running, most atomic.Int32
		tokens, err := engine.halves(context.Background(), ruledPage(40, 1360), 700, func(_ context.Context, half *image.Gray) ([]token, error) {
			if n := running.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer running.Add(-1)
			if half.Pix[0] != 255 || half.Rect.Dy() != 700 || len(half.Pix) != 700*1000 {
				t.Errorf("%s: a half of %v", name, half.Rect)
			}
			return []token{{text: "a", line: 0, box: Box{0, 10, 5, 20}}, {text: "b", line: 1, box: Box{0, 50, 5, 60}}}, tt.fail
		})
		if !errors.Is(err, tt.fail) || len(slots) != taken || !tt.free && most.Load() > 1 {
			t.Errorf("%s: %v, %d places taken, %d at once", name, err, len(slots), most.Load())
		}
		if tt.fail != nil {
			continue
		}
		for i, want := range []token{{line: 0, box: Box{0, 10, 5, 20}}, {line: 1, box: Box{0, 50, 5, 60}}, {line: 2, box: Box{0, 710, 5, 720}}, {line: 3, box: Box{0, 750, 5, 760}}} {
			if len(tokens) != 4 || tokens[i].line != want.line || tokens[i].box != want.box {
				t.Errorf("%s: word %d is %+v", name, i, tokens)
			}
		}
	}
}
