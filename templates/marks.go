package templates

import "math"

// The signs of the list. Each verdict and each severity has its own outline
// and its own word, so that nothing rests on colour: an octagon with a cross,
// a triangle with an exclamation mark, a ring with a question mark or an i, a
// disc with a tick.
type sign int

const (
	signCross sign = iota
	signAlert
	signQuestion
	signNote
	signTick
)

// look is how a verdict shows.
type look struct {
	word string
	sign sign
	ink  colour // dark enough for text on white (contrast above 6 to 1)
}

// The inks of the list. Titles and texts are black: a colour says that something
// blocks, is to be looked at, or is settled, and nothing else.
var (
	red   = colour{148, 27, 33}
	brown = colour{122, 72, 0}
	green = colour{20, 92, 60}
	slate = colour{56, 68, 84}
)

// The words of a good dossier are ours, and say what we looked for: « recevable »
// in capitals would read as a ruling, which is ANTS's alone to give.
var looks = map[Verdict]look{
	Refused:    {"IRRECEVABLE", signCross, red},
	ToVerify:   {"À VÉRIFIER", signAlert, brown},
	Acceptable: {"Rien de bloquant trouvé", signTick, green},
	"":         {"Pièces non examinées", signNote, slate},
}

func lookOf(v Verdict) look {
	if l, known := looks[v]; known {
		return l
	}
	return looks[ToVerify]
}

// verdictWords is how a verdict reads in a line of text.
var verdictWords = map[Verdict]string{
	Refused:    "irrecevable",
	ToVerify:   "à vérifier",
	Acceptable: "rien de bloquant",
	"":         "non examinée",
}

func verdictWord(v Verdict) string {
	if word, known := verdictWords[v]; known {
		return word
	}
	return verdictWords[ToVerify]
}

// severityLook is how findings of one weight are announced.
type severityLook struct {
	severity Severity
	sign     sign
	ink      colour
	title    string
	one      string // in a count
	many     string
}

// severityLooks stand in the order findings are printed: what blocks first.
var severityLooks = [...]severityLook{
	{Blocking, signCross, red, "Bloquant : le dossier serait refusé", "point bloquant", "points bloquants"},
	{Warning, signAlert, brown, "Avertissement : risque de refus", "avertissement", "avertissements"},
	{Undetermined, signQuestion, brown, "À regarder vous-même : le programme n’a pas pu lire", "point à regarder", "points à regarder"},
	{Info, signNote, slate, "Pour information", "information", "informations"},
}

// known maps any severity the list does not know to Undetermined.
func (s Severity) known() Severity {
	for _, l := range severityLooks {
		if l.severity == s {
			return s
		}
	}
	return Undetermined
}

// drawSign draws a sign around x, y, in two colours: figure and ground.
func drawSign(s *sheet, which sign, x, y, radius float64, figure, ground colour) {
	switch which {
	case signCross:
		s.polygon(regularPolygon(x, y, radius, 8, math.Pi/8), figure)
		arm, thickness := radius*0.42, radius*0.24
		s.line(x-arm, y-arm, x+arm, y+arm, thickness, ground)
		s.line(x-arm, y+arm, x+arm, y-arm, thickness, ground)
	case signAlert:
		s.polygon(regularPolygon(x, y+radius*0.18, radius*1.16, 3, -math.Pi/2), figure)
		s.line(x, y-radius*0.38, x, y+radius*0.24, radius*0.22, ground)
		s.disc(x, y+radius*0.52, radius*0.13, ground)
	case signTick:
		s.disc(x, y, radius, figure)
		thickness := radius * 0.24
		s.line(x-radius*0.46, y+radius*0.02, x-radius*0.12, y+radius*0.38, thickness, ground)
		s.line(x-radius*0.12, y+radius*0.38, x+radius*0.48, y-radius*0.36, thickness, ground)
	case signQuestion:
		s.ring(x, y, radius*0.88, radius*0.2, figure)
		s.bend(questionHook(x, y, radius), radius*0.2, figure)
		s.disc(x, y+radius*0.5, radius*0.13, figure)
	case signNote:
		s.ring(x, y, radius*0.88, radius*0.2, figure)
		s.line(x, y-radius*0.12, x, y+radius*0.5, radius*0.24, figure)
		s.disc(x, y-radius*0.42, radius*0.15, figure)
	}
}

// questionHook is the bow of a question mark, which is drawn and not printed: a
// letter this small would be one below the least type size of the list.
func questionHook(x, y, radius float64) [][2]float64 {
	const (
		bow   = 0.29 // radius of the bow
		above = 0.2  // its centre
		steps = 10
	)
	var hook [][2]float64
	for i := range steps + 1 {
		// From the left, over the top, to the lower right.
		angle := math.Pi * (1.08 + 1.17*float64(i)/steps)
		hook = append(hook, [2]float64{x + radius*bow*math.Cos(angle), y - radius*above + radius*bow*math.Sin(angle)})
	}
	return append(hook, [2]float64{x, y + radius*0.1}, [2]float64{x, y + radius*0.24})
}

// bend draws a line through points, round where it turns.
func (s *sheet) bend(points [][2]float64, thickness float64, c colour) {
	for i, p := range points[1:] {
		s.line(points[i][0], points[i][1], p[0], p[1], thickness, c)
		if i > 0 {
			s.disc(points[i][0], points[i][1], thickness/2, c)
		}
	}
}

// regularPolygon returns n points on a circle, the first one at the given angle.
func regularPolygon(x, y, radius float64, n int, angle float64) [][2]float64 {
	points := make([][2]float64, n)
	for i := range points {
		a := angle + 2*math.Pi*float64(i)/float64(n)
		points[i] = [2]float64{x + radius*math.Cos(a), y + radius*math.Sin(a)}
	}
	return points
}

// boxSide is the check box a pencil ticks.
const boxSide = 3.4

// drawBox draws a check box beside a line of body text. A box that is already
// settled comes ticked.
func drawBox(s *sheet, x, top float64, ticked bool) {
	y := top + (bodyLeading-boxSide)/2
	s.frame(x, y, boxSide, boxSide, 0.25, black)
	if ticked {
		drawTick(s, x, y)
	}
}

// drawTick draws the tick of a box whose corner is at x, y, always in the ink of
// what is settled.
func drawTick(s *sheet, x, y float64) {
	s.line(x+0.7, y+1.7, x+1.4, y+2.6, 0.5, green)
	s.line(x+1.4, y+2.6, x+2.8, y+0.8, 0.5, green)
}

// drawDash stands in place of a box where nothing is asked.
func drawDash(s *sheet, x, top float64) {
	y := top + bodyLeading/2
	s.line(x+0.3, y, x+boxSide-0.3, y, 0.4, darkGrey)
}

// tint is the ink at a twelfth of its strength, for grounds.
func (c colour) tint() colour {
	pale := func(v int) int { return 255 - (255-v)/12 }
	return colour{pale(c.r), pale(c.g), pale(c.b)}
}
