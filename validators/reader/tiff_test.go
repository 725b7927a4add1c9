package reader

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/hhrutter/tiff"
	"github.com/klauspost/compress/zstd"
)

// tiffFixture is a page built by hand. What is left zero is 40 × 30 pixels of
// 8 bits in one strip, not compressed.
type tiffFixture struct {
	width, height, depth, compression, photometric, samples uint32
	blocks                                                  [][]byte
	more                                                    map[uint16][]uint32 // further tags, or other values; nil: left out
}

// tiffLayout is how the file around the pages is written.
type tiffLayout struct {
	order interface {
		binary.ByteOrder
		binary.AppendByteOrder
	}
	big bool
}

func buildTIFF(pages ...tiffFixture) []byte {
	return tiffLayout{order: binary.LittleEndian}.build(pages...)
}

func (l tiffLayout) offset(out []byte, v uint32) []byte {
	if l.big {
		return l.order.AppendUint64(out, uint64(v))
	}
	return l.order.AppendUint32(out, v)
}

// build writes each page's blocks, then its directory, linked from the one
// before.
func (l tiffLayout) build(pages ...tiffFixture) []byte {
	mark := map[bool]string{true: "MM", false: "II"}[l.order.String() == "BigEndian"]
	out := []byte(mark)
	if l.big {
		out = l.order.AppendUint16(l.order.AppendUint16(l.order.AppendUint16(out, 43), 8), 0)
	} else {
		out = l.order.AppendUint16(out, 42)
	}
	link := len(out)
	out = l.offset(out, 0)
	for _, page := range pages {
		tags := page.tags(len(out))
		for _, block := range page.blocks {
			out = append(out, block...)
		}
		// Values that do not fit in their entry come before the directory.
		inline := map[uint16][]byte{}
		for tag, values := range tags {
			var raw []byte
			for _, v := range values {
				raw = l.order.AppendUint32(raw, v)
			}
			if len(raw) > len(l.offset(nil, 0)) {
				at := uint32(len(out))
				out = append(out, raw...)
				raw = l.offset(nil, at)
			}
			inline[tag] = append(raw, make([]byte, 8)...)[:len(l.offset(nil, 0))]
		}
		copy(out[link:], l.offset(nil, uint32(len(out))))
		if l.big {
			out = l.order.AppendUint64(out, uint64(len(tags)))
		} else {
			out = l.order.AppendUint16(out, uint16(len(tags)))
		}
		for _, tag := range slices.Sorted(maps.Keys(tags)) {
			out = l.order.AppendUint16(l.order.AppendUint16(out, tag), 4)
			out = append(l.offset(out, uint32(len(tags[tag]))), inline[tag]...)
		}
		link = len(out)
		out = l.offset(out, 0)
	}
	return out
}

// tags completes the page's tags; its blocks begin at an offset.
func (p tiffFixture) tags(at int) map[uint16][]uint32 {
	or := func(v, otherwise uint32) uint32 {
		if v == 0 {
			return otherwise
		}
		return v
	}
	tags := map[uint16][]uint32{
		tagWidth: {or(p.width, 40)}, tagHeight: {or(p.height, 30)}, tagBits: {or(p.depth, 8)},
		tagCompression: {or(p.compression, tiffRaw)}, tagPhotometric: {p.photometric}, tagSamples: {or(p.samples, 1)},
		tagStripOffsets: nil, tagStripByteCounts: nil,
	}
	for _, block := range p.blocks {
		tags[tagStripOffsets] = append(tags[tagStripOffsets], uint32(at))
		tags[tagStripByteCounts] = append(tags[tagStripByteCounts], uint32(len(block)))
		at += len(block)
	}
	maps.Copy(tags, p.more)
	maps.DeleteFunc(tags, func(_ uint16, values []uint32) bool { return values == nil })
	return tags
}

// packed writes samples of any depth, high bits first, each row to a byte.
func packed(samples []uint32, perRow int, depth int) (out []byte) {
	for row := range slices.Chunk(samples, perRow) {
		var bits []byte
		for _, v := range row {
			for b := depth - 1; b >= 0; b-- {
				bits = append(bits, byte(v>>b&1))
			}
		}
		for octet := range slices.Chunk(bits, 8) {
			var v byte
			for i, b := range octet {
				v |= b << (7 - i)
			}
			out = append(out, v)
		}
	}
	return out
}

