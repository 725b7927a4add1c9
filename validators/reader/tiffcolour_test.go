package reader

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"
	"strings"
	"testing"
)

// greys are 5 × 4 pixels from black to white and back.
func greys() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 5, 4))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * 13)
	}
	img.Pix[19] = 255
	return img
}

func decodedTIFF(t *testing.T, layout tiffLayout, p tiffFixture) image.Image {
	t.Helper()
	data := layout.build(p)
	if doc := openImage(TIFF, data, DefaultLimits()); doc.State != Opened {
		t.Fatalf("%s: %s", doc.State, doc.Detail)
	}
	img, err := decodeImage(TIFF, data, 0, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestDecodeTIFFOfFractions(t *testing.T) {
	want := greys()
	half := func(v float64) uint16 { // of what halfFloat reads, the nearest
		nearest := uint16(0)
		for bits := range uint16(0x7c00) {
			if math.Abs(halfFloat(bits)-v) < math.Abs(halfFloat(nearest)-v) {
				nearest = bits
			}
		}
		return nearest
	}
	for _, order := range []tiffLayout{{binary.LittleEndian, false}, {binary.BigEndian, false}} {
		samples := map[uint32][]byte{}
		var apart []byte // the high bytes of each row first
		for i, level := range want.Pix {
			v := float64(level) / 255
			samples[16] = order.order.AppendUint16(samples[16], half(v))
			samples[32] = order.order.AppendUint32(samples[32], math.Float32bits(float32(v)))
			samples[64] = order.order.AppendUint64(samples[64], math.Float64bits(v))
			if i%5 == 0 {
				apart = append(apart, make([]byte, 20)...)
			}
			high := binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(v)))
			for b := range 4 {
				apart[i/5*20+b*5+i%5] = high[b]
			}
		}
		for row := range 4 {
			for i := 19; i > 0; i-- {
				apart[row*20+i] -= apart[row*20+i-1]
			}
		}
		page := func(depth uint32, block []byte, more map[uint16][]uint32) tiffFixture {
			more[tagSampleFormat] = []uint32{3}
			return tiffFixture{width: 5, height: 4, depth: depth, photometric: tiffBlackIsZero, blocks: [][]byte{block}, more: more}
		}
		for depth, block := range samples {
			samePixels(t, decodedTIFF(t, order, page(depth, block, map[uint16][]uint32{})), want)
		}
		differences := page(32, zlibStream(apart), map[uint16][]uint32{tagPredictor: {3}})
		differences.compression = tiffDeflate
		samePixels(t, decodedTIFF(t, order, differences), want)
	}
}

func TestFractionsOutOfRange(t *testing.T) {
	for v, want := range map[float64]uint8{-1: 0, 0: 0, 0.5: 128, 1: 255, 7: 255, math.Inf(1): 255, math.Inf(-1): 0, math.NaN(): 0} {
		row := binary.LittleEndian.AppendUint64(nil, math.Float64bits(v))
		p := tiffPage{file: &tiffFile{order: binary.LittleEndian}, depth: 64}
		if got := p.fraction(row, 0); got != want {
			t.Errorf("%v is %d, want %d", v, got, want)
		}
	}
	for bits, want := range map[uint16]float64{0: 0, 1: math.Ldexp(1, -24), 0x3c00: 1, 0xbc00: -1, 0x7bff: 65504, 0x7c00: math.Inf(1)} {
		if got := halfFloat(bits); got != want {
			t.Errorf("%#x is %v, want %v", bits, got, want)
		}
	}
}

func TestDecodeTIFFDifferencesOf32Bits(t *testing.T) {
	want := greys()
	var block []byte
	for i, level := range want.Pix {
		v := uint32(level) << 24
		if i%5 > 0 {
			v -= uint32(want.Pix[i-1]) << 24
		}
		block = binary.LittleEndian.AppendUint32(block, v)
	}
	p := tiffFixture{width: 5, height: 4, depth: 32, compression: tiffDeflate, photometric: tiffBlackIsZero, blocks: [][]byte{zlibStream(block)}, more: map[uint16][]uint32{tagPredictor: {2}}}
	samePixels(t, decodedTIFF(t, tiffLayout{binary.LittleEndian, false}, p), want)
}

