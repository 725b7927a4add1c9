package templates

import (
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
)

// A document carries only the letters it prints. gofpdf sees to that, but parses
// the whole font first, each time; the font it gets is therefore cut here already:
// glyph n is the nth letter of the document, and the glyphs that letters are
// composed of follow. Table and field names are those of the OpenType
// specification, version 1.9, chapters « cmap », « glyf », « loca » and « hmtx ».

// trueType is a font file, taken apart into its tables.
type trueType struct {
	tables map[string][]byte
	glyf   []byte
	loca   []uint32 // where each glyph starts in glyf; one more entry than glyphs
	hmtx   []byte   // advance and left side bearing, four bytes a glyph
}

// parseTrueType takes a font apart. It is called with the fonts compiled into
// this program only, whose shape (long offsets, one metric a glyph) tests hold.
func parseTrueType(file []byte) trueType {
	font := trueType{tables: map[string][]byte{}}
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		record := file[12+16*i:]
		from, size := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
		font.tables[string(record[:4])] = file[from : from+size]
	}
	font.glyf, font.hmtx = font.tables["glyf"], font.tables["hmtx"]
	for rest := font.tables["loca"]; len(rest) >= 4; rest = rest[4:] {
		font.loca = append(font.loca, binary.BigEndian.Uint32(rest))
	}
	return font
}

// outline returns the description of a glyph, empty for a space.
func (f *trueType) outline(glyph uint16) []byte {
	return f.glyf[f.loca[glyph]:f.loca[glyph+1]]
}

// box is what a glyph inks, in font units from the baseline up.
type box struct{ left, bottom, right, top int }

func (f *trueType) box(glyph uint16) (box, bool) {
	outline := f.outline(glyph)
	if len(outline) < 10 {
		return box{}, false
	}
	at := func(i int) int { return int(int16(binary.BigEndian.Uint16(outline[i:]))) }
	return box{at(2), at(4), at(6), at(8)}, true
}

func (a box) union(b box) box {
	return box{min(a.left, b.left), min(a.bottom, b.bottom), max(a.right, b.right), max(a.top, b.top)}
}

func (a box) moved(dx, dy int) box { return box{a.left + dx, a.bottom + dy, a.right + dx, a.top + dy} }

// part is one glyph of a letter, and how far it is moved (font units).
type part struct {
	glyph  uint16
	dx, dy int
}

// Flags of a component of a composite glyph.
const (
	argsAreWords   = 0x0001
	argsAreXY      = 0x0002
	hasScale       = 0x0008
	moreComponents = 0x0020
	hasXYScale     = 0x0040
	has2x2         = 0x0080
)

// subset is the font of one document while it is cut.
type subset struct {
	font     *trueType
	glyf     []byte
	loca     []byte
	hmtx     []byte
	added    []uint16          // glyphs that stand behind the letters, in their order
	addedAt  map[uint16]uint16 // where each will stand
	nLetters int
}

// cut returns a font file that holds the given letters and no more. Letter i, in
// the order of their codes, is glyph i+1, behind the glyph that stands for what is
// missing.
func (f *trueType) cut(letters map[rune][]part) []byte {
	runes := slices.Sorted(maps.Keys(letters))
	s := &subset{font: f, addedAt: map[uint16]uint16{}, nLetters: len(runes)}
	s.add(0, f.outline(0))
	for _, r := range runes {
		parts := letters[r]
		if len(parts) == 1 {
			s.add(parts[0].glyph, f.outline(parts[0].glyph))
			continue
		}
		s.add(parts[0].glyph, f.composite(parts))
	}
	for i := 0; i < len(s.added); i++ {
		s.add(s.added[i], f.outline(s.added[i]))
	}
	s.loca = binary.BigEndian.AppendUint32(s.loca, uint32(len(s.glyf)))
	return s.file(runes)
}

// add appends an outline, with the metrics of the given glyph.
func (s *subset) add(glyph uint16, outline []byte) {
	s.loca = binary.BigEndian.AppendUint32(s.loca, uint32(len(s.glyf)))
	s.hmtx = append(s.hmtx, s.font.hmtx[4*int(glyph):4*int(glyph)+4]...)
	start := len(s.glyf)
	s.glyf = append(s.glyf, outline...)
	s.renumber(s.glyf[start:])
	for len(s.glyf)%4 != 0 {
		s.glyf = append(s.glyf, 0)
	}
}

// renumber makes a composite outline point at the glyphs of the subset.
func (s *subset) renumber(outline []byte) {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return
	}
	for at := 10; ; {
		flags := binary.BigEndian.Uint16(outline[at:])
		binary.BigEndian.PutUint16(outline[at+2:], s.position(binary.BigEndian.Uint16(outline[at+2:])))
		if flags&moreComponents == 0 {
			return
		}
		at += componentSize(flags)
	}
}

// position says where a glyph that letters are composed of stands.
func (s *subset) position(glyph uint16) uint16 {
	at, known := s.addedAt[glyph]
	if !known {
		at = uint16(1 + s.nLetters + len(s.added))
		s.addedAt[glyph] = at
		s.added = append(s.added, glyph)
	}
	return at
}

