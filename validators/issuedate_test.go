package validators

import (
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

var on = calendar.New(2026, 11, 21)

func bill(lines ...string) reader.Document {
	page := reader.Page{Width: 595, Height: 842}
	for i, text := range lines {
		y := 40 + 20*float64(i)
		page.Lines = append(page.Lines, reader.Line{Text: text, Box: reader.Box{X0: 40, Y0: y, X1: 40 + 6*float64(len(text)), Y1: y + 12}})
	}
	return reader.Document{MIME: reader.PDF, State: reader.Opened, PageCount: 1, Pages: []reader.Page{page}}
}

func TestIssueDateIsReadBehindItsLabel(t *testing.T) {
	for _, c := range []struct {
		line, want string
	}{
		{"Facture du 12/09/2026", "2026-09-12"},
		{"FACTURE DU 12 SEPTEMBRE 2026", "2026-09-12"},
		{"Facture n° 2026-0912 du 12.09.26", "2026-09-12"},
		{"Facture N°F123456 en date du 12-09-2026", "2026-09-12"},
		{"Votre facture du 1er août 2026", "2026-08-01"},
		{"Date de facture : 2026-09-12", "2026-09-12"},
		{"Date de la facture : 12 sept. 2026", "2026-09-12"},
		{"Date de facturation 12/09/2026", "2026-09-12"},
		{"Date d’émission : 12/09/2026", "2026-09-12"},
		{"DATE D'EMISSION 12 / 09 / 2026", "2026-09-12"},
		{"Émise le 12 septembre 2026", "2026-09-12"},
		{"Attestation établie à votre demande le 12/09/2026", "2026-09-12"},
		{"Date de la facture : samedi, 12 septembre 2026", "2026-09-12"},
		{"Émis et rendu exécutoire le 12/09/2026", "2026-09-12"},
		{"Émis le lundi 12 octobre 2026", "2026-10-12"},
		{"Établi(e) le 12 septembre 2026", "2026-09-12"},
		{"Quittance établie le 02/11/2026", "2026-11-02"},
		{"Date d'établissement : 3 février 2026", "2026-02-03"},
		{"Fait à Chartres, le 12 septembre 2026", "2026-09-12"},
		{"Fait à L'Haÿ-les-Roses le 12 septembre 2026", "2026-09-12"},
		{"Le 12 septembre 2026", "2026-09-12"},
		{"Chartres, le 12 septembre 2026", "2026-09-12"},
		{"Facture du 12 septembre 2026, à payer avant le 30 septembre 2026", "2026-09-12"},
		{"Facture du 12/09/2026 – Échéance 30/09/2026", "2026-09-12"},
		{"Facture n° 10 123 456 789 du 12/09/2026", "2026-09-12"},
		{"Votre facture d’électricité du 12 septembre 2026", "2026-09-12"},
		{"Facture mobile du 12/09/2026", "2026-09-12"},
		{"Facture d’eau n° 2026-77 émise le 12/09/2026", "2026-09-12"},
		{"N° de facture : 2026 0912 3344 – Date de facture : 12 septembre 2026", "2026-09-12"},
		{"Fait à Paris 12e, le 12/09/2026", "2026-09-12"},
		{"Total à payer : 45,90 €. Facture émise le 12/09/2026", "2026-09-12"},
	} {
		got, ok := ReadIssueDate(bill(c.line), on)
		if !ok || got.Date.String() != c.want || !got.certain {
			t.Errorf("%q: got %v %v (certain %v), want %s", c.line, got.Date, ok, got.certain, c.want)
		}
	}
}

func TestOtherDatesOfABillAreNotItsIssueDate(t *testing.T) {
	for _, line := range []string{
		"À payer avant le 30/03/2026",
		"Date limite de paiement : 30/03/2026",
		"Prélevé le 30 mars 2026",
		"Prélèvement le 30/03/2026",
		"Échéance du 30/03/2026",
		"Période du 01/01/2026 au 01/03/2026",
		"Facture du 01/01/2026 au 01/03/2026",
		"Consommation du 1er janvier au 1er mars 2026",
		"Prochaine facture le 12/05/2026",
		"Prochain relevé : 12/05/2026",
		"Contrat du 03/03/2019",
		"Contrat établi le 03/03/2019",
		"Votre contrat a été émis le 03/03/2019",
		"Né le 17/04/1988",
		"Née le 17 avril 1988",
		"Mise en service le 03/03/2019",
		"Chartres, née le 17 avril 1988",
		"Facture n° 12/09/20261",
		"Facture du 31/02/2026",
		"Téléphone 02 12 09 20 26",
		"Réf. 12-09-2026-445",
		"Téléphone : 05.11.23.45.67",
		"née à Chartres, le 17/04/1988",
		"Entrée dans les lieux, le 01/09/2019",
		"Dernière révision du loyer, le 03/03/2024",
		"Solde de votre dernière facture du 12/03/2026",
		"Rappel de la facture du 12/03/2026",
		"Avoir sur facture du 12/03/2026",
		"Facture précédente du 12/03/2026 : 45,90 €",
		"Bail établi le 01/09/2019 entre les parties",
		"Mandat SEPA émis le 01/09/2019",
		"Conditions générales de vente éditées le 01/09/2019",
		"Changement de compteur fait le 01/09/2019",
		"État des lieux établi le 01/09/2019",
		"Suivant devis établi le 01/09/2019",
		"Carte d'identité délivrée le 01/09/2019",
	} {
		if got, ok := ReadIssueDate(bill(line), on); ok && got.certain {
			t.Errorf("%q: %s taken for the issue date", line, got.Date)
		}
	}
}

func TestADateWithAPoorLabelIsReadButNotCertain(t *testing.T) {
	got, ok := ReadIssueDate(bill("Date : 02/03/2026"), on)
	if !ok || got.certain || got.Date.String() != "2026-03-02" {
		t.Errorf("got %+v, %v", got, ok)
	}
}

func TestLabelInTheNextCell(t *testing.T) {
	cell := func(text string, x, y float64) reader.Line {
		return reader.Line{Text: text, Box: reader.Box{X0: x, Y0: y, X1: x + 90, Y1: y + 12}}
	}
	page := func(lines ...reader.Line) reader.Document {
		return reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Lines: lines}}}
	}
	for name, c := range map[string]struct {
		doc  reader.Document
		want string
	}{
		"to the left":                  {page(cell("Date de facture :", 40, 100), cell("12/09/2026", 200, 100), cell("Échéance", 40, 130), cell("30/09/2026", 200, 130)), "2026-09-12"},
		"above":                        {page(cell("Date de facture", 40, 100), cell("Date limite", 200, 100), cell("12/09/2026", 40, 116), cell("30/09/2026", 200, 116)), "2026-09-12"},
		"many dates below one heading": {page(cell("Date de facture", 40, 100), cell("12/03/2026", 40, 116), cell("12/01/2026", 40, 132)), ""},
		"telephone below the heading":  {page(cell("Date de facture", 40, 100), cell("05.11.23.45.67", 40, 116)), ""},
		"debit, « le » in its cell":    {page(cell("Prélèvement automatique", 40, 100), cell("le 05/06/2026", 200, 100)), ""},
		"due, « le » below":            {page(cell("À payer avant", 40, 100), cell("le 12 juin 2026", 40, 116)), ""},
		"contract above « établi le »": {page(cell("Votre contrat", 40, 100), cell("Établi le 03/03/2019", 40, 116)), ""},
		"client since":                 {page(cell("Client depuis", 40, 100), cell("le 12 mars 2021", 40, 116)), ""},
		"period cut by a gap":          {page(cell("Facture du 10/01/2026", 40, 100), cell("au 10/03/2026", 200, 100)), ""},
		"sentence cut by a line end":   {page(cell("Madame Zoé MARTIN, née à Chartres,", 40, 100), cell("le 17 avril 1988", 40, 116)), ""},
		"answer to a letter":           {page(cell("Votre courrier", 40, 100), cell("Paris, le 03/03/2026", 40, 116)), ""},
		"heading and « du » below":     {page(cell("Votre facture", 40, 100), cell("du 12/09/2026", 40, 116)), "2026-09-12"},
		"other label":                  {page(cell("Date limite", 40, 100), cell("12/09/2026", 200, 100)), ""},
		"too far":                      {page(cell("Date de facture", 40, 100), cell("12/09/2026", 40, 300)), ""},
	} {
		got, ok := ReadIssueDate(c.doc, on)
		if certain := ok && got.certain; certain != (c.want != "") || certain && got.Date.String() != c.want {
			t.Errorf("%s: got %v (%v), want %q", name, got, ok, c.want)
		}
	}
}

