package templates

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Checklist is one person's own list: where the dossier stands, what to
// correct, what to gather, and the road that follows. A list lies on tables: who
// the person is stands nowhere but where it is to be typed, in its screens.
//
// Every text is a French sentence or label; the printer gives it no-break spaces
// and curly apostrophes, so either kind may come in. Sources lists next to a
// text hold keys of [Checklist.Sources]; they print as numbers in brackets, and
// what they stand for once, at the end.
type Checklist struct {
	Date          calendar.Date // the reference date: the day the list speaks of
	DossierNumber string        // optional
	Who           string        // optional: « Zoé M. », enough to tell two lists apart
	Procedure     string        // « Retour au permis après invalidation »

	Verdict Verdict // empty where no file was examined
	Title   string  // optional; « Votre dossier serait refusé en l'état »
	Summary string  // one sentence under the title

	Pieces   []CheckedPiece
	Findings []Finding // those of the dossier as a whole, such as missing pieces
	Required []RequiredPiece

	Exams           *Requirement // nil where the decision is silent
	Medical         *Requirement
	Psychotechnical *Requirement

	Deadlines []Deadline // in any order
	Online    *OnlinePath
	Screens   []Screen // of the ANTS request, in the order they are met
	Steps     []Step
	Budget    *CostRange
	Alerts    []Alert
	Statuses  []RequestStatus // « Si ça coince », in the order a request meets them
	Glossary  []Term          // printed are those that the list uses
	Sources   []Source
	KnownOn   calendar.Date // the day the rules were known to hold
}

// Verdict is the contract's word for where a dossier, a piece or a file stands.
type Verdict string

// The three verdicts. Any other value prints as [ToVerify]: what is not known
// is to be looked at. None at all says that nothing was examined.
const (
	Refused    Verdict = "irrecevable"
	ToVerify   Verdict = "a_verifier"
	Acceptable Verdict = "recevable"
)

// Severity is the contract's word for the weight of a finding.
type Severity string

// The four severities, heaviest first. Any other value prints as [Undetermined].
const (
	Blocking     Severity = "bloquant"
	Warning      Severity = "avertissement"
	Undetermined Severity = "indetermine"
	Info         Severity = "info"
)

// CheckedPiece is a piece of the dossier that was read.
type CheckedPiece struct {
	Label    string // « Justificatif de domicile »
	Files    []string
	Pictures []Thumbnail // of its pages, so that one knows which file is meant
	Verdict  Verdict
	Findings []Finding
}

// Thumbnail is a small picture of a checked page.
type Thumbnail struct {
	File string // as in [CheckedPiece.Files]
	Page int    // from 1
	JPEG []byte // as the file shows it
}

// Finding is what a check has to say, and the gesture that settles it.
type Finding struct {
	Severity Severity
	Message  string
	Remedy   string // optional
	File     string // optional: the name of the file at fault
	Page     int    // 0 where it is about the whole file
}

// RequiredPiece is a piece the application needs. PagesMax and AgeMaxMonths
// are 0 where no source gives a limit.
type RequiredPiece struct {
	Label        string
	Reason       string
	PagesMax     int
	AgeMaxMonths int
	Mandatory    bool
	Present      bool    // it is in the dossier
	Verdict      Verdict // of the piece that is there; empty where none was examined
	Sources      []string
}

// Requirement is one thing the decision settles: exams, medical visit or test.
type Requirement struct {
	Title   string // « Épreuve théorique seulement (code) »
	Detail  string // why, or where
	NotDue  bool   // nothing is asked: there is no box to tick
	DoneOn  calendar.Date
	Sources []string
}

// Deadline is a dated point of the road. Date is zero where a fact is missing.
// Once past, a label that says what one may do (« Vous pouvez… ») reads « Depuis
// le 8 juin 2026 : vous pouvez… », and any other « Passé : … ».
type Deadline struct {
	Date    calendar.Date
	Label   string
	Past    bool
	Done    bool // what it is the last day for is done
	Sources []string
}

