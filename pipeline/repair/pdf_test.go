package repair

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	dossiers "github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators/reader"
)

func repairedPDF(t testing.TB, w *Workshop, data []byte, opts Options) (File, error) {
	t.Helper()
	doc, err := w.Reader.Read(context.Background(), reader.NewSource(data), reader.Want{})
	if err != nil {
		t.Fatal(err)
	}
	return w.PDF(context.Background(), data, doc, opts)
}

// noisy is a page in colour that packs badly, as a scan of recycled paper.
func noisy(width, height int, seed uint64) dossiers.Scan {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	random := rand.New(rand.NewPCG(seed, 1))
	for i := 0; i < len(img.Pix); i += 4 {
		n := uint8(random.IntN(60))
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = 180+n, 190+n/2, 150+n, 255
	}
	for x := range width { // something to recognise
		img.Set(x, height/2, color.Black)
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 95})
	return dossiers.Scan{JPEG: b.Bytes(), Width: width, Height: height, DPI: float64(width) / 8.27}
}

func letter(t testing.TB, change func(set func(author string))) []byte {
	t.Helper()
	pdf := dossiers.NewPDF(210, 297)
	pdf.AddPage()
	pdf.SetFont("Helvetica", "", 14)
	pdf.Text(20, 40, "Facture du 12 septembre 2026")
	if change != nil {
		change(func(author string) { pdf.SetAuthor(author, true) })
	}
	data, err := dossiers.PDFBytes(pdf)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func locked(t testing.TB, data []byte, user, owner string) []byte {
	t.Helper()
	api.DisableConfigDir()
	conf := model.NewAESConfiguration(user, owner, 256)
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(data), &out, conf); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func codes(f File) (list []ChangeCode) {
	for _, c := range f.Changes {
		list = append(list, c.Code)
	}
	return list
}

func TestPDF(t *testing.T) {
	scan := dossiers.ScannedPDF(noisy(1200, 1700, 1), noisy(1200, 1700, 2))
	plain := letter(t, nil)
	for _, tt := range []struct {
		name string
		data []byte
		opts Options
		want []ChangeCode
		err  error
	}{
		{"needs nothing", plain, Options{}, nil, nil},
		{"names its author", letter(t, func(set func(string)) { set("Natacha Specimen") }), Options{}, []ChangeCode{Uncoded}, nil},
		{"owner password only", locked(t, plain, "", "secret"), Options{}, []ChangeCode{Unlocked}, nil},
		{"password", locked(t, plain, "clef", "secret"), Options{}, nil, ErrPassword},
		{"wrong password", locked(t, plain, "clef", "secret"), Options{Password: "autre"}, nil, ErrPassword},
		{"right password", locked(t, plain, "clef", "secret"), Options{Password: "clef"}, []ChangeCode{Unlocked}, nil},
		{"too heavy", scan, Options{MaxBytes: int64(len(scan)) / 2}, []ChangeCode{Recompressed}, nil},
		{"much too heavy", scan, Options{MaxBytes: 3000}, nil, ErrTooHeavy},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := workshop(t)
			got, err := repairedPDF(t, w, tt.data, tt.opts)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err != nil {
				return
			}
			if list := codes(got); len(list) != len(tt.want) || len(list) > 0 && list[0] != tt.want[0] {
				t.Errorf("changes %v, want %v", list, tt.want)
			}
			if len(tt.want) == 0 && !bytes.Equal(got.Data, tt.data) {
				t.Error("the bytes changed")
			}
			if heavy(got, tt.opts) {
				t.Errorf("%d bytes", len(got.Data))
			}
			again, err := repairedPDF(t, w, got.Data, Options{MaxBytes: tt.opts.MaxBytes})
			if err != nil || len(again.Changes) > 0 || !bytes.Equal(again.Data, got.Data) {
				t.Errorf("a second repair: %v, %v", codes(again), err)
			}
		})
	}
}

func TestBindKeepsTextAndOrder(t *testing.T) {
	w := workshop(t)
	scan := noisy(600, 850, 3)
	sheet := &Sheet{JPEG: scan.JPEG, MIME: reader.JPEG, Width: 600, Height: 850}
	parts := []Part{{Sheet: sheet}, {PDF: letter(t, nil)}, {PDF: dossiers.ScannedPDF(scan, scan), Pages: []int{2}}}
	first, err := w.Bind(context.Background(), parts, Options{})
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.Bind(context.Background(), parts, Options{})
	if err != nil || !bytes.Equal(first.Data, second.Data) {
		t.Errorf("not the same bytes twice: %v", err)
	}
	doc, err := w.Reader.Read(context.Background(), reader.NewSource(first.Data), reader.Want{Text: true})
	if err != nil || doc.State != reader.Opened || doc.PageCount != 3 {
		t.Fatalf("%s, %d pages, %v", doc.State, doc.PageCount, err)
	}
	if lines := doc.Pages[1].Lines; len(lines) != 1 || lines[0].Text != "Facture du 12 septembre 2026" {
		t.Errorf("text of the second page: %v", lines)
	}
	if !bytes.Contains(first.Data, scan.JPEG[len(scan.JPEG)/2:]) {
		t.Error("the picture was packed anew")
	}
}

