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
	if o := m.d.Online; !o.Possible && !m.ban.end.IsZero() {
		m.alert(OnlineExcluded, "", o.Reason, "S1", "AR12")
	}
}

// deadlinesOfProduction dates the CEPC and the papers. After an invalidation,
// exams all passed before the ban ended give a certificate that starts right
// after it, whenever they were; otherwise it starts on the day of the last one,
// which the situation tells only where the theory test is the only one.
//
// Arrêté du 20 avril 2012, art. 4, I, 2°.
func deadlinesOfProduction(m *matter) {
	opens := productionOpens(m.ban)
	var start calendar.Date
	switch {
	case m.s.Procedure == ReturnAfterInvalidation && !opens.IsZero() && !m.on.After(opens):
		start = opens
	case m.dispense.granted() == yes && !m.s.TheoryPassedOn.IsZero() && !opens.IsZero() && m.theoryVoid() == no:
		start = certificateStart(m.s.TheoryPassedOn, opens)
	case m.dispense.granted() == yes && m.s.TheoryPassedOn.IsZero():
		m.missing(keyTheoryPassedOn, "Sans elle, on ne peut pas dire jusqu'à quand votre CEPC vaut permis.", "AR12")
	}
	m.deadlineCertificate(start)
	m.deadline(AdvisedDeposit, opens, "Premier jour où demander la fabrication du nouveau permis", "S1", "AR12")
	m.deadlinesOfWhatIsDone()
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
	m.piece(ExamCertificate, true, "Il prouve que vos examens sont réussis.", "S0", "S1")
}

func pieceReturnSheet(m *matter) {
	m.piece(ReturnSheet, true, "Elle est nécessaire à la mise en fabrication de votre titre.", "S0")
}

func pieceProductionOpinion(m *matter) {
	if m.heavy() == yes {
		m.piece(MedicalOpinion, true, "Exigé pour une catégorie lourde, de moins de deux ans.", "R221-10", "S0")
		return
	}
	m.piece(MedicalOpinion, false, "À joindre si ANTS le demande : de moins de deux ans.", "S0", "ARMED")
}

var productionSteps = []func(*matter){stepCertificate, stepPhoto, stepProduction, stepFollowUp, stepAfter}

// productionAfterInvalidation is the request for the licence once the exams of
// a return after an invalidation are passed.
var productionAfterInvalidation = procedure{
	measure:         measureInvalidation,
	exams:           examsBehind,
	medical:         returnMedical,
	psychotechnical: returnPsychotechnical,
	deadlines: func(m *matter) {
		m.deadlinesOfInvalidationBan()
		deadlinesOfProduction(m)
	},
	online: productionOnline,
	pieces: productionPieces,
	steps:  productionSteps,
	alerts: []func(*matter){alertBanOfInvalidation, alertProductionTooEarly, alertVoidTheory, alertExpiredPieces},
}

// productionAfterAnnulation is the same after an annulation.
var productionAfterAnnulation = procedure{
	measure:         measureAnnulation,
	exams:           examsBehind,
	medical:         returnMedical,
	psychotechnical: returnPsychotechnical,
	deadlines: func(m *matter) {
		m.deadlinesOfAnnulationBan()
		deadlinesOfProduction(m)
	},
	online: productionOnline,
	pieces: productionPieces,
	steps:  productionSteps,
	alerts: []func(*matter){alertBanOfAnnulation, alertProductionTooEarly, alertVoidTheory, alertExpiredPieces},
}
