package datamatrix

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// family is a way of picturing pages; least is the share of symbols that
// must be read.
type family struct {
	name  string
	least float64
	make  func(rng *rand.Rand) scene
}

func scanned(dpi float64) func(rng *rand.Rand) scene {
	return func(rng *rand.Rand) scene {
		return scene{
			dpi: dpi, module: 0.6 + 0.4*rng.Float64(), quiet: 2 + 2*rng.Float64(),
			skew: rng.Float64()*2 - 1, noise: 2, blur: 0.4, contrast: 0.95, quality: 85,
		}
	}
}

func photographed(rng *rand.Rand) scene {
	return scene{
		dpi: 200, module: 0.6 + 0.4*rng.Float64(), quiet: 2 + 2*rng.Float64(),
		skew: rng.Float64()*10 - 5, slant: 0.08 * rng.Float64(), margin: 0.05, blur: 0.8 + 0.8*rng.Float64(),
		noise: 4 + 6*rng.Float64(), shadow: 0.5 * rng.Float64(), contrast: 0.8, quality: 40,
	}
}

var families = []family{
	{"scan 150 dpi", 0.95, scanned(150)},
	{"scan 200 dpi", 0.95, scanned(200)},
	{"scan 300 dpi", 0.95, scanned(300)},
	{"scan 600 dpi", 0.95, scanned(600)},
	{"scan 200 dpi, 1-module margin, 5° askew", 0.95, func(rng *rand.Rand) scene {
		s := scanned(200)(rng)
		s.quiet, s.skew = 1, rng.Float64()*10-5
		return s
	}},
	{"scan 200 dpi, modules of 0.4-0.6 mm", 0.9, func(rng *rand.Rand) scene {
		s := scanned(200)(rng)
		s.module = 0.4 + 0.2*rng.Float64()
		return s
	}},
	{"scan 200 dpi, blurred, 3°, dark, JPEG 40", 0.9, func(rng *rand.Rand) scene {
		s := scanned(200)(rng)
		s.skew, s.blur, s.contrast, s.shadow, s.quality = 3, 1+0.5*rng.Float64(), 0.7, 0.3, 40
		return s
	}},
	{"photo 200 dpi", 0.8, photographed},
	{"photo 12 Mpixels", 0.8, func(rng *rand.Rand) scene {
		return scene{
			dpi: 300, module: 0.5 + 0.4*rng.Float64(), quiet: 2 + 2*rng.Float64(),
			skew: rng.Float64()*16 - 8, slant: 0.05 + 0.1*rng.Float64(), margin: 0.08, blur: 1 + 1.5*rng.Float64(),
			noise: 4 + 8*rng.Float64(), shadow: 0.6 * rng.Float64(), contrast: 0.75, quality: 50,
		}
	}},
}

// quickPages is how many pages of each family an ordinary run reads. A
// picture takes up to a second to draw, ten times more than to read.
var quickPages = map[string]int{
	"scan 150 dpi": 1, "scan 200 dpi": 3, "photo 200 dpi": 3,
	"scan 200 dpi, 1-module margin, 5° askew": 1, "scan 200 dpi, blurred, 3°, dark, JPEG 40": 1,
}

// hardFamilies are beyond what is promised; they show where reading stops.
var hardFamilies = []family{
	{"photo 200 dpi, any angle", 0.8, func(rng *rand.Rand) scene {
		s := photographed(rng)
		s.skew, s.margin = rng.Float64()*90-45, 0.35
		return s
	}},
	{"photo 200 dpi, very blurred", 0.5, func(rng *rand.Rand) scene {
		s := photographed(rng)
		s.module, s.blur = 0.6+0.2*rng.Float64(), 1.8+0.7*rng.Float64()
		return s
	}},
	{"photo 200 dpi, modules of 0.4-0.6 mm", 0.5, func(rng *rand.Rand) scene {
		s := photographed(rng)
		s.module, s.blur = 0.4+0.2*rng.Float64(), 0.6+0.6*rng.Float64()
		return s
	}},
	{"photo 200 dpi, strong slant", 0.7, func(rng *rand.Rand) scene {
		s := photographed(rng)
		s.slant = 0.15 + 0.15*rng.Float64()
		return s
	}},
	{"photo 200 dpi, curled page", 0.7, func(rng *rand.Rand) scene {
		s := photographed(rng)
		s.curl = 0.5 + 1.5*rng.Float64()
		return s
	}},
	{"photo 200 dpi, scratched", 0.7, func(rng *rand.Rand) scene {
		s := photographed(rng)
		s.scratch = true
		return s
	}},
	{"photo 200 dpi, framed, glare", 0.7, func(rng *rand.Rand) scene {
		s := photographed(rng)
		s.framed, s.glare = true, true
		return s
	}},
	{"scan 200 dpi, black and white", 0.9, func(rng *rand.Rand) scene {
		s := scanned(200)(rng)
		s.twoTone, s.quality, s.noise = true, 0, 12
		return s
	}},
	{"scan 150 dpi, modules of 0.35-0.5 mm", 0.6, func(rng *rand.Rand) scene {
		s := scanned(150)(rng)
		s.module = 0.35 + 0.15*rng.Float64()
		return s
	}},
	{"scan 200 dpi, dense, framed", 0.9, func(rng *rand.Rand) scene {
		s := scanned(200)(rng)
		s.module, s.dense, s.framed = 0.5+0.1*rng.Float64(), true, true
		return s
	}},
	{"scan 200 dpi, scratched", 0.8, func(rng *rand.Rand) scene {
		s := scanned(200)(rng)
		s.scratch = true
		return s
	}},
}

