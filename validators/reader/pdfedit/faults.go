package pdfedit

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
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
		return !countsFromOne.Match(table)
	}
	words := bytes.Fields(table)
	return len(words) > 2 && bytes.HasPrefix(words[2], []byte("obj"))
}

// countsFromOne finds a table whose first entry, that of object 0, is called 1:
// some readers know what is meant.
var countsFromOne = regexp.MustCompile(`^xref\s+1\s+\d+\s+0000000000\s+65535\s+f`)

// leadsNowhere reports whether something that can be reached refers to an
// object that the table does not know, or that cannot be read: readers then doubt
// the table.
func (d *Document) leadsNowhere(read *model.Context, unread map[int]bool) bool {
	unknown := func(o types.Object) bool {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return false
		}
		number := ref.ObjectNumber.Value()
		_, known := read.Table[number]
		return !known || unread[number]
	}
	found := false
	d.eachReachable(*read.Root, func(dict types.Dict) {
		for _, value := range dict {
			found = found || unknown(value)
			if a, ok := value.(types.Array); ok {
				found = found || slices.ContainsFunc(a, unknown)
			}
		}
	})
	return found
}

var lengthEntry = regexp.MustCompile(`/Length\s+(\d{1,10})(\s+\d{1,5}\s+R\b)?`)

// misjudged reports whether a stream is not as long as it says. Only streams
// that stand in the file by themselves are looked at.
func (d *Document) misjudged(data []byte, read *model.Context) bool {
	for number, entry := range read.Table {
		s, ok := d.objects[number].(types.StreamDict)
		if !ok || entry == nil || entry.Offset == nil || *entry.Offset < 0 || s.StreamOffset <= *entry.Offset || s.StreamOffset > int64(len(data)) {
			continue
		}
		said := lengthEntry.FindSubmatch(data[*entry.Offset:s.StreamOffset])
		if said == nil {
			return true
		}
		length, err := strconv.Atoi(string(said[1]))
		if err == nil && said[2] != nil {
			length = int(d.number(*types.NewIndirectRef(length, 0), -1))
		}
		end := s.StreamOffset + int64(length)
		if err != nil || length < 0 || end > int64(len(data)) {
			return true
		}
		rest := data[end:min(end+int64(len(endOfStream))+4, int64(len(data)))]
		if !bytes.HasPrefix(bytes.TrimLeft(rest, "\r\n \t"), endOfStream) {
			return true
		}
	}
	return false
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
