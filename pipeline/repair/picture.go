package repair

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"github.com/recevable/recevable/validators/reader"
)

// Want says what is wanted of a picture.
type Want struct {
	Options
	// Sheets asks for the pages as pictures to bind, even where the file could
	// stay as it is.
	Sheets bool
}

// Picture is what became of one picture file: a File, or its pages as Sheets
// where there are several or sheets were wanted.
type Picture struct {
	File    File
	Sheets  []Sheet
	Changes []Change
}

// Picture repairs one picture file; read is what the checks read of it. A file
// that needs nothing comes back with its very bytes and no Changes. One of an
// accepted kind that cannot be decoded, or only in part, loses no more than what
// hides in it: to write it again would hide what is missing. A PNG of which a
// part is missing is written again all the same, for most programs show nothing
// of it; it is then told as [Incomplete]. A picture of a kind that the checks do not read is
// only converted: read again, it may have more to be done.
//
// The error is [reader.ErrUndrawn] for a picture of another kind that cannot be decoded, [ErrWeight] for one that cannot be made
// light enough, or that of ctx.
func (w *Workshop) Picture(ctx context.Context, data []byte, read reader.Document, want Want) (Picture, error) {
	want.MaxBytes = cmp.Or(want.MaxBytes, DefaultMaxBytes)
	traits := reader.TraitsOf(data)
	accepted := reader.Accepted(traits.MIME)
	if traits.MIME == reader.PNG && read.State == reader.Partial {
		b := bench{workshop: w, data: data, read: read, traits: traits, want: want}
		if rest, ok := b.rest(ctx); ok {
			return rest, ctx.Err()
		}
	}
	if accepted && (read.State != reader.Opened || undrawn(read)) {
		return keep(data, traits), ctx.Err()
	}
	data, closed := reader.Closed(data)
	b := bench{workshop: w, data: data, read: read, traits: traits, want: want}
	var made Picture
	var err error
	if traits.Pages > 1 {
		made, err = b.sheets(ctx)
	} else {
		made, err = b.single(ctx)
	}
	if accepted && errors.Is(err, reader.ErrUndrawn) {
		return keep(data, traits), ctx.Err()
	}
	if closed && err == nil {
		made.Changes = append([]Change{{Code: Mended, Message: "La fin du fichier, qui manquait, a été remise ; l’image est entière."}}, made.Changes...)
		made.File.Changes = made.Changes
	}
	return made, err
}

// undrawn reports whether a page may show something that is white on white
// here.
func undrawn(read reader.Document) bool {
	return slices.ContainsFunc(read.Pages, func(p reader.Page) bool { return p.Undrawn })
}

// ErrWeight is the reason of a picture that cannot be made light enough and
// stay legible.
var ErrWeight = errors.New("repair: the picture cannot be made light enough")

// What is said of hidden data: of a picture that was written again, and of one
// that was not.
const (
	uncodedMessage = "Les informations cachées de l’image (lieu, appareil, dates, commentaires) ont été retirées."
	cleanedMessage = "Les informations cachées de l’image (lieu, appareil, dates, commentaires) ont été retirées\u00a0; l’image elle-même n’a pas changé."
)

// keep returns a file as it is, but for what its pixels do not need.
func keep(data []byte, traits reader.Traits) Picture {
	var changes []Change
	clean, found := reader.Cleaned(data)
	if found {
		changes = append(changes, Change{Code: Uncoded, Message: cleanedMessage})
	}
	return Picture{File: File{MIME: traits.MIME, Data: clean, Pages: traits.Pages, Changes: changes}, Changes: changes}
}

// bench is one picture file at work.
type bench struct {
	workshop *Workshop
	data     []byte
	read     reader.Document
	traits   reader.Traits
	want     Want
}

// page is what the checks read of a page; the zero Page where they did not.
func (b *bench) page(index int) reader.Page {
	if index < len(b.read.Pages) {
		return b.read.Pages[index]
	}
	return reader.Page{}
}

func (b *bench) single(ctx context.Context) (Picture, error) {
	pixels, err := b.workshop.draw(ctx, b.data)
	if err != nil {
		return Picture{}, err
	}
	before := pixels.Image
	reasons := b.reasons(pixels)
	img, changes := b.workshop.righted(pixels.Image, b.page(0), 0, b.want.Options)
	kept := keep(b.data, b.traits)
	sheetable := b.traits.MIME == reader.JPEG || b.traits.MIME == reader.PNG
	fits := int64(len(kept.File.Data)) <= b.want.MaxBytes
	if len(reasons)+len(changes) == 0 && fits && (sheetable || !b.want.Sheets) {
		if b.want.Sheets {
			size := before.Bounds().Size()
			kept.Sheets = []Sheet{{JPEG: kept.File.Data, MIME: b.traits.MIME, Width: size.X, Height: size.Y, DPI: b.traits.DPI}}
			kept.File = File{}
		}
		return kept, nil
	}
	changes = append(reasons, changes...)
	if !fits && !slices.ContainsFunc(changes, converts) {
		changes = append(changes, b.tooHeavy())
	}
	out, fitting, ok := b.encode(img, pixels.Profile)
	if !ok {
		return Picture{}, ErrWeight
	}
	if b.traits.Private && !slices.ContainsFunc(changes, uncodes) {
		changes = append(changes, Change{Code: Uncoded, Message: uncodedMessage})
	}
	if pixels.Halved && len(fitting) == 0 {
		fitting = append(fitting, shrunk(img.Bounds().Size()))
	}
	for _, c := range fitting {
		if !slices.ContainsFunc(changes, func(told Change) bool { return told.Code == c.Code }) {
			changes = append(changes, c)
		}
	}
	if b.want.Sheets {
		return Picture{Sheets: []Sheet{out}, Changes: changes}, nil
	}
	return Picture{File: File{MIME: out.MIME, Data: out.JPEG, Pages: 1, Changes: changes}, Changes: changes}, nil
}

