package datamatrix

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/makiuchi-d/gozxing"
	gozxingdm "github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/datamatrix/encoder"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// A4 in millimetres.
const pageWidth, pageHeight = 210.0, 297.0

// scene says how a page that bears one symbol was printed and pictured.
// Lengths on paper are in millimetres, those on the picture in pixels.
type scene struct {
	seed     uint64
	text     string
	module   float64 // side of a module
	quiet    float64 // paper around the symbol, in modules
	dpi      float64 // of the scan; of the page within the frame, for a photo
	corner   int     // 0 top left, 1 top right, 2 bottom right, 3 bottom left
	quarter  int     // quarter turns of the page
	skew     float64 // degrees
	slant    float64 // perspective: how much shorter the far side looks, 0 to 1
	margin   float64 // table around the page, as a share of its width
	blur     float64 // standard deviation
	noise    float64 // standard deviation, of 255
	shadow   float64 // share of light lost on the darkest side
	contrast float64 // 1 is black on white; less is grey ink on greyish paper
	quality  int     // of JPEG, 0 for none
	blank    bool    // no symbol at all
	curl     float64 // how far the sheet's waves shift what is printed
	scratch  bool    // a light line right across the symbol, solid sides included
	framed   bool    // ruled box around the symbol, at the edge of its margin
	twoTone  bool    // a fax or a copier's black and white
	glare    bool    // a lamp's reflection over part of the symbol
	dense    bool    // as long a text as a symbol of 104 modules holds
}

// symbolModules encodes text, a byte for each letter, with another project's
// encoder: ours has none.
func symbolModules(t testing.TB, text string) [][]bool {
	t.Helper()
	latin := make([]rune, len(text))
	for i := range len(text) {
		latin[i] = rune(text[i])
	}
	hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_DATA_MATRIX_SHAPE: encoder.SymbolShapeHint_FORCE_SQUARE}
	bits, err := gozxingdm.NewDataMatrixWriter().Encode(string(latin), gozxing.BarcodeFormat_DATA_MATRIX, 0, 0, hints)
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]bool, bits.GetHeight())
	for y := range out {
		out[y] = make([]bool, bits.GetWidth())
		for x := range out[y] {
			out[y][x] = bits.Get(x, y)
		}
	}
	if len(text)%4 == 0 {
		turnDashes(out)
	}
	return out
}

// turnDashes starts the dashes of the right side on the other foot, as the
// encoder of github.com/ericlevine/zxinggo v0.1.0 does: such symbols exist
// and must be read all the same.
func turnDashes(modules [][]bool) {
	l, _ := margins(modules)
	if l.size == 0 {
		return // larger than the symbols that are read
	}
	for row := range modules {
		for column := range modules[row] {
			if part, is := l.partAt(row, column); is && (part == sideDark || part == sideLight) {
				modules[row][column] = !modules[row][column]
			}
		}
	}
}

// sheetDPI is the resolution of the printed page before it is pictured: the
// scan's own, so that text keeps the crispness of a scan, but fine enough for
// a symbol's edges to fall anywhere between two pixels of the scan.
func (s scene) sheetDPI() float64 { return max(300, s.dpi) }

// sheet draws the page upright: text like that of a bill, rules, a logo, and
// the symbol in its corner.
func (s scene) sheet(t testing.TB, rng *rand.Rand) *image.Gray {
	dpi := s.sheetDPI()
	sheet := clutter(t, dpi, rng.IntN(3))
	if s.blank {
		return sheet
	}
	modules := symbolModules(t, s.text)
	n := float64(len(modules))
	side := n * s.module
	x, y := 8+rng.Float64()*12, 8+rng.Float64()*12
	if s.corner == 1 || s.corner == 2 {
		x = pageWidth - side - x
	}
	if s.corner >= 2 {
		y = pageHeight - side - y
	}
	k := dpi / 25.4
	quiet := s.quiet * s.module
	fill(sheet, (x-quiet)*k, (y-quiet)*k, (x+side+quiet)*k, (y+side+quiet)*k, 255)
	turn := rng.IntN(4)
	for row := range modules {
		for column := range modules[row] {
			if !modules[row][column] {
				continue
			}
			r, c := row, column
			for range turn {
				r, c = c, len(modules)-1-r
			}
			left, top := x+float64(c)*s.module, y+float64(r)*s.module
			fill(sheet, left*k, top*k, (left+s.module)*k, (top+s.module)*k, 0)
		}
	}
	s.damage(sheet, x*k, y*k, side*k, quiet*k)
	return sheet
}

// damage adds what happens to printed symbols; lengths are in pixels.
func (s scene) damage(sheet *image.Gray, x, y, side, quiet float64) {
	if s.framed {
		line := side / 200
		for _, r := range [][4]float64{
			{x - quiet - line, y - quiet - line, x + side + quiet + line, y - quiet},
			{x - quiet - line, y + side + quiet, x + side + quiet + line, y + side + quiet + line},
			{x - quiet - line, y - quiet, x - quiet, y + side + quiet},
			{x + side + quiet, y - quiet, x + side + quiet + line, y + side + quiet},
		} {
			fill(sheet, r[0], r[1], r[2], r[3], 0)
		}
	}
	if s.scratch {
		for i := range int(side + 2*quiet) {
			at := float64(i)
			fill(sheet, x-quiet+at, y+side*0.3+at*0.4, x-quiet+at+1, y+side*0.3+at*0.4+side/60, 235)
		}
	}
	if s.glare {
		for i := range int(side / 4) {
			fill(sheet, x+side*0.6, y+side*0.5+float64(i), x+side*0.8, y+side*0.5+float64(i)+1, 215)
		}
	}
}

