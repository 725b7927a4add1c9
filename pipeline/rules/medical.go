package rules

import (
	"fmt"
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

// returnMedical decides the visit of a return to the licence: always due.
//
// Code de la route, art. L223-5, II (invalidation), L224-14 (annulation).
func returnMedical(m *matter) *Medical {
	return m.visitBefore(returnRoute(told(m.s.AlcoholOrDrugs)), m.returnStatute())
}

// visitBefore is a visit that is due, before the given route; where the route
// hangs on a missing fact, it stays empty and the fact is asked for.
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
	return &Medical{
		Required: true,
		Reason:   "Une visite médicale est due dans tous les cas, chez un médecin agréé ou devant la commission médicale selon les infractions.",
		Sources:  []string{statute, "R226-2", "R226-3"},
	}
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
	reason := "Le test est exigé après toute invalidation ou annulation"
	if m.testDone().IsZero() {
		reason += " ; passez-le avant la visite, le médecin ne peut rendre son avis qu'ensuite"
	}
	return &Psychotechnical{Required: true, Reason: reason + ".", Sources: []string{m.returnStatute(), "R224-21", "S1"}}
}

// decideMedical runs the rule of the démarche; none means no visit.
func (m *matter) decideMedical(rule func(*matter) *Medical) *Medical {
	if rule == nil {
		return &Medical{Reason: "Cette démarche ne demande pas de visite médicale.", Sources: slices.Clone(m.basis)}
	}
	v := rule(m)
	if v != nil && v.Required {
		v.DoneOn = m.visitDone()
	}
	return v
}

