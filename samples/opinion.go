package samples

import (
	"fmt"
	"strings"
)

// opinionDate is when the medical opinions of the samples were given.
const opinionDate = "2026-10-05"

// opinionPage draws a page (from 1) of a made-up medical opinion for p, A4 on
// the blue paper doctors use. Past the second, pages are free remarks.
func opinionPage(p person, page int, dpi float64) (canvas, error) {
	c := newCanvas(210, 297, dpi, paleBlue)
	c.fill(15, 15, 180, 12, tableTop)
	lines := []textLine{
		{20, 23, 15, bold, paleBlue, fmt.Sprintf("AVIS MÉDICAL (SPÉCIMEN), page %d", page)},
		{15, 285, 8, regular, ink, "Dessin fait par un programme\u00a0: ceci n’est pas le formulaire officiel et ne peut pas servir."},
		{22, 185, 84, bold, faint, "SPÉCIMEN"},
	}
	sections := [...]func(canvas, person) []textLine{opinionIdentity, opinionCategories, opinionRemarks}
	lines = append(lines, sections[min(page, len(sections))-1](c, p)...)
	return c, c.texts(lines)
}

func opinionIdentity(c canvas, p person) []textLine {
	c.frame(15, 34, 180, 62, 0.4, ink)
	c.frame(15, 102, 180, 40, 0.4, ink)
	c.frame(15, 200, 180, 66, 0.4, ink)
	c.frame(22, 219, 5, 5, 0.4, ink)
	c.frame(22, 229, 5, 5, 0.4, ink)
	c.signature(130, 250)
	return []textLine{
		{20, 42, 12, bold, ink, "Personne examinée"},
		{20, 52, 11, regular, ink, "Nom de naissance\u00a0: " + p.BirthName},
		{20, 60, 11, regular, ink, "Prénoms\u00a0: " + strings.Join(p.FirstNames, ", ")},
		{20, 68, 11, regular, ink, "Date de naissance\u00a0: " + InFigures(day(p.BornOn))},
		{20, 76, 11, regular, ink, "Adresse\u00a0: " + strings.Join(p.postalLines(), ", ")},
		{20, 84, 11, regular, ink, "Téléphone\u00a0: " + p.Phone},
		{20, 110, 12, bold, ink, "Motif de l’examen"},
		{20, 120, 11, regular, ink, "Retour au permis de conduire après une invalidation ou une annulation."},
		{20, 128, 11, regular, ink, "Examen psychotechnique présenté le jour de la visite\u00a0: oui."},
		{20, 208, 12, bold, ink, "Avis"},
		{22.8, 223.2, 11, bold, ink, "X"},
		{31, 223.2, 11, regular, ink, "Apte à la conduite des catégories demandées"},
		{31, 233.2, 11, regular, ink, "Inapte"},
		{20, 246, 11, regular, ink, "Fait à " + p.Town + ", le " + InWords(day(opinionDate))},
		{20, 256, 11, regular, ink, "Docteur Spécimen, médecin inventé"},
	}
}

func opinionCategories(c canvas, _ person) []textLine {
	lines := []textLine{
		{20, 44, 12, bold, ink, "Catégories"},
		{20, 52, 10, regular, ink, "Catégorie"},
		{62, 52, 10, regular, ink, "Avis"},
		{104, 52, 10, regular, ink, "Durée"},
		{146, 52, 10, regular, ink, "Restriction"},
	}
	for i, category := range []string{"AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C", "D"} {
		y := 55 + 9*float64(i)
		for column := range 4 {
			c.frame(18+42*float64(column), y, 42, 9, 0.3, ink)
		}
		lines = append(lines,
			textLine{20, y + 6.3, 10, bold, ink, category},
			textLine{62, y + 6.3, 10, regular, ink, "apte"},
			textLine{104, y + 6.3, 10, regular, ink, "sans limite"},
			textLine{146, y + 6.3, 10, regular, ink, "aucune"})
	}
	return lines
}

func opinionRemarks(c canvas, _ person) []textLine {
	c.frame(15, 34, 180, 232, 0.4, ink)
	remarks := []string{
		"Acuité visuelle\u00a0: dix dixièmes à chaque œil, sans correction.",
		"Champ visuel\u00a0: normal. Audition\u00a0: voix chuchotée entendue à cinq mètres.",
		"Tension artérielle\u00a0: normale. Réflexes\u00a0: présents et symétriques.",
		"Examen psychotechnique du 21 septembre 2026\u00a0: temps de réaction normaux,",
		"attention soutenue pendant toute la durée des épreuves, aucune réserve.",
		"Aucun traitement en cours qui gêne la conduite.",
		"Aucune restriction, aucun aménagement du véhicule.",
	}
	lines := []textLine{{20, 44, 12, bold, ink, "Observations"}}
	for i, remark := range remarks {
		lines = append(lines, textLine{20, 56 + 9*float64(i), 11, regular, ink, remark})
	}
	return lines
}

// signature draws a scribble starting at (x, y).
func (c canvas) signature(x, y float64) {
	for i := range 400 {
		t := float64(i) / 400
		wave := 5 * (1 - t) * zigzag(7*t)
		c.fill(x+45*t, y+wave, 0.6, 0.6, ink)
	}
}

// zigzag is a triangle wave of period 1 between -1 and 1.
func zigzag(t float64) float64 {
	t -= float64(int(t))
	if t < 0.5 {
		return 4*t - 1
	}
	return 3 - 4*t
}

// opinion draws the first page of the opinion on p and stores it with encode.
func opinion(p person, dpi float64, encode encoder) func() ([]byte, error) {
	return func() ([]byte, error) {
		c, err := opinionPage(p, 1, dpi)
		if err != nil {
			return nil, fmt.Errorf("drawing the opinion: %w", err)
		}
		return encode(c)
	}
}

// opinionPages draws the first pages of the opinion on p.
func opinionPages(p person, count int, dpi float64) ([]canvas, error) {
	var pages []canvas
	for n := range count {
		c, err := opinionPage(p, n+1, dpi)
		if err != nil {
			return nil, fmt.Errorf("drawing page %d of the opinion: %w", n+1, err)
		}
		pages = append(pages, c)
	}
	return pages, nil
}
