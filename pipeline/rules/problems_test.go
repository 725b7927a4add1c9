package rules

import "testing"

func TestProblems(t *testing.T) {
	cases := []struct {
		name string
		s    Situation
		key  string // "" : nothing impossible
	}{
		{"rien de contradictoire", Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-02"), LicensedOn: day(t, "2026-03-02")}, ""},
		{"durée nulle", Situation{Months: months(0)}, keyMonths},
		{"durée d'un mois", Situation{Months: months(1)}, ""},
		{"durée démesurée", Situation{Months: months(601)}, keyMonths},
		{"fin avant le début", Situation{StartsOn: day(t, "2026-03-02"), EndsOn: day(t, "2026-03-01")}, "situation.date_fin"},
		{"fin le jour du début", Situation{StartsOn: day(t, "2026-03-02"), EndsOn: day(t, "2026-03-02")}, ""},
		{"fin avant l'effet", Situation{EffectiveOn: day(t, "2026-03-02"), EndsOn: day(t, "2026-03-01")}, "situation.date_fin"},
		{"remise avant la 48SI : une alerte la questionne", Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), HandedInOn: day(t, "2026-03-01")}, ""},
		{"précédente le même jour", Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), PreviousNotifiedOn: day(t, "2026-03-02")}, "situation.date_notification_precedente"},
		{"précédente la veille", Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), PreviousNotifiedOn: day(t, "2026-03-01")}, ""},
		{"fin imprimée avant la 48SI", Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), EndsOn: day(t, "2026-03-01")}, "situation.date_fin"},
		{"permis obtenu après l'invalidation", Situation{Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-03-02"), LicensedOn: day(t, "2026-03-03")}, keyLicensedOn},
		{"permis obtenu après l'annulation", Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-03-02"), LicensedOn: day(t, "2026-03-03")}, keyLicensedOn},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, p := range c.s.Problems() {
				got += p.Key
			}
			if got != c.key {
				t.Errorf("impossible keys = %q, want %q", got, c.key)
			}
		})
	}
}
