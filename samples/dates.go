package samples

import (
	"fmt"
	"time"
)

var months = [...]string{
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	"août", "septembre", "octobre", "novembre", "décembre",
}

// day reads a YYYY-MM-DD date of this package's own tables.
func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic("samples: " + err.Error()) // a table of this package is wrong; its tests draw them all
	}
	return t
}

// InWords spells a date as a letter does: 1er août 2026.
func InWords(t time.Time) string {
	number := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		number = "1er"
	}
	return fmt.Sprintf("%s %s %d", number, months[t.Month()-1], t.Year())
}

// InFigures spells a date as a form does: 01/08/2026.
func InFigures(t time.Time) string { return t.Format("02/01/2006") }
