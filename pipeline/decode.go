package pipeline

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

// InputError is a request that is itself wrong: the command line or the
// dossier, never what a piece contains. Its text is one French line that
// names the file, the line, the key and what was expected.
type InputError struct {
	File     string // as the person named it
	Line     int    // 0 where there is none
	Key      string // dotted path, such as "demandeur.date_naissance"
	Problem  string // what was found
	Expected string
}

func (e *InputError) Error() string {
	var where []string
	if e.File != "" {
		where = append(where, e.File)
	}
	if e.Line > 0 {
		where = append(where, fmt.Sprintf("ligne %d", e.Line))
	}
	if e.Key != "" {
		where = append(where, "clé «\u00a0"+e.Key+"\u00a0»")
	}
	text := e.Problem
	if len(where) > 0 {
		text = strings.Join(where, ", ") + "\u00a0: " + text
	}
	if e.Expected != "" {
		text += " (attendu\u00a0: " + e.Expected + ")"
	}
	return text
}

// decoder fills Go values from a tree by their `dossier:"key"` tags. Anything
// the types do not foresee is an error. A struct with a Line field is told
// the line it was read from.
type decoder struct {
	file  string
	json  bool           // a JSON text has its own booleans: a string is none
	lines map[string]int // of each key read, by its dotted path
}

func (d decoder) fail(line int, key, problem, expected string) error {
	return &InputError{d.file, line, key, problem, expected}
}

var dateType = reflect.TypeFor[calendar.Date]()

func (d decoder) decode(t tree, key string, into reflect.Value) error {
	if t.kind == nullKind {
		return nil // « clé: » left blank, as in a template: not said
	}
	switch {
	case into.Type() == dateType:
		return d.date(t, key, into)
	case into.Kind() == reflect.Pointer:
		value := reflect.New(into.Type().Elem())
		if err := d.decode(t, key, value.Elem()); err != nil {
			return err
		}
		into.Set(value)
		return nil
	}
	switch into.Kind() {
	case reflect.Struct:
		return d.structure(t, key, into)
	case reflect.Slice:
		return d.list(t, key, into)
	case reflect.Bool:
		return d.boolean(t, key, into)
	case reflect.Int:
		return d.integer(t, key, into)
	}
	return d.text(t, key, into)
}

func (d decoder) structure(t tree, key string, into reflect.Value) error {
	if into.Type() == reflect.TypeFor[FileName]() {
		into.FieldByName("Line").SetInt(int64(t.line))
		return d.text(t, key, into.FieldByName("Path"))
	}
	if t.kind != mappingKind {
		return d.fail(t.line, key, "valeur inattendue", "des clés, une par ligne : "+strings.Join(keysOf(into.Type()), ", "))
	}
	seen := map[string]bool{}
	for _, f := range t.fields {
		path := join(key, f.key)
		if seen[f.key] {
			return d.fail(f.line, path, "clé donnée deux fois", "une seule fois")
		}
		seen[f.key] = true
		d.lines[path] = f.line
		target, ok := fieldByKey(into, f.key)
		if !ok {
			return d.fail(f.line, path, "clé inconnue", strings.Join(keysOf(into.Type()), ", "))
		}
		if err := d.decode(f.value, path, target); err != nil {
			return err
		}
	}
	if line := into.FieldByName("Line"); line.IsValid() {
		line.SetInt(int64(t.line))
	}
	return nil
}

func (d decoder) list(t tree, key string, into reflect.Value) error {
	if t.kind != listKind {
		return d.fail(t.line, key, "une liste était attendue", "[valeur, valeur], même pour une seule valeur")
	}
	for i, item := range t.items {
		value := reflect.New(into.Type().Elem()).Elem()
		path := fmt.Sprintf("%s[%d]", key, i+1)
		if item.kind == nullKind {
			return d.fail(item.line, path, "valeur vide", "une valeur")
		}
		if err := d.decode(item, path, value); err != nil {
			return err
		}
		into.Set(reflect.Append(into, value))
	}
	return nil
}

var isoDate = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

