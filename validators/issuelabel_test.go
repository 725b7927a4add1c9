package validators

import (
	"testing"

	"github.com/recevable/recevable/validators/reader"
)

// Each trap is a page of a fresh bill, or of one whose own date is not to be
// read, with an old date in the place of an issue date.
func TestTrapsOfOtherDates(t *testing.T) {
	for name, layout := range map[string]string{
		"due":                            "Facture n° 77\nÀ payer avant le 02/03/2026",
		"debit":                          "Facture n° 77\nSera prélevée le 02/03/2026",
		"period":                         "Facture n° 77\nPériode du 01/01/2026 au 02/03/2026",
		"period over two lines":          "Votre facture du 01/01/2026\nau 02/03/2026",
		"next bill":                      "Votre prochaine facture : le 02/03/2026",
		"next reading":                   "Prochain relevé : 02/03/2026",
		"contract":                       "Votre contrat du 02/03/2026",
		"contract, label above":          "Contrat établi\nle 02/03/2026",
		"birth":                          "Mme Anne MARTIN, née le 17/04/1988",
		"balance of a bill":              "Solde de la facture du 02/03/2026",
		"balance cut over two lines":     "Nous attendons toujours le solde de la\nfacture du 02/03/2026",
		"reminder in a paragraph":        "Sauf erreur de notre part vous n’avez pas réglé votre\nfacture du 02/03/2026",
		"reminder, a line broken before": "Nous vous rappelons que vous restez nous devoir la somme de 45 €\nfacture du 02/03/2026",
		"overpaid bill":                  "Trop-perçu facture du 02/03/2026",
		"rejected payment of a bill":     "Rejet du paiement de la facture émise le 02/03/2026",
		"unpaid bill":                    "Facture impayée du 02/03/2026",
		"bill that is replaced":          "Annule et remplace la facture du 02/03/2026",
		"table of past bills":            "Historique\nDate de facture   Montant\n02/03/2026        45,00 €\n02/01/2026        44,00 €",
		"table of dates":                 "Date         Facture n°   Montant\n02/03/2026   F-77         45,00 €",
		"SEPA mandate":                   "Mandat SEPA signé à Chartres, le 02/03/2026",
		"mandate, on two lines":          "Mandat de prélèvement SEPA\nFait à Chartres le 02/03/2026, mandat n° 4",
		"small print":                    "Conditions générales de vente en vigueur au 02/03/2026",
		"small print, edition":           "Modèle édité le 02/03/2026",
		"letter answered":                "Votre courrier\nChartres, le 02/03/2026",
		"date before its label":          "02/03/2026   Date de facture",
		"unknown label to the left":      "Pose du boîtier :   le 02/03/2026",
		"unknown words to the left":      "Pose du boîtier   le 02/03/2026",
		"unknown label above":            "Pose du boîtier :\nle 02/03/2026",
		"meeting":                        "Votre rendez-vous\nle 2 mars 2026",
		"line put into service":          "Ouverture de la ligne   le 02/03/2026",
		"card of the holder":             "Carte d’identité délivrée à Chartres, le 02/03/2026",
		"beside a fresh bare date":       "Facture du 02/03/2026\n12/10/2026",
		"end of a commitment":            "Engagement : établi le 02/03/2026",
	} {
		if got, ok := ReadIssueDate(asPrinted(layout), on); ok && got.certain {
			t.Errorf("%s: %s taken for the issue date beyond doubt", name, got.Date)
		}
		if blocks(asPrinted(layout), on) || blocks(scanned(layout+"\nà payer avant le 20/03/2026 par tout moyen à votre convenance, sans frais, comme indiqué plus bas", 95), on) {
			t.Errorf("%s: refused", name)
		}
	}
}

