package rules

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

var everyProcedure = []Procedure{
	ReturnAfterInvalidation, ReturnAfterAnnulation, Suspension, CategoryAM, LicenceError, MilitaryLicence,
	ProfessionalDiploma, Loss, Theft, Damage, Renewal, InternationalPermit, FirstRegistration,
}

func TestSupported(t *testing.T) {
	for _, p := range everyProcedure {
		if !Supported(p) {
			t.Errorf("%s is of the contract and not decided", p)
		}
	}
	if Supported("inconnue") || Supported("") {
		t.Error("a démarche outside the contract is not supported")
	}
	if d := decided(t, Situation{Procedure: "inconnue"}, Person{}, "2026-11-21"); d.Exams != nil || len(d.Steps) != 0 {
		t.Errorf("a démarche that is not supported yields an empty decision, not %+v", d)
	}
}

// randomSituation draws a situation in which any fact may be missing.
func randomSituation(r *rand.Rand) (Situation, Person, calendar.Date) {
	date := func() calendar.Date {
		if r.IntN(3) == 0 {
			return calendar.Date{}
		}
		return calendar.New(2018, 1, 1).AddDays(r.IntN(3650))
	}
	flag := func() *bool { return []*bool{nil, is(true), is(false)}[r.IntN(3)] }
	number := func() *int {
		if r.IntN(2) == 0 {
			return nil
		}
		return months(1 + r.IntN(30))
	}
	s := Situation{
		Procedure: everyProcedure[r.IntN(len(everyProcedure))], Phase: []Phase{"", Registration, Production}[r.IntN(3)],
		NotifiedOn: date(), HandedInOn: date(), AlreadyHandedIn: flag(), PreviousNotifiedOn: date(),
		EffectiveOn: date(), Months: number(), StartsOn: date(), EndsOn: date(),
		Origin: []Origin{"", Administrative, Judicial}[r.IntN(3)], AlcoholOrDrugs: flag(),
		LicensedOn: date(), Categories: [][]string{nil, {"B"}, {"A", "B", "C"}}[r.IntN(3)], AccompaniedDriver: flag(), HeavyCategory: flag(),
		MedicalOpinionOn: date(), PsychotestOn: date(), MedicalVisitOn: date(), TheoryPassedOn: date(), RequestedOn: date(),
		LicenceReceivedOn: date(), Moved: flag(), RequestedOnline: flag(),
		Hosted: flag(), Minor: flag(), Nationality: []Nationality{"", French, European, OtherNational}[r.IntN(4)],
	}
	return s, Person{date()}, calendar.New(2020, 1, 1).AddDays(r.IntN(3650))
}

var spaceBeforeSign = regexp.MustCompile(` [:;!?»€%×]|« | mm\b`)

// keyOfDossier is what a driver must never read: a key of the dossier file.
var keyOfDossier = regexp.MustCompile(`situation\.|demandeur\.|[a-z]_[a-z]`)

// bareAgency is the agency named without its article, but as part of a name.
var bareAgency = regexp.MustCompile(`(sur|Sur|par|que|si|de|d'|^|\. ) ?ANTS`)

// Whatever the facts, a decision is whole: sources known and spelt out, French
// typography, deadlines in order, past said rightly, the budget the sum of the
// steps, the same decision twice, and every null explained.
func TestDecisionsHoldTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		s, p, on := randomSituation(r)
		d := Decide(s, p, on, DefaultCatalogue())
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := json.Marshal(Decide(s, p, on, DefaultCatalogue()))
		if string(text) != string(again) {
			t.Fatalf("two decisions for one situation:\n%s\n%s", text, again)
		}
		checkWhole(t, d, on)
		if t.Failed() {
			t.Fatalf("on %s, for %+v", on, s)
		}
	}
}

// checkScreens holds the screens to the typography of all else, and every row to
// something to click, type or join, or to a word on how to choose.
func checkScreens(t *testing.T, screens []Screen, words func(what, text string, sources []string)) {
	t.Helper()
	for _, s := range screens {
		if s.Title == "" || s.Rows == nil || len(s.Rows)+len(s.Notes) == 0 {
			t.Errorf("screen %d is empty: %+v", s.Number, s)
		}
		for _, n := range s.Notes {
			words("écran", n.Text, s.Sources)
		}
		for _, r := range s.Rows {
			if r.Note != "" {
				words(r.Label, r.Note, s.Sources)
			}
			if r.Words == "" && r.Field == "" && r.Piece == "" && r.Note == "" {
				t.Errorf("screen %d: a row says nothing: %+v", s.Number, r)
			}
		}
	}
}

