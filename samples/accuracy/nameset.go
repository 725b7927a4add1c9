package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/samples"
)

// pattern is a way of printing the name of a holder that has had people wrongly
// refused, or one that is somebody else's.
type pattern struct {
	name    string
	print   func(r *rand.Rand, p *person) string // and changes the person to fit
	another bool
}

// The names that patterns need.
var (
	compounds = strings.Fields("Anne-Laure Marie-Ève Jean-Baptiste François-Xavier Marc-Antoine Anne-Sophie Jean-Loup Marie-Noëlle")
	particles = []string{"Le Goëdrec", "de la Tour", "Ben Salah", "Le Bihan", "Du Chazaud", "El Khatib"}
	elided    = []string{"D’Artois", "N’Diawé", "O’Leary", "D’Hérouville", "L’Hostis"}
	doubles   = []string{"García López", "Ferraz Loureirão", "Da Silva Moura", "Pérez Ortega"}
	hyphened  = []string{"Aubrée-Linot", "Villeneuve-Delacroix", "Hoareau-Vivès", "Brécy-Lamarque"}
	ligatures = []string{"Œuvreau", "Lecœur", "Vœltzel", "Bœuf"}
	saints    = []string{"Saint-Marc", "Sainte-Rose", "Saint-Ouen"}
	shorts    = []string{"Li", "Ba", "Ho", "Ly"}
)

func plainUpper(s string) string { return strings.ToUpper(samples.WithoutAccents(s)) }

func joined(s string) string { return strings.NewReplacer(" ", "", "-", "", "'", "").Replace(s) }

func spaced(s string) string { return strings.NewReplacer("-", " ", "'", " ").Replace(s) }

// with sets the birth name and the first names.
func (p *person) with(birth string, first ...string) {
	p.birth, p.used, p.first = birth, "", first
}

var patterns = []pattern{
	{name: "capitals without accents, surname first", print: func(_ *rand.Rand, p *person) string {
		return plainUpper(strings.TrimSuffix(p.title, ".") + " " + p.surname() + " " + p.first[0])
	}},
	{name: "hyphens as spaces", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, hyphened), pick(r, compounds))
		return p.title + " " + spaced(plainUpper(p.birth+" "+p.first[0]))
	}},
	{name: "half of a compound first name", print: func(r *rand.Rand, p *person) string {
		p.with(p.birth, pick(r, compounds))
		return p.title + " " + plainUpper(p.birth+" "+strings.Split(p.first[0], "-")[0])
	}},
	{name: "compound first name in one word", print: func(r *rand.Rand, p *person) string {
		p.with(p.birth, pick(r, compounds))
		return plainUpper(p.birth) + " " + joined(plainUpper(p.first[0]))
	}},
	{name: "first name first", print: func(_ *rand.Rand, p *person) string { return p.title + " " + p.first[0] + " " + p.surname() }},
	{name: "used name only", print: func(r *rand.Rand, p *person) string {
		p.birth, p.used = "Castéran", pick(r, surnames[:3])
		return p.title + " " + p.first[0] + " " + strings.ToUpper(p.used)
	}},
	{name: "birth name only", print: func(r *rand.Rand, p *person) string {
		p.birth, p.used = "Castéran", pick(r, surnames[:3])
		return p.title + " " + p.first[0] + " " + strings.ToUpper(p.birth)
	}},
	{name: "both names joined", print: func(r *rand.Rand, p *person) string {
		p.birth, p.used = "Castéran", pick(r, []string{"Martin", "Lefèvre", "Roux"})
		return plainUpper(p.title + " " + p.birth + "-" + p.used + " " + p.first[0])
	}},
	{name: "née", print: func(r *rand.Rand, p *person) string {
		p.birth, p.used = pick(r, surnames[:3]), "Kowalczyk"
		return p.title + " " + p.first[0] + " " + strings.ToUpper(p.used) + " née " + strings.ToUpper(p.birth)
	}},
	{name: "second first name", print: func(_ *rand.Rand, p *person) string {
		p.first = []string{"Camille", p.first[0]}
		return p.title + " " + p.first[1] + " " + strings.ToUpper(p.surname())
	}},
	{name: "every first name", print: func(_ *rand.Rand, p *person) string {
		p.first = []string{p.first[0], "Camille", "Dominique"}
		return plainUpper(p.title + " " + p.surname() + " " + strings.Join(p.first, " "))
	}},
	{name: "initial", print: func(_ *rand.Rand, p *person) string {
		return p.title + " " + string([]rune(p.first[0])[0]) + ". " + strings.ToUpper(p.surname())
	}},
	{name: "no first name", print: func(_ *rand.Rand, p *person) string { return p.title + " " + strings.ToUpper(p.surname()) }},
	{name: "couple under his name", print: func(_ *rand.Rand, p *person) string {
		return plainUpper("M. et Mme " + p.surname() + " " + p.first[0])
	}},
	{name: "couple under the other's first name", print: func(_ *rand.Rand, p *person) string {
		return "M. et Mme " + strings.ToUpper(p.surname()) + " Dominique"
	}},
	{name: "two holders, second", print: func(_ *rand.Rand, p *person) string {
		return plainUpper("Durand Dominique ou " + p.surname() + " " + p.first[0])
	}},
	{name: "particle joined", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, particles), p.first[0])
		return p.title + " " + joined(plainUpper(p.birth)) + " " + plainUpper(p.first[0])
	}},
	{name: "apostrophe dropped", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, elided), p.first[0])
		return p.title + " " + joined(plainUpper(p.birth)) + " " + plainUpper(p.first[0])
	}},
	{name: "apostrophe as a space", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, elided), p.first[0])
		return p.title + " " + spaced(plainUpper(p.birth)) + " " + plainUpper(p.first[0])
	}},
	{name: "first of two surnames", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, doubles), p.first[0])
		words := strings.Fields(p.birth)
		return plainUpper(p.title + " " + strings.Join(words[:len(words)-1], " ") + " " + p.first[0])
	}},
	{name: "ligature in two letters", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, ligatures), p.first[0])
		return p.title + " " + p.first[0] + " " + plainUpper(p.birth)
	}},
	{name: "saint abbreviated", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, saints), p.first[0])
		return p.title + " " + strings.Replace(strings.Replace(plainUpper(p.birth), "SAINTE-", "STE ", 1), "SAINT-", "ST ", 1) + " " + plainUpper(p.first[0])
	}},
	{name: "short surname", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, shorts), p.first[0])
		return plainUpper(p.title + " " + p.birth + " " + p.first[0])
	}},
	{name: "cut at 38 letters", print: func(r *rand.Rand, p *person) string {
		p.with(pick(r, hyphened)+" "+pick(r, saints), pick(r, compounds), "Théodora")
		line := plainUpper(p.title + " " + p.birth + " " + strings.Join(p.first, " "))
		return line[:min(len(line), 38)]
	}},
	{name: "hosted, « chez »", print: func(_ *rand.Rand, p *person) string {
		return plainUpper(p.surname() + " " + p.first[0] + " chez Durand Dominique")
	}},
	{name: "a letter off", print: func(_ *rand.Rand, p *person) string {
		p.with("Lefèvre", p.first[0])
		return plainUpper(p.title + " Lefebvre " + p.first[0])
	}},
	{name: "somebody else", another: true, print: func(r *rand.Rand, _ *person) string {
		return "Mme " + pick(r, []string{"Dominique", "Camille"}) + " " + pick(r, []string{"VANDENBROUCKE", "TRUFFIER", "QUEMENEUR"})
	}},
}

