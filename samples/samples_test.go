package samples

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gabriel-vasile/mimetype"
	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	gobmp "github.com/sergeymakinen/go-bmp"
	"golang.org/x/image/bmp"
	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/validators/reader/heif"

	_ "image/jpeg"
)

// sizeLimit is the first size that is too large, in bytes (contract, limits).
const sizeLimit = 11_000_000

// drawn holds the bytes of every file of every sample by its path, with
// slashes. They are drawn once for all tests, which must not change them.
var drawn = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "samples")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := Draw(dir); err != nil {
		return nil, err
	}
	return tree(dir)
})

func drawAll(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := drawn()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func tree(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(relative)], err = os.ReadFile(path)
		return err
	})
	return files, err
}

func TestDrawingTwiceGivesTheSameBytes(t *testing.T) {
	first, dir := drawAll(t), t.TempDir()
	for _, s := range All() {
		if err := DrawOne(dir, s.Name); err != nil {
			t.Fatal(err)
		}
	}
	again, err := tree(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != len(again) {
		t.Fatalf("%d files, then %d", len(first), len(again))
	}
	for name, content := range first {
		if !bytes.Equal(content, again[name]) {
			t.Errorf("%s changed from one drawing to the next", name)
		}
	}
}

func TestDrawOneKnowsTheNames(t *testing.T) {
	if err := DrawOne(t.TempDir(), "00-inconnu"); err == nil {
		t.Error("an unknown name was drawn")
	}
}

// TestFilesAreWhatTheyClaim opens every file with decoders that are not this
// package's own.
func TestFilesAreWhatTheyClaim(t *testing.T) {
	type claim struct {
		mime  string
		pages int // 0 where it must not open
	}
	picture, scanned, billed := claim{"image/jpeg", 1}, claim{"application/pdf", 2}, claim{"application/pdf", 1}
	exceptions := map[string]claim{
		"05-fichier-trop-lourd/avis-medical.bmp":              {"image/bmp", 1},
		"06-identite-trois-pages/cni.pdf":                     {"application/pdf", 2},
		"09-heic-renomme/cni-recto.jpg":                       {"image/heic", 1},
		"10-pdf-verrouille/facture.pdf":                       {"application/pdf", 0},
		"12-tiff-plusieurs-pages/avis-medical.tif":            {"image/tiff", 3},
		"13-bmp/cni-recto.bmp":                                {"image/bmp", 1},
		"13-bmp/cni-verso.bmp":                                {"image/bmp", 1},
		"14-fichier-abime/avis-medical.pdf":                   {"application/pdf", 0},
		"15-noms-de-telephone/Pièce d’identité (côté 1).JPG":  picture,
		"15-noms-de-telephone/Pièce d’identité (côté 2).JPEG": picture,
		"15-noms-de-telephone/Électricité à Noël.PDF":         billed,
		"15-noms-de-telephone/Avis médical signé.Png":         {"image/png", 1},
		"16-png-renomme/cni-recto.jpg":                        {"image/png", 1},
		"17-fichier-en-double/facture (1).pdf":                billed,
		"25-heberge/attestation.pdf":                          billed,
		"25-heberge/cni-hebergeant-recto.jpg":                 picture,
		"25-heberge/cni-hebergeant-verso.jpg":                 picture,
		"25-heberge/facture-hebergeant.pdf":                   billed,
		"27-releve-bancaire/rib.pdf":                          billed,
	}
	usual := map[string]claim{"cni-recto.jpg": picture, "cni-verso.jpg": picture, "facture.pdf": billed, "facture.jpg": picture, "avis-medical.pdf": scanned}

	for name, content := range drawAll(t) {
		folder, base, _ := strings.Cut(norm.NFC.String(name), "/")
		if base == "dossier.yaml" {
			continue
		}
		want, special := exceptions[folder+"/"+base]
		if !special {
			want = usual[base]
		}
		delete(exceptions, folder+"/"+base)
		if got := mimetype.Detect(content).String(); got != want.mime {
			t.Errorf("%s is %s, want %s", name, got, want.mime)
			continue
		}
		if pages, err := countPages(want.mime, content); pages != want.pages || (err == nil) != (pages > 0) {
			t.Errorf("%s has %d pages (%v), want %d", name, pages, err, want.pages)
		}
		if heavy, want := len(content) >= sizeLimit, folder == "05-fichier-trop-lourd" && base == "avis-medical.bmp"; heavy != want {
			t.Errorf("%s weighs %d bytes: too heavy is %v, want %v", name, len(content), heavy, want)
		}
	}
	for name := range exceptions {
		t.Errorf("%s was not drawn", name)
	}
}

// countPages opens a file whole and returns its pages.
func countPages(mime string, content []byte) (int, error) {
	switch mime {
	case "application/pdf":
		return api.PageCount(bytes.NewReader(content), nil)
	case "image/tiff":
		return countTIFF(content)
	case "image/bmp":
		_, err := gobmp.Decode(bytes.NewReader(content))
		return onePage(err)
	case "image/heic":
		_, err := decodeHEIC(content)
		return onePage(err)
	}
	_, _, err := image.Decode(bytes.NewReader(content))
	return onePage(err)
}

func decodeHEIC(content []byte) (image.Image, error) {
	engine, err := heif.Load(context.Background(), "", 256<<20)
	if err != nil {
		return nil, err
	}
	defer engine.Close(context.Background())
	return engine.Decode(context.Background(), content)
}

func onePage(err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return 1, nil
}

func TestLockedAndRestricted(t *testing.T) {
	files := drawAll(t)
	read := func(name, password string) (*model.Context, error) {
		conf := model.NewDefaultConfiguration()
		conf.UserPW = password
		return api.ReadContext(bytes.NewReader(files[name]), conf)
	}
	if _, err := read("10-pdf-verrouille/facture.pdf", ""); !errors.Is(err, pdfcpu.ErrWrongPassword) {
		t.Errorf("the locked bill opened without a password, or failed for another reason: %v", err)
	}
	if _, err := read("10-pdf-verrouille/facture.pdf", "motdepasse"); err != nil {
		t.Errorf("the locked bill did not open with its password: %v", err)
	}
	ctx, err := read("11-pdf-restreint/facture.pdf", "")
	if err != nil {
		t.Fatal(err)
	}
	const printing = 1 << 2 // bit 3 of /P: printing allowed (ISO 32000-1, table 22)
	if ctx.Encrypt == nil || ctx.E.P&printing != 0 {
		t.Error("the restricted bill restricts nothing")
	}
}

func TestScriptedBillHoldsAScript(t *testing.T) {
	files := drawAll(t)
	for name, want := range map[string]bool{"18-pdf-avec-script/facture.pdf": true, "01-complet/facture.pdf": false} {
		if got := bytes.Contains(files[name], []byte("/JavaScript")); got != want {
			t.Errorf("%s holds a script: %v, want %v", name, got, want)
		}
	}
}

func TestNamesOfPhones(t *testing.T) {
	files := drawAll(t)
	var decomposed []string
	for name := range files {
		if strings.HasPrefix(name, "15-noms-de-telephone/") && !norm.NFC.IsNormalString(name) {
			if !norm.NFD.IsNormalString(name) {
				t.Errorf("%q is neither NFC nor NFD", name)
			}
			decomposed = append(decomposed, filepath.Ext(name))
		}
	}
	slices.Sort(decomposed)
	if diff := cmp.Diff([]string{".JPEG", ".JPG", ".PDF"}, decomposed); diff != "" {
		t.Errorf("names in NFD (-want +got):\n%s", diff)
	}

	description := files["15-noms-de-telephone/dossier.yaml"]
	if !bytes.HasPrefix(description, []byte{0xEF, 0xBB, 0xBF}) {
		t.Error("no byte order mark")
	}
	if bytes.Count(description, []byte("\n")) != bytes.Count(description, []byte("\r\n")) {
		t.Error("a line does not end in CRLF")
	}
	if !norm.NFC.IsNormal(description) {
		t.Error("dossier.yaml should name the files in NFC")
	}
}

// TestRLE8 holds the encoder to what an independent decoder reads.
func TestRLE8(t *testing.T) {
	c, err := cardBack(jeanBaptiste)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]*image.Gray{
		"card":       c.grey(),
		"odd width":  ramp(37, 5),
		"one pixel":  ramp(1, 1),
		"long plain": image.NewGray(image.Rect(0, 0, 1000, 3)),
		"long noise": ramp(1000, 3),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := gobmp.Decode(bytes.NewReader(encodeRLE8(want, 300)))
			if err != nil {
				t.Fatal(err)
			}
			samePixels(t, want, got)
		})
	}
}

