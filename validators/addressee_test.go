package validators

import (
	"testing"

	"github.com/recevable/recevable/validators/reader"
)

func TestWhomAPageIsAddressedTo(t *testing.T) {
	const street, town = "12 bis rue des Trois Moulins", "28000 CHARTRES"
	for _, c := range []struct {
		lines []string
		want  int // index, or -1
	}{
		{[]string{"Énergie du Val", "MME DURAND ANNE", street, town}, 1},
		{[]string{"M. ou Mme Paul DURAND", "Appartement 4", street, town}, 0},
		{[]string{"Monsieur D’Artois", street, "F-28000 CHARTRES"}, 0},
		{[]string{"DURAND ANNE", street, town}, -1}, // no civility: a company may stand there
		{[]string{"Madame la Directrice", street, town}, -1},
		{[]string{"Madame, Monsieur,", street, town}, -1},
		{[]string{"MME DURAND ANNE", street}, -1},
		{[]string{town, "MME DURAND ANNE"}, -1},
		{nil, -1},
	} {
		if got, _ := addresseeLine(bill(c.lines...).Pages[0]); got != c.want {
			t.Errorf("%q: got %d, want %d", c.lines, got, c.want)
		}
	}
}

func TestNameAndTownAreInOneBlock(t *testing.T) {
	name := reader.Box{X0: 300, Y0: 100, X1: 400, Y1: 110}
	at := func(x, y float64) reader.Box { return reader.Box{X0: x, Y0: y, X1: x + 100, Y1: y + 10} }
	for _, c := range []struct {
		town reader.Box
		want bool
	}{
		{at(300, 200), true},
		{at(300, 201), false},
		{at(320, 150), true},
		{at(321, 150), false},
		{at(280, 150), true},
		{at(279, 150), false},
		{at(300, 100), false},
	} {
		if got := inOneBlock(name, c.town); got != c.want {
			t.Errorf("%v: got %v", c.town, got)
		}
	}
}
