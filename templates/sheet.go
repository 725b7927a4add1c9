package templates

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"github.com/recevable/recevable/pipeline/calendar"
)

// A4, in millimetres.
const (
	sheetWidth  = 210.0
	sheetHeight = 297.0
)

// sheet is a document being drawn. sheet*.go are the only files that know
// gofpdf. What is drawn is kept in order and handed to gofpdf once all is there:
// it parses a whole font for each document, which takes far longer than the
// rest, so it gets one that holds the letters in use and no more.
type sheet struct {
	title    string
	created  calendar.Date
	oneSided bool // the back of a page stays white
	pages    int
	strokes  []func(pdf *gofpdf.Fpdf)
	letters  map[*typeface]*lettering
	pictures map[string]bool // those of the document, by name
	ink      []inkBox
}

// inkBox is the place that one line of text took, or one drawn shape (whose
// text is empty). Tests measure layouts with it, without any PDF reader.
type inkBox struct {
	page                     int
	left, top, right, bottom float64
	text                     string
	size                     float64 // of its type, in points
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
	return &sheet{title: title, created: created, letters: map[*typeface]*lettering{}, pictures: map[string]bool{}}
}

// errNoPage is a document that nothing was drawn on: no reader opens it.
var errNoPage = errors.New("templates: a document without a page")

// bytes writes the document.
func (s *sheet) bytes() ([]byte, error) {
	if s.pages == 0 {
		return nil, errNoPage
	}
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	// What packs a page takes a megabyte of memory, and a good part of the time
	// that a form takes: not for the few kilobytes of one page.
	pdf.SetCompression(s.pages > 1)
	pdf.SetCreationDate(s.created.Time())
	pdf.SetModificationDate(s.created.Time())
	pdf.SetTitle(s.title, true)
	pdf.SetAuthor("recevable", true)
	pdf.SetProducer("recevable", true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	for _, letters := range s.letters {
		if err := letters.addFont(pdf); err != nil {
			return nil, fmt.Errorf("templates: cutting a font: %w", err)
		}
	}
	for _, stroke := range s.strokes {
		stroke(pdf)
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("templates: writing the PDF: %w", err)
	}
	written := out.Bytes()
	for _, letters := range s.letters {
		written = letters.rename(written)
	}
	return replaceCatalog(written, s.oneSided)
}

func (s *sheet) stroke(draw func(pdf *gofpdf.Fpdf)) { s.strokes = append(s.strokes, draw) }

func (s *sheet) addPage() {
	s.pages++
	s.stroke(func(pdf *gofpdf.Fpdf) { pdf.AddPage() })
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
	letters := s.lettering(face)
	runs := letters.runs(line)
	height := size * mmPerPoint
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pdf.SetFont(fontFamily, face.style, size)
		pdf.SetTextColor(c.r, c.g, c.b)
		if squeeze != 1 {
			pdf.RawWriteStr(strconv.FormatFloat(100*squeeze, 'f', 3, 64) + " Tz\n")
			defer pdf.RawWriteStr("100 Tz\n")
		}
		at := x
		for _, r := range runs {
			r.print(pdf, letters, at, y)
			at += r.width(face) * height * squeeze
		}
	})
	s.ink = append(s.ink, inkBox{s.pages, x, y - ascent*height, x + squeeze*face.width(line, size), y + descent*height, line, size})
}

// lettering returns what the document prints of a typeface so far.
func (s *sheet) lettering(face *typeface) *lettering {
	l, known := s.letters[face]
	if !known {
		l = &lettering{face: face, shapes: map[rune][]part{}, overlaid: map[string]rune{}}
		s.letters[face] = l
	}
	return l
}

// note keeps where the ink of a shape went.
func (s *sheet) note(left, top, right, bottom float64) {
	s.ink = append(s.ink, inkBox{s.pages, left, top, right, bottom, "", 0})
}

// centred prints one line around x.
func (s *sheet) centred(x, y float64, face *typeface, size float64, c colour, line string) {
	s.text(x-face.width(line, size)/2, y, face, size, c, line)
}

// flushRight prints one line that ends at x.
func (s *sheet) flushRight(x, y float64, face *typeface, size float64, c colour, line string) {
	s.text(x-face.width(line, size), y, face, size, c, line)
}

