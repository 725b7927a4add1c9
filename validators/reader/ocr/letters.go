package ocr

import (
	"image"
	"slices"
)

// xHeight estimates the height of a lower-case letter of an evened page, in
// pixels: that of a typical blob of ink. It is 0 where there are too few
// blobs to tell.
func xHeight(img *image.Gray) float64 {
	heights := blobHeights(img)
	const enough = 40
	if len(heights) < enough {
		return 0
	}
	slices.Sort(heights)
	// Half of the letters of French are lower case without a stroke above or
	// below, a quarter of the blobs are dots and accents.
	return float64(heights[len(heights)*45/100])
}

// blobHeights measures the connected blobs of ink that may be letters, by
// merging the runs of each row with those they touch in the row above.
func blobHeights(img *image.Gray) []int {
	const ink = 150
	type blob struct{ x0, x1, y0, y1, parent int }
	type run struct{ from, to, blob int }
	var blobs []blob
	root := func(i int) int {
		for blobs[i].parent != i {
			i = blobs[i].parent
		}
		return i
	}
	var above, current []run
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y := range h {
		row := img.Pix[y*img.Stride : y*img.Stride+w]
		current = current[:0]
		next := 0
		for x := 0; x < w; x++ {
			if row[x] >= ink {
				continue
			}
			from := x
			for x < w && row[x] < ink {
				x++
			}
			r := run{from, x, -1}
			for next < len(above) && above[next].to < from {
				next++
			}
			for k := next; k < len(above) && above[k].from <= r.to; k++ {
				touched := root(above[k].blob)
				if r.blob < 0 {
					r.blob = touched
				} else if r.blob != touched {
					a, b := &blobs[r.blob], &blobs[touched]
					a.x0, a.x1, a.y0 = min(a.x0, b.x0), max(a.x1, b.x1), min(a.y0, b.y0)
					b.parent = r.blob
				}
			}
			if r.blob < 0 {
				r.blob = len(blobs)
				blobs = append(blobs, blob{from, x, y, y, r.blob})
			}
			b := &blobs[r.blob]
			b.x0, b.x1, b.y1 = min(b.x0, from), max(b.x1, x), y
			current = append(current, r)
		}
		above, current = current, above
	}
	var heights []int
	for i, b := range blobs {
		height, width := b.y1-b.y0+1, b.x1-b.x0
		// Dots, rules and frames are not letters.
		if b.parent == i && height >= 5 && width >= 2 && width <= 4*height && height <= 8*width && height < 200 {
			heights = append(heights, height)
		}
	}
	return heights
}
