package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// What pdfcpu may spend on one file. It is the first look: what it gives up on
// is still pdfium's to open.
const (
	outlineTime    = 4 * time.Second
	outlineDecoded = 48 << 20  // bytes of one cross-reference or object stream
	outlineObjects = 1_000_000 // far past what 500 pages hold
)

// outline is what pdfcpu says of a file's structure, without a look at how
// its pages are drawn.
type outline struct {
	pages     []Page // the leaves of the page tree
	count     int    // what the root of the page tree says
	encrypted bool
	intact    bool // the page tree is whole and so is the cross-reference table
	active    []ActiveContent
}

// sound reports whether the outline alone answers for the file.
func (o *outline) sound() bool {
	return o.intact && !o.encrypted && o.count > 0 && o.count == len(o.pages)
}

// readOutline reads the structure of a PDF with pdfcpu. It reads and does not
// validate: its validation refuses one good PDF in ten (invoices with a
// Factur-X attachment among them), and is of no use for counting.
func readOutline(ctx context.Context, data []byte) (*outline, error) {
	pdfedit.Quiet()
	ctx, cancel := context.WithTimeout(ctx, outlineTime)
	defer cancel()
	type answer struct {
		outline *outline
		err     error
	}
	done := make(chan answer, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- answer{nil, fmt.Errorf("pdfcpu panicked (%T)", p)}
			}
		}()
		o, err := outlineOf(ctx, data)
		done <- answer{o, err}
	}()
	select {
	case a := <-done:
		return a.outline, a.err
	case <-ctx.Done():
		// pdfcpu looks at ctx now and then; it ends by itself.
		return nil, ctx.Err()
	}
}

func outlineOf(ctx context.Context, data []byte) (*outline, error) {
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	conf.ValidationMode = model.ValidationRelaxed
	conf.Limits.MaxDecodeBytes = outlineDecoded
	conf.Limits.MaxObjectCount = outlineObjects
	conf.Limits.MaxXRefEntries = outlineObjects
	read, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(data), conf)
	if err != nil {
		return nil, err
	}
	if read.Root == nil {
		return nil, errors.New("no catalog")
	}
	g := objectGraph{read.XRefTable}
	catalog := g.dict(*read.Root)
	tree := pageTree{objectGraph: g, seen: map[int]bool{}, intact: true}
	tree.walk(catalog["Pages"], inherited{})
	return &outline{
		pages:     tree.pages,
		count:     int(g.number(g.dict(catalog["Pages"])["Count"], 0)),
		encrypted: bytes.Contains(data, []byte("/Encrypt")), // pdfcpu overlooks a direct dictionary
		intact:    tree.intact && pointsAtXRef(data) && g.inPlace(data),
		active:    g.active(*read.Root),
	}, nil
}

var (
	startXRef  = regexp.MustCompile(`startxref\s+(\d{1,10})\s`)
	xrefObject = regexp.MustCompile(`^\s*(?:xref\s|\d{1,10}\s+\d{1,5}\s+obj\b)`)
)

// pointsAtXRef reports whether the file's last startxref points at a
// cross-reference table or stream. Where it does not, pdfcpu rebuilds the
// table from the objects that it finds, and finds fewer than pdfium.
func pointsAtXRef(data []byte) bool {
	tail := data[max(0, len(data)-2048):]
	last := bytes.LastIndex(tail, []byte("startxref"))
	if last < 0 {
		return false
	}
	m := startXRef.FindSubmatch(tail[last:])
	if m == nil {
		return false
	}
	offset, err := strconv.Atoi(string(m[1]))
	if err != nil || offset >= len(data) {
		return false
	}
	return xrefObject.Match(data[offset:min(offset+64, len(data))])
}

var objectStart = regexp.MustCompile(`^\s*(\d{1,10})\s+\d{1,5}\s+obj\b`)

// inPlace reports whether every object stands where the cross-reference table
// says. Where one does not, readers differ in what they make of the file.
func (g objectGraph) inPlace(data []byte) bool {
	for number, entry := range g.Table {
		if entry.Free || entry.ObjectStream != nil {
			continue
		}
		if number == 0 || entry.Offset == nil || *entry.Offset < 0 || *entry.Offset >= int64(len(data)) {
			return false
		}
		at := data[*entry.Offset:]
		m := objectStart.FindSubmatch(at[:min(len(at), 32)])
		if m == nil {
			return false
		}
		if n, err := strconv.Atoi(string(m[1])); err != nil || n != number {
			return false
		}
	}
	return true
}

// objectGraph resolves references between objects.
type objectGraph struct{ *model.XRefTable }

func (g objectGraph) resolve(o types.Object) types.Object {
	// A reference to a reference is not legal; a chain may be a loop.
	for range 8 {
		if _, ok := o.(types.IndirectRef); !ok {
			return o
		}
		var err error
		if o, err = g.Dereference(o); err != nil {
			return nil
		}
	}
	return nil
}

// dict returns the dictionary that o is or refers to, that of a stream too;
// nil where it is something else.
func (g objectGraph) dict(o types.Object) types.Dict {
	switch o := g.resolve(o).(type) {
	case types.Dict:
		return o
	case types.StreamDict:
		return o.Dict
	case types.ObjectStreamDict:
		return o.Dict
	case types.XRefStreamDict:
		return o.Dict
	}
	return nil
}

