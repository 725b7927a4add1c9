package templates

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

// What to gather and the road that follows: the second half of the list.

// writeRequired prints the pieces to gather, each with a box: those that are
// missing or to redo first, then those the dossier already holds.
func (c Checklist) writeRequired(f *flow) {
	if len(c.Required) == 0 {
		return
	}
	f.heading("Les pièces à réunir")
	for _, ready := range []bool{false, true} {
		for _, piece := range c.Required {
			if piece.ready() == ready {
				writeRequiredPiece(f, piece)
			}
		}
	}
}

func writeRequiredPiece(f *flow, piece RequiredPiece) {
	const state = 36.0 // the column that says where the piece is
	conditions := piece.conditions()
	follows := conditions != "" || piece.Reason != ""
	f.setOrGlue(paragraph{
		text: piece.Label, left: indent, right: pageRight - state, face: bold(), colour: black, sources: piece.Sources,
		first: func(s *sheet, top float64) {
			drawBox(s, pageLeft+0.2, top, piece.ready(), f.ink)
			s.flushRight(pageRight, top+3.6, regular(), bodySize, darkGrey, piece.state())
		},
	}, follows)
	f.setText(piece.Reason, conditions != "")
	f.setText(conditions, false)
	f.gap(2)
}

// setText adds an indented body text, where there is one.
func (f *flow) setText(text string, glued bool) {
	if text != "" {
		f.setOrGlue(paragraph{text: text, left: indent, colour: darkGrey}, glued)
	}
}

// ready reports whether nothing is left to do about a piece. Only a piece that
// is there and that no check holds back gets its box ticked.
func (p RequiredPiece) ready() bool {
	return p.Present && (p.Verdict == "" || p.Verdict == Acceptable)
}

func (p RequiredPiece) state() string {
	switch {
	case p.ready():
		return "dans le dossier"
	case p.Present && p.Verdict == Refused:
		return "à refaire"
	case p.Present:
		return "à vérifier"
	case p.Mandatory:
		return "à joindre"
	default:
		return "si on vous la demande"
	}
}

