package reader

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"slices"
)

// TIFF tags, TIFF 6.0 and Technical Note 2 for the JPEG ones.
const (
	tagWidth           = 256
	tagHeight          = 257
	tagBits            = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagFillOrder       = 266
	tagMake            = 271
	tagModel           = 272
	tagStripOffsets    = 273
	tagOrientation     = 274
	tagSamples         = 277
	tagRowsPerStrip    = 278
	tagStripByteCounts = 279
	tagXResolution     = 282
	tagPlanar          = 284
	tagT4Options       = 292
	tagT6Options       = 293
	tagResolutionUnit  = 296
	tagPredictor       = 317
	tagColourMap       = 320
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileByteCounts  = 325
	tagExtraSamples    = 338
	tagSampleFormat    = 339
	tagJPEGTables      = 347
	tagJPEGStream      = 513
	tagJPEGLength      = 514
	tagCoefficients    = 529
	tagSubsampling     = 530
	tagReferenceLevels = 532
	tagXMP             = 700
	tagIPTC            = 33723
	tagPhotoshop       = 34377
	tagEXIF            = 34665
	tagProfile         = 34675
	tagGPS             = 34853
)

// tiffTags is in order: it is searched by halves.
var tiffTags = []uint16{
	tagWidth, tagHeight, tagBits, tagCompression, tagPhotometric, tagFillOrder, tagMake, tagModel, tagStripOffsets, tagOrientation, tagSamples,
	tagRowsPerStrip, tagStripByteCounts, tagXResolution, tagPlanar, tagT4Options, tagT6Options, tagResolutionUnit, tagPredictor, tagColourMap,
	tagTileWidth, tagTileHeight, tagTileOffsets, tagTileByteCounts, tagExtraSamples, tagSampleFormat, tagJPEGTables,
	tagJPEGStream, tagJPEGLength, tagCoefficients, tagSubsampling, tagReferenceLevels,
	tagXMP, tagIPTC, tagPhotoshop, tagEXIF, tagProfile, tagGPS,
}

const (
	// maxEntries is how many entries libtiff takes a directory (IFD) to have
	// at most, before it takes its offset for a wrong one.
	maxEntries = 4096
	// maxChainWork bounds the entries read along the chain of directories,
	// which may overlap so as to make a small file long to read.
	maxChainWork = 1 << 24
)

// tiffFile finds its way in a TIFF or a BigTIFF.
type tiffFile struct {
	data  []byte
	order binary.ByteOrder
	big   bool
	first uint64 // offset of the first directory
}

func scanTIFF(data []byte) (*tiffFile, error) {
	if len(data) < 8 {
		return nil, errors.New("tiff: header cut short")
	}
	t := &tiffFile{data: data, order: binary.LittleEndian}
	if data[0] == 'M' {
		t.order = binary.BigEndian
	}
	if t.big = t.order.Uint16(data[2:]) == 43; !t.big {
		t.first = uint64(t.order.Uint32(data[4:]))
		return t, nil
	}
	if len(data) < 16 {
		return nil, errors.New("tiff: header cut short")
	}
	t.first = t.order.Uint64(data[8:])
	return t, nil
}

// tiffEntry is the value of a tag; less of it where the file ends before.
type tiffEntry struct {
	order binary.ByteOrder
	kind  uint16
	value []byte
}

// tiffSizes is the size in bytes of one value of each type.
var tiffSizes = map[uint16]uint64{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}

func (e tiffEntry) count() int {
	return len(e.value) / int(max(tiffSizes[e.kind], 1))
}

// at is the ith value of an entry of whole numbers.
func (e tiffEntry) at(i int) (uint64, bool) {
	if i >= e.count() {
		return 0, false
	}
	switch e.kind {
	case 1, 6, 7:
		return uint64(e.value[i]), true
	case 3, 8:
		return uint64(e.order.Uint16(e.value[2*i:])), true
	case 4, 9, 13:
		return uint64(e.order.Uint32(e.value[4*i:])), true
	case 16, 17, 18:
		return e.order.Uint64(e.value[8*i:]), true
	}
	return 0, false
}

