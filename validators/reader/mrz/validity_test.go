package mrz

import (
	"fmt"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

func frenchCardOf(t *testing.T, issue string, birth string) *Zone {
	t.Helper()
	number := issue + "28012345"
	lines := withComposite("IDFRA"+pad("ROUX", 25)+"280123", number+checkDigit(number)+pad("MARIE", 14)+birth+checkDigit(birth)+"F")
	z, ok := Find(lines, today)
	if !ok || !z.Valid() {
		t.Fatalf("made up zone %q not valid", lines)
	}
	return z
}

func date(s string) calendar.Date {
	if s == "" {
		return calendar.Date{}
	}
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Source: SP32303, décret 2013-1188 art. 10; rules.md § 6.
func TestFrenchCardValidity(t *testing.T) {
	for _, c := range []struct {
		name, issue, birth               string
		age                              Age
		earliest, latest, printedTo, end string
	}{
		{"before the extension", "0312", "650417", Adult, "2013-11-30", "2013-12-31", "2013-11-30", "2013-12-31"},
		{"first month of it", "0401", "650417", Adult, "2018-12-31", "2019-01-31", "2013-12-31", "2014-01-31"},
		{"adult of 2012", "1203", "880417", Adult, "2027-02-28", "2027-03-31", "2022-02-28", "2022-03-31"},
		{"last month of it", "1312", "880417", Adult, "2028-11-30", "2028-12-31", "2023-11-30", "2023-12-31"},
		{"fifteen years printed", "1401", "880417", Adult, "2028-12-31", "2029-01-31", "2028-12-31", "2029-01-31"},
		{"child of 2012", "1203", "000417", Minor, "2022-02-28", "2022-03-31", "2022-02-28", "2022-03-31"},
		{"child of 2016", "1603", "050417", Minor, "2026-02-28", "2026-03-31", "2026-02-28", "2026-03-31"},
		{"18 in that month", "1203", "940315", AgeUnknown, "2022-02-28", "2027-03-31", "2022-02-28", "2022-03-31"},
		{"18 on the first of it", "1203", "940301", Adult, "2027-02-28", "2027-03-31", "2022-02-28", "2022-03-31"},
		{"18 on the first of the next", "1203", "940401", Minor, "2022-02-28", "2022-03-31", "2022-02-28", "2022-03-31"},
	} {
		z := frenchCardOf(t, c.issue, c.birth)
		if age := AgeAtIssue(z); age != c.age {
			t.Errorf("%s: age %v, want %v", c.name, age, c.age)
		}
		v := ValidityOf(z)
		got := fmt.Sprint(v.Earliest, v.Latest, v.PrintedEarliest, v.PrintedLatest)
		want := fmt.Sprint(date(c.earliest), date(c.latest), date(c.printedTo), date(c.end))
		if got != want {
			t.Errorf("%s: %s, want %s", c.name, got, want)
		}
	}
}

// Sources: arrêté du 23/12/2016 modifié, SP31057b; rules.md § 6.
func TestStanding(t *testing.T) {
	exact := func(s string) Validity {
		return Validity{Earliest: date(s), Latest: date(s), PrintedEarliest: date(s), PrintedLatest: date(s)}
	}
	child := ValidityOf(frenchCardOf(t, "1603", "050417"))   // ends between 2026-02-28 and 2026-03-31
	adult := ValidityOf(frenchCardOf(t, "1203", "880417"))   // printed 2022-02-28..03-31, ends 2027-02-28..03-31
	unclear := ValidityOf(frenchCardOf(t, "1203", "940315")) // 2022-02-28 … 2027-03-31
	for _, c := range []struct {
		name  string
		paper Paper
		v     Validity
		on    string
		want  State
		until string
	}{
		{"last day", FrenchPassport, exact("2026-11-21"), "2026-11-21", Valid, "2026-11-21"},
		{"day after", FrenchPassport, exact("2026-11-20"), "2026-11-21", Tolerated, "2031-11-19"},
		{"a day short of five years", FrenchPassport, exact("2021-11-22"), "2026-11-21", Tolerated, "2026-11-21"},
		{"five years", FrenchPassport, exact("2021-11-21"), "2026-11-21", Expired, ""},
		{"a day short of two years", FrenchPlainPassport, exact("2024-11-22"), "2026-11-21", Tolerated, "2026-11-21"},
		{"two years", FrenchPlainPassport, exact("2024-11-21"), "2026-11-21", Expired, ""},
		{"foreign, last day", OtherPaper, exact("2026-11-21"), "2026-11-21", Valid, "2026-11-21"},
		{"foreign, day after", OtherPaper, exact("2026-11-20"), "2026-11-21", Expired, ""},
		{"no date", OtherPaper, Validity{}, "2026-11-21", Unknown, ""},
		{"prolonged", FrenchIDCard, adult, "2026-11-21", Prolonged, "2027-02-28"},
		{"printed day not reached", FrenchIDCard, adult, "2022-02-28", Valid, "2022-02-28"},
		{"the day decides", FrenchIDCard, adult, "2027-03-15", Unknown, ""},
		{"just past", FrenchIDCard, adult, "2027-04-01", Tolerated, "2032-02-27"},
		{"child's card, the day decides", FrenchIDCard, child, "2026-03-31", Unknown, ""},
		{"child's card past", FrenchIDCard, child, "2026-11-21", Tolerated, "2031-02-27"},
		{"child's card, end of tolerance not sure", FrenchIDCard, child, "2031-03-15", Unknown, ""},
		{"child's card, tolerance surely over", FrenchIDCard, child, "2031-03-31", Expired, ""},
		{"eighteen that month", FrenchIDCard, unclear, "2026-11-21", Unknown, ""},
	} {
		got := Standing(c.paper, c.v, date(c.on))
		if got.State != c.want || got.Until != date(c.until) {
			t.Errorf("%s: %s until %v, want %s until %v", c.name, got.State, got.Until, c.want, date(c.until))
		}
	}
}

func TestPaperOf(t *testing.T) {
	french := &Zone{Layout: TD3, Country: "FRA", Nationality: "FRA", DocumentCode: "P"}
	for _, c := range []struct {
		name string
		z    *Zone
		want Paper
	}{
		{"2x36", &Zone{Layout: FrenchCard}, FrenchIDCard},
		{"since 2021", &Zone{Layout: TD1, Country: "FRA", DocumentCode: "ID"}, FrenchIDCard},
		{"residence permit", &Zone{Layout: TD1, Country: "FRA", DocumentCode: "IR"}, OtherPaper},
		{"italian card", &Zone{Layout: TD1, Country: "ITA", DocumentCode: "ID"}, OtherPaper},
		{"passport", french, FrenchPassport},
		{"travel document", &Zone{Layout: TD3, Country: "FRA", Nationality: "XXB", DocumentCode: "PT"}, OtherPaper},
	} {
		if got := PaperOf(c.z); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
