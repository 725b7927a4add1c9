package templates

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline/calendar"
)

func plainForm() DepositForm {
	return DepositForm{
		RequestNumber: "PC-2026-000123",
		BirthName:     "LEFÈVRE",
		FirstNames:    []string{"Anne-Laure", "Zoé"},
		Sex:           "F",
		BirthDate:     calendar.New(1988, 4, 17),
		AddressLines:  []string{"Appartement 4", "12 bis rue du Faubourg", "28000 CHARTRES"},
	}
}

// longAddress has six lines of the 38 characters that NF Z 10-011 allows, and
// longer ones, as people type them.
var longAddress = []string{
	"Chez Monsieur et Madame DE LA ROCHEFOUCAULD-MONTBEL",
	"Résidence les Hauts de la Vallée aux Loups Bâtiment C Escalier 14 Appartement 4012",
	"9999 quater boulevard du Général de Division Jean-Baptiste-Antoine-Marcelin de Marbot",
	"Lieu-dit Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson le Vieux",
	"BP 90012",
	"51290 SAINT-REMY-EN-BOUZEMONT-SAINT-GENEST-ET-ISSON CEDEX 09",
}

// hardIdentities are made-up people whose names strain a form.
var hardIdentities = map[string]func(*DepositForm){
	"plain":                 func(*DepositForm) {},
	"one letter":            func(f *DepositForm) { f.BirthName, f.FirstNames = "Y", []string{"Ô"} },
	"particle":              func(f *DepositForm) { f.BirthName = "DE L’ÉTOILE D'ŒUVRAY" },
	"capitals with accents": func(f *DepositForm) { f.BirthName = "ÉÈÊËÀÂÄÎÏÔÖÙÛÜŸÇŒÆ" },
	"neighbours": func(f *DepositForm) {
		f.BirthName = "ÑÁÍÓÚ ŁĄĘŚŻŹĆŃ ȘȚĂÂÎ ŽŠČĎŤŇŘĚ ĐĆ"
	},
	"turkish and baltic": func(f *DepositForm) { f.BirthName = "ĞİŞÖÜÇ ĀĒĪŪĶĻŅ ĖĮŲ" },
	"vietnamese": func(f *DepositForm) {
		f.BirthName, f.FirstNames = "NGUYỄN ỘỞỪẬẴ", []string{"Thị Hồng Ngọc", "Đặng"}
	},
	"icelandic and maltese": func(f *DepositForm) { f.BirthName = "ÞÓRÐÁRSON ĦŻĠ" },
	"breton n with tilde":   func(f *DepositForm) { f.FirstNames = []string{"Fañch", "Loïc"} },
	"welsh and pinyin":      func(f *DepositForm) { f.BirthName = "ŴŶẀẂẄ ǍǏǑǓ" },
	"decomposed, as macOS":  func(f *DepositForm) { f.BirthName = norm.NFD.String("LEFÈVRE ŸÇÑỘ") },
	"60 letters and spaces": func(f *DepositForm) {
		f.BirthName = "DE LA ROCHEFOUCAULD-MONTBEL D'ARGENTRÉ ŒUVRARD-SAINT-HILAIRE"
	},
	"60 letters in one word": func(f *DepositForm) { f.BirthName = strings.Repeat("WOLFESCHLE", 6) },
	"60 wide letters":        func(f *DepositForm) { f.BirthName = strings.Repeat("W", 60) },
	"120 wide letters":       func(f *DepositForm) { f.BirthName = strings.Repeat("W", 120) },
	"no composed letter": func(f *DepositForm) {
		f.BirthName, f.FirstNames = "Q\u0303UẸ\u0301 J\u030CM\u0327", []string{"x\u0302Y\u0331", "Ɛ\u0300"}
	},
	"every apostrophe and dash": func(f *DepositForm) {
		f.BirthName = "N’DIAYE-M'BAYE D\u02BCARC O\u02BBNEIL L‘HER X‐Y–Z—W"
	},
	"latin extended": func(f *DepositForm) { f.BirthName = "ƁƊƎƏƘǾȘȚȜɃɄ ḀḆḌḤṀṢṬẒẞ" },
	"five first names": func(f *DepositForm) {
		f.FirstNames = []string{"Marie-Antoinette", "Maximilienne", "Hyacinthe-Guillemette", "Bartholoméa", "Éléonore-Apolline"}
	},
	"ten first names":  func(f *DepositForm) { f.FirstNames = strings.Fields(strings.Repeat("Marie-Antoinette ", 10)) },
	"longest address":  func(f *DepositForm) { f.AddressLines = longAddress },
	"six postal lines": func(f *DepositForm) { f.AddressLines = strings.Fields(strings.Repeat(strings.Repeat("W", 38)+" ", 6)) },
	"long number":      func(f *DepositForm) { f.RequestNumber = strings.Repeat("PC-2026-000123-", 5) },
	"spaces and invisible": func(f *DepositForm) {
		f.BirthName, f.FirstNames = "  LE\u00a0\tGOFF\u200b ", []string{"", "Zoé\u00ad", " "}
	},
	"everything at once": func(f *DepositForm) {
		f.BirthName = "DE LA ROCHEFOUCAULD-MONTBEL D'ARGENTRÉ ŒUVRARD-SAINT-HILAIRE"
		f.FirstNames = []string{"Marie-Antoinette", "Maximilienne", "Hyacinthe-Guillemette", "Bartholoméa", "Éléonore-Apolline"}
		f.AddressLines = longAddress
	},
}

