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

func stepAMRequest(m *matter) {
	m.requestStep(amPath(m.s), "La catégorie AM permet le cyclomoteur et la voiturette, sauf si la sanction s'étend à ces véhicules.", "SP2890")
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
	pieces:    []func(*matter){pieceIdentity, pieceAddress, pieceResidence},
	steps:     []func(*matter){stepPhoto, stepAMRequest, stepFollowUp},
}
