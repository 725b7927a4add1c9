package templates

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/recevable/recevable/pipeline/calendar"
)

// FollowUpPage is the follow-up on a page to pin up: how many clients stand
// where, the dates that come next, and whom to call first.
type FollowUpPage struct{ Date calendar.Date }

// FollowUpDate is a date of a client's road.
type FollowUpDate struct {
	Date  calendar.Date
	Label string
}

// How many lines the page has of each.
const (
	pageDates = 10
	pageCalls = 8
)

// WritePDF writes the page. It holds no more rows than it prints.
func (p FollowUpPage) WritePDF(w io.Writer, rows FollowUpRows) error {
	d := followUpDigest{FollowUpPage: p, verdicts: map[FollowUpVerdict]int{}}
	err := rows(func(row FollowUpRow) error {
		d.add(row)
		return nil
	})
	if err != nil {
		return err
	}
	pdf, err := d.draw().bytes()
	if err != nil {
		return err
	}
	_, err = w.Write(pdf)
	return err
}

// followUpDigest is what the page says of all rows.
type followUpDigest struct {
	FollowUpPage
	clients, waiting int // waiting: clients who have something to send
	verdicts         map[FollowUpVerdict]int
	dates            []clientDate
	calls            []clientCall
}

type clientDate struct {
	client string
	FollowUpDate
}

type clientCall struct {
	client, phone, things string
	next                  calendar.Date // zero where nothing presses
	blocking              int
}

func (d *followUpDigest) add(row FollowUpRow) {
	d.clients++
	d.verdicts[row.Verdict]++
	next := calendar.Date{}
	for _, date := range row.Dates {
		if date.Date.Before(d.Date) {
			continue
		}
		if next.IsZero() || date.Date.Before(next) {
			next = date.Date
		}
		d.dates = keepFirst(d.dates, clientDate{row.Client, date}, pageDates, func(a, b clientDate) int { return a.Date.Compare(b.Date) })
	}
	if row.Things != "" {
		d.waiting++
		d.calls = keepFirst(d.calls, clientCall{row.Client, row.Phone, row.Things, next, row.Blocking}, pageCalls, compareCalls)
	}
}

// compareCalls puts first whose date comes first, then who has more that blocks.
func compareCalls(a, b clientCall) int {
	return cmp.Or(
		cmp.Compare(truth(a.next.IsZero()), truth(b.next.IsZero())), a.next.Compare(b.next), cmp.Compare(b.blocking, a.blocking),
	)
}

// keepFirst adds an item to the first most of a list that is in order. Of two
// that are alike, the one that came first stays first.
func keepFirst[T any](list []T, item T, most int, compare func(a, b T) int) []T {
	at := len(list)
	for at > 0 && compare(item, list[at-1]) < 0 {
		at--
	}
	list = slices.Insert(list, at, item)
	return list[:min(len(list), most)]
}

func (d *followUpDigest) draw() *sheet {
	s := newSheet("Suivi des dossiers au "+d.Date.French(), d.Date)
	f := newFlow(s, numberSources(nil))
	f.setParagraph(paragraph{text: "Suivi des dossiers", face: bold(), size: 18, leading: 8})
	f.setParagraph(paragraph{text: "au " + d.Date.French() + " · " + plural(d.clients, "client", "clients"), colour: darkGrey})
	f.gap(4)
	d.writeTotals(f)
	d.writeDates(f)
	d.writeCalls(f)
	f.print("Suivi des dossiers au " + d.Date.French() + " · données personnelles : à ne pas laisser traîner")
	return s
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1\u00a0" + one
	}
	return fmt.Sprintf("%d\u00a0%s", n, many)
}

// totalBoxes are the verdicts as the page counts them.
var totalBoxes = []struct {
	verdict   FollowUpVerdict
	one, many string
	sign      sign
	ink       colour
}{
	{FollowUpRefused, "irrecevable en l’état", "irrecevables en l’état", signCross, red},
	{FollowUpToReview, "à vérifier", "à vérifier", signAlert, brown},
	{FollowUpReady, "rien de bloquant", "rien de bloquant", signTick, green},
	{FollowUpNotTreated, "non traité", "non traités", signNote, slate},
}

// writeTotals draws a box for each verdict.
func (d *followUpDigest) writeTotals(f *flow) {
	const height, gap = 20.0, 3.0
	width := (pageWidth - gap*float64(len(totalBoxes)-1)) / float64(len(totalBoxes))
	f.add(row{height: height, draw: func(s *sheet, top float64) {
		for i, box := range totalBoxes {
			left := pageLeft + float64(i)*(width+gap)
			count := d.verdicts[box.verdict]
			words := box.many
			if count < 2 {
				words = box.one
			}
			s.fill(left, top, width, height, box.ink.tint())
			s.fill(left, top, 1.2, height, box.ink)
			drawSign(s, box.sign, left+8, top+7.5, 4, box.ink, white)
			s.text(left+15, top+10.2, bold(), 20, box.ink, fmt.Sprint(count))
			s.text(left+4, top+16.8, regular(), bodySize, black, words)
		}
	}})
}

// The columns of the lists.
const (
	pageDateEdge   = pageLeft + 36 // where dates end
	pageDateClient = pageDateEdge + 4
	pageDateText   = pageLeft + 88
	pageCallName   = pageLeft + 7
	pageCallPhone  = pageLeft + 55
	pageCallThings = pageLeft + 88
)

func (d *followUpDigest) writeDates(f *flow) {
	f.section("Les prochaines dates", len(d.dates), func(i int) {
		date := d.dates[i]
		f.setColumns(
			paragraph{text: date.Date.French(), right: pageDateEdge, flush: true, face: bold(), first: func(s *sheet, top float64) { rule(s, i, top) }},
			paragraph{text: cellText(date.client), verbatim: true, left: pageDateClient, right: pageDateText - 3, face: bold()},
			paragraph{text: upperFirst(fromDay(d.Date, date.Date)) + " : " + lowerFirst(date.Label), left: pageDateText},
		)
		f.gap(1.8)
	})
}

func (d *followUpDigest) writeCalls(f *flow) {
	title := "À appeler d’abord"
	if left := d.waiting - len(d.calls); left > 0 {
		title += fmt.Sprintf(" (%d sur %d : les autres sont dans suivi.xlsx)", len(d.calls), d.waiting)
	}
	f.section(title, len(d.calls), func(i int) {
		call := d.calls[i]
		f.setColumns(
			paragraph{text: cellText(call.client), verbatim: true, left: pageCallName, right: pageCallPhone - 2, face: bold(), first: func(s *sheet, top float64) {
				rule(s, i, top)
				drawBox(s, pageLeft, top, false)
			}},
			paragraph{text: call.phone, verbatim: true, left: pageCallPhone, right: pageCallThings - 2},
			paragraph{text: upperFirst(call.things), left: pageCallThings},
		)
		f.gap(1.8)
	})
	if len(d.calls) == 0 {
		f.gap(7)
		f.setParagraph(paragraph{text: "Aucun client n’a de pièce à envoyer."})
	}
}

// rule parts a line of a list from the one above.
func rule(s *sheet, i int, top float64) {
	if i > 0 {
		s.line(pageLeft, top-0.9, pageRight, top-0.9, 0.15, midGrey)
	}
}
