package reader

import (
	"context"
	"image"
	"image/draw"
	"slices"
	"strings"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader/mrz"
	"github.com/recevable/recevable/validators/reader/ocr"
)

// findZone looks for a machine-readable zone: in the text layer, or else in
// the picture. The page is read as text first, which tells how it lies, what
// else stands on it, and mostly whether there is a zone to read at all; then
// in the alphabet of zones; then, where the check digits do not hold, its
// strip alone at several sizes.
func (r *Reader) findZone(ctx context.Context, p *Page, want Want) {
	if len(p.Lines) == 0 {
		text, ok := r.read(ctx, p, ocr.PageText)
		if p.Unread = !ok; !ok {
			return
		}
		p.take(text)
		if !mayHoldZone(text) {
			return
		}
	}
	search := zoneSearch{reader: r, want: want, turn: p.Turn}
	if !search.add(*p) {
		text, ok := r.read(ctx, p, ocr.MRZ)
		if p.Unread = !ok && p.FromOCR; ok {
			alone := Page{Picture: p.Picture}
			alone.take(text)
			if !search.add(alone) {
				search.strips(ctx, alone)
			}
			if text.Rotation != p.Turn && search.tellsHowItLies(*p, alone) {
				p.lieAs(text, search.found)
			}
		}
	}
	p.Zone = search.found
}

// So many words, of such a confidence, are not read of a page that lies any
// other way: a zone whose check digits do not hold weighs less.
const uprightWords, uprightSure = 8, 65

// lieAs turns a page the way its zone was read. The back of a card has few
// words but the zone, too few to tell by: what they were taken for, lying
// another way, is no text of it.
func (p *Page) lieAs(text ocr.Text, zone *Zone) {
	from := p.Turn
	p.take(text)
	if zone != nil {
		zone.Mark = zone.Mark.turned(360 + p.Turn - from)
	}
}

// tellsHowItLies reports whether the reading of a zone is to be believed on how
// the page lies, rather than that of its words: two lines that look like one
// will do where hardly any word was read.
func (s *zoneSearch) tellsHowItLies(words, alone Page) bool {
	if s.found != nil && s.found.Valid() {
		return true
	}
	like := 0
	for _, line := range alone.Lines {
		if likeZone(line.Text) {
			like++
		}
	}
	return (s.found != nil || like >= 2) && !words.ReadSurely(uprightWords, uprightSure)
}

// mayHoldZone reports whether the text of a page leaves room for a zone: its
// fillers were read, or the page was read too badly to tell.
func mayHoldZone(text ocr.Text) bool {
	const clear, enough = 75, 15
	if text.Confidence < clear || text.WordCount < enough {
		return true
	}
	return slices.ContainsFunc(text.Lines, func(l ocr.Line) bool { return strings.Contains(l.Text, "<") })
}

// zoneSearch gathers the readings of one zone until one is valid.
type zoneSearch struct {
	reader *Reader
	want   Want
	turn   int // how the page is turned
	found  *Zone
	rows   [][]string // the lines of the zone as each reading has them
}

// add takes in a reading of the page, and reports whether its zone is valid.
func (s *zoneSearch) add(p Page) bool {
	texts := make([]string, len(p.Lines))
	for i, line := range p.Lines {
		texts[i] = line.Text
	}
	zone, ok := mrz.Find(texts, s.want.On)
	if !ok {
		return false
	}
	found := &Zone{Zone: zone}
	var rows []string
	for i, at := range zone.Lines {
		rows = append(rows, texts[at])
		// As the page lies whose zone it is, which this reading may have turned
		// another way.
		if mark := p.MarkOf(p.Lines[at]).turned(360 + s.turn - p.Turn); i == 0 {
			found.Mark = mark
		} else {
			found.Mark = found.Mark.with(mark)
		}
	}
	s.rows = append(s.rows, rows)
	return s.keep(found)
}

// keep prefers a valid zone, then the first found.
func (s *zoneSearch) keep(zone *Zone) bool {
	if s.found == nil {
		s.found = zone
	} else if zone.Valid() && !s.found.Valid() {
		s.found.Zone = zone.Zone // where it stands is known from the page
	}
	return s.found.Valid()
}

// capitals are the heights in pixels that the letters of a strip are brought
// to, one after the other: each misreads other letters.
var capitals = []float64{34, 26, 44}

// strips reads the strip of the zone alone.
func (s *zoneSearch) strips(ctx context.Context, page Page) {
	strip, capital := stripOf(page)
	if strip == nil {
		return
	}
	for _, height := range capitals {
		scale := min(height/capital, 4)
		width := int(float64(strip.Bounds().Dx()) * scale)
		if width < 1 || width > maxStrip {
			continue
		}
		text, err := s.reader.ocr().Read(ctx, imaging.Resize(strip, width, 0, imaging.CatmullRom), ocr.MRZStrip)
		if err != nil {
			return
		}
		alone := Page{Width: 1, Height: 1}
		for _, l := range text.Lines {
			alone.Lines = append(alone.Lines, Line{Text: l.Text})
		}
		if s.add(alone) || s.mix() {
			return
		}
	}
}

// maxStrip bounds the width of a strip in pixels: 44 letters of 60.
const maxStrip = 4000

// mix puts lines of different readings together: one may have the first right
// and another the second.
func (s *zoneSearch) mix() bool {
	last := len(s.rows) - 1
	for i := range last {
		a, b := s.rows[i], s.rows[last]
		if len(a) != len(b) {
			continue
		}
		// Every choice of lines but all of one reading.
		for choice := 1; choice < 1<<len(a)-1; choice++ {
			rows := slices.Clone(a)
			for k := range rows {
				if choice>>k&1 == 1 {
					rows[k] = b[k]
				}
			}
			if zone, ok := mrz.Find(rows, s.want.On); ok && zone.Valid() {
				return s.keep(&Zone{Zone: zone})
			}
		}
	}
	return false
}

// stripOf cuts the zone out of the picture of a page that was read in the
// alphabet of zones, upright, and tells the height of its capitals; nil where
// nothing looks like a zone.
func stripOf(page Page) (strip image.Image, capital float64) {
	picture := Turned(page.Picture, page.Turn)
	w, h := float64(picture.Bounds().Dx()), float64(picture.Bounds().Dy())
	var mark Mark
	var heights []float64
	for _, line := range page.Lines {
		if !likeZone(line.Text) {
			continue
		}
		m := line.Mark
		if heights = append(heights, (m.Y1-m.Y0)*h); len(heights) > 1 {
			m = mark.with(m)
		}
		mark = m
	}
	if len(heights) == 0 {
		return nil, 0
	}
	slices.Sort(heights)
	capital = max(heights[0], 1)
	// A line above or below may have been missed.
	x, y := 2.5*capital, 3*capital
	area := image.Rect(int(mark.X0*w-x), int(mark.Y0*h-y), int(mark.X1*w+x), int(mark.Y1*h+y)).Intersect(picture.Bounds())
	out := image.NewGray(image.Rect(0, 0, area.Dx(), area.Dy()))
	draw.Draw(out, out.Rect, picture, area.Min, draw.Src)
	return out, capital
}

// likeZone reports whether a line has the length and the fillers of one of a
// zone.
func likeZone(text string) bool {
	const shortest = 20
	text = strings.ReplaceAll(text, " ", "")
	return len(text) >= shortest && strings.Count(text, "<") >= 2
}
