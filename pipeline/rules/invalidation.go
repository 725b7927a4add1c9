package rules

import (
	"fmt"

	"github.com/recevable/recevable/pipeline/calendar"
)

// handInBy is the last safe day to hand the licence in: ten days after the 48SI
// was received. The text counts « dix jours francs », one day more.
//
// Code de la route, art. R223-3, III; S1 and SP1704b (« dix jours »).
func handInBy(notified calendar.Date) calendar.Date { return notified.AddDays(10) }

// invalidationStart is P, the day the ban is counted from: the day the licence
// was handed in, or the day after the 48SI where it had already been handed
// over in a suspension. Zero where the fact that decides is missing.
//
// Code de la route, art. L223-5, II (« à compter de la date de remise de son
// permis au préfet »); S1 (« au lendemain de la date à laquelle la lettre 48SI
// a été notifiée »).
func invalidationStart(alreadyHandedIn answer, notified, handedIn calendar.Date) calendar.Date {
	if alreadyHandedIn != yes {
		return handedIn
	}
	if notified.IsZero() {
		return calendar.Date{}
	}
	return notified.AddDays(1)
}

// secondWithinFiveYears decides « un nouveau retrait de la totalité des points
// intervient dans un délai de cinq ans suivant le précédent ». A delay of five
// years runs to the end of its anniversary day (code de procédure civile, art.
// 641 and 642): on that very day, it is still within. That is also the safe
// reading, since it gives the longer ban.
//
// Code de la route, art. L223-5, II.
func secondWithinFiveYears(previous, notified calendar.Date) bool {
	return !notified.After(previous.AddMonths(60))
}

// invalidationMonths is the length of the ban in months: what the document
// says, else what its printed end amounts to, else six months, or twelve for a
// second invalidation within five years. Zero where the date of the 48SI is
// missing and would decide; a licence not yet given up is handed in after the
// 48SI, so a date of handing-in within the five years settles it too.
//
// Code de la route, art. L223-5, II; S1 (the réf. 44 prints the length).
func invalidationMonths(s Situation, start calendar.Date) int {
	switch {
	case s.Months != nil:
		return *s.Months
	case !s.EndsOn.IsZero() && !start.IsZero():
		return nearestLegalLength(start, s.EndsOn)
	case s.PreviousNotifiedOn.IsZero():
		return 6
	case !s.NotifiedOn.IsZero():
		return lengthAfterPrevious(s.PreviousNotifiedOn, s.NotifiedOn)
	case !notifiedBy(s).IsZero() && secondWithinFiveYears(s.PreviousNotifiedOn, notifiedBy(s)):
		return 12
	}
	return 0
}

// notifiedBy is a day on which the 48SI had certainly been received: that of the
// handing-in, unless the licence had been given up before, in a suspension.
func notifiedBy(s Situation) calendar.Date {
	if told(s.AlreadyHandedIn) == yes {
		return calendar.Date{}
	}
	return s.HandedInOn
}

// lengthAfterPrevious is six months, or twelve for a second invalidation within
// five years.
//
// Code de la route, art. L223-5, II.
func lengthAfterPrevious(previous, notified calendar.Date) int {
	if secondWithinFiveYears(previous, notified) {
		return 12
	}
	return 6
}

// nearestLegalLength reads a printed last day as six or twelve months: the law
// knows no other length, and a document may be a day off our count.
//
// Code de la route, art. L223-5, II.
func nearestLegalLength(start, printedEnd calendar.Date) int {
	if printedEnd.After(start.AddMonths(9)) {
		return 12
	}
	return 6
}

// banLastDay is E or F, the last day of a ban counted in months: the printed
// one, else am(start, months). Zero where it cannot be told.
//
// Convention calendaire (code de procédure civile, art. 641, by analogy); a
// date printed on the réf. 44 or the réf. 7 always wins (S1).
func banLastDay(start calendar.Date, months int, printed calendar.Date) calendar.Date {
	if !printed.IsZero() {
		return printed
	}
	if start.IsZero() || months == 0 {
		return calendar.Date{}
	}
	return start.AddMonths(months)
}

// lastSafeDayAfterHandIn is L for an invalidation: « moins de neuf mois » after
// P, the day one is allowed to ask from, hence the day before the ninth month.
//
// Code de la route, art. R224-20, al. 2, with the arrêté du 20 avril 2012,
// art. 5, II (one may ask as soon as the licence is handed in).
func lastSafeDayAfterHandIn(start calendar.Date) calendar.Date {
	return start.AddMonths(9).AddDays(-1)
}

