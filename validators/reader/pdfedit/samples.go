package pdfedit

import (
	"bytes"
	"compress/zlib"
	"image"
	"io"

	"github.com/disintegration/imaging"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/tiff/lzw"
)

// foldedDPI is the resolution that a picture keeps which is too large to be
// held whole, as near as whole factors come to it: no step asks for more. Where
// that is still too large, it keeps foldedLeast, which no scan needs more than.
const foldedDPI, foldedLeast = 300, 200

// layout is how the samples of a picture lie.
type layout struct {
	width, height, each, bits int
}

func (l layout) rowBytes() int { return l.width * l.each * l.bits / 8 }

// fold returns by how much both sides of a picture are to be divided for it to
// be held; 0 where even that is too much.
func (l layout) fold(place size) int {
	if l.rowBytes()*l.height <= maxDecoded {
		return 1
	}
	for by := l.factor(place, foldedDPI); by <= l.factor(place, foldedLeast); by++ {
		if (l.width/by)*(l.height/by)*l.each <= maxDecoded {
			return by
		}
	}
	return 0
}

// factor returns by how much both sides may be divided for a resolution to
// stay, or nearly.
func (l layout) factor(place size, dpi float64) int {
	width, height := reduced(l.width, l.height, place, dpi)
	return max(1, int(min(float64(l.width)/float64(width), float64(l.height)/float64(height))/worthwhile))
}

// folded reads samples row by row, of which the upper 8 bits stay, and returns
// the mean of every by×by of them; nil where not all of them are there, or they
// are packed in another way than scanners do.
func folded(s types.StreamDict, l layout, by int) []byte {
	unpacked := unpacking(s)
	if unpacked == nil {
		return nil
	}
	defer unpacked.Close()
	rows := sampleRows{in: unpacked, row: make([]byte, l.rowBytes()), step: max(1, l.each*l.bits/8)}
	if !rows.predicted(s.FilterPipeline[0].DecodeParms, l) {
		return nil
	}
	width, height := l.width/by, l.height/by
	out := make([]byte, 0, width*height*l.each)
	sums := make([]uint32, width*l.each)
	for range height {
		clear(sums)
		for range by {
			row := rows.next()
			if row == nil {
				return nil
			}
			addRow(sums, row, l, by)
		}
		for _, sum := range sums {
			out = append(out, byte(sum/uint32(by*by)))
		}
	}
	return out
}

// addRow adds the upper 8 bits of every sample of a row to the sum of its pixel.
func addRow(sums []uint32, row []byte, l layout, by int) {
	bytes := l.bits / 8
	at := 0
	for sum := 0; sum < len(sums); sum += l.each {
		for range by {
			for c := range l.each {
				sums[sum+c] += uint32(row[at])
				at += bytes
			}
		}
	}
}

// unpacking reads a stream that is packed once, prediction left to undo; nil
// where it is packed in another way.
func unpacking(s types.StreamDict) io.ReadCloser {
	if len(s.FilterPipeline) != 1 {
		return nil
	}
	switch packed := s.FilterPipeline[0]; packed.Name {
	case "FlateDecode":
		if unpacked, err := zlib.NewReader(bytes.NewReader(s.Raw)); err == nil {
			return unpacked
		}
	case "LZWDecode":
		if early := packed.DecodeParms["EarlyChange"]; early == nil || early == types.Integer(1) {
			return lzw.NewReader(bytes.NewReader(s.Raw), lzw.MSB, 8)
		}
	}
	return nil
}

// sampleRows undoes the prediction of PNG, or of TIFF, row by row.
type sampleRows struct {
	in       io.Reader
	row, old []byte
	step     int  // bytes from a sample to the same of the pixel before
	png      bool // a byte before each row says how it is predicted
	tiff     bool // each sample is predicted from the one before
}

