package validators

import (
	"fmt"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/mrz"
)

const (
	// IdentityExpired: the paper is over, or may be.
	IdentityExpired Code = "identite.expiree"
	// IdentityProlonged: the card lasts five years more than it says.
	IdentityProlonged Code = "identite.prolongee"
	// ZoneMisread: a machine-readable zone was found, and its check digits do
	// not hold.
	ZoneMisread Code = "identite.mrz_invalide"
)

// IdentityReading is what the machine-readable zone of an identity paper says.
type IdentityReading struct {
	Paper   PaperType `json:"type"`
	Country string    `json:"pays,omitempty"` // who issued it, as the zone writes it: « FRA »
	// Expiry is the last day of validity, extension included; no date where
	// only the month is known, which Between bounds then.
	Expiry    calendar.Date   `json:"expire_le,omitzero"`
	Between   []calendar.Date `json:"expire_entre,omitempty"` // first and last possible day
	Prolonged bool            `json:"prolongee,omitempty"`
	// Origin of the end of validity; empty where there is none.
	Origin Origin `json:"origine,omitempty"`
	Page   int    `json:"page"` // of the zone, from 1
}

// End says in French until when the paper is valid, or the days that it lies
// between; empty where that is not known.
func (i *IdentityReading) End() string {
	switch {
	case !i.Expiry.IsZero() && i.Prolonged:
		return i.Expiry.French() + ", prolongation de cinq ans comprise"
	case !i.Expiry.IsZero():
		return i.Expiry.French()
	case len(i.Between) == 2:
		return fmt.Sprintf("entre le %s et le %s", i.Between[0].French(), i.Between[1].French())
	}
	return ""
}

// PaperType names an identity paper.
type PaperType string

// The papers that a zone tells apart.
const (
	FrenchCard      PaperType = "cni"      // French identity card until 2021
	FrenchCard2021  PaperType = "cni_2021" // French identity card, format of a bank card
	Passport        PaperType = "passeport"
	ResidencePermit PaperType = "titre_sejour"
	ForeignCard     PaperType = "carte_etrangere"
	OtherIdentity   PaperType = "autre"
)

// named is how a sentence speaks of a paper.
var named = map[PaperType]string{
	FrenchCard:      "cette carte d’identité",
	FrenchCard2021:  "cette carte d’identité",
	Passport:        "ce passeport",
	ResidencePermit: "ce titre de séjour",
	ForeignCard:     "cette carte d’identité",
	OtherIdentity:   "cette pièce",
}

// paperTypeOf tells the paper of a zone. A card whose holder has another
// nationality than the State that issued it is a residence permit.
func paperTypeOf(z *mrz.Zone) PaperType {
	switch {
	case z.Layout == mrz.FrenchCard:
		return FrenchCard
	case z.Layout == mrz.TD3 && strings.HasPrefix(z.DocumentCode, "P"):
		return Passport
	case z.Layout != mrz.TD1:
		return OtherIdentity
	case mrz.PaperOf(z) == mrz.FrenchIDCard:
		return FrenchCard2021
	case z.Nationality != z.Country:
		return ResidencePermit
	}
	return ForeignCard
}

// identitySlot is what is asked of the papers of a piece.
type identitySlot struct {
	// applicants: it must be the applicant's own.
	applicants bool
	// mustLast: a published rule wants it valid. No source says so of who
	// hosts (rules § 5): their expired card is pointed out and never refused.
	mustLast bool
}

var identityPieces = map[string]identitySlot{
	"piece_identite":      {applicants: true, mustLast: true},
	"titre_sejour":        {applicants: true, mustLast: true},
	"identite_hebergeant": {},
}

