package validators

import (
	"slices"
	"testing"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr"
)

// good is a page that nothing is wrong with.
var good = legibility.Measures{Sharpness: 0.4, TextTiles: 200, ContentTiles: 250, Brightness: 220, Paper: 240, Contrast: 0.6, NearWhite: 0.5, DPI: 200, ContentWidth: 1600}

func measured(change func(*legibility.Measures)) reader.Page {
	m := good
	change(&m)
	return reader.Page{Width: 1600, Height: 2200, Legibility: &m}
}

func legible(pages ...reader.Page) []Finding {
	doc := reader.Document{State: reader.Opened, PageCount: len(pages), Pages: pages}
	inspection := Inspection{Files: make([]FileInspection, 1)}
	CheckLegibility(Piece{Files: []File{{Document: doc}}}, Terms{}, &inspection)
	return inspection.Files[0].Findings
}

// read is such a page, read well.
func read(change func(*legibility.Measures)) reader.Page {
	p := measured(change)
	p.FromOCR, p.Lines = true, words(40, 80).Lines
	return p
}

// words is a page that OCR read so many words of.
func words(n int, confidence float64) reader.Page {
	p := measured(func(m *legibility.Measures) { m.Sharpness = 0.01 })
	line := reader.Line{}
	for range n {
		line.Words = append(line.Words, reader.Word{Text: "mot", Confidence: confidence})
	}
	p.FromOCR, p.Lines = true, []reader.Line{line}
	return p
}

func TestEachProblemOfAPageIsAWarning(t *testing.T) {
	white := func(m *legibility.Measures) {
		*m = legibility.Measures{Bare: true, NearWhite: 0.99, Paper: 255, DPI: 200, ContentWidth: 1600}
	}
	plain := measured(func(*legibility.Measures) {})
	turned := plain
	turned.Turn = 90
	undrawn := measured(white)
	undrawn.Undrawn = true
	coded := measured(white)
	coded.Codes = []reader.Code{{}}
	for name, c := range map[string]struct {
		pages []reader.Page
		want  []string
	}{
		"nothing wrong":                       {[]reader.Page{plain}, nil},
		"not measured":                        {[]reader.Page{{Width: 595, Height: 842}}, nil},
		"blurred":                             {[]reader.Page{measured(func(m *legibility.Measures) { m.Sharpness = 0.149 })}, []string{"lisibilite.floue avertissement"}},
		"just sharp enough":                   {[]reader.Page{measured(func(m *legibility.Measures) { m.Sharpness = 0.15 })}, nil},
		"dark":                                {[]reader.Page{measured(func(m *legibility.Measures) { m.Paper = 84 })}, []string{"lisibilite.sombre avertissement"}},
		"not dark":                            {[]reader.Page{measured(func(m *legibility.Measures) { m.Paper = 85 })}, nil},
		"faint":                               {[]reader.Page{measured(func(m *legibility.Measures) { m.Contrast = 0.24 })}, []string{"lisibilite.claire avertissement"}},
		"not faint":                           {[]reader.Page{measured(func(m *legibility.Measures) { m.Contrast = 0.25 })}, nil},
		"glare":                               {[]reader.Page{measured(func(m *legibility.Measures) { m.Glare = 0.11 })}, []string{"lisibilite.reflet avertissement"}},
		"no glare":                            {[]reader.Page{measured(func(m *legibility.Measures) { m.Glare = 0.10 })}, nil},
		"low resolution":                      {[]reader.Page{measured(func(m *legibility.Measures) { m.DPI = 144 })}, []string{"lisibilite.resolution avertissement"}},
		"enough":                              {[]reader.Page{measured(func(m *legibility.Measures) { m.DPI = 145 })}, nil},
		"cut":                                 {[]reader.Page{measured(func(m *legibility.Measures) { m.Cut.Left = true })}, []string{"lisibilite.coupee avertissement"}},
		"blurred but well read":               {[]reader.Page{words(40, 80)}, nil},
		"dark to a person, read by a machine": {[]reader.Page{read(func(m *legibility.Measures) { m.Paper = 84 })}, []string{"lisibilite.sombre avertissement"}},
		"dim, read by a machine":              {[]reader.Page{read(func(m *legibility.Measures) { m.Paper = 85 })}, nil},
		"a small picture of text, read well":  {[]reader.Page{read(func(m *legibility.Measures) { m.DPI = 100 })}, nil},
		"a stamp of a card whose zone reads":  {[]reader.Page{read(func(m *legibility.Measures) { m.Kind, m.ContentWidth = legibility.IDCard, 399 })}, []string{"lisibilite.resolution avertissement"}},
		"a small picture of a card that was read": {[]reader.Page{read(func(m *legibility.Measures) { m.Kind, m.ContentWidth = legibility.IDCard, 400 })}, nil},
		"too few words to tell":                   {[]reader.Page{words(39, 80)}, []string{"lisibilite.floue avertissement"}},
		"words read with doubt":                   {[]reader.Page{words(40, 79)}, []string{"lisibilite.floue avertissement"}},
		"lying on its side":                       {[]reader.Page{turned}, []string{"lisibilite.sens info"}},
		"one page of two is blank":                {[]reader.Page{plain, measured(white)}, []string{"page.blanche avertissement"}},
		"the only page is blank":                  {[]reader.Page{measured(white)}, []string{"page.blanche bloquant"}},
		"all pages are blank":                     {[]reader.Page{measured(white), measured(white)}, []string{"page.blanche bloquant"}},
		"blank, and one not drawn":                {[]reader.Page{measured(white), {Width: 595, Height: 842}}, []string{"page.blanche avertissement"}},
		"blank, as far as drawn":                  {[]reader.Page{undrawn}, []string{"fichier.illisible indetermine"}},
		"white but for a 2D-Doc":                  {[]reader.Page{coded}, nil},
	} {
		if got := codes(legible(c.pages...)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestADamagedFileIsNotCalledEntirelyWhite(t *testing.T) {
	page := reader.Page{Legibility: &legibility.Measures{Bare: true, NearWhite: 1}}
	doc := reader.Document{State: reader.Partial, PageCount: 1, Pages: []reader.Page{page}}
	if got := codes(blankPages(doc)); !slices.Equal(got, []string{"page.blanche avertissement"}) {
		t.Errorf("got %v", got)
	}
}

func TestAnUnreadablePageIsNamed(t *testing.T) {
	plain := measured(func(*legibility.Measures) {})
	got := legible(plain, measured(func(m *legibility.Measures) { m.Sharpness = 0.05 }), plain)
	if len(got) != 1 || got[0].Page != 2 {
		t.Errorf("got %v", got)
	}
}

func TestTheEngineIsSpokenOfOnce(t *testing.T) {
	for limitation, want := range map[ocr.Limitation][]string{
		ocr.Unlimited: nil,
		ocr.Absent:    {"lecture.limitee info"},
		ocr.NoFrench:  {"lecture.limitee info"},
	} {
		if got := codes(CheckEngine(limitation)); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", limitation, got, want)
		}
	}
}
