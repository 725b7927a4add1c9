package pdfedit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/log"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// What is read of one file at most.
const (
	maxDecoded = 48 << 20 // bytes of one stream, decoded
	maxObjects = 1_000_000
	maxNumber  = 1 << 31 // of an object; what is added never comes so far
	maxPages   = 1_000   // twice what the reader opens
	maxDepth   = 100     // of the tree of pages; writers use two to five levels
	maxChain   = 8       // references to references: not legal, and they may be a loop
)

var (
	// ErrEncrypted: the file is encrypted, with or without a password.
	ErrEncrypted = errors.New("the PDF is encrypted")
	// ErrNoPages: no page can be reached from the catalog.
	ErrNoPages = errors.New("no pages")
)

// Quiet keeps pdfcpu from looking for its configuration in the user's home,
// where it would create one, and from logging.
var Quiet = sync.OnceFunc(func() {
	api.DisableConfigDir()
	log.DisableLoggers()
})

// Document is a PDF in memory.
type Document struct {
	objects map[int]types.Object
	last    int               // highest number in use, or referred to
	root    types.IndirectRef // where the catalog is
	catalog types.Dict
	info    types.Dict
	pages   []types.Dict // leaves in order, what they inherit made their own
	refs    []types.IndirectRef
	dropped map[int]bool // pages that are not to be reached any more
	// Broken tells that the file is one that readers have to repair first:
	// objects that are not where it says, pages that stand in it twice or not
	// by themselves.
	Broken bool
	// Lost is how many pages [Salvage] could not save, or [LostUnknown].
	Lost int
}

// Open reads a PDF.
func Open(ctx context.Context, data []byte) (*Document, error) {
	return open(ctx, data, func(*model.Context) error { return nil })
}

// open reads a PDF and has prepare look at it before its objects are taken over.
func open(ctx context.Context, data []byte, prepare func(*model.Context) error) (*Document, error) {
	Quiet()
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	conf.ValidationMode = model.ValidationRelaxed
	conf.OptimizeResourceDicts = false
	conf.Limits.MaxDecodeBytes = maxDecoded
	conf.Limits.MaxObjectCount = maxObjects
	conf.Limits.MaxXRefEntries = maxObjects
	read, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(data), conf)
	if err != nil {
		return nil, fmt.Errorf("read the PDF: %w", err)
	}
	switch {
	case read.Encrypt != nil || read.E != nil:
		return nil, ErrEncrypted
	case read.Root == nil:
		return nil, errors.New("no catalog")
	}
	if err := prepare(read); err != nil {
		return nil, err
	}
	d := &Document{objects: map[int]types.Object{}, dropped: map[int]bool{}}
	unread := map[int]bool{}
	for number, entry := range read.Table {
		if entry == nil || entry.Free {
			continue
		}
		object, err := read.Dereference(*types.NewIndirectRef(number, 0))
		unread[number] = err != nil
		if err != nil || object == nil {
			continue
		}
		d.objects[number] = object
		d.last = max(d.last, number, highest(object))
	}
	d.Broken = misplaced(data, read) || d.leadsNowhere(read, unread) || d.misjudged(data, read)
	d.root = d.lastRef(*read.Root)
	d.catalog = d.dict(d.root)
	if d.catalog == nil {
		return nil, ErrNoPages
	}
	d.unstream(d.root, d.catalog)
	d.objects[d.root.ObjectNumber.Value()] = d.catalog
	if read.Info != nil {
		d.info = d.dict(*read.Info)
	}
	tree := pageTree{Document: d, above: map[int]bool{}}
	if err := tree.walk(d.catalog["Pages"], types.Dict{}); err != nil {
		return nil, err
	}
	if len(d.pages) == 0 {
		return nil, ErrNoPages
	}
	return d, nil
}

// highest returns the highest number that an object refers to, there or not:
// what is added must not become what a reference that led nowhere leads to.
func highest(object types.Object) int {
	most := 0
	switch o := object.(type) {
	case types.IndirectRef:
		if number := o.ObjectNumber.Value(); number <= maxNumber {
			most = number
		}
	case types.Array:
		for _, item := range o {
			most = max(most, highest(item))
		}
	case types.Dict:
		for _, value := range o {
			most = max(most, highest(value))
		}
	case types.StreamDict:
		most = highest(o.Dict)
	}
	return most
}

// Pages returns how many pages there are.
func (d *Document) Pages() int { return len(d.pages) }

// Turn turns page n, from 1, by quarters clockwise, as readers show it: nothing
// on it changes.
func (d *Document) Turn(n, degrees int) error {
	if n < 1 || n > len(d.pages) || degrees%90 != 0 {
		return fmt.Errorf("page %d of %d by %d degrees", n, len(d.pages), degrees)
	}
	page := d.pages[n-1]
	shown := (int(d.number(page["Rotate"], 0)) + degrees) % 360
	page["Rotate"] = types.Integer((shown + 360) % 360)
	return nil
}

// add takes in an object and returns its reference.
func (d *Document) add(object types.Object) types.IndirectRef {
	d.last++
	d.objects[d.last] = object
	return *types.NewIndirectRef(d.last, 0)
}

// inheritable are the attributes that a page takes from the nodes above it.
var inheritable = []string{"Resources", "MediaBox", "CropBox", "Rotate"}

// pageTree walks the tree of pages down to its leaves.
type pageTree struct {
	*Document
	above map[int]bool // nodes between the root and where the walk is
	depth int
}

