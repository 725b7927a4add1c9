package rules

import (
	"slices"
	"testing"
)

func TestAnnulationBan(t *testing.T) {
	cases := []struct {
		name               string
		effective, printed string
		length             *int
		end, first, limit  string
	}{
		{"six mois", "2026-01-15", "", months(6), "2026-07-15", "2026-07-16", "2027-04-15"},
		{"un mois à partir d'un 31 janvier", "2026-01-31", "", months(1), "2026-02-28", "2026-03-01", "2026-11-28"},
		{"fin un 28 février : service-public est plus court que le code", "2025-08-31", "", months(6), "2026-02-28", "2026-03-01", "2026-11-28"},
		{"fin un 29 février", "2023-08-31", "", months(6), "2024-02-29", "2024-03-01", "2024-11-29"},
		{"fin un 30 mai : le code est plus court que service-public", "2025-11-30", "", months(6), "2026-05-30", "2026-05-31", "2027-02-27"},
		{"fin un 27 février", "2026-08-27", "", months(6), "2027-02-27", "2027-02-28", "2027-11-27"},
		{"onze mois à partir d'un 29 février", "2024-02-29", "", months(11), "2025-01-29", "2025-01-30", "2025-10-29"},
		{"fin un 31 août", "2025-12-31", "", months(8), "2026-08-31", "2026-09-01", "2027-05-31"},
		{"date imprimée", "2026-01-15", "2026-07-14", months(6), "2026-07-14", "2026-07-15", "2027-04-14"},
		{"date imprimée seule", "", "2026-07-14", nil, "2026-07-14", "2026-07-15", "2027-04-14"},
		{"deux ans : pas de dispense", "2024-02-29", "", months(24), "2026-02-28", "2026-03-01", "none"},
		{"durée inconnue", "2026-01-15", "", nil, "", "", ""},
		{"date d'effet inconnue", "", "", months(6), "", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, c.effective), Months: c.length, EndsOn: day(t, c.printed),
				LicensedOn: day(t, "2005-06-15"), AlcoholOrDrugs: is(true),
			}, Person{}, "2026-02-01")
			for code, want := range map[DeadlineCode]string{BanEnd: c.end, FirstRequest: c.first, DispenseLimit: c.limit, NewLicence: "none"} {
				if got := dateOf(d, code); got != want {
					t.Errorf("%s = %q, want %q", code, got, want)
				}
			}
		})
	}
}