// lastToleratedDayAfterHandIn is L', the ninth month to the day, which S0
// (« inférieur ou égal à 9 mois ») and S1 (« 9 mois au plus tard ») accept.
func lastToleratedDayAfterHandIn(start calendar.Date) calendar.Date { return start.AddMonths(9) }

// measureInvalidation dates the ban of an invalidation.
func measureInvalidation(m *matter) {
	s := m.s
	start := invalidationStart(told(s.AlreadyHandedIn), s.NotifiedOn, s.HandedInOn)
	months := invalidationMonths(s, start)
	m.ban = ban{
		start:     start,
		end:       banLastDay(start, months, s.EndsOn),
		opens:     start,
		notBefore: s.NotifiedOn,
		lost:      s.NotifiedOn,
		lostBy:    notifiedBy(s),
	}
	if months != 0 {
		m.ban.underYear = truth(months < 12)
	}
	if !start.IsZero() {
		m.ban.safeLimit = lastSafeDayAfterHandIn(start)
		m.ban.lastLimit = lastToleratedDayAfterHandIn(start)
	}
	m.rule(fmt.Sprintf("interdiction : départ %s, durée %s", orUnknown(start), monthsText(months)),
		[]string{"L223-5", "S1"},
		dated(keyNotifiedOn, s.NotifiedOn), dated(keyHandedInOn, s.HandedInOn),
		Fact{keyAlreadyHandedIn, told(s.AlreadyHandedIn).french()},
		dated("situation.date_notification_precedente", s.PreviousNotifiedOn), dated("situation.date_fin", s.EndsOn))
}

// missingInvalidationStart names what keeps the ban from being dated: the day
// the licence was handed in, or the 48SI where it already was.
func (m *matter) missingInvalidationStart(undecided string) {
	if told(m.s.AlreadyHandedIn) == yes {
		m.missing(keyNotifiedOn, undecided, "L223-5", "S1")
		return
	}
	m.missing(keyHandedInOn, undecided+" Si vous aviez déjà remis le permis dans une suspension, dites-le (clé « "+keyAlreadyHandedIn+" »).", "L223-5", "S1")
}

// deadlinesOfInvalidation dates the road back, at the « inscription ».
func deadlinesOfInvalidation(m *matter) {
	m.deadlineHandIn()
	m.deadlinesOfInvalidationBan()
	m.deadlineMet(MedicalVisitFrom, m.ban.start, "Vous pouvez passer le test psychotechnique et la visite médicale, sans attendre la fin de l'interdiction", m.visitDone(), "AR12", "S0", "S1")
	if m.s.RequestedOn.IsZero() {
		m.deadline(AdvisedDeposit, m.ban.opens, "Vous pouvez déposer votre demande d'inscription : le plus tôt est le mieux", "AR12", "S0")
	}
	if m.dispense.worthAsking() {
		m.deadlineDispense("AR12")
	}
	m.deadlineEarlyCertificate()
	m.deadlinesOfWhatIsDone()
}

func (m *matter) deadlinesOfInvalidationBan() {
	if m.ban.start.IsZero() {
		m.missingInvalidationStart("Sans elle, les dates de votre interdiction ne peuvent pas être calculées.")
	}
	if m.ban.end.IsZero() && !m.ban.start.IsZero() {
		m.missing(keyNotifiedOn, "Sans elle, on ne sait pas si votre seconde invalidation tombe dans les cinq ans de la première : six mois d'interdiction, ou un an.", "L223-5")
	}
	m.deadline(BanEnd, m.ban.end, "Dernier jour de l'interdiction d'obtenir un nouveau permis", "L223-5", "S1")
	m.deadline(NewLicence, dayAfter(m.ban.end), "Premier jour où un nouveau permis peut être valable, examens réussis", "L223-5", "AR12", "S1")
}

func (m *matter) deadlineHandIn() {
	s := m.s
	if s.NotifiedOn.IsZero() || told(s.AlreadyHandedIn) == yes {
		return
	}
	var handedIn calendar.Date
	if m.has(s.HandedInOn) {
		handedIn = s.HandedInOn
	}
	m.deadlineMet(HandInLicence, handInBy(s.NotifiedOn), "Dernier jour pour remettre votre permis à la préfecture", handedIn, "R223-3", "S1", "SP1704b")
}

