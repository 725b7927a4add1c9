package repair

import (
	"context"
	"image"

	"github.com/recevable/recevable/validators/reader"
)

// Begun is work on a photo that does not wait for its words to be read: while
// they tell which way up it lies, it is straightened as it is stored, which is
// the right way for most.
type Begun struct {
	ended    chan struct{}
	photo    image.Image // nil where it could not be drawn
	straight image.Image
	ok       bool
}

// Begin returns the work on a photo and what does it; nil where data is none.
func Begin(ctx context.Context, r *reader.Reader, data []byte) (begun *Begun, work func()) {
	if reader.TraitsOf(data).MIME != reader.JPEG {
		return nil, func() {}
	}
	b := &Begun{ended: make(chan struct{})}
	return b, func() {
		defer close(b.ended)
		defer func() { _ = recover() }() // whoever needs it does it again
		pixels, err := r.Draw(ctx, reader.NewSource(data), 0)
		if err != nil {
			return
		}
		straight, ok := straightened(pixels.Image)
		b.photo, b.straight, b.ok = pixels.Image, straight, ok
	}
}

// straightened is straightened, which may have begun for the same picture.
func (w *Workshop) straightened(img image.Image) (image.Image, bool) {
	if w.Begun != nil {
		<-w.Begun.ended
		if w.Begun.photo == img {
			return w.Begun.straight, w.Begun.ok
		}
	}
	return straightened(img)
}
