package pdfedit

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var (
	objectMark  = regexp.MustCompile(`(\d{1,10})\s+(\d{1,5})\s+obj\b`)
	streamMark  = regexp.MustCompile(`stream(?:\r\n|\n|\r)`)
	endOfObject = []byte("endobj")
	endOfStream = []byte("endstream")
)

// CutShort reports whether a PDF breaks off within an object, as a download that
// was not finished. One whose objects all end lacks its table at most, and
// readers make another.
func CutShort(data []byte) bool {
	rest := data[max(0, bytes.LastIndex(data, endOfObject)):]
	return !bytes.Contains(rest, []byte("startxref")) && objectMark.Match(rest)
}

// Salvage opens what is left of a PDF that no reader opens: the objects that are
// there whole, wherever they stand. Its pages are those of which nothing is
// missing, in their order; [Document.Lost] tells of the others. The error is
// [ErrNoPages] where there is nothing to keep.
func Salvage(ctx context.Context, data []byte) (*Document, error) {
	if bytes.Contains(data, []byte("/Encrypt")) {
		return nil, errors.New("an encrypted PDF is not salvaged")
	}
	s := salvage{
		Document: &Document{objects: map[int]types.Object{}, dropped: map[int]bool{}, Broken: true},
		data:     data, places: map[int]int{},
	}
	if err := s.find(ctx); err != nil {
		return nil, err
	}
	tree := s.takeCatalog()
	var leaves []leaf
	if tree != nil {
		leaves = s.leaves(tree, types.Dict{}, 0)
	} else {
		leaves = s.loosePages()
	}
	for _, l := range leaves {
		if l.page != nil && s.intact(l.page) {
			s.keep(l)
		} else {
			s.drop(l)
		}
	}
	if len(s.pages) == 0 {
		return nil, ErrNoPages
	}
	if tree == nil {
		s.Lost = LostUnknown
	}
	if s.Lost != 0 {
		// They tell of what is not there any more, page by page.
		for _, key := range []string{"StructTreeRoot", "MarkInfo", "Outlines", "PageLabels"} {
			delete(s.catalog, key)
		}
	}
	return s.Document, nil
}

// LostUnknown is [Document.Lost] where the list of the pages is lost as well.
const LostUnknown = -1

// salvage is a damaged PDF being gone through.
type salvage struct {
	*Document
	data   []byte
	places map[int]int // where each object was found
	next   int         // place of the next
}

// find takes in all objects that are there whole. Of two with one number the
// later is in force.
func (s *salvage) find(ctx context.Context) error {
	Quiet()
	for at := 0; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		m := objectMark.FindSubmatchIndex(s.data[at:])
		if m == nil {
			return nil
		}
		number, _ := strconv.Atoi(string(s.data[at+m[2] : at+m[3]])) // digits, not too many
		at += m[1]
		object, end, ok := s.object(at)
		at = end
		if !ok {
			continue
		}
		if stream, ok := object.(types.StreamDict); ok && s.name(stream.Dict["Type"]) == "ObjStm" {
			s.unpack(stream)
			continue
		}
		s.found(number, object)
		if len(s.objects) > maxObjects {
			return errors.New("too many objects")
		}
	}
}

func (s *salvage) found(number int, object types.Object) {
	s.objects[number] = object
	s.places[number] = s.next
	s.next++
	s.last = max(s.last, number, highest(object))
}

// object reads the object whose value begins at at, and returns where to look
// for the next; ok is false for one that is not there whole.
func (s *salvage) object(at int) (object types.Object, next int, ok bool) {
	rest := s.data[at:]
	end := bytes.Index(rest, endOfObject)
	head := rest
	if end >= 0 {
		head = rest[:end]
	}
	mark := streamMark.FindIndex(head)
	if next := objectMark.FindIndex(head); next != nil && (mark == nil || next[0] < mark[0]) {
		// The next begins before this one ends: what stands before it may be
		// whole, and lack its last word.
		object, ok = parsed(head[:next[0]])
		return object, at, ok
	}
	if mark == nil {
		if end < 0 {
			return nil, at, false
		}
		object, ok = parsed(head)
		return object, at + end, ok
	}
	value, _ := parsed(head[:mark[0]])
	dict, ok := value.(types.Dict)
	body := rest[mark[1]:]
	if !bytes.Contains(body, endOfStream) {
		return nil, len(s.data), false // what follows is all of this stream
	}
	if !ok {
		return nil, at, false
	}
	length, ok := s.length(dict, body)
	if !ok {
		return nil, at, false
	}
	stream := types.StreamDict{Dict: dict, Raw: body[:length:length], FilterPipeline: s.filters(dict)}
	return stream, at + mark[1] + length + len(endOfStream), true
}