func TestOfSeveralIssueDatesTheFreshestCounts(t *testing.T) {
	got, _ := ReadIssueDate(bill("Facture du 02/03/2026", "Émise le 12/09/2026", "Fait à Paris, le 12/09/2027"), on)
	if got.Date.String() != "2026-09-12" {
		t.Errorf("got %s", got.Date)
	}
}

func TestTheSubjectOfALetterIsNoHeadingOfItsDate(t *testing.T) {
	for above, want := range map[string]bool{
		"Objet : Attestation de contrat": true,
		"Objet :":                        false, // of what stands below
		"Contrat":                        false,
	} {
		got, ok := ReadIssueDate(onPage(cell(50, 200, above), cell(50, 214, "La Défense, le 12 septembre 2026")), on)
		if read := ok && got.Date == calendar.New(2026, 9, 12); read != want {
			t.Errorf("below %q: %+v, %v", above, got, ok)
		}
	}
}

func TestALetterIsDatedAtItsTop(t *testing.T) {
	at := func(y float64) reader.Document {
		return reader.Document{State: reader.Opened, Pages: []reader.Page{{Height: 800, Lines: []reader.Line{{Text: "Le 12 mars 2021", Box: reader.Box{X0: 40, Y0: y, X1: 140, Y1: y + 10}}}}}}
	}
	if got, ok := ReadIssueDate(at(0.54*800), on); !ok || !got.certain {
		t.Errorf("at the top: got %+v, %v", got, ok)
	}
	if got, ok := ReadIssueDate(at(0.56*800), on); ok {
		t.Errorf("at the foot, the end of a sentence: got %+v", got)
	}
}

