package rules

import (
	"fmt"

	"github.com/recevable/recevable/pipeline/calendar"
)

// suspensionStart is the first day of the suspension. A judicial suspension
// takes the place of the administrative one, and what was served of that one is
// deducted: both are counted from the first day of the first (six months by the
// prefect, then twelve by the judge: twelve in all).
//
// Code de la route, art. L224-9; SP21761, SP14836.
func suspensionStart(startsOn, effectiveOn calendar.Date) calendar.Date {
	return firstKnown(startsOn, effectiveOn)
}

// lastsOver decides whether a measure lasts more than n months: its length,
// else its last day held against am(start, n).
func lastsOver(n int, months *int, start, end calendar.Date) answer {
	switch {
	case months != nil:
		return truth(*months > n)
	case start.IsZero() || end.IsZero():
		return unknown
	}
	return truth(end.After(start.AddMonths(n)))
}

// lastsAtLeast decides whether a measure lasts n months or more.
func lastsAtLeast(n int, months *int, start, end calendar.Date) answer {
	switch {
	case months != nil:
		return truth(*months >= n)
	case start.IsZero() || end.IsZero():
		return unknown
	}
	return truth(!end.Before(start.AddMonths(n)))
}

// suspensionVisitDue decides whether a medical check is due before the end of a
// suspension: always for alcohol, drugs or a refusal; otherwise where it lasts
// more than one month.
//
// Code de la route, art. R221-13, I, 1° et 2°.
func suspensionVisitDue(alcoholOrDrugs, overOneMonth answer) answer {
	switch {
	case alcoholOrDrugs == yes || overOneMonth == yes:
		return yes
	case alcoholOrDrugs == no && overOneMonth == no:
		return no
	}
	return unknown
}

// suspensionTestDue decides whether the psychotechnical test is due: for a
// suspension of six months or more.
//
// Code de la route, art. R224-21; décret n° 2016-39, art. 4.
func suspensionTestDue(sixMonths answer) answer { return sixMonths }

// suspensionVisitFrom and suspensionDeposit are the advised days: the visit a
// month before the end (SP2727), the request seven days before (S4, « Il est
// recommandé de réaliser cette demande 7 jours avant la fin »).
func suspensionVisitFrom(end calendar.Date) calendar.Date { return end.AddMonths(-1) }
func suspensionDeposit(end calendar.Date) calendar.Date   { return end.AddDays(-7) }

func measureSuspension(m *matter) {
	s := m.s
	start, months := suspensionStart(s.StartsOn, s.EffectiveOn), 0
	if s.Months != nil {
		months = *s.Months
	}
	m.ban = ban{start: start, end: banLastDay(start, months, s.EndsOn)}
	m.rule(fmt.Sprintf("suspension : départ %s, dernier jour %s", orUnknown(m.ban.start), orUnknown(m.ban.end)), []string{"SP14836", "SP21761", "L224-9"},
		dated(keyStartsOn, start), Fact{keyMonths, monthsText(months)}, dated("situation.date_fin", s.EndsOn))
}

// overOneMonth and visitDue answer for the suspension on the desk.
func (m *matter) overOneMonth() answer { return lastsOver(1, m.s.Months, m.ban.start, m.ban.end) }

func (m *matter) visitDue() answer {
	return suspensionVisitDue(told(m.s.AlcoholOrDrugs), m.overOneMonth())
}

func suspensionMedical(m *matter) *Medical {
	const undecided = "Ce fait dit si une visite médicale est due avant la fin de la suspension, et devant qui."
	alcohol := told(m.s.AlcoholOrDrugs)
	switch {
	case m.visitDue() == no:
		return &Medical{Reason: "Un mois de suspension au plus, sans alcool ni stupéfiants : pas de visite médicale.", Sources: []string{"R221-13", "SP14836"}}
	case m.visitDue() == yes:
		return m.visitBefore(returnRoute(alcohol), "R221-13")
	case alcohol == unknown:
		m.missing(keyAlcoholOrDrugs, undecided, "R221-13", "R226-3")
	default:
		m.missing(m.suspensionLengthKey(), undecided, "R221-13")
	}
	return nil
}

// suspensionLengthKey names the fact that gives the length of the suspension:
// its first day where its last one is given, else the length itself.
func (m *matter) suspensionLengthKey() string {
	if m.ban.start.IsZero() && !m.s.EndsOn.IsZero() {
		return keyStartsOn
	}
	return keyMonths
}

