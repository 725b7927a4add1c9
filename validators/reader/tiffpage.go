package reader

import (
	"errors"
	"fmt"
	"math"
)

// Compression methods of TIFF.
const (
	tiffRaw        = 1
	tiffFaxRows    = 2
	tiffG3         = 3
	tiffG4         = 4
	tiffLZW        = 5
	tiffOldJPEG    = 6
	tiffJPEG       = 7
	tiffDeflate    = 8
	tiffPackBits   = 32773
	tiffOldDeflate = 32946
	tiffZstd       = 50000
)

// Colour models of TIFF.
const (
	tiffWhiteIsZero = 0
	tiffBlackIsZero = 1
	tiffRGB         = 2
	tiffPalette     = 3
	tiffMask        = 4
	tiffCMYK        = 5
	tiffYCbCr       = 6
	tiffLab         = 8
	tiffICCLab      = 9
)

// tiffPage is one page as its directory describes it. Its pixels come in
// blocks: strips, or tiles.
type tiffPage struct {
	file          *tiffFile
	tags          tiffIFD
	width, height int64
	compression   int64
	photometric   int64
	samples       int64 // per pixel
	depth         int64 // bits of a sample
	planes        int64 // 1, or one for each sample where they are stored apart

	blockWidth, blockHeight int64
	across, down            int64 // blocks of one plane
	offsets, counts         tiffEntry
}

func newTIFFPage(t *tiffFile, d tiffIFD) *tiffPage {
	p := &tiffPage{
		file: t, tags: d,
		width: d.number(tagWidth, 0), height: d.number(tagHeight, 0),
		compression: d.number(tagCompression, tiffRaw),
		samples:     max(d.number(tagSamples, 1), 1),
		depth:       d.number(tagBits, 1),
		planes:      1,
	}
	p.photometric = d.number(tagPhotometric, tiffWhiteIsZero)
	if !d.has(tagPhotometric) && p.samples >= 3 {
		p.photometric = tiffRGB
	}
	if d.number(tagPlanar, 1) == 2 {
		p.planes = p.samples
	}
	p.blockWidth, p.blockHeight = p.width, p.height
	if rows := d.number(tagRowsPerStrip, 0); rows > 0 {
		p.blockHeight = min(rows, p.height)
	}
	// A tile with one dimension only takes the other from the strips.
	if d.has(tagTileWidth) || d.has(tagTileHeight) {
		p.blockWidth, p.blockHeight = d.number(tagTileWidth, p.blockWidth), d.number(tagTileHeight, p.blockHeight)
		p.offsets, p.counts = d[tagTileOffsets], d[tagTileByteCounts]
	}
	// Some writers put the tags of strips on tiles, as libtiff knows.
	if p.offsets.value == nil {
		p.offsets = d[tagStripOffsets]
	}
	if p.counts.value == nil {
		p.counts = d[tagStripByteCounts]
	}
	if p.blockWidth > 0 && p.blockHeight > 0 {
		p.across, p.down = roundUp(p.width, p.blockWidth), roundUp(p.height, p.blockHeight)
	}
	return p
}

// described reports why the directory describes no picture. The cases are
// those in which libtiff refuses the directory, so that pages are counted as
// tiffinfo does.
func (p *tiffPage) described() error {
	blocks := times(times(p.across, p.down), p.planes)
	switch {
	case !p.tags.has(tagWidth) && !p.tags.has(tagHeight):
		return errors.New("no dimensions")
	case blocks == 0:
		return fmt.Errorf("%d × %d pixels", p.width, p.height)
	case p.offsets.value == nil && (p.compression != tiffOldJPEG || blocks > 1):
		return errors.New("no offset of the image data")
	case p.counts.value == nil && p.compression != tiffOldJPEG && blocks > p.planes:
		return errors.New("no size of the image data")
	case p.photometric == tiffPalette && p.depth < 8 && !p.tags.has(tagColourMap):
		return errors.New("no palette")
	}
	return nil
}

// unsupported reports why the page is of a variant that decode lacks.
func (p *tiffPage) unsupported() error {
	for _, refuse := range []struct {
		when bool
		what string
	}{
		{!p.codecKnown(), fmt.Sprintf("compression %d", p.compression)},
		{!p.coloursKnown(), fmt.Sprintf("colour model %d of %d samples", p.photometric, p.samples)},
		{!p.depthKnown() || !p.uniform(tagBits), fmt.Sprintf("%d bits", p.depth)},
		{p.photometric == tiffPalette && p.depth > 8, "palette of more than 8 bits"},
		{!p.formatKnown(), "sample format"},
		{!p.predictorKnown(), "predictor"},
	} {
		if refuse.when {
			return errors.New(refuse.what)
		}
	}
	return nil
}

