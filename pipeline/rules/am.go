package rules

import "strings"

// amPath is the way through ANTS to a licence limited to the category AM; its
// second screen depends on the measure, and shows both where the situation does
// not tell which.
//
// S4.
func amPath(s Situation) []string {
	second := strings.Join([]string{clickAMInvalidity, clickAMSuspension}, " » ou « ")
	switch {
	case s.Origin != "" || !s.StartsOn.IsZero():
		second = clickAMSuspension
	case !s.NotifiedOn.IsZero() || !s.HandedInOn.IsZero() || !s.EffectiveOn.IsZero():
		second = clickAMInvalidity
	}
	return []string{clickProduce, second, clickAMOnly}
}

// amMeasureUntold reports whether nothing but a day of effect tells the measure:
// an annulation has one, and so may a suspension.
func amMeasureUntold(s Situation) bool {
	return s.Origin == "" && s.StartsOn.IsZero() && s.NotifiedOn.IsZero() && s.HandedInOn.IsZero()
}

func stepAMRequest(m *matter) {
	advice := ""
	if amMeasureUntold(m.s) {
		advice = "Le deuxième choix dépend de votre mesure : après une invalidation ou une annulation, « " + clickAMInvalidity + " » ; pendant une suspension, « " + clickAMSuspension + " ». "
	}
	m.requestStep(amPath(m.s), advice+"La catégorie AM permet le cyclomoteur et la voiturette, sauf si la sanction s'étend à ces véhicules.", "SP2890")
}

// unsourcedPieces says of every piece that no source lists it for this démarche.
//
// UNSOURCED, by analogy with the other requests for a licence.
func unsourcedPieces(m *matter) {
	for i := range m.d.Pieces {
		m.d.Pieces[i].ToConfirm = true
		m.d.Pieces[i].Reason += " À confirmer, faute d'une liste publiée pour la catégorie AM."
	}
}

// amOnly is a licence limited to the category AM, during an invalidation, an
// annulation or a suspension. No source lists its pieces: identity and proof of
// address are those of every request for a licence.
//
// S4; SP2890.
var amOnly = procedure{
	basis:     []string{"S4"},
	deadlines: deadlinesOfRequest,
	online:    func(m *matter) *Online { return online(amPath(m.s), "S4") },
	screens:   productionScreensOf(),
	pieces:    []func(*matter){pieceIdentity, pieceAddress, pieceResidence, unsourcedPieces},
	steps:     []func(*matter){stepPhoto, stepAMRequest, stepFollowUp},
}
