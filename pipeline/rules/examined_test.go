package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

// An error that may not be reported online has no step that reports it; the only
// other request S4 names is that for damage.
func TestErrorNotReportableOnline(t *testing.T) {
	damage := []string{"timbre_fiscal", "photo_signature", "demande_fabrication", "suivi"}
	cases := []struct {
		name          string
		received      string
		moved, online *bool
		steps         []string
		proof         bool
	}{
		{"signalable", "2026-10-01", is(false), is(true), []string{"demande_correction", "suivi"}, false},
		{"reçu il y a six mois", "2026-05-26", is(false), is(true), []string{"aide_ants"}, false},
		{"reçu la veille des six mois", "2026-05-27", is(false), is(true), []string{"demande_correction", "suivi"}, false},
		{"déménagé", "2026-10-01", is(true), is(true), []string{"aide_ants"}, false},
		{"pas demandé en ligne", "2026-10-01", is(false), is(false), damage, true},
		{"tout à la fois", "2026-03-01", is(true), is(false), damage, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: LicenceError, LicenceReceivedOn: day(t, c.received), Moved: c.moved, RequestedOnline: c.online}, Person{}, "2026-11-26")
			sameList(t, "steps", codesOf(d), c.steps)
			d.DateProofOfAddress(day(t, "2026-10-10"), 6, day(t, "2026-11-26"))
			if got := dateOf(d, ProofOfAddressEnd) != "none"; got != c.proof {
				t.Errorf("a day for the proof of address: %v, want %v", got, c.proof)
			}
		})
	}
}

// A proof that is too old before the request may be made has no day to wait for.
func TestProofOfAddressBeforeTheRequestOpens(t *testing.T) {
	for _, c := range []struct{ name, issued, last string }{
		{"trop ancien la veille du premier jour", "2026-08-01", "none"},
		{"trop ancien le premier jour", "2026-08-02", "none"},
		{"encore bon le premier jour", "2026-08-03", "2027-02-02"},
		{"déjà trop ancien", "2026-05-01", "2026-10-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-08-01"), Months: months(6)}, Person{}, "2026-11-26")
			d.DateProofOfAddress(day(t, c.issued), 6, day(t, "2026-11-26"))
			if got := dateOf(d, ProofOfAddressEnd); got != c.last {
				t.Errorf("last day %s, want %s", got, c.last)
			}
			if got, want := messageOf(d, ExpiredPiece, proofKey) != "", c.last != "2027-02-02"; got != want {
				t.Errorf("told to take a newer one: %v, want %v", got, want)
			}
		})
	}
}

// At the « fabrication » the medical papers are behind, unless a heavy category or
// a void exam brings them back; what is due has a step.
func TestMedicalPapersOfTheProduction(t *testing.T) {
	cases := []struct {
		name   string
		heavy  *bool
		theory string
		due    bool
	}{
		{"code réussi", is(false), "2026-11-22", false},
		{"catégorie lourde", is(true), "2026-11-22", true},
		{"code nul, passé pendant l'interdiction", is(false), "2026-11-20", true},
		{"code du premier jour permis", is(false), "2026-11-21", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterAnnulation, Phase: Production, EffectiveOn: day(t, "2025-11-20"), Months: months(12), AlcoholOrDrugs: is(true),
				HeavyCategory: c.heavy, TheoryPassedOn: day(t, c.theory),
			}, Person{}, "2026-11-26")
			if d.Medical.Required != c.due || d.Psychotechnical.Required != c.due {
				t.Errorf("visit %v, test %v, want %v", d.Medical.Required, d.Psychotechnical.Required, c.due)
			}
			if (stepOf(d, "visite_medicale") != nil) != c.due || (stepOf(d, "test_psychotechnique") != nil) != c.due {
				t.Errorf("steps = %v, want the visit and the test: %v", codesOf(d), c.due)
			}
			if strings.Contains(d.Exams.Reason, "en fait foi") {
				t.Errorf("the certificate is taken as seen: %q", d.Exams.Reason)
			}
		})
	}
}

// What hangs on a missing fact is a condition, and may cost nothing.
func TestSuspensionOfUnknownLength(t *testing.T) {
	cases := []struct {
		name    string
		length  *int
		alcohol *bool
		test    string
		visit   string
		budget  Cost
	}{
		{"rien de connu", nil, nil, "Passer le test psychotechnique, si la suspension dure six mois ou plus", "Passer la visite médicale, si elle est due", Cost{0, 190}},
		{"alcool, durée inconnue", nil, is(true), "Passer le test psychotechnique, si la suspension dure six mois ou plus", "Passer la visite médicale", Cost{50, 190}},
		{"alcool, six mois", months(6), is(true), "Passer le test psychotechnique", "Passer la visite médicale", Cost{120, 190}},
		{"alcool, cinq mois", months(5), is(true), "", "Passer la visite médicale", Cost{50, 50}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: Suspension, Months: c.length, AlcoholOrDrugs: c.alcohol}, Person{}, "2026-11-26")
			for code, want := range map[string]string{"test_psychotechnique": c.test, "visite_medicale": c.visit} {
				if s := stepOf(d, code); (s == nil) != (want == "") || s != nil && s.Title != want {
					t.Errorf("%s: %+v, want %q", code, s, want)
				}
			}
			if *d.Budget != c.budget {
				t.Errorf("budget = %v, want %v", *d.Budget, c.budget)
			}
		})
	}
}