func (p *tiffPage) codecKnown() bool {
	bilevel := p.depth == 1 && (p.samples == 1 || p.planes > 1)
	switch p.compression {
	case tiffRaw, tiffLZW, tiffDeflate, tiffOldDeflate, tiffZstd, tiffPackBits:
		return true
	case tiffFaxRows:
		return bilevel
	case tiffG3: // the bit of 2 is the mode without compression
		return bilevel && p.tags.number(tagT4Options, 0)&2 == 0
	case tiffG4:
		return bilevel && p.tags.number(tagT6Options, 0)&2 == 0
	case tiffJPEG:
		return p.depth == 8 && p.planes == 1 && (p.samples == 1 || p.samples == 3 || p.samples == 4 && p.photometric == tiffCMYK)
	case tiffOldJPEG:
		return p.depth == 8 && p.planes == 1 && (p.samples == 1 || p.samples == 3) && p.wholeJPEG() != nil
	}
	return false
}

// floats reports whether samples are fractions, from 0 to 1.
func (p *tiffPage) floats() bool { return p.tags.number(tagSampleFormat, 1) == 3 }

func (p *tiffPage) depthKnown() bool {
	if p.floats() {
		return p.depth == 16 || p.depth == 32 || p.depth == 64
	}
	return p.depth >= 1 && p.depth <= 16 || p.depth == 32
}

// formatKnown takes the samples of the Lab models for what these say they are:
// their tag says so in several ways, or is left out.
func (p *tiffPage) formatKnown() bool {
	switch p.photometric {
	case tiffLab, tiffICCLab:
		return !p.floats()
	}
	return (p.floats() || p.tags.number(tagSampleFormat, 1) == 1) && p.uniform(tagSampleFormat)
}

func (p *tiffPage) coloursKnown() bool {
	switch p.photometric {
	case tiffWhiteIsZero, tiffBlackIsZero, tiffMask, tiffPalette:
		return true
	case tiffRGB:
		return p.samples >= 3
	case tiffCMYK:
		return p.samples >= 4
	case tiffLab, tiffICCLab:
		return p.samples >= 3 && (p.depth == 8 || p.depth == 16)
	case tiffYCbCr:
		across, down := p.subsampling()
		return p.jpeg() && p.samples == 3 ||
			p.depth == 8 && p.samples >= 3 && across == 1 && down == 1 ||
			p.depth == 8 && p.samples == 3 && p.planes == 1 && !p.predicted() && usualSubsampling(across) && usualSubsampling(down)
	}
	return false
}

func (p *tiffPage) jpeg() bool { return p.compression == tiffJPEG || p.compression == tiffOldJPEG }

// subsampling is how many pixels across and down share one sample of each of
// the two colours, where luminance and colour are stored; 2 each unless the
// page says otherwise (TIFF 6.0, section 21).
func (p *tiffPage) subsampling() (across, down int64) {
	if p.photometric != tiffYCbCr || p.jpeg() {
		return 1, 1
	}
	across, down = 2, 2
	if h, ok := p.tags[tagSubsampling].at(0); ok {
		across = int64(min(h, math.MaxUint16))
	}
	if v, ok := p.tags[tagSubsampling].at(1); ok {
		down = int64(min(v, math.MaxUint16))
	}
	return across, down
}

func usualSubsampling(by int64) bool { return by == 1 || by == 2 || by == 4 }

// uniform reports whether a tag with a value for each sample has the same for
// all.
func (p *tiffPage) uniform(tag uint16) bool {
	entry := p.tags[tag]
	first, _ := entry.at(0)
	for i := 1; i < entry.count() && int64(i) < p.samples; i++ {
		if v, _ := entry.at(i); v != first {
			return false
		}
	}
	return true
}

func (p *tiffPage) predictorKnown() bool {
	if !p.predicted() || p.tags.number(tagPredictor, 1) == 3 {
		return !p.predicted() || p.floats()
	}
	return p.tags.number(tagPredictor, 1) == 2 && (p.depth == 8 || p.depth == 16 || p.depth == 32)
}

func (p *tiffPage) fax() bool {
	return p.compression == tiffG3 || p.compression == tiffG4 || p.compression == tiffFaxRows
}

// predicted reports whether samples are stored as differences. Only two
// codecs look at that tag.
func (p *tiffPage) predicted() bool {
	switch p.compression {
	case tiffLZW, tiffDeflate, tiffOldDeflate, tiffZstd:
		return p.tags.number(tagPredictor, 1) != 1
	}
	return false
}

