package samples

import (
	"bytes"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"
)

// NewPDF starts a document of pages of the given size, all measured in
// millimetres, whose bytes depend on what is drawn only.
func NewPDF(width, height float64) *gofpdf.Fpdf {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: width, Ht: height}})
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(day(ReferenceDate))
	pdf.SetModificationDate(day(ReferenceDate))
	// No title, no producer: of the texts about an encrypted document, gofpdf
	// stores the first readable and garbles the others.
	pdf.SetProducer("", false)
	pdf.SetAutoPageBreak(false, 0)
	return pdf
}

// newPDF starts an A4 document set in Liberation Sans.
func newPDF(options []pdfOption) *gofpdf.Fpdf {
	pdf := NewPDF(210, 297)
	pdf.AddUTF8FontFromBytes("Liberation", "", liberationsansregular.TTF)
	pdf.AddUTF8FontFromBytes("Liberation", "B", liberationsansbold.TTF)
	for _, option := range options {
		option(pdf)
	}
	return pdf
}

// PDFBytes ends a document and returns the file.
func PDFBytes(pdf *gofpdf.Fpdf) ([]byte, error) {
	var out bytes.Buffer
	err := pdf.Output(&out)
	return out.Bytes(), err
}
