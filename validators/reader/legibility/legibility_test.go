package legibility

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

func white(w, h int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	return img
}

// TestProblems looks at one page of each kind, on both sides of the limits.
func TestProblems(t *testing.T) {
	bill := testpage.NewBill(4, 150).Image
	fresh := func() image.Image { return imaging.Clone(bill) }
	card := func(dpi float64) image.Image { return testpage.NewCard(1, dpi).Image }
	tests := []struct {
		name string
		kind Kind
		img  image.Image
		want []Problem
	}{
		{"sharp", TextPage, fresh(), nil},
		{"on its side", TextPage, imaging.Rotate90(bill), nil},
		{"blurred by half a pixel more than is readable", TextPage, testpage.Blur(bill, 2), []Problem{Blurred}},
		{"softened", TextPage, testpage.Blur(bill, 0.8), nil},
		{"past recognition", TextPage, testpage.Blur(bill, 9), []Problem{Blurred}},
		{"moved", TextPage, testpage.MotionBlur(bill, 9, 0), []Problem{Blurred}},
		{"dim", TextPage, testpage.Darken(fresh(), 0.6), nil},
		{"dark", TextPage, testpage.Darken(fresh(), 0.25), []Problem{Dark}},
		{"faint", TextPage, faded(bill, 0.2), []Problem{Faint}},
		{"half faded", TextPage, faded(bill, 0.6), nil},
		{"reflection", TextPage, testpage.Glare(testpage.Darken(fresh(), 0.8), 0.4, 0.45, 0.3), []Problem{Glare}},
		{"small reflection", TextPage, testpage.Glare(testpage.Darken(fresh(), 0.8), 0.4, 0.45, 0.05), nil},
		{"100 dpi", TextPage, testpage.NewBill(4, 100).Image, []Problem{LowResolution}},
		{"cut through its lines", TextPage, imaging.Crop(bill, image.Rect(140, 0, 1240, 1754)), []Problem{CutEdge}},
		{"black edge of the glass", TextPage, edged(fresh()), nil},
		{"nothing", TextPage, white(1240, 1754), []Problem{Blank}},
		{"a few specks", TextPage, specked(white(1240, 1754)), []Problem{Blank}},
		{"card", IDCard, card(300), nil},
		{"card on a white scan", IDCard, onA4(card(200), 200), nil},
		{"the two sides of a card, photographed, on one white page", IDCard, twoOnA4(onTable(testpage.Darken(card(200), 0.85), 200), 200), nil},
		{"the same as a scanner's lamp shows it, of a licence", TextPage, grained(twoOnA4(testpage.Darken(card(200), 0.85), 200)), nil},
		{"a reflection on one on such a white", TextPage, grained(twoOnA4(testpage.Glare(testpage.Darken(card(200), 0.8), 0.5, 0.5, 0.3), 200)), []Problem{Glare}},
		{"blurred card", IDCard, testpage.Blur(card(300), 4), []Problem{Blurred}},
		{"card of 413 pixels", IDCard, card(100), []Problem{LowResolution}},
		{"small card on a white scan", IDCard, onA4(card(100), 100), []Problem{LowResolution}},
		{"portrait without print", Portrait, testpage.Blur(card(200), 5), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := Measure(test.img, test.kind)
			if got := m.Problems(); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v\n%+v", got, test.want, m)
			}
		})
	}
}

