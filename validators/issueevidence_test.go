package validators

import (
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// scannedBill is a bill read by OCR, with what one has around its date.
func scannedBill(confidence float64, lines ...string) reader.Document {
	text := ""
	for _, line := range append(lines, "Madame Anne MARTIN, 12 rue du Faubourg, 28000 Chartres", "Total de votre consommation d’électricité toutes taxes comprises") {
		text += line + "\n"
	}
	return scanned(text, confidence)
}

func TestWhenOCRMayRefuse(t *testing.T) {
	const issued, due = "Facture du 02/03/2026", "Date limite de paiement : 20/03/2026"
	oneBadWord := scannedBill(95, issued, due)
	oneBadWord.Pages[0].Lines[0].Words[2].Confidence = 84
	goodWord := scannedBill(95, issued, due)
	goodWord.Pages[0].Lines[0].Words[2].Confidence = 85
	otherWord := scannedBill(95, issued, due)
	otherWord.Pages[0].Lines[0].Words[0].Confidence = 60
	unread := scannedBill(95, issued, due)
	unread.Pages, unread.PageCount = append(unread.Pages, reader.Page{Unread: true}), 2
	illegible := scannedBill(95, issued, due)
	illegible.Pages, illegible.PageCount = append(illegible.Pages, scannedBill(54, "Fxctvre bv 1z").Pages[0]), 2
	legible := scannedBill(95, issued, due)
	legible.Pages, legible.PageCount = append(legible.Pages, scannedBill(56, "Conditions générales").Pages[0]), 2
	unopened := scannedBill(95, issued, due)
	unopened.PageCount = 2

	for name, c := range map[string]struct {
		doc  reader.Document
		want Severity
	}{
		"sure, and confirmed":               {scannedBill(85, issued, due), Blocking},
		"hardly sure":                       {scannedBill(84, issued, due), Warning},
		"a word of the date unsure":         {oneBadWord, Warning},
		"the word as sure as it must be":    {goodWord, Blocking},
		"another word unsure":               {otherWord, Blocking},
		"nothing confirms it":               {scannedBill(95, issued), Warning},
		"confirmed two months before":       {scannedBill(95, issued, "Relevé le 02/01/2026"), Blocking},
		"a day further":                     {scannedBill(95, issued, "Relevé le 01/01/2026"), Warning},
		"confirmed by a repaired date":      {scannedBill(95, issued, "Date limite de paiement : 2O/03/2026"), Warning},
		"due within four months":            {scannedBill(95, issued, due, "Prochain relevé 02/07/2026"), Blocking},
		"next reading a day later":          {scannedBill(95, issued, due, "Prochain relevé 03/07/2026"), Warning},
		"a year misread":                    {scannedBill(95, "Facture du 12/09/2025", "Date limite de paiement : 30/09/2026", "Relevé le 01/09/2025"), Warning},
		"a month that goes on":              {scannedBill(95, issued, due, "Abonnement de septembre 2026"), Warning},
		"repaired digit":                    {scannedBill(95, "Facture du O2/03/2026", due), Warning},
		"lost space in the date":            {scannedBill(95, "Facture du 2mars 2026", due), Warning},
		"repaired label":                    {scannedBill(95, "Factute du 02/03/2026", due), Warning},
		"lost space in the label":           {scannedBill(95, "Facturedu 02/03/2026", due), Warning},
		"damaged words before the label":    {scannedBill(95, "Soide de la facture du 02/03/2026", due), Warning},
		"a digit lost behind the date":      {scannedBill(95, "Facture du 12/09/20?6", due), Warning},
		"weak label":                        {scannedBill(95, "Date : 02/03/2026", due), Warning},
		"beside an unread page":             {unread, Warning},
		"beside an illegible page":          {illegible, Warning},
		"beside a legible page":             {legible, Blocking},
		"beside a page that was not opened": {unopened, Warning},
		"the due date still fresh":          {scannedBill(95, "Facture du 15/05/2026", "Date limite de paiement : 22/05/2026"), Warning},
		"the due date too old as well":      {scannedBill(95, "Facture du 15/05/2026", "Date limite de paiement : 21/05/2026"), Blocking},
	} {
		var got Severity
		for _, f := range inspectBill("", c.doc).Files[0].Findings {
			if f.Code == DateTooOld && f.Severity != Info {
				got = f.Severity
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestAFresherFileOfThePieceSavesIt(t *testing.T) {
	six := 6
	for _, fresher := range []reader.Document{
		bill("12/10/2026"), bill("Date : 12/10/2026"), scannedBill(60, "Factute du l2/10/2026"),
		{MIME: reader.PDF, State: reader.Locked},
		{MIME: reader.JPEG, State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Unread: true}}},
	} {
		inspection := Inspection{Files: make([]FileInspection, 2)}
		CheckIssueDate(Piece{Type: "justificatif_domicile", Files: []File{{Document: bill("Facture du 02/03/2026")}, {Document: fresher}}}, Terms{On: on, AgeMaxMonths: &six}, &inspection)
		if got := found(inspection); !equal(got, []string{"date.ancienne avertissement"}) {
			t.Errorf("beside %v: got %v", fresher.Pages, got)
		}
	}
}

func TestTheYearFirst(t *testing.T) {
	// « 26.09.12 » is 26 September 2012, or 12 September 2026.
	if got, _ := ReadIssueDate(bill("Facture du 26.09.12"), on); got.certain {
		t.Errorf("got %+v", got)
	}
	// « 12.03.26 » cannot begin with a fresher year.
	if got, _ := ReadIssueDate(bill("Facture du 12.03.26"), on); !got.certain || got.Date != calendar.New(2026, 3, 12) {
		t.Errorf("got %+v", got)
	}
}
