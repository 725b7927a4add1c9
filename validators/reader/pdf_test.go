package reader

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// testPDFEngine is shared by all tests: pdfium takes 60 ms to load from the
// user's cache, 2 s the first time.
var testPDFEngine = sync.OnceValue(func() *pdfEngine { return newPDFEngine(CacheDir(), DefaultLimits()) })

func open(t testing.TB, data []byte, want Want) Document {
	t.Helper()
	return testPDFEngine().openPDF(context.Background(), data, want, DefaultLimits())
}

// wants are the two ways to open a PDF: pdfcpu alone may answer the first.
var wants = map[string]Want{"pages": {}, "text": {Text: true}}

// letter is a PDF of n A4 pages, written as ordinary software does.
func letter(t testing.TB, n int) []byte {
	t.Helper()
	pdf := gofpdf.New("P", "pt", "A4", "")
	pdf.SetCreationDate(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))
	pdf.SetFont("Helvetica", "", 12)
	for i := range n {
		pdf.AddPage()
		pdf.Text(72, 100, fmt.Sprintf("Page %d", i+1))
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// onePage is a one-page PDF with more entries in its catalog and its page, and
// more objects, numbered from 5.
func onePage(catalog, page string, objects ...string) []byte {
	var w pdfWriter
	w.object("<</Type/Catalog/Pages 2 0 R" + catalog + ">>")
	w.object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	w.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Resources<</Font<</F 4 0 R>>>>" + page + ">>")
	w.object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	for _, o := range objects {
		w.object(o)
	}
	return w.finish("/Root 1 0 R")
}

func TestOpenPDFCountsAndMeasures(t *testing.T) {
	data := letter(t, 2)
	for name, want := range wants {
		t.Run(name, func(t *testing.T) {
			doc := open(t, data, want)
			if doc.State != Opened || doc.PageCount != 2 || len(doc.Pages) != 2 {
				t.Fatalf("got %s, %d pages, %d described, want opened, 2, 2", doc.State, doc.PageCount, len(doc.Pages))
			}
			// A4 is 210 × 297 mm.
			if w, h := doc.Pages[1].Width, doc.Pages[1].Height; math.Abs(w-595.28) > 0.01 || math.Abs(h-841.89) > 0.01 {
				t.Errorf("page is %v × %v points", w, h)
			}
			if doc.Restricted || doc.Active != nil {
				t.Errorf("restricted %v, active %v", doc.Restricted, doc.Active)
			}
		})
	}
}

func TestPageSizeAsShown(t *testing.T) {
	tests := map[string]struct {
		page          string
		width, height float64
	}{
		"media box":               {"", 200, 100},
		"quarter turn":            {"/Rotate 90", 100, 200},
		"half turn":               {"/Rotate 180", 200, 100},
		"backwards":               {"/Rotate -90", 100, 200},
		"crop box":                {"/CropBox[10 20 110 60]", 100, 40},
		"crop box past the media": {"/CropBox[150 50 900 900]", 50, 50},
		"crop box without area":   {"/CropBox[10 10 10 10]", 200, 100},
		"corners the wrong way":   {"/MediaBox[300 400 0 0]", 300, 400},
		"media box without area":  {"/MediaBox[0 0 0 0]", 612, 792},
	}
	for name, tt := range tests {
		for how, want := range wants {
			t.Run(name+"/"+how, func(t *testing.T) {
				doc := open(t, onePage("", tt.page), want)
				if len(doc.Pages) != 1 {
					t.Fatalf("%d pages: %s %s", len(doc.Pages), doc.State, doc.Detail)
				}
				if p := doc.Pages[0]; p.Width != tt.width || p.Height != tt.height {
					t.Errorf("got %v × %v, want %v × %v", p.Width, p.Height, tt.width, tt.height)
				}
			})
		}
	}
}

func encrypted(t *testing.T, aes bool, bits int, user, owner string, allowed model.PermissionFlags) []byte {
	t.Helper()
	pdfedit.Quiet()
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	conf.UserPW, conf.OwnerPW = user, owner
	conf.EncryptUsingAES, conf.EncryptKeyLength, conf.Permissions = aes, bits, allowed
	var b bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(letter(t, 2)), &b, conf); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLockedAndRestricted(t *testing.T) {
	ciphers := map[string]struct {
		aes  bool
		bits int
	}{"RC4-40": {false, 40}, "RC4-128": {false, 128}, "AES-128": {true, 128}, "AES-256": {true, 256}}
	for name, c := range ciphers {
		locked := encrypted(t, c.aes, c.bits, "ouvre-toi", "maître", model.PermissionsAll)
		restricted := encrypted(t, c.aes, c.bits, "", "maître", model.PermissionsNone)
		free := encrypted(t, c.aes, c.bits, "", "maître", model.PermissionsAll)
		for how, want := range wants {
			t.Run(name+"/"+how, func(t *testing.T) {
				if doc := open(t, locked, want); doc.State != Locked || doc.PageCount != 0 {
					t.Errorf("user password: got %s, %d pages", doc.State, doc.PageCount)
				}
				if doc := open(t, restricted, want); doc.State != Opened || !doc.Restricted || doc.PageCount != 2 {
					t.Errorf("owner password, nothing allowed: got %s, restricted %v, %d pages", doc.State, doc.Restricted, doc.PageCount)
				}
				if doc := open(t, free, want); doc.State != Opened || doc.Restricted || doc.PageCount != 2 {
					t.Errorf("owner password, all allowed: got %s, restricted %v, %d pages", doc.State, doc.Restricted, doc.PageCount)
				}
			})
		}
	}
}

// Without an owner password a PDF still says what it allows: printing is bit
// 3, copying bit 5 (ISO 32000-1, table 22).
func TestRestrictedByBit(t *testing.T) {
	const all = model.PermissionsAll
	tests := map[string]struct {
		allowed    model.PermissionFlags
		restricted bool
	}{
		"all":          {all, false},
		"no print":     {all &^ mayPrint, true},
		"no copy":      {all &^ mayCopy, true},
		"no filling":   {all &^ (1 << 8), false},
		"no modifying": {all &^ (1 << 3), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if doc := open(t, encrypted(t, true, 256, "", "maître", tt.allowed), Want{}); doc.Restricted != tt.restricted {
				t.Errorf("restricted %v, want %v", doc.Restricted, tt.restricted)
			}
		})
	}
}

