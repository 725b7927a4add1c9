package validators

import (
	"fmt"
	"slices"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
)

const (
	PageBlurred       Code = "lisibilite.floue"
	PageDark          Code = "lisibilite.sombre"
	PageFaint         Code = "lisibilite.claire"
	PageLowResolution Code = "lisibilite.resolution"
	PageGlare         Code = "lisibilite.reflet"
	PageCut           Code = "lisibilite.coupee"
	PageTurned        Code = "lisibilite.sens"
	PageBlank         Code = "page.blanche"
)

const retake = "Reprenez la photo à plat, en pleine lumière et sans bouger, l’appareil juste au-dessus du document ; ou numérisez-le à 200 ou 300 points par pouce."

// legibilityFindings say what each problem means; the page is added.
var legibilityFindings = map[legibility.Problem]Finding{
	legibility.Blurred:       {Code: PageBlurred, Message: "Cette page est floue : on risque de ne pas pouvoir la lire.", Remedy: retake},
	legibility.Dark:          {Code: PageDark, Message: "Cette page est très sombre : on risque de ne pas pouvoir la lire.", Remedy: "Reprenez la photo près d’une fenêtre ou sous une lampe, sans votre ombre sur le document."},
	legibility.Faint:         {Code: PageFaint, Message: "Cette page est très claire : l’écriture se détache mal du papier.", Remedy: "Reprenez la photo sans flash ni soleil direct, ou numérisez le document un ton plus foncé."},
	legibility.Glare:         {Code: PageGlare, Message: "Un reflet cache une partie de cette page.", Remedy: "Reprenez la photo sans flash, en inclinant un peu le document pour chasser le reflet."},
	legibility.LowResolution: {Code: PageLowResolution, Message: "Cette image a trop peu de points : les petits caractères risquent d’être illisibles.", Remedy: "Prenez la photo de plus près, avec la meilleure qualité de l’appareil, ou numérisez à 200 ou 300 points par pouce. N’envoyez pas une image réduite par une messagerie."},
	legibility.CutEdge:       {Code: PageCut, Message: "Le bord de cette image coupe peut-être le document : du texte touche le bord.", Remedy: "Vérifiez que rien ne manque ; sinon, reprenez la photo avec les quatre coins du document."},
}

// CheckLegibility notices the pages that a person could hardly read. All of it
// is a guess from pixels, so none of it blocks, but for a file that shows
// nothing at all. What was read all the same is not called unreadable, unless a
// machine reads what a person cannot.
func CheckLegibility(piece Piece, _ Terms, inspection *Inspection) {
	for i, file := range piece.Files {
		found := &inspection.Files[i].Findings
		*found = append(*found, blankPages(file.Document)...)
		for p, page := range file.Document.Pages {
			*found = append(*found, pageProblems(page, p+1)...)
		}
	}
}

func pageProblems(page reader.Page, number int) []Finding {
	var findings []Finding
	if page.Legibility != nil {
		findings = illegible(page, number)
	}
	if page.Turn != 0 {
		findings = append(findings, Finding{
			Code: PageTurned, Severity: Info, Page: number,
			Message: fmt.Sprintf("Cette page est %s.", lying[page.Turn]),
			Remedy:  "Tournez-la avant de l’envoyer : elle sera plus facile à lire. La commande « recevable fix » le fait pour vous.",
		})
	}
	return findings
}

func illegible(page reader.Page, number int) (findings []Finding) {
	for _, problem := range page.Legibility.Problems() {
		finding, ok := legibilityFindings[problem]
		if !ok || wellRead(page) && excused(problem, *page.Legibility) {
			continue
		}
		finding.Severity, finding.Page = Warning, number
		findings = append(findings, finding)
	}
	return findings
}

var lying = map[int]string{90: "couchée sur le côté", 180: "à l’envers", 270: "couchée sur le côté"}

// excused reports whether a problem is none once a machine read the page well.
// Text that touches an edge was not all there to read; a machine brightens what
// is black to a person; and the zone of a card is its largest print, read where
// the rest of it is a few pixels high.
func excused(problem legibility.Problem, m legibility.Measures) bool {
	const smallestCard = 400 // pixels across
	switch problem {
	case legibility.CutEdge, legibility.Dark:
		return false
	case legibility.LowResolution:
		return m.Kind != legibility.IDCard || m.ContentWidth >= smallestCard
	}
	return true
}

// wellRead reports whether a machine read the page well, a person then reads
// it better.
func wellRead(page reader.Page) bool {
	const enough, sure = 40, 80
	return page.ReadSurely(enough, sure)
}

// blankPages says which pages show nothing. A file of nothing but such pages
// proves nothing to anybody, and that is provable where all of it was drawn;
// one of several may be the back of a sheet.
func blankPages(doc reader.Document) []Finding {
	blank := func(p reader.Page) bool {
		return p.Legibility != nil && p.Legibility.Blank() && len(p.Lines) == 0 && len(p.Codes) == 0
	}
	white := func(p reader.Page) bool { return blank(p) && p.Legibility.White() && !p.Undrawn }
	whole := doc.State == reader.Opened && len(doc.Pages) > 0 && doc.PageCount == len(doc.Pages)
	if whole && !slices.ContainsFunc(doc.Pages, func(p reader.Page) bool { return !white(p) }) {
		return []Finding{{
			Code: PageBlank, Severity: Blocking, Page: 1,
			Message: "Ce fichier est entièrement blanc : il ne montre aucun document.",
			Remedy:  "Numérisez le document à nouveau, face imprimée contre la vitre, et regardez le résultat avant de l’envoyer.",
		}}
	}
	var findings []Finding
	for i, page := range doc.Pages {
		switch {
		case blank(page) && page.Undrawn:
			findings = append(findings, Finding{
				Code: FileUnreadable, Severity: Undetermined, Page: i + 1,
				Message: "Cette page n’a pas pu être montrée ici\u00a0: rien ne s’y voit, mais elle n’est peut-être pas blanche.",
				Remedy:  "Ouvrez le fichier et regardez-la vous-même. Si elle s’affiche mal, numérisez-la à nouveau à 200\u00a0points par pouce.",
			})
		case blank(page):
			findings = append(findings, Finding{
				Code: PageBlank, Severity: Warning, Page: i + 1,
				Message: "Cette page est blanche.",
				Remedy:  "Si elle devait montrer quelque chose, numérisez-la à nouveau ; sinon, retirez-la.",
			})
		}
	}
	return findings
}
