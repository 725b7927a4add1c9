package ocr

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func at(text string, line int, x0, y0, x1, y1 float64) token {
	return token{text, Box{x0, y0, x1, y1}, 90, line}
}

func TestAssemble(t *testing.T) {
	tests := []struct {
		name   string
		tokens []token
		want   []string
	}{
		{"nothing", nil, []string{}},
		{"a sentence", []token{at("Facture", 0, 0, 0, 70, 20), at("du", 0, 80, 0, 100, 20)}, []string{"Facture du"}},
		{"a gap of two ems is a space", []token{at("N°", 0, 0, 0, 20, 20), at("client", 0, 60, 0, 110, 20)}, []string{"N° client"}},
		{"a wider one parts columns", []token{at("Total", 0, 0, 0, 50, 20), at("84,37", 0, 91, 0, 140, 20)}, []string{"Total", "84,37"}},
		{"rows, then columns", []token{
			at("droite", 0, 300, 2, 360, 22), at("bas", 1, 0, 40, 30, 60), at("gauche", 2, 0, 0, 60, 20),
		}, []string{"gauche", "droite", "bas"}},
		{"one sentence in two blocks", []token{at("Émise", 0, 0, 0, 50, 20), at("le", 3, 60, 1, 75, 21)}, []string{"Émise le"}},
		{"a title beside small print", []token{at("TOTAL", 0, 0, 0, 100, 40), at("ttc", 1, 110, 10, 130, 28)}, []string{"TOTAL", "ttc"}},
		{"two lines that touch", []token{at("haut", 0, 0, 0, 40, 20), at("bas", 1, 0, 18, 40, 38)}, []string{"haut", "bas"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := []string{}
			for _, l := range assemble(test.tokens) {
				got = append(got, l.Text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSpecks: a mark that is no letter is kept only where it is read for
// sure.
func TestSpecks(t *testing.T) {
	for _, test := range []struct {
		text       string
		confidence float64
		kept       bool
	}{
		{"|", speckConfidence - 1, false},
		{":", speckConfidence, true},
		{"€", 90, true},
		{"l", 3, true},
		{"7", 3, true},
	} {
		lines := assemble([]token{{test.text, Box{0, 0, 5, 20}, test.confidence, 0}})
		if kept := len(lines) == 1; kept != test.kept {
			t.Errorf("%q read with %v: kept %v", test.text, test.confidence, kept)
		}
	}
}

func TestConfidence(t *testing.T) {
	lines := []Line{{Words: []Word{{Text: "le", Confidence: 80}, {Text: ":", Confidence: 10}}}, {Words: []Word{{Text: "12", Confidence: 60}}}}
	if mean, n := confidence(lines); mean != 70 || n != 2 {
		t.Errorf("got %v over %d words, want 70 over 2", mean, n)
	}
	if mean, n := confidence(nil); mean != 0 || n != 0 {
		t.Errorf("got %v over %d words of nothing", mean, n)
	}
}
