package reader

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sergeymakinen/go-bmp"
)

// photo draws a picture with soft gradients, edges and noise, the same every
// time.
func photo(width, height int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	noise := rand.New(rand.NewPCG(1, 2))
	for y := range height {
		for x := range width {
			v := uint8(noise.IntN(16))
			if (x/16+y/16)%2 == 0 {
				v += 100
			}
			img.SetNRGBA(x, y, color.NRGBA{uint8(200*x/width) + v%16, uint8(200*y/height) + v%16, v, 255})
		}
	}
	return img
}

// inGrey is the picture in 8-bit grey.
func inGrey(img image.Image) *image.Gray {
	out := image.NewGray(img.Bounds())
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func encodeJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func encodeBMP(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := bmp.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// changed is the data with some bytes replaced.
func changed(data []byte, at int, with ...byte) []byte {
	out := bytes.Clone(data)
	copy(out[at:], with)
	return out
}

// without is the data with n bytes taken out.
func without(data []byte, at, n int) []byte {
	return append(bytes.Clone(data[:at]), data[at+n:]...)
}

// with is the data with bytes put in.
func with(data []byte, at int, in ...byte) []byte {
	return append(append(bytes.Clone(data[:at]), in...), data[at:]...)
}

// samePixels compares the colours of two pictures.
func samePixels(t *testing.T, got, want image.Image) {
	t.Helper()
	if got.Bounds().Size() != want.Bounds().Size() {
		t.Fatalf("size %v, want %v", got.Bounds().Size(), want.Bounds().Size())
	}
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			g := color.NRGBAModel.Convert(got.At(got.Bounds().Min.X+x, got.Bounds().Min.Y+y))
			w := color.NRGBAModel.Convert(want.At(want.Bounds().Min.X+x, want.Bounds().Min.Y+y))
			if g != w {
				t.Fatalf("pixel (%d, %d) is %v, want %v", x, y, g, w)
			}
		}
	}
}

// opening is a file and how it must open.
type opening struct {
	name  string
	data  []byte
	state State
}

func checkOpenings(t *testing.T, mime string, cases []opening) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc := openImage(mime, c.data, DefaultLimits())
			if doc.State != c.state {
				t.Errorf("state %q (%s), want %q", doc.State, doc.Detail, c.state)
			}
			if doc.State != Opened && doc.Detail == "" {
				t.Error("no reason given")
			}
			if doc.State == Opened && (doc.PageCount != len(doc.Pages) || doc.Detail != "") {
				t.Errorf("%d pages counted, %d described, detail %q", doc.PageCount, len(doc.Pages), doc.Detail)
			}
		})
	}
}

func TestImageLimits(t *testing.T) {
	small := inGrey(photo(40, 30))
	greyPage := tiffFixture{photometric: tiffBlackIsZero, blocks: [][]byte{small.Pix}}
	// The memory that each takes beyond the file, worked out by hand.
	kinds := []struct {
		mime   string
		data   []byte
		memory int64
	}{
		{PNG, encodePNG(t, small), 1200 + 2*41},      // pixels, two rows with their filter byte
		{JPEG, encodeJPEG(t, small), 5 * 4 * 64},     // whole blocks of 8 × 8
		{BMP, encodeBMP(t, small), 1200},             // pixels
		{TIFF, buildTIFF(greyPage), 1200 + 4*40},     // pixels, four rows
		{JPEG, progressiveJPEG(40, 30, 1), 1280 * 5}, // coefficients of four bytes beside the samples
	}
	for _, k := range kinds {
		t.Run(k.mime, func(t *testing.T) {
			base := DefaultLimits()
			base.Pixels, base.Memory = 1200, int64(len(k.data))+k.memory
			for _, c := range []struct {
				name   string
				change func(*Limits)
				limit  Limit
			}{
				{"at both", func(*Limits) {}, ""},
				{"a pixel too many", func(l *Limits) { l.Pixels-- }, PixelLimit},
				{"a byte too many", func(l *Limits) { l.Memory-- }, MemoryLimit},
			} {
				lim := base
				c.change(&lim)
				doc := openImage(k.mime, k.data, lim)
				if doc.Limit != c.limit || (doc.State == OverLimit) != (c.limit != "") {
					t.Errorf("%s: %s %q (%s), want %q", c.name, doc.State, doc.Limit, doc.Detail, c.limit)
				}
				if doc.PageCount != 1 || doc.Pages[0].Width != 40 || doc.Pages[0].Height != 30 {
					t.Errorf("%s: %d pages %v, want one of 40 × 30", c.name, doc.PageCount, doc.Pages)
				}
				if _, err := decodeImage(k.mime, k.data, 0, lim); (err == nil) != (c.limit == "") {
					t.Errorf("%s: decoding gives %v", c.name, err)
				}
			}
		})
	}
}

