package repair

import (
	"bytes"
	"context"
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
