package main

import (
	"context"
	"fmt"
	"time"

	"github.com/recevable/recevable/pipeline/rules"
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

// textBills are bills as customers download them.
var textBills = set{
	name: "bills-text", title: "bills with a text layer", size: 138, counts: billCounts("95 %"),
	make: func(_ context.Context, seed uint64) (specimen, error) {
		b := newBill(seed)
		content, err := b.file()
		return specimen{
			document: document{name: "facture.pdf", content: content, piece: rules.ProofOfAddress},
			label:    b.family.name,
			marks:    func(_ context.Context, r report) []mark { return billMarks(b.issued, b.fresh(), r) },
		}, err
	},
}