// Two rows of two blocks of colour, red and a dark green, on 5 × 3 pixels: the
// groups at the edges are cut.
func TestDecodeTIFFOfSharedColours(t *testing.T) {
	red, green := color.RGBA{254, 0, 0, 255}, color.RGBA{0, 101, 0, 255}
	want := image.NewRGBA(image.Rect(0, 0, 5, 3))
	draw.Draw(want, want.Rect, image.NewUniform(green), image.Point{}, draw.Src)
	draw.Draw(want, image.Rect(0, 0, 2, 2), image.NewUniform(red), image.Point{}, draw.Src)
	group := func(c color.RGBA, count int) []byte {
		y, cb, cr := color.RGBToYCbCr(c.R, c.G, c.B)
		return append(bytes.Repeat([]byte{y}, count), cb, cr)
	}
	page := func(across, down uint32, block []byte) tiffFixture {
		return tiffFixture{
			width: 5, height: 3, photometric: tiffYCbCr, samples: 3, blocks: [][]byte{block},
			more: map[uint16][]uint32{tagSubsampling: {across, down}},
		}
	}
	var shared, apart []byte
	for y := range 2 {
		for x := range 3 {
			c := green
			if x+y == 0 {
				c = red
			}
			shared = append(shared, group(c, 4)...)
		}
	}
	for y := range 3 {
		for x := range 5 {
			c := want.RGBAAt(x, y)
			apart = append(apart, group(c, 1)...)
		}
	}
	for name, p := range map[string]tiffFixture{"2 × 2": page(2, 2, shared), "none": page(1, 1, apart)} {
		t.Run(name, func(t *testing.T) {
			nearPixels(t, decodedTIFF(t, tiffLayout{binary.LittleEndian, false}, p), want, 2)
		})
	}
	unsaid := page(2, 2, shared)
	unsaid.more = nil // 2 × 2 is what it is where nothing says so
	nearPixels(t, decodedTIFF(t, tiffLayout{binary.LittleEndian, false}, unsaid), want, 2)
	packed := page(2, 2, zlibStream(shared))
	packed.compression = tiffDeflate
	nearPixels(t, decodedTIFF(t, tiffLayout{binary.LittleEndian, false}, packed), want, 2)
	checkOpenings(t, TIFF, []opening{
		{"three pixels share", buildTIFF(page(3, 1, shared)), Unsupported},
		{"none share any", buildTIFF(page(0, 1, shared)), Unsupported},
		{"the last group lacks", buildTIFF(page(2, 2, shared[:len(shared)-1])), Opened}, // the directory follows
		{"in one long strip that is cut", buildTIFF(page(2, 2, shared))[:30], Damaged},
	})
}

func nearPixels(t *testing.T, got, want image.Image, within int) {
	t.Helper()
	if got.Bounds().Size() != want.Bounds().Size() {
		t.Fatalf("size %v, want %v", got.Bounds().Size(), want.Bounds().Size())
	}
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			g, w := color.RGBAModel.Convert(got.At(x, y)).(color.RGBA), color.RGBAModel.Convert(want.At(x, y)).(color.RGBA)
			for _, pair := range [][2]uint8{{g.R, w.R}, {g.G, w.G}, {g.B, w.B}, {g.A, w.A}} {
				if d := int(pair[0]) - int(pair[1]); d > within || d < -within {
					t.Fatalf("pixel (%d, %d) is %v, want %v", x, y, g, w)
				}
			}
		}
	}
}

// Colours of sRGB and what a colour engine (Little CMS) gives for them in
// L*a*b* of D50: white, black, grey, red, green, blue.
func TestDecodeTIFFOfLab(t *testing.T) {
	colours := []struct {
		rgb     color.RGBA
		l, a, b float64
	}{
		{color.RGBA{255, 255, 255, 255}, 100, 0, 0},
		{color.RGBA{0, 0, 0, 255}, 0, 0, 0},
		{color.RGBA{119, 119, 119, 255}, 50, 0, 0},
		{color.RGBA{255, 0, 0, 255}, 54.29, 80.81, 69.89},
		{color.RGBA{0, 255, 0, 255}, 87.82, -79.27, 80.99},
		{color.RGBA{0, 0, 255, 255}, 29.57, 68.30, -112.03},
	}
	want := image.NewRGBA(image.Rect(0, 0, len(colours), 1))
	var signed, counted, wide []byte
	for i, c := range colours {
		want.SetRGBA(i, 0, c.rgb)
		l := math.Round(c.l * 2.55)
		signed = append(signed, uint8(l), uint8(int8(math.Round(c.a))), uint8(int8(math.Round(c.b))))
		counted = append(counted, uint8(l), uint8(math.Round(c.a)+128), uint8(math.Round(c.b)+128))
		wide = binary.LittleEndian.AppendUint16(wide, uint16(c.l*655.35))
		wide = binary.LittleEndian.AppendUint16(wide, uint16(int16(c.a*256)))
		wide = binary.LittleEndian.AppendUint16(wide, uint16(int16(c.b*256)))
	}
	page := func(photometric, depth uint32, block []byte) tiffFixture {
		return tiffFixture{width: 6, height: 1, photometric: photometric, depth: depth, samples: 3, blocks: [][]byte{block}, more: map[uint16][]uint32{tagSampleFormat: {1, 2, 2}}}
	}
	layout := tiffLayout{binary.LittleEndian, false}
	// Rounded to 8 bits, the deepest colours come out a few levels off.
	nearPixels(t, decodedTIFF(t, layout, page(tiffLab, 8, signed)), want, 16)
	nearPixels(t, decodedTIFF(t, layout, page(tiffICCLab, 8, counted)), want, 16)
	nearPixels(t, decodedTIFF(t, layout, page(tiffLab, 16, wide)), want, 16)
}