// ramp is a picture in which neighbours mostly differ.
func ramp(width, height int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, width, height))
	for i := range g.Pix {
		g.Pix[i] = uint8(i * i / 7 % 251)
	}
	return g
}

func samePixels(t *testing.T, want *image.Gray, got image.Image) {
	t.Helper()
	if got.Bounds().Size() != want.Bounds().Size() {
		t.Fatalf("%v, want %v", got.Bounds().Size(), want.Bounds().Size())
	}
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			r, _, _, _ := got.At(x, y).RGBA()
			if uint8(r>>8) != want.GrayAt(x, y).Y {
				t.Fatalf("pixel %d,%d is %d, want %d", x, y, r>>8, want.GrayAt(x, y).Y)
			}
		}
	}
}

// TestPhonePhotoIsTheCard holds the committed HEIC to the picture it was made
// from, so that it cannot be swapped for a photograph.
func TestPhonePhotoIsTheCard(t *testing.T) {
	files := drawAll(t)
	card, err := png.Decode(bytes.NewReader(files["16-png-renomme/cni-recto.jpg"]))
	if err != nil {
		t.Fatal(err)
	}
	stored, err := decodeHEIC(heicFront)
	if err != nil {
		t.Fatal(err)
	}
	if stored.Bounds() != card.Bounds() {
		t.Fatalf("%v, want %v", stored.Bounds(), card.Bounds())
	}
	var gap, count float64
	for y := 0; y < card.Bounds().Dy(); y += 4 {
		for x := 0; x < card.Bounds().Dx(); x += 4 {
			_, a, _, _ := card.At(x, y).RGBA()
			_, b, _, _ := stored.At(x, y).RGBA()
			gap += max(float64(a)-float64(b), float64(b)-float64(a)) / 257
			count++
		}
	}
	if mean := gap / count; mean > 6 {
		t.Errorf("the HEIC is off the drawn card by %.1f levels on average", mean)
	}
}

