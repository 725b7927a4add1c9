package pdfedit

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	// perObjectStream is how many objects are packed into one stream.
	perObjectStream = 100
	// worthPacking is from how many bytes on a stream without a filter is
	// compressed.
	worthPacking = 128
)

// Write returns the document as a file: PDF 1.7 with object streams, equal
// streams stored once, the objects in the order in which they are met from the
// catalog on.
func (d *Document) Write() []byte {
	d.plantPages()
	w := &writer{doc: d, numbers: map[int]int{}, same: d.equalStreams()}
	w.out.Grow(d.weight() + 64<<10)
	w.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") // the second line marks the file as binary
	w.reference(d.root)
	for i := 0; i < len(w.queue); i++ {
		w.object(i+1, d.objects[w.queue[i]])
	}
	w.flush()
	return w.finish()
}

// weight is the sum of the bytes of all streams.
func (d *Document) weight() int {
	sum := 0
	for _, object := range d.objects {
		if s, ok := object.(types.StreamDict); ok {
			sum += len(s.Raw)
		}
	}
	return sum
}

// plantPages puts all pages under one node.
func (d *Document) plantPages() {
	kids := types.Array{}
	root := d.add(nil)
	for i, page := range d.pages {
		page["Parent"] = root
		kids = append(kids, d.refs[i])
	}
	d.objects[root.ObjectNumber.Value()] = types.Dict{
		"Type": types.Name("Pages"), "Kids": kids, "Count": types.Integer(len(kids)),
	}
	d.catalog["Pages"] = root
	d.catalog["Type"] = types.Name("Catalog")
	delete(d.catalog, "Version") // that of the file says 1.7
}

// equalStreams maps the number of each stream to the lowest of those that hold
// the same. Streams refer to others (a picture to its mask), so it looks until
// no more are found.
func (d *Document) equalStreams() map[int]int {
	same := map[int]int{}
	sums := map[int][sha256.Size]byte{}
	var numbers []int
	for number, object := range d.objects {
		if s, ok := object.(types.StreamDict); ok {
			numbers = append(numbers, number)
			sums[number] = sha256.Sum256(s.Raw)
		}
	}
	slices.Sort(numbers)
	for range 4 {
		w := &writer{doc: d, same: same, asTheyAre: true}
		first := map[string]int{}
		found := len(same)
		for _, number := range numbers {
			if _, ok := same[number]; ok {
				continue
			}
			sum := sums[number]
			w.buf = append(w.buf[:0], sum[:]...)
			w.value(streamAttributes(d.objects[number].(types.StreamDict), 0))
			if earlier, ok := first[string(w.buf)]; ok {
				same[number] = earlier
			} else {
				first[string(w.buf)] = number
			}
		}
		if len(same) == found {
			break
		}
	}
	return same
}

type place struct {
	offset int // in the file, or number of the object stream
	index  int // in the object stream
	packed bool
}

// writer numbers and writes objects.
type writer struct {
	doc       *Document
	out       bytes.Buffer
	buf       []byte      // the value being written
	numbers   map[int]int // in the document → in the file
	queue     []int       // number in the document, by number in the file
	same      map[int]int
	asTheyAre bool // references keep the numbers of the document
	places    map[int]place

	packedNumbers []int // of the objects waiting for an object stream
	packed        [][]byte
	streams       []pendingStream
}

type pendingStream struct {
	numbers []int
	objects [][]byte
}

// reference returns the number that an object has in the file; 0 where there
// is no such object.
func (w *writer) reference(ref types.IndirectRef) int {
	number := ref.ObjectNumber.Value()
	if earlier, ok := w.same[number]; ok {
		number = earlier
	}
	if w.asTheyAre {
		return number
	}
	if w.doc.dropped[number] || w.doc.objects[number] == nil {
		return 0
	}
	if n, ok := w.numbers[number]; ok {
		return n
	}
	w.queue = append(w.queue, number)
	w.numbers[number] = len(w.queue)
	return len(w.queue)
}

func (w *writer) object(number int, object types.Object) {
	w.buf = w.buf[:0]
	if s, ok := object.(types.StreamDict); ok {
		s = compressed(s)
		w.value(streamAttributes(s, len(s.Raw)))
		w.putStream(number, w.buf, s.Raw)
		return
	}
	w.value(object)
	if d, ok := object.(types.Dict); ok && d["Length"] != nil {
		// Packed with others, pdfcpu would take it for a stream.
		w.put(number, w.buf)
		return
	}
	w.packedNumbers = append(w.packedNumbers, number)
	w.packed = append(w.packed, slices.Clone(w.buf))
	if len(w.packed) == perObjectStream {
		w.flush()
	}
}

// flush sets the waiting objects aside as one object stream; its number comes
// behind those of all objects.
func (w *writer) flush() {
	if len(w.packed) > 0 {
		w.streams = append(w.streams, pendingStream{w.packedNumbers, w.packed})
	}
	w.packedNumbers, w.packed = nil, nil
}

