package pdfedit

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Removed says what [Document.Clean] took out, besides what goes in any case
// and bothers nobody (the name of the program that made the file, its dates,
// thumbnails).
type Removed struct {
	Scripts     bool // JavaScript, wherever it was attached
	Actions     bool // what starts a program, sends a form or opens another file
	Attachments bool // embedded files
	Media       bool // sound, film, 3D
	XFA         bool // the second, scripted description of a form
	Personal    bool // author, place or camera: in the file's data or in those of a picture
	Signature   bool // the file was signed: written again, it is not any more
}

// Active reports whether the file would run or carry something.
func (r Removed) Active() bool { return r.Scripts || r.Actions || r.Attachments || r.Media || r.XFA }

// With returns what was taken out of two documents.
func (r Removed) With(o Removed) Removed {
	return Removed{
		r.Scripts || o.Scripts, r.Actions || o.Actions, r.Attachments || o.Attachments, r.Media || o.Media,
		r.XFA || o.XFA, r.Personal || o.Personal, r.Signature || o.Signature,
	}
}

// actionsOut are the actions that a page to look at does without. Those that
// stay move within the file, open an address or print.
var actionsOut = map[string]func(*Removed){
	"JavaScript":        func(r *Removed) { r.Scripts = true },
	"Rendition":         func(r *Removed) { r.Media = true },
	"Movie":             func(r *Removed) { r.Media = true },
	"Sound":             func(r *Removed) { r.Media = true },
	"GoTo3DView":        func(r *Removed) { r.Media = true },
	"RichMediaExecute":  func(r *Removed) { r.Media = true },
	"Launch":            func(r *Removed) { r.Actions = true },
	"SubmitForm":        func(r *Removed) { r.Actions = true },
	"ImportData":        func(r *Removed) { r.Actions = true },
	"GoToR":             func(r *Removed) { r.Actions = true },
	"GoToE":             func(r *Removed) { r.Actions = true },
	"URI with a script": func(r *Removed) { r.Scripts = true },
}

// annotationsOut are the annotations that carry files or play something.
var annotationsOut = map[string]func(*Removed){
	"FileAttachment": func(r *Removed) { r.Attachments = true },
	"Sound":          func(r *Removed) { r.Media = true },
	"Movie":          func(r *Removed) { r.Media = true },
	"Screen":         func(r *Removed) { r.Media = true },
	"3D":             func(r *Removed) { r.Media = true },
	"RichMedia":      func(r *Removed) { r.Media = true },
}

// keysOut go from every dictionary where their value is what the standard says.
// A font or a picture may be called by any of these names in the resources of a
// page, so the key alone tells nothing. What of them is an action or an
// attachment has been seen before; the rest tells about the author, or repeats
// the page.
var keysOut = map[string]func(d *Document, in types.Dict, value types.Object) bool{
	"AA":        func(d *Document, _ types.Dict, v types.Object) bool { return d.eachIs(v, d.isAction) },
	"PieceInfo": func(d *Document, _ types.Dict, v types.Object) bool { return d.eachIs(v, isPieceInfo) },
	"EF":        func(d *Document, _ types.Dict, v types.Object) bool { return d.isEmbedded(v) },
	"RF":        func(d *Document, in types.Dict, _ types.Object) bool { return d.isFileSpec(in) },
	"AF":        func(d *Document, _ types.Dict, v types.Object) bool { return d.isAttached(v) },
	// A picture may be called Metadata; XMP is no picture.
	"Metadata": func(d *Document, _ types.Dict, v types.Object) bool {
		s, ok := d.stream(v)
		return ok && (d.name(s.Dict["Type"]) == "Metadata" || d.name(s.Dict["Subtype"]) == "XML" || personalXMP(decoded(s)))
	},
	"Thumb": func(d *Document, in types.Dict, _ types.Object) bool { return d.name(in["Type"]) == "Page" },
}

// catalogOut goes from the catalog; namesOut from its names.
var (
	catalogOut = []string{"Collection", "Perms", "Legal", "Requirements", "NeedsRendering", "SpiderInfo", "DSS", "Extensions"}
	namesOut   = []string{"JavaScript", "EmbeddedFiles", "Renditions", "AlternatePresentations"}
)

