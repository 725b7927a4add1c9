package templates

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// What to gather: papers, exams, visits.

// writeRequired prints the pieces to gather, each with a box: those that are
// missing or to redo first, then those the dossier already holds.
func (c Checklist) writeRequired(f *flow) {
	pieces := slices.Clone(c.Required)
	slices.SortStableFunc(pieces, func(a, b RequiredPiece) int { return cmp.Compare(truth(a.ready()), truth(b.ready())) })
	f.section("Les pièces à réunir", len(pieces), func(i int) { writeRequiredPiece(f, pieces[i]) })
}

func writeRequiredPiece(f *flow, piece RequiredPiece) {
	const state = 36.0 // the column that says where the piece is
	f.setItem(paragraph{
		text: piece.Label, right: pageRight - state,
		first: func(s *sheet, top float64) {
			drawBox(s, pageLeft+0.2, top, piece.ready())
			s.flushRight(pageRight, top+3.6, regular(), bodySize, darkGrey, piece.state())
		},
	}, piece.Sources, joined(piece.Reason, piece.conditions()))
	f.gap(2)
}

// joined is two sentences, or the one there is.
func joined(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, blank), " ")
}

// setItem adds an item of a section: its name in bold, then what is said of it.
// The marks of its sources stand behind the last text.
func (f *flow) setItem(name paragraph, sources []string, text string) {
	name.left, name.face, name.colour = indent, bold(), black
	if text == "" {
		name.sources = sources
		f.setParagraph(name)
		return
	}
	f.gluedParagraph(name)
	f.setParagraph(paragraph{text: text, left: indent, colour: darkGrey, sources: sources})
}

// ready reports whether nothing is left to do about a piece. Only a piece that
// is there and that no check holds back gets its box ticked.
func (p RequiredPiece) ready() bool {
	return p.Present && (p.Verdict == "" || p.Verdict == Acceptable)
}

func (p RequiredPiece) state() string {
	switch {
	case p.ready():
		return "dans le dossier"
	case p.Present && p.Verdict == Refused:
		return "à refaire"
	case p.Present:
		return "à vérifier"
	case p.Mandatory:
		return "à joindre"
	default:
		return "si on vous le demande"
	}
}

// conditions are the limits of a piece: « 5 pages au plus, daté de moins de
// 6 mois ».
func (p RequiredPiece) conditions() string {
	var parts []string
	switch {
	case p.PagesMax == 1:
		parts = append(parts, "une seule page")
	case p.PagesMax > 1:
		parts = append(parts, fmt.Sprintf("%d\u00a0pages au plus", p.PagesMax))
	}
	if p.AgeMaxMonths > 0 {
		parts = append(parts, fmt.Sprintf("moins de %d\u00a0mois", p.AgeMaxMonths))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Limite\u00a0: " + strings.Join(parts, ", ") + "."
}

// writeRequirements prints what the decision asks for, and why.
func (c Checklist) writeRequirements(f *flow) {
	var settled []*Requirement
	for _, r := range []*Requirement{c.Exams, c.Psychotechnical, c.Medical} {
		if r != nil {
			settled = append(settled, r)
		}
	}
	f.section("Épreuves, test et visite médicale", len(settled), func(i int) { writeRequirement(f, settled[i]) })
}

// doneColumn is where the day a requirement was met stands, flush right.
const doneColumn = 48.0

func writeRequirement(f *flow, r *Requirement) {
	right := pageRight
	if !r.DoneOn.IsZero() {
		right -= doneColumn
	}
	f.setItem(paragraph{
		text: r.Title, right: right,
		first: func(s *sheet, top float64) {
			if r.NotDue {
				drawDash(s, pageLeft+0.2, top)
				return
			}
			drawBox(s, pageLeft+0.2, top, !r.DoneOn.IsZero())
			if !r.DoneOn.IsZero() {
				s.flushRight(pageRight, top+3.6, regular(), bodySize, green, "fait le "+r.DoneOn.French())
			}
		},
	}, r.Sources, r.Detail)
	f.gap(2)
}