func TestTIFFPages(t *testing.T) {
	page := tiffFixture{photometric: tiffBlackIsZero, blocks: [][]byte{make([]byte, 1200)}}
	for _, layout := range []tiffLayout{
		{binary.LittleEndian, false}, {binary.BigEndian, false}, {binary.LittleEndian, true}, {binary.BigEndian, true},
	} {
		for n := 1; n <= 3; n++ {
			t.Run(fmt.Sprintf("%d pages, %v, big %v", n, layout.order, layout.big), func(t *testing.T) {
				pages := slices.Repeat([]tiffFixture{page}, n)
				pages[n-1].height, pages[n-1].blocks = 10, [][]byte{make([]byte, 400)}
				doc := openImage(TIFF, layout.build(pages...), DefaultLimits())
				if doc.State != Opened || doc.PageCount != n || len(doc.Pages) != n {
					t.Fatalf("%s, %d pages, %d described: %s", doc.State, doc.PageCount, len(doc.Pages), doc.Detail)
				}
				if last := doc.Pages[n-1]; last.Width != 40 || last.Height != 10 {
					t.Errorf("the last page is %v, want 40 × 10", last)
				}
			})
		}
	}
}

func TestTIFFPageLimit(t *testing.T) {
	data := buildTIFF(slices.Repeat([]tiffFixture{{width: 1, height: 1, blocks: [][]byte{{0}}}}, 5)...)
	for _, c := range []struct {
		pages int
		limit Limit
	}{{5, ""}, {4, PageLimit}} {
		lim := DefaultLimits()
		lim.Pages = c.pages
		if doc := openImage(TIFF, data, lim); doc.Limit != c.limit || doc.PageCount != 5 {
			t.Errorf("limit of %d: %q with %d pages, want %q with 5", c.pages, doc.Limit, doc.PageCount, c.limit)
		}
	}
}

// A page too large is found wherever it stands, and the pages are counted all
// the same.
func TestTIFFLargePage(t *testing.T) {
	small, large := tiffFixture{blocks: [][]byte{make([]byte, 1200)}}, tiffFixture{width: 20000, height: 20000, blocks: [][]byte{{0}}}
	doc := openImage(TIFF, buildTIFF(small, large, small), DefaultLimits())
	if doc.State != OverLimit || doc.Limit != PixelLimit || doc.PageCount != 3 {
		t.Errorf("%s %q with %d pages", doc.State, doc.Limit, doc.PageCount)
	}
}