// Clean takes out what the document would run or carry, and what it tells of
// who made it where. Pages, their text, fields with their values and the links
// in them stay.
func (d *Document) Clean() Removed {
	var removed Removed
	removed.Personal = d.personalInfo()
	d.info = nil
	if form := d.dict(d.catalog["AcroForm"]); form != nil {
		removed.XFA = d.resolve(form["XFA"]) != nil
		delete(form, "XFA")
	}
	d.eachReachable(d.catalog, func(dict types.Dict) { d.look(dict, &removed) })
	names := d.dict(d.catalog["Names"])
	for _, key := range namesOut {
		delete(names, key)
	}
	for _, key := range catalogOut {
		delete(d.catalog, key)
	}
	d.eachReachable(d.catalog, func(dict types.Dict) { d.strip(dict) })
	if removed.Signature {
		delete(d.dict(d.catalog["AcroForm"]), "SigFlags")
	}
	removed.Personal = d.stripPictures() || removed.Personal
	return removed
}

// look notes what a dictionary would run or carry.
func (d *Document) look(dict types.Dict, removed *Removed) {
	if note := actionsOut[d.action(dict)]; note != nil {
		note(removed)
	}
	if note := annotationsOut[d.annotation(dict)]; note != nil {
		note(removed)
	}
	if d.isEmbedded(dict["EF"]) {
		removed.Attachments = true
	}
	if d.isSignature(dict) {
		removed.Signature = true
	}
	if s, ok := d.stream(dict["Metadata"]); ok && personalXMP(decoded(s)) {
		removed.Personal = true
	}
}

// strip takes out of one dictionary what must go.
func (d *Document) strip(dict types.Dict) {
	for key, out := range keysOut {
		if value, ok := dict[key]; ok && out(d, dict, value) {
			delete(dict, key)
		}
	}
	for key, value := range dict {
		dict[key] = d.stripped(value)
		if dict[key] == nil {
			delete(dict, key)
		}
	}
	if next, ok := d.resolve(dict["Next"]).(types.Array); ok && d.isAction(dict) {
		// What comes after an action holds actions only.
		dict["Next"] = slices.DeleteFunc(slices.Clone(next), func(o types.Object) bool { return d.dict(o) == nil })
	}
	if d.isSignature(d.dict(dict["V"])) {
		delete(dict, "V")
	}
	if annotations := d.array(dict["Annots"]); annotations != nil {
		kept := slices.DeleteFunc(slices.Clone(annotations), func(o types.Object) bool {
			a := d.dict(o)
			return a == nil || annotationsOut[d.annotation(a)] != nil || annotationsOut[d.annotation(d.dict(a["Parent"]))] != nil
		})
		dict["Annots"] = kept
	}
}

// stripped returns a value without the actions in it; nil where it is one.
// What goes from an array leaves a null, for its places may have a meaning.
func (d *Document) stripped(value types.Object) types.Object {
	if a, ok := value.(types.Array); ok {
		for i := range a {
			a[i] = d.stripped(a[i])
		}
		return a
	}
	dict := d.dict(value)
	if dict == nil {
		return value
	}
	if actionsOut[d.action(dict)] != nil {
		return nil
	}
	return value
}

// action returns the kind of action that a dictionary is; "" where it is none.
func (d *Document) action(dict types.Dict) string {
	kind := d.name(dict["S"])
	if kind == "URI" && scripted(d.text(dict["URI"])) {
		return "URI with a script"
	}
	return kind
}

// scripted reports whether an address is a program.
func scripted(address []byte) bool {
	text := strings.ToLower(strings.TrimSpace(string(address)))
	for _, scheme := range []string{"javascript:", "vbscript:", "data:", "file:"} {
		if strings.HasPrefix(text, scheme) {
			return true
		}
	}
	return false
}

// annotation returns the kind of annotation that a dictionary is; "" where it
// is none.
func (d *Document) annotation(dict types.Dict) string {
	if dict == nil || dict["Rect"] == nil {
		return ""
	}
	return d.name(dict["Subtype"])
}

// eachIs reports whether o is a dictionary of dictionaries that are all of a
// kind.
func (d *Document) eachIs(o types.Object, is func(types.Dict) bool) bool {
	dict, ok := d.resolve(o).(types.Dict)
	for _, value := range dict {
		if item := d.dict(value); item == nil || !is(item) {
			return false
		}
	}
	return ok
}

func (d *Document) isAction(dict types.Dict) bool { return d.name(dict["S"]) != "" }

