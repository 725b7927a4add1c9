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
	pieces := slices.Clone(c.Required)
	slices.SortStableFunc(pieces, func(a, b RequiredPiece) int { return cmp.Compare(truth(a.ready()), truth(b.ready())) })
	f.section("Les pièces à réunir", len(pieces), func(i int) { writeRequiredPiece(f, pieces[i]) })
}

func writeRequiredPiece(f *flow, piece RequiredPiece) {
	const state = 36.0 // the column that says where the piece is
	conditions := piece.conditions()
	follows := conditions != "" || piece.Reason != ""
	f.setOrGlue(paragraph{
		text: piece.Label, left: indent, right: pageRight - state, face: bold(), colour: black, sources: piece.Sources,
		first: func(s *sheet, top float64) {
			drawBox(s, pageLeft+0.2, top, piece.ready())
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
	f.section("Épreuves, test et visite médicale", len(settled), func(i int) { writeRequirement(f, settled[i]) })
}

// doneColumn is where the day a requirement was met stands, flush right.
const doneColumn = 48.0

func writeRequirement(f *flow, r *Requirement) {
	right := pageRight
	if !r.DoneOn.IsZero() {
		right -= doneColumn
	}
	f.setOrGlue(paragraph{
		text: r.Title, left: indent, right: right, face: bold(), colour: black, sources: r.Sources,
		first: func(s *sheet, top float64) {
			if r.NotDue {
				drawDash(s, pageLeft+0.2, top)
				return
			}
			drawBox(s, pageLeft+0.2, top, !r.DoneOn.IsZero())
			if !r.DoneOn.IsZero() {
				s.flushRight(pageRight, top+3.6, regular(), bodySize, green, "fait le "+r.DoneOn.French())
			}
		},
	}, r.Detail != "")
	f.setText(r.Detail, false)
	f.gap(2)
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
	stops := c.stops()
	f.section("Les dates", len(stops), func(i int) { stops[i].write(f, i == 0, i == len(stops)-1) })
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
	face, ink := regular(), darkGrey
	switch {
	case st.today || st.Past || st.Done:
	case st.Date.IsZero():
		ink = black
	default:
		face, ink = bold(), black
	}
	f.setParagraph(paragraph{
		text: st.label(), left: roadText, face: face, colour: ink, sources: st.Sources,
		first: func(s *sheet, top float64) {
			s.flushRight(roadLine-5, top+3.6, face, bodySize, ink, st.date())
			st.drawDot(s, top+bodyLeading/2)
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

// label puts a past date in the past.
func (st stop) label() string {
	switch {
	case !st.Past || st.today:
		return st.Label
	case strings.HasPrefix(st.Label, "Vous pouvez "):
		return "Depuis le " + st.Date.French() + " : " + lowerFirst(st.Label)
	default:
		return "Passé : " + lowerFirst(st.Label)
	}
}

// date is what stands at the left of the line.
func (st stop) date() string {
	if st.Date == (calendar.Date{}) {
		return "à préciser"
	}
	return st.Date.French()
}

// drawDot marks a stop: full ahead, ticked where it is done, ringed once past, a
// bar for the day of the list, a small ring where the date is not known yet.
func (st stop) drawDot(s *sheet, y float64) {
	switch {
	case st.today:
		s.fill(roadLine-2.4, y-0.5, 4.8, 1, black)
	case st.Done:
		drawSign(s, signTick, roadLine, y, 1.7, green, white)
	case st.Date.IsZero():
		s.disc(roadLine, y, 0.9, white)
		s.ring(roadLine, y, 0.9, 0.3, darkGrey)
	case st.Past:
		s.disc(roadLine, y, 1.3, white)
		s.ring(roadLine, y, 1.3, 0.4, darkGrey)
	default:
		s.disc(roadLine, y, 1.5, black)
	}
}

// writeOnline prints the words to click, in order and to the letter.
func (c Checklist) writeOnline(f *flow) {
	if c.Online == nil {
		return
	}
	f.heading("Sur le site de l’ANTS")
	intro, words := "Choisissez ces mots, dans cet ordre :", c.Online.Words
	if !c.Online.Possible {
		intro, words = "Cette démarche ne se fait pas en ligne.", nil
	}
	f.setOrGlue(paragraph{text: intro, colour: black, sources: c.Online.Sources}, len(words) > 0)
	f.gluedGap(1)
	for i, word := range words {
		f.setParagraph(numbered(i+1, paragraph{text: quoted(word), face: bold(), colour: black}))
		f.gap(1)
	}
	if c.Online.Detail != "" {
		f.gap(0.6)
		f.setParagraph(paragraph{text: c.Online.Detail, colour: darkGrey})
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

// writeSteps prints the road from today to the licence, with what it costs.
func (c Checklist) writeSteps(f *flow) {
	if len(c.Steps) == 0 && c.Budget == nil {
		return
	}
	f.heading("Les étapes et leur coût")
	last := len(f.rows)
	f.items(len(c.Steps), func(i int) {
		last = len(f.rows)
		writeStep(f, i+1, c.Steps[i])
	})
	if c.Budget == nil {
		return
	}
	f.glue(last)
	f.add(row{height: 8, draw: func(s *sheet, top float64) {
		s.line(pageLeft, top, pageRight, top, 0.35, black)
		s.text(pageLeft, top+5.4, bold(), 11, black, c.budgetTitle())
		s.flushRight(pageRight, top+5.4, bold(), 11, black, c.budgetText())
	}})
}

// budgetTitle tells a whole road from what is left of it: a step that is done
// costs nothing more.
func (c Checklist) budgetTitle() string {
	if c.anyStepDone() {
		return "Budget qui reste à prévoir"
	}
	return "Budget à prévoir"
}

// budgetText is the sum. A road that is all behind has not become « gratuit ».
func (c Checklist) budgetText() string {
	if c.anyStepDone() && *c.Budget == (CostRange{}) {
		return "0\u00a0€"
	}
	return c.Budget.String()
}

func (c Checklist) anyStepDone() bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Done })
}

func writeStep(f *flow, n int, step Step) {
	const costColumn = 32.0
	title := numbered(n, paragraph{
		text: step.Title, right: pageRight - costColumn, face: bold(), colour: black, sources: step.Sources,
	})
	drawNumber := title.first
	title.first = func(s *sheet, top float64) {
		drawNumber(s, top)
		step.drawCost(s, top)
	}
	f.setOrGlue(title, step.Detail != "" || step.Link != "")
	f.setText(step.Detail, step.Link != "")
	if step.Link != "" {
		f.setParagraph(paragraph{text: shortAddress(step.Link), verbatim: true, left: indent, colour: darkGrey, link: step.Link})
	}
	f.gap(2.4)
}

// drawCost says at the right of a step what it costs, or that it is done.
func (st Step) drawCost(s *sheet, top float64) {
	switch {
	case st.Done:
		const word = "fait"
		s.flushRight(pageRight, top+3.6, bold(), bodySize, green, word)
		drawTick(s, pageRight-bold().width(word, bodySize)-boxSide-0.8, top+(bodyLeading-boxSide)/2)
	case st.Cost != nil:
		s.flushRight(pageRight, top+3.6, regular(), bodySize, black, st.Cost.String())
	}
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
