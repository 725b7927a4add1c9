package samples

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// codedBill draws the bill of p with a 2D-Doc in its top right corner, as
// suppliers print them.
func codedBill(p person, issued string) func() ([]byte, error) {
	return func() ([]byte, error) {
		return codedPage(billLayout(p, issued), TwoDDoc{
			Version: 4, Kind: "01", Issued: day(issued),
			Values: TwoDDocValue("10", p.codedName(), 38) + TwoDDocValue("22", p.street(), 38) +
				"24" + p.Postcode + TwoDDocValue("25", p.Town, 32) + "26FR",
		})
	}
}

// codedName is a name as the 2D-Docs of bills write it: MME/DURAND/ZOE.
func (p person) codedName() string {
	surname := p.BirthName
	if p.UsedName != "" {
		surname = p.UsedName
	}
	return strings.Join([]string{strings.TrimSuffix(p.title(), "."), surname, p.FirstNames[0]}, "/")
}

// codedPage prints a page with its 2D-Doc.
func codedPage(page layout, code TwoDDoc) ([]byte, error) {
	const x, y, side = 172, 9, 22
	pdf := newPDF(nil)
	pdf.AddPage()
	page.printOn(pdf)
	if err := printCode(pdf, x, y, side, code); err != nil {
		return nil, err
	}
	watermark(pdf)
	return PDFBytes(pdf)
}

// printCode draws a 2D-Doc, and under it what it is.
func printCode(pdf *gofpdf.Fpdf, x, y, side float64, code TwoDDoc) error {
	noise := rand.New(rand.NewPCG(uint64(code.Issued.Unix()), 0x2ddc))
	foot, err := PrintTwoDDoc(pdf, x, y, side, code.Text(noise))
	if err != nil {
		return fmt.Errorf("drawing a 2D-Doc: %w", err)
	}
	pdf.SetFont("Liberation", "B", 5)
	pdf.Text(x, foot+1.6, "2D-DOC")
	return nil
}

// bankDetails draws the bank details of p, with their 2D-Doc. The account is
// nobody's: its check digits are wrong.
func bankDetails(p person) func() ([]byte, error) {
	return func() ([]byte, error) {
		const iban, bic = "FR00 0000 0000 0000 0000 0000 000", "SPECFR00XXX"
		var l layout
		l.boxes = []box{{x: 15, y: 32, width: 140, height: 0.6, paint: tableTop}}
		l.text(15, 20, 15, bold, "Banque du Val (spécimen)")
		l.text(15, 25, 8, regular, "Banque inventée, 2 place du Spécimen, 00000 Nulle-Part")
		l.text(15, 45, 16, bold, "Relevé d’identité bancaire")
		l.text(15, 52, 9, regular, "À remettre à tout organisme qui demande vos références bancaires")
		y := 68.0
		for _, row := range [][2]string{
			{"Titulaire du compte", p.title() + " " + p.name()},
			{"Adresse", strings.Join(p.postalLines(), ", ")},
			{"Domiciliation", "Nulle-Part Spécimen"},
			{"IBAN", iban},
			{"BIC", bic},
		} {
			l.text(15, y, 10, regular, row[0])
			l.text(60, y, 11, bold, row[1])
			y += 9
		}
		l.text(15, 282, 7, regular, "Document dessiné par un programme pour essayer un logiciel, sans aucune valeur.")
		return codedPage(l, TwoDDoc{
			Version: 4, Kind: "03", Issued: time.Date(2026, time.November, 3, 0, 0, 0, 0, time.UTC),
			Values: TwoDDocValue("30", p.codedName(), 140) + TwoDDocValue("31", strings.ReplaceAll(iban, " ", ""), 38) + TwoDDocValue("32", bic, 11),
		})
	}
}