// decidePsychotechnical runs the rule of the démarche; none means no test.
func (m *matter) decidePsychotechnical(rule func(*matter) *Psychotechnical) *Psychotechnical {
	if rule == nil {
		return &Psychotechnical{Reason: "Cette démarche ne demande pas de test psychotechnique.", Sources: slices.Clone(m.basis)}
	}
	p := rule(m)
	if p != nil && p.Required {
		p.DoneOn = m.testDone()
	}
	return p
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

// visitDay is the day of the visit the psychotechnical test was passed for: that
// of the visit, else of the opinion it gave; zero where it is still to come.
func (m *matter) visitDay() calendar.Date {
	return firstKnown(m.s.MedicalVisitOn, m.s.MedicalOpinionOn)
}

// firstDepositDay is the first day the request can be made, or, for a
// suspension, is advised to be; zero where nothing holds it back.
//
// Code de la route, art. R224-20, al. 2; S1 (« fabrication »); S4 (suspension).
func (m *matter) firstDepositDay() calendar.Date {
	switch {
	case m.producing():
		return productionOpens(m.ban)
	case m.s.Procedure == Suspension && !m.ban.end.IsZero() && m.visitDue() != no:
		return suspensionDeposit(m.ban.end)
	}
	return m.ban.opens
}

// requestOpens is the first day the request of a return is allowed; zero for any
// other démarche, and where it is not known.
//
// Code de la route, art. R224-20, al. 2; S1 (« fabrication »).
func (m *matter) requestOpens() calendar.Date {
	if m.producing() {
		return productionOpens(m.ban)
	}
	return m.ban.opens
}

// depositDay is the day the medical opinion is judged on: the day the request
// was sent, else the first day it can be, or today if that day has come.
//
// Arrêté du 31 juillet 2012, art. 4, I.
func (m *matter) depositDay() calendar.Date {
	if !m.s.RequestedOn.IsZero() {
		return m.s.RequestedOn
	}
	if first := m.firstDepositDay(); before(m.on, first) {
		return first
	}
	return m.on
}

// earliestUsefulVisit is the first day of a visit whose opinion, good for two
// years, still serves on the day of the request.
//
// Arrêté du 31 juillet 2012, art. 4, I.
func earliestUsefulVisit(deposit calendar.Date) calendar.Date {
	from := deposit.AddMonths(-medicalOpinionMonths)
	for medicalOpinionStale(from, deposit) {
		from = from.AddDays(1)
	}
	return from
}

// alertExpiredPieces says which of the medical papers no longer serve, or will
// not by the day they are needed.
func alertExpiredPieces(m *matter) {
	m.alertExpiredOpinion()
	m.alertExpiredTest()
	if o, t := m.s.MedicalOpinionOn, m.s.PsychotestOn; before(o, t) {
		m.alert(DivergentReadings, keyPsychotestOn, "Votre test psychotechnique est postérieur à l'avis médical : le code de la route veut que l'avis ne soit rendu qu'après le test ; la préfecture de police liste les deux dans l'autre ordre. Demandez au médecin si son avis en tient compte.", "R224-21", "S1", "S0")
	}
}

func (m *matter) alertExpiredOpinion() {
	opinion, deposit := m.s.MedicalOpinionOn, m.depositDay()
	if opinion.IsZero() || !medicalOpinionStale(opinion, deposit) {
		return
	}
	message := "L'avis médical du " + opinion.French() + " a deux ans ou plus : il n'est plus accepté, refaites la visite."
	if m.on.Before(deposit) && !medicalOpinionStale(opinion, m.on) {
		what := "premier jour où la demande est possible"
		if m.s.Procedure == Suspension {
			what = "jour conseillé pour envoyer la demande"
		}
		message = fmt.Sprintf("L'avis médical du %s ne sera plus valable le %s, %s : prévoyez une nouvelle visite avant cette date", opinion.French(), deposit.French(), what)
		if from := earliestUsefulVisit(deposit); m.on.Before(from) {
			message += ", mais pas avant le " + from.French()
		}
		message += "."
	}
	m.alert(ExpiredPiece, keyMedicalOpinionOn, message, "ARMED", "SP2727")
}

// alertExpiredTest says that the psychotechnical test does not serve on the day
// of the visit.
func (m *matter) alertExpiredTest() {
	if why := m.whyTestFails(); why != "" {
		m.alert(ExpiredPiece, keyPsychotestOn, "Le test psychotechnique du "+m.s.PsychotestOn.French()+" "+why, "ARPSY", "W:formaest.fr")
	}
}

// whyTestFails says why the test does not serve; empty where it does, or where
// there is none. At the « fabrication », the visit is behind even where its day
// is not told.
func (m *matter) whyTestFails() string {
	test, visit := m.s.PsychotestOn, m.visitDay()
	if test.IsZero() || visit.IsZero() && m.producing() {
		return ""
	}
	if m.has(visit) && m.opinionTooOld() && !m.producing() {
		return whyTestFailsNextVisit(test, m.on, earliestUsefulVisit(m.depositDay()))
	}
	return whyTestIsStale(test, visit, m.on, earliestUsefulVisit(m.depositDay()))
}

// whyTestIsStale judges a psychotechnical test on the day of the visit; where
// that is not known, on today, then on the first day of a visit useful to the
// request. Empty where the test serves.
//
// Arrêté du 26 août 2016 modifié.
func whyTestIsStale(test, visit, today, useful calendar.Date) string {
	last, staleNow := lastVisitAfterTest(test).French(), psychotestStale(test, today)
	switch {
	case !visit.IsZero() && !psychotestStale(test, visit):
		return ""
	case today.Before(visit) && staleNow:
		return "a plus de six mois et ne vaudra plus à la visite, prévue le " + visit.French() + " : refaites-le avant de voir le médecin."
	case today.Before(visit):
		return "aura plus de six mois le jour de la visite, prévue le " + visit.French() + " : avancez la visite au " + last + " au plus tard, ou refaites le test avant."
	case !visit.IsZero():
		return "avait plus de six mois le jour de la visite, qui devait avoir lieu le " + last + " au plus tard : refaites le test, puis voyez le médecin."
	case staleNow:
		return "a plus de six mois : la visite médicale devait avoir lieu le " + last + " au plus tard. Refaites le test avant de voir le médecin."
	case psychotestStale(test, useful):
		return "ne sera plus valable le " + useful.French() + ", premier jour d'une visite dont l'avis servira encore à votre demande : prévoyez un nouveau test, juste avant cette visite."
	}
	return ""
}

// whyTestFailsNextVisit judges a test whose visit is to be made again: what it was
// worth at the first one no longer matters.
//
// Arrêté du 26 août 2016 modifié.
func whyTestFailsNextVisit(test, today, useful calendar.Date) string {
	if psychotestStale(test, today) {
		return "a plus de six mois et ne vaut plus pour la visite à refaire : repassez-le d'abord, puis voyez le médecin."
	}
	return whyTestIsStale(test, calendar.Date{}, today, useful)
}

// alertRouteReadings shows that an order sends every return to the commission.
func alertRouteReadings(m *matter) {
	if m.d.Medical == nil || m.d.Medical.Route != ApprovedDoctor {
		return
	}
	m.alert(DivergentReadings, "", "Un arrêté envoie toutes les invalidations et annulations devant la commission médicale ; le décret, qui lui est supérieur, et service-public.fr ne le font que pour l'alcool et les stupéfiants. En cas de doute, la préfecture tranche.", "R226-3", "ARMED", "SP2727")
}

// isHeavy reports whether a category is a heavy one, whose medical opinion is due
// when it is obtained and renewed: C, D and what derives from them. BE was among
// them until the décret n° 2016-723; the lists since leave it out (SP1255).
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

// trailerAlone reports whether the only category that ever asked for a medical
// opinion is BE.
//
// Code de la route, art. R221-10, II, before and after the décret n° 2016-723.
func (m *matter) trailerAlone() bool {
	return m.heavy() == no && slices.ContainsFunc(m.s.Categories, func(c string) bool {
		return strings.EqualFold(strings.TrimSpace(c), "BE")
	})
}

// alertTrailerReadings shows that an older text asked for an opinion for BE.
func alertTrailerReadings(m *matter) {
	if m.trailerAlone() {
		m.alert(DivergentReadings, keyCategories, "Le code de la route demandait un avis médical pour la catégorie BE ; un décret de 2016 l'a supprimé et service-public.fr ne la cite plus. Nous suivons le texte le plus récent. Si l'ANTS vous le réclame, voyez un médecin agréé par la préfecture.", "R221-10", "D2016-723", "SP1255")
	}
}
