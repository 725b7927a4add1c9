package templates

import "slices"

// « Si ça coince »: what the statuses of a request mean, and what to do.

const (
	statusName    = pageLeft + 6
	statusMeaning = pageLeft + 46
	statusAction  = pageLeft + 92
	statusGutter  = 4.0
)

// writeStatuses prints first the statuses that wait for the person, then those
// that one only waits for.
func (c Checklist) writeStatuses(f *flow) {
	if len(c.Statuses) == 0 {
		return
	}
	f.heading("Si ça coince")
	head := len(f.rows)
	f.setColumns(
		paragraph{text: "L’ANTS écrit", left: pageLeft, right: statusMeaning - statusGutter, face: bold(), colour: darkGrey},
		paragraph{text: "Cela veut dire", left: statusMeaning, right: statusAction - statusGutter, face: bold(), colour: darkGrey},
		paragraph{text: "Ce que vous faites", left: statusAction, face: bold(), colour: darkGrey},
	)
	columns := f.rows[head]
	f.gluedRule()
	start := len(f.rows)
	statuses := slices.Clone(c.Statuses)
	slices.SortStableFunc(statuses, func(a, b RequestStatus) int { return truth(b.waits()) - truth(a.waits()) })
	f.items(len(statuses), func(i int) {
		statuses[i].write(f)
		if i < len(statuses)-1 {
			f.rule()
		}
	})
	f.repeat(start, columns)
}

// waits reports whether the request waits for the person.
func (st RequestStatus) waits() bool { return st.Stuck || st.NewRequest }

func (st RequestStatus) write(f *flow) {
	name := paragraph{text: quoted(st.Name), left: statusName, right: statusMeaning - statusGutter, colour: black}
	action := paragraph{text: st.Action, left: statusAction, colour: darkGrey}
	if st.waits() {
		name.face, action.colour = bold(), black
	}
	name.first = func(s *sheet, top float64) { st.drawSign(s, pageLeft+2, top+bodyLeading/2) }
	start := len(f.rows)
	f.setColumns(name, paragraph{text: st.Meaning, left: statusMeaning, right: statusAction - statusGutter, colour: darkGrey}, action)
	f.whole(start)
}

// drawSign tells what has to be made anew from what has to be completed.
func (st RequestStatus) drawSign(s *sheet, x, y float64) {
	switch {
	case st.NewRequest:
		drawSign(s, signCross, x, y, 1.9, red, white)
	case st.Stuck:
		drawSign(s, signAlert, x, y, 1.9, brown, white)
	}
}

// rule draws a thin line between two items.
func (f *flow) rule() {
	f.add(row{height: 2.4, draw: func(s *sheet, top float64) { s.line(pageLeft, top+1.2, pageRight, top+1.2, 0.15, midGrey) }})
}

// gluedRule is rule under a heading.
func (f *flow) gluedRule() {
	f.rows[len(f.rows)-1].glued = true
	f.rule()
	f.rows[len(f.rows)-1].glued = true
}