// tiffIFD is a directory: what describes one page.
type tiffIFD map[uint16]tiffEntry

// number is the first value of a tag, or a default. One that no picture can
// have comes back as the largest that is safe to multiply by 32 bits.
func (d tiffIFD) number(tag uint16, otherwise int64) int64 {
	if v, ok := d[tag].at(0); ok {
		return int64(min(v, 1<<31))
	}
	return otherwise
}

func (d tiffIFD) has(tag uint16) bool { return d[tag].value != nil }

// bytesAt cuts a part out of the file, shorter where the file ends before.
func (t *tiffFile) bytesAt(offset, length uint64) []byte {
	size := uint64(len(t.data))
	if offset >= size {
		return nil
	}
	return t.data[offset : offset+min(length, size-offset)]
}

// directory returns where the entries at an offset begin and how many they
// are; 0 where there is no directory that can be read.
func (t *tiffFile) directory(offset uint64) (entries []byte, count int) {
	countSize, entrySize := uint64(2), uint64(12)
	if t.big {
		countSize, entrySize = 8, 20
	}
	head := t.bytesAt(offset, countSize)
	if uint64(len(head)) < countSize {
		return nil, 0
	}
	n := uint64(t.order.Uint16(head))
	if t.big {
		n = t.order.Uint64(head)
	}
	if n == 0 || n > maxEntries {
		return nil, 0
	}
	if entries = t.bytesAt(offset+countSize, n*entrySize); uint64(len(entries)) < n*entrySize {
		return nil, 0
	}
	return entries, int(n)
}

// next is the offset of the directory that follows the one at an offset; 0
// where it is the last.
func (t *tiffFile) next(offset uint64, count int) uint64 {
	if t.big {
		if link := t.bytesAt(offset+8+20*uint64(count), 8); len(link) == 8 {
			return t.order.Uint64(link)
		}
		return 0
	}
	if link := t.bytesAt(offset+2+12*uint64(count), 4); len(link) == 4 {
		return uint64(t.order.Uint32(link))
	}
	return 0
}

// ifd reads the directory at an offset. Of a tag that comes twice the first
// counts, as in libtiff; the order of the tags does not matter.
func (t *tiffFile) ifd(offset uint64) (d tiffIFD, count int) {
	entries, count := t.directory(offset)
	d = tiffIFD{}
	for i := range count {
		entry := entries[i*len(entries)/count:][:len(entries)/count]
		tag := t.order.Uint16(entry)
		if _, known := slices.BinarySearch(tiffTags, tag); !known || d.has(tag) {
			continue
		}
		d[tag] = t.entry(entry)
	}
	return d, count
}

func (t *tiffFile) entry(raw []byte) tiffEntry {
	e := tiffEntry{order: t.order, kind: t.order.Uint16(raw[2:])}
	inline := raw[8:]
	count := uint64(t.order.Uint32(raw[4:]))
	if t.big {
		inline, count = raw[12:], t.order.Uint64(raw[4:])
	}
	// No entry has more values than the file has bytes.
	length := min(count, uint64(len(t.data))) * tiffSizes[e.kind]
	switch {
	case length <= uint64(len(inline)):
		e.value = inline[:length]
	case t.big:
		e.value = t.bytesAt(t.order.Uint64(inline), length)
	default:
		e.value = t.bytesAt(uint64(t.order.Uint32(inline)), length)
	}
	return e
}

