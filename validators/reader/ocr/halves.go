package ocr

import (
	"context"
	"image"

	"golang.org/x/sync/errgroup"
)

// A page full of words is read in two halves, on two processors where they are
// free: tesseract's own threads hardly help it. Whether it is cut goes by the
// page alone, so that it always reads the same.

const (
	// halvedInk is how many pixels of ink a page has at least, at 250 dpi, for
	// its halves to take so long that starting twice is worth it: some hundred
	// words.
	halvedInk = 100_000
	// cutInk is how dark ink is at least where the cut must not go through it,
	// and cutRows how many rows without any it needs: the least white between
	// two lines of print.
	cutInk, cutRows = 180, 7
	// cutBorder is the share of the width at each side where ink is the edge of
	// the sheet, or the table beside it.
	cutBorder = 0.02
	// halfLeast is the share of the ink that each half has at least.
	halfLeast = 0.3
)

// cutRow returns the row where a levelled page may be cut in two without a
// letter being touched, as near as can be to where half of its ink is above; 0
// where there is none, or the page is not worth it.
func cutRow(img *image.Gray) int {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	border := int(cutBorder * float64(w))
	above := make([]int, h+1) // ink above each row
	for y := range h {
		ink := 0
		for _, v := range img.Pix[y*img.Stride+border : y*img.Stride+w-border] {
			if v < cutInk {
				ink++
			}
		}
		above[y+1] = above[y] + ink
	}
	all := above[h]
	if all < halvedInk {
		return 0
	}
	specks := w / 1000              // in a white row
	first, last, least := 0, 0, all // rows that are as near to the half
	white := 0
	for y := range h {
		if above[y+1]-above[y] > specks {
			white = 0
			continue
		}
		if white++; white < cutRows {
			continue
		}
		at := y + 1 - cutRows/2
		off := max(2*above[at]-all, all-2*above[at])
		switch {
		case off < least:
			first, last, least = at, at, off
		case off == least && at == last+1:
			last = at
		}
	}
	if float64(least) > (1-2*halfLeast)*float64(all) {
		return 0
	}
	return (first + last) / 2
}

// rows returns a part of a picture, which shares its pixels.
func rows(img *image.Gray, from, to int) *image.Gray {
	return &image.Gray{Pix: img.Pix[from*img.Stride : to*img.Stride], Stride: img.Stride, Rect: image.Rect(0, 0, img.Rect.Dx(), to-from)}
}

// halves reads a page above and below a row, side by side where a processor is
// free.
func (t *tesseract) halves(ctx context.Context, img *image.Gray, cut int, read func(context.Context, *image.Gray) ([]token, error)) ([]token, error) {
	var upper, lower []token
	group, grouped := errgroup.WithContext(ctx)
	select {
	case t.slots <- struct{}{}:
		defer func() { <-t.slots }()
	default:
		group.SetLimit(1)
	}
	group.Go(func() (err error) {
		upper, err = read(grouped, rows(img, 0, cut))
		return err
	})
	group.Go(func() (err error) {
		lower, err = read(grouped, rows(img, cut, img.Rect.Dy()))
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	line := 0
	if len(upper) > 0 {
		line = upper[len(upper)-1].line + 1
	}
	for _, below := range lower {
		below.line += line
		below.box.Y0 += float64(cut)
		below.box.Y1 += float64(cut)
		upper = append(upper, below)
	}
	return upper, nil
}
