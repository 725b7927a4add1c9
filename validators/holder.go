package validators

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

const (
	// HolderDifferent: a piece names somebody else than the applicant, or an
	// identity paper bears another birth date.
	HolderDifferent Code = "titulaire.different"
	// HolderSpelled: the name of the applicant, it seems, written otherwise.
	HolderSpelled Code = "titulaire.orthographe"
	// HolderAbsent: a piece that was read whole does not bear the name of the
	// applicant.
	HolderAbsent Code = "titulaire.absent"
)

// HolderReading is a name that was read on a piece.
type HolderReading struct {
	Name   string `json:"nom"`
	Origin Origin `json:"origine"`
	Page   int    `json:"page,omitempty"` // from 1
}

// nameSlot says how much it matters that a piece, read whole, does not bear
// the name of the applicant; empty where nothing is said.
type nameSlot struct {
	fromText, fromOCR Severity
	// address: a proof of address, which who hosts may have in their name.
	address bool
	// hosts: in the name of who hosts, which [CheckHosting] looks at.
	hosts bool
}

// nameSlots are the pieces that bear a name. Identity papers are left to
// [CheckIdentity]. OCR does not read hand-writing, nor well the small print
// of a card: it is silent on what people or doctors fill in by hand, and on
// the licence. The values of a PDF form are not in its text layer, so even
// there the name may only have been missed.
var nameSlots = map[string]nameSlot{
	ownProof:                {fromText: Warning, fromOCR: Undetermined, address: true},
	hostProof:               {hosts: true},
	hostStatement:           {fromText: Undetermined},
	"avis_medical":          {fromText: Undetermined},
	"declaration_vol":       {fromText: Undetermined},
	"fiche_retour_permis":   {fromText: Undetermined},
	"decision_suspension":   {fromText: Undetermined},
	"brevet_militaire":      {fromText: Undetermined},
	"diplome_professionnel": {fromText: Undetermined},
	"certificat_formation":  {fromText: Undetermined},
	"permis_actuel":         {fromText: Undetermined},
	"cepc":                  {fromText: Undetermined, fromOCR: Undetermined},
	"service_national":      {fromText: Undetermined, fromOCR: Undetermined},
}

// CheckHolder compares the names on a piece with the applicant's. It never
// blocks: most wrong refusals elsewhere came from names, and the dossier may
// lack a used name (reading.md, « Holder »).
func CheckHolder(piece Piece, terms Terms, inspection *Inspection) {
	slot, ok := nameSlots[piece.Type]
	if !ok {
		return
	}
	var who names.Person
	if terms.Applicant != nil && !slot.hosts {
		who = terms.Applicant.Person
	}
	for i, plate := range platesOf(piece, who) {
		if plate.text != "" {
			inspection.Files[i].Read.Holder = plate.reading()
		}
	}
	if terms.Applicant == nil || slot.hosts || slot.address && terms.Hosted {
		return
	}
	held := holdingOf(piece, who)
	if held.page > 0 && inspection.Files[held.file].Read.Holder == nil {
		inspection.Files[held.file].Read.Holder = held.reading()
	}
	finding, ok := slot.judge(held, who)
	switch {
	case !ok:
	case held.page > 0:
		finding.Page, finding.Excerpt, finding.Mark = held.page, excerpt(held.text), held.pointer()
		inspection.Files[held.file].Findings = append(inspection.Files[held.file].Findings, finding)
	default:
		inspection.Findings = append(inspection.Findings, finding)
	}
}

// judge says what the name on a piece is worth; false where there is nothing
// to say.
func (slot nameSlot) judge(held holding, who names.Person) (Finding, bool) {
	coded := held.origin == FromCode
	switch {
	case held.standing == holderOther:
		return slot.different(held, who), true
	case held.standing == holderRelative && slot.address && !held.byOCR:
		return relative(held, who), true
	case held.standing == holderRelative && coded:
		// An official letter bears every first name: another one is somebody
		// else, such as a brother whose file was taken.
		return slot.different(held, who), true
	case held.standing == holderSpelled:
		return spelled(held, who), true
	case held.standing == holderNowhere:
		severity := slot.fromText
		if held.byOCR {
			severity = slot.fromOCR
		}
		return slot.absent(severity, held, who), severity != ""
	}
	return Finding{}, false
}

// addHosting is the next gesture where a proof of address is in the name of
// who hosts.
// Source: service-public.fr F31847 (« hébergé »); rules § 5.
const addHosting = "gardez ce justificatif et ajoutez les pièces d’hébergement : une attestation d’hébergement datée et signée par vous deux, sa pièce d’identité, et ce justificatif rangé comme « justificatif de domicile de l’hébergeant »"

