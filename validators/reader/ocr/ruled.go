package ocr

import (
	"image"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// The lines that rule tables are wiped out before a page is read: tesseract
// takes them for letters, and drops the figures of the cells they close in.

const (
	// ruleInk is how dark the ink of a thin line is at least, of an evened page:
	// a grey hairline that a blur spread.
	ruleInk = 200
	// The least length of a line across and down and the most of its breadth, in
	// pixels at 250 dpi: lines of print are broken by the white between their
	// letters, and no letter is so tall and so thin.
	ruleAcross, ruleDown, ruleBreadth = 150, 64, 8
	// ruleThin is how much of a line is no broader than that: the rest is where
	// others cross it. A coloured band with white letters on it is thin here and
	// there.
	ruleThin = 0.8
	// The blur beside a line: so many pixels, no darker than this.
	ruleBlur, blurInk = 3, 150
)

// wipeRules makes white the long and thin straight lines of a levelled page.
func wipeRules(img *image.Gray) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	across := ruling{img.Pix, w, h, 1, img.Stride}
	down := ruling{img.Pix, h, w, img.Stride, 1}
	// Both are looked for before one is wiped out: they cross.
	var horizontal, vertical []stretch
	grey.Both(func() { horizontal = across.find(ruleAcross) }, func() { vertical = down.find(ruleDown) })
	across.wipe(horizontal)
	down.wipe(vertical)
}

// ruling walks a picture along its lines, of so many pixels, and from one line
// to the next.
type ruling struct {
	pix          []byte
	along, lines int
	step, next   int // in bytes
}

func (r ruling) at(line, place int) *byte { return &r.pix[line*r.next+place*r.step] }

// stretch is a part of a line of pixels.
type stretch struct{ line, from, to int }

// find lists the unbroken stretches of ink of a length at least. It goes
// through the picture as it lies in memory, whichever way the lines run.
func (r ruling) find(least int) []stretch {
	if r.step == 1 {
		return r.findAlong(least)
	}
	var found []stretch
	begun := make([]int, r.lines) // where the stretch of each line begins
	end := func(line, place int) {
		if place-begun[line] >= least {
			found = append(found, stretch{line, begun[line], place})
		}
		begun[line] = place + 1
	}
	for place := range r.along {
		for line, v := range r.pix[place*r.step : place*r.step+r.lines] {
			if v >= ruleInk {
				end(line, place)
			}
		}
	}
	for line := range begun {
		end(line, r.along)
	}
	return found
}

func (r ruling) findAlong(least int) []stretch {
	var found []stretch
	for line := range r.lines {
		row := r.pix[line*r.next : line*r.next+r.along]
		for from := 0; from < len(row); from++ {
			to := from
			for to < len(row) && row[to] < ruleInk {
				to++
			}
			if to-from >= least {
				found = append(found, stretch{line, from, to})
			}
			from = to
		}
	}
	return found
}

// wipe makes stretches white, where the ink is no broader than a line and does
// not go on across it, as a letter that stands on it does.
func (r ruling) wipe(found []stretch) {
	type spot struct{ line, place, breadth int }
	var spots []spot
	for _, s := range found {
		known := len(spots)
		for place := s.from; place < s.to; place++ {
			first, last := s.line, s.line
			for first > 0 && s.line-first <= ruleBreadth && *r.at(first-1, place) < ruleInk {
				first--
			}
			for last < r.lines-1 && last-s.line <= ruleBreadth && *r.at(last+1, place) < ruleInk {
				last++
			}
			if breadth := last - first + 1; breadth <= ruleBreadth {
				spots = append(spots, spot{first, place, breadth})
			}
		}
		if thin := len(spots) - known; float64(thin) < ruleThin*float64(s.to-s.from) {
			spots = spots[:known]
		}
	}
	for _, s := range spots {
		for line := max(s.line-ruleBlur, 0); line < min(s.line+s.breadth+ruleBlur, r.lines); line++ {
			within := line >= s.line && line < s.line+s.breadth
			if p := r.at(line, s.place); within || *p >= blurInk {
				*p = paperWhite
			}
		}
	}
}
