package rules

import (
	"slices"
	"testing"
)

func TestRequestDeadlines(t *testing.T) {
	cases := []struct {
		name string
		s    Situation
		want map[DeadlineCode]string
	}{
		{
			"demande un 31 août, supprimée fin février",
			Situation{Procedure: Loss, RequestedOn: day(t, "2026-08-31")},
			map[DeadlineCode]string{RequestDeletion: "2027-02-28"},
		},
		{"pas de demande", Situation{Procedure: Loss}, map[DeadlineCode]string{RequestDeletion: "none"}},
		{
			"permis international, courrier sous deux mois",
			Situation{Procedure: InternationalPermit, RequestedOn: day(t, "2026-12-31")},
			map[DeadlineCode]string{PostingLimit: "2027-02-28", RequestDeletion: "2027-06-30"},
		},
		{
			"code réussi un 29 février : cinq ans",
			Situation{Procedure: FirstRegistration, TheoryPassedOn: day(t, "2024-02-29")},
			map[DeadlineCode]string{TheoryExpiry: "2029-02-28"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, c.s, Person{}, "2026-11-21")
			for code, want := range c.want {
				if got := dateOf(d, code); got != want {
					t.Errorf("%s = %q, want %q", code, got, want)
				}
			}
		})
	}
}

func TestTheoryTestOfAReturn(t *testing.T) {
	cases := []struct {
		name, handedIn, theory   string
		already                  *bool
		void                     bool
		expiry, certFrom, certTo string
	}{
		{"veille de la remise : nul", "2026-03-09", "2026-03-08", nil, true, "none", "none", "none"},
		{"jour de la remise : compte, CEPC au lendemain de l'interdiction", "2026-03-09", "2026-03-09", nil, false, "2031-03-09", "2026-09-10", "2027-01-10"},
		{"dernier jour d'interdiction", "2026-03-09", "2026-09-09", nil, false, "2031-09-09", "2026-09-10", "2027-01-10"},
		{"après l'interdiction : CEPC au jour de l'examen", "2026-03-09", "2026-10-31", nil, false, "2031-10-31", "2026-10-31", "2027-02-28"},
		{"titre déjà remis, le jour de la 48SI : nul", "", "2026-03-02", is(true), true, "none", "none", "none"},
		{"titre déjà remis, lendemain de la 48SI : compte", "", "2026-03-03", is(true), false, "2031-03-03", "2026-09-04", "2027-01-04"},
		{"remise inconnue, code d'avant la 48SI : nul à coup sûr", "", "2026-03-01", nil, true, "none", "none", "none"},
		{"remise inconnue, code d'après : on ne sait pas", "", "2026-04-01", nil, false, "", "none", "none"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, c.handedIn), AlreadyHandedIn: c.already,
				LicensedOn: day(t, "2010-05-04"), TheoryPassedOn: day(t, c.theory), RequestedOn: day(t, "2026-03-20"),
			}, Person{}, "2026-11-21")
			if got := slices.Contains(alertsOf(d), VoidExam); got != c.void {
				t.Errorf("epreuve_nulle = %v, want %v", got, c.void)
			}
			for code, want := range map[DeadlineCode]string{TheoryExpiry: c.expiry, CertificateStart: c.certFrom, CertificateEnd: c.certTo} {
				if got := dateOf(d, code); got != want {
					t.Errorf("%s = %q, want %q", code, got, want)
				}
			}
		})
	}
}

func TestProduction(t *testing.T) {
	invalidation := Situation{Procedure: ReturnAfterInvalidation, Phase: Production, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-09"), LicensedOn: day(t, "2010-05-04"), RequestedOn: day(t, "2026-03-20")}
	annulation := Situation{Procedure: ReturnAfterAnnulation, Phase: Production, EffectiveOn: day(t, "2026-01-15"), Months: months(6), LicensedOn: day(t, "2010-05-04"), RequestedOn: day(t, "2026-07-20")}
	with := func(s Situation, theory string) Situation { s.TheoryPassedOn = day(t, theory); return s }
	recent := invalidation
	recent.LicensedOn = day(t, "2025-05-04")
	cases := []struct {
		name, on       string
		s              Situation
		possible       bool
		certFrom, upTo string
		missing        []string
	}{
		{"dernier jour d'interdiction", "2026-09-09", invalidation, false, "2026-09-10", "2027-01-10", nil},
		{"lendemain de l'interdiction", "2026-09-10", invalidation, true, "2026-09-10", "2027-01-10", nil},
		{"plus tard, code passé pendant l'interdiction", "2026-10-01", with(invalidation, "2026-05-31"), true, "2026-09-10", "2027-01-10", []string{}},
		{"plus tard, code passé ensuite", "2026-11-21", with(invalidation, "2026-10-31"), true, "2026-10-31", "2027-02-28", []string{}},
		{"plus tard, date du code inconnue", "2026-11-21", invalidation, true, "", "", []string{keyTheoryPassedOn}},
		{"plus tard, conduite repassée : la date de l'épreuve n'est pas dans la situation", "2026-11-21", with(recent, "2026-05-31"), true, "", "", []string{}},
		{"annulation, code après l'interdiction", "2026-11-21", with(annulation, "2026-08-31"), true, "2026-08-31", "2026-12-31", []string{}},
		{"annulation, pendant l'interdiction", "2026-07-15", annulation, false, "", "", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.s.AlcoholOrDrugs = is(false)
			d := decided(t, c.s, Person{}, c.on)
			if d.Phase != Production || examsText(d) != "aucune" {
				t.Errorf("étape = %s, épreuves = %s", d.Phase, examsText(d))
			}
			if d.Online.Possible != c.possible || slices.Contains(alertsOf(d), OnlineExcluded) == c.possible {
				t.Errorf("possible = %v, alerts = %v", d.Online.Possible, alertsOf(d))
			}
			if got := dateOf(d, CertificateStart); got != c.certFrom {
				t.Errorf("debut_cepc = %q, want %q", got, c.certFrom)
			}
			if got := dateOf(d, CertificateEnd); got != c.upTo {
				t.Errorf("fin_cepc = %q, want %q", got, c.upTo)
			}
			if c.missing != nil && !slices.Equal(missingOf(d), c.missing) {
				t.Errorf("missing = %v, want %v", missingOf(d), c.missing)
			}
		})
	}
}

func TestProofOfAddressUntil(t *testing.T) {
	cases := map[string]string{"2026-05-21": "2026-11-20", "2026-08-31": "2027-02-27", "2023-08-31": "2024-02-28"}
	for issued, want := range cases {
		if got := ProofOfAddressUntil(day(t, issued), 6).String(); got != want {
			t.Errorf("issued %s: last day %s, want %s", issued, got, want)
		}
	}
}
