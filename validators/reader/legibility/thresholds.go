package legibility

// Problem is something that may keep a person from reading the page.
type Problem string

const (
	Blank         Problem = "blank"          // there is nothing on the page
	Blurred       Problem = "blurred"        // out of focus, or moved
	Dark          Problem = "dark"           // under-exposed
	Faint         Problem = "faint"          // over-exposed, print that hardly stands out
	Glare         Problem = "glare"          // a reflection covers part of it
	LowResolution Problem = "low-resolution" // too few pixels
	CutEdge       Problem = "cut-edge"       // a border runs through print
)

// limits are the thresholds of a kind. Zero: that is not judged.
//
// The figures behind them are those of `make thresholds`, which draws pages and
// cards and has tesseract read them (words read to the letter):
//
//	                                      sharpness      words
//	sharp, 150 to 300 dpi                 0.44 to 0.54   93 to 99 %
//	blurred by 1 pixel, dark, JPEG 40     0.27 to 0.29   92 to 99 %
//	phone photo on a table                0.33 to 0.45   94 to 99 %
//	gaussian of 1.5 pixels at 200 dpi     0.16 to 0.20   90 to 98 %
//	2 pixels                              0.10 to 0.12   53 to 89 %
//	2.5 pixels                            0.07 to 0.09   16 to 74 %
//	3 pixels                              0.04 to 0.06   7 to 53 %
//	moved by 6 pixels                     0.20 to 0.27   36 to 95 %
//	10 pixels                             0.11 to 0.15   2 to 57 %
//
// and of cards, of whose pattern and film tesseract makes less than a person:
//
//	sharp, 200 to 600 dpi                 0.40 to 0.44   79 to 90 %
//	blurred by 1 pixel, dark, JPEG 40     0.27 to 0.28   86 to 93 %
//	gaussian of 2 pixels at 300 dpi       0.14           66 to 69 %
//	3 pixels                              0.07           34 to 38 %
//	4 pixels                              0.04           7 to 10 %
//	moved by 10 pixels                    0.13 to 0.15   21 to 55 %
//	20 pixels                             0.07 to 0.08   0 to 10 %
type limits struct {
	// sharpness: just under the softest page that reads well, about half of
	// what photos and spoilt scans have.
	sharpness float64
	// paper: the brightest part of the page. Pages darkened to 0.6 have 138
	// to 151 and read well, to 0.3 they have 68 to 75 and must be guessed at
	// on a screen, though tesseract still reads them.
	paper float64
	// contrast: sharp print has 0.5 to 0.8 of the paper, blurred to a grey
	// fog still 0.35; only over-exposure brings it lower.
	contrast float64
	// glare: a reflection of a tenth of the print's area covers a paragraph.
	glare float64
	// dpi: 150 for A4, less a rounding; width: 600 for a card, the same.
	dpi, width float64
	cut        bool
}

var limitsOf = map[Kind]limits{
	TextPage: {sharpness: 0.15, paper: 85, contrast: 0.25, glare: 0.10, dpi: 145, cut: true},
	// Between the cards blurred by 2 pixels and by 3, nearer to those that no
	// longer read: real cards, with their film, are softer than drawn ones.
	IDCard: {sharpness: 0.09, paper: 85, contrast: 0.2, glare: 0.10, width: 580},
	// No sharpness: nothing here measures what a face needs.
	Portrait: {paper: 85},
}

const (
	// whiteShare is the share of near-white pixels of a page that is white, dust
	// aside.
	whiteShare = 0.985
	// fewTiles of print are too few to judge a page by: two words, a stamp.
	fewTiles = 6
	// fogTiles of contrast without any print is a page blurred past
	// recognition.
	fogTiles = 30
)

// Blank reports whether there is nothing on the page.
func (m Measures) Blank() bool { return m.Bare }

// White reports whether that is beyond doubt: there is no tone of the paper in
// which something faint might be lost.
func (m Measures) White() bool { return m.Bare && m.NearWhite > whiteShare }

// Problems lists what may keep a person from reading the page, by the
// thresholds of its kind. A blank page has no other problem.
func (m Measures) Problems() []Problem {
	if m.Blank() {
		return []Problem{Blank}
	}
	limit := limitsOf[m.Kind]
	enough := m.TextTiles >= fewTiles
	blurred := limit.sharpness > 0 && (m.fog() || enough && m.Sharpness < limit.sharpness)
	var found []Problem
	for _, check := range []struct {
		problem Problem
		is      bool
	}{
		{Blurred, blurred},
		{Dark, m.Paper < limit.paper},
		// What is blurred or dark is faint for that reason.
		{Faint, enough && !blurred && m.Paper >= limit.paper && m.Contrast < limit.contrast},
		{Glare, limit.glare > 0 && m.Glare > limit.glare},
		{LowResolution, m.DPI < limit.dpi || float64(m.ContentWidth) < limit.width},
		{CutEdge, limit.cut && m.Cut.Any()},
	} {
		if check.is {
			found = append(found, check.problem)
		}
	}
	return found
}

// fog reports whether there is much on the page and none of it has the
// texture of print.
func (m Measures) fog() bool { return m.TextTiles < fewTiles && m.ContentTiles >= fogTiles }
