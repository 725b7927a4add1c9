package rules

import (
	"slices"
	"strings"
	"testing"
)

// What is done, and what to keep of it: the newcomer's own case, test on
// 21 September and visit on 5 October.
func TestStepsBehind(t *testing.T) {
	base := Situation{
		Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-06-02"), HandedInOn: day(t, "2026-06-08"),
		LicensedOn: day(t, "2009-07-15"), AlcoholOrDrugs: is(false),
	}
	cases := []struct {
		name                                string
		test, visit, opinion, asked, theory string
		on                                  string
		done                                []string
		budget                              Cost
	}{
		{"rien de fait", "", "", "", "", "", "2026-11-21", nil, Cost{136, 206}},
		{"test et visite faits", "2026-09-21", "2026-10-05", "2026-10-05", "", "", "2026-11-21", []string{"test_psychotechnique", "visite_medicale"}, Cost{30, 30}},
		{"test fait, visite prévue demain", "2026-09-21", "2026-11-22", "", "", "", "2026-11-21", []string{"test_psychotechnique"}, Cost{66, 66}},
		{"le jour de la visite", "2026-09-21", "2026-11-21", "", "", "", "2026-11-21", []string{"test_psychotechnique", "visite_medicale"}, Cost{30, 30}},
		{"test prévu demain", "2026-11-22", "", "", "", "", "2026-11-21", nil, Cost{136, 206}},
		{"dernier jour du test, pas de visite", "2026-05-21", "", "", "", "", "2026-11-21", []string{"test_psychotechnique"}, Cost{66, 66}},
		{"test périmé de la veille, pas de visite", "2026-05-20", "", "", "", "", "2026-11-21", nil, Cost{136, 206}},
		{"test périmé le jour de la visite : les deux sont à refaire", "2026-03-20", "2026-09-21", "", "", "", "2026-11-21", nil, Cost{136, 206}},
		{"avis seul", "", "", "2026-10-05", "", "", "2026-11-21", []string{"visite_medicale"}, Cost{100, 170}},
		{"avis du dernier jour de ses deux ans", "", "", "2024-11-22", "", "", "2026-11-21", []string{"visite_medicale"}, Cost{100, 170}},
		{"avis de deux ans", "", "", "2024-11-21", "", "", "2026-11-21", nil, Cost{136, 206}},
		{"tout est fait", "2026-06-20", "2026-06-25", "2026-06-25", "2026-07-01", "2026-09-01", "2026-11-21", []string{"test_psychotechnique", "visite_medicale", "demande_inscription", "code"}, Cost{0, 0}},
		{"demande partie avant la remise : elle ne compte pas, le code non plus", "2026-05-20", "2026-05-25", "", "2026-06-07", "2026-06-30", "2026-11-21", []string{"test_psychotechnique", "visite_medicale"}, Cost{30, 30}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := base
			s.PsychotestOn, s.MedicalVisitOn, s.MedicalOpinionOn = day(t, c.test), day(t, c.visit), day(t, c.opinion)
			s.RequestedOn, s.TheoryPassedOn = day(t, c.asked), day(t, c.theory)
			d := decided(t, s, Person{}, c.on)
			var done []string
			for _, x := range d.Steps {
				if x.Done {
					done = append(done, x.Code)
				}
			}
			if !slices.Equal(done, c.done) {
				t.Errorf("done = %v, want %v", done, c.done)
			}
			if *d.Budget != c.budget {
				t.Errorf("budget = %v, want %v", *d.Budget, c.budget)
			}
			checkRequirementsAgree(t, d)
		})
	}
}

// checkRequirementsAgree: a requirement is met where its step is.
func checkRequirementsAgree(t *testing.T, d Decision) {
	t.Helper()
	for code, done := range map[string]bool{
		"test_psychotechnique": !d.Psychotechnical.DoneOn.IsZero(),
		"visite_medicale":      !d.Medical.DoneOn.IsZero(),
		"code":                 !d.Exams.DoneOn.IsZero(),
	} {
		if got := stepOf(d, code).Done; got != done {
			t.Errorf("%s: the step says done = %v, the requirement %v", code, got, done)
		}
	}
}

func TestStepsBehindSayWhatToKeep(t *testing.T) {
	s := Situation{
		Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-06-02"), HandedInOn: day(t, "2026-06-08"), LicensedOn: day(t, "2009-07-15"),
		PsychotestOn: day(t, "2026-09-21"), MedicalVisitOn: day(t, "2026-10-05"), MedicalOpinionOn: day(t, "2026-10-07"), AlcoholOrDrugs: is(true),
	}
	d := decided(t, s, Person{}, "2026-11-21")
	for code, want := range map[string]struct{ says, never string }{
		"test_psychotechnique": {"Fait le 21 septembre 2026. Gardez le résultat à portée de main", "avant la visite"},
		"visite_medicale":      {"Faite le 5 octobre 2026. Gardez l'avis médical, le feuillet bleu du cerfa n° 14880*02 : c'est la pièce à charger sur le site de l'ANTS, acceptée jusqu'au 6 octobre 2028.", "rendez-vous"},
	} {
		detail := strings.ReplaceAll(stepOf(d, code).Detail, "\u00a0", " ")
		if !strings.Contains(detail, want.says) || strings.Contains(detail, want.never) {
			t.Errorf("%s: %q must say %q and not %q", code, detail, want.says, want.never)
		}
	}
	if strings.Contains(d.Psychotechnical.Reason, "passez-le") {
		t.Errorf("a test that is behind is still asked for: %q", d.Psychotechnical.Reason)
	}
	s.TheoryPassedOn = day(t, "2026-11-20")
	if got := decided(t, s, Person{}, "2026-11-20").Exams.Reason; !strings.HasSuffix(got, "Vous l'avez déjà réussi.") {
		t.Errorf("a code that is passed is still asked for: %q", got)
	}
	s.MedicalVisitOn, s.MedicalOpinionOn = day(t, "2026-12-01"), day(t, "")
	detail := strings.ReplaceAll(stepOf(decided(t, s, Person{}, "2026-11-21"), "visite_medicale").Detail, "\u00a0", " ")
	if !strings.HasPrefix(detail, "Prévue le 1er décembre 2026. Devant la commission") {
		t.Errorf("an appointment to come: %q", detail)
	}
}

