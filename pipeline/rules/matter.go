package rules

import (
	"slices"

	"github.com/recevable/recevable/pipeline/calendar"
)

// matter is one case on the lawyer's desk: the facts, what they amount to, and
// the decision as far as it is written.
type matter struct {
	s         Situation
	p         Person
	on        calendar.Date
	catalogue *Catalogue
	basis     []string // the sources of the démarche itself

	ban      ban      // the measure, once it is decided
	dispense dispense // the three conditions of R224-20, for a return

	d        Decision
	reported map[string]bool // keys already named by a fait_manquant
}

// ban is what a measure forbids and until when, as far as it is known. A zero
// date is not known.
type ban struct {
	start     calendar.Date // the day the period is counted from: P or A
	end       calendar.Date // last day: E or F
	opens     calendar.Date // first day a new licence may be asked for: P, or B
	notBefore calendar.Date // opens is on this day or later, whatever is missing
	lost      calendar.Date // the day the licence was lost, for the three years held
	lostBy    calendar.Date // lost is on this day or earlier, whatever is missing
	underYear answer        // shorter than a year
	safeLimit calendar.Date // L, last day safe for the dispense
	lastLimit calendar.Date // last day another reading still accepts
}

func newMatter(s Situation, p Person, on calendar.Date, c *Catalogue) *matter {
	m := &matter{s: s, p: p, on: on, catalogue: c, reported: map[string]bool{}}
	m.d = Decision{
		Procedure:     s.Procedure,
		ReferenceDate: on,
		KnownOn:       KnownOn,
		Deadlines:     []Deadline{},
		Pieces:        []RequiredPiece{},
		Steps:         []Step{},
		Alerts:        []Alert{},
	}
	if hasPhases(s.Procedure) {
		m.d.Phase = m.phase()
	}
	return m
}

// phase is the half of the démarche being prepared; « inscription » where the
// situation does not say, or where there is only one.
func (m *matter) phase() Phase {
	if !hasPhases(m.s.Procedure) || m.s.Phase == "" {
		return Registration
	}
	return m.s.Phase
}

// missing reports once that a key is absent, where the person finds it, and
// what stays undecided without it.
func (m *matter) missing(key, undecided string, sources ...string) {
	if m.reported[key] {
		return
	}
	m.reported[key] = true
	m.alert(MissingFact, key, "Un fait manque : "+whereToFind[key]+" (clé « "+key+" »). "+undecided, sources...)
}

func (m *matter) alert(code AlertCode, key, message string, sources ...string) {
	m.d.Alerts = append(m.d.Alerts, Alert{Code: code, Key: key, Message: message, Sources: sources})
}

// deadline adds a dated point; a zero date is one the facts do not give yet.
func (m *matter) deadline(code DeadlineCode, date calendar.Date, label string, sources ...string) {
	m.d.Deadlines = append(m.d.Deadlines, newDeadline(code, date, label, m.on, sources))
	m.rule(deadlineConclusion(code, date), sources)
}

// deadlineMet is a deadline for something that was done on a day, or not yet where
// that day is zero.
func (m *matter) deadlineMet(code DeadlineCode, date calendar.Date, label string, doneOn calendar.Date, sources ...string) {
	if !doneOn.IsZero() {
		label += " (fait le\u00a0" + doneOn.French() + ")"
	}
	m.deadline(code, date, label, sources...)
	m.d.Deadlines[len(m.d.Deadlines)-1].Done = !doneOn.IsZero()
}

// piece adds a piece with the catalogue's label and limits.
func (m *matter) piece(t PieceType, mandatory bool, reason string, sources ...string) {
	e, _ := m.catalogue.Piece(t)
	m.d.Pieces = append(m.d.Pieces, RequiredPiece{
		Type:         t,
		Label:        e.Label,
		Mandatory:    mandatory,
		PagesMax:     e.PagesMax,
		AgeMaxMonths: e.AgeMaxMonths,
		Reason:       reason,
		Sources:      union(e.Sources, sources),
	})
}

// namedPiece is a piece of type « autre » under a name of its own.
func (m *matter) namedPiece(label string, mandatory bool, reason string, sources ...string) {
	m.piece(OtherPiece, mandatory, reason, sources...)
	p := &m.d.Pieces[len(m.d.Pieces)-1]
	p.Label, p.Sources = label, sources
}

func (m *matter) step(s Step) { m.d.Steps = append(m.d.Steps, s) }

// rule records which rule fired, for the explanation.
func (m *matter) rule(conclusion string, sources []string, facts ...Fact) {
	m.d.Trace = append(m.d.Trace, Ruling{Facts: facts, Conclusion: conclusion, Sources: sources})
}

// decision closes the case: deadlines in order, the budget, the footnotes, and
// French typography.
func (m *matter) decision() Decision {
	slices.SortStableFunc(m.d.Deadlines, byDateUnknownLast)
	m.d.Budget = total(m.d.Steps)
	m.d.Sources = notesFor(m.d.citedSources())
	m.typesetAll()
	return m.d
}

// total adds up what the steps cost.
func total(steps []Step) *Cost {
	sum := &Cost{}
	for _, s := range steps {
		if s.Cost != nil {
			sum.Min += s.Cost.Min
			sum.Max += s.Cost.Max
		}
	}
	return sum
}

// typesetAll puts the no-break spaces in everything a person reads, save the
// words to click, which stay those of the screen.
func (m *matter) typesetAll() {
	d := &m.d
	if d.Exams != nil {
		d.Exams.Reason = typeset(d.Exams.Reason)
	}
	if d.Medical != nil {
		d.Medical.Reason = typeset(d.Medical.Reason)
	}
	if d.Psychotechnical != nil {
		d.Psychotechnical.Reason = typeset(d.Psychotechnical.Reason)
	}
	if d.Online != nil {
		d.Online.Reason = typeset(d.Online.Reason)
		typesetScreens(d.Online.Screens)
	}
	for i := range d.Deadlines {
		d.Deadlines[i].Label = typeset(d.Deadlines[i].Label)
	}
	for i := range d.Pieces {
		d.Pieces[i].Label = typeset(d.Pieces[i].Label)
		d.Pieces[i].Reason = typeset(d.Pieces[i].Reason)
	}
	for i := range d.Steps {
		d.Steps[i].Title = typeset(d.Steps[i].Title)
		d.Steps[i].Detail = typeset(d.Steps[i].Detail)
	}
	for i := range d.Alerts {
		d.Alerts[i].Message = typeset(d.Alerts[i].Message)
	}
	for i := range d.Trace {
		d.Trace[i].Conclusion = typeset(d.Trace[i].Conclusion)
	}
}

// union returns a followed by what b adds to it, without touching either.
func union(a, b []string) []string {
	merged := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(merged, s) {
			merged = append(merged, s)
		}
	}
	return merged
}
