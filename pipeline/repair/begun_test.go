package repair

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// TestBegunIsTheSame: what was begun of a photo is taken over, and gives what is
// done without it, whichever way the photo lies.
func TestBegunIsTheSame(t *testing.T) {
	w := workshop(t)
	data := asJPEG(t, testpage.Tilt(page(7), 2))
	for name, turn := range map[string]int{"upright": 0, "on its side": 90} {
		t.Run(name, func(t *testing.T) {
			ctx := reader.KeepPictures(context.Background(), 64<<20)
			read := reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{{
				Legibility: &legibility.Measures{}, Turn: turn, FromOCR: true, Lines: []reader.Line{{Words: slices.Repeat([]reader.Word{{Text: "mot", Confidence: 90}}, 8)}},
			}}}
			want, err := w.Picture(ctx, data, read, Want{})
			if err != nil || len(want.Changes) == 0 {
				t.Fatalf("%v, changes %v", err, want.Changes)
			}
			begun, work := Begin(ctx, w.Reader, data)
			work()
			with := &Workshop{Reader: w.Reader, Begun: begun}
			got, err := with.Picture(ctx, data, read, Want{})
			if err != nil || !bytes.Equal(got.File.Data, want.File.Data) {
				t.Errorf("not the same: %v", err)
			}
			if used := &got.File.Data[0] == &begun.sheet.JPEG[0]; used != (turn == 0) {
				t.Errorf("what was written ahead is used: %v", used)
			}
			// One byte less than what was written ahead has.
			light := Want{Options: Options{MaxBytes: int64(len(begun.sheet.JPEG)) - 1}}
			want, err = w.Picture(ctx, data, read, light)
			if err != nil || int64(len(want.File.Data)) > light.MaxBytes {
				t.Fatalf("%v, %d bytes", err, len(want.File.Data))
			}
			if got, err = with.Picture(ctx, data, read, light); err != nil || !bytes.Equal(got.File.Data, want.File.Data) {
				t.Errorf("lighter, not the same: %v", err)
			}
		})
	}
}

// TestNothingBegun: what is no photo, or cannot be drawn, is worked on as ever.
func TestNothingBegun(t *testing.T) {
	w := workshop(t)
	if begun, work := Begin(t.Context(), w.Reader, []byte("%PDF-1.4")); begun != nil {
		t.Error("begun of a PDF")
	} else {
		work()
	}
	whole := asJPEG(t, page(7))
	begun, work := Begin(t.Context(), w.Reader, whole[:300])
	work()
	img := page(7)
	if straight, ok := (&Workshop{Begun: begun}).straightened(img); ok {
		t.Errorf("straightened %v", straight.Bounds())
	}
}

// TestBegunLeavesWhatLiesOnItsSide: a photo whose lines run down is not
// straightened, and one that its camera turns is written as it is shown.
func TestBegunLeavesWhatLiesOnItsSide(t *testing.T) {
	w := workshop(t)
	for name, c := range map[string]struct {
		data           []byte
		onSide, writes bool
	}{
		"upright and askew":      {asJPEG(t, testpage.Tilt(page(7), 2)), false, true},
		"on its side":            {asJPEG(t, imaging.Rotate90(testpage.Tilt(page(7), 2))), true, false},
		"upright and straight":   {asJPEG(t, page(7)), false, false},
		"straight, to be turned": {withSegments(asJPEG(t, imaging.Rotate90(page(7))), "", exifSegment(6)), false, true},
	} {
		t.Run(name, func(t *testing.T) {
			begun, work := Begin(t.Context(), w.Reader, c.data)
			work()
			if begun.LiesOnItsSide() != c.onSide || (begun.shown != nil) != c.writes {
				t.Errorf("on its side %v, written %v; want %v, %v", begun.LiesOnItsSide(), begun.shown != nil, c.onSide, c.writes)
			}
		})
	}
}
