package validators

import (
	"slices"
	"strings"
	"unicode"

	"github.com/recevable/recevable/validators/reader"
)

// What a page must hold before a name that is not found can be missed on it.
// The shortest attestation or bill has some sixty words, the line that a
// scanner adds under a picture about ten. reading.md calls a page legible from
// a mean of 55 over 15 words; a name is a single word that no dictionary helps
// OCR with, so more is asked here.
const (
	wholeText      = 30
	wholeOCR       = 40
	wholeSureOCR   = 80.0
	wholeSmallWord = 3
)

// smallWords stand on every page of French. A text layer without them is one
// whose letters the fonts of the PDF do not tell, and nothing can be sought in
// it.
var smallWords = []string{"de", "du", "des", "la", "le", "les", "et", "en", "au", "aux", "un", "une", "par", "pour", "sur", "vous", "votre", "vos", "je", "est"}

// readWhole reports whether every page of a piece was read well enough to say
// that a name is nowhere on it, and whether some were read from pixels.
func readWhole(piece Piece) (whole, byOCR bool) {
	whole = len(piece.Files) > 0
	written := false // some page is: of nothing but white, nothing was read
	for _, file := range piece.Files {
		doc := file.Document
		whole = whole && doc.State == reader.Opened && doc.PageCount > 0 && doc.PageCount == len(doc.Pages)
		for _, page := range doc.Pages {
			whole = whole && pageReadWhole(page)
			byOCR = byOCR || page.FromOCR
			written = written || len(page.Lines) > 0
		}
	}
	return whole && written, byOCR
}

func pageReadWhole(page reader.Page) bool {
	if page.Legibility != nil && page.Legibility.Blank() {
		return true // the back of a sheet
	}
	words, small, sure := 0, 0, 0.0
	for _, line := range page.Lines {
		for _, word := range strings.FieldsFunc(fold(line.Text), betweenWords) {
			words++
			sure += line.Confidence
			if slices.Contains(smallWords, word) {
				small++
			}
		}
	}
	if page.Unread || small < wholeSmallWord {
		return false
	}
	if page.FromOCR {
		return words >= wholeOCR && sure >= wholeSureOCR*float64(words)
	}
	return words >= wholeText
}

func betweenWords(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
