package validators

import (
	"regexp"

	"github.com/recevable/recevable/validators/reader"
)

// datedKind is what the inspectors know of the date of a kind of piece, and how
// they speak of it.
type datedKind struct {
	labels labelSet
	// handwritten: what OCR makes of the date is a guess, and proves nothing.
	handwritten bool
	// advised: some services want it fresher than the limit ([adviceMonths]).
	advised bool
	missing Severity // of a date that was not read; empty: nothing is said

	it    string // the piece, as the subject of a sentence
	rule  string // what is asked of it, with the months as %d
	renew string // what to do when it is too old
	newer string // the same, as the end of a sentence
	look  string // where to look for its date
}

// datedKinds are the pieces whose date is read, by type.
var datedKinds = map[string]datedKind{
	"justificatif_domicile":            proofOfAddress,
	"justificatif_domicile_hebergeant": proofOfAddress,
	"avis_medical":                     medicalOpinion,
	"attestation_hebergement":          hostingStatement,
}

var proofOfAddress = datedKind{
	labels: billLabels, advised: true, missing: Undetermined,
	it:    "Ce document",
	rule:  "L’ANTS demande un document de moins de %d mois.",
	renew: "Remplacez-le par une facture récente d’eau, d’électricité, de gaz, d’internet ou de téléphone, ou par une quittance de loyer.",
	newer: "prenez un justificatif plus récent",
	look:  "Regardez la date d’émission.",
}

// medicalOpinion is written by hand: scans of it in which no date was read are
// the rule, and no reason to send everybody looking.
// Source of the two years: arrêté du 31 juillet 2012, art. 4, I; the months
// come from the catalogue.
var medicalOpinion = datedKind{
	labels: labelsOf(false,
		"dateexamen datedelexamen datedelavisite datedelavis datedelaconsultation dateduvisite examinele examineele",
		`\bdate (?:d'|de (?:l'|la |cette |votre )?)(?:examen|visite|consultation|avis|controle)(?: medicale?)?(?: effectuee?)?`,
		`\b(?:examine|vu)(?:e|\(e\))? le`,
		`\bexamen medical (?:du|effectue le|realise le)`, `\bvisite medicale (?:du|effectuee le)`, `\bavis (?:medical )?(?:du|rendu le)`,
		`\b(?:le |la )?medecin(?: agree)?(?: [a-z.'-]+){0,4}, ?le`,
		issuedOn, doneAt,
	),
	handwritten: true, missing: Info,
	it:    "Cet avis médical",
	rule:  "Un avis médical doit avoir moins de %d mois le jour de la demande.",
	renew: "Prenez rendez-vous pour une nouvelle visite médicale (médecin agréé ou commission médicale), et joignez le nouvel avis.",
	newer: "prenez rendez-vous pour une nouvelle visite médicale",
	look:  "Regardez la date de la visite, près de la signature du médecin.",
}

// hostingStatement has no age limit: its date is only shown.
var hostingStatement = datedKind{
	labels:      labelsOf(false, "", issuedOn, doneAt, `\bdate de (?:l'|la |cette )?(?:attestation|signature)`),
	handwritten: true,
	it:          "Cette attestation",
}

// psychotechnicalReport has no type of its own: it is known by its heading.
var psychotechnicalReport = datedKind{
	labels: labelsOf(false,
		"datedelexamen datedutest datedebilan datedelevaluation datedelentretien datedepassation",
		`\bdate (?:d'|de (?:l'|la )?|du |des )(?:examen|test|tests|bilan|evaluation|entretien|passation|epreuves)(?: psychotechniques?)?`,
		`\b(?:examen|tests?|bilan|evaluation)(?: psychotechniques?)?(?: (?:effectue|realise|passe|subi)e?s?)? (?:du|le|en date du)`,
		`\b(?:examine|evalue|recu|presente)(?:e|\(e\))? le`,
		issuedOn, doneAt,
	),
	it:    "Ce compte rendu psychotechnique",
	renew: "Repassez l’examen psychotechnique avant la visite médicale, et apportez le nouveau compte rendu au médecin.",
	look:  "Regardez la date de l’examen.",
}

var psychotechnicalHeading = regexp.MustCompile(`\b(?:examens?|tests?|aptitudes?|bilan|evaluation|compte[- ]rendu) psychotechniques?\b`)

// isPsychotechnical tells the report of a psychotechnical examination from the
// headings of its first page.
func isPsychotechnical(doc reader.Document) bool {
	return len(doc.Pages) > 0 && hasHeading(doc.Pages[0], psychotechnicalHeading)
}

// hasHeading reports whether a line at the top of a page is short and matches.
func hasHeading(page reader.Page, heading *regexp.Regexp) bool {
	for _, l := range page.Lines {
		if l.Box.Y0 < headingPart*page.Ground().Height && len([]rune(l.Text)) <= headingLength && heading.MatchString(fold(l.Text)) {
			return true
		}
	}
	return false
}

// kindOf returns what is known of the date of a piece. A type that no table
// knows, but that has an age limit, is a proof of address.
func kindOf(piece Piece, terms Terms) (datedKind, bool) {
	kind, ok := datedKinds[piece.Type]
	if !ok && terms.AgeMaxMonths != nil {
		return proofOfAddress, true
	}
	return kind, ok
}
