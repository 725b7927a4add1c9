// Package reader opens scanned pieces: bytes in, a [Document] out. It is the
// only room that knows the decoders, pdfium and pdfcpu.
//
// Start with [New] and [Reader.Read]. What comes back is plain data (kind,
// pages, text with positions, how far the file could be opened), so it can
// cross a process boundary: by default every kind whose decoder can neither
// be interrupted nor bounded in memory is opened in a worker process, which
// is ended when it passes a limit (see worker.go).
//
// The reader judges nothing: whether a state blocks an application is for the
// inspectors of package validators to say.
package reader

import (
	"image"
	"math"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/mrz"
	"github.com/recevable/recevable/validators/reader/ocr"
)

// The kinds of file that ANTS takes, by content.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	BMP  = "image/bmp"
	TIFF = "image/tiff"
	PDF  = "application/pdf"
)

// State says how far a file could be opened.
type State string

const (
	// Opened: an engine opened the file and all its pages.
	Opened State = "opened"
	// Partial: the file opens, but an engine had to skip or fill in a
	// damaged part of it.
	Partial State = "partial"
	// Unsupported: the file looks sound, in a variant that no engine here
	// can decode. It may well open elsewhere.
	Unsupported State = "unsupported"
	// OverLimit: opening the file would pass a limit of cost; Limit says
	// which.
	OverLimit State = "over-limit"
	// Locked: the PDF needs a password to be opened.
	Locked State = "locked"
	// Damaged: every engine that knows the kind tried and none could open it.
	Damaged State = "damaged"
	// NoPages: the PDF opens, and has no page to show.
	NoPages State = "no-pages"
	// Empty: there is not one byte in the file.
	Empty State = "empty"
	// Inaccessible: the system would not let the file be read.
	Inaccessible State = "inaccessible"
	// Foreign: the file is of a kind that ANTS does not take; it was not
	// opened further.
	Foreign State = "foreign"
)

// Limit names a limit of cost that a file passed.
type Limit string

const (
	PixelLimit  Limit = "pixels"
	PageLimit   Limit = "pages"
	MemoryLimit Limit = "memory"
	TimeLimit   Limit = "time"
	SizeLimit   Limit = "size"
)

// Document is what was read of one file.
type Document struct {
	// MIME is the kind by content, such as "image/jpeg", never by name;
	// "application/octet-stream" where it is not known.
	MIME string
	// Extension is the usual file extension of MIME with its dot, in lower
	// case; empty where there is none.
	Extension string

	State State
	Limit Limit // set with OverLimit
	// Detail is the engine's own reason for a State other than Opened, in
	// English, for logs and tests. It never holds text of the document.
	Detail string

	// PageCount is the number of pages (images of a TIFF, 1 for the other
	// image kinds); 0 where it is not known.
	PageCount int
	// Pages describes the pages that were looked at, in order. It may be
	// shorter than PageCount.
	Pages []Page

	// NeededOCR tells that a page had to be read from its pixels, whether there
	// was an engine to read it or not.
	NeededOCR bool
	// Hurried tells that time ran out before all that was wanted of the pages
	// was read: what is not there may be on them.
	Hurried bool

	// PDF-only facts.
	Restricted bool            // opens without a password, but restricts printing or copying
	Active     []ActiveContent // what the file would run or carry, each kind once

	pixels    *Pixels    // what [Reader.Draw] asked for
	rewritten *Rewritten // what [Reader.Rewrite] asked for
}

// Page is one page of a document. What was not wanted, or could not be had, is
// zero.
type Page struct {
	// Width and Height of the page as shown: PDF points (1/72 inch) for a
	// PDF, pixels for an image, its EXIF orientation applied.
	Width, Height float64
	// Lines is the text in reading order; nil where none was asked for or
	// there is none.
	Lines []Line
	// FromOCR tells that Lines were read from pixels, by our engine or by the
	// one whose text lies over a scan: any letter of them may be another.
	FromOCR bool
	// Sheet is the size of the ground on which the boxes of Lines lie, where
	// it is not that of the page: OCR reads the sheet in a photo, squared and
	// straightened.
	Sheet Size
	// Unread tells that the page has no text layer and its pixels could not
	// be read either, or not for its zone: no engine, or no time.
	Unread bool
	// Undrawn tells that the picture of the page is white, and that something
	// on it may not have been drawn.
	Undrawn bool
	// Turn is how many degrees clockwise the page must be turned to be
	// upright, as its text layer or OCR tells; 0 otherwise.
	Turn int
	// Skew is how many degrees clockwise its text leans, turned so, as its text
	// layer or OCR tells; 0 where none does.
	Skew float64
	// Codes are the Data Matrix symbols of the page.
	Codes []Code
	// Zone is the machine-readable zone of an identity paper.
	Zone *Zone
	// Legibility is what was measured of the picture of the page.
	Legibility *legibility.Measures
	// Preview is the page as a small grey JPEG, upright.
	Preview []byte

	asked   bool // the engine that reads pixels was asked about it
	hurried bool // and had not the time to answer
	begun   map[ocr.Mode]*begunReading

	// Picture is what the above is read from. It is gone when [Reader.Read]
	// returns.
	Picture *image.Gray
}

// Size of a page, in its units.
type Size struct{ Width, Height float64 }

// Ground returns the size of what the boxes of the lines lie on.
func (p Page) Ground() Size {
	if p.Sheet != (Size{}) {
		return p.Sheet
	}
	return Size{p.Width, p.Height}
}

// FromLayer reports whether the lines of the page are those of a text layer,
// whoever wrote it.
func (p Page) FromLayer() bool { return len(p.Lines) > 0 && len(p.Lines[0].Words) == 0 }

