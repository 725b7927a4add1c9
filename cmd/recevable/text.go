package main

// What a person reads on a terminal. The rules: French sentences; what was
// found, then what to do, on lines of their own; never colour alone, never a
// word without its accent. Lines are wrapped for eighty columns.

import (
	"fmt"
	"io"
	"strings"
)

const textWidth = 80

// frenchSpaces keeps a line from starting with a colon or ending with an opening
// quotation mark.
var frenchSpaces = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", "« ", "«\u00a0", " »", "\u00a0»")

// page writes wrapped lines and keeps the first error.
type page struct {
	w   io.Writer
	err error
}

// line writes text behind an indent.
func (p *page) line(indent int, text string) { p.item(indent, "", text) }

// item writes text behind an indent and a mark, all its lines under its first
// word.
func (p *page) item(indent int, mark, text string) {
	margin := indent + len([]rune(mark))
	lead := strings.Repeat(" ", indent) + mark
	for _, l := range wrap(frenchSpaces.Replace(text), textWidth-margin) {
		p.write(lead + l)
		lead = strings.Repeat(" ", margin)
	}
}

// write is the only way to the terminal: nothing passes that would act on it.
func (p *page) write(line string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(plain(line), " "))
	}
}

// wrap breaks a text at its plain spaces; no-break spaces hold.
func wrap(text string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Split(text, " ") {
		switch {
		case current == "":
			current = word
		case len([]rune(current))+1+len([]rune(word)) > width:
			lines = append(lines, current)
			current = word
		default:
			current += " " + word
		}
	}
	return append(lines, current)
}
