package templates

import (
	"bytes"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// picture prints a JPEG, as it is, into a rectangle. name tells it from the other
// pictures of the document. The bytes must decode: gofpdf gives the whole document
// up on a picture that does not.
func (s *sheet) picture(name string, jpeg []byte, x, y, w, h float64) {
	options := gofpdf.ImageOptions{ImageType: "JPG"}
	s.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(jpeg))
	s.pdf.ImageOptions(name, x, y, w, h, false, options, 0, "")
	s.note("", x, y, x+w, y+h)
}

// rectangle is a place of the page: left, top, width and height.
type rectangle struct{ x, y, w, h float64 }

// fillAll paints rectangles that touch as one shape. Painted one by one, each
// edge would be smoothed by itself, and light would show between them.
func (s *sheet) fillAll(rectangles []rectangle, c colour) {
	s.pdf.SetFillColor(c.r, c.g, c.b)
	var path []byte
	for _, r := range rectangles {
		for _, v := range [...]float64{r.x, sheetHeight - r.y - r.h, r.w, r.h} {
			path = strconv.AppendFloat(path, v/mmPerPoint, 'f', 3, 64)
			path = append(path, ' ')
		}
		path = append(path, "re\n"...)
		s.note("", r.x, r.y, r.x+r.w, r.y+r.h)
	}
	s.pdf.RawWriteStr(string(append(path, 'f')))
}
