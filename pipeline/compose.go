package pipeline

import (
	"context"
	"errors"
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
)

// Names of the papers that a run makes.
const (
	ChecklistName = "checklist.pdf"
	WebListName   = "checklist.html"
	CalendarName  = "echeances.ics"
	ReportName    = "rapport.json"
	FormName      = "formulaire-depot.pdf"
)

// What a run that goes on without the deposit form says of it.
const (
	FormIncomplete validators.Code = "formulaire.incomplet"  // a field of it is missing or cannot be printed
	FormLater      validators.Code = "formulaire.plus_tard"  // ANTS has not given the request its number yet
	FormPointless  validators.Code = "formulaire.sans_objet" // the démarche has none
)

// Compose prints the papers: the checklist and its twin for the screen, the
// calendar, and the deposit form
// where the photo goes by post. A form that lacks a field is a finding of the
// report, and the other papers are printed all the same; without a report to
// say so in, it is the [*InputError] of [ComposeForm].
type Compose struct{}

// Name implements [Stage].
func (Compose) Name() string { return "compose" }

// Run implements [Stage].
func (Compose) Run(ctx context.Context, job *Job) error {
	if job.Dossier == nil {
		return ErrNoDossier
	}
	job.Papers = nil
	if err := composeForm(job); err != nil {
		return err
	}
	lists, err := composeLists(job)
	if err != nil {
		return err
	}
	job.Papers = append(job.Papers, lists...)
	if err := ctx.Err(); err != nil || job.Decision == nil {
		return err
	}
	calendar, err := composeCalendar(job)
	if err != nil {
		return err
	}
	job.Papers = append(job.Papers, Paper{CalendarName, calendar})
	return nil
}

// composeForm prints the deposit form, or says why there is none.
func composeForm(job *Job) error {
	if job.Dossier.Request.Photo.Mode != PhotoByPost {
		return nil
	}
	if job.Decision != nil && !job.Decision.TakesDepositForm() {
		job.note(validators.Finding{
			Code: FormPointless, Severity: validators.Info,
			Message: "Aucun formulaire de dépôt de photo et de signature n’est imprimé\u00a0: cette démarche n’en demande pas.",
		})
		return nil
	}
	form, err := ComposeForm(job.Dossier)
	var input *InputError
	if errors.As(err, &input) && job.Report != nil {
		job.note(formIncomplete(job.Dossier, input))
		return nil
	}
	if err != nil {
		return err
	}
	job.Papers = append(job.Papers, Paper{FormName, form})
	return nil
}

// note adds to the findings of the dossier, where there is a report to say them in.
func (job *Job) note(f validators.Finding) {
	if job.Report == nil {
		return
	}
	job.Report.Findings = append(job.Report.Findings, f)
	job.Report.judge()
}

// formIncomplete names the key and not the file: a report is the same wherever
// the dossier stands. The number is not the person's to know before ANTS gives it.
func formIncomplete(dossier *Dossier, input *InputError) validators.Finding {
	if input.Key == keyOfField[templates.FieldRequestNumber] && dossier.Request.Number == "" {
		return validators.Finding{
			Code: FormLater, Severity: validators.Info,
			Message: "Le formulaire de dépôt de photo et de signature sera imprimé plus tard\u00a0: il porte le numéro de la demande, que l’ANTS donne en fin de demande.",
			Remedy:  "Quand vous aurez ce numéro, notez-le dans le dossier (demande.numero), puis recommencez.",
		}
	}
	what := InputError{Key: input.Key, Problem: input.Problem, Expected: input.Expected}
	return validators.Finding{
		Code: FormIncomplete, Severity: validators.Warning,
		Message: "Le formulaire de dépôt de photo et de signature n’a pas été imprimé. Dans le dossier, " + what.Error() + ".",
		Remedy:  "Complétez le dossier, puis recommencez\u00a0: le formulaire sera imprimé.",
	}
}

