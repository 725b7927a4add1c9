package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/disintegration/imaging"
	"github.com/makiuchi-d/gozxing"
	gozxingdm "github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/datamatrix/encoder"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// scripted is an engine that answers from a table and notes what it was asked.
type scripted struct {
	text map[ocr.Mode]ocr.Text
	err  error

	mu    sync.Mutex
	asked []ocr.Mode
}

func (s *scripted) Read(ctx context.Context, page image.Image, mode ocr.Mode) (ocr.Text, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, mode)
	return s.text[mode], s.err
}
func (s *scripted) Name() string               { return "scripted" }
func (s *scripted) Limitation() ocr.Limitation { return ocr.Unlimited }
func (s *scripted) modes() string              { return strings.Trim(fmt.Sprint(s.asked), "[]") }
func readWith(r *Reader, data []byte, want Want) Document {
	doc, err := r.Read(context.Background(), NewSource(data), want)
	if err != nil {
		panic(err)
	}
	return doc
}

func written(lines ...string) ocr.Text {
	t := ocr.Text{Width: 2000, Height: 3000, Confidence: 90}
	for i, text := range lines {
		y := float64(100 * (i + 1))
		line := ocr.Line{Text: text, Level: ocr.Box{X0: 200, Y0: y, X1: 1000, Y1: y + 50}, Box: ocr.Box{X0: 100, Y0: y / 2, X1: 500, Y1: y/2 + 25}, Confidence: 90}
		for _, w := range strings.Fields(text) {
			line.Words = append(line.Words, ocr.Word{Text: w, Confidence: 90})
			t.WordCount++
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

// sheet is a page with print on it, so that it is worth reading.
var sheet = sync.OnceValue(func() *image.RGBA { return testpage.NewBill(3, 120).Image })

func jpegOf(img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// withSymbol draws a Data Matrix of a text on a copy of the sheet.
func withSymbol(t testing.TB, text string) *image.RGBA {
	t.Helper()
	hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_DATA_MATRIX_SHAPE: encoder.SymbolShapeHint_FORCE_SQUARE}
	bits, err := gozxingdm.NewDataMatrixWriter().Encode(text, gozxing.BarcodeFormat_DATA_MATRIX, 0, 0, hints)
	if err != nil {
		t.Fatal(err)
	}
	page := image.NewRGBA(sheet().Rect)
	draw.Draw(page, page.Rect, sheet(), image.Point{}, draw.Src)
	const module, left, top = 4, 700, 1100
	draw.Draw(page, image.Rect(left-20, top-20, left+module*bits.GetWidth()+20, top+module*bits.GetHeight()+20), image.White, image.Point{}, draw.Src)
	for y := range bits.GetHeight() {
		for x := range bits.GetWidth() {
			if bits.Get(x, y) {
				draw.Draw(page, image.Rect(left+module*x, top+module*y, left+module*(x+1), top+module*(y+1)), image.Black, image.Point{}, draw.Src)
			}
		}
	}
	return page
}

// invoice is a 2D-Doc of version 4 issued on 15 October 2012.
const invoice = "DC04FR000001123F123F0101FR10M/MARTIN/ZOE\x1d2412000\x1d25CHARTRES\x1d\x1f"

func TestOCRReadsWhatNothingElseAnswers(t *testing.T) {
	all := Want{Text: true, OCR: true, Codes: true, Legibility: true}
	cases := map[string]struct {
		data  []byte
		want  Want
		modes string // what the engine was asked for
	}{
		"a photo":                         {jpegOf(sheet()), all, "0"},
		"a photo nobody wants read":       {jpegOf(sheet()), Want{Codes: true, Legibility: true}, ""},
		"a photo with a 2D-Doc":           {jpegOf(withSymbol(t, invoice)), all, ""},
		"a photo with another symbol":     {jpegOf(withSymbol(t, "PARCEL 0042 0042 0042 0042 0042 0042 0042 0042")), all, "0"},
		"a PDF with a text layer":         {letter(t, 1), all, ""},
		"a scanned PDF of two pages":      {scannedPDF(t, 2), all, "0 0"},
		"a card":                          {jpegOf(sheet()), Want{OCR: true, Zone: true, Legibility: true}, "0 3"},
		"a blank page":                    {jpegOf(blank(900, 1200)), all, ""},
		"a page without anything legible": {jpegOf(image.NewGray(image.Rect(0, 0, 900, 1200))), all, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			engine := &scripted{text: map[ocr.Mode]ocr.Text{
				ocr.PageText: written("Facture du 12 septembre 2026"), ocr.MRZ: written(cardZone...),
			}}
			r := New(WithOCR(engine), WithOneWorker()) // nothing is begun that may not be needed
			defer r.Close()
			doc := readWith(r, c.data, c.want)
			if doc.State != Opened || engine.modes() != c.modes {
				t.Errorf("%s (%s): the engine was asked %q, want %q", doc.State, doc.Detail, engine.modes(), c.modes)
			}
			free := New(WithOCR(&scripted{text: engine.text}))
			defer free.Close()
			if same := readWith(free, c.data, c.want); !reflect.DeepEqual(same, doc) {
				t.Errorf("begun ahead, %+v is read, and %+v in turn", same, doc)
			}
			for _, r := range []*Reader{r, free} {
				if (r.OCR() != nil) != (c.modes != "") {
					t.Errorf("the reader says that it used %v", r.OCR())
				}
			}
			for i, p := range doc.Pages {
				if p.Picture != nil {
					t.Errorf("page %d keeps its picture", i+1)
				}
				if c.modes != "" && (!p.FromOCR || len(p.Lines) != 1) {
					t.Errorf("page %d: %+v", i+1, p.Lines)
				}
			}
		})
	}
}

func blank(width, height int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return img
}

// scannedPDF has so many pages that are pictures.
func scannedPDF(t testing.TB, pages int) []byte {
	t.Helper()
	scan := jpegOf(sheet())
	var w pdfWriter
	w.object("<</Type/Catalog/Pages 2 0 R>>")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 5+i)
	}
	w.object(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, pages))
	w.stream("", []byte("q 595 0 0 842 0 0 cm /I Do Q"))
	b := sheet().Rect
	w.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", b.Dx(), b.Dy()), scan)
	for range pages {
		w.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</XObject<</I 4 0 R>>>>>>")
	}
	return w.finish("/Root 1 0 R")
}

