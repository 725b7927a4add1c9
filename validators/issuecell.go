package validators

import (
	"regexp"
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// Labels that stand in another cell than their date: to its left, above it, at
// the head of its column.

// hasItsValue matches a cell that is a label and its value, « Contrat : 112 233 »:
// the cell beside it is of another column.
var hasItsValue = regexp.MustCompile(`:[^:]*\d[^:]*$`)

// cellLabel reads the cell to the left of a date that stands alone in its own,
// or else the one above; bareDate where neither says anything.
func (l dateLine) cellLabel(i int) labelStrength {
	if cell, ok := leftOf(l.page.Lines, l.index); ok && !hasItsValue.MatchString(cell.Text) {
		if s := l.strengthIn(cell, i); s != bareDate {
			return s
		}
	}
	if s := l.columnLabel(i); s != bareDate {
		return s
	}
	cell, ok := l.headingAbove(i)
	if !ok {
		return bareDate
	}
	if words := fold(cell.Text); i == 0 && len([]rune(words)) > runningText && connecting.MatchString(words) {
		// A sentence goes on from the line above: « … Tarifs en vigueur au ».
		return min(bareDate, l.strengthOf(words+" "))
	}
	s := l.strengthIn(cell, i)
	switch {
	case s > weakLabel && l.oneOfMany():
		return weakLabel
	case s == weakLabel && l.oneOfMany():
		return bareDate
	}
	return s
}

var numberOnly = regexp.MustCompile(`^(?:n[°ºo]?|numero|ref\.?)? ?:? ?[\d /._-]+$`)

// headingAbove returns the cell above date number i, together with the one above that where
// it is no more than a number: « Votre facture / n° 55 443 322 / du 3 mars ».
func (l dateLine) headingAbove(i int) (reader.Line, bool) {
	at := l.aboveDate(i)
	if at < 0 {
		return reader.Line{}, false
	}
	cell := l.page.Lines[at]
	if numberOnly.MatchString(strings.TrimSpace(fold(cell.Text))) {
		if title, ok := above(l.page.Lines, at); ok {
			cell.Text = title.Text + " " + cell.Text
		}
	}
	return cell, true
}

// strengthIn is what a cell says of the date number i beside or below it.
func (l dateLine) strengthIn(cell reader.Line, i int) labelStrength {
	text := strings.TrimRight(fold(cell.Text), " :")
	if len(readDates(text, l.ocr())) > 0 || len([]rune(text)) > runningText {
		return bareDate
	}
	words := strings.TrimSpace(text+" "+strings.Trim(l.before(i), " :")) + " "
	strength := l.strengthOf(words)
	switch {
	case titleAlone.MatchString(text) && strength <= weakLabel:
		return weakLabel
	case l.labels.bill && otherLabels.MatchString(text):
		return otherDate
	case strength > weakLabel:
		return strength
	case otherLabels.MatchString(text):
		return otherDate
	case strength == weakLabel && (l.labels.issued.MatchString(words) || onTheDay.MatchString(text+" ")), weakLabels.MatchString(text + " "):
		return weakLabel
	}
	return bareDate
}

// oneOfMany reports whether another date stands right below in the same
// column: a table of past bills bears the same heading.
func (l dateLine) oneOfMany() bool {
	cell, ok := l.below()
	return ok && len(readDates(fold(cell.Text), l.ocr())) > 0
}

// below returns the line right below, within twice the height of a line.
func (l dateLine) below() (reader.Line, bool) {
	here := l.box()
	return lineAt(l.page.Lines, nearest(l.page.Lines, l.index, func(b reader.Box) (float64, bool) {
		gap, height := b.Y0-here.Y1, here.Y1-here.Y0
		return gap, b.X0 < here.X1 && b.X1 > here.X0 && gap > -tight*height && gap < 2*height
	}))
}

// leftOf returns the nearest line to the left on the same row.
func leftOf(lines []reader.Line, of int) (reader.Line, bool) {
	here := lines[of].Box
	return lineAt(lines, nearest(lines, of, func(b reader.Box) (float64, bool) { return here.X0 - b.X1, b.X1 <= here.X0+1 && sameRow(b, here) }))
}

// rightOf returns the nearest line to the right on the same row.
func rightOf(lines []reader.Line, of int) (reader.Line, bool) {
	here := lines[of].Box
	return lineAt(lines, nearest(lines, of, func(b reader.Box) (float64, bool) { return b.X0 - here.X1, b.X0 >= here.X1-1 && sameRow(b, here) }))
}

func sameRow(a, b reader.Box) bool {
	middle := (a.Y0 + a.Y1) / 2
	return middle > b.Y0 && middle < b.Y1
}

// tight is how much of its height a line may reach into the one above it: boxes
// are those of the letters' font, and rows are often set closer than that.
const tight = 1.0 / 3

// above returns the nearest line above that shares some of the width, within
// three times the height of a line.
func above(lines []reader.Line, of int) (reader.Line, bool) { return lineAt(lines, aboveAt(lines, of)) }

func aboveAt(lines []reader.Line, of int) int { return aboveBox(lines, of, lines[of].Box) }

// aboveBox is aboveAt for a part of the line.
func aboveBox(lines []reader.Line, of int, here reader.Box) int {
	return nearest(lines, of, func(b reader.Box) (float64, bool) {
		gap, height := here.Y0-b.Y1, here.Y1-here.Y0
		return gap, b.X0 < here.X1 && b.X1 > here.X0 && gap > -tight*height && gap < 3*height
	})
}

func lineAt(lines []reader.Line, at int) (reader.Line, bool) {
	if at < 0 {
		return reader.Line{}, false
	}
	return lines[at], true
}

// nearest returns the index of the line at the least distance, -1 where none
// is at any.
func nearest(lines []reader.Line, of int, distance func(reader.Box) (float64, bool)) int {
	least, best := 0.0, -1
	for i, l := range lines {
		if i == of {
			continue
		}
		if d, ok := distance(l.Box); ok && (best < 0 || d < least) {
			best, least = i, d
		}
	}
	return best
}
