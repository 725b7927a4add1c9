package templates

import (
	"strconv"
	"strings"
)

// The ANTS request, screen by screen: what to click, what to type.

const onlineTitle = "Sur le site de l’ANTS"

// writeOnline prints the page to open, then each screen, or the words to click
// where the screens are not known.
func (c Checklist) writeOnline(f *flow) {
	if c.Online == nil && len(c.Screens) == 0 {
		return
	}
	f.heading(onlineTitle)
	if c.Online != nil {
		c.writeWay(f, *c.Online)
	}
	for i, screen := range c.Screens {
		if i > 0 || c.Online != nil {
			f.gap(3.4)
		}
		screen.write(f)
	}
}

// qrSide is the square of the code, its quiet zone included: 25 mm and more of
// code, which any telephone reads from a hand away.
const qrSide = 32.0

// writeWay says how to get to the request, beside the code of its page.
func (c Checklist) writeWay(f *flow, way OnlinePath) {
	start := len(f.rows)
	right := pageRight
	var code *qrCode
	if way.Possible {
		if code = qrOf(way.Link); code != nil {
			right -= qrSide + 3
		}
	}
	intro := paragraph{text: c.wayIntro(way, code != nil), right: right, colour: black, sources: way.Sources}
	if code != nil {
		intro.first = func(s *sheet, top float64) { code.draw(s, pageRight-qrSide, top-1, qrSide) }
	}
	f.setParagraph(intro)
	if way.Possible && way.Link != "" {
		f.gap(0.8)
		f.setParagraph(paragraph{text: way.Link, verbatim: true, right: right, face: bold(), colour: black, link: way.Link})
	}
	if way.Possible && len(c.Screens) == 0 {
		for i, word := range way.Words {
			f.gap(1)
			f.setParagraph(numbered(i+1, paragraph{text: quoted(word), right: right, face: bold(), colour: black}))
		}
	}
	if way.Detail != "" {
		f.gap(0.8)
		f.setParagraph(paragraph{text: way.Detail, right: right, colour: darkGrey})
	}
	if len(c.Screens) > 0 {
		f.gap(0.8)
		f.setParagraph(paragraph{text: "Sur chaque écran : cliquez sur les mots « en gras entre guillemets », tapez ce qui est encadré. Un cadre vide est à remplir à la main.", right: right, colour: darkGrey})
	}
	if code != nil {
		f.fillUp(start, qrSide)
		f.glue(start)
		f.rows[len(f.rows)-1].glued = false
	}
}

// notOnline tells a request that is not open yet, whose screens are known, from
// one that is never made online.
func notOnline(screens []Screen) string {
	if len(screens) > 0 {
		return "Gardez ces écrans pour le jour où cette demande vous est ouverte en ligne."
	}
	return "Cette démarche ne se fait pas en ligne dans votre cas."
}

func (c Checklist) wayIntro(way OnlinePath, coded bool) string {
	switch {
	case !way.Possible:
		return notOnline(c.Screens)
	case len(c.Screens) == 0 && len(way.Words) > 0:
		return "Choisissez ces mots, dans cet ordre :"
	case coded:
		return "Ouvrez cette page, ou photographiez le code avec un téléphone :"
	case way.Link != "":
		return "Ouvrez cette page :"
	}
	return "Suivez ces écrans, dans cet ordre."
}

// fillUp adds white until the rows since start are at least so high.
func (f *flow) fillUp(start int, height float64) {
	for _, r := range f.rows[start:] {
		if !r.space {
			height -= r.height // whites may be drawn in
		}
	}
	if height > 0 {
		f.add(row{height: height, draw: func(*sheet, float64) {}})
	}
}

// numbered puts a number in the margin of a text.
func numbered(n int, p paragraph) paragraph {
	p.left = indent
	p.first = func(s *sheet, top float64) {
		s.text(pageLeft, top+3.6, bold(), bodySize+1, black, strconv.Itoa(n))
	}
	return p
}

func quoted(words string) string {
	if strings.HasPrefix(words, "«") {
		return words
	}
	return "«\u00a0" + words + "\u00a0»"
}

// A screen is a strip with its number and title, then a table: the gesture, the
// field, and what goes into it.
const (
	screenStrip   = 7.0
	screenNumber  = 9.0 // the dark field of the number
	screenGesture = pageLeft + 2
	screenLabel   = screenGesture + 18
	screenValue   = screenLabel + 62
	screenRow     = 5.2
	fieldMargin   = 1.6 // between a frame and what is typed in it
)

var paleGrey = colour{236, 236, 236}