// pen sets how lines are drawn from here on.
func pen(pdf *gofpdf.Fpdf, thickness float64, c colour) {
	pdf.SetLineWidth(thickness)
	pdf.SetDrawColor(c.r, c.g, c.b)
}

func (s *sheet) line(x1, y1, x2, y2, thickness float64, c colour) {
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pen(pdf, thickness, c)
		pdf.Line(x1, y1, x2, y2)
	})
	// The ends are cut square: only the sides of a line are half its thickness out.
	half, dx, dy := thickness/2, 0.0, 0.0
	if x1 != x2 {
		dy = half
	}
	if y1 != y2 {
		dx = half
	}
	s.note(min(x1, x2)-dx, min(y1, y2)-dy, max(x1, x2)+dx, max(y1, y2)+dy)
}

// fill paints a rectangle.
func (s *sheet) fill(x, y, w, h float64, c colour) {
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pdf.SetFillColor(c.r, c.g, c.b)
		pdf.Rect(x, y, w, h, "F")
	})
	s.note(x, y, x+w, y+h)
}

// frame draws a rectangle around the given one: x, y, w, h are its inside, and
// the line stands wholly outside.
func (s *sheet) frame(x, y, w, h, thickness float64, c colour) {
	half := thickness / 2
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pen(pdf, thickness, c)
		pdf.Rect(x-half, y-half, w+thickness, h+thickness, "D")
	})
	s.note(x-thickness, y-thickness, x+w+thickness, y+h+thickness)
}

// polygon paints the shape through the given points.
func (s *sheet) polygon(points [][2]float64, c colour) {
	path := make([]gofpdf.PointType, len(points))
	for i, p := range points {
		path[i] = gofpdf.PointType{X: p[0], Y: p[1]}
	}
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pdf.SetFillColor(c.r, c.g, c.b)
		pdf.Polygon(path, "F")
	})
	s.noteAround(points, 0)
}

// outline draws the line through the given points, from the first to the last.
func (s *sheet) outline(points [][2]float64, thickness float64, c colour) {
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pen(pdf, thickness, c)
		pdf.MoveTo(points[0][0], points[0][1])
		for _, p := range points[1:] {
			pdf.LineTo(p[0], p[1])
		}
		pdf.DrawPath("D")
	})
	s.noteAround(points, thickness/2)
}

// noteAround keeps the box of a shape whose line is twice margin thick.
func (s *sheet) noteAround(points [][2]float64, margin float64) {
	left, top, right, bottom := sheetWidth, sheetHeight, 0.0, 0.0
	for _, p := range points {
		left, right = min(left, p[0]), max(right, p[0])
		top, bottom = min(top, p[1]), max(bottom, p[1])
	}
	s.note(left-margin, top-margin, right+margin, bottom+margin)
}

// disc paints a circle around x, y.
func (s *sheet) disc(x, y, radius float64, c colour) { s.oval(x, y, radius, radius, c) }

// oval paints an ellipse around x, y.
func (s *sheet) oval(x, y, rx, ry float64, c colour) {
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pdf.SetFillColor(c.r, c.g, c.b)
		pdf.Ellipse(x, y, rx, ry, 0, "F")
	})
	s.note(x-rx, y-ry, x+rx, y+ry)
}

// ring draws a circle around x, y; radius is that of the middle of its line.
func (s *sheet) ring(x, y, radius, thickness float64, c colour) {
	s.ellipse(x, y, radius, radius, thickness, c)
}

// ellipse draws one around x, y; rx and ry are those of the middle of its line.
func (s *sheet) ellipse(x, y, rx, ry, thickness float64, c colour) {
	s.stroke(func(pdf *gofpdf.Fpdf) {
		pen(pdf, thickness, c)
		pdf.Ellipse(x, y, rx, ry, 0, "D")
	})
	half := thickness / 2
	s.note(x-rx-half, y-ry-half, x+rx+half, y+ry+half)
}

// link makes a rectangle of the page open a web address. Anything but a web
// address stays plain text.
func (s *sheet) link(x, y, w, h float64, url string) {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		s.stroke(func(pdf *gofpdf.Fpdf) { pdf.LinkString(x, y, w, h, url) })
	}
}
