package rules

import (
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

// How long the medical papers last.
const (
	// « durée de validité administrative de deux ans »: arrêté du 31 juillet
	// 2012, art. 4, I; SP2727.
	medicalOpinionMonths = 24
	// Six months, on the day of the visit: arrêté du 26 août 2016 modified on
	// 18 January 2019.
	psychotestMonths = 6
)

// Prices, in euros: arrêté du 1er février 2016, as indexed (SP2727, S3).
const (
	doctorPrice     = 36
	commissionPrice = 50
)

// returnRoute is who gives the medical opinion after an invalidation or an
// annulation: the commission where one offence at least is for alcohol or
// drugs, refusals included; an approved doctor otherwise. Empty where that is
// not known.
//
// Code de la route, art. R226-3 (commission), R226-2 (médecin agréé); S1
// (« y compris le refus de se soumettre »).
func returnRoute(alcoholOrDrugs answer) Route {
	return [...]Route{unknown: "", no: ApprovedDoctor, yes: MedicalCommission}[alcoholOrDrugs]
}

// returnMedical decides the visit of a return to the licence: always due; nil
// where it is not known before whom.
//
// Code de la route, art. L223-5, II (invalidation), L224-14 (annulation).
func returnMedical(m *matter) *Medical {
	return m.visitBefore(returnRoute(told(m.s.AlcoholOrDrugs)), m.returnStatute())
}

// visitBefore is a visit due before the given route; nil, with the fact to
// bring, where the route hangs on a missing one.
func (m *matter) visitBefore(route Route, statute string) *Medical {
	switch route {
	case MedicalCommission:
		m.rule("visite devant la commission médicale", []string{"R226-3"}, Fact{keyAlcoholOrDrugs, "oui"})
		return &Medical{
			Required: true, Route: MedicalCommission, PriceEUR: commissionPrice,
			Reason:  "Une des infractions au moins concerne l'alcool, les stupéfiants ou un refus de dépistage : la visite se passe devant la commission médicale.",
			Sources: []string{statute, "R226-3", "S1", "SP2727"},
		}
	case ApprovedDoctor:
		m.rule("visite chez un médecin agréé", []string{"R226-2"}, Fact{keyAlcoholOrDrugs, "non"})
		return &Medical{
			Required: true, Route: ApprovedDoctor, PriceEUR: doctorPrice,
			Reason:  "Aucune infraction d'alcool ni de stupéfiants : la visite se passe chez un médecin agréé par la préfecture, jamais votre médecin traitant.",
			Sources: []string{statute, "R226-2", "S1", "SP2727"},
		}
	}
	m.missing(keyAlcoholOrDrugs, "Une visite médicale est due dans tous les cas ; ce fait dit si elle se passe chez un médecin agréé ou devant la commission médicale.", statute, "R226-2", "R226-3")
	return nil
}

// returnStatute is the article that makes the visit and the test due.
func (m *matter) returnStatute() string {
	if m.s.Procedure == ReturnAfterAnnulation {
		return "L224-14"
	}
	return "L223-5"
}

// returnPsychotechnical decides the test of a return to the licence: always
// due, before the medical opinion.
//
// Code de la route, art. R224-21; L223-5, II (invalidation), L224-14
// (annulation, « plus sûr » under six months too).
func returnPsychotechnical(m *matter) *Psychotechnical {
	return &Psychotechnical{
		Required: true,
		Reason:   "Le test est exigé après toute invalidation ou annulation ; passez-le avant la visite, le médecin ne peut rendre son avis qu'ensuite.",
		Sources:  []string{m.returnStatute(), "R224-21", "S1"},
	}
}

// decideMedical runs the rule of the démarche; none means no visit.
func (m *matter) decideMedical(rule func(*matter) *Medical) *Medical {
	if rule == nil {
		return &Medical{Reason: "Cette démarche ne demande pas de visite médicale.", Sources: slices.Clone(m.basis)}
	}
	return rule(m)
}

// decidePsychotechnical runs the rule of the démarche; none means no test.
func (m *matter) decidePsychotechnical(rule func(*matter) *Psychotechnical) *Psychotechnical {
	if rule == nil {
		return &Psychotechnical{Reason: "Cette démarche ne demande pas de test psychotechnique.", Sources: slices.Clone(m.basis)}
	}
	return rule(m)
}

// medicalOpinionStale reports whether a medical opinion is too old on a day.
//
// Arrêté du 31 juillet 2012, art. 4, I: am(avis, 24) > jour.
func medicalOpinionStale(opinion, day calendar.Date) bool {
	return !lessThanMonths(opinion, medicalOpinionMonths, day)
}

// psychotestStale reports whether a test is too old for a visit: the visit is
// at the latest on am(test, 6).
//
// Arrêté du 26 août 2016 modifié; W:formaest.fr.
func psychotestStale(test, visit calendar.Date) bool {
	return visit.After(lastVisitAfterTest(test))
}

// lastVisitAfterTest is the last day of a visit that may rely on the test.
func lastVisitAfterTest(test calendar.Date) calendar.Date { return test.AddMonths(psychotestMonths) }

// visitDay is the day the psychotechnical test is judged on: that of the visit,
// else of the opinion it gave, else today.
func (m *matter) visitDay() calendar.Date {
	return firstKnown(m.s.MedicalVisitOn, m.s.MedicalOpinionOn, m.on)
}

// depositDay is the day the request was sent, or today.
func (m *matter) depositDay() calendar.Date {
	return firstKnown(m.s.RequestedOn, m.on)
}

// alertExpiredPieces says which of the medical papers no longer serve.
func alertExpiredPieces(m *matter) {
	if o := m.s.MedicalOpinionOn; !o.IsZero() && medicalOpinionStale(o, m.depositDay()) {
		m.alert(ExpiredPiece, "situation.date_avis_medical", "L'avis médical du "+o.French()+" a deux ans ou plus : il n'est plus accepté, refaites la visite.", "ARMED", "SP2727")
	}
	t := m.s.PsychotestOn
	if t.IsZero() {
		return
	}
	if psychotestStale(t, m.visitDay()) {
		m.alert(ExpiredPiece, "situation.date_test_psychotechnique", "Le test psychotechnique du "+t.French()+" avait plus de six mois le jour de la visite (au plus tard le "+lastVisitAfterTest(t).French()+") : refaites-le avant de voir le médecin.", "ARPSY", "W:formaest.fr")
	}
	if o := m.s.MedicalOpinionOn; !o.IsZero() && t.After(o) {
		m.alert(DivergentReadings, "situation.date_test_psychotechnique", "Votre test psychotechnique est postérieur à l'avis médical : le code de la route veut que l'avis ne soit rendu qu'après le test ; la préfecture de police liste les deux dans l'autre ordre. Demandez au médecin si son avis en tient compte.", "R224-21", "S1", "S0")
	}
}

// alertRouteReadings shows that an order sends every return to the commission.
func alertRouteReadings(m *matter) {
	if m.d.Medical == nil || m.d.Medical.Route != ApprovedDoctor {
		return
	}
	m.alert(DivergentReadings, "", "Un arrêté envoie toutes les invalidations et annulations devant la commission médicale ; le décret, qui lui est supérieur, et service-public.fr ne le font que pour l'alcool et les stupéfiants. En cas de doute, la préfecture tranche.", "R226-3", "ARMED", "SP2727")
}

// isHeavy reports whether a category is a heavy one: C, D and what derives from
// them.
//
// Code de la route, art. R221-10, II.
func isHeavy(category string) bool {
	c := strings.ToUpper(strings.TrimSpace(category))
	return strings.HasPrefix(c, "C") || strings.HasPrefix(c, "D")
}

// heavy answers whether the request includes a heavy category: what the person
// says, else what the categories show.
func (m *matter) heavy() answer {
	if m.s.HeavyCategory != nil {
		return told(m.s.HeavyCategory)
	}
	if len(m.s.Categories) == 0 {
		return unknown
	}
	for _, c := range m.s.Categories {
		if isHeavy(c) {
			return yes
		}
	}
	return no
}
