package reader

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"math/bits"
)

// The BMP decoder is our own. The libraries at hand give nothing back of a
// file that lacks its last bytes, refuse a third of the good files of other
// projects' suites (gaps before the pixels, OS/2 headers, odd bit masks,
// run-length data without its end mark), and set palette indices that panic
// when the colour is asked for.

// Compression methods of BMP. OS/2 gives 3 and 4 another meaning.
const (
	bmpRaw            = 0
	bmpRLE8           = 1
	bmpRLE4           = 2
	bmpBitFields      = 3
	bmpAlphaBitFields = 6
)

const (
	bmpFileHeader = 14
	bmpCoreHeader = 12 // OS/2 1
	bmpInfoHeader = 40 // Windows 3
	bmpOS2Header  = 64 // OS/2 2, which may be cut after any field from 16 on
)

// bmpFile is what the header of a BMP tells of its picture.
type bmpFile struct {
	width, height int64
	topDown       bool
	depth         int
	compression   uint32
	masks         [4]uint32 // red, green, blue, alpha; of 16 and 32 bits
	palette       color.Palette
	pixels        []byte
}

var errShortBMP = errors.New("bmp: header cut short")

// scanBMP reads the header without decoding.
func scanBMP(data []byte) (*bmpFile, error) {
	if len(data) < bmpFileHeader+bmpCoreHeader {
		return nil, errShortBMP
	}
	size := int64(binary.LittleEndian.Uint32(data[bmpFileHeader:]))
	if size < bmpCoreHeader || bmpFileHeader+size > int64(len(data)) {
		return nil, errShortBMP
	}
	header := data[bmpFileHeader : bmpFileHeader+size]
	b := &bmpFile{}
	if size < 16 {
		b.core(header)
	} else {
		b.info(header)
	}
	b.layout(data, header)
	return b, nil
}

func (b *bmpFile) core(header []byte) {
	b.width = int64(binary.LittleEndian.Uint16(header[4:]))
	b.height = int64(binary.LittleEndian.Uint16(header[6:]))
	b.depth = int(binary.LittleEndian.Uint16(header[10:]))
}

// info reads every header from OS/2 2 and Windows 3 on; the fields that a
// short one lacks are zero.
func (b *bmpFile) info(header []byte) {
	var field [bmpInfoHeader]byte
	copy(field[:], header)
	b.width = int64(int32(binary.LittleEndian.Uint32(field[4:])))
	b.height = int64(int32(binary.LittleEndian.Uint32(field[8:])))
	if b.height < 0 {
		b.height, b.topDown = -b.height, true
	}
	b.depth = int(binary.LittleEndian.Uint16(field[14:]))
	b.compression = binary.LittleEndian.Uint32(field[16:])
}

// layout finds the masks, the palette and the pixels, which follow the header
// in that order. Where the file's own offset of the pixels cannot be right,
// they are taken to begin behind what precedes them.
func (b *bmpFile) layout(data, header []byte) {
	at := bmpFileHeader + len(header)
	at += b.readMasks(data, header)
	first := int64(at)
	if b.depth <= 8 {
		first++ // some writers forget the palette, and give its offset
	}
	offset := int64(binary.LittleEndian.Uint32(data[10:]))
	declared := offset >= first && offset < int64(len(data))
	room := len(data)
	if declared {
		room = int(offset)
	}
	if b.depth <= 8 {
		at += b.readPalette(data[min(at, room):room], header)
	}
	if declared {
		at = int(offset)
	}
	b.pixels = data[min(at, len(data)):]
}

// readMasks sets the bit masks and returns how many bytes they take behind a
// header too short to hold them.
func (b *bmpFile) readMasks(data, header []byte) int {
	switch b.depth {
	case 16:
		b.masks = [4]uint32{0x7c00, 0x3e0, 0x1f, 0}
	case 24, 32:
		b.masks = [4]uint32{0xff0000, 0xff00, 0xff, 0}
	}
	if b.compression != bmpBitFields && b.compression != bmpAlphaBitFields || len(header) == bmpOS2Header {
		return 0
	}
	number, after := 3, 12
	if b.compression == bmpAlphaBitFields || len(header) >= 56 {
		number, after = 4, 16
	}
	if len(header) >= bmpInfoHeader+4*number {
		after = 0
	}
	fields := data[bmpFileHeader+min(len(header), bmpInfoHeader):]
	for i := range min(number, len(fields)/4) {
		b.masks[i] = binary.LittleEndian.Uint32(fields[4*i:])
	}
	return after
}

