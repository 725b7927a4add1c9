package templates

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"github.com/recevable/recevable/pipeline/calendar"
)

func sampleCalendar() Calendar {
	return Calendar{
		Name: "Permis : mes échéances",
		Date: calendar.New(2026, 11, 21),
		Events: []Event{
			{"limite_dispense-2026-12-07@recevable", calendar.New(2026, 12, 7), "Dernier jour sûr ; demande à l'ANTS, sans repasser la conduite", "Déposez la demande d’inscription.\nVisite médicale, test psychotechnique et demande doivent être faits : tout compte, même l'heure d’envoi.", "https://example.org/a", LastDay},
			{"nouvel_an@recevable", calendar.New(2026, 12, 31), `Fin d’année \ fin de mois`, "", "javascript:alert(1)", FirstDay},
		},
	}
}

// unfold undoes the folding of RFC 5545, section 3.1.
func unfold(b []byte) []string {
	text := strings.ReplaceAll(string(b), "\r\n ", "")
	return strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
}

func TestCalendarSaysWhatItWasGiven(t *testing.T) {
	b, err := sampleCalendar().ICS()
	if err != nil {
		t.Fatal(err)
	}
	lines := unfold(b)
	for _, want := range []string{
		"VERSION:2.0",
		"PRODID:-//recevable//echeances//FR",
		"UID:limite_dispense-2026-12-07@recevable",
		"DTSTAMP:20261121T000000Z",
		"DTSTART;VALUE=DATE:20261207",
		"DTEND;VALUE=DATE:20261208",
		`SUMMARY:Dernier jour sûr \; demande à l’ANTS\, sans repasser la conduite`,
		`DESCRIPTION:Déposez la demande d’inscription.\nVisite médicale\, test psychotechnique et demande doivent être faits : tout compte\, même l’heure d’envoi.`,
		// The end of 31 December is 1 January of the next year.
		"DTSTART;VALUE=DATE:20261231",
		"DTEND;VALUE=DATE:20270101",
		`SUMMARY:Fin d’année \\ fin de mois`,
		"DESCRIPTION:Dans 14\u00a0jours\u00a0: dernier jour sûr \\; demande à l’ANTS\\, sans repasser la conduite",
		"TRANSP:TRANSPARENT",
		"DESCRIPTION:À partir d’aujourd’hui\u00a0: fin d’année \\\\ fin de mois",
		"LAST-MODIFIED:20261121T000000Z",
		"SEQUENCE:2516",
		"CATEGORIES:Permis de conduire",
		"CLASS:PRIVATE",
		"URL:https://example.org/a",
		"X-WR-CALNAME:Permis : mes échéances",
		"TRIGGER:-P13DT15H",
		"TRIGGER:-P2DT15H",
		"TRIGGER:PT9H",
		"ACTION:DISPLAY",
	} {
		if !contains(lines, want) {
			t.Errorf("no line %q in\n%s", want, b)
		}
	}
	if got := strings.Count(string(b), "BEGIN:VALARM"); got != 5 {
		t.Errorf("%d alarms, want three for the last day and two for the first", got)
	}
	if strings.Contains(string(b), "METHOD:") {
		t.Error("a file without organiser is no message")
	}
	if strings.Contains(string(b), "javascript") {
		t.Error("a script became a link")
	}
}

// An alarm whose hour is over is left out; that of today is not.
func TestAlarmsRingFromTheDayOfTheFileOn(t *testing.T) {
	stamp := calendar.New(2026, 11, 21)
	for _, c := range []struct {
		days int
		kind EventKind
		want string
	}{
		{14, LastDay, "-P13DT15H -P2DT15H PT9H"},
		{13, LastDay, "-P2DT15H PT9H"},
		{3, LastDay, "-P2DT15H PT9H"},
		{2, LastDay, "PT9H"},
		{0, LastDay, "PT9H"},
		{-1, LastDay, ""},
		{20, FirstDay, "-P2DT15H PT9H"},
		{2, FirstDay, "PT9H"},
		{20, NothingDue, ""},
	} {
		b, err := Calendar{Date: stamp, Events: []Event{{UID: "a", Date: stamp.AddDays(c.days), Kind: c.kind}}}.ICS()
		if err != nil {
			t.Fatal(err)
		}
		var triggers []string
		for _, line := range unfold(b) {
			if trigger, ok := strings.CutPrefix(line, "TRIGGER:"); ok {
				triggers = append(triggers, trigger)
			}
		}
		if got := strings.Join(triggers, " "); got != c.want {
			t.Errorf("%d days ahead, kind %d: %q, want %q", c.days, c.kind, got, c.want)
		}
	}
}

