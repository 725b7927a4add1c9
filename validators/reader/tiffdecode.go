package reader

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math/bits"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/image/tiff/lzw"

	"github.com/recevable/recevable/validators/reader/fax"
)

// The pages of a TIFF are put together here, out of the codecs of the
// standard library and x/image. The TIFF decoders at hand lack BigTIFF,
// separate colour planes, 2 to 15 bits, JPEG in luminance and colour; they
// give nothing back of a page that lacks a strip, expand a strip to eight
// bytes a pixel whatever it should hold, and hand an embedded JPEG of any
// size, or any other picture, to its decoder.

// block returns the stored bytes of a block.
func (p *tiffPage) block(i int) ([]byte, error) {
	offset, ok := p.offsets.at(i)
	if !ok {
		return nil, errors.New("image data is missing")
	}
	length, ok := p.counts.at(i)
	if p.compression == tiffRaw {
		// The sizes of raw blocks are known, and often wrong.
		_, down := p.subsampling()
		length = uint64(times(p.rowBytes(), roundUp(p.blockHeight, down)))
	} else if !ok || length == 0 {
		length = uint64(len(p.file.data))
	}
	stored := p.file.bytesAt(offset, length)
	if len(stored) == 0 {
		return nil, errors.New("image data is missing")
	}
	if p.tags.number(tagFillOrder, 1) == 2 && !p.jpeg() {
		stored = bytes.Clone(stored)
		for i, b := range stored {
			stored[i] = bits.Reverse8(b)
		}
	}
	return stored, nil
}

// cut reports whether the file ends before the block does.
func (p *tiffPage) cut(i int) bool {
	offset, _ := p.offsets.at(i)
	length, _ := p.counts.at(i)
	size := uint64(len(p.file.data))
	return offset > size || length > size-offset
}

// errUnknownVariant marks a page of which only the data itself shows that it
// is of a variant that decode lacks.
var errUnknownVariant = errors.New("unknown variant")

// decode gives the page, with zeros for what is missing, how many rows of
// blocks could be had, and why not all.
func (p *tiffPage) decode(lim Limits) (img image.Image, rows int64, err error) {
	pix := make([]byte, p.width*p.height*p.channels())
	if p.compression == tiffOldJPEG {
		rows, err = p.decodeJPEG(pix, image.Rect(0, 0, int(p.width), int(p.height)), p.wholeJPEG(), lim)
		return p.picture(pix), rows, err
	}
	for i := range p.across * p.down * p.planes {
		var got int64
		var blockErr error
		if stored, missing := p.block(int(i)); missing != nil {
			blockErr = missing
		} else if p.compression == tiffJPEG {
			_, area := p.place(i)
			got, blockErr = p.decodeJPEG(pix, area, stored, lim)
		} else {
			got, blockErr = p.decodeRows(pix, i, stored)
		}
		rows += got
		if blockErr != nil && !errors.Is(err, errUnknownVariant) {
			err = blockErr
		}
		if int(i) >= p.offsets.count() {
			break
		}
	}
	return p.picture(pix), rows, err
}

// place is the plane and the rectangle of the page that block i fills.
func (p *tiffPage) place(i int64) (plane int64, area image.Rectangle) {
	inPlane := i % (p.across * p.down)
	x, y := inPlane%p.across*p.blockWidth, inPlane/p.across*p.blockHeight
	area = image.Rect(int(x), int(y), int(min(x+p.blockWidth, p.width)), int(min(y+p.blockHeight, p.height)))
	return i / (p.across * p.down), area
}

func (p *tiffPage) decodeRows(pix []byte, i int64, stored []byte) (got int64, err error) {
	plane, area := p.place(i)
	rows, err := p.expand(stored)
	if err != nil {
		return 0, err
	}
	row := make([]byte, p.rowBytes())
	across, down := p.subsampling()
	for y := area.Min.Y; y < area.Max.Y; y += int(down) {
		if _, err := io.ReadFull(rows, row); err != nil {
			if p.fax() && !p.cut(int(i)) {
				// libtiff goes on from the next mark, or leaves the rest white.
				err = fmt.Errorf("%w of fax coding: %w", errUnknownVariant, err)
			}
			return got, err
		}
		got++
		switch {
		case p.predicted() && p.floats():
			p.undoFloatDifferences(row)
		case p.predicted():
			p.undoDifferences(row)
		}
		if across*down > 1 {
			p.spread(pix, row, image.Rect(area.Min.X, y, area.Max.X, min(y+int(down), area.Max.Y)))
			continue
		}
		from := (int64(y)*p.width + int64(area.Min.X)) * p.channels()
		p.unpack(pix[from:], row, plane, int64(area.Dx()))
	}
	return got, nil
}