func checkWhole(t *testing.T, d Decision, on calendar.Date) {
	t.Helper()
	spelt := map[string]bool{}
	for _, n := range d.Sources {
		spelt[n.Key] = true
	}
	words := func(what, text string, sources []string) {
		if text == "" || spaceBeforeSign.MatchString(text) {
			t.Errorf("%s: %q", what, text)
		}
		if bareAgency.MatchString(text) {
			t.Errorf("%s names ANTS without its article: %q", what, text)
		}
		if len(sources) == 0 {
			t.Errorf("%s has no source", what)
		}
		for i, k := range sources {
			if slices.Contains(sources[:i], k) {
				t.Errorf("%s: source %q stands twice", what, k)
			}
			if !spelt[k] {
				t.Errorf("%s: source %q is not spelt out", what, k)
			}
		}
	}
	hasMissing := slices.Contains(alertsOf(d), MissingFact)
	if (d.Exams == nil || d.Medical == nil || d.Psychotechnical == nil) && !hasMissing {
		t.Error("a null without a fait_manquant")
	}
	if d.Exams != nil {
		words("epreuves", d.Exams.Reason, d.Exams.Sources)
	}
	if d.Medical != nil {
		words("visite", d.Medical.Reason, d.Medical.Sources)
	}
	if d.Psychotechnical != nil {
		words("psychotechnique", d.Psychotechnical.Reason, d.Psychotechnical.Sources)
	}
	if d.Online != nil {
		checkScreens(t, d.Online.Screens, words)
	}
	for i, x := range d.Deadlines {
		words(string(x.Code), x.Label, x.Sources)
		if x.Past != (!x.Date.IsZero() && x.Date.Before(on)) {
			t.Errorf("%s: past = %v", x.Code, x.Past)
		}
		if x.Date.IsZero() && !hasMissing {
			t.Errorf("%s: no date, and no fait_manquant", x.Code)
		}
		if i > 0 && byDateUnknownLast(d.Deadlines[i-1], x) > 0 {
			t.Errorf("%s is out of order", x.Code)
		}
		if slices.ContainsFunc(d.Deadlines[:i], func(y Deadline) bool { return y.Code == x.Code }) {
			t.Errorf("%s stands twice", x.Code)
		}
	}
	for i, x := range d.Pieces {
		words(string(x.Type), x.Reason, x.Sources)
		if strings.HasPrefix(x.Reason, x.Label) || keyOfDossier.MatchString(x.Reason) {
			t.Errorf("piece %s: %q repeats the label or names a key", x.Type, x.Reason)
		}
		if x.Label == "" || slices.ContainsFunc(d.Pieces[:i], func(y RequiredPiece) bool { return y.Type == x.Type && y.Label == x.Label }) {
			t.Errorf("piece %s: no label, or listed twice", x.Type)
		}
	}
	sum := Cost{}
	for _, x := range d.Steps {
		words(x.Code, x.Detail, x.Sources)
		if x.Title == "" || strings.Contains(x.Detail, "%!") || keyOfDossier.MatchString(x.Detail) || bareAgency.MatchString(x.Title) {
			t.Errorf("step %s: %q %q", x.Code, x.Title, x.Detail)
		}
		if x.Done && (x.Cost != nil || !strings.Contains(x.Detail, "Gardez")) {
			t.Errorf("step %s is done: it costs %v, says %q", x.Code, x.Cost, x.Detail)
		}
		if x.Cost != nil {
			sum.Min, sum.Max = sum.Min+x.Cost.Min, sum.Max+x.Cost.Max
		}
	}
	if *d.Budget != sum {
		t.Errorf("budget = %v, the steps add up to %v", *d.Budget, sum)
	}
	for _, x := range d.Alerts {
		words(string(x.Code), x.Message, x.Sources)
		if plain := x.Plain(); keyOfDossier.MatchString(plain) || strings.Contains(plain, "clé") {
			t.Errorf("%s: %q names a key", x.Code, plain)
		}
		if x.Code == MissingFact && (whereToFind[x.Key] == "" || !strings.Contains(x.Message, x.Key)) {
			t.Errorf("fait_manquant %q: %q", x.Key, x.Message)
		}
	}
}