func isPieceInfo(dict types.Dict) bool { return dict["LastModified"] != nil || dict["Private"] != nil }

// isEmbedded reports whether o holds embedded files, by platform.
func (d *Document) isEmbedded(o types.Object) bool {
	dict := d.dict(o)
	for _, platform := range []string{"F", "UF", "DOS", "Mac", "Unix"} {
		if _, ok := d.stream(dict[platform]); ok {
			return true
		}
	}
	return false
}

func (d *Document) isFileSpec(dict types.Dict) bool {
	return dict != nil && (d.name(dict["Type"]) == "Filespec" || d.name(dict["Type"]) == "F" || dict["UF"] != nil || d.isEmbedded(dict["EF"]))
}

// isAttached reports whether o is a file that belongs to something, or a list
// of such.
func (d *Document) isAttached(o types.Object) bool {
	if a := d.array(o); a != nil {
		for _, item := range a {
			if !d.isFileSpec(d.dict(item)) {
				return false
			}
		}
		return true
	}
	return d.isFileSpec(d.dict(o))
}

// isSignature reports whether a dictionary is a signature over a range of the
// bytes of the file.
func (d *Document) isSignature(dict types.Dict) bool {
	return dict != nil && d.array(dict["ByteRange"]) != nil && len(d.text(dict["Contents"])) > 0
}

// eachReachable calls use with every dictionary that can be reached, each once,
// in an order that depends on the document only.
func (d *Document) eachReachable(from types.Object, use func(types.Dict)) {
	seen := map[int]bool{}
	todo := []types.Object{from}
	for _, ref := range slices.Backward(d.refs) {
		todo = append(todo, ref)
	}
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if ref, ok := o.(types.IndirectRef); ok {
			number := ref.ObjectNumber.Value()
			if seen[number] || d.dropped[number] {
				continue
			}
			seen[number] = true
			o = d.objects[number]
		}
		switch o := o.(type) {
		case types.IndirectRef:
			todo = append(todo, o)
		case types.Array:
			todo = append(todo, o...)
		case types.Dict:
			use(o)
			todo = appendValues(todo, o)
		case types.StreamDict:
			use(o.Dict)
			todo = appendValues(todo, o.Dict)
		}
	}
}

func appendValues(todo []types.Object, dict types.Dict) []types.Object {
	for _, key := range sortedKeys(dict) {
		todo = append(todo, dict[key])
	}
	return todo
}

// plainInfo are the entries of a document's information that tell nothing of a
// person: they go where the file is written again, and are no reason to.
var plainInfo = []string{"Title", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped"}

// personalInfo reports whether the document's information names its author, or
// says more than programs usually do.
func (d *Document) personalInfo() bool {
	for key, value := range d.info {
		if !slices.Contains(plainInfo, key) && len(bytes.TrimSpace(d.text(value))) > 0 {
			return true
		}
	}
	return false
}

// xmpPersonal finds an author, a place or a camera in XMP.
var xmpPersonal = regexp.MustCompile(`exif:GPS|tiff:(?:Make|Model|Artist)\b|aux:(?:Serial|Owner)|photoshop:(?:City|Author|Credit)|Iptc4xmpCore:|xmpMM:History` +
	`|dc:creator\s*=\s*["'][^"']|(?s:<dc:creator>(?:\s|<rdf:(?:Seq|Bag|Alt)[^>]*>|<rdf:li[^>]*[^/]?>)*[^<\s])`)

func personalXMP(data []byte) bool { return xmpPersonal.Match(data) }

// stripPictures takes the data of the camera out of the JPEGs of the document,
// their pixels untouched, and reports whether there were any.
func (d *Document) stripPictures() bool {
	found := false
	for number, object := range d.objects {
		s, ok := object.(types.StreamDict)
		if !ok || lastFilter(s) != "DCTDecode" || len(s.FilterPipeline) != 1 {
			continue
		}
		if plain, changed := StripJPEG(s.Raw); changed {
			s.Raw, s.Content = plain, nil
			d.objects[number] = s
			found = true
		}
	}
	return found
}

// lastFilter returns the filter that the samples of a picture were packed with
// first.
func lastFilter(s types.StreamDict) string {
	if len(s.FilterPipeline) == 0 {
		return ""
	}
	return s.FilterPipeline[len(s.FilterPipeline)-1].Name
}
