package reader

import (
	"bytes"
	"image/color"
	"testing"
)

// jpegSegment is a marker with its length and body.
func jpegSegment(marker byte, body ...byte) []byte {
	n := len(body) + 2
	return append([]byte{0xff, marker, byte(n >> 8), byte(n)}, body...)
}

// progressiveJPEG is a grey picture in the given number of passes after the
// first, each of a few bytes: its Huffman codes have one bit, and one code ends
// 16384 blocks.
func progressiveJPEG(width, height, passes int) []byte {
	quantisers := append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)
	oneCode := func(class, value byte) []byte {
		return append(append([]byte{class, 1}, make([]byte, 15)...), value)
	}
	blocks := (width + 7) / 8 * ((height + 7) / 8)
	out := []byte{0xff, markerSOI}
	out = append(out, jpegSegment(0xdb, quantisers...)...)
	out = append(out, jpegSegment(progressive, 8, byte(height>>8), byte(height), byte(width>>8), byte(width), 1, 1, 0x11, 0)...)
	out = append(out, jpegSegment(markerDHT, oneCode(0x00, 0)...)...)
	out = append(out, jpegSegment(markerDHT, oneCode(0x10, 0xe0)...)...)
	for range passes {
		out = append(out, jpegSegment(markerSOS, 1, 1, 0, 1, 63, 0)...)
		out = append(out, make([]byte, (blocks/16384+1)*15/8+2)...)
	}
	return append(out, 0xff, markerEOI)
}

func TestOpenJPEG(t *testing.T) {
	whole := encodeJPEG(t, photo(160, 120))
	frame := bytes.Index(whole, []byte{0xff, 0xc0})
	scan := bytes.Index(whole, []byte{0xff, markerSOS})
	tables := bytes.Index(whole, []byte{0xff, 0xdb})
	data := scan + 2 + 12 // behind the header of a scan of three components
	half := data + (len(whole)-data)/2
	noHeight := changed(whole, frame+5, 0, 0)
	noHuffman := without(whole, bytes.Index(whole, []byte{0xff, markerDHT}), scan-bytes.Index(whole, []byte{0xff, markerDHT}))
	checkOpenings(t, JPEG, []opening{
		{"whole", whole, Opened},
		{"without its end mark", whole[:len(whole)-2], Opened},
		{"junk behind the end", append(bytes.Clone(whole), "junk\xff\xc9"...), Opened},
		{"junk between segments", with(whole, tables, 1, 2, 3), Opened},
		{"fill bytes before a marker", with(whole, tables, 0xff, 0xff), Opened},
		{"cut in the middle of the scan", whole[:half], Partial},
		{"cut one byte into the scan", whole[:data+1], Partial},
		{"holes in the scan", changed(whole, half, 0xff, 0xff, 0xff, markerRST0), Partial},
		{"cut before the scan begins", whole[:data], Damaged},
		{"cut in the frame header", whole[:frame+8], Damaged},
		{"cut before the frame header", whole[:frame], Damaged},
		{"start mark only", whole[:2], Damaged},
		{"tables only", append(bytes.Clone(whole[:frame]), 0xff, markerEOI), Damaged},
		{"no width", changed(whole, frame+7, 0, 0), Damaged},
		{"no height", noHeight, Damaged},
		{"height behind the scan", with(noHeight, len(whole)-2, jpegSegment(markerDNL, 0, 120)...), Unsupported},
		{"arithmetic coding", changed(whole, frame+1, 0xc9), Unsupported},
		{"lossless", changed(whole, frame+1, 0xc3), Unsupported},
		{"16 bits", changed(changed(whole, frame+1, 0xc1), frame+4, 16), Unsupported},
		{"odd sampling", changed(whole, frame+11, 0x31), Unsupported},
		{"repeated component", changed(whole, frame+13, 1), Unsupported},
		{"usual tables left out", noHuffman, Unsupported},
		{"progressive", progressiveJPEG(40, 30, 3), Opened},
		{"progressive without its end mark", progressiveJPEG(40, 30, 3)[:len(progressiveJPEG(40, 30, 3))-2], Partial},
	})
}

func TestJPEGPasses(t *testing.T) {
	const width, height = 2000, 2000
	most := maxScanWork / (width * height)
	for _, c := range []struct {
		passes int
		limit  Limit
	}{{most, ""}, {most + 1, TimeLimit}} {
		// Whether the passes are too many is decided before any is decoded.
		var doc Document
		_, ok := inspectJPEG(&doc, progressiveJPEG(width, height, c.passes), DefaultLimits())
		if ok != (c.limit == "") || doc.Limit != c.limit {
			t.Errorf("%d passes: limit %q (%s), want %q", c.passes, doc.Limit, doc.Detail, c.limit)
		}
	}
	if doc := openImage(JPEG, progressiveJPEG(100, 100, 5), DefaultLimits()); doc.State != Opened {
		t.Errorf("five passes: %s (%s)", doc.State, doc.Detail)
	}
}

func TestJPEGMemoryOfConvertedSamples(t *testing.T) {
	whole := encodeJPEG(t, photo(16, 16))
	adobe := with(whole, 2, jpegSegment(markerAPP14, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00")...)...)
	plain, converted := scanJPEG(whole), scanJPEG(adobe)
	if got := converted.memory() - plain.memory(); got != 16*16*4 {
		t.Errorf("an Adobe segment adds %d bytes, want 4 for each pixel", got)
	}
}

func TestDecodeJPEGWithoutEndMark(t *testing.T) {
	whole := encodeJPEG(t, photo(64, 48))
	want, err := decodeImage(JPEG, whole, 0, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodeImage(JPEG, whole[:len(whole)-2], 0, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	samePixels(t, got, want)
	if got.ColorModel() != color.YCbCrModel {
		t.Errorf("colour model %v", got.ColorModel())
	}
}

func FuzzOpenJPEG(f *testing.F) {
	whole := encodeJPEG(f, photo(40, 30))
	fuzzOpen(f, JPEG, whole, whole[:len(whole)/2], encodeJPEG(f, inGrey(photo(20, 9))), progressiveJPEG(40, 30, 2))
}

func BenchmarkOpenJPEG(b *testing.B) {
	data := encodeJPEG(b, photo(4000, 3000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if doc := openImage(JPEG, data, DefaultLimits()); doc.State != Opened {
			b.Fatal(doc.Detail)
		}
	}
}
