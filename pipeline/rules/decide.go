package rules

import (
	"slices"

	"github.com/recevable/recevable/pipeline/calendar"
)

// registry is every démarche the package decides. To add one: write its
// procedure in the file of its subject, and put it here.
var registry = map[Procedure]map[Phase]*procedure{
	ReturnAfterInvalidation: {Registration: &returnAfterInvalidation, Production: &productionAfterInvalidation},
	ReturnAfterAnnulation:   {Registration: &returnAfterAnnulation, Production: &productionAfterAnnulation},
	Suspension:              {Registration: &afterSuspension},
	CategoryAM:              {Registration: &amOnly},
	LicenceError:            {Registration: &correctedLicence},
	MilitaryLicence:         {Registration: &convertedMilitaryLicence},
	ProfessionalDiploma:     {Registration: &licenceFromDiploma},
	Loss:                    {Registration: &lossOfLicence},
	Theft:                   {Registration: &theftOfLicence},
	Damage:                  {Registration: &damagedLicence},
	Renewal:                 {Registration: &renewedLicence},
	InternationalPermit:     {Registration: &internationalPermit},
	FirstRegistration:       {Registration: &firstRegistration},
}

// procedure is a démarche as the law builds it: one function for each part of
// the decision. They run in the order of the fields, and a later one may read
// what an earlier one wrote. A nil function means that the part has no object.
type procedure struct {
	basis           []string                       // where the démarche itself is described
	measure         func(*matter)                  // what the licence lost, and until when
	exams           func(*matter) *Exams           // nil: no exam
	medical         func(*matter) *Medical         // nil: no visit
	psychotechnical func(*matter) *Psychotechnical // nil: no test
	deadlines       func(*matter)
	online          func(*matter) *Online
	pieces          []func(*matter)
	steps           []func(*matter)
	screens         func(*matter) []Screen
	alerts          []func(*matter)
}

// Supported reports whether [Decide] knows the démarche.
func Supported(p Procedure) bool { return registry[p] != nil }

// Decide applies the law to a situation on the given day. c gives the limits of
// the pieces ([DefaultCatalogue] where the user brought none). A démarche that
// is not [Supported] yields an empty decision.
func Decide(s Situation, p Person, on calendar.Date, c *Catalogue) Decision {
	m := newMatter(s, p, on, c)
	rules := registry[s.Procedure][m.phase()]
	if rules == nil {
		return m.decision()
	}
	m.basis = rules.basis
	if rules.measure != nil {
		rules.measure(m)
	}
	m.d.Exams = m.decideExams(rules.exams)
	m.d.Medical = m.decideMedical(rules.medical)
	m.d.Psychotechnical = m.decidePsychotechnical(rules.psychotechnical)
	if rules.deadlines != nil {
		rules.deadlines(m)
	}
	m.d.Online = rules.online(m)
	m.d.opens = m.requestOpens()
	for _, part := range slices.Concat(rules.pieces, rules.steps, rules.alerts, everyAlert) {
		part(m)
	}
	if m.d.Online.Screens = m.screens(rules.screens); len(m.d.Online.Screens) > 0 {
		m.d.Online.Link = onlineService
	}
	return m.decision()
}

// everyAlert are the alerts of every démarche.
var everyAlert = []func(*matter){alertMinorAgainstBirth}

// hasPhases reports whether the démarche has an inscription and a fabrication.
func hasPhases(p Procedure) bool { return len(registry[p]) > 1 }
