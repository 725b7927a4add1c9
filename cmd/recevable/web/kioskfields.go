package web

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/recevable/recevable/pipeline"
)

// kioskStep is a small group of fields, one screen of the entry.
type kioskStep struct {
	Title  string
	Fields []kioskField
}

// kioskField is a field of the deposit form and the words that go with it. What
// it may hold is not said here: the corridor knows.
type kioskField struct {
	Key      string // of the dossier
	ID       string // in the page
	Label    string
	Short    string // its name among the answers to be checked; fields of one name are one answer
	Line     int    // of that answer
	Hint     string
	Pad      keyPad
	Place    string // its width among those of the step
	Length   int    // characters that it takes in
	Optional bool
	Whole    int // characters below which a value is still being typed
	Choices  []kioskChoice

	missing string // what is said where it is empty
	remedy  string // what is said after the reason it does not do
}

// kioskChoice is a value to be touched.
type kioskChoice struct{ Value, Label string }

// keyPad is the keyboard that a field calls for.
type keyPad string

const (
	letterPad  keyPad = "lettres"
	numeralPad keyPad = "chiffres"
	noPad      keyPad = "choix"
)

const (
	keyAddress = "demandeur.adresse"
	keyStreet  = "demandeur.adresse.nom_voie"
)

// kioskSteps are the fields of the form, in its order.
var kioskSteps = []kioskStep{
	{"Votre demande", []kioskField{{
		Key: "demande.numero", ID: "numero", Short: "Demande", Label: "Numéro de votre demande ANTS", Pad: letterPad, Place: "large", Length: 40,
		Hint:    "Il est écrit sur votre compte ANTS.",
		missing: "Écrivez le numéro de votre demande\u00a0: il relie la feuille à votre dossier.",
		remedy:  "Recopiez-le comme il est écrit sur votre compte ANTS.",
	}}},
	{"Votre nom", []kioskField{{
		Key: "demandeur.nom_naissance", ID: "nom", Short: "Nom", Label: "Nom de naissance", Pad: letterPad, Place: "moitie", Length: 120,
		Hint:    "Celui de votre acte de naissance.",
		missing: "Écrivez votre nom de naissance.",
		remedy:  "Recopiez votre acte de naissance.",
	}, {
		Key: "demandeur.prenoms", ID: "prenoms", Short: "Prénoms", Label: "Tous vos prénoms", Pad: letterPad, Place: "moitie", Length: 200,
		Hint:    "Séparés par une virgule.",
		missing: "Écrivez au moins un prénom.",
		remedy:  "Recopiez votre acte de naissance.",
	}}},
	{"Votre naissance", []kioskField{{
		Key: "demandeur.date_naissance", ID: "naissance", Short: "Naissance", Label: "Date de naissance", Pad: numeralPad, Place: "moitie", Length: 10, Whole: 10,
		Hint:    "Jour, mois, année\u00a0: 17/04/1988",
		missing: "Écrivez votre date de naissance.",
		remedy:  "Écrivez-la comme 17/04/1988.",
	}, {
		Key: "demandeur.sexe", ID: "sexe", Short: "Sexe", Label: "Sexe", Pad: noPad, Place: "moitie",
		Hint:    "Comme sur votre pièce d’identité.",
		Choices: []kioskChoice{{string(pipeline.Female), "Féminin"}, {string(pipeline.Male), "Masculin"}},
		missing: "Touchez l’une des deux réponses.",
		remedy:  "Touchez l’une des deux réponses.",
	}}},
	{"Votre rue", []kioskField{{
		Key: "demandeur.adresse.numero", ID: "voie-numero", Short: "Adresse", Label: "N°", Pad: letterPad, Place: "petit", Length: 10, Optional: true,
		remedy: "Écrivez le numéro seul, par exemple 12.",
	}, {
		Key: "demandeur.adresse.extension", ID: "voie-extension", Short: "Adresse", Label: "Bis, ter", Pad: letterPad, Place: "petit", Length: 10, Optional: true,
		remedy: "Écrivez BIS, TER ou une lettre.",
	}, {
		Key: keyStreet, ID: "voie", Short: "Adresse", Label: "Rue, avenue, lieu-dit", Pad: letterPad, Place: "reste", Length: 120,
		missing: "Écrivez votre rue, par exemple RUE DU FAUBOURG.",
		remedy:  "Écrivez-la comme sur une enveloppe.",
	}, {
		Key: "demandeur.adresse.complement", ID: "complement", Short: "Adresse", Line: 1, Label: "Complément", Pad: letterPad, Place: "tiers", Length: 120, Optional: true,
		remedy: "Écrivez-le comme sur une enveloppe.",
	}}},
	{"Votre commune", []kioskField{{
		Key: "demandeur.adresse.code_postal", ID: "code-postal", Short: "Adresse", Line: 2, Label: "Code postal", Pad: numeralPad, Place: "tiers", Length: 6, Whole: 5,
		missing: "Écrivez votre code postal.",
		remedy:  "Cinq chiffres, par exemple 28000.",
	}, {
		Key: "demandeur.adresse.commune", ID: "commune", Short: "Adresse", Line: 2, Label: "Commune", Pad: letterPad, Place: "reste", Length: 120,
		missing: "Écrivez votre commune.",
		remedy:  "Écrivez-la comme sur une enveloppe.",
	}}},
}

