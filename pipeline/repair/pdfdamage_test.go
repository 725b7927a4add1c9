package repair

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	dossiers "github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators/reader"
)

// pages is a PDF whose pages say their number.
func pages(t testing.TB, n int) []byte {
	t.Helper()
	pdf := dossiers.NewPDF(210, 297)
	pdf.SetFont("Helvetica", "", 14)
	for i := range n {
		pdf.AddPage()
		pdf.Text(20, 40+10*float64(i), "Page "+string(rune('A'+i)))
	}
	data, err := dossiers.PDFBytes(pdf)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// said returns the text of each page.
func said(t testing.TB, w *Workshop, data []byte) []string {
	t.Helper()
	doc, err := w.Reader.Read(context.Background(), reader.NewSource(data), reader.Want{Text: true})
	if err != nil || doc.State != reader.Opened {
		t.Fatalf("%s, %v", doc.State, err)
	}
	var texts []string
	for _, page := range doc.Pages {
		text := ""
		for _, line := range page.Lines {
			text += line.Text
		}
		texts = append(texts, text)
	}
	return texts
}

// What a strict reader refuses comes out mended: every page, in order, and a
// second repair finds nothing.
func TestDamagedPDFs(t *testing.T) {
	whole := pages(t, 3)
	at := bytes.LastIndex(whole, []byte("startxref"))
	for _, tt := range []struct {
		name string
		data []byte
		want []ChangeCode
	}{
		{"sound", whole, nil},
		{"no table where the file says", append(slices.Clone(whole[:at]), "startxref\n0\n%%EOF\n"...), []ChangeCode{Mended}},
		{"cut at its end", whole[:at], []ChangeCode{Mended}},
		{"zeros behind it", append(slices.Clone(whole), make([]byte, 2000)...), []ChangeCode{Mended}},
		{"an answer's head before it", append([]byte("HTTP/1.1 200 OK\r\n\r\n"), whole...), []ChangeCode{Mended}},
		{"more pages are counted than there are", bytes.ReplaceAll(whole, []byte("/Count 3"), []byte("/Count 9")), []ChangeCode{Mended}},
		{"fewer are counted", bytes.ReplaceAll(whole, []byte("/Count 3"), []byte("/Count 1")), []ChangeCode{Mended}},
		{"objects that do not end", bytes.ReplaceAll(whole, []byte("\nendobj"), []byte("\n      ")), []ChangeCode{Mended}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := workshop(t)
			got, err := repairedPDF(t, w, tt.data, Options{})
			if err != nil || !slices.Equal(codes(got), tt.want) {
				t.Fatalf("changes %v, %v, want %v", codes(got), err, tt.want)
			}
			if texts := said(t, w, got.Data); strings.Join(texts, ",") != "Page A,Page B,Page C" {
				t.Errorf("pages %q", texts)
			}
			again, err := repairedPDF(t, w, got.Data, Options{})
			if err != nil || !bytes.Equal(again.Data, got.Data) {
				t.Errorf("a second repair: %v, %v", codes(again), err)
			}
		})
	}
}

// A page that is damaged within its drawing stays in its place, with what can
// still be read of it, and is named; one whose file is sound is not.
func TestTornPage(t *testing.T) {
	whole := pages(t, 3)
	at := 0
	for range 2 { // the drawing of the second page
		at += bytes.Index(whole[at:], []byte("/FlateDecode")) + 1
	}
	at += bytes.Index(whole[at:], []byte("stream\n")) + len("stream\n")
	torn := slices.Clone(whole)
	for i := range 8 {
		torn[at+2+i] = 0xff
	}
	w := workshop(t)
	got, err := repairedPDF(t, w, torn, Options{})
	if err != nil || len(got.Changes) != 1 || got.Changes[0].Code != Mended || got.Changes[0].Page != 2 {
		t.Fatalf("%+v, %v", got.Changes, err)
	}
	if texts := said(t, w, got.Data); strings.Join(texts, ",") != "Page A,,Page C" {
		t.Errorf("pages %q", texts)
	}
	again, err := repairedPDF(t, w, got.Data, Options{})
	if err != nil || !bytes.Equal(again.Data, got.Data) {
		t.Errorf("a second repair: %v, %v", codes(again), err)
	}
}