// The lines that the set of names counts.
const (
	nameRefused = iota
	nameKnown
	strangerNoticed
)

// applicantOf is the person as a dossier describes them.
func applicantOf(p person) *pipeline.Applicant {
	a := &pipeline.Applicant{BirthName: pipeline.Name(p.birth), UsedName: pipeline.Name(p.used)}
	for _, first := range p.first {
		a.FirstNames = append(a.FirstNames, pipeline.Name(first))
	}
	return a
}

// namedBill is a bill that bears a name in the way of a pattern: a PDF with
// its text, a scan, or a scan with a 2D-Doc, in turn.
func namedBill(ctx context.Context, seed uint64) (d document, how string, p pattern, err error) {
	p = patterns[seed%uint64(len(patterns))]
	from := codedFamilies()
	b := newBillOf(from, 2*seed, 0x6e616d)
	b.holder.printed = p.print(b.r, &b.holder)
	d = document{name: "facture.pdf"}
	way := (seed + seed/uint64(len(patterns))) % 3
	how = []string{"text", "scan", "2D-Doc"}[way]
	if way < 2 {
		d.content, err = b.file()
	} else {
		d.content, _, err = b.codedFile()
	}
	if err == nil && way > 0 {
		page, failed := printed(ctx, d.content, scanDPI)
		if failed != nil {
			return d, how, p, failed
		}
		d, err = asScan("facture", page, 80, scanDPI, false)
	}
	d.piece, d.applicant = rules.ProofOfAddress, applicantOf(b.holder)
	return d, how + ": " + b.holder.printed + " for " + strings.Join(b.holder.first, " ") + " " + b.holder.birth + " " + b.holder.used, p, err
}

var nameSet = set{
	name: "names", title: "names printed in the ways that get people wrongly refused", size: 2 * len(patterns), needs: []string{rasteriser, "tesseract"},
	counts: []count{
		nameRefused:     {title: "blocked, or called somebody else’s", goal: "none", fault: true},
		nameKnown:       {title: "nothing said against the name"},
		strangerNoticed: {title: "somebody else’s bill, noticed"},
	},
	make: func(ctx context.Context, seed uint64) (specimen, error) {
		d, how, p, err := namedBill(ctx, seed)
		return specimen{document: d, label: p.name + ", " + how, marks: func(_ context.Context, r report) []mark {
			different := r.has("titulaire.different", "")
			doubted := different || r.has("titulaire.absent", "") || r.has("hebergement.incomplet", "")
			if p.another {
				return []mark{{strangerNoticed, doubted, ""}}
			}
			return []mark{
				{nameRefused, different || len(r.blocked()) > 0, fmt.Sprintf("blocked by %v, different: %v", r.blocked(), different)},
				{nameKnown, !doubted, "doubted"},
			}
		}}, err
	},
}