// put writes an object into the file, of the parts of it.
func (w *writer) put(number int, parts ...[]byte) {
	if w.places == nil {
		w.places = map[int]place{}
	}
	w.places[number] = place{offset: w.out.Len()}
	fmt.Fprintf(&w.out, "%d 0 obj\n", number)
	for _, part := range parts {
		w.out.Write(part)
	}
	w.out.WriteString("\nendobj\n")
}

func (w *writer) putStream(number int, dictionary, data []byte) {
	w.put(number, dictionary, []byte("\nstream\n"), data, []byte("\nendstream"))
}

func (w *writer) finish() []byte {
	number := len(w.queue)
	for _, s := range w.streams {
		number++
		var head, body []byte
		for i, object := range s.objects {
			head = fmt.Appendf(head, "%d %d ", s.numbers[i], len(body))
			body = append(append(body, object...), '\n')
		}
		data := deflated(append(head, body...))
		w.putStream(number, fmt.Appendf(nil, "<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>", len(s.objects), len(head), len(data)), data)
		for i, n := range s.numbers {
			w.places[n] = place{number, i, true}
		}
	}
	number++
	start := w.out.Len()
	w.places[number] = place{offset: start}
	table := []byte{0, 0, 0, 0, 0, 0xff, 0xff}
	for n := 1; n <= number; n++ {
		p := w.places[n]
		kind := byte(1)
		if p.packed {
			kind = 2
		}
		table = append(table, kind)
		table = binary.BigEndian.AppendUint32(table, uint32(p.offset))
		table = binary.BigEndian.AppendUint16(table, uint16(p.index))
	}
	table = deflated(table)
	id := sha256.Sum256(w.out.Bytes())
	w.putStream(number, fmt.Appendf(nil, "<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/ID[<%x><%x>]/Filter/FlateDecode/Length %d>>",
		number+1, id[:16], id[:16], len(table)), table)
	fmt.Fprintf(&w.out, "startxref\n%d\n%%%%EOF\n", start)
	return w.out.Bytes()
}

// streamAttributes is the dictionary that a stream is written with.
func streamAttributes(s types.StreamDict, length int) types.Dict {
	attributes := maps.Clone(s.Dict)
	if attributes == nil {
		attributes = types.Dict{}
	}
	attributes["Length"] = types.Integer(length)
	delete(attributes, "DL")
	return attributes
}

// compressed packs a stream that has no filter.
func compressed(s types.StreamDict) types.StreamDict {
	if s.Dict["Filter"] != nil || s.Dict["F"] != nil || len(s.Raw) < worthPacking {
		return s
	}
	packed := deflated(s.Raw)
	if len(packed) >= len(s.Raw) {
		return s
	}
	s.Dict = maps.Clone(s.Dict)
	s.Dict["Filter"] = types.Name("FlateDecode")
	delete(s.Dict, "DecodeParms")
	s.Raw = packed
	return s
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestCompression) // the level is a legal one
	_, _ = z.Write(data)                                  // a buffer takes all
	_ = z.Close()
	return b.Bytes()
}

// value writes an object that stands in another, or by itself.
func (w *writer) value(object types.Object) {
	switch o := object.(type) {
	case types.Dict:
		w.dictionary(o)
	case types.Array:
		w.buf = append(w.buf, '[')
		for i, item := range o {
			if i > 0 {
				w.buf = append(w.buf, ' ')
			}
			w.value(item)
		}
		w.buf = append(w.buf, ']')
	case types.IndirectRef:
		if number := w.reference(o); number > 0 {
			w.buf = fmt.Appendf(w.buf, "%d 0 R", number)
			return
		}
		w.buf = append(w.buf, "null"...)
	case types.Name:
		w.buf = append(append(w.buf, '/'), types.EncodeName(string(o))...)
	case types.StringLiteral:
		w.buf = append(append(append(w.buf, '('), o...), ')')
	case types.HexLiteral:
		w.buf = append(append(append(w.buf, '<'), o...), '>')
	case types.Integer:
		w.buf = strconv.AppendInt(w.buf, int64(o), 10)
	case types.Float:
		w.buf = appendFloat(w.buf, float64(o))
	case types.Boolean:
		w.buf = strconv.AppendBool(w.buf, bool(o))
	default:
		w.buf = append(w.buf, "null"...)
	}
}

// dictionary leaves out what is null, or leads nowhere: an entry of that kind is
// the same as none (ISO 32000-1, 7.3.7), and a second reading would not have it.
func (w *writer) dictionary(d types.Dict) {
	w.buf = append(w.buf, "<<"...)
	for _, key := range sortedKeys(d) {
		before := len(w.buf)
		w.buf = append(append(w.buf, '/'), types.EncodeName(key)...)
		w.buf = append(w.buf, ' ')
		w.value(d[key])
		if bytes.HasSuffix(w.buf, []byte(" null")) {
			w.buf = w.buf[:before]
		}
	}
	w.buf = append(w.buf, ">>"...)
}

// appendFloat writes a number as PDF does, which has no exponents.
func appendFloat(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}