func TestAnnulationExams(t *testing.T) {
	cases := []struct {
		name                                string
		licensed, effective, printed, asked string
		length                              *int
		theory                              string
		on, exams                           string
		alerts, absent                      []AlertCode
		missing                             []string
	}{
		{
			name: "pendant l'interdiction, dispense encore ouverte", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), on: "2026-03-01", exams: "code",
			alerts: []AlertCode{BanRunning, OnlineExcluded, DivergentReadings, AMLicencePossible}, absent: []AlertCode{DispenseAtRisk},
		},
		{
			name: "dernier jour d'interdiction : inscription encore fermée", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), on: "2026-07-15", exams: "code",
			alerts: []AlertCode{BanRunning, OnlineExcluded},
		},
		{
			name: "premier jour permis", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), on: "2026-07-16", exams: "code",
			absent: []AlertCode{BanRunning, OnlineExcluded},
		},
		{
			name: "dernier jour sûr", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), on: "2027-04-15", exams: "code",
			alerts: []AlertCode{DispenseAtRisk}, absent: []AlertCode{DispenseLost},
		},
		{
			name: "neuvième mois jour pour jour", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), on: "2027-04-16", exams: "code+conduite",
			alerts: []AlertCode{DispenseLost, DispenseAtRisk},
		},
		{
			name: "au-delà de toute lecture", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), on: "2027-04-17", exams: "code+conduite",
			alerts: []AlertCode{DispenseLost}, absent: []AlertCode{DispenseAtRisk},
		},
		{name: "demandé avant le premier jour : ne compte pas", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), asked: "2026-07-15", on: "2027-04-17", exams: "code+conduite"},
		{name: "demandé le premier jour", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), asked: "2026-07-16", on: "2027-04-17", exams: "code"},
		{name: "onze mois", licensed: "2010-05-04", effective: "2026-01-15", length: months(11), on: "2026-12-20", exams: "code"},
		{name: "un an", licensed: "2010-05-04", effective: "2026-01-15", length: months(12), on: "2027-01-16", exams: "code+conduite", absent: []AlertCode{DispenseLost}},
		{name: "date imprimée à l'anniversaire : un an", licensed: "2010-05-04", effective: "2026-01-15", printed: "2027-01-15", on: "2027-01-16", exams: "code+conduite"},
		{name: "date imprimée la veille de l'anniversaire : moins d'un an, avec une mise en garde", licensed: "2010-05-04", effective: "2026-01-15", printed: "2027-01-14", on: "2027-01-16", exams: "code"},
		{name: "troisième anniversaire le jour de l'annulation", licensed: "2023-01-15", effective: "2026-01-15", length: months(6), on: "2026-07-16", exams: "code"},
		{name: "veille du troisième anniversaire", licensed: "2023-01-16", effective: "2026-01-15", length: months(6), on: "2026-07-16", exams: "code+conduite"},
		{
			name: "moins de trois ans, durée inconnue : conduite à coup sûr", licensed: "2024-01-16", effective: "2026-01-15", on: "2026-07-16", exams: "code+conduite",
			missing: []string{keyMonths},
		},
		{
			name: "un an, tout le reste inconnu : conduite à coup sûr", length: months(12), on: "2026-07-16", exams: "code+conduite",
			missing: []string{keyEffectiveOn},
		},
		{
			name: "moins de trois ans même à la fin de l'interdiction", licensed: "2023-07-15", printed: "2026-07-14", on: "2026-07-16", exams: "code+conduite",
			missing: []string{},
		},
		{
			name: "date d'effet inconnue, fin imprimée : on ne redemande pas la fin", licensed: "2010-05-04", printed: "2026-07-15", on: "2026-07-16", exams: "?",
			missing: []string{keyEffectiveOn},
		},
		{
			name: "date d'effet inconnue", licensed: "2010-05-04", length: months(6), on: "2026-07-16", exams: "?",
			missing: []string{keyEffectiveOn},
		},
		{
			name: "durée inconnue", licensed: "2010-05-04", effective: "2026-01-15", on: "2026-07-16", exams: "?",
			missing: []string{keyMonths},
		},
		{
			name: "date du permis inconnue", effective: "2026-01-15", length: months(6), on: "2026-07-16", exams: "?",
			missing: []string{keyLicensedOn},
		},
		{name: "code passé avant l'annulation", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), theory: "2025-12-01", on: "2026-08-01", exams: "code", alerts: []AlertCode{VoidExam}},
		{name: "code passé le dernier jour d'interdiction", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), theory: "2026-07-15", on: "2026-08-01", exams: "code", alerts: []AlertCode{VoidExam}},
		{name: "code passé le premier jour permis", licensed: "2010-05-04", effective: "2026-01-15", length: months(6), theory: "2026-07-16", on: "2026-08-01", exams: "code", absent: []AlertCode{VoidExam}},
		{name: "code passé avant l'annulation, durée inconnue : nul à coup sûr", licensed: "2010-05-04", effective: "2026-01-15", theory: "2026-01-15", on: "2026-08-01", exams: "?", alerts: []AlertCode{VoidExam}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{
				Procedure: ReturnAfterAnnulation, LicensedOn: day(t, c.licensed), EffectiveOn: day(t, c.effective),
				EndsOn: day(t, c.printed), Months: c.length, RequestedOn: day(t, c.asked), TheoryPassedOn: day(t, c.theory),
				AlcoholOrDrugs: is(false),
			}, Person{}, c.on)
			checkExams(t, d, c.exams, c.alerts, c.absent, c.missing)
		})
	}
}

func TestAnnulationOnline(t *testing.T) {
	cases := []struct {
		name, on string
		length   *int
		possible bool
		excluded bool
	}{
		{"dernier jour d'interdiction", "2026-07-15", months(6), false, true},
		{"premier jour permis", "2026-07-16", months(6), true, false},
		{"durée inconnue : on ne promet rien", "2026-07-16", nil, false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-01-15"), Months: c.length}, Person{}, c.on)
			if d.Online.Possible != c.possible {
				t.Errorf("possible = %v, want %v", d.Online.Possible, c.possible)
			}
			if got := slices.Contains(alertsOf(d), OnlineExcluded); got != c.excluded {
				t.Errorf("teleprocedure_exclue = %v, want %v", got, c.excluded)
			}
			if !slices.Equal(d.Online.Path, []string{clickRegister, clickReturn}) {
				t.Errorf("motif = %q", d.Online.Path)
			}
		})
	}
}

func TestVisitFromForAnnulation(t *testing.T) {
	cases := []struct{ name, start, opens, want string }{
		{"interdiction courte : dès l'annulation", "2026-01-15", "2026-07-16", "2026-01-15"},
		{"trois ans : un avis de moins de deux ans à la demande", "2026-01-15", "2029-01-16", "2027-01-17"},
		{"demande un 29 février : avis du 1er mars au plus tôt", "2022-01-01", "2024-02-29", "2022-03-01"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := visitFromForAnnulation(ban{start: day(t, c.start), opens: day(t, c.opens)})
			if got.String() != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