// The file of a later day updates the events of an earlier one.
func TestALaterFileUpdatesAnEarlierOne(t *testing.T) {
	first := calendar.New(2026, 11, 21)
	if sequence(first) >= sequence(first.AddDays(1)) || sequence(calendar.New(1999, 1, 1)) != 0 {
		t.Error("the sequence does not grow from zero")
	}
}

func contains(lines []string, want string) bool {
	for _, l := range lines {
		if l == want {
			return true
		}
	}
	return false
}

func TestCalendarLinesAreFoldedAndEndInCRLF(t *testing.T) {
	c := sampleCalendar()
	c.Events[0].Description = strings.Repeat("échéancé€𝄞, 📅", 60)
	b, err := c.ICS()
	if err != nil {
		t.Fatal(err)
	}
	checkFolding(t, b)
	if !contains(unfold(b), "DESCRIPTION:"+strings.ReplaceAll(c.Events[0].Description, ",", `\,`)) {
		t.Error("folding changed the text")
	}
}

func checkFolding(t *testing.T, b []byte) {
	t.Helper()
	if bytes.Count(b, []byte("\n")) != bytes.Count(b, []byte("\r\n")) {
		t.Error("a line does not end in CRLF")
	}
	for _, line := range strings.Split(string(b), "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
		if !utf8.ValidString(line) {
			t.Errorf("folding cut a letter: %q", line)
		}
	}
}

func TestCalendarIsTheSameEachTime(t *testing.T) {
	first, _ := sampleCalendar().ICS()
	second, _ := sampleCalendar().ICS()
	if len(first) == 0 || !bytes.Equal(first, second) {
		t.Error("the same values gave different bytes")
	}
}

// A file needs a component, and no day of the calendar is taken by « nothing ».
func TestNothingDueTakesNoDay(t *testing.T) {
	day := calendar.New(2026, 12, 7)
	b, err := Calendar{Date: day, Events: []Event{{UID: "a", Date: day, Title: "Rien", Kind: NothingDue}}}.ICS()
	if text := string(b); err != nil || strings.Contains(text, "VEVENT") || strings.Count(text, "BEGIN:VJOURNAL") != 1 || !strings.Contains(text, "SUMMARY:Rien\r\n") {
		t.Errorf("%v\n%s", err, b)
	}
}

func TestCalendarRefusesWhatNoAgendaCouldKeep(t *testing.T) {
	day := calendar.New(2026, 12, 7)
	for _, c := range []struct {
		name string
		cal  Calendar
		want error
	}{
		{"no UID", Calendar{Date: day, Events: []Event{{Date: day}}}, ErrNoUID},
		{"same UID", Calendar{Date: day, Events: []Event{{UID: "a", Date: day}, {UID: "a", Date: day}}}, ErrSameUID},
		{"no event date", Calendar{Date: day, Events: []Event{{UID: "a"}}}, ErrNoDate},
		{"no reference date", Calendar{Events: []Event{{UID: "a", Date: day}}}, ErrNoDate},
		{"no event at all", Calendar{Date: day}, nil},
	} {
		if _, err := c.cal.ICS(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add("uid", "Titre ; avec, tout\\", "ligne\r\nligne\n")
	f.Add("a\r\nBEGIN:VEVENT", "\x00\x7f", strings.Repeat("é", 200))
	f.Fuzz(func(t *testing.T, uid, title, description string) {
		day := calendar.New(2026, 12, 7)
		b, err := Calendar{Name: title, Date: day, Events: []Event{{uid, day, title, description, uid, FirstDay}}}.ICS()
		if err != nil {
			return
		}
		checkFolding(t, b)
		back, err := ics.ParseCalendar(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("does not read back: %v\n%q", err, b)
		}
		if n := len(back.Events()); n != 1 {
			t.Fatalf("%d events read back, want 1\n%q", n, b)
		}
	})
}