func componentSize(flags uint16) int {
	size := 6
	if flags&argsAreWords != 0 {
		size = 8
	}
	switch {
	case flags&hasScale != 0:
		return size + 2
	case flags&hasXYScale != 0:
		return size + 4
	case flags&has2x2 != 0:
		return size + 8
	}
	return size
}

// composite describes a letter that the font lacks as others laid over it.
func (f *trueType) composite(parts []part) []byte {
	whole, _ := f.box(parts[0].glyph)
	var components []byte
	for i, p := range parts {
		if inked, ok := f.box(p.glyph); ok {
			whole = whole.union(inked.moved(p.dx, p.dy))
		}
		flags := uint16(argsAreWords | argsAreXY)
		if i < len(parts)-1 {
			flags |= moreComponents
		}
		for _, v := range []uint16{flags, p.glyph, uint16(int16(p.dx)), uint16(int16(p.dy))} {
			components = binary.BigEndian.AppendUint16(components, v)
		}
	}
	outline := []byte{0xFF, 0xFF} // -1: a composite
	for _, v := range []int{whole.left, whole.bottom, whole.right, whole.top} {
		outline = binary.BigEndian.AppendUint16(outline, uint16(int16(v)))
	}
	return append(outline, components...)
}

// file assembles the tables that gofpdf reads and those that draw, in the order
// of their names.
func (s *subset) file(runes []rune) []byte {
	glyphs := uint16(len(s.hmtx) / 4)
	head, hhea, maxp := s.copyOf("head"), s.copyOf("hhea"), s.copyOf("maxp")
	binary.BigEndian.PutUint16(head[50:], 1)       // indexToLocFormat: long
	binary.BigEndian.PutUint16(hhea[34:], glyphs)  // numberOfHMetrics
	binary.BigEndian.PutUint16(maxp[4:], glyphs)   // numGlyphs
	depth := binary.BigEndian.Uint16(maxp[30:])    // maxComponentDepth:
	binary.BigEndian.PutUint16(maxp[30:], depth+1) // ours may lie over the font's own
	return assemble([]table{
		{"OS/2", s.font.tables["OS/2"]},
		{"cmap", letterMap(runes)},
		{"cvt ", s.font.tables["cvt "]},
		{"fpgm", s.font.tables["fpgm"]},
		{"glyf", s.glyf},
		{"head", head},
		{"hhea", hhea},
		{"hmtx", s.hmtx},
		{"loca", s.loca},
		{"maxp", maxp},
		{"name", []byte{0, 0, 0, 0, 0, 6}}, // no names: a font within a PDF needs none
		{"post", s.font.tables["post"][:32]},
		{"prep", s.font.tables["prep"]},
	})
}

// letterMap is a « cmap » table: letter i is glyph i+1. It has one segment for
// each letter (format 4), and the one that must close it.
func letterMap(runes []rune) []byte {
	const header, last = 16, 0xFFFF
	segments := len(runes) + 1
	var ends, starts, deltas []byte
	for i, r := range runes {
		ends = binary.BigEndian.AppendUint16(ends, uint16(r))
		starts = binary.BigEndian.AppendUint16(starts, uint16(r))
		deltas = binary.BigEndian.AppendUint16(deltas, uint16(i+1)-uint16(r))
	}
	ends = binary.BigEndian.AppendUint16(ends, last)
	starts = binary.BigEndian.AppendUint16(starts, last)
	deltas = binary.BigEndian.AppendUint16(deltas, 1)

	var out []byte
	power := bits.Len(uint(segments)) - 1
	for _, v := range []int{
		0, 1, 3, 1, 0, 12, // one table: Windows, Unicode, 12 bytes on
		4, header + 8*segments, 0, 2 * segments, 2 << power, power, 2*segments - 2<<power,
	} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	offsets := make([]byte, 2*segments) // idRangeOffset: none
	return slices.Concat(out, ends, []byte{0, 0}, starts, deltas, offsets)
}

func (s *subset) copyOf(name string) []byte { return slices.Clone(s.font.tables[name]) }

type table struct {
	name string
	data []byte
}

func assemble(tables []table) []byte {
	const eight = 8 // the largest power of two among thirteen tables
	file := []byte{0, 1, 0, 0}
	for _, v := range []int{len(tables), eight * 16, 3, (len(tables) - eight) * 16} {
		file = binary.BigEndian.AppendUint16(file, uint16(v))
	}
	offset := len(file) + 16*len(tables)
	for _, t := range tables {
		file = append(file, t.name...)
		file = binary.BigEndian.AppendUint32(file, checksum(t.data))
		file = binary.BigEndian.AppendUint32(file, uint32(offset))
		file = binary.BigEndian.AppendUint32(file, uint32(len(t.data)))
		offset += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		file = append(file, t.data...)
		for len(file)%4 != 0 {
			file = append(file, 0)
		}
	}
	return file
}

func checksum(data []byte) uint32 {
	sum := uint32(0)
	for ; len(data) >= 4; data = data[4:] {
		sum += binary.BigEndian.Uint32(data)
	}
	var last [4]byte
	copy(last[:], data)
	return sum + binary.BigEndian.Uint32(last[:])
}
