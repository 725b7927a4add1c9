package pdfedit

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
)

// inks is how many components a pixel has in the spaces of printing.
const inks = 4

var errInks = errors.New("the parts of a JPEG are not where they should be")

// inksOf returns the samples of a JPEG of four components as a PDF has them,
// before Decode, in the place of those of the picture.
func inksOf(img *image.CMYK) []byte {
	// Go gives ink, whichever way round Adobe's programs wrote it.
	size := img.Rect.Size()
	samples := img.Pix[:0]
	for y := range size.Y {
		for _, ink := range img.Pix[y*img.Stride:][:inks*size.X] {
			samples = append(samples, 255-ink)
		}
	}
	return samples
}

// withTransform says of a JPEG of four components that does not that they are
// kept as they are, which is what a PDF takes them for.
func withTransform(data []byte) []byte {
	if bytes.Contains(data[:min(len(data), 64<<10)], []byte("\xff\xee\x00\x0eAdobe")) || len(data) < 2 {
		return data
	}
	adobe := []byte("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00")
	return bytes.Join([][]byte{data[:2], adobe, data[2:]}, nil)
}

// encodedInks packs samples of four components as a JPEG that says nothing of
// their colours: each is packed by itself, and their blocks then put beside each
// other, which changes no bit of any block.
func encodedInks(samples []byte, size image.Point, quality int) ([]byte, error) {
	var heads [inks][]byte
	var scans [inks]bitReader
	single := image.NewGray(image.Rectangle{Max: size})
	for c := range inks {
		for i := range single.Pix {
			single.Pix[i] = samples[inks*i+c]
		}
		var packed bytes.Buffer
		if err := jpeg.Encode(&packed, single, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		var scan []byte
		if heads[c], scan = splitJPEG(packed.Bytes()); !bytes.Equal(heads[c], heads[0]) {
			return nil, errInks // packed in other ways than the first
		}
		scans[c].data = bytes.ReplaceAll(scan, []byte{0xff, 0}, []byte{0xff})
	}
	codes := codesOf(heads[0])
	if codes[0] == nil || codes[1] == nil {
		return nil, errInks
	}
	out := bitWriter{out: heads[0]}
	for range (size.X + 7) / 8 * ((size.Y + 7) / 8) {
		for c := range scans {
			if !out.block(&scans[c], codes) {
				return nil, errInks
			}
		}
	}
	return append(out.end(), 0xff, 0xd9), nil
}

// splitJPEG returns what stands before the samples of a grey JPEG of one scan,
// made to speak of four components in it, and its samples; nil where it is not
// one.
//
// Source: ITU-T T.81, B.2.
func splitJPEG(data []byte) (head, scan []byte) {
	head = append(head, data[:2]...)
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if end > len(data) {
			break
		}
		switch segment := data[at:end]; segment[1] {
		case 0xc0:
			const sides = 9 // up to the sides, the first of which the precision precedes
			head = append(head, 0xff, 0xc0, 0, 8+3*inks)
			head = append(append(head, segment[4:sides]...), inks)
			for c := range inks {
				head = append(head, byte(c+1), 0x11, 0)
			}
		case 0xda:
			head = append(head, 0xff, 0xda, 0, 6+2*inks, inks)
			for c := range inks {
				head = append(head, byte(c+1), 0)
			}
			return append(head, 0, 63, 0), data[end : len(data)-2]
		default:
			head = append(head, segment...)
		}
		at = end
	}
	return nil, nil
}

// codeTable tells of 16 bits how many of them are the code that they begin
// with, and what it stands for; 0 for none.
type codeTable []struct{ length, value uint8 }

// codesOf reads the codes of the first components: those of the mean of a
// block, and those of the rest of it; nil where they are not there.
//
// Source: ITU-T T.81, B.2.4.2.
func codesOf(head []byte) (codes [2]codeTable) {
	const counts = 17 // bytes, that which says what the codes are for included
	for at := 2; at+4 <= len(head) && head[at] == 0xff; {
		end := at + 2 + int(binary.BigEndian.Uint16(head[at+2:]))
		if end > len(head) {
			break
		}
		for body := head[at+4 : end]; head[at+1] == 0xc4 && len(body) >= counts; {
			table, values := newCodeTable(body[1:counts], body[counts:])
			if class := body[0] >> 4; class < 2 && body[0]&0xf == 0 {
				codes[class] = table
			}
			body = body[counts+values:]
		}
		at = end
	}
	return codes
}

// newCodeTable numbers codes from the shortest on, and tells how many values it
// took.
//
// Source: ITU-T T.81, annex C.
func newCodeTable(counts, values []byte) (table codeTable, taken int) {
	table = make(codeTable, 1<<16)
	next := 0
	for i, count := range counts {
		span := len(table) >> (i + 1) // how many sixteen bits begin with a code
		for range count {
			if taken == len(values) || next+span > len(table) {
				return nil, taken
			}
			for j := range span {
				table[next+j].length, table[next+j].value = uint8(i+1), values[taken]
			}
			next, taken = next+span, taken+1
		}
	}
	return table, taken
}

// bitReader reads samples whose bytes of all ones have nothing behind them.
type bitReader struct {
	data []byte
	held uint64 // the next bits, the first one on top
	bits int    // how many of them
}

func (r *bitReader) fill() {
	for r.bits <= 56 {
		var next uint64
		if len(r.data) > 0 {
			next, r.data = uint64(r.data[0]), r.data[1:]
		}
		r.held |= next << (56 - r.bits)
		r.bits += 8
	}
}

type bitWriter struct {
	out  []byte
	held uint64
	bits int
}

// copy takes over the next n bits, at most 32.
func (w *bitWriter) copy(from *bitReader, n int) {
	w.held |= from.held >> (64 - n) << (64 - n) >> w.bits
	from.held <<= n
	from.bits -= n
	for w.bits += n; w.bits >= 8; w.bits -= 8 {
		w.byte(byte(w.held >> 56))
		w.held <<= 8
	}
}

func (w *bitWriter) byte(b byte) {
	if w.out = append(w.out, b); b == 0xff {
		w.out = append(w.out, 0)
	}
}

// end fills the last byte with ones.
func (w *bitWriter) end() []byte {
	if w.bits > 0 {
		w.byte(byte(w.held>>56) | 0xff>>w.bits)
	}
	return w.out
}

// block takes over the bits of the next block; false where they are none.
//
// Source: ITU-T T.81, F.1.2.
func (w *bitWriter) block(from *bitReader, codes [2]codeTable) bool {
	const samples, skipped = 64, 0xf0 // sixteen zeros
	for at := 0; at < samples; {
		from.fill()
		code := codes[min(at, 1)][from.held>>48]
		if code.length == 0 {
			return false
		}
		w.copy(from, int(code.length)+int(code.value&0xf))
		switch {
		case at == 0:
			at = 1
		case code.value == 0:
			return true
		case code.value == skipped:
			at += 16
		default:
			at += 1 + int(code.value>>4)
		}
	}
	return true
}
