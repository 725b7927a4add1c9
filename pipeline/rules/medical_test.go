package rules

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestReturnRoute(t *testing.T) {
	cases := []struct {
		name    string
		alcohol *bool
		route   Route
		price   int
		missing bool
	}{
		{"aucune infraction d'alcool", is(false), ApprovedDoctor, 36, false},
		{"alcool, stupéfiants ou refus", is(true), MedicalCommission, 50, false},
		{"on ne sait pas", nil, "", 0, true},
	}
	for _, procedure := range []Procedure{ReturnAfterInvalidation, ReturnAfterAnnulation} {
		for _, c := range cases {
			t.Run(string(procedure)+", "+c.name, func(t *testing.T) {
				d := decided(t, Situation{Procedure: procedure, AlcoholOrDrugs: c.alcohol}, Person{}, "2026-04-01")
				if got := slices.Contains(missingOf(d), keyAlcoholOrDrugs); got != c.missing {
					t.Errorf("fait_manquant alcool_stupefiants = %v, want %v", got, c.missing)
				}
				if d.Medical.Route != c.route || d.Medical.PriceEUR != c.price || !d.Medical.Required {
					t.Errorf("visite = %+v, want %s at %d", d.Medical, c.route, c.price)
				}
				if d.Psychotechnical == nil || !d.Psychotechnical.Required {
					t.Error("the psychotechnical test is always due for a return")
				}
			})
		}
	}
}

