package main

// What a person reads on a terminal. The rules: French sentences; what was
// found, then what to do, on lines of their own; never colour alone, never a
// word without its accent. Lines are wrapped for eighty columns.

import (
	"fmt"
	"io"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

const textWidth = 80

var verdictTitles = map[validators.Verdict]string{
	validators.Refused:  "IRRECEVABLE EN L’ÉTAT : au moins un point serait refusé.",
	validators.ToReview: "À VÉRIFIER : rien de bloquant n’a été trouvé, mais regardez les points ci-dessous.",
	validators.Ready:    "RECEVABLE : rien n’a été trouvé qui ferait refuser ces pièces.",
}

var verdictWords = map[validators.Verdict]string{
	validators.Refused:  "irrecevable",
	validators.ToReview: "à vérifier",
	validators.Ready:    "recevable",
}

var severityMarks = map[validators.Severity]string{
	validators.Blocking:     "✗ Bloquant",
	validators.Warning:      "! Attention",
	validators.Undetermined: "? À regarder",
	validators.Info:         "i Bon à savoir",
}

// frenchSpaces keeps a line from starting with a colon or ending with an opening
// quotation mark.
var frenchSpaces = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", "« ", "«\u00a0", " »", "\u00a0»")

// page writes wrapped lines and keeps the first error.
type page struct {
	w   io.Writer
	err error
}

// line writes text behind an indent, its next lines under its first word.
func (p *page) line(indent int, text string) {
	margin := strings.Repeat(" ", indent)
	for _, l := range wrap(frenchSpaces.Replace(text), textWidth-indent) {
		p.write(margin + l)
	}
}

func (p *page) write(line string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(line, " "))
	}
}

// wrap breaks a text at its plain spaces; no-break spaces hold.
func wrap(text string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Split(text, " ") {
		switch {
		case current == "":
			current = word
		case len([]rune(current))+1+len([]rune(word)) > width:
			lines = append(lines, current)
			current = word
		default:
			current += " " + word
		}
	}
	return append(lines, current)
}

func printReport(w io.Writer, report *pipeline.Report) error {
	p := &page{w: w}
	p.line(0, verdictTitles[report.Verdict])
	for _, f := range report.Findings {
		p.write("")
		p.finding(0, f)
	}
	for _, piece := range report.Pieces {
		p.write("")
		p.line(0, fmt.Sprintf("%s — %s (%s)", piece.Label, verdictWords[piece.Verdict], pageCount(piece.Pages)))
		for _, f := range piece.Findings {
			p.finding(2, f)
		}
		for _, file := range piece.Files {
			p.line(2, fmt.Sprintf("%s — %s", file.Name, verdictWords[file.Verdict]))
			if d := file.Read.IssueDate; d != nil && d.Origin == validators.FromText {
				p.line(4, fmt.Sprintf("Date lue : %s (page %d : « %s »)", d.Date.French(), d.Page, d.Excerpt))
			}
			for _, f := range file.Findings {
				p.finding(4, f)
			}
		}
	}
	return p.err
}

func (p *page) finding(indent int, f validators.Finding) {
	where := ""
	if f.Page > 0 {
		where = fmt.Sprintf(" (page %d)", f.Page)
	}
	p.line(indent, fmt.Sprintf("%s%s : %s", severityMarks[f.Severity], where, f.Message))
	if f.Remedy != "" {
		p.line(indent+2, "→ "+f.Remedy)
	}
}

func pageCount(n int) string {
	switch n {
	case 0:
		return "pages non comptées"
	case 1:
		return "1 page"
	}
	return fmt.Sprintf("%d pages", n)
}

func printDecision(w io.Writer, d *rules.Decision) error {
	p := &page{w: w}
	p.line(0, fmt.Sprintf("%s — au %s", pipeline.ProcedureTitle(d.Procedure), d.ReferenceDate.French()))
	p.alerts(d.Alerts)
	p.requirements(d)
	p.deadlines(d.Deadlines)
	p.pieces(d.Pieces)
	p.online(d.Online)
	p.steps(d.Steps, d.Budget)
	p.sources(d.Sources)
	return p.err
}

func (p *page) heading(title string) {
	p.write("")
	p.write(strings.ToUpper(title))
}

func (p *page) alerts(alerts []rules.Alert) {
	if len(alerts) == 0 {
		return
	}
	p.heading("À savoir d’abord")
	for _, a := range alerts {
		p.line(2, "! "+a.Message+cite(a.Sources))
	}
}

func (p *page) requirements(d *rules.Decision) {
	p.heading("Examens et santé")
	for _, r := range pipeline.Requirements(d) {
		p.line(2, "• "+r.Title)
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
		p.line(2, date+"  "+e.Label+past+cite(e.Sources))
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
		p.line(2, "• "+piece.Label+limits+optional)
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
		p.line(2, fmt.Sprintf("%d. « %s »", i+1, words))
	}
}

func (p *page) steps(steps []rules.Step, budget *rules.Cost) {
	if len(steps) == 0 {
		return
	}
	p.heading("Étapes")
	for i, s := range steps {
		p.line(2, fmt.Sprintf("%d. %s%s", i+1, s.Title, cost(s.Cost)))
		p.line(5, s.Detail+cite(s.Sources))
		if s.Link != "" {
			p.line(5, s.Link)
		}
	}
	if budget != nil {
		p.line(2, "Budget"+cost(budget))
	}
}

func (p *page) sources(sources []rules.SourceNote) {
	if len(sources) == 0 {
		return
	}
	p.heading("Sources")
	for _, s := range sources {
		p.line(2, fmt.Sprintf("[%s] %s", s.Key, s.Title))
	}
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
