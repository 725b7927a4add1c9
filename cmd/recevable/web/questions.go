package web

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

// Which question comes next is for the law to say, not for this file: a fact is
// asked for where the decision says that it lacks it, or where another answer
// would change the decision. See [Server.matters].

// question is one screen of questions.
type question struct {
	Name  string // in its address
	Title string
	Help  string
	Asked []asked
	// Skip is what to press for whoever cannot tell; empty for a question that
	// must be answered.
	Skip string
	// Only are the démarches that it is asked in; nil for all.
	Only []rules.Procedure
	// Unless is a key whose answer says it already.
	Unless string
}

// asked is one fact.
type asked struct {
	Key     string // of the dossier
	Label   string // empty where the title of the question says it
	Hint    string
	Options []option // to choose from; none for a text
	Several bool     // more than one may be chosen
	// trials are answers to compare the decisions of, beyond the options.
	trials func(answers map[string]string, on calendar.Date) []string
	// certain facts are asked whatever the law makes of them.
	certain bool
	// due, where it is set, says of the decision without the fact whether it is
	// the person's to tell.
	due func(*rules.Decision) bool
}

// option is one answer.
type option struct{ Value, Label, Hint string }

const unsure = "Je ne sais pas"

var yesNo = []option{{"true", "Oui", ""}, {"false", "Non", ""}}

// daysAgo tries a date of some days before the reference date.
func daysAgo(n int) func(map[string]string, calendar.Date) []string {
	return func(_ map[string]string, on calendar.Date) []string { return []string{on.AddDays(-n).String()} }
}

// yearsBefore tries a date some years before another answer.
func yearsBefore(key string, years int) func(map[string]string, calendar.Date) []string {
	return func(answers map[string]string, _ calendar.Date) []string {
		date, err := calendar.Parse(answers[key])
		if err != nil {
			return nil
		}
		return []string{date.AddMonths(-12 * years).String()}
	}
}

func tries(values ...string) func(map[string]string, calendar.Date) []string {
	return func(map[string]string, calendar.Date) []string { return values }
}

const dayHint = "Par exemple 17/04/2026."

func date(key, label, hint string) asked {
	return asked{Key: "situation." + key, Label: label, Hint: hint}
}

func optionalDate(key, label, hint string, due func(*rules.Decision) bool) asked {
	a := date(key, label, hint)
	a.trials, a.due = daysAgo(10), due
	return a
}

// What may be done already is asked where it is to be done at all.
func visitIsDue(d *rules.Decision) bool { return d.Medical == nil || d.Medical.Required }

func testIsDue(d *rules.Decision) bool { return d.Psychotechnical == nil || d.Psychotechnical.Required }

func theoryIsDue(d *rules.Decision) bool { return d.Exams == nil || d.Exams.Theory }

func procedureOptions() []option {
	hints := map[rules.Procedure]string{
		rules.ReturnAfterInvalidation: "Vous avez perdu tous vos points et reçu une lettre 48SI.",
		rules.ReturnAfterAnnulation:   "Un juge a annulé votre permis.",
		rules.Suspension:              "Le préfet ou un juge a suspendu votre permis pour un temps.",
		rules.CategoryAM:              "Pour conduire un cyclomoteur ou une voiturette pendant que votre permis n’est plus valable.",
		rules.LicenceError:            "Un nom, une date ou une catégorie est faux sur le permis que vous avez reçu.",
		rules.MilitaryLicence:         "Vous avez un brevet militaire de conduite.",
		rules.ProfessionalDiploma:     "Votre diplôme ou titre de conducteur donne droit au permis.",
		rules.Renewal:                 "Sa date de fin approche ou elle est passée.",
		rules.InternationalPermit:     "Pour conduire hors d’Europe avec votre permis français.",
		rules.FirstRegistration:       "Vous n’avez pas encore de permis, ou vous préparez une nouvelle catégorie.",
	}
	var options []option
	for _, p := range rules.Procedures() {
		options = append(options, option{string(p), pipeline.ProcedureTitle(p), hints[p]})
	}
	return options
}