// specimen is a form that prints: a field is checked by putting it there in the
// place of the one that is right. The person is made up.
var specimen = map[string]string{
	"demande.numero": "PC-2026-000123", "demandeur.nom_naissance": "LEFÈVRE", "demandeur.prenoms": "Zoé", "demandeur.sexe": "F",
	"demandeur.date_naissance": "1988-04-17", keyStreet: "rue du Faubourg", "demandeur.adresse.code_postal": "28000",
	"demandeur.adresse.commune": "Chartres",
}

// kioskForm composes the form of what was typed.
func (s *Server) kioskForm(ctx context.Context, values map[string]string) ([]byte, error) {
	dossier, err := dossierOf(values)
	if err != nil {
		return nil, err
	}
	job := s.job(s.config.Today())
	job.Dossier = dossier
	if err := pipeline.Run(ctx, job, pipeline.Decide{}); err != nil { // it knows which births are possible today
		return nil, err
	}
	return pipeline.ComposeForm(dossier)
}

// fault is what is wrong in a field, for the visitor.
type fault struct {
	Key     string `json:"cle"`
	Message string `json:"message"`
	Missing bool   `json:"manque"` // it is only empty yet
}

// faults are what keeps the values of a step from being printed, one a field.
// The first pass looks at each field alone, so that one hides no other; the
// second at what is missing, and at what the fields are together.
func (s *Server) faults(ctx context.Context, step kioskStep, values map[string]string) ([]fault, error) {
	faults := []fault{} // never null in JSON
	whole := maps.Clone(specimen)
	for _, f := range step.Fields {
		delete(whole, f.Key)
	}
	for _, f := range step.Fields {
		value := values[f.Key]
		if value == "" {
			continue
		}
		alone := maps.Clone(specimen)
		alone[f.Key] = value
		if fault, err := s.faultIn(ctx, f, alone); err != nil {
			return nil, err
		} else if fault != nil {
			faults = append(faults, *fault)
			whole[f.Key] = specimen[f.Key]
			continue
		}
		whole[f.Key] = value
	}
	for range step.Fields {
		_, err := s.kioskForm(ctx, whole)
		key := culprit(err, whole)
		at := slices.IndexFunc(step.Fields, func(f kioskField) bool { return f.Key == key })
		if at < 0 || slices.ContainsFunc(faults, func(f fault) bool { return f.Key == key }) {
			return faults, ours(err)
		}
		faults = append(faults, step.Fields[at].fault(err, whole[key] == ""))
		whole[key] = specimen[key]
	}
	return faults, nil
}

// faultIn says what is wrong with a form by the fault of one field; nil where
// nothing is.
func (s *Server) faultIn(ctx context.Context, f kioskField, values map[string]string) (*fault, error) {
	_, err := s.kioskForm(ctx, values)
	if err == nil || ours(err) != nil {
		return nil, ours(err)
	}
	fault := f.fault(err, false)
	return &fault, nil
}

// ours returns an error that is not the visitor's.
func ours(err error) error {
	var input *pipeline.InputError
	if errors.As(err, &input) {
		return nil
	}
	return err
}