func TestAWhitePageMayHideSomething(t *testing.T) {
	sheet := func(width, height int, filter string, data []byte) []byte {
		var w pdfWriter
		w.object("<</Type/Catalog/Pages 2 0 R>>")
		w.object("<</Type/Pages/Kids[5 0 R]/Count 1>>")
		w.stream("", []byte("q 595 0 0 842 0 0 cm /I Do Q"))
		w.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/%s", width, height, filter), data)
		w.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</XObject<</I 4 0 R>>>>>>")
		return w.finish("/Root 1 0 R")
	}
	r := New()
	defer r.Close()
	const bare, inked = true, false
	for name, c := range map[string]struct {
		data          []byte
		bare, undrawn bool
	}{
		"a scanned white sheet":        {sheet(900, 1200, "DCTDecode", jpegOf(blank(900, 1200))), bare, false},
		"an image nobody decodes":      {sheet(900, 1200, "JPXDecode", []byte("not a picture")), bare, true},
		"an image of 3 600 megapixels": {sheet(60000, 60000, "DCTDecode", jpegOf(blank(900, 1200))), bare, true},
		"a form in XFA":                {xfa(), bare, true},
		"a white BMP":                  {encodeBMP(t, blank(900, 1200)), bare, false},
		"white ink on clear film":      {encodePNG(t, film(color.White)), bare, true},
		"some of it is white":          {encodePNG(t, film(color.White, color.Black)), inked, true},
		"black ink on clear film":      {encodePNG(t, film(color.Black)), inked, false},
		"thin black ink":               {encodePNG(t, film(color.NRGBA{0, 0, 0, 200})), inked, false},
	} {
		doc := readWith(r, c.data, Want{Legibility: true})
		if p := doc.Pages[0]; p.Legibility == nil || p.Legibility.Blank() != c.bare || p.Undrawn != c.undrawn {
			t.Errorf("%s: %s, %+v", name, doc.State, p)
		}
	}
}

// xfa is a form whose only page is what a reader makes of its XML.
func xfa() []byte {
	var w pdfWriter
	w.object("<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</Fields[]/XFA 4 0 R>>>>")
	w.object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	w.object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
	w.stream("", []byte("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>"))
	return w.finish("/Root 1 0 R")
}

// film is a letter of each ink, and nothing around them.
func film(inks ...color.Color) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 900, 1200))
	for i, ink := range inks {
		draw.Draw(img, image.Rect(100, 100+50*i, 200, 140+50*i), image.NewUniform(ink), image.Point{}, draw.Src)
	}
	return img
}

