package repair

import (
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
	drawn  chan struct{} // closed when onSide is known
	onSide bool

	straightened chan struct{} // closed when photo, straight and ok are known
	photo        image.Image   // nil where it could not be drawn
	straight     image.Image
	ok           bool

	written chan struct{} // closed when what follows is known
	shown   image.Image   // nil where nothing was written
	sheet   Sheet
}

// Begin returns the work on a photo and what does it; nil where data is none.
func Begin(ctx context.Context, r *reader.Reader, data []byte) (begun *Begun, work func()) {
	traits := reader.TraitsOf(data)
	if traits.MIME != reader.JPEG {
		return nil, func() {}
	}
	b := &Begun{drawn: make(chan struct{}), straightened: make(chan struct{}), written: make(chan struct{})}
	return b, func() {
		defer close(b.written)
		defer func() { _ = recover() }() // whoever needs it does it again
		profile := b.straighten(ctx, r, data)
		if b.ok {
			b.write(b.straight, profile, traits.DPI)
		} else if traits.Orientation != 1 {
			b.write(b.photo, profile, traits.DPI)
		}
	}
}

func (b *Begun) straighten(ctx context.Context, r *reader.Reader, data []byte) (profile []byte) {
	defer close(b.straightened)
	pixels, err := r.Draw(ctx, reader.NewSource(data), 0)
	if err != nil {
		close(b.drawn)
		return nil
	}
	var degrees float64
	var sure bool
	grey.Both(func() {
		defer close(b.drawn)
		b.onSide = ocr.LiesOnItsSide(pixels.Image)
	}, func() { degrees, sure = ocr.Slant(pixels.Image) })
	if b.onSide {
		return nil
	}
	straight, ok := levelled(pixels.Image, degrees, sure)
	b.photo, b.straight, b.ok = pixels.Image, straight, ok
	return pixels.Profile
}

// LiesOnItsSide reports whether the lines of the photo run down.
func (b *Begun) LiesOnItsSide() bool {
	<-b.drawn
	return b.onSide
}

// write writes a picture as it is first tried to.
func (b *Begun) write(img image.Image, profile []byte, dpi float64) {
	if img == nil {
		return
	}
	if sheet, err := jpegSheet(img, profile, dpi, highQuality); err == nil {
		b.shown, b.sheet = img, sheet
	}
}

// straightened is straightened, which may have begun for the same picture.
func (w *Workshop) straightened(img image.Image) (image.Image, bool) {
	if w.Begun != nil {
		<-w.Begun.straightened
		if w.Begun.photo == img {
			return w.Begun.straight, w.Begun.ok
		}
	}
	return straightened(img)
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