// TestEveryPixelFormat holds the measures to the picture, whatever its type
// and origin.
func TestEveryPixelFormat(t *testing.T) {
	bill := testpage.NewBill(2, 150).Image
	want := Measure(bill, TextPage)
	shifted := image.NewNRGBA(bill.Rect.Add(image.Pt(7, -3)))
	draw.Draw(shifted, shifted.Rect, bill, image.Point{}, draw.Src)
	wide := image.NewNRGBA64(bill.Rect)
	draw.Draw(wide, wide.Rect, bill, image.Point{}, draw.Src)
	for name, img := range map[string]image.Image{"shifted": shifted, "64 bits": wide} {
		got := Measure(img, TextPage)
		if got.TextTiles != want.TextTiles || got.Cut != want.Cut || abs(got.Sharpness-want.Sharpness) > 0.01 || abs(got.Brightness-want.Brightness) > 0.6 {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

// TestOddSizes: whatever the size, measures and no panic.
func TestOddSizes(t *testing.T) {
	for _, size := range []image.Point{{}, {1, 1}, {1, 5000}, {5000, 1}, {31, 31}, {33, 2500}} {
		for _, kind := range []Kind{TextPage, IDCard, Portrait} {
			m := Measure(white(size.X, size.Y), kind)
			if m.Sharpness != 0 || m.TextTiles != 0 {
				t.Errorf("%v: %+v measured on nothing", size, m)
			}
		}
	}
}

func abs(v float64) float64 { return max(v, -v) }

// faded leaves print a share of its strength.
func faded(img image.Image, share float64) image.Image {
	return imaging.AdjustFunc(img, func(c color.NRGBA) color.NRGBA {
		fade := func(v uint8) uint8 { return 255 - uint8(float64(255-v)*share) }
		return color.NRGBA{fade(c.R), fade(c.G), fade(c.B), 255}
	})
}

func edged(img image.Image) image.Image {
	out := imaging.Clone(img)
	draw.Draw(out, image.Rect(0, 0, 6, out.Rect.Dy()), image.Black, image.Point{}, draw.Src)
	return out
}

func specked(img *image.Gray) image.Image {
	for i := range 12 {
		x, y := 40+97*i, 60+131*i
		draw.Draw(img, image.Rect(x, y, x+4, y+3), image.Black, image.Point{}, draw.Src)
	}
	return img
}

// onTable puts a card on a dark ground, as a photo shows it.
func onTable(card image.Image, dpi float64) image.Image {
	margin := int(dpi / 4)
	table := imaging.New(card.Bounds().Dx()+2*margin, card.Bounds().Dy()+2*margin, color.Gray{96})
	return imaging.Paste(table, card, image.Pt(margin, margin))
}

// twoOnA4 puts a picture on an A4 page twice, one above the other.
func twoOnA4(img image.Image, dpi float64) image.Image {
	page := white(int(8.27*dpi), int(11.69*dpi))
	b := img.Bounds()
	for i := range 2 {
		at := image.Pt((page.Bounds().Dx()-b.Dx())/2, page.Bounds().Dy()*(2*i+1)/4-b.Dy()/2)
		draw.Draw(page, image.Rectangle{at, at.Add(b.Size())}, img, b.Min, draw.Src)
	}
	return page
}

// grained gives what is white the grain of a scanner's lamp: some pixels are
// burnt out, others not quite.
func grained(img image.Image) image.Image {
	out := imaging.Clone(img)
	r := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < len(out.Pix); i += 4 {
		if out.Pix[i] < 250 || out.Pix[i+1] < 250 || out.Pix[i+2] < 250 {
			continue
		}
		v := uint8(250 + r.IntN(6))
		out.Pix[i], out.Pix[i+1], out.Pix[i+2] = v, v, v
	}
	return out
}

func onA4(card image.Image, dpi float64) image.Image {
	sheet := imaging.New(int(8.27*dpi), int(11.69*dpi), color.White)
	return imaging.Paste(sheet, card, image.Pt(int(2*dpi), int(3*dpi)))
}

// BenchmarkMeasure measures a picture of 12 megapixels as phones store it.
func BenchmarkMeasure(b *testing.B) {
	page := imaging.Resize(testpage.NewBill(1, 200).Image, 3000, 4000, imaging.Linear)
	img := testpage.JPEG(page, 80)
	for b.Loop() {
		Measure(img, TextPage)
	}
}
