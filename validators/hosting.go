package validators

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader/mrz"
)

// HostingIncomplete: the proof of address is not in the applicant's name, and
// what shows that its holder hosts them is missing, or does not agree.
const HostingIncomplete Code = "hebergement.incomplet"

// The pieces that say where the applicant lives.
const (
	ownProof      = "justificatif_domicile"
	hostStatement = "attestation_hebergement"
	hostIdentity  = "identite_hebergeant"
	hostProof     = "justificatif_domicile_hebergeant"
)

// link is one piece of the chain, and its name.
type link struct{ piece, name string }

// hostingChain are the three pieces of a hosted person, as a sentence names
// them.
// Source: service-public.fr F31847 (« hébergé »); rules § 5.
var hostingChain = []link{
	{hostStatement, "l’attestation d’hébergement, datée et signée par l’hébergeant et par le demandeur"},
	{hostIdentity, "la pièce d’identité de l’hébergeant, recto et verso"},
	{hostProof, "le justificatif de domicile de l’hébergeant, de moins de six mois"},
}

// Hosted reports whether the applicant lives at somebody else's: the decision
// asks for a host's pieces, or some are there.
func (d Dossier) Hosted() bool {
	return d.asks(hostStatement) || slices.ContainsFunc(hostingChain, func(l link) bool { return d.has(l.piece) })
}

func (d Dossier) asks(piece string) bool {
	return slices.ContainsFunc(d.Required, func(r Required) bool { return r.Mandatory && r.Type == piece })
}

func (d Dossier) has(piece string) bool {
	_, ok := d.piece(piece)
	return ok
}

// piece returns the files filed under a type, as one piece.
func (d Dossier) piece(kind string) (Piece, bool) {
	whole := Piece{Type: kind}
	for _, p := range d.Pieces {
		if p.Type == kind {
			whole.Files = append(whole.Files, p.Files...)
		}
	}
	return whole, len(whole.Files) > 0
}

// CheckHosting looks at whose the proof of address is, and, where it is not
// the applicant's, whether the pieces that go with it are there and agree.
// What the decision already asks for is left to [CheckMissing].
func CheckHosting(dossier Dossier) []Finding {
	if dossier.Applicant == nil {
		return nil
	}
	findings := append(dossier.linksMissing(), dossier.hostProofMisfiled()...)
	return append(findings, dossier.linksDisagree()...)
}

// ownHolding is whose the proof filed as the applicant's is.
func (d Dossier) ownHolding() (holding, bool) {
	proof, ok := d.piece(ownProof)
	if !ok || d.Applicant == nil {
		return holding{}, false
	}
	return holdingOf(proof, d.Applicant.Person), true
}

func (h holding) isTheirs() bool { return h.standing == holderSame || h.standing == holderSpelled }

// hostProofFiledAsOwn reports whether the host's proof stands in the
// applicant's slot, where the ANTS itself has people put it: a proof that is
// not known to be the applicant's, in the dossier of a hosted person.
// Source: rules § 5 (S2: « justificatif au nom d'un tiers + 2 pièces »).
func (d Dossier) hostProofFiledAsOwn() bool {
	own, ok := d.ownHolding()
	return ok && d.Hosted() && !d.has(hostProof) && !own.isTheirs()
}

// linksMissing lists the hosting pieces that are not there. A proof in the
// name of somebody else is itself the host's.
func (d Dossier) linksMissing() []Finding {
	own, given := d.ownHolding()
	another := given && (own.standing == holderOther || own.standing == holderNowhere && !own.byOCR)
	if !another && (!d.Hosted() || d.Required != nil || given && own.isTheirs()) {
		return nil
	}
	var missing []string
	about := ""
	for _, l := range hostingChain {
		there := d.has(l.piece) || l.piece == hostProof && (another || d.hostProofFiledAsOwn())
		if there || d.asks(l.piece) {
			continue
		}
		missing = append(missing, l.name)
		about = cmp.Or(about, l.piece)
	}
	if len(missing) == 0 {
		return nil
	}
	finding := Finding{
		Code: HostingIncomplete, Severity: Warning, Piece: about,
		Message: fmt.Sprintf("Le dossier contient des pièces d’hébergement, mais pas toutes. Il manque : %s.", strings.Join(missing, " ; ")),
		Remedy:  "Si quelqu’un héberge le demandeur, ajoutez ce qui manque. Sinon, retirez les pièces d’hébergement et joignez un justificatif de domicile à son nom.",
	}
	if another {
		finding.Excerpt = excerpt(own.text)
		finding.Message = fmt.Sprintf("%s Une personne hébergée doit aussi fournir des pièces de son hébergeant. Il manque : %s.", own.whose(d.Applicant.Person), strings.Join(missing, " ; "))
		finding.Remedy = "Si quelqu’un héberge le demandeur, ajoutez ce qui manque, rangez ce justificatif comme « justificatif de domicile de l’hébergeant » (type justificatif_domicile_hebergeant) et indiquez « heberge: true » dans le dossier. Sinon, remplacez-le par un justificatif au nom du demandeur."
	}
	return []Finding{finding}
}

