package repair

import (
	"bytes"
	"context"
	"image/jpeg"
	"math"
	"slices"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// drawnQuality is that of a scan between being drawn and being put right: what
// it loses is not seen.
const drawnQuality = 97

// scansRighted puts right the pages of a PDF that consist of a picture and lean
// a little, or are too dark. Where the words of a scan can be copied, page and
// words are tilted as they are; any other becomes the picture that a photo of it
// would have become. A file stays as it is that is signed, or would weigh too
// much.
func (w *Workshop) scansRighted(ctx context.Context, file File, read reader.Document, opts Options) (File, error) {
	if opts.AsItLies || read.PageCount != file.Pages || len(read.Pages) != file.Pages {
		return file, ctx.Err()
	}
	file, err := w.tilted(ctx, file, read)
	if err != nil {
		return File{}, err
	}
	return w.redrawn(ctx, file, read, opts)
}

// withLayer is how many degrees a scan may lean more or less than its text layer
// for both to be level once they are tilted together.
const withLayer = 1.0

// tilted tilts the scans that lean and have a text layer that leans with them.
func (w *Workshop) tilted(ctx context.Context, file File, read reader.Document) (File, error) {
	tilts := map[int]float64{}
	var changes []Change
	for i, page := range read.Pages {
		if !page.FromLayer() || !page.FromOCR || !leans(page.Skew) {
			continue
		}
		if slant, sure := w.slantOf(ctx, file.Data, i); sure && leans(slant) && math.Abs(slant-page.Skew) <= withLayer {
			tilts[i+1] = slant
			changes = append(changes, Change{Code: Straightened, Message: straightenedMessage, Page: i + 1})
		}
	}
	if len(tilts) == 0 || !w.mayChange(ctx, file) {
		return file, ctx.Err()
	}
	made, err := w.Reader.Rewrite(ctx, file.Data, reader.Rewrite{Do: reader.Tilt, Tilts: tilts})
	if err != nil || made.Pages != file.Pages {
		return file, ctx.Err() // it passes leaning, too
	}
	for n := range tilts {
		if left, _ := w.slantOf(ctx, made.Data, n-1); math.Abs(left) > leftSlant {
			return file, ctx.Err()
		}
	}
	return File{MIME: reader.PDF, Data: made.Data, Pages: made.Pages, Changes: append(slices.Clip(file.Changes), changes...)}, ctx.Err()
}

// leans reports whether a slant in degrees is seen, and an accident of a scanner.
func leans(degrees float64) bool {
	return math.Abs(degrees) >= leastSlant && math.Abs(degrees) <= mostSlant
}

// slantOf measures the slant of a page (0 for the first), in degrees clockwise.
func (w *Workshop) slantOf(ctx context.Context, data []byte, page int) (degrees float64, sure bool) {
	sheet, err := w.drawnPage(ctx, data, page)
	if err != nil {
		return 0, false
	}
	img, err := jpeg.Decode(bytes.NewReader(sheet.JPEG))
	if err != nil {
		return 0, false
	}
	return ocr.Slant(img)
}

// redrawn puts right the scans whose words cannot be copied.
func (w *Workshop) redrawn(ctx context.Context, file File, read reader.Document, opts Options) (File, error) {
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
	return leans(page.Skew) || page.Legibility != nil && has(*page.Legibility, legibility.Dark)
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