// chain follows the directories from the first on and returns their offsets,
// as many as libtiff would list: it stops at one that was seen before and at
// one that describes no picture. broken says that it did not end on its own.
func (t *tiffFile) chain() (offsets []uint64, broken error) {
	seen := map[uint64]bool{}
	work := 0
	for at := t.first; at != 0; {
		if seen[at] {
			return offsets, errors.New("tiff: the pages run in a circle")
		}
		seen[at] = true
		d, count := t.ifd(at)
		if count == 0 {
			return offsets, fmt.Errorf("tiff: directory %d cannot be read", len(offsets)+1)
		}
		if err := newTIFFPage(t, d).described(); err != nil {
			return offsets, fmt.Errorf("tiff: directory %d: %w", len(offsets)+1, err)
		}
		offsets = append(offsets, at)
		if work += count; work > maxChainWork {
			return offsets, errors.New("tiff: too many directories")
		}
		at = t.next(at, count)
	}
	return offsets, nil
}

func (t *tiffFile) page(offset uint64) *tiffPage {
	d, _ := t.ifd(offset)
	return newTIFFPage(t, d)
}

// inspectTIFF walks over the directories and settles the document where they
// alone decide; ok says that there are pages to decode.
func inspectTIFF(doc *Document, data []byte, lim Limits) (pages []*tiffPage, broken error, ok bool) {
	t, err := scanTIFF(data)
	if err != nil {
		doc.settle(Damaged, err.Error())
		return nil, nil, false
	}
	offsets, broken := t.chain()
	if len(offsets) == 0 {
		if broken == nil {
			broken = errors.New("tiff: no directory")
		}
		doc.settle(Damaged, broken.Error())
		return nil, nil, false
	}
	if doc.PageCount = len(offsets); doc.PageCount > lim.Pages {
		doc.passes(PageLimit, fmt.Sprintf("%d pages", doc.PageCount))
		return nil, nil, false
	}
	for _, offset := range offsets {
		p := t.page(offset)
		doc.addPage(p.width, p.height)
		if !doc.fits(p.width, p.height, data, lim, p.memory) {
			return nil, nil, false
		}
		if p.unsupported() == nil && p.work() > decodeBudget(lim) {
			doc.passes(TimeLimit, fmt.Sprintf("%d × %d pixels in %d blocks", p.width, p.height, p.across*p.down*p.planes))
			return nil, nil, false
		}
		pages = append(pages, p)
	}
	return pages, broken, true
}

// tiffDecodeWork is how many bytes of samples are decoded of one file for each
// pixel of the limit: a little more than a page at the limit in 16-bit colour
// takes. Of the pages beyond, opening checks only that their data is there: a
// long scanned file is sound for all that, and its time stays bounded.
const tiffDecodeWork = 7

func decodeBudget(lim Limits) int64 { return times(lim.Pixels, tiffDecodeWork) }

// openTIFF gives no picture: the file has several, and they are decoded again
// one by one where they are wanted.
func openTIFF(doc *Document, data []byte, lim Limits) image.Image {
	pages, broken, ok := inspectTIFF(doc, data, lim)
	if !ok {
		return nil
	}
	budget := decodeBudget(lim)
	found := map[pageState]int{}
	detail := broken
	for i, p := range pages {
		state, err := p.check(&budget, lim)
		found[state]++
		if err != nil && detail == nil {
			detail = fmt.Errorf("tiff: page %d: %w", i+1, err)
		}
	}
	switch {
	case found[pageNothing] == len(pages):
		doc.settle(Damaged, detail.Error())
	case broken != nil, found[pageNothing]+found[pagePart] > 0:
		doc.settle(Partial, detail.Error())
	case found[pageUnknown] > 0:
		doc.settle(Unsupported, detail.Error())
	default:
		doc.settle(Opened, "")
	}
	return nil
}

func decodeTIFF(data []byte, page int, lim Limits) (image.Image, error) {
	var doc Document
	pages, _, ok := inspectTIFF(&doc, data, lim)
	if !ok {
		return nil, doc.refusal()
	}
	if page < 0 || page >= len(pages) {
		return nil, fmt.Errorf("there are %d pages", len(pages))
	}
	p := pages[page]
	if err := p.unsupported(); err != nil {
		return nil, err
	}
	makeRoom(p.memory(), lim)
	img, rows, err := p.decode(lim)
	if rows > 0 {
		return img, nil
	}
	return nil, err
}
