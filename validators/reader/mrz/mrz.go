// Package mrz finds and reads the machine-readable zone of an identity paper
// in lines of text, as an OCR engine or the text layer of a PDF gives them.
//
// Start with [Find]. It knows the French identity card of 1995–2021 (two
// lines of 36, which is not the ICAO TD2 layout), the passport TD3 (two lines
// of 44) and the cards TD1 (three lines of 30). It repairs what an OCR engine
// usually gets wrong, and only where the repair is the only one that the check
// digits allow: a zone that stays ambiguous is returned as read, and
// [Zone.Valid] says no. A check digit that does not hold means « mal lue »,
// never « fausse ».
//
// [FrenchCardValidity] and [Standing] say until when a paper is valid, and who
// still accepts it after that. Nothing here reads the clock: the reference
// date is an argument.
package mrz

import (
	"cmp"
	"slices"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Layout is the shape of a machine-readable zone.
type Layout string

// The layouts that [Find] knows.
const (
	FrenchCard Layout = "cni-2x36" // French identity card, 1988–2021: the layout is France's own
	TD1        Layout = "td1-3x30" // card: residence permit, French identity card since 2021
	TD3        Layout = "td3-2x44" // passport
)

// Field names what a check digit covers, or what is unsure.
type Field string

// The fields of [Check] and of [Zone.Unsure].
const (
	Number    Field = "number"
	BirthDate Field = "birth_date"
	Expiry    Field = "expiry"
	Optional  Field = "optional"
	Composite Field = "composite"
	Names     Field = "names"
)

// Check is one check digit and whether it holds.
type Check struct {
	Field Field
	OK    bool
}

// Zone is a machine-readable zone that was read. Its strings are upper-case
// letters, digits and spaces: the fillers are gone.
type Zone struct {
	Layout       Layout
	DocumentCode string // « ID », « P », « IR »…
	Country      string // who issued it: « FRA », « D » for Germany
	Nationality  string // TD1 and TD3 only
	Number       string

	Surname string
	// GivenNames holds a compound first name as one entry with a space on the
	// French card (« ANNE LAURE »). TD1 and TD3 write a hyphen and a space
	// alike, so there each part is an entry.
	GivenNames []string
	// SurnameTruncated and GivenTruncated tell that the name fills its field
	// to the last letter, and may go on: compare by prefix.
	SurnameTruncated, GivenTruncated bool

	BirthDate calendar.Date // no date where the day is unknown or was not read
	Sex       string        // « M », « F », or empty where it is not stated
	Expiry    calendar.Date // TD1 and TD3: the last day of validity

	// The French card bears its month of issue instead of an expiry date.
	IssueYear, IssueMonth int
	Department, Office    string

	Checks []Check
	// Unsure lists the fields where another reading of the same picture would
	// satisfy the check digits as well: 6 and G weigh the same, so do K and
	// the filler. A name in it must never lead to a refusal. On TD1 and TD3 no
	// digit covers the names at all ([Zone.NamesChecked]).
	Unsure []Field
	// Repaired counts the characters that were changed, fillers added or
	// dropped included.
	Repaired int
	// Lines are the indexes, in what was given to Find, of the lines read.
	Lines []int
	// Text is the zone as repaired, one string per line: personal data, never
	// to be logged.
	Text []string

	// sound tells that every character is of its kind, that every date exists
	// and that no other reading is as good.
	sound bool
}

// Valid reports whether every check digit holds, every character is one that
// may stand where it does, and every date is a day of the calendar or is
// stated as unknown.
func (z *Zone) Valid() bool {
	for _, c := range z.Checks {
		if !c.OK {
			return false
		}
	}
	return z.sound && len(z.Checks) > 0
}

// Holds reports whether the check digit of a field holds. The other fields of
// a zone that is not [Zone.Valid] may still be relied on one by one.
func (z *Zone) Holds(f Field) bool { return slices.Contains(z.Checks, Check{f, true}) }

// Sure reports whether the field has no other plausible reading.
func (z *Zone) Sure(f Field) bool { return !slices.Contains(z.Unsure, f) }

// NamesChecked reports whether a check digit covers the names: only the
// French card has one.
func (z *Zone) NamesChecked() bool { return z.Layout == FrenchCard }

// Find looks for a machine-readable zone in the lines of a page, in reading
// order. Years have two digits in it: on, the reference date, gives the
// century (nobody is born after it, no paper expires more than 20 years after
// it). The second result is false where nothing looks like a zone; a zone
// that was found and could not be read right is returned with [Zone.Valid]
// false.
func Find(lines []string, on calendar.Date) (*Zone, bool) {
	var best *grid
	rows, left := rowsOf(lines), maxTried
	for i := range layouts {
		found := candidates(&layouts[i], rows)
		slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.edits, b.edits) })
		for _, c := range found[:min(len(found), maxCandidates)] {
			if best != nil && best.allHold() && c.edits > best.repaired+maxNoise {
				break // too far to be preferred, or to raise a doubt
			}
			if g := readGrid(&layouts[i], c, &left); g != nil && (best == nil || g.betterThan(best)) {
				best = g
			}
		}
	}
	if best == nil {
		return nil, false
	}
	return best.zone(on), true
}