// maxZstd bounds what unpacking zstd may hold: the window that a block refers
// back to, which libtiff's encoder makes no larger than 8 MB.
const maxZstd = 32 << 20

// expand decompresses a block.
func (p *tiffPage) expand(stored []byte) (io.Reader, error) {
	in := bytes.NewReader(stored)
	switch p.compression {
	case tiffLZW:
		if len(stored) > 1 && stored[0] == 0 && stored[1]&1 == 1 {
			return nil, fmt.Errorf("%w of LZW, from before 1988", errUnknownVariant)
		}
		return lzw.NewReader(in, lzw.MSB, 8), nil
	case tiffDeflate, tiffOldDeflate:
		return zlib.NewReader(in)
	case tiffZstd:
		return zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxZstd))
	case tiffPackBits:
		return &packBits{in: stored}, nil
	case tiffG3:
		if p.tags.number(tagT4Options, 0)&1 == 1 {
			return fax.NewReader(stored, fax.Group3Mixed, int(p.blockWidth)), nil
		}
		return fax.NewReader(stored, fax.Group3, int(p.blockWidth)), nil
	case tiffG4:
		return fax.NewReader(stored, fax.Group4, int(p.blockWidth)), nil
	case tiffFaxRows:
		return fax.NewReader(stored, fax.Rows, int(p.blockWidth)), nil
	}
	return in, nil
}

// undoDifferences adds up a row of samples that are stored as the difference
// with the pixel before (TIFF 6.0, section 14).
func (p *tiffPage) undoDifferences(row []byte) {
	step := int(p.rowSamples())
	if p.depth == 8 {
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
		return
	}
	order := p.file.order
	if p.depth == 32 {
		for i := 4 * step; i+3 < len(row); i += 4 {
			order.PutUint32(row[i:], order.Uint32(row[i:])+order.Uint32(row[i-4*step:]))
		}
		return
	}
	for i := 2 * step; i+1 < len(row); i += 2 {
		order.PutUint16(row[i:], order.Uint16(row[i:])+order.Uint16(row[i-2*step:]))
	}
}

// unpack spreads a row of samples over the pixels, as 8 bits each.
func (p *tiffPage) unpack(pix, row []byte, plane, width int64) {
	channels, step := p.channels(), p.rowSamples()
	first, last := int64(0), min(channels, p.samples)
	if p.planes > 1 {
		if plane >= last {
			return
		}
		first, last = plane, plane+1
	}
	for c := first; c < last; c++ {
		from := c - first
		for x := range width {
			pix[x*channels+c] = p.sample(row, x*step+from)
		}
	}
}

// sample reads the ith sample of a row.
func (p *tiffPage) sample(row []byte, i int64) uint8 {
	if p.floats() {
		return p.fraction(row, i)
	}
	switch p.depth {
	case 8:
		return row[i]
	case 16:
		return uint8(p.file.order.Uint16(row[2*i:]) >> 8)
	case 32:
		return uint8(p.file.order.Uint32(row[4*i:]) >> 24)
	}
	var v int64
	if bit := i * p.depth; 8%p.depth == 0 {
		v = int64(row[bit/8]>>(8-p.depth-bit%8)) & (1<<p.depth - 1)
	} else {
		for end := bit + p.depth; bit < end; bit++ {
			v = v<<1 | int64(row[bit/8]>>(7-bit%8)&1)
		}
	}
	if p.photometric == tiffPalette {
		return uint8(v)
	}
	return uint8(v * 255 / (1<<p.depth - 1))
}

// decodeJPEG decodes a block that is a JPEG without its tables, which are kept
// once for the page. Its frame is held against the block before anything is
// decoded.
func (p *tiffPage) decodeJPEG(pix []byte, area image.Rectangle, stored []byte, lim Limits) (got int64, err error) {
	if len(stored) < 2 || stored[0] != 0xff || stored[1] != markerSOI {
		return 0, errors.New("jpeg: no start mark")
	}
	stream := []byte{0xff, markerSOI}
	if p.compression == tiffJPEG && (p.photometric == tiffRGB || p.photometric == tiffCMYK) {
		// An Adobe segment says that the samples are RGB, or CMYK.
		stream = append(stream, "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"...)
	}
	if tables := p.tags[tagJPEGTables].value; len(tables) > 4 {
		tables = bytes.TrimSuffix(tables[2:], []byte{0xff, markerEOI})
		stream = append(stream, tables...)
	}
	stream = append(stream, stored[2:]...)
	frame := scanJPEG(stream)
	if frame.kind != 0 && !frame.supported() || frame.work() > maxScanWork || frame.deep() && p.photometric == tiffCMYK {
		return 0, fmt.Errorf("%w of JPEG", errUnknownVariant)
	}
	width, height := max(p.blockWidth, int64(area.Dx())), max(p.blockHeight, int64(area.Dy()))
	if frame.scanBytes == 0 || frame.width > width+16 || frame.height > height+16 || frame.memory() > lim.Memory ||
		(len(frame.components) == 4) != (p.photometric == tiffCMYK) {
		return 0, errors.New("jpeg: not of the size or the colours of its page")
	}
	img, _, err := frame.decode(stream)
	if err != nil {
		return 0, err
	}
	area = area.Intersect(img.Bounds().Add(area.Min))
	if inks, ok := img.(*image.CMYK); ok {
		p.drawInks(pix, inks, area)
	} else {
		draw.Draw(p.canvas(pix), area, img, img.Bounds().Min, draw.Src)
	}
	return int64(area.Dy()), nil
}

