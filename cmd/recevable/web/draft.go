package web

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
)

// A draft is what the person answered, by the keys of the dossier, each as a
// text. Making a dossier of it is writing it as dossier.json and having the
// corridor read that: what a dossier may hold is said there and nowhere else.

// form of a value in JSON; a text where nothing is said.
type form int

const (
	textForm form = iota
	dateForm
	boolForm
	numberForm
	namesForm // several, with commas between them or, without any, spaces
	codesForm // several, with commas
)

var forms = map[string]form{
	"demandeur.date_naissance": dateForm, "demandeur.prenoms": namesForm,
	"situation.date_notification": dateForm, "situation.date_restitution": dateForm, "situation.date_notification_precedente": dateForm,
	"situation.date_effet": dateForm, "situation.date_debut": dateForm, "situation.date_fin": dateForm, "situation.duree_mois": numberForm,
	"situation.date_permis": dateForm, "situation.date_avis_medical": dateForm, "situation.date_test_psychotechnique": dateForm,
	"situation.date_visite_medicale": dateForm, "situation.date_etg": dateForm, "situation.date_demande": dateForm,
	"situation.date_reception_titre": dateForm, "situation.categories": codesForm,
	"situation.titre_deja_remis": boolForm, "situation.alcool_stupefiants": boolForm, "situation.conduite_accompagnee": boolForm,
	"situation.categorie_lourde": boolForm, "situation.demenagement": boolForm, "situation.titre_demande_en_ligne": boolForm,
	"situation.heberge": boolForm, "situation.mineur": boolForm,
}

// value is a text of the draft as dossier.json holds it. What is not of its
// form stays a text, for the corridor to refuse.
func value(key, text string) any {
	switch forms[key] {
	case boolForm:
		return text == "true"
	case numberForm:
		if n, err := strconv.Atoi(text); err == nil {
			return n
		}
	case namesForm:
		if strings.ContainsAny(text, ",;") {
			return list(text)
		}
		return strings.Fields(text)
	case codesForm:
		return list(text)
	}
	return text
}

func list(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// dossierTree is answers as dossier.json nests them.
func dossierTree(answers map[string]string) map[string]any {
	root := map[string]any{"version": 1}
	for key, text := range answers {
		if text == "" {
			continue
		}
		at, parts := root, strings.Split(key, ".")
		for _, part := range parts[:len(parts)-1] {
			inner, ok := at[part].(map[string]any)
			if !ok {
				inner = map[string]any{}
				at[part] = inner
			}
			at = inner
		}
		at[parts[len(parts)-1]] = value(key, text)
	}
	return root
}

// dossierJSON writes answers as dossier.json.
func dossierJSON(answers map[string]string) ([]byte, error) {
	return pipeline.EncodeJSON(dossierTree(answers))
}

func dossierOf(answers map[string]string) (*pipeline.Dossier, error) {
	data, err := dossierJSON(answers)
	if err != nil {
		return nil, err
	}
	return pipeline.Parse("dossier.json", data)
}

// dossier is what the person answered. The caller holds the person.
func (p *person) dossier() (*pipeline.Dossier, error) { return dossierOf(p.answers) }

// answersOf is the draft that dossier.json was written from; files are left
// out.
func answersOf(data []byte) (map[string]string, error) {
	var root map[string]any
	if err := json.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	delete(root, "version")
	delete(root, "pieces")
	answers := map[string]string{}
	flatten("", root, answers)
	return answers, nil
}

func flatten(key string, v any, into map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			flatten(strings.TrimPrefix(key+"."+name, "."), inner, into)
		}
	case []any:
		var texts []string
		for _, item := range v {
			if text, ok := item.(string); ok {
				texts = append(texts, text)
			}
		}
		if into[key] = strings.Join(texts, ", "); forms[key] == namesForm && len(texts) == 1 && strings.Contains(texts[0], " ") {
			into[key] += "," // one name of two words stays one
		}
	case string:
		into[key] = v
	case bool:
		into[key] = strconv.FormatBool(v)
	case float64:
		into[key] = strconv.FormatFloat(v, 'f', -1, 64)
	}
}

var (
	isoDay    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	frenchDay = regexp.MustCompile(`^(\d{1,2})[ /.\-]+(\d{1,2})[ /.\-]+(\d{4})$`)
	packedDay = regexp.MustCompile(`^(\d{2})(\d{2})(\d{4})$`)
	wordedDay = regexp.MustCompile(`^(\d{1,2})(?:er)?[\s\x{a0}]+([a-zéû]+)\.?[\s\x{a0}]+(\d{4})$`)
)

// months are how letters write them.
var months = map[string]string{
	"janvier": "01", "février": "02", "fevrier": "02", "mars": "03", "avril": "04", "mai": "05", "juin": "06", "juillet": "07",
	"août": "08", "aout": "08", "septembre": "09", "octobre": "10", "novembre": "11", "décembre": "12", "decembre": "12",
}

// readDay reads a date as people write it here: 17/04/1988, 17.4.1988,
// 17041988, 17 avril 1988, or as a date picker does.
func readDay(written string) (calendar.Date, bool) {
	written = strings.ToLower(strings.TrimSpace(written))
	if worded := wordedDay.FindStringSubmatch(written); worded != nil {
		written = worded[1] + "/" + months[worded[2]] + "/" + worded[3]
	}
	year, month, day := 1, 2, 3
	parts := isoDay.FindStringSubmatch(written)
	if parts == nil {
		year, day = 3, 1
		parts = frenchDay.FindStringSubmatch(written)
	}
	if parts == nil {
		parts = packedDay.FindStringSubmatch(written)
	}
	if parts == nil {
		return calendar.Date{}, false
	}
	pad := func(s string) string {
		if len(s) == 1 {
			return "0" + s
		}
		return s
	}
	date, err := calendar.Parse(parts[year] + "-" + pad(parts[month]) + "-" + pad(parts[day]))
	return date, err == nil
}

// normal is an answer as the draft keeps it: a date that can be read is written
// one way.
func normal(key, given string) string {
	given = strings.TrimSpace(given)
	if forms[key] == dateForm {
		if date, ok := readDay(given); ok {
			return date.String()
		}
	}
	return given
}

// shown is an answer as the person would write it.
func shown(key, text string) string {
	if forms[key] == dateForm {
		if date, err := calendar.Parse(text); err == nil {
			return date.FrenchDigits()
		}
	}
	return text
}
