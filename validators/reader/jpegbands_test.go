package reader

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"testing"
)

// restartJPEG writes a JPEG with a restart marker behind every so many rows of
// blocks: bands of the picture, encoded each by itself.
func restartJPEG(t *testing.T, img image.Image, rows int) []byte {
	t.Helper()
	side := 16
	if _, grey := img.(*image.Gray); grey {
		side = 8
	}
	b := img.Bounds()
	var out []byte
	for i := 0; i*rows*side < b.Dy(); i++ {
		band := image.Rect(0, i*rows*side, b.Dx(), min((i+1)*rows*side, b.Dy()))
		var one bytes.Buffer
		if err := jpeg.Encode(&one, img.(interface {
			SubImage(r image.Rectangle) image.Image
		}).SubImage(band), &jpeg.Options{Quality: 80}); err != nil {
			t.Fatal(err)
		}
		data := one.Bytes()
		f := scanJPEG(data)
		if i == 0 {
			binary.BigEndian.PutUint16(data[f.heightAt:], uint16(b.Dy()))
			scan := bytes.LastIndex(data[:f.scanStart], []byte{0xff, markerSOS})
			interval := (b.Dx() + side - 1) / side * rows
			out = append(out, data[:scan]...)
			out = append(out, 0xff, markerDRI, 0, 4, byte(interval>>8), byte(interval))
			out = append(out, data[scan:f.scanStart]...)
		} else {
			out = append(out, 0xff, markerRST0+byte(i-1)%8)
		}
		out = append(out, data[f.scanStart:f.scanStart+f.scanBytes]...)
	}
	return append(out, 0xff, markerEOI)
}

func speckled(w, h int) *image.YCbCr {
	img := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = uint8(i*7 + i/w*3)
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(i/3), uint8(i/5)
	}
	return img
}

// TestBandsDecodeTheSame: cut at its restart markers, a picture has the pixels
// that it has whole, and one that cannot be cut is left to the decoder.
func TestBandsDecodeTheSame(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 2003, 2009))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i*5 + i/2003)
	}
	colours := restartJPEG(t, speckled(2001, 2050), 10) // 13 parts
	cut := bytes.Index(colours, []byte{0xff, markerRST0 + 1})
	swapped := bytes.Clone(colours)
	swapped[cut+1] = markerRST0 + 2
	uneven := bytes.Clone(colours)
	dri := bytes.Index(uneven, []byte{0xff, markerDRI})
	uneven[dri+5]++
	for name, c := range map[string]struct {
		data []byte
		cut  bool
	}{
		"colours":                {colours, true},
		"greys":                  {restartJPEG(t, grey, 10), true},
		"a last part of one row": {restartJPEG(t, speckled(2001, 2001), 25), true},
		"two parts":              {restartJPEG(t, speckled(2000, 2000), 100), true},
		"one part":               {restartJPEG(t, speckled(2000, 2000), 126), false},
		"just enough pixels":     {restartJPEG(t, speckled(2000, 2000), 10), true},
		"too few pixels":         {restartJPEG(t, speckled(2000, 1999), 10), false},
		"markers out of order":   {swapped, false},
		"parts of no whole rows": {uneven, false},
		"the end is missing":     {colours[:len(colours)-2], false},
		"cut short":              {colours[:len(colours)/2], false},
	} {
		t.Run(name, func(t *testing.T) {
			f := scanJPEG(c.data)
			img := f.decodeBands(c.data)
			if (img != nil) != c.cut {
				t.Fatalf("cut %v, want %v", img != nil, c.cut)
			}
			want, err := jpeg.Decode(bytes.NewReader(c.data))
			got, _, gotErr := f.decode(c.data)
			if fmt.Sprint(err) != fmt.Sprint(gotErr) && c.cut {
				t.Fatalf("error %v, want %v", gotErr, err)
			}
			if img != nil {
				samePixels(t, got, want)
			}
		})
	}
}

// TestBandsAreFew: however many markers a file has, it is cut into no more
// bands than asked for, which hold all of it.
func TestBandsAreFew(t *testing.T) {
	data := restartJPEG(t, speckled(2001, 2050), 1) // 129 parts
	f := scanJPEG(data)
	for _, n := range []int{1, 2, 3, 500} {
		bands := f.bands(data, n)
		if want := min(n, 129); len(bands) != want {
			t.Fatalf("%d bands, want %d", len(bands), want)
		}
		rows := 0
		for i, band := range bands {
			header, err := jpeg.DecodeConfig(io.MultiReader(band...))
			if err != nil || header.Height < 1 {
				t.Fatalf("band %d: %d rows (%v)", i, header.Height, err)
			}
			rows += header.Height
		}
		if rows != 2050 {
			t.Errorf("%d bands of %d rows together", n, rows)
		}
	}
}
