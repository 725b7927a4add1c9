package reader

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/recevable/recevable/validators/reader/datamatrix"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/grey"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// What is read from the pictures of pages is read in this process: our own
// code over pictures of a bounded size, and tesseract, a child of this
// process that ends with it. The pictures come from the decoders, which may
// be in a worker.

// look reads what is wanted of the pictures of a document, until ctx is done,
// and lets go of them. The cheap looks come first: OCR, which takes a second
// a page, is for what they leave unanswered.
func (r *Reader) look(ctx context.Context, doc *Document, want Want) {
	if !want.pixels() || doc.State != Opened && doc.State != Partial {
		return
	}
	begun, giveUp := r.beginWords(ctx, doc, want)
	defer giveUp()
	r.eachPage(ctx, doc, func(p *Page) { r.measure(ctx, p, want) })
	begun.goOn(doc)
	r.eachPage(ctx, doc, func(p *Page) { r.findCodes(ctx, p, want) })
	switch {
	case want.Zone:
		r.readEach(ctx, doc, func(p *Page) { r.findZone(ctx, p, want) })
	case want.OCR && !answered(*doc):
		r.readEach(ctx, doc, func(p *Page) { r.readWords(ctx, p, ocr.PageText) })
	case want.Upright && !want.OCR:
		r.readEach(ctx, doc, func(p *Page) { r.readWords(ctx, p, ocr.Glance) })
	}
	if want.Previews {
		r.eachPage(ctx, doc, func(p *Page) { p.Preview = preview(p.Picture, p.Turn) })
	}
	for i := range doc.Pages {
		doc.NeededOCR = doc.NeededOCR || doc.Pages[i].asked
		doc.Hurried = doc.Hurried || doc.Pages[i].hurried
		doc.Pages[i].Picture, doc.Pages[i].begun = nil, nil
	}
}

// eachPage runs a step on the pages side by side, the first ones first: they
// say most, and where the time does not suffice for all it is not chance that
// picks those that are looked at. A step that panics leaves its page as it
// was: what it looked at is a picture like no other.
func (r *Reader) eachPage(ctx context.Context, doc *Document, step func(*Page)) {
	var group errgroup.Group
	group.SetLimit(cap(r.looking))
	for i := range min(len(doc.Pages), textPages) {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			defer func() { _ = recover() }()
			step(&doc.Pages[i])
			return nil
		})
	}
	_ = group.Wait() // no step fails
}

// readEach reads the words of the pages side by side. A page whose turn never
// comes, or whose reading panics, is one that could not be read.
func (r *Reader) readEach(ctx context.Context, doc *Document, read func(*Page)) {
	for i := range min(len(doc.Pages), textPages) {
		doc.Pages[i].Unread = doc.Pages[i].wordless()
	}
	r.eachPage(ctx, doc, read)
}

// wordless reports whether a page that shows something has no text layer.
func (p *Page) wordless() bool {
	return len(p.Lines) == 0 && (p.Legibility == nil || !p.Legibility.Blank())
}

func (r *Reader) measure(ctx context.Context, p *Page, want Want) {
	if p.Picture == nil || !want.Legibility || len(p.Lines) > 0 && !p.FromOCR || !r.mayLook(ctx) {
		return
	}
	defer r.looked()
	measures := legibility.Measure(p.Picture, want.Shows)
	p.Legibility = &measures
}

func (r *Reader) findCodes(ctx context.Context, p *Page, want Want) {
	if p.Picture == nil || !want.Codes || !r.mayLook(ctx) {
		return
	}
	defer r.looked()
	for _, symbol := range datamatrix.Find(ctx, p.Picture) {
		p.Codes = append(p.Codes, Code{Data: symbol.Data, Mark: markOfPixels(symbol.Box, p.Picture).turned(p.Turn)})
	}
}

