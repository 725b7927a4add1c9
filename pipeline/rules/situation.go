package rules

import "github.com/recevable/recevable/pipeline/calendar"

// Procedure is a démarche: what the person asks of the administration.
type Procedure string

const (
	ReturnAfterInvalidation Procedure = "retour_invalidation"
	ReturnAfterAnnulation   Procedure = "retour_annulation"
	Suspension              Procedure = "suspension"
	CategoryAM              Procedure = "categorie_am"
	LicenceError            Procedure = "erreur_titre"
	MilitaryLicence         Procedure = "brevet_militaire"
	ProfessionalDiploma     Procedure = "diplome_professionnel"
	Loss                    Procedure = "perte"
	Theft                   Procedure = "vol"
	Damage                  Procedure = "deterioration"
	Renewal                 Procedure = "renouvellement"
	InternationalPermit     Procedure = "permis_international"
	FirstRegistration       Procedure = "premiere_inscription"
)

// Procedures lists every démarche of the contract, in its order.
func Procedures() []Procedure {
	return []Procedure{
		ReturnAfterInvalidation, ReturnAfterAnnulation, Suspension, CategoryAM, LicenceError, MilitaryLicence,
		ProfessionalDiploma, Loss, Theft, Damage, Renewal, InternationalPermit, FirstRegistration,
	}
}

// Phase is the half of a return to the licence that is being prepared.
type Phase string

const (
	Registration Phase = "inscription" // asking to sit the exams (default)
	Production   Phase = "fabrication" // asking for the licence once they are passed
)

// Origin of a suspension.
type Origin string

const (
	Administrative Origin = "administrative" // by the prefect
	Judicial       Origin = "judiciaire"     // by a judge
)

// Nationality, as far as the pieces depend on it.
type Nationality string

const (
	French        Nationality = "francaise"
	European      Nationality = "ue" // EU, EEA, Switzerland
	OtherNational Nationality = "autre"
)

// Situation is what the person says of their case, under the keys of the
// contract. A nil pointer, a zero date or an empty value is a fact that is
// not known; it is never taken for a "no".
type Situation struct {
	Procedure Procedure `dossier:"demarche"`
	Phase     Phase     `dossier:"etape"`

	NotifiedOn         calendar.Date `dossier:"date_notification"`            // 48SI received
	HandedInOn         calendar.Date `dossier:"date_restitution"`             // licence handed in
	AlreadyHandedIn    *bool         `dossier:"titre_deja_remis"`             // licence already handed over in a suspension when the 48SI came
	PreviousNotifiedOn calendar.Date `dossier:"date_notification_precedente"` // an earlier 48SI

	EffectiveOn calendar.Date `dossier:"date_effet"` // annulation
	Months      *int          `dossier:"duree_mois"` // length of the measure, months
	StartsOn    calendar.Date `dossier:"date_debut"` // suspension
	EndsOn      calendar.Date `dossier:"date_fin"`   // last day, printed on the document: wins over the computed one

	Origin         Origin `dossier:"origine"`
	AlcoholOrDrugs *bool  `dossier:"alcool_stupefiants"` // one offence at least, or refusing the test

	LicensedOn        calendar.Date `dossier:"date_permis"` // first category obtained
	Categories        []string      `dossier:"categories"`
	AccompaniedDriver *bool         `dossier:"conduite_accompagnee"`
	HeavyCategory     *bool         `dossier:"categorie_lourde"`

	MedicalOpinionOn calendar.Date `dossier:"date_avis_medical"`
	PsychotestOn     calendar.Date `dossier:"date_test_psychotechnique"`
	MedicalVisitOn   calendar.Date `dossier:"date_visite_medicale"`
	TheoryPassedOn   calendar.Date `dossier:"date_etg"`
	RequestedOn      calendar.Date `dossier:"date_demande"`

	LicenceReceivedOn calendar.Date `dossier:"date_reception_titre"`
	Moved             *bool         `dossier:"demenagement"`
	RequestedOnline   *bool         `dossier:"titre_demande_en_ligne"`

	Hosted      *bool       `dossier:"heberge"`
	Minor       *bool       `dossier:"mineur"`
	Nationality Nationality `dossier:"nationalite"`
}

// Person is what the decision needs of the applicant beyond the situation.
type Person struct {
	BirthDate calendar.Date // zero where it is not known
}
