package pdfedit

import (
	"bytes"
	"context"
	"fmt"
	"testing"
)

// twoFonts is a PDF of two pages, each with its own copy of one font.
func twoFonts() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</Font<</F 5 0 R>>>>/Contents 7 0 R>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Rotate 270/Resources<</Font<</F 6 0 R>>>>/Contents 7 0 R>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Length 26>>\nstream\nBT /F 9 Tf 9 9 Td (a)Tj ET \nendstream",
	} {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	b.WriteString("xref\n0 8\n0000000000 65535 f \n")
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Size 8>>\nstartxref\n%d\n%%%%EOF\n", table)
	return b.Bytes()
}

func TestOptimisedKeepsOneFont(t *testing.T) {
	fonts := func(open func(context.Context, []byte) (*Document, error)) (int, []byte) {
		doc, err := open(t.Context(), twoFonts())
		if err != nil || doc.Pages() != 2 || doc.Broken {
			t.Fatalf("%v", err)
		}
		var different []string
		for _, page := range doc.pages {
			font := doc.dict(page["Resources"])
			different = append(different, doc.dict(font["Font"])["F"].String())
		}
		if different[0] == different[1] {
			return 1, doc.Write()
		}
		return 2, doc.Write()
	}
	if n, _ := fonts(Open); n != 2 {
		t.Fatalf("%d fonts as it comes", n)
	}
	n, first := fonts(OpenOptimised)
	if n != 1 {
		t.Errorf("%d fonts, optimised", n)
	}
	for range 5 {
		if _, again := fonts(OpenOptimised); !bytes.Equal(first, again) {
			t.Fatal("not the same bytes twice")
		}
	}
}

func TestTurn(t *testing.T) {
	for _, tt := range []struct{ page, degrees, want int }{{1, 90, 90}, {1, -90, 270}, {2, 90, 0}, {2, 180, 90}, {1, 45, -1}, {0, 90, -1}, {3, 90, -1}} {
		doc, err := Open(t.Context(), twoFonts())
		if err != nil {
			t.Fatal(err)
		}
		err = doc.Turn(tt.page, tt.degrees)
		if (err != nil) != (tt.want < 0) {
			t.Errorf("page %d by %d: %v", tt.page, tt.degrees, err)
		}
		if err == nil && int(doc.number(doc.pages[tt.page-1]["Rotate"], -1)) != tt.want {
			t.Errorf("page %d by %d is shown at %v", tt.page, tt.degrees, doc.pages[tt.page-1]["Rotate"])
		}
	}
}

// A placement that is wrong by one byte is found; white space before an object
// is none.
func TestBroken(t *testing.T) {
	whole := twoFonts()
	for name, tt := range map[string]struct {
		data []byte
		want bool
	}{
		"sound":            {whole, false},
		"a table moved":    {bytes.Replace(whole, []byte("xref\n0 8"), []byte(" xref\n0 8"), 1), false},
		"an object moved":  {bytes.Replace(whole, []byte("BaseFont/Helvetica"), []byte("BaseFont/Courier  "), 1), false},
		"an object longer": {bytes.Replace(bytes.Replace(whole, []byte("BaseFont/Helvetica"), []byte("BaseFont/Times-Roman"), 1), []byte("startxref\n"), []byte("startxref\n0"), 1), true},
		"no end":           {whole[:len(whole)-8], true},
	} {
		doc, err := Open(t.Context(), tt.data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if doc.Broken != tt.want {
			t.Errorf("%s: broken %v", name, doc.Broken)
		}
	}
}
