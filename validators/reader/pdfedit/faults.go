package pdfedit

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

const (
	// tailBytes is where readers look for the end of a file (PDF 32000-1,
	// annex H, implementation note 18).
	tailBytes = 1024
	// headBytes is where they look for its beginning.
	headBytes = 1024
)

// misplaced reports whether the table of the objects is not where the file
// says, or the objects not where the table says: pdfcpu and pdfium then look
// for them, and a stricter reader gives up.
func misplaced(data []byte, read *model.Context) bool {
	if !endsAtTable(data) {
		return true
	}
	for number, entry := range read.Table {
		if entry == nil || entry.Free || entry.Compressed || entry.Offset == nil || *entry.Offset <= 0 || entry.Generation == nil {
			continue
		}
		if !objectAt(data, int(*entry.Offset), number, *entry.Generation) {
			return true
		}
	}
	return false
}

// endsAtTable reports whether the last startxref stands at the end of the file
// and leads to a table of objects, or the stream that is one.
func endsAtTable(data []byte) bool {
	start := bytes.Index(data[:min(len(data), headBytes)], []byte("%PDF-"))
	tail := data[max(0, len(data)-tailBytes):]
	at := bytes.LastIndex(tail, []byte("startxref"))
	if start != 0 || at < 0 {
		return false
	}
	fields := bytes.Fields(tail[at:])
	if len(fields) < 3 || !bytes.HasPrefix(fields[2], []byte("%%EOF")) {
		return false
	}
	offset, err := strconv.Atoi(string(fields[1]))
	if err != nil || offset <= 0 || offset >= len(data) {
		return false
	}
	table := bytes.TrimLeft(data[offset:min(len(data), offset+64)], " \t\r\n\f\x00")
	if bytes.HasPrefix(table, []byte("xref")) {
		return true
	}
	words := bytes.Fields(table)
	return len(words) > 2 && bytes.HasPrefix(words[2], []byte("obj"))
}

// objectAt reports whether an object begins at an offset, and ends before the
// next one does.
func objectAt(data []byte, offset, number, generation int) bool {
	if offset >= len(data) {
		return false
	}
	object := bytes.TrimLeft(data[offset:], " \t\r\n\f\x00")
	words := bytes.Fields(object[:min(len(object), 40)])
	return len(words) > 2 && string(words[0]) == strconv.Itoa(number) && string(words[1]) == strconv.Itoa(generation) &&
		bytes.HasPrefix(words[2], []byte("obj")) && ends(object, number)
}

// ends reports whether an object that holds no stream is closed. What a stream
// holds may look like anything, and is found by its length.
func ends(object []byte, number int) bool {
	end := bytes.Index(object, []byte("endobj"))
	if end < 0 {
		return false
	}
	if bytes.Contains(object[:end], []byte("stream")) {
		return true
	}
	next := []byte(fmt.Sprintf("\n%d 0 obj", number+1))
	return !bytes.Contains(object[:end], next)
}
