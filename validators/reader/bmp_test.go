package reader

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"testing"

	xbmp "golang.org/x/image/bmp"
)

func le16(v uint16) []byte { return binary.LittleEndian.AppendUint16(nil, v) }
func le32(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

// bmpFixture builds a BMP by hand: a header of any size, whatever stands
// between it and the pixels, and the pixels.
type bmpFixture struct {
	size          int // of the header
	width, height int
	depth         uint16
	compression   uint32
	colours       uint32
	between       []byte // masks, palette, gap
	offset        uint32 // of the pixels; 0 for the true one
	pixels        []byte
}

func (b bmpFixture) bytes() []byte {
	var header []byte
	if b.size == bmpCoreHeader {
		header = append(append(le16(uint16(b.width)), le16(uint16(b.height))...), append(le16(1), le16(b.depth)...)...)
	} else {
		header = append(append(le32(uint32(b.width)), le32(uint32(b.height))...), append(le16(1), le16(b.depth)...)...)
		header = append(header, le32(b.compression)...)
		header = append(header, make([]byte, 12)...)
		header = append(header, le32(b.colours)...)
	}
	header = append(le32(uint32(b.size)), append(header, make([]byte, 128)...)[:b.size-4]...)
	if b.offset == 0 {
		b.offset = uint32(bmpFileHeader + b.size + len(b.between))
	}
	out := append([]byte("BM"), append(make([]byte, 8), le32(b.offset)...)...)
	return append(append(append(out, header...), b.between...), b.pixels...)
}

var (
	paletteRGBX = []byte{0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0} // red, green, blue
	paletteRGB  = []byte{0, 0, 255, 0, 255, 0, 255, 0, 0}
)

// flag is 3 × 2 pixels: green blue red above red green blue.
func flag() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 3, 2))
	for i, c := range []color.NRGBA{{0, 255, 0, 255}, {0, 0, 255, 255}, {255, 0, 0, 255}, {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}} {
		img.SetNRGBA(i%3, i/3, c)
	}
	return img
}

// flagRows are its rows as indices of 8 bits, lowest first, padded to 4 bytes.
var flagRows = []byte{0, 1, 2, 0, 1, 2, 0, 0}

