package reader

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math"
	"slices"
)

// JPEG markers, ITU-T T.81 table B.1.
const (
	markerTEM   = 0x01
	markerDHT   = 0xc4
	markerJPG   = 0xc8
	markerDAC   = 0xcc
	markerRST0  = 0xd0
	markerRST7  = 0xd7
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerDNL   = 0xdc
	markerAPP14 = 0xee
)

// progressive is the frame type of a JPEG that is sent in several passes over
// the whole picture.
const progressive = 0xc2

// maxScanWork bounds the samples of all the passes over a picture together. A
// pass of a few bytes may cover the whole of it, so that a small file could ask
// for days of work; the passes of an ordinary progressive photograph amount to
// about five times its samples.
const maxScanWork = 1_200_000_000

// jpegFrame is what the markers of a JPEG tell of its picture.
type jpegFrame struct {
	kind          byte // the SOF marker; 0 where there was none
	precision     byte
	width, height int64
	components    []jpegComponent
	adobe         bool  // has an Adobe segment: the samples may be RGB or CMYK
	linesLater    bool  // the height comes behind the first scan (DNL)
	restart       int   // blocks between two restart markers; 0 for none
	restartsAlone bool  // a pass over a component that has several blocks in a group has them
	passes        int64 // of one component each
	scanStart     int   // offset of the first compressed byte
	scanBytes     int   // compressed bytes of all scans
	scans         int
	heightAt      int  // offset of the two bytes of the height
	ended         bool // has its end marker
}

type jpegComponent struct {
	id   byte
	h, v int64 // sampling factors
}

// scanJPEG walks over the markers without decoding. It is as lenient as
// libjpeg: bytes between segments are passed over, and a segment that runs
// past the end of the file ends the walk.
func scanJPEG(data []byte) jpegFrame {
	var f jpegFrame
	for at := 2; ; {
		marker, next := nextMarker(data, at)
		if next < 0 {
			return f
		}
		at = next
		switch {
		case marker == markerEOI:
			f.ended = true
			return f
		case marker == markerTEM, markerRST0 <= marker && marker <= markerSOI:
			continue
		}
		if at+2 > len(data) {
			return f
		}
		length := int(data[at])<<8 | int(data[at+1])
		if length < 2 || at+length > len(data) {
			return f
		}
		if isFrame(marker) && f.kind == 0 {
			f.heightAt = at + 3 // behind the length and the precision
		}
		f.segment(marker, data[at+2:at+length])
		at += length
		if marker == markerSOS {
			at = f.scan(data, at)
		}
	}
}

// nextMarker returns the first marker from an offset on and the offset behind
// it, -1 where there is none.
func nextMarker(data []byte, at int) (byte, int) {
	for at < len(data) {
		skip := bytes.IndexByte(data[at:], 0xff)
		if skip < 0 {
			break
		}
		for at += skip; at < len(data) && data[at] == 0xff; at++ {
		}
		if at < len(data) && data[at] != 0 {
			return data[at], at + 1
		}
	}
	return 0, -1
}

func (f *jpegFrame) segment(marker byte, body []byte) {
	switch {
	case marker == markerSOS && len(body) > 0:
		f.passes += int64(body[0])
		f.restartsAlone = f.restartsAlone || f.restart > 0 && f.alone(body)
	case marker == markerDNL:
		f.linesLater = true
	case marker == markerDRI && len(body) >= 2:
		f.restart = int(body[0])<<8 | int(body[1])
	case marker == markerAPP14:
		f.adobe = f.adobe || bytes.HasPrefix(body, []byte("Adobe"))
	case isFrame(marker) && f.kind == 0:
		f.frame(marker, body)
	}
}

// alone reports whether a pass is over one component of several, one that has
// more than a block in each group.
func (f *jpegFrame) alone(header []byte) bool {
	if header[0] != 1 || len(header) < 2 || len(f.components) == 1 {
		return false
	}
	return slices.ContainsFunc(f.components, func(c jpegComponent) bool { return c.id == header[1] && c.h*c.v > 1 })
}

// isFrame reports whether a marker begins a frame (SOF).
func isFrame(marker byte) bool {
	switch marker {
	case markerDHT, markerJPG, markerDAC:
		return false
	}
	return 0xc0 <= marker && marker <= 0xcf
}

// frame reads a frame header (SOF), T.81 B.2.2. One that is too short for the
// components it announces is as good as none.
func (f *jpegFrame) frame(marker byte, body []byte) {
	if len(body) < 6 || len(body) < 6+3*int(body[5]) || body[5] == 0 {
		return
	}
	f.kind, f.precision = marker, body[0]
	f.height = int64(body[1])<<8 | int64(body[2])
	f.width = int64(body[3])<<8 | int64(body[4])
	for i := range int(body[5]) {
		c := body[6+3*i:]
		f.components = append(f.components, jpegComponent{id: c[0], h: int64(c[1] >> 4), v: int64(c[1] & 15)})
	}
}

// scan passes over the compressed bytes from an offset on and returns the
// offset of the marker that ends them.
func (f *jpegFrame) scan(data []byte, from int) int {
	if f.scanStart == 0 {
		f.scanStart = from
	}
	at := from
	for at < len(data) {
		skip := bytes.IndexByte(data[at:], 0xff)
		if skip < 0 || at+skip+1 >= len(data) {
			at = len(data)
			break
		}
		at += skip
		if m := data[at+1]; m != 0 && m != 0xff && (m < markerRST0 || m > markerRST7) {
			break
		}
		at++
		if data[at] != 0xff {
			at++
		}
	}
	f.scanBytes += at - from
	f.scans++
	return at
}

