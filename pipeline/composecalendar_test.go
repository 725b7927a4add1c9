package pipeline

import (
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

// The events of a dossier keep their UIDs whatever is corrected in it, share
// them with no other dossier, and name nobody.
func TestCalendarOwner(t *testing.T) {
	zoe := Applicant{BirthName: "LEFÈVRE", FirstNames: []Name{"Zoé"}, BirthDate: calendar.New(1988, 4, 17)}
	owner := func(a Applicant, number string, s rules.Situation, p rules.Procedure) string {
		dossier := &Dossier{Applicant: a, Situation: s}
		dossier.Request.Number = number
		return calendarOwner(&Job{Dossier: dossier, Decision: &rules.Decision{Procedure: p}})
	}
	early := rules.Situation{NotifiedOn: calendar.New(2026, 3, 2)}
	late := rules.Situation{NotifiedOn: calendar.New(2026, 3, 3)}
	first := owner(zoe, "", early, rules.ReturnAfterInvalidation)

	respelt := zoe
	respelt.BirthName = "Lefevre"
	twin := zoe
	twin.FirstNames = []Name{"Léa"}
	younger := zoe
	younger.BirthDate = calendar.New(1999, 1, 1)
	for name, c := range map[string]struct {
		got  string
		same bool
	}{
		"a date is corrected":         {owner(zoe, "", late, rules.ReturnAfterInvalidation), true},
		"the number is known":         {owner(zoe, "PC-1", early, rules.ReturnAfterInvalidation), true},
		"the name is spelt otherwise": {owner(respelt, "", early, rules.ReturnAfterInvalidation), true},
		"another démarche":            {owner(zoe, "", early, rules.Loss), false},
		"a twin":                      {owner(twin, "", early, rules.ReturnAfterInvalidation), false},
		"a namesake":                  {owner(younger, "", early, rules.ReturnAfterInvalidation), false},
		"nobody":                      {owner(Applicant{}, "", early, rules.ReturnAfterInvalidation), false},
	} {
		if (c.got == first) != c.same {
			t.Errorf("%s: the same owner is %t, want %t", name, c.got == first, c.same)
		}
		if len(c.got) != 32 || strings.Contains(strings.ToLower(c.got), "lef") {
			t.Errorf("%s: %q", name, c.got)
		}
	}
	nobody := func(number string, s rules.Situation) string { return owner(Applicant{}, number, s, rules.Loss) }
	if nobody("", early) == nobody("", late) || nobody("PC-1", early) == nobody("PC-2", early) {
		t.Error("two dossiers that name nobody share their UIDs")
	}
	if nobody("PC-1", early) != nobody("PC-1", late) {
		t.Error("a corrected date gives a numbered dossier other UIDs")
	}
}
