package rules

import "github.com/recevable/recevable/pipeline/calendar"

// postBy is the last day to post what the online request of an international
// permit leaves to the mail: within two months.
//
// SP11534.
func postBy(requested calendar.Date) calendar.Date { return requested.AddMonths(2) }

func deadlinesOfInternational(m *matter) {
	if !m.s.RequestedOn.IsZero() {
		m.deadline(PostingLimit, postBy(m.s.RequestedOn), "Dernier jour pour poster l'attestation de dépôt, la photo et l'enveloppe", "SP11534")
	}
	m.deadlineRequestDeletion()
}

func pieceLicenceAbroad(m *matter) {
	m.piece(CurrentLicence, true, "Recto et verso de votre permis de conduire en cours de validité.", "SP11534")
}

// pieceTiesInFrance asks EU, EEA and Swiss citizens for a proof of six months'
// residence.
//
// SP11534.
func pieceTiesInFrance(m *matter) {
	if m.s.Nationality == European {
		m.namedPiece("Preuve de résidence en France", true, "Elle montre que vous vivez en France depuis six mois au moins.", "SP11534")
	}
}

func stepPosting(m *matter) {
	by := "dans les deux mois"
	if r := m.s.RequestedOn; !r.IsZero() {
		by = "au plus tard le " + postBy(r).French()
	}
	m.step(Step{
		Code: "envoi_courrier", Title: "Poster l'attestation de dépôt",
		Detail:  "À poster " + by + " : l'attestation de dépôt, une photo de moins de six mois et une enveloppe prête-à-poster suivie de 50 g à votre adresse.",
		Sources: []string{"SP11534"},
	})
}

func alertInternationalReadings(m *matter) {
	m.alert(DivergentReadings, "", "Un arrêté demande deux photos, service-public.fr une seule : c'est l'ancien circuit papier. Une photo suffit pour la demande en ligne.", "AR12", "SP11534")
}

var internationalPath = []string{clickPermit}

// internationalPermit is the permit to drive outside the EU.
var internationalPermit = procedure{
	basis:     []string{"SP11534"},
	deadlines: deadlinesOfInternational,
	online:    alwaysOnline(internationalPath, "S2", "SP11534"),
	screens:   internationalScreens,
	pieces:    []func(*matter){pieceIdentity, pieceAddress, pieceLicenceAbroad, pieceResidence, pieceTiesInFrance},
	steps: []func(*matter){
		stepRequest(internationalPath, "Gratuit ; le permis international vaut trois ans au plus.", "SP11534"),
		stepPosting, stepFollowUp,
	},
	alerts: []func(*matter){alertInternationalReadings},
}
