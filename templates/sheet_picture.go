package templates

import (
	"bytes"
	"encoding/gob"
	"io"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// picture prints a JPEG, as it is, into a rectangle. name tells it from the other
// pictures of the document. The bytes must decode: gofpdf gives the whole document
// up on a picture that does not.
func (s *sheet) picture(name string, jpeg []byte, x, y, w, h float64) {
	options := gofpdf.ImageOptions{ImageType: "JPG"}
	if !s.pictures[name] {
		s.pictures[name] = true
		place := len(s.pictures)
		s.stroke(func(pdf *gofpdf.Fpdf) {
			rank(pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(jpeg)), place)
		})
	}
	s.stroke(func(pdf *gofpdf.Fpdf) { pdf.ImageOptions(name, x, y, w, h, false, options, 0, "") })
	s.note(x, y, x+w, y+h)
}

// rank gives each picture of a document a place of its own. gofpdf writes them
// sorted by width, in whole pixels once written, and by chance where two are as
// wide: a share of a pixel settles it. Its only door to the width is gob.
func rank(info *gofpdf.ImageInfoType, place int) {
	if info == nil {
		return // the document is given up, and says why when it is closed
	}
	coded, err := info.GobEncode()
	if err != nil {
		return
	}
	var (
		data, mask, palette       []byte
		number, bits              int
		width, height, scale, dpi float64
		space, filter, parameters string
		transparent               []int
		fields                    = []any{&data, &mask, &number, &width, &height, &space, &palette, &bits, &filter, &parameters, &transparent, &scale, &dpi}
		decoder, recoded, failed  = gob.NewDecoder(bytes.NewReader(coded)), new(bytes.Buffer), false
	)
	encoder := gob.NewEncoder(recoded)
	for _, field := range fields {
		if decoder.Decode(field) != nil {
			failed = true
		}
	}
	width += float64(place) / (1 << 16)
	for _, field := range fields {
		if encoder.Encode(field) != nil {
			failed = true
		}
	}
	if !failed {
		_ = info.GobDecode(recoded.Bytes()) // what was just encoded
	}
}

// gofpdf names a picture by the sum of its gob, in which a slice of numbers has
// the rank in which the process first met its type: it is met here, before any
// other work is done, so that the same picture always has the same name.
var _ = gob.NewEncoder(io.Discard).Encode([]int{})

// rectangle is a place of the page: left, top, width and height.
type rectangle struct{ x, y, w, h float64 }

// fillAll paints rectangles that touch as one shape. Painted one by one, each
// edge would be smoothed by itself, and light would show between them.
func (s *sheet) fillAll(rectangles []rectangle, c colour) {
	var path []byte
	for _, r := range rectangles {
		for _, v := range [...]float64{r.x, sheetHeight - r.y - r.h, r.w, r.h} {
			path = strconv.AppendFloat(path, v/mmPerPoint, 'f', 3, 64)
			path = append(path, ' ')
		}
		path = append(path, "re\n"...)
		s.note(r.x, r.y, r.x+r.w, r.y+r.h)
	}
	path = append(path, 'f')
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pdf.SetFillColor(c.r, c.g, c.b)
		pdf.RawWriteStr(string(path))
	})
}