// ReadSurely reports whether OCR read so many words on the page, of such a mean
// confidence (0 to 100), a valid zone standing for any number of them.
func (p Page) ReadSurely(enough int, sure float64) bool {
	if p.Zone != nil && p.Zone.Zone != nil && p.Zone.Valid() {
		return true
	}
	words, confidence := 0, 0.0
	for _, line := range p.Lines {
		for _, word := range line.Words {
			words++
			confidence += word.Confidence
		}
	}
	return words >= enough && confidence >= sure*float64(words)
}

// MarkOf returns where a line stands on the page as shown, upright.
func (p Page) MarkOf(line Line) Mark {
	if line.Mark != (Mark{}) {
		return line.Mark
	}
	ground := p.Ground()
	return markOf(line.Box, ground.Width, ground.Height)
}

// Line is one line of text on a page. Words that a wide gap separates on the
// same baseline (two columns, the cells of a table) are lines of their own.
type Line struct {
	Text string
	// Box is where it stands on the ground of its page ([Page.Ground]):
	// compare the places of lines by it.
	Box Box
	// Mark is where to point to on the page as shown, where that is not Box.
	Mark Mark
	// Confidence is the mean over its words, 0 to 100; 100 for a text layer.
	Confidence float64
	// Words are the words of Text one by one; of our OCR only.
	Words []Word
}

// Word is a word of a line that was read by OCR.
type Word struct {
	Text       string
	Confidence float64 // 0 to 100
}

// Code is a Data Matrix symbol.
type Code struct {
	Data []byte // as encoded: separators kept, ISO 8859-1
	Mark Mark
}

// Zone is a machine-readable zone and where it stands.
type Zone struct {
	*mrz.Zone
	Mark Mark
}

// Mark is a rectangle to point to on a page as shown, upright: shares of its
// width and height, 0 to 1, from the top left corner.
type Mark struct {
	X0 float64 `json:"x0"`
	Y0 float64 `json:"y0"`
	X1 float64 `json:"x1"`
	Y1 float64 `json:"y1"`
}

// with returns the smallest rectangle that holds both.
func (m Mark) with(n Mark) Mark {
	return Mark{min(m.X0, n.X0), min(m.Y0, n.Y0), max(m.X1, n.X1), max(m.Y1, n.Y1)}
}

// turned returns the same place once the page is turned clockwise by whole
// quarters.
func (m Mark) turned(degrees int) Mark {
	for range degrees % 360 / 90 {
		m = Mark{share(1 - m.Y1), m.X0, share(1 - m.Y0), m.X1}
	}
	return m
}

// share rounds a share of a side; see markOf.
func share(v float64) float64 { return math.Round(min(max(v, 0), 1)*1e4) / 1e4 }

// markOf rounds to a ten-thousandth: a third of a millimetre of an A4 page is
// a thousandth.
func markOf(b Box, width, height float64) Mark {
	if width <= 0 || height <= 0 {
		return Mark{}
	}
	return Mark{share(b.X0 / width), share(b.Y0 / height), share(b.X1 / width), share(b.Y1 / height)}
}

// Box is a rectangle in the units of its page, origin at the top left corner,
// y downwards.
type Box struct{ X0, Y0, X1, Y1 float64 }

// ActiveContent is something in a PDF beyond pages to look at.
type ActiveContent string

const (
	Script       ActiveContent = "script"        // JavaScript, wherever it is attached
	Launch       ActiveContent = "launch"        // an action that starts a program
	EmbeddedFile ActiveContent = "embedded-file" // an attachment
)

// Want says what the caller needs of a file beyond its kind, state and pages.
// A file costs only what is wanted of it: pixels are drawn for Codes, Zone,
// OCR, Legibility and Previews alone, and OCR runs on the pages that nothing
// better has an answer for.
type Want struct {
	Text bool // the text layer of PDFs
	// OCR reads the pages without a text layer, unless a 2D-Doc with a date
	// and a holder was found.
	OCR bool
	// Upright looks which way up those pages lie, where OCR is not wanted:
	// Lines are then some of their words, no more than tell it.
	Upright bool
	Codes   bool // Data Matrix symbols (2D-Doc)
	// Zone looks for a machine-readable zone, and reads the words around it as
	// OCR does; On, the reference date, gives the century of its years.
	Zone bool
	On   calendar.Date
	// Legibility measures the pages that are pictures, as showing Shows.
	Legibility bool
	Shows      legibility.Kind
	Previews   bool // small pictures of the pages
}

// pixels reports whether anything is wanted that only pixels tell.
func (w Want) pixels() bool {
	return w.OCR || w.Upright || w.Codes || w.Zone || w.Legibility || w.Previews
}

// words reports whether words are wanted that pictures show.
func (w Want) words() bool { return w.OCR || w.Upright || w.Zone }

// pixelsOf reports the same of a page whose text layer was read.
func (w Want) pixelsOf(p Page) bool {
	return w.Codes || w.Previews || (len(p.Lines) == 0 || p.FromOCR) && w.pixels()
}

// Limits bounds what one file may cost. See [DefaultLimits].
type Limits struct {
	Bytes  int64 // largest file read whole; a larger one is hashed and named only
	Pixels int64 // pixels decoded, all pages of a file together being decoded one at a time
	Pages  int   // pages opened
	Memory int64 // bytes of memory of the process that opens it
	// Seconds is the time one file may take, whatever it is.
	Seconds int
}

// DefaultLimits returns the limits of the contract: 100 megapixels, 500
// pages, 512 MiB (kept a margin below), 20 s.
func DefaultLimits() Limits {
	return Limits{Bytes: 64 << 20, Pixels: 100_000_000, Pages: 500, Memory: 448 << 20, Seconds: 18}
}
