package templates

import (
	"fmt"

	"github.com/recevable/recevable/pipeline/calendar"
)

// FromDay says where a day stands, seen from another: « dans 12 jours »; nothing
// where either is not known.
func FromDay(from, day calendar.Date) string {
	if from.IsZero() || day.IsZero() {
		return ""
	}
	return fromDay(from, day)
}

// Spans of time, as one says them.
const (
	daysCounted   = 60 // days: longer spans are told in months
	monthsCounted = 24 // months: longer ones, in years
)

// fromDay says where a day stands, seen from another: « dans 12 jours », « il y a
// plus de 3 mois ». A span is never said longer than it is.
func fromDay(day, seen calendar.Date) string {
	switch days := day.DaysUntil(seen); {
	case days == 0:
		return "le jour même"
	case days == 1:
		return "le lendemain"
	case days == -1:
		return "la veille"
	case days > 0:
		return "dans " + span(day, seen)
	default:
		return "il y a " + span(seen, day)
	}
}

// span is the time between two days, the first one before the other.
func span(from, to calendar.Date) string {
	if days := from.DaysUntil(to); days <= daysCounted {
		return fmt.Sprintf("%d\u00a0jours", days)
	}
	months := 12*(to.Year-from.Year) + int(to.Month) - int(from.Month)
	if from.AddMonths(months).After(to) {
		months--
	}
	whole, unit := months, "mois"
	if months >= monthsCounted {
		whole, unit = months/12, "ans"
		months = 12 * whole
	}
	if from.AddMonths(months) == to {
		return fmt.Sprintf("%d\u00a0%s", whole, unit)
	}
	return fmt.Sprintf("plus de %d\u00a0%s", whole, unit)
}
