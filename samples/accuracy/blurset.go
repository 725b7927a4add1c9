package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// unreadable is the share of the words of a page under which it counts as
// unreadable, by what tesseract reads.
const unreadable = 0.5

// The lines that the set of blurred pages counts.
const (
	sharpWronged = iota
	unreadableNoticed
	readableCalled
)

// pageView is a way in which a page reaches the program.
type pageView struct {
	name  string
	dpi   int
	sharp bool // it must never be called blurred
	spoil func(page image.Image, seed uint64) image.Image
}

func asPrinted(page image.Image, _ uint64) image.Image { return page }

func outOfFocus(sigma float64) func(image.Image, uint64) image.Image {
	return func(page image.Image, _ uint64) image.Image { return testpage.Blur(page, sigma) }
}

func shaken(length float64) func(image.Image, uint64) image.Image {
	return func(page image.Image, seed uint64) image.Image {
		return testpage.MotionBlur(page, length, float64(seed*37%180))
	}
}

// phone photographs a page, out of focus by sigma pixels.
func phone(sigma float64) func(image.Image, uint64) image.Image {
	return func(page image.Image, seed uint64) image.Image {
		photo := testpage.Photo(page, seed, 2000)
		if sigma > 0 {
			photo = testpage.Noise(testpage.Blur(photo, sigma), seed, 3)
		}
		return photo
	}
}

var pageViews = []pageView{
	{"sharp", 200, true, asPrinted},
	{"out of focus by 3 pixels", 200, false, outOfFocus(3)},
	{"sharp", 150, true, asPrinted},
	{"out of focus by 5 pixels", 200, false, outOfFocus(5)},
	{"blurred by 1, tilted, dark", 200, true, spoiled},
	{"shaken over 12 pixels", 200, false, shaken(12)},
	{"sharp photo", 250, true, phone(0)},
	{"photo out of focus by 3 pixels", 250, false, phone(3)},
	{"sharp", 300, true, asPrinted},
	{"photo out of focus by 5 pixels", 250, false, phone(5)},
	{"shaken over 18 pixels", 200, false, shaken(18)},
	{"out of focus by 2 pixels", 200, false, outOfFocus(2)},
}

var engine = sync.OnceValue(func() ocr.Engine { return ocr.Detect(context.Background()) })

// wordsRead is the share of the words of a page that tesseract reads.
func wordsRead(ctx context.Context, page image.Image, words []string) (float64, error) {
	text, err := engine().Read(ctx, page, ocr.PageText)
	if err != nil && !errors.Is(err, ocr.ErrTime) { // no words in time: none
		return 0, err
	}
	left := map[string]int{}
	for _, line := range text.Lines {
		for _, word := range line.Words {
			left[word.Text]++
		}
	}
	found := 0
	for _, word := range words {
		if left[word] > 0 {
			left[word]--
			found++
		}
	}
	return float64(found) / float64(len(words)), nil
}

var blurSet = set{
	name: "blur", title: "sharp and blurred pages", size: 24, needs: []string{rasteriser, "tesseract"},
	counts: []count{
		sharpWronged:      {title: "sharp, called blurred", goal: "none", fault: true},
		unreadableNoticed: {title: "unreadable (under half of the words), called blurred", goal: "90 %"},
		readableCalled:    {title: "blurred but readable, called blurred"},
	},
	make: func(ctx context.Context, seed uint64) (specimen, error) {
		view := pageViews[seed%uint64(len(pageViews))]
		b := newBillOf(families, 2*seed, 0xb1)
		content, err := b.file()
		if err != nil {
			return specimen{}, err
		}
		page, err := printed(ctx, content, view.dpi)
		if err != nil {
			return specimen{}, err
		}
		seen := view.spoil(page, seed)
		share := 1.0
		if !view.sharp {
			if share, err = wordsRead(ctx, seen, b.words); err != nil {
				return specimen{}, err
			}
		}
		d, err := asScan("facture", seen, 80, 0, false)
		d.piece = rules.ProofOfAddress
		return specimen{document: d, label: fmt.Sprintf("%s, %d dpi", view.name, view.dpi), marks: func(_ context.Context, r report) []mark {
			called := r.has("lisibilite.floue", "")
			line := readableCalled
			switch {
			case view.sharp:
				line = sharpWronged
			case share < unreadable:
				line = unreadableNoticed
			}
			return []mark{{line, called, fmt.Sprintf("%.0f %% of the words read", 100*share)}}
		}}, err
	},
}
