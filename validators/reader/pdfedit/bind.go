package pdfedit

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// New returns a document without pages, to append to.
func New() *Document {
	d := &Document{objects: map[int]types.Object{}, dropped: map[int]bool{}, catalog: types.Dict{}}
	d.root = d.add(d.catalog)
	return d
}

// Append puts pages of another document behind those of d, as they are: text,
// vectors, fields and annotations. Pages are counted from 1; nil for all. The
// other document must not be used any more.
func (d *Document) Append(other *Document, pages []int) error {
	if pages == nil {
		for n := range other.pages {
			pages = append(pages, n+1)
		}
	}
	kept := map[int]bool{}
	for _, n := range pages {
		if n < 1 || n > len(other.pages) {
			return fmt.Errorf("page %d of %d", n, len(other.pages))
		}
		kept[n-1] = true
	}
	by := d.last
	for number, object := range other.objects {
		d.objects[number+by] = renumbered(object, by)
	}
	d.last += other.last
	for i, ref := range other.refs {
		if !kept[i] {
			d.dropped[ref.ObjectNumber.Value()+by] = true
		}
	}
	for _, n := range pages {
		ref := *types.NewIndirectRef(other.refs[n-1].ObjectNumber.Value()+by, 0)
		page := d.dict(ref)
		delete(page, "StructParents") // the tree of the structure stays behind
		if slices.Contains(d.refs, ref) {
			page = maps.Clone(page)
			ref = d.add(page)
		}
		d.pages, d.refs = append(d.pages, page), append(d.refs, ref)
	}
	d.joinForms(d.dict(renumbered(other.catalog["AcroForm"], by)))
	d.joinLayers(d.dict(renumbered(other.catalog["OCProperties"], by)))
	return nil
}

// renumbered returns a copy of an object whose references point further on.
func renumbered(object types.Object, by int) types.Object {
	switch o := object.(type) {
	case types.IndirectRef:
		return *types.NewIndirectRef(o.ObjectNumber.Value()+by, 0)
	case types.Array:
		a := make(types.Array, len(o))
		for i, item := range o {
			a[i] = renumbered(item, by)
		}
		return a
	case types.Dict:
		return renumberedDict(o, by)
	case types.StreamDict:
		o.Dict = renumberedDict(o.Dict, by)
		return o
	}
	return object
}

func renumberedDict(dict types.Dict, by int) types.Dict {
	d := make(types.Dict, len(dict))
	for key, value := range dict {
		d[key] = renumbered(value, by)
	}
	return d
}

// joinForms adds the fields of another form to those of d. Two fields of one
// name would be one field to a reader, with one value: the later is given
// another name.
func (d *Document) joinForms(other types.Dict) {
	fields := d.array(other["Fields"])
	if len(fields) == 0 {
		return
	}
	form := d.dict(d.catalog["AcroForm"])
	if form == nil {
		d.catalog["AcroForm"] = other
		return
	}
	taken := map[string]bool{}
	for _, field := range d.array(form["Fields"]) {
		taken[string(d.text(d.dict(field)["T"]))] = true
	}
	for _, field := range fields {
		dict := d.dict(field)
		name := d.text(dict["T"])
		if dict == nil || !taken[string(name)] {
			continue
		}
		dict["T"] = types.NewHexLiteral(d.free(name, taken))
	}
	form["Fields"] = append(slices.Clone(d.array(form["Fields"])), fields...)
	form["DR"] = d.joined(form["DR"], other["DR"], 2)
	if other["NeedAppearances"] != nil && form["NeedAppearances"] == nil {
		form["NeedAppearances"] = other["NeedAppearances"]
	}
}

// free returns a name that is not taken, and takes it.
func (d *Document) free(name []byte, taken map[string]bool) []byte {
	for n := 2; ; n++ {
		suffix := fmt.Sprintf("_%d", n)
		if len(name) > 1 && name[0] == 0xfe && name[1] == 0xff { // UTF-16
			suffix = fmt.Sprintf("\x00_\x00%c", '0'+rune(n%10))
		}
		if other := string(name) + suffix; !taken[other] {
			taken[other] = true
			return []byte(other)
		}
		if n%10 == 9 {
			name = append(slices.Clone(name), suffix...)
		}
	}
}

// joined returns a dictionary with the entries of both, those of a first, down
// to a depth.
func (d *Document) joined(a, b types.Object, depth int) types.Object {
	first, second := d.dict(a), d.dict(b)
	if first == nil || depth == 0 {
		if first == nil && second != nil {
			return b
		}
		return a
	}
	both := maps.Clone(first)
	for key, value := range second {
		if _, ok := both[key]; ok {
			both[key] = d.joined(both[key], value, depth-1)
		} else {
			both[key] = value
		}
	}
	return both
}

