package pipeline

import (
	"fmt"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

// FactInFuture says that the situation dates after the reference date something
// that must have happened already. A dossier may be prepared ahead: it is a
// doubt, not a mistake.
const FactInFuture validators.Code = "fait.futur"

// pastFacts are the dates of a situation that speak of the past. A medical visit
// or a request may be planned: they are not here.
var pastFacts = []struct {
	key, label string
	date       func(rules.Situation) calendar.Date
}{
	{"situation.date_notification", "La réception de la lettre 48SI", func(s rules.Situation) calendar.Date { return s.NotifiedOn }},
	{"situation.date_restitution", "La remise du permis", func(s rules.Situation) calendar.Date { return s.HandedInOn }},
	{"situation.date_permis", "L’obtention du permis", func(s rules.Situation) calendar.Date { return s.LicensedOn }},
	{"situation.date_avis_medical", "L’avis médical", func(s rules.Situation) calendar.Date { return s.MedicalOpinionOn }},
	{"situation.date_test_psychotechnique", "Le test psychotechnique", func(s rules.Situation) calendar.Date { return s.PsychotestOn }},
	{"situation.date_etg", "La réussite au code", func(s rules.Situation) calendar.Date { return s.TheoryPassedOn }},
	{"situation.date_reception_titre", "La réception du permis erroné", func(s rules.Situation) calendar.Date { return s.LicenceReceivedOn }},
}

// FutureFacts returns a warning for each fact that the situation gives as done
// and dates after the reference date.
func FutureFacts(s rules.Situation, on calendar.Date) []validators.Finding {
	var findings []validators.Finding
	for _, fact := range pastFacts {
		date := fact.date(s)
		if date.IsZero() || !date.After(on) {
			continue
		}
		findings = append(findings, validators.Finding{
			Code: FactInFuture, Severity: validators.Warning,
			Message: fmt.Sprintf("%s, le %s, est dans le futur\u00a0: vérifiez l’année.", fact.label, date.French()),
			Remedy:  fmt.Sprintf("Corrigez «\u00a0%s\u00a0» dans le dossier, ou recommencez une fois que ce sera fait.", fact.key),
		})
	}
	return findings
}
