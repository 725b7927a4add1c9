package templates

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/recevable/recevable/pipeline/calendar"
)

// document writes a PDF file (ISO 32000-1, version 1.7): pages of text, lines
// and pictures, with what a paper of ours needs and no more. It writes the file
// itself because a font that is cut once, for the letters in use, makes a form
// in a fraction of a millisecond, and because libraries state neither the
// language of a document nor how it must be printed.
type document struct {
	title     string
	created   calendar.Date // stands in the file as its date: never today
	oneSided  bool
	pages     []*sheetPage
	fonts     []*documentFont
	pictures  []picture
	fontIndex map[*typeface]int
}

// sheetPage is what one page draws, and the rectangles of it that open a web page.
type sheetPage struct {
	content bytes.Buffer
	links   []webLink
}

type webLink struct {
	left, top, right, bottom float64 // millimetres from the top left corner
	url                      string
}

// picture is a JPEG file that pages show.
type picture struct {
	name          string
	jpeg          []byte
	width, height int
	grey          bool
}

// documentFont is a typeface as one document uses it. A letter's code is its
// rank of first use, from 1, and its glyph in the embedded font has that number.
type documentFont struct {
	face    *typeface
	codes   map[string]uint16
	letters []usedLetter
}

type usedLetter struct {
	text string
	shape
}

// font returns the document's use of a typeface, and its name on pages.
func (d *document) font(face *typeface) (*documentFont, string) {
	i, known := d.fontIndex[face]
	if !known {
		i = len(d.fonts)
		d.fonts = append(d.fonts, &documentFont{face: face, codes: map[string]uint16{}})
		d.fontIndex[face] = i
	}
	return d.fonts[i], "F" + strconv.Itoa(i+1)
}

// encode returns a line of text as pages state it, in hexadecimal.
func (f *documentFont) encode(line string) []byte {
	codes := make([]byte, 0, 2*len(line))
	for letter := range letters(line) {
		code, known := f.codes[letter]
		if !known {
			shape, _ := f.face.shape(letter)
			f.letters = append(f.letters, usedLetter{letter, shape})
			code = uint16(len(f.letters))
			f.codes[letter] = code
		}
		codes = append(codes, byte(code>>8), byte(code))
	}
	return hex.AppendEncode(nil, codes)
}

// The objects of every document, by number; those of fonts, pictures, pages
// and links follow in that order.
const (
	catalogObject = 1 + iota
	pagesObject
	infoObject
	resourcesObject
	firstFontObject
)

// objectsPerFont: the font, its descendant, its descriptor, its file and the
// map that gives its letters back.
const objectsPerFont = 5

func (d *document) pictureObject(i int) int {
	return firstFontObject + objectsPerFont*len(d.fonts) + i
}

// pageObject is the number of page i; its content has the next one.
func (d *document) pageObject(i int) int { return d.pictureObject(len(d.pictures)) + 2*i }

// bytes returns the file.
func (d *document) bytes() []byte {
	w := &objectWriter{}
	w.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n") // four bytes over 127: a binary file (7.5.2)
	w.object("<< /Type /Catalog /Pages %d 0 R /Lang (fr-FR)\n/ViewerPreferences << /PrintScaling /None /DisplayDocTitle true%s >> >>",
		pagesObject, d.duplex())
	w.object("<< /Type /Pages /Count %d /Kids [%s] >>", len(d.pages), references(len(d.pages), d.pageObject))
	w.object("<< /Title %s /Author %s /Producer %s /CreationDate %s /ModDate %s >>",
		textString(d.title), textString("recevable"), textString("recevable"), dateString(d.created), dateString(d.created))
	w.object("<< /Font <<%s>> /XObject <<%s>> >>", d.fontNames(), d.pictureNames())
	for _, f := range d.fonts {
		f.write(w)
	}
	for _, p := range d.pictures {
		w.stream(p.header(), p.jpeg)
	}
	nextLink := d.pageObject(len(d.pages))
	for _, p := range d.pages {
		w.object("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R /Contents %d 0 R%s >>",
			pagesObject, points(sheetWidth), points(sheetHeight), resourcesObject, w.next()+1, p.annotations(nextLink))
		nextLink += len(p.links)
		w.compressed("", p.content.Bytes())
	}
	for _, p := range d.pages {
		for _, l := range p.links {
			l.write(w)
		}
	}
	return w.finish()
}

// duplex keeps a printer from printing a second page on the back of the first.
func (d *document) duplex() string {
	if d.oneSided {
		return " /Duplex /Simplex"
	}
	return ""
}

func (d *document) fontNames() string {
	var b strings.Builder
	for i := range d.fonts {
		fmt.Fprintf(&b, " /F%d %d 0 R", i+1, firstFontObject+objectsPerFont*i)
	}
	return b.String()
}

func (d *document) pictureNames() string {
	var b strings.Builder
	for i := range d.pictures {
		fmt.Fprintf(&b, " /P%d %d 0 R", i+1, d.pictureObject(i))
	}
	return b.String()
}

func (p picture) header() string {
	space := "DeviceRGB"
	if p.grey {
		space = "DeviceGray"
	}
	return fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 /Filter /DCTDecode", p.width, p.height, space)
}