func (slot nameSlot) different(held holding, who names.Person) Finding {
	finding := Finding{
		Code: HolderDifferent, Severity: Warning,
		Message: fmt.Sprintf("Ce document est au nom de « %s », alors que le dossier est au nom de %s.", held.shown(), fullName(who)),
		Remedy:  "Vérifiez que c’est bien le document du demandeur. Si c’est son nom d’usage ou un autre de ses prénoms, ajoutez-le dans le dossier ; sinon, remplacez le fichier.",
	}
	if slot.address {
		finding.Message = fmt.Sprintf("Ce justificatif de domicile est au nom de « %s », alors que le dossier est au nom de %s.", held.shown(), fullName(who))
		finding.Remedy = "Si c’est la personne qui vous héberge, " + addHosting + ". Si c’est votre nom d’usage, indiquez-le dans le dossier. Sinon, prenez un justificatif à votre nom."
	}
	return finding
}

// relative is a proof of address in the applicant's surname with another first
// name. That is a husband, a mother, or the applicant under a first name that
// the dossier lacks: the paper does not tell which, so it is for them to say.
func relative(held holding, who names.Person) Finding {
	finding := Finding{
		Code: HolderDifferent, Severity: Undetermined,
		Message: fmt.Sprintf("Ce justificatif de domicile est au nom de « %s » : c’est le nom de famille du dossier (%s), avec un autre prénom.", held.shown(), fullName(who)),
		Remedy:  "Si c’est bien vous, ajoutez ce prénom dans le dossier. Si c’est un proche qui vous héberge, " + addHosting + ".",
	}
	if held.origin != FromCode {
		finding.Code = HolderAbsent
		finding.Message = fmt.Sprintf("Le nom de famille du dossier est sur ce justificatif de domicile, mais sans le prénom attendu à côté (%s).", fullName(who))
	}
	return finding
}

func spelled(held holding, who names.Person) Finding {
	return Finding{
		Code: HolderSpelled, Severity: Info,
		Message: fmt.Sprintf("Le nom lu sur ce document (« %s ») n’est pas écrit tout à fait comme dans le dossier (%s).", held.shown(), fullName(who)),
		Remedy:  "Comparez l’orthographe des deux, et corrigez celle du dossier si elle est fausse. Si tout est juste, il n’y a rien à faire.",
	}
}

func (slot nameSlot) absent(severity Severity, held holding, who names.Person) Finding {
	finding := Finding{
		Code: HolderAbsent, Severity: severity,
		Message: fmt.Sprintf("Le nom du demandeur (%s) n’a pas été trouvé sur ce document.", fullName(who)),
		Remedy:  "Regardez vous-même à quel nom il est. S’il y figure, même à la main ou sous un nom d’usage, tout va bien ; sinon, remplacez le fichier.",
	}
	if slot.address {
		finding.Message = fmt.Sprintf("Le nom du demandeur (%s) n’a pas été trouvé sur ce justificatif de domicile.", fullName(who))
		finding.Remedy = "Regardez à quel nom il est. Si c’est celui de la personne qui vous héberge, " + addHosting + ". Si c’est votre nom d’usage, indiquez-le dans le dossier. Sinon, prenez un justificatif à votre nom."
	}
	if held.text != "" {
		finding.Message += fmt.Sprintf(" On y lit « %s ».", held.shown())
	}
	return finding
}

// fullName says who somebody is, under both surnames.
func fullName(p names.Person) string {
	surname := cmp.Or(p.Birth, p.Used)
	if p.Birth != "" && p.Used != "" && p.Used != p.Birth {
		surname = fmt.Sprintf("%s (nom d’usage %s)", p.Birth, p.Used)
	}
	return strings.TrimSpace(surname + " " + strings.Join(p.First, " "))
}

// nameplate is a name on a piece, and where it stands.
type nameplate struct {
	text   string // as it stands there
	origin Origin
	file   int // index in the piece
	page   int // from 1; 0 for no name
	mark   reader.Mark
	like   names.Result
}

func (n nameplate) reading() *HolderReading {
	return &HolderReading{Name: n.shown(), Origin: n.origin, Page: n.page}
}

// shown is the name as a person reads it: a 2D-Doc parts its words by slashes,
// and a sentence goes on behind it.
func (n nameplate) shown() string {
	text := n.text
	if n.origin == FromCode {
		text = strings.ReplaceAll(text, "/", " ")
	}
	return strings.TrimRight(excerpt(text), " ,;:")
}

func (n nameplate) pointer() *reader.Mark {
	if n.mark == (reader.Mark{}) {
		return nil
	}
	return &n.mark
}

// weight orders nameplates by how much they decide. A 2D-Doc says whose the
// paper is, so only the whole name outweighs it elsewhere: « Mme Martin » at
// the foot of a bill may be anybody.
func (n nameplate) weight() int {
	coded := n.origin == FromCode
	switch {
	case n.like == names.Same && coded:
		return 5
	case n.like == names.Same:
		return 4
	case n.like == names.Doubt && coded:
		return 3
	case n.like == names.Different:
		return 2
	case n.like == names.Doubt:
		return 1
	}
	return 0
}

func weightier(a, b nameplate) int { return cmp.Compare(a.weight(), b.weight()) }

