package batch

import (
	"slices"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

// NotTreated is the verdict of a client who has none.
const NotTreated validators.Verdict = "non_traite"

// Row is all that the follow-up says of one client: a line of suivi.jsonl.
type Row struct {
	Client    string             `json:"client"`
	Place     string             `json:"dossier,omitempty"` // of their papers, below the output, with slashes
	Number    string             `json:"numero,omitempty"`
	Procedure rules.Procedure    `json:"demarche,omitempty"`
	Verdict   validators.Verdict `json:"verdict"`
	Ask       string             `json:"a_demander,omitempty"`        // one sentence, ready to send
	Things    []string           `json:"choses_a_demander,omitempty"` // the same, one by one
	Do        []string           `json:"a_faire,omitempty"`           // what is for the school to do or look at
	Deadline  *Deadline          `json:"prochaine_echeance,omitempty"`
	Near      []Deadline         `json:"echeances_proches,omitempty"`
	Counts    Counts             `json:"nombre"`
	Phone     string             `json:"telephone,omitempty"`
	Email     string             `json:"adresse_courriel,omitempty"`
	Problems  []Problem          `json:"constats,omitempty"`
	Guesses   []Guess            `json:"devine,omitempty"`
	Message   *Message           `json:"message,omitempty"` // nil where there is nothing to ask for
	Untreated *Untreated         `json:"non_traite,omitempty"`
}

// Counts are how many findings of each severity there are.
type Counts struct {
	Blocking     int `json:"bloquant"`
	Warning      int `json:"avertissement"`
	Undetermined int `json:"indetermine"`
}

// Deadline is a date of the client's road.
type Deadline struct {
	Code  rules.DeadlineCode `json:"code"`
	Date  calendar.Date      `json:"date"`
	Label string             `json:"libelle"`
	Past  bool               `json:"depassee,omitempty"`
}

// Problem is a finding, where it stands, and the sheet it is sorted under.
type Problem struct {
	Kind     Kind                `json:"rubrique"`
	Code     validators.Code     `json:"code"`
	Severity validators.Severity `json:"gravite"`
	Piece    rules.PieceType     `json:"piece,omitempty"`
	Label    string              `json:"libelle,omitempty"` // of the piece
	File     string              `json:"fichier,omitempty"`
	Message  string              `json:"message"`
	Remedy   string              `json:"remede"`
}

// rowOf sums a treatment up.
func rowOf(client, place string, t *treatment) Row {
	job := t.job
	row := Row{
		Client: client, Place: place, Number: job.Dossier.Request.Number,
		Procedure: job.Dossier.Situation.Procedure, Verdict: job.Report.Verdict,
		Problems: problems(job.Report), Phone: job.Dossier.Applicant.Phone, Email: job.Dossier.Applicant.Email, Guesses: t.filing.known(job.Report),
	}
	for _, p := range row.Problems {
		switch p.Severity {
		case validators.Blocking:
			row.Counts.Blocking++
		case validators.Warning:
			row.Counts.Warning++
		case validators.Undetermined:
			row.Counts.Undetermined++
		}
	}
	row.deadlines(job.Decision, job.On)
	wants := wantsOf(row.Problems, limits(job.Decision))
	row.Do = slices.Concat(t.client.Notes, chores(row.Problems), t.missingFacts(), confirm(row.Guesses))
	first := firstName(job.Dossier.Applicant)
	if len(wants) > 0 {
		row.Ask, row.Things = askFor(first, wants), things(wants)
		row.Message = messageTo(first, wants)
	}
	return row
}

// untreatedRow is the row of a client who could not be treated.
func untreatedRow(client string, err error) Row {
	return Row{Client: client, Verdict: NotTreated, Untreated: untreated(err)}
}

// problems lists the findings of a report that are more than an info.
func problems(report *pipeline.Report) []Problem {
	var list []Problem
	add := func(piece rules.PieceType, label, file string, findings []validators.Finding) {
		for _, f := range findings {
			if f.Severity == validators.Info {
				continue
			}
			p := Problem{
				Code: f.Code, Severity: f.Severity, Piece: piece, Label: label, File: file, Message: f.Message, Remedy: f.Remedy,
			}
			if piece == "" {
				p.Piece = rules.PieceType(f.Piece)
				p.Label = labelOf(report, p.Piece)
			}
			p.Kind = kindOf(p)
			list = append(list, p)
		}
	}
	add("", "", "", report.Findings)
	for _, piece := range report.Pieces {
		add(piece.Type, piece.Label, "", piece.Findings)
		for _, file := range piece.Files {
			add(piece.Type, piece.Label, file.Name, file.Findings)
		}
	}
	return list
}

func labelOf(report *pipeline.Report, t rules.PieceType) string {
	if report.Decision != nil {
		for _, p := range report.Decision.Pieces {
			if p.Type == t {
				return p.Label
			}
		}
	}
	for _, p := range report.Pieces {
		if p.Type == t {
			return p.Label
		}
	}
	return ""
}

// nearDays is how soon a deadline is one to watch: there is still time to book
// a medical visit.
const nearDays = 30

// losses are the deadlines that cost something once they are past. The others
// are first days, or steps that may still be taken.
var losses = map[rules.DeadlineCode]bool{
	rules.HandInLicence: true, rules.DispenseLimit: true, rules.MedicalOpinionExpiry: true, rules.PsychotestExpiry: true,
	rules.TheoryExpiry: true, rules.CertificateEnd: true, rules.LicenceErrorLimit: true, rules.PostingLimit: true,
	rules.RequestDeletion: true, rules.ProofOfAddressEnd: true,
}

// deadlines notes the next date, and the deadlines that are near or were missed.
func (r *Row) deadlines(d *rules.Decision, on calendar.Date) {
	if d == nil {
		return
	}
	for _, e := range d.Deadlines {
		if e.Date.IsZero() || e.Done {
			continue
		}
		noted := Deadline{e.Code, e.Date, e.Label, e.Past}
		if !e.Past && r.Deadline == nil {
			r.Deadline = &noted
		}
		if losses[e.Code] && (e.Past || on.DaysUntil(e.Date) <= nearDays) {
			r.Near = append(r.Near, noted)
		}
	}
}

func limits(d *rules.Decision) map[rules.PieceType]rules.RequiredPiece {
	limits := map[rules.PieceType]rules.RequiredPiece{}
	if d != nil {
		for _, p := range d.Pieces {
			limits[p.Type] = p
		}
	}
	return limits
}

// missingFacts asks for the facts that the decision lacks, by the name they have
// where they are to be written.
func (t *treatment) missingFacts() []string {
	var chores []string
	if t.job.Decision == nil {
		return nil
	}
	for _, a := range t.job.Decision.Alerts {
		if a.Code != rules.MissingFact {
			continue
		}
		column := slices.IndexFunc(columns, func(c Column) bool { return c.Key == a.Key })
		if t.client.Listed && column >= 0 {
			chores = append(chores, "Complétez la liste\u00a0: la colonne «\u00a0"+columns[column].Title+"\u00a0» manque ou est vide.")
		} else {
			chores = append(chores, "Complétez le dossier\u00a0: la clé «\u00a0"+a.Key+"\u00a0» manque.")
		}
	}
	return chores
}