func (g objectGraph) array(o types.Object) types.Array {
	a, _ := g.resolve(o).(types.Array)
	return a
}

func (g objectGraph) name(o types.Object) string {
	n, _ := g.resolve(o).(types.Name)
	return string(n)
}

func (g objectGraph) number(o types.Object, otherwise float64) float64 {
	switch n := g.resolve(o).(type) {
	case types.Integer:
		return float64(n)
	case types.Float:
		return float64(n)
	}
	return otherwise
}

// rectangle returns a box with its corners in order; ok is false for one that
// has no area.
func (g objectGraph) rectangle(o types.Object) (b Box, ok bool) {
	a := g.array(o)
	if len(a) < 4 {
		return Box{}, false
	}
	var n [4]float64
	for i := range n {
		n[i] = g.number(a[i], math.NaN())
	}
	b = Box{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}
	return b, b.X1 > b.X0 && b.Y1 > b.Y0
}

// inherited are the attributes that a page takes from the nodes above it.
type inherited struct {
	media, crop, rotate types.Object
}

// pageTree walks the tree of pages down to its leaves.
type pageTree struct {
	objectGraph
	seen   map[int]bool
	pages  []Page
	intact bool
	depth  int
}

// pageTreeDepth bounds the nesting of page tree nodes; writers use two to
// five levels.
const pageTreeDepth = 100

func (t *pageTree) walk(node types.Object, from inherited) {
	if ref, ok := node.(types.IndirectRef); ok {
		if t.seen[ref.ObjectNumber.Value()] {
			t.intact = false
			return
		}
		t.seen[ref.ObjectNumber.Value()] = true
	}
	d := t.dict(node)
	if d == nil || t.depth > pageTreeDepth {
		t.intact = false
		return
	}
	from.take(d)
	kids := t.array(d["Kids"])
	if kids == nil {
		t.intact = t.intact && t.name(d["Type"]) == "Page"
		t.pages = append(t.pages, t.page(from))
		return
	}
	t.depth++
	for _, kid := range kids {
		t.walk(kid, from)
	}
	t.depth--
}

func (from *inherited) take(d types.Dict) {
	for key, attribute := range map[string]*types.Object{"MediaBox": &from.media, "CropBox": &from.crop, "Rotate": &from.rotate} {
		if o, ok := d[key]; ok {
			*attribute = o
		}
	}
}

// page gives a leaf the size at which it is shown: that of its crop box within
// its media box, or of a Letter sheet where it has none, as pdfium does.
func (t *pageTree) page(from inherited) Page {
	box, ok := t.rectangle(from.media)
	if !ok {
		box = Box{0, 0, 612, 792}
	}
	if crop, ok := t.rectangle(from.crop); ok {
		both := Box{max(box.X0, crop.X0), max(box.Y0, crop.Y0), min(box.X1, crop.X1), min(box.Y1, crop.Y1)}
		if both.X1 > both.X0 && both.Y1 > both.Y0 {
			box = both
		}
	}
	p := Page{Width: box.X1 - box.X0, Height: box.Y1 - box.Y0}
	if int(t.number(from.rotate, 0))/90%2 != 0 {
		p.Width, p.Height = p.Height, p.Width
	}
	return p
}

// activeKinds tells the active dictionaries. A link to a page or to an address
// is not active content.
var activeKinds = []struct {
	kind ActiveContent
	is   func(g objectGraph, d types.Dict) bool
}{
	{Script, func(g objectGraph, d types.Dict) bool {
		action := g.name(d["S"])
		return action == "JavaScript" || action == "Rendition" && d["JS"] != nil
	}},
	{Launch, func(g objectGraph, d types.Dict) bool { return g.name(d["S"]) == "Launch" }},
	// Every attachment, of the file, of a page or of an annotation, is a file
	// specification with the embedded file in EF.
	{EmbeddedFile, func(g objectGraph, d types.Dict) bool { return len(g.dict(d["EF"])) > 0 }},
}

// active looks at everything that can be reached from the catalog: an object
// that an older version of the file used is not in force any more.
func (g objectGraph) active(catalog types.IndirectRef) []ActiveContent {
	found := map[ActiveContent]bool{}
	seen := map[int]bool{}
	todo := []types.Object{catalog}
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if ref, ok := o.(types.IndirectRef); ok {
			if n := ref.ObjectNumber.Value(); !seen[n] {
				seen[n] = true
				todo = append(todo, g.resolve(o))
			}
			continue
		}
		if a, ok := o.(types.Array); ok {
			todo = append(todo, a...)
			continue
		}
		d := g.dict(o)
		for _, k := range activeKinds {
			found[k.kind] = found[k.kind] || d != nil && k.is(g, d)
		}
		for _, value := range d {
			todo = append(todo, value)
		}
	}
	return inOrder(found)
}

// inOrder lists the kinds found, always in the same order.
func inOrder(found map[ActiveContent]bool) []ActiveContent {
	var kinds []ActiveContent
	for _, k := range activeKinds {
		if found[k.kind] {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}