func TestDecodeBMPVariants(t *testing.T) {
	info := bmpFixture{size: bmpInfoHeader, width: 3, height: 2, depth: 8, colours: 3, between: paletteRGBX, pixels: flagRows}
	core := bmpFixture{size: bmpCoreHeader, width: 3, height: 2, depth: 8, between: paletteRGB, pixels: flagRows}
	vary := func(b bmpFixture, change func(*bmpFixture)) bmpFixture {
		change(&b)
		return b
	}
	masks := func(m ...uint32) (out []byte) {
		for _, v := range m {
			out = append(out, le32(v)...)
		}
		return out
	}
	words := func(v ...uint16) (out []byte) {
		for _, w := range v {
			out = append(out, le16(w)...)
		}
		return out
	}
	cases := map[string]bmpFixture{
		"Windows 3":                 info,
		"OS/2 1":                    core,
		"OS/2 2 cut after 16 bytes": vary(info, func(b *bmpFixture) { b.size = 16 }),
		"OS/2 2":                    vary(info, func(b *bmpFixture) { b.size = 64 }),
		"Windows 4":                 vary(info, func(b *bmpFixture) { b.size = 108 }),
		"Windows 5":                 vary(info, func(b *bmpFixture) { b.size = 124 }),
		"gap before the pixels":     vary(info, func(b *bmpFixture) { b.between = append(bytes.Clone(paletteRGBX), 9, 9, 9, 9, 9) }),
		"top row first": vary(info, func(b *bmpFixture) {
			b.height, b.pixels = -2, []byte{1, 2, 0, 0, 0, 1, 2, 0}
		}),
		"offset of the pixels not given":     vary(info, func(b *bmpFixture) { b.offset = 1 }),
		"offset of the palette":              vary(info, func(b *bmpFixture) { b.offset = bmpFileHeader + bmpInfoHeader }),
		"last row not padded":                vary(info, func(b *bmpFixture) { b.pixels = flagRows[:7] }),
		"4 bits":                             vary(info, func(b *bmpFixture) { b.depth, b.pixels = 4, []byte{0x01, 0x20, 0, 0, 0x12, 0x00, 0, 0} }),
		"2 bits":                             vary(info, func(b *bmpFixture) { b.depth, b.pixels = 2, []byte{0b00011000, 0, 0, 0, 0b01100000, 0, 0, 0} }),
		"16 bits":                            {size: 40, width: 3, height: 2, depth: 16, pixels: words(0x7c00, 0x3e0, 0x1f, 0, 0x3e0, 0x1f, 0x7c00, 0)},
		"16 bits of 5, 6 and 5":              {size: 40, width: 3, height: 2, depth: 16, compression: bmpBitFields, between: masks(0xf800, 0x7e0, 0x1f), pixels: words(0xf800, 0x7e0, 0x1f, 0, 0x7e0, 0x1f, 0xf800, 0)},
		"24 bits":                            {size: 40, width: 3, height: 2, depth: 24, pixels: append(append(bytes.Clone(paletteRGB), 0, 0, 0), append([]byte{0, 255, 0, 255, 0, 0, 0, 0, 255}, 0, 0, 0)...)},
		"24 bits of OS/2 1":                  {size: 12, width: 3, height: 2, depth: 24, pixels: append(append(bytes.Clone(paletteRGB), 0, 0, 0), append([]byte{0, 255, 0, 255, 0, 0, 0, 0, 255}, 0, 0, 0)...)},
		"32 bits, the fourth byte left zero": {size: 40, width: 3, height: 2, depth: 32, pixels: masks(0xff0000, 0xff00, 0xff, 0xff00, 0xff, 0xff0000)},
		"32 bits in an order of their own":   {size: 40, width: 3, height: 2, depth: 32, compression: bmpBitFields, between: masks(0xff, 0xff00, 0xff0000), pixels: masks(0xff, 0xff00, 0xff0000, 0xff00, 0xff0000, 0xff)},
		"32 bits with alpha":                 {size: 40, width: 3, height: 2, depth: 32, compression: bmpAlphaBitFields, between: masks(0xff, 0xff00, 0xff0000, 0xff000000), pixels: masks(0xff0000ff, 0xff00ff00, 0xffff0000, 0xff00ff00, 0xffff0000, 0xff0000ff)},
		"runs of 8 bits": vary(info, func(b *bmpFixture) {
			b.compression, b.pixels = bmpRLE8, []byte{1, 0, 1, 1, 1, 2, 0, 0, 0, 3, 1, 2, 0, 0, 0, 1}
		}),
		"runs with a line end and no end": vary(info, func(b *bmpFixture) {
			b.compression, b.pixels = bmpRLE8, []byte{0, 3, 0, 1, 2, 0, 0, 0, 1, 1, 1, 2, 1, 0, 0, 0}
		}),
		"runs that end with the last pixel": vary(info, func(b *bmpFixture) {
			b.compression, b.pixels = bmpRLE8, []byte{0, 3, 0, 1, 2, 0, 0, 0, 1, 1, 1, 2, 1, 0}
		}),
		"runs past the end of the line": vary(info, func(b *bmpFixture) {
			b.compression, b.pixels = bmpRLE8, []byte{1, 0, 1, 1, 200, 2, 0, 0, 1, 1, 1, 2, 9, 0, 0, 1}
		}),
		"runs with a jump over index 0": vary(info, func(b *bmpFixture) {
			b.compression, b.pixels = bmpRLE8, []byte{0, 2, 1, 0, 1, 1, 1, 2, 0, 0, 1, 1, 1, 2, 0, 1}
		}),
		"runs of 4 bits": vary(info, func(b *bmpFixture) {
			b.depth, b.compression, b.pixels = 4, bmpRLE4, []byte{2, 0x01, 1, 0x20, 0, 0, 0, 3, 0x12, 0x00, 0, 1}
		}),
	}
	for name, b := range cases {
		t.Run(name, func(t *testing.T) {
			data := b.bytes()
			if doc := openImage(BMP, data, DefaultLimits()); doc.State != Opened {
				t.Fatalf("%s: %s", doc.State, doc.Detail)
			}
			got, err := decodeImage(BMP, data, 0, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			samePixels(t, got, flag())
		})
	}
}

func TestOpenBMP(t *testing.T) {
	info := bmpFixture{size: bmpInfoHeader, width: 3, height: 2, depth: 8, colours: 3, between: paletteRGBX, pixels: flagRows}
	whole := info.bytes()
	pixels := len(whole) - len(flagRows)
	with := func(change func(*bmpFixture)) []byte {
		b := info
		change(&b)
		return b.bytes()
	}
	checkOpenings(t, BMP, []opening{
		{"whole", whole, Opened},
		{"junk behind the end", append(bytes.Clone(whole), "junk"...), Opened},
		{"an index without a colour", changed(whole, pixels, 200), Opened},
		{"a row missing", whole[:pixels+4], Partial},
		{"one byte of pixels", whole[:pixels+1], Partial},
		{"runs cut short", with(func(b *bmpFixture) { b.compression, b.pixels = bmpRLE8, []byte{3, 0, 0, 0, 2, 1} }), Partial},
		{"a run cut short", with(func(b *bmpFixture) { b.compression, b.pixels = bmpRLE8, []byte{0, 3, 0} }), Partial},
		{"a jump cut short", with(func(b *bmpFixture) { b.compression, b.pixels = bmpRLE8, []byte{0, 2, 0} }), Partial},
		{"no pixels", whole[:pixels], Damaged},
		{"cut in the header", whole[:40], Damaged},
		{"cut in the first header", whole[:16], Damaged},
		{"header of 11 bytes", changed(whole, 14, 11), Damaged},
		{"no width", with(func(b *bmpFixture) { b.width = 0 }), Damaged},
		{"width below zero", with(func(b *bmpFixture) { b.width = -3 }), Damaged},
		{"no height", with(func(b *bmpFixture) { b.height = 0 }), Damaged},
		{"a JPEG inside", with(func(b *bmpFixture) { b.compression, b.depth = 4, 0 }), Unsupported},
		{"a PNG inside", with(func(b *bmpFixture) { b.compression, b.depth = 5, 0 }), Unsupported},
		{"64 bits", with(func(b *bmpFixture) { b.depth = 64 }), Unsupported},
		{"runs of 24 bits", with(func(b *bmpFixture) { b.size, b.depth, b.compression = 64, 24, 4 }), Unsupported},
	})
}

// The libraries' encoders and ours agree on what they write.
func TestDecodeBMPAsWritten(t *testing.T) {
	colour := photo(37, 21)
	palette := image.NewPaletted(colour.Bounds(), color.Palette{color.White, color.Black, color.NRGBA{255, 0, 0, 255}})
	for i := range palette.Pix {
		palette.Pix[i] = uint8(i * i % 3)
	}
	for name, want := range map[string]image.Image{"colour": colour, "grey": inGrey(colour), "palette": palette} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := xbmp.Encode(&out, want); err != nil {
				t.Fatal(err)
			}
			for _, data := range [][]byte{encodeBMP(t, want), out.Bytes()} {
				got, err := decodeImage(BMP, data, 0, DefaultLimits())
				if err != nil {
					t.Fatal(err)
				}
				samePixels(t, got, want)
			}
		})
	}
}

func FuzzOpenBMP(f *testing.F) {
	info := bmpFixture{size: bmpInfoHeader, width: 3, height: 2, depth: 8, colours: 3, between: paletteRGBX, pixels: flagRows}
	runs := info
	runs.compression, runs.pixels = bmpRLE8, []byte{0, 2, 1, 0, 0, 3, 1, 2, 0, 0, 5, 1, 0, 1}
	core := bmpFixture{size: bmpCoreHeader, width: 3, height: 2, depth: 4, between: paletteRGB, pixels: flagRows}
	fuzzOpen(f, BMP, info.bytes(), runs.bytes(), core.bytes(), encodeBMP(f, photo(9, 5)))
}
