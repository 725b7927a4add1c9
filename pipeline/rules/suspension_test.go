package rules

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

func TestSuspension(t *testing.T) {
	cases := []struct {
		name                               string
		starts, effective, printed, theory string
		length                             *int
		alcohol                            *bool
		origin                             Origin
		on                                 string
		end, visitFrom, deposit            string
		visit                              string // route, « voie inconnue », « non », « ? »
		test                               string // oui, non, ?
		online                             bool
		alerts, absent                     []AlertCode
		missing                            []string
	}{
		{
			name: "quatre mois, vitesse", starts: "2026-03-10", length: months(4), alcohol: is(false), on: "2026-04-01",
			end: "2026-07-10", visitFrom: "2026-06-10", deposit: "2026-07-03", visit: "medecin_agree", test: "non", online: true,
			alerts: []AlertCode{BanRunning, AMLicencePossible}, absent: []AlertCode{DivergentReadings, OnlineExcluded},
		},
		{
			name: "six mois tout juste : test psychotechnique", starts: "2026-08-31", length: months(6), alcohol: is(true), on: "2026-09-01",
			end: "2027-02-28", visitFrom: "2027-01-28", deposit: "2027-02-21", visit: "commission_medicale", test: "oui", online: true,
		},
		{
			name: "un mois sans alcool : préfecture", starts: "2026-01-31", length: months(1), alcohol: is(false), on: "2026-02-01",
			end: "2026-02-28", visitFrom: "none", deposit: "none", visit: "non", test: "non", online: false,
			alerts: []AlertCode{OnlineExcluded, BanRunning}, absent: []AlertCode{AMLicencePossible},
		},
		{
			name: "un mois avec alcool : commission et ANTS", starts: "2026-01-31", length: months(1), alcohol: is(true), on: "2026-02-01",
			end: "2026-02-28", visitFrom: "2026-01-28", deposit: "2026-02-21", visit: "commission_medicale", test: "non", online: true,
			absent: []AlertCode{OnlineExcluded},
		},
		{
			name: "deux mois sans alcool : médecin agréé", starts: "2026-01-31", length: months(2), alcohol: is(false), on: "2026-02-01",
			end: "2026-03-31", visitFrom: "2026-02-28", deposit: "2026-03-24", visit: "medecin_agree", test: "non", online: true,
		},
		{
			name: "date imprimée, un mois tout juste", starts: "2026-01-31", printed: "2026-02-28", alcohol: is(false), on: "2026-02-01",
			end: "2026-02-28", visitFrom: "none", deposit: "none", visit: "non", test: "non", online: false,
		},
		{
			name: "date imprimée, un mois et un jour", starts: "2026-01-31", printed: "2026-03-01", alcohol: is(false), on: "2026-02-01",
			end: "2026-03-01", visitFrom: "2026-02-01", deposit: "2026-02-22", visit: "medecin_agree", test: "non", online: true,
		},
		{
			name: "date imprimée, six mois tout juste", starts: "2026-01-31", printed: "2026-07-31", alcohol: is(false), on: "2026-02-01",
			end: "2026-07-31", visitFrom: "2026-06-30", deposit: "2026-07-24", visit: "medecin_agree", test: "oui", online: true,
		},
		{
			name: "judiciaire après administrative : la durée part du premier jour", starts: "2026-01-10", effective: "2026-07-10", length: months(12), origin: Judicial, alcohol: is(true), on: "2026-08-01",
			end: "2027-01-10", visitFrom: "2026-12-10", deposit: "2027-01-03", visit: "commission_medicale", test: "oui", online: true, alerts: []AlertCode{DivergentReadings},
		},
		{
			name: "judiciaire seule, date d'effet", effective: "2026-07-10", length: months(3), origin: Judicial, alcohol: is(false), on: "2026-08-01",
			end: "2026-10-10", visitFrom: "2026-09-10", deposit: "2026-10-03", visit: "medecin_agree", test: "non", online: true,
		},
		{
			name: "alcool inconnu, quatre mois : visite due, devant qui on ne sait", starts: "2026-03-10", length: months(4), on: "2026-04-01",
			end: "2026-07-10", visitFrom: "2026-06-10", deposit: "2026-07-03", visit: "voie inconnue", test: "non", online: true, missing: []string{keyAlcoholOrDrugs},
		},
		{
			name: "alcool inconnu, un mois : rien de sûr", starts: "2026-03-10", length: months(1), on: "2026-04-01",
			end: "2026-04-10", visitFrom: "2026-03-10", deposit: "2026-04-03", visit: "?", test: "non", online: false, missing: []string{keyAlcoholOrDrugs},
		},
		{
			name: "durée inconnue", starts: "2026-03-10", alcohol: is(false), on: "2026-04-01",
			end: "", visitFrom: "", deposit: "", visit: "?", test: "?", online: false, missing: []string{keyMonths},
		},
		{
			name: "début inconnu", length: months(7), alcohol: is(false), on: "2026-04-01",
			end: "", visitFrom: "", deposit: "", visit: "medecin_agree", test: "oui", online: true, missing: []string{keyStartsOn},
		},
		{
			name: "date de fin seule : c'est le début qui manque, pour la durée", printed: "2026-06-10", alcohol: is(false), on: "2026-03-20",
			end: "2026-06-10", visitFrom: "2026-05-10", deposit: "2026-06-03", visit: "?", test: "?", online: false, missing: []string{keyStartsOn},
		},
		{
			name: "rien de la durée, alcool inconnu", on: "2026-03-20",
			end: "", visitFrom: "", deposit: "", visit: "?", test: "?", online: false, missing: []string{keyAlcoholOrDrugs, keyMonths, keyStartsOn},
		},
		{
			name: "dernier jour de la suspension : permis AM encore possible", starts: "2026-03-10", length: months(3), alcohol: is(false), on: "2026-06-10",
			end: "2026-06-10", visitFrom: "2026-05-10", deposit: "2026-06-03", visit: "medecin_agree", test: "non", online: true, alerts: []AlertCode{AMLicencePossible},
		},
		{
			name: "suspension finie : plus de permis AM à demander", starts: "2026-03-10", length: months(3), alcohol: is(false), on: "2026-06-11",
			end: "2026-06-10", visitFrom: "2026-05-10", deposit: "2026-06-03", visit: "medecin_agree", test: "non", online: true, absent: []AlertCode{AMLicencePossible},
		},
		{
			name: "code passé le premier jour de suspension", starts: "2026-03-10", length: months(4), alcohol: is(false), theory: "2026-03-10", on: "2026-04-01",
			end: "2026-07-10", visitFrom: "2026-06-10", deposit: "2026-07-03", visit: "medecin_agree", test: "non", online: true, alerts: []AlertCode{VoidExam},
		},
		{
			name: "code passé la veille", starts: "2026-03-10", length: months(4), alcohol: is(false), theory: "2026-03-09", on: "2026-04-01",
			end: "2026-07-10", visitFrom: "2026-06-10", deposit: "2026-07-03", visit: "medecin_agree", test: "non", online: true, absent: []AlertCode{VoidExam},
		},
		{
			name: "lendemain de la fin", starts: "2026-03-10", length: months(4), alcohol: is(false), on: "2026-07-11",
			end: "2026-07-10", visitFrom: "2026-06-10", deposit: "2026-07-03", visit: "medecin_agree", test: "non", online: true, absent: []AlertCode{BanRunning},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: Suspension, StartsOn: day(t, c.starts), EffectiveOn: day(t, c.effective), EndsOn: day(t, c.printed),
				Months: c.length, AlcoholOrDrugs: c.alcohol, Origin: c.origin, TheoryPassedOn: day(t, c.theory),
			}, Person{}, c.on)
			checkExams(t, d, "aucune", c.alerts, c.absent, c.missing)
			for code, want := range map[DeadlineCode]string{BanEnd: c.end, MedicalVisitFrom: c.visitFrom, AdvisedDeposit: c.deposit} {
				if got := dateOf(d, code); got != want {
					t.Errorf("%s = %q, want %q", code, got, want)
				}
			}
			if got := visitText(d); got != c.visit {
				t.Errorf("visite = %q, want %q", got, c.visit)
			}
			if got := testText(d); got != c.test {
				t.Errorf("psychotechnique = %q, want %q", got, c.test)
			}
			if d.Online.Possible != c.online {
				t.Errorf("possible = %v, want %v", d.Online.Possible, c.online)
			}
		})
	}
}

