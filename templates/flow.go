package templates

import (
	"fmt"
	"slices"
)

// flow turns a sequence of rows into pages: it breaks where the text allows,
// keeps headings with what follows, and keeps room at the foot of each page
// for the notes that its rows call.
type flow struct {
	sheet *sheet
	ink   colour // the one colour of the document, that of its verdict
	notes *noteBook
	rows  []row
}

// row is a strip of the page that is never broken: one line of text most often.
type row struct {
	height float64
	glued  bool  // stays on the page of the next row
	notes  []int // numbers of the notes it calls
	space  bool  // white only: dropped at the top of a page
	draw   func(s *sheet, top float64)
}

// The text area of the list.
const (
	pageLeft     = 20.0
	pageRight    = 190.0
	pageWidth    = pageRight - pageLeft
	firstTop     = 16.0 // the first page has no running title
	otherTop     = 24.0
	pageBottom   = 279.0
	folioLine    = 287.0
	footnoteSize = 8.0
)

const (
	bodySize    = 10.0
	bodyLeading = 4.7
)

func newFlow(s *sheet, ink colour, notes *noteBook) *flow {
	return &flow{sheet: s, ink: ink, notes: notes}
}

func (f *flow) add(rows ...row) { f.rows = append(f.rows, rows...) }

// gap adds white.
func (f *flow) gap(height float64) { f.add(row{height: height, space: true}) }

// gluedGap adds white that does not separate what is above from what is below.
func (f *flow) gluedGap(height float64) { f.add(row{height: height, space: true, glued: true}) }

// heading opens a section. It stays with the first lines below it.
func (f *flow) heading(title string) {
	f.gap(7)
	f.add(row{height: 7, glued: true, draw: func(s *sheet, top float64) {
		s.text(pageLeft, top+4.6, bold(), 13, f.ink, prose(title))
		s.line(pageLeft, top+6.6, pageRight, top+6.6, 0.35, f.ink)
	}})
	f.gluedGap(2.4)
}

// paragraph is a text set in lines.
type paragraph struct {
	text    string
	left    float64 // from here to the right margin, or to right where it is set
	right   float64
	face    *typeface
	size    float64
	leading float64
	colour  colour
	sources []string
	link    string                                        // opens when any line is clicked
	first   func(s *sheet, top float64)                   // drawn beside the first line
	every   func(s *sheet, top, height float64, line int) // drawn behind each line
}

// setParagraph adds a text. Short texts stay whole; of longer ones at least
// two lines stay together at either end.
func (f *flow) setParagraph(p paragraph) {
	p = p.withDefaults()
	marks := f.notes.marks(p.sources)
	text := prose(p.text)
	lines := wrap(p.face, p.size, text, p.right-p.left, marksWidth(marks))
	for i, line := range lines {
		last := i == len(lines)-1
		r := row{height: p.leading, glued: keepsWithNext(i, len(lines))}
		if last {
			r.notes = f.notes.numbers(p.sources)
		}
		r.draw = func(s *sheet, top float64) {
			p.drawLine(s, top, line, i)
			if last {
				drawMarks(s, p.left+p.face.width(line, p.size), top+p.baseline(), marks)
			}
		}
		f.add(r)
	}
}

// gluedParagraph is setParagraph for a text that must not be parted from the
// next one.
func (f *flow) gluedParagraph(p paragraph) {
	f.setParagraph(p)
	f.rows[len(f.rows)-1].glued = true
}

// keepsWithNext is the widow and orphan rule: up to five lines stay together.
func keepsWithNext(i, count int) bool {
	if i == count-1 {
		return false
	}
	return count <= 5 || i == 0 || i == count-2
}

func (p paragraph) withDefaults() paragraph {
	if p.left == 0 {
		p.left = pageLeft
	}
	if p.right == 0 {
		p.right = pageRight
	}
	if p.face == nil {
		p.face = regular()
	}
	if p.size == 0 {
		p.size = bodySize
	}
	if p.leading == 0 {
		p.leading = bodyLeading * p.size / bodySize
	}
	return p
}

