package reader

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"golang.org/x/text/unicode/norm"
)

// textChars bounds the characters read of one document. A bill has 2 000 to
// 3 000 a page, dense small print 8 000; each costs about 5 µs.
const textChars = 40_000

// Distances in text, in units of the height of its line (its em, nearly).
const (
	// rowTolerance is how far two baselines of one row may be apart: a value
	// set a little lower than its label is on its row, a superscript is not.
	rowTolerance = 0.35
	// columnGap is the gap past which two words are not of one sentence.
	// Justified text stays under 1, and label and value of a bill that belong
	// together stand closer than its columns.
	columnGap = 2.0
	// wordGap is the gap, or the overlap, under which two pieces are one word
	// that was drawn in several goes. A space is 0.2 to 0.3.
	wordGap = 0.1
)

// pageText is the text of a page.
type pageText struct {
	lines   []Line
	scanned bool // the page is a picture with text over it
	turn    int  // degrees clockwise that make it upright, as [Page.Turn]
	skew    float64
	chars   int // that were read
}

// text reads the text of a page, invisible text (that of OCR) included, but no
// more than budget characters. Where nearly all of it runs another way than to
// the right, the boxes of its lines lie on the page turned upright.
func (d pdfiumDocument) text(index int, page Page, budget int) (pageText, error) {
	ref, err := d.readablePage(index)
	if err != nil {
		return pageText{}, err
	}
	defer d.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: ref})
	loaded := requests.Page{ByReference: &ref}
	view, err := d.viewport(loaded, page)
	if err != nil {
		return pageText{}, err
	}
	opened, err := d.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: loaded})
	if err != nil {
		return pageText{}, err
	}
	defer d.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: opened.TextPage})
	count, err := d.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: opened.TextPage})
	if err != nil {
		return pageText{}, err
	}
	text := pageText{chars: min(count.Count, budget), scanned: d.scanned(loaded, page)}
	words, err := textPage{d, opened.TextPage, view}.words(text.chars)
	text.skew = leaning(words)
	if direction := lyingAs(words); direction != 0 {
		view.raise(words, direction)
		text.turn = 360 - 90*direction
	}
	text.lines = arrange(words)
	return text, err
}

// A page lies as its text runs where there are so many letters, and this share
// of them runs that way, while fewer rows than uprightRows stand upright, none
// of them in larger print: what is printed along an edge tells nothing, a title
// above a table that is turned tells that the page stands as it should.
const (
	lyingLetters = 60
	lyingShare   = 0.9
	uprightRows  = 3
)

// lyingAs returns in which direction the text of a page runs that lies on its
// side or on its head: clockwise quarter turns, 0 for a page that does not.
func lyingAs(words []word) int {
	var letters [4]int
	all := 0
	var upright []float64 // baselines
	var largest [4]float64
	for _, w := range words {
		n := utf8.RuneCountInString(w.text)
		letters[w.direction] += n
		all += n
		largest[w.direction] = max(largest[w.direction], w.height)
		if w.direction == 0 {
			upright = append(upright, math.Round(w.baseline))
		}
	}
	slices.Sort(upright)
	if len(slices.Compact(upright)) >= uprightRows {
		return 0
	}
	for direction, n := range letters {
		if largest[direction] >= largest[0] && n >= lyingLetters && float64(n) >= lyingShare*float64(all) {
			return direction
		}
	}
	return 0
}

// leaning returns how many degrees clockwise words lean, in the mean.
func leaning(words []word) (degrees float64) {
	for _, w := range words {
		degrees += w.lean / float64(len(words))
	}
	return degrees
}

// raise puts words on the page turned so that the given direction runs to the
// right.
func (v viewport) raise(words []word, direction int) {
	for i := range words {
		w := &words[i]
		ax, ay := v.along(direction, w.box.X0, w.box.Y0)
		bx, by := v.along(direction, w.box.X1, w.box.Y1)
		w.box = Box{min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)}
		w.direction = (w.direction - direction) & 3
	}
}

