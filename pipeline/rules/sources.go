package rules

import "github.com/recevable/recevable/pipeline/calendar"

// Where the texts are published. A link is given only where it was checked to
// lead to the text named.
const (
	codeDeLaRoute  = "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006074228/"
	sectionR224_20 = "https://www.legifrance.gouv.fr/codes/section_lc/LEGITEXT000006074228/LEGISCTA000006177149/"
	legifranceText = "https://www.legifrance.gouv.fr/loda/id/"
	servicePublic  = "https://www.service-public.gouv.fr/particuliers/vosdroits/"
)

// KnownOn is the day the sources were read for the last time: what they say was
// known to hold then.
var KnownOn = calendar.New(2026, 11, 21)

// sourceNotes spells out every source key the package may cite, under the
// keys of the fact sheet. The order is that of the footnotes: statutes,
// decrees and orders first, then service-public.fr, the founding documents,
// and last the private sites cited only for a reading we do not follow.
var sourceNotes = []SourceNote{
	{"L223-1", "Code de la route, art. L223-1 (perte de validité, capital de six points)", codeDeLaRoute},
	{"L223-5", "Code de la route, art. L223-5 (six mois ou un an sans nouveau permis)", codeDeLaRoute},
	{"L224-9", "Code de la route, art. L224-9 (la suspension judiciaire remplace l'administrative)", codeDeLaRoute},
	{"L224-13", "Code de la route, art. L224-13 (annulation par le juge)", codeDeLaRoute},
	{"L224-14", "Code de la route, art. L224-14 (examen médical et psychotechnique après annulation)", codeDeLaRoute},
	{"L234-2", "Code de la route, art. L234-2 (peines complémentaires, éthylotest antidémarrage)", codeDeLaRoute},
	{"L234-16", "Code de la route, art. L234-16 (éthylotest antidémarrage)", codeDeLaRoute},
	{"R221-1", "Code de la route, art. R221-1 (durée de validité du titre)", codeDeLaRoute},
	{"R221-5", "Code de la route, art. R221-5 (première obtention, ASSR)", codeDeLaRoute},
	{"R221-10", "Code de la route, art. R221-10 (avis médical des catégories lourdes)", codeDeLaRoute},
	{"R221-11", "Code de la route, art. R221-11 (périodicité de l'avis médical)", codeDeLaRoute},
	{"R221-13", "Code de la route, art. R221-13 (contrôle médical après suspension)", codeDeLaRoute},
	{"R223-1", "Code de la route, art. R223-1 (permis probatoire)", codeDeLaRoute},
	{"R223-3", "Code de la route, art. R223-3 (lettre 48SI, restitution sous dix jours)", codeDeLaRoute},
	{"R224-20", "Code de la route, art. R224-20 (épreuves à repasser, dispense)", sectionR224_20},
	{"R224-21", "Code de la route, art. R224-21 (examen psychotechnique)", sectionR224_20},
	{"R226-2", "Code de la route, art. R226-2 (médecin agréé)", codeDeLaRoute},
	{"R226-3", "Code de la route, art. R226-3 (commission médicale)", codeDeLaRoute},
	{"R233-1", "Code de la route, art. R233-1 (titres à présenter, récépissé de perte ou de vol)", codeDeLaRoute},
	{"R413-6", "Code de la route, art. R413-6 (vitesse et signe A des conducteurs novices)", codeDeLaRoute},
	{"D2016-39", "Décret n° 2016-39 du 22 janvier 2016", legifranceText + "JORFTEXT000031890537"},
	{"AR12", "Arrêté du 20 avril 2012 (établissement et délivrance du permis de conduire)", legifranceText + "JORFTEXT000025803494"},
	{"D2016-723", "Décret n° 2016-723 (conditions d'obtention des catégories A et BE)", "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000032619550"},
	{"ARMED", "Arrêté du 31 juillet 2012 (contrôle médical de l'aptitude à la conduite)", legifranceText + "JORFTEXT000026310765"},
	{"ARPSY", "Arrêté du 26 août 2016 modifié (examen psychotechnique)", legifranceText + "JORFTEXT000033096953"},
	{"ARHON", "Arrêté du 1er février 2016 (honoraires des médecins agréés)", legifranceText + "JORFTEXT000032079373"},
	{"ARID", "Arrêté du 23 décembre 2016 (identité, domicile, séjour)", ""},
	{"CPC641", "Code de procédure civile, art. 640 à 642 (décompte des délais)", ""},

	{"SP1255", "service-public.fr, contrôle médical pour raison professionnelle", servicePublic + "F1255"},
	{"SP1290", "service-public.fr, journée défense et citoyenneté", servicePublic + "F1290"},
	{"SP1450", "service-public.fr, vol du permis de conduire", servicePublic + "F1450"},
	{"SP1452", "service-public.fr, conversion d'un brevet militaire", servicePublic + "F1452"},
	{"SP1704", "service-public.fr, invalidation du permis (version de 2020)", servicePublic + "F1704"},
	{"SP1704b", "service-public.fr, invalidation du permis (version du 3 octobre 2025)", servicePublic + "F1704"},
	{"SP1727", "service-public.fr, perte du permis de conduire", servicePublic + "F1727"},
	{"SP173", "service-public.fr, erreur sur le permis de conduire", servicePublic + "F173"},
	{"SP20109", "service-public.fr, détérioration du permis de conduire", servicePublic + "F20109"},
	{"SP21761", "service-public.fr, suspension judiciaire du permis", servicePublic + "F21761"},
	{"SP21774", "service-public.fr, annulation judiciaire du permis (version de 2019)", servicePublic + "F21774"},
	{"SP21774b", "service-public.fr, annulation judiciaire du permis (version de 2022)", servicePublic + "F21774"},
	{"SP2390", "service-public.fr, permis probatoire", servicePublic + "F2390"},
	{"SP2686", "service-public.fr, contrôle médical pour raison de santé", servicePublic + "F2686"},
	{"SP2727", "service-public.fr, contrôle médical après une infraction", servicePublic + "F2727"},
	{"SP2825", "service-public.fr, permis de conduire en candidat libre", servicePublic + "F2825"},
	{"SP2828", "service-public.fr, permis B", servicePublic + "F2828"},
	{"SP2890", "service-public.fr, brevet de sécurité routière (catégorie AM)", servicePublic + "F2890"},
	{"SP10619", "service-public.fr, photo d'identité", servicePublic + "F10619"},
	{"SP11534", "service-public.fr, permis de conduire international", servicePublic + "F11534"},
	{"SP14807", "service-public.fr, justificatif de domicile d'une carte d'identité ou d'un passeport", servicePublic + "F14807"},
	{"SP14836", "service-public.fr, suspension administrative du permis", servicePublic + "F14836"},
	{"SP31057b", "service-public.fr, justificatif d'identité pour le permis", servicePublic + "F31057"},
	{"SP31133", "service-public.fr, durée de validité du permis", servicePublic + "F31133"},
	{"SP31847", "service-public.fr, justificatif de domicile pour le permis (version de 2020)", servicePublic + "F31847"},
	{"SP31847b", "service-public.fr, justificatif de domicile pour le permis (version de 2025)", servicePublic + "F31847"},
	{"SP33694", "service-public.fr, épreuve théorique générale", servicePublic + "F33694"},
	{"SP34118", "service-public.fr, timbre fiscal électronique", servicePublic + "F34118"},
	{"SP-R42947", "service-public.fr, demande en ligne après perte, vol ou détérioration (téléservice R42947)", ""},

	{"S0", "Préfecture de police, réinscription après invalidation (résidents parisiens)", ""},
	{"S1", "Préfecture d'Eure-et-Loir, « En cas d'invalidation du permis de conduire »", ""},
	{"S2", "Préfecture de police, tutoriel de la demande ANTS et formulaire de dépôt", "https://permisdeconduire.ants.gouv.fr/Services-associes/Effectuer-une-demande-de-permis-de-conduire-en-ligne"},
	{"S3", "AAC Groupe, « repasser son permis après une annulation » (site commercial)", ""},
	{"S4", "ANTS, questions fréquentes « Permis de conduire »", onlineService + "aide-et-contact/demarches-en-ligne"},

	{"W:aac-testpsycho.fr", "aac-testpsycho.fr (site commercial)", ""},
	{"W:autoecole.ants.gouv.fr", "ANTS, aide des auto-écoles, « Démarches administratives »", "https://autoecole.ants.gouv.fr/aide-et-contact/demarches-administratives"},
	{"W:auto-ecole-larger.fr", "auto-ecole-larger.fr (site commercial)", ""},
	{"W:cntp.fr", "cntp.fr (site commercial)", ""},
	{"W:formaest.fr", "formaest.fr (site commercial)", ""},
	{"W:puy-de-dome.gouv.fr", "Préfecture du Puy-de-Dôme", ""},
	{"W:sos-permis.com", "sos-permis.com (site commercial)", ""},
}

