package mrz

import (
	"slices"
	"strings"
)

// substitution is a character that another confusion of the OCR engine would
// have put there.
type substitution struct {
	place
	to byte
}

// How many characters the check digits may ask to change. One digit tells
// only so much: beyond two characters, several repairs always fit.
const maxSubstituted = 2

// What one page may cost: the ways to lay its lines that are looked at, and
// the variants that are tried for all of them together.
const (
	maxCandidates = 200
	maxTried      = 200_000
)

// repair looks for the smallest number of substitutions that makes every check
// digit hold. Where several do, it keeps the zone as it was read, unless they
// differ only in the number of a TD1 or TD3, which is then unsure.
func (g *grid) repair() {
	if g.allHold() || g.held() == 0 {
		return
	}
	all := g.substitutions(func(place) bool { return true })
	for n := 1; n <= maxSubstituted; n++ {
		fits := g.fitting(all, n)
		if len(fits) == 0 {
			continue
		}
		if *g.left <= 0 || len(fits) > 1 && !g.onlyNumber(fits) {
			g.ambiguous = true
			return
		}
		for _, s := range fits[0] {
			g.cur[s.line][s.at] = s.to
			g.repairs = append(g.repairs, s.place)
		}
		g.repaired += n
		if len(fits) > 1 {
			g.unsure = append(g.unsure, Number)
		}
		return
	}
}

// doubt notes the fields that the check digits leave open. A date that could
// be read in two ways is not read.
func (g *grid) doubt() {
	if !g.allHold() {
		return
	}
	g.ambiguous = g.ambiguous || g.open(g.inDigits, maxSubstituted)
	if g.name != FrenchCard && !g.frenchPass && (slices.ContainsFunc(g.repairs, g.inNumber) || g.open(g.inNumber, 3)) {
		g.unsure = append(g.unsure, Number)
	}
	if !g.departmentsAgree() {
		g.unsure = append(g.unsure, Number)
	}
	if g.misspelt() || g.stretched || g.name == FrenchCard && g.namesOpen() {
		g.unsure = append(g.unsure, Names)
	}
	slices.Sort(g.unsure)
	g.unsure = slices.Compact(g.unsure)
}

// maxNoise is how many characters may be changed where only the composite
// digit watches: one digit does not vouch for more.
const maxNoise = 2

// namesOpen reports whether the composite digit of a French card, the only one
// over its names, says too little about them.
func (g *grid) namesOpen() bool {
	noise := 0
	g.positions(func(line, at int, _ kind) {
		p := place{line, at}
		if g.compositeOnly(p) && g.raw[line][at] != g.cur[line][at] && g.raw[line][at] != filler && g.cur[line][at] != filler {
			noise++
		}
	})
	return noise > maxNoise || slices.ContainsFunc(g.repairs, g.compositeOnly) || !g.departmentsAgree() || g.open(g.compositeOnly, maxSubstituted)
}

// compositeOnly reports whether a place of the French card is under no check
// digit but the composite one.
func (g *grid) compositeOnly(p place) bool {
	return p.line == 0 || p.at >= 13 && p.at < 27 || p.at >= 34
}

// inDigits reports whether a place is in a date or in the number of a French
// card.
func (g *grid) inDigits(p place) bool {
	return p.in(g.birth) || p.in(g.expiry) || g.name == FrenchCard && p.in(g.number)
}

// open reports whether other characters in these places would satisfy the
// check digits as well.
func (g *grid) open(in func(place) bool, most int) bool {
	all := g.substitutions(in)
	for n := 1; n <= most; n++ {
		if len(g.fitting(all, n)) > 0 {
			return true
		}
	}
	return *g.left <= 0 // not everything was tried
}

// misspelt reports whether a name holds what is no letter, or a K: it weighs
// the same as the filler, which is most often read so.
func (g *grid) misspelt() bool {
	for _, s := range g.names {
		for at := s.from; at < s.to; at++ {
			if c := g.cur[s.line][at]; !isLetter(c, true) || c == 'K' {
				return true
			}
		}
	}
	return false
}

func (g *grid) inNumber(p place) bool {
	return p.in(g.number) || g.name != FrenchCard && (p.inOptional(g) || g.numberCheck(p))
}

// numberCheck reports whether a place holds the check digit of the number.
func (g *grid) numberCheck(p place) bool {
	return slices.ContainsFunc(g.checks, func(c digitCheck) bool { return c.field == Number && p.in(c.at) })
}

func (p place) in(s span) bool { return p.line == s.line && p.at >= s.from && p.at < s.to }

func (p place) inOptional(g *grid) bool { return g.kinds[p.line][p.at] == alnum }

