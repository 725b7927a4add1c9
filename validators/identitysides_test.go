package validators

import (
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
)

// onA4 is a page at 200 dpi: a zone as wide as that of a card at its true size, from
// some millimetres below the upper edge.
func onA4(t *testing.T, lines []string, left, top float64) reader.Page {
	t.Helper()
	page := shot(t, lines)
	page.Width, page.Height = 1654, 2339
	width := float64(len(lines[0])) * 2.54
	page.Zone.Mark = reader.Mark{X0: left / 210, X1: (left + width) / 210, Y0: (top - 8) / 297, Y1: top / 297}
	return page
}

// saying adds text to a page.
func saying(page reader.Page, lines ...string) reader.Page {
	page.Lines = textPage(lines...).Lines
	return page
}

// unzoned is a page that there was no time to read for its zone.
func unzoned(page reader.Page) reader.Page {
	page.Unread = true
	return page
}

func TestMissingSide(t *testing.T) {
	card, card2021 := frenchCard(laure, "1906"), bankCard(laure, "IDFRA", "FRA", "320101")
	permit, german := bankCard(laure, "IRFRA", "DZA", "320101"), bankCard(laure, "IDD<<", "D<<", "320101")
	portrait := func(p reader.Page) reader.Page { p.Width, p.Height = 1000, 1333; return p }
	turned := shot(t, card)
	turned.Width, turned.Height, turned.Turn = 1000, 1400, 90
	lone := func(p reader.Page, content int) reader.Page {
		p.Legibility = &legibility.Measures{DPI: 200, ContentWidth: content}
		return p
	}
	unmarked := shot(t, card)
	unmarked.Zone.Mark = reader.Mark{}
	heading := textPage("RÉPUBLIQUE FRANÇAISE", "CARTE NATIONALE D’IDENTITÉ / IDENTITY CARD", "Nom : LEFÈVRE")

	for _, c := range []struct {
		name  string
		files [][]reader.Page
		says  string // which side is missing; empty: nothing is
	}{
		{"front of a card", [][]reader.Page{{shot(t, card)}}, "le verso manque"},
		{"back of the card of 2021", [][]reader.Page{{shot(t, card2021)}}, "le recto (le côté"},
		{"back of a permit", [][]reader.Page{{shot(t, permit)}}, "le recto (le côté"},
		{"back of a German card", [][]reader.Page{{shot(t, german)}}, "le recto (le côté"},
		{"passport", [][]reader.Page{{shot(t, passport(laure, "FRA", "FRA", "320101"))}}, ""},
		{"two pages", [][]reader.Page{{shot(t, card), otherSide}}, ""},
		{"two files", [][]reader.Page{{shot(t, card)}, {otherSide}}, ""},
		{"two files, the other unread", [][]reader.Page{{shot(t, card2021)}, {{Unread: true}}}, ""},

		{"front, zone badly read", [][]reader.Page{{shot(t, broken(card, laure.birth))}}, "le verso manque"},
		{"back beside the front", [][]reader.Page{{saying(shot(t, card), "Adresse : 12 rue du Faubourg")}}, ""},
		{"end of validity beside the front", [][]reader.Page{{saying(shot(t, card), "Carte valable jusqu’au : 12.06.2034")}}, ""},
		{"issue beside the front", [][]reader.Page{{saying(shot(t, card), "délivrée le : 13.06.2019")}}, ""},
		{"height: on the front of 1995", [][]reader.Page{{saying(shot(t, card), "Taille : 1,70 m")}}, "le verso manque"},
		{"heading: that of the front", [][]reader.Page{{saying(shot(t, card), "CARTE NATIONALE D’IDENTITÉ")}}, "le verso manque"},
		{"front of 2021 beside the back", [][]reader.Page{{saying(shot(t, card2021), "CARTE NATIONALE D’IDENTITÉ / IDENTITY CARD")}}, ""},
		{"address on the back of 2021", [][]reader.Page{{saying(shot(t, card2021), "Adresse / Address")}}, "le recto (le côté"},
		{"front of a permit beside the back", [][]reader.Page{{saying(shot(t, permit), "TITRE DE SÉJOUR")}}, ""},

		{"heading alone", [][]reader.Page{{heading}}, "le verso manque"},
		{"heading alone, the zone unread", [][]reader.Page{{unzoned(heading)}}, ""},
		{"heading and words of the back", [][]reader.Page{{textPage("CARTE NATIONALE D'IDENTITÉ", "Carte valable jusqu'au : 12.06.2034")}}, ""},
		{"a receipt that names a card", [][]reader.Page{{textPage("Déclaration de perte de carte nationale d'identité")}}, ""},
		{"one-use proof of France Identité", [][]reader.Page{{textPage("Carte nationale d’identité", "Justificatif d’identité à usage unique")}}, ""},

		{"A4, zone in the upper half: room under it", [][]reader.Page{{onA4(t, card, 50, 100)}}, ""},
		{"A4, front read well, no word of the back", [][]reader.Page{{saying(onA4(t, card, 50, 100), "CARTE NATIONALE D’IDENTITÉ", "Prénom(s) : ANNE-LAURE")}}, "le verso manque"},
		{"A4, one word of the front read", [][]reader.Page{{saying(onA4(t, card, 50, 100), "Prénom(s) : ANNE-LAURE")}}, ""},
		{"A4, words of both sides", [][]reader.Page{{saying(onA4(t, card, 50, 100), "CARTE NATIONALE D’IDENTITÉ", "Prénom(s) : ANNE-LAURE", "par : PREFECTURE DE L’EURE")}}, ""},
		{"A4, back of 2021 read well", [][]reader.Page{{saying(onA4(t, card2021, 60, 200), "Adresse / Address", "Date de délivrance")}}, "le recto (le côté"},
		{"A4, zone low: room above it", [][]reader.Page{{onA4(t, card2021, 60, 200)}}, ""},
		{"A4, what stands out is one card", [][]reader.Page{{lone(onA4(t, card, 50, 100), 830)}}, "le verso manque"},
		{"A4, what stands out is longer than a card", [][]reader.Page{{lone(onA4(t, card, 50, 100), 1250)}}, ""},
		{"phone held upright", [][]reader.Page{{portrait(shot(t, card))}}, "le verso manque"},
		{"phone held upright, turned", [][]reader.Page{{turned}}, "le verso manque"},
		{"place of the zone unknown, page lies", [][]reader.Page{{unmarked}}, "le verso manque"},
		{"place of the zone unknown, page stands", [][]reader.Page{{portrait(unmarked)}}, ""},

		{"front twice", [][]reader.Page{{shot(t, card)}, {shot(t, card)}}, "deux fois le recto"},
		{"front twice in one file", [][]reader.Page{{shot(t, card), shot(t, card)}}, "deux fois le recto"},
		{"back twice", [][]reader.Page{{shot(t, card2021)}, {shot(t, card2021)}}, "deux fois le verso"},
		{"two cards", [][]reader.Page{{shot(t, card)}, {shot(t, frenchCard(laure, "0906"))}}, ""},
		{"front twice and a third page", [][]reader.Page{{shot(t, card)}, {shot(t, card), otherSide}}, ""},
		{"front twice, once badly read", [][]reader.Page{{shot(t, card)}, {shot(t, broken(card, laure.birth))}}, ""},
		{"passport twice", [][]reader.Page{{shot(t, passport(laure, "FRA", "FRA", "320101"))}, {shot(t, passport(laure, "FRA", "FRA", "320101"))}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := slices.DeleteFunc(allFindings(identity(files(c.files...), Terms{On: on})), func(f Finding) bool { return f.Code != SideMissing })
			if c.says == "" {
				if len(got) != 0 {
					t.Errorf("got %+v", got)
				}
				return
			}
			if len(got) != 1 || got[0].Severity != Warning || !strings.Contains(got[0].Message, c.says) || got[0].Page == 0 || got[0].Remedy == "" {
				t.Errorf("got %+v, want a warning that says %q", got, c.says)
			}
		})
	}
}

// A file that could not be opened may be the other side.
func TestUnopenedFileMayBeTheOtherSide(t *testing.T) {
	piece := files([]reader.Page{shot(t, frenchCard(laure, "1906"))}, nil)
	if got := codes(allFindings(identity(piece, Terms{On: on}))); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	piece.Files = piece.Files[:1]
	piece.Files[0].Document.PageCount = 2 // the second was not looked at
	if got := codes(allFindings(identity(piece, Terms{On: on}))); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
