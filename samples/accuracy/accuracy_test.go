package main

import (
	"bytes"
	"image"
	"os/exec"
	"slices"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"github.com/recevable/recevable/validators/reader"
)

// drawings are the kinds of document of which others are pictures.
func drawings(seed uint64) map[string]func() ([]byte, error) {
	return map[string]func() ([]byte, error){
		"bill": func() ([]byte, error) { return newBill(seed).file() },
		"2D-Doc": func() ([]byte, error) {
			content, _, err := newBillOf(codedFamilies(), seed, 0).codedFile()
			return content, err
		},
		"card": func() ([]byte, error) { return newCard(seed).file(140, 100, 5, 5, glass) },
	}
}

func TestTheSameSeedDrawsTheSameBytesThatOpen(t *testing.T) {
	// Past the first of each family, both fresh and old.
	for seed := range uint64(2 * len(families)) {
		again := drawings(seed)
		for name, draw := range drawings(seed) {
			content, err := draw()
			if err != nil {
				t.Fatalf("%s, seed %d: %v", name, seed, err)
			}
			second, err := again[name]()
			if err != nil || !bytes.Equal(content, second) {
				t.Errorf("%s, seed %d: drawn twice, it differs (%v)", name, seed, err)
			}
			if pages, err := api.PageCount(bytes.NewReader(content), nil); err != nil || pages < 1 {
				t.Errorf("%s, seed %d: %d pages: %v", name, seed, pages, err)
			}
		}
	}
}

func TestBillsAreFreshOrOldAsTheirSeedsSay(t *testing.T) {
	for seed := range uint64(200) {
		if b := newBill(seed); b.fresh() != (seed%2 == 0) {
			t.Errorf("seed %d: issued on %s, fresh: %v", seed, b.issued, b.fresh())
		}
	}
}

// The specimen of ICAO Doc 9303, part 4, and the one of the French card.
func TestCheckDigits(t *testing.T) {
	for zone, want := range map[string]string{
		"L898902C3": "6", "740812": "2", "120415": "9", "ZE184226B<<<<<": "1",
		"L898902C36" + "7408122" + "1204159" + "ZE184226B<<<<<1": "0", "880692310285": "8",
	} {
		if got := checkDigit(zone); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}

func TestZonesHaveTheirLengths(t *testing.T) {
	lengths := map[cardKind][]int{frenchCard: {36, 36}, bankCard: {30, 30, 30}, passport: {44, 44}}
	for seed := range uint64(60) {
		c := newCard(seed)
		var got []int
		for _, line := range c.zone {
			got = append(got, len(line))
		}
		if want := lengths[c.kind]; !slices.Equal(got, want) {
			t.Errorf("seed %d, %s: lines of %v letters, want %v\n%q", seed, c.kind.name, got, want, c.zone)
		}
	}
}

func TestHeaderDates(t *testing.T) {
	// Source: reading.md, « 2D-Doc »: 123F is 2012-10-15.
	if got := headerDate(mustDay("2012-10-15")); got != "123F" {
		t.Errorf("%s, want 123F", got)
	}
}

// TestSetsRun goes once through every set that the machine can make.
func TestSetsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("draws and judges one document of each set")
	}
	for _, s := range sets {
		t.Run(s.name, func(t *testing.T) {
			if program := s.missing(); program != "" {
				t.Skipf("%s is not installed", program)
			}
			spec, err := s.make(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			again, err := s.make(t.Context(), 1)
			if err != nil || !bytes.Equal(spec.content, again.content) {
				t.Errorf("made twice, it differs (%v)", err)
			}
			r := reader.New()
			defer r.Close()
			said, err := judge(t.Context(), r, spec.document)
			if err != nil {
				t.Fatal(err)
			}
			if len(spec.marks(t.Context(), said)) == 0 {
				t.Error("nothing is counted")
			}
		})
	}
}

func TestThePPMOfTheRasteriserIsRead(t *testing.T) {
	if _, err := exec.LookPath(rasteriser); err != nil {
		t.Skipf("%s is not installed", rasteriser)
	}
	content, err := newBill(0).file()
	if err != nil {
		t.Fatal(err)
	}
	page, err := printed(t.Context(), content, 72)
	if err != nil {
		t.Fatal(err)
	}
	if size := page.Rect.Size(); size != image.Pt(596, 842) {
		t.Errorf("the page has %v pixels", size)
	}
}
