package reader

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// pngFile is what the chunks of a PNG tell of its picture.
type pngFile struct {
	header        []byte // the 13 bytes of IHDR
	width, height int64
	palette       []byte
	transparency  []byte
	pixels        [][]byte // the bodies of the IDAT chunks
	apple         bool     // Apple's own variant (CgBI), which no PNG decoder takes
	spoilt        bool     // a chunk that cannot be done without fails its checksum
	ended         bool     // all chunks are there, down to IEND
}

// scanPNG walks over the chunks without decoding. A wrong checksum on a chunk
// that is not needed for the picture is passed over, as other readers do.
func scanPNG(data []byte) pngFile {
	var p pngFile
	for rest := data[min(len(data), len(pngSignature)):]; len(rest) >= 12; {
		length := int64(binary.BigEndian.Uint32(rest))
		name := string(rest[4:8])
		if length > int64(len(rest)-12) {
			p.chunk(name, rest[8:])
			return p
		}
		end := 8 + int(length)
		critical := name[0]&0x20 == 0
		if critical && crc32.ChecksumIEEE(rest[4:end]) != binary.BigEndian.Uint32(rest[end:]) {
			p.spoilt = true
		}
		p.chunk(name, rest[8:end])
		if name == "IEND" {
			p.ended = true
			return p
		}
		rest = rest[end+4:]
	}
	return p
}

func (p *pngFile) chunk(name string, body []byte) {
	switch name {
	case "CgBI":
		p.apple = true
	case "IHDR":
		if p.header == nil && len(body) >= 13 {
			p.header = body[:13]
			p.width = int64(binary.BigEndian.Uint32(body))
			p.height = int64(binary.BigEndian.Uint32(body[4:]))
		}
	case "PLTE":
		p.palette = body
	case "tRNS":
		p.transparency = body
	case "IDAT":
		p.pixels = append(p.pixels, body)
	}
}

func (p *pngFile) depth() byte     { return p.header[8] }
func (p *pngFile) colour() byte    { return p.header[9] }
func (p *pngFile) interlace() byte { return p.header[12] }

// Colour types of PNG, and how many samples a pixel has in each.
const (
	pngGrey      = 0
	pngRGB       = 2
	pngPalette   = 3
	pngGreyAlpha = 4
	pngRGBA      = 6
)

var pngSamples = map[byte]int64{pngGrey: 1, pngRGB: 3, pngPalette: 1, pngGreyAlpha: 2, pngRGBA: 4}

// coherent reports whether the depth goes with the colour type (PNG
// specification, table 11.1); no reader opens another pair.
func (p *pngFile) coherent() bool {
	switch p.depth() {
	case 1, 2, 4:
		return p.colour() == pngGrey || p.colour() == pngPalette
	case 8:
		return pngSamples[p.colour()] > 0
	case 16:
		return pngSamples[p.colour()] > 0 && p.colour() != pngPalette
	}
	return false
}

// memory is what image/png allocates: the decoded pixels, once more for the
// passes of an interlaced picture, and two rows.
func (p *pngFile) memory() int64 {
	perPixel := int64(1)
	if p.colour() != pngGrey && p.colour() != pngPalette || p.colour() == pngGrey && p.transparency != nil {
		perPixel = 4
	}
	if p.depth() == 16 {
		perPixel *= 2
	}
	if p.interlace() != 0 {
		perPixel *= 2
	}
	return times(p.width*p.height, perPixel) + 2*p.rowBytes(p.width)
}

// rowBytes is the length of a row of that many pixels, with its filter byte.
func (p *pngFile) rowBytes(width int64) int64 {
	return 1 + (width*pngSamples[p.colour()]*int64(p.depth())+7)/8
}

// inspectPNG reads the chunks and settles the document where they alone
// decide; ok says that there is something to decode.
func inspectPNG(doc *Document, data []byte, lim Limits) (p pngFile, ok bool) {
	p = scanPNG(data)
	if p.header == nil {
		doc.settle(Damaged, "png: no header")
		return p, false
	}
	if p.width == 0 || p.height == 0 {
		doc.settle(Damaged, fmt.Sprintf("png: %d × %d pixels", p.width, p.height))
		return p, false
	}
	doc.PageCount = 1
	doc.addPage(p.width, p.height)
	if !doc.fits(p.width, p.height, data, lim, p.memory) {
		return p, false
	}
	switch {
	case p.apple:
		doc.settle(Unsupported, "png: Apple's CgBI variant")
	case p.header[10] != 0 || p.header[11] != 0 || p.interlace() > 1:
		doc.settle(Unsupported, fmt.Sprintf("png: compression %d, filter %d, interlace %d", p.header[10], p.header[11], p.interlace()))
	case !p.coherent():
		doc.settle(Damaged, fmt.Sprintf("png: colour type %d with %d bits", p.colour(), p.depth()))
	case p.colour() == pngPalette && len(p.palette) < 3:
		doc.settle(Damaged, "png: no palette")
	case len(p.pixels) == 0:
		doc.settle(Damaged, "png: no image data")
	default:
		return p, true
	}
	return p, false
}

func openPNG(doc *Document, data []byte, lim Limits) image.Image {
	p, ok := inspectPNG(doc, data, lim)
	if !ok {
		return nil
	}
	img, whole, err := p.decode(data, lim)
	switch {
	case err != nil:
		doc.settle(Damaged, err.Error())
	case whole:
		doc.settle(Opened, "")
	default:
		doc.settle(Partial, "png: part of the image data is missing or corrupt")
	}
	return img
}

