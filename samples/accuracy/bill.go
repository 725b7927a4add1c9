package main

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/recevable/recevable/samples"
)

// reference is the day everything is judged on.
var reference = mustDay(samples.ReferenceDate)

func mustDay(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err) // a constant of this program is wrong
	}
	return t
}

// supplier sends bills. All are invented.
type supplier struct {
	name, trade, unit string
	labels            []string // of what is charged
}

var (
	electricity = supplier{"Énergie du Val", "électricité", "kWh", []string{"Abonnement 6 kVA", "Consommation heures pleines", "Consommation heures creuses", "Acheminement", "Accise sur l’électricité"}}
	gas         = supplier{"Gaz des Coteaux", "gaz naturel", "kWh", []string{"Abonnement B1", "Consommation", "Contribution tarifaire d’acheminement", "Accise sur les gaz naturels"}}
	water       = supplier{"Eaux de la Plaine", "eau", "m³", []string{"Distribution de l’eau", "Collecte et traitement des eaux usées", "Lutte contre la pollution", "Abonnement compteur 15 mm"}}
	internet    = supplier{"Fibre & Compagnie", "internet et téléphone fixe", "Go", []string{"Abonnement Fibre 1 Gbit/s", "Location du boîtier", "Appels hors forfait", "Option télévision"}}
	mobile      = supplier{"Télécom Spécimen", "téléphonie mobile", "Go", []string{"Forfait 80 Go", "Communications hors forfait", "Option internationale", "Remise fidélité"}}
	insurer     = supplier{"Assurances du Bocage", "assurance habitation", "mois", []string{"Responsabilité civile", "Incendie, dégât des eaux", "Vol", "Taxes et contributions"}}
	landlord    = supplier{"Régie du Plateau", "logement", "mois", []string{"Loyer principal", "Provision sur charges", "Taxe d’ordures ménagères", "Stationnement"}}
	heating     = supplier{"Syndic Les Trois Tours", "charges de copropriété", "tantièmes", []string{"Provision sur budget prévisionnel", "Chauffage collectif", "Fonds de travaux", "Ascenseur"}}
)

// bill is a document being drawn.
type bill struct {
	*paper
	r        *rand.Rand
	voice    voice
	family   family
	holder   person
	from     supplier
	issued   time.Time
	spell    spelling // of the issue date
	other    spelling // of the other dates
	accent   color.RGBA
	body     float64 // points
	gross    int     // cents, tax included
	reserved float64 // mm at the foot that stay free, for a 2D-Doc
}

// family is a layout and the suppliers that send it.
type family struct {
	name  string
	from  []supplier
	draw  func(*bill)
	fixed func(*bill) // changes what was drawn by lot; may be nil
}

// newBill prepares the bill of a seed: its family, its dates, its holder and
// its looks are all drawn from it. Even seeds are fresh, odd ones too old.
func newBill(seed uint64) *bill { return newBillOf(families, seed, 0xacc) }

// newBillOf prepares a bill of one of some families, each in turn, both fresh
// and old. Another salt makes other bills of the same seeds.
func newBillOf(from []family, seed, salt uint64) *bill {
	r := rand.New(rand.NewPCG(seed, salt))
	f := from[int(seed/2)%len(from)]
	b := &bill{
		r: r, voice: pickVoice(r), family: f, holder: makePerson(r), from: pick(r, f.from),
		issued: drawIssue(r, seed%2 == 0), accent: pick(r, accents), body: 8 + 2.5*r.Float64(), gross: 2500 + r.IntN(22000),
	}
	b.spell = pick(r, spellings)
	if b.other = b.spell; oneIn(r, 3) {
		b.other = pick(r, spellings)
	}
	b.paper = newPaper(210, 297, pick(r, typefaces))
	b.apart = oneIn(r, 3)
	if f.fixed != nil {
		f.fixed(b)
	}
	return b
}

// file lays the bill out and returns its PDF.
func (b *bill) file() ([]byte, error) {
	b.family.draw(b)
	return b.bytes()
}