func TestAScanIsLookedAtThroughAWorker(t *testing.T) {
	r := workerReader(t, "good", DefaultLimits())
	engine := &scripted{text: map[ocr.Mode]ocr.Text{ocr.PageText: written("Facture")}}
	r.ocr = func() ocr.Engine { return engine }
	for name, data := range map[string][]byte{"PDF": scannedPDF(t, 1), "BMP": encodeBMP(t, sheet())} {
		doc := readWith(r, data, Want{Text: true, OCR: true, Legibility: true, Previews: true})
		p := doc.Pages[0]
		if doc.State != Opened || len(p.Lines) != 1 || p.Legibility == nil || p.Legibility.TextTiles == 0 || len(p.Preview) == 0 {
			t.Errorf("%s: %s %s, %d lines, %+v", name, doc.State, doc.Detail, len(p.Lines), p.Legibility)
		}
	}
}

func TestWhatOCRCouldNotReadIsUnread(t *testing.T) {
	for name, err := range map[string]error{"absent": ocr.ErrAbsent, "too slow": ocr.ErrTime, "broken": ocr.ErrEngine} {
		r := New(WithOCR(&scripted{err: err}))
		doc := readWith(r, jpegOf(sheet()), Want{OCR: true})
		if p := doc.Pages[0]; doc.State != Opened || !p.Unread || p.Lines != nil {
			t.Errorf("%s: %s, %+v", name, doc.State, p)
		}
		if slow := errors.Is(err, ocr.ErrTime); doc.Hurried != slow {
			t.Errorf("%s: hurried %v, want %v", name, doc.Hurried, slow)
		}
		r.Close()
	}
}

// late is an engine whose first answer comes when the time of the file is up.
type late struct {
	scripted
	end context.CancelFunc
}

func (l *late) Read(ctx context.Context, page image.Image, mode ocr.Mode) (ocr.Text, error) {
	if err := ctx.Err(); err != nil {
		return ocr.Text{}, err
	}
	l.end()
	return l.scripted.Read(ctx, page, mode)
}

// ordered is an engine that notes which page comes when, by its width.
type ordered struct {
	scripted
	widths []int
}

func (o *ordered) Read(ctx context.Context, page image.Image, mode ocr.Mode) (ocr.Text, error) {
	o.mu.Lock()
	o.widths = append(o.widths, page.Bounds().Dx())
	o.mu.Unlock()
	time.Sleep(5 * time.Millisecond)
	return ocr.Text{}, nil
}

func TestTheFirstPagesAreReadFirst(t *testing.T) {
	engine := &ordered{}
	doc := Document{State: Opened}
	for i := range textPages {
		doc.Pages = append(doc.Pages, Page{Picture: blank(100+i, 100)})
	}
	r := New(WithOCR(engine))
	defer r.Close()
	r.looking = make(chan struct{}, 2)
	r.look(context.Background(), &doc, Want{OCR: true})
	for i, width := range engine.widths {
		if page := width - 100; page > i+1 {
			t.Errorf("page %d came as number %d", page+1, i+1)
		}
	}
}

func TestPagesWhoseTurnNeverComesAreUnread(t *testing.T) {
	for name, want := range map[string]Want{"words": {OCR: true}, "a zone": {OCR: true, Zone: true}} {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		doc := Document{State: Opened, Pages: []Page{{Picture: inGrey(sheet())}, {Picture: blank(90, 120), Legibility: &legibility.Measures{Bare: true, NearWhite: 1}}, {Lines: []Line{{Text: "Facture"}}}}}
		New().look(ctx, &doc, want)
		if !doc.Pages[0].Unread || doc.Pages[1].Unread || doc.Pages[2].Unread {
			t.Errorf("%s: %+v", name, doc.Pages)
		}
	}
}

func TestAZoneThatThereWasNoTimeForIsUnread(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	engine := &late{scripted{text: map[ocr.Mode]ocr.Text{ocr.PageText: written("IDFR")}}, cancel}
	page := Page{Picture: inGrey(sheet())}
	New(WithOCR(engine)).findZone(ctx, &page, Want{Zone: true})
	if !page.Unread {
		t.Errorf("the page is said to be read: %+v", page.Lines)
	}
}

