package templates

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/recevable/recevable/pipeline/calendar"
)

func someRows(n int) FollowUpRows {
	return func(yield func(FollowUpRow) error) error {
		for i := range n {
			row := FollowUpRow{
				Client: fmt.Sprintf("=HYPERLINK(%d)", i), Verdict: FollowUpRefused, Ask: "Bonjour Zoé, merci.",
				Deadline: calendar.New(2026, 12, 8), DeadlineLabel: "Dernier jour", Blocking: 1, Number: "PC-1",
				Checklist: "é #1/50 % x:y/checklist.pdf", Phone: "06 99 00 12 34", SMS: "SMS", Email: "zoe@example.org", Body: "Ligne\nLigne",
				Problems: []FollowUpProblem{{Sheet: "identite", Level: "Bloquant", Message: "Périmée"}},
			}
			if err := yield(row); err != nil {
				return err
			}
		}
		return nil
	}
}

var testBook = FollowUpBook{
	Date:   calendar.New(2026, 11, 21),
	Sheets: []FollowUpSheet{{"identite", "Identité"}, {"domicile", "Domicile"}},
}

func TestWorkbookReadsBack(t *testing.T) {
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := testBook.WriteXLSX(out, someRows(3)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same rows give other bytes")
	}
	f, err := excelize.OpenReader(&first)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct{ sheet, cell, want string }{
		{"Suivi", "A1", "Client"},
		{"Suivi", "A2", "=HYPERLINK(0)"},
		{"Suivi", "B4", "✗ Irrecevable"},
		{"Suivi", "E2", "08/12/2026"},
		{"Suivi", "L2", "Ouvrir"},
		{"Suivi", "M2", "06 99 00 12 34"},
		{"Suivi", "O2", "zoe@example.org"},
		{"Identité", "E3", "Périmée"},
		{"Domicile", "A2", "Aucun client"},
		{"Totaux", "B2", "3"},
		{"Totaux", "B3", "3"},
	} {
		if got, err := f.GetCellValue(c.sheet, c.cell); err != nil || got != c.want {
			t.Errorf("%s %s: %q, %v, want %q", c.sheet, c.cell, got, err, c.want)
		}
	}
	if formula, err := f.GetCellFormula("Suivi", "A2"); err != nil || formula != "" {
		t.Errorf("a name became the formula %q, %v", formula, err)
	}
	has, link, err := f.GetCellHyperLink("Suivi", "L2")
	if err != nil || !has || link != "%C3%A9%20%231/50%20%25%20x:y/checklist.pdf" {
		t.Errorf("link %q, %v, %v", link, has, err)
	}
	panes, err := f.GetPanes("Suivi")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
}

func TestCSV(t *testing.T) {
	var out bytes.Buffer
	if err := (FollowUpList{}).WriteCSV(&out, someRows(1)); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(out.String(), "\ufeff")
	if !marked || !strings.Contains(text, ";Verdict;") || !strings.HasSuffix(text, "\r\n") {
		t.Errorf("not what a French Excel opens: %q", text)
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = ';'
	lines, err := in.ReadAll()
	if err != nil || len(lines) != 2 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	if lines[1][12] != "06 99 00 12 34" || lines[1][14] != "zoe@example.org" || lines[0][14] != "Adresse e-mail" {
		t.Errorf("where to send it: %q", lines)
	}
	if lines[1][0] != "'=HYPERLINK(0)" || lines[1][1] != "Irrecevable" || lines[1][4] != "08/12/2026" {
		t.Errorf("line %q", lines[1])
	}
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+33 6": "'+33 6", "-2": "'-2", "@a": "'@a", "\tx": "'\tx", "a=1": "a=1", "": "", "Zoé": "Zoé",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestCellText(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b\x1bc": "a\ufffdb\ufffdc", "a\nb": "a\nb", "a\xffb": "a\ufffdb", "\u202ex": "\ufffdx",
		strings.Repeat("é", maxCell): strings.Repeat("é", maxCell), strings.Repeat("é", maxCell+1): strings.Repeat("é", maxCell),
	} {
		if got := cellText(in); got != want {
			t.Errorf("%.20q: %.40q, want %.40q", in, got, want)
		}
	}
}

func TestWrappedLines(t *testing.T) {
	for _, c := range []struct {
		text string
		wide int
		want int
	}{{"", 5, 1}, {"abcde", 5, 1}, {"abc de", 5, 2}, {"abcdef", 5, 2}, {"a b c", 5, 1}, {"abcdefghijk", 5, 3}} {
		if got := wrappedLines(c.text, c.wide); got != c.want {
			t.Errorf("%q in %d: %d lines, want %d", c.text, c.wide, got, c.want)
		}
	}
}

func TestLinesOfACellAreAllShown(t *testing.T) {
	text := excelize.Cell{Value: "• un deux\n• trois\n• quatre cinq six"}
	if got := heightOf([]any{text}, []float64{10}); got != 4*lineHeight {
		t.Errorf("height %v, want that of 4 lines", got)
	}
}