func (d decoder) date(t tree, key string, into reflect.Value) error {
	if t.kind != scalarKind || !isoDate.MatchString(t.text) {
		return d.fail(t.line, key, "ce n’est pas une date", "AAAA-MM-JJ, par exemple 2026-09-12")
	}
	date, err := calendar.Parse(t.text)
	if err != nil {
		return d.fail(t.line, key, "cette date n’existe pas dans le calendrier", "AAAA-MM-JJ, par exemple 2026-09-12")
	}
	into.Set(reflect.ValueOf(date))
	return nil
}

// yesOrNo is what YAML dossiers say for a boolean, quoted or not: a person who
// puts every value between quotes is not wrong.
var yesOrNo = map[string]bool{"true": true, "oui": true, "false": false, "non": false}

func (d decoder) boolean(t tree, key string, into reflect.Value) error {
	value, known := yesOrNo[strings.ToLower(strings.TrimSpace(t.text))]
	if t.kind != scalarKind || !known || t.quoted && d.json {
		return d.fail(t.line, key, "valeur inattendue", "true (oui) ou false (non)")
	}
	into.SetBool(value)
	return nil
}

func (d decoder) integer(t tree, key string, into reflect.Value) error {
	n, err := strconv.Atoi(t.text)
	if t.kind != scalarKind || t.quoted || err != nil {
		return d.fail(t.line, key, "valeur inattendue", "un nombre entier")
	}
	if n < 0 || n > 1200 {
		return d.fail(t.line, key, "nombre hors limites", "un nombre entier de 0 à 1200")
	}
	into.SetInt(int64(n))
	return nil
}

// maxText is the length in characters past which a text is no name, no
// address and no file name.
const maxText = 500

func (d decoder) text(t tree, key string, into reflect.Value) error {
	if t.kind != scalarKind {
		return d.fail(t.line, key, "valeur inattendue", "un texte")
	}
	if into.Type() == reflect.TypeFor[Name]() && t.literal {
		return d.fail(t.line, key, "valeur inattendue", "un nom, entre guillemets s’il ressemble à un nombre")
	}
	text := norm.NFC.String(strings.TrimSpace(withoutInvisible(t.text)))
	if len([]rune(text)) > maxText {
		return d.fail(t.line, key, "texte trop long", fmt.Sprintf("%d caractères au plus", maxText))
	}
	if strings.ContainsFunc(text, unreadable) {
		return d.fail(t.line, key, "ce texte contient un caractère illisible", "du texte en UTF-8, sur une seule ligne")
	}
	if into.Type() == reflect.TypeFor[Sex]() {
		text = strings.ToUpper(text)
	}
	if allowed, closed := vocabulary[into.Type()]; closed && !slices.Contains(allowed, text) {
		return d.fail(t.line, key, "valeur inconnue", strings.Join(allowed, ", "))
	}
	into.SetString(text)
	return nil
}

// withoutInvisible drops what a copy and paste leaves inside a word without
// showing: soft hyphens, zero-width spaces and joiners.
func withoutInvisible(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
			return -1
		}
		return r
	}, s)
}

// unreadable reports what has no place in one line of text: control characters,
// line and paragraph separators, and formatting characters, some of which make
// a text read otherwise than it is written.
func unreadable(r rune) bool {
	return r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// vocabulary lists the words that a closed type takes.
var vocabulary = map[reflect.Type][]string{
	reflect.TypeFor[rules.Procedure]():   words(rules.Procedures()...),
	reflect.TypeFor[rules.Phase]():       words(rules.Registration, rules.Production),
	reflect.TypeFor[rules.Origin]():      words(rules.Administrative, rules.Judicial),
	reflect.TypeFor[rules.Nationality](): words(rules.French, rules.European, rules.OtherNational),
	reflect.TypeFor[Sex]():               words(Female, Male),
	reflect.TypeFor[PhotoMode]():         words(PhotoByPost, PhotoDigital),
	reflect.TypeFor[rules.PieceType]():   pieceTypes(),
}

func words[T ~string](values ...T) []string {
	var out []string
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}

func join(key, sub string) string {
	if key == "" {
		return sub
	}
	return key + "." + sub
}

func fieldByKey(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if tag := v.Type().Field(i).Tag.Get("dossier"); tag != "" && tag == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("dossier"); tag != "" {
			keys = append(keys, tag)
		}
	}
	return keys
}
