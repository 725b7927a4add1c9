package rules

// RequestStatus is a status ANTS gives a request: what it means and what the
// person does about it.
type RequestStatus struct {
	Name       string // as ANTS writes it
	Meaning    string
	Action     string
	NewRequest bool // a new request has to be made
	Stuck      bool // the request waits for the person
	Sources    []string
}

// requestStatuses are the eight statuses, in the order a request meets them. What
// they mean is what ANTS says; the gestures come from the rest of its questions.
//
// S4; 24 to 48 hours: no official source; NEPH: S4, S0.
var requestStatuses = []RequestStatus{
	{
		Name:    "Brouillon",
		Meaning: "Vous n'avez pas terminé votre demande.",
		Action: "Terminez-la, ou supprimez-la dans le tableau de bord de votre compte. Tout peut être modifié, sauf le motif : s'il est faux, supprimez la demande et recommencez. " +
			"Si le code photo n'est pas reconnu, attendez 24 à 48 heures et réessayez ; un code déjà utilisé ne sert plus.",
		Stuck: true, Sources: []string{"S4"},
	},
	{
		Name:    "Envoyée",
		Meaning: "Votre demande a été envoyée à l'administration ; elle ne peut plus être modifiée.",
		Action: "Patientez. Si vous avez choisi la photo par courrier, vérifiez que le formulaire de dépôt est posté : il se réimprime depuis le tableau de bord, action « Consulter », rubrique « Photo / signature de la personne concernée par le titre ». " +
			"Si rien ne bouge, voyez la rubrique « Aide & Contact » du site de l'ANTS.",
		Sources: []string{"S4"},
	},
	{
		Name:    "Vérification des images",
		Meaning: "L'administration vérifie votre photo et votre signature.",
		Action:  "Patientez : il n'y a rien à faire.",
		Sources: []string{"S4"},
	},
	{
		Name:    "En cours d'instruction",
		Meaning: "L'administration analyse votre demande.",
		Action:  "Patientez : elle revient vers vous en cas de besoin. Si rien ne bouge, voyez la rubrique « Aide & Contact » du site de l'ANTS.",
		Sources: []string{"S4"},
	},
	{
		Name:    "A compléter",
		Meaning: "Après analyse, certaines pièces sont manquantes ou incorrectes.",
		Action: "Ouvrez la demande dans le tableau de bord, modifiez-la, remplacez les pièces signalées et renvoyez-la. Une pièce illisible est refusée : refaites-la au scanner ou au téléphone, à la lumière naturelle. " +
			"Sans scanner, un point numérique ou une maison de services au public vous aide.",
		Stuck: true, Sources: []string{"S4"},
	},
	{
		Name:       "Rejet des images",
		Meaning:    "La photo ou la signature n'est pas conforme : il faut les refaire.",
		Action:     "Refaites la photo et la signature, avec un nouveau code ou un nouveau formulaire, puis faites une nouvelle demande.",
		NewRequest: true, Stuck: true, Sources: []string{"S4"},
	},
	{
		Name:       "Rejet par l'instruction",
		Meaning:    "La demande est rejetée ; le motif est dans votre compte.",
		Action:     "Connectez-vous, lisez le motif du rejet, corrigez, puis faites une nouvelle demande.",
		NewRequest: true, Stuck: true, Sources: []string{"S4"},
	},
	{
		Name:    "Validée par l'administration",
		Meaning: "La demande est validée ; si c'est une demande de permis, il vous est envoyé dans les 15 jours.",
		Action: "Rien à faire. Après une demande d'inscription, téléchargez l'attestation, qui porte le numéro NEPH. S'il est refusé à l'inscription au code, faites-le réactiver sur demarches-simplifiees.fr si votre département y figure, sinon au bureau de l'éducation routière : comptez 48 heures. " +
			"Une date de naissance en 00/00/19XX refusée se règle avec l'organisme du code.",
		Sources: []string{"S4", "S0"},
	},
}

// RequestStatuses lists the statuses of an ANTS request, in the order a request
// meets them.
func RequestStatuses() []RequestStatus {
	statuses := make([]RequestStatus, len(requestStatuses))
	for i, s := range requestStatuses {
		s.Meaning, s.Action = typeset(s.Meaning), typeset(s.Action)
		statuses[i] = s
	}
	return statuses
}
