package rules

// Loss, theft, damage and renewal: the same licence, made again.

// producePath is the first screen of every request for a licence (S2); the
// sources do not give the words of the next one for these démarches.
var producePath = []string{clickProduce}

// optionalHeavyOpinion offers the medical opinion of a heavy category, without
// which the new licence keeps the validity of the old one.
//
// SP1727, SP1450, SP20109.
func optionalHeavyOpinion(m *matter) {
	if m.heavy() != no {
		m.piece(MedicalOpinion, false, "Facultatif, pour les catégories C et D : sans lui, le nouveau titre garde la même date de fin de validité.", "SP1727", "SP20109")
	}
}

// stepStamp is the 25 € stamp of a loss or a theft.
//
// SP34118 (valable 12 mois); S4 (remboursable dans les 18 mois de l'achat).
func stepStamp(m *matter) {
	m.step(Step{
		Code:    "timbre_fiscal",
		Title:   "Acheter le timbre fiscal",
		Detail:  "25 € en France métropolitaine. Le timbre électronique vaut 12 mois et se fait rembourser dans les 18 mois de l'achat : en ligne avec le numéro du timbre et la référence de transaction ; s'il vient d'un buraliste, avec en plus son montant, un RIB à votre nom (pas un livret) et une pièce d'identité.",
		Link:    stampService,
		Cost:    costs(theftStampCost),
		Sources: []string{"SP34118", "S4"},
	})
}

func alertLossAttestation(m *matter) {
	m.alert(DivergentReadings, "", "L'ANTS délivre une attestation de droits à conduire après vérification, et vous n'avez pas le droit de conduire avant de l'avoir ; une fiche de 2020 parle d'une attestation de perte de deux mois qui permettrait de conduire. Attendez l'attestation de l'ANTS.", "S4", "SP1727", "R233-1")
}

var lossOfLicence = procedure{
	basis:     []string{"SP1727"},
	deadlines: deadlinesOfRequest,
	online:    alwaysOnline(producePath, "S2", "SP1727"),
	screens:   productionScreensOf(lossRows),
	pieces:    []func(*matter){pieceIdentity, pieceAddress, optionalHeavyOpinion, pieceResidence},
	steps: []func(*matter){
		stepStamp, stepPhoto,
		stepRequest(producePath, "Choisissez ensuite la perte : la déclaration se fait dans la demande. Un courriel et un SMS annoncent l'attestation de droits à conduire ; ne conduisez pas avant.", "SP1727"),
		stepFollowUp,
	},
	alerts: []func(*matter){alertLossAttestation, alertExpiredPieces},
}

func pieceTheftReport(m *matter) {
	m.piece(TheftReport, true, "À faire avant la demande, à la police ou à la gendarmerie.", "SP1450")
}

func stepTheftReport(m *matter) {
	m.step(Step{
		Code:    "declaration_vol",
		Title:   "Déclarer le vol à la police ou à la gendarmerie",
		Detail:  "Avant la demande. Le récépissé remplace le permis deux mois au plus, en France seulement.",
		Sources: []string{"SP1450", "R233-1"},
	})
}

var theftOfLicence = procedure{
	basis:     []string{"SP1450"},
	deadlines: deadlinesOfRequest,
	online:    alwaysOnline(producePath, "S2", "SP1450"),
	screens:   productionScreensOf(unsaidRows("le vol", likeLoss)),
	pieces:    []func(*matter){pieceIdentity, pieceAddress, pieceTheftReport, optionalHeavyOpinion, pieceResidence},
	steps: []func(*matter){
		stepTheftReport, stepStamp, stepPhoto,
		stepRequest(producePath, "Choisissez ensuite le vol et joignez la déclaration.", "SP1450"),
		stepFollowUp,
	},
	alerts: []func(*matter){alertExpiredPieces},
}

func stepDamageStamp(m *matter) {
	m.step(Step{
		Code:    "timbre_fiscal",
		Title:   "Prévoir un timbre fiscal, s'il est demandé",
		Detail:  "En principe gratuit, à confirmer au moment de payer : n'achetez le timbre que si l'ANTS le réclame. Non utilisé, il se fait rembourser dans les 18 mois de l'achat.",
		Link:    stampService,
		Cost:    costs(damageStampCost),
		Sources: []string{"SP20109", "W:puy-de-dome.gouv.fr", "S4"},
	})
}

func stepDamageRequest(m *matter) {
	m.requestStep(producePath, "Choisissez ensuite la détérioration. Gardez l'ancien permis jusqu'à la réception du nouveau, puis détruisez-le.", "SP20109")
}

func alertDamageStamp(m *matter) {
	m.alert(DivergentReadings, "", "Pour une détérioration, service-public.fr se contredit : 25 € dans la liste des pièces, gratuit ailleurs ; des préfectures disent gratuit.", "SP20109", "W:puy-de-dome.gouv.fr")
}

var damagedLicence = procedure{
	basis:     []string{"SP20109"},
	deadlines: deadlinesOfRequest,
	online:    alwaysOnline(producePath, "S2", "SP20109"),
	screens:   productionScreensOf(unsaidRows("la détérioration", damageInSummary)),
	pieces:    []func(*matter){pieceIdentity, pieceAddress, optionalHeavyOpinion, pieceResidence},
	steps: []func(*matter){
		stepDamageStamp, stepPhoto,
		stepDamageRequest,
		stepFollowUp,
	},
	alerts: []func(*matter){alertDamageStamp, alertExpiredPieces},
}

func pieceOldLicence(m *matter) {
	m.piece(CurrentLicence, true, "Recto et verso du permis qui arrive à sa fin.", "SP31133", "R221-1")
}

// renewedLicence is the licence at the end of its validity: fifteen years, or
// five for the heavy categories.
//
// Code de la route, art. R221-1, I bis; R221-10, II.
var renewedLicence = procedure{
	basis:     []string{"SP31133", "R221-1"},
	medical:   heavyMedical,
	deadlines: deadlinesOfRequest,
	online:    alwaysOnline(producePath, "S2", "SP31133"),
	screens:   productionScreensOf(unsaidRows("le renouvellement", likeLoss)),
	pieces:    []func(*matter){pieceIdentity, pieceAddress, pieceOldLicence, pieceHeavyOpinion, pieceResidence},
	steps: []func(*matter){
		stepHeavyVisit, stepPhoto,
		stepRequest(producePath, "Choisissez ensuite le renouvellement. Le titre vaut 15 ans (A, B, BE) ou 5 ans (C, D) ; l'ancien permis rose cartonné vaut jusqu'au 19 janvier 2033.", "R221-1", "SP31133"),
		stepFollowUp,
	},
	alerts: []func(*matter){alertTrailerReadings, alertExpiredPieces},
}