func TestLockedWithoutAPassword(t *testing.T) {
	tests := map[string]string{
		"for certificates": "/Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4",
		"rights server":    "/Filter/FOPN_fLock/V 1",
	}
	for name, encrypt := range tests {
		for how, want := range wants {
			t.Run(name+"/"+how, func(t *testing.T) {
				var w pdfWriter
				w.object("<</Type/Catalog/Pages 2 0 R>>")
				w.object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
				w.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>")
				w.object("<<" + encrypt + ">>")
				data := w.finish("/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]")
				if doc := open(t, data, want); doc.State != Locked {
					t.Errorf("got %s (%s)", doc.State, doc.Detail)
				}
			})
		}
	}
}

func TestActiveContent(t *testing.T) {
	const (
		js       = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
		launch   = "<</S/Launch/F(calc.exe)>>"
		fileSpec = "<</Type/Filespec/F(facture.xml)/EF<</F 5 0 R>>>>"
		embedded = "<</Type/EmbeddedFile/Length 4>>\nstream\n<a/>\nendstream"
		uri      = "<</S/URI/URI(https://example.org)>>"
	)
	tests := map[string]struct {
		catalog, page string
		object        string // object 5
		want          []ActiveContent
	}{
		"nothing":                   {"", "", "<<>>", nil},
		"script when opened":        {"/OpenAction" + js, "", "<<>>", []ActiveContent{Script}},
		"script when closed":        {"/AA<</WC" + js + ">>", "", "<<>>", []ActiveContent{Script}},
		"script by name":            {"/Names<</JavaScript<</Names[(a)5 0 R]>>>>", "", js, []ActiveContent{Script}},
		"script of a page":          {"", "/AA<</O 5 0 R>>", js, []ActiveContent{Script}},
		"script of a link":          {"", "/Annots[<</Subtype/Link/Rect[0 0 9 9]/A 5 0 R>>]", js, []ActiveContent{Script}},
		"script after a jump":       {"", "/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/GoTo/D[3 0 R/Fit]/Next 5 0 R>>>>]", js, []ActiveContent{Script}},
		"script of a field":         {"/AcroForm<</Fields[<</FT/Tx/T(a)/AA<</K 5 0 R>>>>]>>", "", js, []ActiveContent{Script}},
		"program when opened":       {"/OpenAction 5 0 R", "", launch, []ActiveContent{Launch}},
		"program of a link":         {"", "/Annots[<</Subtype/Link/Rect[0 0 9 9]/A 5 0 R>>]", launch, []ActiveContent{Launch}},
		"attachment by name":        {"/Names<</EmbeddedFiles<</Names[(a)" + fileSpec + "]>>>>", "", embedded, []ActiveContent{EmbeddedFile}},
		"attachment on the page":    {"", "/Annots[<</Subtype/FileAttachment/Rect[0 0 9 9]/FS" + fileSpec + ">>]", embedded, []ActiveContent{EmbeddedFile}},
		"associated file":           {"/AF[" + fileSpec + "]", "", embedded, []ActiveContent{EmbeddedFile}},
		"all, in order":             {"/OpenAction" + launch + "/AF[" + fileSpec + "]/AA<</WC" + js + ">>", "", embedded, []ActiveContent{Script, Launch, EmbeddedFile}},
		"link to an address":        {"", "/Annots[<</Subtype/Link/Rect[0 0 9 9]/A 5 0 R>>]", uri, nil},
		"link to a page":            {"/OpenAction[3 0 R/Fit]", "/Annots[<</Subtype/Link/Rect[0 0 9 9]/A 5 0 R>>]", "<</S/GoTo/D[3 0 R/Fit]>>", nil},
		"link to another file":      {"", "/Annots[<</Subtype/Link/Rect[0 0 9 9]/A 5 0 R>>]", "<</S/GoToR/F(autre.pdf)/D[0/Fit]>>", nil},
		"script not in force":       {"", "", js, nil},
		"empty list of attachments": {"/Names<</EmbeddedFiles<</Names[]>>>>", "", "<<>>", nil},
	}
	for name, tt := range tests {
		for how, want := range wants {
			t.Run(name+"/"+how, func(t *testing.T) {
				doc := open(t, onePage(tt.catalog, tt.page, tt.object), want)
				if doc.State != Opened || !slices.Equal(doc.Active, tt.want) {
					t.Errorf("got %s %v, want %v", doc.State, doc.Active, tt.want)
				}
			})
		}
	}
}

