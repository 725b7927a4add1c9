package datamatrix

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math/rand/v2"
	"testing"
	"time"
)

// printed draws symbols on white paper, their top left corners at the given
// places, in modules of size pixels.
func printed(t testing.TB, page image.Rectangle, size int, at map[image.Point]string) *image.Gray {
	t.Helper()
	out := image.NewGray(page)
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	for corner, text := range at {
		for row, line := range symbolModules(t, text) {
			for column, dark := range line {
				if dark {
					p := corner.Add(image.Pt(column*size, row*size))
					draw.Draw(out, image.Rect(p.X, p.Y, p.X+size, p.Y+size), image.Black, image.Point{}, draw.Src)
				}
			}
		}
	}
	return out
}

func seeded(n uint64) string { return payload(rand.New(rand.NewPCG(n, 9))) }

func TestFindEveryKindOfPicture(t *testing.T) {
	text := seeded(1)
	side := 4 * len(symbolModules(t, text))
	bounds := image.Rect(-50, 30, 750, 930)
	corner := image.Pt(100, 200)
	grey := printed(t, bounds, 4, map[image.Point]string{corner: text})
	var asJPEG bytes.Buffer
	white := image.NewRGBA(bounds.Sub(bounds.Min))
	draw.Draw(white, white.Rect, grey, bounds.Min, draw.Src)
	if err := jpeg.Encode(&asJPEG, white, nil); err != nil {
		t.Fatal(err)
	}
	colour, err := jpeg.Decode(&asJPEG)
	if err != nil {
		t.Fatal(err)
	}
	converted := func(to draw.Image) image.Image {
		draw.Draw(to, bounds, grey, bounds.Min, draw.Src)
		return to
	}
	inkOnly := image.NewNRGBA(bounds) // transparent paper
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if grey.GrayAt(x, y).Y == 0 {
				inkOnly.Set(x, y, color.Black)
			}
		}
	}
	for name, page := range map[string]image.Image{
		"grey":        grey,
		"RGBA":        converted(image.NewRGBA(bounds)),
		"NRGBA":       converted(image.NewNRGBA(bounds)),
		"Gray16":      converted(image.NewGray16(bounds)),
		"CMYK":        converted(image.NewCMYK(bounds)),
		"palette":     converted(image.NewPaletted(bounds, color.Palette{color.White, color.Black})),
		"transparent": inkOnly,
		"JPEG":        colour,
		"part":        grey.SubImage(image.Rect(60, 150, 500, 800)),
		"to the edge": grey.SubImage(image.Rectangle{corner, corner.Add(image.Pt(side, side))}),
	} {
		found := Find(t.Context(), page)
		if len(found) != 1 || string(found[0].Data) != text {
			t.Errorf("%s: %d symbols", name, len(found))
			continue
		}
		want := image.Rectangle{corner, corner.Add(image.Pt(side, side))}
		if name == "JPEG" {
			want = want.Sub(bounds.Min)
		}
		got := found[0].Box
		if !got.In(want.Inset(-3)) || !want.Inset(3).In(got) {
			t.Errorf("%s: box %v, want %v", name, got, want)
		}
	}
}

func TestFindSeveral(t *testing.T) {
	first, second := seeded(2), seeded(3)
	page := printed(t, image.Rect(0, 0, 900, 1200), 5, map[image.Point]string{{40, 60}: first, {450, 700}: second})
	got := map[string]bool{}
	for _, s := range Find(t.Context(), page) {
		got[string(s.Data)] = true
	}
	if len(got) != 2 || !got[first] || !got[second] {
		t.Errorf("%d of two symbols found", len(got))
	}
}

func TestFindNothing(t *testing.T) {
	for _, f := range families[1:2] {
		s := f.make(rand.New(rand.NewPCG(5, 5)))
		s.blank = true
		if found := Find(t.Context(), s.picture(t)); len(found) != 0 {
			t.Errorf("%s: found %q on a page without a symbol", f.name, found[0].Data)
		}
	}
	noise := image.NewGray(image.Rect(0, 0, 600, 600))
	rng := rand.New(rand.NewPCG(6, 6))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(rng.IntN(256))
	}
	for name, page := range map[string]image.Image{
		"noise":   noise,
		"empty":   image.NewGray(image.Rectangle{}),
		"a pixel": image.NewGray(image.Rect(3, 3, 4, 4)),
		"a strip": image.NewGray(image.Rect(0, 0, 5000, 5)),
		"black":   image.NewGray(image.Rect(0, 0, 300, 300)),
	} {
		if found := Find(t.Context(), page); len(found) != 0 {
			t.Errorf("%s: found %q", name, found[0].Data)
		}
	}
}

func TestFindStopsWhenCancelled(t *testing.T) {
	page := printed(t, image.Rect(0, 0, 900, 1200), 5, map[image.Point]string{{40, 60}: seeded(2)})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	start := time.Now()
	if found := Find(ctx, page); len(found) != 0 {
		t.Error("the work went on")
	}
	if spent := time.Since(start); spent > time.Second {
		t.Errorf("it took %v to stop", spent)
	}
}

// faulty is a picture that panics when its pixels are asked for, as a broken
// decoder's may.
type faulty struct{ *image.Gray }

func (faulty) At(int, int) color.Color { panic("no pixel") }

func TestFindOutlivesAFaultyPicture(t *testing.T) {
	if found := Find(t.Context(), faulty{image.NewGray(image.Rect(0, 0, 100, 100))}); found != nil {
		t.Error("something was found")
	}
}

func FuzzFind(f *testing.F) {
	const text = "DC04FR0000011E471E470110MARTIN/JEAN\x1d26FR\x1f" // 24 modules
	symbol := printed(f, image.Rect(0, 0, 54, 54), 2, map[image.Point]string{{3, 3}: text})
	if found := Find(f.Context(), symbol); len(found) != 1 || string(found[0].Data) != text {
		f.Fatal("the first page of the corpus is not read")
	}
	f.Add(54, symbol.Pix)
	f.Add(1, []byte{0})
	f.Fuzz(func(t *testing.T, width int, pix []byte) {
		if width <= 0 || width > 400 || len(pix) > 160000 {
			return
		}
		page := &image.Gray{Pix: pix, Stride: width, Rect: image.Rect(0, 0, width, len(pix)/width)}
		for _, s := range Find(t.Context(), page) {
			if !s.Box.In(page.Rect) || len(s.Data) == 0 {
				t.Fatalf("symbol %q at %v of %v", s.Data, s.Box, page.Rect)
			}
		}
	})
}

func FuzzDecodeBytes(f *testing.F) {
	f.Add([]byte{230, 91, 11, 254, 129})
	f.Add([]byte{231, 44, 108, 59, 226, 126, 1, 104})
	f.Add([]byte{240, 16, 21, 1, 31})
	f.Add([]byte{232, 233, 235, 236, 238, 239, 241, 200, 1, 2})
	f.Fuzz(func(t *testing.T, codewords []byte) {
		data, ok := decodeBytes(codewords)
		if ok && (len(data) == 0 || len(data) > 2*len(codewords)) {
			t.Fatalf("%d bytes out of %d codewords", len(data), len(codewords))
		}
	})
}
