package templates

import (
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

// The band speaks of the day of the list first: on the last day of a right,
// nothing else matters as much.
func TestTheBandTellsTheNextDate(t *testing.T) {
	limit := func(day int) Deadline {
		return Deadline{Date: calendar.New(2026, 12, day), Label: "Dernier jour pour la dispense"}
	}
	for name, c := range map[string]struct {
		deadlines []Deadline
		want      string
	}{
		"the eve":           {[]Deadline{limit(9)}, "Prochaine date : 9 décembre 2026, le lendemain"},
		"the last day":      {[]Deadline{limit(8), limit(9)}, "Aujourd’hui : dernier jour pour la dispense"},
		"the day after":     {[]Deadline{limit(7)}, ""},
		"done that day":     {[]Deadline{{Date: calendar.New(2026, 12, 8), Label: "X", Done: true}, limit(10)}, "Prochaine date : 10 décembre 2026, dans 2 jours"},
		"no date is known":  {[]Deadline{{Label: "Dernier jour"}}, ""},
		"nothing to come":   {nil, ""},
		"known and unknown": {[]Deadline{{Label: "Dernier jour"}, limit(18)}, "Prochaine date : 18 décembre 2026, dans 10 jours"},
	} {
		list := Checklist{Date: calendar.New(2026, 12, 8), Deadlines: c.deadlines}
		if got := list.nextDate(); strings.ReplaceAll(got, "\u00a0", " ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	held := Checklist{Date: calendar.New(2026, 12, 8), Verdict: Refused, Deadlines: []Deadline{limit(8)}}
	if got := held.nextDate(); !strings.HasSuffix(got, "dispense. Corrigez d’abord ce qui bloque") {
		t.Errorf("where something blocks: %q", got)
	}
	if got := (Checklist{Deadlines: []Deadline{limit(8)}}).nextDate(); got != "" {
		t.Errorf("without a day: %q", got)
	}
}
