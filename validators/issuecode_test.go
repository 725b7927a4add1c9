package validators

import (
	"fmt"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// code makes the 2D-Doc of a kind of document issued on a day.
func code(kind, issued string) reader.Code {
	day, _ := calendar.Parse(issued)
	days := calendar.New(2000, 1, 1).DaysUntil(day)
	header := fmt.Sprintf("DC04FR000001%04X%04X%s01FR26FR\x1f", days, days, kind)
	if kind == "28" {
		header = fmt.Sprintf("DC04FR000001FFFF%04X2801FR4A%02d%02d%04d\x1f", days, day.Day, day.Month, day.Year)
	}
	return reader.Code{Data: []byte(header), Mark: reader.Mark{X0: 0.1, Y0: 0.2, X1: 0.2, Y1: 0.3}}
}

func withCode(doc reader.Document, codes ...reader.Code) reader.Document {
	doc.Pages[0].Codes = codes
	return doc
}

func TestThe2DDocComesFirst(t *testing.T) {
	scan := func(pages ...reader.Page) reader.Document {
		return reader.Document{MIME: reader.JPEG, State: reader.Opened, PageCount: len(pages), Pages: pages}
	}
	for name, c := range map[string]struct {
		doc  reader.Document
		want []string
		date string // in lu
		from Origin
	}{
		"scan, fresh":                        {scan(reader.Page{Codes: []reader.Code{code("00", "2026-09-12")}}), nil, "2026-09-12", FromCode},
		"scan, six months to the day":        {scan(reader.Page{Codes: []reader.Code{code("01", "2026-05-21")}}), []string{"date.ancienne bloquant"}, "2026-05-21", FromCode},
		"scan, six months less one day":      {scan(reader.Page{Codes: []reader.Code{code("01", "2026-05-22")}}), []string{"date.ancienne info", "date.bientot_perimee info"}, "2026-05-22", FromCode},
		"no engine read its words":           {scan(reader.Page{Unread: true, Codes: []reader.Code{code("01", "2026-03-02")}}), []string{"date.ancienne bloquant"}, "2026-03-02", FromCode},
		"beside its own second page":         {scan(reader.Page{Codes: []reader.Code{code("01", "2026-03-02")}}, reader.Page{}), []string{"date.ancienne bloquant"}, "2026-03-02", FromCode},
		"beside a page read in vain":         {scan(reader.Page{Codes: []reader.Code{code("01", "2026-03-02")}}, reader.Page{Unread: true}), []string{"date.ancienne avertissement"}, "2026-03-02", FromCode},
		"two bills in one file":              {scan(reader.Page{Codes: []reader.Code{code("01", "2026-03-02")}}, reader.Page{Codes: []reader.Code{code("01", "2026-09-12")}}), nil, "2026-09-12", FromCode},
		"old income tax notice":              {scan(reader.Page{Codes: []reader.Code{code("28", "2026-03-02")}}), []string{"date.ancienne avertissement"}, "2026-03-02", FromCode},
		"old tax notice, former kind":        {scan(reader.Page{Codes: []reader.Code{code("04", "2026-03-02")}}), []string{"date.ancienne avertissement"}, "2026-03-02", FromCode},
		"bank details: no proof, no date":    {scan(reader.Page{Codes: []reader.Code{code("03", "2026-09-12")}}), []string{"date.absente indetermine"}, "", ""},
		"another Data Matrix":                {scan(reader.Page{Codes: []reader.Code{{Data: []byte("stamp")}}}), []string{"date.absente indetermine"}, "", ""},
		"text agrees":                        {withCode(bill("Facture du 12/09/2026"), code("01", "2026-09-12")), nil, "2026-09-12", FromCode},
		"text a day off":                     {withCode(bill("Facture du 13/09/2026"), code("01", "2026-09-12")), []string{"date.divergente avertissement"}, "2026-09-12", FromCode},
		"text not certain":                   {withCode(bill("Date : 10/09/2026"), code("01", "2026-09-12")), nil, "2026-09-12", FromCode},
		"old code, fresh text":               {withCode(bill("Facture du 12/09/2026"), code("01", "2026-03-02")), []string{"date.divergente avertissement", "date.ancienne avertissement"}, "2026-03-02", FromCode},
		"fresh code, old text":               {withCode(bill("Facture du 02/03/2026"), code("01", "2026-09-12")), []string{"date.divergente avertissement"}, "2026-09-12", FromCode},
		"tax notice: set up, then collected": {withCode(bill("AVIS D’IMPÔT", "Date d'établissement : 10/09/2026"), code("28", "2026-09-12")), nil, "2026-09-12", FromCode},
	} {
		got := inspectBill("", c.doc)
		if codes := found(got); !equal(codes, c.want) {
			t.Errorf("%s: got %v, want %v", name, codes, c.want)
		}
		read := got.Files[0].Read.IssueDate
		if read == nil != (c.date == "") || read != nil && (read.Date.String() != c.date || read.Origin != c.from) {
			t.Errorf("%s: read %+v, want %s", name, read, c.date)
		}
	}
}

func TestADeclaredDateIsHeldAgainstThe2DDoc(t *testing.T) {
	doc := func() reader.Document {
		return reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Codes: []reader.Code{code("00", "2026-09-12")}}}}
	}
	if got := found(inspectBill("2026-09-12", doc())); len(got) != 0 {
		t.Errorf("the same day: got %v", got)
	}
	if got := found(inspectBill("2026-09-11", doc())); !equal(got, []string{"date.divergente avertissement"}) {
		t.Errorf("a day off: got %v", got)
	}
}

func TestFindingsPointToTheirPlace(t *testing.T) {
	coded := inspectBill("", withCode(bill("Facture"), code("01", "2026-03-02")))
	if f := coded.Files[0].Findings[0]; f.Mark == nil || f.Mark.X0 != 0.1 || f.Page != 1 || f.Excerpt == "" {
		t.Errorf("2D-Doc: got %+v", f)
	}
	doc := bill("Facture", "Facture du 02/03/2026")
	want := doc.Pages[0].MarkOf(doc.Pages[0].Lines[1])
	printed := inspectBill("", doc)
	if f := printed.Files[0].Findings[0]; f.Mark == nil || *f.Mark != want || f.Excerpt != "Facture du 02/03/2026" {
		t.Errorf("text: got %+v, want %v", f, want)
	}
	if read := printed.Files[0].Read.IssueDate; read.Mark == nil || *read.Mark != want {
		t.Errorf("lu: got %+v", read)
	}
}
