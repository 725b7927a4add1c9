package batch

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
)

// Roster is a list of clients, one a line, as a school keeps it.
type Roster struct {
	File    string
	Ignored []string // headings that say nothing to the program
	lines   []rosterLine
	first   calendar.Date // day 0 of serial dates
}

// rosterLine is a client of a roster: the cells of the columns that are known.
type rosterLine struct {
	number int
	cells  map[string]cell // by the key of their column
}

type cell struct {
	column  Column
	heading string // as the school writes it
	text    string
}

// ReadRoster reads a list of clients: a workbook, or separated values. Columns
// are told by their headings. Its error, about the list as a whole, is a
// [*pipeline.InputError]; what is wrong with a line is told when its client is
// treated.
func ReadRoster(file string) (*Roster, error) {
	tables, err := readTables(file)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if at, ok := t.header(); ok {
			return t.roster(file, at), nil
		}
	}
	return nil, &pipeline.InputError{File: file, Problem: "aucune ligne de titres n’a été reconnue", Expected: "des colonnes «\u00a0Nom\u00a0» et «\u00a0Prénoms\u00a0», ou «\u00a0Nom et prénom\u00a0», ou «\u00a0Dossier\u00a0»"}
}

// naming are the columns one of which every roster has.
var naming = []string{surnameColumn, birthName, nameColumn, folderColumn}

// header finds the headings of a table.
func (t table) header() (at int, ok bool) {
	for i, line := range t.lines[:min(len(t.lines), headerLines)] {
		known := knownHeadings(line.cells)
		names := false
		for _, c := range known {
			names = names || slices.Contains(naming, c.Key)
		}
		if names && (len(known) > 1 || len(line.cells) == 1) {
			return i, true
		}
	}
	return 0, false
}

func (t table) roster(file string, at int) *Roster {
	r := &Roster{File: file, first: t.first}
	headings := t.lines[at].cells
	known := knownHeadings(headings)
	for i, heading := range headings {
		if _, ok := known[i]; !ok && strings.TrimSpace(heading) != "" {
			r.Ignored = append(r.Ignored, strings.TrimSpace(heading))
		}
	}
	for _, line := range t.lines[at+1:] {
		l := rosterLine{line.number, map[string]cell{}}
		for i, text := range line.cells {
			column, ok := known[i]
			if text = strings.TrimSpace(text); !ok || text == "" {
				continue
			}
			if _, twice := l.cells[column.Key]; !twice { // « Fixe » and « Portable »
				l.cells[column.Key] = cell{column, strings.TrimSpace(headings[i]), text}
			}
		}
		if len(l.cells) > 0 && l.cells[surnameColumn].text != ExampleName && !l.isTotal() {
			r.lines = append(r.lines, l.settled())
		}
	}
	return r
}

// totals are what stands in a line that counts the others.
var totals = regexp.MustCompile(`^(?:sous )?tota(?:l|ux)(?: general)?$|^effectifs?$|^nombre(?: de clients| d eleves)?$`)

// isTotal reports whether a line counts the others: it says so, and nothing in
// it could be a first name.
func (l rosterLine) isTotal() bool {
	says := false
	for _, c := range l.cells {
		switch {
		case totals.MatchString(plainWords(c.text)):
			says = true
		case strings.ContainsFunc(c.text, unicode.IsLetter):
			return false
		}
	}
	return says
}

// settled puts the columns in place that hang on each other.
func (l rosterLine) settled() rosterLine {
	if both, ok := l.cells[nameColumn]; ok && l.cells[surnameColumn].text == "" && l.cells[birthName].text == "" {
		surname, first := splitName(both.text)
		l.cells[surnameColumn] = cell{both.column, both.heading, surname}
		if len(first) > 0 && l.cells[firstNames].text == "" {
			l.cells[firstNames] = cell{columnByKey(firstNames), both.heading, strings.Join(first, ",")}
		}
	}
	delete(l.cells, nameColumn)
	surname, ok := l.cells[surnameColumn]
	switch {
	case !ok:
	case l.cells[birthName].text == "":
		l.cells[birthName] = surname
	case l.cells[usedName].text == "" && plainWords(surname.text) != plainWords(l.cells[birthName].text):
		l.cells[usedName] = surname
	}
	delete(l.cells, surnameColumn)
	if _, ok := l.cells[photoMode]; !ok && l.cells[photoCode].text != "" {
		l.cells[photoMode] = cell{columnByKey(photoMode), l.cells[photoCode].heading, string(pipeline.PhotoDigital)}
	}
	return l
}

func columnByKey(key string) Column {
	return columns[slices.IndexFunc(columns, func(c Column) bool { return c.Key == key })]
}