func TestLabelsInEveryPlace(t *testing.T) {
	for name, layout := range map[string]string{
		"a wide gap":               "Date de facture                              12/09/2026",
		"dots that lead":           "Date de facture ........... 12/09/2026",
		"label above":              "Date de facture   Date limite\n12/09/2026        30/09/2026",
		"title, number, date":      "Votre facture\nn° 55 443 322\ndu 12 septembre 2026",
		"« du » below":             "Votre facture\ndu 12/09/2026",
		"beside a whole pair":      "Contrat : 112 233   Votre facture\nClient : 998 877    du 12/09/2026",
		"title before it":          "AVIS D’ÉCHÉANCE\nÉmis le 12/09/2026",
		"letter under its sender":  "Électricité du Val\n28000 CHARTRES\nLe 12 septembre 2026",
		"letter from a town":       "Électricité du Val      Chartres, le 12 septembre 2026",
		"duplicate":                "Duplicata de votre facture du 12/09/2026",
		"amount of the bill":       "Montant de la facture du 12/09/2026",
		"sentence of its own":      "Bonjour, voici votre dernier document.\nFacture du 12/09/2026",
		"far from an other column": "3 place de la Mairie                 Le 12 septembre 2026",
	} {
		got, ok := ReadIssueDate(asPrinted(layout), on)
		if !ok || !got.certain || got.Date.String() != "2026-09-12" {
			t.Errorf("%s: got %+v, %v", name, got, ok)
		}
	}
}

func TestLikelyIssueDatesProveNothing(t *testing.T) {
	for name, layout := range map[string]string{
		"behind the number of the bill": "FACTURE N° 887766 - 12/09/2026",
		"row of headings without gaps":  "Date de facture N° de facture Date d’échéance Montant TTC\n12/09/2026 F-77 30/09/2026 45,00 €",
		"title above":                   "Facture\n12 septembre 2026",
		"label behind":                  "12/09/2026   Date de facture",
		"edited":                        "Facture éditée le 12/09/2026",
		"given at a town":               "Délivrée à Quimper, le 12 septembre 2026",
		"of a supplier":                 "Facture émise par Volta Énergies le 12/09/2026",
		"billed":                        "Facturé le   12/09/2026",
		"title of what is billed":       "Votre facture Internet\n12 septembre 2026",
		"title of the month":            "Votre avis d’échéance de septembre 2026\nLe 12 septembre 2026",
		"number under the title":        "Votre facture de gaz naturel\nN° 300 456 789 012 du 12 septembre 2026",
		"payment plan":                  "Échéancier du 12/09/2026\nVous avez choisi la mensualisation le 17/09/2026",
		"call for the rent":             "APPEL DE LOYER\nDate d’appel : 12/09/2026\nAssurance à fournir avant le 14/09/2026",
		"credit note":                   "AVOIR N° AV-778 du 12/09/2026\nSur facture N° F-445 du 27/10/2026",
		"behind the subscriber":         "Réf. abonné 445-12 Émise le 12/09/2026\nN° facture 2201 À payer le 29/09/2026",
		"issue of receipts":             "Quittancement du 12/09/2026",
		"edited by":                     "Éditée par nos services le 12/09/2026",
		"town without « le »":           "ÉS Énergies\n67000 STRASBOURG\nStrasbourg, 12 septembre 2026",
		"day of the week":               "Gaz de l’Est\nSamedi 12 septembre 2026",
		"a sentence may go on":          "Gaz de l’Est\nLe 12 septembre 2026,",
		"title and dash":                "FACTURE - 12/09/2026",
		"day of making":                 "Date de création : 12/09/2026",
		"emission":                      "Émission : 12/09/2026\nÉchéance : 02/10/2026",
		"closed on a day":               "Facture arrêtée au 12/09/2026",
		"edition of what":               "Date d’édition de l’échéancier : 12/09/2026",
		"hour behind":                   "Document édité le 12/09/2026 à 14:32",
		"amount taken on a day":         "Date : 12/09/2026\nNous prélèverons 157,19 € le 12 novembre 2026.",
		"answer before a day":           "Date : 12/09/2026\nEnquête : répondre avant le 3 octobre 2026",
	} {
		got, ok := ReadIssueDate(asPrinted(layout), on)
		if !ok || got.certain || got.Date.String() != "2026-09-12" {
			t.Errorf("%s: got %+v, %v", name, got, ok)
		}
	}
}

func TestALetterIsDatedOnItsFirstPage(t *testing.T) {
	doc := reader.Document{State: reader.Opened, PageCount: 2, Pages: []reader.Page{layOut("Facture n° 77"), layOut("Le 2 mars 2026")}}
	if got, ok := ReadIssueDate(doc, on); !ok || got.certain {
		t.Errorf("on the second: got %+v, %v", got, ok)
	}
	doc.Pages[0], doc.Pages[1] = doc.Pages[1], doc.Pages[0]
	if got, ok := ReadIssueDate(doc, on); !ok || !got.certain {
		t.Errorf("on the first: got %+v, %v", got, ok)
	}
}

