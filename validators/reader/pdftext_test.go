package reader

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/jung-kurt/gofpdf"
)

// bill is an electricity bill in two columns, with a table, in the measures of
// real ones.
func bill(t testing.TB) []byte {
	t.Helper()
	pdf := gofpdf.New("P", "pt", "A4", "")
	tr := pdf.UnicodeTranslatorFromDescriptor("")
	pdf.AddPage()
	say := func(x, y, size float64, s string) {
		pdf.SetFont("Helvetica", "", size)
		pdf.Text(x, y, tr(s))
	}
	say(40, 60, 16, "Électricité de Loire")
	say(330, 60, 11, "Mme Anne-Laure LEFÈVRE")
	say(40, 76, 8, "Service clients")
	say(330, 75, 11, "12 bis rue du Faubourg")
	say(330, 90, 11, "28000 CHARTRES")
	say(40, 150, 9, "Facture du")
	say(92, 150, 9, "12 septembre 2026")
	say(330, 150, 9, "Référence client 1234 5678")
	say(40, 163, 9, "À payer avant le 3 octobre 2026")
	for i := range 40 {
		y := 200 + float64(i)*12
		say(40, y, 8, fmt.Sprintf("Consommation du mois n° %d, heures creuses", i+1))
		say(330, y, 8, "123,45")
		say(480, y, 8, "67,89 €")
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func texts(lines []Line) []string {
	var all []string
	for _, l := range lines {
		all = append(all, l.Text)
	}
	return all
}

func TestBillReadsInLines(t *testing.T) {
	doc := open(t, bill(t), Want{Text: true})
	if len(doc.Pages) != 1 {
		t.Fatalf("%s: %s", doc.State, doc.Detail)
	}
	lines := doc.Pages[0].Lines
	want := []string{
		"Électricité de Loire", "Mme Anne-Laure LEFÈVRE", "Service clients", "12 bis rue du Faubourg", "28000 CHARTRES",
		"Facture du 12 septembre 2026", "Référence client 1234 5678", "À payer avant le 3 octobre 2026",
		"Consommation du mois n° 1, heures creuses", "123,45", "67,89 €",
	}
	if got := texts(lines); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
		t.Fatalf("got %q", got)
	}
	// The two at 75 and 76 points share a row: the left one comes first.
	// The date is drawn from x = 40 with its baseline at 150, in 9 points.
	b := lines[5].Box
	if math.Abs(b.X0-40) > 1 || b.Y0 > 144 || b.Y0 < 139 || b.Y1 < 150 || b.Y1 > 154 {
		t.Errorf("box of the date is %+v", b)
	}
}

func TestNoTextUnlessWanted(t *testing.T) {
	if doc := open(t, bill(t), Want{}); doc.Pages[0].Lines != nil {
		t.Errorf("got %q", texts(doc.Pages[0].Lines))
	}
}

// "Facture" is drawn from (20, 30) of user space in 10 points: it is about 34
// long, stands 7 above its baseline and 2 below.
func TestTextWhereItIsSeen(t *testing.T) {
	const content = "BT/F 10 Tf 20 30 Td(Facture)Tj ET"
	tests := map[string]struct {
		page string
		want Box
	}{
		"upright":          {"", Box{20, 61, 54, 72}},
		"turned page":      {"/Rotate 90", Box{28, 20, 39, 54}},
		"upside down page": {"/Rotate 180", Box{146, 28, 180, 39}},
		"page turned back": {"/Rotate 270", Box{61, 146, 72, 180}},
		"cropped page":     {"/CropBox[10 20 200 100]", Box{10, 61, 44, 72}},
		"turned, cropped":  {"/Rotate 90/CropBox[10 20 200 100]", Box{8, 10, 19, 44}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			doc := open(t, onePage("", tt.page+"/Contents 5 0 R", stream(content)), Want{Text: true})
			if len(doc.Pages) != 1 || len(doc.Pages[0].Lines) != 1 {
				t.Fatalf("got %+v", doc)
			}
			line := doc.Pages[0].Lines[0]
			if line.Text != "Facture" || !near(line.Box, tt.want, 3) {
				t.Errorf("got %q at %+v, want %+v", line.Text, line.Box, tt.want)
			}
		})
	}
}

func near(a, b Box, tolerance float64) bool {
	return math.Abs(a.X0-b.X0) <= tolerance && math.Abs(a.Y0-b.Y0) <= tolerance &&
		math.Abs(a.X1-b.X1) <= tolerance && math.Abs(a.Y1-b.Y1) <= tolerance
}