// supported reports whether the frame is decoded here, by image/jpeg or as a
// deep one.
func (f *jpegFrame) supported() bool { return f.usual() || f.deep() }

// usual reports whether the frame is one that image/jpeg decodes: baseline,
// extended or progressive Huffman coding of 8-bit samples. Where a pass over one
// component has restart markers, it takes them to count groups of its blocks
// and stops at the second.
func (f *jpegFrame) usual() bool {
	known := f.kind >= 0xc0 && f.kind <= progressive && f.precision == 8 && !f.restartsAlone
	n := len(f.components)
	return known && (n == 1 || n == 3 || n == 4) && f.height > 0
}

// samples counts the samples of all components, whole blocks being decoded.
func (f *jpegFrame) samples() int64 {
	var hMax, vMax int64 = 1, 1
	for _, c := range f.components {
		hMax, vMax = max(hMax, c.h), max(vMax, c.v)
	}
	units := times(roundUp(f.width, 8*hMax), roundUp(f.height, 8*vMax))
	var perUnit int64
	for _, c := range f.components {
		perUnit += 64 * max(c.h, 1) * max(c.v, 1)
	}
	return times(units, perUnit)
}

// memory is what decoding allocates: with image/jpeg the samples (twice where
// bands of them are put together), the coefficients of a progressive picture (4
// bytes each) until its last pass, and the converted pixels where the samples are
// not the usual luminance and colour.
func (f *jpegFrame) memory() int64 {
	if f.deep() {
		return f.deepMemory()
	}
	perSample := int64(1)
	if f.kind == progressive {
		perSample += 4
	}
	if f.restart > 0 && f.cuttable() {
		perSample *= 2 // the bands, then the whole
	}
	need := times(f.samples(), perSample)
	if converted := times(f.width*f.height, 4); len(f.components) == 4 || f.adobe || f.namedRGB() {
		need = min(need, math.MaxInt64-converted) + converted
	}
	return need
}

// work is how many samples all the passes go over, counting components as
// equal; an only pass over everything is never too much.
func (f *jpegFrame) work() int64 {
	components := int64(len(f.components))
	if f.passes <= components {
		return 0
	}
	return times(f.samples()/components, f.passes)
}

func (f *jpegFrame) namedRGB() bool {
	c := f.components
	return len(c) == 3 && c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B'
}

// inspectJPEG reads the markers and settles the document where they alone
// decide; ok says that there is something to decode.
func inspectJPEG(doc *Document, data []byte, lim Limits) (f jpegFrame, ok bool) {
	f = scanJPEG(data)
	if f.kind == 0 {
		doc.settle(Damaged, "jpeg: no frame header")
		return f, false
	}
	if f.width == 0 || f.height == 0 && !f.linesLater {
		doc.settle(Damaged, fmt.Sprintf("jpeg: %d × %d pixels", f.width, f.height))
		return f, false
	}
	doc.PageCount = 1
	doc.addPage(f.width, f.height)
	if !doc.fits(f.width, f.height, data, lim, f.memory) {
		return f, false
	}
	if f.scanBytes == 0 {
		doc.settle(Damaged, "jpeg: no image data")
		return f, false
	}
	if !f.supported() {
		doc.settle(Unsupported, fmt.Sprintf("jpeg: frame type %#x, %d bits, %d components", f.kind, f.precision, len(f.components)))
		return f, false
	}
	if f.work() > maxScanWork {
		doc.passes(TimeLimit, fmt.Sprintf("jpeg: %d passes over %d × %d pixels", f.passes, f.width, f.height))
		return f, false
	}
	makeRoom(f.memory(), lim)
	return f, true
}

func openJPEG(doc *Document, data []byte, lim Limits) image.Image {
	f, ok := inspectJPEG(doc, data, lim)
	if !ok {
		return nil
	}
	img, inScan, err := f.decode(data)
	var unsupported jpeg.UnsupportedError
	switch {
	case err == nil && (f.ended || f.kind != progressive):
		doc.settle(Opened, "")
	case err == nil:
		doc.settle(Partial, "jpeg: the last passes are missing")
	// What image/jpeg refuses before it has seen one compressed byte is a
	// header that it is stricter about than libjpeg.
	case errors.As(err, &unsupported), !inScan:
		doc.settle(Unsupported, err.Error())
	default:
		doc.settle(Partial, err.Error())
	}
	return img
}

func decodeJPEG(data []byte, page int, lim Limits) (image.Image, error) {
	if err := singlePage(page); err != nil {
		return nil, err
	}
	var doc Document
	f, ok := inspectJPEG(&doc, data, lim)
	if !ok {
		return nil, doc.refusal()
	}
	img, _, err := f.decode(data)
	return img, err
}

// decode gives the picture, and whether the decoder came as far as the
// compressed bytes. A missing end marker is supplied: libjpeg does so too, and
// all the pixels may well be there.
func (f *jpegFrame) decode(data []byte) (img image.Image, inScan bool, err error) {
	if f.deep() {
		img, err = decodeDeepJPEG(*f, data)
		return img, true, err
	}
	if img := f.decodeBands(data); img != nil {
		return img, true, nil
	}
	end := []byte{0xff, markerEOI}
	if f.ended {
		end = nil
	}
	scan := &touchedReader{r: io.MultiReader(bytes.NewReader(data[f.scanStart:]), bytes.NewReader(end))}
	img, err = jpeg.Decode(io.MultiReader(bytes.NewReader(data[:f.scanStart]), scan))
	return img, scan.touched, err
}

// touchedReader remembers whether anything was asked of it.
type touchedReader struct {
	r       io.Reader
	touched bool
}

func (t *touchedReader) Read(p []byte) (int, error) {
	t.touched = true
	return t.r.Read(p)
}
