package rules

import (
	"fmt"

	"github.com/recevable/recevable/pipeline/calendar"
)

// dispense is the three conditions under which a return to the licence needs
// no practical test, each as far as the facts decide it.
type dispense struct {
	seniority answer // held three years or more when it was lost
	shortBan  answer // barred for less than a year
	inTime    answer // a new licence asked for in less than nine months
}

// granted is the conclusion: one condition that fails settles it, whatever is
// missing of the others.
//
// Code de la route, art. R224-20, al. 2.
func (d dispense) granted() answer { return all(d.seniority, d.shortBan, d.inTime) }

// worthAsking is not no as long as nothing but the date of the request may
// still cost the dispense.
func (d dispense) worthAsking() bool { return all(d.seniority, d.shortBan) != no }

// heldThreeYears decides « titulaires du permis de conduire depuis trois ans ou
// plus à la date de la perte de validité du permis ou à la date de son
// annulation »: to the day of the third anniversary, held. The day obtained is
// that of the first category (SP1704).
//
// Code de la route, art. R224-20, al. 2.
func heldThreeYears(obtained, lost calendar.Date) bool {
	return !obtained.AddMonths(36).After(lost)
}

// askedInTime decides « sollicitent un nouveau permis moins de neuf mois après
// la date à laquelle ils sont autorisés à le faire »: on the last safe day or
// before. Who has not asked yet, or asked before being allowed to, is judged on
// today.
//
// Code de la route, art. R224-20, al. 2.
func askedInTime(opens, safeLimit, requested, today calendar.Date) answer {
	if safeLimit.IsZero() {
		return unknown
	}
	return truth(!askingDay(opens, requested, today).After(safeLimit))
}

// registeredInTime decides the same at the « fabrication », where the exams are
// behind and today no longer matters: they had been asked for before the theory
// test was passed (S4: ANTS registration comes before the test).
//
// Code de la route, art. R224-20, al. 2.
func registeredInTime(opens, safeLimit, requested, passed calendar.Date) answer {
	asked := passed
	if requestCounts(opens, requested) {
		asked = earliestKnown(requested, passed)
	}
	switch {
	case safeLimit.IsZero() || asked.IsZero():
		return unknown
	case !asked.After(safeLimit):
		return yes
	case requestCounts(opens, requested):
		return no
	}
	return unknown
}

// askingDay is the day the new licence is, or may still be, asked for.
func askingDay(opens, requested, today calendar.Date) calendar.Date {
	if requestCounts(opens, requested) {
		return requested
	}
	return today
}

// requestCounts reports whether a request was made, and not before the day it
// was allowed: an earlier one asks for nothing.
//
// Code de la route, art. R224-20, al. 2; arrêté du 20 avril 2012, art. 5, II
// (« après la restitution de leur titre »).
func requestCounts(opens, requested calendar.Date) bool {
	return !requested.IsZero() && !requested.Before(opens)
}

// weighDispense holds the situation against the three conditions.
//
// Code de la route, art. R224-20, al. 2.
func (m *matter) weighDispense() {
	m.dispense = dispense{
		seniority: m.seniority(),
		shortBan:  m.ban.underYear,
		inTime:    m.inTime(),
	}
	m.rule("dispense de l'épreuve pratique : "+m.dispense.granted().french(), []string{"R224-20"},
		Fact{"trois ans de permis", m.dispense.seniority.french()},
		Fact{"interdiction de moins d'un an", m.dispense.shortBan.french()},
		Fact{"demande dans les neuf mois", m.dispense.inTime.french()})
}

// inTime applies registeredInTime where the exams are behind, askedInTime where
// they are ahead, or ahead again because the theory test is void.
func (m *matter) inTime() answer {
	if m.producing() && m.theoryVoid() != yes {
		return registeredInTime(m.ban.opens, m.ban.safeLimit, m.s.RequestedOn, m.s.TheoryPassedOn)
	}
	return askedInTime(m.ban.opens, m.ban.safeLimit, m.s.RequestedOn, m.on)
}

