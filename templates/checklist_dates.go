package templates

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

// The dated road is a vertical line: at its left when, at its right what. What is
// behind hangs on a thin broken line, what is ahead on a thick one, and between
// the two lies the day of the list. The further two dates are apart, the further
// they stand.
const (
	roadLine   = pageLeft + 43
	roadText   = roadLine + 6
	roadDates  = roadLine - 6 // where dates end
	roadBroken = 0.25         // thickness of the line behind
	roadWhole  = 0.9          // and ahead
	todayStrip = 7.0
)

// writeDeadlines draws the dates in order, the day of the list among them, and
// last those that still depend on a missing fact.
func (c Checklist) writeDeadlines(f *flow) {
	if len(c.Deadlines) == 0 {
		return
	}
	stops := c.stops()
	f.section("Les dates", len(stops), func(i int) {
		r := roadPiece{stop: stops[i], seen: c.Date, first: i == 0, last: i == len(stops)-1}
		r.write(f)
		if !r.last {
			f.add(row{height: roadGap(stops[i].Date, stops[i+1].Date), draw: func(s *sheet, top float64) {
				r.drawRoad(s, top, top+roadGap(stops[i].Date, stops[i+1].Date), r.ahead() || r.today)
			}})
		}
	})
}

// roadGap is the length of the road between two dates: it grows as they part, and
// ever less, so that two years do not take a page.
func roadGap(from, to calendar.Date) float64 {
	const least, growth, unit = 1.8, 1.15, 15.0 // mm, mm at each doubling, days
	if from.IsZero() || to.IsZero() {
		return least
	}
	return least + growth*math.Log2(1+max(0, float64(from.DaysUntil(to)))/unit)
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
		stops = append(stops, stop{Deadline{Date: c.Date, Label: "Jour de cette liste : les durées se comptent d’ici"}, true})
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

// roadPiece is a stop and the length of road it stands on.
type roadPiece struct {
	stop
	seen        calendar.Date // the day of the list
	first, last bool
}

// ahead reports whether the stop lies behind the day of the list, or has no day.
func (r roadPiece) ahead() bool { return r.Date.IsZero() || !r.seen.IsZero() && r.Date.After(r.seen) }

func (r roadPiece) write(f *flow) {
	if r.today {
		f.add(row{height: todayStrip, draw: r.drawToday})
		return
	}
	face, ink := regular(), darkGrey
	if r.ahead() && !r.Done && !r.Past {
		face, ink = bold(), black
	}
	start := len(f.rows)
	f.setColumns(
		paragraph{
			text: r.date(), left: pageLeft, right: roadDates, flush: true, face: face, colour: ink,
			first: func(s *sheet, top float64) {
				s.flushRight(roadDates, top+bodyLeading+3.6, regular(), bodySize, darkGrey, r.away())
			},
		},
		paragraph{
			text: r.label(), left: roadText, face: face, colour: ink, sources: r.Sources,
			first: func(s *sheet, top float64) { r.drawDot(s, top+bodyLeading/2) },
			every: func(s *sheet, top, height float64, line int, lastLine bool) { r.drawBeside(s, top, height, line) },
		},
	)
	if len(f.rows) == start+1 && r.away() != "" {
		// The distance stands under the date: it needs a line of its own.
		f.add(row{height: bodyLeading, draw: func(s *sheet, top float64) { r.drawBeside(s, top, bodyLeading, 1) }})
	}
	f.whole(start)
}

// drawBeside draws the road beside a line of text. It starts at the first dot and
// ends at the last.
func (r roadPiece) drawBeside(s *sheet, top, height float64, line int) {
	dot := top + bodyLeading/2
	if r.last {
		if line == 0 && !r.first {
			r.drawRoad(s, top, dot, r.ahead())
		}
		return
	}
	if line > 0 {
		r.drawRoad(s, top, top+height, r.ahead())
		return
	}
	if !r.first {
		r.drawRoad(s, top, dot, r.ahead())
	}
	r.drawRoad(s, dot, top+height, r.ahead())
}

func (r roadPiece) drawRoad(s *sheet, from, to float64, ahead bool) {
	if ahead {
		s.line(roadLine, from, roadLine, to, roadWhole, black)
		return
	}
	const dash, pitch = 0.9, 1.8
	for y := from; y < to; y += pitch {
		s.line(roadLine, y, roadLine, min(y+dash, to), roadBroken, darkGrey)
	}
}

// drawToday draws the day of the list across the road, white on black: nothing
// else on the page looks like it.
func (r roadPiece) drawToday(s *sheet, top float64) {
	baseline := top + todayStrip/2 + bodySize*mmPerPoint*0.36
	s.fill(pageLeft, top, pageWidth, todayStrip, slate)
	s.flushRight(roadDates, baseline, bold(), bodySize, white, r.date())
	s.text(roadText, baseline, bold(), bodySize, white, prose(r.Label))
	s.polygon([][2]float64{{roadLine - 2, top + 2.2}, {roadLine + 2, top + 2.2}, {roadLine, top + todayStrip - 2}}, white)
}

// away says how far from the day of the list a stop lies.
func (r roadPiece) away() string {
	return FromDay(r.seen, r.Date)
}

func (st stop) label() string {
	if st.today {
		return st.Label
	}
	return st.Told()
}

// Told is the label, a past date put in the past.
func (d Deadline) Told() string {
	switch {
	case !d.Past:
		return d.Label
	case strings.HasPrefix(d.Label, "Vous pouvez "):
		return "Depuis le " + d.Date.French() + " : " + lowerFirst(d.Label)
	default:
		return "Passé : " + lowerFirst(d.Label)
	}
}

// date is what stands at the left of the line.
func (st stop) date() string {
	if st.Date.IsZero() {
		return "à préciser"
	}
	return st.Date.French()
}

// drawDot marks a stop: full ahead, ticked where it is done, ringed once past, a
// small ring where the date is not known yet.
func (r roadPiece) drawDot(s *sheet, y float64) {
	switch {
	case r.Done:
		s.disc(roadLine, y, 2.1, white)
		drawSign(s, signTick, roadLine, y, 1.9, green, white)
	case r.Date.IsZero():
		s.disc(roadLine, y, 1.3, white)
		s.ring(roadLine, y, 1, 0.3, darkGrey)
	case r.Past || !r.ahead():
		s.disc(roadLine, y, 1.7, white)
		s.ring(roadLine, y, 1.4, 0.4, darkGrey)
	default:
		s.disc(roadLine, y, 1.8, black)
	}
}

// nextDate tells in the band what comes first: what falls on the day of the
// list itself, which its last hours are left for, or else the next day.
func (c Checklist) nextDate() string {
	if c.Date.IsZero() {
		return ""
	}
	for _, st := range c.stops() {
		switch {
		case st.today || st.Past || st.Done || st.Date.Before(c.Date):
		case st.Date == c.Date:
			today := "Aujourd’hui : " + lowerFirst(st.Label)
			if c.Verdict == Refused {
				today += ". Corrigez d’abord ce qui bloque"
			}
			return today
		default:
			return "Prochaine date : " + st.Date.French() + ", " + fromDay(c.Date, st.Date)
		}
	}
	return ""
}
