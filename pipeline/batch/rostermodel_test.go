package batch

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The empty roster is one that reads back: each of its columns is known, each
// choice means a value, and its example is no client.
func TestTheEmptyRosterReadsBack(t *testing.T) {
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := WriteEmptyRoster(out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two empty rosters differ")
	}
	file := filepath.Join(t.TempDir(), "clients.xlsx")
	write(t, file, first.String())
	roster, err := ReadRoster(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(roster.lines) != 0 || len(roster.Ignored) != 0 {
		t.Errorf("%d lines, ignored %q", len(roster.lines), roster.Ignored)
	}
	for _, c := range Columns() {
		for _, o := range c.Choices {
			if value, ok := c.value(o.Title); !ok || value != o.Value {
				t.Errorf("%s: %q is %q", c.Title, o.Title, value)
			}
		}
	}
}

// Whoever writes over the example has a client.
func TestTheExampleMakesADossier(t *testing.T) {
	var out bytes.Buffer
	if err := WriteEmptyRoster(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if err := book.SetCellValue("Clients", "A2", "DURAND"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "clients.xlsx")
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	roster, err := ReadRoster(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(roster.lines) != 1 {
		t.Fatalf("%d lines", len(roster.lines))
	}
	dossier, err := roster.dossier(roster.lines[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := dossier.RequireSituation(); err != nil {
		t.Error(err)
	}
	if got := dossier.Situation.NotifiedOn.String(); got != "2026-09-12" {
		t.Errorf("48SI on %s", got)
	}
	validations, err := book.GetDataValidations("Clients")
	if err != nil || len(validations) < 6 {
		t.Errorf("%d lists to pick from, %v", len(validations), err)
	}
}
