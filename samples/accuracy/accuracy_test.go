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
	for seed := range uint64(len(families)) { // one of each

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