// readPalette reads the colours from the bytes before the pixels and returns
// how many bytes they take. Every index that the depth allows gets a colour:
// black, where the file has none.
func (b *bmpFile) readPalette(data, header []byte) int {
	entry, colours := 4, 1<<b.depth
	if len(header) < 16 {
		entry = 3
	} else if len(header) >= 36 {
		if used := binary.LittleEndian.Uint32(header[32:]); used > 0 && used < uint32(colours) {
			colours = int(used)
		}
	}
	colours = min(colours, len(data)/entry)
	b.palette = make(color.Palette, 256)
	for i := range b.palette {
		b.palette[i] = color.NRGBA{A: 255}
		if i < colours {
			b.palette[i] = color.NRGBA{data[entry*i+2], data[entry*i+1], data[entry*i], 255}
		}
	}
	return entry * colours
}

// supported reports whether the depth and the compression are a pair that
// decode knows.
func (b *bmpFile) supported() bool {
	switch b.compression {
	case bmpRaw:
		switch b.depth {
		case 1, 2, 4, 8, 16, 24, 32:
			return true
		}
	case bmpRLE8:
		return b.depth == 8
	case bmpRLE4:
		return b.depth == 4
	case bmpBitFields, bmpAlphaBitFields:
		return b.depth == 16 || b.depth == 32
	}
	return false
}

func (b *bmpFile) memory() int64 {
	perPixel := int64(1)
	if b.depth > 8 {
		perPixel = 4
	}
	return times(b.width*b.height, perPixel)
}

// inspectBMP reads the header and settles the document where it alone
// decides; ok says that there is something to decode.
func inspectBMP(doc *Document, data []byte, lim Limits) (b *bmpFile, ok bool) {
	b, err := scanBMP(data)
	if err != nil {
		doc.settle(Damaged, err.Error())
		return b, false
	}
	if b.width <= 0 || b.height == 0 {
		doc.settle(Damaged, fmt.Sprintf("bmp: %d × %d pixels", b.width, b.height))
		return b, false
	}
	doc.PageCount = 1
	doc.addPage(b.width, b.height)
	switch {
	case !doc.fits(b.width, b.height, data, lim, b.memory):
	case len(b.pixels) == 0:
		doc.settle(Damaged, "bmp: no image data")
	case !b.supported():
		doc.settle(Unsupported, fmt.Sprintf("bmp: compression %d of %d bits", b.compression, b.depth))
	default:
		makeRoom(b.memory(), lim)
		return b, true
	}
	return b, false
}

func openBMP(doc *Document, data []byte, lim Limits) image.Image {
	b, ok := inspectBMP(doc, data, lim)
	if !ok {
		return nil
	}
	img, whole := b.decode()
	if whole {
		doc.settle(Opened, "")
	} else {
		doc.settle(Partial, "bmp: image data cut short")
	}
	return img
}

func decodeBMP(data []byte, page int, lim Limits) (image.Image, error) {
	if err := singlePage(page); err != nil {
		return nil, err
	}
	var doc Document
	b, ok := inspectBMP(&doc, data, lim)
	if !ok {
		return nil, doc.refusal()
	}
	img, _ := b.decode()
	return img, nil
}

// decode gives the picture and whether all of it is there; rows that are not
// have index 0 or are transparent.
func (b *bmpFile) decode() (image.Image, bool) {
	bounds := image.Rect(0, 0, int(b.width), int(b.height))
	if b.depth > 8 {
		img := image.NewNRGBA(bounds)
		return img, b.eachRow(func(y int, row []byte) { b.colourRow(img.Pix[y*img.Stride:][:img.Stride], row) })
	}
	img := image.NewPaletted(bounds, b.palette)
	if b.compression != bmpRaw {
		return img, b.runs(img)
	}
	return img, b.eachRow(func(y int, row []byte) { b.indexRow(img.Pix[y*img.Stride:][:img.Stride], row) })
}

