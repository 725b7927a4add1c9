package templates

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/recevable/recevable/pipeline/calendar"
)

func TestTheEmptyRoster(t *testing.T) {
	form := RosterForm{
		Columns: []RosterColumn{
			{Title: "Nom", Example: "EXEMPLE", Needed: true},
			{Title: "Sexe", Choices: []string{"F", "M"}, Example: "F"},
			{Title: "Date", Day: true, OnDay: calendar.New(2026, 9, 12), Note: "Le jour."},
		},
		Instructions: []string{"Une ligne par client."},
	}
	var out bytes.Buffer
	if err := form.WriteXLSX(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[string]string{"A1": "Nom", "A2": "EXEMPLE", "B2": "F", "C2": "12/09/2026"} {
		if got, err := book.GetCellValue(rosterSheet, cell); err != nil || got != want {
			t.Errorf("%s: %q, %v", cell, got, err)
		}
	}
	rules, err := book.GetDataValidations(rosterSheet)
	if err != nil || len(rules) != 1 || rules[0].Formula1 != "Listes!$B$2:$B$3" || rules[0].Sqref != "B2:B3000" {
		t.Errorf("lists: %+v, %v", rules, err)
	}
	if seen, err := book.GetSheetVisible(choicesSheet); err != nil || seen {
		t.Errorf("the lists are in sight: %v", err)
	}
	if help, err := book.GetCellValue(howtoSheet, "B7"); err != nil || help != "Le jour. Une date, par exemple 12/09/2026." {
		t.Errorf("help: %q, %v", help, err)
	}
}