// A day by which nothing is left to do says so.
func TestDeadlinesMet(t *testing.T) {
	s := Situation{
		Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-06-02"), HandedInOn: day(t, "2026-06-08"), LicensedOn: day(t, "2009-07-15"),
	}
	cases := []struct {
		name, asked, on string
		handIn, limit   bool
	}{
		{"remis, demande à faire", "", "2026-06-09", true, false},
		{"remise prévue demain", "", "2026-06-07", false, false},
		{"demande dans les délais", "2027-03-07", "2027-03-08", true, true},
		{"demande hors délai", "2027-03-08", "2027-03-08", true, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s.RequestedOn = day(t, c.asked)
			d := decided(t, s, Person{}, c.on)
			for _, x := range d.Deadlines {
				want, known := map[DeadlineCode]bool{HandInLicence: c.handIn, DispenseLimit: c.limit}[x.Code]
				if known && (x.Done != want || strings.Contains(x.Label, "(fait le\u00a0") != want) {
					t.Errorf("%s: done = %v, %q; want %v", x.Code, x.Done, x.Label, want)
				}
			}
		})
	}
}

func TestPlainNamesNoKey(t *testing.T) {
	for message, want := range map[string]string{
		"Un fait manque (clé «\u00a0situation.date_fin\u00a0»). Suite.":                "Un fait manque. Suite.",
		"Un (clé «\u00a0a.b\u00a0») et deux (clé «\u00a0c.d\u00a0»)\u00a0: fin (non).": "Un et deux\u00a0: fin (non).",
		"Rien à retirer.": "Rien à retirer.",
		"":                "",
	} {
		if got := (Alert{Message: message}).Plain(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A first licence has no back to read categories from.
func TestFirstRegistrationPointsAtNoLicence(t *testing.T) {
	for _, p := range everyProcedure {
		d := decided(t, Situation{Procedure: p}, Person{}, "2026-11-21")
		message := messageOf(d, MissingFact, keyHeavyCategory)
		if got := strings.Contains(message, "au dos du permis"); message != "" && got != (p != FirstRegistration) {
			t.Errorf("%s: %q", p, message)
		}
	}
}

func TestGlossaryIsTypeset(t *testing.T) {
	seen := map[string]bool{}
	for _, term := range Glossary() {
		if term.Word == "" || term.Meaning == "" || seen[term.Word] || spaceBeforeSign.MatchString(term.Meaning) {
			t.Errorf("%+v", term)
		}
		seen[term.Word] = true
	}
}

// A visit that is to be made again takes its test with it, unless the test still
// serves; and an opinion that no longer serves has no day left to be sent by.
func TestWhatAVisitToMakeAgainTakesWithIt(t *testing.T) {
	cases := []struct {
		name, test, visit, opinion, on string
		testDone                       bool
		opinionEnd, testEnd            string
		budget                         Cost
	}{
		{"avis de deux ans, test de la même époque", "2024-02-01", "2024-03-01", "2024-03-01", "2026-11-26", false, "2026-02-28", "none", Cost{136, 206}},
		{"avis d'un jour trop vieux, sa date seule dans la visite", "2024-11-01", "2024-11-26", "", "2026-11-26", false, "none", "none", Cost{136, 206}},
		{"avis au dernier jour", "2024-11-01", "2024-11-27", "2024-11-27", "2026-11-26", true, "2026-11-26", "none", Cost{30, 30}},
		{"avis trop vieux, nouveau test déjà passé", "2026-11-02", "2024-03-01", "2024-03-01", "2026-11-26", true, "2026-02-28", "2027-05-02", Cost{66, 66}},
		{"test trop vieux à la visite : l'avis est à refaire", "2025-01-10", "2025-08-10", "2025-08-10", "2026-11-26", false, "none", "2025-07-10", Cost{136, 206}},
		{"test au dernier jour à la visite : l'avis sert", "2025-02-10", "2025-08-10", "2025-08-10", "2026-11-26", true, "2027-08-09", "none", Cost{30, 30}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-06-02"), HandedInOn: day(t, "2026-06-08"), LicensedOn: day(t, "2009-07-15"), AlcoholOrDrugs: is(false),
				PsychotestOn: day(t, c.test), MedicalVisitOn: day(t, c.visit), MedicalOpinionOn: day(t, c.opinion),
			}, Person{}, c.on)
			if got := stepOf(d, "test_psychotechnique").Done; got != c.testDone {
				t.Errorf("test done = %v, want %v", got, c.testDone)
			}
			if got := dateOf(d, MedicalOpinionExpiry); got != c.opinionEnd {
				t.Errorf("expiration_avis_medical = %s, want %s", got, c.opinionEnd)
			}
			if got := dateOf(d, PsychotestExpiry); got != c.testEnd {
				t.Errorf("expiration_psychotechnique = %s, want %s", got, c.testEnd)
			}
			if *d.Budget != c.budget {
				t.Errorf("budget = %v, want %v", *d.Budget, c.budget)
			}
			checkRequirementsAgree(t, d)
		})
	}
}
