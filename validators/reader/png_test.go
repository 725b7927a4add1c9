package reader

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"slices"
	"testing"
)

// chunk is a PNG chunk with its length and checksum.
func chunk(name string, body ...byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func zlibStream(data []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write(data)
	w.Close()
	return out.Bytes()
}

// pngOf is a PNG of one IDAT chunk, with rows as they are before compression.
func pngOf(width, height uint32, depth, colour, interlace byte, rows []byte) []byte {
	header := binary.BigEndian.AppendUint32(nil, width)
	header = binary.BigEndian.AppendUint32(header, height)
	out := append([]byte(pngSignature), chunk("IHDR", append(header, depth, colour, 0, 0, interlace)...)...)
	out = append(out, chunk("IDAT", zlibStream(rows)...)...)
	return append(out, chunk("IEND")...)
}

const pngHeaderEnd = 8 + 25 // signature and IHDR chunk

func TestOpenPNG(t *testing.T) {
	whole := encodePNG(t, photo(64, 48))
	data := bytes.Index(whole, []byte("IDAT")) + 4
	wrongSum := changed(whole, len(whole)-13, whole[len(whole)-13]^1) // of the IDAT chunk
	rows := make([]byte, 4*5)                                         // 4 × 4 grey pixels, each row behind its filter
	// The passes of 4 × 4 interlaced pixels are 1 × 1, 1 × 1, 2 × 1, 2 × 2 and
	// 4 × 2, each row behind its filter.
	interlaced := make([]byte, 2+2+3+2*3+2*5)
	text := chunk("tEXt", []byte("a\x00b")...)
	wrongText := changed(text, len(text)-1, text[len(text)-1]^1)
	checkOpenings(t, PNG, []opening{
		{"whole", whole, Opened},
		{"junk behind the end", append(bytes.Clone(whole), "junk"...), Opened},
		{"without its last chunk", whole[:len(whole)-12], Opened},
		{"animated", with(whole, pngHeaderEnd, chunk("acTL", 0, 0, 0, 1, 0, 0, 0, 0)...), Opened},
		{"16 bits", encodePNG(t, image.NewNRGBA64(image.Rect(0, 0, 5, 5))), Opened},
		{"palette", encodePNG(t, image.NewPaletted(image.Rect(0, 0, 5, 5), color.Palette{color.White, color.Black})), Opened},
		{"interlaced", pngOf(4, 4, 8, pngGrey, 1, interlaced), Opened},
		{"wrong checksum of a text", with(whole, pngHeaderEnd, wrongText...), Opened},
		{"more data than pixels", pngOf(4, 4, 8, pngGrey, 0, append(bytes.Clone(rows), "more"...)), Opened},
		{"wrong checksum of the pixels", wrongSum, Partial},
		{"cut in the pixels", whole[:data+(len(whole)-data)/2], Partial},
		{"three rows of four", pngOf(4, 4, 8, pngGrey, 0, rows[:15]), Partial},
		{"unknown filter in the second row", pngOf(4, 4, 8, pngGrey, 0, changed(rows, 5, 9)), Partial},
		{"interlaced, cut in the last pass", pngOf(4, 4, 8, pngGrey, 1, interlaced[:len(interlaced)-1]), Partial},
		{"not one row", pngOf(4, 4, 8, pngGrey, 0, rows[:4]), Damaged},
		{"pixels that are not compressed", with(whole[:pngHeaderEnd], pngHeaderEnd, chunk("IDAT", 1, 2, 3, 4)...), Damaged},
		{"no pixels", append(bytes.Clone(whole[:pngHeaderEnd]), chunk("IEND")...), Damaged},
		{"cut in the header", whole[:20], Damaged},
		{"signature only", whole[:8], Damaged},
		{"no width", pngOf(0, 4, 8, pngGrey, 0, rows), Damaged},
		{"no height", pngOf(4, 0, 8, pngGrey, 0, rows), Damaged},
		{"no palette", pngOf(4, 4, 8, pngPalette, 0, rows), Damaged},
		{"impossible colour", pngOf(4, 4, 8, 5, 0, rows), Damaged},
		{"impossible depth", pngOf(4, 4, 4, pngRGB, 0, rows), Damaged},
		{"Apple's variant", with(whole, 8, chunk("CgBI", 0, 0, 0, 0)...), Unsupported},
		{"interlace of another kind", pngOf(4, 4, 8, pngGrey, 2, rows), Unsupported},
	})
}

// The sizes are worked out by hand from the seven passes over 8 × 8 pixels
// (PNG specification, section 8.2).
func TestPNGPasses(t *testing.T) {
	for _, c := range []struct {
		width, height int64
		want          [][2]int64
	}{
		{1, 1, [][2]int64{{1, 1}}},
		{4, 4, [][2]int64{{1, 1}, {1, 1}, {2, 1}, {2, 2}, {4, 2}}},
		{5, 5, [][2]int64{{1, 1}, {1, 1}, {2, 1}, {1, 2}, {3, 1}, {2, 3}, {5, 2}}},
		{8, 8, [][2]int64{{1, 1}, {1, 1}, {2, 1}, {2, 2}, {4, 2}, {4, 4}, {8, 4}}},
	} {
		p := pngFile{width: c.width, height: c.height, header: make([]byte, 13)}
		p.header[12] = 1
		if got := p.passes(); !slices.Equal(got, c.want) {
			t.Errorf("%d × %d: %v, want %v", c.width, c.height, got, c.want)
		}
	}
}

func TestDecodeSpoiltPNG(t *testing.T) {
	want := inGrey(photo(30, 20))
	rows := []byte{}
	for y := range 20 {
		rows = append(append(rows, 0), want.Pix[30*y:30*y+30]...)
	}
	cut := image.NewGray(want.Bounds())
	copy(cut.Pix, want.Pix[:30*12])
	for _, c := range []struct {
		name string
		rows []byte
		want image.Image
	}{
		{"bytes too many", append(bytes.Clone(rows), 1, 2, 3), want},
		{"rows missing", rows[:31*12+5], cut},
	} {
		got, err := decodeImage(PNG, pngOf(30, 20, 8, pngGrey, 0, c.rows), 0, DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		samePixels(t, got, c.want)
	}
}

// What is retold keeps its palette and its transparency.
func TestDecodeSpoiltPNGColours(t *testing.T) {
	palette := color.Palette{color.NRGBA{10, 20, 30, 255}, color.NRGBA{200, 100, 50, 128}}
	want := image.NewPaletted(image.Rect(0, 0, 9, 3), palette)
	want.SetColorIndex(4, 1, 1)
	whole := encodePNG(t, want)
	spoilt := changed(whole, len(whole)-13, whole[len(whole)-13]^1)
	got, err := decodeImage(PNG, spoilt, 0, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	samePixels(t, got, want)
}

func FuzzOpenPNG(f *testing.F) {
	whole := encodePNG(f, photo(20, 10))
	fuzzOpen(f, PNG, whole, whole[:len(whole)/2], encodePNG(f, inGrey(photo(9, 9))),
		pngOf(4, 4, 8, pngGrey, 1, make([]byte, 21)), pngOf(9, 2, 1, pngGrey, 0, make([]byte, 6)),
		encodePNG(f, image.NewPaletted(image.Rect(0, 0, 5, 5), color.Palette{color.White, color.Transparent})))
}