// predicted notes how rows are predicted; false where that is not known here.
func (r *sampleRows) predicted(parms types.Dict, l layout) bool {
	entry := func(key string, otherwise int) int {
		if n, ok := parms[key].(types.Integer); ok {
			return int(n)
		}
		return otherwise
	}
	predictor := entry("Predictor", 1)
	r.png, r.tiff = predictor >= 10, predictor == 2 && l.bits == 8
	if !r.png && !r.tiff {
		return predictor == 1
	}
	r.old = make([]byte, len(r.row))
	return entry("Colors", 1) == l.each && entry("Columns", 1) == l.width && entry("BitsPerComponent", 8) == l.bits
}

// next returns the next row, which is good until the one after it; nil at the
// end.
func (r *sampleRows) next() []byte {
	var kind [1]byte
	if r.png {
		r.row, r.old = r.old, r.row
		if _, err := io.ReadFull(r.in, kind[:]); err != nil {
			return nil
		}
	}
	if _, err := io.ReadFull(r.in, r.row); err != nil {
		return nil
	}
	if r.tiff {
		kind[0] = 1 // PNG's name for the same
	}
	if int(kind[0]) >= len(unpredict) {
		return nil
	}
	unpredict[kind[0]](r.row, r.old, r.step)
	return r.row
}

// unpredict undoes each kind of prediction of a row by its neighbours.
var unpredict = [...]func(row, old []byte, step int){
	func(_, _ []byte, _ int) {},
	func(row, _ []byte, step int) {
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
	},
	func(row, old []byte, _ int) {
		for i, up := range old {
			row[i] += up
		}
	},
	func(row, old []byte, step int) {
		for i, up := range old {
			left := 0
			if i >= step {
				left = int(row[i-step])
			}
			row[i] += byte((left + int(up)) / 2)
		}
	},
	func(row, old []byte, step int) {
		for i, up := range old {
			var left, corner byte
			if i >= step {
				left, corner = row[i-step], old[i-step]
			}
			row[i] += paeth(left, up, corner)
		}
	},
}

// paeth is the neighbour nearest to left + up − corner (PNG, 9.4).
func paeth(left, up, corner byte) byte {
	p := int(left) + int(up) - int(corner)
	distance := func(b byte) int { return max(p-int(b), int(b)-p) }
	switch dl, du, dc := distance(left), distance(up), distance(corner); {
	case dl <= du && dl <= dc:
		return left
	case du <= dc:
		return up
	}
	return corner
}

// keptComponents returns how many components a pixel has in a colour space that
// a JPEG of ours cannot be in, and in which colours may be mixed all the same: 0
// for all others.
func (d *Document) keptComponents(space types.Object) int {
	array := d.array(space)
	name := d.name(space)
	if len(array) > 0 {
		name = d.name(array[0])
	}
	switch {
	case d.printed(space):
		return inks
	case name == "Lab":
		return 3
	case name == "DeviceN" && len(array) > 1:
		return len(d.array(array[1]))
	}
	return 0
}

// printed reports whether a colour space is one of the four inks of printing,
// which a JPEG can be in.
func (d *Document) printed(space types.Object) bool {
	if array := d.array(space); len(array) > 1 {
		return d.name(array[0]) == "ICCBased" && d.number(d.dict(array[1])["N"], 0) == inks
	}
	return d.name(space) == "DeviceCMYK"
}

// resampled returns samples with fewer pixels, one component after the other:
// the fourth is ink, and no opacity.
func resampled(samples []byte, from, to image.Point, each int) []byte {
	out := make([]byte, to.X*to.Y*each)
	single := image.NewGray(image.Rectangle{Max: from})
	for c := range each {
		for i := range single.Pix {
			single.Pix[i] = samples[i*each+c]
		}
		small := imaging.Resize(single, to.X, to.Y, imaging.CatmullRom)
		for i := range to.X * to.Y {
			out[i*each+c] = small.Pix[4*i]
		}
	}
	return out
}
