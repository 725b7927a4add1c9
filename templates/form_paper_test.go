package templates

import (
	"encoding/xml"
	"image"
	_ "image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// These tests measure the form as it comes out of a renderer that is not ours
// (poppler): the text with pdftotext, the frames from the pixels of pdftoppm.

const testDPI = 300

// rendered returns the first page in grey, at testDPI.
func rendered(t *testing.T, f DepositForm) image.Image {
	t.Helper()
	b, err := f.PDF()
	if err != nil {
		t.Fatal(err)
	}
	path := onDisk(t, "form.pdf", b)
	prefix := strings.TrimSuffix(path, ".pdf")
	run(t, "pdftoppm", "-r", "300", "-gray", "-png", "-singlefile", path, prefix)
	file, err := os.Open(filepath.Clean(prefix + ".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, _, err := image.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func pixels(mm float64) int { return int(math.Round(mm / 25.4 * testDPI)) }

func millimetres(px int) float64 { return float64(px) * 25.4 / testDPI }

func dark(img image.Image, x, y int) bool {
	r, _, _, _ := img.At(x, y).RGBA()
	return r < 0xC000
}

// runEnd walks from a white point in one direction until the first dark pixel.
func runEnd(img image.Image, xmm, ymm float64, dx, dy int) (x, y int) {
	x, y = pixels(xmm), pixels(ymm)
	for image.Pt(x, y).In(img.Bounds()) && !dark(img, x, y) {
		x, y = x+dx, y+dy
	}
	return x, y
}

// innerSize measures a frame from inside, at a point where nothing is printed.
func innerSize(img image.Image, xmm, ymm float64) (width, height float64) {
	left, _ := runEnd(img, xmm, ymm, -1, 0)
	right, _ := runEnd(img, xmm, ymm, 1, 0)
	_, top := runEnd(img, xmm, ymm, 0, -1)
	_, bottom := runEnd(img, xmm, ymm, 0, 1)
	return millimetres(right - left - 1), millimetres(bottom - top - 1)
}

// Pixels are measured on a plain form and on the hardest one.
func TestPaperMeasures(t *testing.T) {
	for _, name := range []string{"plain", "everything at once"} {
		t.Run(name, func(t *testing.T) {
			img := rendered(t, hardForm(hardIdentities[name]))
			checkFrames(t, img)
			checkSignatureIsBlank(t, img)
			checkWindowPixels(t, img)
			checkFoldMarks(t, img)
		})
	}
}

func checkFrames(t *testing.T, img image.Image) {
	t.Helper()
	// Near the left edge of the frame, clear of the words in its middle.
	w, h := innerSize(img, photoLeft+3, photoTop+5)
	if math.Abs(w-35) > 0.2 || math.Abs(h-45) > 0.2 {
		t.Errorf("the photo frame is %.2f × %.2f mm inside, want 35 × 45 to 0.2 mm", w, h)
	}
	w, h = innerSize(img, signatureLeft+10, signatureTop+10)
	if math.Abs(w-signatureWidth) > 0.2 || math.Abs(h-signatureHeight) > 0.2 {
		t.Errorf("the signature frame is %.2f × %.2f mm inside, want %g × %g", w, h, signatureWidth, signatureHeight)
	}
}

func checkSignatureIsBlank(t *testing.T, img image.Image) {
	t.Helper()
	for y := pixels(signatureTop + 0.5); y < pixels(signatureTop+signatureHeight-0.5); y++ {
		for x := pixels(signatureLeft + 0.5); x < pixels(signatureLeft+signatureWidth-0.5); x++ {
			if dark(img, x, y) {
				t.Fatalf("ink in the signature frame at x %.1f, y %.1f", millimetres(x), millimetres(y))
			}
		}
	}
}

// checkWindowPixels: ink behind the window, and none around it.
func checkWindowPixels(t *testing.T, img image.Image) {
	t.Helper()
	found := false
	for y := pixels(34); y < pixels(102); y++ {
		for x := pixels(90); x < pixels(209); x++ {
			if !dark(img, x, y) {
				continue
			}
			found = true
			if mmx, mmy := millimetres(x), millimetres(y); mmx < 109 || mmx > 190 || mmy < 59 || mmy > 79 {
				t.Fatalf("ink at x %.1f, y %.1f mm, where a window may show it", mmx, mmy)
			}
		}
	}
	if !found {
		t.Error("there is no address behind the window")
	}
}

func checkFoldMarks(t *testing.T, img image.Image) {
	t.Helper()
	x := pixels(4)
	var marks []float64
	for y := 1; y < img.Bounds().Dy(); y++ {
		if dark(img, x, y) && !dark(img, x, y-1) {
			marks = append(marks, millimetres(y))
		}
	}
	if len(marks) != 2 || math.Abs(marks[0]-99) > 0.2 || math.Abs(marks[1]-198) > 0.2 {
		t.Errorf("fold marks at %.2f, want 99 and 198", marks)
	}
}

// bboxWord is one word of pdftotext -bbox, in points.
type bboxWord struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

func words(t *testing.T, pdf []byte) []bboxWord {
	t.Helper()
	out := run(t, "pdftotext", "-bbox", onDisk(t, "form.pdf", pdf), "-")
	var doc struct {
		Words []bboxWord `xml:"body>doc>page>word"`
	}
	if err := xml.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Words
}

func TestPostalAddressIsLeftAlignedFiveMillimetresApart(t *testing.T) {
	b, err := plainForm().PDF()
	if err != nil {
		t.Fatal(err)
	}
	starts := map[string]bboxWord{}
	for _, w := range words(t, b) {
		starts[w.Text] = w
	}
	var tops []float64
	for _, first := range []string{"CTN", "CS", "53102"} {
		w, found := starts[first]
		if !found {
			t.Fatalf("%q is not on the page", first)
		}
		if x := w.XMin * mmPerPoint; math.Abs(x-112) > 0.2 {
			t.Errorf("%q starts at x %.2f mm, want 112", first, x)
		}
		tops = append(tops, w.YMin*mmPerPoint)
		if size := w.YMax - w.YMin; math.Abs(size-11*(ascent+descent)) > 0.3 {
			t.Errorf("%q is %.2f points high, which is not 11 point type", first, size)
		}
	}
	for i := 1; i < len(tops); i++ {
		if gap := tops[i] - tops[i-1]; math.Abs(gap-5) > 0.1 {
			t.Errorf("lines are %.2f mm apart, want 5", gap)
		}
	}
}

// Every letter must come back from the file, composed, whoever reads it: a
// clerk's screen, a screen reader, a search.
func TestHardNamesCanBeExtracted(t *testing.T) {
	for name, change := range hardIdentities {
		f := hardForm(change)
		b, err := f.PDF()
		if err != nil {
			t.Fatal(err)
		}
		text := inked(run(t, "pdftotext", "-raw", onDisk(t, "form.pdf", b), "-"))
		for _, value := range append([]string{f.BirthName, f.RequestNumber}, f.AddressLines...) {
			if !strings.Contains(text, inked(norm.NFC.String(value))) {
				t.Errorf("%s: %q cannot be extracted", name, value)
			}
		}
	}
}

// Hard identities as poppler sees them: a name stands whole on one line, every
// word within the sheet's margins, none on another, none where it may not be.
func TestHardIdentitiesOnPaper(t *testing.T) {
	for name, change := range hardIdentities {
		t.Run(name, func(t *testing.T) {
			f := hardForm(change)
			b, err := f.PDF()
			if err != nil {
				t.Fatal(err)
			}
			if n := utf8.RuneCountInString(f.BirthName); n <= 60 {
				want := strings.ReplaceAll(clean(f.BirthName), "\u00a0", " ") // as pdftotext gives it
				if text := run(t, "pdftotext", "-raw", onDisk(t, "form.pdf", b), "-"); !strings.Contains(text, "Nom de naissance : "+want+"\n") {
					t.Errorf("%q does not stand on one line:\n%s", want, text)
				}
			}
			checkWords(t, words(t, b))
		})
	}
}

// subsetFont is how pdffonts lists a font that is embedded in part.
var subsetFont = regexp.MustCompile(`^[A-Z]{6}\+LiberationSans\S* .* yes yes `)

func checkWords(t *testing.T, all []bboxWord) {
	t.Helper()
	signature := inkBox{left: signatureLeft, top: signatureTop, right: signatureLeft + signatureWidth, bottom: signatureTop + signatureHeight}
	for i, w := range all {
		b := w.box()
		if b.left < formLeft-0.1 || b.right > formRight+0.1 || b.top < 10 || b.bottom > 290 {
			t.Errorf("%q leaves the margins: x %.1f–%.1f, y %.1f–%.1f", w.Text, b.left, b.right, b.top, b.bottom)
		}
		if overlaps(b, signature) {
			t.Errorf("%q is in the signature frame", w.Text)
		}
		window := overlaps(b, inkBox{left: 90, top: 34, right: 209, bottom: 102})
		if window && (b.left < 109 || b.right > 190 || b.top < 59 || b.bottom > 79) {
			t.Errorf("%q is where a window may show it: x %.1f–%.1f, y %.1f–%.1f", w.Text, b.left, b.right, b.top, b.bottom)
		}
		for _, other := range all[i+1:] {
			if overlaps(b, other.box()) {
				t.Errorf("%q and %q overlap", w.Text, other.Text)
			}
		}
	}
}

// box is the place of a word, in millimetres.
func (w bboxWord) box() inkBox {
	return inkBox{left: w.XMin * mmPerPoint, top: w.YMin * mmPerPoint, right: w.XMax * mmPerPoint, bottom: w.YMax * mmPerPoint, text: w.Text}
}

// The layout rests on our own measure of text: it must be the reader's.
func TestWidthsAgreeWithPoppler(t *testing.T) {
	s := newSheet("", formDate)
	s.addPage()
	lines := []string{"Anticonstitutionnellement", "ÉŒŸÑÇŁȘŽỘ", "0123456789", "WQ\u0303W"}
	for i, line := range lines {
		s.text(20, 20+10*float64(i), regular(), 11, black, line)
		s.condensed(100, 20+10*float64(i), bold(), 11, 0.8, black, line)
	}
	b, err := s.bytes()
	if err != nil {
		t.Fatal(err)
	}
	seen := words(t, b)
	if len(seen) != 2*len(lines) {
		t.Fatalf("%d words, want %d", len(seen), 2*len(lines))
	}
	for _, w := range seen {
		want := regular().width(w.Text, 11)
		if w.XMin*mmPerPoint > 90 {
			want = 0.8 * bold().width(w.Text, 11)
		}
		if got := (w.XMax - w.XMin) * mmPerPoint; math.Abs(got-want) > 0.01 {
			t.Errorf("%q is %.3f mm wide, poppler says %.3f", w.Text, want, got)
		}
	}
}

// The founding document's wording, copied here from the document itself.
func TestWordingIsThatOfTheFoundingDocument(t *testing.T) {
	b, err := plainForm().PDF()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(run(t, "pdftotext", "-raw", onDisk(t, "form.pdf", b), "-")), " ")
	for _, want := range []string{
		"Demande de permis de conduire Formulaire de dépôt de photo et de signature pour numérisation",
		"CTN CS 80168 53102 MAYENNE CEDEX",
		"Récapitulatif de votre saisie",
		"Si vous raturez ce formulaire, la modification ne sera pas prise en compte et risque d'entraîner l'échec de votre demande.",
		"Ne joindre aucune pièce justificative à ce courrier.",
		"Numéro de demande : PC-2026-000123",
		"Nom de naissance : LEFÈVRE",
		"Prénom(s) : Anne-Laure, Zoé Sexe : F",
		"Date de nais. : 17/04/1988",
		"Adresse : Appartement 4 12 bis rue du Faubourg 28000 CHARTRES",
		"Photo Couleur A COLLER sans agrafe",
		"J'atteste sur l'honneur que les informations fournies sont exactes",
		"SIGNATURE A L'ENCRE NOIRE",
		"Mettre ce document dans une enveloppe affranchie adressée à l'adresse figurant ci-dessus (celle-ci est placée afin de pouvoir insérer ce document dans une enveloppe à fenêtre).",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("not on the page: %q\n%s", want, text)
		}
	}
}

func TestReadersOpenTheFormWithoutComplaint(t *testing.T) {
	for _, form := range []DepositForm{plainForm(), hardForm(hardIdentities["everything at once"])} {
		b, err := form.PDF()
		if err != nil {
			t.Fatal(err)
		}
		checkReaders(t, b)
	}
}

// checkReaders asks outside programs, and looks at what they say of the
// document's language, title and printing.
func checkReaders(t *testing.T, pdf []byte) {
	t.Helper()
	path := onDisk(t, "paper.pdf", pdf)
	if out := run(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
		t.Error(out)
	}
	info := run(t, "pdfinfo", path)
	for _, want := range []string{"Author:          recevable", "(A4)", "Encrypted:       no", "JavaScript:      no"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	fonts := strings.Split(strings.TrimSpace(run(t, "pdffonts", path)), "\n")[2:]
	if len(fonts) == 0 {
		t.Error("the document has no font")
	}
	for _, font := range fonts {
		if !subsetFont.MatchString(font) {
			t.Errorf("a font is not embedded, or not told to be a part of one: %s", font)
		}
	}
}