// questions are all there are, in the order a person would tell them.
var questions = []question{
	{Name: "demarche", Title: "De quoi s’agit-il\u00a0?", Asked: []asked{{Key: "situation.demarche", Options: procedureOptions(), certain: true}}},
	{
		Name: "etape", Title: "Où en êtes-vous\u00a0?",
		Asked: []asked{{Key: "situation.etape", Options: []option{
			{string(rules.Registration), "Je dois m’inscrire aux épreuves", "Le code, et la conduite s’il le faut, restent à passer."},
			{string(rules.Production), "J’ai réussi les épreuves", "Je demande maintenant mon nouveau permis."},
		}}},
	},
	{
		Name: "origine", Title: "Qui a suspendu votre permis\u00a0?", Skip: unsure, Only: []rules.Procedure{rules.Suspension, rules.CategoryAM},
		Asked: []asked{{Key: "situation.origine", Options: []option{
			{string(rules.Administrative), "Le préfet", "Le papier s’appelle « arrêté » ou « réf. 1F, 3F »."},
			{string(rules.Judicial), "Un juge", "Après un jugement ou une ordonnance pénale."},
		}}},
	},
	{
		Name: "notification", Title: "Quand avez-vous reçu la lettre 48SI\u00a0?", Skip: unsure,
		Help:  "C’est la lettre recommandée qui dit que votre permis n’est plus valable. La date est sur l’avis de réception, et sur votre relevé d’information intégral.",
		Asked: []asked{date("date_notification", "Date de réception", dayHint)},
	},
	{
		Name: "deja-remis", Title: "Aviez-vous déjà remis votre permis quand la lettre est arrivée\u00a0?", Skip: unsure,
		Help:  "Par exemple parce qu’il était suspendu, et gardé par la préfecture ou les forces de l’ordre.",
		Asked: []asked{{Key: "situation.titre_deja_remis", Options: yesNo}},
	},
	{
		Name: "restitution", Title: "Quand avez-vous rendu votre permis\u00a0?", Skip: "Pas encore rendu, ou je ne sais pas",
		Help:  "La date est sur le récépissé de la préfecture, la « réf. 44 ». Elle fait partir les délais.",
		Asked: []asked{date("date_restitution", "Date de remise", dayHint)},
	},
	{
		Name: "precedente", Title: "Aviez-vous déjà reçu une lettre 48SI, pour un permis d’avant\u00a0?", Skip: "Non, ou je ne sais pas",
		Help:  "Une seconde perte de points dans les cinq ans double l’interdiction.",
		Asked: []asked{{Key: "situation.date_notification_precedente", Label: "Date de réception de cette lettre d’avant", Hint: dayHint, trials: yearsBefore("situation.date_notification", 2)}},
	},
	{
		Name: "annulation", Title: "Quand l’annulation a-t-elle pris effet\u00a0?", Skip: unsure,
		Help:  "La date est sur la « réf. 7 » qui vous a été remise, et sur votre relevé d’information intégral.",
		Asked: []asked{date("date_effet", "Date d’effet", dayHint)},
	},
	{
		Name: "suspension", Title: "Quand la suspension a-t-elle commencé\u00a0?", Skip: unsure,
		Help:  "Le premier jour est sur l’arrêté, ou sur l’avis de rétention si votre permis a été retenu.",
		Asked: []asked{date("date_debut", "Premier jour", dayHint)},
	},
	{
		Name: "duree", Title: "Combien de temps dure la mesure\u00a0?", Skip: unsure,
		// The law gives an invalidation its length.
		Only: []rules.Procedure{rules.ReturnAfterAnnulation, rules.Suspension},
		Help: "Si votre papier donne une date de fin, elle compte plus que la durée. Une des deux réponses suffit.",
		Asked: []asked{
			{Key: "situation.date_fin", Label: "Dernier jour, s’il est écrit", Hint: dayHint, trials: laterDays},
			{Key: "situation.duree_mois", Label: "Durée, en mois", Hint: "Par exemple 6.", trials: tries("1", "6", "12", "36")},
		},
	},
	{
		Name: "alcool", Title: "L’alcool ou les stupéfiants sont-ils en cause\u00a0?", Skip: unsure,
		Help:  "Même pour une seule des infractions, ou pour un refus de dépistage. Cela change seulement qui fait passer la visite médicale.",
		Asked: []asked{{Key: "situation.alcool_stupefiants", Options: yesNo}},
	},
	{
		Name: "permis", Title: "Depuis quand aviez-vous le permis\u00a0?", Skip: unsure,
		Help:  "La date de votre première catégorie est au dos du permis, colonne 10, et sur votre relevé d’information intégral.",
		Asked: []asked{date("date_permis", "Date d’obtention", dayHint)},
	},
	{
		Name: "accompagnee", Title: "Aviez-vous appris en conduite accompagnée\u00a0?", Skip: unsure,
		Asked: []asked{{Key: "situation.conduite_accompagnee", Options: yesNo}},
	},
	{
		Name: "categories", Title: "Quelles catégories\u00a0?", Skip: unsure,
		// A return asks for new ones: whether one of them is heavy is asked below.
		Only:  []rules.Procedure{rules.MilitaryLicence, rules.ProfessionalDiploma, rules.Loss, rules.Theft, rules.Damage, rules.Renewal},
		Help:  "Celles que vous avez, ou aviez\u00a0: elles sont au dos du permis.",
		Asked: []asked{{Key: "situation.categories", Several: true, Options: categoryOptions(), trials: tries("B", "A", "C", "D")}},
	},
	{
		Name: "lourde", Title: "Demandez-vous une catégorie lourde\u00a0?", Skip: unsure, Unless: "situation.categories",
		Help:  "Camion ou autocar\u00a0: C1, C, D1, D, et les mêmes avec remorque.",
		Asked: []asked{{Key: "situation.categorie_lourde", Options: yesNo}},
	},
	{
		Name: "reception", Title: "Quand avez-vous reçu le permis qui porte l’erreur\u00a0?", Skip: unsure,
		Asked: []asked{date("date_reception_titre", "Date de réception", "Elle est sur l’avis de passage du facteur ou sur l’enveloppe.")},
	},
	{
		Name: "demenagement", Title: "Avez-vous déménagé dans un autre département depuis votre demande\u00a0?", Skip: unsure,
		Asked: []asked{{Key: "situation.demenagement", Options: yesNo}},
	},
	{
		Name: "en-ligne", Title: "Aviez-vous demandé ce permis en ligne\u00a0?", Skip: unsure,
		Asked: []asked{{Key: "situation.titre_demande_en_ligne", Options: yesNo}},
	},
	{
		Name: "naissance", Title: "Quelle est votre date de naissance\u00a0?", Skip: "Je préfère ne pas répondre",
		Help:  "Elle dit si une attestation de journée défense et citoyenneté est à joindre, et sert à vérifier vos papiers.",
		Asked: []asked{{Key: "demandeur.date_naissance", Label: "Date de naissance", Hint: "Par exemple 17/04/1988.", trials: tries("1970-01-01", "2004-01-01")}},
	},
	{
		Name: "nationalite", Title: "Quelle est votre nationalité\u00a0?", Skip: "Je préfère ne pas répondre",
		Help: "Elle change les papiers à joindre.",
		Asked: []asked{{Key: "situation.nationalite", Options: []option{
			{string(rules.French), "Française", ""},
			{string(rules.European), "D’un autre pays d’Europe", "Union européenne, Espace économique européen ou Suisse."},
			{string(rules.OtherNational), "D’un autre pays", ""},
		}}},
	},
	{
		Name: "heberge", Title: "Habitez-vous chez quelqu’un\u00a0?", Skip: unsure,
		Help:  "Chez vos parents, un ami, un proche\u00a0: les factures ne sont alors pas à votre nom.",
		Asked: []asked{{Key: "situation.heberge", Options: yesNo}},
	},
	{
		Name: "deja-fait", Title: "Qu’avez-vous déjà fait\u00a0?", Skip: "Rien de tout cela",
		Help: "Donnez la date de ce qui est fait, laissez le reste vide.",
		Asked: []asked{
			optionalDate("date_test_psychotechnique", "Test psychotechnique passé le", dayHint, testIsDue),
			optionalDate("date_visite_medicale", "Visite médicale passée le", "Si vous n’avez pas encore l’avis.", visitIsDue),
			optionalDate("date_avis_medical", "Avis médical daté du", "La date écrite sur l’avis.", visitIsDue),
			optionalDate("date_demande", "Demande envoyée à l’ANTS le", dayHint, nil),
			optionalDate("date_etg", "Code réussi le", "La date est sur votre attestation.", theoryIsDue),
		},
	},
}

