package validators

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

const (
	// PieceMisfiled: the words of a file say that it is another document than
	// the slot it stands in asks for.
	PieceMisfiled Code = "piece.mal_rangee"
	// ProofNotAdmitted: a document that does not count as a proof of address.
	ProofNotAdmitted Code = "justificatif.non_admis"
)

// paper is a document that people put into the wrong slot, and the heading it
// is known by. Slots lists the piece types it belongs to.
type paper struct {
	name    string         // with its article, as a sentence says it
	heading *regexp.Regexp // of a folded line
	slots   []string
	// why says that it is no proof of address, or a doubtful one.
	why string
}

var (
	addressSlots  = []string{"justificatif_domicile", "justificatif_domicile_hebergeant"}
	identitySlots = []string{"piece_identite", "identite_hebergeant", "titre_sejour", "permis_actuel"}
)

const (
	noProof      = "Ce n’est pas une preuve d’adresse pour le permis."
	doubtfulOne  = "Il n’est pas dans la liste de service-public.fr pour le permis."
	betterProofs = "Joignez plutôt une facture de moins de six mois (eau, électricité, gaz, téléphone) ou une quittance de loyer d’un professionnel."
)

// papers are told by their headings. Source of what counts as a proof of
// address: service-public.fr F31847; rules § 5.
var papers = []paper{
	{name: "une facture ou une quittance", heading: regexp.MustCompile(`\bfactures?\b|\bquittance\b|avis d'echeance|echeancier`), slots: addressSlots},
	{name: "un avis d’impôt", heading: regexp.MustCompile(`\bavis (?:d'impots?|d'imposition|de non[- ]imposition|de situation declarative)|\bimpot sur les revenus?\b`), slots: addressSlots},
	{name: "un relevé d’identité bancaire", heading: regexp.MustCompile(`\breleve d'identite bancaire`), why: noProof},
	{name: "un bulletin de paie", heading: regexp.MustCompile(`\b(?:bulletin|fiche) de (?:paie|paye|salaire)`), why: noProof},
	{name: "une attestation d’assurance", heading: regexp.MustCompile(`\battestation (?:d'|de l')assurance|\bassurance (?:multirisque )?habitation`), why: doubtfulOne},
	{name: "une attestation de la CAF", heading: regexp.MustCompile(`\bcaisse d'allocations familiales|\battestation de paiement`), why: doubtfulOne},
	{name: "un avis de taxe foncière", heading: regexp.MustCompile(`\btaxes? foncieres?\b`), why: doubtfulOne},
	{name: "un avis médical", heading: regexp.MustCompile(`\bavis medical\b|\bcerfa\b.{0,12}\b14880\b|\bcontrole medical de l'aptitude`), slots: []string{"avis_medical"}},
	{name: "un certificat médical ordinaire", heading: regexp.MustCompile(`^certificat medical\b`)},
	{name: "une carte d’identité", heading: regexp.MustCompile(`\bcarte nationale d'identite|\bidentity card\b`), slots: identitySlots},
	{name: "un passeport", heading: regexp.MustCompile(`^passeport\b|\bpasseport / passport|^passport\b`), slots: identitySlots},
	{name: "une attestation d’hébergement", heading: regexp.MustCompile(`\battestation (?:sur l'honneur )?d'hebergement|\batteste .{0,40}heberge`), slots: []string{"attestation_hebergement"}},
	{name: "un certificat d’examen du permis (CEPC)", heading: regexp.MustCompile(`\bcertificat d'examen du permis`), slots: []string{"cepc"}},
	{name: "une fiche « retour permis »", heading: regexp.MustCompile(`\bfiche (?:« ?)?retour (?:au )?permis`), slots: []string{"fiche_retour_permis"}},
	{name: "une convocation ou attestation de la JDC", heading: regexp.MustCompile(`\bjournee defense et citoyennete|\battestation de recensement`), slots: []string{"service_national"}},
	{name: "une attestation de sécurité routière (ASSR)", heading: regexp.MustCompile(`\battestation scolaire de securite routiere|\battestation de securite routiere\b`), slots: []string{PieceOther}},
}

