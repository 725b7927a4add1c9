package main

import (
	"encoding/base32"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/datamatrix/encoder"
)

// The separators of a 2D-Doc: the end of a value, and that of what is signed.
const (
	groupSeparator = "\x1d"
	unitSeparator  = "\x1f"
)

// headerDate is a day as the header of a 2D-Doc has it: days since the year
// 2000, in four hexadecimal digits.
func headerDate(t time.Time) string {
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	return fmt.Sprintf("%04X", int(t.Sub(start).Hours()/24))
}

// variable is a value whose length is not fixed, cut at its longest.
func variable(id, value string, longest int) string {
	value = strings.ToUpper(withoutAccents(value))
	if len(value) >= longest {
		return id + value[:longest]
	}
	return id + value + groupSeparator
}

// codeText is the text of the 2D-Doc of the bill: a proof of address (00) or an
// invoice (01). Its signature is noise of the right length.
func (b *bill) codeText() string {
	version := pick(b.r, []int{4, 4, 4, 3, 2})
	text := fmt.Sprintf("DC%02dFR000001%s%s%s", version, headerDate(b.issued), headerDate(b.issued.AddDate(0, 0, 1)), pick(b.r, []string{"00", "01"}))
	if version >= 3 {
		text += "01"
	}
	if version >= 4 {
		text += "FR"
	}
	p := b.holder
	switch {
	case p.printed != "":
		text += variable("10", p.printed, 38)
	case oneIn(b.r, 2):
		text += variable("10", strings.Join([]string{strings.TrimSuffix(p.title, "."), p.surname(), p.first[0]}, "/"), 38)
	default:
		text += variable("12", p.first[0], 38) + variable("13", p.surname(), 38)
	}
	if oneIn(b.r, 3) {
		text += variable("18", strings.ReplaceAll(b.invoice(), " ", ""), 20)
	}
	if p.extra != "" {
		text += variable("20", p.extra, 38)
	}
	text += variable("22", p.street, 38) + "24" + p.postcode + variable("25", p.town, 32) + "26FR"
	return text + unitSeparator + signature(b.r)
}

// signature is 64 bytes of noise in base 32, as a P-256 signature is written.
func signature(r *rand.Rand) string {
	noise := make([]byte, 64)
	for i := range noise {
		noise[i] = byte(r.IntN(256))
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(noise)
}

// symbol returns the dark modules of the Data Matrix of a text, a byte for each
// letter.
func symbol(text string) (*gozxing.BitMatrix, error) {
	latin := make([]rune, len(text))
	for i := range len(text) {
		latin[i] = rune(text[i])
	}
	hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_DATA_MATRIX_SHAPE: encoder.SymbolShapeHint_FORCE_SQUARE}
	return datamatrix.NewDataMatrixWriter().Encode(string(latin), gozxing.BarcodeFormat_DATA_MATRIX, 0, 0, hints)
}

// printCode draws the symbol of a text in a square of the given side, white
// paper around it.
func (b *bill) printCode(x, y, side float64, text string) error {
	modules, err := symbol(text)
	if err != nil {
		return fmt.Errorf("encoding the 2D-Doc: %w", err)
	}
	n := modules.GetWidth()
	module := side / float64(n)
	quiet := 2 * module
	b.fill(x-quiet, y-quiet, side+2*quiet, side+2*quiet, white)
	b.pdf.SetFillColor(0, 0, 0)
	for row := range n {
		for from := 0; from < n; from++ {
			length := 0
			for from+length < n && modules.Get(from+length, row) {
				length++
			}
			if length > 0 {
				// A hair taller than a module: no white line between rows.
				b.pdf.Rect(x+float64(from)*module, y+float64(row)*module, float64(length)*module, module+0.01, "F")
				from += length
			}
		}
	}
	b.text(x, y+side+quiet+1.6, ink{points: 5, bold: true}, "2D-DOC")
	return nil
}

// spot is a place of the page that a layout leaves free.
type spot func(side float64) (x, y float64)

var (
	topRight    = func(side float64) (x, y float64) { return 198 - side, 8 }
	bottomLeft  = func(side float64) (x, y float64) { return 14, 286 - side }
	bottomRight = func(side float64) (x, y float64) { return 197 - side, 286 - side }
	middleLeft  = func(side float64) (x, y float64) { return 16, 44 }
)

// coded are the families that leave room for a 2D-Doc, and where.
var coded = map[string][]spot{
	"titre":                    {topRight, bottomLeft, bottomRight},
	"facture n° … du …":        {topRight, bottomLeft, bottomRight},
	"libellé loin de la date":  {topRight, middleLeft, bottomRight},
	"libellé au-dessus":        {topRight, middleLeft, bottomLeft},
	"lettre, ville et date":    {topRight, middleLeft, bottomRight},
	"factures passées":         {topRight, middleLeft, bottomLeft},
	"avis d’échéance de loyer": {topRight, middleLeft, bottomRight},
	"appel de fonds":           {topRight, middleLeft, bottomLeft},
}

// codedFile is a bill with its 2D-Doc, of 15 to 25 mm.
func (b *bill) codedFile() (content []byte, where string, err error) {
	side := 15 + 10*b.r.Float64()
	x, y := pick(b.r, coded[b.family.name])(side)
	b.reserved = 34
	b.family.draw(b)
	b.pdf.SetPage(1)
	if err := b.printCode(x, y, side, b.codeText()); err != nil {
		return nil, "", err
	}
	content, err = b.bytes()
	return content, fmt.Sprintf("%s, %.0f mm at %.0f, %.0f", b.family.name, side, x, y), err
}
