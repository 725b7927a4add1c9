package samples

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
)

// TIFF 6.0 tags and field types used here.
const (
	tagNewSubfileType  = 254
	tagImageWidth      = 256
	tagImageLength     = 257
	tagBitsPerSample   = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagStripOffsets    = 273
	tagSamplesPerPixel = 277
	tagRowsPerStrip    = 278
	tagStripByteCounts = 279
	tagXResolution     = 282
	tagYResolution     = 283
	tagResolutionUnit  = 296
	tagPageNumber      = 297

	typeShort    = 3
	typeLong     = 4
	typeRational = 5

	packBits    = 32773
	whiteIsZero = 0
	inches      = 2
)

// tiffField is one field of a page's directory. Value is the field's value
// where it fits in four bytes, else where it stands in the file.
type tiffField struct {
	Tag, Type    uint16
	Count, Value uint32
}

// encodeBilevelTIFF writes the pictures as the pages of one file, black and
// white in PackBits strips, as office scanners do. The TIFF writers for Go
// know one page only.
func encodeBilevelTIFF(pages []*image.Gray, dpi float64) []byte {
	var out bytes.Buffer
	out.WriteString("II*\x00")
	link := out.Len() // where the offset of the next directory must be written
	out.Write(make([]byte, 4))
	for n, page := range pages {
		strip, packed := out.Len(), packBilevel(page)
		out.Write(packed)
		align(&out)
		resolution := out.Len()
		out.Write(binary.LittleEndian.AppendUint32(nil, uint32(math.Round(dpi))))
		out.Write(binary.LittleEndian.AppendUint32(nil, 1))
		directory := out.Len()

		size := page.Bounds().Size()
		fields := []tiffField{ // in the order of their tags, as the format wants
			{tagNewSubfileType, typeLong, 1, 2}, // one page of several
			{tagImageWidth, typeLong, 1, uint32(size.X)},
			{tagImageLength, typeLong, 1, uint32(size.Y)},
			{tagBitsPerSample, typeShort, 1, 1},
			{tagCompression, typeShort, 1, packBits},
			{tagPhotometric, typeShort, 1, whiteIsZero},
			{tagStripOffsets, typeLong, 1, uint32(strip)},
			{tagSamplesPerPixel, typeShort, 1, 1},
			{tagRowsPerStrip, typeLong, 1, uint32(size.Y)},
			{tagStripByteCounts, typeLong, 1, uint32(len(packed))},
			{tagXResolution, typeRational, 1, uint32(resolution)},
			{tagYResolution, typeRational, 1, uint32(resolution)},
			{tagResolutionUnit, typeShort, 1, inches},
			{tagPageNumber, typeShort, 2, uint32(n) | uint32(len(pages))<<16},
		}
		out.Write(binary.LittleEndian.AppendUint16(nil, uint16(len(fields))))
		binary.Write(&out, binary.LittleEndian, fields) // fixed-size values into memory: it cannot fail
		binary.LittleEndian.PutUint32(out.Bytes()[link:], uint32(directory))
		link = out.Len()
		out.Write(make([]byte, 4))
	}
	return out.Bytes()
}

// align pads to an even offset, where TIFF values must start.
func align(out *bytes.Buffer) {
	if out.Len()%2 == 1 {
		out.WriteByte(0)
	}
}

// blackBelow parts black from white, between the palest print of the drawings
// and their paper.
const blackBelow = 150

// packBilevel turns dark pixels to ones, eight to a byte, and packs each row.
func packBilevel(page *image.Gray) []byte {
	size := page.Bounds().Size()
	var packed []byte
	for y := range size.Y {
		row := make([]byte, (size.X+7)/8)
		for x, level := range page.Pix[y*page.Stride:][:size.X] {
			if level < blackBelow {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
		packed = appendPackBits(packed, row)
	}
	return packed
}

// appendPackBits appends a row in PackBits (TIFF 6.0, section 9): a run of n
// equal bytes as (1-n, byte), n other bytes as (n-1, bytes).
func appendPackBits(packed, row []byte) []byte {
	const longest = 128
	for len(row) > 0 {
		if run := runLength(row, longest); run >= 3 || run == len(row) {
			packed = append(packed, byte(1-run), row[0])
			row = row[run:]
			continue
		}
		literal := literalLength(row, longest)
		packed = append(append(packed, byte(literal-1)), row[:literal]...)
		row = row[literal:]
	}
	return packed
}
