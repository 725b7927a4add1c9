package templates

import (
	"slices"
	"strconv"
	"strings"
)

// noteBook numbers the sources in the order the texts call them.
type noteBook struct {
	known  map[string]Source
	number map[string]int
	order  []setNote
}

// setNote is a source already wrapped for the foot of a page.
type setNote struct {
	lines []string
	url   string
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
			b.order = append(b.order, setSource(source))
			b.number[key] = len(b.order)
		}
		all = append(all, b.number[key])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// marks returns what prints behind a text that rests on the given sources.
func (b *noteBook) marks(keys []string) string {
	var texts []string
	for _, n := range b.numbers(keys) {
		texts = append(texts, strconv.Itoa(n))
	}
	return strings.Join(texts, ",\u00a0")
}

const (
	markSize = 6.5
	markRise = 1.2 // above the baseline
	markGap  = 0.5 // from the text
)

func marksWidth(marks string) float64 {
	if marks == "" {
		return 0
	}
	return markGap + regular().width(marks, markSize)
}

func drawMarks(s *sheet, x, baseline float64, marks string) {
	s.text(x+markGap, baseline-markRise, regular(), markSize, darkGrey, marks)
}

const (
	footnoteLeading = 3.5
	footnoteIndent  = 5.0
	footnoteHead    = 4.0 // the rule and the white above the notes
)

// setSource wraps a note: its title and its address, on one line where they fit.
func setSource(source Source) setNote {
	const width = pageWidth - footnoteIndent
	lines := wrap(regular(), footnoteSize, prose(source.Title), width, 0)
	if source.Link == "" {
		return setNote{lines: lines}
	}
	link := wrap(regular(), footnoteSize, printable(source.Link), width, 0)
	joined := lines[0] + " — " + link[0]
	if len(lines) == 1 && len(link) == 1 && fits(regular(), footnoteSize, joined, width) {
		return setNote{[]string{joined}, source.Link}
	}
	return setNote{append(lines, link...), source.Link}
}

// height is the room the given notes take at the foot of a page.
func (b *noteBook) height(numbers []int) float64 {
	if len(numbers) == 0 {
		return 0
	}
	count := 0
	for _, n := range numbers {
		count += len(b.order[n-1].lines)
	}
	return footnoteHead + float64(count)*footnoteLeading
}

// draw prints the notes, the last line at the bottom of the text area.
func (b *noteBook) draw(s *sheet, numbers []int) {
	if len(numbers) == 0 {
		return
	}
	top := pageBottom - b.height(numbers)
	s.line(pageLeft, top+2, pageLeft+50, top+2, 0.2, midGrey)
	baseline := top + footnoteHead + 2.6
	for _, n := range numbers {
		s.text(pageLeft, baseline, regular(), footnoteSize, darkGrey, strconv.Itoa(n))
		baseline = b.drawNote(s, n, baseline)
	}
}

// drawNote prints one note and returns the baseline of the next.
func (b *noteBook) drawNote(s *sheet, number int, baseline float64) float64 {
	const x = pageLeft + footnoteIndent
	note := b.order[number-1]
	for _, line := range note.lines {
		s.text(x, baseline, regular(), footnoteSize, darkGrey, line)
		if note.url != "" {
			s.link(x, baseline-2.8, regular().width(line, footnoteSize), footnoteLeading, note.url)
		}
		baseline += footnoteLeading
	}
	return baseline
}
