package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
)

// openPDF opens a file already known to be a PDF and fills all of a Document
// but MIME and Extension.
//
// pdfcpu looks first: it tells the structure and the active content in a
// millisecond. Where it finds the structure sound and nothing of the pages is
// wanted, that is the answer. All else goes to pdfium, and where the two differ pdfium is
// right: on 1 811 PDFs of other projects' suites that pdfinfo reads it counted
// the same pages on all but 7, which it did not open; pdfcpu refused 47.
func (e *pdfEngine) openPDF(ctx context.Context, data []byte, want Want, lim Limits) Document {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(lim.Seconds)*time.Second)
	defer cancel()
	structure, err := readOutline(ctx, data)
	if err == nil && !want.Text && !want.pixels() && structure.sound() {
		return structure.document(Opened, lim)
	}
	view, err := e.view(ctx, data, want, lim)
	if refused(err) {
		if whole, ok := mended(data); ok {
			if second, err2 := e.view(ctx, whole, want, lim); err2 == nil {
				view, err = second, nil
				view.mended = true
			}
		}
	}
	if err != nil {
		return unopened(err, structure, lim)
	}
	return view.document(data, structure, lim)
}

// refused reports whether pdfium could make nothing of the file itself.
func refused(err error) bool {
	for _, target := range []error{pdfiumerrors.ErrFormat, pdfiumerrors.ErrFile, pdfiumerrors.ErrUnknown, pdfiumerrors.ErrPage} {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

// unopened says why pdfium did not open the file; structure is what pdfcpu
// found, or nil.
func unopened(err error, structure *outline, lim Limits) Document {
	detail := err.Error()
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return Document{State: OverLimit, Limit: TimeLimit, Detail: detail}
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		// ErrSecurity: the key is with certificates or on a rights server.
		// Such a file opens for its addressees only, so it is locked too.
		return Document{State: Locked, Detail: detail}
	case errors.Is(err, errTrap) && structure != nil && structure.sound():
		return structure.document(Opened, lim).stopped(detail)
	case structure != nil && len(structure.pages) > 0:
		doc := structure.document(Partial, lim)
		doc.Detail = detail
		return doc
	case errors.Is(err, errTrap):
		return Document{State: OverLimit, Limit: MemoryLimit, Detail: detail}
	case refused(err):
		return Document{State: Damaged, Detail: detail}
	}
	return Document{State: Unsupported, Detail: detail}
}

// document is the answer drawn from the structure alone.
func (o *outline) document(state State, lim Limits) Document {
	doc := Document{State: state, PageCount: len(o.pages), Pages: o.pages, Active: o.active}
	return doc.within(lim)
}

// within turns a document of too many pages into one that passed the limit.
func (doc Document) within(lim Limits) Document {
	if doc.PageCount > lim.Pages {
		doc.State, doc.Limit, doc.Pages = OverLimit, PageLimit, nil
		doc.Detail = fmt.Sprintf("%d pages, %d are opened at most", doc.PageCount, lim.Pages)
	}
	return doc
}

// stopped turns a document of sound structure into one that pdfium came to a stop
// in, as it does where its memory does not suffice: that tells nothing against
// the file.
func (doc Document) stopped(detail string) Document {
	if doc.State == Opened {
		doc.State, doc.Limit, doc.Detail = OverLimit, MemoryLimit, detail
	}
	return doc
}

// document is the answer drawn from what pdfium saw; structure is what pdfcpu
// found, or nil.
func (v *pdfView) document(data []byte, structure *outline, lim Limits) Document {
	if v.count == 0 {
		// A PDF without any page shows nothing, in any reader.
		if structure == nil || len(structure.pages) == 0 {
			return Document{State: NoPages, Detail: "no pages"}
		}
		doc := structure.document(Partial, lim)
		doc.Detail = "pdfium finds no pages"
		return doc
	}
	doc := Document{State: Opened, PageCount: v.count, Pages: v.pages, Restricted: v.restricted, Hurried: v.hurried}
	switch {
	case v.stopped != nil && structure != nil && structure.sound():
		doc = doc.stopped(v.stopped.Error())
	case v.stopped != nil:
		doc.State, doc.Detail = Partial, v.stopped.Error()
	case v.skipped > 0:
		doc.State, doc.Detail = Partial, fmt.Sprintf("%d pages could not be loaded", v.skipped)
	case v.mended:
		doc.State, doc.Detail = Partial, "opened after its header or trailer was mended"
	}
	if structure != nil {
		doc.Active = structure.active
	} else {
		doc.Active = v.activeContent(data)
	}
	return doc.within(lim)
}

var activeMarks = map[ActiveContent]*regexp.Regexp{
	Script:       regexp.MustCompile(`/S\s*/JavaScript\b`),
	Launch:       regexp.MustCompile(`/S\s*/Launch\b`),
	EmbeddedFile: regexp.MustCompile(`/Type\s*/EmbeddedFile\b`),
}

// activeContent is the second-best answer for files that pdfcpu does not read:
// what pdfium lists, and what stands in clear in the bytes.
func (v *pdfView) activeContent(data []byte) []ActiveContent {
	found := map[ActiveContent]bool{Script: v.scripts > 0, EmbeddedFile: v.attachments > 0}
	for kind, mark := range activeMarks {
		found[kind] = found[kind] || mark.Match(data)
	}
	return inOrder(found)
}

var (
	header      = []byte("%PDF-")
	trailerRoot = regexp.MustCompile(`/Root\s+(\d{1,10}\s+\d{1,5}\s+R)\b`)
)

const (
	headerWithin  = 1024 // where readers look for the header
	trailerWithin = 4096 // how far behind "trailer" its /Root is looked for
)

// mended returns a copy of a PDF with what other readers do without: a header
// in its first bytes, and a trailer that can be parsed. pdfium rebuilds the
// cross-reference table by itself, from the objects that it finds.
func mended(data []byte) ([]byte, bool) {
	var before, after []byte
	if !bytes.Contains(data[:min(len(data), headerWithin)], header) {
		before = []byte("%PDF-1.7\n")
	}
	if at := bytes.LastIndex(data, []byte("trailer")); at >= 0 {
		if m := trailerRoot.FindSubmatch(data[at:min(len(data), at+trailerWithin)]); m != nil {
			after = fmt.Appendf(nil, "\ntrailer\n<</Root %s>>\nstartxref\n0\n%%%%EOF\n", m[1])
			if !bytes.Contains(data[at:], []byte("endobj")) {
				data = data[:at] // a string left open in it would swallow the new one
			}
		}
	}
	return bytes.Join([][]byte{before, data, after}, nil), before != nil || after != nil
}