// annotations refers to the page's links, numbered from first.
func (p *sheetPage) annotations(first int) string {
	if len(p.links) == 0 {
		return ""
	}
	return " /Annots [" + references(len(p.links), func(i int) int { return first + i }) + "]"
}

func (l webLink) write(w *objectWriter) {
	w.object("<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [%s %s %s %s] /A << /S /URI /URI (%s) >> >>",
		points(l.left), points(sheetHeight-l.bottom), points(l.right), points(sheetHeight-l.top), asciiURL(l.url))
}

// asciiURL escapes what may not stand in a URI action (12.6.4.7).
func asciiURL(url string) []byte {
	var out []byte
	for _, c := range []byte(url) {
		if c <= ' ' || c > '~' || c == '(' || c == ')' || c == '\\' {
			out = fmt.Appendf(out, "%%%02X", c)
			continue
		}
		out = append(out, c)
	}
	return out
}

// write writes the five objects of a font (9.7: a composite font whose codes
// are glyph numbers).
func (f *documentFont) write(w *objectWriter) {
	shapes, widths := make([][]part, len(f.letters)), make([]string, len(f.letters))
	for i, l := range f.letters {
		shapes[i], widths[i] = l.parts, strconv.Itoa(l.advance)
	}
	file := f.face.file.cut(shapes)
	name := subsetTag(file) + "+" + f.face.name
	first := w.next()
	w.object("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, first+1, first+4)
	w.object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>\n/FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 0 /W [1 [%s]] >>",
		name, first+2, strings.Join(widths, " "))
	w.object("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%s] /ItalicAngle 0 /Ascent %.0f /Descent -%.0f /CapHeight 729 /StemV %d /FontFile2 %d 0 R >>",
		name, f.face.boundingBox(), 1000*ascent, 1000*descent, f.face.stem, first+3)
	w.compressed(fmt.Sprintf("/Length1 %d ", len(file)), file)
	w.compressed("", f.unicodeMap())
}

// unicodeMap gives each letter back, to whoever copies or reads aloud (9.10.3).
func (f *documentFont) unicodeMap() []byte {
	const perBlock = 100 // the most that a block may hold
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 0; from < len(f.letters); from += perBlock {
		block := f.letters[from:min(from+perBlock, len(f.letters))]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for i, l := range block {
			fmt.Fprintf(&b, "<%04X> <%X>\n", from+i+1, utf16Bytes(l.text))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// objectWriter writes numbered objects and remembers where each one stands.
type objectWriter struct {
	bytes.Buffer
	offsets []int
}

// next is the number of the object that comes next.
func (w *objectWriter) next() int { return len(w.offsets) + 1 }

func (w *objectWriter) begin() {
	number := w.next()
	w.offsets = append(w.offsets, w.Len())
	fmt.Fprintf(w, "%d 0 obj\n", number)
}

func (w *objectWriter) object(format string, args ...any) {
	w.begin()
	fmt.Fprintf(w, format, args...)
	w.WriteString("\nendobj\n")
}

func (w *objectWriter) stream(header string, data []byte) {
	w.begin()
	fmt.Fprintf(w, "<< %s /Length %d >>\nstream\n", header, len(data))
	w.Write(data)
	w.WriteString("\nendstream\nendobj\n")
}

func (w *objectWriter) compressed(header string, data []byte) {
	w.stream(header+"/Filter /FlateDecode", deflated(data))
}

// finish writes the cross-reference table (7.5.4) and the trailer. The file's
// identifier depends on what the file holds.
func (w *objectWriter) finish() []byte {
	id := sha256.Sum256(w.Bytes())
	start := w.Len()
	fmt.Fprintf(w, "xref\n0 %d\n0000000000 65535 f \n", w.next())
	for _, offset := range w.offsets {
		fmt.Fprintf(w, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(w, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] >>\nstartxref\n%d\n%%%%EOF\n",
		w.next(), catalogObject, infoObject, id[:16], id[:16], start)
	return w.Bytes()
}

// compressors are used again: a new one takes most of a megabyte.
var compressors = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func deflated(data []byte) []byte {
	var out bytes.Buffer
	w := compressors.Get().(*zlib.Writer)
	defer compressors.Put(w)
	w.Reset(&out)
	// Writing to memory cannot fail.
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}

func references(n int, object func(int) int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " %d 0 R", object(i))
	}
	return b.String()
}

// textString is a text outside pages, such as a title (7.9.2.2).
func textString(s string) string { return fmt.Sprintf("<FEFF%X>", utf16Bytes(s)) }

func utf16Bytes(s string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}

func dateString(d calendar.Date) string {
	return "(D:" + d.Time().Format("20060102") + "000000+00'00')"
}

// points is a length as pages state it: in points, to a thousandth, which is
// under half a micrometre.
func points(mm float64) string { return string(appendNumber(nil, mm/mmPerPoint)) }

func appendNumber(b []byte, v float64) []byte {
	b = strconv.AppendFloat(b, v, 'f', 3, 64)
	b = bytes.TrimRight(b, "0")
	return bytes.TrimSuffix(b, []byte("."))
}
