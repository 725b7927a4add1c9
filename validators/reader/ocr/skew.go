package ocr

import (
	"image"
	"math"
)

// Skew is looked for among the angles up to maxSkew degrees.
const (
	maxSkew    = 8.0
	coarseStep = 0.5
	fineStep   = 0.05
	// directionRatio is how much sharper the rows of a page must be than its
	// columns, or the other way round, to tell which way its lines run. The
	// columns of 30 upright bills, photographed, scanned or degraded, had 0.1
	// to 0.6 times the sharpness of their rows; turned on their side, 2.6 to 12
	// times.
	directionRatio = 1.3
	// longestFoot is how many pixels in a row may be the foot of one letter, on
	// a draft of skewSide: 5 mm of A4.
	longestFoot = 16
)

// dot is a pixel under which a letter or a rule ends.
type dot struct{ x, y float32 }

// lowerEdges collects the pixels where ink ends downwards: baselines, mostly.
// The picture must have been evened.
func lowerEdges(img *image.Gray) []dot {
	const ink, paper = 160, 200
	var dots []dot
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y := 0; y < h-2; y++ {
		row, below := img.Pix[y*img.Stride:], img.Pix[(y+2)*img.Stride:]
		for x := range w {
			if row[x] < ink && below[x] > paper {
				dots = append(dots, dot{float32(x), float32(y)})
			}
		}
	}
	return dots
}

// letterEdges are the lowerEdges without those of rules, frames and the sheet
// itself: of a photo they gather more sharply than any line of text, and along
// the page as much as across it.
func letterEdges(img *image.Gray) []dot {
	dots := lowerEdges(img)
	kept := dots[:0]
	for from := 0; from < len(dots); {
		to := from + 1
		for to < len(dots) && dots[to].y == dots[from].y && dots[to].x == dots[to-1].x+1 {
			to++
		}
		if to-from <= longestFoot {
			kept = append(kept, dots[from:to]...)
		}
		from = to
	}
	return kept
}

// leaning tells how many degrees clockwise the lines of an evened picture
// lean, and how sharply their dots gather into rows at that angle, as a share
// of their number; 0 and 0 where there is too little on it to tell.
func leaning(dots []dot, width, height int) (degrees, sharpness float64) {
	if len(dots) < 200 {
		return 0, 0
	}
	bins := make([]int32, height+2*width)
	best, bestScore := 0.0, 0.0
	try := func(degrees float64) {
		if score := rowContrast(dots, degrees, float32(width), bins); score > bestScore {
			best, bestScore = degrees, score
		}
	}
	for a := -maxSkew; a <= maxSkew; a += coarseStep {
		try(a)
	}
	coarse := best
	for a := coarse - coarseStep; a <= coarse+coarseStep; a += fineStep {
		try(a)
	}
	return best, bestScore / float64(len(dots))
}

// skewOf returns how many degrees clockwise the lines of an evened picture
// lean.
func skewOf(img *image.Gray) float64 {
	degrees, _ := leaning(lowerEdges(img), img.Rect.Dx(), img.Rect.Dy())
	if math.Abs(degrees) > maxSkew-fineStep {
		return 0 // the best lies beyond what is looked at: not text
	}
	return degrees
}

// direction is the way the lines of a page run.
type direction int

const (
	unclear direction = iota
	across
	down // the page lies on its side
)

// directionOf tells which way the lines of an evened picture run.
func directionOf(img *image.Gray) direction {
	// The same picture, its rows made columns.
	w, h := img.Rect.Dx(), img.Rect.Dy()
	turned := image.NewGray(image.Rect(0, 0, h, w))
	for y := range h {
		for x, v := range img.Pix[y*img.Stride : y*img.Stride+w] {
			turned.Pix[x*turned.Stride+y] = v
		}
	}
	_, rows := leaning(letterEdges(img), w, h)
	_, columns := leaning(letterEdges(turned), h, w)
	switch {
	case rows > directionRatio*columns:
		return across
	case columns > directionRatio*rows:
		return down
	}
	return unclear
}

// rowContrast tells how sharply the dots gather into rows that lean by an
// angle. The sum of squared steps between rows is largest along baselines
// (Postl's criterion).
func rowContrast(dots []dot, degrees float64, offset float32, bins []int32) float64 {
	clear(bins)
	slope := float32(math.Tan(degrees * math.Pi / 180))
	for _, d := range dots {
		bins[int(d.y-d.x*slope+offset)]++
	}
	var sum float64
	for i := 1; i < len(bins); i++ {
		step := float64(bins[i] - bins[i-1])
		sum += step * step
	}
	return sum
}