// channels is how many bytes a decoded pixel takes.
func (p *tiffPage) channels() int64 {
	switch p.photometric {
	case tiffRGB, tiffCMYK, tiffYCbCr, tiffLab, tiffICCLab:
		return 4
	}
	return 1
}

// rowSamples is how many samples of a pixel lie together in a block.
func (p *tiffPage) rowSamples() int64 { return p.samples / p.planes }

// rowBytes is the length of one row of a block once decompressed, or of the
// rows that share their colours.
func (p *tiffPage) rowBytes() int64 {
	if across, down := p.subsampling(); across*down > 1 {
		return times(roundUp(p.blockWidth, across), across*down+2)
	}
	return roundUp(times(times(p.blockWidth, p.rowSamples()), p.depth), 8)
}

// memory is what decoding the page allocates: its pixels, and rows of one
// block or the whole of one that is a JPEG.
func (p *tiffPage) memory() int64 {
	need := times(p.width*p.height, p.channels())
	block := times(p.rowBytes(), 4)
	switch p.compression {
	case tiffJPEG:
		block = times(times(p.blockWidth+16, min(p.blockHeight, p.height)+16), 7)
	case tiffOldJPEG: // all blocks at once
		block = times(times(p.width+16, p.height+16), 7)
	}
	if p.tags.number(tagFillOrder, 1) == 2 {
		block = min(block, 1<<60) + int64(len(p.file.data))
	}
	return min(need, 1<<60) + min(block, 1<<61)
}

// blockWork is what it takes to begin a block, in bytes of samples.
const blockWork = 4096

// work measures the time that decoding takes, in bytes of samples; a black
// and white pixel takes as long as a byte.
func (p *tiffPage) work() int64 {
	perRow := times(max(p.rowBytes(), p.blockWidth), p.height)
	perColumn := min(perRow, 1<<60) + times(p.down, blockWork)
	return times(times(perColumn, p.across), p.planes)
}

// pageState says how much of a page could be had.
type pageState int

const (
	pageWhole   pageState = iota
	pagePart              // some of it
	pageNothing           // not one row, though the variant is known
	pageUnknown           // the variant is not known
)

// check decodes the page, or only looks whether its data is there where that
// is all the variant or the budget of work allows.
func (p *tiffPage) check(budget *int64, lim Limits) (pageState, error) {
	unsupported := p.unsupported()
	if unsupported != nil || p.work() > *budget {
		return p.present(unsupported)
	}
	*budget -= p.work()
	makeRoom(p.memory(), lim)
	_, rows, err := p.decode(lim)
	switch {
	case err == nil:
		return pageWhole, nil
	case errors.Is(err, errUnknownVariant):
		return pageUnknown, err
	case rows == 0:
		return pageNothing, err
	}
	return pagePart, err
}

// present looks whether the blocks are inside the file.
func (p *tiffPage) present(unsupported error) (pageState, error) {
	switch {
	case p.compression == tiffOldJPEG && unsupported != nil:
		return pageUnknown, unsupported
	case p.compression == tiffOldJPEG:
		return pageWhole, nil
	}
	missing, blocks := 0, int(p.across*p.down*p.planes)
	for i := range blocks {
		offset, ok := p.offsets.at(i)
		if !ok || offset >= uint64(len(p.file.data)) {
			// Past the end of the list, all blocks lack.
			if missing++; i >= p.offsets.count() {
				missing += blocks - i - 1
				break
			}
		}
	}
	switch {
	case missing == blocks:
		return pageNothing, errors.New("no image data")
	case unsupported != nil:
		return pageUnknown, unsupported
	case missing > 0:
		return pagePart, fmt.Errorf("%d of %d blocks are missing", missing, blocks)
	}
	return pageWhole, nil
}

// wholeJPEG is the picture of a page in the first JPEG coding of TIFF, which
// left too much open and was given up: only where a whole JPEG lies in the file
// is it clear what is meant. nil where there is none.
func (p *tiffPage) wholeJPEG() []byte {
	at, ok := p.tags[tagJPEGStream].at(0)
	length, limited := p.tags[tagJPEGLength].at(0)
	if !ok && p.across*p.down == 1 {
		at, ok = p.offsets.at(0)
		length, limited = p.counts.at(0)
	}
	if !ok {
		return nil
	}
	if !limited {
		length = uint64(len(p.file.data))
	}
	stream := p.file.bytesAt(at, length)
	if len(stream) < 2 || stream[0] != 0xff || stream[1] != markerSOI {
		return nil
	}
	frame := scanJPEG(stream)
	if !frame.usual() || frame.scanBytes == 0 || frame.width != p.width || frame.height != p.height || int64(len(frame.components)) != p.samples {
		return nil
	}
	return stream
}