// conditions are the limits of a piece: « 5 pages au plus, daté de moins de
// 6 mois ».
func (p RequiredPiece) conditions() string {
	var parts []string
	switch {
	case p.PagesMax == 1:
		parts = append(parts, "une seule page")
	case p.PagesMax > 1:
		parts = append(parts, fmt.Sprintf("%d\u00a0pages au plus", p.PagesMax))
	}
	if p.AgeMaxMonths > 0 {
		parts = append(parts, fmt.Sprintf("moins de %d\u00a0mois", p.AgeMaxMonths))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Limite\u00a0: " + strings.Join(parts, ", ") + "."
}

// writeRequirements prints what the decision asks for, and why.
func (c Checklist) writeRequirements(f *flow) {
	var settled []*Requirement
	for _, r := range []*Requirement{c.Exams, c.Psychotechnical, c.Medical} {
		if r != nil {
			settled = append(settled, r)
		}
	}
	if len(settled) == 0 {
		return
	}
	f.heading("Épreuves, test et visite médicale")
	for _, r := range settled {
		f.setOrGlue(paragraph{
			text: r.Title, left: indent, face: bold(), colour: black, sources: r.Sources,
			first: func(s *sheet, top float64) { drawBox(s, pageLeft+0.2, top, false, f.ink) },
		}, r.Detail != "")
		f.setText(r.Detail, false)
		f.gap(2)
	}
}

// The dated road: dates at the left of a vertical line, labels at its right.
const (
	roadLine = pageLeft + 40
	roadText = roadLine + 5
)

// writeDeadlines draws the dates in order, the day of the list among them, and
// last those that still depend on a missing fact.
func (c Checklist) writeDeadlines(f *flow) {
	if len(c.Deadlines) == 0 {
		return
	}
	f.heading("Les dates")
	stops := c.stops()
	for i, stop := range stops {
		stop.write(f, i == 0, i == len(stops)-1)
	}
}

// stop is one point of the dated road.
type stop struct {
	Deadline
	today bool
}

func (c Checklist) stops() []stop {
	var stops []stop
	for _, d := range c.Deadlines {
		stops = append(stops, stop{Deadline: d})
	}
	if !c.Date.IsZero() {
		label := "Jour pour lequel cette liste est établie"
		stops = append(stops, stop{Deadline{Date: c.Date, Label: label}, true})
	}
	slices.SortStableFunc(stops, func(a, b stop) int {
		return cmp.Or(
			cmp.Compare(truth(a.Date.IsZero()), truth(b.Date.IsZero())),
			a.Date.Compare(b.Date),
			cmp.Compare(truth(b.today), truth(a.today)),
		)
	})
	return stops
}

// truth orders false before true.
func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (st stop) write(f *flow, first, last bool) {
	label, face, ink := st.Label, regular(), black
	switch {
	case st.today:
		ink = darkGrey
	case st.Past:
		label, ink = "Date passée\u00a0: "+label, darkGrey
	case !st.Date.IsZero():
		face = bold()
	}
	f.setParagraph(paragraph{
		text: label, left: roadText, face: face, colour: ink, sources: st.Sources,
		first: func(s *sheet, top float64) {
			s.flushRight(roadLine-5, top+3.6, face, bodySize, ink, st.date())
			st.drawDot(s, top+bodyLeading/2, f.ink)
		},
		every: func(s *sheet, top, height float64, line int) {
			// The line runs from the first dot to the last.
			from, to := top, top+height
			if first && line == 0 {
				from = top + bodyLeading/2
			}
			if last {
				to = top + bodyLeading/2
			}
			if !last || line == 0 {
				s.line(roadLine, from, roadLine, to, 0.3, midGrey)
			}
		},
	})
	if last {
		return
	}
	f.add(row{height: 2.2, draw: func(s *sheet, top float64) {
		s.line(roadLine, top, roadLine, top+2.2, 0.3, midGrey)
	}})
}

// date is what stands at the left of the line.
func (st stop) date() string {
	if st.Date == (calendar.Date{}) {
		return "à préciser"
	}
	return st.Date.French()
}

// drawDot marks a stop: full ahead, ringed once past, a bar for the day of the
// list, a small ring where the date is not known yet.
func (st stop) drawDot(s *sheet, y float64, ink colour) {
	switch {
	case st.today:
		s.fill(roadLine-2.4, y-0.5, 4.8, 1, ink)
	case st.Date.IsZero():
		s.disc(roadLine, y, 0.9, white)
		s.ring(roadLine, y, 0.9, 0.3, darkGrey)
	case st.Past:
		s.disc(roadLine, y, 1.3, white)
		s.ring(roadLine, y, 1.3, 0.4, darkGrey)
	default:
		s.disc(roadLine, y, 1.5, ink)
	}
}

// writeOnline prints the words to click, in order and to the letter.
func (c Checklist) writeOnline(f *flow) {
	if c.Online == nil {
		return
	}
	f.heading("Sur le site de l’ANTS")
	intro, words := "Choisissez ces mots, dans cet ordre\u00a0:", c.Online.Words
	if !c.Online.Possible {
		intro, words = "Cette démarche ne se fait pas en ligne.", nil
	}
	f.setOrGlue(paragraph{text: intro, colour: black, sources: c.Online.Sources}, len(words) > 0)
	f.gluedGap(1)
	for i, word := range words {
		f.setParagraph(numbered(f, i+1, paragraph{text: quoted(word), face: bold(), colour: black}))
		f.gap(1)
	}
	if c.Online.Detail != "" {
		f.gap(0.6)
		f.setParagraph(paragraph{text: c.Online.Detail, colour: darkGrey})
	}
}

// numbered puts a number in the margin of a text.
func numbered(f *flow, n int, p paragraph) paragraph {
	p.left = indent
	p.first = func(s *sheet, top float64) {
		s.text(pageLeft, top+3.6, bold(), bodySize+1, f.ink, strconv.Itoa(n))
	}
	return p
}

func quoted(words string) string {
	if strings.HasPrefix(words, "«") {
		return words
	}
	return "«\u00a0" + words + "\u00a0»"
}

// writeSteps prints the road from today to the licence, with what it costs.
func (c Checklist) writeSteps(f *flow) {
	if len(c.Steps) == 0 && c.Budget == nil {
		return
	}
	f.heading("Les étapes et leur coût")
	for i, step := range c.Steps {
		writeStep(f, i+1, step)
	}
	if c.Budget != nil {
		f.add(row{height: 8, draw: func(s *sheet, top float64) {
			s.line(pageLeft, top, pageRight, top, 0.35, f.ink)
			s.text(pageLeft, top+5.4, bold(), 11, f.ink, "Budget à prévoir")
			s.flushRight(pageRight, top+5.4, bold(), 11, f.ink, c.Budget.String())
		}})
	}
}

func writeStep(f *flow, n int, step Step) {
	const costColumn = 32.0
	title := numbered(f, n, paragraph{
		text: step.Title, right: pageRight - costColumn, face: bold(), colour: black, sources: step.Sources,
	})
	drawNumber := title.first
	title.first = func(s *sheet, top float64) {
		drawNumber(s, top)
		if step.Cost != nil {
			s.flushRight(pageRight, top+3.6, regular(), bodySize, black, step.Cost.String())
		}
	}
	f.setOrGlue(title, step.Detail != "" || step.Link != "")
	f.setText(step.Detail, step.Link != "")
	if step.Link != "" {
		f.setParagraph(paragraph{text: step.Link, left: indent, colour: darkGrey, link: step.Link})
	}
	f.gap(2.4)
}

// String writes a cost as French prose does: « gratuit », « 36 € »,
// « 400 à 1 500 € ».
func (c CostRange) String() string {
	switch {
	case c.Min == 0 && c.Max == 0:
		return "gratuit"
	case c.Min == c.Max:
		return thousands(c.Min) + "\u00a0€"
	default:
		return thousands(c.Min) + "\u00a0à\u00a0" + thousands(c.Max) + "\u00a0€"
	}
}

// thousands groups digits by three with no-break spaces, from 1 000 on.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	if n < 1000 {
		return digits
	}
	return thousands(n/1000) + "\u00a0" + digits[len(digits)-3:]
}