// length returns how many bytes of body the stream has, if it is all there: as
// many as it says, or up to its end where that says no such thing.
func (s *salvage) length(dict types.Dict, body []byte) (int, bool) {
	if n, ok := dict["Length"].(types.Integer); ok && n >= 0 && int(n) <= len(body) {
		if bytes.HasPrefix(bytes.TrimLeft(body[n:min(int(n)+len(endOfStream)+4, len(body))], "\r\n "), endOfStream) {
			return int(n), true
		}
	}
	end := bytes.Index(body, endOfStream)
	if end < 0 || objectMark.Match(body[:end]) {
		return 0, false
	}
	if end > 0 && body[end-1] == '\n' {
		end--
	}
	if end > 0 && body[end-1] == '\r' {
		end--
	}
	return end, true
}

func (s *salvage) filters(dict types.Dict) []types.PDFFilter {
	names, ok := dict["Filter"].(types.Array)
	parms, _ := dict["DecodeParms"].(types.Array)
	if !ok && dict["Filter"] != nil {
		names, parms = types.Array{dict["Filter"]}, types.Array{dict["DecodeParms"]}
	}
	var pipeline []types.PDFFilter
	for i, name := range names {
		filter := types.PDFFilter{Name: s.name(name)}
		if i < len(parms) {
			filter.DecodeParms = s.dict(parms[i])
		}
		pipeline = append(pipeline, filter)
	}
	return pipeline
}

func parsed(text []byte) (types.Object, bool) {
	line := string(text)
	object, err := model.ParseObject(&line)
	return object, err == nil
}

// unpack takes in the objects of an object stream.
func (s *salvage) unpack(stream types.StreamDict) {
	data := decoded(stream)
	first := int(s.number(stream.Dict["First"], 0))
	if first < 1 || first > len(data) {
		return
	}
	places := bytes.Fields(data[:first])
	for i := 0; i+1 < len(places); i += 2 {
		number, err := strconv.Atoi(string(places[i]))
		from, err2 := strconv.Atoi(string(places[i+1]))
		to := len(data) - first
		if i+3 < len(places) {
			to, _ = strconv.Atoi(string(places[i+3]))
		}
		if err != nil || err2 != nil || number > maxNumber || from < 0 || to > len(data)-first || from >= to {
			continue
		}
		if object, ok := parsed(data[first:][from:to]); ok {
			s.found(number, object)
		}
	}
}

