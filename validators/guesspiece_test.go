package validators

import (
	"testing"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/mrz"
)

func TestGuessPiece(t *testing.T) {
	zone := func(code string) reader.Page {
		return reader.Page{Zone: &reader.Zone{Zone: &mrz.Zone{DocumentCode: code}}}
	}
	heading := func(text string, y float64) reader.Page {
		return reader.Page{Width: 600, Height: 800, Lines: []reader.Line{{Text: text, Box: reader.Box{X0: 50, Y0: y, X1: 300, Y1: y + 10}}}}
	}
	for name, c := range map[string]struct {
		pages []reader.Page
		piece string
		clue  Clue
	}{
		"a card":                     {[]reader.Page{zone("ID")}, "piece_identite", ClueZone},
		"a passport":                 {[]reader.Page{zone("P")}, "piece_identite", ClueZone},
		"a residence permit":         {[]reader.Page{zone("IR")}, "titre_sejour", ClueZone},
		"its zone on the second":     {[]reader.Page{{}, zone("ID")}, "piece_identite", ClueZone},
		"a bill":                     {[]reader.Page{heading("Votre facture du mois", 40)}, "justificatif_domicile", ClueHeading},
		"a medical opinion":          {[]reader.Page{heading("AVIS MÉDICAL", 40)}, "avis_medical", ClueHeading},
		"a statement of a host":      {[]reader.Page{heading("Attestation d’hébergement", 40)}, "attestation_hebergement", ClueHeading},
		"a school attestation":       {[]reader.Page{heading("Attestation scolaire de sécurité routière", 40)}, "autre", ClueHeading},
		"bank details are no piece":  {[]reader.Page{heading("Relevé d’identité bancaire", 40)}, "", ""},
		"the foot of a page is none": {[]reader.Page{heading("Facture", 700)}, "", ""},
		"a blank page":               {[]reader.Page{{}}, "", ""},
		"nothing":                    {nil, "", ""},
	} {
		piece, clue := GuessPiece(reader.Document{Pages: c.pages})
		if piece != c.piece || clue != c.clue {
			t.Errorf("%s: %q by %q", name, piece, clue)
		}
	}
}

// While a file may be any piece, none is missing for certain.
func TestNothingIsMissingWhileAFileIsUnsorted(t *testing.T) {
	for unsorted, want := range map[bool]Severity{false: Blocking, true: Undetermined} {
		found := CheckMissing(Dossier{Required: []Required{{Type: "avis_medical", Label: "Avis médical", Mandatory: true}}, Unsorted: unsorted})
		if len(found) != 1 || found[0].Severity != want || found[0].Code != PieceMissing {
			t.Errorf("unsorted %v: %+v", unsorted, found)
		}
	}
}
