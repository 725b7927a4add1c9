package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

// printDecision writes the decision as a page one would hand to a person, and
// the doubts on what it rests on.
func printDecision(w io.Writer, d *rules.Decision, doubts []validators.Finding) error {
	p := &page{w: w}
	p.line(0, fmt.Sprintf("%s — au %s", pipeline.ProcedureTitle(d.Procedure), d.ReferenceDate.French()))
	p.alerts(d.Alerts, doubts)
	p.requirements(d)
	p.deadlines(d.Deadlines)
	p.pieces(d.Pieces)
	p.online(d.Online)
	p.steps(d.Steps, d.Budget)
	p.followUp(d.Online)
	p.sources(d.Sources, d.KnownOn)
	return p.err
}

func (p *page) heading(title string) {
	p.write("")
	p.write(strings.ToUpper(title))
}

func (p *page) alerts(alerts []rules.Alert, doubts []validators.Finding) {
	if len(alerts)+len(doubts) == 0 {
		return
	}
	p.heading("À savoir d’abord")
	for _, f := range doubts {
		p.item(2, "! ", f.Message+" "+f.Remedy)
	}
	for _, a := range alerts {
		p.item(2, "! ", a.Message+cite(a.Sources))
	}
}

func (p *page) requirements(d *rules.Decision) {
	p.heading("Examens et santé")
	for _, r := range pipeline.Requirements(d) {
		p.item(2, "• ", r.Title)
		if r.Detail != "" {
			p.line(4, r.Detail+cite(r.Sources))
		}
	}
}

func (p *page) deadlines(deadlines []rules.Deadline) {
	if len(deadlines) == 0 {
		return
	}
	p.heading("Dates")
	for _, e := range deadlines {
		date := e.Date.FrenchDigits()
		if e.Date.IsZero() {
			date = "inconnue  "
		}
		past := ""
		if e.Past {
			past = " (passée)"
		}
		p.item(2, date+"  ", e.Label+past+cite(e.Sources))
	}
}

func (p *page) pieces(pieces []rules.RequiredPiece) {
	if len(pieces) == 0 {
		return
	}
	p.heading("Pièces")
	for _, piece := range pieces {
		limits := ""
		if piece.PagesMax != nil {
			limits += fmt.Sprintf(", %s au plus", pageCount(*piece.PagesMax))
		}
		if piece.AgeMaxMonths != nil {
			limits += fmt.Sprintf(", de moins de %d mois", *piece.AgeMaxMonths)
		}
		optional := ""
		if !piece.Mandatory {
			optional = " (selon le cas)"
		}
		p.item(2, "• ", piece.Label+limits+optional)
		if piece.Reason != "" {
			p.line(4, piece.Reason+cite(piece.Sources))
		}
	}
}

func (p *page) online(o *rules.Online) {
	if o == nil {
		return
	}
	p.heading("Sur le site de l’ANTS")
	if o.Reason != "" {
		p.line(2, o.Reason)
	}
	for i, words := range o.Path {
		p.item(2, fmt.Sprintf("%d. ", i+1), "« "+words+" »")
	}
	if o.Link != "" {
		p.line(2, o.Link)
		p.line(2, "La checklist donne les écrans un par un, avec ce qu’il faut y saisir.")
	}
}

func (p *page) steps(steps []rules.Step, budget *rules.Cost) {
	if len(steps) == 0 {
		return
	}
	p.heading("Étapes")
	for i, s := range steps {
		p.item(2, fmt.Sprintf("%d. ", i+1), s.Title+cost(s.Cost))
		p.line(5, s.Detail+cite(s.Sources))
		if s.Link != "" {
			p.line(5, s.Link)
		}
	}
	if budget != nil {
		p.line(2, "Budget"+cost(budget))
	}
}

// followUp says what each status of a request means on the ANTS site, where
// there is such a request.
func (p *page) followUp(o *rules.Online) {
	if o == nil || len(o.Screens) == 0 {
		return
	}
	p.heading("Si ça coince : l’état de la demande sur le site de l’ANTS")
	for _, s := range rules.RequestStatuses() {
		p.item(2, "• ", "« "+s.Name+" » — "+s.Meaning+" "+s.Action)
	}
}

// printTrace shows, fact by fact, which rule fired and from which source.
func printTrace(w io.Writer, d *rules.Decision) error {
	p := &page{w: w}
	p.heading("Pourquoi : les règles appliquées, dans l’ordre")
	for i, r := range d.Trace {
		p.item(2, fmt.Sprintf("%d. ", i+1), r.Conclusion+cite(r.Sources))
		for _, f := range r.Facts {
			p.item(5, "- ", f.Key+" : "+f.Value)
		}
	}
	return p.err
}

func (p *page) sources(sources []rules.SourceNote, knownOn calendar.Date) {
	if len(sources) == 0 {
		return
	}
	p.heading("Sources")
	for _, s := range sources {
		p.item(2, "["+s.Key+"] ", s.Title)
	}
	p.line(2, "Règles connues au "+knownOn.French()+".")
}

func cite(sources []string) string {
	if len(sources) == 0 {
		return ""
	}
	return " [" + strings.Join(sources, ", ") + "]"
}

func cost(c *rules.Cost) string {
	switch {
	case c == nil:
		return ""
	case c.Min == c.Max:
		return fmt.Sprintf(" — %d\u00a0€", c.Min)
	}
	return fmt.Sprintf(" — %d à %d\u00a0€", c.Min, c.Max)
}
