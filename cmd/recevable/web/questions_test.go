package web

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

// walk answers the questions that come: what a test says, or nothing.
func walk(t *testing.T, s *Server, answers map[string]string) (asked []string, given map[string]string) {
	t.Helper()
	given = map[string]string{"situation.demarche": answers["situation.demarche"]}
	skipped := map[string]bool{}
	for range len(questions) + 1 {
		q := s.next(given, skipped, s.config.Today())
		if q == nil {
			return asked, given
		}
		asked = append(asked, q.Name)
		skipped[q.Name] = true
		for _, a := range q.Asked {
			if answers[a.Key] != "" {
				given[a.Key] = answers[a.Key]
			}
		}
	}
	t.Fatalf("the questions never end: %q", asked)
	return nil, nil
}

func walker() *Server {
	return New(Config{Today: func() calendar.Date { return calendar.New(2026, 11, 26) }})
}

func TestQuestionsAreThoseOfTheCase(t *testing.T) {
	for name, c := range map[string]struct {
		answers   map[string]string
		has, lack string
	}{
		"invalidation": {
			map[string]string{"situation.demarche": "retour_invalidation"},
			"etape notification deja-remis restitution alcool permis heberge nationalite", "origine duree annulation suspension reception",
		},
		"invalidation, licence already with the prefect": {
			map[string]string{"situation.demarche": "retour_invalidation", "situation.date_notification": "2026-06-01", "situation.titre_deja_remis": "true"},
			"notification deja-remis alcool", "restitution",
		},
		"annulation": {
			map[string]string{"situation.demarche": "retour_annulation"},
			"etape annulation duree alcool", "origine notification restitution suspension",
		},
		"suspension": {
			map[string]string{"situation.demarche": "suspension"},
			"origine suspension duree alcool", "etape notification annulation lourde categories",
		},
		"error on the licence": {
			map[string]string{"situation.demarche": "erreur_titre"},
			"reception demenagement en-ligne", "alcool duree heberge lourde",
		},
		"international": {
			map[string]string{"situation.demarche": "permis_international"},
			"nationalite", "alcool duree naissance lourde",
		},
		"lost, a car": {
			map[string]string{"situation.demarche": "perte", "situation.categories": "B"},
			"categories heberge", "lourde alcool etape",
		},
	} {
		t.Run(name, func(t *testing.T) {
			asked, _ := walk(t, walker(), c.answers)
			for _, want := range strings.Fields(c.has) {
				if !slices.Contains(asked, want) {
					t.Errorf("%q is not asked: %q", want, asked)
				}
			}
			for _, idle := range strings.Fields(c.lack) {
				if slices.Contains(asked, idle) {
					t.Errorf("%q is asked for nothing: %q", idle, asked)
				}
			}
		})
	}
}

// Whoever answers all that is asked lacks no fact that the pages ask for.
func TestAnsweredQuestionsLeaveNothingMissing(t *testing.T) {
	s := walker()
	all := map[string]string{
		"situation.etape": "inscription", "situation.origine": "administrative", "situation.date_notification": "2026-06-01",
		"situation.titre_deja_remis": "false", "situation.date_restitution": "2026-06-05", "situation.date_effet": "2026-05-01",
		"situation.date_debut": "2026-08-01", "situation.duree_mois": "8", "situation.alcool_stupefiants": "false",
		"situation.date_permis": "2010-01-01", "situation.conduite_accompagnee": "false", "situation.categorie_lourde": "false",
		"situation.categories": "B", "situation.date_reception_titre": "2026-11-01", "situation.demenagement": "false",
		"situation.titre_demande_en_ligne": "true", "demandeur.date_naissance": "1980-02-03", "situation.nationalite": "francaise",
		"situation.heberge": "false",
	}
	for _, p := range rules.Procedures() {
		answers := maps.Clone(all)
		answers["situation.demarche"] = string(p)
		asked, given := walk(t, s, answers)
		decision, _ := s.decide(given, s.config.Today())
		if decision == nil {
			t.Errorf("%s: no decision on %v", p, given)
			continue
		}
		for _, alert := range decision.Alerts {
			if alert.Code == rules.MissingFact && alert.Key != "situation.date_etg" && alert.Key != "situation.date_demande" { // of what may not be done yet
				t.Errorf("%s: %s is missing, after %q", p, alert.Key, asked)
			}
		}
	}
}

// Every key that the law may say is missing has a question, and every key that
// is asked is one of the dossier's.
func TestQuestionsKnowTheKeys(t *testing.T) {
	s := walker()
	for _, p := range rules.Procedures() {
		for _, phase := range []string{"inscription", "fabrication"} {
			decision, _ := s.decide(map[string]string{"situation.demarche": string(p), "situation.etape": phase}, s.config.Today())
			for _, alert := range decision.Alerts {
				if alert.Code == rules.MissingFact && questionAbout(alert.Key) == "/questions" {
					t.Errorf("%s: nobody asks for %s", p, alert.Key)
				}
			}
		}
	}
	for _, q := range questions {
		for _, a := range q.Asked {
			answer := "2020-01-01"
			switch {
			case len(a.Options) > 0:
				answer = a.Options[0].Value
			case forms[a.Key] == numberForm:
				answer = "6"
			}
			if _, err := dossierOf(map[string]string{a.Key: answer}); err != nil {
				t.Errorf("%s: %v", q.Name, err)
			}
		}
	}
}