// What pdfcpu refuses is read with pdfium and from the bytes in clear.
func TestActiveContentWithoutPDFCPU(t *testing.T) {
	view := pdfView{attachments: 1}
	if got := view.activeContent([]byte("<</S /Launch/F(a)>>")); !slices.Equal(got, []ActiveContent{Launch, EmbeddedFile}) {
		t.Errorf("got %v", got)
	}
	if got := (&pdfView{}).activeContent([]byte("<</S/URI>> /JavaScriptless")); got != nil {
		t.Errorf("got %v, want none", got)
	}
}

func TestDamage(t *testing.T) {
	sound := letter(t, 2)
	xref := bytes.LastIndex(sound, []byte("startxref"))
	trailer := bytes.LastIndex(sound, []byte("trailer"))
	tests := map[string]struct {
		data  []byte
		state State
		pages int
	}{
		"wrong startxref":         {slices.Concat(sound[:xref], []byte("startxref\n7\n%%EOF\n")), Opened, 2},
		"end cut off":             {sound[:xref], Opened, 2},
		"objects moved":           {slices.Concat(sound[:9], []byte("% 27 bytes more in the way\n"), sound[9:]), Opened, 2},
		"junk before the header":  {slices.Concat(bytes.Repeat([]byte("x"), 900), []byte("\n"), sound), Opened, 2},
		"junk after the end":      {slices.Concat(sound, bytes.Repeat([]byte("\x00"), 4000)), Opened, 2},
		"no header":               {sound[9:], Partial, 2},
		"trailer left open":       {slices.Concat(sound[:trailer], []byte("trailer\n<</Root "+rootOf(t, sound)), sound[xref:]), Partial, 2},
		"cut off in a string":     {slices.Concat(sound[:trailer], []byte("trailer\n<</Root "+rootOf(t, sound)+"/ID [<00112233")), Partial, 2},
		"trailer and table lost":  {sound[:len(sound)/2], Damaged, 0},
		"only a header":           {[]byte("%PDF-1.7\n"), Damaged, 0},
		"another kind of file":    {[]byte("%PDF-1.7\n" + strings.Repeat("GIF89a", 100)), Damaged, 0},
		"page tree without pages": {emptyTree(), NoPages, 0},
	}
	for name, tt := range tests {
		for how, want := range wants {
			t.Run(name+"/"+how, func(t *testing.T) {
				if doc := open(t, tt.data, want); doc.State != tt.state || doc.PageCount != tt.pages {
					t.Errorf("got %s (%s), %d pages, want %s, %d", doc.State, doc.Detail, doc.PageCount, tt.state, tt.pages)
				}
			})
		}
	}
}

