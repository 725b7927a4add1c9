package validators

import (
	"fmt"
	"regexp"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader/mrz"
)

// end is until when a paper is valid, and how that is known.
type end struct {
	on     calendar.Date
	status mrz.Status
	origin Origin
	// proven: the zone alone says that the paper is over.
	proven bool
}

// endOf returns when the paper of a zone ends. The day that is printed on the
// other side of a French card narrows what the zone says; read by OCR, it may
// be wrong by a digit, so it never proves that a paper is over.
func endOf(z *mrz.Zone, sheets []sheet, on calendar.Date) end {
	v := credible(z)
	e := end{on: on, status: mrz.Standing(mrz.PaperOf(z), v, on), origin: FromZone}
	e.proven = e.status.State == mrz.Expired && z.Sure(mrz.Expiry)
	if mayBeFrench(z) {
		e.proven = e.proven && mrz.Standing(mrz.FrenchPassport, v, on).State == mrz.Expired
	}
	if day, origin, ok := printedEnd(z, v, sheets); ok {
		e.status, e.origin = mrz.Standing(mrz.PaperOf(z), exactly(z, day), on), origin
	}
	return e
}

// mayBeFrench reports whether a paper that reads as foreign may be a French
// one, which is tolerated for longer: no check digit covers the letters of the
// States nor the kind of paper. The same misreading twice is not feared.
func mayBeFrench(z *mrz.Zone) bool {
	const french = "FRA"
	if z.Layout == mrz.FrenchCard || len(z.Nationality) != len(french) {
		return false
	}
	same := 0
	for i := range french {
		if z.Nationality[i] == french[i] {
			same++
		}
	}
	return same == len(french) || same == len(french)-1 && z.Nationality != z.Country
}

// No card with a zone was issued before 1988. A paper that never ends says so
// by a year 99 (the Spanish card of the elderly bears 01 01 9999), which reads
// as 1999: an end before 2000 is not believed.
var (
	firstFrenchCards = 1988
	firstBelieved    = calendar.New(2000, time.January, 1)
)

// credible returns when the paper of a zone ends; not known where it cannot be
// so.
func credible(z *mrz.Zone) mrz.Validity {
	v := mrz.ValidityOf(z)
	if z.Layout == mrz.FrenchCard && z.IssueYear < firstFrenchCards || z.Layout != mrz.FrenchCard && v.Latest.Before(firstBelieved) {
		return mrz.Validity{}
	}
	return v
}

var printedEndLabel = regexp.MustCompile(`\bvalable jusqu`)

// printedEnd looks for « Carte valable jusqu’au : 12.03.2027 » on the other
// side of a French card. OCR often parts the date from its label: any date of
// that page will do, if it is the only one that the zone allows.
func printedEnd(z *mrz.Zone, v mrz.Validity, sheets []sheet) (calendar.Date, Origin, bool) {
	if z.Layout != mrz.FrenchCard || !v.Known() {
		return calendar.Date{}, "", false
	}
	var found []calendar.Date
	origin := FromText
	for _, s := range sheets {
		if !s.bears(printedEndLabel) {
			continue
		}
		for _, line := range s.Lines {
			for _, d := range findDates(fold(line.Text)) {
				if exactly(z, d.date).Known() && !slices.Contains(found, d.date) {
					found = append(found, d.date)
					if s.FromOCR {
						origin = FromOCR
					}
				}
			}
		}
	}
	if len(found) != 1 {
		return calendar.Date{}, "", false
	}
	return found[0], origin, true
}

// bears reports whether a line of the page matches.
func (s sheet) bears(pattern *regexp.Regexp) bool {
	for _, line := range s.Lines {
		if pattern.MatchString(fold(line.Text)) {
			return true
		}
	}
	return false
}

