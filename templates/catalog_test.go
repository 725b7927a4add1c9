package templates

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// papers are the documents we print, one of each kind.
func papers(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	var err error
	if all["form"], err = hardForm(hardIdentities["everything at once"]).PDF(); err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string]Checklist{"full list": fullChecklist(), "hard list": hardChecklist(), "empty list": {}} {
		if all[name], err = list.PDF(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestPapersDeclareLanguageAndPrintUnscaled(t *testing.T) {
	api.DisableConfigDir()
	for name, pdf := range papers(t) {
		ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(pdf), model.NewDefaultConfiguration())
		if err != nil {
			t.Errorf("%s: pdfcpu: %v", name, err)
			continue
		}
		if got := ctx.RootDict.StringEntry("Lang"); got == nil || *got != "fr-FR" {
			t.Errorf("%s: language %v, want fr-FR", name, got)
		}
		preferences := ctx.RootDict.DictEntry("ViewerPreferences")
		if got := preferences.NameEntry("PrintScaling"); got == nil || *got != "None" {
			t.Errorf("%s: print scaling %v, want None", name, got)
		}
		if ctx.RootDict.DictEntry("Names") != nil {
			t.Errorf("%s: the catalog announces names: readers would look for attachments", name)
		}
		if ctx.Title == "" || ctx.Author != "recevable" {
			t.Errorf("%s: title %q, author %q", name, ctx.Title, ctx.Author)
		}
	}
}

// Each line of the table must lead to the object it numbers.
func TestCrossReferenceTableIsExact(t *testing.T) {
	startxref := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	entry := regexp.MustCompile(`(\d{10}) 00000 n `)
	for name, pdf := range papers(t) {
		match := startxref.FindSubmatch(pdf)
		if match == nil {
			t.Errorf("%s: no startxref at the end", name)
			continue
		}
		table, _ := strconv.Atoi(string(match[1]))
		if !bytes.HasPrefix(pdf[table:], []byte("xref\n0 ")) {
			t.Errorf("%s: startxref does not lead to the table", name)
			continue
		}
		for i, e := range entry.FindAllSubmatch(pdf[table:], -1) {
			offset, _ := strconv.Atoi(string(e[1]))
			want := fmt.Sprintf("%d 0 obj\n", i+1)
			if !bytes.HasPrefix(pdf[offset:], []byte(want)) {
				t.Errorf("%s: object %d is not where the table says", name, i+1)
			}
		}
	}
}

func TestReplaceCatalogRefusesOtherShapes(t *testing.T) {
	const good = "%PDF-1.3\n1 0 obj\n<<\n/Type /Catalog\n/Pages 1 0 R\n/Names <<\n>>\n>>\nendobj\nxref\n0 1\ntrailer\n<<\n>>\nstartxref\n71\n%%EOF\n"
	if _, err := replaceCatalog([]byte(good), false); err != nil {
		t.Fatalf("the reference case: %v", err)
	}
	for name, change := range map[string][2]string{
		"no startxref":       {"startxref", "startxxxx"},
		"not a number":       {"\n71\n", "\nab\n"},
		"past the end":       {"\n71\n", "\n7100\n"},
		"negative":           {"\n71\n", "\n-1\n"},
		"not the table":      {"\n71\n", "\n70\n"},
		"another last":       {"/Catalog", "/Unknown"},
		"another version":    {"%PDF-1.3", "%PDF-2.0"},
		"no object":          {" 0 obj", " 0 obx"},
		"more in the header": {"/Pages 1 0 R", "/Pages 9 0 R"},
	} {
		bad := bytes.Replace([]byte(good), []byte(change[0]), []byte(change[1]), 1)
		if _, err := replaceCatalog(bad, false); !errors.Is(err, errUnexpectedPDF) {
			t.Errorf("%s: %v, want errUnexpectedPDF", name, err)
		}
	}
	if _, err := replaceCatalog(nil, false); !errors.Is(err, errUnexpectedPDF) {
		t.Errorf("nothing at all: %v", err)
	}
}
