package names

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// How many words may stand between a surname and a first name on a page: a
// second first name, a title. A surname of two or three letters is also an
// ordinary word (« LE », « DO »), and has to stand right beside.
const (
	farthest     = 2
	shortSurname = 3
)

// streets are the words that make what follows an address.
var streets = set("RUE AVENUE AV BOULEVARD BD BLD PLACE PL ALLEE ALLEES CHEMIN IMPASSE QUAI SQUARE COURS ROUTE PASSAGE VILLA RESIDENCE LYCEE COLLEGE ECOLE HOPITAL")

// streetReach is how many words before a surname a street may stand.
const streetReach = 4

// FindIn reports whether the name of the person stands anywhere on a page, and
// the index of the line that shows it best, -1 where none does. It never
// answers [Different]: that a name was not found says nothing of whose it is.
func FindIn(p Person, lines []string) (Result, int) {
	who := personOf(p)
	best, at := Absent, -1
	if len(who.surnames) == 0 || len(who.first) == 0 {
		return best, at
	}
	previous := []string(nil)
	for i, line := range lines {
		words := fold(line)
		r := who.standsIn(words)
		if utf8.RuneCountInString(strings.TrimSpace(line)) == postalLine {
			r = max(r, min(Doubt, lenient(Match(p, line, Options{}))))
		}
		if r != Same && isCell(previous) && isCell(words) {
			// « Nom : MARTIN » and « Prénom : Anne » one above the other.
			r = max(r, who.standsIn(append(append([]string{}, previous...), words...)))
		}
		if r > best {
			best, at = r, i
		}
		if best == Same {
			break
		}
		previous = words
	}
	return best, at
}

// lenient is what a name that was cut is worth on a page: never that it is
// somebody else's.
func lenient(r Result) Result {
	if r == Different {
		return Absent
	}
	return r
}

// FindName returns the index of the first line that bears a surname or a first
// name, whoever else's it may be, and -1 where none does. One long word of a
// compound name is enough; a street of that name is not, nor is an ordinary
// word in a sentence (« LE »).
func FindName(name string, lines []string) int {
	sought := fold(name)
	if len(sought) == 0 {
		return -1
	}
	for i, line := range lines {
		if bears(fold(line), sought) {
			return i
		}
	}
	return -1
}

func bears(words, name []string) bool {
	if len(strings.Join(name, "")) <= shortSurname && !isCell(words) {
		return false
	}
	parts := core(name)
	for at, w := range words {
		whole := surnameAt(words, at, name) > at
		part := len(w) >= fuzzyLength && slices.Contains(parts, w)
		if (whole || part) && !inStreet(words, at) {
			return true
		}
	}
	return false
}

// inStreet reports whether the word at the index belongs to the name of a
// street: « rue Jean Martin » is nobody's bill.
func inStreet(words []string, at int) bool {
	return slices.ContainsFunc(words[max(0, at-streetReach):at], func(w string) bool { return streets[w] })
}

// A cell of a form holds few words.
func isCell(words []string) bool { return len(words) > 0 && len(words) <= 5 }

// standsIn looks at the words around each place where a surname may be.
func (who person) standsIn(words []string) Result {
	best := Absent
	for _, surname := range who.surnames {
		for at := range words {
			if best == Same {
				return best
			}
			if end := surnameAt(words, at, surname); end > at {
				best = max(best, who.beside(words, at, end))
			} else if nearAt(words[at], surname) {
				best = max(best, min(Doubt, who.beside(words, at, at+1)))
			}
		}
	}
	return best
}

// surnameAt returns where a surname that begins at the index ends, and the
// index itself where none does.
func surnameAt(words []string, at int, surname []string) int {
	heart := core(surname)
	names := [][]string{surname, heart}
	for _, part := range heart {
		if len(part) > 1 {
			names = append(names, []string{part}) // one surname of two
		}
	}
	for _, name := range names {
		joined := strings.Join(name, "")
		length := 0
		for end := at; end < len(words) && length < len(joined); end++ {
			length += len(words[end])
			if length == len(joined) && strings.Join(words[at:end+1], "") == joined {
				return end + 1
			}
		}
	}
	return at
}

func nearAt(word string, surname []string) bool {
	joined := strings.Join(surname, "")
	return len(word) >= fuzzyLength && len(joined) >= fuzzyLength && word != joined && distanceAtMost(word, joined, fuzzyApart)
}

// beside judges a surname by what stands around it: a first name, an initial,
// a title, or nothing that makes it a person's.
func (who person) beside(words []string, from, to int) Result {
	if inStreet(words, from) {
		return Absent
	}
	short := len(strings.Join(words[from:to], "")) <= shortSurname
	best := Absent
	for _, first := range who.first {
		reach := farthest + 1
		if short {
			reach = len(first)
		}
		for _, near := range [][]string{context(words[:from], reach, true), context(words[to:], reach, false)} {
			switch f := findFirst(near, first, false); {
			case f.level >= partly:
				return Same
			case f.level == nearly && len(near[f.used[0]]) > 1, f.level == nearly && (titled(words, from) || who.initialled(words, from, to)):
				best = Doubt
			}
		}
	}
	if best == Absent && titled(words, from) && (couple(words[:from]) || who.alone(words, from, to)) {
		return Doubt // « Mme MARTIN », « M. et Mme MARTIN Paul »
	}
	return best
}

// holderAround returns what stands on both sides of a surname, as far as the
// next « et » or « ou ».
func holderAround(words []string, from, to int) (before, after []string) {
	before, after = words[:from], words[to:]
	for i, w := range before {
		if joiners[w] {
			before = words[i+1 : from]
		}
	}
	if i := slices.IndexFunc(after, func(w string) bool { return joiners[w] }); i >= 0 {
		after = after[:i]
	}
	return before, after
}

// alone reports whether a surname has no other name beside it.
func (who person) alone(words []string, from, to int) bool {
	before, after := holderAround(words, from, to)
	return len(who.named(context(before, farthest+1, true))) == 0 && len(who.named(context(after, farthest+1, false))) == 0
}

// initialled reports whether a surname and initials are all there is of a
// holder: « MARTIN J », « J. L. MARTIN ».
func (who person) initialled(words []string, from, to int) bool {
	before, after := holderAround(words, from, to)
	rest := append(slices.Clone(before), after...)
	return len(rest) <= farthest && !slices.ContainsFunc(rest, func(w string) bool { return len(w) > 1 })
}

// couple reports whether what stands before a surname ends with two titles:
// the other of the two may have no first name there.
func couple(before []string) bool {
	n := len(before)
	return n >= 3 && civilities[before[n-1]] && joiners[before[n-2]] && civilities[before[n-3]]
}

// titled reports whether a civility stands before the surname, initials
// between them allowed.
func titled(words []string, from int) bool {
	for i := from - 1; i >= 0 && i >= from-1-farthest; i-- {
		if civilities[words[i]] {
			return true
		}
		if i < from-1 && len(words[i]) > 1 {
			return false
		}
	}
	return false
}

var civilities = set("M MR MME MLLE MONSIEUR MADAME MADEMOISELLE FAMILLE")

// context returns the few words nearest to a surname, titles not counted.
func context(words []string, reach int, last bool) []string {
	var near []string
	for i := range words {
		w := words[i]
		if last {
			w = words[len(words)-1-i]
		}
		if titles[w] || joiners[w] {
			continue
		}
		if len(near) == reach {
			break
		}
		near = append(near, w)
	}
	if last {
		for i, j := 0, len(near)-1; i < j; i, j = i+1, j-1 {
			near[i], near[j] = near[j], near[i]
		}
	}
	return near
}