func TestBlankPages(t *testing.T) {
	pdf := dossiers.NewPDF(210, 297)
	pdf.SetFont("Helvetica", "", 14)
	for _, text := range []string{"", "Recto", ""} {
		pdf.AddPage()
		pdf.Text(20, 40, text)
	}
	data, err := dossiers.PDFBytes(pdf)
	if err != nil {
		t.Fatal(err)
	}
	got, err := workshop(t).BlankPages(context.Background(), data)
	if err != nil || len(got) != 2 || got[0] != 1 || got[1] != 3 {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestBlankScans: the back of a sheet has the tone of its paper; what has a word
// on it stays.
func TestBlankScans(t *testing.T) {
	scan := func(words bool) dossiers.Scan {
		img := image.NewGray(image.Rect(0, 0, 1240, 1754))
		for i := range img.Pix {
			img.Pix[i] = uint8(233 + i*7919%11) // paper and its grain
		}
		if words {
			for x := 200; x < 280; x += 8 { // strokes of letters
				draw.Draw(img, image.Rect(x, 1500, x+2, 1512), image.Black, image.Point{}, draw.Src)
			}
		}
		return dossiers.Scan{JPEG: asJPEG(t, img), Width: 1240, Height: 1754, DPI: 150, Grey: true}
	}
	got, err := workshop(t).BlankPages(t.Context(), dossiers.ScannedPDF(scan(true), scan(false), scan(true), scan(false)))
	if err != nil || !slices.Equal(got, []int{2, 4}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestTwoOnOne(t *testing.T) {
	w := workshop(t)
	scan := noisy(1011, 638, 4)
	side := Sheet{JPEG: scan.JPEG, MIME: reader.JPEG, Width: 1011, Height: 638, DPI: 300}
	got, err := w.TwoOnOne(context.Background(), side, side)
	if err != nil || got.Pages != 1 {
		t.Fatalf("%d pages, %v", got.Pages, err)
	}
	if p := side.natural(0, 0, a4Short, a4Long/2); p.Width < 242 || p.Width > 243 {
		t.Errorf("a card is %.1f points wide", p.Width)
	}
}

// TestSheetsOfScans: a scan comes out pixel for pixel, so that nothing of its
// small print is lost; a page of text as a scan of an office.
func TestSheetsOfScans(t *testing.T) {
	scan := noisy(850, 1200, 6)
	scan.DPI = 200
	data := dossiers.ScannedPDF(scan, scan)
	for name, c := range map[string]struct {
		data []byte
		want float64
	}{"a scan": {data, 200}, "text": {letter(t, nil), sideDPI}} {
		sheets, err := workshop(t).Sheets(t.Context(), c.data, 1)
		if err != nil || len(sheets) != 1 || sheets[0].DPI != c.want {
			t.Errorf("%s: %d sheets, %v", name, len(sheets), err)
			continue
		}
		if name == "a scan" && (sheets[0].Width != 850 || sheets[0].Height != 1200) {
			t.Errorf("%d × %d pixels", sheets[0].Width, sheets[0].Height)
		}
	}
}

func BenchmarkLighten(b *testing.B) {
	var pages []dossiers.Scan
	for n := range 10 {
		pages = append(pages, noisy(1654, 2339, uint64(n)))
	}
	data := dossiers.ScannedPDF(pages...)
	w := workshop(b)
	for b.Loop() {
		got, err := repairedPDF(b, w, data, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(data))/1e6, "MB-in")
		b.ReportMetric(float64(len(got.Data))/1e6, "MB-out")
	}
}

// White beside a sheet would be taken for part of the page.
func TestPagesHaveTheShapeOfTheirSheet(t *testing.T) {
	for name, c := range map[string]struct {
		sheet         Sheet
		width, height float64
		margin        float64
	}{
		"photo of a phone":          {Sheet{Width: 1944, Height: 2592}, 595.28, 793.7, 0},
		"photo of a phone on side":  {Sheet{Width: 2592, Height: 1944}, 793.7, 595.28, 0},
		"scan of A4":                {Sheet{Width: 1654, Height: 2339, DPI: 200}, 595.28, 841.8, 0},
		"screen of a phone":         {Sheet{Width: 1170, Height: 2532}, 389, 841.89, 0},
		"card, which keeps its own": {Sheet{Width: 1011, Height: 638, DPI: 300}, 242.6 + 2*cardMargin, 153.1 + 2*cardMargin, cardMargin},
	} {
		page := bindPart(Part{Sheet: &c.sheet}, Options{})
		picture := page.Pictures[0]
		near := func(a, b float64) bool { return math.Abs(a-b) < 0.2 }
		if !near(page.Width, c.width) || !near(page.Height, c.height) || !near(picture.X, c.margin) || !near(picture.Y, c.margin) {
			t.Errorf("%s: %.1f × %.1f points, the picture at %.1f, %.1f", name, page.Width, page.Height, picture.X, picture.Y)
		}
	}
}