// procedureTitles are what the checklist calls each démarche.
var procedureTitles = map[rules.Procedure]string{
	rules.ReturnAfterInvalidation: "Retour au permis après une invalidation",
	rules.ReturnAfterAnnulation:   "Retour au permis après une annulation",
	rules.Suspension:              "Permis après une suspension",
	rules.CategoryAM:              "Permis de la seule catégorie AM",
	rules.LicenceError:            "Erreur sur le permis",
	rules.MilitaryLicence:         "Conversion d’un brevet militaire",
	rules.ProfessionalDiploma:     "Validation d’un diplôme professionnel",
	rules.Loss:                    "Permis perdu",
	rules.Theft:                   "Permis volé",
	rules.Damage:                  "Permis détérioré",
	rules.Renewal:                 "Renouvellement du permis",
	rules.InternationalPermit:     "Permis international",
	rules.FirstRegistration:       "Première inscription au permis",
}

// ProcedureTitle is what papers and screens call a démarche.
func ProcedureTitle(p rules.Procedure) string { return procedureTitles[p] }

// ComposeChecklist prints the personalised checklist from the report and the
// decision of the job. A job that was not checked has no verdict: the list is
// then one of what to gather and do.
func ComposeChecklist(job *Job) ([]byte, error) {
	list, err := personalList(job)
	if err != nil {
		return nil, err
	}
	return list.PDF()
}

func personalList(job *Job) (templates.Checklist, error) {
	if job.Dossier == nil {
		return templates.Checklist{}, ErrNoDossier
	}
	list := templates.Checklist{Date: job.On, Who: who(job.Dossier.Applicant)}
	if number := job.Dossier.Request.Number; inLatin(number) {
		list.DossierNumber = number
	}
	if job.Report != nil {
		addReport(&list, job.Report)
		job.addThumbnails(&list)
	}
	if job.Decision != nil {
		addDecision(&list, job)
		addScreens(&list, job)
	}
	return list, nil
}

// who is the first name and the initial of the birth name, « Zoé M. »: enough to
// tell the lists on a desk apart, and no more. Without a first name, nothing.
func who(applicant Applicant) string {
	names := words(applicant.FirstNames...)
	if len(names) == 0 || names[0] == "" || !inLatin(names[0]) {
		return ""
	}
	if !inLatin(string(applicant.BirthName)) {
		return names[0]
	}
	for _, initial := range norm.NFC.String(string(applicant.BirthName)) {
		return names[0] + "\u00a0" + string(unicode.ToUpper(initial)) + "."
	}
	return names[0]
}

func addReport(list *templates.Checklist, report *Report) {
	list.Verdict = templates.Verdict(report.Verdict)
	list.Findings = printed("", report.Findings)
	for _, p := range report.Pieces {
		piece := templates.CheckedPiece{Label: p.Label, Verdict: templates.Verdict(p.Verdict), Findings: printed("", p.Findings)}
		for _, f := range p.Files {
			piece.Files = append(piece.Files, f.Name)
			piece.Findings = append(piece.Findings, printed(f.Name, f.Findings)...)
		}
		list.Pieces = append(list.Pieces, piece)
	}
}

func printed(file string, findings []validators.Finding) []templates.Finding {
	var out []templates.Finding
	for _, f := range findings {
		out = append(out, templates.Finding{
			Severity: templates.Severity(f.Severity), Message: f.Message, Remedy: f.Remedy, File: file, Page: f.Page,
		})
	}
	return out
}

// contradiction is what the dossier says twice and differently: it stands with the
// points to look at, and not with what the sources disagree on.
const contradiction templates.AlertCode = "dossier_contradictoire"

func addDecision(list *templates.Checklist, job *Job) {
	d := job.Decision
	list.Procedure = procedureTitles[d.Procedure]
	addRequirements(list, d)
	for _, p := range d.Pieces {
		verdict, present := verdictOf(p.Type, job)
		list.Required = append(list.Required, templates.RequiredPiece{
			Label: p.Label, Reason: p.Reason, Mandatory: p.Mandatory, Present: present, Verdict: verdict, Sources: p.Sources,
			PagesMax: orZero(p.PagesMax), AgeMaxMonths: orZero(p.AgeMaxMonths),
		})
	}
	for _, e := range d.Deadlines {
		if e.Moot {
			continue
		}
		list.Deadlines = append(list.Deadlines, templates.Deadline{Date: e.Date, Label: e.Label, Past: e.Past, Done: e.Done, Sources: e.Sources})
	}
	if d.Online != nil {
		list.Online = &templates.OnlinePath{Possible: d.Online.Possible, Words: d.Online.Path, Detail: d.Online.Reason, Sources: d.Online.Sources}
	}
	for _, s := range d.Steps {
		list.Steps = append(list.Steps, templates.Step{Title: s.Title, Detail: s.Detail, Done: s.Done, Link: s.Link, Cost: costRange(s.Cost), Sources: s.Sources})
	}
	list.Budget = costRange(d.Budget)
	for _, a := range d.Alerts {
		code := templates.AlertCode(a.Code)
		if a.OfTheDossier() {
			code = contradiction
		}
		list.Alerts = append(list.Alerts, templates.Alert{Code: code, Message: a.Plain(), Sources: a.Sources})
	}
	for _, s := range d.Sources {
		list.Sources = append(list.Sources, templates.Source{Key: s.Key, Title: s.Title, Link: s.Link})
	}
	for _, t := range rules.Glossary() {
		list.Glossary = append(list.Glossary, templates.Term{Word: t.Word, Meaning: t.Meaning})
	}
}

