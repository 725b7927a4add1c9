package templates

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/boombuler/barcode/qr"
)

// qrCode is a QR code (ISO/IEC 18004), which a telephone reads off the paper.
type qrCode struct {
	side int // modules
	dark func(x, y int) bool
}

const (
	// qrQuiet is the white that a reader needs around the code, in modules
	// (ISO/IEC 18004, 5.3.8).
	qrQuiet = 4
	// qrMost keeps the modules above half a millimetre in the place that the list
	// gives a code: an address this long has 49 of them on a side.
	qrMost = 150
)

// qrOf returns the code of a web address, or nil: one that is no address, or that
// is too long, is typed.
func qrOf(address string) *qrCode {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") || len(address) > qrMost {
		return nil
	}
	if known, ok := qrCodes.Load(address); ok {
		return known.(*qrCode)
	}
	made := encodeQR(address)
	if qrKept.Load() < qrKeep {
		qrKept.Add(1)
		qrCodes.Store(address, made)
	}
	return made
}

// A list has the code of the page of its démarche, and these are few: making
// one costs more than the rest of a page.
const qrKeep = 32

var (
	qrCodes sync.Map // by address
	qrKept  atomic.Int32
)

func encodeQR(address string) *qrCode {
	// M: a fold or a stain over a seventh of the code leaves it readable.
	code, err := qr.Encode(address, qr.M, qr.Unicode)
	if err != nil {
		return nil
	}
	dark := func(x, y int) bool {
		r, _, _, _ := code.At(x, y).RGBA()
		return r == 0
	}
	return &qrCode{code.Bounds().Dx(), dark}
}

// draw draws the code and the white around it into a square.
func (q *qrCode) draw(s *sheet, x, y, side float64) {
	module := side / float64(q.side+2*qrQuiet)
	s.fill(x, y, side, side, white)
	var dark []rectangle
	for row := range q.side {
		for column := 0; column < q.side; column++ {
			start := column
			for column < q.side && q.dark(column, row) {
				column++
			}
			if column > start {
				dark = append(dark, rectangle{
					x + float64(qrQuiet+start)*module, y + float64(qrQuiet+row)*module,
					float64(column-start) * module, module,
				})
			}
		}
	}
	s.fillAll(dark, black)
}
