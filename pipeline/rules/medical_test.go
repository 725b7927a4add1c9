package rules

import (
	"slices"
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
				if (d.Medical == nil) != c.missing {
					t.Fatalf("visite_medicale = %+v", d.Medical)
				}
				if d.Medical != nil && (d.Medical.Route != c.route || d.Medical.PriceEUR != c.price || !d.Medical.Required) {
					t.Errorf("visite = %+v, want %s at %d", d.Medical, c.route, c.price)
				}
				if d.Psychotechnical == nil || !d.Psychotechnical.Required {
					t.Error("the psychotechnical test is always due for a return")
				}
			})
		}
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
		{name: "test de six mois jour pour jour à la visite", test: "2026-03-01", visit: "2026-09-01", on: "2026-11-01", testExpiry: "2026-09-01", opinionExpiry: "none"},
		{name: "test de six mois et un jour à la visite", test: "2026-03-01", visit: "2026-09-02", on: "2026-11-01", stale: []string{psychotest}, testExpiry: "2026-09-01", opinionExpiry: "none"},
		{name: "test un 31 août, visite un 28 février", test: "2026-08-31", visit: "2027-02-28", on: "2027-03-10", testExpiry: "2027-02-28", opinionExpiry: "none"},
		{name: "test un 31 août, visite un 1er mars", test: "2026-08-31", visit: "2027-03-01", on: "2027-03-10", stale: []string{psychotest}, testExpiry: "2027-02-28", opinionExpiry: "none"},
		{name: "pas encore de visite : jugé aujourd'hui", test: "2026-03-01", on: "2026-09-02", stale: []string{psychotest}, testExpiry: "2026-09-01", opinionExpiry: "none"},
		{name: "avis rendu à temps : le test a servi", test: "2026-03-01", opinion: "2026-03-20", on: "2026-11-01", testExpiry: "2026-09-01", opinionExpiry: "2028-03-19"},
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
