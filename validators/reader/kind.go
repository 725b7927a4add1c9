package reader

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/gabriel-vasile/mimetype"
)

// headLength is how much of a file its kind is told from. PDF readers look
// for the header in the first 1024 bytes; mimetype looks at 3072 at most.
const headLength = 3072

const unknownMIME = "application/octet-stream"

// extensions lists the file extensions that go with each accepted kind, the
// usual one first.
var extensions = map[string][]string{
	JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
	PNG:  {".png"},
	BMP:  {".bmp", ".dib"},
	TIFF: {".tif", ".tiff"},
	PDF:  {".pdf"},
}

// Accepted reports whether ANTS takes files of the kind.
func Accepted(mime string) bool { _, ok := extensions[mime]; return ok }

// Extensions returns the extensions, with their dot and in lower case, that
// go with an accepted kind, the usual one first; nil for any other kind.
func Extensions(mime string) []string { return slices.Clone(extensions[mime]) }

// sniff tells the kind of a file from its first bytes: its MIME type and its
// usual extension. It never looks at a name.
func sniff(head []byte) (mime, extension string) {
	detected := mimetype.Detect(head)
	// A kind that extends an accepted one is read as that one: an animated
	// PNG is a PNG, an Illustrator file is a PDF.
	for m := detected; m != nil; m = m.Parent() {
		if kind, ok := acceptedKind(m); ok {
			return kind, extensions[kind][0]
		}
	}
	if generic(detected) {
		if kind := sniffLeniently(head); kind != "" {
			return kind, extensions[kind][0]
		}
	}
	return detected.String(), detected.Extension()
}

func acceptedKind(m *mimetype.MIME) (string, bool) {
	for kind := range extensions {
		if m.Is(kind) {
			return kind, true
		}
	}
	return "", false
}

// generic reports whether mimetype found nothing better than « bytes » or some
// « text » (a PDF may have a few lines of text before its header).
func generic(detected *mimetype.MIME) bool {
	if detected.Is(unknownMIME) {
		return true
	}
	for m := detected; m != nil; m = m.Parent() {
		if m.Is("text/plain") {
			return true
		}
	}
	return false
}

// sniffLeniently finds the accepted kinds that mimetype misses and other
// readers open: PDFs with junk before the header, BMPs with an OS/2 header,
// BigTIFF.
func sniffLeniently(head []byte) string {
	switch {
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return PDF
	case bytes.HasPrefix(head, []byte("BM")) && len(head) >= 18 && slices.Contains(bmpHeaderSizes, binary.LittleEndian.Uint32(head[14:])):
		return BMP
	case bytes.HasPrefix(head, []byte("II\x2a\x00")), bytes.HasPrefix(head, []byte("MM\x00\x2a")),
		bytes.HasPrefix(head, []byte("II\x2b\x00")), bytes.HasPrefix(head, []byte("MM\x00\x2b")):
		return TIFF
	}
	return ""
}

// bmpHeaderSizes are the sizes in bytes of the DIB headers in use: OS/2 1 and
// 2 (short and full), Windows 3, its two extensions, 4 and 5.
var bmpHeaderSizes = []uint32{12, 16, 40, 52, 56, 64, 108, 124}