// knownSource tells the keys of sourceNotes.
var knownSource = func() map[string]bool {
	known := make(map[string]bool, len(sourceNotes))
	for _, n := range sourceNotes {
		known[n.Key] = true
	}
	return known
}()

// notesFor returns the notes of the keys in used, in footnote order.
func notesFor(used map[string]bool) []SourceNote {
	notes := []SourceNote{}
	for _, n := range sourceNotes {
		if used[n.Key] {
			notes = append(notes, n)
		}
	}
	return notes
}

// citedSources gathers the keys a decision rests on, trace included.
func (d *Decision) citedSources() map[string]bool {
	cited := map[string]bool{}
	cite := func(keys []string) {
		for _, k := range keys {
			cited[k] = true
		}
	}
	if d.Exams != nil {
		cite(d.Exams.Sources)
	}
	if d.Medical != nil {
		cite(d.Medical.Sources)
	}
	if d.Psychotechnical != nil {
		cite(d.Psychotechnical.Sources)
	}
	if d.Online != nil {
		cite(d.Online.Sources)
		for _, x := range d.Online.Screens {
			cite(x.Sources)
		}
	}
	for _, x := range d.Deadlines {
		cite(x.Sources)
	}
	for _, x := range d.Pieces {
		cite(x.Sources)
	}
	for _, x := range d.Steps {
		cite(x.Sources)
	}
	for _, x := range d.Alerts {
		cite(x.Sources)
	}
	for _, x := range d.Trace {
		cite(x.Sources)
	}
	return cited
}
