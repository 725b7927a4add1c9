package rules

import "fmt"

func pieceIdentity(m *matter) {
	reason := "Recto et verso de votre pièce d'identité, en cours de validité de préférence."
	sources := []string{"S2", "SP31057b"}
	if m.s.Nationality == European {
		reason = "Recto et verso de votre carte d'identité ou de votre passeport, en cours de validité."
	}
	m.piece(Identity, true, reason, sources...)
}

// pieceAddress asks for the person's own proof of address, or for the hosting
// chain: an adult who is hosted, or a minor, brings the host's statement, the
// host's identity and a proof of address in the host's name.
//
// S2 (étape 5), SP31847b (hébergé), SP31847 (mineur: l'un des parents).
func pieceAddress(m *matter) {
	switch {
	case m.minor() == yes:
		m.hostingChain("votre parent", "Vous avez moins de dix-huit ans")
	case told(m.s.Hosted) == yes:
		m.hostingChain("la personne qui vous héberge", "Vous vivez chez quelqu'un")
	default:
		reason := "À votre nom et daté de moins de six mois ; de moins de trois mois, il convient partout."
		if told(m.s.Hosted) == unknown {
			reason += " Si quelqu'un vous héberge, il faut à la place son justificatif, sa pièce d'identité et une attestation signée de vous deux."
		}
		m.piece(ProofOfAddress, true, reason, "S2", "SP31847b")
	}
}

func (m *matter) hostingChain(host, why string) {
	m.piece(ProofOfAddress, false, why+" : le justificatif au nom de "+host+" remplace le vôtre.", "S2", "SP31847b")
	m.piece(HostingStatement, true, why+" : attestation datée et signée par "+host+" et par vous.", "SP31847b")
	m.piece(HostIdentity, true, "Celle de "+host+", recto et verso.", "SP31847b")
	m.piece(HostProofOfAddress, true, "Au nom de "+host+", daté de moins de six mois.", "SP31847b")
}

// minor answers whether the person is under eighteen: what they say, else the
// birth date.
func (m *matter) minor() answer {
	if m.s.Minor != nil {
		return told(m.s.Minor)
	}
	if m.p.BirthDate.IsZero() {
		return unknown
	}
	return truth(m.p.BirthDate.AgeOn(m.on) < 18)
}

// alertMinorAgainstBirth says that the age told and the birth date disagree. It
// never tells the birth date, nor the age it gives.
func alertMinorAgainstBirth(m *matter) {
	if m.s.Minor == nil || m.p.BirthDate.IsZero() || *m.s.Minor == (m.p.BirthDate.AgeOn(m.on) < 18) {
		return
	}
	told, birth := "majeur", "mineur"
	if *m.s.Minor {
		told, birth = birth, told
	}
	m.alert(DivergentReadings, keyMinor, "Le dossier vous dit "+told+" (clé « "+keyMinor+" »), votre date de naissance vous fait "+birth+" : vérifiez les deux. En attendant, nous suivons ce que dit le dossier.", "SP31847")
}

// Ages between which a French person proves their national service position.
const (
	serviceFrom  = 16 // included
	serviceAdult = 18 // from here the recensement alone is not enough
	serviceUntil = 25 // excluded
)

// nationalServiceDue decides whether the national service document is due: from
// the sixteenth birthday to the day before the twenty-fifth, for the French.
//
// Arrêté du 20 avril 2012, art. 1, III, G.
func nationalServiceDue(nationality Nationality, age int, ageKnown bool) answer {
	french, ofAge := unknown, unknown
	if nationality != "" {
		french = truth(nationality == French)
	}
	if ageKnown {
		ofAge = truth(age >= serviceFrom && age < serviceUntil)
	}
	return all(french, ofAge)
}

func pieceNationalService(m *matter) {
	age := m.p.BirthDate.AgeOn(m.on)
	switch nationalServiceDue(m.s.Nationality, age, !m.p.BirthDate.IsZero()) {
	case yes:
		document := "certificat de participation à la JDC, attestation provisoire ou exemption"
		if age < serviceAdult {
			document = "attestation de recensement ; certificat de la JDC si vous l'avez déjà"
		}
		m.piece(NationalService, true, fmt.Sprintf("De nationalité française, à %d ans : %s.", age, document), "AR12", "SP1290")
	case unknown:
		m.piece(NationalService, false, "À joindre si vous avez la nationalité française et de 16 à 24 ans.", "AR12")
	}
}

// pieceResidence asks foreigners from outside the EU, the EEA and Switzerland
// for their residence permit.
//
// Arrêté du 20 avril 2012, art. 1, III, A; arrêté du 23 décembre 2016.
func pieceResidence(m *matter) {
	switch m.s.Nationality {
	case OtherNational:
		m.piece(ResidencePermit, true, "En cours de validité, avec une résidence en France de six mois au moins.", "AR12", "ARID", "SP2825")
	case "":
		m.piece(ResidencePermit, false, "À joindre si vous n'avez ni la nationalité française, ni celle d'un État de l'Union européenne, de l'Espace économique européen ou de la Suisse.", "AR12", "SP2825")
	}
}

// pieceReturnOpinion asks for the medical opinion of a return.
//
// S2 (étape 5); code de la route, art. R224-21.
func pieceReturnOpinion(m *matter) {
	m.piece(MedicalOpinion, true, "L'avis favorable est exigé pour s'inscrire : le feuillet bleu du cerfa n° 14880*02 remis par le médecin, de moins de deux ans."+m.visitOrder(), "S2", m.returnStatute())
}

// visitOrder says in which order the opinion is had, as long as it is not.
//
// Code de la route, art. R224-21, al. 2 (the opinion comes after the test).
func (m *matter) visitOrder() string {
	switch {
	case !m.visitDone().IsZero():
		return ""
	case m.testDone().IsZero():
		return " Passez d'abord le test psychotechnique, puis la visite médicale ; le médecin vous remet alors l'avis."
	}
	return " Le test est fait : passez la visite médicale, le médecin vous remet alors l'avis."
}

// returnPieces is what ANTS asks for at the « inscription » of a return. No
// ASSR: it is for a first licence only (R221-5). The réf. 44 or réf. 7, the
// test report and the driving record are kept at hand, not uploaded (S2,
// SP1704b).
var returnPieces = []func(*matter){
	pieceIdentity, pieceAddress, pieceReturnOpinion, pieceNationalService, pieceResidence,
}
