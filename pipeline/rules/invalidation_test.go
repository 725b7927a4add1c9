package rules

import (
	"slices"
	"strings"
	"testing"
)

// The dates of these tables were worked out by hand from the convention of the
// fact sheet (same day number, else the last day of the month), and checked
// with a separate script.

func TestInvalidationBan(t *testing.T) {
	cases := []struct {
		name                                  string
		notified, handedIn, previous, printed string
		already                               *bool
		length                                *int
		end, newLicence, limit, handInBefore  string
	}{
		{
			name: "simple, six mois", notified: "2026-03-02", handedIn: "2026-03-09",
			end: "2026-09-09", newLicence: "2026-09-10", limit: "2026-12-08", handInBefore: "2026-03-12",
		},
		{
			name: "remise un 31 août : fin février", notified: "2026-08-25", handedIn: "2026-08-31",
			end: "2027-02-28", newLicence: "2027-03-01", limit: "2027-05-30", handInBefore: "2026-09-04",
		},
		{
			name: "remise un 31 août avant une année bissextile", notified: "2027-08-25", handedIn: "2027-08-31",
			end: "2028-02-29", newLicence: "2028-03-01", limit: "2028-05-30", handInBefore: "2027-09-04",
		},
		{
			name: "remise un 31 mai : neuvième mois en février", notified: "2026-05-22", handedIn: "2026-05-31",
			end: "2026-11-30", newLicence: "2026-12-01", limit: "2027-02-27", handInBefore: "2026-06-01",
		},
		{
			name: "remise un 30 mai, neuvième mois un 29 février", notified: "2023-05-25", handedIn: "2023-05-30",
			end: "2023-11-30", newLicence: "2023-12-01", limit: "2024-02-28", handInBefore: "2023-06-04",
		},
		{
			name: "remise un 31 décembre", notified: "2026-12-30", handedIn: "2026-12-31",
			end: "2027-06-30", newLicence: "2027-07-01", limit: "2027-09-29", handInBefore: "2027-01-09",
		},
		{
			name: "remise un 1er juin : dernier jour sûr un 28 février", notified: "2026-05-29", handedIn: "2026-06-01",
			end: "2026-12-01", newLicence: "2026-12-02", limit: "2027-02-28", handInBefore: "2026-06-08",
		},
		{
			name: "titre déjà remis : lendemain de la 48SI", notified: "2026-02-28", already: is(true),
			end: "2026-09-01", newLicence: "2026-09-02", limit: "2026-11-30", handInBefore: "none",
		},
		{
			name: "titre déjà remis, 48SI le 28 février d'une année bissextile", notified: "2028-02-28", already: is(true),
			end: "2028-08-29", newLicence: "2028-08-30", limit: "2028-11-28", handInBefore: "none",
		},
		{
			name: "titre déjà remis : la date de remise ne compte pas", notified: "2026-05-30", handedIn: "2026-01-10", already: is(true),
			end: "2026-11-30", newLicence: "2026-12-01", limit: "2027-02-27", handInBefore: "none",
		},
		{
			name: "seconde invalidation au cinquième anniversaire, jour pour jour", previous: "2021-03-02", notified: "2026-03-02", handedIn: "2026-03-09",
			end: "2027-03-09", newLicence: "2027-03-10", limit: "none", handInBefore: "2026-03-12",
		},
		{
			name: "seconde invalidation le lendemain du cinquième anniversaire", previous: "2021-03-01", notified: "2026-03-02", handedIn: "2026-03-09",
			end: "2026-09-09", newLicence: "2026-09-10", limit: "2026-12-08", handInBefore: "2026-03-12",
		},
		{
			name: "précédente un 29 février, cinq ans tombent le 28", previous: "2024-02-29", notified: "2029-02-28", handedIn: "2029-02-28",
			end: "2030-02-28", newLicence: "2030-03-01", limit: "none", handInBefore: "2029-03-10",
		},
		{
			name: "précédente un 29 février, 1er mars hors des cinq ans", previous: "2024-02-29", notified: "2029-03-01", handedIn: "2029-03-01",
			end: "2029-09-01", newLicence: "2029-09-02", limit: "2029-11-30", handInBefore: "2029-03-11",
		},
		{
			name: "un an à partir d'un 29 février", notified: "2024-02-25", handedIn: "2024-02-29", length: months(12),
			end: "2025-02-28", newLicence: "2025-03-01", limit: "none", handInBefore: "2024-03-06",
		},
		{
			name: "durée écrite sur la réf. 44, six mois malgré une précédente", previous: "2024-03-02", notified: "2026-03-02", handedIn: "2026-03-09", length: months(6),
			end: "2026-09-09", newLicence: "2026-09-10", limit: "2026-12-08", handInBefore: "2026-03-12",
		},
		{
			name: "date de fin imprimée : elle prime, la dispense part toujours de la remise", notified: "2026-03-02", handedIn: "2026-03-09", printed: "2026-09-08",
			end: "2026-09-08", newLicence: "2026-09-09", limit: "2026-12-08", handInBefore: "2026-03-12",
		},
		{
			name: "date de fin imprimée un an après : pas de dispense", notified: "2026-03-02", handedIn: "2026-03-09", printed: "2027-03-08",
			end: "2027-03-08", newLicence: "2027-03-09", limit: "none", handInBefore: "2026-03-12",
		},
		{
			name: "permis pas encore remis", notified: "2026-03-02",
			end: "", newLicence: "", limit: "", handInBefore: "2026-03-12",
		},
		{
			name: "48SI inconnue, permis remis : les dates partent de la remise", handedIn: "2026-03-09",
			end: "2026-09-09", newLicence: "2026-09-10", limit: "2026-12-08", handInBefore: "none",
		},
		{
			name: "48SI inconnue, remise dans les cinq ans de la précédente : un an à coup sûr", previous: "2021-03-09", handedIn: "2026-03-09",
			end: "2027-03-09", newLicence: "2027-03-10", limit: "none", handInBefore: "none",
		},
		{
			name: "48SI inconnue, remise au-delà des cinq ans : durée inconnue", previous: "2021-03-08", handedIn: "2026-03-09",
			end: "", newLicence: "", limit: "2026-12-08", handInBefore: "none",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, c.notified), HandedInOn: day(t, c.handedIn),
				PreviousNotifiedOn: day(t, c.previous), AlreadyHandedIn: c.already, Months: c.length, EndsOn: day(t, c.printed),
				LicensedOn: day(t, "2005-06-15"), AlcoholOrDrugs: is(false),
			}, Person{}, "2026-04-01")
			for code, want := range map[DeadlineCode]string{
				BanEnd: c.end, NewLicence: c.newLicence, DispenseLimit: c.limit, HandInLicence: c.handInBefore,
			} {
				if got := dateOf(d, code); got != want {
					t.Errorf("%s = %q, want %q", code, got, want)
				}
			}
		})
	}
}