// culprit is the key of the field that an error is about; empty for none. An
// address that is not whole lacks the first of its parts that is empty.
func culprit(err error, values map[string]string) string {
	var input *pipeline.InputError
	if !errors.As(err, &input) {
		return ""
	}
	key, _, _ := strings.Cut(input.Key, "[") // one of several first names
	if key != keyAddress {
		return key
	}
	for _, part := range []string{keyStreet, "demandeur.adresse.code_postal", "demandeur.adresse.commune"} {
		if values[part] == "" && (part != keyStreet || values["demandeur.adresse.complement"] == "") {
			return part
		}
	}
	return keyStreet
}

// codePoint is how the corridor names a letter to those who know Unicode.
var codePoint = regexp.MustCompile(` \(U\+[0-9A-F]+\)`)

// fault says an error of the corridor in the words of a field.
func (f kioskField) fault(err error, missing bool) fault {
	if missing {
		return fault{f.Key, f.missing, true}
	}
	var input *pipeline.InputError
	reason := ""
	if errors.As(err, &input) {
		reason = asSentence(codePoint.ReplaceAllString(input.Problem, ""))
	}
	return fault{f.Key, strings.TrimSpace(reason + " " + f.remedy), false}
}

// asSentence makes a sentence of a clause.
func asSentence(clause string) string {
	first, size := utf8.DecodeRuneInString(clause)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + clause[size:] + "."
}

// screenKey is a key of the keyboard on the screen.
type screenKey struct {
	Types string // what it writes; empty for a key that does something
	Does  string // effacer or suivant
	Shown string
	Name  string // as it is read aloud
	Wide  string // how many places it takes; empty for one
}

// letterKeys and numeralKeys are the keyboards, row by row: AZERTY, and beside
// it the capitals that a French register may hold.
var (
	letterKeys  = letterKeyboard()
	numeralKeys = numeralKeyboard()
)

func letterKeyboard() [][]screenKey {
	rows := keyRows("1234567890ÉÈÊËÀ", "AZERTYUIOPÂÄÇÎÏ", "QSDFGHJKLMÔÖÙÛÜ", "WXCVBN'-,.ŸŒÆ")
	rows[3] = append(rows[3], screenKey{Does: "effacer", Shown: "⌫", Name: "effacer le dernier caractère", Wide: "2"})
	return append(rows, []screenKey{
		{Types: " ", Shown: "Espace", Name: "espace", Wide: "9"},
		{Does: "suivant", Shown: "Champ suivant", Name: "champ suivant", Wide: "6"},
	})
}

func numeralKeyboard() [][]screenKey {
	return append(keyRows("123", "456", "789"), []screenKey{
		{Does: "effacer", Shown: "⌫", Name: "effacer le dernier chiffre"},
		{Types: "0", Shown: "0", Name: "0"},
		{Does: "suivant", Shown: "→", Name: "champ suivant"},
	})
}

func keyRows(rows ...string) [][]screenKey {
	var keys [][]screenKey
	for _, row := range rows {
		var line []screenKey
		for _, r := range row {
			line = append(line, screenKey{Types: string(r), Shown: string(r), Name: spoken(r)})
		}
		keys = append(keys, line)
	}
	return keys
}

// keyNames are how the marks of French are called.
var keyNames = map[rune]string{
	'É': "E accent aigu", 'È': "E accent grave", 'Ê': "E accent circonflexe", 'Ë': "E tréma", 'À': "A accent grave", 'Â': "A accent circonflexe",
	'Ä': "A tréma", 'Ç': "C cédille", 'Î': "I accent circonflexe", 'Ï': "I tréma", 'Ô': "O accent circonflexe", 'Ö': "O tréma",
	'Ù': "U accent grave", 'Û': "U accent circonflexe", 'Ü': "U tréma", 'Ÿ': "Y tréma", 'Œ': "O et E liés", 'Æ': "A et E liés",
	'\'': "apostrophe", '-': "tiret", ',': "virgule", '.': "point",
}

// spoken is the name of a key, for who hears the page.
func spoken(r rune) string {
	if name, ok := keyNames[r]; ok {
		return name
	}
	return string(r)
}