func TestCodeDuringAndAfterTheBan(t *testing.T) {
	s := Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-09")}
	for on, want := range map[string]bool{"2026-09-09": true, "2026-09-10": false} {
		if got := strings.HasPrefix(stepOf(decided(t, s, Person{}, on), "code").Detail, "Possible pendant l'interdiction"); got != want {
			t.Errorf("%s: « pendant l'interdiction » is %v, want %v", on, got, want)
		}
	}
}

// The opinion is had in order: the test, the visit.
func TestOpinionSaysTheOrder(t *testing.T) {
	for _, c := range []struct{ test, visit, says string }{
		{"", "", "Passez d'abord le test psychotechnique, puis la visite médicale"},
		{"2026-11-02", "", "Le test est fait : passez la visite médicale"},
		{"2026-11-02", "2026-11-10", ""},
	} {
		d := decided(t, Situation{Procedure: ReturnAfterInvalidation, HandedInOn: day(t, "2026-06-08"), PsychotestOn: day(t, c.test), MedicalVisitOn: day(t, c.visit)}, Person{}, "2026-11-26")
		reason := strings.ReplaceAll(pieceOf(d, MedicalOpinion).Reason, "\u00a0", " ")
		if !strings.Contains(reason, c.says) || c.says == "" && !strings.HasSuffix(reason, "moins de deux ans.") {
			t.Errorf("%q must say %q", reason, c.says)
		}
	}
}

func TestMinorAgainstTheBirthDate(t *testing.T) {
	for _, c := range []struct {
		name, birth string
		minor       *bool
		asks        bool
	}{
		{"mineur né en 1971", "1971-11-02", is(true), true},
		{"mineur, 18 ans aujourd'hui", "2008-11-26", is(true), true},
		{"mineur, 18 ans demain", "2008-11-27", is(true), false},
		{"majeur, 18 ans demain", "2008-11-27", is(false), true},
		{"naissance inconnue", "", is(true), false},
		{"âge tu", "1971-11-02", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: Loss, Minor: c.minor}, Person{day(t, c.birth)}, "2026-11-26")
			if got := messageOf(d, DivergentReadings, keyMinor) != ""; got != c.asks {
				t.Errorf("questioned: %v, want %v", got, c.asks)
			}
		})
	}
}

// No source lists the pieces of the category AM, and only the measure tells the
// second choice.
func TestCategoryAMSaysWhatIsNotSourced(t *testing.T) {
	for _, c := range []struct {
		s    Situation
		both bool
	}{
		{Situation{}, true},
		{Situation{EffectiveOn: day(t, "2026-07-01")}, true},
		{Situation{StartsOn: day(t, "2026-07-01")}, false},
		{Situation{NotifiedOn: day(t, "2026-07-01")}, false},
	} {
		c.s.Procedure = CategoryAM
		d := decided(t, c.s, Person{}, "2026-11-26")
		if slices.ContainsFunc(d.Pieces, func(p RequiredPiece) bool { return !p.ToConfirm || !strings.Contains(p.Reason, "À confirmer") }) {
			t.Errorf("pieces = %+v, each to be confirmed", d.Pieces)
		}
		if got := strings.Contains(stepOf(d, "demande_fabrication").Detail, "dépend de votre mesure"); got != c.both {
			t.Errorf("%+v: both choices are told: %v, want %v", c.s, got, c.both)
		}
	}
}

// The last day to report an error is of no use to whom it cannot be reported by;
// the form is due where the licence is asked for as a damaged one.
func TestAnErrorThatIsNotReportedOnline(t *testing.T) {
	received := calendar.New(2026, 10, 1)
	yes, no := true, false
	for name, c := range map[string]struct {
		s          Situation
		moot, form bool
	}{
		"open":          {Situation{RequestedOnline: &yes, Moved: &no}, false, false},
		"moved":         {Situation{RequestedOnline: &yes, Moved: &yes}, true, false},
		"not asked for": {Situation{RequestedOnline: &no, Moved: &no}, true, true},
	} {
		c.s.Procedure, c.s.LicenceReceivedOn = LicenceError, received
		d := decided(t, c.s, Person{}, "2026-11-21")
		for _, e := range d.Deadlines {
			if e.Code == LicenceErrorLimit && e.Moot != c.moot {
				t.Errorf("%s: moot %v", name, e.Moot)
			}
		}
		if d.TakesDepositForm() != c.form {
			t.Errorf("%s: a form: %v", name, !c.form)
		}
	}
	for _, p := range Procedures() {
		d := decided(t, Situation{Procedure: p}, Person{}, "2026-11-21")
		if got, want := d.TakesDepositForm(), p != LicenceError && p != InternationalPermit; got != want {
			t.Errorf("%s: a form: %v, want %v", p, got, want)
		}
	}
}
