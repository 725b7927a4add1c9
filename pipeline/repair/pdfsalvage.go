package repair

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// mended returns the file written anew, without what must not be in it. Of one
// that breaks off, or that no reader opens, the pages that are there whole are
// kept: readers show the others too, with letters or pictures missing.
func (w *Workshop) mended(ctx context.Context, data []byte, read reader.Document, opts Options) (File, error) {
	if read.State == reader.Locked || !pdfedit.CutShort(data) {
		file, err := w.rewritten(ctx, data, read, opts)
		if errors.Is(err, ErrDamaged) && (!sound(read) || read.State == reader.Partial || errors.Is(err, errUncounted)) {
			return w.salvaged(ctx, data, err)
		}
		return file, err
	}
	file, err := w.salvaged(ctx, data, ErrDamaged)
	if err == nil && file.LosesPages() || errors.Is(err, errNoneWhole) {
		return file, err
	}
	whole, failure := w.rewritten(ctx, data, read, opts)
	if errors.Is(failure, ErrDamaged) {
		return file, err
	}
	return whole, failure
}

// errNoneWhole: of every page something is missing.
var errNoneWhole = fmt.Errorf("%w: no page of it is whole", ErrDamaged)

// LosesPages reports whether pages of the file that went in are missing from
// what comes out.
func (f File) LosesPages() bool {
	return slices.ContainsFunc(f.Changes, func(c Change) bool { return c.Code == PagesLost })
}

// salvaged returns the pages of a file that are whole; otherwise is the error
// where they cannot be told.
func (w *Workshop) salvaged(ctx context.Context, data []byte, otherwise error) (File, error) {
	made, err := w.Reader.Rewrite(ctx, data, reader.Rewrite{Do: reader.Salvage})
	var refusal *reader.RewriteError
	switch {
	case errors.As(err, &refusal) && refusal.State == reader.NoPages:
		return File{}, errNoneWhole
	case errors.As(err, &refusal):
		return File{}, otherwise
	case err != nil:
		return File{}, err
	}
	doc, err := w.Reader.Read(ctx, reader.NewSource(made.Data), reader.Want{})
	if err != nil {
		return File{}, err
	}
	if doc.State != reader.Opened || doc.PageCount != made.Pages || len(doc.Active) > 0 {
		return File{}, fmt.Errorf("%w: salvaged it does not open (%s)", ErrDamaged, doc.State)
	}
	mended := Change{Code: Mended, Message: mendedMessage}
	if made.Lost != 0 {
		mended = Change{Code: PagesLost, Message: lostMessage(made)}
	}
	return File{MIME: reader.PDF, Data: made.Data, Pages: made.Pages, Changes: append([]Change{mended}, cleanings(made)...)}, nil
}

const mendedMessage = "PDF abîmé\u00a0: écrit à nouveau pour que tous les lecteurs l’ouvrent."

func lostMessage(made reader.Rewritten) string {
	kept, of := fmt.Sprintf("%d\u00a0pages entières", made.Pages), fmt.Sprintf(" sur\u00a0%d", made.Pages+made.Lost)
	verb, rest := "ont été gardées", "le reste est perdu"
	if made.Pages == 1 {
		kept, verb = "une page entière", "a été gardée"
	}
	if made.Lost == pdfedit.LostUnknown {
		of, rest = "", "le fichier ne dit plus combien il en manque"
	}
	return fmt.Sprintf("PDF abîmé\u00a0: %s%s %s\u00a0; %s.", kept, of, verb, rest)
}