// mayLook waits for a look's turn: they keep a processor busy, so no more of
// them run at once than there are. Where it returns true, looked must be called.
func (r *Reader) mayLook(ctx context.Context) bool {
	select {
	case r.looking <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (r *Reader) looked() { <-r.looking }

func markOfPixels(box image.Rectangle, picture *image.Gray) Mark {
	return markOf(Box{float64(box.Min.X), float64(box.Min.Y), float64(box.Max.X), float64(box.Max.Y)},
		float64(picture.Rect.Dx()), float64(picture.Rect.Dy()))
}

// answered reports whether the document says by itself, in a code, what its
// words would be read for.
func answered(doc Document) bool {
	return slices.ContainsFunc(doc.Pages, func(p Page) bool { return slices.ContainsFunc(p.Codes, tellsAll) })
}

// tellsAll reports whether a symbol is a 2D-Doc with a date and a name.
func tellsAll(c Code) bool {
	doc, err := twoddoc.Parse(c.Data)
	if err != nil {
		return false
	}
	_, dated := doc.IssueDate()
	return dated && len(doc.Holder()) > 0
}

// readWords fills in the lines of a page that has no text layer.
func (r *Reader) readWords(ctx context.Context, p *Page, mode ocr.Mode) {
	if !p.wordless() {
		return
	}
	text, ok := r.read(ctx, p, mode)
	if p.Unread = !ok; ok {
		p.take(text)
	}
}

func (r *Reader) read(ctx context.Context, p *Page, mode ocr.Mode) (ocr.Text, bool) {
	if p.unprinted() {
		return ocr.Text{}, false
	}
	p.asked = true
	r.asked.Store(true)
	read := r.readPicture
	if begun := p.begun[mode]; begun != nil {
		read = begun.await
		delete(p.begun, mode) // it answers once
	}
	text, err := read(ctx, p.Picture, mode)
	p.hurried = p.hurried || errors.Is(err, ocr.ErrTime)
	return text, err == nil
}

// unprinted reports whether nothing on a page has the texture of print.
func (p *Page) unprinted() bool {
	return p.Picture == nil || p.Legibility != nil && p.Legibility.TextTiles == 0
}

func (r *Reader) readPicture(ctx context.Context, picture *image.Gray, mode ocr.Mode) (ocr.Text, error) {
	engine := r.engine(ctx)
	if engine == nil {
		return ocr.Text{}, ctx.Err()
	}
	return engine.Read(ctx, picture, mode)
}

// take makes what was read on a picture the lines of its page, in place of
// those of an earlier reading.
func (p *Page) take(text ocr.Text) {
	for i := range p.Codes {
		p.Codes[i].Mark = p.Codes[i].Mark.turned(360 + text.Rotation - p.Turn)
	}
	p.FromOCR, p.Turn, p.Skew, p.Lines = true, text.Rotation, text.Skew, nil
	p.Sheet = Size{text.Width, text.Height}
	width, height := float64(p.Picture.Rect.Dx()), float64(p.Picture.Rect.Dy())
	if text.Rotation%180 != 0 {
		width, height = height, width
	}
	for _, l := range text.Lines {
		line := Line{Text: l.Text, Box: Box(l.Level), Mark: markOf(Box(l.Box), width, height), Confidence: l.Confidence}
		for _, w := range l.Words {
			line.Words = append(line.Words, Word{w.Text, w.Confidence})
		}
		p.Lines = append(p.Lines, line)
	}
}

// The preview of a page: enough to read small print on a screen.
const (
	previewSide    = 1240 // longer side, pixels: A4 at 106 dpi
	previewQuality = 75
)

// preview draws a page small and upright; nil where it has no picture.
func preview(picture *image.Gray, turn int) []byte {
	if picture == nil {
		return nil
	}
	// Made small first: turned whole, the pages of a file would take four bytes
	// for each of their pixels, all at once.
	small := grey.Within(picture, previewSide)
	var b bytes.Buffer
	if jpeg.Encode(&b, grey.Of(Turned(small, turn), 1), &jpeg.Options{Quality: previewQuality}) != nil {
		return nil
	}
	return b.Bytes()
}
