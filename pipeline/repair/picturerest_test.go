package repair

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"testing"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
)

// A PNG that was cut opens everywhere once it is repaired, white where nothing
// is left; one that is whole is left alone.
func TestCutPNGIsWrittenAgain(t *testing.T) {
	bill := page(6)
	whole := asPNG(t, bill)
	made := repaired(t, whole[:len(whole)/2], legibility.TextPage, Want{})
	if !slices.Equal(codesOf(made.Changes), []ChangeCode{Incomplete}) || made.File.MIME != reader.PNG {
		t.Fatalf("%s: %v", made.File.MIME, made.Changes)
	}
	img, err := png.Decode(bytes.NewReader(made.File.Data))
	if err != nil || img.Bounds().Size() != bill.Rect.Size() {
		t.Fatal(err)
	}
	for _, y := range []int{20, bill.Rect.Dy() - 1} {
		for x := range bill.Rect.Dx() {
			got, want := color.RGBAModel.Convert(img.At(x, y)), bill.At(x, y)
			if y > bill.Rect.Dy()/2 {
				want = color.RGBA{0xff, 0xff, 0xff, 0xff}
			}
			if got != want {
				t.Fatalf("at %d, %d: %v, want %v", x, y, got, want)
			}
		}
	}
	if made := repaired(t, whole, legibility.TextPage, Want{}); len(made.Changes) > 0 {
		t.Errorf("a whole one: %v", made.Changes)
	}
	tight := repaired(t, whole[:len(whole)/2], legibility.TextPage, Want{Options: Options{MaxBytes: int64(len(made.File.Data)) - 1}})
	if got := codesOf(tight.Changes); got[0] != Incomplete || len(tight.File.Data) >= len(made.File.Data) {
		t.Errorf("made light: %v, %d bytes", got, len(tight.File.Data))
	}
}

// Only what follows the last row that shows something becomes white.
func TestWhiteBelow(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 3, 4))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for _, y := range []int{0, 2, 3} {
		for x := range 3 {
			img.Set(x, y, color.Black)
		}
	}
	img.Set(1, 2, color.White)
	out := whiteBelow(img)
	for y, want := range []color.Color{color.Black, color.White, color.Black, color.White} {
		if color.GrayModel.Convert(out.At(0, y)) != color.GrayModel.Convert(want) {
			t.Errorf("row %d is %v", y, out.At(0, y))
		}
	}
	black := image.NewGray(image.Rect(0, 0, 3, 4))
	if whiteBelow(black) != image.Image(black) {
		t.Error("a picture of one colour was changed")
	}
}