func (sc Screen) write(f *flow) {
	f.setParagraph(sc.strip(sc.Title, true))
	f.rows[len(f.rows)-1].glued = len(sc.Rows) > 0 || sc.Warning != "" || sc.Note != ""
	body := len(f.rows)
	start := body
	for i, r := range sc.Rows {
		f.gap(1.2)
		f.rows[len(f.rows)-1].glued = true
		if i == 1 || i == len(sc.Rows)-1 {
			f.glue(start)
		}
		start = len(f.rows)
		r.write(f)
		if i < len(sc.Rows)-1 {
			f.whole(start)
		}
	}
	warning := paragraph{
		text: sc.Warning, face: bold(), colour: black,
		first: func(s *sheet, top float64) {
			drawSign(s, signAlert, screenLabel-4, top+bodyLeading/2, 1.9, brown, white)
		},
	}
	for _, p := range []paragraph{warning, {text: sc.Note, colour: darkGrey}} {
		if p.text == "" {
			continue
		}
		f.gap(1.2)
		f.glue(start)
		start = len(f.rows)
		p.left, p.right = screenLabel, pageRight-2
		f.setParagraph(p)
	}
	goesOn := sc.strip(sc.Title+" (suite)", false)
	goesOn.sources = nil
	f.repeat(body, f.lone(goesOn))
}

// strip is the title of a screen, with its number and, once, a box to tick.
func (sc Screen) strip(title string, box bool) paragraph {
	return paragraph{
		text: title, left: pageLeft + screenNumber + 3, right: pageRight - 10, face: bold(), size: titleSize,
		leading: screenStrip, colour: black, sources: sc.Sources,
		first: func(s *sheet, top float64) {
			if box {
				drawBox(s, pageRight-boxSide-2, top+(screenStrip-bodyLeading)/2, false)
			}
			if sc.Number > 0 {
				s.centred(pageLeft+screenNumber/2, top+4.9, bold(), titleSize, white, shortNumber(sc.Number))
			}
		},
		every: func(s *sheet, top, height float64, line int, lastLine bool) {
			s.fill(pageLeft+screenNumber, top, pageWidth-screenNumber, height, paleGrey)
			s.fill(pageLeft, top, screenNumber, height, slate)
		},
	}
}

// shortNumber keeps a number inside its field: no screen has four digits.
func shortNumber(n int) string {
	if n > 999 {
		return "…"
	}
	return strconv.Itoa(n)
}

// gestures say what one does with a row. Words tell them apart, and what is
// clicked stands in guillemets, what is typed in a frame.
var gestures = map[RowKind]string{ClickRow: "Cliquez", TypeRow: "Tapez", AttachRow: "Joignez"}

func (r ScreenRow) write(f *flow) {
	columns := []paragraph{{text: gestures[r.Kind], left: screenGesture, right: screenLabel, leading: screenRow, colour: darkGrey}}
	if r.Label != "" {
		columns = append(columns, paragraph{text: r.Label, left: screenLabel, right: screenValue - 4, colour: black})
	}
	value := r.value()
	if r.Note != "" {
		value.under = &paragraph{text: r.Note, left: r.noteLeft(), right: pageRight - 2, colour: darkGrey}
	}
	f.setColumns(append(columns, value)...)
}

// noteLeft puts a note under what it is about: the field, or the words.
func (r ScreenRow) noteLeft() float64 {
	switch {
	case r.Label == "":
		return screenLabel
	case r.Kind == ClickRow && r.Value != "":
		return screenValue
	}
	return screenValue + fieldMargin
}

// value is what is clicked, typed or joined. A choice that is the person's to
// make has a frame to write it in.
func (r ScreenRow) value() paragraph {
	left := screenValue
	if r.Label == "" {
		left = screenLabel
	}
	p := paragraph{text: r.Value, left: left, right: pageRight - 2, colour: black}
	if r.Kind == ClickRow && r.Value != "" {
		p.face, p.text = bold(), quoted(r.Value)
		return p
	}
	p.verbatim = true
	p.every = func(s *sheet, top, height float64, line int, lastLine bool) {
		drawField(s, p.left-fieldMargin, p.right+fieldMargin, top, height, line == 0, lastLine)
	}
	p.left += fieldMargin
	p.right -= fieldMargin
	return p
}

// drawField draws the frame of a field beside one of its lines. An empty one is
// where a hand writes.
func drawField(s *sheet, left, right, top, height float64, opens, closes bool) {
	const thickness = 0.2
	s.line(left, top, left, top+height, thickness, darkGrey)
	s.line(right, top, right, top+height, thickness, darkGrey)
	if opens {
		s.line(left, top, right, top, thickness, darkGrey)
	}
	if closes {
		s.line(left, top+height, right, top+height, thickness, darkGrey)
	}
}