// A visit that is due, before whom one does not know, is not a visit of which
// nothing is known.
func TestMedicalJSON(t *testing.T) {
	cases := []struct {
		name string
		v    Medical
		want string
	}{
		{"pas de visite : pas de voie", Medical{Reason: "R.", Sources: []string{"S4"}}, `{"requise":false,"raison":"R.","sources":["S4"]}`},
		{"visite, voie connue", Medical{Required: true, Route: ApprovedDoctor, PriceEUR: 36, Sources: []string{"S4"}}, `{"requise":true,"voie":"medecin_agree","tarif_eur":36,"sources":["S4"]}`},
		{"visite, voie inconnue", Medical{Required: true, Reason: "R.", Sources: []string{"S4"}}, `{"requise":true,"raison":"R.","sources":["S4"],"voie":null}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, value := range []any{c.v, &c.v} {
				if got, err := json.Marshal(value); err != nil || string(got) != c.want {
					t.Errorf("%s, %v, want %s", got, err, c.want)
				}
			}
		})
	}
}

func TestMedicalPapersAge(t *testing.T) {
	const psychotest, opinion = "situation.date_test_psychotechnique", "situation.date_avis_medical"
	cases := []struct {
		name                            string
		test, visit, opinion, asked, on string
		stale                           []string
		testExpiry, opinionExpiry       string
	}{
		{name: "test de six mois jour pour jour à la visite", test: "2026-03-01", visit: "2026-09-01", on: "2026-11-01", testExpiry: "none", opinionExpiry: "none"},
		{name: "la même visite, la veille : encore à venir", test: "2026-03-01", visit: "2026-09-01", on: "2026-08-31", testExpiry: "2026-09-01", opinionExpiry: "none"},
		{name: "la même visite, le jour même : le test a servi", test: "2026-03-01", visit: "2026-09-01", on: "2026-09-01", testExpiry: "none", opinionExpiry: "none"},
		{name: "test de six mois et un jour à la visite", test: "2026-03-01", visit: "2026-09-02", on: "2026-11-01", stale: []string{psychotest}, testExpiry: "2026-09-01", opinionExpiry: "none"},
		{name: "test un 31 août, visite un 28 février", test: "2026-08-31", visit: "2027-02-28", on: "2027-03-10", testExpiry: "none", opinionExpiry: "none"},
		{name: "test un 31 août, visite un 1er mars", test: "2026-08-31", visit: "2027-03-01", on: "2027-03-10", stale: []string{psychotest}, testExpiry: "2027-02-28", opinionExpiry: "none"},
		{name: "pas encore de visite : jugé aujourd'hui", test: "2026-03-01", on: "2026-09-02", stale: []string{psychotest}, testExpiry: "2026-09-01", opinionExpiry: "none"},
		{name: "avis rendu à temps : le test a servi", test: "2026-03-01", opinion: "2026-03-20", on: "2026-11-01", testExpiry: "none", opinionExpiry: "2028-03-19"},
		{name: "veille des deux ans de l'avis", opinion: "2024-11-22", on: "2026-11-21", testExpiry: "none", opinionExpiry: "2026-11-21"},
		{name: "avis de deux ans jour pour jour", opinion: "2024-11-21", on: "2026-11-21", stale: []string{opinion}, testExpiry: "none", opinionExpiry: "2026-11-20"},
		{name: "avis un 29 février : deux ans un 28", opinion: "2024-02-29", on: "2026-02-28", stale: []string{opinion}, testExpiry: "none", opinionExpiry: "2026-02-27"},
		{name: "avis un 29 février : le 27, encore bon", opinion: "2024-02-29", on: "2026-02-27", testExpiry: "none", opinionExpiry: "2026-02-27"},
		{name: "avis périmé aujourd'hui, mais bon le jour de la demande", opinion: "2024-02-29", asked: "2026-02-27", on: "2026-04-01", testExpiry: "none", opinionExpiry: "2026-02-27"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterInvalidation, PsychotestOn: day(t, c.test), MedicalVisitOn: day(t, c.visit),
				MedicalOpinionOn: day(t, c.opinion), RequestedOn: day(t, c.asked),
			}, Person{}, c.on)
			var stale []string
			for _, a := range d.Alerts {
				if a.Code == ExpiredPiece {
					stale = append(stale, a.Key)
				}
			}
			if !slices.Equal(stale, c.stale) {
				t.Errorf("piece_perimee for %v, want %v", stale, c.stale)
			}
			if got := dateOf(d, PsychotestExpiry); got != c.testExpiry {
				t.Errorf("expiration_psychotechnique = %q, want %q", got, c.testExpiry)
			}
			if got := dateOf(d, MedicalOpinionExpiry); got != c.opinionExpiry {
				t.Errorf("expiration_avis_medical = %q, want %q", got, c.opinionExpiry)
			}
		})
	}
}

// A paper good today and stale on the day it is needed is told now.
func TestMedicalPapersStaleWhenNeeded(t *testing.T) {
	annulation := Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-01-15"), Months: months(36)}
	short := Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-01-15"), Months: months(6)}
	suspension := Situation{Procedure: Suspension, StartsOn: day(t, "2026-03-10"), Months: months(3), AlcoholOrDrugs: is(false)}
	prefecture := Situation{Procedure: Suspension, StartsOn: day(t, "2026-03-10"), Months: months(1), AlcoholOrDrugs: is(false)}
	invalidation := Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-09")}
	cases := []struct {
		name                     string
		s                        Situation
		test, visit, opinion, on string
		key, says                string // "" : no piece_perimee
	}{
		{"annulation de trois ans, avis trop tôt", annulation, "", "", "2026-03-01", "2026-05-01", keyMedicalOpinionOn, "ne sera plus valable le 16 janvier 2029, premier jour où la demande est possible : prévoyez une nouvelle visite avant cette date, mais pas avant le 17 janvier 2027."},
		{"annulation de trois ans, avis de deux ans jour pour jour à la demande", annulation, "", "", "2027-01-16", "2027-05-01", keyMedicalOpinionOn, "ne sera plus valable le 16 janvier 2029"},
		{"annulation de trois ans, avis de moins de deux ans à la demande", annulation, "", "", "2027-01-17", "2027-05-01", "", ""},
		{"annulation de trois ans, test trop tôt pour une visite utile", annulation, "2026-07-16", "", "", "2026-08-01", keyPsychotestOn, "ne sera plus valable le 17 janvier 2027, premier jour d'une visite dont l'avis servira encore"},
		{"annulation de trois ans, test bon le premier jour d'une visite utile", annulation, "2026-07-17", "", "", "2026-08-01", "", ""},
		{"annulation de six mois, avis rendu tout de suite", short, "", "", "2026-01-20", "2026-02-01", "", ""},
		{"suspension, avis de deux ans au jour conseillé", suspension, "", "", "2024-06-03", "2026-03-20", keyMedicalOpinionOn, "ne sera plus valable le 3 juin 2026, jour conseillé pour envoyer la demande : prévoyez une nouvelle visite avant cette date."},
		{"suspension, avis de moins de deux ans au jour conseillé", suspension, "", "", "2024-06-04", "2026-03-20", "", ""},
		{"suspension, jour conseillé passé : jugé aujourd'hui", suspension, "", "", "2024-06-05", "2026-06-05", keyMedicalOpinionOn, "a deux ans ou plus"},
		{"suspension sans demande sur ANTS", prefecture, "", "", "2024-04-01", "2026-03-20", "", ""},
		{"visite à venir, test périmé d'ici là", invalidation, "2026-03-01", "2026-09-02", "", "2026-08-20", keyPsychotestOn, "aura plus de six mois le jour de la visite, prévue le 2 septembre 2026 : avancez la visite au 1er septembre 2026 au plus tard"},
		{"visite à venir, test déjà périmé", invalidation, "2026-02-01", "2026-09-02", "", "2026-08-20", keyPsychotestOn, "a plus de six mois et ne vaudra plus à la visite, prévue le 2 septembre 2026"},
		{"visite à venir le dernier jour du test", invalidation, "2026-03-01", "2026-09-01", "", "2026-08-20", "", ""},
		{"visite faite trop tard", invalidation, "2026-03-01", "2026-09-02", "", "2026-09-20", keyPsychotestOn, "avait plus de six mois le jour de la visite, qui devait avoir lieu le 1er septembre 2026 au plus tard"},
		{"pas de visite, test périmé", invalidation, "2026-03-01", "", "", "2026-09-02", keyPsychotestOn, "a plus de six mois : la visite médicale devait avoir lieu le 1er septembre 2026 au plus tard."},
		{"pas de visite, dernier jour du test", invalidation, "2026-03-01", "", "", "2026-09-01", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.s.PsychotestOn, c.s.MedicalVisitOn, c.s.MedicalOpinionOn = day(t, c.test), day(t, c.visit), day(t, c.opinion)
			d := decided(t, c.s, Person{}, c.on)
			if c.key == "" && slices.Contains(alertsOf(d), ExpiredPiece) {
				t.Errorf("alerts = %+v, want no piece_perimee", d.Alerts)
			}
			if got := messageOf(d, ExpiredPiece, c.key); c.key != "" && !strings.Contains(got, c.says) {
				t.Errorf("%q does not say %q", got, c.says)
			}
		})
	}
}

// At the « fabrication », the visit was made for the registration.
func TestOldPsychotestDoesNotMatterOnceTheExamsArePassed(t *testing.T) {
	s := Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-09"), PsychotestOn: day(t, "2026-03-20")}
	for phase, want := range map[Phase]bool{Registration: true, Production: false} {
		s.Phase = phase
		if got := slices.Contains(alertsOf(decided(t, s, Person{}, "2026-11-21")), ExpiredPiece); got != want {
			t.Errorf("%s: piece_perimee = %v, want %v", phase, got, want)
		}
	}
}

func TestPsychotestAfterTheOpinionIsQuestioned(t *testing.T) {
	for test, want := range map[string]bool{"2026-03-20": false, "2026-03-21": true} {
		d := decided(t, Situation{Procedure: ReturnAfterAnnulation, PsychotestOn: day(t, test), MedicalOpinionOn: day(t, "2026-03-20")}, Person{}, "2026-04-01")
		found := false
		for _, a := range d.Alerts {
			found = found || a.Code == DivergentReadings && a.Key == "situation.date_test_psychotechnique"
		}
		if found != want {
			t.Errorf("test on %s: questioned = %v, want %v", test, found, want)
		}
	}
}
