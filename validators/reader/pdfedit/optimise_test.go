package pdfedit

import (
	"bytes"
	"context"
	"encoding/ascii85"
	"fmt"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
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

func TestUnlettered(t *testing.T) {
	samples := bytes.Repeat([]byte("0 0 m 9 9 l S "), 9)
	letters := make([]byte, ascii85.MaxEncodedLen(len(samples)))
	letters = letters[:ascii85.Encode(letters, samples)]
	predicted := types.Dict{"Predictor": types.Integer(12), "Columns": types.Integer(len(samples))}
	packed := deflated(append([]byte{0}, samples...))
	lettersPacked := make([]byte, ascii85.MaxEncodedLen(len(packed)))
	lettersPacked = lettersPacked[:ascii85.Encode(lettersPacked, packed)]
	for _, tt := range []struct {
		name    string
		raw     []byte
		filters []types.PDFFilter
		want    int // filters left
	}{
		{"base 85", append(letters, "~>"...), []types.PDFFilter{{Name: "ASCII85Decode"}}, 0},
		{"hexadecimal, an odd digit at the end", fmt.Appendf(nil, "%x >", samples)[:2*len(samples)-1], []types.PDFFilter{{Name: "ASCIIHexDecode"}}, 1},
		{"hexadecimal", fmt.Appendf(nil, "%X\n>", samples), []types.PDFFilter{{Name: "ASCIIHexDecode"}}, 0},
		{"base 85 around predicted samples", append(lettersPacked, "\n~>"...), []types.PDFFilter{{Name: "ASCII85Decode"}, {Name: "FlateDecode", DecodeParms: predicted}}, 1},
		{"without an end", letters, []types.PDFFilter{{Name: "ASCII85Decode"}}, 1},
		{"with other bytes in it", []byte("abc\x80~>"), []types.PDFFilter{{Name: "ASCII85Decode"}}, 1},
		{"in no letters", deflated(samples), []types.PDFFilter{{Name: "FlateDecode"}}, 1},
	} {
		names := types.Array{}
		for _, f := range tt.filters {
			names = append(names, types.Name(f.Name))
		}
		got := unlettered(types.StreamDict{Dict: types.Dict{"Filter": names}, Raw: tt.raw, FilterPipeline: tt.filters})
		if len(got.FilterPipeline) != tt.want {
			t.Errorf("%s: %v are left", tt.name, got.FilterPipeline)
			continue
		}
		if len(tt.filters) == tt.want {
			continue
		}
		if (got.Dict["Filter"] == nil) != (tt.want == 0) || (got.Dict["DecodeParms"] == nil) != (tt.want == 0) {
			t.Errorf("%s: %v", tt.name, got.Dict)
		}
		if held := decoded(got); tt.want > 0 && !bytes.Equal(held, samples) || tt.want == 0 && !bytes.Equal(got.Raw, samples) {
			t.Errorf("%s: %q", tt.name, held)
		}
	}
}