// A table whose headings are cut by no gap: the heading of a date is the one it
// stands under.
func TestHeadingsOfARowWithoutGaps(t *testing.T) {
	for name, c := range map[string]struct{ layout, want string }{
		"date second":            {"N° de facture Date d’émission Échéance\n1029384756    12/09/2026     30/09/2026", "2026-09-12"},
		"values on one line":     {"N° de facture Date Référence client\n7001234567 12/09/2026 20-123456", "2026-09-12"},
		"due date first":         {"Date limite de paiement Date d’émission\n30/09/2026                12/09/2026", "2026-09-12"},
		"date of edition":        {"Réf. locataire Date d’édition Exigible le\n00456-01         12/09/2026      30/09/2026", "2026-09-12"},
		"two dates on one line":  {"Exercice N° de titre Émis le   À régler avant le\n2026     1123        12/09/2026    30/09/2026", "2026-09-12"},
		"two dates, one cell":    {"N° facture N° abonné Date édition Date limite\n551122 1001           12/09/2026 30/09/2026", "2026-09-12"},
		"issued":                 {"N° compte N° facture Émise le Échéance Montant\n11 5522               12/09/2026 30/09/2026 45,00 €", "2026-09-12"},
		"date of the piece":      {"Type N° pièce Date pièce Montant\nFacture PC-8   12/09/2026 46,27 €", "2026-09-12"},
		"no heading of issue":    {"Référence client Date limite de paiement\n20-123           30/09/2026", ""},
		"past bills":             {"Vos dernières factures Date Montant\nF-77                   12/09/2026 45,00 €", ""},
		"table of calls":         {"Date Heure Numéro Client\n12/09/2026 12:10 06 00 00 00 00\n11/09/2026 12:11 06 00 00 00 00", ""},
		"meter, not a reference": {"Compteur Ancien relevé Date\nn° 041 625 12/09/2026", ""},
	} {
		got, ok := ReadIssueDate(asPrinted(c.layout), on)
		if ok != (c.want != "") || ok && (got.Date.String() != c.want || got.certain) {
			t.Errorf("%s: got %v (%v, certain %v), want %q", name, got, ok, got.certain, c.want)
		}
	}
}

// Rows are often set closer than the boxes of their letters.
func TestLabelsOfATightRow(t *testing.T) {
	page := asPrinted("Client        Date facture\n88123         12/09/2026")
	lines := page.Pages[0].Lines
	for i := range lines[2:] {
		box := &lines[2+i].Box
		box.Y0, box.Y1 = lines[0].Box.Y1-2, lines[0].Box.Y1+8
	}
	if got, ok := ReadIssueDate(page, on); !ok || got.Date.String() != "2026-09-12" {
		t.Errorf("got %+v, %v", got, ok)
	}
}

// The date at the head of a line that a sentence runs on to is what the
// sentence says.
func TestASentenceThatRunsOn(t *testing.T) {
	got, ok := ReadIssueDate(asPrinted("Facture du 02/03/2026\n\nConditions de nos offres en vigueur et tarifs hors taxes arrêtés au\n01/05/2026 hors contributions."), on)
	if !ok || got.Date.String() != "2026-03-02" || !got.certain {
		t.Errorf("got %+v, %v", got, ok)
	}
}

func TestATitleWhoseLettersStandApartProvesNothing(t *testing.T) {
	for _, title := range []string{"F A C T U R E D U 1 2 / 0 9 / 2 0 2 6", "D A T E D E F A C T U R E : 1 2 / 0 9 / 2 0 2 6", "F A C T U R E D U 1 2 S E P T E M B R E 2 0 2 6"} {
		got, ok := ReadIssueDate(asPrinted(title), on)
		if !ok || got.certain || got.Date.String() != "2026-09-12" {
			t.Errorf("%s: got %+v, %v", title, got, ok)
		}
	}
	for _, title := range []string{"P R E L E V E L E 1 2 / 0 9 / 2 0 2 6", "0 1 / 0 2 / 0 3 / 0 4 / 0 5 / 0 6"} {
		if got, ok := ReadIssueDate(asPrinted(title), on); ok {
			t.Errorf("%s: got %+v", title, got)
		}
	}
}
