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
		name, handedIn, asked, theory string
		already                       *bool
		void                          bool
		expiry, certFrom, certTo      string
	}{
		{"veille de la remise : nul", "2026-03-09", "", "2026-03-08", nil, true, "none", "none", "none"},
		{"jour de la remise, demande inconnue : compte, CEPC au lendemain de l'interdiction", "2026-03-09", "", "2026-03-09", nil, false, "2031-03-09", "2026-09-10", "2027-01-10"},
		{"veille de la demande : nul", "2026-03-09", "2026-03-20", "2026-03-19", nil, true, "none", "none", "none"},
		{"jour de la demande : compte", "2026-03-09", "2026-03-20", "2026-03-20", nil, false, "2031-03-20", "2026-09-10", "2027-01-10"},
		{"demande avant la remise : elle ne compte pas, le code non plus", "2026-03-09", "2026-03-08", "2026-05-05", nil, true, "none", "none", "none"},
		{"dernier jour d'interdiction, avant la demande : nul", "2026-03-09", "2026-09-20", "2026-09-09", nil, true, "none", "none", "none"},
		{"lendemain de l'interdiction, avant la demande : rien ne l'annule", "2026-03-09", "2026-09-20", "2026-09-10", nil, false, "2031-09-10", "2026-09-10", "2027-01-10"},
		{"dernier jour d'interdiction", "2026-03-09", "2026-03-20", "2026-09-09", nil, false, "2031-09-09", "2026-09-10", "2027-01-10"},
		{"après l'interdiction : CEPC au jour de l'examen", "2026-03-09", "2026-03-20", "2026-10-31", nil, false, "2031-10-31", "2026-10-31", "2027-02-28"},
		{"titre déjà remis, le jour de la 48SI : nul", "", "", "2026-03-02", is(true), true, "none", "none", "none"},
		{"titre déjà remis, lendemain de la 48SI : compte", "", "", "2026-03-03", is(true), false, "2031-03-03", "2026-09-04", "2027-01-04"},
		{"remise inconnue, code d'avant la 48SI : nul à coup sûr", "", "2026-03-20", "2026-03-01", nil, true, "none", "none", "none"},
		{"remise inconnue, code d'après : on ne sait pas", "", "2026-03-20", "2026-04-01", nil, false, "", "none", "none"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, c.handedIn), AlreadyHandedIn: c.already,
				LicensedOn: day(t, "2010-05-04"), TheoryPassedOn: day(t, c.theory), RequestedOn: day(t, c.asked),
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

// The « fabrication »: what the CEPC is worth hangs on the day of the last exam,
// never on the day one looks.
func TestProduction(t *testing.T) {
	invalidation := Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-09"), LicensedOn: day(t, "2010-05-05")}
	second := invalidation
	second.PreviousNotifiedOn = day(t, "2023-01-01")
	recent := invalidation
	recent.LicensedOn = day(t, "2025-05-04")
	undated := invalidation
	undated.LicensedOn = day(t, "")
	annulation := Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-01-15"), Months: months(6), LicensedOn: day(t, "2010-05-05")}
	cases := []struct {
		name               string
		s                  Situation
		asked, theory, on  string
		exams              string
		possible           bool
		certFrom, certUpTo string
		missing            []string
	}{
		{"dernier jour d'interdiction", invalidation, "2026-03-20", "2026-05-31", "2026-09-09", "aucune", false, "2026-09-10", "2027-01-10", []string{}},
		{"lendemain de l'interdiction", invalidation, "2026-03-20", "2026-05-31", "2026-09-10", "aucune", true, "2026-09-10", "2027-01-10", []string{}},
		{"code passé pendant l'interdiction, demande inconnue : même dates, avant et après le dernier jour sûr", invalidation, "", "2026-05-31", "2026-12-10", "aucune", true, "2026-09-10", "2027-01-10", []string{}},
		{"code passé ensuite", invalidation, "2026-03-20", "2026-10-31", "2026-11-21", "aucune", true, "2026-10-31", "2027-02-28", []string{}},
		{"date_demande de la fabrication elle-même : le code d'avant compte", invalidation, "2026-12-20", "2026-05-31", "2026-12-21", "aucune", true, "2026-09-10", "2027-01-10", []string{}},
		{"date du code inconnue, avant la fin de l'interdiction", invalidation, "2026-03-20", "", "2026-09-09", "aucune", false, "", "", []string{keyTheoryPassedOn}},
		{"date du code inconnue, après", invalidation, "2026-03-20", "", "2026-11-21", "aucune", true, "", "", []string{keyTheoryPassedOn}},
		{"date du permis inconnue : on ne sait pas si le code était la seule épreuve", undated, "2026-03-20", "2026-05-31", "2026-11-21", "aucune", true, "", "", []string{keyLicensedOn}},
		{"code après le dernier jour sûr, demande inconnue", invalidation, "", "2026-12-09", "2027-01-10", "aucune", true, "", "", []string{keyRequestedOn}},
		{"conduite repassée, permis de moins de trois ans : la date de l'épreuve n'a pas de clé", recent, "2026-03-20", "2026-05-31", "2026-11-21", "aucune", true, "none", "none", []string{}},
		{"conduite repassée, demande tardive", invalidation, "2026-12-20", "2027-01-10", "2027-02-01", "aucune", true, "none", "none", []string{}},
		{"seconde invalidation, premier jour du nouveau permis", second, "", "2026-05-05", "2027-03-10", "aucune", true, "none", "none", []string{}},
		{"seconde invalidation, le lendemain", second, "", "2026-05-05", "2027-03-11", "aucune", true, "none", "none", []string{}},
		{"code passé avant la remise : à repasser, rien à fabriquer", invalidation, "", "2026-03-05", "2026-06-10", "code", false, "none", "none", []string{}},
		{"code passé avant la remise, interdiction finie", invalidation, "", "2026-03-05", "2026-10-01", "code", false, "none", "none", []string{}},
		{"code passé avant la remise, dispense perdue", invalidation, "", "2026-03-05", "2026-12-09", "code+conduite", false, "none", "none", []string{}},
		{"annulation, code après l'interdiction", annulation, "2026-07-20", "2026-08-31", "2026-11-21", "aucune", true, "2026-08-31", "2026-12-31", []string{}},
		{"annulation, code passé le dernier jour d'interdiction : à repasser, rien à fabriquer", annulation, "", "2026-07-15", "2026-08-10", "code", false, "none", "none", []string{}},
		{"annulation, pendant l'interdiction", annulation, "", "", "2026-07-15", "aucune", false, "", "", []string{keyTheoryPassedOn}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.s.Phase, c.s.AlcoholOrDrugs = Production, is(false)
			c.s.RequestedOn, c.s.TheoryPassedOn = day(t, c.asked), day(t, c.theory)
			d := decided(t, c.s, Person{}, c.on)
			if d.Phase != Production || examsText(d) != c.exams {
				t.Errorf("étape = %s, épreuves = %s, want %s", d.Phase, examsText(d), c.exams)
			}
			if d.Online.Possible != c.possible || slices.Contains(alertsOf(d), OnlineExcluded) == c.possible {
				t.Errorf("possible = %v, alerts = %v", d.Online.Possible, alertsOf(d))
			}
			if got := slices.Contains(alertsOf(d), VoidExam); got != (c.exams != "aucune") {
				t.Errorf("epreuve_nulle = %v", got)
			}
			if got := slices.Contains(codesOf(d), "code"); got != (c.exams != "aucune") {
				t.Errorf("steps = %v", codesOf(d))
			}
			for code, want := range map[DeadlineCode]string{CertificateStart: c.certFrom, CertificateEnd: c.certUpTo} {
				if got := dateOf(d, code); got != want {
					t.Errorf("%s = %q, want %q", code, got, want)
				}
			}
			if got := missingOf(d); !slices.Equal(got, c.missing) {
				t.Errorf("missing = %v, want %v", got, c.missing)
			}
		})
	}
}