// joinLayers adds the layers of another document, so that what it does not show
// stays hidden.
func (d *Document) joinLayers(other types.Dict) {
	if other == nil {
		return
	}
	own := d.dict(d.catalog["OCProperties"])
	if own == nil {
		d.catalog["OCProperties"] = other
		return
	}
	own["OCGs"] = append(slices.Clone(d.array(own["OCGs"])), d.array(other["OCGs"])...)
	mine, theirs := d.dict(own["D"]), d.dict(other["D"])
	if mine == nil {
		own["D"] = other["D"]
		return
	}
	for _, key := range []string{"ON", "OFF", "Order", "AS", "RBGroups", "Locked"} {
		if items := d.array(theirs[key]); items != nil {
			mine[key] = append(slices.Clone(d.array(mine[key])), items...)
		}
	}
	if d.name(theirs["BaseState"]) == "OFF" && d.name(mine["BaseState"]) != "OFF" {
		// All of the other's are off but those it names.
		on := d.array(theirs["ON"])
		for _, layer := range d.array(other["OCGs"]) {
			if !slices.Contains(on, layer) {
				mine["OFF"] = append(d.array(mine["OFF"]), layer)
			}
		}
	}
}

// Picture is a JPEG or a PNG and where it goes on its page.
type Picture struct {
	Data          []byte
	X, Y          float64 // of its lower left corner, points
	Width, Height float64 // on paper, points
}

// AddPage puts a page with pictures behind the others. Their samples are
// stored as they come; only a PNG that is interlaced, or has transparency, is
// packed anew, over white.
func (d *Document) AddPage(width, height float64, pictures ...Picture) error {
	page, err := d.pictured(width, height, pictures)
	if err != nil {
		return err
	}
	d.pages, d.refs = append(d.pages, page), append(d.refs, d.add(page))
	return nil
}

// Replace puts pictures in the place of all that page n, from 1, shows.
func (d *Document) Replace(n int, width, height float64, pictures ...Picture) error {
	if n < 1 || n > len(d.pages) {
		return fmt.Errorf("page %d of %d", n, len(d.pages))
	}
	page, err := d.pictured(width, height, pictures)
	if err != nil {
		return err
	}
	old := d.pages[n-1]
	clear(old) // the map is the object that refers to the page
	maps.Copy(old, page)
	return nil
}

func (d *Document) pictured(width, height float64, pictures []Picture) (types.Dict, error) {
	if len(pictures) == 0 {
		return nil, errors.New("a page without a picture")
	}
	var content []byte
	objects := types.Dict{}
	for i, p := range pictures {
		stream, err := d.embedded(p.Data)
		if err != nil {
			return nil, fmt.Errorf("picture %d: %w", i+1, err)
		}
		name := fmt.Sprintf("I%d", i+1)
		objects[name] = d.add(stream)
		content = append(content, "q"...)
		for _, number := range []float64{p.Width, 0, 0, p.Height, p.X, p.Y} {
			content = appendFloat(append(content, ' '), hundredth(number))
		}
		content = fmt.Appendf(content, " cm /%s Do Q\n", name)
	}
	return types.Dict{
		"Type":      types.Name("Page"),
		"MediaBox":  types.Array{types.Integer(0), types.Integer(0), types.Float(hundredth(width)), types.Float(hundredth(height))},
		"Resources": types.Dict{"XObject": objects},
		"Contents":  d.add(types.StreamDict{Dict: types.Dict{}, Raw: content}),
	}, nil
}

// Weights returns what each page adds to the weight of the file: the bytes of
// its streams, those that an earlier page has too not counted.
func (d *Document) Weights() []int {
	seen := map[int]bool{}
	weights := make([]int, len(d.pages))
	for i, page := range d.pages {
		d.eachOfPage(page, seen, func(_ int, object types.Object) bool {
			if s, ok := object.(types.StreamDict); ok {
				weights[i] += len(s.Raw)
			}
			return true
		})
	}
	return weights
}

// eachOfPage calls use with what a page is made of and with what that leads to,
// other pages left out: each object that has a number and was not seen once, until
// use says that it is enough.
func (d *Document) eachOfPage(page types.Dict, seen map[int]bool, use func(number int, object types.Object) (goOn bool)) {
	todo := []types.Object{page}
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if ref, ok := o.(types.IndirectRef); ok {
			number := ref.ObjectNumber.Value()
			if seen[number] || slices.Contains(d.refs, ref) {
				continue
			}
			seen[number] = true
			o = d.objects[number]
			if !use(number, o) {
				return
			}
		}
		switch o := o.(type) {
		case types.IndirectRef:
			todo = append(todo, o)
		case types.Array:
			todo = append(todo, o...)
		case types.Dict:
			todo = appendValues(todo, withoutParent(o))
		case types.StreamDict:
			todo = appendValues(todo, o.Dict)
		}
	}
}

// withoutParent keeps a walk from going up.
func withoutParent(dict types.Dict) types.Dict {
	if dict["Parent"] == nil {
		return dict
	}
	dict = maps.Clone(dict)
	delete(dict, "Parent")
	return dict
}
