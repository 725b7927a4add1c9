package pdfedit

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

// filed writes objects as a file whose table is right, if nothing else is.
func filed(objects []string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var table strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, table.String(), len(objects)+1, trailer, at)
	return b.Bytes()
}

// What only some readers forgive is told, so that the file is written anew; what
// the standard allows is not.
func TestFaultsThatSomeForgive(t *testing.T) {
	const page, length = "/Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R", "<</Length 3>>"
	for _, tt := range []struct {
		name, was, is string
		want          bool
	}{
		{"sound", "", "", false},
		{"the length stands elsewhere", length, "<</Length 5 0 R>>", false},
		{"the length stands nowhere", length, "<</Length 8 0 R>>", true},
		{"no length", length, "<<>>", true},
		{"too short a length", length, "<</Length 1>>", true},
		{"too long a length", length, "<</Length 99>>", true},
		{"more pages are counted than there are", "/Count 1", "/Count 2", true},
		{"none are counted", "/Count 1", "/Count 0", true},
		{"pages are not counted", "/Count 1", "", true},
		{"a node among its own pages", "[3 0 R]", "[3 0 R 2 0 R]", true},
		{"a page that does not say it is one", "/Type/Page/", "/", true},
		{"no annotations", "/Contents", "/Annots[]/Contents", false},
		{"annotations that are no list", "/Contents", "/Annots<</A 1>>/Contents", true},
		{"a page without a surface", "[0 0 9 9]", "[0 0 0 9]", true},
		{"a part of a page that is nowhere", "4 0 R", "[4 0 R 9 0 R]", true},
		{"a page of parts", "/Contents 4 0 R", "/Contents[4 0 R]", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			objects := []string{
				"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
				"<<" + page + ">>", length + "\nstream\nq Q\nendstream", "3",
			}
			for i := range objects {
				objects[i] = strings.Replace(objects[i], tt.was, tt.is, 1)
			}
			doc, err := Open(context.Background(), filed(objects, ""))
			if err != nil || doc.Broken != tt.want || doc.Pages() != 1 {
				t.Fatalf("broken: %v, want %v (%v)", doc != nil && doc.Broken, tt.want, err)
			}
			again, err := Open(context.Background(), doc.Write())
			if err != nil || again.Broken {
				t.Errorf("written anew it is still broken (%v)", err)
			}
		})
	}
}

// A table that begins with object 1 where it means object 0 opens in some readers
// only.
func TestBrokenTable(t *testing.T) {
	whole := filed([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}, "")
	if !endsAtTable(whole) {
		t.Error("a table that is right")
	}
	if endsAtTable(bytes.Replace(whole, []byte("xref\n0 "), []byte("xref\n1 "), 1)) {
		t.Error("a table that counts from 1")
	}
}

// drawing is a page that draws content packed, of which so many bytes are there.
func drawing(content string, bytes int) []byte {
	packed := deflated([]byte(content))
	if bytes > 0 {
		packed = packed[:bytes]
	}
	return filed([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
		fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(packed), packed),
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
	}, "")
}

// What stands before the damage of a page is kept, up to its last operator, and
// the page is named.
func TestMendStreams(t *testing.T) {
	content := ""
	for i := range 300 {
		content += fmt.Sprintf("BT (ligne %d \\) %x) Tj ET\n", i, i*i*7919)
	}
	for _, tt := range []struct {
		name  string
		bytes int
		want  []int
	}{{"whole", 0, nil}, {"cut", 900, []int{2}}, {"nothing of it", 1, []int{2}}} {
		doc, err := Open(context.Background(), drawing(content, tt.bytes))
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.MendStreams(); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: pages %v, want %v", tt.name, got, tt.want)
		}
		again, err := Open(context.Background(), doc.Write())
		if err != nil || again.MendStreams() != nil {
			t.Errorf("%s: a second time: %v", tt.name, err)
			continue
		}
		kept := string(again.pageContent(again.pages[1]))
		if !strings.HasPrefix(content, strings.TrimSuffix(kept, "\n")) || tt.bytes > 100 && len(kept) < 500 {
			t.Errorf("%s: %d bytes are kept", tt.name, len(kept))
		}
		if end := strings.TrimSpace(kept); end != "" && !strings.HasSuffix(end, "ET") && !strings.HasSuffix(end, "Tj") && !strings.HasSuffix(end, "BT") {
			t.Errorf("%s: ends in %q", tt.name, end[max(0, len(end)-20):])
		}
	}
}

// What follows an action is a list of actions after cleaning, too.
func TestWhatFollowsAnAction(t *testing.T) {
	doc, err := Open(context.Background(), filed([]string{
		"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Named/N/NextPage/Next[<</S/Launch/F(x)>> <</S/Named/N/Print>>]>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
	}, ""))
	if err != nil {
		t.Fatal(err)
	}
	doc.Clean()
	if next := doc.array(doc.dict(doc.catalog["OpenAction"])["Next"]); len(next) != 1 || doc.dict(next[0]) == nil {
		t.Errorf("%v follows", next)
	}
}
