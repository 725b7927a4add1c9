package validators

import (
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// layOut makes a page of a layout: a cell is a line of its own, as the readers
// cut them, and stands where it stands among the letters.
func layOut(layout string) reader.Page {
	const letter, row, height = 5.2, 15, 10
	page := reader.Page{Width: 595, Height: 842}
	for n, text := range strings.Split(strings.TrimLeft(layout, "\n"), "\n") {
		runes := []rune(text)
		for at := 0; at < len(runes); {
			if runes[at] == ' ' {
				at++
				continue
			}
			end := at
			for end < len(runes) && !strings.HasPrefix(string(runes[end:]), "   ") {
				end++
			}
			x, y := 30+letter*float64(at), 40+row*float64(n)
			page.Lines = append(page.Lines, reader.Line{
				Text: string(runes[at:end]), Confidence: 100,
				Box: reader.Box{X0: x, Y0: y, X1: x + letter*float64(end-at), Y1: y + height},
			})
			at = end
		}
	}
	return page
}

func asPrinted(layout string) reader.Document {
	return reader.Document{MIME: reader.PDF, State: reader.Opened, PageCount: 1, Pages: []reader.Page{layOut(layout)}}
}

// scanned is a document whose lines were read by OCR, all with one confidence.
func scanned(layout string, confidence float64) reader.Document {
	doc := asPrinted(layout)
	doc.MIME = reader.JPEG
	page := &doc.Pages[0]
	page.FromOCR = true
	for i := range page.Lines {
		line := &page.Lines[i]
		line.Confidence = confidence
		for _, word := range strings.Fields(line.Text) {
			line.Words = append(line.Words, reader.Word{Text: word, Confidence: confidence})
		}
	}
	return doc
}

// damages are what OCR does to some lines.
var damages = map[string]*strings.Replacer{
	"zeros":        strings.NewReplacer("/2026", "/2O26", " 2026", " 2O26", "/09/", "/O9/", "/10/", "/1O/"),
	"ones":         strings.NewReplacer("/11/", "/l1/", "/10/", "/I0/", " 12 ", " l2 ", "1er", "ler"),
	"lost spaces":  strings.NewReplacer("acture du ", "acturedu ", " septembre", "septembre", " octobre", "octobre", "Date de ", "Datede "),
	"added spaces": strings.NewReplacer("/2026", "/20 26", "novembre", "novem bre"),
	"labels":       strings.NewReplacer("Facture", "Factute", "facture", "facturc", "émission", "émlssion", "Émise le", "Emise Ie", "d’", "d ", "d'", "d "),
	"months":       strings.NewReplacer("septembre", "septembie", "octobre", "0ctobre", "novembre", "novernbre", "août", "aoùt", "juillet", "jui1let"),
}

func damaged(doc reader.Document, by *strings.Replacer) reader.Document {
	for i := range doc.Pages[0].Lines {
		line := &doc.Pages[0].Lines[i]
		line.Text, line.Words = by.Replace(line.Text), nil
	}
	return doc
}

// readRight counts the pages whose date is read, as the text layer of a PDF, by
// OCR, and by OCR that damages them.
func readRight(t *testing.T, pages []madeUpPage) (text, ocr, hurt float64) {
	t.Helper()
	share := 100 / float64(len(pages))
	for _, p := range pages {
		right := func(how string, doc reader.Document) bool {
			got, ok := ReadIssueDate(doc, on)
			if ok && got.Date.String() == p.issued {
				return true
			}
			t.Logf("%s, %s: got %v (%v), want %s", p.name, how, got.Date, ok, p.issued)
			return false
		}
		if right("text", asPrinted(p.layout)) {
			text += share
		}
		if right("ocr", scanned(p.layout, 93)) {
			ocr += share
		}
		for name, by := range damages {
			if right(name, damaged(scanned(p.layout, 70), by)) {
				hurt += share / float64(len(damages))
			}
		}
	}
	return text, ocr, hurt
}

func TestIssueDatesOfMadeUpPages(t *testing.T) {
	for name, pages := range map[string][]madeUpPage{"tuned": tunedPages, "held out": heldOutPages} {
		t.Run(name, func(t *testing.T) {
			text, ocr, hurt := readRight(t, pages)
			t.Logf("%d pages: text %.0f %%, OCR %.0f %%, damaged OCR %.0f %%", len(pages), text, ocr, hurt)
			if least := 95.0; text < least || ocr < least || hurt < least {
				t.Errorf("text %.1f %%, OCR %.1f %%, damaged OCR %.1f %%: want %.0f %%", text, ocr, hurt, least)
			}
		})
	}
}

// blocks reports whether a proof of address is refused for its date on a day.
func blocks(doc reader.Document, day calendar.Date) bool {
	six := 6
	inspection := Inspection{Files: make([]FileInspection, 1)}
	CheckIssueDate(Piece{Type: "justificatif_domicile", Files: []File{{Document: doc}}}, Terms{On: day, AgeMaxMonths: &six}, &inspection)
	return VerdictOf(append(inspection.Findings, inspection.Files[0].Findings...)...) == Refused
}

// Whatever OCR makes of them, the pages are admitted to the last day of their
// six months.
func TestNoFreshPageIsRefused(t *testing.T) {
	for _, p := range append(append([]madeUpPage{}, tunedPages...), heldOutPages...) {
		issued, _ := calendar.Parse(p.issued)
		for _, day := range []calendar.Date{issued, issued.AddMonths(3), issued.AddMonths(6).AddDays(-1)} {
			if blocks(asPrinted(p.layout), day) || blocks(scanned(p.layout, 93), day) {
				t.Errorf("%s: refused on %s", p.name, day)
			}
			for name, by := range damages {
				if blocks(damaged(scanned(p.layout, 93), by), day) {
					t.Errorf("%s, %s: refused on %s", p.name, name, day)
				}
			}
		}
	}
}

// A digit that OCR misread, however sure of it, refuses no paper that is still
// admitted: the other dates betray it.
func TestAMisreadDigitRefusesNoFreshPage(t *testing.T) {
	pages := append(append([]madeUpPage{}, tunedPages...), heldOutPages...)
	for k := 0; k < len(pages); k += 3 {
		p := pages[k]
		issued, _ := calendar.Parse(p.issued)
		for i, digit := range p.layout {
			if digit < '0' || digit > '9' {
				continue
			}
			misread := p.layout[:i] + string('0'+(digit-'0'+1+rune(i+k)%9)%10) + p.layout[i+1:]
			for _, months := range []int{1, 5} {
				if blocks(scanned(misread, 95), issued.AddMonths(months)) {
					t.Errorf("%s: refused after %d months with the digit at %d misread", p.name, months, i)
				}
			}
		}
	}
}

// What is really too old is still refused, where its words prove it.
func TestMostOldPagesAreRefused(t *testing.T) {
	text, ocr := 0, 0
	pages := append(append([]madeUpPage{}, tunedPages...), heldOutPages...)
	for _, p := range pages {
		issued, _ := calendar.Parse(p.issued)
		if blocks(asPrinted(p.layout), issued.AddMonths(8)) {
			text++
		}
		if blocks(scanned(p.layout, 95), issued.AddMonths(8)) {
			ocr++
		}
	}
	t.Logf("of %d pages: text %d, OCR %d", len(pages), text, ocr)
	if least := len(pages) * 6 / 10; text < least || ocr < least {
		t.Errorf("of %d pages: text %d, OCR %d, want %d", len(pages), text, ocr, least)
	}
}