// seniority applies heldThreeYears as far as the dates are known. The 48SI is
// received before the licence is handed in: a licence that was not three years
// old when handed in was not when it was lost.
func (m *matter) seniority() answer {
	obtained := m.s.LicensedOn
	switch {
	case obtained.IsZero():
		return unknown
	case !m.ban.lost.IsZero():
		return truth(heldThreeYears(obtained, m.ban.lost))
	case !m.ban.lostBy.IsZero() && !heldThreeYears(obtained, m.ban.lostBy):
		return no
	}
	return unknown
}

// missingForDispense names the facts, each a date or a length, without which the
// dispense is open.
func (m *matter) missingForDispense(undecided string) {
	if m.dispense.seniority == unknown && m.s.LicensedOn.IsZero() {
		m.missing(keyLicensedOn, undecided, "R224-20")
	}
	if m.dispense.seniority == unknown && m.ban.lost.IsZero() {
		m.missing(m.lossKey(), undecided, "R224-20")
	}
	if m.dispense.shortBan == unknown {
		m.missing(m.lengthKey(), undecided, "R224-20")
	}
	if m.dispense.inTime != unknown {
		return
	}
	switch {
	case m.ban.safeLimit.IsZero():
		m.missingStart("Sans elle, on ne peut pas dire jusqu'à quand la dispense de conduite reste ouverte.")
	case m.s.TheoryPassedOn.IsZero():
		m.missing(keyTheoryPassedOn, undecided, "AR12")
	default:
		m.missing(keyRequestedOn, undecided, "R224-20")
	}
}

// lossKey names the fact that dates the loss of the licence.
func (m *matter) lossKey() string {
	if m.s.Procedure == ReturnAfterAnnulation {
		return keyEffectiveOn
	}
	return keyNotifiedOn
}

// lengthKey names the fact that gives the length of the ban: for an
// invalidation it hangs on the date of the 48SI when there was an earlier one;
// for an annulation whose printed end is given, the day it took effect is enough.
func (m *matter) lengthKey() string {
	switch {
	case m.s.Procedure == ReturnAfterInvalidation:
		return keyNotifiedOn
	case m.s.EndsOn.IsZero():
		return keyMonths
	}
	return keyEffectiveOn
}

// missingStart names the facts without which the ban cannot be dated.
func (m *matter) missingStart(undecided string) {
	if m.s.Procedure == ReturnAfterInvalidation {
		m.missingInvalidationStart(undecided)
		return
	}
	m.missingAnnulationEnd(undecided)
}

func (m *matter) dispenseReason() string {
	const start = "Vous aviez votre permis depuis trois ans ou plus et l'interdiction dure moins d'un an : "
	if r := m.s.RequestedOn; requestCounts(m.ban.opens, r) {
		return start + fmt.Sprintf("votre demande du %s étant dans le délai, seul le code est à repasser.", r.French())
	}
	return start + fmt.Sprintf("seul le code est à repasser, à condition d'envoyer votre demande au plus tard le %s.", m.ban.safeLimit.French())
}

func (m *matter) practicalReason() string {
	const end = " : le code et la conduite sont à repasser."
	switch {
	case m.dispense.shortBan == no:
		return "L'interdiction dure un an ou plus, ce qui exclut toute dispense" + end
	case m.dispense.seniority == no:
		return fmt.Sprintf("Votre permis, obtenu le %s, avait moins de trois ans quand vous l'avez perdu", m.s.LicensedOn.French()) + end
	case requestCounts(m.ban.opens, m.s.RequestedOn):
		return fmt.Sprintf("Votre demande du %s a été faite après le dernier jour sûr, le %s", m.s.RequestedOn.French(), m.ban.safeLimit.French()) + end
	}
	return fmt.Sprintf("Le dernier jour sûr pour demander la dispense de conduite, le %s, est passé", m.ban.safeLimit.French()) + end
}

// deadlineDispense dates the last safe day of the dispense, met by a request
// sent in time.
//
// Code de la route, art. R224-20, al. 2.
func (m *matter) deadlineDispense(source string) {
	var sent calendar.Date
	if m.dispense.inTime == yes {
		sent = m.requestDone()
	}
	m.deadlineMet(DispenseLimit, m.ban.safeLimit, "Dernier jour sûr pour envoyer votre demande d'inscription et garder la dispense de conduite", sent, "R224-20", source)
}

