package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline"
)

// TestOrderOfNumbers: what a shell lists comes in the order of its numbers, what
// somebody put in an order stays in it.
func TestOrderOfNumbers(t *testing.T) {
	for given, want := range map[string]string{
		"p1.jpg p10.jpg p2.jpg":                "p1.jpg p2.jpg p10.jpg",
		"p2.jpg p1.jpg p10.jpg":                "p2.jpg p1.jpg p10.jpg",          // chosen
		"IMG_10.jpg IMG_1.jpg IMG_2.jpg":       "IMG_1.jpg IMG_2.jpg IMG_10.jpg", // where signs are not heeded
		"IMG_2.jpg IMG_10.jpg":                 "IMG_2.jpg IMG_10.jpg",
		"a1.jpg B10.jpg b2.jpg":                "a1.jpg b2.jpg B10.jpg",
		"12ab.jpg 3f2.jpg":                     "12ab.jpg 3f2.jpg", // no numbers, but names
		"B.jpg a.jpg":                          "B.jpg a.jpg",
		"verso.jpg recto.jpg":                  "verso.jpg recto.jpg",
		"d/s 1.pdf d/s 11.pdf d/s 9.pdf e.pdf": "d/s 1.pdf d/s 9.pdf d/s 11.pdf e.pdf",
		"20261001.jpg 20261102.jpg 9.jpg":      "9.jpg 20261001.jpg 20261102.jpg",
		"007.jpg 07.jpg 7.jpg":                 "007.jpg 07.jpg 7.jpg",
	} {
		var files []pipeline.InputFile
		for _, name := range splitNames(given) {
			files = append(files, pipeline.InputFile{Name: name})
		}
		inOrderOfNumbers(files)
		var got []string
		for _, f := range files {
			got = append(got, f.Name)
		}
		if !slices.Equal(got, splitNames(want)) {
			t.Errorf("%s: got %q, want %q", given, got, want)
		}
	}
}

func splitNames(list string) (names []string) {
	for _, name := range strings.SplitAfter(list, "f ") {
		for _, name := range strings.SplitAfter(name, "g ") {
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names
}
