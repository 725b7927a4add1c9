package mrz

import "strings"

// grid is a candidate laid on its layout, character by character.
type grid struct {
	*layout
	raw, cur   [][]byte
	kinds      [][]kind
	from       []int
	repaired   int
	repairs    []place // changed because the check digits asked for it
	ambiguous  bool    // several repairs would do: nothing was changed
	unsure     []Field
	stretched  bool // fillers were added or dropped within the names
	left       *int // variants that may still be tried on this page
	frenchPass bool // the number follows the French passport pattern
}

type place struct{ line, at int }

// readGrid lays a candidate on its layout, puts letters where only letters
// may stand and digits where only digits may, and repairs the rest by the
// check digits. It returns nil for lines that are no such zone.
func readGrid(l *layout, c candidate, left *int) *grid {
	if !l.headers(c.lines[0]) {
		return nil
	}
	for i := 1; i < len(c.lines); i++ {
		if !plausible(l, candidate{lines: c.lines[:i+1]}) {
			return nil
		}
	}
	g := &grid{layout: l, left: left, from: c.from, repaired: c.edits, stretched: c.stretched}
	for _, line := range c.lines {
		g.raw = append(g.raw, []byte(line))
		g.cur = append(g.cur, []byte(line))
		g.kinds = append(g.kinds, make([]kind, l.width))
	}
	l.positions(func(line, at int, k kind) { g.kinds[line][at] = k })
	g.force()
	if l.name == TD3 {
		g.forceFrenchPassport()
	}
	g.repair()
	g.doubt()
	return g
}

// force puts every position in the character set of its kind.
func (g *grid) force() {
	if g.name == FrenchCard {
		copy(g.cur[0], "IDFRA")
	} else if g.cur[0][1] == 'K' || g.name == TD3 && g.cur[0][1] == 'C' {
		g.cur[0][1] = filler
	}
	g.positions(func(line, at int, k kind) {
		if g.name == FrenchCard && line == 0 && at < 5 {
			return
		}
		g.cur[line][at] = g.forced(place{line, at}, k)
	})
	for _, s := range g.names {
		g.forceFillers(s)
	}
	for line := range g.cur {
		for at, c := range g.cur[line] {
			if c != g.raw[line][at] {
				g.repaired++
			}
		}
	}
}

func (g *grid) forced(p place, k kind) byte {
	c := g.cur[p.line][p.at]
	switch k {
	case letters:
		return asLetter(c)
	case digits:
		return asDigit(c)
	case dates:
		if c == 'K' || c == 'C' {
			return filler
		}
		return asDigit(c)
	case departments:
		corsican := p.at > 0 && g.cur[p.line][p.at-1] == '2' && (c == 'A' || c == 'B')
		if corsican || c == filler {
			return c
		}
		return asDigit(c)
	case sexes:
		return asSex(c)
	}
	return c
}

func asSex(c byte) byte {
	switch c {
	case 'P', 'E':
		return 'F'
	case 'N', 'H', 'W':
		return 'M'
	case 'K', 'C', 'X':
		return filler
	}
	return c
}

// forceFillers clears the end of a field: on the French card what follows the
// first « << » of the surname is mostly filler (« DUPONT--MARTIN » is written
// with two as well); elsewhere a lone letter behind two fillers
// at the very end is no name, for given names are one filler apart.
func (g *grid) forceFillers(s span) {
	field := g.cur[s.line][s.from:s.to]
	if g.name == FrenchCard {
		if s.line > 0 {
			return
		}
		end := strings.Index(string(field), "<<")
		if end > 0 && strings.Trim(string(field[end:]), fillerLike+"<") == "" {
			blank(field[end:])
		}
		return
	}
	last := len(field) - 1
	if last >= 2 && field[last] != filler && looksFiller(field[last]) && field[last-1] == filler && field[last-2] == filler {
		field[last] = filler
	}
}

// forceFrenchPassport reads the number of a French passport by its pattern,
// two digits, two letters, five digits, where the check digit agrees: it
// settles 6 and G, which weigh the same.
func (g *grid) forceFrenchPassport() {
	if string(g.cur[0][2:5]) != "FRA" {
		return
	}
	before := string(g.cur[1][:9])
	changed := 0
	for at := range 9 {
		c := asDigit(g.cur[1][at])
		if at == 2 || at == 3 {
			c = asLetter(g.cur[1][at])
		}
		if c != g.cur[1][at] {
			g.cur[1][at] = c
			changed++
		}
	}
	if !frenchPassport(string(g.cur[1][:9])) || !g.holds(&g.checks[0]) {
		copy(g.cur[1], before)
		return
	}
	g.repaired += changed
	// A digit in the place of a letter leaves several letters open.
	g.frenchPass = isLetter(g.raw[1][2], false) && isLetter(g.raw[1][3], false)
}

func frenchPassport(number string) bool {
	for i := range len(number) {
		letter := i == 2 || i == 3
		if letter && !isLetter(number[i], false) || !letter && (number[i] < '0' || number[i] > '9') {
			return false
		}
	}
	return len(number) == 9
}

// value is what a character weighs in a check digit: ICAO Doc 9303 part 3.
func value(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return 0
}

var weights = [3]int{7, 3, 1}

// holds reports whether a check digit is that of what it covers.
func (g *grid) holds(check *digitCheck) bool {
	at, over := check.at, check.over
	if g.name == TD1 && check.field == Number && g.cur[0][14] == filler {
		if at, over = g.longNumber(); over == nil {
			return false
		}
	}
	sum, i := 0, 0
	for _, s := range over {
		for _, c := range g.cur[s.line][s.from:s.to] {
			sum += value(c) * weights[i%3]
			i++
		}
	}
	digit := g.cur[at.line][at.from]
	if digit == filler {
		// A check digit may be a filler only where all it covers is filler.
		return check.field == Optional && sum == 0
	}
	return digit >= '0' && digit <= '9' && int(digit-'0') == sum%10
}

// longNumber is where the number of a TD1 of more than 9 characters goes on,
// behind a filler, its check digit last (ICAO Doc 9303 part 5, 4.2.4).
func (g *grid) longNumber() (at span, over []span) {
	end := 15
	for end < g.width && g.cur[0][end] != filler {
		end++
	}
	if end < 17 {
		return span{}, nil
	}
	return span{0, end - 1, end}, []span{{0, 5, 14}, {0, 15, end - 1}}
}

// allHold reports whether every check digit holds.
func (g *grid) allHold() bool {
	for i := range g.checks {
		if !g.holds(&g.checks[i]) {
			return false
		}
	}
	return true
}

func (g *grid) held() int {
	n := 0
	for i := range g.checks {
		if g.holds(&g.checks[i]) {
			n++
		}
	}
	return n
}

func (g *grid) at(s span) string { return string(g.cur[s.line][s.from:s.to]) }

// text is the whole grid, to compare two of them.
func (g *grid) text() string {
	parts := make([]string, len(g.cur))
	for i, line := range g.cur {
		parts[i] = string(line)
	}
	return strings.Join(parts, "\n")
}