func hardForm(change func(*DepositForm)) DepositForm {
	f := plainForm()
	change(&f)
	return f
}

func TestHardIdentitiesStayInTheirBoxes(t *testing.T) {
	for name, change := range hardIdentities {
		t.Run(name, func(t *testing.T) {
			f := hardForm(change)
			s, err := f.draw()
			if err != nil {
				t.Fatal(err)
			}
			checkFormLayout(t, f, s)
		})
	}
}

// checkFormLayout measures what was drawn: nothing leaves the sheet or its
// box, nothing overlaps, the windows show the address alone, and every letter
// of the values is on paper.
func checkFormLayout(t *testing.T, f DepositForm, s *sheet) {
	t.Helper()
	var texts []inkBox
	for _, b := range s.ink {
		if b.page != 1 {
			t.Errorf("%q is on page %d of a one-page form", b.text, b.page)
		}
		if b.text != "" {
			texts = append(texts, b)
		}
		checkWindow(t, b)
	}
	for i, a := range texts {
		if a.left < formLeft-0.01 || a.right > formRight+0.01 || a.top < 10 || a.bottom > 290 {
			t.Errorf("%q leaves the page: x %.1f–%.1f, y %.1f–%.1f", a.text, a.left, a.right, a.top, a.bottom)
		}
		if overlaps(a, inkBox{left: signatureLeft - 0.3, top: signatureTop - 0.3, right: signatureLeft + signatureWidth + 0.3, bottom: signatureTop + signatureHeight + 0.3}) {
			t.Errorf("%q is printed in the signature frame", a.text)
		}
		for _, b := range texts[i+1:] {
			if overlaps(a, b) {
				t.Errorf("%q and %q overlap", a.text, b.text)
			}
		}
	}
	checkNothingCut(t, f)
}

func overlaps(a, b inkBox) bool {
	const touch = 0.02
	return a.left < b.right-touch && b.left < a.right-touch && a.top < b.bottom-touch && b.top < a.bottom-touch
}

// checkWindow holds the rule of the window envelope (rules § 8).
func checkWindow(t *testing.T, b inkBox) {
	t.Helper()
	window := inkBox{left: 90, top: 34, right: 209, bottom: 102}
	if !overlaps(b, window) {
		return
	}
	for _, line := range postalAddress {
		if b.text == line {
			if b.left < 109 || b.right > 190 || b.top < 59 || b.bottom > 79 {
				t.Errorf("%q is not wholly behind the window: x %.1f–%.1f, y %.1f–%.1f", b.text, b.left, b.right, b.top, b.bottom)
			}
			return
		}
	}
	t.Errorf("%q is printed where a window may show it: x %.1f–%.1f, y %.1f–%.1f", b.text, b.left, b.right, b.top, b.bottom)
}

