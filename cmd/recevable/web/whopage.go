package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline"
)

// who are the fields of the page that asks who the person is. Those of the
// first group are compared with the papers, the others are printed.
var (
	whoIdentity = []whoField{
		{Key: "demandeur.nom_naissance", Label: "Nom de naissance", Complete: "family-name"},
		{Key: "demandeur.nom_usage", Label: "Nom d’usage, si vous en avez un", Complete: "off"},
		{Key: "demandeur.prenoms", Label: "Prénoms", Hint: "Tous, dans l’ordre de l’état civil, avec des virgules\u00a0: Anne-Laure, Zoé.", Complete: "given-name"},
		{Key: "demandeur.date_naissance", Label: "Date de naissance", Hint: "Par exemple 17/04/1988.", Complete: "bday", Decimal: true},
	}
	whoForm = []whoField{
		{Key: "demande.numero", Label: "Numéro de la demande ANTS", Hint: "Il est donné à la fin de la demande en ligne. Laissez vide si vous ne l’avez pas encore.", Complete: "off"},
		{Key: "demandeur.adresse.numero", Label: "Numéro de la voie", Complete: "off", Short: true},
		{Key: "demandeur.adresse.extension", Label: "Bis, ter…", Complete: "off", Short: true},
		{Key: "demandeur.adresse.type_voie", Label: "Type de voie", Hint: "Rue, avenue, chemin…", Complete: "off", Short: true},
		{Key: "demandeur.adresse.nom_voie", Label: "Nom de la voie", Complete: "off"},
		{Key: "demandeur.adresse.complement", Label: "Complément", Hint: "Appartement, bâtiment, lieu-dit.", Complete: "address-line2"},
		{Key: "demandeur.adresse.code_postal", Label: "Code postal", Complete: "postal-code", Decimal: true, Short: true},
		{Key: "demandeur.adresse.commune", Label: "Commune", Complete: "address-level2"},
	}
	whoChoices = []asked{
		{Key: "demandeur.sexe", Label: "Sexe", Options: []option{{"F", "Féminin", ""}, {"M", "Masculin", ""}}},
		{Key: "demande.photo_signature.mode", Label: "Votre photo d’identité", Options: []option{
			{string(pipeline.PhotoByPost), "Une photo sur papier", "Elle part par la poste, collée sur le formulaire que nous imprimons."},
			{string(pipeline.PhotoDigital), "Un code de photo numérique", "Donné par un photographe ou une cabine agréés\u00a0: rien à envoyer par la poste."},
		}},
	}
	whoCode = whoField{Key: "demande.photo_signature.code", Label: "Code photo-signature", Hint: "22 caractères, donnés avec la photo.", Complete: "off"}
)

// whoField is a text to type.
type whoField struct {
	Key, Label, Hint, Complete string
	Decimal, Short             bool

	ID, Value, Problem string
}

type whoView struct {
	Identity, Form []whoField
	Sex, Photo     factView
	Code           whoField
	TakesForm      bool // the démarche has a photo to deposit
}

func whoKeys() []string {
	var keys []string
	for _, f := range slices.Concat(whoIdentity, whoForm, []whoField{whoCode}) {
		keys = append(keys, f.Key)
	}
	for _, a := range whoChoices {
		keys = append(keys, a.Key)
	}
	return keys
}

func (s *Server) askWho(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.showWho(w, r, p, p.answers, nil)
	return nil
}

func (s *Server) showWho(w http.ResponseWriter, r *http.Request, p *person, answers, wrong map[string]string) {
	fill := func(f whoField) whoField {
		f.ID, f.Value, f.Problem = elementID(f.Key), shown(f.Key, answers[f.Key]), wrong[f.Key]
		return f
	}
	choose := func(a asked) factView {
		return factView{asked: a, ID: elementID(a.Key), Problem: wrong[a.Key], Chosen: map[string]bool{answers[a.Key]: true}}
	}
	view := whoView{Sex: choose(whoChoices[0]), Photo: choose(whoChoices[1]), Code: fill(whoCode)}
	decision, _ := s.decide(answers, s.config.Today())
	view.TakesForm = decision == nil || decision.TakesDepositForm()
	for _, f := range whoIdentity {
		view.Identity = append(view.Identity, fill(f))
	}
	for _, f := range whoForm {
		view.Form = append(view.Form, fill(f))
	}
	f := frame{Title: "Qui êtes-vous\u00a0?", Here: "vous", Content: view}
	if len(wrong) > 0 {
		f.Problem = "Certaines réponses ne conviennent pas\u00a0: elles sont signalées plus bas."
	}
	s.show(w, r, p, "vous", f)
}

func (s *Server) takeWho(w http.ResponseWriter, r *http.Request, p *person) error {
	if err := s.readForm(w, r); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	answers := maps.Clone(p.answers)
	for _, key := range whoKeys() {
		delete(answers, key)
		if text := normal(key, strings.Join(r.PostForm[key], ",")); text != "" {
			answers[key] = text
		}
	}
	if answers["demande.photo_signature.mode"] != string(pipeline.PhotoDigital) {
		delete(answers, whoCode.Key)
	}
	if problems := s.problems(answers, whoKeys()); len(problems) > 0 {
		s.showWho(w, r, p, answers, problems)
		return nil
	}
	p.answers = answers
	s.changed(p)
	goTo(w, r, "/pieces")
	return nil
}
