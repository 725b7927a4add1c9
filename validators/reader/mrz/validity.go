package mrz

import (
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Validity is when a paper ends. The French card of 1995–2021 states the month
// it was issued in and not the day, so each end is a range; both ends of it
// are the same day for the other papers. The exact day is printed on the card.
type Validity struct {
	Earliest, Latest calendar.Date // the last day of validity lies between, extension included
	// PrintedEarliest and PrintedLatest bound the last day that is printed on
	// the card: five years earlier where the card was prolonged.
	PrintedEarliest, PrintedLatest calendar.Date
	Sources                        []string
}

// Known reports whether the end is known at all.
func (v Validity) Known() bool { return !v.Earliest.IsZero() }

// Prolonged reports whether the card is, or may be, valid for longer than is
// printed on it.
func (v Validity) Prolonged() bool { return v.Latest.After(v.PrintedLatest) }

// Age says whether the holder was of age when the paper was issued.
type Age int

// The zero value is not knowing.
const (
	AgeUnknown Age = iota
	Minor
	Adult
)

const majority = 18

// The cards that were still valid on 1 January 2014 last five more years, and
// those issued since then to adults bear fifteen years already.
//
// Source: décret 2013-1188 du 18/12/2013, art. 10, read in SP32303; rules.md § 6.
var (
	firstProlonged = calendar.New(2004, time.January, 1)
	firstFifteen   = calendar.New(2014, time.January, 1)
)

const (
	childYears    = 10 // every card until 2013, a child's ever since
	adultYears    = 15
	frenchSources = "SP32303"
)

// AgeAtIssue deduces from the zone of a French card whether its holder was of
// age when it was issued: unknown in the very month of the 18th birthday.
func AgeAtIssue(z *Zone) Age {
	if z.Layout != FrenchCard || z.IssueYear == 0 || z.BirthDate.IsZero() {
		return AgeUnknown
	}
	first, last := issueMonth(z)
	switch {
	case z.BirthDate.AgeOn(first) >= majority:
		return Adult
	case z.BirthDate.AgeOn(last) < majority:
		return Minor
	}
	return AgeUnknown
}

// FrenchCardValidity returns when a French card of 1995–2021 ends. Pass
// [AgeAtIssue] where nothing better is known; where the age is unknown the
// range covers both answers. It returns no validity for another layout, or
// where the month of issue was not read.
func FrenchCardValidity(z *Zone, age Age) Validity {
	if z.Layout != FrenchCard || z.IssueYear == 0 || !z.Holds(Number) || !z.Sure(Number) {
		return Validity{}
	}
	first, last := issueMonth(z)
	printedChild, printedAdult, adult := childYears, childYears, childYears
	if !first.Before(firstProlonged) {
		adult = adultYears
	}
	if !first.Before(firstFifteen) {
		printedAdult = adultYears
	}
	shortest, longest, printedShortest, printedLongest := childYears, adult, printedChild, printedAdult
	switch age {
	case Adult:
		shortest, printedShortest = adult, printedAdult
	case Minor:
		longest, printedLongest = childYears, printedChild
	}
	// A card of the 14th ends on the 13th. The later bound allows the 14th:
	// nobody is told that a card is over on its own last day.
	return Validity{
		Earliest: first.AddMonths(12 * shortest).AddDays(-1), Latest: last.AddMonths(12 * longest),
		PrintedEarliest: first.AddMonths(12 * printedShortest).AddDays(-1), PrintedLatest: last.AddMonths(12 * printedLongest),
		Sources: []string{frenchSources},
	}
}

func issueMonth(z *Zone) (first, last calendar.Date) {
	month := time.Month(z.IssueMonth)
	return calendar.New(z.IssueYear, month, 1), calendar.New(z.IssueYear, month+1, 0)
}

// ValidityOf returns when the paper of a zone ends, whatever its layout.
func ValidityOf(z *Zone) Validity {
	if z.Layout == FrenchCard {
		return FrenchCardValidity(z, AgeAtIssue(z))
	}
	if z.Expiry.IsZero() {
		return Validity{}
	}
	return Validity{Earliest: z.Expiry, Latest: z.Expiry, PrintedEarliest: z.Expiry, PrintedLatest: z.Expiry}
}

// Paper is a kind of identity paper, as far as the tolerances tell them apart.
type Paper int

// The zero value is the strictest: a paper that must be valid.
const (
	OtherPaper          Paper = iota // foreign papers, residence permits, driving licences
	FrenchIDCard                     // carte nationale d'identité sécurisée
	FrenchPassport                   // biometric, service or mission passport
	FrenchPlainPassport              // passport without a chip
)

// PaperOf says which paper a zone is on. A French passport is taken to be
// biometric: the zone does not tell, and those without a chip were issued
// before 2009, or for one year in an emergency.
func PaperOf(z *Zone) Paper {
	switch {
	case z.Layout == FrenchCard:
		return FrenchIDCard
	case z.Layout == TD1 && z.Country == "FRA" && z.DocumentCode == "ID":
		return FrenchIDCard
	case z.Layout == TD3 && z.Country == "FRA" && z.Nationality == "FRA":
		return FrenchPassport
	}
	return OtherPaper
}

// tolerances are how many years after its end a paper is still accepted.
//
// Source: arrêté du 23/12/2016 modifié (2017), SP31057 and SP31057b.
var tolerances = map[Paper]int{FrenchIDCard: 5, FrenchPassport: 5, FrenchPlainPassport: 2}

var toleranceSources = map[Paper][]string{
	OtherPaper:   {"SP31057b"},
	FrenchIDCard: {"ARID", "SP31057b", "S2"}, FrenchPassport: {"ARID", "SP31057b", "S2"}, FrenchPlainPassport: {"ARID", "SP31057b", "S2"},
}

// State is whether a paper is still accepted.
type State string

// The states of [Standing].
const (
	Valid     State = "valid"
	Prolonged State = "prolonged" // past the printed day, valid by the extension of 2014
	Tolerated State = "tolerated" // over, accepted by the order; the ANTS screen (S2) asks « en cours de validité »
	Expired   State = "expired"
	Unknown   State = "unknown" // the end is not known, or the day within the month decides
)

// Status is what [Standing] found.
type Status struct {
	State State
	// Until is the last day on which the state surely lasts; no date where it
	// is Expired or Unknown.
	Until    calendar.Date
	Validity Validity
	Sources  []string
}

// Standing says whether a paper is accepted on a day. A paper is tolerated
// strictly less than so many years after its end.
func Standing(paper Paper, v Validity, on calendar.Date) Status {
	s := Status{State: Unknown, Validity: v, Sources: append(append([]string{}, v.Sources...), toleranceSources[paper]...)}
	years := tolerances[paper]
	surelyTolerated := v.Earliest.AddMonths(12 * years).AddDays(-1)
	lastTolerated := v.Latest.AddMonths(12 * years).AddDays(-1)
	switch {
	case !v.Known():
	case !on.After(v.Earliest) && !(v.Prolonged() && on.After(v.PrintedEarliest)):
		s.State, s.Until = Valid, v.Earliest
		if v.Prolonged() {
			s.Until = v.PrintedEarliest
		}
	case !on.After(v.Earliest):
		s.State, s.Until = Prolonged, v.Earliest
	case !on.After(v.Latest):
		// The day printed on the card decides.
	case years > 0 && !on.After(surelyTolerated):
		s.State, s.Until = Tolerated, surelyTolerated
	case on.After(later(lastTolerated, v.Latest)):
		s.State = Expired
	}
	return s
}

func later(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}
