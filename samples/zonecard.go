package samples

import (
	"image/color"
	"strings"
	"time"
)

// An identity card of the format of 1995 to 2021 on the glass of a scanner:
// 105 × 74 mm, a little glass around. It bears a machine-readable zone and the
// labels that tell its sides, and none of the marks of the State.
const (
	oldCardX, oldCardY       = 5.0, 5.0
	oldCardWide, oldCardTall = 105.0, 74.0

	// zonePoints is the size at which the letters of OCR-B, 0.723 em wide,
	// stand [ZonePitch] apart.
	zonePoints  = ZonePitch / 25.4 * 72 / 0.723
	zoneLeading = 6.0
)

var (
	oldCardPaper = color.RGBA{R: 214, G: 226, B: 236, A: 255}
	zonePaper    = color.RGBA{R: 236, G: 240, B: 243, A: 255}
)

func blankOldCard() canvas {
	c := newCanvas(oldCardWide+2*oldCardX, oldCardTall+2*oldCardY, cardDPI, white)
	c.fill(oldCardX, oldCardY, oldCardWide, oldCardTall, oldCardPaper)
	c.frame(oldCardX, oldCardY, oldCardWide, oldCardTall, 0.3, cardShape)
	return c
}

// oldCardFront draws the front, with its zone, of a card issued on a day
// (YYYY-MM-DD).
func oldCardFront(issued string) cardSide {
	return func(p person) (canvas, error) {
		c := blankOldCard()
		const x, y = oldCardX, oldCardY
		c.fill(x+4, y+11, 25, 33, paleBlue)
		c.ellipse(x+16.5, y+23, 6, 8, y+44, cardShape)
		c.ellipse(x+16.5, y+44, 11, 11, y+44, cardShape)
		c.fill(x+1, y+56, oldCardWide-2, oldCardTall-57, zonePaper)
		lines := []textLine{{x + 4, y + 7, 9, bold, faint, "SPÉCIMEN\u00a0: dessin sans valeur"}}
		for i, row := range [][2]string{
			{"Nom", p.BirthName},
			{"Prénom(s)", strings.Join(p.FirstNames, ", ")},
			{"Sexe", p.Sex},
			{"Né(e) le", day(p.BornOn).Format("02.01.2006")},
			{"à", p.BirthTown},
		} {
			at := y + 14 + 8*float64(i)
			lines = append(lines, textLine{x + 33, at, 6, regular, ink, row[0]}, textLine{x + 33, at + 3.8, 8.5, bold, ink, row[1]})
		}
		zone := FrenchZone{
			Surname: p.BirthName, Given: p.FirstNames, Sex: p.Sex, Born: day(p.BornOn), Issued: day(issued),
			Office: "041", Serial: "07315",
		}
		for i, line := range zone.Lines() {
			lines = append(lines, textLine{x + 6.5, y + 62 + zoneLeading*float64(i), zonePoints, zoneLetters, ink, line})
		}
		return c, c.texts(lines)
	}
}

// oldCardBack draws the other side of a card issued on a day.
func oldCardBack(issued string) cardSide {
	return func(p person) (canvas, error) {
		c := blankOldCard()
		const x, y = oldCardX, oldCardY
		lines := []textLine{
			{x + 4, y + 7, 9, bold, faint, "SPÉCIMEN\u00a0: dessin sans valeur"},
			{x + 6, y + 16, 6.5, regular, ink, "Adresse\u00a0:"},
			{x + 6, y + 46, 6.5, regular, ink, "Carte valable jusqu’au\u00a0:"},
			{x + 36, y + 46, 9, bold, ink, lastPrinted(day(issued)).Format("02.01.2006")},
			{x + 6, y + 54, 6.5, regular, ink, "délivrée le\u00a0:"},
			{x + 36, y + 54, 9, bold, ink, day(issued).Format("02.01.2006")},
		}
		for i, line := range p.postalLines() {
			lines = append(lines, textLine{x + 26, y + 16 + 5*float64(i), 8.5, bold, ink, line})
		}
		c.signature(x+54, y+64)
		return c, c.texts(lines)
	}
}

// lastPrinted is the last day that the card of an adult bears: ten years, and
// fifteen for the cards issued since 2014.
// Source: décret 2013-1188, art. 10.
func lastPrinted(issued time.Time) time.Time {
	years := 10
	if issued.Year() >= 2014 {
		years = 15
	}
	return issued.AddDate(years, 0, -1)
}

// oldCard is both sides of the card of p, issued on a day.
func oldCard(p person, issued string) []file {
	return []file{
		{name: frontFile, draw: scan(oldCardFront(issued), p, asJPEG)},
		{name: backFile, draw: scan(oldCardBack(issued), p, asJPEG)},
	}
}