func TestInvalidationExams(t *testing.T) {
	cases := []struct {
		name                                          string
		licensed, notified, handedIn, previous, asked string
		on                                            string
		exams                                         string
		alerts, absent                                []AlertCode
		missing                                       []string
	}{
		{
			name: "permis ancien, à temps", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-04-01",
			exams: "code", absent: []AlertCode{DispenseLost, DispenseAtRisk}, alerts: []AlertCode{BanRunning, DivergentReadings, AMLicencePossible},
		},
		{name: "troisième anniversaire le jour de la 48SI", licensed: "2023-03-02", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-04-01", exams: "code"},
		{
			name: "veille du troisième anniversaire", licensed: "2023-03-03", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-04-01", exams: "code+conduite",
			absent: []AlertCode{DispenseLost},
		},
		{name: "permis obtenu un 29 février, trois ans le 28", licensed: "2024-02-29", notified: "2027-02-28", handedIn: "2027-03-01", on: "2027-04-01", exams: "code"},
		{name: "permis obtenu un 29 février, 27 février", licensed: "2024-02-29", notified: "2027-02-27", handedIn: "2027-03-01", on: "2027-04-01", exams: "code+conduite"},
		{name: "ancienneté atteinte entre la 48SI et la remise : trop tard", licensed: "2023-03-05", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-04-01", exams: "code+conduite"},
		{
			name: "dernier jour sûr", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-12-08", exams: "code",
			alerts: []AlertCode{DispenseAtRisk}, absent: []AlertCode{DispenseLost, BanRunning},
		},
		{
			name: "neuvième mois jour pour jour : perdue, mais toléré par les préfectures", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-12-09", exams: "code+conduite",
			alerts: []AlertCode{DispenseLost, DispenseAtRisk},
		},
		{
			name: "lendemain du neuvième mois", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-12-10", exams: "code+conduite",
			alerts: []AlertCode{DispenseLost}, absent: []AlertCode{DispenseAtRisk},
		},
		{
			name: "un mois avant le dernier jour sûr", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-11-08", exams: "code",
			alerts: []AlertCode{DispenseAtRisk},
		},
		{
			name: "un mois et un jour avant", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-11-07", exams: "code",
			absent: []AlertCode{DispenseAtRisk},
		},
		{
			name: "demandé le dernier jour sûr, consulté bien après", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", asked: "2026-12-08", on: "2027-06-01", exams: "code",
			absent: []AlertCode{DispenseLost, DispenseAtRisk},
		},
		{
			name: "demandé un jour trop tard", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", asked: "2026-12-09", on: "2026-12-09", exams: "code+conduite",
			alerts: []AlertCode{DispenseLost},
		},
		{
			name: "demandé avant la remise : cette demande ne compte pas", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", asked: "2026-03-08", on: "2026-12-10", exams: "code+conduite",
			alerts: []AlertCode{DispenseLost},
		},
		{name: "demandé le jour de la remise", licensed: "2010-05-04", notified: "2026-03-02", handedIn: "2026-03-09", asked: "2026-03-09", on: "2026-12-10", exams: "code"},
		{
			name: "un an d'interdiction : conduite quoi qu'il manque", notified: "2026-03-02", previous: "2022-01-01", on: "2026-04-01", exams: "code+conduite",
			missing: []string{keyHandedInOn},
		},
		{
			name: "moins de trois ans : conduite quoi qu'il manque", licensed: "2024-01-01", notified: "2026-03-02", on: "2026-04-01", exams: "code+conduite",
			missing: []string{keyHandedInOn},
		},
		{
			name: "date du permis inconnue", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-04-01", exams: "?",
			missing: []string{keyLicensedOn},
		},
		{
			name: "date du permis inconnue, mais hors délai : conduite à coup sûr", notified: "2026-03-02", handedIn: "2026-03-09", on: "2026-12-10", exams: "code+conduite",
			missing: []string{},
		},
		{
			name: "permis pas encore remis", licensed: "2010-05-04", notified: "2026-03-02", on: "2026-04-01", exams: "?",
			missing: []string{keyHandedInOn}, alerts: []AlertCode{BanRunning},
		},
		{
			name: "48SI inconnue : l'ancienneté à ce jour ne se juge pas", licensed: "2010-05-04", handedIn: "2026-03-09", on: "2026-04-01", exams: "?",
			missing: []string{keyNotifiedOn},
		},
		{
			name: "48SI inconnue, moins de trois ans même à la remise", licensed: "2023-03-10", handedIn: "2026-03-09", on: "2026-04-01", exams: "code+conduite",
			missing: []string{},
		},
		{
			name: "48SI inconnue avec une précédente lointaine", licensed: "2010-05-04", handedIn: "2026-03-09", previous: "2021-03-08", on: "2026-04-01", exams: "?",
			missing: []string{keyNotifiedOn},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterInvalidation, LicensedOn: day(t, c.licensed), NotifiedOn: day(t, c.notified),
				HandedInOn: day(t, c.handedIn), PreviousNotifiedOn: day(t, c.previous), RequestedOn: day(t, c.asked),
				AlcoholOrDrugs: is(false),
			}, Person{}, c.on)
			checkExams(t, d, c.exams, c.alerts, c.absent, c.missing)
		})
	}
}