// tally is what came of a family.
type tally struct {
	pages, read int
	slowest     time.Duration
	total       time.Duration
}

// measure reads count pages of a family, numbered from first.
func measure(t *testing.T, f family, first, count int) tally {
	t.Helper()
	var sum tally
	for i := range count {
		seed := uint64(first + i)
		rng := rand.New(rand.NewPCG(seed, 3))
		s := f.make(rng)
		// Every corner and every quarter turn meet within sixteen pages.
		s.corner, s.quarter = int(seed%4), int((seed+seed/4)%4)
		s.seed, s.text = seed, payload(rng)
		if s.dense {
			s.text += strings.Repeat(s.text[40:100], 5+rng.IntN(8))
		}
		page := s.picture(t)
		start := time.Now()
		found := Find(t.Context(), page)
		spent := time.Since(start)
		sum.pages++
		sum.total += spent
		sum.slowest = max(sum.slowest, spent)
		switch {
		case len(found) == 1 && string(found[0].Data) == s.text:
			sum.read++
		case len(found) > 0:
			t.Errorf("%s, page %d: %d symbols, not what was printed: %q", f.name, seed, len(found), found[0].Data)
		case os.Getenv("RECEVABLE_MISSES") != "":
			size := len(symbolModules(t, s.text))
			s.text = ""
			t.Logf("%s, page %d: missed, %d modules, %+v", f.name, seed, size, s)
		}
	}
	return sum
}

// Seeds under this number were used for tuning; those from it on never were.
const firstUnseen = 1000

// TestAccuracy reads pages of every family and prints what share was read.
// In the environment, RECEVABLE_PAGES asks for that many pages of each set
// instead of the few of an ordinary run, RECEVABLE_HARD for the hard families,
// RECEVABLE_FAMILY for those whose name holds a text, RECEVABLE_MISSES for the
// list of the pages that were not read.
func TestAccuracy(t *testing.T) {
	count, _ := strconv.Atoi(os.Getenv("RECEVABLE_PAGES"))
	sets := []struct {
		name  string
		first int
	}{{"tuned on", 0}, {"kept aside", firstUnseen}}
	quick := count == 0
	if quick {
		sets = sets[1:]
	}
	table := fmt.Sprintf("%-45s %-10s %6s %6s %9s %9s\n", "family", "set", "pages", "read", "mean ms", "worst ms")
	tried := families
	if os.Getenv("RECEVABLE_HARD") != "" {
		tried = hardFamilies
	}
	for _, f := range tried {
		if only := os.Getenv("RECEVABLE_FAMILY"); only != "" && !strings.Contains(f.name, only) {
			continue
		}
		if quick {
			if count = quickPages[f.name]; count == 0 {
				continue
			}
		}
		for _, set := range sets {
			sum := measure(t, f, set.first, count)
			table += fmt.Sprintf("%-45s %-10s %6d %5.1f%% %9d %9d\n", f.name, set.name, sum.pages,
				100*float64(sum.read)/float64(sum.pages), sum.total.Milliseconds()/int64(sum.pages), sum.slowest.Milliseconds())
			if float64(sum.read) < f.least*float64(sum.pages) {
				t.Errorf("%s (%s): %d of %d read", f.name, set.name, sum.read, sum.pages)
			}
		}
	}
	t.Log("\n" + table)
}