// scanShare is the share of a page that a picture covers on a scan. A logo, a
// photograph or a band of colour covers less.
const scanShare = 0.7

// maxObjects bounds the objects of a page that are looked at: that of a scan
// is among the first.
const maxObjects = 200

// scanned reports whether the page is a picture: the text on it, mostly
// invisible, is then what some OCR engine read.
func (d pdfiumDocument) scanned(loaded requests.Page, page Page) bool {
	found := false
	d.eachPicture(loaded, func(_ references.FPDF_PAGEOBJECT, width, height float64) bool {
		found = width*height >= scanShare*page.Width*page.Height
		return !found
	})
	return found
}

// eachPicture calls use with the pictures of a page and how large they are on
// it, in points, until it returns false.
func (d pdfiumDocument) eachPicture(loaded requests.Page, use func(picture references.FPDF_PAGEOBJECT, width, height float64) bool) {
	count, err := d.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: loaded})
	if err != nil {
		return
	}
	for i := range min(count.Count, maxObjects) {
		object, err := d.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: loaded, Index: i})
		if err != nil {
			continue
		}
		kind, err := d.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			continue
		}
		box, err := d.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
		if err != nil {
			continue
		}
		if !use(object.PageObject, float64(box.Right-box.Left), float64(box.Top-box.Bottom)) {
			return
		}
	}
}

// layerShare is the share of a page from which on a picture may hold the print
// of a scan whose ground is another picture, and coarser.
const layerShare = 0.05

// scanDPI returns the resolution of a page that is a picture, or pictures one
// over the other: that of the finest. It is 0 for other pages.
func (d pdfiumDocument) scanDPI(index int) float64 {
	size, err := d.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: index})
	if err != nil {
		return 0
	}
	surface, finest, scanned := size.Width*size.Height, 0.0, false
	d.eachPicture(d.page(index), func(picture references.FPDF_PAGEOBJECT, width, height float64) bool {
		if width*height < layerShare*surface {
			return true
		}
		pixels, err := d.FPDFImageObj_GetImagePixelSize(&requests.FPDFImageObj_GetImagePixelSize{ImageObject: picture})
		if err != nil {
			finest = math.Inf(1) // nobody knows
			return false
		}
		scanned = scanned || width*height >= scanShare*surface
		finest = max(finest, 72*float64(max(pixels.Width, pixels.Height))/max(width, height, 1))
		return true
	})
	if !scanned || math.IsInf(finest, 1) {
		return 0
	}
	return finest
}

// readablePage loads a page with the appearance of its annotations made part
// of its content: what was typed into the fields of a form is text there and
// nowhere else.
func (d pdfiumDocument) readablePage(index int) (references.FPDF_PAGE, error) {
	load := &requests.FPDF_LoadPage{Document: d.ref, Index: index}
	loaded, err := d.FPDF_LoadPage(load)
	if err != nil {
		return "", err
	}
	page := requests.Page{ByReference: &loaded.Page}
	annotations, err := d.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: page})
	if err != nil || annotations.Count == 0 {
		return loaded.Page, err
	}
	flat, err := d.FPDFPage_Flatten(&requests.FPDFPage_Flatten{Page: page})
	if err != nil || flat.Result != responses.FPDFPage_FlattenResultSuccess {
		return loaded.Page, err
	}
	if _, err := d.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}); err != nil {
		return "", err
	}
	if loaded, err = d.FPDF_LoadPage(load); err != nil {
		return "", err
	}
	return loaded.Page, nil
}

// viewport maps the user space of a page (points, y upwards, before rotation)
// to the page as shown (y downwards).
type viewport struct {
	left, bottom, right, top float64 // what is shown of user space
	quarters                 int     // clockwise quarter turns
	width, height            float64 // as shown
}