func visitText(d Decision) string {
	switch {
	case d.Medical == nil:
		return "?"
	case !d.Medical.Required:
		return "non"
	}
	return cmp.Or(string(d.Medical.Route), "voie inconnue")
}

func testText(d Decision) string {
	switch {
	case d.Psychotechnical == nil:
		return "?"
	case !d.Psychotechnical.Required:
		return "non"
	}
	return "oui"
}

func TestSuspensionPieces(t *testing.T) {
	s := Situation{Procedure: Suspension, StartsOn: day(t, "2026-03-10"), Months: months(4), AlcoholOrDrugs: is(false)}
	if got, want := mandatory(decided(t, s, Person{}, "2026-04-01")), []PieceType{Identity, ProofOfAddress, MedicalOpinion, SuspensionDecision}; !slices.Equal(got, want) {
		t.Errorf("pieces = %v, want %v", got, want)
	}
	s.Months = months(1)
	d := decided(t, s, Person{}, "2026-04-01")
	if len(d.Pieces) != 0 || len(d.Online.Path) != 0 {
		t.Errorf("no ANTS request: pieces = %v, motif = %v", d.Pieces, d.Online.Path)
	}
	if len(d.Steps) != 1 || d.Steps[0].Code != "recuperation_prefecture" {
		t.Errorf("steps = %v", d.Steps)
	}
}

func TestSuspensionMissingFactsAgreeInGender(t *testing.T) {
	d := decided(t, Situation{Procedure: Suspension, AlcoholOrDrugs: is(true)}, Person{}, "2026-03-20")
	if got := messageOf(d, MissingFact, keyStartsOn); !strings.Contains(got, "Sans lui,") {
		t.Errorf("le premier jour: %q", got)
	}
	d = decided(t, Situation{Procedure: Suspension, StartsOn: day(t, "2026-03-10"), AlcoholOrDrugs: is(true)}, Person{}, "2026-03-20")
	if got := messageOf(d, MissingFact, keyMonths); got == "" || strings.Contains(got, "Sans lui") {
		t.Errorf("la durée: %q", got)
	}
}
