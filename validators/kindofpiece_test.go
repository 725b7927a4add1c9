package validators

import (
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/validators/reader"
)

func kindFindings(pieceType string, doc reader.Document) []Finding {
	inspection := Inspection{Files: make([]FileInspection, 1)}
	CheckKind(Piece{Type: pieceType, Label: "Pièce", Files: []File{{Document: doc}}}, Terms{}, &inspection)
	return inspection.Files[0].Findings
}

func TestFileInTheWrongSlot(t *testing.T) {
	for _, c := range []struct {
		slot  string
		lines []string
		want  string // code, or nothing
		says  string
	}{
		{"justificatif_domicile", []string{"Énergie du Val", "Facture du 12/09/2026"}, "", ""},
		{"justificatif_domicile", []string{"AVIS D’IMPÔT 2026"}, "", ""},
		{"justificatif_domicile", []string{"RELEVÉ D’IDENTITÉ BANCAIRE", "Titulaire : ZOÉ MARTIN"}, "justificatif.non_admis", "relevé d’identité bancaire"},
		{"justificatif_domicile", []string{"Bulletin de paie", "Septembre 2026"}, "justificatif.non_admis", "bulletin de paie"},
		{"justificatif_domicile_hebergeant", []string{"Attestation d'assurance habitation"}, "justificatif.non_admis", "assurance"},
		{"justificatif_domicile", []string{"AVIS MÉDICAL", "Cerfa n° 14880*02"}, "piece.mal_rangee", "avis médical"},
		{"piece_identite", []string{"AVIS D’IMPÔT 2026"}, "piece.mal_rangee", "avis d’impôt"},
		{"piece_identite", []string{"RÉPUBLIQUE FRANÇAISE", "CARTE NATIONALE D’IDENTITÉ / IDENTITY CARD"}, "", ""},
		{"avis_medical", []string{"Permis de conduire – Avis médical"}, "", ""},
		{"avis_medical", []string{"Facture du 12/09/2026"}, "piece.mal_rangee", "facture"},
		{"avis_medical", []string{"Docteur Zoé Martin", "CERTIFICAT MÉDICAL", "Pas de contre-indication à la pratique du sport."}, "piece.mal_rangee", "certificat médical ordinaire"},
		{"avis_medical", []string{"cerfa N° 14880*02", "CERTIFICAT MÉDICAL"}, "", ""},
		{"justificatif_domicile", []string{"QUITTANCE DE LOYER", "Je soussigné M. Paul Durand,", "propriétaire du logement,", "déclare avoir reçu 620 euros."}, "justificatif.non_admis", "particulier"},
		{"justificatif_domicile", []string{"Quittance de loyer", "Je soussignée Mme Durand, bailleur, reconnais"}, "justificatif.non_admis", "particulier"},
		{"justificatif_domicile", []string{"QUITTANCE DE LOYER", "Je soussigné M. Paul Durand, mandataire du propriétaire"}, "", ""},
		{"justificatif_domicile", []string{"QUITTANCE DE LOYER", "Agence du Centre", "Je soussigné, pour le propriétaire"}, "", ""},
		{"justificatif_domicile", []string{"QUITTANCE DE LOYER", "Bailleur : Habitat du Val", "Locataire : Zoé Martin"}, "", ""},
		{"cepc", []string{"CERTIFICAT D’EXAMEN DU PERMIS DE CONDUIRE"}, "", ""},
		{"autre", []string{"Bulletin de paie"}, "", ""},
		{"avis_medical", []string{"rien de connu"}, "", ""},
		{"avis_medical", nil, "", ""},
		// A bill that speaks of other papers is a bill all the same.
		{"justificatif_domicile", []string{"Votre facture", "Relevé d'identité bancaire"}, "", ""},
		{"justificatif_domicile", []string{"Pour changer de compte, renvoyez-nous ce mandat signé avec un relevé d'identité bancaire récent"}, "", ""},
	} {
		got := kindFindings(c.slot, bill(c.lines...))
		if c.want == "" {
			if len(got) != 0 {
				t.Errorf("%s %q: got %v", c.slot, c.lines, codes(got))
			}
			continue
		}
		if !slices.Equal(codes(got), []string{c.want + " avertissement"}) || !strings.Contains(got[0].Message, c.says) {
			t.Errorf("%s %q: got %+v, want %s about %s", c.slot, c.lines, got, c.want, c.says)
		}
	}
}

func TestAHeadingStandsAtTheTop(t *testing.T) {
	at := func(y float64) reader.Document {
		return reader.Document{Pages: []reader.Page{{Height: 800, Lines: []reader.Line{{Text: "Relevé d’identité bancaire", Box: reader.Box{Y0: y, Y1: y + 10}}}}}}
	}
	if got := kindFindings("justificatif_domicile", at(0.44*800)); len(got) != 1 {
		t.Errorf("in the upper part: got %v", got)
	}
	if got := kindFindings("justificatif_domicile", at(0.46*800)); len(got) != 0 {
		t.Errorf("lower down, as on a payment slip: got %v", got)
	}
}
