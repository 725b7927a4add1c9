package repair

import (
	"bytes"
	"context"
	"slices"
	"testing"

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
			if drawn, err := w.Reader.Draw(ctx, reader.NewSource(data), 0); err != nil || begun.photo != drawn.Image {
				t.Fatalf("begun of another picture (%v)", err)
			}
			got, err := (&Workshop{Reader: w.Reader, Begun: begun}).Picture(ctx, data, read, Want{})
			if err != nil || !bytes.Equal(got.File.Data, want.File.Data) {
				t.Errorf("not the same: %v", err)
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
