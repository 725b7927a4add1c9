package samples

import (
	"bytes"
	"image/jpeg"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader/ocr"
)

// The table around a photographed bill makes its lines seem to run across: the bill
// on its side is turned all the same.
func TestPhotoOnItsSideIsTurned(t *testing.T) {
	requireOCR(t)
	engine := ocr.Detect(t.Context())
	photo, err := jpeg.Decode(bytes.NewReader(drawAll(t)["19-facture-photographiee/facture.jpg"]))
	if err != nil {
		t.Fatal(err)
	}
	text, err := engine.Read(t.Context(), imaging.Rotate270(photo), ocr.PageText) // clockwise
	if err != nil {
		t.Fatal(err)
	}
	if text.Rotation != 270 {
		t.Errorf("turned by %d, want 270", text.Rotation)
	}
}
