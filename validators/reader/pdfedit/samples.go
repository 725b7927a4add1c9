package pdfedit

import (
	"bytes"
	"compress/zlib"
	"image"
	"io"

	"github.com/disintegration/imaging"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// foldedDPI is the resolution that a picture keeps which is too large to be
// held whole: no step asks for more.
const foldedDPI = 300

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
	width, height := reduced(l.width, l.height, place, foldedDPI)
	by := max(1, min(l.width/width, l.height/height))
	if (l.width/by)*(l.height/by)*l.each > maxDecoded {
		return 0
	}
	return by
}

// folded reads samples row by row, of which the upper 8 bits stay, and returns
// the mean of every by×by of them; nil where not all of them are there, or they
// are packed in another way than scanners do.
func folded(s types.StreamDict, l layout, by int) []byte {
	if len(s.FilterPipeline) != 1 || s.FilterPipeline[0].Name != "FlateDecode" {
		return nil
	}
	unpacked, err := zlib.NewReader(bytes.NewReader(s.Raw))
	if err != nil {
		return nil
	}
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
			for x := range width * by {
				for c := range l.each {
					sums[x/by*l.each+c] += uint32(row[(x*l.each+c)*l.bits/8])
				}
			}
		}
		for _, sum := range sums {
			out = append(out, byte(sum/uint32(by*by)))
		}
	}
	return out
}

// sampleRows undoes the prediction of PNG, row by row.
type sampleRows struct {
	in       io.Reader
	row, old []byte
	step     int  // bytes from a sample to the same of the pixel before
	png      bool // a byte before each row says how it is predicted
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
	if r.png = predictor >= 10; !r.png {
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
	for i := range r.row {
		var left, up, corner byte
		if kind[0] == 0 {
			break
		}
		if up = r.old[i]; i >= r.step {
			left, corner = r.row[i-r.step], r.old[i-r.step]
		}
		switch kind[0] {
		case 1:
			r.row[i] += left
		case 2:
			r.row[i] += up
		case 3:
			r.row[i] += byte((int(left) + int(up)) / 2)
		case 4:
			r.row[i] += paeth(left, up, corner)
		default:
			return nil
		}
	}
	return r.row
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
	case name == "DeviceCMYK":
		return 4
	case name == "Lab":
		return 3
	case name == "ICCBased" && len(array) > 1 && d.number(d.dict(array[1])["N"], 0) == 4:
		return 4
	case name == "DeviceN" && len(array) > 1:
		return len(d.array(array[1]))
	}
	return 0
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