func (g *grid) onlyNumber(fits [][]substitution) bool {
	if g.name == FrenchCard {
		return false
	}
	for _, fit := range fits {
		for _, s := range fit {
			if !g.inNumber(s.place) {
				return false
			}
		}
	}
	return true
}

// substitutions lists what may be changed in the places that a check digit
// covers.
func (g *grid) substitutions(in func(place) bool) []substitution {
	var all []substitution
	g.positions(func(line, at int, k kind) {
		p := place{line, at}
		if !in(p) || !g.covered(p) {
			return
		}
		for _, to := range []byte(g.alternatives(p, k)) {
			if to != g.cur[line][at] {
				all = append(all, substitution{p, to})
			}
		}
	})
	return all
}

func (g *grid) covered(p place) bool {
	if g.name == FrenchCard {
		return p.line > 0 || p.at >= 5
	}
	return slices.ContainsFunc(g.checks, func(c digitCheck) bool {
		return p.in(c.at) || slices.ContainsFunc(c.over, p.in)
	})
}

// alternatives are the other characters that may have stood in a place. A
// digit that was read as a digit stands: changing it would be inventing.
func (g *grid) alternatives(p place, k kind) string {
	raw, cur := g.raw[p.line][p.at], g.cur[p.line][p.at]
	if g.name != FrenchCard && g.numberCheck(p) && isLetter(raw, false) {
		// Between the letters of a number and fillers, engines take the digit
		// for a letter: any. The composite digit vouches for it too.
		return "0123456789"
	}
	switch k {
	case letters:
		others := lettersFor[raw]
		if g.besideFiller(p) {
			others += "<"
		}
		return others
	case departments:
		return g.corsican(p) + g.twin(p)
	case alnum:
		if g.frenchPass && p.in(g.number) {
			return ""
		}
		next := p.at + 1
		if (cur == 'K' || cur == 'C') && next < g.width && g.cur[p.line][next] == filler {
			return "<" // a number has fillers only behind it
		}
		return familyOf(cur)
	}
	return ""
}

// corsican is the other reading of the second character of a department:
// « 2B » and 28, « 2A » and 24.
func (g *grid) corsican(p place) string {
	if p.at == 0 || g.cur[p.line][p.at-1] != '2' {
		return ""
	}
	return map[byte]string{'B': "8", '8': "B", 'A': "4", '4': "A"}[g.cur[p.line][p.at]]
}

// twin is the same character where the French card repeats it: the department
// stands on both lines.
func (g *grid) twin(p place) string {
	other := g.cur[1][min(max(p.at-26, 0), 35)]
	if p.line == 1 {
		other = g.cur[0][min(p.at+26, 35)]
	}
	if other == filler {
		return ""
	}
	return string(other)
}

// departmentsAgree reports whether both lines of a French card name the same
// department. Some cards have fillers on the first.
func (g *grid) departmentsAgree() bool {
	first := string(g.cur[0][30:min(33, g.width)])
	return g.name != FrenchCard || first == "<<<" || first == g.at(span{1, 4, 7})
}

// besideFiller reports whether a letter may be a filler badly read: one next
// to a filler, or one of two that stand for « << ».
func (g *grid) besideFiller(p place) bool {
	line := g.cur[p.line]
	if !looksFiller(line[p.at]) || line[p.at] == filler {
		return false
	}
	for _, at := range []int{p.at - 1, p.at + 1} {
		if at < 0 || at >= len(line) {
			continue
		}
		pair := strings.IndexByte("KC", line[p.at]) >= 0 && strings.IndexByte("KC", line[at]) >= 0
		if line[at] == filler || pair {
			return true
		}
	}
	return false
}

// fitting returns the sets of n substitutions, each in another place, that
// make every check digit hold and leave every date possible.
func (g *grid) fitting(all []substitution, n int) [][]substitution {
	var fits [][]substitution
	var try func(from int, chosen []substitution)
	try = func(from int, chosen []substitution) {
		if len(chosen) == n {
			if *g.left--; g.allHold() && g.datesPossible() && g.departmentsAgree() {
				fits = append(fits, slices.Clone(chosen))
			}
			return
		}
		for i := from; i < len(all) && *g.left > 0; i++ {
			s := all[i]
			if len(chosen) > 0 && chosen[len(chosen)-1].place == s.place {
				continue
			}
			was := g.cur[s.line][s.at]
			g.cur[s.line][s.at] = s.to
			try(i+1, append(chosen, s))
			g.cur[s.line][s.at] = was
		}
	}
	try(0, nil)
	return fits
}
