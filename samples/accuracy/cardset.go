package main

import (
	"context"
	"fmt"
	"image/color"
	"strings"
	"time"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// The lines that a set of cards counts.
const (
	zoneRead   = iota // in OCR-B
	zoneReadAs        // in another typeface of one width
	endRead
	cardBlocked
)

func cardCounts(goal string) []count {
	return []count{
		zoneRead:    {title: "zone in OCR-B read, surname right", goal: goal},
		zoneReadAs:  {title: "zone in other typefaces of one width read, surname right", goal: goal},
		endRead:     {title: "end of validity right, any typeface", goal: goal},
		cardBlocked: {title: "valid, wrongly blocked", goal: "none", fault: true},
	}
}

// lasts reports whether a reading has the end of validity of a card. That of a
// French card is known to the month only.
func (c card) lasts(in readings) bool {
	if in.Identity == nil {
		return false
	}
	want := c.expires.Format(time.DateOnly)
	if between := in.Identity.Between; in.Identity.Expires == "" && len(between) == 2 {
		return between[0] <= want && want <= between[1]
	}
	return in.Identity.Expires == want
}

// names reports whether a reading has every word of the surname.
func (c card) names(in readings) bool {
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToUpper(samples.WithoutAccents(s)), func(r rune) bool { return r == ' ' || r == '-' || r == '\'' || r == '/' })
	}
	read := strings.Join(words(in.Holder.Name), "")
	return read != "" && strings.Contains(read, strings.Join(words(c.holder.birth), ""))
}

func (c card) marks(r report) []mark {
	in := r.read()
	line := zoneRead
	if c.face.name != zoneFaces[0].name {
		line = zoneReadAs
	}
	found := "no zone"
	if in.Identity != nil {
		found = fmt.Sprintf("%+v", *in.Identity)
	}
	return []mark{
		{line, in.Identity != nil && c.names(in), fmt.Sprintf("want %s, got %q, %s", c.holder.birth, in.Holder.Name, found)},
		{endRead, c.lasts(in), fmt.Sprintf("want %s, got %s", c.expires.Format(time.DateOnly), found)},
		{cardBlocked, len(r.blocked()) > 0, fmt.Sprint(r.blocked())},
	}
}

// cardView is a way of picturing a card.
type cardView struct {
	name string
	draw func(ctx context.Context, c card, seed uint64) (document, error)
}

var (
	glass = color.RGBA{250, 250, 250, 255}
	table = color.RGBA{112, 92, 72, 255}
)

// croppedScan: the card and a little of the lid around it, at 300 or 200 dpi.
func croppedScan(ctx context.Context, c card, seed uint64) (document, error) {
	return c.scanned(ctx, c.kind.width+10, c.kind.height+10, 5, 5, []int{300, 200}[seed/12%2], seed)
}

// wholeGlass: the card somewhere on a scan of A4.
func wholeGlass(ctx context.Context, c card, seed uint64) (document, error) {
	return c.scanned(ctx, 210, 297, 8+float64(seed%5)*15, 12+float64(seed%7)*25, 300, seed)
}

func (c card) scanned(ctx context.Context, width, height, x, y float64, dpi int, seed uint64) (document, error) {
	content, err := c.file(width, height, x, y, glass)
	if err != nil {
		return document{}, err
	}
	page, err := printed(ctx, content, dpi)
	if err != nil {
		return document{}, err
	}
	askew := testpage.Tilt(testpage.Blur(page, 0.5), float64(seed%5)*0.5-1)
	return asScan("piece", askew, 80, float64(dpi), seed%4 == 3)
}

// onTable: the card on a table, seen by a phone.
func onTable(ctx context.Context, c card, seed uint64) (document, error) {
	width := c.kind.width * 1.2
	height := width * 297 / 210
	content, err := c.file(width, height, width/12, (height-c.kind.height)/2, table)
	if err != nil {
		return document{}, err
	}
	page, err := printed(ctx, content, 400)
	if err != nil {
		return document{}, err
	}
	return asScan("piece", testpage.Photo(page, seed, 2400), 85, 0, false)
}

// cardSet makes cards and pictures them in each of some ways in turn.
func cardSet(s set, first uint64, views ...cardView) set {
	s.needs = []string{rasteriser, "tesseract"}
	s.make = func(ctx context.Context, seed uint64) (specimen, error) {
		c := newCard(first + seed)
		// Six seeds go through the kinds and the typefaces; the next six
		// meet them in another view.
		view := views[(seed+seed/6)%uint64(len(views))]
		d, err := view.draw(ctx, c, seed)
		d.piece = rules.Identity
		return specimen{
			document: d, label: strings.Join([]string{c.kind.name, c.face.name, view.name}, ", "),
			marks: func(_ context.Context, r report) []mark { return c.marks(r) },
		}, err
	}
	return s
}

var cardSets = []set{
	cardSet(set{name: "mrz-scan", title: "identity papers, clean scans of 200 and 300 dpi", size: 24, counts: cardCounts("90 %")}, 0,
		cardView{"cropped", croppedScan}, cardView{"on A4", wholeGlass}),
	cardSet(set{name: "mrz-photo", title: "identity papers photographed on a table", size: 12, counts: cardCounts("")}, 36,
		cardView{"photo", onTable}),
}
