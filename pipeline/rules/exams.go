package rules

import (
	"slices"

	"github.com/recevable/recevable/pipeline/calendar"
)

// examVoid decides whether an exam passed on that day counts for nothing
// whatever was asked for: after an invalidation, before the licence was handed
// in; after an annulation, « avant et pendant la période ».
//
// Arrêté du 20 avril 2012, art. 5, II.
func examVoid(passed, opens calendar.Date) bool { return passed.Before(opens) }

// examUnasked decides whether an exam passed during an invalidation counts for
// nothing because no new licence had been asked for: only those « qui ont
// sollicité un nouveau permis de conduire après la restitution de leur titre »
// may sit it « pendant la période d'invalidation ». A request whose date is not
// known is not held against them, nor, once the period is over, is its absence.
//
// Arrêté du 20 avril 2012, art. 5, II.
func examUnasked(passed, opens, banEnd, requested calendar.Date) answer {
	switch {
	case requested.IsZero() || requestCounts(opens, requested) && !passed.Before(requested):
		return no
	case banEnd.IsZero():
		return unknown
	}
	return truth(!passed.After(banEnd))
}

// registeredOn is the day the exams were asked for, as far as date_demande tells.
// At the « fabrication », a date on which the licence itself could be asked for
// may be that of this second request, and tells nothing of the first.
func (m *matter) registeredOn() calendar.Date {
	if m.producing() && !before(m.s.RequestedOn, productionOpens(m.ban)) {
		return calendar.Date{}
	}
	return m.s.RequestedOn
}

// theoryVoid decides whether the theory test of the situation counts for
// nothing: for a return, by examVoid and examUnasked; where the day the exams
// open is not known, its earliest bound may still settle it. In a suspension, if
// passed during it.
//
// Arrêté du 20 avril 2012, art. 5, I and II.
func (m *matter) theoryVoid() answer {
	passed := m.s.TheoryPassedOn
	switch {
	case passed.IsZero():
		return no
	case m.s.Procedure == Suspension:
		return truth(during(passed, m.ban.start, m.ban.end))
	case !m.isReturn():
		return no
	case examVoid(passed, firstKnown(m.ban.opens, m.ban.notBefore)):
		return yes
	case m.ban.opens.IsZero():
		return unknown
	case m.s.Procedure == ReturnAfterInvalidation:
		return examUnasked(passed, m.ban.opens, m.ban.end, m.registeredOn())
	}
	return no
}

// theoryEnd is the last day a theory test keeps its benefit: five years, and
// five practical tests per category.
//
// Arrêté du 20 avril 2012, art. 2, II, B; SP33694.
func theoryEnd(passed calendar.Date) calendar.Date { return passed.AddMonths(60) }

// returnExams decides the exams of a return to the licence: theory always,
// practical test unless the dispense is granted; nil where a missing fact may
// still change the answer.
//
// Code de la route, art. R224-20.
func returnExams(m *matter) *Exams {
	m.weighDispense()
	switch m.dispense.granted() {
	case yes:
		return &Exams{Theory: true, Reason: m.dispenseReason(), Sources: []string{"R224-20", "AR12"}}
	case no:
		return &Exams{Theory: true, Practical: true, Reason: m.practicalReason(), Sources: []string{"R224-20"}}
	}
	m.missingForDispense("Sans elle, on ne peut pas dire si la conduite est à repasser avec le code.")
	return nil
}

// isReturn reports whether the licence was lost and comes back.
func (m *matter) isReturn() bool {
	return m.s.Procedure == ReturnAfterInvalidation || m.s.Procedure == ReturnAfterAnnulation
}

// producing reports whether a return is at the « fabrication ».
func (m *matter) producing() bool { return m.isReturn() && m.s.Phase == Production }

// examsBehind is the answer at the « fabrication »: the certificate says that
// the exams are passed, none is due any more. A theory test that counts for
// nothing puts the person back before the exams; nil where that is not known.
//
// S0, S1; arrêté du 20 avril 2012, art. 5, II.
func examsBehind(m *matter) *Exams {
	switch m.theoryVoid() {
	case yes:
		return returnExams(m)
	case unknown:
		m.missingStart("Sans elle, on ne peut pas dire si votre code compte.")
		return nil
	}
	m.weighDispense() // it still dates the certificate and shapes the probation
	return &Exams{
		Reason:  "La fabrication se demande une fois les épreuves réussies, ce que votre CEPC doit prouver : aucun examen ne reste alors à passer.",
		Sources: []string{"S0", "S1"},
	}
}

// decideExams runs the rule of the démarche; none means no exam.
func (m *matter) decideExams(rule func(*matter) *Exams) *Exams {
	if rule == nil {
		return &Exams{Reason: "Cette démarche ne demande aucun examen.", Sources: slices.Clone(m.basis)}
	}
	e := rule(m)
	if e != nil && e.Theory && !e.Practical {
		e.DoneOn = m.theoryDone()
	}
	if e != nil && !e.DoneOn.IsZero() {
		e.Reason += " Vous l'avez déjà réussi."
	}
	return e
}

// alertVoidTheory says that a theory test passed too early must be sat again.
func alertVoidTheory(m *matter) {
	if m.theoryVoid() != yes {
		return
	}
	passed := m.s.TheoryPassedOn.French()
	if m.s.Procedure == ReturnAfterAnnulation {
		m.alert(VoidExam, keyTheoryPassedOn, "Le code réussi le "+passed+" ne compte pas : les épreuves passées avant ou pendant l'interdiction sont nulles. Il est à repasser, à partir du lendemain de la fin de l'interdiction.", "AR12", "S3", "SP2727")
		return
	}
	why := "seules comptent les épreuves passées après la remise du permis et la demande d'un nouveau permis."
	if told(m.s.AlreadyHandedIn) == yes {
		why = "votre permis étant déjà remis, seules comptent les épreuves passées à partir du lendemain de la 48SI et après la demande d'un nouveau permis."
	}
	m.alert(VoidExam, keyTheoryPassedOn, "Le code réussi le "+passed+" ne compte pas : "+why+" Il est à repasser.", "AR12", "S1")
}
