package templates

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"sync"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/text/encoding/charmap"
)

// addFont hands gofpdf the letters in use. Where Windows-1252 has them all, as in
// most forms, they go in as a font of one byte a letter: a font of all Unicode
// costs gofpdf tables of 65 536 letters, 1.5 ms each time.
func (l *lettering) addFont(pdf *gofpdf.Fpdf) error {
	file := l.face.file.cut(l.shapes)
	l.tag = subsetTag(file)
	if l.plain = l.isPlain(); !l.plain {
		pdf.AddUTF8FontFromBytes(fontFamily, l.face.style, file)
		return nil
	}
	packed, err := pack(file)
	if err != nil {
		return err
	}
	definition, err := json.Marshal(l.definition(len(file)))
	if err != nil {
		return err
	}
	pdf.AddFontFromBytes(fontFamily, l.face.style, definition, packed)
	return nil
}

// fontFamily is what gofpdf calls the typefaces; their styles tell them apart. It
// writes a font of all Unicode under « utf8 » and that name, whatever the font is
// called: with 17 letters, the true name takes just the place of it.
const fontFamily = "recevablefontsans"

// subsetTag are the six capitals before the name of a font that has only some of
// its letters (ISO 32000-1, 9.6.4): others for other letters, so that whoever
// joins two documents does not take one font for the other.
func subsetTag(file []byte) string {
	sum := sha256.Sum256(file)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// name is what the document calls the font.
func (l *lettering) name() string { return l.tag + "+LiberationSans" + l.face.style }

// rename puts the name of the font where gofpdf wrote its own. Both are of one
// length: nothing moves.
func (l *lettering) rename(pdf []byte) []byte {
	if l.plain {
		return pdf
	}
	for _, key := range []string{"/BaseFont /", "/FontName /"} {
		pdf = bytes.ReplaceAll(pdf, []byte(key+"utf8"+fontFamily+l.face.style+"\n"), []byte(key+l.name()+"\n"))
	}
	return pdf
}

// isPlain reports whether each letter has a code in Windows-1252 under which
// readers give the letter back: of the two that print as another does, the
// no-break space would come back as a space, the soft hyphen as a hyphen.
func (l *lettering) isPlain() bool {
	for r := range l.shapes {
		if _, known := charmap.Windows1252.EncodeRune(r); !known || r == '\u00a0' || r == '\u00ad' || r < ' ' {
			return false
		}
	}
	return true
}

// encode is a run as the font of the document codes it.
func (l *lettering) encode(codes string) string {
	if !l.plain {
		return codes
	}
	var coded []byte
	for _, r := range codes {
		b, _ := charmap.Windows1252.EncodeRune(r)
		coded = append(coded, b)
	}
	return string(coded)
}

// fontDefinition is a font of one byte a letter as gofpdf reads it (the JSON that
// its makefont writes). Lengths are thousandths of the type size.
type fontDefinition struct {
	Tp, Name     string
	Desc         fontDescription
	Cw           [256]int // width of each code
	Enc          string
	File         string
	OriginalSize int // of the font file, in bytes
}

type fontDescription struct {
	Ascent, Descent, CapHeight, Flags, StemV, MissingWidth int
	FontBBox                                               struct{ Xmin, Ymin, Xmax, Ymax int }
}

func (l *lettering) definition(size int) fontDefinition {
	const nonSymbolic = 1 << 5 // ISO 32000-1, table 123
	d := fontDefinition{
		Tp: "TrueType", Name: l.name(), Enc: "cp1252",
		File: "sans" + l.face.style + ".z", OriginalSize: size,
	}
	d.Desc = fontDescription{Ascent: 905, Descent: -212, CapHeight: 729, Flags: nonSymbolic, StemV: l.face.stem}
	head := l.face.file.tables["head"][36:]
	for i, side := range []*int{&d.Desc.FontBBox.Xmin, &d.Desc.FontBBox.Ymin, &d.Desc.FontBBox.Xmax, &d.Desc.FontBBox.Ymax} {
		*side = int(int16(binary.BigEndian.Uint16(head[2*i:]))) * 1000 / unitsPerEm
	}
	for r := range l.shapes {
		code, _ := charmap.Windows1252.EncodeRune(r)
		shape, _ := l.face.shape(string(r))
		d.Cw[code] = shape.advance
	}
	return d
}

// packers are kept: each takes a megabyte.
var packers = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	if err != nil {
		panic("templates: " + err.Error()) // the level is one that zlib knows
	}
	return w
}}

func pack(data []byte) ([]byte, error) {
	w := packers.Get().(*zlib.Writer)
	defer packers.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
