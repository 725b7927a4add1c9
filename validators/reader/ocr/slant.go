package ocr

import (
	"image"
	"math"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// What makes a slant sure: enough letters, rows that stand out from those of
// any other angle, and both halves of the page in agreement, which they are not
// on a page seen at a slant or on a picture that is no page.
const (
	slantSide   = 1000 // of the draft, pixels
	slantMargin = 0.04 // of each side: edges of the sheet and of the glass
	slantDots   = 1500
	slantClear  = 1.6 // times as sharp as three degrees aside
	slantApart  = 0.4 // degrees between the halves, at most
)

// Slant tells how many degrees clockwise the lines of print of a picture lean.
// sure is false where there is any doubt.
func Slant(page image.Image) (degrees float64, sure bool) {
	b := page.Bounds()
	by := max(1, max(b.Dx(), b.Dy())/slantSide/2)
	draft := grey.Of(page, by)
	scale := min(float64(slantSide)/float64(max(draft.Rect.Dx(), draft.Rect.Dy())), 1)
	draft = grey.Fitted(draft, int(float64(draft.Rect.Dx())*scale), int(float64(draft.Rect.Dy())*scale))
	w, h := draft.Rect.Dx(), draft.Rect.Dy()
	if w < minDraft || h < minDraft {
		return 0, false
	}
	var all, left, right []dot
	x0, y0 := float32(slantMargin*float64(w)), float32(slantMargin*float64(h))
	for _, d := range lowerEdges(evened(draft)) {
		if d.x < x0 || d.x > float32(w)-x0 || d.y < y0 || d.y > float32(h)-y0 {
			continue
		}
		all = append(all, d)
		if d.x < float32(w)/2 {
			left = append(left, d)
		} else {
			right = append(right, d)
		}
	}
	if len(all) < slantDots || len(left) < slantDots/4 || len(right) < slantDots/4 {
		return 0, false
	}
	degrees, sharpness := leaning(all, w, h)
	if math.Abs(degrees) > maxSkew-coarseStep {
		return 0, false
	}
	bins := make([]int32, h+2*w)
	for _, aside := range []float64{-3, 3} {
		if sharpness < slantClear*rowContrast(all, degrees+aside, float32(w), bins)/float64(len(all)) {
			return 0, false
		}
	}
	l, _ := leaning(left, w, h)
	r, _ := leaning(right, w, h)
	return degrees, math.Abs(l-degrees) <= slantApart && math.Abs(r-degrees) <= slantApart
}