func (d pdfiumDocument) viewport(loaded requests.Page, page Page) (viewport, error) {
	box, err := d.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: loaded})
	if err != nil {
		return viewport{}, err
	}
	rotation, err := d.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: loaded})
	if err != nil {
		return viewport{}, err
	}
	r := box.Rect
	return viewport{
		left: float64(r.Left), bottom: float64(r.Bottom), right: float64(r.Right), top: float64(r.Top),
		quarters: int(rotation.PageRotation) & 3,
		width:    page.Width, height: page.Height,
	}, nil
}

func (v viewport) point(x, y float64) (float64, float64) {
	switch v.quarters {
	case 1:
		return y - v.bottom, x - v.left
	case 2:
		return v.right - x, y - v.bottom
	case 3:
		return v.top - y, v.right - x
	}
	return x - v.left, v.top - y
}

func (v viewport) box(x0, y0, x1, y1 float64) Box {
	ax, ay := v.point(x0, y0)
	bx, by := v.point(x1, y1)
	return Box{min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)}
}

// shows reports whether any of the box is on the page as shown.
func (v viewport) shows(b Box) bool {
	return b.X1 > 0 && b.Y1 > 0 && b.X0 < v.width && b.Y0 < v.height
}

// along turns a point of the page as shown so that text which runs in the
// given direction (clockwise quarter turns from upright) runs to the right.
func (v viewport) along(direction int, x, y float64) (float64, float64) {
	switch direction {
	case 1:
		return y, v.width - x
	case 2:
		return v.width - x, v.height - y
	case 3:
		return v.height - y, x
	}
	return x, y
}

// word is a run of characters without a space.
type word struct {
	text      string
	box       Box     // on the page as shown
	direction int     // clockwise quarter turns from upright
	lean      float64 // degrees clockwise from that

	// Where it stands in a frame turned so that it runs to the right.
	from, to float64
	baseline float64
	height   float64
}

// textPage reads the characters of one page through pdfium.
type textPage struct {
	pdfiumDocument
	ref  references.FPDF_TEXTPAGE
	view viewport
}

// words cuts the first characters of a page, in the order in which they are
// drawn, at spaces and line ends, those that pdfium adds where it sees a gap
// included.
func (t textPage) words(count int) ([]word, error) {
	var words []word
	var run []rune
	first, last := 0, 0
	flush := func() error {
		defer func() { run = run[:0] }()
		text := cleaned(run)
		if text == "" {
			return nil
		}
		w, err := t.word(text, first, last)
		if err != nil {
			return err
		}
		if t.view.shows(w.box) {
			words = append(words, w)
		}
		return nil
	}
	for i := range count {
		char, err := t.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: t.ref, Index: i})
		if err != nil {
			return nil, err
		}
		r := rune(uint32(char.Unicode))
		if separates(r) {
			if err := flush(); err != nil {
				return nil, err
			}
			continue
		}
		if len(run) == 0 {
			first = i
		}
		last = i
		run = append(run, r)
	}
	return words, flush()
}

func (t textPage) word(text string, first, last int) (word, error) {
	box, err := t.charBox(first)
	if err != nil {
		return word{}, err
	}
	end, err := t.charBox(last)
	if err != nil {
		return word{}, err
	}
	origin, err := t.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: t.ref, Index: first})
	if err != nil {
		return word{}, err
	}
	angle, err := t.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: t.ref, Index: first})
	if err != nil {
		return word{}, err
	}
	w := word{
		text:      text,
		box:       Box{min(box.X0, end.X0), min(box.Y0, end.Y0), max(box.X1, end.X1), max(box.Y1, end.Y1)},
		direction: (quarterTurns(float64(angle.CharAngle)) + t.view.quarters) & 3,
		lean:      leanOf(float64(angle.CharAngle)),
	}
	ax, ay := t.view.along(w.direction, w.box.X0, w.box.Y0)
	bx, by := t.view.along(w.direction, w.box.X1, w.box.Y1)
	w.from, w.to = min(ax, bx), max(ax, bx)
	w.height = math.Abs(by - ay)
	x, y := t.view.point(origin.X, origin.Y)
	_, w.baseline = t.view.along(w.direction, x, y)
	return w, nil
}

