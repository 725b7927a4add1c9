package templates

// formTable is what the person typed, laid out so that every value fits.
type formTable struct {
	density
	rows []formRow
}

// density is how large the table's type may be, and the room a row has above
// and below its text, in parts of that size. In a tight table an address is
// squeezed into its lines as well.
type density struct {
	size, padding float64
	tight         bool
}

// densities are tried in turn, the most open first. Under 8 points a clerk no
// longer reads at arm's length.
var densities = [...]density{
	{size: 12, padding: 1.3},
	{size: 12, padding: 1},
	{size: 12, padding: 0.8},
	{size: 11, padding: 0.8},
	{size: 10.5, padding: 0.8},
	{size: 10, padding: 0.8},
	{size: 9.5, padding: 0.8},
	{size: 9, padding: 0.7},
	{size: 8.5, padding: 0.6},
	{size: 8, padding: 0.6},
}

// formRow is one line of the table; first names and sex share theirs.
type formRow struct {
	top, bottom float64
	cells       []formCell
}

// formCell is one label and its value. left and right bound the value.
type formCell struct {
	typesetting
	field       Field
	label       string
	face        *typeface
	labelX      float64
	left, right float64
	lines       []string
}

// typesetting is a type size, and the part of their width that its letters keep.
type typesetting struct{ size, squeeze float64 }

// typesettings are tried in turn for a value, the most readable first. Letters
// squeezed under 80 % are no longer those of the typeface.
var typesettings = [...]typesetting{
	{15, 1},
	{12, 1},
	{11.5, 1},
	{11, 1},
	{10.5, 1},
	{10, 1},
	{10, 0.95},
	{10, 0.9},
	{9.5, 0.9},
	{9, 0.9},
	{9, 0.85},
	{8.5, 0.85},
	{8, 0.85},
	{8, 0.8},
}

// leastInLine is what a value of several words breaks between two of them rather
// than go under, where the sheet has room for its lines: a list of first names,
// and the lines of an address. A surname stays whole as long as it can.
var leastInLine = map[Field]typesetting{FieldFirstNames: {9.5, 0.9}, FieldAddress: {10, 1}}

// numberRise is how much larger than other values the request number may be:
// it is what ties the sheet to its request.
const numberRise = 3

// fitTable lays the values out as openly as they allow. Nothing is ever cut
// off: what does not fit is an error.
func fitTable(entries []entry) (formTable, error) {
	var table formTable
	for _, tight := range []bool{false, true} {
		for _, d := range densities {
			d.tight = tight
			table = layTable(entries, d)
			if table.bottom() <= tableBottom {
				return table, nil
			}
		}
	}
	return formTable{}, &TooLongError{table.tallest()}
}

func valueBounds(field Field) (left, right float64) {
	switch field {
	case FieldFirstNames:
		return valueLeft, sexLabelX - cellGap
	case FieldSex:
		return sexValueX, formRight
	default:
		return valueLeft, formRight
	}
}

func layTable(entries []entry, d density) formTable {
	table := formTable{density: d}
	for _, e := range entries {
		cell := layCell(e, d)
		if e.field == FieldSex {
			row := &table.rows[len(table.rows)-1]
			row.cells = append(row.cells, cell)
			continue
		}
		top := tableTop
		if len(table.rows) > 0 {
			top = table.bottom()
		}
		height := float64(len(cell.lines))*cell.leading() + table.room()
		table.rows = append(table.rows, formRow{top: top, bottom: top + height, cells: []formCell{cell}})
	}
	return table
}

func layCell(e entry, d density) formCell {
	cell := formCell{field: e.field, label: e.label, face: e.face(), labelX: formLeft}
	if e.field == FieldSex {
		cell.labelX = sexLabelX
	}
	cell.left, cell.right = valueBounds(e.field)
	most := d.size
	if e.field == FieldRequestNumber {
		most += numberRise
	}
	least := leastInLine[e.field]
	if d.tight && e.field == FieldAddress {
		least = typesetting{}
	}
	cell.setLines(e.lines, most, least)
	return cell
}

// setLines sets each line of a value as one, in the largest type that allows
// it and is not under least; else it breaks lines between words; else, where a
// word is wider than the page even in the smallest type, within it.
func (c *formCell) setLines(lines []string, most float64, least typesetting) {
	for _, broken := range []bool{false, true} {
		for _, c.typesetting = range typesettings {
			if c.size > most || !broken && (c.size < least.size || c.squeeze < least.squeeze) {
				continue
			}
			if broken && c.wordsFit(lines) || c.fit(lines) {
				c.wrapLines(lines)
				return
			}
		}
	}
	c.wrapLines(lines)
}

// roomFor is the width of a line before it is squeezed.
func (c *formCell) roomFor() float64 { return (c.right - c.left) / c.squeeze }

func (c *formCell) fit(lines []string) bool {
	for _, line := range lines {
		if !fits(c.face, c.size, line, c.roomFor()) {
			return false
		}
	}
	return true
}

// wordsFit reports whether each word is narrower than the place of its value.
func (c *formCell) wordsFit(lines []string) bool {
	for _, line := range lines {
		if !c.fit(splitBehind(line, " ")) {
			return false
		}
	}
	return true
}

func (c *formCell) wrapLines(lines []string) {
	for _, line := range lines {
		c.lines = append(c.lines, wrap(c.face, c.size, line, c.roomFor(), 0)...)
	}
}

// leading is the distance between two lines of a value. It leaves room for the
// two accents of a letter such as Ộ.
func (c *formCell) leading() float64 { return c.size * mmPerPoint * 1.2 }

// room is what a row adds around its text.
func (t formTable) room() float64 { return t.size * mmPerPoint * t.padding }

func (t formTable) bottom() float64 { return t.rows[len(t.rows)-1].bottom }

// tallest names the field to shorten when the table does not fit.
func (t formTable) tallest() Field {
	tall := t.rows[0]
	for _, row := range t.rows {
		if row.bottom-row.top > tall.bottom-tall.top {
			tall = row
		}
	}
	return tall.cells[0].field
}

// labelSize is the type of the labels, whatever the size of the values.
const labelSize = 9.5

func (t formTable) draw(s *sheet) {
	s.line(formLeft, tableTop, formRight, tableTop, 0.4, black)
	for i, row := range t.rows {
		// Ascent and descent are not alike: this puts the middle of the capitals
		// in the middle of the row.
		baseline := row.top + t.room()/2 + row.cells[0].size*mmPerPoint*0.96
		for _, cell := range row.cells {
			s.text(cell.labelX, baseline, regular(), labelSize, darkGrey, cell.label)
			for i, line := range cell.lines {
				s.condensed(cell.left, baseline+float64(i)*cell.leading(), cell.face, cell.size, cell.squeeze, black, line)
			}
		}
		thickness, shade := 0.1, midGrey
		if i == len(t.rows)-1 {
			thickness, shade = 0.4, black
		}
		s.line(formLeft, row.bottom, formRight, row.bottom, thickness, shade)
	}
}
