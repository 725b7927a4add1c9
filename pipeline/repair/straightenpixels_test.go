package repair

import (
	"image"
	"image/color"
	"image/draw"
	"testing"
)

// TestCornersOfTheBorder: what a turn lays bare has the tone of the border,
// whatever lies in the middle.
func TestCornersOfTheBorder(t *testing.T) {
	for _, border := range []color.Color{color.Gray{40}, color.Gray{0}, color.White, color.RGBA{110, 70, 40, 255}} {
		img := image.NewRGBA(image.Rect(0, 0, 300, 200))
		draw.Draw(img, img.Rect, image.NewUniform(border), image.Point{}, draw.Src)
		draw.Draw(img, img.Rect.Inset(20), image.White, image.Point{}, draw.Src)
		out := planar(rotated(img, 4))
		b := out.Bounds()
		want, _, _, _ := planar(img).At(0, 0).RGBA()
		for _, corner := range []image.Point{b.Min, {b.Max.X - 1, 0}, {0, b.Max.Y - 1}, {b.Max.X - 1, b.Max.Y - 1}} {
			if got, _, _, _ := out.At(corner.X, corner.Y).RGBA(); got != want {
				t.Errorf("border %v: %v at %v, want %v", border, got>>8, corner, want>>8)
			}
		}
	}
}
