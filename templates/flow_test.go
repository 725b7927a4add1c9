package templates

import (
	"slices"
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
	const onPage = 25 // rows of 10 mm between pageTop and pageBottom
	for _, c := range []struct {
		name string
		rows []row
		want []int // rows on each page
	}{
		{"one page", rows(onPage), []int{onPage}},
		{"one row over: shared out, so that the last page has six", rows(onPage + 1), []int{20, 6}},
		{"enough on the last page already", rows(onPage + 6), []int{onPage, 6}},
		{"three pages: only the last two share", rows(2*onPage + 2), []int{onPage, 21, 6}},
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
	f.add(rows(onPage - 1)...)
	f.add(row{height: 6, space: true}, row{height: 13}) // 259 mm, where 258 fit: 257 once the white is drawn in
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