// whose says in a sentence that a proof is not the applicant's.
func (h holding) whose(applicant names.Person) string {
	if h.standing == holderOther {
		return fmt.Sprintf("Le justificatif de domicile est au nom de « %s », et non de %s.", h.shown(), fullName(applicant))
	}
	if h.text != "" {
		return fmt.Sprintf("Le justificatif de domicile paraît être au nom de « %s », et non de %s.", h.shown(), fullName(applicant))
	}
	return fmt.Sprintf("Le justificatif de domicile ne semble pas être au nom de %s.", fullName(applicant))
}

// hostProofMisfiled speaks of a host's proof in the applicant's slot, which
// [CheckMissing] takes for the host's.
func (d Dossier) hostProofMisfiled() []Finding {
	if !d.hostProofFiledAsOwn() {
		return nil
	}
	own, _ := d.ownHolding()
	finding := Finding{
		Code: PieceMisfiled, Severity: Info, Piece: ownProof,
		Message: "Le justificatif de domicile rangé comme celui du demandeur paraît être celui de son hébergeant : il a été compté comme tel.",
		Remedy:  "Dans le dossier, donnez-lui le type justificatif_domicile_hebergeant.",
	}
	if own.standing == holderUnknown || own.byOCR {
		finding.Severity = Undetermined
		finding.Message = "Le demandeur est hébergé, et le seul justificatif de domicile est rangé comme le sien. À quel nom il est n’a pas pu être lu avec certitude."
		finding.Remedy = "Regardez-le. S’il est au nom de l’hébergeant, donnez-lui dans le dossier le type justificatif_domicile_hebergeant. S’il est au nom du demandeur, les pièces d’hébergement sont inutiles."
	}
	return []Finding{finding}
}

// linksDisagree compares the people of the chain: the host's identity paper,
// the host's proof and the statement.
func (d Dossier) linksDisagree() []Finding {
	h, known := d.host()
	if known && h.is(*d.Applicant) {
		return []Finding{{
			Code: HostingIncomplete, Severity: Warning, Piece: hostIdentity,
			Message: fmt.Sprintf("La pièce d’identité rangée comme celle de l’hébergeant est celle du demandeur (%s).", fullName(d.Applicant.Person)),
			Remedy:  "Remplacez-la par la pièce d’identité de la personne qui héberge, recto et verso.",
		}}
	}
	findings := d.proofDisagrees(h, known)
	if known {
		findings = append(findings, d.statementDisagrees(h)...)
	}
	return findings
}

// host is who the zone of the host's identity paper names.
type host struct {
	names.Person
	zone *mrz.Zone
}

// host returns who hosts, where a zone was read without fault.
func (d Dossier) host() (host, bool) {
	identity, _ := d.piece(hostIdentity)
	for _, file := range identity.Files {
		for _, page := range file.Document.Pages {
			if z := page.Zone; z != nil && z.Zone != nil && z.Valid() && z.Surname != "" && len(z.GivenNames) > 0 {
				return host{names.Person{Birth: z.Surname, First: z.GivenNames}, z.Zone}, true
			}
		}
	}
	return host{}, false
}

// is reports whether the host's paper is the applicant's: a father and a son
// may share their names, never their birth date.
func (h host) is(applicant Applicant) bool {
	zoneName := h.zone.Surname + " " + strings.Join(h.zone.GivenNames, " ")
	born := h.zone.BirthDate
	return !born.IsZero() && h.zone.Holds(mrz.BirthDate) && born == applicant.BirthDate &&
		names.Match(applicant.Person, zoneName, names.Options{Truncated: h.zone.SurnameTruncated || h.zone.GivenTruncated}) == names.Same
}

// mayBear reports whether lines bear a part of the host's name. A zone has the
// birth name alone, and bills often the used name, so that the first name is
// enough not to contradict.
func (h host) mayBear(lines []string) bool {
	return slices.ContainsFunc(append([]string{h.Birth}, h.First...), func(name string) bool { return names.FindName(name, lines) >= 0 })
}

// hostsProof returns the proof of the host, wherever it was filed.
func (d Dossier) hostsProof() (Piece, bool) {
	if proof, ok := d.piece(hostProof); ok {
		return proof, true
	}
	proof, _ := d.piece(ownProof)
	return proof, d.hostProofFiledAsOwn()
}