// alertDispense says that the dispense is lost, or about to be.
func alertDispense(m *matter) {
	if !m.dispense.worthAsking() || m.ban.safeLimit.IsZero() {
		return
	}
	asked := askingDay(m.ban.opens, m.s.RequestedOn, m.on)
	limit := m.ban.safeLimit.French()
	if m.dispense.inTime == no {
		m.alert(DispenseLost, "", "Le dernier jour sûr pour garder la dispense de conduite était le "+limit+" : comptez le code et la conduite.", "R224-20")
		m.alertLenientReading(asked)
		return
	}
	if !requestCounts(m.ban.opens, m.s.RequestedOn) && dispenseNear(m.on, m.ban.safeLimit) {
		now := "Prenez vos rendez-vous dès maintenant."
		if !m.visitDone().IsZero() {
			now = "Votre visite médicale est faite : envoyez-la dès maintenant."
		}
		m.alert(DispenseAtRisk, "", "La dispense de conduite se perd si votre demande n'est pas envoyée, avec l'avis médical, au plus tard le "+limit+". "+now, "R224-20", "S0")
	}
}

// dispenseNear reports whether the last safe day is a month away or less: the
// time it takes to get the test, the visit and the request done (SP2727 has
// the visit booked a month ahead).
func dispenseNear(today, safeLimit calendar.Date) bool {
	return !today.AddMonths(1).Before(safeLimit)
}

// alertLenientReading names who would still accept a request made that day,
// after the last safe day: to try at once where it is not sent yet, to ask about
// where it is.
func (m *matter) alertLenientReading(asked calendar.Date) {
	if asked.After(m.ban.lastLimit) {
		return
	}
	reading, sources := m.lenientReading(asked)
	if requestCounts(m.ban.opens, m.s.RequestedOn) {
		m.alert(DivergentReadings, keyRequestedOn, reading+" Votre demande du "+asked.French()+" y entrerait : posez la question à la préfecture, mais ne comptez pas dessus.", sources...)
		return
	}
	m.alert(DispenseAtRisk, "", reading+" Envoyez votre demande sans attendre et posez la question à la préfecture, mais ne comptez pas dessus.", sources...)
}

// lenientReading says who reads the nine months past the last safe day, with the
// sources.
func (m *matter) lenientReading(asked calendar.Date) (string, []string) {
	until := "jusqu'au " + m.ban.lastLimit.French() + " inclus."
	switch {
	case m.s.Procedure == ReturnAfterInvalidation:
		return "Certaines préfectures comptent les neuf mois " + until, []string{"S0", "S1", "SP1704b"}
	case !asked.After(m.ban.end.AddMonths(9)):
		return "service-public.fr compte les neuf mois " + until, []string{"R224-20", "SP21774b"}
	}
	return "Le code de la route dit « moins de neuf mois » ; seul un site commercial (AAC Groupe) permet de les compter " + until, []string{"R224-20", "S3"}
}

// alertSeniorityReadings warns where the three years held hang on a reading.
func alertSeniorityReadings(m *matter) {
	obtained, lost := m.s.LicensedOn, m.ban.lost
	if obtained.IsZero() || lost.IsZero() {
		return
	}
	third := obtained.AddMonths(36)
	accompanied := m.s.AccompaniedDriver != nil && *m.s.AccompaniedDriver
	switch {
	case m.dispense.seniority == no && accompanied && !obtained.AddMonths(24).After(lost):
		m.alert(DivergentReadings, keyLicensedOn, "Après la conduite accompagnée, votre période probatoire de deux ans était finie : la préfecture de police n'écarte de la dispense que les permis probatoires. Le code de la route, lui, exige trois ans de permis : c'est lui que nous suivons.", "S0", "R224-20", "L223-1")
	case m.dispense.seniority == yes && third.After(lost.AddMonths(-12)) && m.s.Procedure == ReturnAfterInvalidation:
		m.alert(DivergentReadings, keyLicensedOn, "Vos trois ans de permis, atteints le "+third.French()+", précèdent de peu la réception de la 48SI. La pratique retient la date de réception ; si l'administration retient celle de la dernière infraction, la dispense peut être refusée.", "R224-20", "W:sos-permis.com")
	}
}