// checkExams holds a decision to its exams, to alerts it must show and must
// not, and, where missing is not nil, to the very keys it asks for.
func checkExams(t *testing.T, d Decision, exams string, alerts, absent []AlertCode, missing []string) {
	t.Helper()
	if got := examsText(d); got != exams {
		t.Errorf("épreuves = %s, want %s", got, exams)
	}
	shown := alertsOf(d)
	for _, a := range alerts {
		if !slices.Contains(shown, a) {
			t.Errorf("alert %s is missing among %v", a, shown)
		}
	}
	for _, a := range absent {
		if slices.Contains(shown, a) {
			t.Errorf("alert %s should not show", a)
		}
	}
	if missing != nil && !slices.Equal(missingOf(d), missing) {
		t.Errorf("missing facts = %v, want %v", missingOf(d), missing)
	}
}

func TestInvalidationBanRunning(t *testing.T) {
	cases := []struct {
		name, handedIn, on string
		running            bool
	}{
		{"veille de la réception de la 48SI", "2026-03-09", "2026-03-01", false},
		{"jour de la réception", "2026-03-09", "2026-03-02", true},
		{"dernier jour", "2026-03-09", "2026-09-09", true},
		{"lendemain du dernier jour", "2026-03-09", "2026-09-10", false},
		{"permis pas remis, six mois après la 48SI", "", "2026-09-02", true},
		{"permis pas remis ou date inconnue, au-delà de six mois : on ne sait pas", "", "2026-09-03", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, c.handedIn)}, Person{}, c.on)
			if got := slices.Contains(alertsOf(d), BanRunning); got != c.running {
				t.Errorf("interdiction_en_cours = %v, want %v", got, c.running)
			}
		})
	}
}