// TestNoPageLooksBlank keeps the office scans, that are black and white, well
// clear of a blank page (98.5 % of its pixels white) and of a black one.
func TestNoPageLooksBlank(t *testing.T) {
	for n := range 3 {
		c, err := opinionPage(segolene, n+1, officeDPI)
		if err != nil {
			t.Fatal(err)
		}
		page := blackAndWhite(c.grey())
		share := float64(bytes.Count(page.Pix, []byte{0})) / float64(len(page.Pix))
		if share < 0.03 || share > 0.3 {
			t.Errorf("page %d: %.3f of the pixels are black", n+1, share)
		}
	}
}

func TestBMPOfTheStandardKindDecodesElsewhere(t *testing.T) {
	files := drawAll(t)
	for _, name := range []string{"05-fichier-trop-lourd/avis-medical.bmp", "13-bmp/cni-recto.bmp"} {
		if _, err := bmp.Decode(bytes.NewReader(files[name])); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInWords(t *testing.T) {
	for date, want := range map[string]string{
		"2026-08-01": "1er août 2026", "2026-08-02": "2 août 2026", "2026-12-31": "31 décembre 2026",
		"2027-01-11": "11 janvier 2027", "2028-02-29": "29 février 2028",
	} {
		if got := InWords(day(date)); got != want {
			t.Errorf("%s: %q, want %q", date, got, want)
		}
	}
}

// TestBillsAddUp: 24.80 + 30.03 + 15.73 + 4.12 = 74.68; a fifth of it is
// 14.94; together 89.62.
func TestBillsAddUp(t *testing.T) {
	net, vat, gross := total()
	if got, want := fmt.Sprint(net, vat, gross), "7468 1494 8962"; got != want {
		t.Errorf("net, tax, total: %s, want %s", got, want)
	}
	if got := amount(gross); got != "89,62\u00a0€" {
		t.Errorf("spelt %q", got)
	}
	if got := amount(1405); got != "14,05\u00a0€" {
		t.Errorf("spelt %q", got)
	}
}

// TestTablesAgree holds the table to the words of the contract and to what it
// draws.
func TestTablesAgree(t *testing.T) {
	previous := ""
	for _, c := range cases() {
		if c.Name <= previous {
			t.Errorf("%s stands after %s", c.Name, previous)
		}
		previous = c.Name
		if want := verdictOf(c.Findings); c.Verdict != want {
			t.Errorf("%s: verdict %s, but its findings give %s", c.Name, c.Verdict, want)
		}
		if prints := slices.Contains(c.Outputs, depositForm); prints != (c.photo.Mode == "courrier") {
			t.Errorf("%s: deposit form printed: %v, photo %s", c.Name, prints, c.photo.Mode)
		}
		if born := day(c.applicant.BornOn); !born.Before(time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: the applicant may owe a national service piece", c.Name)
		}
		for _, n := range c.Notes {
			if n.Severity != Note {
				t.Errorf("%s: %s is no mere info", c.Name, n.Code)
			}
		}
		for _, f := range slices.Concat(c.Findings, c.Notes) {
			if !c.names(f) {
				t.Errorf("%s: no such place as %q/%q", c.Name, f.Piece, f.File)
			}
		}
	}
}

// verdictOf gives the verdict that findings lead to, as the contract says.
func verdictOf(findings []Finding) string {
	verdict := Passes
	for _, f := range findings {
		if f.Severity == Blocking {
			return Refused
		}
		verdict = Doubt
	}
	return verdict
}

// names reports whether the dossier has the place the finding is about.
func (c dossier) names(f Finding) bool {
	if f.Piece == "" {
		return f.File == ""
	}
	for _, p := range c.pieces {
		if p.kind == f.Piece {
			return f.File == "" || slices.ContainsFunc(p.files, func(held file) bool { return held.name == f.File })
		}
	}
	return false
}