func suspensionPsychotechnical(m *matter) *Psychotechnical {
	sources := []string{"R224-21", "D2016-39", "SP2727"}
	switch suspensionTestDue(lastsAtLeast(6, m.s.Months, m.ban.start, m.ban.end)) {
	case yes:
		return &Psychotechnical{Required: true, Reason: "La suspension dure six mois ou plus : le test est exigé, avant la visite médicale.", Sources: sources}
	case no:
		return &Psychotechnical{Reason: "La suspension dure moins de six mois : pas de test, sauf si le médecin le prescrit.", Sources: sources}
	}
	m.missing(m.suspensionLengthKey(), "Ce fait dit si le test psychotechnique est exigé : à partir de six mois de suspension.", sources...)
	return nil
}

func deadlinesOfSuspension(m *matter) {
	end := m.ban.end
	var visit, deposit calendar.Date
	if end.IsZero() {
		m.missingSuspensionEnd()
	} else {
		visit, deposit = suspensionVisitFrom(end), suspensionDeposit(end)
	}
	m.deadline(BanEnd, end, "Dernier jour de la suspension", "SP14836", "SP21761")
	if m.visitDue() != no {
		m.deadlineMet(MedicalVisitFrom, visit, "Vous pouvez passer la visite médicale ; prenez rendez-vous à l'avance", m.visitDone(), "SP2727")
		if m.s.RequestedOn.IsZero() {
			m.deadline(AdvisedDeposit, deposit, "Jour conseillé pour envoyer la demande sur le site de l'ANTS, sept jours avant la fin, une fois tous les documents en main", "S4")
		}
	}
	m.deadlinesOfWhatIsDone()
}

func (m *matter) missingSuspensionEnd() {
	if m.ban.start.IsZero() {
		m.missing(keyStartsOn, "Sans lui, la fin de la suspension ne peut pas être calculée.", "SP14836")
	}
	if m.s.Months == nil {
		m.missing(keyMonths, "Sans elle, la fin de la suspension ne peut pas être calculée.", "SP14836", "SP21761")
	}
}

// suspensionPath is the way through ANTS (S4).
var suspensionPath = []string{clickProductionSuspension, clickAfterSuspension}

// suspensionOnline is the request after a suspension; none where no check is
// due, the licence being handed back at the préfecture (SP14836, SP21761).
func suspensionOnline(m *matter) *Online {
	switch m.visitDue() {
	case no:
		return &Online{closed: true, Path: []string{}, Reason: "Un mois de suspension au plus, sans alcool ni stupéfiants : vous récupérez votre permis à la préfecture, sans demande sur le site de l'ANTS.", Sources: []string{"SP14836", "SP21761"}}
	case yes:
		return online(suspensionPath, "S4")
	}
	o := online(suspensionPath, "S4")
	o.Possible = false
	o.Reason = "Selon la durée et le motif de la suspension, le permis se demande sur le site de l'ANTS ou se récupère à la préfecture : précisez-les."
	return o
}

func pieceSuspensionOpinion(m *matter) {
	switch m.visitDue() {
	case yes:
		m.piece(MedicalOpinion, true, "Rempli par le médecin agréé ou la commission, de moins de deux ans.", "SP14836", "R221-13")
	case unknown:
		m.piece(MedicalOpinion, false, "À joindre si une visite médicale est due.", "R221-13")
	}
}

func pieceSuspensionDecision(m *matter) {
	reason := map[Origin]string{
		Administrative: "L'arrêté de suspension du préfet.",
		Judicial:       "La réf. 7 remise à la notification du jugement.",
		"":             "L'arrêté du préfet, ou la réf. 7 si la suspension est judiciaire.",
	}[m.s.Origin]
	m.piece(SuspensionDecision, true, reason, "SP14836", "SP21761")
}

// unlessAtThePrefecture runs a part only where there may be an ANTS request.
func unlessAtThePrefecture(part func(*matter)) func(*matter) {
	return func(m *matter) {
		if m.visitDue() != no {
			part(m)
		}
	}
}

func stepPrefecture(m *matter) {
	if m.visitDue() == no {
		m.step(Step{
			Code: "recuperation_prefecture", Title: "Récupérer votre permis à la préfecture",
			Detail:  "À la fin de la suspension, avec une pièce d'identité et la décision de suspension. Aucune visite médicale, aucune demande sur le site de l'ANTS.",
			Sources: []string{"SP14836", "SP21761"},
		})
	}
}

