package rules

import (
	"slices"
	"strings"
	"testing"
)

func stepOf(d Decision, code string) *Step {
	for i := range d.Steps {
		if d.Steps[i].Code == code {
			return &d.Steps[i]
		}
	}
	return nil
}

func codesOf(d Decision) []string {
	codes := []string{}
	for _, s := range d.Steps {
		codes = append(codes, s.Code)
	}
	return codes
}

func TestReturnSteps(t *testing.T) {
	s := Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), LicensedOn: day(t, "2010-05-04"), AlcoholOrDrugs: is(false)}
	full := []string{"restitution", "test_psychotechnique", "visite_medicale", "photo_signature", "demande_inscription", "suivi", "code", "conduite", "cepc", "demande_fabrication", "permis_probatoire"}
	if got := codesOf(decided(t, s, Person{}, "2026-04-01")); !slices.Equal(got, full) {
		t.Errorf("licence not handed in, exams open: %v, want %v", got, full)
	}
	s.HandedInOn = day(t, "2026-03-09")
	without := slices.DeleteFunc(slices.Clone(full), func(c string) bool { return c == "restitution" || c == "conduite" })
	d := decided(t, s, Person{}, "2026-04-01")
	if got := codesOf(d); !slices.Equal(got, without) {
		t.Errorf("licence handed in, dispense: %v, want %v", got, without)
	}
	if detail := stepOf(d, "demande_inscription").Detail; !strings.Contains(detail, "8\u00a0décembre\u00a02026") || !strings.Contains(detail, clickReturn) {
		t.Errorf("the request says neither its last safe day nor the words to click: %q", detail)
	}
	production := []string{"cepc", "photo_signature", "demande_fabrication", "suivi", "permis_probatoire"}
	s.Phase = Production
	if got := codesOf(decided(t, s, Person{}, "2026-10-01")); !slices.Equal(got, production) {
		t.Errorf("fabrication: %v, want %v", got, production)
	}
}

// Probation, and what R413-6, 1° lifts for who did not sit the practical test.
func TestProbation(t *testing.T) {
	cases := []struct {
		name, licensed string
		accompanied    *bool
		says, never    string
	}{
		{"dispensé : ni vitesse réduite ni signe A", "2010-05-04", nil, "ni vitesse réduite", "s'appliquent."},
		{"conduite repassée : vitesse réduite et signe A", "2025-05-04", nil, "s'appliquent.", "ni vitesse réduite"},
		{"conduite accompagnée : deux ans", "2010-05-04", is(true), "au bout de deux ans", "trois ans"},
		{"sans conduite accompagnée : trois ans", "2010-05-04", is(false), "au bout de trois ans", "deux ans"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-09"),
				LicensedOn: day(t, c.licensed), AccompaniedDriver: c.accompanied,
			}, Person{}, "2026-04-01")
			detail := strings.ReplaceAll(stepOf(d, "permis_probatoire").Detail, "\u00a0", " ")
			if !strings.Contains(detail, "6 points") || !strings.Contains(detail, c.says) || strings.Contains(detail, c.never) {
				t.Errorf("%q must say %q and not %q", detail, c.says, c.never)
			}
		})
	}
}

func TestCategoriesRegained(t *testing.T) {
	cases := []struct {
		name        string
		categories  []string
		says, never string
	}{
		{"A revient en A2", []string{"A", "B"}, "d'abord en A2", "lourdes"},
		{"B seul", []string{"B"}, "vous retrouvez vos catégories", "A2"},
		{"lourd : avis médical", []string{"B", "C"}, "tous les cinq ans avant 60 ans", "A2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: ReturnAfterAnnulation, Categories: c.categories}, Person{}, "2026-04-01")
			detail := strings.ReplaceAll(stepOf(d, "demande_fabrication").Detail, "\u00a0", " ")
			if !strings.Contains(detail, c.says) || strings.Contains(detail, c.never) {
				t.Errorf("%q must say %q and not %q", detail, c.says, c.never)
			}
		})
	}
}

// What ANTS says of each status, and when a new request is needed: S4, copied
// again (« A compléter » and the rejects wait for the person; so does a draft).
func TestRequestStatuses(t *testing.T) {
	again := []string{}
	want := []struct {
		name, meaning, action string
		stuck                 bool
	}{
		{"Brouillon", "Vous n'avez pas terminé votre demande.", "24 à 48 heures", true},
		{"Envoyée", "Votre demande a été envoyée à l'administration", "« Photo / signature de la personne concernée par le titre »", false},
		{"Vérification des images", "votre photo et votre signature", "Patientez", false},
		{"En cours d'instruction", "L'administration analyse votre demande", "« Aide & Contact »", false},
		{"A compléter", "Après analyse, certaines pièces sont manquantes ou incorrectes", "modifiez-la", true},
		{"Rejet des images", "il faut les refaire", "une nouvelle demande", true},
		{"Rejet par l'instruction", "le motif est dans votre compte", "une nouvelle demande", true},
		{"Validée par l'administration", "dans les 15 jours", "comptez 48 heures", false},
	}
	for i, s := range RequestStatuses() {
		meaning, action := strings.ReplaceAll(s.Meaning, "\u00a0", " "), strings.ReplaceAll(s.Action, "\u00a0", " ")
		if w := want[i]; s.Name != w.name || s.Stuck != w.stuck || !strings.Contains(meaning, w.meaning) || !strings.Contains(action, w.action) {
			t.Errorf("%+v, want %+v", s, w)
		}
		for _, k := range s.Sources {
			if !knownSource[k] {
				t.Errorf("%s: source %q is not known", s.Name, k)
			}
		}
		if spaceBeforeSign.MatchString(s.Meaning + s.Action) {
			t.Errorf("%s lacks a no-break space: %q %q", s.Name, s.Meaning, s.Action)
		}
		if s.NewRequest {
			again = append(again, s.Name)
		}
	}
	if want := []string{"Rejet des images", "Rejet par l'instruction"}; !slices.Equal(again, want) || len(RequestStatuses()) != 8 {
		t.Errorf("a new request is needed after %v, want %v; %d statuses, want 8", again, want, len(RequestStatuses()))
	}
}

// The « fiche retour permis » belongs to a return: nobody else gets one.
func TestFollowUpNamesTheReturnSheetForAReturnOnly(t *testing.T) {
	cases := []struct {
		name         string
		s            Situation
		sheet, proof bool
	}{
		{"retour après invalidation", Situation{Procedure: ReturnAfterInvalidation}, true, true},
		{"retour après annulation", Situation{Procedure: ReturnAfterAnnulation}, true, true},
		{"première inscription", Situation{Procedure: FirstRegistration}, false, true},
		{"perte", Situation{Procedure: Loss}, false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			detail := stepOf(decided(t, c.s, Person{}, "2026-06-21"), "suivi").Detail
			if got := strings.Contains(detail, "retour permis"); got != c.sheet {
				t.Errorf("fiche « retour permis » named: %v in %q", got, detail)
			}
			if got := strings.Contains(detail, "attestation d'inscription"); got != c.proof {
				t.Errorf("attestation d'inscription named: %v in %q", got, detail)
			}
		})
	}
}
