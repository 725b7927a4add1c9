package rules

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"
)

func TestEmbeddedCatalogueIsWhole(t *testing.T) {
	c, err := ParseCatalogue(embeddedCatalogue)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range PieceTypes() {
		if e, ok := c.Piece(p); !ok || e.Type != p || e.Label == "" {
			t.Errorf("%s: %+v", p, e)
		}
	}
	if _, ok := c.Piece("inconnue"); ok {
		t.Error("a type outside the contract has no entry")
	}
	if len(c.AddressProofs()) < 8 {
		t.Errorf("only %d proofs of address", len(c.AddressProofs()))
	}
}

func TestCatalogueReadsWhatWindowsWrites(t *testing.T) {
	windows := append([]byte("\ufeff"), bytes.ReplaceAll(embeddedCatalogue, []byte("\n"), []byte("\r\n"))...)
	c, err := ParseCatalogue(windows)
	if err != nil {
		t.Fatal(err)
	}
	if e, _ := c.Piece(Identity); e.Label != "Pièce d'identité" {
		t.Errorf("label = %q", e.Label)
	}
}

func TestCatalogueErrorsNameTheLineAndTheKey(t *testing.T) {
	good := string(embeddedCatalogue)
	edit := func(old, replacement string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the catalogue no longer holds %q", old)
		}
		return strings.Replace(good, old, replacement, 1)
	}
	cases := []struct {
		name, text string
		want       []string
	}{
		{"vide", "", []string{"vide"}},
		{"commentaires seuls", "# rien\n", []string{"vide"}},
		{"pas du YAML", "version: [1\n", []string{"ligne", "YAML"}},
		{"une liste", "- 1\n", []string{"ligne 1", "version"}},
		{"version inconnue", edit("version: 1", "version: 2"), []string{"clé « version »", "1"}},
		{"clé inconnue", edit("    pages_max: 2", "    page_max: 2"), []string{"ligne ", "pieces.piece_identite.page_max", "inconnue"}},
		{"pièce inconnue", edit("  titre_sejour:", "  titre_de_sejour:"), []string{"pieces.titre_de_sejour", "inconnue"}},
		{"clé en double", edit("    pages_max: 2", "    pages_max: 2\n    pages_max: 3"), []string{"pieces.piece_identite.pages_max", "deux fois"}},
		{"clé absente", edit("    pages_max: 2\n", ""), []string{"pieces.piece_identite.pages_max", "manque"}},
		{"nombre nul", edit("    pages_max: 2", "    pages_max: 0"), []string{"pieces.piece_identite.pages_max", "entier", "« 0 »"}},
		{"nombre en lettres", edit("    pages_max: 2", "    pages_max: deux"), []string{"pieces.piece_identite.pages_max", "« deux »"}},
		{"libellé vide", edit(`libelle: "Pièce d'identité"`, `libelle: ""`), []string{"pieces.piece_identite.libelle", "texte"}},
		{"libellé nombre", edit(`libelle: "Pièce d'identité"`, `libelle: 12`), []string{"pieces.piece_identite.libelle", "texte", "« 12 »"}},
		{"source inconnue", edit("sources: [S2, SP31057b]", "sources: [S2, S99]"), []string{"pieces.piece_identite.sources", "« S99 »"}},
		{"sources vides", edit("sources: [S2, SP31057b]", "sources: []"), []string{"pieces.piece_identite.sources", "liste"}},
		{"statut inconnu", edit("statut: admis", "statut: peut-être"), []string{"justificatifs_domicile[1].statut", "douteux"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseCatalogue([]byte(c.text))
			if !errors.Is(err, ErrCatalogue) {
				t.Fatalf("error = %v, want one that wraps ErrCatalogue", err)
			}
			text := strings.ReplaceAll(err.Error(), "\u00a0", " ")
			for _, w := range c.want {
				if !strings.Contains(text, w) {
					t.Errorf("%q does not say %q", text, w)
				}
			}
			if strings.Contains(text, "\n") {
				t.Errorf("%q is not one line", text)
			}
		})
	}
}

func TestCatalogueErrorGivesTheRightLine(t *testing.T) {
	text := strings.Replace(string(embeddedCatalogue), "    pages_max: 5", "    pages_max: cinq", 1)
	line := 1 + strings.Count(text[:strings.Index(text, "pages_max: cinq")], "\n")
	_, err := ParseCatalogue([]byte(text))
	if want := "ligne " + strconv.Itoa(line) + ","; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v does not say %q", err, want)
	}
}

func FuzzParseCatalogue(f *testing.F) {
	f.Add(embeddedCatalogue)
	f.Add([]byte("version: 1\npieces: &a {}\njustificatifs_domicile: *a\n"))
	f.Add([]byte("\ufeff- [1, {a: b}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ParseCatalogue(data)
		if err != nil && !errors.Is(err, ErrCatalogue) {
			t.Errorf("error outside ErrCatalogue: %v", err)
		}
		if err == nil {
			for _, p := range PieceTypes() {
				if _, ok := c.Piece(p); !ok {
					t.Errorf("%s went missing", p)
				}
			}
		}
	})
}
