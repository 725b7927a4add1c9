package reader

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"reflect"
	"testing"
)

func greyJPEG(t *testing.T, side int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, side, side)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A picture is decoded once under a context, within its bytes, and what is said
// of it does not change.
func TestPicturesAreKept(t *testing.T) {
	const side = 64
	ctx := KeepPictures(context.Background(), 2*side*side)
	first, second := greyJPEG(t, side), greyJPEG(t, side+1)
	open := func(data []byte) (Document, image.Image) { return openedOnce(ctx, JPEG, data, DefaultLimits()) }
	doc, img := open(first)
	doc.Pages[0].Width = 0 // of the caller alone
	again, same := open(first)
	anew, _ := opened(JPEG, first, DefaultLimits())
	if img != same || !reflect.DeepEqual(again, anew) {
		t.Errorf("opened again: %+v, want %+v", again, anew)
	}
	open(second) // the two take a little too much together
	if _, other := open(first); other == img {
		t.Error("more is kept than may be")
	}
	if _, other := openedOnce(context.Background(), JPEG, first, DefaultLimits()); other == img {
		t.Error("kept beyond its context")
	}
	if _, large := open(greyJPEG(t, 2*side)); large == nil {
		t.Error("a picture that is too large to be kept is not opened")
	}
}