// checkNothingCut compares the letters of each value with those laid out.
func checkNothingCut(t *testing.T, f DepositForm) {
	t.Helper()
	entries, err := f.entries()
	if err != nil {
		t.Fatal(err)
	}
	table, err := fitTable(entries)
	if err != nil {
		t.Fatal(err)
	}
	printed := map[Field]string{}
	for _, row := range table.rows {
		for _, cell := range row.cells {
			printed[cell.field] = strings.Join(cell.lines, "")
			for _, line := range cell.lines {
				if cell.size < 8 || cell.squeeze < 0.8 {
					t.Errorf("%s: %g points at %g %%, which is too small to read", cell.field, cell.size, 100*cell.squeeze)
				}
				if w := cell.squeeze * cell.face.width(strings.TrimRight(line, " "), cell.size); cell.left+w > cell.right+0.01 {
					t.Errorf("%s: %q leaves its box by %.2f mm", cell.field, line, cell.left+w-cell.right)
				}
			}
		}
	}
	for field, want := range map[Field]string{
		FieldRequestNumber: f.RequestNumber, FieldBirthName: f.BirthName,
		FieldFirstNames: strings.Join(f.FirstNames, ""), FieldAddress: strings.Join(f.AddressLines, ""),
	} {
		if got, want := inked(printed[field]), inked(want); got != want {
			t.Errorf("%s: printed %q, want %q", field, got, want)
		}
	}
}

// inked keeps what leaves ink, whatever the spaces; the commas that we put
// between first names do not count.
func inked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == ',' {
			return -1
		}
		return r
	}, norm.NFC.String(strings.Map(visible, s)))
}

func TestMissingFieldIsNamed(t *testing.T) {
	for want, blank := range map[Field]func(*DepositForm){
		FieldRequestNumber: func(f *DepositForm) { f.RequestNumber = "" },
		FieldBirthName:     func(f *DepositForm) { f.BirthName = " \u00a0\u200b" },
		FieldFirstNames:    func(f *DepositForm) { f.FirstNames = []string{"", " "} },
		FieldSex:           func(f *DepositForm) { f.Sex = "X" },
		FieldBirthDate:     func(f *DepositForm) { f.BirthDate = calendar.Date{} },
		FieldAddress:       func(f *DepositForm) { f.AddressLines = []string{"\t"} },
	} {
		b, err := hardForm(blank).PDF()
		var missing *MissingFieldError
		if !errors.As(err, &missing) || missing.Field != want {
			t.Errorf("%s: %v, want a MissingFieldError for it", want, err)
			continue
		}
		if b != nil {
			t.Errorf("%s: bytes came with the error", want)
		}
		if !strings.Contains(err.Error(), string(want)) && want != FieldBirthDate {
			t.Errorf("the message %q does not name %q", err, want)
		}
	}
}

func TestMissingGlyphIsNamedAndNoMoreIsSaid(t *testing.T) {
	for _, c := range []struct {
		name string
		bad  rune
		spot func(*DepositForm, string)
		want Field
	}{
		{"han", '文', func(f *DepositForm, s string) { f.BirthName = s }, FieldBirthName},
		{"emoji", '🚗', func(f *DepositForm, s string) { f.FirstNames = []string{"Zoé", s} }, FieldFirstNames},
		{"arabic", 'ع', func(f *DepositForm, s string) { f.BirthName = s }, FieldBirthName},
		{"frame around a letter", '\u20DD', func(f *DepositForm, s string) { f.BirthName = s }, FieldBirthName},
		{"accent with no letter", '\u0303', func(f *DepositForm, _ string) { f.BirthName = "\u0303" }, FieldBirthName},
		{"more accents than a line has room for", '\u0301', func(f *DepositForm, s string) { f.BirthName = s + strings.Repeat("\u0301", 8) }, FieldBirthName},
		{"broken bytes", '\uFFFD', func(f *DepositForm, s string) { f.AddressLines[1] = strings.ReplaceAll(s, "\uFFFD", "\xff") }, FieldAddress},
		{"last rune of the plane", '\uFFFF', func(f *DepositForm, s string) { f.RequestNumber = s }, FieldRequestNumber},
		{"first rune beyond", '\U00010000', func(f *DepositForm, s string) { f.RequestNumber = s }, FieldRequestNumber},
	} {
		if regular().has(string(c.bad)) {
			t.Logf("%s: the font has %U, nothing to see", c.name, c.bad)
			continue
		}
		f := plainForm()
		c.spot(&f, "SECRET"+string(c.bad))
		_, err := f.PDF()
		var missing *MissingGlyphError
		if !errors.As(err, &missing) || missing.Field != c.want || missing.Rune != c.bad {
			t.Errorf("%s: %v, want a MissingGlyphError for %U in %s", c.name, err, c.bad, c.want)
			continue
		}
		if strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: the message gives the name away: %v", c.name, err)
		}
	}
}

