package rules

// Keys of the dossier whose absence may leave something undecided, or whose value
// may be questioned.
const (
	keyNotifiedOn       = "situation.date_notification"
	keyHandedInOn       = "situation.date_restitution"
	keyAlreadyHandedIn  = "situation.titre_deja_remis"
	keyEffectiveOn      = "situation.date_effet"
	keyMonths           = "situation.duree_mois"
	keyStartsOn         = "situation.date_debut"
	keyAlcoholOrDrugs   = "situation.alcool_stupefiants"
	keyLicensedOn       = "situation.date_permis"
	keyCategories       = "situation.categories"
	keyMedicalOpinionOn = "situation.date_avis_medical"
	keyPsychotestOn     = "situation.date_test_psychotechnique"
	keyHeavyCategory    = "situation.categorie_lourde"
	keyRequestedOn      = "situation.date_demande"
	keyTheoryPassedOn   = "situation.date_etg"
	keyReceivedOn       = "situation.date_reception_titre"
	keyMoved            = "situation.demenagement"
	keyRequestedOnline  = "situation.titre_demande_en_ligne"
	keyMinor            = "situation.mineur"
	keyBirthDate        = "demandeur.date_naissance"
)

// whereToFind says, for each of these keys, what is missing and where the
// person finds it.
var whereToFind = map[string]string{
	keyNotifiedOn:      "la date de réception de la lettre 48SI, inscrite sur l'avis de réception du recommandé et sur votre relevé d'information intégral",
	keyHandedInOn:      "la date de remise de votre permis, imprimée sur la réf. 44, le récépissé posté par la préfecture",
	keyEffectiveOn:     "la date d'effet de l'annulation, imprimée sur la réf. 7 remise à la notification et sur votre relevé d'information intégral",
	keyMonths:          "la durée de la mesure en mois, ou sa date de fin (clé « situation.date_fin »), imprimée sur la réf. 7, sur la réf. 44 ou sur la décision qui vous a été notifiée",
	keyStartsOn:        "le premier jour de la suspension, imprimé sur l'arrêté de suspension, sur la réf. 7, ou sur l'avis de rétention si votre permis a été retenu",
	keyAlcoholOrDrugs:  "si l'une au moins des infractions concerne l'alcool, les stupéfiants ou un refus de dépistage ; elles sont énumérées dans la lettre 48SI, le jugement ou l'arrêté",
	keyLicensedOn:      "la date d'obtention de votre première catégorie, au dos du permis (colonne 10) ou sur votre relevé d'information intégral",
	keyHeavyCategory:   "si la demande comprend une catégorie lourde (C, D et leurs dérivées) ; c'est la question posée à la première étape sur le site de l'ANTS",
	keyRequestedOn:     "la date d'envoi de votre demande d'inscription aux épreuves, dans votre compte ANTS ou dans son courriel de confirmation",
	keyTheoryPassedOn:  "la date de réussite au code, sur l'attestation de l'organisme qui a fait passer l'épreuve",
	keyReceivedOn:      "la date à laquelle vous avez reçu le permis erroné, sur l'avis de passage ou l'enveloppe du pli",
	keyMoved:           "si vous avez déménagé dans un autre département depuis la demande du permis erroné",
	keyRequestedOnline: "si le permis erroné a été demandé en ligne : la demande est alors dans votre compte ANTS ou dans son courriel de confirmation",
	keyBirthDate:       "votre date de naissance, sur votre pièce d'identité",
}
