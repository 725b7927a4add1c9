package templates

import (
	"fmt"
	"slices"
	"strconv"
)

// writeSteps prints the road from today to the licence, with what it costs.
func (c Checklist) writeSteps(f *flow) {
	if len(c.Steps) == 0 && c.Budget == nil {
		return
	}
	const title = "Les étapes et leur coût"
	f.heading(title)
	start := len(f.rows)
	defer func() { f.goesOn(start, title) }()
	last := start
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
	const costColumn = 36.0
	text := step.Detail
	name := paragraph{
		text: fmt.Sprintf("%d.\u00a0%s", n, step.Title), right: pageRight - costColumn,
		first: func(s *sheet, top float64) {
			drawBox(s, pageLeft+0.2, top, step.Done)
			step.drawCost(s, top)
		},
	}
	f.setItem(name, step.Sources, text)
	if step.Link != "" {
		f.rows[len(f.rows)-1].glued = true
		f.setParagraph(paragraph{text: shortAddress(step.Link), verbatim: true, left: indent, colour: darkGrey, link: step.Link})
	}
	f.gap(2.4)
}

// drawCost says at the right of a step what it costs, or that it is done.
func (st Step) drawCost(s *sheet, top float64) {
	switch {
	case st.Done:
		s.flushRight(pageRight, top+3.6, bold(), bodySize, green, "fait")
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
