package testpage

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"strings"
	"time"
)

// Today is the day on which the bills are looked at: all were issued in the
// year before it, and their due dates may lie after it.
var Today = time.Date(2026, time.October, 15, 0, 0, 0, 0, time.UTC)

// Bill is a drawn bill and what a reader must find on it.
type Bill struct {
	Image *image.RGBA
	// Issued is the issue date, IssueText how the page spells it.
	Issued    time.Time
	IssueText string
	// Words are all the words of the page, in no order.
	Words []string
}

// NewBill draws the A4 bill of a seed at a resolution in dots per inch.
func NewBill(seed uint64, dpi float64) Bill {
	r := rand.New(rand.NewPCG(seed, 0x62696c6c))
	b := billPage{
		canvas: newCanvas(210, 297, dpi, typefaces()[pickWeighted(r, 6, 1, 2, 1)]),
		r:      r,
		issued: Today.AddDate(0, 0, -r.IntN(360)-1),
		body:   8.5 + r.Float64()*2.5,
		accent: accents[r.IntN(len(accents))],
		holder: holders[r.IntN(len(holders))],
		street: streets[r.IntN(len(streets))],
		town:   towns[r.IntN(len(towns))],
		firm:   firms[r.IntN(len(firms))],
	}
	b.spell = spellings[r.IntN(len(spellings))]
	layouts[r.IntN(len(layouts))](&b)
	return Bill{Image: b.img, Issued: b.issued, IssueText: b.spell(b.issued), Words: b.words}
}

func pickWeighted(r *rand.Rand, weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := r.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return 0
}

type billPage struct {
	*canvas
	r             *rand.Rand
	issued        time.Time
	body          float64 // points
	accent        color.RGBA
	holder        string
	street, town  string
	firm          firm
	spell         func(time.Time) string
	detailsBottom float64
}

type firm struct{ name, trade, unit string }

var (
	firms = []firm{
		{"Énergie du Val", "électricité", "kWh"},
		{"Gaz des Coteaux", "gaz naturel", "kWh"},
		{"Eaux de la Plaine", "eau potable", "m³"},
		{"Fibre & Compagnie", "internet et téléphone", "Go"},
		{"Assurances du Bocage", "habitation", "mois"},
		{"Régie du Plateau", "chauffage", "kWh"},
	}
	holders = []string{"M. Jean MARTIN", "Mme Léa DUBOIS-LECLERC", "M. Rémi OLIVIER", "Mme Zoé D’ARTOIS", "M. Noël PÉRIER", "Mme Anaïs ROUX", "M. et Mme LEFÈVRE", "Mme Inès BEN SALAH"}
	streets = []string{"12 rue des Tilleuls", "3 bis avenue de la Gare", "27 place du Marché", "145 chemin des Écoliers", "8 impasse du Lavoir", "61 boulevard Voltaire"}
	towns   = []string{"28000 CHARTRES", "69003 LYON", "35000 RENNES", "13001 MARSEILLE", "59800 LILLE", "63000 CLERMONT-FERRAND"}
	accents = []color.RGBA{{30, 110, 120, 255}, {180, 40, 60, 255}, {20, 60, 140, 255}, {90, 130, 30, 255}, {70, 70, 70, 255}}
	months  = strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
)

func inWords(t time.Time) string {
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, months[t.Month()-1], t.Year())
}

func figures(layout string) func(time.Time) string {
	return func(t time.Time) string { return t.Format(layout) }
}

var spellings = []func(time.Time) string{inWords, inWords, figures("02/01/2006"), figures("02/01/2006"), figures("02.01.2006"), figures("02/01/06"), figures("02-01-2006")}

// layouts place the issue date in the ways real bills do.
var layouts = []func(*billPage){titled, referenceColumn, letterLike, banner, tableHead, boxed}

// titled: « Facture du … » large above the sums.
func titled(b *billPage) {
	b.letterhead(15, 20)
	b.address(112, 52)
	b.references(15, 42, false)
	b.text(15, 86, ink{points: 15, bold: true, colour: b.accent}, "Facture du "+b.spell(b.issued))
	b.sums(15, 96)
	b.details(15, 142)
	b.smallPrint(15, 250)
}

// referenceColumn: a column of labels and values, the date among them.
func referenceColumn(b *billPage) {
	b.letterhead(120, 18)
	b.address(110, 50)
	b.references(15, 24, true)
	b.text(15, 88, ink{points: b.body + 3, bold: true}, "Votre facture de "+b.firm.trade)
	b.details(15, 100)
	b.sums(15, b.detailsBottom+8)
	b.smallPrint(15, 246)
}