// laterDays tries last days after what the measure starts with.
func laterDays(_ map[string]string, on calendar.Date) []string {
	return []string{on.AddDays(40).String(), on.AddMonths(8).String(), on.AddMonths(14).String()}
}

func categoryOptions() []option {
	var options []option
	for _, c := range pipeline.LicenceCategories() {
		options = append(options, option{c, c, ""})
	}
	return options
}

// next is the first question that the answers so far make necessary; nil where
// there is none left.
func (s *Server) next(answers map[string]string, skipped map[string]bool, on calendar.Date) *question {
	for i, q := range questions {
		if skipped[q.Name] || q.answered(answers) || !q.isFor(answers) {
			continue
		}
		if asked := s.necessary(q, answers, on); len(asked) > 0 {
			return &questions[i]
		}
	}
	return nil
}

func (q question) answered(answers map[string]string) bool {
	return slices.ContainsFunc(q.Asked, func(a asked) bool { return answers[a.Key] != "" })
}

func (q question) isFor(answers map[string]string) bool {
	if q.Unless != "" && answers[q.Unless] != "" {
		return false
	}
	return q.Only == nil || slices.Contains(q.Only, rules.Procedure(answers["situation.demarche"]))
}

// necessary are the facts of a question that matter, beside those answered
// already.
func (s *Server) necessary(q question, answers map[string]string, on calendar.Date) []asked {
	return slices.DeleteFunc(slices.Clone(q.Asked), func(a asked) bool {
		return answers[a.Key] == "" && !a.certain && !s.matters(a, answers, on)
	})
}

