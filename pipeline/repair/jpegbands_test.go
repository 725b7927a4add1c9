package repair

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// TestBandsAreThePicture compares a JPEG that was encoded in bands with one that
// was not, pixel by pixel, on both sides of each limit.
func TestBandsAreThePicture(t *testing.T) {
	colours := func(w, h int) image.Image {
		img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
		for i := range img.Y {
			img.Y[i] = uint8(i*7 + i/w*3)
		}
		for i := range img.Cb {
			img.Cb[i], img.Cr[i] = uint8(i/3), uint8(i/5)
		}
		return img
	}
	greys := func(w, h int) image.Image {
		img := image.NewGray(image.Rect(0, 0, w, h))
		for i := range img.Pix {
			img.Pix[i] = uint8(i*5 + i/w)
		}
		return img
	}
	full := func(w, h int) image.Image {
		img := image.NewNRGBA(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				img.SetNRGBA(x, y, color.NRGBA{uint8(x), uint8(y), uint8(x + y), 255})
			}
		}
		return img
	}
	for name, c := range map[string]struct {
		img   image.Image
		bands int
	}{
		"colours":                   {colours(2001, 3*bandRows+5), 4},
		"a last band of one row":    {colours(2001, 2*bandRows+1), 3},
		"whole bands":               {colours(2048, 2*bandRows), 2},
		"greys":                     {greys(2003, 2*bandRows+9), 3},
		"four bytes a pixel":        {full(2000, 2*bandRows+100), 3},
		"nine bands":                {greys(500, 8*bandRows+3), 9},
		"too small":                 {colours(1000, 3*bandRows), 0},
		"a strip":                   {colours(4000, bandRows), 0},
		"too wide for the interval": {greys(8*512, bandRows+1), 0},
		"as wide as it may be":      {greys(8*511, bandRows+1), 2},
		"colours, too wide":         {colours(16*1024, bandRows+1), 0},
		"colours, as wide":          {colours(16*1023, bandRows+1), 2},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := encodeJPEG(c.img, 90)
			if err != nil {
				t.Fatal(err)
			}
			var whole bytes.Buffer
			if err := jpeg.Encode(&whole, c.img, &jpeg.Options{Quality: 90}); err != nil {
				t.Fatal(err)
			}
			if bands := bytes.Contains(got, []byte{0xff, markDRI, 0, 4}); bands != (c.bands > 0) {
				t.Fatalf("in bands: %v", bands)
			}
			restarts := 0
			for i := range 8 {
				restarts += bytes.Count(got, []byte{0xff, markRST0 + byte(i)})
			}
			if c.bands > 0 && restarts != c.bands-1 {
				t.Errorf("%d restarts, want %d bands", restarts, c.bands)
			}
			a, err := jpeg.Decode(bytes.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			b, err := jpeg.Decode(&whole)
			if err != nil {
				t.Fatal(err)
			}
			if a.Bounds() != b.Bounds() {
				t.Fatalf("%v, want %v", a.Bounds(), b.Bounds())
			}
			if !bytes.Equal(imaging.Clone(a).Pix, imaging.Clone(b).Pix) {
				t.Error("not the same pixels")
			}
		})
	}
}

func BenchmarkEncodeJPEG(b *testing.B) {
	photo := planar(testpage.Noise(imaging.Resize(page(7), 3000, 4000, imaging.Linear), 1, 4))
	for b.Loop() {
		if _, err := encodeJPEG(photo, highQuality); err != nil {
			b.Fatal(err)
		}
	}
}
