// Package calendar holds civil dates and the way French procedure counts time.
//
// A [Date] has no hour and no time zone: a letter received on 8 March was
// received on 8 March wherever the program runs. Nothing here reads the clock.
//
// Months are counted as in the code de procédure civile, articles 640 to 642,
// by analogy: a period of n months ends on the day of the last month that
// bears the same number as the day it started from, or on the last day of
// that month where there is no such day ([Date.AddMonths]). The starting day
// does not count, and a period that ends on a Sunday is never prolonged (the
// safe reading).
package calendar

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ErrSyntax is returned by [Parse] for a text that is not a real day written
// as YYYY-MM-DD.
var ErrSyntax = errors.New("not a date written YYYY-MM-DD")

// Date is one day of the Gregorian calendar. The zero value is no date at all;
// [Date.IsZero] tells.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// New returns the given day. Days that do not exist are carried over as
// [time.Date] does; use [Valid] to refuse them.
func New(year int, month time.Month, day int) Date {
	return Of(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Of returns the day that t falls on, in the location of t.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Valid reports whether the day exists.
func Valid(year int, month time.Month, day int) bool {
	return year >= 1 && New(year, month, day) == Date{year, month, day}
}

// Parse reads YYYY-MM-DD, and nothing else.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%q: %w", s, ErrSyntax)
	}
	return Of(t), nil
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Time returns d at midnight UTC.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// AddDays returns the day n days after d (before, when n is negative).
func (d Date) AddDays(n int) Date { return Of(d.Time().AddDate(0, 0, n)) }

// AddMonths is am(d, n) of the rules: the same day of the month n months
// later, or the last day of that month when it has no such day. n may be
// negative.
//
// Source: code de procédure civile, art. 641, by analogy.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// Compare returns -1, 0 or +1 as d is before, on or after e.
func (d Date) Compare(e Date) int { return d.Time().Compare(e.Time()) }

// Before reports whether d is strictly before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is strictly after e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// DaysUntil returns the number of days from d to e, negative when e is past.
func (d Date) DaysUntil(e Date) int { return int(e.Time().Sub(d.Time()).Hours() / 24) }

// AgeOn returns the number of whole years from birth date d to day on.
func (d Date) AgeOn(on Date) int {
	years := on.Year - d.Year
	if on.Month < d.Month || on.Month == d.Month && on.Day < d.Day {
		years--
	}
	return years
}

// String returns YYYY-MM-DD.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

var frenchMonths = [...]string{
	"janvier", "février", "mars", "avril", "mai", "juin",
	"juillet", "août", "septembre", "octobre", "novembre", "décembre",
}

// French returns the date as French prose writes it: « 1er août 2026 »,
// « 8 décembre 2026 », with no-break spaces so that it stays on one line.
func (d Date) French() string {
	if d.IsZero() {
		return ""
	}
	day := fmt.Sprint(d.Day)
	if d.Day == 1 {
		day = "1er"
	}
	return day + "\u00a0" + frenchMonths[d.Month-1] + "\u00a0" + fmt.Sprint(d.Year)
}

// FrenchDigits returns the date as forms write it: « 08/12/2026 ».
func (d Date) FrenchDigits() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

// MarshalJSON writes "YYYY-MM-DD", and null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = Date{}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	v, err := Parse(s)
	if err != nil {
		return err
	}
	*d = v
	return nil
}