func converts(c Change) bool { return c.Code == Converted }

func uncodes(c Change) bool { return c.Code == Uncoded }

// tooHeavy says why a file is written again that shows what it should.
func (b *bench) tooHeavy() Change {
	if b.traits.MIME == reader.JPEG {
		return recompressed
	}
	return Change{Code: Converted, Message: fmt.Sprintf("L’image %s, trop lourde, a été convertie.", kindNames[b.traits.MIME])}
}

// sheets makes each page of a file of several a picture of its own.
func (b *bench) sheets(ctx context.Context) (Picture, error) {
	made := Picture{Changes: []Change{{
		Code:    Converted,
		Message: fmt.Sprintf("Les %d\u00a0pages de ce fichier TIFF ont été converties\u00a0: peu de programmes les montrent toutes.", b.traits.Pages),
	}}}
	for i := range b.traits.Pages {
		pixels, err := b.workshop.Reader.Draw(ctx, reader.NewSource(b.data), i)
		if err != nil {
			return Picture{}, err
		}
		img, changes := b.workshop.righted(pixels.Image, b.page(i), i+1, b.want.Options)
		out, fitting, ok := b.encode(img, pixels.Profile)
		if !ok {
			return Picture{}, ErrWeight
		}
		for k := range fitting {
			fitting[k].Page = i + 1
		}
		made.Changes = append(append(made.Changes, changes...), fitting...)
		made.Sheets = append(made.Sheets, out)
	}
	if b.traits.Private {
		made.Changes = append(made.Changes, Change{Code: Uncoded, Message: uncodedMessage})
	}
	return made, nil
}

// encode writes a page at high quality, or as high as fits.
func (b *bench) encode(img image.Image, profile []byte) (Sheet, []Change, bool) {
	if !b.traits.Lossy {
		if sheet, ok := drawing(img, b.traits.DPI); ok && int64(len(sheet.JPEG)) <= b.want.MaxBytes {
			return sheet, nil, true
		}
	}
	from := highQuality
	if int64(len(b.data)) > b.want.MaxBytes {
		from = bestQuality
	}
	if sheet, ok := b.workshop.written(img, from, b.want.MaxBytes); ok {
		return sheet, nil, true
	}
	sheet, changes, ok := fitted(img, profile, b.traits.DPI, from, b.want.MaxBytes)
	return sheet, changes, ok
}

// kindNames are what people call the kinds that are converted.
var kindNames = map[string]string{
	reader.HEIC: "HEIC", "image/heic-sequence": "HEIC", "image/heif": "HEIF", "image/heif-sequence": "HEIF",
	reader.WEBP: "WebP", reader.GIF: "GIF", reader.JPEG: "JPEG", reader.PNG: "PNG", reader.BMP: "BMP", reader.TIFF: "TIFF",
}

// reasons says why the pixels of the file are to be written again, whatever
// they show.
func (b *bench) reasons(pixels reader.Pixels) []Change {
	t := b.traits
	name := kindNames[t.MIME]
	var changes []Change
	add := func(when bool, code ChangeCode, message string) {
		if when {
			changes = append(changes, Change{Code: code, Message: message})
		}
	}
	foreign := !reader.Accepted(t.MIME)
	add(foreign && t.Animated, Converted, fmt.Sprintf("L’image %s a été convertie\u00a0: seule la première image de l’animation a été gardée.", name))
	add(foreign && t.Several, Converted, fmt.Sprintf("L’image %s a été convertie\u00a0: le fichier en contient plusieurs, et seule la principale a été gardée. S’il en faut une autre, exportez-la en JPG.", name))
	add(foreign && !t.Animated && !t.Several, Converted, fmt.Sprintf("L’image %s, que l’ANTS ne prend pas, a été convertie.", name))
	add(!foreign && t.Animated, Converted, "Seule la première image de l’animation a été gardée.")
	add(!foreign && t.Odd != "", Converted, fmt.Sprintf("L’image %s était d’une variante que tous les programmes ne montrent pas\u00a0: elle a été convertie.", name))
	add(!foreign && t.SeeThrough && pixels.Backed, Converted, "Le fond transparent de l’image est devenu blanc.")
	add(t.Orientation != 1, Turned, "La photo a été tournée comme l’appareil l’indiquait.")
	rewritten := len(changes) > 0 || t.MIME == reader.TIFF
	add(t.Private && rewritten, Uncoded, uncodedMessage)
	return changes
}
