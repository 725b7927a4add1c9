package templates

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Where things stand, and what to correct: the first half of the list.

// indent is where the text of an item starts, right of its sign or check box.
const indent = pageLeft + 7

// writeVerdict prints the title and the band that one look takes in.
func (c Checklist) writeVerdict(f *flow) {
	f.setParagraph(paragraph{text: c.Procedure, face: bold(), size: 18, leading: 8, colour: black})
	f.setParagraph(paragraph{text: c.situation(), colour: darkGrey})
	f.gap(4)
	writeBand(f, c.bandLines(), lookOf(c.Verdict))
}

// situation says whose list it is, of which day and of which request, as far as
// that is known.
func (c Checklist) situation() string {
	day := ""
	if !c.Date.IsZero() {
		day = "situation au " + c.Date.French()
	}
	return strings.Join(slices.DeleteFunc([]string{cmp.Or(c.Who, "Ma liste"), day, c.dossier()}, blank), " · ")
}

// The verdict band: a dark field with the sign, a pale one with the words.
const (
	bandField = 26.0
	bandText  = pageLeft + bandField + 6
	bandEdge  = pageRight - 5
)

// bandLine is one strip of the band: a wrapped line of text, or white.
type bandLine struct {
	text    string
	face    *typeface
	size    float64
	leading float64
	colour  colour
}

func (c Checklist) bandLines() []bandLine {
	look := lookOf(c.Verdict)
	lines := []bandLine{{look.word, bold(), 20, 9, look.ink}}
	lines = appendBand(lines, c.Title, bold(), 11, 5.2, black)
	lines = appendBand(lines, c.Summary, regular(), 10, bodyLeading, black)
	for _, text := range []string{c.tally(), c.missingFacts(), c.nextDate(), c.reservation()} {
		lines = appendBand(lines, text, regular(), 10, bodyLeading, darkGrey)
	}
	return lines
}

// missingFacts counts the facts without which part of the list is open.
func (c Checklist) missingFacts() string {
	count := 0
	for _, a := range c.Alerts {
		if a.Code == MissingFact {
			count++
		}
	}
	switch count {
	case 0:
		return ""
	case 1:
		return "1\u00a0fait manque pour décider : voir « " + alertsTitle + " »"
	}
	return fmt.Sprintf("%d\u00a0faits manquent pour décider : voir « %s »", count, alertsTitle)
}

// reservation keeps a good list from passing for a ruling.
func (c Checklist) reservation() string {
	if c.Verdict == Acceptable {
		return "C’est l’ANTS qui décide."
	}
	return ""
}

// writeBand sets the band in strips, one a line, so that even an endless
// summary finds its pages. The sign stands in the middle of a short band and
// near the top of a tall one.
func writeBand(f *flow, lines []bandLine, look look) {
	const padding, signRadius = 3.5, 8.0
	height := 2 * padding
	for _, l := range lines {
		height += l.leading
	}
	rest := max(0, bandField-height) + padding
	strips := append([]bandLine{{leading: padding}}, lines...)
	strips = append(strips, bandLine{leading: rest})
	centre := min(max(height, bandField)/2, 30)

	y, drawn := 0.0, false
	for i, l := range strips {
		top := y
		y += l.leading
		// The sign is drawn with the strip that ends below it: a later strip
		// would paint over it.
		sign := !drawn && (y >= centre+signRadius || i == len(strips)-1)
		drawn = drawn || sign
		f.add(row{height: l.leading, glued: i < len(strips)-1, draw: func(s *sheet, at float64) {
			l.drawStrip(s, at, look.ink)
			if sign {
				drawSign(s, look.sign, pageLeft+bandField/2, at-top+centre, signRadius, white, look.ink)
			}
		}})
	}
}

// drawStrip overlaps the next strip by a hair, so that no renderer shows a
// white seam.
func (l bandLine) drawStrip(s *sheet, top float64, ink colour) {
	const seam = 0.05
	s.fill(pageLeft, top, bandField, l.leading+seam, ink)
	s.fill(pageLeft+bandField, top, pageWidth-bandField, l.leading+seam, ink.tint())
	if l.text != "" {
		s.text(bandText, top+l.leading/2+l.size*mmPerPoint*0.36, l.face, l.size, l.colour, l.text)
	}
}

func appendBand(lines []bandLine, text string, face *typeface, size, leading float64, c colour) []bandLine {
	if text == "" {
		return lines
	}
	for _, line := range wrap(face, size, prose(text), bandEdge-bandText, 0) {
		lines = append(lines, bandLine{line, face, size, leading, c})
	}
	return lines
}

// tally counts the findings by weight: « 2 points bloquants, 1 avertissement ».
func (c Checklist) tally() string {
	var parts []string
	all := c.placedFindings()
	for _, l := range severityLooks {
		count := 0
		for _, p := range all {
			if p.Severity.known() == l.severity {
				count++
			}
		}
		switch {
		case count == 1:
			parts = append(parts, "1\u00a0"+l.one)
		case count > 1:
			parts = append(parts, fmt.Sprintf("%d\u00a0%s", count, l.many))
		}
	}
	return strings.Join(parts, ", ")
}

