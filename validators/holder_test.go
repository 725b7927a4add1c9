package validators

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
)

// codedFile is a scan whose only words are those of the 2D-Doc of a bill.
func codedFile(holders ...string) File {
	message := "DC02FR000001123F123F01"
	for i, line := range holders {
		if letters := []rune(line); len(letters) > 38 {
			line = string(letters[:38])
		}
		message += []string{"10", "14"}[i] + line
		if len([]rune(line)) < 38 {
			message += "\x1d"
		}
	}
	var data []byte // ISO 8859-1
	for _, r := range norm.NFC.String(message) {
		data = append(data, byte(r))
	}
	page := reader.Page{Width: 595, Height: 842, Codes: []reader.Code{{Data: data, Mark: reader.Mark{X0: 0.1, Y0: 0.2, X1: 0.2, Y1: 0.3}}}}
	return File{Document: reader.Document{MIME: reader.PDF, State: reader.Opened, PageCount: 1, Pages: []reader.Page{page}}}
}

// around is what a bill says beside the name of its holder, some sixty words.
var around = []string{
	"Énergie du Val (spécimen)", "Vos références", "N° client : 4 017 220 918", "Facture du 12 septembre 2026",
	"Bonjour, voici le détail de votre facture d’électricité pour les deux derniers mois.",
	"Abonnement 6 kVA, deux mois 24,80 €", "Électricité, heures pleines 30,03 €", "Électricité, heures creuses 15,73 €",
	"Montant total à payer avant le 3 octobre 2026 : 84,37 €", "Pour nous joindre, appelez le service des clients du lundi au samedi",
}

func billOf(lines ...string) File { return File{Document: bill(append(lines, around...)...)} }

func scannedBillOf(lines ...string) File { return ocrOf(90, append(lines, around...)...) }

// ocrOf is a page read by OCR with that confidence.
func ocrOf(confidence float64, lines ...string) File {
	doc := bill(lines...)
	doc.Pages[0].FromOCR = true
	for i := range doc.Pages[0].Lines {
		doc.Pages[0].Lines[i].Confidence = confidence
	}
	return File{Document: doc}
}

// unread is a page of which nothing is known.
func unread() File {
	return File{Document: reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{{Unread: true}}}}
}

func inspectHolder(piece string, terms Terms, files ...File) Inspection {
	inspection := Inspection{Files: make([]FileInspection, len(files))}
	CheckHolder(Piece{Type: piece, Files: files}, terms, &inspection)
	return inspection
}

func holderFindings(piece string, terms Terms, files ...File) []Finding {
	inspection := inspectHolder(piece, terms, files...)
	findings := inspection.Findings
	for _, f := range inspection.Files {
		findings = append(findings, f.Findings...)
	}
	return findings
}

var jeanMartin = &Applicant{Person: pair{applicant: "MARTIN||Jean"}.person()}