// fresh reports whether the bill may still be sent on the reference date.
func (b *bill) fresh() bool { return b.issued.AddDate(0, 6, 0).After(reference) }

// drawIssue draws a day less than six months before the reference date, or
// more.
func drawIssue(r *rand.Rand, fresh bool) time.Time {
	if fresh {
		return reference.AddDate(0, 0, -1-r.IntN(180))
	}
	return reference.AddDate(0, 0, -185-r.IntN(380))
}

// Dates of a bill that are not its issue date.
func (b *bill) due() time.Time         { return b.issued.AddDate(0, 0, 12+int(b.issued.Unix()/86400%12)) }
func (b *bill) periodStart() time.Time { return b.issued.AddDate(0, -2, -4) }
func (b *bill) periodEnd() time.Time   { return b.issued.AddDate(0, 0, -4) }
func (b *bill) nextBill() time.Time    { return b.issued.AddDate(0, 2, 1) }
func (b *bill) lastBill() time.Time    { return b.issued.AddDate(0, -2, -1) }
func (b *bill) contract() time.Time    { return b.issued.AddDate(-1-b.holder.number%9, -3, 5) }

// born is a birth date: bills of insurers and operators bear one.
func (b *bill) born() time.Time {
	return time.Date(1950+b.holder.number%50, time.Month(1+b.holder.number%12), 1+b.holder.number%28, 0, 0, 0, 0, time.UTC)
}

// period writes « du 1er juillet 2026 au 31 août 2026 ».
func (b *bill) period() string {
	return "du " + b.other(b.periodStart()) + " au " + b.other(b.periodEnd())
}

// invoice is the number of the bill, in one of the forms that numbers have.
func (b *bill) invoice() string {
	n := b.holder.number
	switch n % 4 {
	case 0:
		return fmt.Sprintf("10 %03d %03d %03d", n%1000, n/1000%1000, n%997)
	case 1:
		return fmt.Sprintf("F%s-%04d", b.issued.Format("0601"), n%10000)
	case 2:
		return fmt.Sprintf("%s%05d", b.issued.Format("2006"), n%100000)
	}
	return fmt.Sprintf("EV-%s-%04d", b.issued.Format("20060102"), n%10000)
}

func (b *bill) client() string {
	n := b.holder.number
	return fmt.Sprintf("%d %03d %03d %03d", n%9+1, n/1000%1000, n%1000, n%991)
}

func (b *bill) normal() ink { return ink{points: b.body} }
func (b *bill) strong() ink { return ink{points: b.body, bold: true} }
func (b *bill) small() ink  { return ink{points: 7, colour: grey} }

// large is a heading of the given size over the body.
func (b *bill) large(over float64) ink {
	return ink{points: b.body + over, bold: true, colour: b.accent}
}

// leading is the height of a line of the body, in millimetres.
func (b *bill) leading() float64 { return b.body * 0.3528 * 1.45 }

// say writes in the voice of the document.
func (b *bill) say(line string) string { return b.voice.say(line) }

func euros(cents int) string { return fmt.Sprintf("%d,%02d\u00a0€", cents/100, cents%100) }

// letterhead draws the supplier and where it stays.
func (b *bill) letterhead(x, y float64) {
	b.fill(x, y-7, 9, 9, b.accent)
	b.fill(x+2.2, y-4.8, 4.6, 4.6, white)
	b.text(x+12, y, ink{points: 15, bold: true, colour: b.accent}, b.from.name)
	b.lines(x, y+7, 3.4, b.small(), "1 place du Spécimen, 00000 Nulle-Part", "Société inventée au capital de 1 000 euros, RCS Nulle-Part 000 000 000")
}

// address draws the holder where a window envelope shows it.
func (b *bill) address(x, y float64) {
	i := ink{points: 10.5}
	lines := append([]string{b.holder.name()}, b.holder.postal()...)
	if b.voice.upper {
		for n := range lines {
			lines[n] = b.say(lines[n])
		}
	}
	b.lines(x, y, 4.9, i, lines...)
}