// exactly returns the validity of a French card that bears a day as its last;
// not known where its zone does not allow that day. Where the age at issue is
// not known, each age that allows the day counts.
func exactly(z *mrz.Zone, printed calendar.Date) mrz.Validity {
	var all mrz.Validity
	ages := []mrz.Age{mrz.AgeAtIssue(z)}
	if ages[0] == mrz.AgeUnknown {
		ages = []mrz.Age{mrz.Minor, mrz.Adult}
	}
	for _, age := range ages {
		v := mrz.FrenchCardValidity(z, age)
		if !v.Known() || printed.Before(v.PrintedEarliest) || printed.After(v.PrintedLatest) {
			continue
		}
		last := printed.AddMonths(12 * (v.Latest.Year - v.PrintedLatest.Year))
		if !all.Known() {
			all = mrz.Validity{Earliest: last, PrintedEarliest: printed, PrintedLatest: printed, Sources: v.Sources}
		}
		all.Latest = last
	}
	return all
}

// checkEnds says which papers are over. One that is does not block beside
// another that is valid, nor where the other page may be the receipt of its
// renewal, which is accepted too.
func checkEnds(papers []identityPaper, piece Piece, slot identitySlot, inspection *Inspection) {
	lasting := slices.ContainsFunc(papers, func(p identityPaper) bool {
		return p.status.State == mrz.Valid || p.status.State == mrz.Prolonged
	})
	for _, p := range papers {
		finding, ok := p.finding(slot)
		if !ok {
			continue
		}
		if finding.Severity == Blocking && (!p.proven || lasting || p.kind == ResidencePermit && mayHoldReceipt(piece)) {
			finding.Severity = Warning
		}
		p.report(inspection, finding)
	}
}

// receipt is what the papers say that stand for a permit being renewed.
var receipt = regexp.MustCompile(`\brecepisse\b|\battestation\b|\bdemande de\b`)

// mayHoldReceipt reports whether a page may be the receipt of a renewal: it
// was not looked at, or it has no zone, and no heading shows that it is the
// other side of the permit.
// Source: SP31057 (« récépissé de renouvellement »), rules § 6.
func mayHoldReceipt(piece Piece) bool {
	for _, f := range piece.Files {
		if len(f.Document.Pages) == 0 || len(f.Document.Pages) < f.Document.PageCount {
			return true
		}
	}
	sheets := sheetsOf(piece)
	return slices.ContainsFunc(sheets, func(s sheet) bool { return s.zone() == nil && (!s.bears(cardFront) || s.bears(receipt)) })
}

// finding says what is to be said of the end of a paper: nothing of one that
// is valid.
func (p identityPaper) finding(slot identitySlot) (Finding, bool) {
	this := capitalised(named[p.kind])
	over := p.status.State == mrz.Tolerated || p.status.State == mrz.Expired
	if over && !slot.mustLast {
		return p.hostsIsOver(this), true
	}
	switch p.status.State {
	case mrz.Prolonged:
		return prolonged(this, p.status.Validity), true
	case mrz.Tolerated:
		return p.tolerated(this), true
	case mrz.Expired:
		return p.expired(this), true
	case mrz.Unknown:
		return p.unknown(this), true
	}
	return Finding{}, false
}

// Source: décret 2013-1188, art. 10; SP32303.
func prolonged(this string, v mrz.Validity) Finding {
	until, printed := "jusqu’au "+v.Earliest.French(), "La date imprimée au verso"
	if v.Earliest != v.Latest {
		until = "au moins " + until
	} else {
		printed += " (" + v.PrintedLatest.French() + ")"
	}
	return Finding{
		Code: IdentityProlonged, Severity: Info,
		Message: fmt.Sprintf("%s est encore valable, %s : délivrée à un majeur entre 2004 et 2013, elle a été prolongée de cinq ans. %s est antérieure de cinq ans : c’est normal.", this, until, printed),
		Remedy:  "Rien à faire : vous pouvez l’envoyer.",
	}
}

func (p identityPaper) hostsIsOver(this string) Finding {
	return Finding{
		Code: IdentityExpired, Severity: Warning,
		Message: fmt.Sprintf("%s n’est plus valable : sa validité a pris fin %s. Pour la personne qui héberge, aucune règle publiée ne dit que c’est un motif de refus, mais un service peut demander une pièce en cours de validité.", this, when(p.status.Validity)),
		Remedy:  "Si la personne qui héberge a une pièce d’identité en cours de validité, envoyez plutôt celle-là.",
	}
}

