package pdfedit

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// MendStreams packs the streams anew that cannot be unpacked to their end, with
// what readers get out of them, and returns the pages (from 1) that show one or
// draw with one. A reader that is strict would not show those pages at all.
func (d *Document) MendStreams() (pages []int) {
	torn := map[int]bool{}
	contents := d.contents()
	for _, number := range slices.Sorted(maps.Keys(d.objects)) {
		s, ok := d.objects[number].(types.StreamDict)
		if !ok || len(s.FilterPipeline) == 0 || s.FilterPipeline[0].Name != "FlateDecode" || !breaksOff(s.Raw) {
			continue
		}
		rest := unpacked(s.Raw)
		if contents[number] && len(s.FilterPipeline) == 1 {
			rest = rest[:lastOperator(rest)]
		}
		s.Raw, s.Content = deflated(rest), nil
		d.objects[number] = s
		torn[number] = true
	}
	if len(torn) == 0 {
		return nil
	}
	for i, page := range d.pages {
		if d.shows(page, torn) {
			pages = append(pages, i+1)
		}
	}
	return pages
}

// breaksOff reports whether packed data is damaged before its end. A sum that
// is wrong at the end tells of nothing that is missing.
func breaksOff(packed []byte) bool {
	if len(packed) == 0 {
		return false
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err == nil {
		_, err = io.Copy(io.Discard, io.LimitReader(z, maxDecoded)) // past that, nobody knows
	}
	return err != nil && !errors.Is(err, zlib.ErrChecksum)
}

// unpacked returns what stands before the damage.
func unpacked(packed []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	rest, _ := io.ReadAll(io.LimitReader(z, maxDecoded)) // up to the damage
	return rest
}

// contents lists the streams that draw: those of pages, and forms.
func (d *Document) contents() map[int]bool {
	numbers := map[int]bool{}
	for _, page := range d.pages {
		for _, part := range append(slices.Clone(d.array(page["Contents"])), page["Contents"]) {
			if ref, ok := part.(types.IndirectRef); ok {
				numbers[d.lastRef(ref).ObjectNumber.Value()] = true
			}
		}
	}
	for number, object := range d.objects {
		if s, ok := object.(types.StreamDict); ok && d.name(s.Dict["Subtype"]) == "Form" {
			numbers[number] = true
		}
	}
	return numbers
}

// lastOperator returns where the last operator of a content ends: behind it
// stands a string that is not closed, or operands of nothing.
func lastOperator(content []byte) int {
	tokens := tokenizer{data: content}
	end := 0
	for {
		token := tokens.next()
		if token == nil || tokens.at == len(content) {
			return end
		}
		if c := token[0]; c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '\'' || c == '"' {
			end = tokens.at
		}
		if string(token) == "ID" {
			tokens.skipImage()
			end = tokens.at
		}
	}
}

// shows reports whether a page leads to one of some objects.
func (d *Document) shows(page types.Dict, objects map[int]bool) (found bool) {
	d.eachOfPage(page, map[int]bool{}, func(number int, _ types.Object) bool {
		found = objects[number]
		return !found
	})
	return found
}
