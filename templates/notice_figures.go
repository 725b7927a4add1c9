package templates

// The drawings of the notice. x and y are the top left corner of each.

var lightGrey = colour{214, 214, 214}

// drawControlScale draws 50 mm to lay a ruler against, with a tick each 10 mm.
func drawControlScale(s *sheet, x, y float64) {
	const length = 50
	s.line(x, y+12, x+length, y+12, 0.3, black)
	for i := range 6 {
		at := x + 10*float64(i)
		s.line(at, y+9, at, y+12, 0.2, black)
	}
	s.text(x, y+18, regular(), 10, black, "0")
	s.flushRight(x+length, y+18, regular(), 10, black, "50\u00a0mm")
}

// drawHead draws a face without features, neck and shoulders within a photo
// of the given size.
func drawHead(s *sheet, x, y, scale float64) {
	at := func(dx, dy float64) [2]float64 { return [2]float64{x + dx*scale, y + dy*scale} }
	s.polygon([][2]float64{at(13.5, 36), at(21.5, 36), at(21.5, 40), at(33, 43), at(35, 45), at(0, 45), at(2, 43), at(13.5, 40)}, midGrey)
	s.oval(x+17.5*scale, y+22.5*scale, 12.5*scale, 17*scale, white)
	s.ellipse(x+17.5*scale, y+22.5*scale, 12.5*scale, 17*scale, 0.35, black)
}

// The face on a photo: from the chin to the crown, 32 to 36 mm.
const (
	chinAt    = 39.5 // under the top edge of the photo
	leastFace = 32.0
	mostFace  = 36.0
	bandOut   = 4.0 // how far the band and the line of the chin stand out of the photo
)

// drawPhotoToScale draws the photo in its true size. The line under its chin and
// the band its crown must reach stand out on both sides, to be carried over to
// the photo that is laid on it.
func drawPhotoToScale(s *sheet, x, y float64) {
	band, left, right := colour{190, 190, 190}, x-bandOut, x+photoWidth+bandOut
	s.fill(x, y, photoWidth, photoHeight, colour{235, 235, 235})
	s.fill(left, y+chinAt-mostFace, right-left, mostFace-leastFace, band)
	drawHead(s, x, y, 1)
	for _, at := range []float64{chinAt - mostFace, chinAt - leastFace, chinAt} {
		s.line(left, y+at, right, y+at, 0.15, black)
	}
	s.frame(x, y, photoWidth, photoHeight, 0.2, black)

	drawMeasure(s, right+6, y, y+photoHeight)
	s.text(right+8, y+photoHeight/2+9, regular(), 10, black, "45\u00a0mm")
	drawMeasure(s, right+2.5, y+chinAt-mostFace, y+chinAt)
	s.text(right+8, y+photoHeight/2-4, bold(), 10, black, "32 à")
	s.text(right+8, y+photoHeight/2+0.4, bold(), 10, black, "36\u00a0mm")
	s.line(x, y+photoHeight+4, x+photoWidth, y+photoHeight+4, 0.2, black)
	for _, end := range []float64{x, x + photoWidth} {
		s.line(end, y+photoHeight+2.5, end, y+photoHeight+5.5, 0.2, black)
	}
	s.centred(x+photoWidth/2, y+photoHeight+9.5, regular(), 10, black, "35\u00a0mm")
}

// drawMeasure draws an upright line between two ticks.
func drawMeasure(s *sheet, x, top, bottom float64) {
	s.line(x, top, x, bottom, 0.2, black)
	for _, y := range []float64{top, bottom} {
		s.line(x-1.2, y, x+1.2, y, 0.2, black)
	}
}

func drawNo(s *sheet, x, y, size float64) {
	s.line(x, y, x+size, y+size, 0.7, black)
	s.line(x+size, y, x, y+size, 0.7, black)
}

// drawYes draws a check mark.
func drawYes(s *sheet, x, y, size float64) {
	s.outline([][2]float64{{x, y + size*0.55}, {x + size*0.35, y + size}, {x + size, y}}, 0.7, black)
}