// placedFinding is a finding with the piece it is about.
type placedFinding struct {
	Finding
	piece string // empty for the dossier as a whole
}

func (c Checklist) placedFindings() []placedFinding {
	var all []placedFinding
	for _, finding := range c.Findings {
		all = append(all, placedFinding{finding, ""})
	}
	for _, piece := range c.Pieces {
		for _, finding := range piece.Findings {
			all = append(all, placedFinding{finding, piece.Label})
		}
	}
	return all
}

// writeFindings prints what to correct, heaviest first, each with its remedy
// and a box to tick; then how each piece stands.
func (c Checklist) writeFindings(f *flow) {
	all := c.placedFindings()
	if len(all) > 0 {
		f.heading(findingsTitle(all))
		first := true
		for _, l := range severityLooks {
			first = writeSeverity(f, l, all, first)
		}
	}
	c.writePieces(f)
}

// findingsTitle does not ask for corrections where there are none to make.
func findingsTitle(all []placedFinding) string {
	for _, p := range all {
		if p.Severity.known() != Info {
			return "Ce qui est à corriger"
		}
	}
	return "À savoir sur vos pièces"
}

// writeSeverity reports whether the next weight is still the first to print.
func writeSeverity(f *flow, l severityLook, all []placedFinding, first bool) bool {
	announced := false
	for _, p := range all {
		if p.Severity.known() != l.severity {
			continue
		}
		switch {
		case announced:
			f.gap(2.2)
		case !first:
			f.gap(4)
		}
		if !announced {
			announceSeverity(f, l)
		}
		announced, first = true, false
		writeFinding(f, p)
	}
	return first
}

func announceSeverity(f *flow, l severityLook) {
	f.gluedParagraph(paragraph{
		text: l.title, left: indent, face: bold(), size: 11, colour: l.ink,
		first: func(s *sheet, top float64) { drawSign(s, l.sign, pageLeft+2.4, top+2.6, 2.4, l.ink, white) },
	})
	f.gluedGap(1.2)
}

func writeFinding(f *flow, p placedFinding) {
	subject := p.piece
	if subject == "" {
		subject = "Dossier"
	}
	f.gluedParagraph(paragraph{text: subject, left: indent, face: bold(), colour: black})
	if place := p.place(); place != "" {
		f.gluedParagraph(paragraph{text: place, verbatim: true, left: indent, colour: darkGrey})
	}
	message := paragraph{text: p.Message, left: indent, colour: black}
	if p.Remedy == "" {
		f.setParagraph(message)
		return
	}
	f.gluedParagraph(message)
	f.gluedGap(0.6)
	f.setParagraph(paragraph{
		text: p.Remedy, left: indent + 6, face: bold(), colour: black,
		first: func(s *sheet, top float64) { drawBox(s, indent+0.2, top, false) },
	})
}

// place says in which file, and on which page, to look.
func (p placedFinding) place() string {
	switch {
	case p.File != "" && p.Page > 0:
		return fmt.Sprintf("%s, page\u00a0%d", p.File, p.Page)
	case p.Page > 0:
		return fmt.Sprintf("Page\u00a0%d", p.Page)
	default:
		return p.File
	}
}

const alertsTitle = "Points d’attention"

// alertOrder puts what to do first before what only has to be known. What is not
// in it comes last, in the order given.
var alertOrder = [...]AlertCode{
	"dispense_a_risque", MissingFact, "epreuve_nulle", "piece_perimee",
	"dispense_perdue", "teleprocedure_exclue", "interdiction_en_cours", "titre_am_possible",
}

func (c AlertCode) rank() int {
	if i := slices.Index(alertOrder[:], c); i >= 0 {
		return i
	}
	return len(alertOrder)
}

// writeAlerts prints what to know about the decision itself, but for what the
// sources dispute.
func (c Checklist) writeAlerts(f *flow) {
	alerts := slices.DeleteFunc(slices.Clone(c.Alerts), func(a Alert) bool { return a.Code == DivergentReadings })
	slices.SortStableFunc(alerts, func(a, b Alert) int { return cmp.Compare(a.Code.rank(), b.Code.rank()) })
	f.section(alertsTitle, len(alerts), func(i int) {
		f.setParagraph(paragraph{
			text: alerts[i].Message, left: indent, colour: black, sources: alerts[i].Sources,
			first: func(s *sheet, top float64) {
				drawSign(s, alerts[i].sign(), pageLeft+2, top+bodyLeading/2, 1.9, brown, white)
			},
		})
		f.gap(1.8)
	})
}

func (a Alert) sign() sign {
	if a.Code == MissingFact {
		return signQuestion
	}
	return signAlert
}
