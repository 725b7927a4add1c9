package pipeline

import (
	"testing"

	"github.com/recevable/recevable/pipeline/rules"
)

// A list lies on tables: it gives the first name and one letter, never more.
func TestChecklistNamesNoMoreThanItNeeds(t *testing.T) {
	for _, c := range []struct {
		first []Name
		birth Name
		want  string
	}{
		{[]Name{"Zoé", "Anne"}, "MARTEL", "Zoé\u00a0M."},
		{[]Name{"Anne-Laure"}, "ÉTOILE", "Anne-Laure\u00a0É."},
		{[]Name{"Anne"}, "E\u0301TOILE", "Anne\u00a0É."},
		{[]Name{"Zoé"}, "d’Œuvray", "Zoé\u00a0D."},
		{[]Name{"Zoé"}, "", "Zoé"},
		{nil, "MARTEL", ""},
		{[]Name{""}, "MARTEL", ""},
	} {
		if got := who(Applicant{FirstNames: c.first, BirthName: c.birth}); got != c.want {
			t.Errorf("%q %q: %q, want %q", c.first, c.birth, got, c.want)
		}
	}
}

// Nobody sits again what they never sat.
func TestFirstRegistrationSitsItsExamsOnce(t *testing.T) {
	both := &rules.Exams{Theory: true, Practical: true}
	for procedure, want := range map[rules.Procedure]string{
		rules.FirstRegistration:       "Code et conduite à passer",
		rules.ReturnAfterInvalidation: "Code et conduite à repasser",
	} {
		if got := exams(&rules.Decision{Procedure: procedure, Exams: both}).Title; got != want {
			t.Errorf("%s: %q, want %q", procedure, got, want)
		}
	}
}