func TestDecodeTIFFOfOldJPEG(t *testing.T) {
	whole := encodeJPEG(t, photo(40, 30))
	page := func(change func(*tiffFixture)) []byte {
		p := tiffFixture{compression: tiffOldJPEG, photometric: tiffYCbCr, samples: 3, blocks: [][]byte{whole}, more: map[uint16][]uint32{}}
		if change != nil {
			change(&p)
		}
		return buildTIFF(p)
	}
	want, err := decodeImage(JPEG, whole, 0, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	// Its blocks begin behind the header of the file.
	named := page(func(p *tiffFixture) {
		p.more = map[uint16][]uint32{tagJPEGStream: {8}, tagJPEGLength: {uint32(len(whole))}, tagRowsPerStrip: {16}, tagStripOffsets: {100, 200}, tagStripByteCounts: {10, 10}}
	})
	for name, data := range map[string][]byte{"in its only strip": page(nil), "where a tag says": named} {
		got, err := decodeImage(TIFF, data, 0, DefaultLimits())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		nearPixels(t, got, want, 0)
	}
	checkOpenings(t, TIFF, []opening{
		{"in its only strip", page(nil), Opened},
		{"where a tag says", named, Opened},
		{"of another size", page(func(p *tiffFixture) { p.height = 31 }), Unsupported},
		{"tables alone", page(func(p *tiffFixture) { p.more[tagJPEGStream] = []uint32{9} }), Unsupported},
		{"outside the file", page(func(p *tiffFixture) { p.more[tagJPEGStream] = []uint32{1 << 30} }), Unsupported},
	})
}

// inkJPEG is a JPEG of four inks without a word of what they are: no cyan,
// magenta or yellow, and half of the black.
func inkJPEG(width, height int) []byte {
	out := []byte{0xff, markerSOI}
	out = append(out, jpegSegment(markerDQT, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)...)
	out = append(out, jpegSegment(0xc0, 8, byte(height>>8), byte(height), byte(width>>8), byte(width), 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0)...)
	out = append(out, jpegSegment(markerDHT, append([]byte{0x00, 1, 1}, append(make([]byte, 14), 0, 11)...)...)...) // 0: as before; 10: 11 bits follow
	out = append(out, jpegSegment(markerDHT, append([]byte{0x10, 1}, append(make([]byte, 15), 0)...)...)...)        // 0: no more
	out = append(out, jpegSegment(markerSOS, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0)...)
	none := "10" + "01111111111" + "0" // 1024 less than half
	bits := none + none + none + strings.Repeat("00", 4*((width+7)/8)*((height+7)/8)-3)
	for at := 0; at < len(bits); at += 8 {
		octet, _ := strconv.ParseUint((bits[at:] + "1111111")[:8], 2, 8)
		if out = append(out, byte(octet)); octet == 0xff {
			out = append(out, 0)
		}
	}
	return append(out, 0xff, markerEOI)
}

func TestDecodeTIFFOfInkJPEG(t *testing.T) {
	p := tiffFixture{compression: tiffJPEG, photometric: tiffCMYK, samples: 4, blocks: [][]byte{inkJPEG(40, 30)}}
	want := image.NewUniform(color.RGBA{127, 127, 127, 255})
	got := decodedTIFF(t, tiffLayout{binary.LittleEndian, false}, p)
	for _, at := range []image.Point{{}, {39, 0}, {0, 29}, {39, 29}} {
		if c := color.RGBAModel.Convert(got.At(at.X, at.Y)); c != want.C {
			t.Errorf("%v is %v, want %v", at, c, want.C)
		}
	}
}
