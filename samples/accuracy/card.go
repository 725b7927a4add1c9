package main

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/go-fonts/dejavu/dejavusansmono"
	"github.com/go-fonts/liberation/liberationmonobold"
	"github.com/go-fonts/liberation/liberationmonoregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/recevable/recevable/samples"
)

// cardKind is a kind of identity paper: its size in millimetres, and where the
// first letter of its zone stands.
type cardKind struct {
	name           string
	width, height  float64
	zoneX, zoneY   float64
	leading, pitch float64
}

// The three layouts of ICAO Doc 9303 and of the French card until 2021.
var (
	frenchCard = cardKind{"2×36", 105, 74, 6.5, 62, 6, samples.ZonePitch}
	bankCard   = cardKind{"TD1", 85.6, 54, 4.7, 38.5, 5.3, samples.ZonePitch}
	passport   = cardKind{"TD3", 125, 88, 6.5, 76, 6.2, samples.ZonePitch}
	cardKinds  = []cardKind{frenchCard, bankCard, passport}
)

// card is an identity paper of a made-up person.
type card struct {
	kind          cardKind
	face          zoneFace
	holder        person
	born, expires time.Time
	issued        time.Time
	zone          []string
}

// newCard draws lots for the card of a seed: the kinds in turn, half of them
// in the typeface of real cards, the others in those of one width.
func newCard(seed uint64) card {
	r := rand.New(rand.NewPCG(seed, 0x6d727a))
	c := card{kind: cardKinds[seed%3], face: zoneFaces[0], holder: makePerson(r)}
	if seed/3%2 == 1 {
		c.face = zoneFaces[1+int(seed/6)%(len(zoneFaces)-1)]
	}
	c.born = time.Date(1945+r.IntN(50), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
	c.issued = time.Date(2014+r.IntN(7), time.Month(1+r.IntN(12)), 15, 0, 0, 0, 0, time.UTC)
	c.expires = reference.AddDate(r.IntN(8), 1+r.IntN(11), -r.IntN(28))
	if c.kind == frenchCard {
		c.expires = c.issued.AddDate(15, 0, -1) // of age, issued since 2014
	}
	c.zone = c.lines(r)
	return c
}

func lot(r *rand.Rand, n int, letters string) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = letters[r.IntN(len(letters))]
	}
	return string(out)
}

// lines writes the zone.
func (c card) lines(r *rand.Rand) []string {
	const digits, both = "0123456789", "0123456789BCDFGHJKLMNPRTVWXYZ"
	born, expires := c.born.Format("060102"), c.expires.Format("060102")
	sex := map[string]string{"M.": "M", "Mme": "F"}[c.holder.title]
	if c.kind == frenchCard {
		return samples.FrenchZone{
			Surname: c.holder.birth, Given: c.holder.first, Sex: sex, Born: c.born, Issued: c.issued,
			Office: lot(r, 3, digits), Serial: lot(r, 5, digits),
		}.Lines()
	}
	checkDigit, filled := samples.CheckDigit, samples.ZoneName
	given := strings.Join(c.holder.first, "<")
	born += checkDigit(born)
	expires += checkDigit(expires)
	if c.kind == bankCard {
		number := lot(r, 9, both)
		number += checkDigit(number) + strings.Repeat("<", 15)
		optional := strings.Repeat("<", 11)
		second := born + sex + expires + "FRA" + optional
		return []string{"IDFRA" + number, second + checkDigit(number, born, expires, optional), filled(c.holder.birth+"<<"+given, 30)}
	}
	number := lot(r, 2, digits) + lot(r, 2, "ABCDEFGHKLMNPRTVX") + lot(r, 5, digits)
	number += checkDigit(number)
	optional := strings.Repeat("<", 14) + "0"
	return []string{
		filled("P<FRA"+c.holder.birth+"<<"+given, 44),
		number + "FRA" + born + sex + expires + optional + checkDigit(number, born, expires, optional),
	}
}

// zoneFace is a typeface of zones.
type zoneFace struct {
	name string
	ttf  []byte
}

var zoneFaces = []zoneFace{
	{"OCR-B", samples.OCRB},
	{"Liberation Mono", liberationmonoregular.TTF},
	{"DejaVu Sans Mono", dejavusansmono.TTF},
	{"Go Mono", gomono.TTF},
	{"Liberation Mono Bold", liberationmonobold.TTF},
}