func TestWhatCannotFitIsAnErrorAndNeverCut(t *testing.T) {
	for want, stretch := range map[Field]func(*DepositForm){
		FieldBirthName:  func(f *DepositForm) { f.BirthName = strings.Repeat("LONG ", 220) },
		FieldAddress:    func(f *DepositForm) { f.AddressLines = strings.Fields(strings.Repeat("ligne ", 30)) },
		FieldFirstNames: func(f *DepositForm) { f.FirstNames = []string{strings.Repeat("W", 900)} },
	} {
		var long *TooLongError
		if _, err := hardForm(stretch).PDF(); !errors.As(err, &long) || long.Field != want {
			t.Errorf("%s: %v, want a TooLongError for it", want, err)
		}
	}
}

// A first name is read as one word: it goes to the next line whole.
func TestNamesBreakAtSpaces(t *testing.T) {
	f := hardForm(func(f *DepositForm) {
		f.FirstNames = []string{"Maximilienne", "Anne-Sophie", "Hyacinthe", "Pierre-Emmanuel", "Guillemette", "Jean-Baptiste"}
	})
	entries, err := f.entries()
	if err != nil {
		t.Fatal(err)
	}
	table, err := fitTable(entries)
	if err != nil {
		t.Fatal(err)
	}
	lines := table.rows[2].cells[0].lines
	if len(lines) != 2 {
		t.Fatalf("%q: the names were to need two lines", lines)
	}
	for _, line := range lines {
		if strings.HasSuffix(strings.TrimSpace(line), "-") {
			t.Errorf("%q is cut at a hyphen", lines)
		}
	}
}

// Type shrinks, then is squeezed, before a name takes two lines: a name of 60
// letters, the most that ANTS takes, always stands on one.
func TestTypeShrinksBeforeANameIsBroken(t *testing.T) {
	for _, c := range []struct {
		name    string
		least   typesetting
		most    typesetting
		nBroken int
	}{
		{"plain", typesetting{12, 1}, typesetting{12, 1}, 1},
		{"60 letters and spaces", typesetting{9, 0.85}, typesetting{10, 1}, 1},
		{"60 letters in one word", typesetting{8, 0.8}, typesetting{10, 1}, 1},
		{"60 wide letters", typesetting{8, 0.8}, typesetting{8, 0.85}, 1},
		{"120 wide letters", typesetting{8, 0.8}, typesetting{8, 0.8}, 2},
	} {
		entries, err := hardForm(hardIdentities[c.name]).entries()
		if err != nil {
			t.Fatal(err)
		}
		table, err := fitTable(entries)
		if err != nil {
			t.Fatal(err)
		}
		cell := table.rows[1].cells[0]
		if cell.size < c.least.size || cell.size > c.most.size || cell.squeeze < c.least.squeeze || cell.squeeze > c.most.squeeze || len(cell.lines) != c.nBroken {
			t.Errorf("%s: %v, %q", c.name, cell.typesetting, cell.lines)
		}
	}
}

