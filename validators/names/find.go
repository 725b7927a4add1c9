package names

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// level is how well a name stands among words.
type level int

const (
	nowhere level = iota
	nearly        // a letter or two apart, an initial, the second half of a compound
	partly        // the first half of a compound, one surname of two
	fully
)

// found is where a name stands: the indexes of its words.
type found struct {
	level level
	used  []int
}

// Two words of this length and more may be this far apart and still be one
// word badly typed or read: a doubt, never a match (reading.md, « Holder »).
const (
	fuzzyLength = 4
	fuzzyApart  = 2
	splitApart  = 1 // where the name was also split in two
)

// The beginning of a word, at the end of a truncated field, that is more than a
// doubt; and the one that is taken for a cut word elsewhere in it.
const (
	shortestPrefix = 3
	longPrefix     = 10
)

// findSurname looks for a surname among the words of one holder: all of it, with or without its particles
// and however joined; one word of several; or something close.
func findSurname(words, surname []string, truncated bool) found {
	heart := core(surname)
	for _, joined := range []string{strings.Join(surname, ""), strings.Join(heart, "")} {
		if used := joinedAs(words, joined); used != nil {
			return found{fully, used}
		}
	}
	var used []int
	for _, w := range heart {
		if i := slices.Index(words, w); i >= 0 {
			used = append(used, i)
		}
	}
	if !slices.ContainsFunc(used, func(i int) bool { return len(words[i]) > 1 }) {
		used = nil // the N of N’Diaye is also that of N’Guessan
	}
	switch {
	case len(used) == len(heart):
		return found{fully, used}
	case len(used) > 0 && !truncated:
		return found{partly, used}
	}
	if truncated {
		if cut := prefixes(words, heart, strings.Join(surname, "")); cut.level > nowhere && len(used) == 0 {
			return cut
		} else if len(used) > 0 {
			return found{partly, append(used, cut.used...)}
		}
	}
	return closeTo(words, append([]string{strings.Join(surname, ""), strings.Join(heart, "")}, heart...))
}

// findFirst looks for one first name, compound or not.
func findFirst(words, first []string, truncated bool) found {
	joined := strings.Join(first, "")
	if used := joinedAs(words, joined); used != nil {
		return found{fully, used}
	}
	if i := slices.Index(words, first[0]); i >= 0 && !particles[first[0]] {
		return withInitials(words, first, i)
	}
	if truncated {
		if cut := prefixes(words, first, joined); cut.level > nowhere {
			return cut
		}
	}
	for _, w := range first[1:] {
		if i := slices.Index(words, w); i >= 0 && len(w) > 1 {
			return found{nearly, []int{i}}
		}
	}
	if i := slices.Index(words, initial(first[0])); i >= 0 {
		return found{nearly, []int{i}}
	}
	return closeTo(words, append([]string{joined}, first...))
}

// withInitials completes the first half of a compound with the initials that
// stand for the others: « ANNE L » for Anne-Laure.
func withInitials(words, first []string, at int) found {
	f := found{partly, []int{at}}
	for _, w := range first[1:] {
		if i := slices.Index(words, initial(w)); i >= 0 {
			f.used = append(f.used, i)
		} else if i := slices.Index(words, w); i >= 0 {
			f.used = append(f.used, i)
		}
	}
	if len(f.used) == len(first) {
		f.level = fully
	}
	return f
}

func initial(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return word[:size]
}

// joinedAs returns the indexes of neighbouring words that spell a name when
// put together, or nil.
func joinedAs(words []string, joined string) []int {
	for from := range words {
		length := 0
		for to := from; to < len(words) && length < len(joined); to++ {
			length += len(words[to])
			if length == len(joined) && strings.Join(words[from:to+1], "") == joined {
				used := make([]int, 0, to+1-from)
				for i := from; i <= to; i++ {
					used = append(used, i)
				}
				return used
			}
		}
	}
	return nil
}

// prefixes looks for the words that begin a word of the name, or the name
// written in one. A field is cut at its end, and so is its last word; a long
// word within it may have been cut before it was put there, as the surname of
// a machine-readable zone.
func prefixes(words, name []string, joined string) found {
	var cut found
	for i, w := range words {
		last := i == len(words)-1
		if !last && len(w) < longPrefix || particles[w] {
			continue
		}
		begins := strings.HasPrefix(joined, w) || slices.ContainsFunc(name, func(n string) bool { return strings.HasPrefix(n, w) })
		if !begins {
			continue
		}
		cut.used = append(cut.used, i)
		if cut.level = max(cut.level, nearly); len(w) >= shortestPrefix {
			cut.level = partly
		}
	}
	return cut
}

// closeTo looks for a word, or two joined, that is a letter or two from one of
// the names.
func closeTo(words, names []string) found {
	for _, name := range names {
		if len(name) < fuzzyLength {
			continue
		}
		for i, w := range words {
			if len(w) >= fuzzyLength && distanceAtMost(w, name, fuzzyApart) {
				return found{nearly, []int{i}}
			}
			if i+1 < len(words) && len(w)+len(words[i+1]) >= fuzzyLength && distanceAtMost(w+words[i+1], name, splitApart) {
				return found{nearly, []int{i, i + 1}}
			}
		}
	}
	return found{}
}

// without returns the words but those at the given indexes.
func without(words []string, used []int) []string {
	var rest []string
	for i, w := range words {
		if !slices.Contains(used, i) {
			rest = append(rest, w)
		}
	}
	return rest
}
