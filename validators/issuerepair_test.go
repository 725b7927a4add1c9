package validators

import (
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

func TestDateForms(t *testing.T) {
	for _, c := range []struct {
		text, want string
		repaired   bool
	}{
		{"12/09/2026", "2026-09-12", false},
		{"12.09.26", "2026-09-12", false},
		{"12-09-2026", "2026-09-12", false},
		{"2026-09-12", "2026-09-12", false},
		{"12 . 09 . 2026", "2026-09-12", false},
		{"12 / 09 / 26", "2026-09-12", false},
		{"2/9/2026", "2026-09-02", false},
		{"12 septembre 2026", "2026-09-12", false},
		{"12 SEPTEMBRE 2026", "2026-09-12", false},
		{"1er août 2026", "2026-08-01", false},
		{"1 er août 2026", "2026-08-01", false},
		{"1ᵉʳ aout 2026", "2026-08-01", false},
		{"1ER AOUT 2026", "2026-08-01", false},
		{"12 sept. 2026", "2026-09-12", false},
		{"12 févr. 2026", "2026-02-12", false},
		{"12\u00a0décembre\u00a02026", "2026-12-12", false},
		{"12 sept. 26", "2026-09-12", true},
		{"12septembre 2026", "2026-09-12", true},
		{"12 septembre2026", "2026-09-12", true},
		{"12 mars 15 h", "", false},
		{"12 mars 15,50 €", "", false},
		{"12 mars 15 rue", "", false},
		{"31/02/2026", "", false},
		{"12/09", "", false},
	} {
		dates := findDates(fold(c.text))
		if got := only(dates); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		} else if len(dates) == 1 && dates[0].repaired != c.repaired {
			t.Errorf("%q: repaired %v", c.text, dates[0].repaired)
		}
	}
}

// only returns the one date of a list; « several » where there are more.
func only(dates []writtenDate) string {
	switch len(dates) {
	case 0:
		return ""
	case 1:
		return dates[0].date.String()
	}
	return "several"
}

func TestDatesThatOCRDamaged(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"12/O9/2026", "2026-09-12"},
		{"l2/09/2026", "2026-09-12"},
		{"I2/09/2026", "2026-09-12"},
		{"|2/09/2026", "2026-09-12"},
		{"12/09/2O26", "2026-09-12"},
		{"12/09/Z026", "2026-09-12"},
		{"1S/09/2026", "2026-09-15"},
		{"1B/09/2026", "2026-09-18"},
		{"12/09/202G", "2026-09-12"},
		{"12,09.2026", "2026-09-12"},
		{"1 2/09/2026", "2026-09-12"},
		{"12/09/20 26", "2026-09-12"},
		{"12/09/2 026", "2026-09-12"},
		{"2O26-09-12", "2026-09-12"},
		{"2026-O9-12", "2026-09-12"},
		{"12 septembie 2026", "2026-09-12"},
		{"12 0ctobre 2026", "2026-10-12"},
		{"12 aoùt 2026", "2026-08-12"},
		{"12 févner 2026", "2026-02-12"},
		{"12 jui1let 2026", "2026-07-12"},
		{"12 novem bre 2026", "2026-11-12"},
		{"l2 septembre 2O26", "2026-09-12"},
		{"ler août 2026", "2026-08-01"},
		{"12 mal 2026", "2026-05-12"},
		{"5 octobre 2O26", "2026-10-05"},
		{"le12septembre2026", "2026-09-12"},
		{"du12/09/2026", "2026-09-12"},
		// What stays unread: no month is the nearest, or too many.
		{"12 mar 2O26", ""},
		{"12 rue 2O26", ""},
		{"12 avenue 2026", ""},
		{"lS/OB/ZOZG", ""},
		{"Ol.SO.OS", ""},
		{"01.SO.23.45.67", ""},
		{"soit les 12 lots 2026", ""},
	} {
		dates := readDates(fold(c.text), true)
		if got := only(dates); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		} else if len(dates) == 1 && !dates[0].repaired && c.text != "12 aoùt 2026" {
			t.Errorf("%q: taken for what stands there", c.text)
		}
	}
	for _, text := range []string{"12/O9/2026", "12 septembie 2026", "12/09/2O26"} {
		if dates := readDates(fold(text), false); len(dates) != 0 {
			t.Errorf("%q in a text layer: got %v", text, dates)
		}
	}
}

