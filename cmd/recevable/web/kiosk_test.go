package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// visitor is what a visitor typed, who is made up.
func visitor() map[string]string {
	return map[string]string{
		"demande.numero": "PC-2026-000123", "demandeur.nom_naissance": "LEFÈVRE", "demandeur.prenoms": "ANNE-LAURE, ZOÉ", "demandeur.sexe": "F",
		"demandeur.date_naissance": "17/04/1988", "demandeur.adresse.numero": "12", "demandeur.adresse.extension": "BIS",
		"demandeur.adresse.nom_voie": "RUE DE L'ŒUVRE", "demandeur.adresse.code_postal": "28000", "demandeur.adresse.commune": "CHARTRES",
	}
}

// kioskServer is a kiosk that is asked without a network.
func kioskServer(t testing.TB, config Config) *Server {
	t.Helper()
	config.Kiosk = true
	if config.Reader == nil {
		config.Reader = reader.New()
		t.Cleanup(func() { _ = config.Reader.Close() })
	}
	if config.Today == nil {
		config.Today = func() calendar.Date { return calendar.New(2026, 11, 21) }
	}
	return New(config)
}

// send posts what the page of the kiosk sends.
func send(t testing.TB, s *Server, path string, sent typed) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/borne/"+path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

func idOf(n int) string { return fmt.Sprintf("%032d", n) }

// faultsOf asks what is wrong in the step that has a field.
func faultsOf(t *testing.T, s *Server, key string, values map[string]string) map[string]fault {
	t.Helper()
	step := -1
	for i, k := range kioskSteps {
		for _, f := range k.Fields {
			if f.Key == key {
				step = i
			}
		}
	}
	w := send(t, s, "verification", typed{Step: step, Values: values})
	var said struct{ Erreurs []fault }
	if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	byKey := map[string]fault{}
	for _, f := range said.Erreurs {
		if _, twice := byKey[f.Key]; twice {
			t.Errorf("two faults for %s: %v", f.Key, said.Erreurs)
		}
		byKey[f.Key] = f
	}
	return byKey
}

func TestKioskChecksFieldsAsTheCorridorDoes(t *testing.T) {
	s := kioskServer(t, Config{})
	for _, c := range []struct{ key, value, want string }{
		{"demande.numero", "PC-2026-000123", ""},
		{"demande.numero", "", "manque"},
		{"demandeur.nom_naissance", "L’HAŸ D'ÆGIDE", ""},
		{"demandeur.nom_naissance", "LEFÈVRE 漢", "«\u00a0漢\u00a0»"},
		{"demandeur.nom_naissance", strings.Repeat("M", 600), "trop long"},
		{"demandeur.nom_naissance", " ", "manque"},
		{"demandeur.prenoms", ",", "prénom"},
		{"demandeur.prenoms", "ZOÉ", ""},
		{"demandeur.date_naissance", "17/04/1988", ""},
		{"demandeur.date_naissance", "17041988", ""},
		{"demandeur.date_naissance", "29/02/1988", ""},
		{"demandeur.date_naissance", "29/02/1987", "date"},
		{"demandeur.date_naissance", "17/0", "date"},
		{"demandeur.date_naissance", "31/12/1899", "année"},
		{"demandeur.date_naissance", "21/11/2026", ""},
		{"demandeur.date_naissance", "22/11/2026", "naissance"},
		{"demandeur.sexe", "F", ""},
		{"demandeur.sexe", "X", "inconnue"},
		{"demandeur.adresse.code_postal", "28000", ""},
		{"demandeur.adresse.code_postal", "28 000", ""},
		{"demandeur.adresse.code_postal", "2800", "code postal"},
		{"demandeur.adresse.code_postal", "", "manque"},
		{"demandeur.adresse.commune", "", "manque"},
		{"demandeur.adresse.nom_voie", "", "manque"},
		{"demandeur.adresse.numero", "", ""},
	} {
		values := visitor()
		values[c.key] = c.value
		faults := faultsOf(t, s, c.key, values)
		fault, wrong := faults[c.key]
		switch {
		case len(faults) > 1:
			t.Errorf("%s %.20q spoils its neighbours: %v", c.key, c.value, faults)
		case wrong != (c.want != ""):
			t.Errorf("%s %.20q: %v", c.key, c.value, faults)
		case c.want == "manque":
			if !fault.Missing {
				t.Errorf("%s %.20q is not said to be missing: %v", c.key, c.value, fault)
			}
		case !strings.Contains(fault.Message, c.want) || fault.Missing:
			t.Errorf("%s %.20q: %q does not say %q", c.key, c.value, fault.Message, c.want)
		case strings.Contains(fault.Message, "clé") || strings.Contains(fault.Message, "U+") || strings.Contains(fault.Message, "dossier"):
			t.Errorf("%s %.20q: %q speaks to who writes files", c.key, c.value, fault.Message)
		}
	}
}