func TestMarksPointAtThePage(t *testing.T) {
	r := New(WithOCR(&scripted{text: map[ocr.Mode]ocr.Text{ocr.PageText: written("Facture du 12 septembre 2026")}}))
	defer r.Close()
	data := jpegOf(withSymbol(t, invoice+strings.Repeat(" ", 3)))
	page := readWith(r, jpegOf(sheet()), Want{OCR: true}).Pages[0]
	w, h := float64(sheet().Rect.Dx()), float64(sheet().Rect.Dy())
	if got, want := page.MarkOf(page.Lines[0]), markOf(Box{100, 50, 500, 75}, w, h); got != want {
		t.Errorf("the line is at %v, want %v", got, want)
	}
	if g := page.Ground(); g != (Size{2000, 3000}) || page.Lines[0].Box.Y0 != 100 {
		t.Errorf("on a ground of %v, the line is at %v", g, page.Lines[0].Box)
	}
	code := readWith(r, data, Want{Codes: true}).Pages[0].Codes
	if len(code) != 1 || !strings.HasPrefix(string(code[0].Data), "DC04") {
		t.Fatalf("%d symbols", len(code))
	}
	if m := code[0].Mark; m.X0 < 690/w || m.X0 > 710/w || m.Y0 < 1090/h || m.Y0 > 1110/h {
		t.Errorf("the symbol is at %+v", m)
	}
}

func TestMarksPointAtThePageOnceItIsTurned(t *testing.T) {
	m := Mark{0.1, 0.2, 0.3, 0.6}
	for turn, want := range map[int]Mark{0: m, 90: {0.4, 0.1, 0.8, 0.3}, 180: {0.7, 0.4, 0.9, 0.8}, 270: {0.2, 0.7, 0.6, 0.9}} {
		if got := m.turned(turn); got != want {
			t.Errorf("%d: %v, want %v", turn, got, want)
		}
		page := Page{Picture: inGrey(sheet()), Codes: []Code{{Mark: m}}}
		page.take(ocr.Text{Rotation: turn})
		if got := page.Codes[0].Mark; got != want {
			t.Errorf("%d: the symbol is at %v, want %v", turn, got, want)
		}
	}
}

// TestTheZoneTellsHowAPageLies: the back of a card has few words but the zone,
// and a page must not be laid on its side for them.
func TestTheZoneTellsHowAPageLies(t *testing.T) {
	few := written("ADRESSE")
	many := written("adresse douze rue du faubourg vingt huit mille chartres délivrée le")
	misread := []string{cardZone[0], "9003282053112ALEX<<<<<<<<<<9007140F0"}
	for name, c := range map[string]struct {
		words, zone   ocr.Text
		words0, zone0 int // how each reading turned the page
		want          int
		top           bool // the zone of the script is near the top of what was read
	}{
		"words on their side, the zone upright": {few, written(cardZone...), 90, 0, 0, true},
		"words upright, the zone upside down":   {few, written(cardZone...), 0, 180, 180, true},
		"a zone badly read, hardly any words":   {few, written(misread...), 90, 0, 0, true},
		"a zone badly read against many words":  {many, written(misread...), 0, 180, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			c.words.Rotation, c.zone.Rotation = c.words0, c.zone0
			c.words.Confidence = 60 // or no zone would be looked for
			r := New(WithOCR(&scripted{text: map[ocr.Mode]ocr.Text{ocr.PageText: c.words, ocr.MRZ: c.zone}}))
			defer r.Close()
			page := readWith(r, jpegOf(sheet()), Want{OCR: true, Zone: true, On: calendar.New(2026, 11, 21)}).Pages[0]
			if page.Zone == nil || page.Turn != c.want || (page.Zone.Mark.Y0 < 0.5) != c.top {
				t.Errorf("turned by %d, the zone is at %+v", page.Turn, page.Zone)
			}
		})
	}
	// Lines that look like a zone and give none, and a page with one such line.
	sideways := few
	sideways.Rotation, sideways.Confidence = 90, 60
	for want, lines := range map[int][]string{0: {"WXQ<<<<<<<<<KVZ<<<<<<<<", "ZZ9<<<<<<<<<<<KVZ<<<<<<"}, 90: {"WXQ<<<<<<<<<KVZ<<<<<<<<"}} {
		r := New(WithOCR(&scripted{text: map[ocr.Mode]ocr.Text{ocr.PageText: sideways, ocr.MRZ: written(lines...)}}))
		page := readWith(r, jpegOf(sheet()), Want{OCR: true, Zone: true, On: calendar.New(2026, 11, 21)}).Pages[0]
		if page.Turn != want {
			t.Errorf("%q: turned by %d, want %d", lines, page.Turn, want)
		}
		r.Close()
	}
}

