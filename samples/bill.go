package samples

import (
	"fmt"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// pdfOption changes how a PDF is stored, not what it shows.
type pdfOption func(*gofpdf.Fpdf)

// A PDF that asks for a password, and one that opens without but forbids
// printing and copying. Owner passwords are given: without one, gofpdf draws
// lots and the bytes would differ each time.
var (
	locked     pdfOption = func(pdf *gofpdf.Fpdf) { pdf.SetProtection(0, "motdepasse", "proprietaire") }
	restricted pdfOption = func(pdf *gofpdf.Fpdf) { pdf.SetProtection(0, "", "proprietaire") }
	scripted   pdfOption = func(pdf *gofpdf.Fpdf) { pdf.SetJavascript("app.alert('Merci de votre confiance.');") }
)

// bill draws the electricity bill of p issued on the given day (YYYY-MM-DD),
// one page with a text layer, as customers download it. Beside its own date
// it bears those a real bill has (due, debit, period, contract, next reading),
// which must not be taken for it.
func bill(p person, issued string, options ...pdfOption) func() ([]byte, error) {
	return func() ([]byte, error) {
		pdf := newPDF(options)
		b := billPage{pdf: pdf, holder: p, issued: day(issued)}
		pdf.AddPage()
		b.letterhead()
		b.summary()
		b.details()
		b.watermark()
		b.footer()
		return PDFBytes(pdf)
	}
}

// billPage is a bill being drawn.
type billPage struct {
	pdf    *gofpdf.Fpdf
	holder person
	issued time.Time
}

const euros = "\u00a0€"

// charge is a line of a bill, in cents before tax.
type charge struct {
	label, basis string
	cents        int
}

var charges = []charge{
	{"Abonnement 6 kVA, deux mois", "2 × 12,40" + euros, 2480},
	{"Électricité, heures pleines", "182 kWh × 0,1650" + euros, 3003},
	{"Électricité, heures creuses", "121 kWh × 0,1300" + euros, 1573},
	{"Acheminement", "303 kWh", 412},
}

// vatPercent is the tax on all the charges of these bills.
const vatPercent = 20

// total returns the sum of the charges, the tax on it and both together, in
// cents.
func total() (net, vat, gross int) {
	for _, c := range charges {
		net += c.cents
	}
	vat = (net*vatPercent + 50) / 100
	return net, vat, net + vat
}

// amount spells cents as a bill does: 84,37 €.
func amount(cents int) string { return fmt.Sprintf("%d,%02d%s", cents/100, cents%100, euros) }

// periodEnd is the last day the bill counts.
func (b billPage) periodEnd() time.Time { return b.issued.AddDate(0, 0, -3) }

// due is the day the bill must be paid.
func (b billPage) due() time.Time { return b.issued.AddDate(0, 0, 21) }

func (b billPage) text(x, y, points float64, style, line string) {
	b.pdf.SetFont("Liberation", style, points)
	b.pdf.Text(x, y, line)
}

func (b billPage) textRight(x, y, points float64, style, line string) {
	b.pdf.SetFont("Liberation", style, points)
	b.pdf.Text(x-b.pdf.GetStringWidth(line), y, line)
}

// letterhead draws the supplier on the left, the holder on the right where a
// window envelope shows it.
func (b billPage) letterhead() {
	pdf := b.pdf
	pdf.SetFillColor(30, 110, 120)
	pdf.Circle(22, 20, 6, "F")
	pdf.SetFillColor(250, 200, 60)
	pdf.Polygon([]gofpdf.PointType{{X: 23, Y: 15}, {X: 18.5, Y: 21}, {X: 21.5, Y: 21}, {X: 20.5, Y: 25}, {X: 25.5, Y: 18.8}, {X: 22.3, Y: 18.8}}, "F")
	b.text(31, 19, 15, "B", "Énergie du Val (spécimen)")
	b.text(31, 24, 8, "", "Fournisseur inventé, 1 place du Spécimen, 00000 Nulle-Part")

	b.text(15, 40, 9, "B", "Vos références")
	b.text(15, 45, 9, "", "N° client\u00a0: 4 017 220 918")
	b.text(15, 50, 9, "", "N° de facture\u00a0: EV-"+b.issued.Format("20060102")+"-0417")
	b.text(15, 55, 9, "", "Contrat du 4 mars 2019")
	b.text(15, 60, 9, "", "Titulaire du contrat\u00a0: "+b.holder.title()+" "+b.holder.name())

	lines := append([]string{b.holder.title() + " " + b.holder.name()}, b.holder.postalLines()...)
	for i, line := range lines {
		b.text(112, 52+5*float64(i), 11, "", line)
	}

	b.text(15, 86, 16, "B", "Facture du "+InWords(b.issued))
	b.text(15, 92, 9, "", "Lieu de consommation\u00a0: "+strings.Join(b.holder.postalLines(), ", "))
}

// summary draws what is due and when.
func (b billPage) summary() {
	pdf := b.pdf
	_, _, gross := total()
	pdf.SetFillColor(226, 240, 240)
	pdf.Rect(15, 98, 180, 34, "F")
	b.text(20, 107, 12, "B", "Montant à payer TTC")
	b.textRight(190, 107, 14, "B", amount(gross))
	b.text(20, 115, 10, "", "Période du "+InWords(b.issued.AddDate(0, -2, -2))+" au "+InWords(b.periodEnd()))
	b.text(20, 121, 10, "", "Date limite de paiement\u00a0: "+InFigures(b.due()))
	b.text(20, 127, 10, "", "Cette somme sera prélevée le "+InFigures(b.due())+" sur votre compte")
}

// details draws the charges and their sum.
func (b billPage) details() {
	pdf := b.pdf
	b.text(15, 145, 11, "B", "Détail de votre facture")
	pdf.SetDrawColor(150, 160, 165)
	pdf.Line(15, 148, 195, 148)
	y := 154.0
	row := func(style, label, basis string, cents int) {
		b.text(15, y, 10, style, label)
		b.textRight(150, y, 10, style, basis)
		b.textRight(195, y, 10, style, amount(cents))
		y += 7
	}
	for _, c := range charges {
		row("", c.label, c.basis, c.cents)
	}
	net, vat, gross := total()
	pdf.Line(15, y-4, 195, y-4)
	row("", "Total hors taxes", "", net)
	row("", "TVA", fmt.Sprintf("%d\u00a0%%", vatPercent), vat)
	row("B", "Total TTC", "", gross)
	y += 6
	b.text(15, y, 10, "", "Prochain relevé le "+InFigures(b.issued.AddDate(0, 2, -3)))
	b.text(15, y+6, 10, "", "Prochaine facture vers le "+InFigures(b.issued.AddDate(0, 2, 0)))
}

// watermark says across the bottom half that this is no real bill. It keeps
// clear of the lines that are read.
func (b billPage) watermark() {
	b.pdf.SetTextColor(225, 180, 180)
	b.pdf.TransformBegin()
	b.pdf.TransformRotate(12, 105, 250)
	b.text(42, 262, 70, "B", "SPÉCIMEN")
	b.pdf.TransformEnd()
	b.pdf.SetTextColor(0, 0, 0)
}

func (b billPage) footer() {
	b.text(15, 282, 7, "", "Énergie du Val (spécimen) n’existe pas. Document dessiné par un programme pour essayer un logiciel, sans aucune valeur.")
}
