package main

import (
	"context"
	"fmt"
	"image"
	"slices"
	"time"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// codedFamilies are the families that leave room for a 2D-Doc.
func codedFamilies() []family {
	var from []family
	for _, f := range families {
		if coded[f.name] != nil {
			from = append(from, f)
		}
	}
	return from
}

// turned is a page that was laid or held sideways.
func turned(img image.Image, quarters uint64) image.Image {
	switch quarters % 4 {
	case 1:
		return imaging.Rotate90(img)
	case 2:
		return imaging.Rotate180(img)
	case 3:
		return imaging.Rotate270(img)
	}
	return img
}

// shot is a document and the line that counts whether it was read.
type shot struct {
	document
	line int
	how  string
}

// codeSet makes bills with a 2D-Doc and pictures them.
func codeSet(s set, dpi func(seed uint64) int, picture func(page image.Image, seed uint64) (shot, error)) set {
	s.needs = []string{rasteriser}
	blocked := len(s.counts)
	s.counts = append(slices.Clone(s.counts), count{title: "fresh, wrongly blocked", goal: "none", fault: true})
	s.make = func(ctx context.Context, seed uint64) (specimen, error) {
		b := newBillOf(codedFamilies(), seed, 0x2ddc)
		content, where, err := b.codedFile()
		if err != nil {
			return specimen{}, err
		}
		page, err := printed(ctx, content, dpi(seed))
		if err != nil {
			return specimen{}, err
		}
		shot, err := picture(page, seed)
		if err != nil {
			return specimen{}, err
		}
		shot.piece = rules.ProofOfAddress
		return specimen{document: shot.document, label: where + ", " + shot.how, marks: func(_ context.Context, r report) []mark {
			in, want := r.read().IssueDate, b.issued.Format(time.DateOnly)
			marks := []mark{{shot.line, in.Date == want && in.Origin == "2d-doc", fmt.Sprintf("want %s, got %q by %q", want, in.Date, in.Origin)}}
			if b.fresh() {
				codes := r.blocked()
				marks = append(marks, mark{blocked, len(codes) > 0, fmt.Sprint(codes)})
			}
			return marks
		}}, nil
	}
	return s
}

// codeDPIs are the resolutions of the scans, one after the other.
var codeDPIs = []int{200, 150, 300}

func codeDPI(seed uint64) int { return codeDPIs[seed%3] }

var codeSets = []set{
	codeSet(set{
		name: "2ddoc-scan", title: "2D-Doc of 15 to 25 mm on scanned A4 pages, any side up", size: 48,
		counts: []count{{title: "date from the 2D-Doc, 200 dpi", goal: "95 %"}, {title: "at 150 dpi"}, {title: "at 300 dpi"}},
	}, codeDPI, func(page image.Image, seed uint64) (shot, error) {
		askew := testpage.Tilt(page, float64(seed%7)*0.4-1.2)
		dpi := codeDPI(seed)
		d, err := asScan("facture", turned(askew, seed/3), 75, float64(dpi), seed%5 == 0)
		return shot{d, int(seed % 3), fmt.Sprintf("%d dpi, %d quarters", dpi, seed/3%4)}, err
	}),
	codeSet(set{
		name: "2ddoc-photo", title: "2D-Doc on pages photographed on a table", size: 24,
		counts: []count{{title: "date from the 2D-Doc", goal: "80 %"}, {title: "the same, out of focus by 2 pixels, JPEG 50"}},
	}, func(uint64) int { return 300 }, func(page image.Image, seed uint64) (shot, error) {
		width := []int{3000, 2400}[seed%2]
		quarters := uint64(0)
		if seed%3 == 0 {
			quarters = seed / 3 % 4
		}
		photo, line, quality := turned(testpage.Photo(page, seed, width), quarters), 0, 85
		if seed%4 == 3 {
			photo, line, quality = testpage.Blur(photo, 2), 1, 50
		}
		d, err := asScan("facture", photo, quality, 0, false)
		return shot{d, line, fmt.Sprintf("%d pixels wide, %d quarters", width, quarters)}, err
	}),
}