// row is a label and its value.
type row struct{ label, value string }

// rows draws labels and, gap millimetres further, their values.
func (b *bill) rows(x, y, gap float64, rows ...row) float64 {
	for _, r := range rows {
		b.text(x, y, b.normal(), r.label)
		b.text(x+gap, y, b.normal(), r.value)
		y += b.leading()
	}
	return y
}

// references are what a bill recalls of the contract, in a few lines.
func (b *bill) references(x, y float64, more ...row) float64 {
	b.text(x, y, b.strong(), b.say("Vos références"))
	rows := append([]row{{"N° client :", b.client()}}, more...)
	if oneIn(b.r, 2) {
		rows = append(rows, row{pick(b.r, []string{"Contrat du :", "Contrat souscrit le :", "Mise en service :"}), b.other(b.contract())})
	}
	if oneIn(b.r, 4) {
		rows = append(rows, row{"Né(e) le :", b.other(b.born())})
	}
	if oneIn(b.r, 4) {
		rows = append(rows, row{"Mandat signé le :", b.other(b.contract().AddDate(0, 1, 3))})
	}
	gap := 0.0
	for _, r := range rows {
		gap = max(gap, b.width(b.normal(), r.label))
	}
	return b.rows(x, y+b.leading()*1.1, gap+3, rows...)
}

// sums draws what is to be paid, when, and for what time.
func (b *bill) sums(x, y, width float64) float64 {
	b.fill(x, y, width, 33, tint(b.accent))
	b.text(x+4, y+8, ink{points: b.body + 2, bold: true}, b.say(pick(b.r, []string{"Montant à payer TTC", "Total à régler", "Somme à payer", "Montant total TTC"})))
	b.right(x+width-4, y+8, ink{points: b.body + 4, bold: true}, euros(b.gross))
	lines := []string{
		pick(b.r, []string{"Période ", "Période de consommation ", "Période facturée : "}) + b.period(),
		pick(b.r, []string{"Date limite de paiement : ", "À payer avant le ", "À régler au plus tard le ", "Échéance : "}) + b.other(b.due()),
		pick(b.r, []string{"Cette somme sera prélevée le ", "Prélèvement le ", "Montant prélevé le ", "Votre compte sera débité le "}) + b.other(b.due()),
	}
	b.lines(x+4, y+15, 6, b.normal(), lines...)
	return y + 33
}

// charges draws what is charged and the total.
func (b *bill) charges(x, y, width float64) float64 {
	b.text(x, y, ink{points: b.body + 1, bold: true}, b.say("Détail de votre facture"))
	b.rule(x, y+2, width)
	y += 8
	left := b.gross
	dated := oneIn(b.r, 2)
	for n, label := range b.from.labels {
		part := left / 3
		if n == len(b.from.labels)-1 {
			part = left
		}
		left -= part
		if dated && n < 2 {
			label += " " + b.period()
		}
		b.text(x, y, ink{points: min(b.body, 8.5)}, label)
		if !dated || n >= 2 {
			b.right(x+width*0.7, y, b.normal(), fmt.Sprintf("%d %s", 1+b.r.IntN(400), b.from.unit))
		}
		b.right(x+width, y, b.normal(), euros(part))
		y += 6.4
	}
	b.rule(x, y-3.6, width)
	b.text(x, y+1, b.strong(), "Total TTC")
	b.right(x+width, y+1, b.strong(), euros(b.gross))
	return y + 6
}

