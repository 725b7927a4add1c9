package legibility

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// The seeds looked at while the thresholds were chosen, and those kept aside.
const (
	tunedSeeds, asideSeeds = 0, 1000
	tableSeeds             = 6
)

// view is a way in which a page reaches the program.
type view struct {
	name string
	kind Kind
	// sharp: a page seen so must never be called blurred.
	sharp bool
	draw  func(seed uint64) (img image.Image, words []string)
}

func pageView(name string, sharp bool, dpi float64, spoil func(img image.Image, seed uint64) image.Image) view {
	return view{name, TextPage, sharp, func(seed uint64) (image.Image, []string) {
		b := testpage.NewBill(seed, dpi)
		return spoil(b.Image, seed), b.Words
	}}
}

func cardView(name string, sharp bool, dpi float64, spoil func(img image.Image, seed uint64) image.Image) view {
	return view{"carte " + name, IDCard, sharp, func(seed uint64) (image.Image, []string) {
		c := testpage.NewCard(seed, dpi)
		return spoil(c.Image, seed), c.Words
	}}
}

func gaussian(sigma float64) func(image.Image, uint64) image.Image {
	return func(img image.Image, _ uint64) image.Image { return testpage.Blur(img, sigma) }
}

func motion(length float64) func(image.Image, uint64) image.Image {
	return func(img image.Image, seed uint64) image.Image {
		return testpage.MotionBlur(img, length, float64(seed%6)*30)
	}
}

func asDrawn(img image.Image, _ uint64) image.Image { return img }

// photo photographs the page, out of focus by sigma pixels.
func photo(sigma float64) func(image.Image, uint64) image.Image {
	return func(img image.Image, seed uint64) image.Image {
		shot := testpage.Photo(img, seed, 2000)
		if sigma == 0 {
			return shot
		}
		return testpage.JPEG(testpage.Noise(testpage.Blur(shot, sigma), seed, 3), 75)
	}
}

var views = []view{
	pageView("nette, 200 dpi", true, 200, asDrawn),
	pageView("nette, 300 dpi", true, 300, asDrawn),
	pageView("nette, 150 dpi", true, 150, asDrawn),
	pageView("floue de 1 px, inclinée de 3°, sombre, JPEG 40", true, 200, testpage.Degraded),
	pageView("photo sur une table", true, 200, photo(0)),
	pageView("floue de 1,5 px", false, 200, gaussian(1.5)),
	pageView("floue de 2 px", false, 200, gaussian(2)),
	pageView("floue de 2,5 px", false, 200, gaussian(2.5)),
	pageView("floue de 3 px", false, 200, gaussian(3)),
	pageView("floue de 5 px", false, 200, gaussian(5)),
	pageView("bougée de 6 px", false, 200, motion(6)),
	pageView("bougée de 10 px", false, 200, motion(10)),
	pageView("bougée de 15 px", false, 200, motion(15)),
	pageView("photo floue de 2 px", false, 200, photo(2)),
	pageView("photo floue de 4 px", false, 200, photo(4)),

	cardView("nette, 200 dpi", true, 200, asDrawn),
	cardView("nette, 300 dpi", true, 300, asDrawn),
	cardView("nette, 600 dpi", true, 600, asDrawn),
	cardView("floue de 1 px, inclinée de 3°, sombre, JPEG 40", true, 300, testpage.Degraded),
	cardView("floue de 2 px", false, 300, gaussian(2)),
	cardView("floue de 3 px", false, 300, gaussian(3)),
	cardView("floue de 4 px", false, 300, gaussian(4)),
	cardView("floue de 5 px", false, 300, gaussian(5)),
	cardView("floue de 7 px", false, 300, gaussian(7)),
	cardView("bougée de 10 px", false, 300, motion(10)),
	cardView("bougée de 20 px", false, 300, motion(20)),
}

// TestTable prints what the thresholds rest on: for each view of made-up
// bills and cards the sharpness measured, the words tesseract reads, and how
// many are called blurred. `make thresholds` runs it, or only the views whose
// name begins with RECEVABLE_VIEWS.
func TestTable(t *testing.T) {
	if os.Getenv("RECEVABLE_ACCURACY") != "1" {
		t.Skip("a table, not a test: `make thresholds` makes it")
	}
	engine := ocr.Detect(context.Background())
	if engine.Limitation() == ocr.Absent {
		t.Skip("tesseract is not installed")
	}
	const unreadable = 0.5
	fmt.Println("| pages | vue | netteté | mots lus | dites floues |")
	fmt.Println("|---|---|---:|---:|---:|")
	for _, set := range []struct {
		name  string
		first uint64
	}{{"réglage", tunedSeeds}, {"à part", asideSeeds}} {
		missed, unread, wronged, sharp := 0, 0, 0, 0
		for _, v := range views {
			if !strings.HasPrefix(v.name, os.Getenv("RECEVABLE_VIEWS")) {
				continue
			}
			var sharpness, words []float64
			called := 0
			for i := range uint64(tableSeeds) {
				img, expected := v.draw(set.first + i)
				m := Measure(img, v.kind)
				text, err := engine.Read(context.Background(), img, ocr.PageText)
				if err != nil && !errors.Is(err, ocr.ErrTime) { // no words in time: none
					t.Fatal(err)
				}
				share := wordShare(expected, text)
				sharpness, words = append(sharpness, m.Sharpness), append(words, share)
				blurred := slices.Contains(m.Problems(), Blurred)
				if blurred {
					called++
				}
				if v.sharp {
					sharp++
					if blurred {
						wronged++
					}
				}
				if share < unreadable {
					unread++
					if !blurred {
						missed++
					}
				}
			}
			fmt.Printf("| %s | %s | %.2f à %.2f | %.0f à %.0f %% | %d sur %d |\n", set.name, v.name,
				slices.Min(sharpness), slices.Max(sharpness), 100*slices.Min(words), 100*slices.Max(words), called, tableSeeds)
		}
		fmt.Printf("| %s | illisibles (moins de la moitié des mots) remarquées | | | %d sur %d |\n", set.name, unread-missed, unread)
		fmt.Printf("| %s | nettes dites floues | | | %d sur %d |\n", set.name, wronged, sharp)
	}
}

func wordShare(expected []string, text ocr.Text) float64 {
	read := map[string]int{}
	for _, line := range text.Lines {
		for _, w := range line.Words {
			read[w.Text]++
		}
	}
	hits := 0
	for _, w := range expected {
		if read[w] > 0 {
			read[w]--
			hits++
		}
	}
	return float64(hits) / float64(len(expected))
}

// TestSharpAndUnreadable holds the threshold to what the table found, on
// pages kept aside from tuning and without tesseract: a sharp page is never
// called blurred, one blurred past reading always is.
func TestSharpAndUnreadable(t *testing.T) {
	past := []string{"floue de 2,5 px", "floue de 5 px", "photo floue de 4 px", "carte floue de 7 px"}
	for i, v := range views {
		if !v.sharp && !slices.Contains(past, v.name) {
			continue
		}
		seed := asideSeeds + 100 + uint64(i)
		img, _ := v.draw(seed)
		m := Measure(img, v.kind)
		if blurred := slices.Contains(m.Problems(), Blurred); blurred == v.sharp {
			t.Errorf("%s, seed %d: called blurred: %v\n%+v", v.name, seed, blurred, m)
		}
	}
}