func TestAFresherDateTakesTheCertaintyFromAnOldOne(t *testing.T) {
	for _, fresher := range []string{"Date : 12/10/2026", "12/10/2026"} {
		got, ok := ReadIssueDate(bill("Facture du 02/03/2026", "Montant", fresher), on)
		if !ok || got.certain {
			t.Errorf("beside %q: got %+v, %v", fresher, got, ok)
		}
	}
	for _, other := range []string{
		"Date limite de paiement : 02/07/2026", "Prélevé le 12/04/2026", "Période du 01/01/2026 au 28/02/2026",
		"Fin d’engagement le 12/10/2026", "Prochain relevé le 12/10/2026", "Né le 12/10/1988",
	} {
		if got, _ := ReadIssueDate(bill("Facture du 02/03/2026", "Montant", other), on); !got.certain {
			t.Errorf("%q says nothing of the issue date, and takes the certainty away", other)
		}
	}
}

func TestADateTheOthersLeaveFarBehindIsOfAnotherBill(t *testing.T) {
	for name, c := range map[string]struct {
		others []string
		want   bool
	}{
		"due within four months":       {[]string{"Date limite de paiement : 02/07/2026"}, true},
		"due a day later":              {[]string{"Date limite de paiement : 03/07/2026"}, false},
		"debit seven months later":     {[]string{"Prélevé le 12/10/2026"}, false},
		"period that goes on":          {[]string{"Période du 01/09/2026 au 12/10/2026"}, false},
		"period in months":             {[]string{"Période : octobre 2026"}, false},
		"words that no list knows":     {[]string{"Vu et approuvé le 12/10/2026"}, false},
		"payment plan, month by month": {[]string{"Prélèvement 05/05/2026", "Prélèvement 05/07/2026", "Prélèvement 05/09/2026", "Prélèvement 05/11/2026"}, true},
		"end of a contract":            {[]string{"Fin de contrat le 12/10/2026"}, true},
		"beyond what a bill speaks of": {[]string{"À retourner avant le 12/10/2029"}, true},
		"three bills":                  {[]string{"Facture du 02/02/2026", "Facture du 02/01/2026"}, false},
		"two bills":                    {[]string{"Facture du 02/02/2026"}, true},
	} {
		if got, _ := ReadIssueDate(bill(append([]string{"Facture du 02/03/2026", "Montant"}, c.others...)...), on); got.certain != c.want {
			t.Errorf("%s: certain %v, want %v", name, got.certain, c.want)
		}
	}
}

func TestAnUnreadPageMayBeTheFreshBill(t *testing.T) {
	six := 6
	scan := reader.Document{MIME: reader.JPEG, State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Width: 1000, Height: 1400}}}
	piece := Piece{Files: []File{{Document: bill("Facture du 02/03/2026")}, {Document: scan}}}
	inspection := Inspection{Files: make([]FileInspection, 2)}
	CheckIssueDate(piece, Terms{On: on, AgeMaxMonths: &six}, &inspection)
	if got := found(inspection); !equal(got, []string{"date.ancienne avertissement"}) {
		t.Errorf("got %v", got)
	}
}

func inspectBill(declared string, doc reader.Document) Inspection {
	six := 6
	piece := Piece{Type: "justificatif_domicile", Files: []File{{Name: "f.pdf", Size: 10, Document: doc}}}
	if declared != "" {
		piece.DeclaredIssue, _ = calendar.Parse(declared)
	}
	inspection := Inspection{Files: make([]FileInspection, 1)}
	CheckIssueDate(piece, Terms{On: on, AgeMaxMonths: &six}, &inspection)
	return inspection
}

// found lists « code gravite » of an inspection, files first.
func found(i Inspection) []string {
	var list []string
	for _, f := range i.Files {
		for _, c := range f.Findings {
			list = append(list, string(c.Code)+" "+string(c.Severity))
		}
	}
	for _, c := range i.Findings {
		list = append(list, string(c.Code)+" "+string(c.Severity))
	}
	return list
}

