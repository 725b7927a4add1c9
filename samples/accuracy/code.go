package main

import (
	"fmt"
	"strings"

	"github.com/recevable/recevable/samples"
)

// codeText is the text of the 2D-Doc of the bill: a proof of address (00) or an
// invoice (01). Its signature is noise of the right length.
func (b *bill) codeText() string {
	code := samples.TwoDDoc{Version: pick(b.r, []int{4, 4, 4, 3, 2}), Kind: pick(b.r, []string{"00", "01"}), Issued: b.issued}
	value := samples.TwoDDocValue
	p := b.holder
	switch {
	case p.printed != "":
		code.Values += value("10", p.printed, 38)
	case oneIn(b.r, 2):
		code.Values += value("10", strings.Join([]string{strings.TrimSuffix(p.title, "."), p.surname(), p.first[0]}, "/"), 38)
	default:
		code.Values += value("12", p.first[0], 38) + value("13", p.surname(), 38)
	}
	if oneIn(b.r, 3) {
		code.Values += value("18", strings.ReplaceAll(b.invoice(), " ", ""), 20)
	}
	if p.extra != "" {
		code.Values += value("20", p.extra, 38)
	}
	code.Values += value("22", p.street, 38) + "24" + p.postcode + value("25", p.town, 32) + "26FR"
	return code.Text(b.r)
}

// printCode draws the symbol of a text, and under it what it is.
func (b *bill) printCode(x, y, side float64, text string) error {
	foot, err := samples.PrintTwoDDoc(b.pdf, x, y, side, text)
	if err != nil {
		return err
	}
	b.text(x, foot+1.6, ink{points: 5, bold: true}, "2D-DOC")
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
