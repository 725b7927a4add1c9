package templates

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	ics "github.com/arran4/golang-ical"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Calendar is a set of dated reminders, as a file that phones and computers
// import (RFC 5545).
type Calendar struct {
	Name   string        // « Permis : mes échéances »
	Date   calendar.Date // the reference date; it stands for the clock in DTSTAMP
	Events []Event
}

// Event is one reminder: a whole day, with the alarms of its kind at nine in the
// morning.
type Event struct {
	UID         string // stable from one run to the next, so that a new file updates the old one
	Date        calendar.Date
	Title       string
	Description string // optional; may hold line breaks
	Link        string // optional: a page of the web
	Kind        EventKind
}

// EventKind is what a day is for, which its alarms follow.
type EventKind int

// The kinds of days.
const (
	LastDay    EventKind = iota // to do something: it rings 14 and 3 days before, and that morning
	FirstDay                    // something is possible from then on: it rings 3 days before, and that morning
	NothingDue                  // nothing is: no day of the calendar is taken, and nothing rings
)

var (
	// ErrNoUID is returned for an event without UID, which no calendar could update.
	ErrNoUID = errors.New("agenda\u00a0: une échéance n’a pas d’identifiant")
	// ErrSameUID is returned where two events share a UID: calendars keep one of the two.
	ErrSameUID = errors.New("agenda\u00a0: deux échéances ont le même identifiant")
	// ErrNoDate is returned where the reference date or the date of an event is missing.
	ErrNoDate = errors.New("agenda\u00a0: une date manque")
)

// productID names the program that wrote the file (RFC 5545, 3.7.3).
const productID = "-//recevable//echeances//FR"

// alarm rings at nine, some days before the event: its trigger counts from the
// midnight that starts the day.
type alarm struct {
	days    int
	trigger string
	words   string
}

var alarms = map[EventKind][]alarm{
	LastDay: {
		{14, "-P13DT15H", "Dans 14\u00a0jours\u00a0: "},
		{3, "-P2DT15H", "Dans 3\u00a0jours\u00a0: "},
		{0, "PT9H", "C’est aujourd’hui\u00a0: "},
	},
	FirstDay: {
		{3, "-P2DT15H", "Bientôt, dans 3\u00a0jours\u00a0: "},
		{0, "PT9H", "À partir d’aujourd’hui\u00a0: "},
	},
}

// category gathers the deadlines in calendars that sort events.
const category = "Permis de conduire"

// firstStamp starts the count of [sequence].
var firstStamp = calendar.New(2020, 1, 1)

// sequence grows from day to day: the file of a later day updates the events of
// an earlier one (RFC 5545, 3.8.7.4).
func sequence(stamp calendar.Date) int { return max(0, firstStamp.DaysUntil(stamp)) }

// ICS writes the calendar, its events in the order given. It is a file to import
// and no message between people, so that it has neither method nor organiser
// (RFC 5546, 3.2.1). The bytes depend on the values alone.
func (c Calendar) ICS() ([]byte, error) {
	if c.Date.IsZero() {
		return nil, fmt.Errorf("date de référence\u00a0: %w", ErrNoDate)
	}
	cal := ics.NewCalendar()
	cal.SetProductId(productID)
	cal.SetCalscale("GREGORIAN")
	cal.SetName(curly(plainText(c.Name))) // RFC 7986, and what came before it
	cal.SetXWRCalName(curly(plainText(c.Name)))
	seen := map[string]bool{}
	for _, e := range c.Events {
		if err := e.check(seen); err != nil {
			return nil, err
		}
		if e.Kind == NothingDue {
			cal.AddVJournal(e.note(c.Date))
			continue
		}
		cal.AddVEvent(e.component(c.Date))
	}
	var out bytes.Buffer
	if err := cal.SerializeTo(&out, ics.WithNewLineWindows); err != nil {
		return nil, fmt.Errorf("templates: writing the calendar: %w", err)
	}
	return out.Bytes(), nil
}

func (e Event) check(seen map[string]bool) error {
	switch {
	case plainText(e.UID) == "":
		return ErrNoUID
	case seen[plainText(e.UID)]:
		return fmt.Errorf("%s\u00a0: %w", e.UID, ErrSameUID)
	case e.Date.IsZero():
		return fmt.Errorf("%s\u00a0: %w", e.UID, ErrNoDate)
	}
	seen[plainText(e.UID)] = true
	return nil
}

// note is a component that takes no day: a calendar that keeps no journal shows
// nothing (RFC 5545, 3.6.3), and the file is one all the same.
func (e Event) note(stamp calendar.Date) *ics.VJournal {
	journal := ics.NewJournal(plainText(e.UID))
	journal.SetDtStampTime(stamp.Time())
	journal.SetAllDayStartAt(e.Date.Time())
	journal.SetSummary(curly(plainText(e.Title)))
	return journal
}

func (e Event) component(stamp calendar.Date) *ics.VEvent {
	title := curly(plainText(e.Title))
	event := ics.NewEvent(plainText(e.UID))
	event.SetDtStampTime(stamp.Time())
	event.SetLastModifiedAt(stamp.Time())
	event.SetSequence(sequence(stamp))
	event.SetAllDayStartAt(e.Date.Time())
	// The end of a day-long event is the next day (RFC 5545, 3.6.1).
	event.SetAllDayEndAt(e.Date.AddDays(1).Time())
	event.SetSummary(title)
	if description := curly(plainText(e.Description)); description != "" {
		event.SetDescription(description)
	}
	if address := webAddress(plainText(e.Link)); address != "" {
		event.SetURL(address)
	}
	event.AddCategory(category)
	// In a calendar shared with others, they see that the day holds something.
	event.SetClass(ics.ClassificationPrivate)
	// A deadline does not make the person busy that day.
	event.SetTimeTransparency(ics.TransparencyTransparent)
	for _, a := range alarms[e.Kind] {
		if e.Date.AddDays(-a.days).Before(stamp) {
			continue // some calendars ring at once for what is past
		}
		v := event.AddAlarm()
		v.SetAction(ics.ActionDisplay)
		v.SetTrigger(a.trigger)
		v.SetDescription(a.words + lowerFirst(title))
	}
	return event
}

// plainText keeps line breaks and drops every other control character, which
// RFC 5545 forbids in a text (3.3.11).
func plainText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		default:
			return r
		}
	}, s))
}