// matters reports whether the decision hangs on a fact: it says that it lacks
// it, or an answer would make it another.
func (s *Server) matters(a asked, answers map[string]string, on calendar.Date) bool {
	if answers["situation.demarche"] == "" {
		return false
	}
	without, bare := s.decide(answers, on)
	if without == nil || a.due != nil && !a.due(without) {
		return false
	}
	if slices.ContainsFunc(without.Alerts, func(alert rules.Alert) bool { return alert.Code == rules.MissingFact && alert.Key == a.Key }) {
		return true
	}
	var trials []string
	if !a.Several {
		for _, o := range a.Options {
			trials = append(trials, o.Value)
		}
	}
	if a.trials != nil {
		trials = append(trials, a.trials(answers, on)...)
	}
	return slices.ContainsFunc(trials, func(trial string) bool {
		tried := maps.Clone(answers)
		tried[a.Key] = trial
		decision, said := s.decide(tried, on)
		return decision != nil && !bytes.Equal(said, bare)
	})
}

// decide is the decision on answers, and all that it says; nil where they are no
// dossier.
func (s *Server) decide(answers map[string]string, on calendar.Date) (*rules.Decision, []byte) {
	job := s.job(on)
	var err error
	if job.Dossier, err = dossierOf(answers); err != nil {
		return nil, nil
	}
	if err := pipeline.Run(context.Background(), job, pipeline.Decide{}); err != nil || job.Decision == nil {
		return nil, nil
	}
	said, err := json.Marshal(job.Decision)
	if err != nil {
		return nil, nil
	}
	return job.Decision, said
}

func questionNamed(name string) *question {
	at := slices.IndexFunc(questions, func(q question) bool { return q.Name == name })
	if at < 0 {
		return nil
	}
	return &questions[at]
}
