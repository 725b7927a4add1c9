package samples

import (
	"image/color"
	"slices"

	"github.com/jung-kurt/gofpdf"
)

// layout is what a page shows, whether it is printed into a PDF or into a
// picture: the boxes first, then the lines.
type layout struct {
	boxes []box
	lines []textLine
	ends  []textLine // that end at x, and do not start there
}

// box is a plain rectangle, or the ellipse inside it.
type box struct {
	x, y, width, height float64
	round               bool
	paint               color.RGBA
}

var (
	black = color.RGBA{A: 255}
	rule  = color.RGBA{R: 150, G: 160, B: 165, A: 255}
	white = color.RGBA{R: 255, G: 255, B: 255, A: 255}
)

func (l *layout) text(x, y, points float64, w weight, line string) {
	l.lines = append(l.lines, textLine{x, y, points, w, black, line})
}

func (l *layout) textEnd(x, y, points float64, w weight, line string) {
	l.ends = append(l.ends, textLine{x, y, points, w, black, line})
}

func (l *layout) rule(x, y, width float64) {
	l.boxes = append(l.boxes, box{x: x, y: y, width: width, height: 0.2, paint: rule})
}

// printOn draws the layout on the current page of a PDF.
func (l layout) printOn(pdf *gofpdf.Fpdf) {
	for _, b := range l.boxes {
		pdf.SetFillColor(int(b.paint.R), int(b.paint.G), int(b.paint.B))
		if b.round {
			pdf.Ellipse(b.x+b.width/2, b.y+b.height/2, b.width/2, b.height/2, 0, "F")
		} else {
			pdf.Rect(b.x, b.y, b.width, b.height, "F")
		}
	}
	pdf.SetTextColor(0, 0, 0)
	styles := map[weight]string{regular: "", bold: "B"}
	for _, t := range l.lines {
		pdf.SetFont("Liberation", styles[t.weight], t.points)
		pdf.Text(t.x, t.y, t.line)
	}
	for _, t := range l.ends {
		pdf.SetFont("Liberation", styles[t.weight], t.points)
		pdf.Text(t.x-pdf.GetStringWidth(t.line), t.y, t.line)
	}
}

// draw draws the layout on an A4 page of pixels, and across its foot that it is
// no real document.
func (l layout) draw(dpi float64) (canvas, error) {
	c := newCanvas(210, 297, dpi, white)
	for _, b := range l.boxes {
		if b.round {
			c.ellipse(b.x+b.width/2, b.y+b.height/2, b.width/2, b.height/2, b.y+b.height, b.paint)
		} else {
			c.fill(b.x, b.y, b.width, b.height, b.paint)
		}
	}
	lines := slices.Clone(l.lines)
	for _, t := range l.ends {
		width, err := c.width(t)
		if err != nil {
			return c, err
		}
		t.x -= width
		lines = append(lines, t)
	}
	return c, c.texts(append(lines, textLine{32, 262, 80, bold, faint, "SPÉCIMEN"}))
}
