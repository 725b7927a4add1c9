package templates

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

var pageDay = calendar.New(2026, 11, 21)

// rowsOf hands rows over.
func rowsOf(list ...FollowUpRow) FollowUpRows {
	return func(yield func(FollowUpRow) error) error {
		for _, row := range list {
			if err := yield(row); err != nil {
				return err
			}
		}
		return nil
	}
}

func digestOf(t *testing.T, rows FollowUpRows) followUpDigest {
	t.Helper()
	d := followUpDigest{FollowUpPage: FollowUpPage{pageDay}, verdicts: map[FollowUpVerdict]int{}}
	if err := rows(func(row FollowUpRow) error { d.add(row); return nil }); err != nil {
		t.Fatal(err)
	}
	return d
}

func due(days int) FollowUpDate {
	return FollowUpDate{Date: pageDay.AddDays(days), Label: "Dernier jour"}
}

func TestThePageListsWhatComesFirst(t *testing.T) {
	var list []FollowUpRow
	for i := range 30 {
		list = append(list, FollowUpRow{
			Client: fmt.Sprint(i), Verdict: FollowUpRefused, Things: "votre avis médical", Dates: []FollowUpDate{due(30 - i), due(-1)},
		})
	}
	d := digestOf(t, rowsOf(list...))
	if len(d.dates) != pageDates || d.dates[0].client != "29" || d.dates[pageDates-1].client != "20" {
		t.Errorf("dates: %+v", d.dates)
	}
	if len(d.calls) != pageCalls || d.calls[0].client != "29" || d.waiting != 30 || d.clients != 30 {
		t.Errorf("calls: %+v of %d", d.calls, d.waiting)
	}
}

func TestWhomToCallFirst(t *testing.T) {
	d := digestOf(t, rowsOf(
		FollowUpRow{Client: "nothing presses", Things: "x"},
		FollowUpRow{Client: "nothing to send", Dates: []FollowUpDate{due(0)}},
		FollowUpRow{Client: "later", Things: "x", Dates: []FollowUpDate{due(9), due(8)}},
		FollowUpRow{Client: "as late, worse", Things: "x", Blocking: 2, Dates: []FollowUpDate{due(8)}},
		FollowUpRow{Client: "today", Things: "x", Dates: []FollowUpDate{due(0)}},
		FollowUpRow{Client: "too late", Things: "x", Dates: []FollowUpDate{due(-1)}},
	))
	var got []string
	for _, call := range d.calls {
		got = append(got, call.client)
	}
	if want := "today, as late, worse, later, nothing presses, too late"; strings.Join(got, ", ") != want {
		t.Errorf("order: %s", strings.Join(got, ", "))
	}
}

func TestThePagePrints(t *testing.T) {
	for name, rows := range map[string]FollowUpRows{
		"nobody": rowsOf(),
		"one": rowsOf(FollowUpRow{
			Client: "=HYPERLINK(1) \x00 Œuvreau", Verdict: FollowUpReady, Things: "votre avis médical", Phone: "06 99 00 12 34", Dates: []FollowUpDate{due(3)},
		}),
		"long": rowsOf(FollowUpRow{Client: strings.Repeat("Léa ", 500), Things: strings.Repeat("avis ", 3000), Phone: strings.Repeat("1", 400), Dates: []FollowUpDate{{pageDay, strings.Repeat("y", 3000)}}}),
	} {
		var first, second bytes.Buffer
		for _, out := range []*bytes.Buffer{&first, &second} {
			if err := (FollowUpPage{pageDay}).WritePDF(out, rows); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) || !bytes.HasPrefix(first.Bytes(), []byte("%PDF")) {
			t.Errorf("%s: other bytes", name)
		}
		d := digestOf(t, rows)
		for _, box := range d.draw().ink {
			if box.right > pageRight+0.5 || box.left < pageLeft-0.5 || box.bottom > sheetHeight {
				t.Errorf("%s: %q stands at %.1f–%.1f", name, box.text, box.left, box.right)
			}
		}
	}
	text := run(t, "pdftotext", "-layout", onDisk(t, "s.pdf", pagePDF(t)), "-")
	for _, want := range []string{"1 client", "24 novembre 2026", "Dans 3 jours", "06 99 00 12 34", "Votre avis médical"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("%q is not on the page:\n%s", want, text)
		}
	}
}

func pagePDF(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	rows := rowsOf(FollowUpRow{Client: "Zoé", Verdict: FollowUpReady, Things: "votre avis médical", Phone: "06 99 00 12 34", Dates: []FollowUpDate{due(3)}})
	if err := (FollowUpPage{pageDay}).WritePDF(&out, rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