// privateReceipt is what a landlord writes who is no professional.
// Source: service-public.fr F31847 (2025): « n'émane pas d'un particulier ».
var privateReceipt = paper{name: "une quittance de loyer d’un particulier", why: "Seule celle d’un professionnel compte pour le permis."}

var (
	rentReceipt = regexp.MustCompile(`^quittance de loyer`)
	// The landlord speaks of themself; a professional speaks for them, or is a
	// company.
	landlord     = regexp.MustCompile(`\bje soussignee? .{0,100}\b(?:proprietaire|bailleur|bailleresse)\b`)
	professional = regexp.MustCompile(`\b(?:agence|mandataires?|administrateurs? de biens|gerante?|gestion(?:naire)?|syndic|immobilier|immobiliere|notaire|sci|sarl|sas|hlm|siret|rcs|carte professionnelle)\b`)
)

// rentFromAPerson reports whether a page is a receipt for rent that a landlord
// signs who is a person and names no professional.
func rentFromAPerson(doc reader.Document) bool {
	if len(doc.Pages) == 0 {
		return false
	}
	lines := texts(doc.Pages[0])
	for i := range lines {
		lines[i] = fold(lines[i])
	}
	page := strings.Join(lines, " ")
	return slices.ContainsFunc(lines, rentReceipt.MatchString) && landlord.MatchString(page) && !professional.MatchString(page)
}

// headingPart is how far down a first page a heading may stand, as a share of
// its height, and headingLength how long it may be in characters: « joindre un
// relevé d’identité bancaire » at the foot of a bill is no heading.
const (
	headingPart   = 0.45
	headingLength = 70
)

// CheckKind notices a file in the wrong slot, from its headings. It is a doubt,
// never more: a file one of whose headings fits is left in peace, and so is
// one with none.
func CheckKind(piece Piece, _ Terms, inspection *Inspection) {
	if piece.Type == "" || piece.Type == PieceOther {
		return
	}
	for i, file := range piece.Files {
		seen := headings(file.Document)
		if slices.Contains(addressSlots, piece.Type) && rentFromAPerson(file.Document) {
			seen = []paper{privateReceipt}
		}
		fits := func(p paper) bool { return slices.Contains(p.slots, piece.Type) }
		if len(seen) == 0 || slices.ContainsFunc(seen, fits) {
			continue
		}
		inspection.Files[i].Findings = append(inspection.Files[i].Findings, misfiled(piece, seen[0]))
	}
}

func misfiled(piece Piece, found paper) Finding {
	if slices.Contains(addressSlots, piece.Type) && found.why != "" {
		return Finding{
			Code: ProofNotAdmitted, Severity: Warning, Page: 1,
			Message: fmt.Sprintf("Ce document ressemble à %s. %s", found.name, found.why),
			Remedy:  betterProofs,
		}
	}
	return Finding{
		Code: PieceMisfiled, Severity: Warning, Page: 1,
		Message: fmt.Sprintf("Ce document ressemble à %s, alors qu’il est rangé comme « %s ».", found.name, piece.Label),
		Remedy:  "Vérifiez que c’est le bon fichier, et mettez-le sous la pièce qui lui correspond.",
	}
}

// headings lists the papers whose heading stands at the top of the first page.
func headings(doc reader.Document) []paper {
	if len(doc.Pages) == 0 {
		return nil
	}
	page := doc.Pages[0]
	var seen []paper
	for _, p := range papers {
		if slices.ContainsFunc(page.Lines, func(l reader.Line) bool {
			return l.Box.Y0 < headingPart*page.Ground().Height && len([]rune(l.Text)) <= headingLength && p.heading.MatchString(fold(l.Text))
		}) {
			seen = append(seen, p)
		}
	}
	return seen
}
