package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

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

var severityMarks = map[validators.Severity]struct{ sign, word string }{
	validators.Blocking:     {"✗ ", "Bloquant"},
	validators.Warning:      {"! ", "Attention"},
	validators.Undetermined: {"? ", "À regarder"},
	validators.Info:         {"i ", "Bon à savoir"},
}

func printReport(w io.Writer, report *pipeline.Report) error {
	p := &page{w: w}
	p.line(0, verdictTitles[report.Verdict])
	p.missingFacts(report.Decision)
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
			p.line(2, fmt.Sprintf("%s — %s", visible(file.Name), verdictWords[file.Verdict]))
			p.readings(file.Read)
			for _, f := range file.Findings {
				p.finding(4, f)
			}
		}
	}
	if report.OCR != "" {
		p.write("")
		p.line(0, "Photos et numérisations lues avec "+report.OCR+".")
	}
	return p.err
}

// readings says what was read in a file, so that the person can compare.
func (p *page) readings(read validators.Readings) {
	if d := read.IssueDate; d != nil && d.Origin != validators.FromDeclared {
		p.line(4, fmt.Sprintf("Date lue : %s (page %d : « %s »)", d.Date.French(), d.Page, visible(d.Excerpt)))
	}
	if h := read.Holder; h != nil {
		p.line(4, fmt.Sprintf("Nom lu : %s", visible(h.Name)))
	}
	if i := read.Identity; i != nil && i.End() != "" {
		p.line(4, "Fin de validité : "+i.End())
	}
	if c := read.Code; c != nil {
		p.line(4, fmt.Sprintf("Code 2D-Doc lu (%s), %s", cmp.Or(c.Title, "type "+visible(c.Type)), c.Signature.French()))
	}
}

// missingFacts keeps a verdict on the pieces from being read as one on the
// situation: it says what the decision still lacks.
func (p *page) missingFacts(d *rules.Decision) {
	if d == nil || !slices.ContainsFunc(d.Alerts, isMissingFact) {
		return
	}
	p.heading("Ce qui manque pour décider")
	for _, a := range d.Alerts {
		if isMissingFact(a) {
			p.item(2, "• ", missingFact(a.Message))
		}
	}
}

func isMissingFact(a rules.Alert) bool { return a.Code == rules.MissingFact }

// missingFact keeps the fact and its key of an alert, and leaves to decide what
// hangs on it.
func missingFact(message string) string {
	fact, _, more := strings.Cut(message, "). ")
	if more {
		fact += ")."
	}
	return strings.TrimPrefix(fact, "Un fait manque\u00a0: ")
}

func (p *page) finding(indent int, f validators.Finding) {
	where := ""
	if f.Page > 0 {
		where = fmt.Sprintf(" (page %d)", f.Page)
	}
	mark := severityMarks[f.Severity]
	p.item(indent, mark.sign, fmt.Sprintf("%s%s : %s", mark.word, where, f.Message))
	if f.Remedy != "" {
		p.item(indent+2, "→ ", f.Remedy)
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
