package mrz

// candidate is a set of lines cut to the width of a layout.
type candidate struct {
	lines []string
	from  []int
	edits int // characters added or dropped to get there
	// stretched tells that a short run of fillers changed: where one name
	// ends and the next begins may have moved.
	stretched bool
}

// How far a line may be from its width. Fillers are what OCR engines count
// badly: a run of twenty may come back as ten.
const (
	maxAdded    = 20
	maxDropped  = 8
	maxGap      = 2    // junk lines between two lines of the zone
	maxFollowed = 2000 // sets of lines gathered on one page
	maxAligned  = 8    // ways to cut one line that are tried
	maxJunk     = 4    // characters that are no part of the zone, at the ends of a line
	junkCost    = 3    // dropping a letter or a digit takes more doubt than dropping a filler
)

// candidates returns the sets of rows that may be a zone of this layout.
func candidates(l *layout, rows []row) []candidate {
	var found []candidate
	for i, r := range rows {
		if len(found) >= maxFollowed {
			break
		}
		for start := 0; start <= 3 && start < len(r.text); start++ {
			text := r.text[start:]
			if len(text) > 2 && text[1:3] == "<<" {
				text = text[:1] + text[2:] // « P« » for « P< »
			}
			if !l.headers(text) {
				continue
			}
			found = append(found, merged(l, text, r.from)...)
			for _, first := range align(text, l.fills[0], l.width, 0) {
				seed := candidate{[]string{first.text}, []int{r.from}, first.edits + start, first.stretched}
				found = append(found, follow(l, seed, rows[i+1:])...)
			}
			break
		}
	}
	return found
}

// follow completes a candidate with the rows behind it.
func follow(l *layout, c candidate, rows []row) []candidate {
	if len(c.lines) == l.lines {
		return []candidate{c}
	}
	var found []candidate
	for i := 0; i < len(rows) && i <= maxGap; i++ {
		for _, next := range align(rows[i].text, l.fills[len(c.lines)], l.width, maxJunk) {
			longer := candidate{
				append(append([]string{}, c.lines...), next.text),
				append(append([]int{}, c.from...), rows[i].from),
				c.edits + next.edits, c.stretched || next.stretched,
			}
			if plausible(l, longer) {
				found = append(found, follow(l, longer, rows[i+1:])...)
			}
		}
	}
	return found
}

// merged cuts a row that holds the whole zone, as some PDFs write it.
func merged(l *layout, text string, from int) []candidate {
	if len(text) != l.lines*l.width {
		return nil
	}
	c := candidate{edits: 0}
	for i := range l.lines {
		c.lines = append(c.lines, text[i*l.width:(i+1)*l.width])
		c.from = append(c.from, from)
	}
	return []candidate{c}
}

// plausible reports whether the last line has its digits where the layout
// wants them: most of them read as digits, nearly all as something like one.
func plausible(l *layout, c candidate) bool {
	last := len(c.lines) - 1
	wanted, plain, alike := 0, 0, 0
	l.positions(func(line, at int, k kind) {
		if line != last || k != digits && k != dates {
			return
		}
		wanted++
		raw := c.lines[line][at]
		if raw >= '0' && raw <= '9' {
			plain++
		}
		if d := asDigit(raw); d >= '0' && d <= '9' || raw == filler {
			alike++
		}
	})
	return plain*2 >= wanted && alike*10 >= wanted*9
}
