package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/recevable/recevable/samples"
)

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		name, message, want string
		limit               int
	}{
		{"nothing", "", "—", 10},
		{"fits", "Trop lourd.", "Trop lourd.", 11},
		{"one letter too many", "Trop lourde.", "Trop lourd…", 11},
		{"accents count once", "Périmée été", "Périmée été", 11},
		{"first sentence", "Trop lourd. Réduisez-le.", "Trop lourd.", 40},
		{"no hanging punctuation", "Trop lourd\u00a0: 12\u00a0Mo", "Trop lourd…", 14},
		{"a number is no end of sentence", "Version 1.5 refusée", "Version 1.5 refusée", 40},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shorten(c.message, c.limit); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestGist(t *testing.T) {
	about := samples.Sample{
		Notes:    []samples.Finding{{Code: "identite.prolongee"}},
		Readings: []samples.Reading{{File: "facture.jpg"}},
	}
	for _, c := range []struct{ name, json, want string }{
		{"nothing", `{"constats":[{"gravite":"info","code":"autre","message":"a"}],"pieces":[{"fichiers":[{"nom":"autre.pdf","lu":{"date_emission":{"date":"2026-01-02"}}}]}]}`, ""},
		{"a warning", `{"constats":[{"gravite":"indetermine","message":"i"},{"gravite":"avertissement","message":"a"}]}`, "a"},
		{"the info it is about", `{"constats":[{"gravite":"info","code":"autre","message":"a"},{"gravite":"info","code":"identite.prolongee","message":"p"}]}`, "p"},
		{"the date it is about", `{"pieces":[{"fichiers":[{"nom":"facture.jpg","lu":{"date_emission":{"date":"2026-01-02","origine":"ocr"}}}]}]}`, "Date lue dans facture.jpg (ocr)\u00a0: 2026-01-02"},
		{"on a file, before the dossier", `{"constats":[{"gravite":"bloquant","message":"dossier"}],
			"pieces":[{"constats":[{"gravite":"bloquant","message":"piece"}],
			"fichiers":[{"constats":[{"gravite":"info","message":"i"},{"gravite":"bloquant","message":"fichier"}]}]}]}`, "fichier"},
		{"on a piece", `{"pieces":[{"constats":[{"gravite":"bloquant","message":"piece"}]}]}`, "piece"},
		{"on the dossier", `{"constats":[{"gravite":"bloquant","message":"dossier"}],"pieces":[{}]}`, "dossier"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r report
			if err := json.Unmarshal([]byte(c.json), &r); err != nil {
				t.Fatal(err)
			}
			if got := r.gist(about); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestNear(t *testing.T) {
	here := t.TempDir()
	t.Chdir(here)
	outside := filepath.Join(filepath.Dir(here), "ailleurs", "rapport.json")
	for path, want := range map[string]string{
		filepath.Join(here, "sorties", "rapport.json"): filepath.Join("sorties", "rapport.json"),
		filepath.Join("sorties", "rapport.json"):       filepath.Join("sorties", "rapport.json"),
		outside:                                        outside,
	} {
		if got := near(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