// addRequirements adds to the exams, the visit and the test what a box needs to
// know: whether there is one to tick, and whether it is ticked.
func addRequirements(list *templates.Checklist, d *rules.Decision) {
	if r := exams(d); r != nil {
		r.NotDue, r.DoneOn = !d.Exams.Theory && !d.Exams.Practical, d.Exams.DoneOn
		list.Exams = r
	}
	if r := medical(d); r != nil {
		r.NotDue, r.DoneOn = !d.Medical.Required, d.Medical.DoneOn
		list.Medical = r
	}
	if r := psychotechnical(d); r != nil {
		r.NotDue, r.DoneOn = !d.Psychotechnical.Required, d.Psychotechnical.DoneOn
		list.Psychotechnical = r
	}
}

// verdictOf says whether the dossier has a piece, and how it was judged where it
// was checked.
func verdictOf(t rules.PieceType, job *Job) (verdict templates.Verdict, present bool) {
	if job.Report == nil {
		return "", slices.ContainsFunc(job.Dossier.Pieces, func(j Justificatif) bool { return j.Type == t })
	}
	var verdicts []validators.Verdict
	for _, p := range job.Report.Pieces {
		if p.Type == t {
			verdicts = append(verdicts, p.Verdict)
		}
	}
	return templates.Verdict(validators.Worst(verdicts...)), len(verdicts) > 0
}

func orZero(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func costRange(c *rules.Cost) *templates.CostRange {
	if c == nil {
		return nil
	}
	return &templates.CostRange{Min: c.Min, Max: c.Max}
}

// Requirements says what the decision settles, in the order a person meets it:
// exams, medical visit, psychotechnical test. What is not settled is left out.
func Requirements(d *rules.Decision) []templates.Requirement {
	var list []templates.Requirement
	for _, r := range []*templates.Requirement{exams(d), psychotechnical(d), medical(d)} {
		if r != nil {
			list = append(list, *r)
		}
	}
	return list
}

func exams(d *rules.Decision) *templates.Requirement {
	e := d.Exams
	if e == nil {
		return nil
	}
	title := "Aucun examen à repasser"
	switch {
	case e.Theory && e.Practical && d.Procedure == rules.FirstRegistration:
		title = "Code et conduite à passer"
	case e.Theory && e.Practical:
		title = "Code et conduite à repasser"
	case e.Theory:
		title = "Le code seulement, sans l’épreuve de conduite"
	case e.Practical:
		title = "Épreuve de conduite à passer"
	}
	return &templates.Requirement{Title: title, Detail: e.Reason, Sources: e.Sources}
}

func medical(d *rules.Decision) *templates.Requirement {
	m := d.Medical
	if m == nil {
		return nil
	}
	title := "Visite médicale"
	switch {
	case !m.Required:
		title = "Pas de visite médicale"
	case m.Route == rules.MedicalCommission:
		title = "Visite médicale devant la commission médicale de la préfecture"
	case m.Route == rules.ApprovedDoctor:
		title = "Visite médicale chez un médecin agréé par la préfecture"
	}
	return &templates.Requirement{Title: title, Detail: m.Reason, Sources: m.Sources}
}

func psychotechnical(d *rules.Decision) *templates.Requirement {
	p := d.Psychotechnical
	if p == nil {
		return nil
	}
	title := "Pas de test psychotechnique"
	if p.Required {
		title = "Test psychotechnique, avant la visite médicale"
	}
	return &templates.Requirement{Title: title, Detail: p.Reason, Sources: p.Sources}
}