// fill paints a rectangle whose edges may fall within pixels.
func fill(p *image.Gray, x0, y0, x1, y1 float64, tone float64) {
	for y := max(0, int(y0)); y <= min(int(y1), p.Rect.Max.Y-1); y++ {
		high := min(y1, float64(y+1)) - max(y0, float64(y))
		for x := max(0, int(x0)); x <= min(int(x1), p.Rect.Max.X-1); x++ {
			wide := min(x1, float64(x+1)) - max(x0, float64(x))
			if share := wide * high; share > 0 {
				at := &p.Pix[y*p.Stride+x]
				*at = uint8(float64(*at)*(1-share) + tone*share + 0.5)
			}
		}
	}
}

var (
	clutterLock  sync.Mutex
	clutterCache = map[string]*image.Gray{}
)

// clutter draws a page of text, tables and logos without a symbol.
func clutter(t testing.TB, dpi float64, kind int) *image.Gray {
	clutterLock.Lock()
	defer clutterLock.Unlock()
	key := fmt.Sprint(dpi, kind)
	if clutterCache[key] == nil {
		clutterCache[key] = drawClutter(t, dpi, uint64(kind))
	}
	master := clutterCache[key]
	return &image.Gray{Pix: bytes.Clone(master.Pix), Stride: master.Stride, Rect: master.Rect}
}

func drawClutter(t testing.TB, dpi float64, seed uint64) *image.Gray {
	t.Helper()
	k := dpi / 25.4
	page := image.NewGray(image.Rect(0, 0, int(pageWidth*k), int(pageHeight*k)))
	for i := range page.Pix {
		page.Pix[i] = 250
	}
	rng := rand.New(rand.NewPCG(seed, 11))
	parsed, err := opentype.Parse(liberationsansregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields("Facture du votre consommation relevé compteur montant total TTC à régler " +
		"avant prélèvement automatique référence client 12 345,67 € kWh abonnement service urgence Linky " +
		"DÉTAIL ÉNERGIE période heures creuses 0,1841 taxes contributions")
	for y := 25.0; y < 280; {
		size := []float64{6, 8, 9, 10, 14}[rng.IntN(5)]
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: dpi, Hinting: font.HintingNone})
		if err != nil {
			t.Fatal(err)
		}
		for range 1 + rng.IntN(9) {
			x := 15 + float64(rng.IntN(3))*20
			drawer := font.Drawer{Dst: page, Src: image.NewUniform(color.Gray{uint8(rng.IntN(90))}), Face: face, Dot: fixed.P(int(x*k), int(y*k))}
			for drawer.Dot.X < fixed.I(int((200-float64(rng.IntN(40)))*k)) {
				drawer.DrawString(words[rng.IntN(len(words))] + " ")
			}
			if y += size * 0.3528 * 1.25; y > 285 {
				break
			}
		}
		y += float64(rng.IntN(9))
	}
	drawFurniture(page, k, rng)
	return page
}

// drawFurniture adds what else a bill shows: a table, a linear bar code, a
// dark logo, a chart of bars.
func drawFurniture(page *image.Gray, k float64, rng *rand.Rand) {
	top := 60 + rng.Float64()*100
	for i := range 9 {
		fill(page, 20*k, (top+float64(i)*6)*k, 190*k, (top+float64(i)*6+0.3)*k, 60)
	}
	for i := range 6 {
		x := 20 + float64(i)*34
		fill(page, x*k, top*k, (x+0.3)*k, (top+48)*k, 60)
	}
	for x := 30.0; x < 90; {
		w := 0.3 * float64(1+rng.IntN(3))
		fill(page, x*k, 262*k, (x+w)*k, 275*k, 0)
		x += w + 0.3*float64(1+rng.IntN(3))
	}
	fill(page, 92*k, 8*k, 118*k, 22*k, 90)
	fill(page, 96*k, 12*k, 104*k, 18*k, 250)
	for i := range 12 {
		h := 4 + rng.Float64()*22
		fill(page, (120+float64(i)*5)*k, (230-h)*k, (123+float64(i)*5)*k, 230*k, 110)
	}
}

// payload makes up the text of a 2D-Doc: upper case letters, digits,
// separators, and a signature in base 32.
func payload(rng *rand.Rand) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var b strings.Builder
	b.WriteString("DC04FR000001123F16360101FR")
	for range 3 + rng.IntN(9) {
		fmt.Fprintf(&b, "%02d", 10+rng.IntN(16))
		for range 2 + rng.IntN(30) {
			b.WriteByte(letters[rng.IntN(26)])
		}
		b.WriteByte(0x1D)
	}
	b.WriteByte(0x1F)
	for range 103 {
		b.WriteByte(letters[rng.IntN(len(letters))])
	}
	return b.String()
}