// file draws the side of the card that has the zone, alone on its page or
// laid on a sheet at (atX, atY).
func (c card) file(sheetWidth, sheetHeight, atX, atY float64, ground color.RGBA) ([]byte, error) {
	p := newPaper(sheetWidth, sheetHeight, sans)
	p.fill(0, 0, sheetWidth, sheetHeight, ground)
	c.draw(p, atX, atY)
	if err := c.drawZone(p, atX+c.kind.zoneX, atY+c.kind.zoneY); err != nil {
		return nil, err
	}
	return p.bytes()
}

// draw draws what a card shows beside its zone: an invented thing, without the
// marks of any State.
func (c card) draw(p *paper, x, y float64) {
	k := c.kind
	p.fill(x, y, k.width, k.height, color.RGBA{214, 226, 236, 255})
	p.pdf.SetDrawColor(196, 212, 226)
	p.pdf.SetLineWidth(0.15)
	for n := 1; n < int(k.height/1.5); n++ {
		at := y + 1.5*float64(n)
		p.pdf.Curve(x, at, x+k.width/2, at+1.4*float64(n%3-1), x+k.width, at, "D")
	}
	p.frame(x, y, k.width, k.height)
	small, strong := ink{points: 5.5, colour: grey}, ink{points: 8, bold: true}
	p.text(x+4, y+6, ink{points: 7.5, bold: true, colour: grey}, "SPÉCIMEN INVENTÉ, SANS VALEUR")
	left := x + 4
	if k != bankCard {
		p.fill(x+4, y+10, 25, 32, color.RGBA{178, 188, 194, 255})
		p.pdf.SetFillColor(120, 128, 134)
		p.pdf.Ellipse(x+16.5, y+22, 6.5, 8.5, 0, "F")
		p.fill(x+8, y+33, 17, 9, color.RGBA{120, 128, 134, 255})
		left = x + 33
	}
	rows := []row{
		{"Nom", strings.ToUpper(c.holder.birth)},
		{"Prénom(s)", strings.Join(c.holder.first, ", ")},
		{"Né(e) le", samples.InFigures(c.born)},
		{"Délivré(e) le", samples.InFigures(c.issued)},
	}
	if k == bankCard {
		rows = []row{{"Adresse", strings.Join(c.holder.postal(), ", ")}, {"Date de délivrance", samples.InFigures(c.issued)}}
	}
	for n, r := range rows {
		p.text(left, y+13+8.5*float64(n), small, r.label)
		p.text(left, y+16.6+8.5*float64(n), strong, r.value)
	}
	p.fill(x+1, y+k.zoneY-6, k.width-2, k.height-k.zoneY+5, color.RGBA{236, 240, 243, 255})
}

// drawZone writes the zone letter by letter, as outlines: gofpdf does not know
// the kind of font that OCR-B is.
func (c card) drawZone(p *paper, x, y float64) error {
	outlines, err := sfnt.Parse(c.face.ttf)
	if err != nil {
		return fmt.Errorf("reading %s: %w", c.face.name, err)
	}
	p.pdf.SetFillColor(25, 25, 30)
	for n, line := range c.zone {
		for i, letter := range line {
			if err := p.outline(outlines, letter, x+float64(i)*c.kind.pitch, y+float64(n)*c.kind.leading, c.kind.pitch); err != nil {
				return fmt.Errorf("drawing %q in %s: %w", letter, c.face.name, err)
			}
		}
	}
	return nil
}

// outline fills a letter of a font of one width, which pitch gives in
// millimetres.
func (p *paper) outline(f *sfnt.Font, letter rune, x, y, pitch float64) error {
	var buffer sfnt.Buffer
	em := fixed.I(int(f.UnitsPerEm()))
	glyph, err := f.GlyphIndex(&buffer, letter)
	if err != nil {
		return err
	}
	advance, err := f.GlyphAdvance(&buffer, glyph, em, font.HintingNone)
	if err != nil {
		return err
	}
	segments, err := f.LoadGlyph(&buffer, glyph, em, nil)
	if err != nil {
		return err
	}
	scale := pitch / float64(advance)
	at := func(v fixed.Point26_6) (float64, float64) { return x + float64(v.X)*scale, y + float64(v.Y)*scale }
	for n, s := range segments {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		cx, cy := at(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if n > 0 {
				p.pdf.ClosePath()
			}
			p.pdf.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			p.pdf.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			p.pdf.CurveTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			p.pdf.CurveBezierCubicTo(ax, ay, bx, by, cx, cy)
		}
	}
	if len(segments) > 0 {
		p.pdf.ClosePath()
		p.pdf.DrawPath("F")
	}
	return nil
}
