package rules

// Term is a word of the administration, and what it means to the person.
type Term struct{ Word, Meaning string }

// Glossary explains the words that the texts of this package use without saying
// what they are, in the order a person meets them.
//
// S1, R223-3 (48SI, réf. 44); SP21774b (réf. 7); S0, S4 (NEPH); AR12, art. 4
// (CEPC); SP1290 (JDC).
func Glossary() []Term {
	terms := []Term{
		{"ANTS", "Agence nationale des titres sécurisés, aussi appelée France Titres : elle reçoit les demandes de permis et décide de la suite."},
		{"48SI", "Lettre recommandée du ministère de l'Intérieur : le permis n'a plus de points, il n'est plus valable et doit être remis à la préfecture."},
		{"réf. 44", "Récépissé que la préfecture envoie une fois le permis remis après une 48SI. Il porte la durée de l'interdiction et ses dates, et fait foi."},
		{"réf. 7", "Document remis quand un juge annule ou suspend le permis. Il porte la date d'effet et la durée, et fait foi."},
		{"NEPH", "Numéro d'enregistrement préfectoral harmonisé : votre numéro de candidat, imprimé sur l'attestation d'inscription."},
		{"CEPC", "Certificat d'examen du permis de conduire : il prouve que les examens sont réussis."},
		{"JDC", "Journée défense et citoyenneté, qui suit le recensement des Français à 16 ans."},
	}
	for i := range terms {
		terms[i].Meaning = typeset(terms[i].Meaning)
	}
	return terms
}