func TestImageBombs(t *testing.T) {
	bmpOf := func(width, height uint32) []byte {
		return changed(encodeBMP(t, photo(4, 4)), 18, append(le32(width), le32(height)...)...)
	}
	cases := []struct {
		name, mime string
		data       []byte
	}{
		{"png of 50000 × 50000", PNG, pngOf(50000, 50000, 8, pngRGBA, 0, nil)},
		{"png of the largest numbers", PNG, pngOf(1<<32-1, 1<<32-1, 16, pngRGBA, 1, nil)},
		{"bmp of the largest numbers", BMP, bmpOf(1<<31-1, 1<<31-1)},
		{"bmp upside down", BMP, bmpOf(1<<31-1, 1<<31)},
		{"jpeg of 65535 × 65535", JPEG, progressiveJPEG(65535, 65535, 1)},
		{"tiff of the largest numbers", TIFF, buildTIFF(tiffFixture{width: 1<<32 - 1, height: 1<<32 - 1, blocks: [][]byte{{0}}})},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc := openImage(c.mime, c.data, DefaultLimits())
			if doc.State != OverLimit || doc.Limit != PixelLimit {
				t.Errorf("%s %q (%s), want over the limit of pixels", doc.State, doc.Limit, doc.Detail)
			}
		})
	}
}

func TestDecodeImageRefuses(t *testing.T) {
	for _, c := range []struct {
		name, mime string
		data       []byte
		page       int
	}{
		{"second page of a JPEG", JPEG, encodeJPEG(t, photo(8, 8)), 1},
		{"page before the first", TIFF, buildTIFF(tiffFixture{blocks: [][]byte{{0}}}), -1},
		{"page after the last", TIFF, buildTIFF(tiffFixture{blocks: [][]byte{{0}}}), 1},
		{"PDF", PDF, []byte("%PDF-1.7"), 0},
		{"no PNG at all", PNG, []byte("no"), 0},
	} {
		if img, err := decodeImage(c.mime, c.data, c.page, DefaultLimits()); err == nil {
			t.Errorf("%s: a picture of %v and no error", c.name, img.Bounds())
		}
	}
}

// fuzzOpen holds openImage to its promises on any bytes.
func fuzzOpen(f *testing.F, mime string, seeds ...[]byte) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	lim := Limits{Pixels: 1 << 18, Memory: 32 << 20, Pages: 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc := openImage(mime, data, lim)
		if strings.Contains(doc.Detail, "panic") {
			t.Fatal(doc.Detail)
		}
		if (doc.State == OverLimit) != (doc.Limit != "") {
			t.Fatalf("state %q with limit %q", doc.State, doc.Limit)
		}
		img, err := decodeImage(mime, data, 0, lim)
		switch doc.State {
		case Opened:
			if err != nil {
				t.Fatalf("opened, but does not decode: %v", err)
			}
			if size := img.Bounds().Size(); float64(size.X) != doc.Pages[0].Width || float64(size.Y) != doc.Pages[0].Height {
				t.Fatalf("decoded to %v, announced as %v", size, doc.Pages[0])
			}
		case Partial, Unsupported, OverLimit, Damaged:
		default:
			t.Fatalf("state %q", doc.State)
		}
	})
}
