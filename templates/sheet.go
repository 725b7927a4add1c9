package templates

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"github.com/recevable/recevable/pipeline/calendar"
)

// A4, in millimetres.
const (
	sheetWidth  = 210.0
	sheetHeight = 297.0
)

// sheet is a document being drawn. The files sheet*.go alone know gofpdf.
type sheet struct {
	pdf      *gofpdf.Fpdf
	ink      []inkBox
	pictures int
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
func newSheet(title string, created calendar.Date, faces ...*typeface) *sheet {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(created.Time())
	pdf.SetModificationDate(created.Time())
	pdf.SetTitle(title, true)
	pdf.SetAuthor("recevable", true)
	pdf.SetProducer("recevable", true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	for _, f := range faces {
		pdf.AddUTF8FontFromBytes("sans", f.style, f.bytes())
	}
	return &sheet{pdf: pdf}
}

// bytes closes the document.
func (s *sheet) bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("templates: writing the PDF: %w", err)
	}
	return replaceCatalog(out.Bytes())
}

func (s *sheet) addPage() { s.pdf.AddPage() }

// text prints one line, its baseline starting at x, y.
func (s *sheet) text(x, y float64, face *typeface, size float64, c colour, line string) {
	line = strings.TrimRight(line, " ")
	if line == "" {
		return
	}
	s.pdf.SetFont("sans", face.style, size)
	s.pdf.SetTextColor(c.r, c.g, c.b)
	s.pdf.Text(x, y, line)
	height := size * mmPerPoint
	s.note(line, x, y-ascent*height, x+face.width(line, size), y+descent*height)
}

// note keeps where ink went.
func (s *sheet) note(text string, left, top, right, bottom float64) {
	s.ink = append(s.ink, inkBox{s.pdf.PageNo(), left, top, right, bottom, text})
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
	s.pdf.SetLineWidth(thickness)
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.Line(x1, y1, x2, y2)
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
	s.pdf.SetFillColor(c.r, c.g, c.b)
	s.pdf.Rect(x, y, w, h, "F")
	s.note("", x, y, x+w, y+h)
}

// frame draws a rectangle around the given one: x, y, w, h are its inside, and
// the line stands wholly outside.
func (s *sheet) frame(x, y, w, h, thickness float64, c colour) {
	s.pdf.SetLineWidth(thickness)
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	half := thickness / 2
	s.pdf.Rect(x-half, y-half, w+thickness, h+thickness, "D")
	s.note("", x-thickness, y-thickness, x+w+thickness, y+h+thickness)
}

// polygon paints the shape through the given points.
func (s *sheet) polygon(points [][2]float64, c colour) {
	left, top, right, bottom := sheetWidth, sheetHeight, 0.0, 0.0
	path := make([]gofpdf.PointType, len(points))
	for i, p := range points {
		path[i] = gofpdf.PointType{X: p[0], Y: p[1]}
		left, right = min(left, p[0]), max(right, p[0])
		top, bottom = min(top, p[1]), max(bottom, p[1])
	}
	s.pdf.SetFillColor(c.r, c.g, c.b)
	s.pdf.Polygon(path, "F")
	s.note("", left, top, right, bottom)
}

// disc paints a circle around x, y.
func (s *sheet) disc(x, y, radius float64, c colour) {
	s.pdf.SetFillColor(c.r, c.g, c.b)
	s.pdf.Circle(x, y, radius, "F")
	s.note("", x-radius, y-radius, x+radius, y+radius)
}

// ring draws a circle around x, y; radius is that of the middle of its line.
func (s *sheet) ring(x, y, radius, thickness float64, c colour) {
	s.pdf.SetLineWidth(thickness)
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.Circle(x, y, radius, "D")
	outer := radius + thickness/2
	s.note("", x-outer, y-outer, x+outer, y+outer)
}

// link makes a rectangle of the page open a web address. Anything but a web
// address stays plain text.
func (s *sheet) link(x, y, w, h float64, url string) {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		s.pdf.LinkString(x, y, w, h, url)
	}
}
