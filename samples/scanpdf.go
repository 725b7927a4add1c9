package samples

import (
	"bytes"
	"fmt"
)

// Scan is a page as a scanner leaves it: a JPEG and its resolution.
type Scan struct {
	JPEG          []byte
	Width, Height int // pixels
	DPI           float64
	Grey          bool // one component a pixel and not three
}

// ScannedPDF stores pages as pictures in a PDF without text, as scanners do.
// It is written by hand: gofpdf sets pictures of one size in an order that
// changes from one run to the next.
func ScannedPDF(pages ...Scan) []byte {
	w := pdfWriter{}
	w.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n") // the second line marks the file as binary
	// Objects 1 and 2 are the catalogue and the list of pages; each page has
	// three: itself, what is drawn on it, its picture.
	var kids bytes.Buffer
	for n := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+3*n)
	}
	w.object("<< /Type /Catalog /Pages 2 0 R >>", nil)
	w.object(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [ %s] >>", len(pages), &kids), nil)
	for n, page := range pages {
		w.page(3+3*n, page)
	}
	return w.finish()
}

// scannedPDF draws pages and scans them in grey.
func scannedPDF(draw func() ([]canvas, error)) func() ([]byte, error) {
	return func() ([]byte, error) {
		pages, err := draw()
		if err != nil {
			return nil, err
		}
		var scans []Scan
		for _, page := range pages {
			picture, err := asGreyJPEG(page)
			if err != nil {
				return nil, err
			}
			size := page.Bounds().Size()
			scans = append(scans, Scan{JPEG: picture, Width: size.X, Height: size.Y, DPI: page.dpi, Grey: true})
		}
		return ScannedPDF(scans...), nil
	}
}

// pdfWriter writes the objects of a PDF one after the other.
type pdfWriter struct {
	bytes.Buffer
	offsets []int // where each object starts
}

// object writes the next object, with its stream where there is one; the
// stream's dictionary must have its length.
func (w *pdfWriter) object(dictionary string, stream []byte) {
	w.offsets = append(w.offsets, w.Len())
	fmt.Fprintf(w, "%d 0 obj\n%s\n", len(w.offsets), dictionary)
	if stream != nil {
		fmt.Fprintf(w, "stream\n%s\nendstream\n", stream)
	}
	w.WriteString("endobj\n")
}

// page writes a page that its picture fills; number is the number of its
// first object.
func (w *pdfWriter) page(number int, page Scan) {
	width, height := 72*float64(page.Width)/page.DPI, 72*float64(page.Height)/page.DPI
	w.object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources << /XObject << /Scan %d 0 R >> >> >>",
		width, height, number+1, number+2), nil)
	drawing := fmt.Appendf(nil, "q %.2f 0 0 %.2f 0 0 cm /Scan Do Q", width, height)
	w.object(fmt.Sprintf("<< /Length %d >>", len(drawing)), drawing)
	colours := "DeviceRGB"
	if page.Grey {
		colours = "DeviceGray"
	}
	w.object(fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>",
		page.Width, page.Height, colours, len(page.JPEG)), page.JPEG)
}

// finish writes the table of the objects and returns the file.
func (w *pdfWriter) finish() []byte {
	table := w.Len()
	fmt.Fprintf(w, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, offset := range w.offsets {
		fmt.Fprintf(w, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(w, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, table)
	return w.Bytes()
}
