package repair

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// How a page of a PDF is drawn to be put on another, where it is no scan that
// has its own resolution: as one at which the print of a card reads well.
const (
	sideDPI     = 300
	sideQuality = 90
	// paperWhite is the level from which on a pixel is the paper around a card.
	paperWhite = 240
	// sideMargin is the white that stays around it, in pixels: 3 mm.
	sideMargin = 36
)

// shownDPI is enough of a page to be looked at beside another.
const shownDPI = 110

// drawnPage draws a page of a PDF (0 for the first) to be looked at.
func (w *Workshop) drawnPage(ctx context.Context, data []byte, page int) (Sheet, error) {
	drawn, err := w.Reader.Rewrite(ctx, data, reader.Rewrite{
		Do: reader.DrawPages, Pages: []int{page + 1}, Steps: []pdfedit.Step{{DPI: shownDPI, Quality: sideQuality}},
	})
	if err != nil {
		return Sheet{}, failed(err)
	}
	if len(drawn.Drawn) != 1 {
		return Sheet{}, ErrDamaged
	}
	return Sheet{JPEG: drawn.Drawn[0], MIME: reader.JPEG, DPI: shownDPI}, nil
}

// Sheets draws the first pages of a PDF, so many, the white around what they
// show cut off so that a card keeps its size.
func (w *Workshop) Sheets(ctx context.Context, data []byte, count int) ([]Sheet, error) {
	var pages []int
	for page := range count {
		pages = append(pages, page+1)
	}
	drawn, err := w.Reader.Rewrite(ctx, data, reader.Rewrite{
		Do: reader.DrawPages, Pages: pages, Steps: []pdfedit.Step{{DPI: sideDPI, Quality: sideQuality}}, AsScanned: true,
	})
	if err != nil {
		return nil, failed(err)
	}
	var sheets []Sheet
	for i, page := range drawn.Drawn {
		sheet, err := side(page, float64(cmp.Or(drawn.DrawnDPI[i], sideDPI)))
		if err != nil {
			return nil, fmt.Errorf("repair: page %d: %w", i+1, err)
		}
		sheets = append(sheets, sheet)
	}
	return sheets, nil
}

func side(page []byte, dpi float64) (Sheet, error) {
	img, err := jpeg.Decode(bytes.NewReader(page))
	if err != nil {
		return Sheet{}, err
	}
	shown := shownOn(img).Inset(-sideMargin).Intersect(img.Bounds())
	if shown.Empty() {
		shown = img.Bounds()
	}
	cut := image.NewRGBA(image.Rectangle{Max: shown.Size()})
	draw.Draw(cut, cut.Rect, img, shown.Min, draw.Src)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, cut, &jpeg.Options{Quality: sideQuality}); err != nil {
		return Sheet{}, err
	}
	return Sheet{JPEG: b.Bytes(), MIME: reader.JPEG, Width: cut.Rect.Dx(), Height: cut.Rect.Dy(), DPI: dpi}, nil
}

// shownOn is where a page is not white.
func shownOn(img image.Image) image.Rectangle {
	var shown image.Rectangle
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y < paperWhite {
				shown = shown.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return shown
}