func TestProofOfAddressDeadline(t *testing.T) {
	cases := []struct {
		name, issued string
		ageMax       int
		on, last     string
		past         bool
	}{
		{"dernier jour", "2026-05-21", 6, "2026-11-20", "2026-11-20", false},
		{"six mois jour pour jour", "2026-05-21", 6, "2026-11-21", "2026-11-20", true},
		{"émis un 31 août, février", "2026-08-31", 6, "2026-11-21", "2027-02-27", false},
		{"émis un 31 août, année bissextile", "2023-08-31", 6, "2024-02-29", "2024-02-28", true},
		{"limite de trois mois d'un autre catalogue", "2026-11-30", 3, "2026-12-01", "2027-02-27", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ProofOfAddressDeadline(day(t, c.issued), c.ageMax, day(t, c.on))
			if got.Code != ProofOfAddressEnd || got.Date.String() != c.last || got.Past != c.past || got.Label == "" || len(got.Sources) == 0 {
				t.Errorf("got %+v, want %s, past %v", got, c.last, c.past)
			}
		})
	}
}

func TestDateProofOfAddressKeepsTheDecisionWhole(t *testing.T) {
	on := day(t, "2026-11-21")
	d := decided(t, Situation{
		Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-10-01"), HandedInOn: day(t, "2026-10-08"),
		LicensedOn: day(t, "2010-06-30"), AlcoholOrDrugs: is(false),
	}, Person{}, "2026-11-21")
	before := len(d.Deadlines)
	for _, c := range []struct {
		name, issued, last string
		old                bool
	}{
		{"déclaré, trop ancien d'un jour", "2026-05-21", "2026-11-20", true},
		{"lu ensuite, encore bon ce jour-là", "2026-05-22", "2026-11-21", false},
		{"trop ancien à nouveau", "2025-10-10", "2026-04-09", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d.DateProofOfAddress(day(t, c.issued), 6, on)
			if got := dateOf(d, ProofOfAddressEnd); got != c.last || len(d.Deadlines) != before+1 {
				t.Errorf("got %s among %d deadlines, want %s among %d", got, len(d.Deadlines), c.last, before+1)
			}
			if !slices.IsSortedFunc(d.Deadlines, byDateUnknownLast) {
				t.Error("the deadlines are out of order")
			}
			if got := slices.Contains(alertsOf(d), ExpiredPiece); got != c.old {
				t.Errorf("piece_perimee = %v, want %v", got, c.old)
			}
			if !slices.ContainsFunc(d.Sources, func(n SourceNote) bool { return n.Key == "SP31847b" }) {
				t.Error("its source is not spelt out")
			}
			checkWhole(t, d, on)
		})
	}
}
