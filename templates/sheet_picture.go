package templates

import (
	"bytes"
	"image/color"
	"image/jpeg"
	"strconv"
)

// picture prints a JPEG, as it is, into a rectangle. name tells it from the other
// pictures of the document. One whose head does not decode is left out.
func (s *sheet) picture(name string, file []byte, x, y, w, h float64) {
	number, ok := s.doc.picture(name, file)
	if !ok {
		return
	}
	s.put("q")
	s.put("cm", across(w), 0, 0, across(h), across(x), up(y+h))
	s.put("/P" + strconv.Itoa(number) + " Do Q")
	s.note("", x, y, x+w, y+h)
}

// picture returns the number of a picture on pages, from 1.
func (d *document) picture(name string, file []byte) (number int, ok bool) {
	for i, p := range d.pictures {
		if p.name == name {
			return i + 1, true
		}
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil || config.ColorModel == color.CMYKModel {
		return 0, false
	}
	d.pictures = append(d.pictures, picture{name, file, config.Width, config.Height, config.ColorModel == color.GrayModel})
	return len(d.pictures), true
}

// rectangle is a place of the page: left, top, width and height.
type rectangle struct{ x, y, w, h float64 }

// fillAll paints rectangles that touch as one shape. Painted one by one, each
// edge would be smoothed by itself, and light would show between them.
func (s *sheet) fillAll(rectangles []rectangle, c colour) {
	s.inkColour(c)
	for _, r := range rectangles {
		s.put("re", across(r.x), up(r.y+r.h), across(r.w), across(r.h))
		s.note("", r.x, r.y, r.x+r.w, r.y+r.h)
	}
	s.put("f")
}