// drawInks copies the inks of a JPEG, which image/jpeg turns over as Adobe
// has them in files of their own; in a TIFF they are as they are.
func (p *tiffPage) drawInks(pix []byte, inks *image.CMYK, area image.Rectangle) {
	for y := range area.Dy() {
		to := pix[4*((area.Min.Y+y)*int(p.width)+area.Min.X):][:4*area.Dx()]
		for x, ink := range inks.Pix[y*inks.Stride:][:len(to)] {
			to[x] = 255 - ink
		}
	}
}

// canvas lets JPEG blocks draw on the pixels.
func (p *tiffPage) canvas(pix []byte) draw.Image {
	bounds := image.Rect(0, 0, int(p.width), int(p.height))
	if p.channels() == 1 {
		return &image.Gray{Pix: pix, Stride: int(p.width), Rect: bounds}
	}
	return &image.RGBA{Pix: pix, Stride: 4 * int(p.width), Rect: bounds}
}

// picture makes an image of the decoded samples.
func (p *tiffPage) picture(pix []byte) image.Image {
	bounds, stride := image.Rect(0, 0, int(p.width), int(p.height)), int(p.width*p.channels())
	switch {
	case p.photometric == tiffPalette:
		return &image.Paletted{Pix: pix, Stride: stride, Rect: bounds, Palette: p.palette()}
	case p.photometric == tiffCMYK:
		return &image.CMYK{Pix: pix, Stride: stride, Rect: bounds}
	case p.channels() == 1:
		if p.photometric == tiffWhiteIsZero {
			for i := range pix {
				pix[i] = 255 - pix[i]
			}
		}
		return &image.Gray{Pix: pix, Stride: stride, Rect: bounds}
	}
	if !p.jpeg() {
		p.toRGB(pix)
	}
	switch p.alpha() {
	case associatedAlpha:
		return &image.RGBA{Pix: pix, Stride: stride, Rect: bounds}
	case unassociatedAlpha:
		return &image.NRGBA{Pix: pix, Stride: stride, Rect: bounds}
	}
	for i := 3; i < len(pix); i += 4 {
		pix[i] = 255
	}
	return &image.RGBA{Pix: pix, Stride: stride, Rect: bounds}
}

// Values of ExtraSamples: what a fourth sample beside RGB is.
const (
	associatedAlpha   = 1
	unassociatedAlpha = 2
)

func (p *tiffPage) alpha() int64 {
	if p.photometric != tiffRGB || p.samples < 4 {
		return 0
	}
	return p.tags.number(tagExtraSamples, 0)
}

// palette has a colour for every index, black where the file has none. The
// file has all reds first, then all greens and all blues, of 16 bits.
func (p *tiffPage) palette() color.Palette {
	colours := 1 << p.depth
	entry := p.tags[tagColourMap]
	palette := make(color.Palette, 256)
	for i := range palette {
		var rgb [3]uint8
		for c := range rgb {
			if v, ok := entry.at(c*colours + i); ok && i < colours {
				rgb[c] = uint8(v >> 8)
			}
		}
		palette[i] = color.NRGBA{rgb[0], rgb[1], rgb[2], 255}
	}
	return palette
}

// packBits expands PackBits data (TIFF 6.0, section 9).
type packBits struct {
	in      []byte
	literal int // bytes to copy
	repeat  int // times to give the next byte
}

func (b *packBits) Read(out []byte) (n int, err error) {
	for n < len(out) {
		switch {
		case len(b.in) == 0:
			return n, io.EOF
		case b.literal > 0:
			copied := copy(out[n:], b.in[:min(b.literal, len(b.in))])
			b.in, b.literal = b.in[copied:], b.literal-copied
			n += copied
		case b.repeat > 0:
			out[n] = b.in[0]
			n++
			if b.repeat--; b.repeat == 0 {
				b.in = b.in[1:]
			}
		default:
			switch code := int(int8(b.in[0])); {
			case code >= 0:
				b.literal = code + 1
			case code > -128:
				b.repeat = 1 - code
			}
			b.in = b.in[1:]
		}
	}
	return n, nil
}
