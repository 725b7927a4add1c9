package batch

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
)

// publish writes the follow-up from the journal, in the order of the clients,
// one row at a time. Each file is written whole or left as it was: one that is
// open in another program does not keep the others from being written.
func (r *run) publish(ctx context.Context, state string) error {
	book := templates.FollowUpBook{Date: r.On, Scratch: state, Sheets: sheets()}
	list := templates.FollowUpList{}
	var failed FollowUpError
	for _, file := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{LinesName, func(w io.Writer) error { return r.writeLines(ctx, w) }},
		{CSVName, func(w io.Writer) error { return list.WriteCSV(w, r.followUp(ctx)) }},
		{BookName, func(w io.Writer) error { return book.WriteXLSX(w, r.followUp(ctx)) }},
		{PageName, func(w io.Writer) error { return templates.FollowUpPage{Date: r.On}.WritePDF(w, r.followUp(ctx)) }},
	} {
		if err := pipeline.WriteStream(filepath.Join(r.Output, file.name), r.Inputs, file.write); err != nil {
			failed.Left, failed.Err = append(failed.Left, file.name), errors.Join(failed.Err, err)
		}
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case failed.Err != nil:
		return &failed
	}
	return nil
}

// rows yields the row of each client.
func (r *run) rows(ctx context.Context, yield func(Row) error) error {
	for _, c := range r.clients {
		if err := ctx.Err(); err != nil {
			return err
		}
		e, err := r.journal.get(c.Name)
		if err != nil {
			return err
		}
		if err := yield(*e.Row); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) writeLines(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	if err := r.rows(ctx, func(row Row) error { return lines.Encode(row) }); err != nil {
		return err
	}
	return out.Flush()
}

// followUp yields the rows as the printer takes them.
func (r *run) followUp(ctx context.Context) func(yield func(templates.FollowUpRow) error) error {
	return func(yield func(templates.FollowUpRow) error) error {
		return r.rows(ctx, func(row Row) error { return yield(printedRow(row)) })
	}
}

// The sheets behind the first, in their order.
const (
	deadlineSheet  = "echeances"
	guessSheet     = "devine"
	untreatedSheet = "non_traites"
)

var sheetTitles = map[string]string{
	string(Identity): "Identité", string(Address): "Domicile", string(Medical): "Avis médical", string(Photo): "Photo et signature",
	string(FileFormat): "Format et poids", string(Legibility): "Lisibilité", string(Other): "Autres pièces",
	deadlineSheet: "Délais", guessSheet: "Deviné", untreatedSheet: "Non traités",
}

func sheets() []templates.FollowUpSheet {
	var list []templates.FollowUpSheet
	for _, k := range Kinds() {
		list = append(list, templates.FollowUpSheet{Key: string(k), Title: sheetTitles[string(k)]})
	}
	for _, key := range []string{deadlineSheet, guessSheet, untreatedSheet} {
		list = append(list, templates.FollowUpSheet{Key: key, Title: sheetTitles[key]})
	}
	return list
}

var severityWords = map[validators.Severity]string{
	validators.Blocking: "Bloquant", validators.Warning: "Attention", validators.Undetermined: "À regarder",
}

func printedRow(row Row) templates.FollowUpRow {
	out := templates.FollowUpRow{
		Client: row.Client, Verdict: templates.FollowUpVerdict(row.Verdict), Ask: row.Ask, Do: lines(row.Do),
		Blocking: row.Counts.Blocking, Warnings: row.Counts.Warning, Undetermined: row.Counts.Undetermined,
		Procedure: procedureTitle(row.Procedure), Number: row.Number, Phone: spaced(row.Phone), Email: row.Email,
	}
	if row.Place != "" {
		out.Checklist = row.Place + "/" + pipeline.ChecklistName
	}
	if row.Deadline != nil {
		out.Deadline, out.DeadlineLabel = row.Deadline.Date, row.Deadline.Label
		out.Dates = append(out.Dates, templates.FollowUpDate{Date: row.Deadline.Date, Label: row.Deadline.Label})
	}
	for _, d := range row.Near {
		if !d.Past && (row.Deadline == nil || d != *row.Deadline) {
			out.Dates = append(out.Dates, templates.FollowUpDate{Date: d.Date, Label: d.Label})
		}
	}
	if len(row.Things) > 0 {
		out.Things = enumerate(row.Things) + "."
	}
	if row.Message != nil {
		out.SMS, out.Subject, out.Body = row.Message.SMS, row.Message.Subject, row.Message.Body
	}
	for _, p := range row.Problems {
		about := p.Label
		if p.File != "" {
			about += "\u00a0: " + p.File
		}
		out.Problems = append(out.Problems, templates.FollowUpProblem{
			Sheet: string(p.Kind), Level: severityWords[p.Severity], About: about, Message: p.Message, Remedy: p.Remedy,
		})
	}
	for _, d := range row.Near {
		level := "Proche"
		if d.Past {
			level = "Passée"
		}
		out.Problems = append(out.Problems, templates.FollowUpProblem{
			Sheet: deadlineSheet, Level: level, About: d.Date.FrenchDigits(), Message: d.Label,
		})
	}
	for _, g := range row.Guesses {
		out.Problems = append(out.Problems, templates.FollowUpProblem{
			Sheet: guessSheet, Level: "Deviné", About: g.File, Message: g.Label + ", d’après " + g.From, Remedy: g.finding().Remedy,
		})
	}
	if u := row.Untreated; u != nil {
		out.Do = lines(append([]string{u.Why + " " + u.Remedy}, row.Do...))
		out.Problems = append(out.Problems, templates.FollowUpProblem{
			Sheet: untreatedSheet, Level: "Non traité", Message: u.Why, Remedy: u.Remedy,
		})
	}
	return out
}

// lines are chores as a cell shows them, one below the other.
func lines(chores []string) string {
	if len(chores) < 2 {
		return strings.Join(chores, "")
	}
	return "• " + strings.Join(chores, "\n• ")
}

// spaced writes the ten digits of a telephone number in pairs, as one reads
// them; a spreadsheet that opens the list then leaves their first zero.
func spaced(phone string) string {
	if len(phone) != phoneDigits || strings.Trim(phone, "0123456789") != "" {
		return phone
	}
	var pairs []string
	for pair := range slices.Chunk([]byte(phone), 2) {
		pairs = append(pairs, string(pair))
	}
	return strings.Join(pairs, " ")
}

func procedureTitle(p rules.Procedure) string {
	if p == "" {
		return ""
	}
	return pipeline.ProcedureTitle(p)
}