func (t *pageTree) walk(node types.Object, from types.Dict) error {
	ref, indirect := node.(types.IndirectRef)
	number := ref.ObjectNumber.Value()
	d := t.dict(node)
	if indirect && t.above[number] {
		t.Broken = true // a node among its own pages adds none
		return nil
	}
	if d == nil || t.depth > maxDepth {
		return errors.New("the tree of pages is broken")
	}
	if len(t.pages) > maxPages {
		return fmt.Errorf("more than %d pages", maxPages)
	}
	own := inheriting(d, from)
	kids, ok := t.resolve(d["Kids"]).(types.Array)
	if !ok {
		t.leaf(ref, indirect, d, own)
		return nil
	}
	t.depth++
	if indirect {
		t.above[number] = true
	}
	before := len(t.pages)
	for _, kid := range kids {
		if err := t.walk(kid, own); err != nil {
			return err
		}
	}
	if int(t.number(d["Count"], -1)) != len(t.pages)-before {
		t.Broken = true // readers that believe it show fewer pages, or none
	}
	delete(t.above, number)
	t.depth--
	return nil
}

// inheriting returns the attributes that a node has or takes from those above.
func inheriting(node, from types.Dict) types.Dict {
	own := types.Dict{}
	for _, key := range inheritable {
		if value, ok := node[key]; ok {
			own[key] = value
		} else if value, ok := from[key]; ok {
			own[key] = value
		}
	}
	return own
}

// pageOf returns a page with all its attributes made its own.
func pageOf(d, own types.Dict) types.Dict {
	page := types.Dict{}
	maps.Copy(page, d)
	maps.Copy(page, own)
	page["Type"] = types.Name("Page")
	return page
}

// leaf adds a page. One that stands in the tree twice is two pages.
func (t *pageTree) leaf(ref types.IndirectRef, indirect bool, d, own types.Dict) {
	page := pageOf(d, own)
	if t.name(d["Type"]) != "Page" {
		t.Broken = true
	}
	t.straighten(page)
	t.unstream(ref, page)
	if !indirect || slices.Contains(t.refs, ref) {
		t.Broken = true
		ref = t.add(page)
	}
	t.objects[ref.ObjectNumber.Value()] = page
	t.pages = append(t.pages, page)
	t.refs = append(t.refs, ref)
}

// straighten takes out of a page what is not of the kind that it must be, over
// which strict readers do not show the page.
func (t *pageTree) straighten(page types.Dict) {
	if page["Annots"] != nil && t.array(page["Annots"]) == nil {
		t.Broken = t.Broken || t.resolve(page["Annots"]) != nil
		delete(page, "Annots")
	}
	if box := t.array(page["MediaBox"]); len(box) == 4 &&
		(t.number(box[0], 0) == t.number(box[2], 0) || t.number(box[1], 0) == t.number(box[3], 0)) {
		t.Broken = true
		page["MediaBox"] = types.Array{types.Integer(0), types.Integer(0), types.Integer(612), types.Integer(792)} // what readers show
	}
	parts := t.array(page["Contents"])
	kept := slices.DeleteFunc(slices.Clone(parts), func(o types.Object) bool {
		_, ok := t.stream(o)
		return !ok
	})
	if len(kept) < len(parts) {
		t.Broken = true
		page["Contents"] = kept
	}
}

// resolve follows references.
func (d *Document) resolve(o types.Object) types.Object {
	for range maxChain {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		o = d.objects[ref.ObjectNumber.Value()]
	}
	return nil
}

// lastRef follows references that lead to references to the one that leads to
// an object.
func (d *Document) lastRef(ref types.IndirectRef) types.IndirectRef {
	for range maxChain {
		next, ok := d.objects[ref.ObjectNumber.Value()].(types.IndirectRef)
		if !ok {
			break
		}
		ref = next
	}
	return ref
}

// dict returns the dictionary that o is or refers to, that of a stream too;
// nil where it is something else.
func (d *Document) dict(o types.Object) types.Dict {
	switch o := d.resolve(o).(type) {
	case types.Dict:
		return o
	case types.StreamDict:
		return o.Dict
	}
	return nil
}

// streamed is what a dictionary says of the stream behind it.
var streamed = []string{"Length", "DL", "Filter", "DecodeParms"}

// unstream takes out of a dictionary what it says of its stream, where o is
// one: a damaged file may have a page or a catalog that is, and they are
// written as dictionaries.
func (d *Document) unstream(o types.Object, dict types.Dict) {
	if _, ok := d.stream(o); ok {
		for _, key := range streamed {
			delete(dict, key)
		}
	}
}

func (d *Document) stream(o types.Object) (types.StreamDict, bool) {
	s, ok := d.resolve(o).(types.StreamDict)
	return s, ok
}

func (d *Document) array(o types.Object) types.Array {
	a, _ := d.resolve(o).(types.Array)
	return a
}

func (d *Document) name(o types.Object) string {
	n, _ := d.resolve(o).(types.Name)
	return string(n)
}

func (d *Document) number(o types.Object, otherwise float64) float64 {
	switch n := d.resolve(o).(type) {
	case types.Integer:
		return float64(n)
	case types.Float:
		return float64(n)
	}
	return otherwise
}

// text returns the bytes of a string.
func (d *Document) text(o types.Object) []byte {
	switch s := d.resolve(o).(type) {
	case types.StringLiteral:
		b, _ := types.Unescape(string(s))
		return b
	case types.HexLiteral:
		b, _ := s.Bytes()
		return b
	}
	return nil
}

// decoded returns what a stream holds; nil where its filters cannot be undone
// within the limits.
func decoded(s types.StreamDict) []byte {
	s.Content = nil
	if err := s.DecodeWithLimit(maxDecoded); err != nil {
		return nil
	}
	return s.Content
}

// sortedKeys returns the keys of a dictionary in an order that does not change.
func sortedKeys(dict types.Dict) []string { return slices.Sorted(maps.Keys(dict)) }
