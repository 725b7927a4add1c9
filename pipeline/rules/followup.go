package rules

// RequestStatus is a status ANTS gives a request: what it means and what the
// person does about it.
type RequestStatus struct {
	Name       string // as ANTS writes it
	Meaning    string
	Action     string
	NewRequest bool // a new request has to be made
}

// RequestStatuses lists the statuses of an ANTS request, in the order a request
// meets them.
//
// S4.
func RequestStatuses() []RequestStatus {
	return []RequestStatus{
		{"Brouillon", "La demande n'est pas terminée.", "Terminez-la ou supprimez-la. Tout peut être modifié, sauf le motif.", false},
		{"Envoyée", "La demande a été transmise à l'administration.", "Rien à faire.", false},
		{"Vérification des images", "La photo et la signature sont en cours de vérification.", "Rien à faire.", false},
		{"En cours d'instruction", "L'administration examine la demande.", "Rien à faire.", false},
		{"A compléter", "Des pièces manquent ou sont incorrectes.", "Modifiez la demande.", false},
		{"Rejet des images", "La photo ou la signature n'est pas conforme.", "Refaites la photo et la signature, puis une nouvelle demande.", true},
		{"Rejet par l'instruction", typeset("La demande est rejetée ; le motif est dans votre compte."), "Lisez le motif, corrigez, puis faites une nouvelle demande.", true},
		{"Validée par l'administration", typeset("La demande est acceptée ; le permis part sous 15 jours."), "Rien à faire.", false},
	}
}
