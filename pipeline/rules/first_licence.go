package rules

import "github.com/recevable/recevable/pipeline/calendar"

// assrFrom is the first birth date that needs the ASSR for a first licence.
//
// Code de la route, art. R221-5, 2°, a.
var assrFrom = calendar.Date{Year: 1988, Month: 1, Day: 1}

// roadSafetyCertificateDue decides whether a first licence needs the ASSR2 or
// the ASR: for who was born on 1 January 1988 or later.
//
// Code de la route, art. R221-5, 2°, a.
func roadSafetyCertificateDue(birth calendar.Date) answer {
	if birth.IsZero() {
		return unknown
	}
	return truth(!birth.Before(assrFrom))
}

const roadSafetyLabel = "Attestation de sécurité routière (ASSR 2 ou ASR)"

func pieceRoadSafety(m *matter) {
	switch roadSafetyCertificateDue(m.p.BirthDate) {
	case yes:
		m.namedPiece(roadSafetyLabel, true, "Exigée pour un premier permis des personnes nées à partir du 1er janvier 1988. Perdue, elle se remplace par une déclaration sur l'honneur.", "R221-5", "SP2828")
	case unknown:
		m.namedPiece(roadSafetyLabel, false, "Exigée pour un premier permis des personnes nées à partir du 1er janvier 1988.", "R221-5")
	}
}

func alertRoadSafetyReadings(m *matter) {
	if roadSafetyCertificateDue(m.p.BirthDate) != yes || m.p.BirthDate.AgeOn(m.on) < 21 {
		return
	}
	m.alert(DivergentReadings, keyBirthDate, "Le code de la route demande l'ASSR aux personnes nées à partir de 1988, service-public.fr aux seuls moins de 21 ans : joignez-la si vous l'avez.", "R221-5", "SP2825", "SP2828")
}

var firstPath = []string{clickRegister, clickFirst}

func stepFirstRegistration(m *matter) {
	m.requestingStep(Step{
		Code: "demande_inscription", Title: "Envoyer la demande d'inscription sur le site de l'ANTS",
		Detail: clickThrough(firstPath) + ". Elle est nécessaire avant de s'inscrire au code. Le motif ne peut plus être changé ensuite.",
		Link:   onlineService, Sources: []string{"S2", "S4"},
	})
}

func stepFirstTheory(m *matter) {
	m.theoryStep(Step{
		Code: "code", Title: "Passer le code",
		Detail:  "40 questions, 35 bonnes réponses ; le bénéfice en est gardé cinq ans, pour cinq épreuves pratiques par catégorie.",
		Cost:    costs(theoryCost),
		Sources: []string{"SP33694", "AR12"},
	})
}

func stepFirstPractical(m *matter) {
	m.step(Step{
		Code: "conduite", Title: "Passer la conduite",
		Detail:  "Avec une auto-école ou en candidat libre, au moins deux jours après le code. Le coût dépend du nombre de leçons, 45 à 65 € l'heure : demandez un devis.",
		Sources: []string{"AR12", "SP2825", "S3"},
	})
}

// firstRegistration is the registration for a first licence.
//
// Code de la route, art. R221-5; arrêté du 20 avril 2012, art. 1.
var firstRegistration = procedure{
	basis: []string{"SP2828"},
	exams: func(*matter) *Exams {
		return &Exams{Theory: true, Practical: true, Reason: "Un premier permis demande le code et la conduite.", Sources: []string{"SP2828", "AR12"}}
	},
	medical:   heavyMedical,
	deadlines: deadlinesOfRequest,
	online:    alwaysOnline(firstPath, "S2"),
	screens:   registrationScreens,
	pieces:    []func(*matter){pieceIdentity, pieceAddress, pieceHeavyOpinion, pieceRoadSafety, pieceNationalService, pieceResidence},
	steps:     []func(*matter){stepHeavyVisit, stepPhoto, stepFirstRegistration, stepFollowUp, stepFirstTheory, stepFirstPractical},
	alerts:    []func(*matter){alertRoadSafetyReadings, alertTrailerReadings, alertExpiredPieces},
}
