package repair

import (
	"context"
	"slices"

	"github.com/recevable/recevable/validators/reader"
)

// Where a piece has more pages than it may, those that show nothing go first,
// then the two sides of a card are put on one page. What is still too much
// stays: which page matters is for a person to say.

// excess is how many pages there are too many.
func (a *assembly) excess() int {
	if a.PagesMax == 0 {
		return 0
	}
	pages := 0
	for _, m := range a.made {
		pages += m.Pages
	}
	return pages - a.PagesMax
}

const blankMessage = "Page blanche retirée\u00a0: la pièce avait plus de pages que l’ANTS n’en accepte."

// dropBlanks removes the pages that show nothing, never the last one.
func (a *assembly) dropBlanks(ctx context.Context) {
	if a.excess() <= 0 {
		return
	}
	var kept []Made
	var gone []Made // whole files
	for _, m := range a.made {
		switch {
		case m.blankPicture():
			gone = append(gone, m)
		case m.MIME == reader.PDF && m.opens():
			kept = append(kept, a.withoutBlanks(ctx, m))
		default:
			kept = append(kept, m)
		}
	}
	if len(kept) == 0 {
		return
	}
	for _, m := range gone { // told on the first file that stays
		change := Change{Code: BlankDropped, Message: blankMessage, Page: 1}
		kept[0].Changes = append(slices.Clip(kept[0].Changes), a.signed(m, []Change{change})...)
		kept[0].From = append(slices.Clip(kept[0].From), m.From...)
	}
	a.made = kept
}

// blankPicture reports whether a picture shows nothing at all.
func (m Made) blankPicture() bool {
	if m.MIME == reader.PDF || !m.opens() || m.Pages != 1 || len(m.read.Pages) != 1 {
		return false
	}
	page := m.read.Pages[0]
	return page.Legibility != nil && page.Legibility.Blank() && len(page.Lines) == 0 && len(page.Codes) == 0
}

func (a *assembly) withoutBlanks(ctx context.Context, m Made) Made {
	blank, err := a.hands.BlankPages(ctx, m.Data)
	if err != nil || len(blank) == 0 || len(blank) >= m.Pages {
		return m
	}
	var pages []int
	for page := 1; page <= m.Pages; page++ {
		if !slices.Contains(blank, page) {
			pages = append(pages, page)
		}
	}
	file, err := a.hands.Bind(ctx, []Part{{PDF: m.Data, Pages: pages}}, a.Options)
	if err != nil || file.Pages != len(pages) {
		return m
	}
	file.Changes = slices.Clone(m.Changes)
	for _, page := range blank {
		file.Changes = append(file.Changes, Change{Code: BlankDropped, Message: blankMessage, Page: page})
	}
	without, ok := a.reread(ctx, Made{File: file, From: m.From})
	if !ok {
		return m
	}
	return without
}

// joinSides puts the sides of a card on one page, pair by pair, until the piece
// has no page too many; where that would not be enough, it does nothing.
func (a *assembly) joinSides(ctx context.Context) {
	excess := a.excess()
	if !a.Card || excess <= 0 {
		return
	}
	var all []Made
	for rest := a.made; len(rest) > 0; {
		n := sides(rest)
		if excess == 0 {
			n = len(rest)
		} else if joined, ok := a.joined(ctx, rest[:n]); ok {
			all, rest = append(all, joined), rest[n:]
			excess--
			continue
		} else if joined, fewer := a.joinedInside(ctx, rest[0], excess); fewer > 0 {
			all, rest = append(all, joined), rest[1:]
			excess -= fewer
			continue
		}
		all, rest = append(all, rest[:n]...), rest[n:]
	}
	if excess == 0 {
		a.made = all
	}
}

// sides returns how many of the first files have two pages together, 1 where
// none do.
func sides(files []Made) int {
	if len(files) > 1 && files[0].Pages == 1 && files[1].Pages == 1 {
		return 2
	}
	return 1
}

const sidesMessage = "Les deux côtés sont mis sur une seule page, l’un au-dessus de l’autre\u00a0: la pièce avait plus de pages que l’ANTS n’en accepte."

func (a *assembly) joined(ctx context.Context, files []Made) (Made, bool) {
	var sheets []Sheet
	joined := Made{}
	for _, m := range files {
		own, err := a.pictures(ctx, m)
		if err != nil {
			return Made{}, false
		}
		sheets = append(sheets, own...)
		joined.From = append(joined.From, m.From...)
		changes := m.Changes
		if len(files) > 1 {
			changes = a.signed(m, changes)
		}
		joined.Changes = append(joined.Changes, changes...)
	}
	if len(sheets) != 2 {
		return Made{}, false
	}
	sheets = a.slim(ctx, sheets)
	file, err := a.hands.TwoOnOne(ctx, sheets[0], sheets[1])
	if err != nil {
		return Made{}, false
	}
	file.Changes = append(joined.Changes, Change{Code: SidesOnOnePage, Message: sidesMessage})
	joined.File = file
	return a.reread(ctx, joined)
}

// mostSides is how many pages a PDF has at the most whose sides are put
// together: of more, which are sides of a card is for a person to say.
const mostSides = 8

// joinedInside puts neighbours of the pages of a PDF on one, until there are
// excess pages fewer: those that show so little that two of them find room on a
// page at their own size, as the scanned sides of a card do.
func (a *assembly) joinedInside(ctx context.Context, m Made, excess int) (joined Made, fewer int) {
	if m.MIME != reader.PDF || m.Pages <= 2 || m.Pages > mostSides || !m.opens() {
		return m, 0
	}
	sheets, err := a.hands.Sheets(ctx, m.Data, m.Pages)
	if err != nil || len(sheets) != m.Pages {
		return m, 0
	}
	sheets = a.slim(ctx, sheets)
	var parts []Part
	changes := slices.Clone(m.Changes)
	for page := 0; page < len(sheets); page++ {
		if fewer == excess || page+1 == len(sheets) || !sheets[page].small() || !sheets[page+1].small() {
			parts = append(parts, Part{PDF: m.Data, Pages: []int{page + 1}})
			continue
		}
		both, err := a.hands.TwoOnOne(ctx, sheets[page], sheets[page+1])
		if err != nil {
			return m, 0
		}
		parts = append(parts, Part{PDF: both.Data, Pages: []int{1}})
		changes = append(changes, Change{Code: SidesOnOnePage, Message: sidesMessage, Page: page + 1})
		fewer++
		page++
	}
	if fewer == 0 {
		return m, 0
	}
	file, err := a.hands.Bind(ctx, parts, a.Options)
	if err != nil || file.Pages != len(parts) {
		return m, 0
	}
	file.Changes = changes
	joined, ok := a.reread(ctx, Made{File: file, From: m.From})
	if !ok {
		return m, 0
	}
	return joined, fewer
}

// small reports whether a sheet finds room on half of a page at its own size.
func (s Sheet) small() bool {
	width, height := s.paper()
	return width <= a4Short-2*cardMargin && height <= a4Long/2-2*cardMargin
}

// pictures returns the pages of a file as sheets.
func (a *assembly) pictures(ctx context.Context, m Made) ([]Sheet, error) {
	if m.MIME == reader.PDF && m.Pages != 2 {
		return nil, ErrKind
	}
	if m.MIME == reader.PDF {
		return a.hands.Sheets(ctx, m.Data, m.Pages)
	}
	sheets, _, err := a.sheetsOf(ctx, m)
	return sheets, err
}