func TestWhatOCRReadWellIsLeftAsItIs(t *testing.T) {
	for _, text := range []string{
		"Facture du 12/09/2026", "Facture n° 10 123 456 789 du 12/09/2026", "12/09/2026 45,90 €", "12 septembre 2026, à Chartres",
		"Client 998 le 12/09/2026.", "Émise le 12.09.26 (duplicata)", "2026-09-12", "L’échéance : 12/09/2026 ; total 4,00",
	} {
		if dates := readDates(fold(text), true); only(dates) != "2026-09-12" || dates[0].repaired {
			t.Errorf("%q: got %v", text, dates)
		}
	}
}

func TestMonthsThatOCRDamaged(t *testing.T) {
	for _, c := range []struct {
		word string
		want int
	}{
		{"janvler", 1},
		{"fevner", 2},
		{"maes", 3},
		{"avrll", 4},
		{"mal", 5},
		{"iuin", 6},
		{"jullet", 7},
		{"a0ut", 8},
		{"septenbre", 9},
		{"0ct", 10},
		{"novernbre", 11},
		{"decernbre", 12},
		{"ma", 5},
		{"mar", 0},
		{"mois", 0},
		{"juill", 7},
		{"jour", 0},
		{"numero", 0},
		{"montant", 0},
		{"xxptembxx", 0},
	} {
		got, ok := repairMonth(c.word)
		if got != c.want || ok != (c.want != 0) {
			t.Errorf("%q: got %d, want %d", c.word, got, c.want)
		}
	}
}

func TestLabelsThatOCRDamaged(t *testing.T) {
	for _, line := range []string{
		"Facturedu 12/09/2026", "Factute du 12/09/2026", "Facture d u 12/09/2026", "Date d émission : 12/09/2026", "Date d'émlssion : 12/09/2026",
		"Dale de facture : 12/09/2026", "Datedefacture 12/09/2026", "Date de Ia facture 12/09/2026", "Émise Ie 12/09/2026",
		"Date d'étab1issement : 12/09/2026", "Factuie n° 2026-44 du 12/09/2026", "Factuce de régularisation n° 12 du 12/09/2026",
	} {
		got, ok := ReadIssueDate(scannedBill(95, line), on)
		if !ok || got.Date != calendar.New(2026, 9, 12) {
			t.Errorf("%q: got %+v, %v", line, got, ok)
		}
	}
	for _, line := range []string{
		"Lecture du 12/09/2026", "Structure du 12/09/2026", "Prise d’effet le 12/09/2026", "Date de fermeture 12/09/2026", "Dote limite : 12/09/2026",
		"Prochaine factute du 12/09/2026", "Solde de la factute du 12/09/2026", "Échéance facturedu 12/09/2026",
	} {
		if got, ok := ReadIssueDate(scannedBill(95, line), on); ok {
			t.Errorf("%q: got %+v", line, got)
		}
	}
	if got, ok := ReadIssueDate(bill("Factute du 12/09/2026"), on); ok {
		t.Errorf("in a text layer: got %+v", got)
	}
}

// The dates of a bill that are not its own stay so when OCR read them.
func TestOCRTakesNoOtherDateForTheIssue(t *testing.T) {
	for _, line := range []string{
		"À payer avant Ie 30/O3/2026", "Date limlte de paiement : 30/03/2026", "Prélevé le 3O mars 2026", "Echéance du 30/03/2026",
		"Période du 01/01/2026 au 01/O3/2026", "Prochaine facture le 12/05/2026", "Contrat du O3/03/2019", "Né le l7/04/1988",
		"Solde de la facture du 12/O3/2026", "Mandat SEPA signé le 03/03/2O19",
	} {
		if got, ok := ReadIssueDate(scannedBill(95, line), on); ok && !got.doubtful {
			t.Errorf("%q: got %+v", line, got)
		}
		if doc := scannedBill(95, line); blocks(doc, on) {
			t.Errorf("%q: refused", line)
		}
	}
}

func FuzzReadDates(f *testing.F) {
	for _, s := range []string{"Facturedu l2/O9/2O26", "ler août 2O26 12 septem bre 20 26", "2O26-02-30", "12,09.20?6 5 0ctobre 2026", "|2 | ! / o"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := fold(s)
		end := 0
		for _, d := range readDates(folded, true) {
			if d.start < end || d.end > len(folded) || d.start >= d.end {
				t.Fatalf("span %d-%d of %q, after %d", d.start, d.end, folded, end)
			}
			if !calendar.Valid(d.date.Year, d.date.Month, d.date.Day) {
				t.Fatalf("%v is no day", d.date)
			}
			end = d.end
		}
		doc := scannedBill(95, s, s)
		ReadIssueDate(doc, on)
		doc.Pages[0].Lines[0].Words = nil
		ReadIssueDate(doc, on)
	})
}
