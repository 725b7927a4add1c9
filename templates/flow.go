package templates

import (
	"fmt"
	"math"
	"strings"
)

// flow turns a sequence of rows into pages: it breaks where the text allows and
// keeps headings with what follows.
type flow struct {
	sheet *sheet
	notes *noteBook
	rows  []row
	said  strings.Builder // every text set so far
}

// row is a strip of the page that is never broken: one line of text most often.
type row struct {
	height float64
	glued  bool // stays on the page of the next row
	space  bool // white only: dropped at the top of a page
	head   bool // the title of a section
	again  *row // printed above it, where it comes to stand at the top of a page
	draw   func(s *sheet, top float64)
	// beside are further columns. Rows that have some and follow each other make a
	// table: it is drawn, and read, one column after the other.
	beside []func(s *sheet, top float64)
}

// The text area of the list.
const (
	pageLeft   = 20.0
	pageRight  = 190.0
	pageWidth  = pageRight - pageLeft
	pageTop    = 16.0
	pageBottom = 274.0
	footRule   = 278.0
	footLine   = 282.6 // the baselines of the two lines of the foot
	footLast   = 287.2
)

const (
	bodySize    = 10.0
	bodyLeading = 4.7
)

// titleSize is the type of what stands at the head of a part of a section.
const titleSize = 11.0

func newFlow(s *sheet, notes *noteBook) *flow { return &flow{sheet: s, notes: notes} }

func (f *flow) add(rows ...row) { f.rows = append(f.rows, rows...) }

// gap adds white.
func (f *flow) gap(height float64) { f.add(row{height: height, space: true}) }

// gluedGap adds white that does not separate what is above from what is below.
func (f *flow) gluedGap(height float64) { f.add(row{height: height, space: true, glued: true}) }

// heading opens a section. It stays with the first lines below it.
func (f *flow) heading(title string) {
	f.gap(7)
	f.add(row{height: 7, glued: true, head: true, draw: func(s *sheet, top float64) {
		s.text(pageLeft, top+4.6, bold(), 13, black, prose(title))
		s.line(pageLeft, top+6.6, pageRight, top+6.6, 0.35, black)
	}})
	f.gluedGap(2.4)
}

// section sets a heading and its items. The heading keeps the first two items
// with it, and the last one keeps the one before it: an item alone, at the foot
// of a page or at its head, is one that a reader misses.
func (f *flow) section(title string, count int, item func(i int)) {
	if count == 0 {
		return
	}
	f.heading(title)
	start := len(f.rows)
	f.items(count, item)
	f.goesOn(start, title)
}

// goesOn says which section it is on each page that what was set since start
// goes on to.
func (f *flow) goesOn(start int, title string) {
	f.repeat(start, f.lone(paragraph{text: title + " (suite)", face: bold(), leading: 6.4, colour: darkGrey}))
}

// items is section without its heading.
func (f *flow) items(count int, item func(i int)) {
	for i := range count {
		start := len(f.rows)
		item(i)
		if i < count-1 && (i == 0 || i == count-2) {
			f.glue(start)
		}
	}
}

// glue keeps all that was set since a row with what comes next.
func (f *flow) glue(start int) {
	for i := range f.rows[start:] {
		f.rows[start+i].glued = true
	}
}

// whole keeps what was set since a row on one page.
func (f *flow) whole(start int) {
	if last := len(f.rows) - 1; start < last {
		f.glue(start)
		f.rows[last].glued = false
	}
}

// lone is the first line of a text, as a row that stands nowhere yet: it says
// again what was said.
func (f *flow) lone(p paragraph) row {
	apart := flow{sheet: f.sheet, notes: f.notes}
	apart.setParagraph(p)
	return apart.rows[0]
}

// repeat prints a row again at the head of each page that what was set since
// start goes on to.
func (f *flow) repeat(start int, head row) {
	head.glued = true
	for i := range f.rows[start:] {
		if r := &f.rows[start+i]; r.again == nil {
			r.again = &head
		}
	}
}

// paragraph is a text set in lines.
type paragraph struct {
	text     string
	verbatim bool    // a name of file or an address: its signs are not touched
	left     float64 // from here to the right margin, or to right where it is set
	right    float64
	flush    bool // each line ends at right
	face     *typeface
	size     float64
	leading  float64
	colour   colour
	sources  []string
	link     string                                                       // opens when any line is clicked
	first    func(s *sheet, top float64)                                  // drawn beside the first line
	every    func(s *sheet, top, height float64, line int, lastLine bool) // drawn behind each line
	under    *paragraph                                                   // set below it in the same column
}