func TestPrintedEndIsShownAgainstTheComputedOne(t *testing.T) {
	s := Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-09"), EndsOn: day(t, "2026-09-10")}
	found := false
	for _, a := range decided(t, s, Person{}, "2026-04-01").Alerts {
		found = found || a.Key == "situation.date_fin"
	}
	if !found {
		t.Error("a printed end one day off the computed one must be shown")
	}
	s.EndsOn = day(t, "2026-09-09")
	for _, a := range decided(t, s, Person{}, "2026-04-01").Alerts {
		if a.Key == "situation.date_fin" {
			t.Error("a printed end equal to the computed one is no divergence")
		}
	}
}

func TestLicenceHandedInBeforeThe48SIIsQuestioned(t *testing.T) {
	cases := []struct {
		name, handedIn string
		already        *bool
		questioned     bool
		end            string
	}{
		{"la veille, sans rien dire d'une suspension", "2026-03-01", nil, true, "2026-09-01"},
		{"la veille, hors suspension", "2026-03-01", is(false), true, "2026-09-01"},
		{"la veille, dans une suspension : tout est dit", "2026-03-01", is(true), false, "2026-09-03"},
		{"le jour même", "2026-03-02", nil, false, "2026-09-02"},
	}
	for _, c := range cases {
		for _, phase := range []Phase{Registration, Production} {
			t.Run(c.name+", "+string(phase), func(t *testing.T) {
				d := decided(t, Situation{
					Procedure: ReturnAfterInvalidation, Phase: phase, NotifiedOn: day(t, "2026-03-02"),
					HandedInOn: day(t, c.handedIn), AlreadyHandedIn: c.already,
				}, Person{}, "2026-04-01")
				message := messageOf(d, DivergentReadings, keyAlreadyHandedIn)
				if (message != "") != c.questioned || c.questioned && !strings.Contains(message, keyAlreadyHandedIn) {
					t.Errorf("message = %q, want one: %v", message, c.questioned)
				}
				if got := dateOf(d, BanEnd); got != c.end {
					t.Errorf("fin_interdiction = %q, want %q", got, c.end)
				}
			})
		}
	}
}

