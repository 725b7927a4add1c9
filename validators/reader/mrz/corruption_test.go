package mrz

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

var today = calendar.New(2026, 11, 21)

// outcome is what became of a misread zone.
type outcome struct{ right, wrong, givenUp, lost, unsure, namesRight int }

// facts says whether the zone tells what was made up, the fields that it calls
// unsure and the names that nothing checks left aside.
func facts(z *Zone, m madeUp) bool {
	right := z.Layout == m.layout && z.BirthDate == m.birth && z.Sex == m.sex
	if z.Sure(Number) {
		right = right && z.Number == m.number
	}
	if m.layout == FrenchCard {
		right = right && z.IssueYear == m.issueY && z.IssueMonth == m.issueM
		return right && (!z.Sure(Names) || sameNames(z, m))
	}
	return right && z.Expiry == m.expiry
}

func sameNames(z *Zone, m madeUp) bool {
	width := map[Layout]int{FrenchCard: 25, TD1: 30, TD3: 39}[m.layout]
	if m.layout != FrenchCard {
		made := pad(m.surname+"<<"+strings.Join(m.given, "<"), width)
		surname, given, _ := strings.Cut(made, "<<")
		return z.Surname == unfill(surname) && slices.Equal(z.GivenNames, strings.Fields(unfill(given)))
	}
	var given []string
	for _, name := range strings.Split(pad(strings.Join(m.given, "<<"), 14), "<<") {
		if name = unfill(name); name != "" {
			given = append(given, name)
		}
	}
	return z.Surname == unfill(pad(m.surname, 25)) && slices.Equal(z.GivenNames, given)
}

func corrupt(t *testing.T, seed uint64, zones int, change func(*rand.Rand, []string) []string) map[Layout]*outcome {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 9303))
	found := map[Layout]*outcome{FrenchCard: {}, TD1: {}, TD3: {}}
	for i := range zones {
		m := makeUp(r, []Layout{FrenchCard, TD1, TD3}[i%3])
		read := change(r, m.lines)
		z, ok := Find(read, today)
		o := found[m.layout]
		switch {
		case !ok:
			o.lost++
		case !z.Valid():
			o.givenUp++
		case facts(z, m):
			o.right++
			if !z.Sure(Names) {
				o.unsure++
			}
			if sameNames(z, m) {
				o.namesRight++
			}
		default:
			o.wrong++
			t.Errorf("%s accepted wrong:\nmade %q\nread %q\ngot  %q %+v", m.layout, m.lines, read, z.Text, z)
		}
	}
	return found
}

// Misread zones are repaired right or given up, and never accepted wrong.
func TestMisreadZones(t *testing.T) {
	const zones = 600
	for _, set := range []struct {
		name  string
		seeds []uint64
		least int // of 100 zones, those that must be repaired right
	}{
		{"tuned", []uint64{1, 2}, 90},
		{"held out", []uint64{20261121, 71, 44}, 90},
	} {
		for n := 0; n <= 3; n++ {
			total := outcome{}
			for _, seed := range set.seeds {
				for layout, o := range corrupt(t, seed+uint64(n)<<32, zones, func(r *rand.Rand, lines []string) []string { return misread(r, lines, n) }) {
					t.Logf("%s, %d misread, seed %d, %s: %+v", set.name, n, seed, layout, *o)
					total.right += o.right
				}
			}
			if all := zones * len(set.seeds); 100*total.right < set.least*all {
				t.Errorf("%s, %d misread: %d of %d repaired", set.name, n, total.right, all)
			}
		}
	}
}

// Fillers badly counted: runs get shorter and longer, and the zone is found
// all the same, or given up.
func TestMiscountedFillers(t *testing.T) {
	miscount := func(r *rand.Rand, lines []string) []string {
		out := slices.Clone(lines)
		for l := range out {
			runs := slices.DeleteFunc(fillerRuns(out[l]), func(s span) bool { return s.to-s.from < 6 })
			if len(runs) == 0 || r.IntN(2) == 0 {
				continue
			}
			at := runs[r.IntN(len(runs))].from + 2
			if r.IntN(2) == 0 {
				out[l] = out[l][:at] + strings.Repeat("<", 1+r.IntN(4)) + out[l][at:]
			} else {
				out[l] = out[l][:at] + out[l][at+1+r.IntN(3):]
			}
		}
		return out
	}
	const zones = 300
	for layout, o := range corrupt(t, 2026, zones, miscount) {
		t.Logf("%s: %+v", layout, *o)
		if o.right < zones/3*95/100 {
			t.Errorf("%s: %+v", layout, *o)
		}
	}
}
