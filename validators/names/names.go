// Package names compares a person with the name that a document bears.
//
// Start with [Match], for a field that holds a name (the holder of a 2D-Doc,
// the names of a machine-readable zone), or with [FindIn], for a page of text
// that may bear it anywhere. Both follow reading.md, « Holder »: names are
// sets of words, without case, accents, hyphens or apostrophes; the birth name
// or the used name will do, and one first name is enough. What most often got
// people wrongly refused elsewhere (compound first names, used names, inverted
// order, truncated fields) is never [Different] here.
//
// Nothing here logs or returns a name.
package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Person is who the application is for.
type Person struct {
	Birth string   // nom de naissance
	Used  string   // nom d'usage; may be empty
	First []string // prénoms, in order
}

// Result is what a comparison says.
type Result int

// The results, the least telling first.
const (
	Absent    Result = iota // no name to compare
	Different               // the name of somebody else
	Doubt                   // perhaps this person: a letter or two apart, an initial, no first name
	Same                    // this person, or this person among the holders
)

// Options say what is known of the text.
type Options struct {
	// Truncated tells that the field may be cut: its words compare by prefix.
	// A text of 38 characters and more, the length of a postal line, is taken
	// to be.
	Truncated bool
}

// postalLine is the length that the fields of a 2D-Doc and the lines of an
// address are cut at (NF Z 10-011).
const postalLine = 38

// Match compares a person with the text of a field that holds a name, several
// holders included.
func Match(p Person, text string, opts Options) Result {
	truncated := opts.Truncated || utf8.RuneCountInString(strings.TrimSpace(text)) >= postalLine
	words := untilCareOf(fold(text))
	who := personOf(p)
	if len(who.surnames) == 0 || len(who.named(words)) == 0 {
		return Absent
	}
	groups, couple := holders(words)
	best := Absent
	for _, group := range groups {
		named := who.named(group)
		switch {
		case len(named) == 0:
			continue
		case len(named) == 1 && len(groups) > 1:
			// « MARTIN JEAN ET ANNE »: the surname stands in the other group.
			// « M. MARTIN ET MME LEFEVRE »: it stands here.
			best = max(best, who.compare(named, truncated))
			named = who.named(words)
		}
		best = max(best, who.compare(named, truncated))
	}
	if best == Different && couple && who.surnameLevel(who.named(words), truncated) >= partly {
		return Doubt // « M. ET MME MARTIN JEAN »: the other of the two has no first name here
	}
	return best
}

// untilCareOf keeps what stands before « chez » or « c/o »: the holder is who
// lives there, not who hosts.
func untilCareOf(words []string) []string {
	for i, w := range words {
		if i > 0 && (w == "CHEZ" || w == "C" && i+1 < len(words) && words[i+1] == "O") {
			return words[:i]
		}
	}
	return words
}

// holders cuts a text at « et » and « ou », and tells whether two titles share
// one name.
func holders(words []string) (groups [][]string, couple bool) {
	from := 0
	for i, w := range words {
		if !joiners[w] {
			continue
		}
		if i > from {
			groups = append(groups, words[from:i])
		}
		couple = couple || i > 0 && i+1 < len(words) && titles[words[i-1]] && titles[words[i+1]]
		from = i + 1
	}
	if from < len(words) {
		groups = append(groups, words[from:])
	}
	return groups, couple
}

// person is a Person folded.
type person struct {
	surnames [][]string
	first    [][]string
	own      map[string]bool // every word of their names
}

func personOf(p Person) person {
	who := person{own: map[string]bool{}}
	for i, text := range append([]string{p.Birth, p.Used}, p.First...) {
		words := fold(text)
		for _, w := range words {
			who.own[w] = true
		}
		switch {
		case len(words) == 0:
		case i < 2:
			who.surnames = append(who.surnames, words)
		default:
			who.first = append(who.first, words)
		}
	}
	return who
}

// named keeps the words that may be names: no titles, no numbers. A title that
// is a word of the person's own name is kept.
func (who person) named(words []string) []string {
	var kept []string
	for _, w := range words {
		if (titles[w] || joiners[w]) && !who.own[w] || strings.ContainsFunc(w, unicode.IsDigit) {
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

// compare judges the name of one holder.
func (who person) compare(words []string, truncated bool) Result {
	best := Different
	for _, surname := range who.surnames {
		best = max(best, who.compareAs(surname, words, truncated))
	}
	return best
}

func (who person) compareAs(surname, words []string, truncated bool) Result {
	family := findSurname(words, surname, truncated)
	if family.level == nowhere {
		return Different
	}
	rest := without(words, family.used)
	given := who.findFirst(rest, truncated)
	strangers := who.strangers(without(rest, given.used), truncated)
	switch {
	case given.level == nowhere && strangers > 0:
		// The same surname and somebody else's first name: a relative.
		return Different
	case given.level == nowhere || given.level == nearly || family.level == nearly:
		return Doubt
	case strangers > 0 && (family.level == partly || given.level == partly):
		return Doubt
	}
	return Same
}

// surnameLevel is how well any surname of the person stands in the words.
func (who person) surnameLevel(words []string, truncated bool) level {
	best := nowhere
	for _, surname := range who.surnames {
		best = max(best, findSurname(words, surname, truncated).level)
	}
	return best
}

// findFirst looks for the best of the first names.
func (who person) findFirst(words []string, truncated bool) found {
	var best found
	for _, first := range who.first {
		if f := findFirst(words, first, truncated); f.level > best.level {
			best = f
		}
	}
	return best
}

// strangers counts the words that look like a name and are none of the
// person's.
func (who person) strangers(words []string, truncated bool) int {
	n := 0
	for _, w := range words {
		if len(w) > 2 && !particles[w] && !who.own[w] && !who.joinsTo(w) && !(truncated && who.begins(w)) {
			n++
		}
	}
	return n
}

// joinsTo reports whether a word is a compound name, or the beginning of one,
// written in one: « ANNELAURE ».
func (who person) joinsTo(word string) bool {
	for _, parts := range append(append([][]string{}, who.surnames...), who.first...) {
		if len(parts) > 1 && len(word) > len(parts[0]) && strings.HasPrefix(strings.Join(parts, ""), word) {
			return true
		}
	}
	return false
}

// begins reports whether a word is the beginning of one of the person's.
func (who person) begins(word string) bool {
	for own := range who.own {
		if strings.HasPrefix(own, word) {
			return true
		}
	}
	return false
}
