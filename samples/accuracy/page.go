package main

import (
	"image/color"
	"math/rand/v2"
	"strings"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/go-fonts/dejavu/dejavusanscondensed"
	"github.com/go-fonts/dejavu/dejavusanscondensedbold"
	"github.com/go-fonts/dejavu/dejavuserif"
	"github.com/go-fonts/dejavu/dejavuserifbold"
	"github.com/go-fonts/liberation/liberationmonobold"
	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/recevable/recevable/samples"
)

// typeface is a pair of fonts that a document is set in.
type typeface struct{ regular, bold []byte }

var (
	sans      = typeface{liberationsansregular.TTF, liberationsansbold.TTF}
	typewrite = typeface{liberationmonoregular.TTF, liberationmonobold.TTF}

	// typefaces of bills, those that look like Arial more often than others.
	typefaces = []typeface{
		sans, sans, sans, sans,
		{dejavusanscondensed.TTF, dejavusanscondensedbold.TTF},
		{dejavusanscondensed.TTF, dejavusanscondensedbold.TTF},
		{dejavusans.TTF, dejavusansbold.TTF},
		{liberationserifregular.TTF, liberationserifbold.TTF},
		{dejavuserif.TTF, dejavuserifbold.TTF},
		{goregular.TTF, gobold.TTF},
	}
)

// paper draws the pages of a document, in millimetres from the top left corner.
type paper struct {
	pdf *gofpdf.Fpdf
	// words are all that were written on the first page, in no order.
	words  []string
	behind bool // the first page is done
	// apart places each word by itself, as many billing programs do.
	apart bool
}

func newPaper(width, height float64, face typeface) *paper {
	pdf := samples.NewPDF(width, height)
	pdf.AddUTF8FontFromBytes("face", "", face.regular)
	pdf.AddUTF8FontFromBytes("face", "B", face.bold)
	pdf.AddPage()
	return &paper{pdf: pdf}
}

// turn starts another page.
func (p *paper) turn() {
	p.behind = true
	p.pdf.AddPage()
}

// ink is how a text is set.
type ink struct {
	points float64
	bold   bool
	colour color.RGBA // the zero value is black
}

func (p *paper) dip(i ink) {
	style := ""
	if i.bold {
		style = "B"
	}
	p.pdf.SetFont("face", style, i.points)
	p.pdf.SetTextColor(int(i.colour.R), int(i.colour.G), int(i.colour.B))
}

// text writes a line that starts at x, its baseline at y.
func (p *paper) text(x, y float64, i ink, line string) {
	p.dip(i)
	if !p.behind {
		p.words = append(p.words, strings.Fields(line)...)
	}
	if !p.apart {
		p.pdf.Text(x, y, line)
		return
	}
	space := p.pdf.GetStringWidth(" ")
	for _, word := range strings.Split(line, " ") {
		p.pdf.Text(x, y, word)
		x += p.pdf.GetStringWidth(word) + space
	}
}

// right writes a line that ends at x.
func (p *paper) right(x, y float64, i ink, line string) {
	p.text(x-p.width(i, line), y, i, line)
}

// centre writes a line on both sides of x.
func (p *paper) centre(x, y float64, i ink, line string) {
	p.text(x-p.width(i, line)/2, y, i, line)
}

// width is the length of a line on paper.
func (p *paper) width(i ink, line string) float64 {
	p.dip(i)
	return p.pdf.GetStringWidth(line)
}

// lines writes one line under the other and returns the baseline of the next.
func (p *paper) lines(x, y, leading float64, i ink, lines ...string) float64 {
	for _, line := range lines {
		p.text(x, y, i, line)
		y += leading
	}
	return y
}

// paragraph breaks a text into lines no longer than width.
func (p *paper) paragraph(x, y, width, leading float64, i ink, text string) float64 {
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if p.width(i, longer) > width {
			p.text(x, y, i, line)
			y += leading
			longer = word
		}
		line = longer
	}
	p.text(x, y, i, line)
	return y + leading
}

func (p *paper) fill(x, y, width, height float64, c color.RGBA) {
	p.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	p.pdf.Rect(x, y, width, height, "F")
}

func (p *paper) frame(x, y, width, height float64) {
	p.pdf.SetDrawColor(120, 120, 125)
	p.pdf.SetLineWidth(0.25)
	p.pdf.Rect(x, y, width, height, "D")
}

func (p *paper) rule(x, y, width float64) {
	p.pdf.SetDrawColor(150, 150, 155)
	p.pdf.SetLineWidth(0.2)
	p.pdf.Line(x, y, x+width, y)
}

func (p *paper) bytes() ([]byte, error) { return samples.PDFBytes(p.pdf) }

var (
	white = color.RGBA{255, 255, 255, 255}
	grey  = color.RGBA{90, 90, 95, 255}
	// accents are the house colours of the suppliers.
	accents = []color.RGBA{
		{20, 90, 150, 255},
		{170, 30, 50, 255},
		{30, 110, 70, 255},
		{70, 60, 130, 255},
		{200, 90, 20, 255},
		{60, 60, 65, 255},
		{0, 120, 130, 255},
		{150, 20, 110, 255},
	}
)

// tint is a colour as a pale ground.
func tint(c color.RGBA) color.RGBA {
	pale := func(v uint8) uint8 { return 255 - (255-v)/7 }
	return color.RGBA{pale(c.R), pale(c.G), pale(c.B), 255}
}

// pick draws one of a list.
func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// oneIn is true once in n.
func oneIn(r *rand.Rand, n int) bool { return r.IntN(n) == 0 }
