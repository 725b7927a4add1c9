package datamatrix

import (
	"encoding/hex"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// margins turns modules into what a perfect picture of them gives.
func margins(modules [][]bool) (layout, []float64) {
	var l layout
	for _, known := range layouts {
		if known.size == len(modules) {
			l = known
		}
	}
	var out []float64
	for _, row := range modules {
		for _, dark := range row {
			out = append(out, map[bool]float64{true: 1, false: -1}[dark])
		}
	}
	return l, out
}

func TestReadEverySize(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	seen := map[int]bool{}
	for length := 30; length < 1500; length += 7 {
		var b strings.Builder
		for range length {
			b.WriteByte("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789/<\x1d\x1e\x1f"[rng.IntN(42)])
		}
		modules := symbolModules(t, b.String())
		l, m := margins(modules)
		if l.size == 0 {
			continue
		}
		seen[l.size] = true
		if data, ok := l.read(m); !ok || string(data) != b.String() {
			t.Fatalf("%d modules: read %q, want %q", l.size, data, b.String())
		}
	}
	for _, l := range layouts {
		if !seen[l.size] {
			t.Errorf("no text of the test makes a symbol of %d modules", l.size)
		}
	}
}

// TestReadEveryScheme reads what another program, libdmtx, encoded.
func TestReadEveryScheme(t *testing.T) {
	content, err := os.ReadFile("testdata/encodings.txt")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(content), "== ")[1:]
	if len(blocks) != 11 {
		t.Fatalf("%d symbols in the file", len(blocks))
	}
	for _, block := range blocks {
		lines := strings.Fields(strings.ReplaceAll(block[strings.Index(block, "\n"):], "\n", " "))
		name := block[:strings.Index(block, "\n")]
		want, err := hex.DecodeString(lines[0])
		if err != nil {
			t.Fatal(err)
		}
		var modules [][]bool
		for _, line := range lines[1:] {
			var row []bool
			for _, c := range line {
				row = append(row, c == '#')
			}
			modules = append(modules, row)
		}
		l, m := margins(modules)
		if data, ok := l.read(m); !ok || string(data) != string(want) {
			t.Errorf("%s: read %q, want %q", name, data, want)
		}
	}
}

func TestDecodeBytes(t *testing.T) {
	for _, c := range []struct {
		name      string
		codewords []uint8
		want      string // nothing for an illegal stream
	}{
		{"letters and pairs", []uint8{'A' + 1, 'z' + 1, 130, 229, 142}, "Az009912"},
		{"padding ends", []uint8{'A' + 1, 129, 70, 71}, "A"},
		{"upper shift", []uint8{235, 0xE9 - 128 + 1}, "\xe9"},
		{"FNC1 first marks, then separates", []uint8{232, 'A' + 1, 232, 'B' + 1}, "A\x1dB"},
		// Annex C of the standard encodes AIM as 91, 11.
		{"C40, unlatched", []uint8{230, 91, 11, 91, 11, 254, 0x1E + 1}, "AIMAIM\x1e"},
		{"C40, one codeword left", []uint8{230, 91, 11, 'B' + 1}, "AIMB"},
		{"interpretation skipped", []uint8{241, 27, 'A' + 1}, "A"},
		{"interpretation of two", []uint8{241, 130, 1, 'A' + 1}, "A"},
		{"interpretation cut", []uint8{241}, ""},
		{"interpretation of three, cut", []uint8{241, 200, 1}, ""},
		{"structured append", []uint8{233, 1, 2, 3, 'A' + 1}, "A"},
		{"structured append, cut", []uint8{233, 1}, ""},
		{"Base 256 too long", []uint8{231, 200, 1}, ""},
		{"Base 256 without length", []uint8{231}, ""},
		{"reserved codeword", []uint8{'A' + 1, 242}, ""},
		{"zero", []uint8{0}, ""},
		{"C40 of zero", []uint8{230, 0, 0, 5}, ""},
		{"C40 beyond the alphabet", []uint8{230, 255, 255}, ""},
		{"nothing", nil, ""},
	} {
		got, ok := decodeBytes(c.codewords)
		if ok != (c.want != "") || ok && string(got) != c.want {
			t.Errorf("%s: %q %v, want %q", c.name, got, ok, c.want)
		}
	}
}

func TestCorrect(t *testing.T) {
	const data, check = 40, 20
	rng := rand.New(rand.NewPCG(4, 5))
	for range 200 {
		sent := make([]uint8, data+check)
		for i := range data {
			sent[i] = uint8(rng.IntN(256))
		}
		// Taking the check codewords for erased makes the repair compute them.
		erased := make([]int, check)
		for i := range erased {
			erased[i] = data + i
		}
		if !correct(sent, check, erased) {
			t.Fatal("check codewords cannot be computed")
		}
		if _, clean := syndromesOf(sent, check); !clean {
			t.Fatal("they are not right")
		}
		erasures := rng.IntN(check + 1)
		errors := (check - erasures) / 2
		received := append([]uint8(nil), sent...)
		places := rng.Perm(len(sent))[:erasures+errors]
		for _, place := range places {
			received[place] ^= uint8(1 + rng.IntN(255))
		}
		if !correct(received, check, places[:erasures]) || string(received) != string(sent) {
			t.Fatalf("%d errors and %d erasures are not repaired", errors, erasures)
		}
	}
	beyond := 0
	for range 200 {
		received := make([]uint8, data+check)
		for _, place := range rng.Perm(len(received))[:check/2+3] {
			received[place] = uint8(1 + rng.IntN(255))
		}
		if correct(received, check, nil) {
			beyond++
		}
	}
	if beyond > 2 {
		t.Errorf("%d of 200 blocks damaged beyond repair were accepted", beyond)
	}
}