func TestOpenTIFF(t *testing.T) {
	strips := tiffFixture{photometric: tiffBlackIsZero, blocks: [][]byte{make([]byte, 400), make([]byte, 400), make([]byte, 400)}, more: map[uint16][]uint32{tagRowsPerStrip: {10}}}
	vary := func(change func(*tiffFixture)) tiffFixture {
		p := strips
		p.more = maps.Clone(p.more)
		change(&p)
		return p
	}
	set := func(tag uint16, values ...uint32) []byte {
		return buildTIFF(vary(func(p *tiffFixture) { p.more[tag] = values }))
	}
	whole := buildTIFF(strips)
	two := buildTIFF(strips, strips)
	// The second page's directory ends with 9 entries and the last link.
	second := len(two) - 4 - 9*12 - 2
	circle := changed(two, len(two)-4, two[4:8]...)
	deflate := func(data []byte) []byte {
		return buildTIFF(tiffFixture{photometric: tiffBlackIsZero, compression: tiffDeflate, blocks: [][]byte{data}})
	}
	squeezed := zlibStream(bytes.Repeat([]byte{1, 2, 3, 4, 5}, 240))
	checkOpenings(t, TIFF, []opening{
		{"whole", whole, Opened},
		{"junk behind the end", append(bytes.Clone(whole), "junk"...), Opened},
		{"sizes of the strips wrong", set(tagStripByteCounts, 1, 2, 3), Opened},
		{"size of the only strip left out", buildTIFF(tiffFixture{blocks: [][]byte{make([]byte, 1200)}, more: map[uint16][]uint32{tagStripByteCounts: nil}}), Opened},
		{"compressed", deflate(squeezed), Opened},
		{"compressed, without its checksum", deflate(squeezed[:len(squeezed)-4]), Opened},
		{"compressed and cut", deflate(squeezed[:len(squeezed)/2]), Partial},
		{"a strip outside the file", set(tagStripOffsets, 8, 8, 1<<30), Partial},
		{"a strip that is not listed", set(tagStripOffsets, 8, 8), Partial},
		{"pages in a circle", circle, Partial},
		{"second directory outside the file", changed(two, int(binary.LittleEndian.Uint32(two[4:]))+2+9*12, 0xff, 0xff, 0xff, 0x7f), Partial},
		{"second directory cut short", two[:second+20], Partial},
		{"second directory without entries", changed(two, second, 0, 0), Partial},
		{"all strips outside the file", set(tagStripOffsets, 1<<30, 1<<30, 1<<30), Damaged},
		{"compressed, of which nothing is left", deflate([]byte{1, 2, 3}), Damaged},
		{"no strips", set(tagStripOffsets), Damaged},
		{"no sizes of several strips", set(tagStripByteCounts), Damaged},
		{"no width", set(tagWidth, 0), Damaged},
		{"no height", set(tagHeight, 0), Damaged},
		{"no palette", buildTIFF(tiffFixture{photometric: tiffPalette, depth: 4, blocks: [][]byte{make([]byte, 1200)}}), Damaged},
		{"header only", whole[:8], Damaged},
		{"cut in the header", whole[:6], Damaged},
		{"first directory outside the file", changed(whole, 4, 0xff, 0xff, 0xff, 0x7f), Damaged},
		{"no directory", changed(whole, 4, 0, 0, 0, 0), Damaged},
		{"Lab colours", set(tagPhotometric, 8), Unsupported},
		{"floating point", set(tagSampleFormat, 3), Unsupported},
		{"64 bits", set(tagBits, 64), Unsupported},
		{"old JPEG", set(tagCompression, tiffOldJPEG), Unsupported},
		{"unknown compression", set(tagCompression, 50001), Unsupported},
		{"Zstandard that is none", buildTIFF(tiffFixture{compression: tiffZstd, blocks: [][]byte{{1, 2, 3, 4, 5}}}), Damaged},
		{"unknown predictor", buildTIFF(tiffFixture{compression: tiffDeflate, blocks: [][]byte{squeezed}, more: map[uint16][]uint32{tagPredictor: {3}}}), Unsupported},
		{"fax that ends early", buildTIFF(tiffFixture{depth: 1, compression: tiffG3, blocks: [][]byte{{0, 1}}, more: map[uint16][]uint32{tagT4Options: {1}}}), Unsupported},
		{"fax that is none", buildTIFF(tiffFixture{depth: 1, compression: tiffG4, blocks: [][]byte{{0, 0, 0}}}), Unsupported},
		{"LZW from before 1988", buildTIFF(tiffFixture{compression: tiffLZW, blocks: [][]byte{{0, 1, 2}}}), Unsupported},
	})
}

// The directories in a circle are counted once each, as tiffinfo does.
func TestTIFFCircle(t *testing.T) {
	page := tiffFixture{blocks: [][]byte{make([]byte, 1200)}}
	three := buildTIFF(page, page, page)
	first := binary.LittleEndian.Uint32(three[4:])
	doc := openImage(TIFF, changed(three, len(three)-4, le32(first)...), DefaultLimits())
	if doc.PageCount != 3 {
		t.Errorf("%d pages, want 3", doc.PageCount)
	}
}