// The tolerance is that of the order; the screen of ANTS is stricter.
// Source: arrêté du 23/12/2016 modifié, SP31057; S2 (« pièce en cours de
// validité »), rules § 6.
func (p identityPaper) tolerated(this string) Finding {
	finding := Finding{
		Code: IdentityExpired, Severity: Warning,
		Message: fmt.Sprintf("%s n’est plus valable : sa validité a pris fin %s. La tolérance court jusqu’au %s (moins de cinq ans après), mais l’écran de l’ANTS demande une pièce « en cours de validité ».",
			this, when(p.status.Validity), p.status.Until.French()),
		Remedy: "Si vous avez une autre pièce d’identité en cours de validité, envoyez plutôt celle-là.",
	}
	if p.kind == Passport {
		finding.Remedy += " Un passeport sans puce (passeport d’urgence, par exemple) n’est admis que moins de deux ans après sa fin de validité."
	}
	return finding
}

func (p identityPaper) expired(this string) Finding {
	expected := "L’ANTS demande une pièce en cours de validité."
	if mrz.PaperOf(p.zone) != mrz.OtherPaper {
		expected = "L’ANTS demande une pièce en cours de validité ; une carte d’identité ou un passeport français reste admis moins de cinq ans après sa fin."
	}
	finding := Finding{
		Code: IdentityExpired, Severity: Blocking,
		Message: fmt.Sprintf("%s n’est plus valable : sa validité a pris fin %s. %s", this, when(p.status.Validity), expected),
		Remedy:  "Envoyez à la place une pièce d’identité en cours de validité (carte d’identité, passeport ou titre de séjour).",
	}
	if p.kind == ResidencePermit {
		finding.Remedy = "Envoyez le nouveau titre de séjour, ou le récépissé de sa demande de renouvellement."
	}
	return finding
}

// unknown speaks of a paper of whose end too little is known to tell: nothing,
// or the month and not the day.
func (p identityPaper) unknown(this string) Finding {
	v := p.status.Validity
	finding := Finding{Code: IdentityExpired, Severity: Undetermined}
	switch {
	case !v.Known():
		finding.Message = fmt.Sprintf("La fin de validité de %s n’a pas pu être établie.", named[p.kind])
		finding.Remedy = "Regardez la date de fin de validité imprimée : si elle est passée, envoyez une pièce en cours de validité."
	case p.on.After(v.Latest):
		finding.Severity = Warning
		finding.Message = fmt.Sprintf("%s n’est plus valable : sa validité a pris fin %s. La tolérance, de moins de cinq ans, s’achève tout juste.", this, when(v))
		finding.Remedy = "Envoyez plutôt une pièce d’identité en cours de validité. Sinon, regardez le jour exact au verso."
	case dependsOnAge(v):
		finding.Message = fmt.Sprintf("%s est valable jusqu’en %d ou jusqu’en %d, selon que son titulaire était mineur ou majeur le jour où elle a été délivrée.", this, v.Earliest.Year, v.Latest.Year)
		finding.Remedy = "Regardez la date de délivrance au verso. Si le titulaire avait déjà 18 ans ce jour-là, la carte vaut quinze ans ; sinon, dix ans."
	default:
		finding.Message = fmt.Sprintf("%s arrive au bout de sa validité %s : le jour exact n’est pas dans la bande de lecture.", this, when(v))
		finding.Remedy = "Regardez la date imprimée au verso. Si elle est passée, préférez une pièce en cours de validité."
		if v.Prolonged() {
			finding.Remedy = "Regardez la date imprimée au verso, et ajoutez-y cinq ans : la carte a été prolongée. Si ce jour est passé, préférez une pièce en cours de validité."
		}
	}
	return finding
}

// dependsOnAge reports whether years lie between the first and the last
// possible day, and not only the days of one month.
func dependsOnAge(v mrz.Validity) bool { return v.Earliest.AddMonths(12).Before(v.Latest) }

func when(v mrz.Validity) string {
	if v.Earliest == v.Latest {
		return "le " + v.Latest.French()
	}
	return fmt.Sprintf("entre le %s et le %s", v.Earliest.French(), v.Latest.French())
}

func capitalised(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
