package templates

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"
)

// grayPage is a JPEG page of one shade.
func grayPage(t *testing.T, width, height int, shade uint8) []byte {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, width, height))
	for i := range page.Pix {
		page.Pix[i] = shade
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, page, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func evidencePicture(t *testing.T, page []byte, at Place) image.Image {
	t.Helper()
	e, err := NewEvidence(page, at)
	if err != nil {
		t.Fatal(err)
	}
	data, err := e.PNG()
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

func isInk(c color.Color) bool { return color.RGBAModel.Convert(c) == evidenceInk }

func brightness(c color.Color) uint8 { return color.GrayModel.Convert(c).(color.Gray).Y }

// The page is 880 × 1240: the line is 4 pixels thick, 2 off what it surrounds,
// between two white lines of 2.
func TestTheRectangleStandsAroundThePlace(t *testing.T) {
	const left, top, right, bottom = 220, 310, 440, 372
	for name, shade := range map[string]uint8{"white page": 255, "dark page": 40} {
		picture := evidencePicture(t, grayPage(t, 880, 1240, shade), Place{0.25, 0.25, 0.5, 0.3})
		if picture.Bounds() != image.Rect(0, 0, 880, 1240) {
			t.Fatalf("%s: %v, not the size of the page", name, picture.Bounds())
		}
		ink, white := 0, 0
		for y := range 1240 {
			for x := range 880 {
				place := image.Pt(x, y)
				at := picture.At(x, y)
				switch {
				case isInk(at):
					ink++
					if place.In(image.Rect(left, top, right, bottom)) || !place.In(image.Rect(left-12, top-12, right+13, bottom+13)) {
						t.Fatalf("%s: the line passes through %v", name, place)
					}
				case shade < 250 && brightness(at) > 250:
					white++
				}
			}
		}
		for side, at := range map[string]image.Point{"left": {left - 6, 340}, "right": {right + 6, 340}, "top": {330, top - 6}, "bottom": {330, bottom + 6}} {
			if !isInk(picture.At(at.X, at.Y)) {
				t.Errorf("%s: no line on the %s, at %v: %v", name, side, at, picture.At(at.X, at.Y))
			}
		}
		if perimeter := 2 * (right - left + bottom - top); ink < 4*perimeter {
			t.Errorf("%s: %d pixels of line around %d: too thin", name, ink, perimeter)
		}
		if shade < 250 && white < 2*ink/3 {
			t.Errorf("%s: %d white pixels beside a line of %d: it would not stand out", name, white, ink)
		}
		inside, outside := brightness(picture.At(330, 340)), brightness(picture.At(700, 900))
		if int(inside)+3 < int(shade) || float64(outside) > 0.9*float64(inside) {
			t.Errorf("%s: brightness %d inside and %d around, of %d", name, inside, outside, shade)
		}
	}
}

// Printed in black, the line must still be seen on white.
func TestTheInkIsDarkAndNoGrey(t *testing.T) {
	if y := brightness(evidenceInk); y > 100 {
		t.Errorf("brightness %d", y)
	}
	if evidenceInk.R < evidenceInk.G+100 {
		t.Errorf("%v is close to a grey", evidenceInk)
	}
}

func TestARectangleAtTheEdgeStaysOnThePage(t *testing.T) {
	for name, at := range map[string]Place{
		"whole page":  {0, 0, 1, 1},
		"top left":    {0, 0, 0.02, 0.02},
		"right edge":  {0.99, 0.4, 1, 0.5},
		"past it":     {-3, 0.2, 7, 0.3},
		"a hair":      {0.5, 0.5, 0.5001, 0.5001},
		"bottom edge": {0.1, 0.9999, 0.9, 1},
	} {
		picture := evidencePicture(t, grayPage(t, 600, 800, 230), at)
		sides := 0
		for y := range 800 {
			for x := range 600 {
				if isInk(picture.At(x, y)) {
					sides++
				}
			}
		}
		if sides < 4*leastLine*leastLine {
			t.Errorf("%s: nothing is drawn", name)
		}
	}
}

func TestNoPlaceIsDrawnOffThePage(t *testing.T) {
	page := grayPage(t, 600, 800, 230)
	for name, at := range map[string]Place{
		"none": {}, "turned": {0.5, 0.5, 0.4, 0.6}, "off": {1.2, 0.1, 1.4, 0.2}, "no number": {math.NaN(), 0, 1, 1},
	} {
		if _, err := NewEvidence(page, at); !errors.Is(err, ErrNoPlace) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := NewEvidence(grayPage(t, 4, 4, 230), Place{0, 0, 1, 1}); !errors.Is(err, ErrNoPlace) {
		t.Errorf("a page smaller than the line: got %v", err)
	}
	if _, err := NewEvidence([]byte("no picture"), Place{0, 0, 1, 1}); err == nil {
		t.Error("what is no picture was drawn")
	}
}

func TestADetailHoldsItsRectangle(t *testing.T) {
	page := grayPage(t, 880, 1240, 255)
	for name, at := range map[string]Place{
		"middle": {0.4, 0.5, 0.6, 0.52}, "corner": {0, 0, 0.1, 0.02}, "other corner": {0.9, 0.98, 1, 1}, "all": {0, 0, 1, 1},
	} {
		e, err := NewEvidence(page, at)
		if err != nil {
			t.Fatal(err)
		}
		count := func(picture image.Image) (n int) {
			for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y++ {
				for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x++ {
					if isInk(picture.At(x, y)) {
						n++
					}
				}
			}
			return n
		}
		detail := e.detail()
		if all, cut := count(e.picture), count(detail); all != cut {
			t.Errorf("%s: %d of the %d pixels of the line are on the detail", name, cut, all)
		}
		if detail.Bounds().Dx() < 880*6/10 {
			t.Errorf("%s: a detail %d pixels wide says little", name, detail.Bounds().Dx())
		}
	}
}

func TestTheSamePageGivesTheSameBytes(t *testing.T) {
	page := grayPage(t, 300, 400, 200)
	var first []byte
	for range 2 {
		e, err := NewEvidence(page, Place{0.1, 0.1, 0.2, 0.2})
		if err != nil {
			t.Fatal(err)
		}
		data, err := e.PNG()
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = data
		} else if !bytes.Equal(first, data) {
			t.Error("two drawings differ")
		}
	}
}
