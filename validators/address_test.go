package validators

import (
	"slices"
	"testing"

	"github.com/recevable/recevable/validators/names"
)

func TestAddressOfA2DDoc(t *testing.T) {
	const gs = "\x1d"
	bill := func(postcode, town string) string {
		return header("01") + "10MARTIN/ZOE" + gs + "24" + postcode + "25" + town + gs + "\x1f"
	}
	sent := header("01") + "10MARTIN/ZOE" + gs + "2475001" + "25PARIS" + gs + "2B28000" + "2CCHARTRES" + gs + "\x1f"
	different := []string{"adresse.differente avertissement"}
	for name, c := range map[string]struct {
		piece, message string
		stated         Address
		want           []string
	}{
		"the same":                     {"justificatif_domicile", bill("28000", "CHARTRES"), Address{"28000", "Chartres"}, nil},
		"another place":                {"justificatif_domicile", bill("75001", "PARIS"), Address{"28000", "Chartres"}, different},
		"the host's is another place":  {"justificatif_domicile_hebergeant", bill("75001", "PARIS"), Address{"28000", "Chartres"}, different},
		"special postcode of the town": {"justificatif_domicile", bill("28019", "CHARTRES CEDEX"), Address{"28000", "Chartres"}, nil},
		"an arrondissement":            {"justificatif_domicile", bill("75011", "PARIS 11"), Address{"75012", "Paris 12e arrondissement"}, nil},
		"a village joined to another":  {"justificatif_domicile", bill("28300", "MAINVILLIERS"), Address{"28300", "Mainvilliers-le-Neuf"}, nil},
		"saint written short":          {"justificatif_domicile", bill("28190", "ST GEORGES"), Address{"28191", "Saint-Georges"}, nil},
		"accents and hyphens":          {"justificatif_domicile", bill("35001", "CHATEAUBOURG SUR L EURE"), Address{"35000", "Châteaubourg-sur-l’Eure"}, nil},
		"no town":                      {"justificatif_domicile", header("01") + "10MARTIN/ZOE" + gs + "2475001\x1f", Address{"28000", "Chartres"}, nil},
		"no address at all":            {"justificatif_domicile", header("01") + "10MARTIN/ZOE" + gs + "\x1f", Address{"28000", "Chartres"}, nil},
		"sent elsewhere too":           {"justificatif_domicile", header("01") + "10MARTIN/ZOE" + gs + "2475001" + "25PARIS" + gs + "2B69001" + "2CLYON" + gs + "\x1f", Address{"28000", "Chartres"}, different},
		"nothing stated":               {"justificatif_domicile", bill("75001", "PARIS"), Address{}, nil},
		"sent where the person lives":  {"justificatif_domicile", sent, Address{"28000", "Chartres"}, nil},
		"not a proof of address":       {"justificatif_domicile", header("03") + "2475001" + "25PARIS" + gs + "\x1f", Address{"28000", "Chartres"}, nil},
		"another piece":                {"cepc", bill("75001", "PARIS"), Address{"28000", "Chartres"}, nil},
	} {
		inspection := Inspection{Files: make([]FileInspection, 1)}
		CheckAddress(Piece{Type: c.piece, Files: []File{{Document: coded(c.message)}}}, Terms{Applicant: &Applicant{Address: c.stated}}, &inspection)
		if got := codes(inspection.Files[0].Findings); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	var loose Inspection
	CheckAddress(Piece{Type: "justificatif_domicile", Files: []File{{Document: coded(bill("75001", "PARIS"))}}}, Terms{}, &loose)
}

// TestAddressUnderTheName: the applicant's name stands above another place than
// the one stated, which is nowhere on the bill.
func TestAddressUnderTheName(t *testing.T) {
	zoe := &Applicant{Person: names.Person{Birth: "MARTIN", First: []string{"Zoé"}}, Address: Address{"28000", "Chartres"}}
	lyon := []string{"MME MARTIN ZOE", "3 RUE VICTOR HUGO", "69003 LYON"}
	for name, c := range map[string]struct {
		file File
		want []string
	}{
		"another place":                 {billOf(lyon...), []string{"adresse.differente avertissement"}},
		"the same":                      {billOf("MME MARTIN ZOE", "3 RUE VICTOR HUGO", "28000 CHARTRES"), nil},
		"the same town, another office": {billOf("MME MARTIN ZOE", "3 RUE VICTOR HUGO", "28019 CHARTRES CEDEX"), nil},
		"sent elsewhere than it is for": {billOf(append(lyon, "Lieu de consommation : 5 rue des Lilas, 28000 Chartres")...), nil},
		"the town alone is named":       {billOf(append(lyon, "Agence de Chartres")...), nil},
		"under somebody else's name":    {billOf("MME DURAND ANNE", "3 RUE VICTOR HUGO", "69003 LYON"), nil},
		"no address under the name":     {billOf("Service client", "69003 LYON", "Titulaire : MARTIN ZOE"), nil},
		"read from pixels":              {scannedBillOf(lyon...), []string{"adresse.differente indetermine"}},
	} {
		inspection := Inspection{Files: make([]FileInspection, 1)}
		CheckAddress(Piece{Type: "justificatif_domicile", Files: []File{c.file}}, Terms{Applicant: zoe}, &inspection)
		if got := codes(inspection.Files[0].Findings); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