// stream is the body of a stream object.
func stream(content string) string {
	return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content)
}

func TestTextInAnyDirection(t *testing.T) {
	tests := map[string]struct {
		content string
		want    []string
	}{
		"invisible, as OCR writes it":    {"BT 3 Tr/F 10 Tf 20 30 Td(Facture du 3 mai)Tj ET", []string{"Facture du 3 mai"}},
		"drawn out of order":             {"BT/F 10 Tf 20 30 Td(fin)Tj 0 20 Td(milieu)Tj 0 20 Td(haut)Tj ET", []string{"haut", "milieu", "fin"}},
		"upwards in the margin":          {"BT/F 10 Tf 0 1 -1 0 12 10 Tm(marge basse)Tj ET BT/F 10 Tf 40 30 Td(corps)Tj ET", []string{"corps", "marge basse"}},
		"two lines downwards":            {"BT/F 10 Tf 0 -1 1 0 60 90 Tm(premier mot)Tj ET BT/F 10 Tf 0 -1 1 0 40 90 Tm(second mot)Tj ET", []string{"premier mot", "second mot"}},
		"upside down":                    {"BT/F 10 Tf -1 0 0 -1 150 50 Tm(tout en bas)Tj ET BT/F 10 Tf -1 0 0 -1 150 30 Tm(puis ici)Tj ET", []string{"puis ici", "tout en bas"}},
		"outside of the page":            {"BT/F 10 Tf 20 30 Td(dedans)Tj 500 0 Td(dehors)Tj ET", []string{"dedans"}},
		"bold drawn twice":               {"BT/F 10 Tf 20 30 Td(Total)Tj ET BT/F 10 Tf 20.3 30 Td(Total)Tj ET", []string{"Total"}},
		"one word in two goes":           {"BT/F 10 Tf 20 60 Td(fact)Tj ET BT/F 10 Tf 99 9 Td(a)Tj ET BT/F 10 Tf 37.23 60 Td(ure)Tj ET", []string{"facture", "a"}},
		"value a little under its label": {"BT/F 10 Tf 20 60 Td(Total)Tj ET BT/F 10 Tf 50 59 Td(12,50)Tj ET", []string{"Total 12,50"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			doc := open(t, onePage("", "/Contents 5 0 R", stream(tt.content)), Want{Text: true})
			if got := texts(doc.Pages[0].Lines); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTypedFieldIsText(t *testing.T) {
	const appearance = "BT/F 10 Tf 2 5 Td(Fait le 3 mai 2026)Tj ET"
	field := "<</Type/Annot/Subtype/Widget/FT/Tx/T(date)/V(Fait le 3 mai 2026)/F 4/Rect[20 30 150 50]/P 3 0 R/AP<</N 6 0 R>>>>"
	form := fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 130 20]/Resources<</Font<</F 4 0 R>>>>/Length %d>>\nstream\n%s\nendstream", len(appearance), appearance)
	doc := open(t, onePage("/AcroForm<</Fields[5 0 R]>>", "/Annots[5 0 R]", field, form), Want{Text: true})
	if got := texts(doc.Pages[0].Lines); !slices.Equal(got, []string{"Fait le 3 mai 2026"}) {
		t.Fatalf("got %q", got)
	}
	if b := doc.Pages[0].Lines[0].Box; !near(b, Box{22, 56, 102, 68}, 4) {
		t.Errorf("at %+v", b)
	}
}

func TestTextIsBounded(t *testing.T) {
	pdf := gofpdf.New("P", "pt", "A4", "")
	for i := range textPages + 1 {
		pdf.AddPage()
		pdf.SetFont("Helvetica", "", 10)
		pdf.Text(40, 40, fmt.Sprintf("Page %d", i+1))
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	pages := open(t, b.Bytes(), Want{Text: true}).Pages
	if len(pages) != textPages+1 {
		t.Fatalf("%d pages", len(pages))
	}
	if len(pages[textPages-1].Lines) != 1 || pages[textPages].Lines != nil {
		t.Errorf("last page read: %q, the one after: %q", texts(pages[textPages-1].Lines), texts(pages[textPages].Lines))
	}
}

func TestArrange(t *testing.T) {
	// Words of height 10 on the given baselines.
	at := func(text string, from, to, baseline float64) word {
		return word{text: text, from: from, to: to, baseline: baseline, height: 10, box: Box{from, baseline - 8, to, baseline + 2}}
	}
	tests := map[string]struct {
		words []word
		want  []string
	}{
		"a gap of two heights joins":        {[]word{at("a", 0, 10, 50), at("b", 30, 40, 50)}, []string{"a b"}},
		"a wider gap parts":                 {[]word{at("a", 0, 10, 50), at("b", 30.1, 40, 50)}, []string{"a", "b"}},
		"baselines within the tolerance":    {[]word{at("a", 0, 10, 50), at("b", 12, 20, 53.5)}, []string{"a b"}},
		"baselines past the tolerance":      {[]word{at("a", 0, 10, 50), at("b", 12, 20, 53.6)}, []string{"a", "b"}},
		"touching pieces make a word":       {[]word{at("a", 0, 10, 50), at("b", 10.9, 20, 50)}, []string{"ab"}},
		"a thin space parts words":          {[]word{at("a", 0, 10, 50), at("b", 11, 20, 50)}, []string{"a b"}},
		"left to right, whatever the order": {[]word{at("b", 12, 20, 50), at("a", 0, 10, 50)}, []string{"a b"}},
		"none":                              {nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := texts(arrange(tt.words)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCleaned(t *testing.T) {
	tests := map[string]struct {
		run  []rune
		want string
	}{
		"ligatures":             {[]rune("oﬃciel ﬁn"), "officiel fin"},
		"accent apart":          {[]rune{'e', 0x301}, "é"},
		"soft hyphen":           {[]rune{'a', 0xAD, 'b'}, "ab"},
		"hyphen of a line end":  {[]rune{'a', 2}, "a-"},
		"without shape":         {[]rune{0xFEFF, 'a', 0x200B, 0, 7}, "a"},
		"a pair of surrogates":  {[]rune{0xD83D, 0xDE00}, "😀"},
		"a surrogate by itself": {[]rune{0xD83D, 'a'}, "a"},
		"nothing left":          {[]rune{0, 0x200D}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := cleaned(tt.run); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNoBreakSpaceSeparates(t *testing.T) {
	for _, r := range " \u00A0\u202F\t\n\r\u3000" {
		if !separates(r) {
			t.Errorf("%U does not", r)
		}
	}
	for _, r := range "a-\u00AD€" {
		if separates(r) {
			t.Errorf("%U does", r)
		}
	}
}

func TestTextOverAScanIsThatOfOCR(t *testing.T) {
	// A picture of so many points a side on a page of 200 × 100, and a word.
	page := func(width, height int) []byte {
		content := fmt.Sprintf("q %d 0 0 %d 0 0 cm /I Do Q BT /F 12 Tf 3 Tr 20 50 Td (Facture) Tj ET", width, height)
		picture := "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\nstream\n\xff\nendstream"
		return onePage("", "/Contents 5 0 R/Resources<</XObject<</I 6 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>", stream(content), picture)
	}
	for name, c := range map[string]struct {
		width, height int
		want          bool
	}{
		"a scan":             {200, 100, true},
		"just a scan":        {140, 100, true},
		"a large photograph": {139, 100, false},
		"a logo":             {30, 30, false},
	} {
		doc := open(t, page(c.width, c.height), Want{Text: true})
		if doc.State != Opened || len(doc.Pages[0].Lines) != 1 || doc.Pages[0].FromOCR != c.want {
			t.Errorf("%s: %s %s, %+v", name, doc.State, doc.Detail, doc.Pages)
		}
	}
}

// A page lies as nearly all of its text does: "Facture" stands where it would on
// the page turned upright, and the text beside an edge turns nothing.
func TestPagesThatLie(t *testing.T) {
	var body, margin strings.Builder
	for i := range 8 {
		fmt.Fprintf(&body, "BT/F 8 Tf 20 %d Td(Facture du mois)Tj ET ", 10+i*10)
		fmt.Fprintf(&margin, "BT/F 8 Tf 0 1 -1 0 %d 10 Tm(Facture du mois)Tj ET ", 20+i*20)
	}
	tests := map[string]struct {
		page, content string
		turn          int
		wide          bool // as it stands upright
	}{
		"upright":               {"", body.String(), 0, true},
		"turned page":           {"/Rotate 90", body.String(), 270, true},
		"upside down page":      {"/Rotate 180", body.String(), 180, true},
		"page turned back":      {"/Rotate 270", body.String(), 90, true},
		"turned text":           {"", margin.String(), 90, false},
		"turned both ways":      {"/Rotate 90", margin.String(), 0, false},
		"half of the text":      {"", body.String() + margin.String(), 0, true},
		"a line along an edge":  {"", margin.String() + "BT/F 2 Tf 20 90 Td(bas)Tj ET BT/F 2 Tf 20 80 Td(et)Tj ET", 90, false},
		"a title on three rows": {"", margin.String() + "BT/F 2 Tf 20 90 Td(un)Tj ET BT/F 2 Tf 20 80 Td(deux)Tj ET BT/F 2 Tf 20 70 Td(trois)Tj ET", 0, true},
		"a large title":         {"", margin.String() + "BT/F 14 Tf 20 80 Td(Facture)Tj ET", 0, true},
		"too few words to tell": {"/Rotate 90", "BT/F 8 Tf 20 20 Td(Facture du mois)Tj ET", 0, false},
	}
	for name, tt := range tests {
		doc := open(t, onePage("", tt.page+"/Contents 5 0 R", stream(tt.content)), Want{Text: true})
		page := doc.Pages[0]
		ground := page.Ground()
		if page.Turn != tt.turn || (ground.Width > ground.Height) != tt.wide {
			t.Errorf("%s: turn %d on %v", name, page.Turn, ground)
		}
		if tt.turn == 0 {
			continue
		}
		upright := open(t, onePage("", "/Contents 5 0 R", stream(body.String())), Want{Text: true}).Pages[0]
		if tt.wide && (len(page.Lines) != len(upright.Lines) || !near(page.Lines[0].Box, upright.Lines[0].Box, 1)) {
			t.Errorf("%s: %d lines, the first at %+v", name, len(page.Lines), page.Lines[0].Box)
		}
	}
}

// A scan has the resolution of the finest of its layers.
func TestResolutionOfAScan(t *testing.T) {
	picture := func(w *pdfWriter, width, height int) {
		w.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8", width, height), make([]byte, width*height))
	}
	for name, tt := range map[string]struct {
		content string
		want    float64
	}{
		"one picture":        {"q 200 0 0 100 0 0 cm/A Do Q", 72},
		"print over ground":  {"q 200 0 0 100 0 0 cm/A Do Q q 100 0 0 50 50 20 cm/B Do Q", 288},
		"a logo over ground": {"q 200 0 0 100 0 0 cm/A Do Q q 20 0 0 10 50 20 cm/B Do Q", 72},
		"a picture in text":  {"q 100 0 0 50 50 20 cm/B Do Q", 0},
		"no picture":         {"", 0},
	} {
		var w pdfWriter
		w.object("<</Type/Catalog/Pages 2 0 R>>")
		w.object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
		w.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</XObject<</A 5 0 R/B 6 0 R>>>>>>")
		w.stream("", []byte(tt.content))
		picture(&w, 200, 100)
		picture(&w, 400, 200)
		err := testPDFEngine().with(t.Context(), w.finish("/Root 1 0 R"), func(d pdfiumDocument) error {
			if got := d.scanDPI(0); math.Abs(got-tt.want) > 0.5 {
				t.Errorf("%s: %.1f dpi, want %.0f", name, got, tt.want)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A page leans as its words do, beside the quarter turns.
func TestPagesThatLean(t *testing.T) {
	const sin3, cos3 = 0.052336, 0.998630
	for name, tt := range map[string]struct {
		matrix string
		want   float64
	}{
		"level":                 {"1 0 0 1", 0},
		"clockwise":             {fmt.Sprintf("%f %f %f %f", cos3, -sin3, sin3, cos3), 3},
		"anticlockwise":         {fmt.Sprintf("%f %f %f %f", cos3, sin3, -sin3, cos3), -3},
		"upwards and clockwise": {fmt.Sprintf("%f %f %f %f", sin3, cos3, -cos3, sin3), 3},
	} {
		page := open(t, onePage("", "/Contents 5 0 R", stream("BT/F 10 Tf "+tt.matrix+" 60 40 Tm(Facture)Tj ET")), Want{Text: true}).Pages[0]
		if math.Abs(page.Skew-tt.want) > 0.2 {
			t.Errorf("%s: leans by %.2f", name, page.Skew)
		}
	}
}
