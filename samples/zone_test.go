package samples

import "testing"

// The specimen of ICAO Doc 9303, part 4, and the one of the French card.
func TestCheckDigits(t *testing.T) {
	for zone, want := range map[string]string{
		"L898902C3": "6", "740812": "2", "120415": "9", "ZE184226B<<<<<": "1",
		"L898902C36" + "7408122" + "1204159" + "ZE184226B<<<<<1": "0", "880692310285": "8",
	} {
		if got := CheckDigit(zone); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}

func TestHeaderDates(t *testing.T) {
	// Source: reading.md, « 2D-Doc »: 123F is 2012-10-15.
	if got := headerDate(day("2012-10-15")); got != "123F" {
		t.Errorf("%s, want 123F", got)
	}
}