// card lines with right check digits.
var cardZone = []string{"IDFRAMARTIN<<<<<<<<<<<<<<<<<<<282053", "9003282053112ALEX<<<<<<<<<<9007149F5"}

func TestTheZoneIsReadWhereThereMayBeOne(t *testing.T) {
	words := "Adresse 12 rue du Faubourg Chartres taille un metre soixante dix signature du titulaire cette carte a ete delivree le"
	both := fmt.Sprintf("%d %d", ocr.PageText, ocr.MRZ)
	cases := map[string]struct {
		text  ocr.Text
		modes string
		found bool
	}{
		"the back of a card":      {written(words), "0", false},
		"fillers":                 {written(words, "IDFRAMART<<<<"), both, true},
		"too little was read":     {written("IDFR"), both, true},
		"the text tells the zone": {written([]string{words, cardZone[0], cardZone[1]}...), "0", true},
	}
	for name, c := range cases {
		engine := &scripted{text: map[ocr.Mode]ocr.Text{ocr.PageText: c.text, ocr.MRZ: written(cardZone...)}}
		r := New(WithOCR(engine))
		page := readWith(r, jpegOf(sheet()), Want{OCR: true, Zone: true, On: calendar.New(2026, 11, 21)}).Pages[0]
		if engine.modes() != c.modes || (page.Zone != nil) != c.found || len(page.Lines) != len(c.text.Lines) {
			t.Errorf("%s: asked %q, zone %v, %d lines", name, engine.modes(), page.Zone, len(page.Lines))
		}
		r.Close()
	}
}

func TestOrientationIsApplied(t *testing.T) {
	small := imaging.Resize(sheet(), 300, 0, imaging.Box)
	undo := map[int]func(image.Image) *image.NRGBA{
		2: imaging.FlipH, 3: imaging.Rotate180, 4: imaging.FlipV,
		5: imaging.Transpose, 6: imaging.Rotate90, 7: imaging.Transverse, 8: imaging.Rotate270,
	}
	for value := 0; value <= 9; value++ {
		var stored image.Image = small
		if turn, ok := undo[value]; ok {
			stored = turn(small)
		}
		for mime, data := range map[string][]byte{
			JPEG: withEXIF(jpegOf(stored), byte(value)),
			PNG:  with(encodePNG(t, stored), pngHeaderEnd, chunk("eXIf", orientationEXIF(byte(value))...)...),
		} {
			doc := drawImage(t.Context(), mime, data, DefaultLimits())
			page := doc.Pages[0]
			if doc.State != Opened || page.Width != 300 || page.Picture.Rect.Dx() != 300 {
				t.Errorf("%s %d: %s, page %v × %v", mime, value, doc.State, page.Width, page.Height)
				continue
			}
			if d := distance(page.Picture, inGrey(small)); d > 6 {
				t.Errorf("%s %d: differs by %.1f levels from the page", mime, value, d)
			}
		}
	}
}

