package repair

import (
	"bytes"
	"context"
	"image"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// Begun is work on a photo that does not wait for its words to be read: while
// they tell which way up it lies, it is straightened as it is stored, which is
// the right way for most, and written. One whose lines run down is left.
type Begun struct {
	data []byte

	// What stands behind a channel is known when it is closed.
	drawn  chan struct{}
	pixels reader.Pixels // without Image where it could not be drawn

	seen    chan struct{}
	onSide  bool
	degrees float64 // of slant
	sure    bool

	straightened chan struct{}
	straight     image.Image
	ok           bool

	written chan struct{}
	shown   image.Image // nil where nothing was written
	sheet   Sheet
}

// Begin returns the work on a photo and what does it; nil where data is none.
func Begin(ctx context.Context, r *reader.Reader, data []byte) (begun *Begun, work func()) {
	traits := reader.TraitsOf(data)
	if traits.MIME != reader.JPEG {
		return nil, func() {}
	}
	b := &Begun{
		data: data, drawn: make(chan struct{}), seen: make(chan struct{}),
		straightened: make(chan struct{}), written: make(chan struct{}),
	}
	return b, func() {
		defer close(b.written)
		defer func() { _ = recover() }() // whoever needs it does it again
		b.straighten(ctx, r)
		if b.ok {
			b.write(b.straight, traits.DPI)
		} else if traits.Orientation != 1 && !b.onSide {
			b.write(b.pixels.Image, traits.DPI)
		}
	}
}

func (b *Begun) straighten(ctx context.Context, r *reader.Reader) {
	defer close(b.straightened)
	if b.see(ctx, r); !b.onSide {
		b.straight, b.ok = levelled(b.pixels.Image, b.degrees, b.sure)
	}
}

func (b *Begun) see(ctx context.Context, r *reader.Reader) {
	defer close(b.seen)
	b.draw(ctx, r)
	if img := b.pixels.Image; img != nil {
		grey.Both(func() { b.onSide = ocr.LiesOnItsSide(img) }, func() { b.degrees, b.sure = ocr.Slant(img) })
	}
}

func (b *Begun) draw(ctx context.Context, r *reader.Reader) {
	defer close(b.drawn)
	if pixels, err := r.Draw(ctx, reader.NewSource(b.data), 0); err == nil {
		b.pixels = pixels
	}
}

// LiesOnItsSide reports whether the lines of the photo run down.
func (b *Begun) LiesOnItsSide() bool {
	<-b.seen
	return b.onSide
}

// write writes a picture as it is first tried to.
func (b *Begun) write(img image.Image, dpi float64) {
	if img == nil {
		return
	}
	if sheet, err := jpegSheet(img, b.pixels.Profile, dpi, highQuality); err == nil {
		b.shown, b.sheet = img, sheet
	}
}

// draw returns the pixels of a picture of one page, which may have been drawn.
func (w *Workshop) draw(ctx context.Context, data []byte) (reader.Pixels, error) {
	if w.Begun != nil && bytes.Equal(w.Begun.data, data) {
		<-w.Begun.drawn
		if w.Begun.pixels.Image != nil {
			return w.Begun.pixels, nil
		}
	}
	return w.Reader.Draw(ctx, reader.NewSource(data), 0)
}

// straightened is straightened, which may have begun for the same picture.
func (w *Workshop) straightened(img image.Image) (image.Image, bool) {
	if b := w.Begun; b != nil && b.is(img) {
		if <-b.straightened; !b.onSide {
			return b.straight, b.ok
		}
	}
	return straightened(img)
}

// is reports whether a picture is the photo as it was drawn.
func (b *Begun) is(img image.Image) bool {
	<-b.drawn
	return b.pixels.Image == img
}

// written is a picture as a JPEG of a quality, where it was written ahead and
// weighs no more than most bytes.
func (w *Workshop) written(img image.Image, quality int, most int64) (Sheet, bool) {
	if w.Begun == nil || quality != highQuality {
		return Sheet{}, false
	}
	<-w.Begun.written
	b := w.Begun
	return b.sheet, b.shown == img && int64(len(b.sheet.JPEG)) <= most
}
