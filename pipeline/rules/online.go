package rules

import "slices"

// registrationPath is the way through the ANTS screens to a return after an
// invalidation or an annulation (S2, étape 1).
var registrationPath = []string{clickRegister, clickReturn}

// registrationOnline is the request of a return after an invalidation: open as
// soon as the licence is handed in.
//
// Arrêté du 20 avril 2012, art. 5, II; S0 (« dès la restitution »).
func registrationOnline(m *matter) *Online {
	o := &Online{Possible: true, Path: slices.Clone(registrationPath), Sources: []string{"S2", "S0"}}
	switch {
	case !m.ban.opens.IsZero():
	case told(m.s.AlreadyHandedIn) == yes:
		o.Reason = "Votre permis étant déjà remis, la demande se fait à partir du lendemain de la réception de la 48SI, dont la date manque."
	default:
		o.Reason = "La demande se fait une fois votre permis remis à la préfecture."
	}
	return o
}

// annulationOnline is the request of a return after an annulation: open from B.
//
// Code de la route, art. R224-20, al. 2; S3.
func annulationOnline(m *matter) *Online {
	o := &Online{Path: slices.Clone(registrationPath), Sources: []string{"S2", "S3"}}
	switch {
	case m.ban.opens.IsZero():
		o.Reason = "La demande ne s'ouvre que le lendemain de la fin de l'interdiction, dont la date manque."
	case m.on.Before(m.ban.opens):
		o.Reason = "La demande ne s'ouvre que le " + m.ban.opens.French() + ", lendemain de la fin de l'interdiction."
	default:
		o.Possible = true
	}
	return o
}

// alertAMLicence: « Votre permis est invalidé ou annulé, sachez que vous pouvez
// solliciter la production d'un permis de conduire avec la seule catégorie AM »
// (S4).
func alertAMLicence(m *matter) {
	m.alert(AMLicencePossible, "", "En attendant, vous pouvez demander un permis limité à la catégorie AM (cyclomoteur, voiturette), sauf si la sanction s'étend à ces véhicules.", "S4", "SP2890")
}
