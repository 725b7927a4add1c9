package repair

import (
	"bytes"
	"context"
	"image/jpeg"
	"math"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// drawnQuality is that of a scan between being drawn and being put right: what
// it loses is not seen.
const drawnQuality = 97

// scansRighted puts right the pages of a PDF that consist of a picture and lean
// a little, or are too dark: such a page becomes the picture that a photo of it
// would have become. Pages with a text layer stay as they are, as does a file
// that is signed, or would weigh too much.
func (w *Workshop) scansRighted(ctx context.Context, file File, read reader.Document, opts Options) (File, error) {
	if opts.AsItLies || read.PageCount != file.Pages || len(read.Pages) != file.Pages {
		return file, ctx.Err()
	}
	var parts []Part
	var changes []Change
	looked := false
	for i, page := range read.Pages {
		part := Part{PDF: file.Data, Pages: []int{i + 1}}
		if mayBeRighted(page) {
			if !looked && !w.mayChange(ctx, file) {
				return file, ctx.Err()
			}
			looked = true
			if sheet, done := w.scanRighted(ctx, file.Data, page, i, opts); sheet != nil {
				part = Part{Sheet: sheet}
				changes = append(changes, done...)
			}
		}
		parts = append(parts, part)
	}
	if len(changes) == 0 {
		return file, ctx.Err()
	}
	bound, err := w.Bind(ctx, parts, opts)
	if err != nil || bound.Pages != file.Pages || heavy(bound, opts) {
		return file, ctx.Err()
	}
	bound.Changes = append(append([]Change{}, file.Changes...), changes...)
	return bound, nil
}

// mayBeRighted reports whether it is worth drawing a page once more.
func mayBeRighted(page reader.Page) bool {
	if page.FromLayer() || page.Undrawn {
		return false
	}
	skew := math.Abs(page.Skew)
	return skew >= leastSlant && skew <= mostSlant || page.Legibility != nil && has(*page.Legibility, legibility.Dark)
}

// scanRighted puts a page (0 for the first) right; sheet is nil where nothing is
// sure to be wrong with it, or it is no scan.
func (w *Workshop) scanRighted(ctx context.Context, data []byte, page reader.Page, index int, opts Options) (sheet *Sheet, changes []Change) {
	drawn, err := w.Reader.Rewrite(ctx, data, reader.Rewrite{
		Do: reader.DrawPages, Pages: []int{index + 1}, Steps: []pdfedit.Step{{DPI: shownDPI, Quality: drawnQuality}}, AsScanned: true,
	})
	if err != nil || len(drawn.Drawn) != 1 || drawn.DrawnDPI[0] == 0 {
		return nil, nil
	}
	img, err := jpeg.Decode(bytes.NewReader(drawn.Drawn[0]))
	if err != nil {
		return nil, nil
	}
	page.Turn = 0 // it is turned
	righted, changes := w.righted(img, page, index+1, opts)
	if len(changes) == 0 {
		return nil, nil
	}
	made, fitting, ok := fitted(righted, nil, float64(drawn.DrawnDPI[0]), highQuality, int64(limit(opts)))
	if !ok || len(fitting) > 0 {
		return nil, nil
	}
	return &made, changes
}
