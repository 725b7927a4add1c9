package rules

// Deadline codes of the contract.
const (
	HandInLicence        DeadlineCode = "restitution_titre"
	BanEnd               DeadlineCode = "fin_interdiction" // last day
	NewLicence           DeadlineCode = "nouveau_permis"   // first day the new licence is valid
	FirstRequest         DeadlineCode = "premiere_demande" // first day an annulation lets one apply
	DispenseLimit        DeadlineCode = "limite_dispense"  // last safe day
	MedicalVisitFrom     DeadlineCode = "visite_medicale_des"
	AdvisedDeposit       DeadlineCode = "depot_conseille"
	MedicalOpinionExpiry DeadlineCode = "expiration_avis_medical"    // last day it is accepted
	PsychotestExpiry     DeadlineCode = "expiration_psychotechnique" // last day for the visit
	TheoryExpiry         DeadlineCode = "fin_etg"
	CertificateStart     DeadlineCode = "debut_cepc"
	CertificateEnd       DeadlineCode = "fin_cepc"
	LicenceErrorLimit    DeadlineCode = "limite_erreur_titre" // last safe day
	PostingLimit         DeadlineCode = "envoi_courrier"
	RequestDeletion      DeadlineCode = "suppression_demande"
	ProofOfAddressEnd    DeadlineCode = "fin_justificatif_domicile"
)

// Alert codes of the contract.
const (
	MissingFact       AlertCode = "fait_manquant"
	DivergentReadings AlertCode = "lectures_divergentes"
	DispenseLost      AlertCode = "dispense_perdue"
	DispenseAtRisk    AlertCode = "dispense_a_risque"
	VoidExam          AlertCode = "epreuve_nulle"
	OnlineExcluded    AlertCode = "teleprocedure_exclue"
	ExpiredPiece      AlertCode = "piece_perimee"
	AMLicencePossible AlertCode = "titre_am_possible"
	BanRunning        AlertCode = "interdiction_en_cours"
)

// Piece types of the contract.
const (
	Identity                PieceType = "piece_identite"
	ProofOfAddress          PieceType = "justificatif_domicile"
	MedicalOpinion          PieceType = "avis_medical"
	HostingStatement        PieceType = "attestation_hebergement"
	HostIdentity            PieceType = "identite_hebergeant"
	HostProofOfAddress      PieceType = "justificatif_domicile_hebergeant"
	NationalService         PieceType = "service_national"
	ResidencePermit         PieceType = "titre_sejour"
	ExamCertificate         PieceType = "cepc"
	ReturnSheet             PieceType = "fiche_retour_permis"
	SuspensionDecision      PieceType = "decision_suspension"
	TheftReport             PieceType = "declaration_vol"
	MilitaryCertificate     PieceType = "brevet_militaire"
	ProfessionalCertificate PieceType = "diplome_professionnel"
	TrainingCertificate     PieceType = "certificat_formation"
	CurrentLicence          PieceType = "permis_actuel"
	OtherPiece              PieceType = "autre"
)

// PieceTypes lists every piece type of the contract, in its order.
func PieceTypes() []PieceType {
	return []PieceType{
		Identity, ProofOfAddress, MedicalOpinion,
		HostingStatement, HostIdentity, HostProofOfAddress,
		NationalService, ResidencePermit, ExamCertificate, ReturnSheet,
		SuspensionDecision, TheftReport, MilitaryCertificate,
		ProfessionalCertificate, TrainingCertificate, CurrentLicence, OtherPiece,
	}
}
