package rules

import "strings"

// Licences that come from elsewhere: the army, a professional diploma.

// trainingCertificateDue decides whether the certificate of the end of training
// is due for a converted military licence: for category C under twenty-one, and
// for category D.
//
// SP1452.
func trainingCertificateDue(categories []string, age int, ageKnown bool) answer {
	if len(categories) == 0 {
		return unknown
	}
	result := no
	for _, c := range categories {
		switch strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(c)), "E") {
		case "D", "D1":
			return yes
		case "C", "C1":
			result = either(result, underTwentyOne(age, ageKnown))
		}
	}
	return result
}

func underTwentyOne(age int, known bool) answer {
	if !known {
		return unknown
	}
	return truth(age < 21)
}

func pieceMilitary(m *matter) {
	m.piece(MilitaryCertificate, true, "Le volet de conversion, signé.", "SP1452", "S4")
}

func pieceTraining(m *matter) {
	age := m.p.BirthDate.AgeOn(m.on)
	switch trainingCertificateDue(m.s.Categories, age, !m.p.BirthDate.IsZero()) {
	case yes:
		m.piece(TrainingCertificate, true, "Exigé pour la catégorie D, et pour la catégorie C avant 21 ans.", "SP1452")
	case unknown:
		if m.heavy() != no {
			m.piece(TrainingCertificate, false, "Exigé pour la catégorie D, et pour la catégorie C avant 21 ans.", "SP1452")
		}
	}
}

var (
	militaryPath = []string{clickProduce, clickMilitary}
	diplomaPath  = []string{clickProduce, clickDiploma}
)

// convertedMilitaryLicence is the civil licence made from a military one.
var convertedMilitaryLicence = procedure{
	basis:     []string{"S4", "SP1452"},
	medical:   heavyMedical,
	deadlines: deadlinesOfRequest,
	online:    alwaysOnline(militaryPath, "S4"),
	screens:   productionScreensOf(categoryRows),
	pieces:    []func(*matter){pieceIdentity, pieceAddress, pieceMilitary, pieceHeavyOpinion, pieceTraining, pieceResidence},
	steps: []func(*matter){
		stepHeavyVisit, stepPhoto,
		stepRequest(militaryPath, "Sélectionnez enfin la ou les catégories obtenues. Gratuit. En attendant le nouveau permis, vous circulez avec le brevet militaire et l'attestation de dépôt.", "SP1452"),
		stepFollowUp,
	},
	alerts: []func(*matter){alertTrailerReadings, alertExpiredPieces},
}

func pieceDiploma(m *matter) {
	m.piece(ProfessionalCertificate, true, "Le diplôme ou le titre qui donne droit à la catégorie.", "S4", "AR12")
}

func stepDiplomaRequest(m *matter) {
	wait := "Si c'est une extension, continuez avec l'ancien titre ; si c'est votre premier permis, attendez de l'avoir reçu pour conduire."
	if !m.s.LicensedOn.IsZero() {
		wait = "Vous avez déjà un permis : continuez à circuler avec l'ancien titre en attendant le nouveau."
	}
	m.requestStep(diplomaPath, "Sélectionnez enfin la ou les catégories obtenues. "+wait, "S4")
}

// licenceFromDiploma is the category a professional diploma gives.
var licenceFromDiploma = procedure{
	basis:     []string{"S4"},
	medical:   heavyMedical,
	deadlines: deadlinesOfRequest,
	online:    alwaysOnline(diplomaPath, "S4"),
	screens:   productionScreensOf(categoryRows),
	pieces:    []func(*matter){pieceIdentity, pieceAddress, pieceDiploma, pieceHeavyOpinion, pieceResidence},
	steps:     []func(*matter){stepHeavyVisit, stepPhoto, stepDiplomaRequest, stepFollowUp},
	alerts:    []func(*matter){alertTrailerReadings, alertExpiredPieces},
}
