package repair

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"github.com/recevable/recevable/validators/reader"
)

// samplesOf are those of a sheet of paper with lines of bars on it, grained by
// so much on every row out of some.
type samplesOf struct {
	width, height, each, bits int
	ink                       bool // the more the darker
	grain, every              int
}

func (s samplesOf) packed(t testing.TB) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	unit := s.width / 310
	row := make([]byte, 0, s.width*s.each*s.bits/8)
	var out bytes.Buffer
	z, err := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for y := range s.height {
		row = row[:0]
		for x := range s.width {
			level := 225
			if y/unit%20 < 7 && x/unit%7 < 2 && 30 < x/unit && x/unit < 280 {
				level = 40
			}
			if s.ink {
				level = 255 - level
			}
			for range s.each {
				n := level
				if y%s.every == 0 {
					n += random.IntN(s.grain) - s.grain/2
				}
				row = append(row, byte(n))
				if s.bits == 16 {
					row = append(row, 0)
				}
			}
		}
		if _, err := z.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// pictured is a PDF of one page with a picture all over it, and a line of text.
func (s samplesOf) pictured(t testing.TB, space, more string) []byte {
	t.Helper()
	var out bytes.Buffer
	const drawing = "q 595 0 0 842 0 0 cm /I Do Q BT /F1 14 Tf 60 800 Td (Page A) Tj ET"
	data := s.packed(t)
	fmt.Fprintf(&out, "%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"+
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>/Font<</F1 6 0 R>>>>>>\nendobj\n"+
		"4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n6 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n", len(drawing), drawing)
	fmt.Fprintf(&out, "5 0 obj\n<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace %s%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n",
		s.width, s.height, s.bits, space, more, len(data), data)
	out.WriteString("trailer\n<</Root 1 0 R/Size 7>>\nstartxref\n0\n%%EOF\n")
	mended, err := workshop(t).Reader.Rewrite(context.Background(), out.Bytes(), reader.Rewrite{Do: reader.Clean})
	if err != nil {
		t.Fatal(err)
	}
	return mended.Data
}

// Whatever space a heavy picture is in, its page gets lighter, shows the same,
// and keeps its text where the picture could be brought down by itself.
func TestHeavyPictures(t *testing.T) {
	const width, height = 1860, 2631 // A4 at 225 dpi
	colour := samplesOf{width, height, 3, 8, false, 24, 1}
	inks := samplesOf{width, height, 4, 8, true, 24, 1}
	deep := samplesOf{width, height, 3, 16, false, 24, 1}
	// Its samples are more than is held of one stream.
	huge := samplesOf{3 * 1140, 3 * 1612, 3, 16, false, 24, 8}
	for _, tt := range []struct {
		name   string
		data   []byte
		within float64 // of what it weighs
		want   ChangeCode
	}{
		{"inks", inks.pictured(t, "/DeviceCMYK", ""), 0.75, Recompressed},
		{"Lab", colour.pictured(t, "[/Lab<</WhitePoint[0.95 1 1.09]/Range[-128 127 -128 127]>>]", ""), 0.85, Recompressed},
		{"a colour that is transparent", colour.pictured(t, "/DeviceRGB", "/Mask[255 255 255 255 255 255]"), 0.3, Rasterised},
		{"16 bits", deep.pictured(t, "/DeviceRGB", ""), 0.3, Recompressed},
		{"more than is held whole", huge.pictured(t, "/DeviceRGB", ""), 0.6, Recompressed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := workshop(t)
			opts := Options{MaxBytes: int64(tt.within * float64(len(tt.data)))}
			got, err := repairedPDF(t, w, tt.data, opts)
			if err != nil || len(got.Changes) != 1 || got.Changes[0].Code != tt.want || heavy(got, opts) {
				t.Fatalf("%d bytes become %d, %v, %v", len(tt.data), len(got.Data), codes(got), err)
			}
			if text := said(t, w, got.Data)[0]; (text == "Page A") != (tt.want == Recompressed) {
				t.Errorf("its text is %q", text)
			}
			if grey := inked(t, w, got.Data); grey < 0.04 || grey > 0.2 {
				t.Errorf("%.3f of it is dark", grey)
			}
		})
	}
}