// letterLike: « Chartres, le 12 septembre 2026 » under the address.
func letterLike(b *billPage) {
	b.letterhead(15, 20)
	b.address(115, 48)
	town := strings.ToUpper(b.town[6:7]) + strings.ToLower(b.town[7:])
	b.text(115, 80, ink{points: b.body}, town+", le "+b.spell(b.issued))
	b.text(15, 92, ink{points: b.body, bold: true}, "Objet : votre facture de "+b.firm.trade)
	paragraph := []string{
		"Madame, Monsieur,",
		"Nous vous adressons le détail de vos consommations pour la période écoulée. La somme",
		"indiquée ci-dessous sera prélevée sur votre compte à la date convenue, sans autre démarche",
		"de votre part. Notre service reste à votre écoute pour toute question sur ce document.",
	}
	for i, line := range paragraph {
		b.text(15, 102+5.2*float64(i), ink{points: b.body}, line)
	}
	b.sums(15, 128)
	b.details(15, 172)
	b.smallPrint(15, 256)
}

// banner: the date in white on a band of colour.
func banner(b *billPage) {
	b.fill(0, 0, 210, 24, b.accent)
	white := color.White
	b.text(15, 11, ink{points: 17, bold: true, colour: white}, b.firm.name)
	b.text(15, 18, ink{points: b.body, colour: white}, "Votre fournisseur de "+b.firm.trade)
	b.textRight(195, 11, ink{points: b.body + 1, bold: true, colour: white}, "Facture n° "+b.number())
	b.textRight(195, 18, ink{points: b.body + 1, colour: white}, "Émise le "+b.spell(b.issued))
	b.address(112, 52)
	b.references(15, 42, false)
	b.sums(15, 92)
	b.details(15, 138)
	b.smallPrint(15, 248)
}

// tableHead: a table of one row, its labels above its values.
func tableHead(b *billPage) {
	b.letterhead(15, 20)
	b.address(112, 48)
	b.fill(15, 82, 180, 7, tint(b.accent))
	cells := [][2]string{
		{"Date de facture", b.spell(b.issued)},
		{"N° de facture", b.number()},
		{"N° client", b.client()},
		{"Date limite", b.issued.AddDate(0, 0, 21).Format("02/01/2006")},
	}
	for i, cell := range cells {
		x := 18 + 45*float64(i)
		b.text(x, 87, ink{points: b.body, bold: true}, cell[0])
		b.text(x, 95, ink{points: b.body}, cell[1])
	}
	b.details(15, 108)
	b.sums(15, b.detailsBottom+8)
	b.smallPrint(15, 246)
}

// boxed: framed boxes side by side whose lines do not stand on common rows, a
// sidebar in small print, a chart.
func boxed(b *billPage) {
	b.letterhead(72, 18)
	b.fill(0, 0, 62, 297, tint(b.accent))
	small := ink{points: 7.5}
	sidebar := []string{
		"VOS CONTACTS", "Par téléphone", "du lundi au vendredi, 9 h à 18 h", "Par courrier",
		"Service clients, 00000 Nulle-Part", "VOS RÉFÉRENCES", "Client " + b.client(),
		"Contrat signé le " + b.issued.AddDate(-2, 1, 3).Format("02/01/2006"), "Titulaire " + b.holder,
		"Lieu de consommation", b.street, b.town,
	}
	for i, line := range sidebar {
		b.text(6, 42+4.3*float64(i), small, line)
	}
	b.address(118, 46)
	b.frame(70, 74, 62, 30)
	b.text(74, 81, ink{points: 8.5, bold: true}, "Facture n° "+b.number())
	b.text(74, 88, ink{points: 8}, "Date d’émission : "+b.spell(b.issued))
	b.text(74, 95, ink{points: 8}, "Prochaine facture : "+b.issued.AddDate(0, 2, 0).Format("02/01/2006"))
	b.frame(136, 74, 62, 30)
	b.text(140, 84, ink{points: b.body + 5, bold: true, colour: b.accent}, b.euros(4000, 24000))
	b.text(140, 92, ink{points: 8}, "à régler avant le "+b.issued.AddDate(0, 0, 18).Format("02/01/2006"))
	b.text(140, 99, ink{points: 8}, "par prélèvement")
	b.text(72, 116, ink{points: b.body, bold: true}, "Votre consommation sur un an")
	for i := range 12 {
		height := 6 + b.r.Float64()*22
		b.fill(74+9.5*float64(i), 150-height, 6, height, b.accent)
		b.text(74.5+9.5*float64(i), 154, ink{points: 6.5}, months[i][:3])
	}
	y := 168.0
	for _, label := range []string{"Abonnement", "Consommation", "Taxes et contributions", "Total TTC"} {
		b.text(72, y, ink{points: b.body}, label)
		b.textRight(196, y, ink{points: b.body}, b.euros(300, 9000))
		b.rule(72, y+2, 124)
		y += 7
	}
	b.smallPrint(72, 258)
}

