package batch

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/validators"
)

// Listed is the source of a roster and of the clients' folders: each line is a
// client, whose folder is found by name. A folder with a dossier.yaml is treated
// as it says. Folders on no line are clients too, and it is said that they are
// on none.
type Listed struct {
	Roster *Roster
	Folders
}

// What is said of how a client was found.
const (
	notListed  = "Ce répertoire n’est sur aucune ligne de la liste des clients."
	ownDossier = "Ce client a un dossier.yaml\u00a0: il compte, et non sa ligne de la liste."
)

// Clients implements [Source].
func (s Listed) Clients(ctx context.Context) ([]Client, error) {
	s.Known = newKnownNames(s.Roster.lines).has
	folders, err := s.Folders.Clients(ctx)
	if err != nil && !errors.Is(err, ErrNoClient) {
		return nil, err
	}
	if len(folders) == 0 && len(s.Roster.lines) == 0 {
		return nil, ErrNoClient
	}
	found := match(s.Roster.lines, folders)
	names := s.Roster.names()
	claimed, taken := map[int]bool{}, map[string]bool{}
	var clients []Client
	for i, l := range s.Roster.lines {
		for _, folder := range found[i].folders {
			claimed[folder] = true
		}
		taken[folded(names[i])] = true
		clients = append(clients, s.client(l, names[i], found[i], folders))
	}
	for i, c := range folders {
		if claimed[i] {
			continue
		}
		if taken[folded(c.Name)] {
			c.Name += " (hors liste)"
		}
		c.Notes = append(c.Notes, notListed)
		clients = append(clients, c)
	}
	return clients, nil
}

// client joins a line and the folder that was found for it.
func (s Listed) client(l rosterLine, name string, found matched, folders []Client) Client {
	switch {
	case found.shared || len(found.folders) > 1:
		return untreatable(name, &NotADossierError{Why: SharedFolder})
	case len(found.folders) == 0:
		return untreatable(name, &NotADossierError{Why: NoFolder})
	}
	c := folders[found.folders[0]]
	if found.guessed {
		c.Notes = append(c.Notes, "Répertoire deviné d’après le nom, à confirmer\u00a0: "+c.Name+".")
	}
	c.Name = name
	if !c.Guess {
		if c.HasDossier {
			c.Notes = append(c.Notes, ownDossier)
			c.Compare = func(dossier *pipeline.Dossier) []validators.Finding { return s.Roster.contradictions(l, dossier) }
		}
		return c
	}
	c.Listed = true
	inFolder := c.Load
	c.Load = func() (*pipeline.Dossier, string, error) {
		_, folder, err := inFolder()
		if err != nil {
			return nil, "", err
		}
		dossier, err := s.Roster.dossier(l)
		return dossier, folder, err
	}
	return c
}

// names gives each line a name of its own: two of the same name are told apart by
// their birth dates, or else by their lines.
func (r *Roster) names() []string {
	count := map[string]int{}
	for _, l := range r.lines {
		count[folded(l.name())]++
	}
	names := make([]string, len(r.lines))
	taken := map[string]bool{}
	for i, l := range r.lines {
		name := l.name()
		if count[folded(name)] > 1 {
			if birth, ok := parseDay(l.cells[birthDate].text, r.first, birthPivot); ok {
				name += " (" + birth.String() + ")"
			}
		}
		if taken[folded(name)] {
			name += fmt.Sprintf(" (ligne %d)", l.number)
		}
		taken[folded(name)] = true
		names[i] = name
	}
	return names
}

// matched are the folders that may be a client's.
type matched struct {
	folders []int
	shared  bool // another line leads to one of them too
	guessed bool // the name of the folder is not just theirs
}

// match finds the folders of each line: by the column that names them, else by
// names, the surest first. A folder that is surely somebody's is nobody else's.
func match(lines []rosterLine, folders []Client) []matched {
	m := newMatcher(folders)
	found := make([]matched, len(lines))
	for _, way := range []struct {
		find    func(rosterLine) []int
		guesses bool
	}{{m.byColumn, false}, {m.byWholeName, false}, {m.byNameWithin, true}, {m.bySurname, true}} {
		taken := map[int][]int{} // lines, by folder
		for i, l := range lines {
			if found[i].folders != nil {
				continue
			}
			found[i].folders = slices.DeleteFunc(way.find(l), func(folder int) bool { return m.claimed[folder] })
			if len(found[i].folders) == 0 {
				found[i].folders = nil
			}
			found[i].guessed = way.guesses
			for _, folder := range found[i].folders {
				taken[folder] = append(taken[folder], i)
			}
		}
		for folder, by := range taken {
			m.claimed[folder] = true
			for _, i := range by {
				found[i].shared = found[i].shared || len(by) > 1
			}
		}
	}
	return found
}

