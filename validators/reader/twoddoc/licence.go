package twoddoc

import (
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Licence is what a letter about a driving licence says. A date that is not
// there is zero.
type Licence struct {
	Order      string        // kind of order, E0, such as 1F for a suspension
	Start      calendar.Date // E1 of an order (the day it was drawn up), D3 of a CEPC
	End        calendar.Date // E2 of an order, D4 of a CEPC
	Notified   calendar.Date // E3
	Exam       calendar.Date // EC
	Offence    calendar.Date // AD
	Register   calendar.Date // E8: the day the national register was read
	Categories []string      // ED of a CEPC, E6 of an extract
	Birth      calendar.Date // 69
}

// Licence returns what the document says of a driving licence; false for
// other documents than the four letters A1, AA, AB and AD.
func (d *Document) Licence() (Licence, bool) {
	kind, known := d.Kind()
	if !known || !kind.Licence {
		return Licence{}, false
	}
	return Licence{
		Order:      d.Value("E0"),
		Start:      d.firstDate("E1", "D3"),
		End:        d.firstDate("E2", "D4"),
		Notified:   d.firstDate("E3"),
		Exam:       d.firstDate("EC"),
		Offence:    d.firstDate("AD"),
		Register:   d.firstDate("E8"),
		Categories: d.categories("ED", "E6"),
		Birth:      d.firstDate("69"),
	}, true
}

func (d *Document) firstDate(ids ...string) calendar.Date {
	for _, id := range ids {
		if date, ok := d.Date(id); ok {
			return date
		}
	}
	return calendar.Date{}
}

// categories lists the licence categories, once each, in the order given.
func (d *Document) categories(ids ...string) []string {
	var out []string
	seen := map[string]bool{}
	for _, id := range ids {
		for _, category := range strings.FieldsFunc(d.Value(id), betweenNames) {
			if !seen[category] {
				seen[category] = true
				out = append(out, category)
			}
		}
	}
	return out
}

// Lengths of the machine-readable zones, and of one of their lines.
var zoneLines = map[int]int{72: 36, 88: 44, 90: 30}

// MRZ returns the lines of the machine-readable zone of an identity paper,
// with its < filling, which the 2D-Doc writes as spaces; nothing when there
// is none, and a single line when its length is that of no known zone.
func (d *Document) MRZ() []string {
	zone := strings.ReplaceAll(d.Value("6F"), " ", "<")
	if zone == "" {
		return nil
	}
	length, known := zoneLines[len(zone)]
	if !known {
		return []string{zone}
	}
	var lines []string
	for ; len(zone) > 0; zone = zone[length:] {
		lines = append(lines, zone[:length])
	}
	return lines
}
