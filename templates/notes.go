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

// The notes stand at the end of the list, a line each where they fit.
const (
	noteLeading = 4.4
	noteIndent  = pageLeft + 7 // where the text starts, right of its number
)

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
	f.items(len(f.notes.order), func(i int) { writeNote(f, i+1, f.notes.order[i]) })
}

// writeNote prints a note: its title and its address, on one line where they fit.
func writeNote(f *flow, number int, source Source) {
	note := paragraph{
		text: source.Title, left: noteIndent, leading: noteLeading, colour: darkGrey, link: source.Link,
		first: func(s *sheet, top float64) {
			s.text(pageLeft, top+3.5, regular(), bodySize, black, strconv.Itoa(number))
		},
	}
	address := source.address()
	if address == "" {
		f.setParagraph(note)
		return
	}
	if line := source.Title + " — " + address; fits(regular(), bodySize, prose(line), pageRight-noteIndent) {
		note.text = line
		f.setParagraph(note)
		return
	}
	f.gluedParagraph(note)
	f.setParagraph(paragraph{text: address, verbatim: true, left: noteIndent, leading: noteLeading, colour: darkGrey, link: source.Link})
}

// address is what prints of a link: as much as a person would type. A page whose
// address is too long for that, or is a number from some register, is found from
// its site with the title beside; a click opens the whole link either way.
func (s Source) address() string {
	short := shortAddress(s.Link)
	site, _, _ := strings.Cut(short, "/")
	if !fits(regular(), bodySize, short, addressWidth) || longestNumber(short) > 6 {
		return site
	}
	return short
}

// addressWidth is the widest address that a person would type.
const addressWidth = 100.0

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
