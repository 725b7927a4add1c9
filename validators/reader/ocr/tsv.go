package ocr

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word as tesseract reports it, in the pixels it was sent.
type token struct {
	text       string
	box        Box
	confidence float64
	// line numbers the lines of the page as tesseract sees them.
	line int
}

// The columns of tesseract's TSV:
// level page_num block_num par_num line_num word_num left top width height conf text
const (
	tsvLevel, tsvBlock, tsvParagraph, tsvLine = 0, 2, 3, 4
	tsvLeft, tsvTop, tsvWidth, tsvHeight      = 6, 7, 8, 9
	tsvConfidence, tsvText, tsvColumns        = 10, 11, 12

	tsvWordLevel = "5"
	// maxTokens bounds what is kept of an answer. Dense small print has
	// 1 500 words a page.
	maxTokens = 20_000
	// maxTokenBytes bounds a word: past it, it is a misread pattern.
	maxTokenBytes = 200
)

// parseTSV reads tesseract's answer. What is not a word with a place, a
// confidence and something to see is left out.
func parseTSV(tsv []byte) []token {
	var tokens []token
	var inLine [3]string // block, paragraph and line of the last word
	line := -1
	for row := range bytes.Lines(tsv) {
		cells := strings.SplitN(strings.TrimRight(string(row), "\r\n"), "\t", tsvColumns)
		if len(cells) < tsvColumns || cells[tsvLevel] != tsvWordLevel || len(tokens) == maxTokens {
			continue
		}
		t, ok := tokenOf(cells)
		if !ok {
			continue
		}
		if at := [3]string{cells[tsvBlock], cells[tsvParagraph], cells[tsvLine]}; at != inLine || line < 0 {
			inLine = at
			line++
		}
		t.line = line
		tokens = append(tokens, t)
	}
	return tokens
}

func tokenOf(cells []string) (token, bool) {
	text := visible(cells[tsvText])
	if text == "" || len(text) > maxTokenBytes {
		return token{}, false
	}
	var sides [4]float64
	for i, column := range [4]int{tsvLeft, tsvTop, tsvWidth, tsvHeight} {
		n, err := strconv.Atoi(cells[column])
		if err != nil || n < 0 || n > math.MaxInt32 {
			return token{}, false
		}
		sides[i] = float64(n)
	}
	confidence, err := strconv.ParseFloat(cells[tsvConfidence], 64)
	if err != nil || !(confidence >= 0 && confidence <= 100) || sides[2] == 0 || sides[3] == 0 {
		return token{}, false
	}
	box := Box{sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]}
	return token{text: text, box: box, confidence: confidence}, true
}

// visible drops spaces, control characters and broken UTF-8.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
}