// drawGluedPhoto draws a glued photo, and beside it a stapled one, crossed out.
func drawGluedPhoto(s *sheet, x, y float64) {
	const scale = 0.56
	for i, left := range []float64{x, x + 30} {
		s.frame(left, y, photoWidth*scale, photoHeight*scale, 0.2, black)
		drawHead(s, left, y, scale)
		if i == 0 {
			drawYes(s, left+photoWidth*scale+1.6, y+20, 4)
			continue
		}
		s.line(left+12.5, y-0.8, left+17.5, y+1.7, 0.9, black) // the staple
		drawNo(s, left+photoWidth*scale+1.6, y+20, 4)
	}
}

// drawSignedFrame draws a signature that keeps clear of its frame.
func drawSignedFrame(s *sheet, x, y float64) {
	s.frame(x, y+3, 50, 17, 0.3, black)
	stroke := [][2]float64{
		{8, 14},
		{10, 8},
		{13, 6},
		{14, 9},
		{11, 14},
		{13, 15},
		{17, 10},
		{18, 11},
		{17, 14},
		{20, 11},
		{22, 10},
		{22, 14},
		{25, 11},
		{27, 10},
		{27, 14},
		{31, 8},
		{33, 6},
		{32, 10},
		{31, 14},
		{35, 12},
		{42, 10},
	}
	points := make([][2]float64, len(stroke))
	for i, p := range stroke {
		points[i] = [2]float64{x + p[0], y + 2 + p[1]}
	}
	s.outline(points, 0.5, black)
}

// drawFolds draws the sheet with its two folds, then its edge once folded.
func drawFolds(s *sheet, x, y float64) {
	const w, third = 21.0, 9.9
	s.frame(x, y, w, 3*third, 0.2, black)
	for i := range 2 {
		s.dashed(x, x+w, y+third*float64(i+1))
	}
	drawAddressLines(s, x+11, y+6)
	s.frame(x+2, y+21.3, 3.5, 4.5, 0.1, black)
	s.frame(x+6.3, y+22.3, 12.7, 3.5, 0.1, black)
	// The edge, as a Z: top third behind, bottom third in front.
	s.outline([][2]float64{{x + 48, y + 23}, {x + 43, y + 4}, {x + 38, y + 23}, {x + 33, y + 4}}, 0.5, black)
	s.polygon([][2]float64{{x + 25, y + 13.8}, {x + 28, y + 15}, {x + 25, y + 16.2}}, black)
	s.centred(x+40.5, y+30, regular(), 10, black, "vue de côté")
}

// dashed draws a level line of dashes.
func (s *sheet) dashed(from, to, y float64) {
	for x := from; x < to; x += 2 {
		s.line(x, y, min(x+1.2, to), y, 0.2, black)
	}
}

// drawAddressLines draws three lines of writing.
func drawAddressLines(s *sheet, x, y float64) {
	for i, w := range []float64{3, 5, 8} {
		s.line(x, y+1.2*float64(i), x+w, y+1.2*float64(i), 0.5, black)
	}
}

// drawEnvelope draws a window with the address in it.
func drawEnvelope(s *sheet, x, y float64) {
	s.frame(x, y, 52, 26, 0.3, black)
	s.fill(x+22, y+12.5, 26, 9, lightGrey)
	s.frame(x+22, y+12.5, 26, 9, 0.2, black)
	for i, w := range []float64{6, 10, 19} {
		s.line(x+24, y+15+2*float64(i), x+24+w, y+15+2*float64(i), 0.7, black)
	}
}

// drawPosted is the envelope, stamped.
func drawPosted(s *sheet, x, y float64) {
	drawEnvelope(s, x, y)
	s.frame(x+42.5, y+2.5, 6.5, 7.5, 0.3, black)
	for i := range 3 {
		at := y + 4.5 + 1.8*float64(i)
		s.outline([][2]float64{{x + 28, at}, {x + 32, at - 0.8}, {x + 36, at}, {x + 40, at - 0.8}, {x + 44, at}}, 0.25, black)
	}
}
