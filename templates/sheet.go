package templates

import (
	"errors"
	"fmt"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

// A4, in millimetres.
const (
	sheetWidth  = 210.0
	sheetHeight = 297.0
)

// sheet is a document being drawn: what turns millimetres from the top left
// corner into what a page of a [document] states.
type sheet struct {
	doc *document
	ink []inkBox
}

// inkBox is the place that one line of text took, or one drawn shape (whose
// text is empty). Tests measure layouts with it, without any PDF reader.
type inkBox struct {
	page                     int
	left, top, right, bottom float64
	text                     string
}

// colour is red, green, blue, from 0 to 255.
type colour struct{ r, g, b int }

var (
	black    = colour{0, 0, 0}
	darkGrey = colour{70, 70, 70}
	midGrey  = colour{150, 150, 150}
	white    = colour{255, 255, 255}
)

// newSheet opens an empty document. created stands in the file as its date: a
// fixed day or the reference date, never today.
func newSheet(title string, created calendar.Date) *sheet {
	return &sheet{doc: &document{title: title, created: created, fontIndex: map[*typeface]int{}}}
}

// errNoPage is a document that nothing was drawn on: no reader opens it.
var errNoPage = errors.New("templates: a document without a page")

// bytes closes the document.
func (s *sheet) bytes() ([]byte, error) {
	if len(s.doc.pages) == 0 {
		return nil, errNoPage
	}
	return s.doc.bytes(), nil
}

func (s *sheet) addPage() { s.doc.pages = append(s.doc.pages, &sheetPage{}) }

func (s *sheet) page() *sheetPage { return s.doc.pages[len(s.doc.pages)-1] }

// put appends an operator and the numbers it takes to the page's content.
func (s *sheet) put(operator string, numbers ...float64) {
	var b []byte
	for _, v := range numbers {
		b = append(appendNumber(b, v), ' ')
	}
	s.page().content.Write(append(append(b, operator...), '\n'))
}

// across and up turn a place of the sheet into points from its bottom left.
func across(x float64) float64 { return x / mmPerPoint }
func up(y float64) float64     { return (sheetHeight - y) / mmPerPoint }

func (s *sheet) inkColour(c colour) { s.colour(c, "g", "rg") }

func (s *sheet) lineColour(c colour) { s.colour(c, "G", "RG") }

// colour states greys as such, so that a printer uses black ink alone for them.
func (s *sheet) colour(c colour, grey, rgb string) {
	if c.r == c.g && c.g == c.b {
		s.put(grey, float64(c.r)/255)
		return
	}
	s.put(rgb, float64(c.r)/255, float64(c.g)/255, float64(c.b)/255)
}

func (s *sheet) pen(thickness float64, c colour) {
	s.lineColour(c)
	s.put("w", across(thickness))
}

// text prints one line, its baseline starting at x, y.
func (s *sheet) text(x, y float64, face *typeface, size float64, c colour, line string) {
	s.condensed(x, y, face, size, 1, c, line)
}

// condensed is text whose letters are squeezed to a part of their width.
func (s *sheet) condensed(x, y float64, face *typeface, size, squeeze float64, c colour, line string) {
	line = strings.TrimRight(line, " ")
	if line == "" {
		return
	}
	font, name := s.doc.font(face)
	s.inkColour(c)
	fmt.Fprintf(&s.page().content, "BT /%s ", name)
	s.put("Tf", size)
	s.put("Tm", squeeze, 0, 0, 1, across(x), up(y))
	fmt.Fprintf(&s.page().content, "<%s> Tj ET\n", font.encode(line))
	height := size * mmPerPoint
	s.note(line, x, y-ascent*height, x+squeeze*face.width(line, size), y+descent*height)
}

// note keeps where ink went.
func (s *sheet) note(text string, left, top, right, bottom float64) {
	s.ink = append(s.ink, inkBox{len(s.doc.pages), left, top, right, bottom, text})
}

// centred prints one line around x.
func (s *sheet) centred(x, y float64, face *typeface, size float64, c colour, line string) {
	s.text(x-face.width(line, size)/2, y, face, size, c, line)
}

// flushRight prints one line that ends at x.
func (s *sheet) flushRight(x, y float64, face *typeface, size float64, c colour, line string) {
	s.text(x-face.width(line, size), y, face, size, c, line)
}

func (s *sheet) line(x1, y1, x2, y2, thickness float64, c colour) {
	s.pen(thickness, c)
	s.put("m", across(x1), up(y1))
	s.put("l S", across(x2), up(y2))
	// The ends are cut square: only the sides of a line are half its thickness out.
	half, dx, dy := thickness/2, 0.0, 0.0
	if x1 != x2 {
		dy = half
	}
	if y1 != y2 {
		dx = half
	}
	s.note("", min(x1, x2)-dx, min(y1, y2)-dy, max(x1, x2)+dx, max(y1, y2)+dy)
}

// fill paints a rectangle.
func (s *sheet) fill(x, y, w, h float64, c colour) {
	s.inkColour(c)
	s.put("re f", across(x), up(y+h), across(w), across(h))
	s.note("", x, y, x+w, y+h)
}

// frame draws a rectangle around the given one: x, y, w, h are its inside, and
// the line stands wholly outside.
func (s *sheet) frame(x, y, w, h, thickness float64, c colour) {
	s.pen(thickness, c)
	half := thickness / 2
	s.put("re S", across(x-half), up(y+h+half), across(w+thickness), across(h+thickness))
	s.note("", x-thickness, y-thickness, x+w+thickness, y+h+thickness)
}

// polygon paints the shape through the given points.
func (s *sheet) polygon(points [][2]float64, c colour) {
	s.inkColour(c)
	left, top, right, bottom := s.path(points)
	s.put("h f")
	s.note("", left, top, right, bottom)
}

// outline draws the line through the given points, from the first to the last.
func (s *sheet) outline(points [][2]float64, thickness float64, c colour) {
	s.pen(thickness, c)
	left, top, right, bottom := s.path(points)
	s.put("S")
	half := thickness / 2
	s.note("", left-half, top-half, right+half, bottom+half)
}

// path states the way through the given points, and returns the box they need.
func (s *sheet) path(points [][2]float64) (left, top, right, bottom float64) {
	left, top = sheetWidth, sheetHeight
	for i, p := range points {
		operator := "l"
		if i == 0 {
			operator = "m"
		}
		s.put(operator, across(p[0]), up(p[1]))
		left, right = min(left, p[0]), max(right, p[0])
		top, bottom = min(top, p[1]), max(bottom, p[1])
	}
	return left, top, right, bottom
}

// disc paints a circle around x, y.
func (s *sheet) disc(x, y, radius float64, c colour) {
	s.inkColour(c)
	s.oval(x, y, radius, radius, "f")
	s.note("", x-radius, y-radius, x+radius, y+radius)
}

// ring draws a circle around x, y; radius is that of the middle of its line.
func (s *sheet) ring(x, y, radius, thickness float64, c colour) {
	s.ellipse(x, y, radius, radius, thickness, c)
}

// ellipse draws one around x, y; rx and ry are those of the middle of its line.
func (s *sheet) ellipse(x, y, rx, ry, thickness float64, c colour) {
	s.pen(thickness, c)
	s.oval(x, y, rx, ry, "S")
	half := thickness / 2
	s.note("", x-rx-half, y-ry-half, x+rx+half, y+ry+half)
}

// oval states an ellipse as four curves. Their handles, 0.5523 of a radius
// long, keep them within 0.03 % of it.
func (s *sheet) oval(x, y, rx, ry float64, operator string) {
	const handle = 0.5522848
	s.put("m", across(x+rx), up(y))
	for _, q := range [...][2]float64{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
		// From the end of one half axis, q, to that of the next, a quarter turn on.
		from, to := q, [2]float64{-q[1], q[0]}
		at := func(a, b float64) (float64, float64) {
			return across(x + rx*(a*from[0]+b*to[0])), up(y + ry*(a*from[1]+b*to[1]))
		}
		x1, y1 := at(1, handle)
		x2, y2 := at(handle, 1)
		x3, y3 := at(0, 1)
		s.put("c", x1, y1, x2, y2, x3, y3)
	}
	s.put(operator)
}

// link makes a rectangle of the page open a web address. Anything but a web
// address stays plain text.
func (s *sheet) link(x, y, w, h float64, url string) {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		s.page().links = append(s.page().links, webLink{x, y, x + w, y + h, url})
	}
}