func TestOrientationOfWebP(t *testing.T) {
	webp := func(chunks ...string) []byte {
		out := []byte("RIFF\x00\x00\x00\x00WEBPVP8 \x03\x00\x00\x00abc\x00")
		for _, body := range chunks {
			out = append(append(out, "EXIF"...), byte(len(body)), 0, 0, 0)
			out = append(out, body...)
		}
		return out
	}
	told := string(orientationEXIF(6))
	for _, c := range []struct {
		name string
		data []byte
		want int
	}{
		{"as specified", webp(told), 6},
		{"with the header of a JPEG", webp(exifHeader + told), 6},
		{"none", webp(), 1},
		{"empty", webp(""), 1},
		{"cut", webp(told)[:40], 1},
	} {
		if got := orientation(WEBP, c.data, 0); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// Of what is said beside the pixels of a PNG, its orientation alone is kept.
func TestACleanedPNGKeepsItsOrientation(t *testing.T) {
	plain := encodePNG(t, photo(20, 10))
	alone := with(plain, pngHeaderEnd, chunk("eXIf", orientationEXIF(6)...)...)
	private := with(alone, pngHeaderEnd, chunk("tEXt", []byte("Author\x00A. B.")...)...)
	clean, found := Cleaned(private)
	if !found || !bytes.Equal(clean, alone) {
		t.Errorf("found %v, %d bytes of %d, want %d", found, len(clean), len(private), len(alone))
	}
	if again, found := Cleaned(clean); found || !bytes.Equal(again, clean) {
		t.Error("cleaned once more")
	}
	for _, value := range []byte{0, 1, 9} {
		if clean, found := Cleaned(with(plain, pngHeaderEnd, chunk("eXIf", orientationEXIF(value)...)...)); !found || !bytes.Equal(clean, plain) {
			t.Errorf("orientation %d, which says nothing, is kept", value)
		}
	}
}

func distance(a, b *image.Gray) float64 {
	sum := 0.0
	for i := range a.Pix {
		sum += max(float64(a.Pix[i])-float64(b.Pix[i]), float64(b.Pix[i])-float64(a.Pix[i]))
	}
	return sum / float64(len(a.Pix))
}

// orientationEXIF is EXIF data of nothing but an orientation.
func orientationEXIF(value byte) []byte {
	body := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	body[len(body)-7] = value
	return body
}

// withEXIF gives a JPEG an orientation, in the byte order of many phones.
func withEXIF(data []byte, value byte) []byte {
	body := append([]byte(exifHeader), orientationEXIF(value)...)
	segment := append([]byte{0xff, markerAPP1, 0, byte(len(body) + 2)}, body...)
	return with(data, 2, segment...)
}

func TestOrientationOfHostileEXIF(t *testing.T) {
	whole := withEXIF(jpegOf(imaging.Resize(sheet(), 60, 0, imaging.Box)), 6)
	if got := orientation(JPEG, whole, 0); got != 6 {
		t.Fatalf("orientation %d", got)
	}
	for cut := range whole {
		orientation(JPEG, whole[:cut], 0)
	}
	for at := 2; at < 60; at++ {
		for _, b := range []byte{0, 1, 0x7f, 0xff} {
			orientation(JPEG, changed(whole, at, b), 0)
		}
	}
}

func TestAnEngineThatIsNotFoundInTimeHoldsUpNobody(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tesseract"), []byte("#!/bin/sh\nexec sleep 60\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell here to make a program with")
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	if found, err := exec.LookPath("tesseract"); err != nil || filepath.Dir(found) != dir {
		t.Skip("a script is no program here")
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(500*time.Millisecond, cancel)
	start := time.Now()
	r := New()
	if _, err := r.Read(ctx, NewSource(jpegOf(sheet())), Want{OCR: true}); err == nil {
		t.Error("a read that was cancelled says nothing of it")
	}
	r.Close()
	if took := time.Since(start); took > 4*time.Second {
		t.Errorf("it took %v to give up", took)
	}
}

func TestAStepThatPanicsLeavesThePage(t *testing.T) {
	r := New(WithOCR(panicking{}))
	defer r.Close()
	doc := readWith(r, jpegOf(sheet()), Want{OCR: true, Legibility: true, Shows: legibility.TextPage})
	if doc.State != Opened || doc.Pages[0].Legibility == nil || doc.Pages[0].Lines != nil {
		t.Errorf("%s: %+v", doc.State, doc.Pages)
	}
}

type panicking struct{}

func (panicking) Read(context.Context, image.Image, ocr.Mode) (ocr.Text, error) { panic("no words") }

func (panicking) Name() string { return "panicking" }

func (panicking) Limitation() ocr.Limitation { return ocr.Unlimited }

func TestPreview(t *testing.T) {
	picture := image.NewGray(image.Rect(0, 0, 3000, 2000))
	draw.Draw(picture, picture.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(picture, image.Rect(0, 0, 300, 200), image.Black, image.Point{}, draw.Src) // top left
	for turn, corner := range map[int]image.Point{0: {10, 10}, 90: {-10, 10}, 180: {-10, -10}, 270: {10, -10}} {
		img, err := jpeg.Decode(bytes.NewReader(preview(picture, turn)))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		if max(b.Dx(), b.Dy()) != previewSide || (b.Dx() > b.Dy()) != (turn%180 == 0) {
			t.Errorf("turned by %d: %v", turn, b)
		}
		at := image.Pt((corner.X+b.Dx())%b.Dx(), (corner.Y+b.Dy())%b.Dy())
		if y := color.GrayModel.Convert(img.At(at.X, at.Y)).(color.Gray).Y; y > 60 {
			t.Errorf("turned by %d, the dark corner is not at %v", turn, at)
		}
	}
}

// The previews of all pages of a file are drawn at once.
func TestAPreviewOfATurnedPageTakesNoMoreMemoryThanThePage(t *testing.T) {
	picture := blank(3000, 4000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	preview(picture, 90)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 3*3000*4000 {
		t.Errorf("a preview of 12 megapixels took %d bytes", took)
	}
}