// eachRow calls set with each row that is there whole, and reports whether all
// are. The last row may lack the bytes that only pad it.
func (b *bmpFile) eachRow(set func(y int, row []byte)) bool {
	used := (b.width*int64(b.depth) + 7) / 8
	stride := (used + 3) &^ 3
	for i := range b.height {
		from := i * stride
		if from+used > int64(len(b.pixels)) {
			return false
		}
		set(b.line(int(i)), b.pixels[from:from+used])
	}
	return true
}

// line is the line of the picture for the nth row of the file, which most
// often begins at the bottom.
func (b *bmpFile) line(n int) int {
	if b.topDown {
		return n
	}
	return int(b.height) - 1 - n
}

func (b *bmpFile) indexRow(pix, row []byte) {
	if b.depth == 8 {
		copy(pix, row)
		return
	}
	perByte := 8 / b.depth
	for x := range pix {
		shift := 8 - b.depth*(x%perByte+1)
		pix[x] = row[x/perByte] >> shift & (1<<b.depth - 1)
	}
}

func (b *bmpFile) colourRow(pix, row []byte) {
	if b.depth == 24 {
		for x := 0; 4*x < len(pix); x++ {
			pix[4*x], pix[4*x+1], pix[4*x+2], pix[4*x+3] = row[3*x+2], row[3*x+1], row[3*x], 255
		}
		return
	}
	var channels [4]bitField
	for i, mask := range b.masks {
		channels[i] = newBitField(mask)
	}
	for x := 0; 4*x < len(pix); x++ {
		var v uint32
		if b.depth == 16 {
			v = uint32(binary.LittleEndian.Uint16(row[2*x:]))
		} else {
			v = binary.LittleEndian.Uint32(row[4*x:])
		}
		for i, c := range channels {
			pix[4*x+i] = c.of(v)
		}
		if b.masks[3] == 0 {
			pix[4*x+3] = 255
		}
	}
}

// bitField takes one channel out of a pixel and scales it to 8 bits.
type bitField struct {
	mask, most uint32
	shift      int
}

func newBitField(mask uint32) bitField {
	if mask == 0 {
		return bitField{most: 1}
	}
	shift := bits.TrailingZeros32(mask)
	return bitField{mask: mask, most: mask >> shift, shift: shift}
}

func (f bitField) of(pixel uint32) uint8 {
	return uint8(uint64((pixel&f.mask)>>f.shift) * 255 / uint64(f.most))
}

// runs expands run-length data, and reports whether the picture is whole: it
// ends with its end mark or fills the last line. Runs past the end of a line
// are cut and lines past the last one passed over, as other readers do.
func (b *bmpFile) runs(img *image.Paletted) bool {
	width, height := int(b.width), int(b.height)
	x, n := 0, 0
	for in := b.pixels; len(in) >= 2 && n < height; {
		count, value := int(in[0]), in[1]
		in = in[2:]
		line := img.Pix[b.line(n)*img.Stride:][:width]
		switch {
		case count > 0:
			for i := range min(count, width-x) {
				line[x+i] = b.runIndex(value, i)
			}
			x += count
		case value == 0:
			x, n = 0, n+1
		case value == 1:
			return true
		case value == 2:
			if len(in) < 2 {
				return false
			}
			x, n = x+int(in[0]), n+int(in[1])
			in = in[2:]
		default:
			count = int(value)
			size := (count*b.depth + 7) / 8
			if len(in) < size {
				return false
			}
			for i := range min(count, width-x) {
				line[x+i] = b.runIndex(in[i*b.depth/8], i)
			}
			x += count
			in = in[min(size+size%2, len(in)):]
		}
		x = min(x, width)
	}
	return n >= height || n == height-1 && x == width
}

// runIndex is the ith index of a run, out of the byte that holds it: the whole
// byte, or its high and low halves in turn.
func (b *bmpFile) runIndex(packed byte, i int) byte {
	if b.depth == 8 {
		return packed
	}
	if i%2 == 0 {
		return packed >> 4
	}
	return packed & 15
}
