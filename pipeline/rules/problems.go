package rules

import "github.com/recevable/recevable/pipeline/calendar"

// Problem is a value of the situation that cannot be true, alone or beside
// another. Message is in French, without a name or a birth date.
type Problem struct {
	Key     string // in the dossier, as « situation.date_fin »
	Message string
}

// maxMonths bounds a length in months: no measure that ends is longer.
const maxMonths = 600

// Problems lists what in the situation is impossible. It is short on purpose: a
// value that is only unlikely is for an alert of the decision.
func (s Situation) Problems() []Problem {
	problems := []Problem{}
	add := func(impossible bool, key, message string) {
		if impossible {
			problems = append(problems, Problem{key, typeset(message)})
		}
	}
	add(s.Months != nil && (*s.Months < 1 || *s.Months > maxMonths), keyMonths, "une durée de 1 à 600 mois était attendue")
	add(before(s.EndsOn, s.EffectiveOn), "situation.date_fin", "la fin de la mesure précède sa date d'effet (situation.date_effet)")
	add(before(s.EndsOn, s.StartsOn), "situation.date_fin", "la fin de la mesure précède son début (situation.date_debut)")
	if s.Procedure == ReturnAfterInvalidation {
		add(before(s.EndsOn, s.NotifiedOn), "situation.date_fin", "la fin de l'interdiction précède la 48SI (situation.date_notification)")
		add(!s.PreviousNotifiedOn.IsZero() && !s.NotifiedOn.IsZero() && !s.PreviousNotifiedOn.Before(s.NotifiedOn),
			"situation.date_notification_precedente", "la 48SI précédente ne précède pas celle-ci (situation.date_notification)")
		add(before(s.NotifiedOn, s.LicensedOn), keyLicensedOn, "le permis aurait été obtenu après sa perte (situation.date_notification)")
	}
	if s.Procedure == ReturnAfterAnnulation {
		add(before(s.EffectiveOn, s.LicensedOn), keyLicensedOn, "le permis aurait été obtenu après son annulation (situation.date_effet)")
	}
	return problems
}

// before reports whether d is known to be before e.
func before(d, e calendar.Date) bool { return !d.IsZero() && !e.IsZero() && d.Before(e) }