// frame draws a thin rectangle.
func (b *billPage) frame(x, y, width, height float64) {
	grey := color.Gray{120}
	b.fill(x, y, width, 0.3, grey)
	b.fill(x, y+height, width, 0.3, grey)
	b.fill(x, y, 0.3, height, grey)
	b.fill(x+width, y, 0.3, height, grey)
}

func tint(c color.RGBA) color.RGBA {
	light := func(v uint8) uint8 { return 255 - (255-v)/6 }
	return color.RGBA{light(c.R), light(c.G), light(c.B), 255}
}

func (b *billPage) number() string {
	return fmt.Sprintf("F%s-%04d", b.issued.Format("0601"), b.issued.YearDay()*7)
}

func (b *billPage) client() string {
	return fmt.Sprintf("4 0%d 220 9%d", 10+b.r.IntN(80), 10+b.r.IntN(80))
}

func (b *billPage) letterhead(x, y float64) {
	b.fill(x, y-7, 9, 9, b.accent)
	b.text(x+12, y, ink{points: 15, bold: true, colour: b.accent}, b.firm.name)
	b.text(x, y+8, ink{points: 7.5}, "1 place du Spécimen, 00000 Nulle-Part")
}

func (b *billPage) address(x, y float64) {
	for i, line := range []string{b.holder, b.street, b.town} {
		b.text(x, y+5*float64(i), ink{points: b.body + 1}, line)
	}
}

func (b *billPage) references(x, y float64, dated bool) {
	b.text(x, y, ink{points: b.body, bold: true}, "Vos références")
	rows := [][2]string{
		{"N° client :", b.client()},
		{"N° de facture :", b.number()},
		{"Contrat du :", b.issued.AddDate(-3, -2, 4).Format("02/01/2006")},
	}
	if dated {
		rows = append(rows[:2:2], [2]string{"Date de facture :", b.spell(b.issued)}, rows[2])
	}
	for i, row := range rows {
		line := y + 5.5*float64(i+1)
		b.text(x, line, ink{points: b.body}, row[0])
		b.text(x+36, line, ink{points: b.body}, row[1])
	}
}

func (b *billPage) sums(x, y float64) {
	due := b.issued.AddDate(0, 0, 21)
	b.fill(x, y, 180, 34, tint(b.accent))
	b.text(x+5, y+9, ink{points: b.body + 2, bold: true}, "Montant à payer TTC")
	b.textRight(x+175, y+9, ink{points: b.body + 4, bold: true}, b.euros(4000, 24000))
	b.text(x+5, y+17, ink{points: b.body}, "Période du "+b.issued.AddDate(0, -2, -4).Format("02/01/2006")+" au "+b.issued.AddDate(0, 0, -4).Format("02/01/2006"))
	b.text(x+5, y+23, ink{points: b.body}, "Date limite de paiement : "+due.Format("02/01/2006"))
	b.text(x+5, y+29, ink{points: b.body}, "Cette somme sera prélevée le "+inWords(due)+" sur votre compte")
}

func (b *billPage) euros(from, to int) string {
	cents := from + b.r.IntN(to-from)
	return fmt.Sprintf("%d,%02d €", cents/100, cents%100)
}

func (b *billPage) details(x, y float64) {
	b.text(x, y, ink{points: b.body + 1, bold: true}, "Détail de votre facture")
	b.rule(x, y+2, 180)
	labels := []string{"Abonnement, deux mois", "Consommation, heures pleines", "Consommation, heures creuses", "Acheminement", "Contributions et taxes", "TVA à 20 %"}
	y += 8
	for _, label := range labels[:3+b.r.IntN(4)] {
		b.text(x, y, ink{points: b.body}, label)
		b.textRight(x+125, y, ink{points: b.body}, fmt.Sprintf("%d %s", 10+b.r.IntN(400), b.firm.unit))
		b.textRight(x+180, y, ink{points: b.body}, b.euros(300, 9000))
		y += 6.5
	}
	b.rule(x, y-3, 180)
	b.text(x, y+2, ink{points: b.body, bold: true}, "Total TTC")
	b.textRight(x+180, y+2, ink{points: b.body, bold: true}, b.euros(4000, 24000))
	b.detailsBottom = y + 4
}

func (b *billPage) smallPrint(x, y float64) {
	next := b.issued.AddDate(0, 2, 0)
	lines := []string{
		"Prochaine facture vers le " + inWords(next) + ". Prochain relevé le " + next.AddDate(0, 0, -5).Format("02/01/2006") + ".",
		"En cas de retard de paiement, des pénalités au taux légal en vigueur peuvent être appliquées à compter",
		"de l’échéance. Réclamations : service clients, du lundi au samedi de 8 h à 20 h (appel non surtaxé).",
		b.firm.name + ", société inventée au capital de 1 000 euros, spécimen sans valeur.",
	}
	for i, line := range lines {
		b.text(x, y+4*float64(i), ink{points: 7, colour: color.Gray{70}}, line)
	}
}