// takeCatalog finds the catalog, the last of several, and returns the root of
// the list of pages; nil where there is none. Without a catalog, one is made.
func (s *salvage) takeCatalog() types.Dict {
	var numbers []int
	for number, object := range s.objects {
		if d, ok := object.(types.Dict); ok && s.name(d["Type"]) == "Catalog" {
			numbers = append(numbers, number)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int { return cmp.Compare(s.places[b], s.places[a]) })
	for _, number := range numbers {
		catalog := s.objects[number].(types.Dict)
		if pages := s.dict(catalog["Pages"]); pages != nil && s.array(pages["Kids"]) != nil {
			s.catalog, s.root = catalog, *types.NewIndirectRef(number, 0)
			return pages
		}
	}
	if len(numbers) == 1 {
		s.catalog, s.root = s.objects[numbers[0]].(types.Dict), *types.NewIndirectRef(numbers[0], 0)
	} else {
		s.catalog = types.Dict{}
		s.root = s.add(s.catalog)
	}
	return s.topOfPages()
}

// topOfPages returns the node of the list of pages that has none above it, where
// there is one alone.
func (s *salvage) topOfPages() types.Dict {
	var top types.Dict
	for _, object := range s.objects {
		d, ok := object.(types.Dict)
		if !ok || s.name(d["Type"]) != "Pages" || d["Parent"] != nil || s.array(d["Kids"]) == nil {
			continue
		}
		if top != nil {
			return nil
		}
		top = d
	}
	return top
}

// leaf is a place in the list of pages.
type leaf struct {
	ref  types.IndirectRef
	page types.Dict // with what it inherits; nil where it is lost
	lost int        // pages that stood here
}

// leaves lists the pages below a node.
func (s *salvage) leaves(node, from types.Dict, depth int) []leaf {
	own := inheriting(node, from)
	var all []leaf
	for _, kid := range s.array(node["Kids"]) {
		ref, _ := kid.(types.IndirectRef)
		d := s.dict(kid)
		switch {
		case d == nil || depth > maxDepth || len(all) > maxPages:
			all = append(all, leaf{ref: ref, lost: 1})
		case s.resolve(d["Kids"]) != nil:
			all = append(all, s.leaves(d, own, depth+1)...)
		default:
			all = append(all, leaf{ref: ref, page: pageOf(d, inheriting(d, own)), lost: 1})
		}
	}
	s.countLost(node, all)
	return all
}

// countLost has the first page that is lost below a node stand for all those
// that the node counts and that nothing else stands for: what is lost may have
// been a node too.
func (s *salvage) countLost(node types.Dict, leaves []leaf) {
	missing := int(s.number(node["Count"], 0))
	for _, l := range leaves {
		missing -= l.lost
	}
	first := slices.IndexFunc(leaves, func(l leaf) bool { return l.page == nil })
	if first >= 0 && missing > 0 && missing < maxPages {
		leaves[first].lost += missing
	}
}

// loosePages lists the pages that no list leads to, in the order in which they
// stand. Where that is not the one of their numbers, none is sure.
func (s *salvage) loosePages() (leaves []leaf) {
	var numbers []int
	for number, object := range s.objects {
		if d, ok := object.(types.Dict); ok && s.name(d["Type"]) == "Page" {
			numbers = append(numbers, number)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int { return cmp.Compare(s.places[a], s.places[b]) })
	if !slices.IsSorted(numbers) {
		return nil
	}
	for _, number := range numbers {
		d := s.objects[number].(types.Dict)
		from := types.Dict{}
		if parent := s.dict(d["Parent"]); parent != nil {
			from = inheriting(parent, types.Dict{})
		}
		leaves = append(leaves, leaf{*types.NewIndirectRef(number, 0), pageOf(d, inheriting(d, from)), 1})
	}
	return leaves
}

// keep and drop put a page among those of the document, or leave it out.
func (s *salvage) keep(l leaf) {
	s.unstream(l.ref, l.page)
	if l.ref.ObjectNumber == 0 || slices.Contains(s.refs, l.ref) {
		l.ref = s.add(l.page)
	}
	s.objects[l.ref.ObjectNumber.Value()] = l.page
	s.pages, s.refs = append(s.pages, l.page), append(s.refs, l.ref)
}

func (s *salvage) drop(l leaf) {
	s.Lost += l.lost
	if l.ref.ObjectNumber != 0 {
		s.dropped[l.ref.ObjectNumber.Value()] = true
	}
}

// shown are the entries of a page that make what is seen of it.
var shown = []string{"Resources", "MediaBox", "CropBox", "Rotate", "UserUnit", "Contents", "Group"}

// intact reports whether all that a page shows is there.
func (s *salvage) intact(page types.Dict) bool {
	if len(s.array(page["MediaBox"])) != 4 || s.dict(page["Resources"]) == nil {
		return false
	}
	var todo []types.Object
	for _, key := range shown {
		todo = append(todo, page[key])
	}
	for _, annotation := range s.array(page["Annots"]) {
		d := s.dict(annotation)
		if d == nil {
			return false
		}
		todo = append(todo, d["AP"])
	}
	if !s.reaches(todo) {
		return false
	}
	parts := s.array(page["Contents"])
	if parts == nil && page["Contents"] != nil {
		parts = types.Array{page["Contents"]}
	}
	for _, part := range parts {
		if content, ok := s.stream(part); !ok || len(content.Raw) > 0 && decoded(content) == nil {
			return false
		}
	}
	return true
}

// reaches reports whether every reference from some objects on leads somewhere.
func (s *salvage) reaches(todo []types.Object) bool {
	seen := map[int]bool{}
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if ref, ok := o.(types.IndirectRef); ok {
			number := ref.ObjectNumber.Value()
			if seen[number] {
				continue
			}
			seen[number] = true
			if _, ok := s.places[number]; !ok {
				return false
			}
			o = s.objects[number]
		}
		switch o := o.(type) {
		case types.IndirectRef:
			todo = append(todo, o)
		case types.Array:
			todo = append(todo, o...)
		case types.Dict:
			// A layer is hidden or not by what the catalog says.
			if s.name(o["Type"]) == "OCG" && s.dict(s.catalog["OCProperties"]) == nil {
				return false
			}
			todo = appendValues(todo, belongings(o))
		case types.StreamDict:
			todo = appendValues(todo, belongings(o.Dict))
		}
	}
	return true
}

// belongings returns a dictionary without what goes up, or tells nothing of
// what is seen.
func belongings(dict types.Dict) types.Dict {
	dict = maps.Clone(dict)
	for _, key := range []string{"Parent", "Metadata", "PieceInfo", "Length"} {
		delete(dict, key)
	}
	return dict
}
