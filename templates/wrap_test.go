package templates

import (
	"strings"
	"testing"
)

func TestWrapBreaksWhereAReaderWould(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      float64 // in widths of « m » at 10 points
		want       []string
	}{
		{"fits", "mm mm", 6, []string{"mm mm"}},
		{"at a space", "mmmm mmmm", 6, []string{"mmmm ", "mmmm"}},
		{"behind a hyphen", "mmmm-mmmm", 6, []string{"mmmm-", "mmmm"}},
		{"at a space rather than a hyphen", "mm mm-mmm", 6, []string{"mm ", "mm-mmm"}},
		{"behind a slash", "mmmm/mmmm", 6, []string{"mmmm/", "mmmm"}},
		{"never at a no-break space", "mm mmm\u00a0m", 6, []string{"mm ", "mmm\u00a0m"}},
		{"a space may hang over", "mmmmmm m", 6, []string{"mmmmmm ", "m"}},
		{"inside a word as a last resort", "mmmmmmmmmmmmm", 6, []string{"mmmmmm", "mmmmmm", "m"}},
		{"nothing", "", 6, []string{""}},
	} {
		unit := regular().width("m", 10)
		got := wrap(regular(), 10, c.text, c.width*unit+0.001, 0)
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWrapLeavesRoomForFootnoteMarks(t *testing.T) {
	unit := regular().width("m", 10)
	space := regular().width(" ", 10)
	width := 5*unit + space + 0.001
	if got := wrap(regular(), 10, "mm mmm", width, 0); len(got) != 1 {
		t.Fatalf("%q does not fit without marks", got)
	}
	got := wrap(regular(), 10, "mm mmm", width, unit)
	if strings.Join(got, "|") != "mm |mmm" {
		t.Errorf("%q, want the last word on a line of its own beside the marks", got)
	}
	if got := wrap(regular(), 10, "mmmmm", 5*unit+0.001, unit); strings.Join(got, "|") != "mmmmm|" {
		t.Errorf("%q, want the marks alone on the last line", got)
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("Résidence les Hauts-de-la-Vallée, 9999 quater", 30.0, 4.0)
	f.Add(strings.Repeat("W", 200), 20.0, 0.0)
	f.Fuzz(func(t *testing.T, text string, width, tail float64) {
		if !(width > 10 && width < 200 && tail >= 0 && tail < 5) || len(text) > 2000 {
			t.Skip()
		}
		text = printable(text)
		lines := wrap(regular(), 10, text, width, tail)
		if strings.Join(lines, "") != text {
			t.Fatalf("%q became %q", text, lines)
		}
		for i, line := range lines {
			room := width
			if i == len(lines)-1 {
				room -= tail
			}
			if w := regular().width(strings.TrimRight(line, " "), 10); w > room+0.001 {
				t.Fatalf("line %d is %.2f mm wide, want %.2f: %q", i, w, room, line)
			}
		}
	})
}

func TestCleanKeepsWhatPrints(t *testing.T) {
	for in, want := range map[string]string{
		"e\u0301te\u0301":          "été",
		"  a \t\n b  ":             "a b",
		"a\u200bb\u00adc\ufeff":    "abc",
		"10\u202f000":              "10\u00a0000",
		"a \u00a0 b":               "a\u00a0b",
		"\x00a\x1b":                "a",
		"Jean\u2011Luc":            "Jean-Luc",
		"N\u0308":                  "N\u0308", // no composed form exists
		"e\u200b\u0301":            "é",       // what parts a letter from its accent goes first
		"e\u034f\u0301x\ufe0f":     "éx",
		"L’Haÿ-les-Roses":          "L’Haÿ-les-Roses",
		"\u202egnirts\u202c right": "gnirts right",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPrintableShowsWhatTheFontLacks(t *testing.T) {
	if got, want := printable("été 文書 🏖 Ộ Q\u0303 Q\u20dd.pdf"), "été ?? ? Ộ Q\u0303 ??.pdf"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProseHasFrenchSpaces(t *testing.T) {
	if got, want := prose("« Oui » : 36 € ; non ! vrai ?"), "«\u00a0Oui\u00a0»\u00a0: 36\u00a0€\u00a0; non\u00a0! vrai\u00a0?"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProseBendsApostrophesBetweenLetters(t *testing.T) {
	for in, want := range map[string]string{
		"l'avis d'imposition qu'elle": "l’avis d’imposition qu’elle",
		"l’ANTS":                      "l’ANTS",
		"N'DIAWÉ":                     "N’DIAWÉ",
		"jusqu'« Oui »":               "jusqu’«\u00a0Oui\u00a0»",
		"'a' 5' d' '":                 "'a' 5' d' '",
		"'":                           "'",
		"":                            "",
	} {
		if got := prose(in); got != want {
			t.Errorf("prose(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestProseKeepsMeasuresWhole(t *testing.T) {
	for in, want := range map[string]string{
		"35 × 45 mm":                  "35\u00a0×\u00a045\u00a0mm",
		"11 Mo, 6 mois et 40 minutes": "11\u00a0Mo, 6\u00a0mois et 40\u00a0minutes",
		"la réf. 44, n° 14880":        "la réf.\u00a044, n°\u00a014880",
		"le 5 octobre":                "le 5 octobre",
		"Monsieur Mo":                 "Monsieur Mo",
	} {
		if got := prose(in); got != want {
			t.Errorf("prose(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLowerFirstKeepsAcronyms(t *testing.T) {
	for in, want := range map[string]string{
		"Dernier jour": "dernier jour", "Étape": "étape", "À poster": "à poster", "L’ANTS supprime": "l’ANTS supprime",
		"ANTS supprime": "ANTS supprime", "A2 d’abord": "A2 d’abord", "48SI": "48SI", "": "",
	} {
		if got := lowerFirst(in); got != want {
			t.Errorf("lowerFirst(%q) = %q, want %q", in, got, want)
		}
	}
}

// A French register holds these letters; both weights must have them all.
func TestFontHasTheLettersOfARegister(t *testing.T) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" +
		"ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸàâäæçéèêëîïôöœùûüÿÑñÁÍÓÚÃÕÅØÐÞßĀĂĄĆČĎĐĒĖĘĚĞĢĠĦĪĮİĶŁĻĽĹŃŅŇŌŐŔŘŚŞŠȘŢŤȚŪŮŰŲŴŶŹŻŽ" +
		"ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ'’-·./,()«»°ªº&"
	for _, r := range letters {
		for _, face := range []*typeface{regular(), bold()} {
			if !face.has(string(r)) {
				t.Errorf("%s lacks %c (%U)", face.style, r, r)
			}
		}
	}
}