// alertBanOfInvalidation says that the ban runs: until E, or, while E is not
// known, as long as a ban counted from the 48SI itself would not be over.
func alertBanOfInvalidation(m *matter) {
	from := earliestKnown(m.s.NotifiedOn, m.ban.start)
	if from.IsZero() || m.on.Before(from) {
		return
	}
	end := m.ban.end
	if end.IsZero() {
		end = banLastDay(from, invalidationMonths(m.s, calendar.Date{}), calendar.Date{})
	}
	if end.IsZero() || m.on.After(end) {
		return
	}
	until := "jusqu'au " + m.ban.end.French() + " inclus"
	if m.ban.end.IsZero() {
		until = "et son terme dépend du jour où vous remettez le permis"
	}
	m.alert(BanRunning, "", "L'interdiction court "+until+" : ne conduisez pas, même une fois les examens réussis, avant d'avoir un nouveau titre en cours de validité.", "L223-5", "AR12")
}

// alertInvalidationReadings shows the other readings of the nine months, of the
// ten days and of the printed end.
func alertInvalidationReadings(m *matter) {
	if m.dispense.worthAsking() && !m.ban.safeLimit.IsZero() {
		m.alert(DivergentReadings, "", fmt.Sprintf("Les neuf mois de la dispense : le code de la route dit « moins de neuf mois », donc le %s au plus tard ; les préfectures et service-public.fr acceptent jusqu'au %s. "+
			"Des sites privés les comptent après la fin de l'interdiction : c'est faux pour une invalidation et fait perdre la dispense. "+
			"L'acte qui compte est votre demande sur le site de l'ANTS avec l'avis médical, pas l'inscription chez l'organisme du code.",
			m.ban.safeLimit.French(), m.ban.lastLimit.French()),
			"R224-20", "AR12", "S0", "S1", "SP1704b", "W:cntp.fr", "W:auto-ecole-larger.fr")
	}
	if n := m.s.NotifiedOn; !n.IsZero() && m.s.HandedInOn.IsZero() && told(m.s.AlreadyHandedIn) != yes {
		m.alert(DivergentReadings, "", "Le délai pour remettre le permis : le code de la route dit dix jours francs, soit le "+n.AddDays(11).French()+" ; les préfectures disent dix jours. Remettez-le au plus tard le "+handInBy(n).French()+".", "R223-3", "S1", "SP1704b")
	}
	m.alertPrintedEnd(banLastDay(m.ban.start, statutoryMonths(m.s), calendar.Date{}))
}

// alertHandedInBefore questions a licence handed in before the 48SI asked for it:
// that happens in a suspension, and P is then another day.
//
// Code de la route, art. L223-5, II; S1.
func alertHandedInBefore(m *matter) {
	s := m.s
	if told(s.AlreadyHandedIn) == yes || !before(s.HandedInOn, s.NotifiedOn) {
		return
	}
	m.alert(DivergentReadings, keyAlreadyHandedIn, fmt.Sprintf("La remise de votre permis, le %s, précède la réception de la 48SI, le %s. "+
		"Si vous l'aviez remis dans une suspension, dites-le (clé « "+keyAlreadyHandedIn+" ») : l'interdiction se compte alors du lendemain de la 48SI. "+
		"Sinon, vérifiez les deux dates. En attendant, nous comptons depuis la remise.",
		s.HandedInOn.French(), s.NotifiedOn.French()), "L223-5", "S1")
}

// statutoryMonths is the length of an invalidation where no document is
// believed; zero where it cannot be told.
func statutoryMonths(s Situation) int {
	s.Months, s.EndsOn = nil, calendar.Date{}
	return invalidationMonths(s, calendar.Date{})
}

// alertPrintedEnd says that the document's last day was believed over ours.
func (m *matter) alertPrintedEnd(computed calendar.Date) {
	if computed.IsZero() || m.ban.end.IsZero() || m.ban.end == computed {
		return
	}
	message := fmt.Sprintf("Votre document fait finir l'interdiction le %s, le calcul donne le %s : c'est le document qui fait foi.", m.ban.end.French(), computed.French())
	if m.s.EndsOn == computed.AddDays(1) {
		message += " Vérifiez que vous avez bien recopié le dernier jour d'interdiction, et non le premier jour où un nouveau permis est possible."
	}
	m.alert(DivergentReadings, "situation.date_fin", message, "S1", "CPC641")
}

// returnAfterInvalidation is the registration for the exams after a 48SI.
var returnAfterInvalidation = procedure{
	measure:         measureInvalidation,
	exams:           returnExams,
	medical:         returnMedical,
	psychotechnical: returnPsychotechnical,
	deadlines:       deadlinesOfInvalidation,
	online:          registrationOnline,
	screens:         registrationScreens,
	pieces:          returnPieces,
	steps:           returnSteps,
	alerts: []func(*matter){
		alertHandedInBefore, alertBanOfInvalidation, alertDispense, alertVoidTheory, alertExpiredPieces, alertAMLicence,
		alertInvalidationReadings, alertSeniorityReadings, alertRouteReadings,
	},
}