// early is a PDF of five pages whose list, in a stream of objects, comes first;
// its font comes first as well, or last.
func early(t testing.TB, fontLast bool) []byte {
	t.Helper()
	const count = 5
	numbers, objects := []int{2, 3}, []string{"<</Type/Catalog/Pages 3 0 R>>", fmt.Sprintf("<</Type/Pages/Kids[10 0 R 11 0 R 12 0 R 13 0 R 14 0 R]/Count %d>>", count)}
	const font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
	if !fontLast {
		numbers, objects = append(numbers, 4), append(objects, font)
	}
	for i := range count {
		numbers = append(numbers, 10+i)
		objects = append(objects, fmt.Sprintf("<</Type/Page/Parent 3 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents %d 0 R>>", 50+i))
	}
	head, body := "", ""
	for i, object := range objects {
		head += fmt.Sprintf("%d %d ", numbers[i], len(body))
		body += object + "\n"
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d>>\nstream\n%s\nendstream\nendobj\n", len(objects), len(head), len(head+body), head+body)
	for i := range count {
		content := fmt.Sprintf("BT /F1 14 Tf 60 700 Td (Page %c) Tj ET\n%%%s\n", 'A'+i, strings.Repeat("x", 500))
		fmt.Fprintf(&out, "%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", 50+i, len(content), content)
	}
	if fontLast {
		fmt.Fprintf(&out, "4 0 obj\n%s\nendobj\n", font)
	}
	return append(out.Bytes(), "startxref\n0\n%%EOF\n"...)
}

// Of a PDF that no reader opens, the pages that are whole come out, and what is
// said tells of the others.
func TestSalvagedPDFs(t *testing.T) {
	rootless := func(data []byte) []byte { return bytes.ReplaceAll(data, []byte("/Root"), []byte("/Roof")) }
	cut := func(data []byte) []byte { return data[:len(data)*55/100] }
	written, err := workshop(t).Reader.Rewrite(context.Background(), pages(t, 3), reader.Rewrite{Do: reader.Clean})
	if err != nil {
		t.Fatal(err)
	}
	scan := dossiers.ScannedPDF(noisy(600, 850, 1), noisy(600, 850, 2), noisy(600, 850, 3), noisy(600, 850, 4), noisy(600, 850, 5))
	const lost = "PDF abîmé\u00a0: 2\u00a0pages entières sur\u00a05 ont été gardées\u00a0; le reste est perdu."
	for _, tt := range []struct {
		name  string
		data  []byte
		pages string // their text; "" where nothing can be saved
		said  string
	}{
		{"the trailer has no root", rootless(pages(t, 3)), "Page A,Page B,Page C", mendedMessage},
		{"nor has the stream that is the table", rootless(written.Data), "Page A,Page B,Page C", mendedMessage},
		{"a scan cut short", cut(scan), ",", lost},
		{"objects in a stream, cut short", cut(early(t, false)), "Page A,Page B", lost},
		{"cut before what all pages need", cut(pages(t, 3)), "", ""},
		{"cut before the list of its objects", cut(written.Data), "", ""},
		{"cut before its font", cut(early(t, true)), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := workshop(t)
			got, err := repairedPDF(t, w, tt.data, Options{})
			if tt.said == "" {
				if len(got.Changes) > 0 || err == nil && !bytes.Equal(got.Data, tt.data) {
					t.Errorf("changes %v", got.Changes)
				}
				return
			}
			if err != nil || len(got.Changes) != 1 || got.Changes[0].Message != tt.said {
				t.Fatalf("%v, %v", got.Changes, err)
			}
			if texts := strings.Join(said(t, w, got.Data), ","); texts != tt.pages {
				t.Errorf("pages %q", texts)
			}
			again, err := repairedPDF(t, w, got.Data, Options{})
			if err != nil || !bytes.Equal(again.Data, got.Data) {
				t.Errorf("a second repair: %v, %v", codes(again), err)
			}
		})
	}
}

// lying is what is read of a PDF whose second page lies on its side.
func lying(confidence float64) reader.Document {
	words := make([]reader.Word, 20)
	for i := range words {
		words[i].Confidence = confidence
	}
	return reader.Document{
		MIME: reader.PDF, State: reader.Opened, PageCount: 2,
		Pages: []reader.Page{{}, {Turn: 90, FromOCR: true, Lines: []reader.Line{{Words: words}}}},
	}
}

func TestSidewaysPagesAreTurned(t *testing.T) {
	scan := noisy(600, 850, 5)
	data := dossiers.ScannedPDF(scan, noisy(600, 850, 6))
	w := workshop(t)
	sizes := func(data []byte) (sizes []bool) {
		doc, err := w.Reader.Read(context.Background(), reader.NewSource(data), reader.Want{Text: true})
		if err != nil || len(doc.Pages) != 2 {
			t.Fatalf("%d pages, %v", len(doc.Pages), err)
		}
		for _, page := range doc.Pages {
			sizes = append(sizes, page.Width > page.Height)
		}
		return sizes
	}
	got, err := w.PDF(context.Background(), data, lying(90), Options{})
	if err != nil || !slices.Equal(codes(got), []ChangeCode{Turned}) || got.Changes[0].Page != 2 {
		t.Fatalf("%v, %v", got.Changes, err)
	}
	if wide := sizes(got.Data); !slices.Equal(wide, []bool{false, true}) {
		t.Errorf("pages wider than high: %v", wide)
	}
	if !bytes.Contains(got.Data, scan.JPEG[len(scan.JPEG)/2:]) {
		t.Error("the pictures were packed anew")
	}
	unsure, err := w.PDF(context.Background(), data, lying(30), Options{})
	if err != nil || !bytes.Equal(unsure.Data, data) {
		t.Errorf("turned by words that make no sense: %v, %v", codes(unsure), err)
	}
}
