package rules

import (
	"fmt"

	"github.com/recevable/recevable/pipeline/calendar"
)

// dayAfter is the next day; no date stays no date.
func dayAfter(d calendar.Date) calendar.Date {
	if d.IsZero() {
		return d
	}
	return d.AddDays(1)
}

// earliestKnown is the earlier of two dates, leaving out what is not known.
func earliestKnown(a, b calendar.Date) calendar.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// lessThanMonths decides « moins de n mois » for a document dated issued, on a
// day: am(issued, n) > day.
//
// Convention calendaire (code de procédure civile, art. 641, by analogy).
func lessThanMonths(issued calendar.Date, months int, day calendar.Date) bool {
	return issued.AddMonths(months).After(day)
}

// lastDayUnder is the last day a document dated issued is less than so many
// months old.
func lastDayUnder(issued calendar.Date, months int) calendar.Date {
	return issued.AddMonths(months).AddDays(-1)
}

// dated is a fact of the situation that is a date.
func dated(key string, d calendar.Date) Fact { return Fact{key, orUnknown(d)} }

func orUnknown(d calendar.Date) string {
	if d.IsZero() {
		return "date inconnue"
	}
	return d.French()
}

func monthsText(n int) string {
	if n == 0 {
		return "inconnue"
	}
	return fmt.Sprintf("%d mois", n)
}

// firstKnown is the first of the dates that is known.
func firstKnown(dates ...calendar.Date) calendar.Date {
	for _, d := range dates {
		if !d.IsZero() {
			return d
		}
	}
	return calendar.Date{}
}