// CheckIdentity checks identity papers by their machine-readable zone: until
// when they are valid, whose they are, and that both sides of a card are
// there.
func CheckIdentity(piece Piece, terms Terms, inspection *Inspection) {
	slot, ok := identityPieces[piece.Type]
	if !ok {
		return
	}
	sheets := sheetsOf(piece)
	for _, s := range sheets {
		if z := s.zone(); z != nil && !z.Valid() && clearlyZone(z) {
			s.report(inspection, misread())
		}
	}
	papers := papersOn(sheets, terms.On)
	for _, p := range papers {
		read := &inspection.Files[p.file].Read
		if read.Identity == nil {
			read.Identity = p.reading()
		}
		if name := zoneName(p.zone); read.Holder == nil && name != "" {
			read.Holder = &HolderReading{Name: name, Origin: FromZone, Page: p.page}
		}
	}
	checkEnds(papers, piece, slot, inspection)
	if slot.applicants && terms.Applicant != nil {
		checkOwner(papers, *terms.Applicant, inspection)
	}
	checkSides(piece, sheets, inspection)
}

// sheet is one page of a piece and where it stands.
type sheet struct {
	reader.Page
	file int // index in the piece
	page int // from 1
}

func sheetsOf(piece Piece) []sheet {
	var sheets []sheet
	for f, file := range piece.Files {
		for p, page := range file.Document.Pages {
			sheets = append(sheets, sheet{page, f, p + 1})
		}
	}
	return sheets
}

// zone returns the machine-readable zone of the page; nil where there is none.
func (s sheet) zone() *mrz.Zone {
	if s.Zone == nil {
		return nil
	}
	return s.Zone.Zone
}

// report adds a finding about the page to its file.
func (s sheet) report(inspection *Inspection, f Finding) {
	f.Page = s.page
	if s.Zone != nil && s.Zone.Mark != (reader.Mark{}) {
		mark := s.Zone.Mark
		f.Mark = &mark
	}
	findings := &inspection.Files[s.file].Findings
	*findings = append(*findings, f)
}

// clearlyZone reports whether what was found and badly read is a zone, and not
// something that resembles one. « IDFRA » suffices; the other headers are a
// letter or two that also begin other lines, so one check digit must hold.
func clearlyZone(z *mrz.Zone) bool {
	return z.Layout == mrz.FrenchCard || z.Holds(mrz.Number) || z.Holds(mrz.BirthDate) || z.Holds(mrz.Expiry) || z.Holds(mrz.Composite)
}

func misread() Finding {
	return Finding{
		Code: ZoneMisread, Severity: Undetermined,
		Message: "La bande de lecture (les lignes avec des chevrons « < ») a été mal lue : ses chiffres de contrôle ne tombent pas juste. La validité et le nom n’ont donc pas été vérifiés.",
		Remedy:  "Refaites une photo plus nette et bien droite, sans reflet ni doigt sur ces lignes. Si l’image est déjà nette, vérifiez vous-même la date de fin de validité et le nom.",
	}
}

// identityPaper is a paper whose zone was read without fault.
type identityPaper struct {
	sheet
	zone *mrz.Zone
	kind PaperType
	end
}

// papersOn lists the papers of some pages, each once.
func papersOn(sheets []sheet, on calendar.Date) []identityPaper {
	var papers []identityPaper
	for _, s := range sheets {
		z := s.zone()
		if z == nil || !z.Valid() || slices.ContainsFunc(papers, func(p identityPaper) bool { return samePaper(p.zone, z) }) {
			continue
		}
		papers = append(papers, identityPaper{s, z, paperTypeOf(z), endOf(z, sheets, on)})
	}
	return papers
}

func samePaper(a, b *mrz.Zone) bool {
	return a.Layout == b.Layout && a.Country == b.Country && a.Number == b.Number
}

func (p identityPaper) reading() *IdentityReading {
	reading := &IdentityReading{Paper: p.kind, Country: p.zone.Country, Page: p.page}
	v := p.status.Validity
	if !v.Known() {
		return reading
	}
	reading.Origin, reading.Prolonged = p.origin, v.Earliest.After(v.PrintedLatest)
	if v.Earliest == v.Latest {
		reading.Expiry = v.Earliest
	} else {
		reading.Between = []calendar.Date{v.Earliest, v.Latest}
	}
	return reading
}

// zoneName returns the names of a zone, surname first.
func zoneName(z *mrz.Zone) string {
	return strings.TrimSpace(z.Surname + " " + strings.Join(z.GivenNames, " "))
}
