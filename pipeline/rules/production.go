package rules

import (
	"slices"

	"github.com/recevable/recevable/pipeline/calendar"
)

// productionPath is the way through ANTS to the licence once the exams of a
// return are passed (S1, § 4).
var productionPath = []string{clickProduction, clickAfterInvalidity}

// productionOpens is the first day the licence can be asked for after an
// invalidation: a success is only recorded on the first day after the ban; after
// an annulation, the exams themselves only open then.
//
// S1; arrêté du 20 avril 2012, art. 4, I, 2° and art. 5, II.
func productionOpens(b ban) calendar.Date { return dayAfter(b.end) }

func productionOnline(m *matter) *Online {
	o := &Online{Path: slices.Clone(productionPath), Sources: []string{"S1", "S0"}}
	opens := productionOpens(m.ban)
	switch {
	case m.theoryVoid() == yes:
		o.Reason = "La demande se fait une fois les examens réussis : votre code ne compte pas, il est à repasser."
	case opens.IsZero():
		o.Reason = "La demande ne s'ouvre que le lendemain de la fin de l'interdiction, dont la date manque."
	case m.on.Before(opens):
		o.Reason = "La réussite n'est enregistrée que le " + opens.French() + ", lendemain de la fin de l'interdiction : attendez ce jour."
	default:
		o.Possible = true
	}
	return o
}

// alertProductionTooEarly says that the licence cannot be asked for yet.
func alertProductionTooEarly(m *matter) {
	if o := m.d.Online; !o.Possible && (m.theoryVoid() == yes || !m.ban.end.IsZero()) {
		m.alert(OnlineExcluded, "", o.Reason, "S1", "AR12")
	}
}

// deadlinesOfProduction dates the CEPC and the papers.
func deadlinesOfProduction(m *matter) {
	m.deadlineFinalCertificate()
	m.deadline(AdvisedDeposit, productionOpens(m.ban), "Vous pouvez demander la fabrication du nouveau permis", "S1", "AR12")
	m.deadlinesOfWhatIsDone()
}

// deadlineFinalCertificate dates the CEPC at the « fabrication ». It starts on
// the day of the last exam, or after the ban; the situation tells that day only
// where the theory test is the only exam: with the practical test there is no
// key for it, and a theory test that is void makes no certificate.
//
// Arrêté du 20 avril 2012, art. 4, I, 2°.
func (m *matter) deadlineFinalCertificate() {
	const undecided = "Sans elle, on ne peut pas dire jusqu'à quand votre CEPC vaut permis."
	passed, opens := m.s.TheoryPassedOn, productionOpens(m.ban)
	var start calendar.Date
	switch granted := m.dispense.granted(); {
	case granted == no || m.theoryVoid() == yes:
		return
	case granted == unknown:
		m.missingForDispense(undecided)
	case passed.IsZero():
		m.missing(keyTheoryPassedOn, undecided, "AR12")
	case m.theoryVoid() == no && !opens.IsZero():
		start = certificateStart(passed, opens)
	}
	m.deadlineCertificate(start)
}

// deadlineEarlyCertificate dates the CEPC at the « inscription », where the
// theory test is the only exam and is passed.
func (m *matter) deadlineEarlyCertificate() {
	if m.dispense.granted() != yes || m.s.TheoryPassedOn.IsZero() || m.theoryVoid() != no || m.ban.end.IsZero() {
		return
	}
	m.deadlineCertificate(certificateStart(m.s.TheoryPassedOn, productionOpens(m.ban)))
}

// deadlineCertificate dates the CEPC from its first day.
func (m *matter) deadlineCertificate(start calendar.Date) {
	var end calendar.Date
	if !start.IsZero() {
		end = certificateEnd(start)
	}
	m.deadline(CertificateStart, start, "Premier jour où votre CEPC vaut permis", "AR12", "SP1704")
	m.deadline(CertificateEnd, end, "Dernier jour où votre CEPC vaut permis", "AR12", "SP2828")
}

// productionPieces is what ANTS asks for once the exams are passed.
//
// S0 (étapes 4, 6, 7); S1, § 4; SP2828.
var productionPieces = []func(*matter){
	pieceIdentity, pieceAddress, pieceCertificate, pieceReturnSheet, pieceProductionOpinion, pieceNationalService, pieceResidence,
}

