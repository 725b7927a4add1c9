package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

// day reads a date of a table; "" is no date.
func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	if s == "" {
		return calendar.Date{}
	}
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// is and months put a literal in a fact that may be missing.
func is(b bool) *bool   { return &b }
func months(n int) *int { return &n }

// decided runs Decide with the built-in catalogue.
func decided(t testing.TB, s Situation, p Person, on string) Decision {
	t.Helper()
	return Decide(s, p, day(t, on), DefaultCatalogue())
}

// dateOf is the date of a deadline, "" where it is unknown, "none" where the
// decision does not hold it.
func dateOf(d Decision, code DeadlineCode) string {
	for _, x := range d.Deadlines {
		if x.Code == code {
			if x.Date.IsZero() {
				return ""
			}
			return x.Date.String()
		}
	}
	return "none"
}

// alertsOf lists the codes of the alerts, each once, in order of first showing.
func alertsOf(d Decision) []AlertCode {
	codes := []AlertCode{}
	for _, a := range d.Alerts {
		if !slices.Contains(codes, a.Code) {
			codes = append(codes, a.Code)
		}
	}
	return codes
}

// missingOf lists the keys the decision asks for.
func missingOf(d Decision) []string {
	keys := []string{}
	for _, a := range d.Alerts {
		if a.Code == MissingFact {
			keys = append(keys, a.Key)
		}
	}
	return keys
}

// mandatory lists the mandatory pieces.
func mandatory(d Decision) []PieceType {
	types := []PieceType{}
	for _, p := range d.Pieces {
		if p.Mandatory {
			types = append(types, p.Type)
		}
	}
	return types
}

// examsText is « code », « code+conduite », « aucune » or « ? ».
func examsText(d Decision) string {
	switch e := d.Exams; {
	case e == nil:
		return "?"
	case e.Practical:
		return "code+conduite"
	case e.Theory:
		return "code"
	}
	return "aucune"
}

// messageOf is the message of the first alert with that code and key, with plain
// spaces; "" where the decision shows none.
func messageOf(d Decision, code AlertCode, key string) string {
	for _, a := range d.Alerts {
		if a.Code == code && a.Key == key {
			return strings.ReplaceAll(a.Message, "\u00a0", " ")
		}
	}
	return ""
}

// sameList wants the same values in the same order.
func sameList[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}