// rootOf returns the reference to the catalog, as the trailer has it.
func rootOf(t *testing.T, data []byte) string {
	m := trailerRoot.FindSubmatch(data)
	if m == nil {
		t.Fatal("no trailer")
	}
	return string(m[1]) + "\n"
}

func emptyTree() []byte {
	var w pdfWriter
	w.object("<</Type/Catalog/Pages 2 0 R>>")
	w.object("<</Type/Pages/Kids[]/Count 0>>")
	return w.finish("/Root 1 0 R")
}

// A page tree may say more pages than it has, or lead back to itself.
func TestLyingPageTree(t *testing.T) {
	tests := map[string]string{
		"count too high":  "<</Type/Pages/Kids[3 0 R]/Count 9>>",
		"loop":            "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>",
		"same page twice": "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>",
	}
	for name, tree := range tests {
		t.Run(name, func(t *testing.T) {
			var w pdfWriter
			w.object("<</Type/Catalog/Pages 2 0 R>>")
			w.object(tree)
			w.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>")
			data := w.finish("/Root 1 0 R")
			structure, err := readOutline(context.Background(), data)
			if err == nil && structure.sound() {
				t.Error("pdfcpu's outline alone is taken for the answer")
			}
			if doc := open(t, data, Want{}); doc.PageCount < 1 || doc.State != Opened && doc.State != Partial {
				t.Errorf("got %s, %d pages", doc.State, doc.PageCount)
			}
		})
	}
}

func TestPageLimit(t *testing.T) {
	lim := DefaultLimits()
	lim.Pages = 3
	for how, want := range wants {
		t.Run(how, func(t *testing.T) {
			doc := testPDFEngine().openPDF(context.Background(), letter(t, 3), want, lim)
			if doc.State != Opened || doc.PageCount != 3 {
				t.Errorf("at the limit: got %s, %d pages", doc.State, doc.PageCount)
			}
			doc = testPDFEngine().openPDF(context.Background(), letter(t, 4), want, lim)
			if doc.State != OverLimit || doc.Limit != PageLimit || doc.PageCount != 4 || doc.Pages != nil {
				t.Errorf("past the limit: got %s %s, %d pages, %d described", doc.State, doc.Limit, doc.PageCount, len(doc.Pages))
			}
		})
	}
}

func TestOpenPDFEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	doc := testPDFEngine().openPDF(ctx, letter(t, 1), Want{Text: true}, DefaultLimits())
	if doc.State != OverLimit || doc.Limit != TimeLimit {
		t.Errorf("got %s %s", doc.State, doc.Limit)
	}
}

func deflated(size int, fill byte) []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	block := bytes.Repeat([]byte{fill}, 1<<20)
	for range size >> 20 {
		z.Write(block)
	}
	z.Close()
	return b.Bytes()
}

// bomb is a PDF of some 2 MB that asks for 512 MiB: in an object stream that
// every reader has to decode, and in the content of its page.
func bomb() []byte {
	packed := deflated(512<<20, ' ')
	var w pdfWriter
	w.object("<</Type/Catalog/Pages 2 0 R>>")
	w.object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	w.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R>>")
	w.stream("/Filter/FlateDecode", packed)
	w.stream("/Type/ObjStm/N 1/First 8/Filter/FlateDecode", packed)
	return w.finish("/Root 1 0 R")
}

func TestBombStaysWithinItsLimits(t *testing.T) {
	start := time.Now()
	doc := open(t, bomb(), Want{Text: true})
	if doc.PageCount != 1 || doc.State != Opened && doc.State != Partial && doc.State != OverLimit {
		t.Errorf("got %s (%s), %d pages", doc.State, doc.Detail, doc.PageCount)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	// What the bomb did to its sandbox must not reach the next document.
	if doc := open(t, letter(t, 2), Want{Text: true}); doc.State != Opened || doc.PageCount != 2 || len(doc.Pages[0].Lines) != 1 {
		t.Errorf("next document: got %s, %d pages", doc.State, doc.PageCount)
	}
}

func FuzzOpenPDF(f *testing.F) {
	f.Add(letter(f, 2))
	f.Add(letter(f, 1)[:700])
	f.Add(onePage("/OpenAction<</S/JavaScript/JS(1)>>", "/Rotate 90/Contents 5 0 R", "<</Length 24>>\nstream\nBT/F 9 Tf(Facture)Tj ET\n\nendstream"))
	f.Add(emptyTree())
	f.Add([]byte("trailer<</Root 1 0 R>>1 0 obj<</Pages 2 0 R>>endobj"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, want := range wants {
			doc := open(t, data, want)
			switch {
			case doc.State == "":
				t.Fatal("no state")
			case (doc.State == OverLimit) != (doc.Limit != ""):
				t.Fatalf("state %s with limit %q", doc.State, doc.Limit)
			case doc.State == OverLimit && doc.Limit == TimeLimit:
				t.Fatalf("%d bytes took all the time", len(data))
			case len(doc.Pages) > max(doc.PageCount, 0) || len(doc.Pages) > DefaultLimits().Pages:
				t.Fatalf("%d pages described of %d", len(doc.Pages), doc.PageCount)
			case doc.State == Opened && doc.PageCount < 1:
				t.Fatal("opened without a page")
			}
		}
	})
}

func BenchmarkOpenPDF(b *testing.B) {
	data := bill(b)
	b.Run("cold engine", func(b *testing.B) {
		for b.Loop() {
			e := newPDFEngine("", DefaultLimits())
			e.openPDF(context.Background(), data, Want{Text: true}, DefaultLimits())
			e.close()
		}
	})
	b.Run("warm engine", func(b *testing.B) {
		for b.Loop() {
			e := newPDFEngine(CacheDir(), DefaultLimits())
			e.openPDF(context.Background(), data, Want{Text: true}, DefaultLimits())
			e.close()
		}
	})
	for how, want := range wants {
		b.Run(how, func(b *testing.B) {
			open(b, data, want)
			for b.Loop() {
				open(b, data, want)
			}
		})
	}
}
