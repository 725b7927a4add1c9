package samples

import (
	"fmt"
	"image/color"
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
// one page with a text layer, as customers download it.
func bill(p person, issued string, options ...pdfOption) func() ([]byte, error) {
	return func() ([]byte, error) {
		pdf := newPDF(options)
		pdf.AddPage()
		billLayout(p, issued).printOn(pdf)
		watermark(pdf)
		return PDFBytes(pdf)
	}
}

// billLayout lays out the bill of p. Beside its own date it bears those a real
// bill has (due, debit, period, contract, next reading), which must not be
// taken for it.
func billLayout(p person, issued string) layout {
	b := billPage{holder: p, issued: day(issued)}
	b.letterhead()
	b.summary()
	b.details()
	b.text(15, 282, 7, regular, "Énergie du Val (spécimen) n’existe pas. Document dessiné par un programme pour essayer un logiciel, sans aucune valeur.")
	return b.layout
}

// billPage is a bill being laid out.
type billPage struct {
	layout
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

// letterhead has the supplier on the left, the holder on the right where a
// window envelope shows it.
func (b *billPage) letterhead() {
	b.boxes = append(b.boxes,
		box{16, 14, 12, 12, true, color.RGBA{30, 110, 120, 255}},
		box{20, 16, 6, 6, true, color.RGBA{250, 200, 60, 255}})
	b.text(31, 19, 15, bold, "Énergie du Val (spécimen)")
	b.text(31, 24, 8, regular, "Fournisseur inventé, 1 place du Spécimen, 00000 Nulle-Part")

	b.text(15, 40, 9, bold, "Vos références")
	b.text(15, 45, 9, regular, "N° client\u00a0: 4 017 220 918")
	b.text(15, 50, 9, regular, "N° de facture\u00a0: EV-"+b.issued.Format("20060102")+"-0417")
	b.text(15, 55, 9, regular, "Contrat du 4 mars 2019")
	b.text(15, 60, 9, regular, "Titulaire du contrat\u00a0: "+b.holder.title()+" "+b.holder.name())

	lines := append([]string{b.holder.title() + " " + b.holder.name()}, b.holder.postalLines()...)
	for i, line := range lines {
		b.text(112, 52+5*float64(i), 11, regular, line)
	}

	b.text(15, 86, 16, bold, "Facture du "+InWords(b.issued))
	b.text(15, 92, 9, regular, "Lieu de consommation\u00a0: "+strings.Join(b.holder.postalLines(), ", "))
}

// summary says what is due and when.
func (b *billPage) summary() {
	_, _, gross := total()
	b.boxes = append(b.boxes, box{x: 15, y: 98, width: 180, height: 34, paint: color.RGBA{226, 240, 240, 255}})
	b.text(20, 107, 12, bold, "Montant à payer TTC")
	b.textEnd(190, 107, 14, bold, amount(gross))
	b.text(20, 115, 10, regular, "Période du "+InWords(b.issued.AddDate(0, -2, -2))+" au "+InWords(b.periodEnd()))
	b.text(20, 121, 10, regular, "Date limite de paiement\u00a0: "+InFigures(b.due()))
	b.text(20, 127, 10, regular, "Cette somme sera prélevée le "+InFigures(b.due())+" sur votre compte")
}

// details lists the charges and their sum.
func (b *billPage) details() {
	b.text(15, 145, 11, bold, "Détail de votre facture")
	b.rule(15, 148, 180)
	y := 154.0
	row := func(w weight, label, basis string, cents int) {
		b.text(15, y, 10, w, label)
		b.textEnd(150, y, 10, w, basis)
		b.textEnd(195, y, 10, w, amount(cents))
		y += 7
	}
	for _, c := range charges {
		row(regular, c.label, c.basis, c.cents)
	}
	net, vat, gross := total()
	b.rule(15, y-4, 180)
	row(regular, "Total hors taxes", "", net)
	row(regular, "TVA", fmt.Sprintf("%d\u00a0%%", vatPercent), vat)
	row(bold, "Total TTC", "", gross)
	y += 6
	b.text(15, y, 10, regular, "Prochain relevé le "+InFigures(b.issued.AddDate(0, 2, -3)))
	b.text(15, y+6, 10, regular, "Prochaine facture vers le "+InFigures(b.issued.AddDate(0, 2, 0)))
}

// watermark says across the bottom half that this is no real document. It keeps
// clear of the lines that are read.
func watermark(pdf *gofpdf.Fpdf) {
	pdf.SetFont("Liberation", "B", 70)
	pdf.SetTextColor(225, 180, 180)
	pdf.TransformBegin()
	pdf.TransformRotate(12, 105, 250)
	pdf.Text(42, 262, "SPÉCIMEN")
	pdf.TransformEnd()
	pdf.SetTextColor(0, 0, 0)
}