func TestRegistrationOpensAfterTheHandingIn(t *testing.T) {
	cases := []struct {
		name         string
		s            Situation
		says, silent string
	}{
		{"permis à remettre", Situation{NotifiedOn: day(t, "2026-03-02")}, "une fois votre permis remis", ""},
		{"permis déjà remis, 48SI inconnue", Situation{AlreadyHandedIn: is(true)}, "lendemain de la réception de la 48SI", "une fois votre permis remis"},
		{"permis remis", Situation{HandedInOn: day(t, "2026-03-09")}, "", "permis remis"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.s.Procedure = ReturnAfterInvalidation
			reason := decided(t, c.s, Person{}, "2026-06-21").Online.Reason
			if !strings.Contains(reason, c.says) || c.silent != "" && strings.Contains(reason, c.silent) {
				t.Errorf("%q must say %q and not %q", reason, c.says, c.silent)
			}
		})
	}
}

// Past the last safe day, one who has not asked is told to try at once; one who
// has, to ask about it; and each reading is given to who holds it.
func TestLenientReadings(t *testing.T) {
	invalidation := Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-09")}
	annulation := Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-01-15"), Months: months(6)}
	monthEnd := Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2025-11-30"), Months: months(6)}
	const send = "Envoyez votre demande sans attendre"
	cases := []struct {
		name, asked, on string
		s               Situation
		code            AlertCode // "" : no lenient reading left
		key             string
		says, never     []string
	}{
		{"neuvième mois, pas demandé", "", "2026-12-09", invalidation, DispenseAtRisk, "", []string{"Certaines préfectures", "9 décembre 2026", send}, nil},
		{"neuvième mois, demandé ce jour-là", "2026-12-09", "2027-01-10", invalidation, DivergentReadings, keyRequestedOn, []string{"Certaines préfectures", "Votre demande du 9 décembre 2026"}, []string{send}},
		{"demandé le lendemain", "2026-12-10", "2027-01-10", invalidation, "", "", nil, nil},
		{"annulation, pas demandé", "", "2027-04-16", annulation, DispenseAtRisk, "", []string{"seul un site commercial", "16 avril 2027", send}, []string{"préfectures comptent"}},
		{"annulation, demandé ce jour-là", "2027-04-16", "2027-05-20", annulation, DivergentReadings, keyRequestedOn, []string{"seul un site commercial"}, []string{"préfectures comptent", send}},
		{"annulation finie un 30 mai : service-public.fr va plus loin que le code", "", "2027-02-28", monthEnd, DispenseAtRisk, "", []string{"service-public.fr compte", "28 février 2027"}, []string{"site commercial"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.s.LicensedOn, c.s.AlcoholOrDrugs, c.s.RequestedOn = day(t, "2010-05-05"), is(false), day(t, c.asked)
			d := decided(t, c.s, Person{}, c.on)
			if !slices.Contains(alertsOf(d), DispenseLost) {
				t.Errorf("alerts = %v, want dispense_perdue", alertsOf(d))
			}
			if c.code != DispenseAtRisk && slices.Contains(alertsOf(d), DispenseAtRisk) {
				t.Error("nothing is at risk any more")
			}
			message := messageOf(d, c.code, c.key)
			for _, w := range c.says {
				if !strings.Contains(message, w) {
					t.Errorf("%q does not say %q", message, w)
				}
			}
			for _, w := range c.never {
				if strings.Contains(message, w) {
					t.Errorf("%q says %q", message, w)
				}
			}
		})
	}
}
