package samples

import (
	"bytes"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"
)

// newPDF starts an A4 document measured in millimetres whose bytes depend on
// what is drawn only.
func newPDF(options []pdfOption) *gofpdf.Fpdf {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(day(ReferenceDate))
	pdf.SetModificationDate(day(ReferenceDate))
	// No title, no producer: of the texts about an encrypted document, gofpdf
	// stores the first readable and garbles the others.
	pdf.SetProducer("", false)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddUTF8FontFromBytes("Liberation", "", liberationsansregular.TTF)
	pdf.AddUTF8FontFromBytes("Liberation", "B", liberationsansbold.TTF)
	for _, option := range options {
		option(pdf)
	}
	return pdf
}

func pdfBytes(pdf *gofpdf.Fpdf) ([]byte, error) {
	var out bytes.Buffer
	err := pdf.Output(&out)
	return out.Bytes(), err
}