func decodePNG(data []byte, page int, lim Limits) (image.Image, error) {
	if err := singlePage(page); err != nil {
		return nil, err
	}
	var doc Document
	p, ok := inspectPNG(&doc, data, lim)
	if !ok {
		return nil, doc.refusal()
	}
	img, _, err := p.decode(data, lim)
	return img, err
}

// decode gives the picture and whether all of it is there. image/png refuses
// the file on any wrong checksum and on any byte too many, and then gives
// nothing; so what it refuses is told anew from the rows that can be had.
func (p *pngFile) decode(data []byte, lim Limits) (img image.Image, whole bool, err error) {
	makeRoom(p.memory(), lim)
	if img, err = png.Decode(bytes.NewReader(data)); err == nil {
		return img, true, nil
	}
	makeRoom(p.memory(), lim) // for what the first try left
	retold, writer := io.Pipe()
	told := make(chan int64, 1)
	go func() {
		rows, err := p.retell(writer)
		told <- rows
		writer.CloseWithError(err)
	}()
	img, retoldErr := png.Decode(retold)
	retold.Close()
	rows := <-told
	if retoldErr != nil || rows == 0 {
		return nil, false, err
	}
	return img, rows == p.rows() && !p.spoilt, nil
}

// pngPasses are the passes of an interlaced PNG: first column and row, and
// the steps between columns and rows.
var pngPasses = [7][4]int64{
	{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2},
}

// passes lists the widths and heights in which the rows come.
func (p *pngFile) passes() (sizes [][2]int64) {
	if p.interlace() == 0 {
		return [][2]int64{{p.width, p.height}}
	}
	for _, s := range pngPasses {
		w, h := roundUp(max(p.width-s[0], 0), s[2]), roundUp(max(p.height-s[1], 0), s[3])
		if w > 0 && h > 0 {
			sizes = append(sizes, [2]int64{w, h})
		}
	}
	return sizes
}

func (p *pngFile) rows() (n int64) {
	for _, size := range p.passes() {
		n += size[1]
	}
	return n
}

// retell writes the picture as a new PNG, with rows of zeros for those that
// cannot be had, and returns how many could.
func (p *pngFile) retell(w io.Writer) (good int64, err error) {
	if _, err := io.WriteString(w, pngSignature); err != nil {
		return 0, err
	}
	if err := writeChunk(w, "IHDR", p.header); err != nil {
		return 0, err
	}
	if palette := p.soundPalette(); palette != nil {
		if err := writeChunk(w, "PLTE", palette); err != nil {
			return 0, err
		}
	}
	if transparency := p.soundTransparency(); transparency != nil {
		if err := writeChunk(w, "tRNS", transparency); err != nil {
			return 0, err
		}
	}
	pixels, err := zlib.NewWriterLevel(chunkWriter{w, "IDAT"}, zlib.NoCompression)
	if err != nil {
		return 0, err
	}
	if good, err = p.retellRows(pixels); err != nil {
		return good, err
	}
	if err := pixels.Close(); err != nil {
		return good, err
	}
	return good, writeChunk(w, "IEND", nil)
}

func (p *pngFile) retellRows(w io.Writer) (good int64, err error) {
	parts := make([]io.Reader, len(p.pixels))
	for i, body := range p.pixels {
		parts[i] = bytes.NewReader(body)
	}
	rows, broken := zlib.NewReader(io.MultiReader(parts...))
	for _, size := range p.passes() {
		row := make([]byte, p.rowBytes(size[0]))
		for range size[1] {
			if broken == nil {
				_, broken = io.ReadFull(rows, row)
			}
			if broken == nil && row[0] > 4 {
				broken = fmt.Errorf("png: unknown row filter")
			}
			if broken == nil {
				good++
			} else {
				clear(row)
			}
			if _, err := w.Write(row); err != nil {
				return good, err
			}
		}
	}
	return good, nil
}

// soundPalette is the palette cut to what the depth can use; nil where the
// colour type has no use for one.
func (p *pngFile) soundPalette() []byte {
	if p.colour() != pngPalette {
		return nil
	}
	entries := min(len(p.palette)/3, 1<<p.depth())
	return p.palette[:3*entries]
}

// soundTransparency is the transparency in the length that goes with the
// colour type; nil where it is of another.
func (p *pngFile) soundTransparency() []byte {
	length := map[byte]int{pngGrey: 2, pngRGB: 6, pngPalette: min(len(p.transparency), len(p.soundPalette())/3)}[p.colour()]
	if length == 0 || len(p.transparency) < length {
		return nil
	}
	return p.transparency[:length]
}

// chunkWriter writes each piece it is given as one chunk.
type chunkWriter struct {
	w    io.Writer
	name string
}

func (c chunkWriter) Write(body []byte) (int, error) {
	if err := writeChunk(c.w, c.name, body); err != nil {
		return 0, err
	}
	return len(body), nil
}

// writeChunk writes a chunk in its parts: gluing them together first would
// leave the whole picture behind as garbage.
func writeChunk(w io.Writer, name string, body []byte) error {
	sum := crc32.Update(crc32.ChecksumIEEE([]byte(name)), crc32.IEEETable, body)
	for _, part := range [][]byte{
		binary.BigEndian.AppendUint32(nil, uint32(len(body))), []byte(name), body, binary.BigEndian.AppendUint32(nil, sum),
	} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