func pieceCertificate(m *matter) {
	m.piece(ExamCertificate, true, "Il prouve que vos examens sont réussis. Téléchargez-le sur « Résultats du permis de conduire » avec votre NEPH, ou demandez-le au bureau de l'éducation routière.", "S0", "S1")
}

func pieceReturnSheet(m *matter) {
	m.piece(ReturnSheet, true, "Elle est nécessaire à la mise en fabrication de votre titre.", "S0")
}

func pieceProductionOpinion(m *matter) {
	if m.heavy() == yes {
		m.piece(MedicalOpinion, true, "Exigé pour une catégorie lourde, de moins de deux ans.", "R221-10", "S0")
		return
	}
	m.piece(MedicalOpinion, false, "À joindre si l'ANTS le demande : de moins de deux ans.", "S0", "ARMED")
}

// whereExamsAreDue runs a step only where an exam is to be sat again.
func whereExamsAreDue(step func(*matter)) func(*matter) {
	return func(m *matter) {
		if m.d.Exams != nil && m.d.Exams.Theory {
			step(m)
		}
	}
}

// examsAreBehind reports whether the exams are passed, as far as is known: the
// medical papers, due at the « inscription », are then behind too.
func (m *matter) examsAreBehind() bool { return m.theoryVoid() == no }

// productionMedical decides the visit at the « fabrication »: the opinion was due
// for the exams, and only a heavy category asks for it again.
//
// S0 (étape 6, « si nécessaire »); code de la route, art. R221-10, II.
func productionMedical(m *matter) *Medical {
	if !m.examsAreBehind() || m.heavy() == yes {
		return returnMedical(m)
	}
	return &Medical{
		Reason:  "La visite était exigée pour s'inscrire aux épreuves ; la fabrication n'en demande pas d'autre. Gardez l'avis médical : l'ANTS peut le demander.",
		Sources: []string{m.returnStatute(), "S0"},
	}
}

// productionPsychotechnical decides the test likewise.
//
// Code de la route, art. R224-21 (the test comes before the medical opinion).
func productionPsychotechnical(m *matter) *Psychotechnical {
	if !m.examsAreBehind() || m.heavy() == yes {
		return returnPsychotechnical(m)
	}
	return &Psychotechnical{
		Reason:  "Le test était exigé avant la visite, pour s'inscrire aux épreuves ; la fabrication n'en demande pas d'autre.",
		Sources: []string{m.returnStatute(), "R224-21", "S0"},
	}
}

// whereMedicalIsDue runs a step only where the visit and the test are due at the
// « fabrication ».
func whereMedicalIsDue(step func(*matter)) func(*matter) {
	return func(m *matter) {
		if m.d.Medical != nil && m.d.Medical.Required {
			step(m)
		}
	}
}

var productionSteps = []func(*matter){
	whereMedicalIsDue(stepPsychotest), whereMedicalIsDue(stepVisit), whereExamsAreDue(stepTheory), whereExamsAreDue(stepPractical), stepCertificate, stepPhoto, stepProduction, stepFollowUp, stepAfter,
}

// productionAfterInvalidation is the request for the licence once the exams of
// a return after an invalidation are passed.
var productionAfterInvalidation = procedure{
	measure:         measureInvalidation,
	exams:           examsBehind,
	medical:         productionMedical,
	psychotechnical: productionPsychotechnical,
	deadlines: func(m *matter) {
		m.deadlinesOfInvalidationBan()
		deadlinesOfProduction(m)
	},
	online:  productionOnline,
	screens: productionScreensOf(),
	pieces:  productionPieces,
	steps:   productionSteps,
	alerts:  []func(*matter){alertHandedInBefore, alertBanOfInvalidation, alertProductionTooEarly, alertVoidTheory, alertExpiredPieces},
}

// productionAfterAnnulation is the same after an annulation.
var productionAfterAnnulation = procedure{
	measure:         measureAnnulation,
	exams:           examsBehind,
	medical:         productionMedical,
	psychotechnical: productionPsychotechnical,
	deadlines: func(m *matter) {
		m.deadlinesOfAnnulationBan()
		deadlinesOfProduction(m)
	},
	online:  productionOnline,
	screens: productionScreensOf(),
	pieces:  productionPieces,
	steps:   productionSteps,
	alerts:  []func(*matter){alertBanOfAnnulation, alertProductionTooEarly, alertVoidTheory, alertExpiredPieces},
}