// matcher finds folders by the words of their names.
type matcher struct {
	byPath  map[string][]int // plain words of the whole path, or of its end
	bySet   map[string][]int // the same words in order of the alphabet
	byWord  map[string][]int
	claimed map[int]bool
}

func newMatcher(folders []Client) *matcher {
	m := &matcher{map[string][]int{}, map[string][]int{}, map[string][]int{}, map[int]bool{}}
	for i, c := range folders {
		base := plainWords(path.Base(c.Name))
		m.byPath[base] = append(m.byPath[base], i)
		if whole := plainWords(c.Name); whole != base {
			m.byPath[whole] = append(m.byPath[whole], i)
		}
		m.bySet[wordSet(base)] = append(m.bySet[wordSet(base)], i)
		words := strings.Fields(base)
		slices.Sort(words)
		for _, word := range slices.Compact(words) {
			m.byWord[word] = append(m.byWord[word], i)
		}
	}
	return m
}

// knownNames tells the folders of a roster's clients by their names.
type knownNames struct {
	folders map[string]bool       // plain words of the column that names them
	names   map[string][][]string // words of a full name, by the first one of its surname
}

func newKnownNames(lines []rosterLine) knownNames {
	k := knownNames{map[string]bool{}, map[string][][]string{}}
	for _, l := range lines {
		if folder := l.cells[folderColumn].text; folder != "" {
			k.folders[plainWords(path.Base(strings.ReplaceAll(folder, `\`, "/")))] = true
		}
		for _, name := range l.fullNames() {
			words := strings.Fields(name)
			k.names[words[0]] = append(k.names[words[0]], words)
		}
	}
	return k
}

// has reports whether a folder bears the full name of a client of the roster,
// among other words or not.
func (k knownNames) has(folder string) bool {
	plain := plainWords(path.Base(folder))
	if k.folders[plain] {
		return true
	}
	words := strings.Fields(plain)
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.ContainsFunc(k.names[word], func(name []string) bool {
			return !slices.ContainsFunc(name, func(w string) bool { return !slices.Contains(words, w) })
		})
	})
}

// wordSet is a name whose words may stand in any order.
func wordSet(plain string) string {
	words := strings.Fields(plain)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// byColumn follows the column that names the folder.
func (m *matcher) byColumn(l rosterLine) []int {
	name := l.cells[folderColumn].text
	if name == "" {
		return nil
	}
	return slices.Clone(m.byPath[plainWords(strings.ReplaceAll(name, `\`, "/"))])
}

// byWholeName finds « DURAND Léa », « Léa Durand », « durand_lea », with all first
// names or the first one, the birth name or the used one.
func (m *matcher) byWholeName(l rosterLine) []int {
	var list []int
	for _, name := range l.fullNames() {
		list = append(list, m.bySet[wordSet(name)]...)
	}
	return l.unlessNamed(distinct(list))
}

// byNameWithin finds a folder that holds the name among other words, « DURAND Léa
// 2026 ».
func (m *matcher) byNameWithin(l rosterLine) []int {
	var list []int
	for _, name := range l.fullNames() {
		list = append(list, m.withAll(strings.Fields(name))...)
	}
	return l.unlessNamed(distinct(list))
}

// withAll lists the folders that bear all of some words.
func (m *matcher) withAll(words []string) []int {
	slices.SortFunc(words, func(a, b string) int { return len(m.byWord[a]) - len(m.byWord[b]) })
	list := slices.Clone(m.byWord[words[0]])
	for _, word := range words[1:] {
		if len(list) == 0 {
			break
		}
		list = slices.DeleteFunc(list, func(i int) bool {
			_, has := slices.BinarySearch(m.byWord[word], i)
			return !has
		})
	}
	return list
}

// bySurname finds a folder that bears the surname alone.
func (m *matcher) bySurname(l rosterLine) []int {
	var list []int
	for _, surname := range l.surnames() {
		list = append(list, m.bySet[wordSet(surname)]...)
	}
	return l.unlessNamed(distinct(list))
}

// unlessNamed keeps what names found only where no column names the folder: one
// that is not there is not replaced by another.
func (l rosterLine) unlessNamed(list []int) []int {
	if l.cells[folderColumn].text != "" {
		return nil
	}
	return list
}

func distinct(list []int) []int {
	slices.Sort(list)
	return slices.Compact(list)
}

func (l rosterLine) surnames() []string {
	var names []string
	for _, key := range []string{birthName, usedName} {
		if name := plainWords(l.cells[key].text); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// fullNames are the surnames with all first names and with the first one; none
// where the line has no first name.
func (l rosterLine) fullNames() []string {
	given := givenNames(l.cells[firstNames].text)
	var names []string
	for _, surname := range l.surnames() {
		for _, first := range [][]string{given, given[:min(1, len(given))]} {
			if words := plainWords(strings.Join(first, " ")); words != "" {
				names = append(names, surname+" "+words)
			}
		}
	}
	return names
}
