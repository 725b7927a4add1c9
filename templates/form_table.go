package templates

// formTable is what the person typed, laid out at a size that lets every
// value fit.
type formTable struct {
	size float64
	rows []formRow
}

// formRow is one line of the table; first names and sex share theirs.
type formRow struct {
	top, bottom float64
	cells       []formCell
}

// formCell is one label and its value. left and right bound the value.
type formCell struct {
	field       Field
	label       string
	labelX      float64
	left, right float64
	lines       []string
}

// fitTable lays the values out in the largest size at which they fit. A break
// inside a word is the last resort, once no size spares it; even then every
// letter is on paper. Nothing is ever cut off: what does not fit is an error.
func fitTable(entries []entry) (formTable, error) {
	for _, spareWords := range []bool{true, false} {
		for _, size := range tableSizes {
			table := layTable(entries, size)
			if table.bottom() <= tableBottom && (!spareWords || wordsFit(entries, size)) {
				return table, nil
			}
		}
	}
	smallest := layTable(entries, tableSizes[len(tableSizes)-1])
	return formTable{}, &TooLongError{smallest.tallest()}
}

// wordsFit reports whether each word is narrower than the place of its value.
func wordsFit(entries []entry, size float64) bool {
	for _, e := range entries {
		left, right := valueBounds(e.field)
		for _, line := range e.lines {
			for _, piece := range breakable(regular(), size, line, right-left) {
				if !fits(regular(), size, piece, right-left) {
					return false
				}
			}
		}
	}
	return true
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

func layTable(entries []entry, size float64) formTable {
	table := formTable{size: size}
	for _, e := range entries {
		cell := layCell(e, size)
		if e.field == FieldSex {
			row := &table.rows[len(table.rows)-1]
			row.cells = append(row.cells, cell)
			continue
		}
		top := tableTop
		if len(table.rows) > 0 {
			top = table.bottom()
		}
		height := float64(len(cell.lines))*table.leading() + table.padding()
		table.rows = append(table.rows, formRow{top: top, bottom: top + height, cells: []formCell{cell}})
	}
	return table
}

func layCell(e entry, size float64) formCell {
	cell := formCell{field: e.field, label: e.label, labelX: formLeft}
	if e.field == FieldSex {
		cell.labelX = sexLabelX
	}
	cell.left, cell.right = valueBounds(e.field)
	for _, line := range e.lines {
		cell.lines = append(cell.lines, wrap(regular(), size, line, cell.right-cell.left, 0)...)
	}
	return cell
}

// leading is the distance between two lines of a value. It leaves room for the
// two accents of a letter such as Ộ.
func (t formTable) leading() float64 { return t.size * mmPerPoint * 1.2 }

// padding is what a row adds around its text. It tightens with the type, as
// rows do on a crowded form.
func (t formTable) padding() float64 { return t.size * mmPerPoint * 0.8 }

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
const labelSize = 9.0

func (t formTable) draw(s *sheet) {
	s.line(formLeft, tableTop, formRight, tableTop, 0.2, black)
	for _, row := range t.rows {
		// Ascent and descent are not alike: this puts the middle of the capitals
		// in the middle of the row.
		baseline := row.top + t.padding()/2 + t.size*mmPerPoint*0.96
		for _, cell := range row.cells {
			s.text(cell.labelX, baseline, regular(), labelSize, darkGrey, cell.label)
			for i, line := range cell.lines {
				s.text(cell.left, baseline+float64(i)*t.leading(), regular(), t.size, black, line)
			}
		}
		s.line(formLeft, row.bottom, formRight, row.bottom, 0.1, midGrey)
	}
}