// OnlinePath is the ANTS request: the exact words to click, in order, or why
// it cannot be made online.
type OnlinePath struct {
	Possible bool
	Words    []string
	Detail   string // optional
	Link     string // the page where the request is made; its QR code is printed
	Sources  []string
}

// Screen is one screen of the ANTS request: what to click and what to type.
type Screen struct {
	Number  int    // as ANTS numbers its screens, from 1
	Title   string // « État civil », as on the screen
	Rows    []ScreenRow
	Warning string // optional: why not to go on, in one sentence
	Note    string // optional: what there is to know
	Sources []string
}

// ScreenRow is one gesture on a screen.
type ScreenRow struct {
	Kind  RowKind
	Label string // the words of the field, or what the choice is about; optional for a click
	Value string // the words to click, or what to type; empty where the dossier does not say it
	Note  string // optional
}

// RowKind is what one does with a row of a screen.
type RowKind int

// The gestures.
const (
	ClickRow  RowKind = iota // Value is a button, a link or a choice: its words, to the letter
	TypeRow                  // Value is typed into the field Label
	AttachRow                // the file Value is joined under the heading Label
)

// RequestStatus is a status that ANTS gives a request: what it means, and what
// the person does about it.
type RequestStatus struct {
	Name       string // as ANTS writes it
	Meaning    string
	Action     string
	NewRequest bool // a new request has to be made
	Stuck      bool // something is to be done: the request does not go on by itself
}

// Step is one thing to do, in order.
type Step struct {
	Title   string
	Detail  string
	Done    bool
	Link    string // optional
	Cost    *CostRange
	Sources []string
}

// CostRange is in euros. Min equals Max for a fixed price.
type CostRange struct{ Min, Max int }

// Alert is something to know about the decision itself.
type Alert struct {
	Code    AlertCode
	Message string
	Sources []string
}

// AlertCode is the contract's word for what an alert is about. It decides where
// the alert stands; a code that is not known stands last.
type AlertCode string

// Two codes that the list treats apart.
const (
	MissingFact       AlertCode = "fait_manquant"        // counted in the band
	DivergentReadings AlertCode = "lectures_divergentes" // in a section of their own, near the end
)

// Term is a word of the administration, and what it means.
type Term struct{ Word, Meaning string }

// Source spells a source key out.
type Source struct {
	Key   string
	Title string
	Link  string // optional
}

// PDF prints the list: A4, as many pages as it takes. The bytes depend on the
// values alone. It does not fail on any text: a letter the font lacks prints
// as « ? ».
func (c Checklist) PDF() ([]byte, error) {
	return c.draw().bytes()
}

func (c Checklist) draw() *sheet {
	s := newSheet(prose("Ma liste : "+c.Procedure), c.created())
	f := newFlow(s, numberSources(c.Sources))
	c.write(f)
	f.print(c.runningTitle())
	return s
}

// created is the date that stands in the file.
func (c Checklist) created() calendar.Date {
	if c.Date.IsZero() {
		return formDate
	}
	return c.Date
}

// runningTitle stands at the foot of every page.
func (c Checklist) runningTitle() string {
	return prose(upperFirst(strings.Join(slices.DeleteFunc([]string{c.dossier(), c.Who, c.Procedure}, blank), " · ")))
}

// upperFirst is a text with the capital that starts a line.
func upperFirst(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func blank(s string) bool { return s == "" }

// dossier names the request the list is about, where it has a number.
func (c Checklist) dossier() string {
	if c.DossierNumber == "" {
		return ""
	}
	return "dossier " + c.DossierNumber
}

// write puts the sections in the order a person needs them: what blocks, what
// to gather, when, the road, and last what explains the rest.
func (c Checklist) write(f *flow) {
	c.writeVerdict(f)
	c.writeFindings(f)
	c.writeAlerts(f)
	c.writeRequired(f)
	c.writeRequirements(f)
	c.writeDeadlines(f)
	c.writeOnline(f)
	c.writeSteps(f)
	c.writeStatuses(f)
	c.writeDisputes(f)
	c.writeGlossary(f)
	c.writeSources(f)
}
