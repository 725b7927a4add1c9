package twoddoc

// antsPerimeter is the perimeter whose types and fields are known.
const antsPerimeter = "01"

// Kind is what is known of a type of document.
type Kind struct {
	Code  string
	Title string // in French, to be shown
	// Address tells whether the type is accepted as a proof of address, on
	// condition of its date.
	Address bool
	// Licence tells whether it is a letter about a driving licence.
	Licence bool
}

// kinds of the perimeter of the ANTS. Bank details and statements, payslips
// and the « avis de situation déclarative » bear an address, and are not
// proofs of it.
//
// Source: specification 3.3, § 6.1.
var kinds = map[string]Kind{}

func init() {
	for _, k := range []Kind{
		{Code: "00", Title: "justificatif de domicile", Address: true},
		{Code: "01", Title: "facture d’énergie, d’eau, de téléphone ou d’accès à internet", Address: true},
		{Code: "02", Title: "avis de taxe d’habitation", Address: true},
		{Code: "03", Title: "relevé d’identité bancaire"},
		{Code: "04", Title: "avis d’impôt sur les revenus", Address: true},
		{Code: "05", Title: "relevé d’identité SEPAmail"},
		{Code: "06", Title: "bulletin de salaire"},
		{Code: "07", Title: "titre d’identité"},
		{Code: "08", Title: "zone de lecture d’un titre d’identité"},
		{Code: "09", Title: "facture étendue", Address: true},
		{Code: "10", Title: "contrat de travail"},
		{Code: "11", Title: "relevé de compte"},
		{Code: "12", Title: "acte de commissaire de justice"},
		{Code: "13", Title: "document étranger"},
		{Code: "15", Title: "attestation d’autorisation de travail"},
		{Code: "16", Title: "attestation de demande d’asile"},
		{Code: "18", Title: "avis de situation déclarative à l’impôt sur les revenus"},
		{Code: "24", Title: "avis de situation déclarative à l’impôt sur les revenus"},
		{Code: "27", Title: "avis de situation déclarative à l’impôt sur les revenus"},
		{Code: "28", Title: "avis d’impôt sur les revenus", Address: true},
		{Code: "A0", Title: "certificat de qualité de l’air"},
		{Code: "A1", Title: "courrier relatif au permis à points", Licence: true},
		{Code: "A2", Title: "carte mobilité inclusion"},
		{Code: "A4", Title: "certificat de décès"},
		{Code: "A7", Title: "certificat de qualité de l’air"},
		{Code: "A8", Title: "certificat de cession d’un véhicule"},
		{Code: "A9", Title: "permis de chasser"},
		{Code: "AA", Title: "arrêté relatif au permis de conduire", Licence: true},
		{Code: "AB", Title: "relevé d’information du permis de conduire", Licence: true},
		{Code: "AD", Title: "certificat d’examen du permis de conduire (CEPC)", Licence: true},
		{Code: "B0", Title: "diplôme"},
		{Code: "B2", Title: "résultat de test virologique"},
		{Code: "L1", Title: "attestation vaccinale"},
	} {
		kinds[k.Code] = k
	}
}

// Kind returns what is known of the document's type; false for a type that
// is not in the table, and for other perimeters than the ANTS's.
func (d *Document) Kind() (Kind, bool) {
	if d.Perimeter != antsPerimeter {
		return Kind{}, false
	}
	k, known := kinds[d.Code]
	return k, known
}