// setParagraph adds a text. Short texts stay whole; of longer ones at least
// two lines stay together at either end.
func (f *flow) setParagraph(p paragraph) { f.setColumns(p) }

// setColumns adds texts side by side, as [flow.setParagraph] does one. Their
// lines are as high as those of the first.
func (f *flow) setColumns(columns ...paragraph) {
	texts := make([]setText, len(columns))
	count := 0
	for i, p := range columns {
		texts[i] = f.set(p)
		count = max(count, texts[i].count())
	}
	height := texts[0].leading
	for line := range count {
		r := row{height: height, glued: keepsWithNext(line, count)}
		for i, t := range texts {
			t.leading = height
			draw := func(s *sheet, top float64) { t.drawLine(s, top, line, line == count-1) }
			if i == 0 {
				r.draw = draw
			} else {
				r.beside = append(r.beside, draw)
			}
		}
		f.add(r)
	}
}

// setText is a paragraph that was broken into lines. The marks of its sources
// stand behind the last one, or in lines of their own where they are many.
type setText struct {
	paragraph
	lines     []string
	marks     string
	markLines []string
	below     *setText
}

// own counts its lines, and count those below it as well.
func (t setText) own() int { return len(t.lines) + len(t.markLines) }

func (t setText) count() int {
	if t.below == nil {
		return t.own()
	}
	return t.own() + t.below.count()
}

