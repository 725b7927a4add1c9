package reader

import (
	"bufio"
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"reflect"
	"testing"
)

// TestPixelsCross: each kind of picture comes out of a worker as it went in.
func TestPixelsCross(t *testing.T) {
	size := image.Rect(0, 0, 7, 5)
	grey, few, rgb := image.NewGray(size), image.NewPaletted(size, color.Palette{color.RGBA{1, 2, 3, 255}, color.RGBA{9, 8, 7, 255}}), image.NewRGBA(size)
	grey.Pix[8], few.Pix[9], rgb.Pix[10] = 1, 1, 2
	pictures := []image.Image{grey, few, rgb}
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440} {
		ycc := image.NewYCbCr(size, ratio)
		ycc.Y[3], ycc.Cb[4], ycc.Cr[5] = 7, 8, 9
		pictures = append(pictures, ycc)
	}
	for _, img := range pictures {
		var pipe bytes.Buffer
		encoder, in := gob.NewEncoder(&pipe), bufio.NewReader(&pipe)
		sent := Document{State: Opened, pixels: &Pixels{Image: img, Profile: []byte{1}, Halved: true, Backed: true}}
		if err := send(encoder, &pipe, sent); err != nil {
			t.Fatal(err)
		}
		got, err := receive(gob.NewDecoder(in), in)
		if err != nil || got.pixels == nil || got.pixels.Image.Bounds() != size || !got.pixels.Halved || !got.pixels.Backed {
			t.Fatalf("%T: %v", img, err)
		}
		for y := range 5 {
			for x := range 7 {
				if !reflect.DeepEqual(got.pixels.Image.At(x, y), img.At(x, y)) {
					t.Fatalf("%T: %v at %d, %d", img, got.pixels.Image.At(x, y), x, y)
				}
			}
		}
	}
}

// TestDrawThroughAWorker: a kind that ANTS does not take, drawn where it can do
// no harm, and one that is too large.
func TestDrawThroughAWorker(t *testing.T) {
	few := image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.White, color.Black})
	few.SetColorIndex(4, 5, 1)
	var data bytes.Buffer
	if err := gif.Encode(&data, few, nil); err != nil {
		t.Fatal(err)
	}
	for pixels, fits := range map[int64]bool{600: true, 599: false} {
		limits := DefaultLimits()
		limits.Pixels = pixels
		drawn, err := workerReader(t, "good", limits).Draw(context.Background(), NewSource(data.Bytes()), 0)
		if !fits {
			if !errors.Is(err, ErrUndrawn) {
				t.Errorf("over the limit: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if r, _, _, _ := drawn.Image.At(4, 5).RGBA(); r != 0 {
			t.Error("the black dot is gone")
		}
	}
}

// TestLaidOnWhite: half of a black that is half there is grey.
func TestLaidOnWhite(t *testing.T) {
	clear := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	clear.SetNRGBA(1, 0, color.NRGBA{A: 128})
	var data bytes.Buffer
	if err := png.Encode(&data, clear); err != nil {
		t.Fatal(err)
	}
	r := New()
	defer r.Close()
	drawn, err := r.Draw(context.Background(), NewSource(data.Bytes()), 0)
	if err != nil || !drawn.Backed {
		t.Fatal(drawn.Backed, err)
	}
	if a, b := drawn.Image.At(0, 0), drawn.Image.At(1, 0); a != (color.RGBA{255, 255, 255, 255}) || b != (color.RGBA{127, 127, 127, 255}) {
		t.Errorf("%v, %v", a, b)
	}
}

func TestTraitsOfJPEG(t *testing.T) {
	var data bytes.Buffer
	if err := jpeg.Encode(&data, image.NewGray(image.Rect(0, 0, 9, 9)), nil); err != nil {
		t.Fatal(err)
	}
	if got := TraitsOf(data.Bytes()); got != (Traits{MIME: JPEG, Pages: 1, Orientation: 1, Lossy: true}) {
		t.Errorf("%+v", got)
	}
	with := append(bytes.Clone(data.Bytes()), "a film"...)
	if !TraitsOf(with).Private {
		t.Error("what follows the end was not seen")
	}
}

func TestClosed(t *testing.T) {
	whole := encodeJPEG(t, photo(64, 48))
	open := whole[:len(whole)-2]
	for name, tt := range map[string]struct {
		data  []byte
		want  []byte
		found bool
	}{
		"whole":          {whole, whole, false},
		"without an end": {open, whole, true},
		"with more":      {append(bytes.Clone(whole), "behind"...), append(bytes.Clone(whole), "behind"...), false},
		"no pixels":      {whole[:40], whole[:40], false},
		"no JPEG":        {[]byte("GIF89a"), []byte("GIF89a"), false},
	} {
		before := bytes.Clone(tt.data)
		got, found := Closed(tt.data)
		if !bytes.Equal(got, tt.want) || found != tt.found || !bytes.Equal(before, tt.data) {
			t.Errorf("%s: %d bytes, %v", name, len(got), found)
		}
	}
}
