package twoddoc

import (
	"strconv"
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
)

// noDate stands for the absence of a date in a header.
const noDate = "FFFF"

// epoch is the day that hexadecimal dates count from.
var epoch = calendar.New(2000, time.January, 1)

// headerDate reads four hexadecimal digits, days since 1 January 2000. None
// is a zero date; ok is false for anything else than digits.
func headerDate(s string) (date calendar.Date, ok bool) {
	if s == noDate {
		return calendar.Date{}, true
	}
	days, err := strconv.ParseUint(s, 16, 16)
	if err != nil {
		return calendar.Date{}, false
	}
	return epoch.AddDays(int(days)), true
}

// dateForm is how a field of the message writes a date.
type dateForm int

const (
	notDate  dateForm = iota
	hexDays           // 4 hexadecimal digits, as in the header
	dayMonth          // 8 digits, DDMMYYYY
	dayHour           // 12 digits, DDMMYYYYhhmm
)

// Date returns the date held by a field. It returns false when there is no
// such field, when it does not hold a date, and when the date is not a real
// day: birth dates may have an unknown day, written 00.
func (d *Document) Date(id string) (calendar.Date, bool) {
	f, found := d.Field(id)
	if !found {
		return calendar.Date{}, false
	}
	var date calendar.Date
	switch fields[id].form {
	case hexDays:
		if len(f.Value) == 4 {
			date, _ = headerDate(f.Value)
		}
	case dayMonth:
		date = dayMonthYear(f.Value, 8)
	case dayHour:
		date = dayMonthYear(f.Value, 12)
	}
	return date, !date.IsZero()
}

// dayMonthYear reads the DDMMYYYY that begins a value of the given length.
func dayMonthYear(s string, length int) calendar.Date {
	if len(s) != length {
		return calendar.Date{}
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return calendar.Date{}
		}
	}
	day, _ := strconv.Atoi(s[:2])
	month, _ := strconv.Atoi(s[2:4])
	year, _ := strconv.Atoi(s[4:8])
	if month < 1 || month > 12 || day < 1 || !calendar.Valid(year, time.Month(month), day) {
		return calendar.Date{}
	}
	return calendar.Date{Year: year, Month: time.Month(month), Day: day}
}

// recovery is the date a tax notice was put up for collection, which stands
// for its date: its header has none.
const recovery = "4A"

// IssueDate returns the date the paper was issued: the header's, or, on a
// tax notice, the one it was put up for collection. False when there is
// neither.
func (d *Document) IssueDate() (calendar.Date, bool) {
	if !d.Issued.IsZero() {
		return d.Issued, true
	}
	return d.Date(recovery)
}