// traps are sentences of small print with dates that are not the issue date.
func (b *bill) traps() []string {
	return []string{
		"Prochaine facture vers le " + b.other(b.nextBill()) + ".",
		"Prochain relevé de votre compteur le " + b.other(b.nextBill().AddDate(0, 0, -4)) + ".",
		"Votre facture précédente du " + b.other(b.lastBill()) + " d’un montant de " + euros(b.gross-317) + " a été réglée. Merci.",
		"Solde de la facture du " + b.other(b.lastBill()) + " : 0,00 €.",
		"Paiement reçu le " + b.other(b.lastBill().AddDate(0, 0, 9)) + ".",
		"Conditions générales de vente en vigueur au " + b.other(b.contract().AddDate(1, 0, 0)) + ".",
		"Les tarifs évoluent à compter du " + b.other(b.issued.AddDate(0, 1, 2)) + ".",
		"Contrat conclu le " + b.other(b.contract()) + " pour une durée indéterminée.",
		"Mandat SEPA signé le " + b.other(b.contract()) + ", référence ++" + fmt.Sprint(b.holder.number) + ".",
		"Index relevé le " + b.other(b.periodEnd()) + " : " + fmt.Sprint(b.holder.number%99999) + ".",
		"Votre contrat arrive à échéance le " + b.other(b.issued.AddDate(0, 8, 0)) + ".",
	}
}

// smallPrint ends a page with some of the traps among other sentences.
func (b *bill) smallPrint(x, y, width float64) float64 {
	sentences := b.traps()
	b.r.Shuffle(len(sentences), func(i, j int) { sentences[i], sentences[j] = sentences[j], sentences[i] })
	text := append(sentences[:3+b.r.IntN(3)], "En cas de retard de paiement, des pénalités au taux légal peuvent être appliquées.",
		"Réclamations : service clients, du lundi au samedi de 8 h à 20 h (appel non surtaxé).")
	if oneIn(b.r, 2) {
		for _, s := range text {
			b.text(x, y, b.small(), s)
			y += 3.6
		}
		return y
	}
	return b.paragraph(x, y, width, 3.6, b.small(), strings.Join(text, " "))
}

// history is a table of the bills before this one.
func (b *bill) history(x, y, width float64) float64 {
	b.text(x, y, b.strong(), b.say(pick(b.r, []string{"Historique de vos factures", "Vos dernières factures", "Vos factures précédentes"})))
	y += 6
	b.fill(x, y-4, width, 5.4, tint(b.accent))
	for n, head := range []string{"Date de facture", "N°", "Montant", "Payée le"} {
		b.text(x+2+float64(n)*width/4, y, b.strong(), head)
	}
	for n := range 4 {
		y += 5.6
		on := b.lastBill().AddDate(0, -2*n, -n)
		for c, cell := range []string{b.other(on), fmt.Sprint(b.holder.number%100000 + 7*n), euros(b.gross + 131*n), b.other(on.AddDate(0, 0, 14))} {
			b.text(x+2+float64(c)*width/4, y, b.normal(), cell)
		}
	}
	return y + 8
}

// meter tells what the meter showed.
func (b *bill) meter(x, y, width float64) float64 {
	b.text(x, y, b.strong(), b.say("Votre compteur"))
	b.rule(x, y+1.6, width)
	y += 7
	old := b.holder.number % 90000
	b.rows(x, y, 62,
		row{"Ancien index relevé le " + b.other(b.periodStart()), fmt.Sprint(old)},
		row{"Nouvel index relevé le " + b.other(b.periodEnd()), fmt.Sprint(old + 317)},
		row{"Prochain relevé", b.other(b.nextBill())},
	)
	return y + 4*b.leading()
}

// metered tells whether what is sold goes through a meter.
func (b *bill) metered() bool { return b.from.unit == "kWh" || b.from.unit == "m³" }

// bars draws what was used each month.
func (b *bill) bars(x, y, width, height float64) {
	step := width / 12
	for n := range 12 {
		tall := height * (0.25 + 0.75*b.r.Float64())
		b.fill(x+float64(n)*step, y+height-tall, step*0.6, tall, b.accent)
		month := b.issued.AddDate(0, n-11, 1-b.issued.Day())
		b.text(x+float64(n)*step, y+height+3, ink{points: 5.5}, strings.TrimSuffix(shortMonths[month.Month()-1], "."))
	}
}