func stepSuspensionTest(m *matter) {
	if m.d.Psychotechnical == nil || m.d.Psychotechnical.Required {
		stepPsychotest(m)
	}
	if m.d.Psychotechnical == nil {
		m.lastStepHangsOn(", si la suspension dure six mois ou plus")
	}
}

func stepSuspensionVisit(m *matter) {
	stepVisit(m)
	if m.d.Medical == nil {
		m.lastStepHangsOn(", si elle est due")
	}
}

// lastStepHangsOn makes the last step a condition: it may cost nothing.
func (m *matter) lastStepHangsOn(condition string) {
	s := &m.d.Steps[len(m.d.Steps)-1]
	if s.Done {
		return
	}
	s.Title += condition
	s.Cost.Min = 0
}

func stepSuspensionRequest(m *matter) {
	when := ""
	if m.visitDue() == unknown {
		when = "Seulement si une visite médicale est due ; sinon, le permis vous est rendu à la préfecture. "
	}
	m.requestStep(suspensionPath, when+"Envoyez-la sept jours avant la fin de la suspension, une fois tous les documents en main. Pas d'examen à repasser.", "S4")
}

func alertSuspension(m *matter) {
	if m.visitDue() == no {
		m.alert(OnlineExcluded, "", "Pas de demande sur le site de l'ANTS : votre permis vous est rendu à la préfecture à la fin de la suspension.", "SP14836", "SP21761")
	}
	start, end := m.ban.start, m.ban.end
	if !start.IsZero() && !end.IsZero() && !m.on.Before(start) && !m.on.After(end) {
		m.alert(BanRunning, "", "Votre permis est suspendu jusqu'au "+end.French()+" inclus : ne conduisez pas avant d'avoir récupéré un titre.", "SP14836", "SP21761")
	}
	if m.theoryVoid() == yes {
		m.alert(VoidExam, keyTheoryPassedOn, "L'épreuve passée le "+m.s.TheoryPassedOn.French()+" ne compte pas : elle a été passée pendant une suspension.", "AR12")
	}
	if m.s.Origin == Judicial {
		m.alert(DivergentReadings, keyStartsOn, "La suspension du juge remplace celle du préfet et ce qui en a été exécuté est déduit : nous comptons la durée du juge depuis le premier jour de suspension. Si les deux ne se suivent pas, donnez la date de fin imprimée.", "L224-9", "SP21761")
	}
}

// alertAMDuringSuspension offers the AM licence while the suspension keeps the
// person from driving; not once it is over, nor where the licence is simply
// handed back at the préfecture.
//
// S4; SP14836.
func alertAMDuringSuspension(m *matter) {
	if m.visitDue() == no || before(m.ban.end, m.on) {
		return
	}
	alertAMLicence(m)
}

// during reports whether a known day falls within known bounds, both included.
//
// Arrêté du 20 avril 2012, art. 5, I (épreuves passées pendant une suspension).
func during(d, start, end calendar.Date) bool {
	return !d.IsZero() && !start.IsZero() && !end.IsZero() && !d.Before(start) && !d.After(end)
}

// afterSuspension is the licence asked for at the end of a suspension.
var afterSuspension = procedure{
	measure: measureSuspension,
	exams: func(*matter) *Exams {
		return &Exams{Reason: "Une suspension ne fait pas perdre le permis : aucun examen à repasser.", Sources: []string{"S3"}}
	},
	medical:         suspensionMedical,
	psychotechnical: suspensionPsychotechnical,
	deadlines:       deadlinesOfSuspension,
	online:          suspensionOnline,
	screens:         productionScreensOf(),
	pieces: []func(*matter){
		unlessAtThePrefecture(pieceIdentity), unlessAtThePrefecture(pieceAddress), pieceSuspensionOpinion,
		unlessAtThePrefecture(pieceSuspensionDecision), unlessAtThePrefecture(pieceResidence),
	},
	steps: []func(*matter){
		stepPrefecture, unlessAtThePrefecture(stepSuspensionTest), unlessAtThePrefecture(stepSuspensionVisit), unlessAtThePrefecture(stepPhoto),
		unlessAtThePrefecture(stepSuspensionRequest), unlessAtThePrefecture(stepFollowUp),
	},
	alerts: []func(*matter){alertSuspension, alertExpiredPieces, alertAMDuringSuspension},
}