// A long address takes the lines that the sheet has left before its type
// shrinks; where there are none left, it shrinks as well.
func TestALongAddressWrapsBeforeItShrinks(t *testing.T) {
	long := "27 bis boulevard du Maréchal de Lattre de Tassigny prolongé par l’avenue des Anciens Combattants d’Afrique du Nord"
	for name, c := range map[string]struct {
		lines []string
		least float64
		wraps bool
	}{
		"short":    {[]string{"7 quai de la Petite Gabare", "29200 BREST"}, 12, false},
		"one long": {[]string{long, "29200 BREST"}, 12, true},
		"all long": {[]string{long, long, long, long, long, "29200 BREST"}, 8, true},
	} {
		form := plainForm()
		form.AddressLines = c.lines
		entries, err := form.entries()
		if err != nil {
			t.Fatal(err)
		}
		table, err := fitTable(entries)
		if err != nil {
			t.Fatal(name, err)
		}
		cell := table.rows[len(table.rows)-1].cells[0]
		if cell.size < c.least || c.least == 12 && cell.squeeze < 1 || (len(cell.lines) > len(c.lines)) != c.wraps {
			t.Errorf("%s: %v, %d lines of %d", name, cell.typesetting, len(cell.lines), len(c.lines))
		}
	}
}

func TestFormIsTheSameEachTimeAndFromSeveralGoroutines(t *testing.T) {
	want, err := plainForm().PDF()
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 5 {
				got, err := plainForm().PDF()
				if err != nil || !bytes.Equal(got, want) {
					t.Error("the same values gave different bytes")
				}
			}
		})
	}
	wait.Wait()
	again, _ := plainForm().PDF()
	if !bytes.Equal(again, want) {
		t.Error("other documents left a trace in this one")
	}
}

func TestFormIsLight(t *testing.T) {
	for name, change := range hardIdentities {
		b, err := hardForm(change).PDF()
		if err != nil || len(b) >= 60_000 {
			t.Errorf("%s: %d bytes, %v; want under 60 000", name, len(b), err)
		}
	}
}

func FuzzDepositForm(f *testing.F) {
	f.Add("PC-2026-000123", "LEFÈVRE", "Zoé", "12 rue du Faubourg\n28000 CHARTRES")
	f.Add("1", strings.Repeat("WỘ", 30), "Marie-Antoinette\nÉléonore", strings.Join(longAddress, "\n"))
	f.Add("-", "e\u0301\u202eQ\u0303", "\x00\xff", strings.Repeat("a ", 400))
	f.Fuzz(func(t *testing.T, number, birth, first, address string) {
		form := DepositForm{number, birth, strings.Split(first, "\n"), "M", calendar.New(1970, 1, 1), strings.Split(address, "\n")}
		s, err := form.draw()
		if err != nil {
			var field *MissingFieldError
			var glyph *MissingGlyphError
			var long *TooLongError
			if !errors.As(err, &field) && !errors.As(err, &glyph) && !errors.As(err, &long) {
				t.Fatalf("an error of no known type: %v", err)
			}
			return
		}
		checkFormLayout(t, form, s)
		if _, err := s.bytes(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkDepositForm(b *testing.B) {
	f := plainForm()
	for b.Loop() {
		if _, err := f.PDF(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkThousandForms is a kiosk's busy day, on two cores: under 5 s.
func BenchmarkThousandForms(b *testing.B) {
	f := plainForm()
	for b.Loop() {
		var wait sync.WaitGroup
		for range 2 {
			wait.Go(func() {
				for range 500 {
					if _, err := f.PDF(); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wait.Wait()
	}
}

func BenchmarkDepositFormOnEveryCore(b *testing.B) {
	f := plainForm()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := f.PDF(); err != nil {
				b.Error(err)
			}
		}
	})
}

// What every form says must not take fonts of all Unicode: they cost four times
// the rest.
func TestAPlainFormHasFontsOfOneByte(t *testing.T) {
	s, err := plainForm().draw()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.bytes(); err != nil {
		t.Fatal(err)
	}
	for _, letters := range s.letters {
		if !letters.plain {
			t.Errorf("the form has letters beyond Windows-1252, or a no-break space")
		}
	}
}
