package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
)

func (s *Server) nextQuestion(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	to := "/decision"
	if q := s.next(p.answers, p.skipped, s.config.Today()); q != nil {
		to = "/questions/" + q.Name
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// questionView is a question as its page shows it.
type questionView struct {
	question
	Facts []factView
}

// factView is one field, with what stands in it and what is wrong with it.
type factView struct {
	asked
	ID, Value, Problem string
	Chosen             map[string]bool
	Decimal            bool // digits are typed
}

func (s *Server) askQuestion(w http.ResponseWriter, r *http.Request, p *person) error {
	q := questionNamed(r.PathValue("name"))
	if q == nil {
		return notHere()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s.showQuestion(w, r, p, *q, p.answers, nil)
	return nil
}

// showQuestion shows a question with answers in it, and what is wrong with them.
func (s *Server) showQuestion(w http.ResponseWriter, r *http.Request, p *person, q question, answers map[string]string, wrong map[string]string) {
	view := questionView{question: q}
	facts := s.necessary(q, answers, s.config.Today())
	if len(facts) == 0 { // somebody came back to what no longer matters
		facts = q.Asked
	}
	for _, a := range facts {
		f := factView{asked: a, ID: elementID(a.Key), Value: shown(a.Key, answers[a.Key]), Problem: wrong[a.Key], Chosen: map[string]bool{}}
		f.Decimal = forms[a.Key] == dateForm || forms[a.Key] == numberForm
		for _, v := range list(answers[a.Key]) {
			f.Chosen[v] = true
		}
		view.Facts = append(view.Facts, f)
	}
	s.show(w, r, p, "question", frame{Title: q.Title, Here: "questions", Problem: firstProblem(view.Facts), Content: view})
}

func firstProblem(facts []factView) string {
	for _, f := range facts {
		if f.Problem != "" {
			return f.Problem
		}
	}
	return ""
}

// elementID is a key as the identifier of an element.
func elementID(key string) string { return strings.ReplaceAll(key, ".", "-") }

func (s *Server) takeAnswer(w http.ResponseWriter, r *http.Request, p *person) error {
	q := questionNamed(r.PathValue("name"))
	if q == nil {
		return notHere()
	}
	if err := s.readForm(w, r); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	answers := maps.Clone(p.answers)
	given := false
	for _, a := range q.Asked {
		delete(answers, a.Key)
		if text := normal(a.Key, strings.Join(r.PostForm[a.Key], ",")); text != "" && !r.PostForm.Has("passer") {
			answers[a.Key] = text
			given = true
		}
	}
	skip := q.Skip != "" && (r.PostForm.Has("passer") || !given)
	switch {
	case !given && !skip:
		s.showQuestion(w, r, p, *q, answers, map[string]string{q.Asked[0].Key: "Choisissez une réponse pour continuer."})
		return nil
	case q.Name == "demarche" && answers["situation.demarche"] != p.answers["situation.demarche"]:
		// Facts of another measure would say things of this one.
		maps.DeleteFunc(answers, func(key, _ string) bool {
			return strings.HasPrefix(key, "situation.") && !slices.Contains(ofThePerson, key)
		})
		clear(p.skipped)
	}
	problems := s.problems(answers, keysAsked(*q))
	for _, key := range keysAsked(*q) {
		if problem := s.unlikely(key, answers[key]); problem != "" && problems[key] == "" {
			problems[key] = problem
		}
	}
	if len(problems) > 0 {
		s.showQuestion(w, r, p, *q, answers, problems)
		return nil
	}
	p.answers = answers
	if delete(p.skipped, q.Name); skip {
		p.skipped[q.Name] = true
	}
	s.changed(p)
	goTo(w, r, "/questions")
	return nil
}

// aheadToo are the dates that may lie ahead: of a measure that is known before
// it begins.
var aheadToo = []string{"situation.date_fin", "situation.date_effet", "situation.date_debut"}

// unlikely is what to read beside a date of the past that is in the future, or of
// another century: a slip of the hand, which nobody else could tell.
func (s *Server) unlikely(key, text string) string {
	const longAgo = 80 // years: nobody drives on a licence that old
	date, err := calendar.Parse(text)
	if forms[key] != dateForm || err != nil {
		return ""
	}
	today := s.config.Today()
	switch {
	case date.After(today) && !slices.Contains(aheadToo, key):
		return "Cette date n’est pas encore passée\u00a0: vérifiez l’année. Si ce n’est pas encore fait, laissez vide."
	case date.Before(today.AddMonths(-12*longAgo)) && key != "demandeur.date_naissance":
		return "Cette date est trop ancienne\u00a0: vérifiez l’année."
	}
	return ""
}

// ofThePerson are the facts of the situation that hold whatever the démarche.
var ofThePerson = []string{
	"situation.demarche", "situation.heberge", "situation.nationalite", "situation.categories", "situation.date_permis", "situation.conduite_accompagnee",
}

func keysAsked(q question) []string {
	var keys []string
	for _, a := range q.Asked {
		keys = append(keys, a.Key)
	}
	return keys
}

// problems is what the corridor finds wrong with answers, by key; each under
// the first of here where it is about a fact that is not on the page.
func (s *Server) problems(answers map[string]string, here []string) map[string]string {
	found := map[string]string{}
	tried := maps.Clone(answers)
	for range len(answers) + 1 {
		err := s.acceptable(tried)
		var input *pipeline.InputError
		if !errors.As(err, &input) {
			return found
		}
		key := input.Key
		for key != "" && tried[key] == "" { // an item of a list is known by its list
			at := strings.LastIndexAny(key, ".[")
			key = key[:max(at, 0)]
		}
		place := key
		if !slices.Contains(here, key) {
			place = here[0]
		}
		if found[place] == "" {
			found[place] = fieldProblem(key, input)
		}
		if key == "" {
			return found
		}
		delete(tried, key)
	}
	return found
}

// acceptable is the corridor's word on answers.
func (s *Server) acceptable(answers map[string]string) error {
	job := s.job(s.config.Today())
	var err error
	if job.Dossier, err = dossierOf(answers); err != nil {
		return err
	}
	return pipeline.Run(context.Background(), job, pipeline.Decide{})
}

// fieldProblem is what to read beside a field.
func fieldProblem(key string, e *pipeline.InputError) string {
	problem := strings.ToUpper(e.Problem[:1]) + e.Problem[1:] + "."
	if forms[key] == dateForm && strings.Contains(e.Expected, "AAAA") {
		return problem + " Écrivez-la comme 17/04/1988."
	}
	if e.Expected == "" {
		return problem
	}
	return problem + " Attendu\u00a0: " + e.Expected + "."
}

// decisionView is the decision in words.
type decisionView struct {
	*rules.Decision
	Procedure    string
	Requirements []templates.Requirement
	Alerts       []string
	Missing      []missingView
	Answers      []answerView
	Dates        []dateView
	Budget       *rules.Cost
}

// dateView is a dated point of the road.
type dateView struct {
	templates.Deadline
	Away string // « dans 12 jours »
}

// missingView is a fact that the decision lacks, and where to give it.
type missingView struct{ Text, Link string }

// answerView is what the person answered.
type answerView struct{ Title, Text, Link string }

func (s *Server) showDecision(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	decision, _ := s.decide(p.answers, s.config.Today())
	if decision == nil {
		http.Redirect(w, r, "/questions", http.StatusSeeOther)
		return nil
	}
	view := decisionView{
		Decision: decision, Procedure: pipeline.ProcedureTitle(decision.Procedure), Requirements: pipeline.Requirements(decision),
		Answers: s.answersSoFar(p), Budget: decision.Budget,
	}
	for _, d := range decision.Deadlines {
		if !d.Moot {
			view.Dates = append(view.Dates, dateView{
				templates.Deadline{Date: d.Date, Label: d.Label, Past: d.Past, Done: d.Done}, templates.FromDay(decision.ReferenceDate, d.Date),
			})
		}
	}
	for _, a := range decision.Alerts {
		if a.Code == rules.MissingFact {
			view.Missing = append(view.Missing, missingView{a.Plain(), questionAbout(a.Key)})
		} else {
			view.Alerts = append(view.Alerts, a.Plain())
		}
	}
	s.show(w, r, p, "decision", frame{Title: "Ce qu’il vous faut", Here: "decision", Content: view})
	return nil
}

// questionAbout is where a fact is asked.
func questionAbout(key string) string {
	for _, q := range questions {
		if slices.Contains(keysAsked(q), key) {
			return "/questions/" + q.Name
		}
	}
	return "/questions"
}

// answersSoFar is what was answered and what was passed over, question by
// question.
func (s *Server) answersSoFar(p *person) []answerView {
	var views []answerView
	for _, q := range questions {
		var texts []string
		for _, a := range q.Asked {
			if text := a.inWords(p.answers[a.Key]); text != "" {
				texts = append(texts, text)
			}
		}
		text := strings.Join(texts, ". ")
		if text == "" && p.skipped[q.Name] {
			text = q.Skip
		}
		if text != "" {
			views = append(views, answerView{q.Title, text, "/questions/" + q.Name})
		}
	}
	return views
}

// inWords is an answer as the page said it.
func (a asked) inWords(text string) string {
	if text == "" {
		return ""
	}
	said := shown(a.Key, text)
	for _, o := range a.Options {
		if o.Value == text {
			said = o.Label
		}
	}
	if a.Label != "" {
		return a.Label + "\u00a0: " + said
	}
	return said
}