// A later start never gives an earlier end.
func TestLaterStartNeverGivesAnEarlierEnd(t *testing.T) {
	first := calendar.New(2023, 1, 1) // three years, one of them leap
	for i := range 1200 {
		d, next := first.AddDays(i), first.AddDays(i+1)
		for _, n := range []int{1, 6, 9, 11, 12, 24, 36, 60} {
			a, b := banLastDay(d, n, calendar.Date{}), banLastDay(next, n, calendar.Date{})
			if b.Before(a) {
				t.Fatalf("%d months: from %s to %s, from %s to %s", n, d, a, next, b)
			}
			if months := (a.Year-d.Year)*12 + int(a.Month) - int(d.Month); months != n || !calendar.Valid(a.Year, a.Month, a.Day) {
				t.Fatalf("%s plus %d months is %s", d, n, a)
			}
		}
		for name, limit := range map[string]func(calendar.Date) calendar.Date{
			"L, invalidation": lastSafeDayAfterHandIn, "L, annulation": lastSafeDayAfterBan,
		} {
			if limit(next).Before(limit(d)) {
				t.Fatalf("%s: from %s %s, from %s %s", name, d, limit(d), next, limit(next))
			}
		}
		if !lastSafeDayAfterHandIn(d).Before(lastToleratedDayAfterHandIn(d)) || !lastSafeDayAfterBan(d).Before(lastToleratedDayAfterBan(d)) {
			t.Fatalf("%s: the safe day is not before the tolerated one", d)
		}
	}
}

// Waiting never opens a dispense again, and one more known fact never turns a
// settled answer into another.
func TestAnswersAreMonotonic(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		s, p, on := randomSituation(r)
		s.Procedure, s.Phase = ReturnAfterInvalidation, Registration
		s.RequestedOn = calendar.Date{}
		if len(s.Problems()) > 0 || before(s.HandedInOn, s.NotifiedOn) {
			continue // without the 48SI, the handing-in is taken to have followed it
		}
		today, later := examsText(Decide(s, p, on, DefaultCatalogue())), examsText(Decide(s, p, on.AddDays(1+r.IntN(60)), DefaultCatalogue()))
		if today == "code+conduite" && later != today {
			t.Fatalf("%s on %s, then %s: %+v", today, on, later, s)
		}
		less := s
		less.NotifiedOn = calendar.Date{}
		if vague := examsText(Decide(less, p, on, DefaultCatalogue())); vague != "?" && vague != today {
			t.Fatalf("without the 48SI %s, with it %s: %+v", vague, today, s)
		}
	}
}

// Looking on another day may add or drop a deadline; it never moves one.
func TestDatesNeverDependOnToday(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		s, p, on := randomSituation(r)
		today, later := Decide(s, p, on, DefaultCatalogue()), Decide(s, p, on.AddDays(1+r.IntN(400)), DefaultCatalogue())
		for _, x := range today.Deadlines {
			if got := dateOf(later, x.Code); got != "none" && got != dateOf(today, x.Code) {
				t.Fatalf("%s: %s on %s, then %s: %+v", x.Code, x.Date, on, got, s)
			}
		}
	}
}

func TestDecisionJSONKeys(t *testing.T) {
	text, err := json.Marshal(decided(t, Situation{Procedure: ReturnAfterInvalidation}, Person{}, "2026-11-21"))
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	if raw["epreuves"] != nil {
		t.Errorf("nothing is known: epreuves = %v", raw["epreuves"])
	}
	visit, _ := raw["visite_medicale"].(map[string]any)
	if route, there := visit["voie"]; visit["requise"] != true || !there || route != nil {
		t.Errorf("a visit is due, before whom is not known: visite_medicale = %v", visit)
	}
	for _, key := range []string{"echeances", "pieces", "etapes", "alertes", "sources"} {
		if _, ok := raw[key].([]any); !ok {
			t.Errorf("%s is not a list: %v", key, raw[key])
		}
	}
	if _, ok := raw["trace"]; ok || strings.Contains(string(text), "Trace") {
		t.Error("the trace is not part of the JSON")
	}
}

func TestDecisionNeverShowsTheBirthDate(t *testing.T) {
	for _, p := range everyProcedure {
		text, _ := json.Marshal(decided(t, Situation{Procedure: p, Nationality: French}, Person{day(t, "2006-02-03")}, "2026-11-21"))
		if strings.Contains(string(text), "2006") {
			t.Errorf("%s shows the birth date", p)
		}
	}
}

func TestEverySourceIsCitedOnceAndHasATitle(t *testing.T) {
	seen := map[string]bool{}
	for _, n := range sourceNotes {
		if seen[n.Key] || n.Title == "" {
			t.Errorf("source %q: double, or without a title", n.Key)
		}
		seen[n.Key] = true
	}
}

func BenchmarkDecide(b *testing.B) {
	s := Situation{
		Procedure: ReturnAfterInvalidation, NotifiedOn: day(b, "2026-03-02"), HandedInOn: day(b, "2026-03-09"),
		LicensedOn: day(b, "2010-05-04"), AlcoholOrDrugs: is(false), Hosted: is(true), Nationality: French,
		PsychotestOn: day(b, "2026-04-01"), MedicalOpinionOn: day(b, "2026-04-20"), Categories: []string{"A", "B"},
	}
	on, c := day(b, "2026-11-21"), DefaultCatalogue()
	for b.Loop() {
		Decide(s, Person{day(b, "1988-04-17")}, on, c)
	}
}
