package rules

import "slices"

// This file holds what the simple requests share: those where no licence was
// lost and no date has to be worked out but the age of the papers.

// online is a request that can be made, under the given words.
func online(path []string, sources ...string) *Online {
	return &Online{Possible: true, Path: slices.Clone(path), Sources: sources}
}

// alwaysOnline is the online part of a démarche that nothing excludes.
func alwaysOnline(path []string, sources ...string) func(*matter) *Online {
	return func(*matter) *Online { return online(path, sources...) }
}

// requestStep is the request for a licence on ANTS.
func (m *matter) requestStep(path []string, advice string, sources ...string) {
	m.requestingStep(Step{
		Code:    "demande_fabrication",
		Title:   "Envoyer la demande sur le site de l'ANTS",
		Detail:  clickThrough(path) + ". " + advice + " Le motif ne peut plus être changé ensuite.",
		Link:    onlineService,
		Sources: union([]string{"S4"}, sources),
	})
}

// stepRequest is requestStep as a part of a procedure.
func stepRequest(path []string, advice string, sources ...string) func(*matter) {
	return func(m *matter) { m.requestStep(path, advice, sources...) }
}

// heavyMedical decides the visit where only a heavy category asks for one; nil
// where it is not known whether there is one.
//
// Code de la route, art. R221-10, II.
func heavyMedical(m *matter) *Medical {
	switch m.heavy() {
	case yes:
		return &Medical{
			Required: true, Route: ApprovedDoctor, PriceEUR: doctorPrice,
			Reason:  "Une catégorie lourde demande l'avis favorable d'un médecin agréé, renouvelé tous les cinq ans avant 60 ans, tous les deux ans de 60 à 75 ans, chaque année ensuite (chaque année dès 60 ans pour la catégorie D).",
			Sources: []string{"R221-10", "R221-11", "SP1255"},
		}
	case no:
		return &Medical{Reason: "Pas de catégorie lourde : pas de visite médicale, sauf affection ou restriction qui l'impose.", Sources: []string{"R221-10", "SP2686"}}
	}
	undecided := "Ce fait dit si un avis médical est exigé."
	if m.s.Procedure != FirstRegistration {
		undecided += " Vos catégories sont au dos du permis."
	}
	m.missing(keyHeavyCategory, undecided, "R221-10")
	return nil
}

// pieceHeavyOpinion asks for the medical opinion of a heavy category.
func pieceHeavyOpinion(m *matter) {
	switch m.heavy() {
	case yes:
		m.piece(MedicalOpinion, true, "Exigé pour une catégorie lourde, de moins de deux ans.", "R221-10")
	case unknown:
		m.piece(MedicalOpinion, false, "Exigé si la demande comprend une catégorie lourde.", "R221-10")
	case no:
		if m.trailerAlone() {
			m.piece(MedicalOpinion, false, "Depuis 2016, la catégorie BE ne demande plus cet avis ; à joindre seulement si l'ANTS le réclame.", "R221-10", "D2016-723")
		}
	}
}

// stepHeavyVisit is the visit where heavyMedical asks for it, or may.
func stepHeavyVisit(m *matter) {
	if m.d.Medical != nil && !m.d.Medical.Required {
		return
	}
	title := "Passer la visite médicale"
	if m.d.Medical == nil {
		title += ", si la demande comprend une catégorie lourde"
	}
	cost := costs(Cost{doctorPrice, doctorPrice})
	if m.d.Medical == nil {
		cost.Min = 0
	}
	s := Step{
		Code: "visite_medicale", Title: title,
		Detail:  m.unmadeVisit() + "Chez un médecin agréé par la préfecture, avec le cerfa n° 14880*02. L'avis vaut deux ans.",
		Cost:    cost,
		Sources: []string{"R221-10", "ARMED", "SP1255"},
	}
	if made := m.visitDone(); !made.IsZero() {
		s = behind(s, m.visitBehind(made))
	}
	m.step(s)
}

// deadlinesOfRequest dates what the papers and the request give.
func deadlinesOfRequest(m *matter) { m.deadlinesOfWhatIsDone() }