// platesOf returns the name that decides on each file of a piece, which may
// be none.
func platesOf(piece Piece, who names.Person) []nameplate {
	plates := make([]nameplate, len(piece.Files))
	for i, file := range piece.Files {
		for p, page := range file.Document.Pages {
			for _, plate := range platesOn(page, who) {
				plate.file, plate.page = i, p+1
				if plates[i].page == 0 || plate.weight() > plates[i].weight() {
					plates[i] = plate
				}
			}
		}
	}
	return plates
}

// platesOn lists the people that the 2D-Docs of a page name, and the line that
// bears the name of the person best.
func platesOn(page reader.Page, who names.Person) []nameplate {
	var plates []nameplate
	for _, code := range page.Codes {
		for _, person := range peopleIn(code) {
			like := names.Match(who, person.Line, names.Options{Truncated: person.Truncated})
			plates = append(plates, nameplate{text: person.Line, origin: FromCode, mark: code.Mark, like: like})
		}
	}
	lines := texts(page)
	if like, at := names.FindIn(who, lines); at >= 0 {
		plate := plateOf(page, at, like)
		plate.text = unlabelled(plate.text)
		// A form has the surname and the first names in fields of their own.
		if above := findSurname(who, lines); like == names.Same && above >= 0 && findSurname(who, lines[at:at+1]) < 0 {
			plate.text = unlabelled(lines[above]) + " " + plate.text
		}
		plates = append(plates, plate)
	}
	return plates
}

// fieldLabel is what a form or a bill writes before a name.
var fieldLabel = regexp.MustCompile(`^[\p{L}’'(). /-]{2,40}:\s*`)

// unlabelled leaves of a line what stands behind its label.
func unlabelled(line string) string {
	if rest := fieldLabel.ReplaceAllString(line, ""); rest != "" {
		return rest
	}
	return line
}

// peopleIn lists whom a symbol names: the holders, and whom a bill is sent to.
// Other symbols than a 2D-Doc, such as a franking mark, name nobody.
func peopleIn(code reader.Code) []twoddoc.Person {
	doc, err := twoddoc.Parse(code.Data)
	if err != nil {
		return nil
	}
	return append(doc.Holder(), doc.Addressee()...)
}

func plateOf(page reader.Page, line int, like names.Result) nameplate {
	origin := FromText
	if page.FromOCR {
		origin = FromOCR
	}
	return nameplate{text: page.Lines[line].Text, origin: origin, mark: page.MarkOf(page.Lines[line]), like: like}
}

func texts(page reader.Page) []string {
	lines := make([]string, len(page.Lines))
	for i, line := range page.Lines {
		lines[i] = line.Text
	}
	return lines
}

// standing is whose name a piece bears.
type standing int

const (
	holderUnknown  standing = iota // nothing was read that tells
	holderSame                     // the person, or enough of their name
	holderSpelled                  // the person, with a letter or two apart
	holderRelative                 // their surname with another first name
	holderOther                    // somebody else
	holderNowhere                  // everything was read, the name is nowhere
)

// holding is whose name a piece bears, and where that was read.
type holding struct {
	nameplate
	standing
	byOCR bool // where words decided: some of them came from pixels
}

// holdingOf looks for the name of a person over all files of a piece: the best
// place counts.
func holdingOf(piece Piece, who names.Person) holding {
	plates := platesOf(piece, who)
	if len(plates) == 0 {
		return holding{}
	}
	best := slices.MaxFunc(plates, weightier)
	surname := func(line string) bool { return findSurname(who, []string{line}) >= 0 }
	switch {
	case best.like == names.Same, best.like == names.Doubt && best.origin != FromCode:
		return holding{best, holderSame, best.origin == FromOCR}
	case best.like == names.Doubt && surname(best.text):
		// An initial, no first name, « M. et Mme »: that is how bills are.
		return holding{best, holderSame, false}
	case best.like == names.Doubt:
		return holding{best, holderSpelled, false}
	case best.like == names.Different && surname(best.text):
		return holding{best, holderRelative, false}
	case best.like == names.Different:
		return holding{best, holderOther, false}
	}
	return writtenHolding(piece, who)
}

// writtenHolding looks at a piece that bears the name of the person nowhere.
func writtenHolding(piece Piece, who names.Person) holding {
	whole, byOCR := readWhole(piece)
	if !whole {
		return holding{}
	}
	for i, file := range piece.Files {
		for p, page := range file.Document.Pages {
			if at := findSurname(who, texts(page)); at >= 0 {
				plate := plateOf(page, at, names.Different)
				plate.file, plate.page = i, p+1
				return holding{plate, holderRelative, byOCR}
			}
		}
	}
	return holding{addressee(piece), holderNowhere, byOCR}
}

// addressee returns the first name in an address on a piece, to be shown.
func addressee(piece Piece) nameplate {
	for i, file := range piece.Files {
		for p, page := range file.Document.Pages {
			if at, ok := addresseeLine(page); ok {
				plate := plateOf(page, at, names.Different)
				plate.file, plate.page = i, p+1
				return plate
			}
		}
	}
	return nameplate{}
}

func findSurname(who names.Person, lines []string) int {
	return max(names.FindName(who.Birth, lines), names.FindName(who.Used, lines))
}