// name is what the follow-up calls the client of a line.
func (l rosterLine) name() string {
	name := l.cells[birthName].text
	if first := givenNames(l.cells[firstNames].text); len(first) > 0 {
		name += " " + first[0]
	}
	if name == "" {
		name = l.cells[folderColumn].text
	}
	if name == "" {
		return fmt.Sprintf("Ligne %d", l.number)
	}
	return strings.Join(strings.Fields(strings.NewReplacer("/", "-", `\`, "-").Replace(name)), " ")
}

// errLine marks what is wrong with a line of a roster.
var errLine = errors.New("batch: a line of the roster is wrong")

// wrong says what is wrong with a cell.
func (r *Roster) wrong(l rosterLine, c cell, problem, expected string) error {
	return fmt.Errorf("%w: %w", errLine, &pipeline.InputError{
		File: r.File, Line: l.number, Problem: "colonne «\u00a0" + c.heading + "\u00a0»\u00a0: " + problem, Expected: expected,
	})
}

// dossier turns a line into what a dossier.yaml would say. Its error is errLine
// and a [*pipeline.InputError] that names the line and the column.
func (r *Roster) dossier(l rosterLine) (*pipeline.Dossier, error) {
	values := map[string]any{}
	for _, column := range columns { // in one order: the first wrong cell is told
		key := column.Key
		c, filled := l.cells[key]
		if !filled || key == folderColumn {
			continue
		}
		value, expected := r.value(c, key)
		if expected != "" {
			return nil, r.wrong(l, c, "valeur inattendue «\u00a0"+c.text+"\u00a0»", expected)
		}
		if key == streetColumn {
			for part, text := range splitStreet(c.text) {
				if at := key + "." + part; text != "" && l.cells[at].text == "" {
					put(values, at, text)
				}
			}
			continue
		}
		put(values, key, value)
	}
	content, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	dossier, err := pipeline.Parse("clients.json", content)
	var input *pipeline.InputError
	if errors.As(err, &input) {
		return nil, r.wrong(l, l.at(input.Key), input.Problem, input.Expected)
	}
	if err != nil {
		return nil, err
	}
	dossier.Source = r.File
	return dossier, nil
}

// at returns the cell that a key of the dossier comes from; a cell with the key
// for a heading where none does.
func (l rosterLine) at(key string) cell {
	if c, ok := l.cells[key]; ok {
		return c
	}
	for _, column := range columns { // a part of an address, one name of several
		c, ok := l.cells[column.Key]
		if ok && (strings.HasPrefix(key, column.Key+".") || strings.HasPrefix(key, column.Key+"[")) {
			return c
		}
	}
	return cell{heading: key}
}

// put sets a value under a dotted key.
func put(values map[string]any, key string, value any) {
	first, rest, nested := strings.Cut(key, ".")
	if !nested {
		values[first] = value
		return
	}
	below, ok := values[first].(map[string]any)
	if !ok {
		below = map[string]any{}
		values[first] = below
	}
	put(below, rest, value)
}

// Pivots of years of two digits: nobody born after 2020 drives, and no licence
// is dated past 2040.
const (
	birthPivot = 20
	pivot      = 40
)

// value reads a cell as the dossier has it. Where it cannot, it says what was
// expected.
func (r *Roster) value(c cell, key string) (value any, expected string) {
	switch c.column.Format {
	case Day:
		last := pivot
		if key == birthDate {
			last = birthPivot
		}
		day, ok := parseDay(c.text, r.first, last)
		if !ok {
			return nil, "une date du calendrier, par exemple 12/09/2026"
		}
		return day.String(), ""
	case Whole:
		digits, _, _ := strings.Cut(strings.TrimSuffix(c.text, ".0"), " ")
		n, err := strconv.Atoi(digits)
		if err != nil {
			return nil, "un nombre entier"
		}
		return n, ""
	case YesNo:
		yes, ok := yesWords[plainWords(c.text)]
		if !ok {
			return nil, "oui ou non"
		}
		return yes, ""
	case Choice:
		value, ok := c.column.value(c.text)
		if !ok {
			return nil, c.column.titles()
		}
		return value, ""
	case List:
		return partsOf(strings.ToUpper(c.text), ",;/+ "), ""
	case Names:
		return givenNames(c.text), ""
	case Digits:
		return digitsOf(c.text, c.column.Wide), ""
	}
	return c.text, ""
}

// titles lists the values of a closed list as a roster has them.
func (c Column) titles() string {
	var titles []string
	for _, o := range c.Choices {
		titles = append(titles, o.Title)
	}
	return strings.Join(titles, ", ")
}
