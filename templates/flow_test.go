package templates

import (
	"slices"
	"strings"
	"testing"
)

// rows returns n rows of ten millimetres.
func rows(n int) []row {
	all := make([]row, n)
	for i := range all {
		all[i] = row{height: 10}
	}
	return all
}

func TestLastPageIsNeverAFewLines(t *testing.T) {
	const onFirst, onOthers = 26, 25 // rows of 10 mm between firstTop or otherTop and pageBottom
	for _, c := range []struct {
		name string
		rows []row
		want []int // rows on each page
	}{
		{"one page", rows(onFirst), []int{onFirst}},
		{"one row over: shared out, so that the last page has six", rows(onFirst + 1), []int{21, 6}},
		{"enough on the last page already", rows(onFirst + 6), []int{onFirst, 6}},
		{"three pages: only the last two share", rows(onFirst + onOthers + 2), []int{onFirst, 21, 6}},
	} {
		f := newFlow(nil, numberSources(nil))
		f.add(c.rows...)
		pages := f.pages()
		got := make([]int, len(pages))
		for i, p := range pages {
			got[i] = len(p.rows)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	f := newFlow(nil, numberSources(nil))
	f.add(rows(onFirst - 1)...)
	f.add(row{height: 6, space: true}, row{height: 8}) // 264 mm, of which 263 are left; 258 once the white is drawn in
	if got := len(f.pages()); got != 1 {
		t.Errorf("%d pages where a little less white makes one", got)
	}
}

// An item alone at the foot of a page, or at its head, is one that is missed.
func TestItemsAreNotLeftAlone(t *testing.T) {
	for count := 2; count <= 6; count++ {
		for before := range 27 {
			f := newFlow(nil, numberSources(nil))
			f.add(rows(before)...)
			f.section("Titre", count, func(int) {
				f.add(row{height: 10, draw: func(*sheet, float64) {}})
				f.gap(2)
			})
			pages := f.paginate(1, noLimit)
			for i, p := range pages {
				items := 0
				for _, r := range p.rows {
					if r.draw != nil && r.height == 10 {
						items++
					}
				}
				if items == 1 {
					t.Errorf("%d rows, then %d items: one alone on page %d", before, count, i+1)
				}
			}
		}
	}
}

func TestAddressesPrintAsOneWouldTypeThem(t *testing.T) {
	for link, want := range map[string]string{
		"": "",
		"https://www.service-public.gouv.fr/particuliers/vosdroits/F2890": "service-public.gouv.fr/particuliers/vosdroits/F2890",
		"https://permisdeconduire.ants.gouv.fr/":                          "permisdeconduire.ants.gouv.fr",
		"http://example.org/a":                                            "example.org/a",
		"https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006074228/":   "legifrance.gouv.fr",
		"https://example.org/123456":                                      "example.org/123456",
		"https://example.org/1234567":                                     "example.org",
		"https://permisdeconduire.ants.gouv.fr/Services-associes/Effectuer-une-demande-de-permis-de-conduire-en-ligne": "permisdeconduire.ants.gouv.fr",
	} {
		if got := (Source{Link: link}).address(); got != want {
			t.Errorf("%s prints as %q, want %q", link, got, want)
		}
	}
}

// A block of notes is read down one column, then down the other.
func TestNotesAreSharedOutBetweenTwoColumns(t *testing.T) {
	lines := func(c column) string {
		var b strings.Builder
		for _, line := range c {
			b.WriteString(line.text)
		}
		return b.String()
	}
	note := func(texts ...string) column {
		var c column
		for _, text := range texts {
			c = append(c, noteLine{text: text})
		}
		return c
	}
	for _, c := range []struct {
		name        string
		notes       []column
		left, right string
	}{
		{"even", []column{note("a"), note("b"), note("c"), note("d")}, "ab", "cd"},
		{"odd: the left one is the longer", []column{note("a"), note("b"), note("c")}, "ab", "c"},
		{"a note is not parted", []column{note("a"), note("b", "B", "β"), note("c")}, "abBβ", "c"},
		{"one note", []column{note("a")}, "a", ""},
	} {
		left, right := shareOut(c.notes)
		if lines(left) != c.left || lines(right) != c.right {
			t.Errorf("%s: %q and %q, want %q and %q", c.name, lines(left), lines(right), c.left, c.right)
		}
	}
}
