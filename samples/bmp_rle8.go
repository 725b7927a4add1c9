package samples

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
)

// asGreyRLE8 stores 256 greys run-length encoded, a BMP that few decoders
// know and that old scanners write. No Go library writes it.
func asGreyRLE8(c canvas) ([]byte, error) { return encodeRLE8(c.grey(), c.dpi), nil }

// encodeRLE8 writes a Windows BMP (BITMAPINFOHEADER) with BI_RLE8 pixels.
func encodeRLE8(picture *image.Gray, dpi float64) []byte {
	const (
		headers = 14 + 40
		palette = 256 * 4
		rle8    = 1 // BI_RLE8
	)
	var pixels bytes.Buffer
	size := picture.Bounds().Size()
	for y := size.Y - 1; y >= 0; y-- { // rows stand bottom up
		encodeRLE8Row(&pixels, picture.Pix[y*picture.Stride:][:size.X])
		if y > 0 {
			pixels.Write([]byte{0, 0}) // end of line
		}
	}
	pixels.Write([]byte{0, 1}) // end of bitmap

	var out bytes.Buffer
	perMetre := uint32(math.Round(dpi / 0.0254))
	put := func(values ...any) {
		for _, v := range values {
			binary.Write(&out, binary.LittleEndian, v) // fixed-size values into memory: it cannot fail
		}
	}
	put([]byte("BM"), uint32(headers+palette+pixels.Len()), uint32(0), uint32(headers+palette))
	put(uint32(40), int32(size.X), int32(size.Y), uint16(1), uint16(8), uint32(rle8),
		uint32(pixels.Len()), perMetre, perMetre, uint32(256), uint32(0))
	for level := range 256 {
		g := byte(level)
		out.Write([]byte{g, g, g, 0})
	}
	out.Write(pixels.Bytes())
	return out.Bytes()
}

// encodeRLE8Row writes one row: runs of one value as (length, value), the
// stretches between them as they are, after (0, length), on an even number of
// bytes.
func encodeRLE8Row(out *bytes.Buffer, row []byte) {
	for len(row) > 0 {
		if run := runLength(row, 255); run >= 3 || len(row) < 3 {
			out.Write([]byte{byte(run), row[0]})
			row = row[run:]
			continue
		}
		literal := literalLength(row, 255)
		if literal < 3 { // lengths below 3 mean something else after a zero
			out.Write([]byte{1, row[0]})
			row = row[1:]
			continue
		}
		out.Write([]byte{0, byte(literal)})
		out.Write(row[:literal])
		if literal%2 == 1 {
			out.WriteByte(0)
		}
		row = row[literal:]
	}
}

// runLength returns how many times the first value of row repeats, at most
// limit.
func runLength(row []byte, limit int) int {
	n := 1
	for n < len(row) && n < limit && row[n] == row[0] {
		n++
	}
	return n
}

// literalLength returns how many values stand before the next run worth
// encoding as one, at most limit.
func literalLength(row []byte, limit int) int {
	n := 0
	for n < len(row) && n < limit && runLength(row[n:], 3) < 3 {
		n++
	}
	return n
}
