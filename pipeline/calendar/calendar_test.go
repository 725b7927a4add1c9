package calendar

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
)

func date(t *testing.T, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAddMonthsKeepsTheDayOrTakesTheLast(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-03-08", 6, "2026-09-08"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2027-08-31", 6, "2028-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2026-05-31", 9, "2027-02-28"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -13, "2024-12-15"},
		{"2026-01-31", 0, "2026-01-31"},
	} {
		if got := date(t, c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestAddMonthsNeverLeavesTheMonthNorGoesBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		d := New(1900, 1, 1).AddDays(rng.IntN(80000))
		n := rng.IntN(200)
		got := d.AddMonths(n)
		if wantMonth := (int(d.Month)-1+n)%12 + 1; int(got.Month) != wantMonth {
			t.Fatalf("%s + %d months = %s: landed outside the month", d, n, got)
		}
		if !Valid(got.Year, got.Month, got.Day) {
			t.Fatalf("%s + %d months = %s: no such day", d, n, got)
		}
		if later := d.AddDays(1).AddMonths(n); later.Before(got) {
			t.Fatalf("a later start than %s gives an earlier end: %s before %s", d, later, got)
		}
	}
}

func TestParseRefusesWhatIsNoDay(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "01/02/2026", "2026-01-01T00:00:00Z", "0000-01-01"} {
		if d, err := Parse(s); !errors.Is(err, ErrSyntax) {
			t.Errorf("Parse(%q) = %v, %v; want ErrSyntax", s, d, err)
		}
	}
}

func TestFrench(t *testing.T) {
	if got, want := date(t, "2026-08-01").French(), "1er\u00a0août\u00a02026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := date(t, "2026-12-08").FrenchDigits(), "08/12/2026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAgeTurnsOnTheBirthday(t *testing.T) {
	birth := date(t, "2001-11-21")
	for on, want := range map[string]int{"2026-11-20": 24, "2026-11-21": 25, "2026-12-01": 25, "2026-10-30": 24} {
		if got := birth.AgeOn(date(t, on)); got != want {
			t.Errorf("age on %s = %d, want %d", on, got, want)
		}
	}
}

func TestJSONRoundTrip(t *testing.T) {
	for in, want := range map[Date]string{{}: "null", New(2026, 11, 21): `"2026-11-21"`} {
		b, err := json.Marshal(in)
		if err != nil || string(b) != want {
			t.Fatalf("got %s, %v; want %s", b, err, want)
		}
		var back Date
		if err := json.Unmarshal(b, &back); err != nil || back != in {
			t.Fatalf("back: %v, %v", back, err)
		}
	}
}
