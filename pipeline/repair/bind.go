package repair

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// Part is a sheet, or pages of a PDF.
type Part struct {
	Sheet *Sheet
	PDF   []byte
	Pages []int // of the PDF, from 1; nil for all
}

// Paper, in points.
const (
	a4Short, a4Long = 595.28, 841.89
	inch            = 72.0
	millimetre      = inch / 25.4

	cardMargin = 10 * millimetre
	// An ID-1 card, ISO/IEC 7810.
	cardLong, cardShort = 85.6 * millimetre, 53.98 * millimetre
	cardAspect          = cardLong / cardShort
	nearAspect          = 0.08 // share by which the sides of a card may be off
	// A sheet that is known to be smaller than that on paper stays small.
	smallPaper = 160 * millimetre
)

// Bind makes one PDF of parts, in order. A sheet gets a page of its own shape, as
// large as A4 holds, or one of its own size with a margin where it is a card; a
// PDF keeps its pages as they are, but for what [Workshop.PDF] takes out. A single PDF with all its pages comes
// back as it is. The result may be heavier than opts.MaxBytes by nothing: it is
// made lighter as [Workshop.PDF] does.
func (w *Workshop) Bind(ctx context.Context, parts []Part, opts Options) (File, error) {
	if len(parts) == 0 {
		return File{}, errors.New("nothing to bind")
	}
	request := reader.Rewrite{Do: reader.Bind}
	for _, part := range parts {
		request.Parts = append(request.Parts, bindPart(part, opts))
	}
	made, err := w.Reader.Rewrite(ctx, nil, request)
	if err != nil {
		return File{}, failed(err)
	}
	if len(parts) == 1 && parts[0].PDF != nil && parts[0].Pages == nil && len(cleanings(made)) == 0 && len(parts[0].PDF) <= limit(opts) {
		return File{MIME: reader.PDF, Data: parts[0].PDF, Pages: made.Pages}, nil
	}
	bound := File{MIME: reader.PDF, Data: made.Data, Pages: made.Pages, Changes: boundChanges(parts, made)}
	doc, err := w.Reader.Read(ctx, reader.NewSource(bound.Data), reader.Want{})
	if err != nil {
		return File{}, err
	}
	if doc.PageCount != bound.Pages || len(doc.Active) > 0 {
		return File{}, fmt.Errorf("%w: bound, it does not open (%s)", ErrDamaged, doc.State)
	}
	if !heavy(bound, opts) {
		return bound, nil
	}
	return w.lightened(ctx, bound.Data, bound, opts)
}

func boundChanges(parts []Part, made reader.Rewritten) []Change {
	changes := cleanings(made)
	if made.Removed.Signature && len(changes) == 0 {
		changes = append(changes, unsigned)
	}
	if len(parts) == 1 {
		return changes
	}
	return append(changes, Change{Code: Bound, Message: fmt.Sprintf("%d documents réunis en un PDF de %d pages.", len(parts), made.Pages)})
}

func bindPart(part Part, opts Options) reader.BindPart {
	if part.Sheet == nil {
		return reader.BindPart{PDF: part.PDF, Pages: part.Pages, Password: opts.Password}
	}
	s := *part.Sheet
	width, height := s.paper()
	if max(width, height) <= smallPaper {
		page := reader.BindPart{Width: width + 2*cardMargin, Height: height + 2*cardMargin}
		page.Pictures = []pdfedit.Picture{s.within(0, 0, page.Width, page.Height, cardMargin)}
		return page
	}
	// White beside a photo, up to the edge of A4, would have readers of print
	// take the photo for an illustration, and leave out columns of figures.
	paper := s.within(0, 0, a4Short, a4Long, 0)
	if s.Width > s.Height {
		paper = s.within(0, 0, a4Long, a4Short, 0)
	}
	paper.X, paper.Y = 0, 0
	return reader.BindPart{Width: paper.Width, Height: paper.Height, Pictures: []pdfedit.Picture{paper}}
}

// paper returns how large the sheet is on paper, in points: as its resolution
// says, as a card where it has the shape of one, else as an A4 sheet.
func (s Sheet) paper() (width, height float64) {
	w, h := float64(max(s.Width, 1)), float64(max(s.Height, 1))
	long := a4Long
	switch aspect := max(w, h) / min(w, h); {
	case s.DPI > 0:
		return w * inch / s.DPI, h * inch / s.DPI
	case math.Abs(aspect/cardAspect-1) < nearAspect:
		long = cardLong
	}
	return w / max(w, h) * long, h / max(w, h) * long
}

// within places the sheet in the middle of a field of the page, as large as it
// can be there.
func (s Sheet) within(x, y, width, height, margin float64) pdfedit.Picture {
	w, h := float64(max(s.Width, 1)), float64(max(s.Height, 1))
	scale := min((width-2*margin)/w, (height-2*margin)/h)
	return s.placed(x, y, width, height, scale)
}

func (s Sheet) placed(x, y, width, height, scale float64) pdfedit.Picture {
	w, h := float64(s.Width)*scale, float64(s.Height)*scale
	return pdfedit.Picture{Data: s.JPEG, X: x + (width-w)/2, Y: y + (height-h)/2, Width: w, Height: h}
}

// BlankPages returns the pages of a PDF that show nothing, from 1.
func (w *Workshop) BlankPages(ctx context.Context, data []byte) ([]int, error) {
	found, err := w.Reader.Rewrite(ctx, data, reader.Rewrite{Do: reader.FindBlank})
	if err != nil {
		return nil, failed(err)
	}
	return found.PagesFound, nil
}

// TwoOnOne puts two sheets, the sides of a card, on one A4 page, one above the
// other: at their natural size, smaller only where that is more than half of
// the page.
func (w *Workshop) TwoOnOne(ctx context.Context, top, bottom Sheet) (File, error) {
	page := reader.BindPart{Width: a4Short, Height: a4Long, Pictures: []pdfedit.Picture{
		top.natural(0, a4Long/2, a4Short, a4Long/2),
		bottom.natural(0, 0, a4Short, a4Long/2),
	}}
	made, err := w.Reader.Rewrite(ctx, nil, reader.Rewrite{Do: reader.Bind, Parts: []reader.BindPart{page}})
	if err != nil {
		return File{}, failed(err)
	}
	return File{
		MIME: reader.PDF, Data: made.Data, Pages: made.Pages,
		Changes: []Change{{Code: SidesOnOnePage, Message: "Les deux côtés réunis sur une seule page A4."}},
	}, nil
}

// natural places a sheet at its size on paper, or as large as the field lets it.
func (s Sheet) natural(x, y, width, height float64) pdfedit.Picture {
	paper, _ := s.paper()
	fit := s.within(x, y, width, height, cardMargin)
	if paper >= fit.Width {
		return fit
	}
	return s.placed(x, y, width, height, paper/float64(max(s.Width, 1)))
}
