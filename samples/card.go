package samples

import (
	"fmt"
	"strings"
)

// An identity card photographed from above on a table: 85.6 × 54 mm in a
// picture of 105 × 74 mm. It is an abstract specimen on purpose: no State
// emblem, no photograph, no machine-readable zone, nothing that could serve.
const (
	cardDPI            = 300
	cardX, cardY       = 9.7, 10.0
	cardWide, cardTall = 85.6, 54.0
)

func blankCard() canvas {
	c := newCanvas(105, 74, cardDPI, tableTop)
	c.fill(cardX, cardY, cardWide, cardTall, cardPaper)
	c.frame(cardX, cardY, cardWide, cardTall, 0.5, ink)
	return c
}

// cardFront draws the front of the specimen card of p.
func cardFront(p person) (canvas, error) {
	c := blankCard()
	floor := cardY + 44.0
	c.fill(cardX+4, cardY+13, 24, 31, paleBlue)
	c.ellipse(cardX+16, cardY+24, 6, 7.5, floor, cardShape)
	c.ellipse(cardX+16, cardY+45, 10.5, 13, floor, cardShape)
	c.frame(cardX+4, cardY+13, 24, 31, 0.3, ink)

	const left = cardX + 32
	lines := []textLine{
		{cardX + 4, cardY + 8.5, 11, bold, faint, "SPÉCIMEN\u00a0: dessin sans valeur"},
		{left, cardY + 16, 6, regular, ink, "Nom"},
		{left, cardY + 20, 9, bold, ink, p.BirthName},
		{left, cardY + 25, 6, regular, ink, "Prénom(s)"},
		{left, cardY + 29, 9, bold, ink, strings.Join(p.FirstNames, ", ")},
		{left, cardY + 34, 6, regular, ink, "Sexe"},
		{left, cardY + 38, 9, bold, ink, p.Sex},
		{left + 12, cardY + 34, 6, regular, ink, "Date de naissance"},
		{left + 12, cardY + 38, 9, bold, ink, InFigures(day(p.BornOn))},
		{left, cardY + 43, 6, regular, ink, "Lieu de naissance"},
		{left, cardY + 47, 9, bold, ink, p.BirthTown},
	}
	if p.UsedName != "" {
		lines = append(lines, textLine{left, cardY + 51.5, 7, regular, ink, "Nom d’usage\u00a0: " + p.UsedName})
	}
	return c, c.texts(lines)
}

// cardBack draws the back of the specimen card of p.
func cardBack(p person) (canvas, error) {
	c := blankCard()
	lines := []textLine{
		{cardX + 4, cardY + 8.5, 11, bold, faint, "SPÉCIMEN\u00a0: dessin sans valeur"},
		{cardX + 4, cardY + 15, 6, regular, ink, "Adresse"},
	}
	for i, l := range p.postalLines() {
		lines = append(lines, textLine{cardX + 4, cardY + 19.5 + 4.5*float64(i), 8.5, regular, ink, l})
	}
	lines = append(lines,
		textLine{cardX + 4, cardY + 37, 6, regular, ink, "Date de délivrance"},
		textLine{cardX + 4, cardY + 41, 9, bold, ink, "14/03/2022"},
		textLine{cardX + 44, cardY + 37, 6, regular, ink, "Date d’expiration"},
		textLine{cardX + 44, cardY + 41, 9, bold, ink, "13/03/2032"},
	)
	for i := range 24 {
		c.fill(cardX+4+3.2*float64(i), cardY+46, 1.2+0.3*float64(i%4), 4.5, cardShape)
	}
	return c, c.texts(lines)
}

// cardSide draws one side of a card.
type cardSide func(person) (canvas, error)

// scan draws one side of the card of p and stores it with encode.
func scan(side cardSide, p person, encode encoder) func() ([]byte, error) {
	return func() ([]byte, error) {
		c, err := side(p)
		if err != nil {
			return nil, fmt.Errorf("drawing the card: %w", err)
		}
		return encode(c)
	}
}
