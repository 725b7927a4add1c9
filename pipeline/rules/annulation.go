package rules

import (
	"fmt"

	"github.com/recevable/recevable/pipeline/calendar"
)

// firstDayToApply is B, the first day one may ask for a new licence after an
// annulation: the day after the ban ends.
//
// Code de la route, art. R224-20, al. 2 (« la date à laquelle ils sont autorisés
// à le faire »); S3.
func firstDayToApply(banEnd calendar.Date) calendar.Date { return dayAfter(banEnd) }

// lastSafeDayAfterBan is L for an annulation: less than nine months after B, and
// no more than nine months after F, whichever comes first. The two differ at
// month ends.
//
// Code de la route, art. R224-20, al. 2; SP21774b (« dans les 9 mois suivant la
// fin de l'interdiction »).
func lastSafeDayAfterBan(banEnd calendar.Date) calendar.Date {
	statute := firstDayToApply(banEnd).AddMonths(9).AddDays(-1)
	servicePublic := banEnd.AddMonths(9)
	if servicePublic.Before(statute) {
		return servicePublic
	}
	return statute
}

// lastToleratedDayAfterBan is the latest day a source accepts: nine months
// counted from the day after the ban (S3).
func lastToleratedDayAfterBan(banEnd calendar.Date) calendar.Date {
	return firstDayToApply(banEnd).AddMonths(9)
}

// annulationUnderYear decides « une durée inférieure à un an »: the length the
// judge gave, else the printed end held against the anniversary of the day the
// annulation took effect.
//
// Code de la route, art. R224-20, al. 2.
func annulationUnderYear(months *int, effective, printedEnd calendar.Date) answer {
	switch {
	case months != nil:
		return truth(*months < 12)
	case effective.IsZero() || printedEnd.IsZero():
		return unknown
	}
	return truth(printedEnd.Before(effective.AddMonths(12)))
}

// measureAnnulation dates the ban of an annulation from the day it took effect.
//
// Code de la route, art. L224-13; SP21774b; the réf. 7 prevails.
func measureAnnulation(m *matter) {
	s := m.s
	months := 0
	if s.Months != nil {
		months = *s.Months
	}
	end := banLastDay(s.EffectiveOn, months, s.EndsOn)
	m.ban = ban{
		start:     s.EffectiveOn,
		end:       end,
		opens:     firstDayToApply(end),
		notBefore: dayAfter(s.EffectiveOn),
		lost:      s.EffectiveOn,
		lostBy:    end,
		underYear: annulationUnderYear(s.Months, s.EffectiveOn, s.EndsOn),
	}
	if !end.IsZero() {
		m.ban.safeLimit = lastSafeDayAfterBan(end)
		m.ban.lastLimit = lastToleratedDayAfterBan(end)
	}
	m.rule(fmt.Sprintf("interdiction : départ %s, dernier jour %s, demande possible le lendemain", orUnknown(s.EffectiveOn), orUnknown(end)),
		[]string{"L224-13", "R224-20"},
		dated(keyEffectiveOn, s.EffectiveOn), Fact{keyMonths, monthsText(months)}, dated("situation.date_fin", s.EndsOn))
}

// missingAnnulationEnd names what keeps the end of the ban from being dated.
func (m *matter) missingAnnulationEnd(undecided string) {
	if m.s.EffectiveOn.IsZero() {
		m.missing(keyEffectiveOn, undecided, "L224-13", "SP21774b")
	}
	if m.s.Months == nil {
		m.missing(keyMonths, undecided, "L224-13", "SP21774b")
	}
}

// deadlinesOfAnnulation dates the road back, at the « inscription ». The first
// day a new licence is valid is not among them: the exams only open at B, so it
// hangs on the day they are passed.
func deadlinesOfAnnulation(m *matter) {
	m.deadlinesOfAnnulationBan()
	m.deadlineMet(MedicalVisitFrom, visitFromForAnnulation(m.ban), "Vous pouvez passer le test psychotechnique et la visite médicale, sans attendre la fin de l'interdiction : l'avis sera encore valable au dépôt", m.visitDone(), "SP2727", "ARMED")
	if m.s.RequestedOn.IsZero() {
		m.deadline(AdvisedDeposit, m.ban.opens, "Vous pouvez déposer votre demande d'inscription ; envoyée ce jour-là, elle est dans les neuf mois quelle que soit la façon de compter", "R224-20", "S3")
	}
	if m.dispense.worthAsking() {
		m.deadlineDispense("SP21774b")
	}
	m.deadlineEarlyCertificate()
	m.deadlinesOfWhatIsDone()
}

