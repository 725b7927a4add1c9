package templates

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// gofpdf cannot state a document's language nor how it must be printed, and
// its catalog names an attachment list even where there is none, which makes
// a plain page look like a file with attachments. The catalog is however the
// last object it writes, right before the cross-reference table: replacing it
// moves nothing but the table itself, whose place is written once, behind
// « startxref ».

// catalogBody is the catalog of the documents we print.
//   - PrintScaling None: the photo frame must come out at 35 × 45 mm and the
//     address behind the window (PDF 1.6, table 8.1).
//   - DisplayDocTitle: the window shows the title, not the name of the file.
//   - Lang: screen readers speak French (PDF 1.4, section 9.8).
//   - Duplex Simplex: what is scanned has nothing on its back (PDF 1.7, table 8.1).
func catalogBody(oneSided bool) string {
	duplex := ""
	if oneSided {
		duplex = " /Duplex /Simplex"
	}
	return "<<\n/Type /Catalog\n/Pages 1 0 R\n/Lang (fr-FR)\n" +
		"/ViewerPreferences << /PrintScaling /None /DisplayDocTitle true" + duplex + " >>\n>>\nendobj\n"
}

const (
	writtenVersion = "%PDF-1.3" // what gofpdf announces
	neededVersion  = "%PDF-1.7" // what Duplex asks for; PrintScaling, 1.6
)

var errUnexpectedPDF = errors.New("templates: the PDF was not written as expected")

// replaceCatalog returns the document with our catalog in place of gofpdf's.
func replaceCatalog(pdf []byte, oneSided bool) ([]byte, error) {
	table, err := tableOffset(pdf)
	if err != nil {
		return nil, err
	}
	catalog, err := catalogOffset(pdf[:table])
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(pdf, []byte(writtenVersion)) {
		return nil, fmt.Errorf("%w: no %s header", errUnexpectedPDF, writtenVersion)
	}
	tail := bytes.LastIndex(pdf, []byte("startxref"))

	body := catalogBody(oneSided)
	var out bytes.Buffer
	out.Grow(len(pdf) + len(body))
	out.WriteString(neededVersion)
	out.Write(pdf[len(writtenVersion):catalog])
	out.WriteString(body)
	newTable := out.Len()
	out.Write(pdf[table:tail])
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", newTable)
	return out.Bytes(), nil
}

// tableOffset reads where the cross-reference table stands.
func tableOffset(pdf []byte) (int, error) {
	_, tail, found := bytes.Cut(pdf[max(0, len(pdf)-40):], []byte("startxref\n"))
	if !found {
		return 0, fmt.Errorf("%w: no startxref", errUnexpectedPDF)
	}
	digits, _, _ := bytes.Cut(tail, []byte("\n"))
	offset, err := strconv.Atoi(string(digits))
	if err != nil || offset < 0 || offset > len(pdf) || !bytes.HasPrefix(pdf[offset:], []byte("xref\n")) {
		return 0, fmt.Errorf("%w: startxref does not lead to a table", errUnexpectedPDF)
	}
	return offset, nil
}

// catalogOffset finds where the last object's dictionary starts, behind its
// « N 0 obj » line, and makes sure that it is the catalog.
func catalogOffset(body []byte) (int, error) {
	const opening = " 0 obj\n"
	at := bytes.LastIndex(body, []byte(opening))
	if at < 0 || !bytes.HasPrefix(body[at+len(opening):], []byte("<<\n/Type /Catalog\n/Pages 1 0 R\n")) {
		return 0, fmt.Errorf("%w: the last object is not the catalog", errUnexpectedPDF)
	}
	return at + len(opening), nil
}
