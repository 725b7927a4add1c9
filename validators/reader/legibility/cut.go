package legibility

// cut tells which borders run through print: on a border of paper, letters
// cut in two leave several short dark runs; the edge of the glass, a band of
// colour or a rule leave one, or a long one.
func (p *page) cut() Borders {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	row := func(y int) []uint8 { return p.Pix[y*p.Stride : y*p.Stride+w] }
	column := func(x int) []uint8 {
		levels := make([]uint8, h)
		for y := range levels {
			levels[y] = p.Pix[y*p.Stride+x]
		}
		return levels
	}
	return Borders{
		Top:    p.letters(row(0)),
		Right:  p.letters(column(w - 1)),
		Bottom: p.letters(row(h - 1)),
		Left:   p.letters(column(0)),
	}
}

// letters tells whether a line of pixels on paper crosses letters.
func (p *page) letters(line []uint8) bool {
	const (
		paperShare = 0.8  // of the level of the paper: a border darker than that is a table
		inkShare   = 0.55 // of it
		longest    = 14   // pixels of a run through a letter
		fewest     = 5    // runs
		mostlyAll  = 0.7  // of the border must be paper
	)
	onPaper, runs, run := 0, 0, 0
	for _, v := range line {
		level := float64(v) / float64(max(p.paper, 1))
		if level >= paperShare {
			onPaper++
		}
		if level < inkShare {
			run++
			continue
		}
		if run > 0 && run <= longest {
			runs++
		}
		run = 0
	}
	return runs >= fewest && float64(onPaper) >= mostlyAll*float64(len(line))
}