func TestDecodeTIFFVariants(t *testing.T) {
	// 5 × 4 pixels in 16 steps of grey.
	want := image.NewGray(image.Rect(0, 0, 5, 4))
	var steps []uint32
	for i := range want.Pix {
		steps = append(steps, uint32(i%16))
		want.Pix[i] = uint8(i % 16 * 17)
	}
	scaled := func(by, depth int) []byte {
		out := slices.Clone(steps)
		for i := range out {
			out[i] *= uint32(by)
		}
		return packed(out, 5, depth)
	}
	page := func(depth uint32, blocks ...[]byte) tiffFixture {
		return tiffFixture{width: 5, height: 4, depth: depth, photometric: tiffBlackIsZero, blocks: blocks}
	}
	vary := func(p tiffFixture, change func(*tiffFixture)) tiffFixture {
		p.more = map[uint16][]uint32{}
		change(&p)
		return p
	}
	inverted := bytes.Clone(want.Pix)
	reversed := bytes.Clone(scaled(1, 4))
	colours, planes, cmyk := []byte{}, make([]byte, 60), []byte{}
	for i, v := range want.Pix {
		inverted[i] = 255 - v
		colours = append(colours, v, v, v)
		planes[i], planes[20+i], planes[40+i] = v, v, v
		cmyk = append(cmyk, 0, 0, 0, 255-v)
	}
	for i, v := range reversed {
		for bit := range 8 {
			reversed[i] = reversed[i]&^(1<<bit) | v>>(7-bit)&1<<bit
		}
	}
	differences := bytes.Clone(want.Pix)
	for i := len(differences) - 1; i >= 0; i-- {
		if i%5 != 0 {
			differences[i] -= differences[i-1]
		}
	}
	palette := make([]uint32, 3*16)
	for i := range palette {
		palette[i] = uint32(i%16*17) << 8
	}
	tile := make([]byte, 16*16)
	for y := range 4 {
		copy(tile[16*y:], want.Pix[5*y:5*y+5])
	}
	runs := []byte{0x80}
	for _, v := range want.Pix {
		runs = append(runs, 0, v)
	}
	cases := map[string]tiffFixture{
		"4 bits":                page(4, scaled(1, 4)),
		"8 bits":                page(8, want.Pix),
		"12 bits":               page(12, scaled(273, 12)),
		"16 bits":               page(16, scaled(4369, 16)),
		"white is zero":         vary(page(8, inverted), func(p *tiffFixture) { p.photometric = tiffWhiteIsZero }),
		"low bits first":        vary(page(4, reversed), func(p *tiffFixture) { p.more[tagFillOrder] = []uint32{2} }),
		"one strip a row":       vary(page(8, want.Pix[:5], want.Pix[5:10], want.Pix[10:15], want.Pix[15:]), func(p *tiffFixture) { p.more[tagRowsPerStrip] = []uint32{1} }),
		"last strip short":      vary(page(8, want.Pix[:15], want.Pix[15:]), func(p *tiffFixture) { p.more[tagRowsPerStrip] = []uint32{3} }),
		"deflate":               vary(page(8, zlibStream(want.Pix)), func(p *tiffFixture) { p.compression = tiffDeflate }),
		"deflated differences":  vary(page(8, zlibStream(differences)), func(p *tiffFixture) { p.compression, p.more[tagPredictor] = tiffOldDeflate, []uint32{2} }),
		"Zstandard":             vary(page(8, zstdOf(want.Pix)), func(p *tiffFixture) { p.compression = tiffZstd }),
		"PackBits":              vary(page(8, runs), func(p *tiffFixture) { p.compression = tiffPackBits }),
		"palette":               vary(page(4, scaled(1, 4)), func(p *tiffFixture) { p.photometric, p.more[tagColourMap] = tiffPalette, palette }),
		"RGB":                   vary(page(8, colours), func(p *tiffFixture) { p.photometric, p.samples = tiffRGB, 3 }),
		"RGB in planes":         vary(page(8, planes[:20], planes[20:40], planes[40:]), func(p *tiffFixture) { p.photometric, p.samples, p.more[tagPlanar] = tiffRGB, 3, []uint32{2} }),
		"CMYK":                  vary(page(8, cmyk), func(p *tiffFixture) { p.photometric, p.samples = tiffCMYK, 4 }),
		"a tile":                vary(page(8, tile), func(p *tiffFixture) { p.more[tagTileWidth], p.more[tagTileHeight] = []uint32{16}, []uint32{16} }),
		"grey beside a channel": vary(page(8, packed(slices.Concat(steps, steps), 40, 8)), func(p *tiffFixture) { p.samples = 2; p.blocks[0] = interleave(want.Pix) }),
	}
	for name, p := range cases {
		t.Run(name, func(t *testing.T) {
			data := tiffLayout{order: binary.BigEndian}.build(p)
			doc := openImage(TIFF, data, DefaultLimits())
			if doc.State != Opened {
				t.Fatalf("%s: %s", doc.State, doc.Detail)
			}
			got, err := decodeImage(TIFF, data, 0, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			samePixels(t, got, want)
		})
	}
}

// interleave puts a second sample of no meaning beside each.
func interleave(samples []byte) (out []byte) {
	for _, v := range samples {
		out = append(out, v, 77)
	}
	return out
}

// In fax coding of 1 bit a set bit repeats the line above, which for the first
// is white.
func TestDecodeTIFFFax(t *testing.T) {
	for photometric, want := range map[uint32]uint8{tiffWhiteIsZero: 255, tiffBlackIsZero: 0} {
		data := buildTIFF(tiffFixture{width: 8, height: 8, depth: 1, compression: tiffG4, photometric: photometric, blocks: [][]byte{{0xff}}})
		img, err := decodeImage(TIFF, data, 0, DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if got := img.(*image.Gray).GrayAt(7, 7).Y; got != want {
			t.Errorf("colour model %d: a white run is %d, want %d", photometric, got, want)
		}
	}
}

// One row of 3 white pixels and 5 black ones, then one like it: in each of the
// codings, of which the words are given.
func TestDecodeTIFFFaxCodings(t *testing.T) {
	const mark, white3, black5, like = "000000000001", "1000", "0011", "1" + "1"
	want := image.NewGray(image.Rect(0, 0, 8, 2))
	for i := range want.Pix {
		want.Pix[i] = map[bool]uint8{true: 255}[i%8 < 3]
	}
	for name, c := range map[string]struct {
		compression uint32
		options     uint32
		words       string
	}{
		"Group 4":                           {tiffG4, 0, "001" + white3 + black5 + like + "1" + mark + mark},
		"Group 3":                           {tiffG3, 0, mark + white3 + black5 + mark + white3 + black5},
		"Group 3, marks filled up":          {tiffG3, 4, "0000" + mark + white3 + black5 + "00000000" + mark + white3 + black5},
		"Group 3, the second row described": {tiffG3, 1, mark + "1" + white3 + black5 + mark + "0" + like},
		"rows of bytes":                     {tiffFaxRows, 0, white3 + black5 + white3 + black5},
	} {
		t.Run(name, func(t *testing.T) {
			var block []byte
			for at := 0; at < len(c.words); at += 8 {
				octet, err := strconv.ParseUint((c.words[at:] + "0000000")[:8], 2, 8)
				if err != nil {
					t.Fatal(err)
				}
				block = append(block, byte(octet))
			}
			p := tiffFixture{width: 8, height: 2, depth: 1, compression: c.compression, photometric: tiffWhiteIsZero, blocks: [][]byte{block}, more: map[uint16][]uint32{tagT4Options: {c.options}}}
			samePixels(t, decodedTIFF(t, tiffLayout{binary.LittleEndian, false}, p), want)
		})
	}
}

func TestDecodeTIFFOfJPEG(t *testing.T) {
	whole := encodeJPEG(t, photo(40, 30))
	tables := bytes.Index(whole, []byte{0xff, 0xdb})
	frame := bytes.Index(whole, []byte{0xff, 0xc0})
	page := tiffFixture{compression: tiffJPEG, photometric: tiffYCbCr, samples: 3, blocks: [][]byte{whole}}
	// The JPEG is decoded by the same library either way: to the pixel.
	jpg, err := decodeImage(JPEG, whole, 0, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := image.NewRGBA(jpg.Bounds())
	for y := range 30 {
		for x := range 40 {
			want.Set(x, y, color.RGBAModel.Convert(jpg.At(x, y)))
		}
	}
	got, err := decodeImage(TIFF, buildTIFF(page), 0, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	samePixels(t, got, want)

	oversized := page
	oversized.blocks = [][]byte{encodeJPEG(t, photo(400, 300))}
	notJPEG := page
	notJPEG.blocks = [][]byte{encodePNG(t, photo(40, 30))}
	halved := page
	halved.blocks = [][]byte{whole[:len(whole)/2]}
	halved.more = map[uint16][]uint32{tagRowsPerStrip: {1 << 30}}
	passes := page
	passes.blocks = [][]byte{progressiveJPEG(40, 30, 2)}
	inks := page
	inks.photometric, inks.samples, inks.blocks = tiffCMYK, 4, [][]byte{inkJPEG(40, 30)}
	tooMany := page
	tooMany.blocks = inks.blocks
	checkOpenings(t, TIFF, []opening{
		{"whole", buildTIFF(page), Opened},
		{"tables left out", buildTIFF(tiffFixture{compression: tiffJPEG, photometric: tiffYCbCr, samples: 3, blocks: [][]byte{without(whole, tables, frame-tables)}}), Opened},
		{"larger than its page", buildTIFF(oversized), Damaged},
		{"another kind of picture", buildTIFF(notJPEG), Damaged},
		{"second strip cut", buildTIFF(page, halved), Partial},
		{"progressive", buildTIFF(passes), Opened},
		{"four inks", buildTIFF(inks), Opened},
		{"four inks for three colours", buildTIFF(tooMany), Damaged},
	})
}

// What another library writes reads as it was.
func TestDecodeTIFFAsWritten(t *testing.T) {
	colour := photo(37, 21)
	bilevel := image.NewPaletted(colour.Bounds(), color.Palette{color.White, color.Black})
	for i := range bilevel.Pix {
		bilevel.Pix[i] = uint8(i * i % 2)
	}
	pictures := []image.Image{colour, inGrey(colour), bilevel}
	for _, compression := range []tiff.CompressionType{tiff.Uncompressed, tiff.Deflate, tiff.LZW} {
		for _, predictor := range []bool{false, true} {
			for i, want := range pictures {
				t.Run(fmt.Sprintf("%v, predictor %v, picture %d", compression, predictor, i), func(t *testing.T) {
					var out bytes.Buffer
					if err := tiff.Encode(&out, want, &tiff.Options{Compression: compression, Predictor: predictor}); err != nil {
						t.Fatal(err)
					}
					got, err := decodeImage(TIFF, out.Bytes(), 0, DefaultLimits())
					if err != nil {
						t.Fatal(err)
					}
					samePixels(t, got, want)
				})
			}
		}
	}
}

func TestDecodeTIFFPages(t *testing.T) {
	pages := []image.Image{inGrey(photo(10, 10)), inGrey(photo(20, 5)), inGrey(photo(7, 9))}
	var fixtures []tiffFixture
	for _, page := range pages {
		size := page.Bounds().Size()
		fixtures = append(fixtures, tiffFixture{width: uint32(size.X), height: uint32(size.Y), photometric: tiffBlackIsZero, blocks: [][]byte{page.(*image.Gray).Pix}})
	}
	data := buildTIFF(fixtures...)
	for n, want := range pages {
		got, err := decodeImage(TIFF, data, n, DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		samePixels(t, got, want)
	}
}

// Pages beyond the budget of work are not decoded: one with bad data passes
// for sound there, one that lacks its data does not.
func TestTIFFWorkBudget(t *testing.T) {
	sound := tiffFixture{width: 100, height: 100, blocks: [][]byte{make([]byte, 10000)}}
	corrupt := tiffFixture{width: 100, height: 100, compression: tiffDeflate, blocks: [][]byte{{1, 2, 3}}}
	missing := sound
	missing.more = map[uint16][]uint32{tagStripOffsets: {1 << 30}}
	for _, c := range []struct {
		name  string
		page  tiffFixture
		pages int // sound ones before it
		state State
	}{
		{"corrupt, within", corrupt, 1, Partial},
		{"corrupt, beyond", corrupt, 40, Opened},
		{"missing, beyond", missing, 40, Partial},
	} {
		lim := DefaultLimits()
		lim.Pixels = 10000
		// Each page takes 10 000 samples and the beginning of one block: the
		// budget of 70 000 lasts for four of them.
		data := buildTIFF(append(slices.Repeat([]tiffFixture{sound}, c.pages), c.page)...)
		if doc := openImage(TIFF, data, lim); doc.State != c.state {
			t.Errorf("%s: %s (%s), want %s", c.name, doc.State, doc.Detail, c.state)
		}
	}
}

// One page that takes more than the budget is not for us: 14 strips of 90 × 7
// pixels take 8820 samples, and 4096 for each strip, out of 70 000; 15 strips
// take 70 890.
func TestTIFFPageBeyondBudget(t *testing.T) {
	lim := DefaultLimits()
	lim.Pixels = 10000
	for strips, limit := range map[int]Limit{14: "", 15: TimeLimit} {
		page := tiffFixture{
			width: 90, height: uint32(7 * strips), more: map[uint16][]uint32{tagRowsPerStrip: {7}},
			blocks: slices.Repeat([][]byte{make([]byte, 90*7)}, strips),
		}
		if doc := openImage(TIFF, buildTIFF(page), lim); doc.Limit != limit {
			t.Errorf("%d strips: %s %q (%s), want %q", strips, doc.State, doc.Limit, doc.Detail, limit)
		}
	}
}

func FuzzOpenTIFF(f *testing.F) {
	page := tiffFixture{width: 8, height: 4, photometric: tiffBlackIsZero, blocks: [][]byte{make([]byte, 16), make([]byte, 16)}, more: map[uint16][]uint32{tagRowsPerStrip: {2}}}
	seeds := [][]byte{
		buildTIFF(page), buildTIFF(page, page),
		tiffLayout{binary.BigEndian, true}.build(page),
		buildTIFF(tiffFixture{width: 8, height: 8, depth: 1, compression: tiffG4, blocks: [][]byte{{0xff}}}),
		buildTIFF(tiffFixture{width: 8, height: 8, compression: tiffPackBits, blocks: [][]byte{{0xc1, 3}}}),
		buildTIFF(tiffFixture{width: 8, height: 8, compression: tiffDeflate, blocks: [][]byte{zlibStream(make([]byte, 64))}, more: map[uint16][]uint32{tagPredictor: {2}}}),
		buildTIFF(tiffFixture{width: 16, height: 16, compression: tiffJPEG, photometric: tiffYCbCr, samples: 3, blocks: [][]byte{encodeJPEG(f, photo(16, 16))}}),
		buildTIFF(tiffFixture{width: 8, height: 8, photometric: tiffRGB, samples: 3, blocks: [][]byte{make([]byte, 64), make([]byte, 64), make([]byte, 64)}, more: map[uint16][]uint32{tagPlanar: {2}}}),
	}
	for _, more := range []tiffFixture{
		{width: 8, height: 8, depth: 1, compression: tiffG3, blocks: [][]byte{{0, 0x11, 0x98}}, more: map[uint16][]uint32{tagT4Options: {1}}},
		{width: 8, height: 4, photometric: tiffYCbCr, samples: 3, blocks: [][]byte{make([]byte, 48)}},
		{width: 4, height: 4, photometric: tiffLab, samples: 3, blocks: [][]byte{make([]byte, 48)}},
		{width: 4, height: 4, depth: 32, compression: tiffDeflate, blocks: [][]byte{zlibStream(make([]byte, 64))}, more: map[uint16][]uint32{tagPredictor: {3}, tagSampleFormat: {3}}},
		{width: 16, height: 16, compression: tiffOldJPEG, photometric: tiffYCbCr, samples: 3, blocks: [][]byte{encodeJPEG(f, photo(16, 16))}},
		{width: 16, height: 16, compression: tiffJPEG, photometric: tiffCMYK, samples: 4, blocks: [][]byte{inkJPEG(16, 16)}},
	} {
		seeds = append(seeds, buildTIFF(more))
	}
	var lzw bytes.Buffer
	if err := tiff.Encode(&lzw, inGrey(photo(8, 8)), &tiff.Options{Compression: tiff.LZW}); err != nil {
		f.Fatal(err)
	}
	fuzzOpen(f, TIFF, append(seeds, lzw.Bytes())...)
}

func zstdOf(data []byte) []byte {
	w, _ := zstd.NewWriter(nil) // without options, it never fails
	return w.EncodeAll(data, nil)
}
