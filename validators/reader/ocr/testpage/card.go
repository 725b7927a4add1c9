package testpage

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/font"
)

// Card is a drawn identity card of the French 2 × 36 kind and what a reader
// must find on it.
type Card struct {
	Image *image.RGBA
	Zone  [2]string // the machine-readable lines
	Words []string
}

// NewCard draws the front of an invented identity card, 105 × 74 mm, at a
// resolution in dots per inch. The letters of the zone are those of a
// typewriter: the face that real cards use is not free.
func NewCard(seed uint64, dpi float64) Card {
	r := rand.New(rand.NewPCG(seed, 0x63617264))
	c := newCanvas(105, 74, dpi, typefaces()[0])
	c.fill(0, 0, 105, 74, color.RGBA{205, 222, 232, 255})
	c.waves()
	c.portrait()
	ink9 := ink{points: 8}
	c.text(5, 7, ink{points: 8, bold: true}, "SPÉCIMEN INVENTÉ")
	c.text(56, 7, ink{points: 7}, "CARTE NATIONALE D’IDENTITÉ N° :")
	name, first := [][2]string{{"MARTIN", "JEAN"}, {"DUBOIS", "LEA"}, {"OLIVIER", "REMI"}, {"PERIER", "NOEL"}}[r.IntN(4)][0], "ALEX"
	for i, row := range [][2]string{{"Nom :", name}, {"Prénom(s) :", first}, {"Sexe :", "F"}, {"Né(e) le :", "14.07.1990"}, {"à :", "CHARTRES (28)"}, {"Taille :", "1,70m"}} {
		c.text(38, 17+6*float64(i), ink{points: 6.5}, row[0])
		c.text(54, 17+6*float64(i), ink9, row[1])
	}
	zone := [2]string{filled("IDFRA"+name, 36-6) + "282053", filled("9003282053117"+first, 27) + "9007148F4"}
	c.fonts = typefaces()[3]
	c.faces = map[faceKey]font.Face{}
	for i, line := range zone {
		c.text(6, 63+6*float64(i), ink{points: 12.2}, line)
	}
	return Card{Image: c.img, Zone: zone, Words: c.words}
}

func filled(s string, length int) string {
	for len(s) < length {
		s += "<"
	}
	return s[:length]
}

// waves draws the pale lines of the background.
func (c *canvas) waves() {
	for y := range c.img.Rect.Dy() {
		for x := range c.img.Rect.Dx() {
			mmX, mmY := float64(x)*25.4/c.dpi, float64(y)*25.4/c.dpi
			light := uint8(8 * (1 + math.Sin(4*mmY+2*math.Sin(mmX/6))))
			p := c.img.Pix[y*c.img.Stride+4*x:]
			p[0] -= light
			p[1] -= light
		}
	}
}

// portrait draws a face as soft as a printed photograph is.
func (c *canvas) portrait() {
	for y := c.px(13); y < c.px(53); y++ {
		for x := c.px(5); x < c.px(35); x++ {
			mmX, mmY := float64(x)*25.4/c.dpi-20, float64(y)*25.4/c.dpi-32
			face := 1 / (1 + math.Exp(6*(math.Hypot(mmX/9, mmY/13)-1)))
			level := 190 - 90*face + 10*math.Sin(mmX)*math.Sin(mmY/2)
			c.img.SetRGBA(x, y, color.RGBA{uint8(level), uint8(level * 0.95), uint8(level * 0.9), 255})
		}
	}
}