func TestWhoseNameAPieceBears(t *testing.T) {
	const different, absent = "titulaire.different", "titulaire.absent"
	long := make([]string, 12)
	for i := range long {
		long[i] = "le montant de la facture"
	}
	for name, c := range map[string]struct {
		piece string
		files []File
		want  string
	}{
		"2D-Doc in the name":           {ownProof, []File{codedFile("MARTIN JEAN")}, ""},
		"2D-Doc in another":            {ownProof, []File{codedFile("DURAND PAUL")}, different + " avertissement"},
		"sent to the applicant":        {ownProof, []File{codedFile("DURAND PAUL", "MARTIN JEAN")}, ""},
		"who lives at the applicant's": {ownProof, []File{codedFile("DURAND PAUL CHEZ MARTIN JEAN")}, different + " indetermine"},
		"of a relative":                {ownProof, []File{codedFile("MARTIN PAUL")}, different + " indetermine"},
		"spelled otherwise":            {ownProof, []File{codedFile("MARTEN JEAN")}, "titulaire.orthographe info"},
		"only a title":                 {ownProof, []File{codedFile("M. OU MME")}, ""},
		"the best file counts":         {ownProof, []File{codedFile("DURAND PAUL"), billOf("M. MARTIN JEAN")}, ""},
		"a title elsewhere does not":   {ownProof, []File{codedFile("DURAND PAUL"), billOf("Votre conseiller : M. MARTIN")}, different + " avertissement"},
		"text without the name":        {ownProof, []File{billOf("MME DURAND ANNE")}, absent + " avertissement"},
		"text of a relative":           {ownProof, []File{billOf("M. MARTIN PAUL")}, absent + " indetermine"},
		"OCR without the name":         {ownProof, []File{scannedBillOf("MME DURAND ANNE")}, absent + " indetermine"},
		"OCR of a relative":            {ownProof, []File{scannedBillOf("M. MARTIN PAUL")}, ""},
		"OCR barely sure":              {ownProof, []File{ocrOf(80, around...)}, absent + " indetermine"},
		"OCR not sure":                 {ownProof, []File{ocrOf(79, around...)}, ""},
		"forty words of OCR":           {ownProof, []File{ocrOf(90, long[:8]...)}, absent + " indetermine"},
		"thirty-five":                  {ownProof, []File{ocrOf(90, long[:7]...)}, ""},
		"thirty words of text":         {ownProof, []File{{Document: bill(long[:6]...)}}, absent + " avertissement"},
		"twenty-five":                  {ownProof, []File{{Document: bill(long[:5]...)}}, ""},
		"letters that tell nothing":    {ownProof, []File{{Document: bill(strings.Repeat("OH PRQWDQW GX ", 30))}}, ""},
		"a page unread beside":         {ownProof, []File{billOf("MME DURAND ANNE"), unread()}, ""},
		"nothing read":                 {ownProof, []File{unread()}, ""},
		"no file":                      {ownProof, nil, ""},
		"doctor's hand, scanned":       {"avis_medical", []File{scannedBillOf("DURAND ANNE")}, ""},
		"doctor's form, typed":         {"avis_medical", []File{billOf("DURAND ANNE")}, absent + " indetermine"},
		"statement, scanned":           {hostStatement, []File{scannedBillOf("DURAND ANNE")}, ""},
		"theft report, scanned":        {"declaration_vol", []File{scannedBillOf("DURAND ANNE")}, ""},
		"exam certificate":             {"cepc", []File{billOf("DURAND ANNE")}, absent + " indetermine"},
		"exam certificate, scanned":    {"cepc", []File{scannedBillOf("DURAND ANNE")}, absent + " indetermine"},
		"exam certificate of a sister": {"cepc", []File{codedFile("MARTIN PAUL")}, different + " avertissement"},
		"exam certificate of another":  {"cepc", []File{codedFile("DURAND ANNE")}, different + " avertissement"},
		"host's proof":                 {hostProof, []File{codedFile("DURAND ANNE")}, ""},
		"identity is not looked at":    {"piece_identite", []File{codedFile("DURAND ANNE")}, ""},
		"nor the host's":               {hostIdentity, []File{codedFile("DURAND ANNE")}, ""},
		"nor other files":              {PieceOther, []File{codedFile("DURAND ANNE")}, ""},
	} {
		got := strings.Join(codes(holderFindings(c.piece, Terms{On: on, Applicant: jeanMartin}, c.files...)), ", ")
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// A hosted person's proof is in the name of who hosts, and files that no
// dossier goes with are compared with nobody.
func TestNobodyToCompareWith(t *testing.T) {
	for name, terms := range map[string]Terms{"hosted": {Applicant: jeanMartin, Hosted: true}, "no dossier": {}} {
		inspection := inspectHolder(ownProof, terms, codedFile("MME DURAND ANNE"))
		if len(inspection.Findings)+len(inspection.Files[0].Findings) > 0 {
			t.Errorf("%s: got %v", name, inspection)
		}
		if read := inspection.Files[0].Read.Holder; read == nil || *read != (HolderReading{"MME DURAND ANNE", FromCode, 1}) {
			t.Errorf("%s: read %v", name, read)
		}
	}
	if got := holderFindings("cepc", Terms{Applicant: jeanMartin, Hosted: true}, codedFile("DURAND ANNE")); len(got) != 1 {
		t.Errorf("hosted, the exam certificate of another: got %v", codes(got))
	}
}

func TestHolderIsShownWhereItStands(t *testing.T) {
	terms := Terms{Applicant: jeanMartin}
	for name, c := range map[string]struct {
		file File
		want HolderReading
	}{
		"2D-Doc": {codedFile("MARTIN/JEAN"), HolderReading{"MARTIN JEAN", FromCode, 1}},
		"text":   {billOf("Titulaire : M. Jean MARTIN"), HolderReading{"M. Jean MARTIN", FromText, 1}},
		"form":   {billOf("Nom de naissance : MARTIN", "Prénom(s) : Jean, Louis"), HolderReading{"MARTIN Jean, Louis", FromText, 1}},
		"ocr":    {scannedBillOf("M. Jean MARTlN"), HolderReading{"M. Jean MARTlN", FromOCR, 1}},
	} {
		if read := inspectHolder(ownProof, terms, c.file).Files[0].Read.Holder; read == nil || *read != c.want {
			t.Errorf("%s: read %v, want %v", name, read, c.want)
		}
	}
	addressed := inspectHolder(ownProof, terms, billOf("MME DURAND ANNE", "12 rue des Trois Moulins", "28000 CHARTRES")).Files[0]
	if read := addressed.Read.Holder; read == nil || *read != (HolderReading{"MME DURAND ANNE", FromText, 1}) {
		t.Errorf("addressed to another: read %v", read)
	}
	if f := addressed.Findings; len(f) != 1 || f[0].Code != HolderAbsent || f[0].Excerpt != "MME DURAND ANNE" || f[0].Mark == nil || !strings.Contains(f[0].Message, "On y lit « MME DURAND ANNE »") {
		t.Errorf("addressed to another: %+v", f)
	}
	found := holderFindings(ownProof, terms, codedFile("DURAND PAUL"))[0]
	if found.Page != 1 || found.Excerpt != "DURAND PAUL" || found.Mark == nil || found.Mark.X0 != 0.1 {
		t.Errorf("2D-Doc of another: %+v", found)
	}
	for _, word := range []string{"DURAND PAUL", "MARTIN Jean"} {
		if !strings.Contains(found.Message, word) {
			t.Errorf("%q does not name %s", found.Message, word)
		}
	}
	for _, word := range []string{"attestation d’hébergement", "pièce d’identité", "justificatif de domicile de l’hébergeant", "nom d’usage"} {
		if !strings.Contains(found.Remedy, word) {
			t.Errorf("%q does not speak of %s", found.Remedy, word)
		}
	}
}

// TestABlankProofTellsNothingOfItsHolder: where nothing stands on any page, no
// name is missing; on the back of a bill it is.
func TestABlankProofTellsNothingOfItsHolder(t *testing.T) {
	white := reader.Page{Legibility: &legibility.Measures{Bare: true, NearWhite: 1, Paper: 255}}
	blank := File{Document: reader.Document{State: reader.Opened, PageCount: 2, Pages: []reader.Page{white, white}}}
	terms := Terms{Applicant: &Applicant{Person: names.Person{Birth: "MARTIN", First: []string{"Zoé"}}}}
	if got := holderFindings("justificatif_domicile", terms, blank); len(got) != 0 {
		t.Errorf("of nothing but white: %v", codes(got))
	}
	front := billOf("Facture du 12 septembre 2026")
	front.Document.PageCount = 2
	front.Document.Pages = append(front.Document.Pages, white)
	if got := holderFindings("justificatif_domicile", terms, front); !slices.Equal(codes(got), []string{"titulaire.absent avertissement"}) {
		t.Errorf("a bill and a white back: %v", codes(got))
	}
}
