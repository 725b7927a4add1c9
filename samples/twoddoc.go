package samples

import (
	"encoding/base32"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	shapes "github.com/makiuchi-d/gozxing/datamatrix/encoder"
)

// The separators of a 2D-Doc: the end of a value, and that of what is signed.
const (
	groupSeparator = "\x1d"
	unitSeparator  = "\x1f"
)

// TwoDDoc is a 2D-Doc of the authority and the certificate that the
// specification keeps for its examples: nothing real is signed by them.
type TwoDDoc struct {
	Version int    // 2 to 4
	Kind    string // type of document, such as 00
	Issued  time.Time
	Values  string // what is signed, one [TwoDDocValue] after the other
}

// Text returns the text of the symbol. The signature is noise of the right
// length.
func (d TwoDDoc) Text(noise *rand.Rand) string {
	text := fmt.Sprintf("DC%02dFR000001%s%s%s", d.Version, headerDate(d.Issued), headerDate(d.Issued.AddDate(0, 0, 1)), d.Kind)
	if d.Version >= 3 {
		text += "01"
	}
	if d.Version >= 4 {
		text += "FR"
	}
	return text + d.Values + unitSeparator + signature(noise)
}

// headerDate is a day as the header of a 2D-Doc has it: days since the year
// 2000, in four hexadecimal digits.
func headerDate(t time.Time) string {
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	return fmt.Sprintf("%04X", int(t.Sub(start).Hours()/24))
}

// TwoDDocValue is a value whose length is not fixed, cut at its longest.
func TwoDDocValue(id, value string, longest int) string {
	value = strings.ToUpper(WithoutAccents(value))
	if len(value) >= longest {
		return id + value[:longest]
	}
	return id + value + groupSeparator
}

// signature is 64 bytes of noise in base 32, as a P-256 signature is written.
func signature(r *rand.Rand) string {
	noise := make([]byte, 64)
	for i := range noise {
		noise[i] = byte(r.IntN(256))
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(noise)
}

// PrintTwoDDoc draws the symbol of a text in a square of the given side, in
// millimetres, white paper around it. It returns where that paper ends below.
func PrintTwoDDoc(pdf *gofpdf.Fpdf, x, y, side float64, text string) (foot float64, err error) {
	modules, err := symbol(text)
	if err != nil {
		return 0, fmt.Errorf("encoding the 2D-Doc: %w", err)
	}
	n := modules.GetWidth()
	module := side / float64(n)
	quiet := 2 * module
	pdf.SetFillColor(255, 255, 255)
	pdf.Rect(x-quiet, y-quiet, side+2*quiet, side+2*quiet, "F")
	pdf.SetFillColor(0, 0, 0)
	for row := range n {
		for from := 0; from < n; from++ {
			length := 0
			for from+length < n && modules.Get(from+length, row) {
				length++
			}
			if length > 0 {
				// A hair taller than a module: no white line between rows.
				pdf.Rect(x+float64(from)*module, y+float64(row)*module, float64(length)*module, module+0.01, "F")
				from += length
			}
		}
	}
	return y + side + quiet, nil
}

// symbol returns the modules of the Data Matrix of a text, a byte for each
// letter.
func symbol(text string) (*gozxing.BitMatrix, error) {
	latin := make([]rune, len(text))
	for i := range len(text) {
		latin[i] = rune(text[i])
	}
	hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_DATA_MATRIX_SHAPE: shapes.SymbolShapeHint_FORCE_SQUARE}
	return datamatrix.NewDataMatrixWriter().Encode(string(latin), gozxing.BarcodeFormat_DATA_MATRIX, 0, 0, hints)
}
