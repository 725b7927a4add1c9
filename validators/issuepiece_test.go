package validators

import (
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// inspectPiece checks the date of a piece of one file.
func inspectPiece(kind, declared string, ageMax int, doc reader.Document) Inspection {
	piece := Piece{Type: kind, Files: []File{{Document: doc}}}
	if declared != "" {
		piece.DeclaredIssue, _ = calendar.Parse(declared)
	}
	terms := Terms{On: on}
	if ageMax > 0 {
		terms.AgeMaxMonths = &ageMax
	}
	inspection := Inspection{Files: make([]FileInspection, 1)}
	CheckIssueDate(piece, terms, &inspection)
	return inspection
}

func TestDateOfAMedicalOpinion(t *testing.T) {
	const heading = "PERMIS DE CONDUIRE - AVIS MÉDICAL"
	image := reader.Document{MIME: reader.JPEG, State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Unread: true}}}
	for name, c := range map[string]struct {
		declared string
		doc      reader.Document
		want     []string
		read     string
	}{
		"done at":                         {"", bill(heading, "Fait à Chartres, le 3 octobre 2026"), nil, "2026-10-03"},
		"date of the examination":         {"", bill(heading, "Date de l’examen : 03/10/2026"), nil, "2026-10-03"},
		"date of the visit":               {"", bill(heading, "Date de la visite médicale : 03/10/2026"), nil, "2026-10-03"},
		"examined on":                     {"", bill(heading, "Examiné(e) le 03/10/2026"), nil, "2026-10-03"},
		"the doctor, on":                  {"", bill(heading, "Le médecin, le 03/10/2026"), nil, "2026-10-03"},
		"two years to the day":            {"", bill(heading, "Date de l’examen : 21/11/2024"), []string{"date.ancienne bloquant"}, "2024-11-21"},
		"two years less one day":          {"", bill(heading, "Date de l’examen : 22/11/2024"), []string{"date.bientot_perimee info"}, "2024-11-22"},
		"15 days before its last":         {"", bill(heading, "Date de l’examen : 07/12/2024"), []string{"date.bientot_perimee info"}, "2024-12-07"},
		"16 days before its last":         {"", bill(heading, "Date de l’examen : 08/12/2024"), nil, "2024-12-08"},
		"of seven months: no advice":      {"", bill(heading, "Date de l’examen : 03/04/2026"), nil, "2026-04-03"},
		"a letter date is no proof":       {"", bill(heading, "Docteur Spécimen", "Le 3 octobre 2024"), []string{"date.ancienne avertissement"}, "2024-10-03"},
		"the psychotechnical examination": {"", bill(heading, "Examen psychotechnique du 21/09/2024"), []string{"date.absente info"}, ""},
		"born, valid until, licence of":   {"", bill(heading, "Né(e) le 17/04/1988", "Valable jusqu’au 03/10/2028", "Permis délivré le 12/03/2009"), []string{"date.absente info"}, ""},
		"hand-written: not read":          {"", image, []string{"date.absente info"}, ""},
		"hand-written, declared":          {"2026-10-03", image, nil, "2026-10-03"},
		"hand-written, declared old":      {"2024-11-21", image, []string{"date.ancienne bloquant"}, "2024-11-21"},
		"hand-written, badly read":        {"", scannedBill(60, heading, "Date de l’examen : 03/10/2020"), []string{"date.absente info"}, "2020-10-03"},
		"badly read, declared":            {"2026-10-03", scannedBill(60, heading, "Date de l’examen : 03/1O/2020"), nil, "2020-10-03"},
		"read by OCR, old":                {"", scannedBill(95, heading, "Date de l’examen : 03/10/2020", "Examen psychotechnique du 21/09/2020"), []string{"date.ancienne avertissement"}, "2020-10-03"},
		"text and declared disagree":      {"2026-10-04", bill(heading, "Date de l’examen : 03/10/2026"), []string{"date.divergente avertissement"}, "2026-10-03"},
	} {
		got := inspectPiece("avis_medical", c.declared, 24, c.doc)
		if codes := found(got); !equal(codes, c.want) {
			t.Errorf("%s: got %v, want %v", name, codes, c.want)
		}
		read := ""
		if d := got.Files[0].Read.IssueDate; d != nil {
			read = d.Date.String()
		}
		if read != c.read {
			t.Errorf("%s: read %q, want %q", name, read, c.read)
		}
	}
}

func TestAnOldOpinionCallsForAVisit(t *testing.T) {
	f := inspectPiece("avis_medical", "", 24, bill("Date de l’examen : 03/10/2020")).Files[0].Findings[0]
	if !strings.Contains(f.Remedy, "visite médicale") || strings.Contains(f.Remedy, "facture") || !strings.Contains(f.Message, "24 mois") {
		t.Errorf("got %q, %q", f.Message, f.Remedy)
	}
}

