package templates

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// noteBook numbers the sources in the order the texts call them.
type noteBook struct {
	known  map[string]Source
	number map[string]int
	order  []Source
}

func numberSources(sources []Source) *noteBook {
	book := &noteBook{known: map[string]Source{}, number: map[string]int{}}
	for _, s := range sources {
		book.known[s.Key] = s
	}
	return book
}

// numbers returns the note numbers of the given keys, sorted. A key that
// nothing spells out is its own note.
func (b *noteBook) numbers(keys []string) []int {
	var all []int
	for _, key := range keys {
		if _, called := b.number[key]; !called {
			source, known := b.known[key]
			if !known || source.Title == "" {
				source.Title = key
			}
			b.order = append(b.order, source)
			b.number[key] = len(b.order)
		}
		all = append(all, b.number[key])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// marks returns what prints behind a text that rests on the given sources:
// « [3, 12] », three or more in a row as « [3-5] ».
func (b *noteBook) marks(keys []string) string {
	numbers := b.numbers(keys)
	if len(numbers) == 0 {
		return ""
	}
	var texts []string
	for i := 0; i < len(numbers); {
		last := i
		for last+1 < len(numbers) && numbers[last+1] == numbers[last]+1 {
			last++
		}
		if last-i < 2 {
			last = i
		}
		text := strconv.Itoa(numbers[i])
		if last > i {
			text += "-" + strconv.Itoa(numbers[last])
		}
		texts = append(texts, text)
		i = last + 1
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// Marks are as large as the text, for eyes that need it, and lighter, so that it
// reads past them.
const (
	markSize = bodySize
	markGap  = 1.2 // from the text
)

var markGrey = colour{100, 100, 100}

func marksWidth(marks string) float64 {
	if marks == "" {
		return 0
	}
	return markGap + regular().width(marks, markSize)
}

func drawMarks(s *sheet, x, baseline float64, marks string) {
	s.text(x+markGap, baseline, regular(), markSize, markGrey, marks)
}

// The notes stand in two columns at the end of the list.
const (
	noteSize    = bodySize
	noteLeading = 4.3
	noteIndent  = 6.5 // where the text starts, right of its number
	noteGutter  = 5.0
	noteColumn  = (pageWidth - noteGutter) / 2
	noteWidth   = noteColumn - noteIndent
	// noteBlock is how many lines are shared out between the two columns: fewer
	// than a page holds, so that a long list breaks between blocks and is read
	// down one column, then down the other.
	noteBlock = 70
)

// noteLine is one line of a note; number is 0 for all but its first.
type noteLine struct {
	number int
	text   string
	url    string
}

// writeSources prints what the marks of the list stand for, and as of which day
// it is known.
func (c Checklist) writeSources(f *flow) {
	if len(f.notes.order) == 0 && c.KnownOn.IsZero() {
		return
	}
	f.heading("Sources")
	if !c.KnownOn.IsZero() {
		f.gluedParagraph(paragraph{
			text: "Règles connues au " + c.KnownOn.French() + ". Celles qui ont changé depuis ne sont pas dans cette liste.", face: bold(), colour: black,
		})
		f.gluedGap(1.6)
	}
	for _, block := range noteBlocks(f.notes.order) {
		left, right := shareOut(block)
		for i := range max(len(left), len(right)) {
			f.add(row{
				height: noteLeading, glued: i < len(left)-1,
				draw:   func(s *sheet, top float64) { left.draw(s, pageLeft, top, i) },
				beside: []func(*sheet, float64){func(s *sheet, top float64) { right.draw(s, pageLeft+noteColumn+noteGutter, top, i) }},
			})
		}
	}
}

// noteBlocks sets the notes in blocks of whole notes.
func noteBlocks(sources []Source) [][]column {
	blocks := [][]column{nil}
	count := 0
	for i, source := range sources {
		note := setNote(i+1, source)
		if count > 0 && count+len(note) > noteBlock {
			blocks, count = append(blocks, nil), 0
		}
		last := len(blocks) - 1
		blocks[last] = append(blocks[last], note)
		count += len(note)
	}
	return blocks
}

// column is a run of lines of notes.
type column []noteLine

// shareOut parts a block of notes in two columns of about the same height, the
// left one never the shorter.
func shareOut(notes []column) (left, right column) {
	total := 0
	for _, note := range notes {
		total += len(note)
	}
	for _, note := range notes {
		if 2*len(left) < total {
			left = append(left, note...)
		} else {
			right = append(right, note...)
		}
	}
	return left, right
}

func (c column) draw(s *sheet, x, top float64, i int) {
	if i >= len(c) {
		return
	}
	line, baseline := c[i], top+3.4
	if line.number > 0 {
		s.text(x, baseline, regular(), noteSize, black, strconv.Itoa(line.number))
	}
	s.text(x+noteIndent, baseline, regular(), noteSize, darkGrey, line.text)
	if line.url != "" {
		s.link(x+noteIndent, top, regular().width(line.text, noteSize), noteLeading, line.url)
	}
}

// setNote wraps a note: its title and its address, on one line where they fit.
func setNote(number int, source Source) column {
	lines := wrap(regular(), noteSize, prose(source.Title), noteWidth, 0)
	if address := printable(source.address()); address != "" {
		last := strings.TrimRight(lines[len(lines)-1], " ") + " — " + address
		if fits(regular(), noteSize, last, noteWidth) {
			lines[len(lines)-1] = last
		} else {
			lines = append(lines, wrap(regular(), noteSize, address, noteWidth, 0)...)
		}
	}
	note := make(column, len(lines))
	for i, line := range lines {
		note[i] = noteLine{text: line, url: source.Link}
	}
	note[0].number = number
	return note
}

// address is what prints of a link: as much as a person would type. A page whose
// address is too long for that, or is a number from some register, is found from
// its site with the title beside; a click opens the whole link either way.
func (s Source) address() string {
	short := shortAddress(s.Link)
	site, _, _ := strings.Cut(short, "/")
	if !fits(regular(), noteSize, short, noteWidth) || longestNumber(short) > 6 {
		return site
	}
	return short
}

// shortAddress is a web address as people write it.
func shortAddress(link string) string {
	short, isSecure := strings.CutPrefix(link, "https://")
	if !isSecure {
		short = strings.TrimPrefix(link, "http://")
	}
	return strings.TrimSuffix(strings.TrimPrefix(short, "www."), "/")
}

// longestNumber is the length of the longest run of digits.
func longestNumber(s string) int {
	longest, run := 0, 0
	for _, r := range s {
		run++
		if !unicode.IsDigit(r) {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}
