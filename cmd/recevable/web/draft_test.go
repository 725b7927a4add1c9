package web

import (
	"maps"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

func TestReadDay(t *testing.T) {
	want := calendar.New(1988, 4, 7)
	for _, written := range []string{"07/04/1988", "7/4/1988", "7.4.1988", "07-04-1988", "7 4 1988", "07041988", "1988-04-07", " 07 / 04 / 1988 ", "7 avril 1988", "07 AVRIL 1988"} {
		if got, ok := readDay(written); !ok || got != want {
			t.Errorf("%q is read as %v, %v", written, got, ok)
		}
	}
	for _, written := range []string{"", "31/02/2026", "7/4/88", "00/01/2000", "1/13/2000", "demain", "7 brumaire 1988", "avril 1988", "7/4/19888", "1988"} {
		if got, ok := readDay(written); ok {
			t.Errorf("%q is read as %v", written, got)
		}
	}
}

// A saved dossier comes back as it was.
func TestDraftComesBack(t *testing.T) {
	answers := map[string]string{
		"situation.demarche": "retour_invalidation", "situation.date_notification": "2026-04-14", "situation.alcool_stupefiants": "false",
		"situation.duree_mois": "6", "situation.categories": "A, B", "demandeur.prenoms": "Anne-Laure, Zoé", "demandeur.nom_naissance": "D’ŒUVRE",
		"demandeur.adresse.code_postal": "01000", "demande.photo_signature.mode": "courrier",
	}
	text, err := dossierJSON(answers)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dossierOf(answers); err != nil {
		t.Fatal(err)
	}
	back, err := answersOf(text)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(answers, back) {
		t.Errorf("%v came back as %v", answers, back)
	}
	one, _ := answersOf([]byte(`{"demandeur":{"prenoms":["Jean Pierre"]}}`))
	dossier, err := dossierOf(one)
	if err != nil || len(dossier.Applicant.FirstNames) != 1 {
		t.Errorf("one first name of two words came back as %v, %v", dossier.Applicant.FirstNames, err)
	}
}

func TestProblemsStandByTheirField(t *testing.T) {
	s := walker()
	wrong := s.problems(map[string]string{
		"situation.demarche": "perte", "demandeur.date_naissance": "31/02/1988", "demandeur.adresse.code_postal": "123",
		"demandeur.nom_naissance": strings.Repeat("A", 600), "demandeur.prenoms": "Zoé",
	}, whoKeys())
	for _, key := range []string{"demandeur.date_naissance", "demandeur.adresse.code_postal", "demandeur.nom_naissance"} {
		if wrong[key] == "" {
			t.Errorf("nothing is said of %s: %v", key, wrong)
		}
	}
	if len(wrong) != 3 {
		t.Errorf("said: %v", wrong)
	}
	// A fact at odds with one of another page is said on this page.
	wrong = s.problems(map[string]string{
		"situation.demarche": "retour_annulation", "situation.date_effet": "2026-05-01", "situation.date_fin": "2026-04-01",
	}, []string{"situation.date_effet"})
	if len(wrong) != 1 || wrong["situation.date_effet"] == "" {
		t.Errorf("said: %v", wrong)
	}
	if wrong = s.problems(map[string]string{"situation.demarche": "perte"}, whoKeys()); len(wrong) != 0 {
		t.Errorf("nothing is wrong, and it is said: %v", wrong)
	}
}
