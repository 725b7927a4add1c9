package repair

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/recevable/recevable/validators/reader"
)

var incomplete = Change{
	Code: Incomplete,
	Message: "Une partie de ce fichier PNG manque ou est abîmée\u00a0: ce qui en reste a été remis dans une image qui s’ouvre partout, " +
		"mais incomplète. Là où il n’y a plus rien, elle est blanche.",
}

// rest writes again what there is of a picture of which a part is missing.
func (b *bench) rest(ctx context.Context) (Picture, bool) {
	pixels, err := b.workshop.draw(ctx, b.data)
	if err != nil {
		return Picture{}, false
	}
	img := whiteBelow(pixels.Image)
	out, ok := lossless(img, b.traits.DPI)
	var fitting []Change
	if !ok || int64(len(out.JPEG)) > b.want.MaxBytes {
		if out, fitting, ok = b.encode(img, pixels.Profile); !ok {
			return Picture{}, false
		}
	}
	changes := append([]Change{incomplete}, fitting...)
	if b.traits.Private {
		changes = append(changes, Change{Code: Uncoded, Message: uncodedMessage})
	}
	if b.want.Sheets {
		return Picture{Sheets: []Sheet{out}, Changes: changes}, true
	}
	return Picture{File: File{MIME: out.MIME, Data: out.JPEG, Pages: 1, Changes: changes}, Changes: changes}, true
}

// lossless writes a picture as a PNG, whatever it weighs.
func lossless(img image.Image, dpi float64) (Sheet, bool) {
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return Sheet{}, false
	}
	size := img.Bounds().Size()
	return Sheet{JPEG: out.Bytes(), MIME: reader.PNG, Width: size.X, Height: size.Y, DPI: dpi}, true
}

// whiteBelow is a picture with white where the rows that are missing at its end
// were filled in with one colour.
func whiteBelow(img image.Image) image.Image {
	b := img.Bounds()
	last := color.RGBAModel.Convert(img.At(b.Max.X-1, b.Max.Y-1))
	if last == (color.RGBA{0xff, 0xff, 0xff, 0xff}) {
		return img
	}
	end := b.Max.Y
	for end > b.Min.Y && uniform(img, end-1, last) {
		end--
	}
	if end == b.Max.Y || end == b.Min.Y {
		return img
	}
	white := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(white, white.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(white, image.Rect(0, 0, b.Dx(), end-b.Min.Y), img, b.Min, draw.Src)
	return white
}

// uniform reports whether a row shows nothing but one colour.
func uniform(img image.Image, y int, only color.Color) bool {
	b := img.Bounds()
	for x := b.Min.X; x < b.Max.X; x++ {
		if color.RGBAModel.Convert(img.At(x, y)) != only {
			return false
		}
	}
	return true
}
