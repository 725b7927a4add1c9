package ocr

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// tsvHead is the first lines of an answer of tesseract 5.3: a header, then
// the page, a block, a paragraph and a line, which hold no text.
const tsvHead = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
	"1\t1\t0\t0\t0\t0\t0\t0\t2067\t2923\t-1\t\n" +
	"2\t1\t1\t0\t0\t0\t146\t139\t573\t44\t-1\t\n" +
	"4\t1\t1\t1\t1\t0\t146\t139\t573\t44\t-1\t\n"

func TestParseTSV(t *testing.T) {
	tests := []struct {
		name string
		tsv  string
		want []token
	}{
		{"empty", "", nil},
		{"no words", tsvHead, nil},
		{
			"two lines", tsvHead +
				"5\t1\t1\t1\t1\t1\t146\t139\t150\t44\t96.5\tFacture\n" +
				"5\t1\t1\t1\t1\t2\t310\t139\t40\t44\t95\tdu\n" +
				"5\t1\t1\t1\t2\t1\t146\t200\t60\t30\t12.25\tÉmise\n",
			[]token{
				{"Facture", Box{146, 139, 296, 183}, 96.5, 0},
				{"du", Box{310, 139, 350, 183}, 95, 0},
				{"Émise", Box{146, 200, 206, 230}, 12.25, 1},
			},
		},
		{
			"Windows line ends", tsvHead + "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\tle\r\n",
			[]token{{"le", Box{1, 2, 4, 6}, 90, 0}},
		},
		{
			"no line end at the end", "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t100\tle",
			[]token{{"le", Box{1, 2, 4, 6}, 100, 0}},
		},
		{
			"a tab in the text is no word of its own", "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\ta\tb\n",
			[]token{{"ab", Box{1, 2, 4, 6}, 90, 0}},
		},
		{"only spaces", "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t95\t \u00a0\n", nil},
		{"no confidence", "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t-1\tle\n", nil},
		{"too confident", "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t100.5\tle\n", nil},
		{"not a number", "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\tNaN\tle\n", nil},
		{"negative place", "5\t1\t1\t1\t1\t1\t-1\t2\t3\t4\t90\tle\n", nil},
		{"place past any picture", "5\t1\t1\t1\t1\t1\t99999999999\t2\t3\t4\t90\tle\n", nil},
		{"no height", "5\t1\t1\t1\t1\t1\t1\t2\t3\t0\t90\tle\n", nil},
		{"columns missing", "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\n", nil},
		{"endless word", "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\t" + strings.Repeat("l", maxTokenBytes+1) + "\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, parseTSV([]byte(test.tsv)), cmp.AllowUnexported(token{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseTSVKeepsSoMany(t *testing.T) {
	row := "5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\tle\n"
	if n := len(parseTSV([]byte(strings.Repeat(row, maxTokens+5)))); n != maxTokens {
		t.Errorf("%d words were kept of an endless answer, want %d", n, maxTokens)
	}
}

// FuzzTSV: whatever the answer, words that can be shown and placed, and lines
// that hold each of them once.
func FuzzTSV(f *testing.F) {
	f.Add([]byte(tsvHead + "5\t1\t1\t1\t1\t1\t146\t139\t150\t44\t96.5\tFacture\n5\t1\t1\t1\t1\t2\t310\t139\t40\t44\t95\tdu\n"))
	f.Add([]byte("5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\t\xff\xfe|\n"))
	f.Fuzz(func(t *testing.T, tsv []byte) {
		tokens := parseTSV(tsv)
		for _, w := range tokens {
			if w.text == "" || !utf8.ValidString(w.text) || strings.ContainsAny(w.text, " \t\r\n") {
				t.Fatalf("%q is no word", w.text)
			}
			if !(w.box.X0 >= 0 && w.box.Y0 >= 0 && w.box.X1 > w.box.X0 && w.box.Y1 > w.box.Y0) || !(w.confidence >= 0 && w.confidence <= 100) {
				t.Fatalf("%+v has no place", w)
			}
		}
		inLines := 0
		for _, l := range assemble(tokens) {
			inLines += len(l.Words)
			if l.Text == "" {
				t.Fatal("a line without text")
			}
		}
		if inLines > len(tokens) {
			t.Fatalf("%d words in the lines, %d were read", inLines, len(tokens))
		}
	})
}
