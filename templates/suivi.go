package templates

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/recevable/recevable/pipeline/calendar"
)

// FollowUpVerdict is a [Verdict], or [FollowUpNotTreated] for a client who has
// none.
type FollowUpVerdict string

const (
	FollowUpRefused                    = FollowUpVerdict(Refused)
	FollowUpToReview                   = FollowUpVerdict(ToVerify)
	FollowUpReady                      = FollowUpVerdict(Acceptable)
	FollowUpNotTreated FollowUpVerdict = "non_traite"
)

// followUpVerdicts are the words of each verdict. The sign makes them stand
// apart where colours do not.
var followUpVerdicts = map[FollowUpVerdict]string{
	FollowUpRefused:    "✗ Irrecevable",
	FollowUpToReview:   "! À vérifier",
	FollowUpReady:      "✓ Recevable",
	FollowUpNotTreated: "– Non traité",
}

// FollowUpRow is one client of the follow-up, in French as it is read.
type FollowUpRow struct {
	Client                           string
	Verdict                          FollowUpVerdict
	Ask                              string // one sentence, for the client
	Do                               string // for the school
	Deadline                         calendar.Date
	DeadlineLabel                    string
	Blocking, Warnings, Undetermined int
	Procedure, Number                string
	Checklist                        string // from the folder of the follow-up, with slashes; empty for none
	Phone, Email                     string // of the client: where what follows is sent
	SMS, Subject, Body               string
	Problems                         []FollowUpProblem

	// For the page alone.
	Things string         // what to ask for, as a part of a sentence; empty for nothing
	Dates  []FollowUpDate // that come next, in any order
}

// FollowUpProblem is a line of the sheets behind the first.
type FollowUpProblem struct {
	Sheet                         string // key of a [FollowUpSheet]
	Level, About, Message, Remedy string
}

// FollowUpRows hands rows over, one after the other: there may be more of them
// than fit in memory. An error of yield ends it, and is its own.
type FollowUpRows func(yield func(FollowUpRow) error) error

// FollowUpList is the follow-up as one table of text.
type FollowUpList struct{}

// followUpColumns are the columns of a follow-up, in its order. wide is in
// characters of a sheet; what is not printed is beside the page.
var followUpColumns = []struct {
	title   string
	wide    float64
	wrapped bool
	printed bool
}{
	{"Client", 24, true, true},
	{"Verdict", 15, false, true},
	{"À demander au client", 48, true, true},
	{"À faire à l’auto-école", 40, true, true},
	{"Prochaine date", 12, false, true},
	{"Ce qui a lieu à cette date", 30, true, true},
	{"Bloquants", 10, false, true},
	{"Attention", 10, false, true},
	{"À regarder", 10, false, true},
	{"Démarche", 24, true, true},
	{"N° de demande", 18, false, true},
	{"Checklist", 11, false, true},
	{"Téléphone", 16, false, true},
	{"SMS prêt à envoyer", 40, false, false},
	{"Adresse e-mail", 28, false, false},
	{"Objet du courriel", 30, false, false},
	{"Courriel prêt à envoyer", 40, false, false},
}

// checklistColumn is where the link stands, from 1.
const checklistColumn = 12

// WriteCSV writes a table that a French Excel opens as it is: UTF-8 with its
// mark, semicolons, lines that end as on Windows. No cell is taken for a
// formula.
func (FollowUpList) WriteCSV(w io.Writer, rows FollowUpRows) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	var titles []string
	for _, c := range followUpColumns {
		titles = append(titles, c.title)
	}
	if err := out.Write(titles); err != nil {
		return err
	}
	err := rows(func(row FollowUpRow) error { return out.Write(row.fields()) })
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func (row FollowUpRow) fields() []string {
	date := ""
	if !row.Deadline.IsZero() {
		date = row.Deadline.FrenchDigits()
	}
	fields := []string{
		row.Client, strings.TrimLeft(followUpVerdicts[row.Verdict], "✗!✓– "), row.Ask, row.Do, date, row.DeadlineLabel,
		fmt.Sprint(row.Blocking), fmt.Sprint(row.Warnings), fmt.Sprint(row.Undetermined),
		row.Procedure, row.Number, row.Checklist, row.Phone, row.SMS, row.Email, row.Subject, row.Body,
	}
	for i := range fields {
		fields[i] = harmless(cellText(fields[i]))
	}
	return fields
}

// harmless keeps a spreadsheet from running what somebody wrote as a name.
//
// Source: OWASP, « CSV Injection ».
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// maxCell is what Excel takes in a cell.
const maxCell = 32_000

// cellText is a text as a cell holds it: without what a spreadsheet refuses to
// open, and no longer than it takes.
func cellText(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs) || r == 0xfffe || r == 0xffff:
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, string(unicode.ReplacementChar)))
	if letters := []rune(text); len(letters) > maxCell {
		return string(letters[:maxCell])
	}
	return text
}