// proofDisagrees compares the host's proof with the host's identity paper, and
// with the applicant.
func (d Dossier) proofDisagrees(h host, known bool) []Finding {
	proof, ok := d.hostsProof()
	if !ok {
		return nil
	}
	held := holding{}
	if known {
		if held = holdingOf(proof, h.Person); held.isTheirs() {
			return nil
		}
	}
	if applicants := holdingOf(proof, d.Applicant.Person); applicants.like == names.Same {
		return []Finding{hostProofIsApplicants(applicants, d.Applicant.Person)}
	}
	severity := h.contradiction(held, proof)
	if severity == "" {
		return nil
	}
	finding := Finding{
		Code: HostingIncomplete, Severity: severity, Piece: proof.Type, Excerpt: excerpt(held.text),
		Message: fmt.Sprintf("La pièce d’identité de l’hébergeant est au nom de %s, mais son justificatif de domicile est au nom de « %s ».", fullName(h.Person), held.shown()),
		Remedy:  "L’attestation, la pièce d’identité et le justificatif de domicile doivent être de la même personne. Vérifiez les noms (le justificatif peut porter un nom d’usage), et remplacez la pièce qui n’est pas de l’hébergeant.",
	}
	if held.origin != FromCode {
		finding.Message = fmt.Sprintf("La pièce d’identité de l’hébergeant est au nom de %s, mais ce nom n’a pas été trouvé sur son justificatif de domicile.", fullName(h.Person))
		if held.text != "" {
			finding.Message += fmt.Sprintf(" On y lit « %s ».", held.shown())
		}
	}
	return []Finding{finding}
}

// contradiction weighs what the host's proof says against the host's identity
// paper; empty where that is nothing.
func (h host) contradiction(held holding, proof Piece) Severity {
	switch {
	case held.standing == holderOther && !h.mayBear(codedNames(proof)) && h.zone.Sure(mrz.Names):
		return Warning
	case held.standing == holderOther && !h.mayBear(codedNames(proof)):
		return Undetermined
	case held.standing == holderRelative && held.origin == FromCode:
		return Undetermined // the husband's bill and the wife's card
	case held.standing == holderNowhere && !held.byOCR && !h.mayBear(linesOf(proof)):
		return Undetermined
	}
	return ""
}

func hostProofIsApplicants(held holding, applicant names.Person) Finding {
	finding := Finding{
		Code: HostingIncomplete, Severity: Warning, Piece: hostProof, Excerpt: excerpt(held.text),
		Message: fmt.Sprintf("Le justificatif de domicile rangé comme celui de l’hébergeant est au nom du demandeur (%s).", fullName(applicant)),
		Remedy:  "Si le demandeur a un justificatif à son nom, rangez-le comme « justificatif de domicile » : les pièces d’hébergement sont alors inutiles. Sinon, joignez un justificatif au nom de l’hébergeant.",
	}
	if held.origin != FromCode {
		// The name may stand there for another reason: an occupant, a
		// beneficiary.
		finding.Severity = Undetermined
		finding.Message = fmt.Sprintf("Le nom du demandeur (%s) est écrit sur le justificatif de domicile rangé comme celui de l’hébergeant.", fullName(applicant))
	}
	return finding
}

// statementDisagrees notices that a statement which was read names one of the
// two people and not the other: what is filled in by hand is not read, and
// then neither is found. That the applicant is missing from a text layer is
// [CheckHolder]'s to say.
func (d Dossier) statementDisagrees(h host) []Finding {
	statement, ok := d.piece(hostStatement)
	if !ok {
		return nil
	}
	whole, byOCR := readWhole(statement)
	if !whole {
		return nil
	}
	lines := linesOf(statement)
	hosts := h.mayBear(lines)
	applicants := findSurname(d.Applicant.Person, lines) >= 0
	finding := Finding{
		Code: HostingIncomplete, Severity: Undetermined, Piece: hostStatement,
		Remedy: "Vérifiez que l’attestation nomme les deux personnes et que toutes deux l’ont signée ; sinon, faites-en une nouvelle.",
	}
	if byOCR {
		finding.Severity = Info
	}
	switch {
	case !hosts && applicants:
		finding.Message = fmt.Sprintf("L’attestation d’hébergement ne semble pas nommer l’hébergeant, dont la pièce d’identité est au nom de %s.", fullName(h.Person))
	case hosts && !applicants && byOCR:
		finding.Message = fmt.Sprintf("L’attestation d’hébergement ne semble pas nommer le demandeur, %s.", fullName(d.Applicant.Person))
	default:
		return nil
	}
	return []Finding{finding}
}

func linesOf(piece Piece) []string {
	var lines []string
	for _, file := range piece.Files {
		for _, page := range file.Document.Pages {
			lines = append(lines, texts(page)...)
		}
	}
	return lines
}

// codedNames lists the names in the 2D-Docs of a piece.
func codedNames(piece Piece) []string {
	var found []string
	for _, file := range piece.Files {
		for _, page := range file.Document.Pages {
			for _, code := range page.Codes {
				for _, person := range peopleIn(code) {
					found = append(found, person.Line)
				}
			}
		}
	}
	return found
}
