package validators

import (
	"slices"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// cell is a line of print 10 points high.
func cell(x, y float64, text string) reader.Line {
	return reader.Line{Text: text, Box: reader.Box{X0: x, Y0: y, X1: x + 6*float64(len([]rune(text))), Y1: y + 10}, Confidence: 100}
}

func onPage(lines ...reader.Line) reader.Document {
	return reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Width: 595, Height: 842, Lines: lines}}}
}

func TestThePlausibleDateIsShownToBeConfirmed(t *testing.T) {
	title, due := cell(350, 80, "Votre facture d’eau"), cell(50, 400, "Montant prélevé sur votre compte le 02/10/2026")
	confirm := []string{"date.absente indetermine"}
	for name, c := range map[string]struct {
		doc  reader.Document
		want string // date shown
		said []string
	}{
		"alone at the top":                {onPage(title, cell(50, 120, "12/09/2026"), due), "2026-09-12", confirm},
		"old":                             {onPage(title, cell(50, 120, "12/02/2026"), cell(50, 400, "Montant prélevé sur votre compte le 02/03/2026")), "2026-02-12", []string{"date.ancienne avertissement"}},
		"alone at the foot":               {onPage(title, cell(50, 700, "12/09/2026")), "", confirm},
		"in the foot, a payment follows":  {onPage(title, cell(50, 700, "12/09/2026"), due), "2026-09-12", confirm},
		"unknown words, nothing else":     {onPage(cell(50, 700, "Bidule du 12/09/2026")), "", confirm},
		"to come":                         {onPage(title, cell(50, 120, "12/12/2026"), due), "", confirm},
		"as old as no bill that is sent":  {onPage(title, cell(50, 120, "12/09/2021")), "", confirm},
		"the end of a period":             {onPage(title, cell(50, 120, "Période"), cell(50, 140, "12/09/2026"), due), "", confirm},
		"a contract":                      {onPage(title, cell(50, 120, "Contrat"), cell(150, 120, "12/09/2026"), due), "", confirm},
		"one of a column":                 {onPage(cell(50, 300, "12/09/2026"), cell(50, 312, "12/08/2026"), cell(50, 324, "12/07/2026")), "", confirm},
		"of two, the one with the points": {onPage(title, cell(50, 120, "12/09/2026"), cell(50, 600, "28/09/2026"), due), "2026-09-12", confirm},
		"on the second page only":         {onPages(onPage(title), onPage(cell(50, 120, "12/09/2026"))), "", confirm},
	} {
		got := inspectBill("", c.doc)
		var shown string
		if d := got.Files[0].Read.IssueDate; d != nil {
			shown = d.Date.String()
		}
		if said := found(got); shown != c.want || !slices.Equal(said, c.said) {
			t.Errorf("%s: %q, %v; want %q, %v", name, shown, said, c.want, c.said)
		}
		if !got.IssuedOn.IsZero() {
			t.Errorf("%s: judged on %v", name, got.IssuedOn)
		}
	}
}

func onPages(docs ...reader.Document) reader.Document {
	all := reader.Document{State: reader.Opened}
	for _, d := range docs {
		all.Pages = append(all.Pages, d.Pages...)
	}
	all.PageCount = len(all.Pages)
	return all
}

func TestWhatThePersonSaysStandsBeforeAGuess(t *testing.T) {
	doc := onPage(cell(350, 80, "Votre facture d’eau"), cell(50, 120, "12/02/2026"), cell(50, 400, "Montant prélevé sur votre compte le 02/03/2026"))
	got := inspectBill("2026-10-01", doc)
	if said := found(got); len(said) != 0 || got.IssuedOn != calendar.New(2026, 10, 1) {
		t.Errorf("judged on %v, said %v", got.IssuedOn, said)
	}
}