func TestAgeOfAProofOfAddress(t *testing.T) {
	image := reader.Document{MIME: reader.JPEG, State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Width: 1000, Height: 1400}}}
	locked := reader.Document{MIME: reader.PDF, State: reader.Locked}
	for name, c := range map[string]struct {
		declared string
		doc      reader.Document
		want     []string
	}{
		"six months to the day":      {"", bill("Facture du 21/05/2026"), []string{"date.ancienne bloquant"}},
		"six months less one day":    {"", bill("Facture du 22/05/2026"), []string{"date.ancienne info", "date.bientot_perimee info"}},
		"three months to the day":    {"", bill("Facture du 21/08/2026"), []string{"date.ancienne info"}},
		"three months less one day":  {"", bill("Facture du 22/08/2026"), nil},
		"today":                      {"", bill("Facture du 21/11/2026"), nil},
		"tomorrow":                   {"", bill("Facture du 22/11/2026"), []string{"date.future avertissement"}},
		"15 days before its last":    {"", bill("Facture du 07/06/2026"), []string{"date.ancienne info", "date.bientot_perimee info"}},
		"16 days before its last":    {"", bill("Facture du 08/06/2026"), []string{"date.ancienne info"}},
		"old, poor label":            {"", bill("Date : 02/03/2026"), []string{"date.ancienne avertissement"}},
		"old tax notice":             {"", bill("AVIS D’IMPÔT 2025", "Date d'établissement : 02/03/2026"), []string{"date.ancienne avertissement"}},
		"old housing tax":            {"", bill("TAXE D’HABITATION 2025", "Votre avis", "Date d'établissement : 02/03/2026"), []string{"date.ancienne avertissement"}},
		"old notice, title cut":      {"", bill("AVIS", "D’IMPOSITION", "Date d'établissement : 02/03/2026"), []string{"date.ancienne avertissement"}},
		"no date in the text":        {"", bill("Facture de septembre"), []string{"date.absente indetermine"}},
		"image":                      {"", image, []string{"date.absente indetermine"}},
		"locked: nothing announced":  {"", locked, nil},
		"image, declared fresh":      {"2026-09-12", image, nil},
		"image, declared old":        {"2026-05-21", image, []string{"date.ancienne bloquant"}},
		"text and declared agree":    {"2026-09-12", bill("Facture du 12/09/2026"), nil},
		"text and declared disagree": {"2026-09-13", bill("Facture du 12/09/2026"), []string{"date.divergente avertissement"}},
		"old text, declared fresh":   {"2026-09-12", bill("Facture du 02/03/2026"), []string{"date.ancienne bloquant", "date.divergente avertissement"}},
		"poor label, declared fresh": {"2026-09-12", bill("Date : 02/03/2026"), []string{"date.ancienne avertissement", "date.divergente avertissement"}},
		"poor label, declared old":   {"2026-03-01", bill("Date : 12/10/2026"), []string{"date.divergente avertissement"}},
	} {
		if got := found(inspectBill(c.declared, c.doc)); !equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestTheFreshestFileOfAPieceDecides(t *testing.T) {
	six := 6
	piece := Piece{Files: []File{{Document: bill("Facture du 02/03/2026")}, {Document: bill("Facture du 12/09/2026")}}}
	inspection := Inspection{Files: make([]FileInspection, 2)}
	CheckIssueDate(piece, Terms{On: on, AgeMaxMonths: &six}, &inspection)
	if got := found(inspection); len(got) != 0 {
		t.Errorf("got %v, want nothing", got)
	}
	if inspection.Files[0].Read.IssueDate.Date.String() != "2026-03-02" {
		t.Error("the reading of the first file is lost")
	}
}

func TestNoAgeLimitNoDate(t *testing.T) {
	inspection := Inspection{Files: make([]FileInspection, 1)}
	CheckIssueDate(Piece{Files: []File{{Document: bill("Facture du 02/03/2020")}}}, Terms{On: on}, &inspection)
	if got := found(inspection); len(got) != 0 || inspection.Files[0].Read.IssueDate != nil {
		t.Errorf("got %v", got)
	}
}

func FuzzFindDates(f *testing.F) {
	for _, s := range []string{"Facture du 12/09/2026", "1er août 2026 – 12.09.26", "2026-02-30", "du 1 au 2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := fold(s)
		for _, d := range findDates(folded) {
			if d.start < 0 || d.end > len(folded) || d.start >= d.end {
				t.Fatalf("span %d-%d outside %q", d.start, d.end, folded)
			}
			if !calendar.Valid(d.date.Year, d.date.Month, d.date.Day) {
				t.Fatalf("%v is no day", d.date)
			}
		}
		ReadIssueDate(bill(s, s), on)
	})
}