func (t textPage) charBox(index int) (Box, error) {
	loose, err := t.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: t.ref, Index: index})
	if err != nil {
		return Box{}, err
	}
	r := loose.Rect
	return t.view.box(float64(r.Left), float64(r.Bottom), float64(r.Right), float64(r.Top)), nil
}

// quarterTurns rounds pdfium's angle of a character, in radians, to clockwise
// quarter turns.
func quarterTurns(angle float64) int {
	if math.IsNaN(angle) || math.IsInf(angle, 0) {
		return 0
	}
	return int(math.Round(angle/(math.Pi/2))) & 3
}

// leanOf returns by how many degrees pdfium's angle of a character is off a
// quarter turn.
func leanOf(angle float64) float64 {
	if math.IsNaN(angle) || math.IsInf(angle, 0) {
		return 0
	}
	return math.Remainder(angle, math.Pi/2) * 180 / math.Pi
}

// arrange puts words into lines: upright text first, then turned text, each
// from top to bottom and from left to right.
func arrange(words []word) []Line {
	slices.SortStableFunc(words, func(a, b word) int {
		return cmp.Or(cmp.Compare(a.direction, b.direction), cmp.Compare(a.baseline, b.baseline), cmp.Compare(a.from, b.from))
	})
	var lines []Line
	for len(words) > 0 {
		n := rowLength(words)
		lines = append(lines, rowLines(words[:n])...)
		words = words[n:]
	}
	return lines
}

// rowLength tells how many of the sorted words stand on the row of the first.
func rowLength(words []word) int {
	first := words[0]
	for i, w := range words {
		apart := w.baseline - first.baseline
		if w.direction != first.direction || apart > rowTolerance*min(w.height, first.height) {
			return i
		}
	}
	return len(words)
}

// rowLines cuts a row at its wide gaps.
func rowLines(row []word) []Line {
	slices.SortStableFunc(row, func(a, b word) int { return cmp.Compare(a.from, b.from) })
	var lines []Line
	var previous word
	for i, w := range row {
		em := max(w.height, previous.height)
		gap := w.from - previous.to
		switch {
		case i == 0, gap > columnGap*em:
			lines = append(lines, Line{Text: w.text, Box: w.box})
		case w.text == previous.text && math.Abs(w.from-previous.from) < wordGap*em:
			// Drawn twice, a hair apart: bold for want of a bold font.
			continue
		default:
			line := &lines[len(lines)-1]
			if math.Abs(gap) >= wordGap*em {
				line.Text += " "
			}
			line.Text += w.text
			line.Box = Box{min(line.Box.X0, w.box.X0), min(line.Box.Y0, w.box.Y0), max(line.Box.X1, w.box.X1), max(line.Box.Y1, w.box.Y1)}
		}
		previous = w
	}
	return lines
}

// separates reports whether a character ends a word: any space, no-break ones
// too, and the line ends.
func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Zs, r)
}

// lineEndHyphen stands for what pdfium gives for a hyphen that ends a line.
const lineEndHyphen = '\x02'

var ligatures = strings.NewReplacer(
	"ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st",
)

// cleaned turns the characters of a word into plain text: ligatures taken
// apart, accents composed, soft hyphens and all that has no shape left out.
func cleaned(run []rune) string {
	var b strings.Builder
	for i := 0; i < len(run); i++ {
		r := run[i]
		if utf16.IsSurrogate(r) && i+1 < len(run) {
			if joined := utf16.DecodeRune(r, run[i+1]); joined != unicode.ReplacementChar {
				b.WriteRune(joined)
				i++
				continue
			}
		}
		switch {
		case r == lineEndHyphen, r == '\uFFFE':
			b.WriteByte('-')
		case r == 0, r == '\u00AD', unicode.Is(unicode.Cf, r), unicode.IsControl(r), utf16.IsSurrogate(r):
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(ligatures.Replace(b.String()))
}
