package samples

// Situations whose every fact is known, so that the decision is complete, and
// whose ban lets one apply at the reference date.
var (
	// First 48SI, six months' ban, an old licence: theory alone.
	firstInvalidation = complete("retour_invalidation", licence{"2009-07-15", "[A2, B]"}, sober,
		fact{"date_notification", "2026-06-02"}, fact{"date_restitution", "2026-06-08"}, fact{"titre_deja_remis", "false"})

	// Second 48SI within five years: a year's ban, both exams; one offence
	// for alcohol, so before the commission.
	secondInvalidation = complete("retour_invalidation", licence{"2008-05-20", "[B]"}, drinking,
		fact{"date_notification", "2026-04-14"}, fact{"date_restitution", "2026-04-20"}, fact{"titre_deja_remis", "false"},
		fact{"date_notification_precedente", "2022-11-03"})

	// The licence was handed over in a suspension before the 48SI came.
	alreadyHandedIn = complete("retour_invalidation", licence{"2007-10-09", "[B]"}, drinking,
		fact{"date_notification", "2026-07-16"}, fact{"date_restitution", "2026-05-11"}, fact{"titre_deja_remis", "true"})

	// A licence of less than three years: both exams.
	recentLicence = complete("retour_invalidation", licence{"2024-05-03", "[B]"}, sober,
		fact{"date_notification", "2026-07-06"}, fact{"date_restitution", "2026-07-10"}, fact{"titre_deja_remis", "false"})

	// Eight months' ban by a judge, over since 10 October 2026, an old
	// licence: theory alone while nine months have not passed.
	shortAnnulation = complete("retour_annulation", licence{"2009-07-15", "[B]"}, drinking,
		fact{"date_effet", "2026-02-10"}, fact{"duree_mois", "8"})

	// Eighteen months' ban, its last day printed on the document: both exams.
	longAnnulation = complete("retour_annulation", licence{"2010-02-26", "[AM, B]"}, sober,
		fact{"date_effet", "2025-03-14"}, fact{"duree_mois", "18"}, fact{"date_fin", "2026-09-14"})
)

// licence is the licence that was lost, in YAML.
type licence struct{ obtained, categories string }

// Whether alcohol or drugs had a part in it, in YAML.
const (
	sober    = "false"
	drinking = "true"
)

// complete adds to what is known of the measure all else a decision on a
// return to the licence, at registration, may depend on.
func complete(procedure string, lost licence, alcohol string, measure ...fact) situation {
	known := situation{{"demarche", procedure}, {"etape", "inscription"}}
	known = append(known, measure...)
	return append(known,
		fact{"alcool_stupefiants", alcohol},
		fact{"date_permis", lost.obtained}, fact{"categories", lost.categories},
		fact{"conduite_accompagnee", "false"}, fact{"categorie_lourde", "false"},
		fact{"date_test_psychotechnique", "2026-09-21"},
		fact{"date_visite_medicale", opinionDate}, fact{"date_avis_medical", opinionDate},
		fact{"heberge", "false"}, fact{"mineur", "false"}, fact{"nationalite", "francaise"})
}