// A page of lines alone stays one, and only what cannot be made light that way
// becomes a picture.
func TestHeavyDrawings(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var lines bytes.Buffer
	lines.WriteString("BT /F1 14 Tf 60 800 Td (Page A) Tj ET 1 w\n")
	for range 20_000 {
		fmt.Fprintf(&lines, "%.6f %.6f m %.6f %.6f l S\n", 60+random.Float64()*400, 60+random.Float64()*400, 60+random.Float64()*400, 60+random.Float64()*400)
	}
	data := drawn(t, lines.Bytes())
	for _, tt := range []struct {
		name   string
		within float64 // of what it weighs
		want   ChangeCode
	}{
		{"fewer decimals", 0.75, Optimised},
		{"hardly anything", 0.3, Rasterised},
	} {
		w := workshop(t)
		opts := Options{MaxBytes: int64(tt.within * float64(len(data)))}
		got, err := repairedPDF(t, w, data, opts)
		if err != nil || len(got.Changes) != 1 || got.Changes[0].Code != tt.want || heavy(got, opts) {
			t.Fatalf("%s: %d bytes become %d, %v, %v", tt.name, len(data), len(got.Data), codes(got), err)
		}
		if text := said(t, w, got.Data)[0]; (text == "Page A") != (tt.want == Optimised) {
			t.Errorf("%s: its text is %q", tt.name, text)
		}
	}
}

// drawn is a PDF of one page that draws what content says.
func drawn(t testing.TB, content []byte) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(content); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&out, "%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"+
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n"+
		"4 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"+
		"trailer\n<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%%%EOF\n", packed.Len(), packed.Bytes())
	mended, err := workshop(t).Reader.Rewrite(context.Background(), out.Bytes(), reader.Rewrite{Do: reader.Clean})
	if err != nil {
		t.Fatal(err)
	}
	return mended.Data
}

func TestDrawnNow(t *testing.T) {
	const heavy = drawnWeight/2 + 1
	light := make([]int, 2*drawnAtOnce)
	all := []int{16, 15, 14, 13, 12, 11, 10, 9, 8, 7}
	for name, tt := range map[string]struct {
		pages, weights []int
		want           int
	}{
		"light ones":       {all, light, drawnAtOnce},
		"the last of them": {all[:3], light, 3},
		"two heavy ones":   {[]int{1, 2}, []int{heavy, heavy}, 1},
		"half of each":     {[]int{2, 1}, []int{drawnWeight / 2, drawnWeight / 2}, 2},
		"heavier than all": {[]int{1, 2}, []int{3 * heavy, 1}, 1},
		"none":             {nil, nil, 0},
	} {
		if got := drawnNow(tt.pages, tt.weights); len(got) != tt.want || len(got) > 0 && got[0] != tt.pages[0] {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// inked returns which part of the first page is dark.
func inked(t testing.TB, w *Workshop, data []byte) float64 {
	t.Helper()
	sheet, err := w.drawnPage(context.Background(), data, 0)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(sheet.JPEG))
	if err != nil {
		t.Fatal(err)
	}
	dark := 0
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x9000 {
				dark++
			}
		}
	}
	return float64(dark) / float64(b.Dx()*b.Dy())
}

// A page whose picture pdfium cannot read shows it elsewhere: drawn without it,
// it is not put in its place.
func TestPagesThatCannotBeDrawnAreNotRasterised(t *testing.T) {
	plain := samplesOf{620, 877, 3, 8, false, 24, 1}.pictured(t, "/DeviceRGB", "")
	odd := bytes.ReplaceAll(plain, []byte("/Filter /FlateDecode/Height"), []byte("/Filter /JPXDecode  /Height"))
	if bytes.Equal(odd, plain) {
		t.Fatal("the picture is packed as before")
	}
	got, err := repairedPDF(t, workshop(t), odd, Options{MaxBytes: 400_000})
	if err == nil {
		t.Errorf("%v without the picture", codes(got))
	}
}