func (m *matter) deadlinesOfAnnulationBan() {
	if m.ban.end.IsZero() {
		m.missingAnnulationEnd("Sans elle, les dates de votre interdiction ne peuvent pas être calculées.")
	}
	m.deadline(BanEnd, m.ban.end, "Dernier jour de l'interdiction de demander un nouveau permis", "L224-13", "SP21774b")
	m.deadline(FirstRequest, m.ban.opens, "Vous pouvez demander un nouveau permis et passer les examens", "R224-20", "AR12", "S3")
}

// visitFromForAnnulation is the first day of a medical visit that still serves
// on the first day to apply: not before the annulation, and not so early that
// the opinion, good for two years, is stale by then.
//
// SP2727 (« sans attendre la fin »); arrêté du 31 juillet 2012, art. 4, I.
func visitFromForAnnulation(b ban) calendar.Date {
	if b.opens.IsZero() {
		return calendar.Date{}
	}
	from := earliestUsefulVisit(b.opens)
	if from.Before(b.start) {
		return b.start
	}
	return from
}

// alertBanOfAnnulation says that the ban runs.
func alertBanOfAnnulation(m *matter) {
	if m.ban.end.IsZero() || m.on.After(m.ban.end) || m.on.Before(m.ban.start) {
		return
	}
	m.alert(BanRunning, "", "L'interdiction court jusqu'au "+m.ban.end.French()+" inclus : ne conduisez pas, et ne passez aucun examen du permis, il serait nul.", "L224-13", "AR12")
}

// alertAnnulationRegistration says that ANTS registration opens at B only.
func alertAnnulationRegistration(m *matter) {
	if m.ban.opens.IsZero() || !m.on.Before(m.ban.opens) {
		return
	}
	meanwhile := "préparez le test psychotechnique et la visite médicale."
	if !m.visitDone().IsZero() {
		meanwhile = "réunissez les autres pièces : la visite médicale est faite."
	}
	m.alert(OnlineExcluded, "", "La demande d'inscription sur le site de l'ANTS n'est possible qu'à partir du "+m.ban.opens.French()+". D'ici là, "+meanwhile, "R224-20", "S3")
}

// alertAnnulationReadings shows the other readings of the nine months and of
// the printed end.
func alertAnnulationReadings(m *matter) {
	if m.dispense.worthAsking() && !m.ban.safeLimit.IsZero() {
		m.alert(DivergentReadings, "", fmt.Sprintf("Les neuf mois de la dispense partent du premier jour où vous pouvez demander un permis, le %s : nous retenons le %s comme dernier jour sûr. "+
			"AAC Groupe les compte du lendemain de la fin de l'interdiction, soit le %s ; "+
			"des sites privés les comptent de la notification, ce qui ferait finir le délai plus tôt. Demandez dès le premier jour autorisé : vous êtes à l'abri de toutes les lectures.",
			m.ban.opens.French(), m.ban.safeLimit.French(), m.ban.lastLimit.French()),
			"R224-20", "SP21774b", "S3", "W:aac-testpsycho.fr", "W:cntp.fr")
	}
	if m.s.Months != nil && !m.s.EffectiveOn.IsZero() {
		m.alertPrintedEnd(m.s.EffectiveOn.AddMonths(*m.s.Months))
	}
	if m.s.Months == nil && !m.ban.start.IsZero() && m.s.EndsOn == lastDayUnder(m.ban.start, 12) {
		m.alert(DivergentReadings, keyMonths, "La date de fin imprimée tombe la veille d'un an : selon la façon de compter, l'interdiction dure un an, et la dispense de conduite n'existe pas. Vérifiez la durée écrite sur la réf. 7.", "R224-20", "CPC641")
	}
	if m.s.Months != nil && *m.s.Months < 6 {
		m.alert(DivergentReadings, "", "Pour une annulation de moins de six mois, un alinéa peut se lire comme dispensant du test psychotechnique ; la loi et service-public.fr l'exigent pour toute annulation. Passez-le.", "R226-2", "L224-14", "SP21774", "W:auto-ecole-larger.fr")
	}
}

// returnAfterAnnulation is the registration for the exams after an annulation.
var returnAfterAnnulation = procedure{
	measure:         measureAnnulation,
	exams:           returnExams,
	medical:         returnMedical,
	psychotechnical: returnPsychotechnical,
	deadlines:       deadlinesOfAnnulation,
	online:          annulationOnline,
	screens:         registrationScreens,
	pieces:          returnPieces,
	steps:           returnSteps,
	alerts: []func(*matter){
		alertBanOfAnnulation, alertAnnulationRegistration, alertDispense, alertVoidTheory, alertExpiredPieces, alertAMLicence,
		alertAnnulationReadings, alertSeniorityReadings, alertRouteReadings,
	},
}
