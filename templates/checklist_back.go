package templates

import "strings"

// What explains the rest: where the sources differ, and the
// words of the administration. The sources themselves are in notes.go.

// writeDisputes prints the readings that the list does not follow.
func (c Checklist) writeDisputes(f *flow) {
	var disputes []Alert
	for _, a := range c.Alerts {
		if a.Code == DivergentReadings {
			disputes = append(disputes, a)
		}
	}
	f.section("Les sources ne disent pas toutes la même chose", len(disputes), func(i int) {
		f.setParagraph(paragraph{
			text: disputes[i].Message, left: pageLeft + 4, colour: darkGrey, sources: disputes[i].Sources,
			first: func(s *sheet, top float64) { s.disc(pageLeft+1, top+bodyLeading/2, 0.5, darkGrey) },
		})
		f.gap(1.4)
	})
}

// writeGlossary prints the words that the list used so far, each with what it
// means.
func (c Checklist) writeGlossary(f *flow) {
	said := strings.ReplaceAll(f.said.String(), "\u00a0", " ")
	var used []Term
	widest := 0.0
	for _, term := range c.Glossary {
		if strings.Contains(said, term.Word) {
			used = append(used, term)
			widest = max(widest, bold().width(prose(term.Word), bodySize))
		}
	}
	const gap, most = 4.0, 60.0
	meaning := pageLeft + min(widest+gap, most)
	f.section("Les mots de l’administration", len(used), func(i int) {
		f.setColumns(
			paragraph{text: used[i].Word, right: meaning - gap, face: bold(), colour: black},
			paragraph{text: used[i].Meaning, left: meaning, colour: darkGrey},
		)
		f.gap(0.8)
	})
}
