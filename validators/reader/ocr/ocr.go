// Package ocr reads the text of a picture of a page: pixels in, lines with
// their place and confidence out. The reading itself is done by the tesseract
// program where it is installed; this package finds it, prepares the page for
// it (finds the sheet in a photo, evens the light, straightens, scales),
// bounds what it may cost and puts its words into lines.
//
// Start with [Detect], once, and keep the [Engine] it returns: it is safe for
// concurrent use and runs as many pages side by side as there are
// processors. Where tesseract is absent the engine is a null one whose every
// Read returns [ErrAbsent].
//
// No text of a page is ever logged, put into an error or left on disk: pages
// go to tesseract through its standard input, or as a file in memory.
package ocr

import (
	"context"
	"errors"
	"image"
)

var (
	// ErrAbsent: there is no program to read with. It is the only error of
	// the null engine, and nothing else returns it.
	ErrAbsent = errors.New("ocr: no tesseract program is installed")
	// ErrTime: the page took longer than [PageTime]. The same page would
	// again.
	ErrTime = errors.New("ocr: reading the page took too long")
	// ErrEngine: tesseract failed or answered nonsense. Its own words are
	// not in the error, for they may quote the page or a path.
	ErrEngine = errors.New("ocr: tesseract failed")
)

// Mode says what a page is read for.
type Mode int

const (
	// PageText reads everything that is printed on the page, in French.
	PageText Mode = iota
	// SparseText reads the same page piece by piece instead of as rows. It
	// reads about as well, and finds some of what PageText missed: for a
	// second look where the first did not find what was needed.
	SparseText
	// Glance reads no more than it takes to tell which way up the page lies:
	// the words of its middle, where they tell it, and all of it otherwise.
	Glance
	// MRZ reads with nothing but A–Z, 0–9 and <, as in the machine-readable
	// zone of an identity document. Other words on the page come out as
	// lines of nonsense in the same alphabet: keep the lines that look like
	// a zone.
	MRZ
	// MRZStrip reads like MRZ a picture that shows a zone and nothing else,
	// upright, at the size it has: capitals of 25 to 45 pixels read best.
	MRZStrip
)

// Limitation says what an engine cannot do as well as it might, for the
// caller to tell once.
type Limitation string

const (
	Unlimited Limitation = ""          // French data, tesseract 4 or later
	Absent    Limitation = "absent"    // nothing is read
	NoFrench  Limitation = "no-french" // accents are lost: tesseract lacks its French data (tesseract-ocr-fra)
)

// Engine reads pages.
type Engine interface {
	// Read reads one page. EXIF orientation must have been applied; a page
	// that lies on its side or upside down is turned upright, see
	// [Text.Rotation]. The error is that of ctx, or one of this package's.
	Read(ctx context.Context, page image.Image, mode Mode) (Text, error)
	// Name is the program and its version, for the log: "tesseract 5.3.0 (fra)".
	Name() string
	// Limitation is what to tell the person about the engine.
	Limitation() Limitation
}

// Text is what was read of one page.
type Text struct {
	// Width and Height are the size of the page as read: what Level lies on.
	Width, Height float64
	// Lines from top to bottom, and from left to right on one row. Words
	// that a wide gap separates are lines of their own, as in package reader.
	Lines []Line
	// Confidence is the mean of that of the words that hold a letter or a
	// digit, 0 to 100; 0 where there are none.
	Confidence float64
	// WordCount is the number of those words.
	WordCount int
	// Rotation is how many degrees clockwise the page had to be turned to be
	// upright: 0, 90, 180 or 270.
	Rotation int
	// Skew is how many degrees clockwise the text still leaned after that,
	// and after the perspective of a photo was undone.
	Skew float64
}

// Line is one line of words on a page.
type Line struct {
	Text string
	// Box is where to point to: the smallest rectangle that holds the line on
	// the page as given, turned by Rotation.
	Box Box
	// Level is the same on the page as read: squared, straightened and
	// scaled. On it, what stands on one row has the same height, whatever the
	// skew: compare places by it, never by Box.
	Level      Box
	Confidence float64 // mean of its words, 0 to 100
	Words      []Word
}

// Word is one word.
type Word struct {
	Text       string
	Box, Level Box     // as in Line
	Confidence float64 // 0 to 100
}

// Box is a rectangle in pixels, its origin at the top left corner of the
// picture, y downwards.
type Box struct{ X0, Y0, X1, Y1 float64 }

// absent is the engine of a machine without tesseract.
type absent struct{}

func (absent) Read(ctx context.Context, _ image.Image, _ Mode) (Text, error) {
	if err := ctx.Err(); err != nil {
		return Text{}, err
	}
	return Text{}, ErrAbsent
}

func (absent) Name() string           { return "aucun" }
func (absent) Limitation() Limitation { return Absent }