func TestDateOfAHostingStatementIsOnlyShown(t *testing.T) {
	for name, c := range map[string]struct {
		doc  reader.Document
		want string
	}{
		"done at":                 {bill("ATTESTATION D’HÉBERGEMENT", "Je soussigné Paul DURAND, né le 17/04/1960 à Dreux,", "héberge depuis le 01/03/2020 Mme Anne MARTIN, née le 17/04/1988.", "Fait à Chartres, le 3 octobre 2026"), "2026-10-03"},
		"very old":                {bill("Fait à Chartres, le 3 octobre 2016"), "2016-10-03"},
		"by hand, read by OCR":    {scannedBill(60, "Fait à Chartres, le 3 0ctobre 2026"), "2026-10-03"},
		"no date":                 {bill("ATTESTATION D’HÉBERGEMENT"), ""},
		"only dates of something": {bill("né le 17/04/1960", "hébergée depuis le 01/03/2020"), ""},
		"not read":                {reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Unread: true}}}, ""},
	} {
		got := inspectPiece("attestation_hebergement", "", 0, c.doc)
		read := ""
		if d := got.Files[0].Read.IssueDate; d != nil {
			read = d.Date.String()
		}
		if read != c.want || len(found(got)) != 0 {
			t.Errorf("%s: read %q, found %v, want %q", name, read, found(got), c.want)
		}
	}
	foot := bill("ATTESTATION D’HÉBERGEMENT")
	foot.Pages[0].Lines = append(foot.Pages[0].Lines, reader.Line{Text: "Le 3 octobre 2026", Box: reader.Box{X0: 40, Y0: 760, X1: 160, Y1: 772}})
	if d := inspectPiece("attestation_hebergement", "", 0, foot).Files[0].Read.IssueDate; d == nil || d.Date != calendar.New(2026, 10, 3) {
		t.Errorf("signed at the foot: read %+v", d)
	}
}

func TestPsychotechnicalReport(t *testing.T) {
	const heading = "COMPTE RENDU D’EXAMEN PSYCHOTECHNIQUE"
	for name, c := range map[string]struct {
		visit string
		doc   reader.Document
		want  []string
	}{
		"six months to the day of the visit": {"2026-12-01", bill(heading, "Date de l’examen : 01/06/2026"), nil},
		"six months and a day":               {"2026-12-02", bill(heading, "Date de l’examen : 01/06/2026"), []string{"date.ancienne avertissement"}},
		"a visit behind":                     {"2026-06-10", bill(heading, "Date de l’examen : 01/02/2026"), nil},
		"no visit: six months today":         {"", bill(heading, "Fait à Chartres, le 21/05/2026"), []string{"date.bientot_perimee info"}},
		"no visit: six months yesterday":     {"", bill(heading, "Fait à Chartres, le 20/05/2026"), []string{"date.ancienne avertissement"}},
		"no visit: 15 days left":             {"", bill(heading, "Tests effectués le 06/06/2026"), []string{"date.bientot_perimee info"}},
		"no visit: 16 days left":             {"", bill(heading, "Tests effectués le 07/06/2026"), nil},
		"tests of the sort":                  {"", bill("Tests psychotechniques", "Examiné le 01/02/2026"), []string{"date.ancienne avertissement"}},
		"aptitude":                           {"", bill("Aptitude psychotechnique à la conduite", "Date du test : 01/02/2026"), []string{"date.ancienne avertissement"}},
		"no date":                            {"", bill(heading), nil},
		"badly read":                         {"", scannedBill(60, heading, "Date de l’examen : 01/02/2026"), nil},
		"well read by OCR":                   {"", scannedBill(95, heading, "Date de l’examen : 01/02/2026"), []string{"date.ancienne avertissement"}},
		"another paper":                      {"", bill("Lettre", "Date de l’examen : 01/02/2020"), nil},
		"named in running text only":         {"", bill("Vous devez passer un examen psychotechnique avant de vous présenter à la visite médicale", "Date de l’examen : 01/02/2020"), nil},
	} {
		terms := Terms{On: on}
		if c.visit != "" {
			terms.VisitOn, _ = calendar.Parse(c.visit)
		}
		inspection := Inspection{Files: make([]FileInspection, 1)}
		CheckIssueDate(Piece{Type: PieceOther, Files: []File{{Document: c.doc}}}, terms, &inspection)
		if got := found(inspection); !equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestWhatIsSaidOfADateThatWasNotRead(t *testing.T) {
	page := func(p reader.Page) reader.Document {
		return reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{p}}
	}
	for name, c := range map[string]struct {
		doc  reader.Document
		want string
	}{
		"no engine for it": {page(reader.Page{Unread: true}), "n’a pas pu être lue"},
		"nothing on it":    {page(reader.Page{FromOCR: true}), "n’a pas été lue"},
		"no date among it": {bill("Facture de septembre"), "Aucune date d’émission"},
	} {
		findings := inspectPiece("justificatif_domicile", "", 6, c.doc).Findings
		if len(findings) != 1 || findings[0].Severity != Undetermined || !strings.Contains(findings[0].Message, c.want) {
			t.Errorf("%s: got %+v", name, findings)
		}
	}
}

// A piece whose date nobody asks about is left in peace.
func TestOtherPiecesHaveNoDate(t *testing.T) {
	for _, kind := range []string{"piece_identite", "cepc", "service_national"} {
		got := inspectPiece(kind, "", 0, bill("Facture du 02/03/2020"))
		if len(found(got)) != 0 || got.Files[0].Read.IssueDate != nil {
			t.Errorf("%s: got %+v", kind, got)
		}
	}
}