// baseline is how far below its top a line stands.
func (p paragraph) baseline() float64 {
	return p.leading/2 + p.size*mmPerPoint*0.36
}

func (p paragraph) drawLine(s *sheet, top float64, line string, i int) {
	if p.every != nil {
		p.every(s, top, p.leading, i)
	}
	if i == 0 && p.first != nil {
		p.first(s, top)
	}
	s.text(p.left, top+p.baseline(), p.face, p.size, p.colour, line)
	if p.link != "" {
		s.link(p.left, top, p.face.width(line, p.size), p.leading, p.link)
	}
}

// page is what one sheet of paper holds.
type page struct {
	rows  []row
	tops  []float64
	notes []int
}

// print sets the rows on pages and draws them.
func (f *flow) print(runningTitle string) {
	pages := f.paginate()
	for i, p := range pages {
		f.sheet.addPage()
		if i > 0 {
			f.sheet.text(pageLeft, 14, regular(), 8.5, darkGrey, shortened(regular(), 8.5, runningTitle, pageWidth))
			f.sheet.line(pageLeft, 16.5, pageRight, 16.5, 0.1, midGrey)
		}
		for j, r := range p.rows {
			if r.draw != nil {
				r.draw(f.sheet, p.tops[j])
			}
		}
		f.notes.draw(f.sheet, p.notes)
		f.sheet.flushRight(pageRight, folioLine, regular(), 8.5, darkGrey, fmt.Sprintf("page\u00a0%d/%d", i+1, len(pages)))
		f.sheet.text(pageLeft, folioLine, regular(), 8.5, darkGrey, colophon)
	}
}

// colophon says what the list is and what it is not.
const colophon = "Liste établie par recevable, logiciel libre indépendant de l’administration. La décision appartient à l’ANTS."

// shortened cuts a running title, and only that, to one line.
func shortened(face *typeface, size float64, s string, width float64) string {
	if fits(face, size, s, width) {
		return s
	}
	lines, _ := cut(face, size, s, width-face.width("…", size))
	return lines[0] + "…"
}

// paginate fills pages from the top. A group of glued rows goes to the next
// page when it does not fit; a group taller than a page is broken where it
// must be.
func (f *flow) paginate() []page {
	pages := []page{{}}
	y := firstTop
	for _, group := range f.groups() {
		current := &pages[len(pages)-1]
		if len(current.rows) > 0 && !f.fitsOn(current, y, group) {
			pages = append(pages, page{})
			current, y = &pages[len(pages)-1], otherTop
		}
		for _, r := range group {
			if r.space && len(current.rows) == 0 {
				continue
			}
			if len(current.rows) > 0 && !f.fitsOn(current, y, []row{r}) {
				pages = append(pages, page{})
				current, y = &pages[len(pages)-1], otherTop
			}
			current.rows = append(current.rows, r)
			current.tops = append(current.tops, y)
			current.notes = union(current.notes, r.notes)
			y += r.height
		}
	}
	return pages
}

// groups parts the rows where a page may end.
func (f *flow) groups() [][]row {
	var groups [][]row
	start := 0
	for i, r := range f.rows {
		if !r.glued || i == len(f.rows)-1 {
			groups = append(groups, f.rows[start:i+1])
			start = i + 1
		}
	}
	return groups
}

func (f *flow) fitsOn(p *page, y float64, group []row) bool {
	notes := p.notes
	for i, r := range group {
		// White at the end of a page may run over.
		if !(r.space && i == len(group)-1) {
			y += r.height
		}
		notes = union(notes, r.notes)
	}
	return y+f.notes.height(notes) <= pageBottom
}

// union keeps the numbers sorted: notes stand in the order they are numbered.
func union(a, b []int) []int {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}
