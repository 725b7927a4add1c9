package main

import (
	"context"
	"fmt"
	"image"
	"time"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// The lines that a set of bills counts.
const (
	dateRight = iota
	freshBlocked
	oldBlocked
	oldNoticed
)

func billCounts(goal string) []count {
	return []count{
		dateRight:    {title: "issue date right", goal: goal},
		freshBlocked: {title: "fresh, wrongly blocked", goal: "none", fault: true},
		oldBlocked:   {title: "too old, blocked"},
		oldNoticed:   {title: "too old, blocked or not said to be fine"},
	}
}

// billMarks holds a report to the bill it is about.
func billMarks(issued time.Time, fresh bool, r report) []mark {
	in := r.read().IssueDate
	want := issued.Format(time.DateOnly)
	marks := []mark{{dateRight, in.Date == want, fmt.Sprintf("want %s, got %q by %s in %q", want, in.Date, in.Origin, in.Line)}}
	blocked := r.blocked()
	if fresh {
		return append(marks, mark{freshBlocked, len(blocked) > 0, fmt.Sprintf("issued on %s: %v, for %q in %q", want, blocked, in.Date, in.Line)})
	}
	noticed := false
	for _, f := range r.all() {
		noticed = noticed || f.Severity != "info"
	}
	return append(marks, mark{oldBlocked, len(blocked) > 0, ""}, mark{oldNoticed, noticed, ""})
}

// pictured is a way of picturing the first page of a bill.
type pictured func(page *image.RGBA, seed uint64) (document, error)

// billSet makes bills, those of first and the seeds after it, and keeps
// nothing of them but the picture where there is one.
func billSet(s set, first uint64, picture pictured) set {
	s.make = func(ctx context.Context, seed uint64) (specimen, error) {
		b := newBill(first + seed)
		content, err := b.file()
		if err != nil {
			return specimen{}, err
		}
		d := document{name: "facture.pdf", content: content}
		if picture != nil {
			page, err := printed(ctx, content, scanDPI)
			if err != nil {
				return specimen{}, err
			}
			if d, err = picture(page, seed); err != nil {
				return specimen{}, err
			}
		}
		d.piece = rules.ProofOfAddress
		return specimen{
			document: d, label: b.family.name,
			marks: func(_ context.Context, r report) []mark { return billMarks(b.issued, b.fresh(), r) },
		}, nil
	}
	return s
}

// scanDPI is what the bills are printed at.
const scanDPI = 200

// billSets are bills as customers download them, as scanners spoil them and
// as phones see them on a table.
var billSets = []set{
	billSet(set{name: "bills-text", title: "bills with a text layer", size: 138, counts: billCounts("95 %")}, 0, nil),
	billSet(set{
		name: "bills-scan", title: "the same bills at 200 dpi, blurred, tilted by 3°, dark, JPEG 40",
		size: 46, counts: billCounts("85 %"), needs: []string{rasteriser, "tesseract"},
	}, 0, func(page *image.RGBA, seed uint64) (document, error) {
		return asScan("facture", spoiled(page, seed), 40, scanDPI, seed%4 < 2)
	}),
	billSet(set{
		name: "bills-photo", title: "bills photographed on a table",
		size: 16, counts: billCounts(""), needs: []string{rasteriser, "tesseract"},
	}, 24, func(page *image.RGBA, seed uint64) (document, error) {
		return asScan("facture", testpage.Photo(page, seed, 2400), 85, 0, false)
	}),
}