// set breaks a paragraph into lines.
func (f *flow) set(p paragraph) setText {
	p = p.withDefaults()
	marks := f.notes.marks(p.sources)
	text := prose(p.text)
	if p.verbatim {
		text = printable(p.text)
	}
	f.said.WriteString(text + "\n")
	width := p.right - p.left
	t := setText{paragraph: p}
	if marksWidth(marks) > width {
		t.lines, t.markLines = wrap(p.face, p.size, text, width, 0), wrap(regular(), markSize, marks, width, 0)
	} else {
		t.lines, t.marks = wrap(p.face, p.size, text, width, marksWidth(marks)), marks
	}
	if p.under != nil {
		below := f.set(*p.under)
		t.below = &below
	}
	return t
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

// drawLine draws one line of a text, or what stands behind it where the text is
// shorter than the one beside it.
func (t setText) drawLine(s *sheet, top float64, i int, lastLine bool) {
	if t.below != nil {
		if i >= t.own() {
			below := *t.below
			below.leading = t.leading
			below.drawLine(s, top, i-t.own(), lastLine)
			return
		}
		lastLine = i == t.own()-1
	}
	if t.every != nil {
		t.every(s, top, t.leading, i, lastLine)
	}
	if i == 0 && t.first != nil {
		t.first(s, top)
	}
	if i >= len(t.lines) {
		if i < t.own() {
			s.text(t.left, top+t.baseline(), regular(), markSize, markGrey, t.markLines[i-len(t.lines)])
		}
		return
	}
	line, x, baseline := t.lines[i], t.left, top+t.baseline()
	width := t.face.width(strings.TrimRight(line, " "), t.size)
	if t.flush {
		x = t.right - width
	}
	s.text(x, baseline, t.face, t.size, t.colour, line)
	if t.link != "" {
		s.link(x, top, width, t.leading, t.link)
	}
	if i == len(t.lines)-1 {
		drawMarks(s, x+width, baseline, t.marks)
	}
}

// page is what one sheet of paper holds.
type page struct {
	rows   []row
	tops   []float64
	bottom float64 // where the last row ends
}

// print sets the rows on pages and draws them. The foot of every page says whose
// list it is a part of: sheets of paper come apart.
func (f *flow) print(runningTitle string) {
	pages := f.pages()
	for i, p := range pages {
		f.sheet.addPage()
		p.draw(f.sheet)
		folio := fmt.Sprintf("page\u00a0%d/%d", i+1, len(pages))
		title := shortened(regular(), bodySize, runningTitle, pageWidth-bold().width(folio, bodySize)-6)
		f.sheet.line(pageLeft, footRule, pageRight, footRule, 0.2, darkGrey)
		f.sheet.text(pageLeft, footLine, regular(), bodySize, darkGrey, title)
		f.sheet.flushRight(pageRight, footLine, bold(), bodySize, black, folio)
		f.sheet.text(pageLeft, footLast, regular(), bodySize, darkGrey, colophon)
	}
}

func (p page) draw(s *sheet) {
	for i := 0; i < len(p.rows); {
		end := i + 1
		for end < len(p.rows) && len(p.rows[i].beside) > 0 && len(p.rows[end].beside) > 0 {
			end++
		}
		p.drawTable(s, i, end)
		i = end
	}
}

// drawTable draws the rows of a table, or a row alone.
func (p page) drawTable(s *sheet, start, end int) {
	columns := 0
	for i := start; i < end; i++ {
		if p.rows[i].draw != nil {
			p.rows[i].draw(s, p.tops[i])
		}
		columns = max(columns, len(p.rows[i].beside))
	}
	for column := range columns {
		for i := start; i < end; i++ {
			if column < len(p.rows[i].beside) {
				p.rows[i].beside[column](s, p.tops[i])
			}
		}
	}
}

// colophon says what the list is and what it is not.
const colophon = "Liste établie par recevable, logiciel libre et indépendant. La décision appartient à l’ANTS."

// shortened cuts a running title, and only that, to one line.
func shortened(face *typeface, size float64, s string, width float64) string {
	if fits(face, size, s, width) {
		return s
	}
	lines, _ := cut(face, size, s, width-face.width("…", size))
	return lines[0] + "…"
}

// Whites that are tried, as a part of what the sections ask for, where a little
// less of it saves a page.
var tighterWhites = [...]float64{0.85, 0.7}

// shortPage is a last page that is not worth a sheet of its own.
const shortPage = 60.0

// pages breaks the rows into as few pages as a little less white allows. Where
// the last one would still hold a few lines only, the one before gives it some.
func (f *flow) pages() []page {
	white := 1.0
	pages := f.paginate(white, noLimit)
	for _, tighter := range tighterWhites {
		if fewer := f.paginate(tighter, noLimit); len(fewer) < len(pages) {
			white, pages = tighter, fewer
		}
	}
	missing := pageTop + shortPage - pages[len(pages)-1].bottom
	if len(pages) == 1 || missing <= 0 {
		return pages
	}
	shared := f.paginate(white, limit{page: len(pages) - 2, bottom: pages[len(pages)-2].bottom - missing})
	if len(shared) == len(pages) {
		return shared
	}
	return pages
}

// limit ends one page above the foot of the others.
type limit struct {
	page   int
	bottom float64
}

var noLimit = limit{page: -1}

func (l limit) of(page int) float64 {
	if page == l.page {
		return l.bottom
	}
	return pageBottom
}

// paginate fills pages from the top. A group of glued rows goes to the next
// page when it does not fit; a group taller than a page is broken where it
// must be.
func (f *flow) paginate(white float64, l limit) []page {
	pages := []page{{bottom: pageTop}}
	current := &pages[0]
	turn := func() {
		pages = append(pages, page{bottom: pageTop})
		current = &pages[len(pages)-1]
	}
	for _, group := range f.groups() {
		if len(current.rows) > 0 && !current.holds(group, white, l.of(len(pages)-1)) {
			turn()
		}
		for i, r := range group {
			if r.space && len(current.rows) == 0 {
				continue
			}
			if len(current.rows) > 0 && !current.holds(group[i:i+1], white, l.of(len(pages)-1)) {
				turn()
			}
			if r.again != nil && len(current.rows) == 0 {
				current.put(*r.again, white)
			}
			current.put(r, white)
		}
	}
	return pages
}

// put adds a row at the end of a page.
func (p *page) put(r row, white float64) {
	p.rows = append(p.rows, r)
	p.tops = append(p.tops, p.bottom)
	p.bottom += r.tall(white)
}

// tall is the height of a row where whites are drawn in.
func (r row) tall(white float64) float64 {
	if r.space {
		return r.height * white
	}
	return r.height
}

// leastUnderHeading is how much of a section stands on the page of its title:
// four lines of text, or all there is.
const leastUnderHeading = 4 * bodyLeading

// groups parts the rows where a page may end.
func (f *flow) groups() [][]row {
	var groups [][]row
	start, under := 0, math.Inf(1) // under: what stands below the last title so far
	for i, r := range f.rows {
		switch {
		case r.head:
			under = 0
		case !r.space:
			under += r.height
		}
		last := i == len(f.rows)-1
		short := under < leastUnderHeading && !last && !f.startsSection(i+1)
		if last || !r.glued && !short {
			groups = append(groups, f.rows[start:i+1])
			start = i + 1
		}
	}
	return groups
}

// startsSection reports whether the next row that is no white is a title.
func (f *flow) startsSection(i int) bool {
	for i < len(f.rows) && f.rows[i].space {
		i++
	}
	return i == len(f.rows) || f.rows[i].head
}

// holds reports whether the rows still fit on the page. White at its end may run
// over.
func (p *page) holds(group []row, white, bottom float64) bool {
	y := p.bottom
	for i, r := range group {
		if !(r.space && i == len(group)-1) {
			y += r.tall(white)
		}
	}
	return y <= bottom
}
