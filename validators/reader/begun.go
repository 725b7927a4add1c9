package reader

import (
	"context"
	"errors"
	"image"

	"github.com/recevable/recevable/validators/reader/ocr"
)

// begunWords are the words of a page that is read while it is looked at
// otherwise.
type begunWords struct {
	measured chan bool     // tells whether there may be words
	prepared chan struct{} // closed when one processor is enough
	readings map[ocr.Mode]*begunReading
}

type begunReading struct {
	ended chan struct{}
	text  ocr.Text
	err   error
}

func (b *begunReading) await(ctx context.Context, _ *image.Gray, _ ocr.Mode) (ocr.Text, error) {
	select {
	case <-b.ended:
		return b.text, b.err
	case <-ctx.Done():
		return ocr.Text{}, ctx.Err()
	}
}

// errUnread is the reason of words that were not read in the end: nothing tells
// that there are any, or the code that reads met a picture like no other.
var errUnread = errors.New("reader: the words were not read")

// beginWords begins to read the words of the only page of a document where they
// will be read unless its symbols say all, which is seldom; and in the alphabet
// of zones where one may have to be and nothing else is read meanwhile. giveUp
// ends that, and is to be called.
func (r *Reader) beginWords(ctx context.Context, doc *Document, want Want) (begun *begunWords, giveUp func()) {
	if r.crowded || !want.Codes && !want.Legibility || !want.OCR && !want.Zone ||
		len(doc.Pages) != 1 || len(doc.Pages[0].Lines) > 0 || doc.Pages[0].Picture == nil {
		return nil, func() {}
	}
	ctx, giveUp = context.WithCancel(ctx)
	begun = &begunWords{measured: make(chan bool, 1), prepared: make(chan struct{}), readings: map[ocr.Mode]*begunReading{}}
	modes := []ocr.Mode{ocr.PageText}
	if alone := len(r.turns) == 1; want.Zone && alone {
		modes = append(modes, ocr.MRZ)
	}
	for _, mode := range modes {
		begun.readings[mode] = &begunReading{ended: make(chan struct{}), err: errUnread}
	}
	picture := doc.Pages[0].Picture
	r.aside.Go(func() {
		engine := r.engine(ctx)
		page := begun.prepare(engine, picture)
		words := false
		select {
		case words = <-begun.measured:
		case <-ctx.Done():
		}
		for mode, reading := range begun.readings {
			r.aside.Go(func() {
				defer close(reading.ended)
				defer func() { _ = recover() }()
				if words && engine != nil {
					reading.text, reading.err = engine.Read(ctx, page, mode)
				}
			})
		}
	})
	return begun, giveUp
}

// prepare does what keeps all processors busy.
func (b *begunWords) prepare(engine ocr.Engine, picture *image.Gray) (page image.Image) {
	defer close(b.prepared)
	defer func() {
		if recover() != nil {
			page = picture // reading it meets the same
		}
	}()
	if engine == nil || engine.Limitation() == ocr.Absent {
		return picture
	}
	return ocr.Prepare(picture)
}

// goOn has the words read that were begun, where there may be any, as soon as
// they are prepared.
func (b *begunWords) goOn(doc *Document) {
	if b == nil {
		return
	}
	p := &doc.Pages[0]
	words := p.wordless() && !p.unprinted()
	if words {
		p.begun = map[ocr.Mode]*begunReading{}
		for mode, reading := range b.readings {
			p.begun[mode] = reading
		}
	}
	b.measured <- words
	<-b.prepared
}
