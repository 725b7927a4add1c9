package reader

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"maps"
	"math"
	"regexp"
	"runtime/debug"
	"slices"
	"time"

	"github.com/klippa-app/go-pdfium/requests"

	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr/grey"
	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// Rewriting is what is to be done with a PDF.
type Rewriting string

const (
	// Clean takes out what the file would run or carry and what it tells of
	// its author, and its encryption. Data is always written.
	Clean Rewriting = "clean"
	// Salvage does the same with the pages of a damaged file that are there
	// whole.
	Salvage Rewriting = "salvage"
	// Optimise does the same after pdfcpu's optimisation, where that makes the
	// file lighter still.
	Optimise Rewriting = "optimise"
	// Turn turns pages as Turns says.
	Turn Rewriting = "turn"
	// Tilt turns what pages show as Tilts says.
	Tilt Rewriting = "tilt"
	// Weigh tells what the pictures weigh, and would weigh at each of Steps;
	// and what each page weighs.
	Weigh Rewriting = "weigh"
	// Shorten writes the drawings of heavy pages with fewer decimals; Data is
	// empty where that makes nothing lighter.
	Shorten Rewriting = "shorten"
	// Lighten brings the pictures down to Steps[0], from picture From on.
	Lighten Rewriting = "lighten"
	// Rasterise puts a picture at Steps[0] in the place of each of Pages.
	Rasterise Rewriting = "rasterise"
	// Bind makes one file of Parts.
	Bind Rewriting = "bind"
	// FindBlank lists the pages that show nothing.
	FindBlank Rewriting = "blank"
	// DrawPages draws each of Pages at Steps[0].
	DrawPages Rewriting = "draw"
	// Compare tells whether Other shows the same pages.
	Compare Rewriting = "compare"
)

// Rewrite is a request to [Reader.Rewrite].
type Rewrite struct {
	Do       Rewriting
	Password string // empty for none
	// ThroughPDFium has pdfium write the file first: what it shows of a
	// damaged file is then all that there is.
	ThroughPDFium bool
	Steps         []pdfedit.Step
	From          int
	Pages         []int // from 1
	Parts         []BindPart
	Other         []byte
	Turns         map[int]int     // degrees clockwise by page, from 1
	Tilts         map[int]float64 // degrees anticlockwise by page, from 1
	// AsScanned has DrawPages draw the scans of an office pixel for pixel, and
	// other pages at its step.
	AsScanned bool
}

// BindPart is a page made of pictures, or pages of a PDF.
type BindPart struct {
	PDF           []byte
	Password      string
	Pages         []int // of PDF, from 1; nil for all
	Width, Height float64
	Pictures      []pdfedit.Picture
}

// Rewritten is what came of it.
type Rewritten struct {
	Data     []byte
	Pages    int
	Removed  pdfedit.Removed
	Unlocked bool  // it was encrypted
	Broken   bool  // Clean: a strict reader would not open it
	Torn     []int // Clean: pages, from 1, of which a part cannot be read
	Lost     int   // Salvage: pages that are not in Data, or [pdfedit.LostUnknown]

	Next        int      // Lighten: the picture to go on with, 0 when all are done
	Pictures    int      // Weigh: bytes of all pictures
	PicturesAt  []int    // Weigh: the same at each step
	PageWeights []int    // Weigh
	PagesFound  []int    // FindBlank, from 1
	SameAsOther bool     // Compare
	Drawn       [][]byte // DrawPages: JPEG
	DrawnDPI    []int    // DrawPages: the resolution of each scan that is as scanned, 0 for others
}

// RewriteError says why a PDF could not be rewritten.
type RewriteError struct {
	State  State // Locked, Damaged, Unsupported, NoPages or OverLimit
	Limit  Limit
	Detail string // English, for logs; never text of the document
}

func (e *RewriteError) Error() string { return fmt.Sprintf("%s: %s", e.State, e.Detail) }

// Rewrite changes a PDF, or tells something of it, within the limits. The error
// is a [RewriteError], or that of ctx.
func (r *Reader) Rewrite(ctx context.Context, data []byte, request Rewrite) (Rewritten, error) {
	if err := ctx.Err(); err != nil {
		return Rewritten{}, err
	}
	if r.workers != nil {
		r.warming.Do(func() { r.warm(ctx) })
	}
	if len(data) >= streamed {
		debug.FreeOSMemory() // what earlier answers left behind weighs as much again
	}
	limited, cancel := context.WithTimeout(ctx, time.Duration(r.limits.Seconds)*time.Second)
	defer cancel()
	doc := r.isolated(limited, job{MIME: PDF, Data: data, Limits: r.limits, Rewrite: &request})
	switch {
	case ctx.Err() != nil:
		return Rewritten{}, ctx.Err()
	case doc.rewritten == nil:
		return Rewritten{}, &RewriteError{doc.State, doc.Limit, doc.Detail}
	}
	return *doc.rewritten, nil
}

// rewritePDF answers a request in the worker.
func (e *pdfEngine) rewritePDF(ctx context.Context, data []byte, request Rewrite, lim Limits) Document {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(lim.Seconds)*time.Second)
	defer cancel()
	work := map[Rewriting]func(context.Context, []byte, Rewrite, Limits) (*Rewritten, error){
		Clean: e.clean, Salvage: salvage, Optimise: e.optimise, Turn: e.turnPages, Tilt: e.tiltPages, Weigh: e.weigh, Shorten: e.shorten, Lighten: e.lighten, Rasterise: e.rasterise,
		Bind: e.bind, FindBlank: e.findBlank, Compare: e.compare,
		DrawPages: e.drawPages,
	}[request.Do]
	if work == nil {
		return Document{State: Unsupported, Detail: "unknown request"}
	}
	made, err := work(ctx, data, request, lim)
	switch {
	case err == nil:
		return Document{State: Opened, rewritten: made}
	case errors.Is(err, pdfedit.ErrEncrypted):
		return Document{State: Locked, Detail: err.Error()}
	case errors.Is(err, pdfedit.ErrNoPages):
		return Document{State: NoPages, Detail: err.Error()}
	case errors.Is(err, errCrowded):
		return Document{State: OverLimit, Limit: TimeLimit, Detail: err.Error()}
	case errors.Is(err, errTooLarge):
		return Document{State: OverLimit, Limit: PixelLimit, Detail: err.Error()}
	}
	return unopened(err, nil, lim)
}

// edit opens a PDF for changes.
func (e *pdfEngine) edit(ctx context.Context, data []byte, password string, throughPDFium bool) (doc *pdfedit.Document, unlocked bool, err error) {
	return e.editWith(ctx, pdfedit.Open, data, password, throughPDFium)
}

// editWith is edit by another way to open what is not encrypted.
func (e *pdfEngine) editWith(ctx context.Context, open opener, data []byte, password string, throughPDFium bool) (doc *pdfedit.Document, unlocked bool, err error) {
	// pdfcpu overlooks an encryption dictionary that stands in the trailer
	// itself, and would hand out what is still encrypted.
	direct := !throughPDFium && !bytes.Contains(data, []byte("/Encrypt"))
	if direct {
		if doc, err = openForEdit(ctx, open, data); err == nil || errors.Is(err, context.DeadlineExceeded) {
			return doc, false, err
		}
	}
	saved, unlocked, err := e.savedByPDFium(ctx, data, password)
	if refused(err) {
		if whole, ok := mended(data); ok {
			if saved, unlocked, err = e.savedByPDFium(ctx, whole, password); err != nil {
				return nil, false, err
			}
		}
	}
	if err != nil {
		return nil, false, err
	}
	if doc, err = openForEdit(ctx, open, saved); err == nil {
		// pdfium opened what pdfcpu could not, or a file that says in vain that
		// it is encrypted.
		doc.Broken = direct || !unlocked && !throughPDFium && encryptTrailer.Match(data)
	}
	return doc, unlocked, err
}

// encryptTrailer finds a trailer that says where the encryption of the file is
// described.
var encryptTrailer = regexp.MustCompile(`trailer\s*<<[^>]*/Encrypt\s`)

// opener is [pdfedit.Open] or [pdfedit.OpenOptimised].
type opener func(context.Context, []byte) (*pdfedit.Document, error)

// openForEdit opens a PDF with pdfcpu's panics turned into errors.
func openForEdit(ctx context.Context, open opener, data []byte) (doc *pdfedit.Document, err error) {
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, fmt.Errorf("pdfcpu panicked (%T)", p)
		}
	}()
	return open(ctx, data)
}

// savedByPDFium returns the file as pdfium writes it, without encryption.
func (e *pdfEngine) savedByPDFium(ctx context.Context, data []byte, password string) (saved []byte, encrypted bool, err error) {
	var copied bytes.Buffer
	err = e.withPassword(ctx, data, password, func(d pdfiumDocument) error {
		revision, err := d.FPDF_GetSecurityHandlerRevision(&requests.FPDF_GetSecurityHandlerRevision{Document: d.ref})
		if err != nil {
			return err
		}
		encrypted = revision.SecurityHandlerRevision >= 0
		copied.Reset()
		_, err = d.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{
			Flags: requests.SaveFlagRemoveSecurity, Document: d.ref, FileWriter: io.Writer(&copied),
		})
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return copied.Bytes(), encrypted, nil
}

func (e *pdfEngine) clean(ctx context.Context, data []byte, request Rewrite, _ Limits) (*Rewritten, error) {
	doc, unlocked, err := e.edit(ctx, data, request.Password, request.ThroughPDFium)
	if err != nil {
		return nil, err
	}
	removed, torn := doc.Clean(), doc.MendStreams()
	return &Rewritten{
		Data: doc.Write(), Pages: doc.Pages(), Removed: removed, Unlocked: unlocked,
		Broken: doc.Broken, Torn: torn,
	}, nil
}

func salvage(ctx context.Context, data []byte, _ Rewrite, _ Limits) (*Rewritten, error) {
	doc, err := openForEdit(ctx, pdfedit.Salvage, data)
	if err != nil {
		return nil, err
	}
	removed := doc.Clean()
	return &Rewritten{Data: doc.Write(), Pages: doc.Pages(), Removed: removed, Lost: doc.Lost}, nil
}

// optimise cleans; where pdfcpu cannot optimise the file, or in vain, it does
// no more.
func (e *pdfEngine) optimise(ctx context.Context, data []byte, request Rewrite, lim Limits) (*Rewritten, error) {
	made, err := e.clean(ctx, data, request, lim)
	if err != nil {
		return nil, err
	}
	doc, _, err := e.editWith(ctx, pdfedit.OpenOptimised, made.Data, "", false)
	if err != nil || doc.Pages() != made.Pages {
		return made, ctx.Err()
	}
	if lighter := doc.Write(); len(lighter) < len(made.Data) {
		made.Data = lighter
	}
	return made, nil
}

func (e *pdfEngine) turnPages(ctx context.Context, data []byte, request Rewrite, _ Limits) (*Rewritten, error) {
	doc, _, err := e.edit(ctx, data, request.Password, false)
	if err != nil {
		return nil, err
	}
	for n, degrees := range request.Turns {
		if err := doc.Turn(n, degrees); err != nil {
			return nil, err
		}
	}
	return &Rewritten{Data: doc.Write(), Pages: doc.Pages()}, nil
}

func (e *pdfEngine) tiltPages(ctx context.Context, data []byte, request Rewrite, _ Limits) (*Rewritten, error) {
	doc, _, err := e.edit(ctx, data, request.Password, false)
	if err != nil {
		return nil, err
	}
	for _, n := range slices.Sorted(maps.Keys(request.Tilts)) {
		if err := doc.Tilt(n, request.Tilts[n]); err != nil {
			return nil, err
		}
	}
	return &Rewritten{Data: doc.Write(), Pages: doc.Pages()}, nil
}

func (e *pdfEngine) weigh(ctx context.Context, data []byte, request Rewrite, _ Limits) (*Rewritten, error) {
	doc, _, err := e.edit(ctx, data, request.Password, false)
	if err != nil {
		return nil, err
	}
	made := &Rewritten{Pages: doc.Pages(), PageWeights: doc.Weights()}
	made.Pictures, made.PicturesAt = doc.Weigh(ctx, request.Steps)
	return made, ctx.Err()
}

func (e *pdfEngine) shorten(ctx context.Context, data []byte, request Rewrite, _ Limits) (*Rewritten, error) {
	doc, _, err := e.edit(ctx, data, request.Password, false)
	if err != nil {
		return nil, err
	}
	changed, err := doc.Shorten(ctx)
	if err != nil || !changed {
		return &Rewritten{Pages: doc.Pages()}, err
	}
	return &Rewritten{Data: doc.Write(), Pages: doc.Pages()}, nil
}

// lightenedAtOnce is how many pixels one request decodes: a few seconds' work.
const lightenedAtOnce = 40_000_000

func (e *pdfEngine) lighten(ctx context.Context, data []byte, request Rewrite, _ Limits) (*Rewritten, error) {
	doc, _, err := e.edit(ctx, data, request.Password, false)
	if err != nil {
		return nil, err
	}
	if len(request.Steps) == 0 {
		return nil, errors.New("no step to lighten to")
	}
	next, err := doc.Lighten(ctx, request.Steps[0], request.From, lightenedAtOnce)
	if err != nil {
		return nil, err
	}
	return &Rewritten{Data: doc.Write(), Pages: doc.Pages(), Next: next}, nil
}

// errLeftOut: pdfium has not the memory to draw a picture, and draws the page
// without it.
var errLeftOut = fmt.Errorf("a picture is left out: %w", errTrap)

// errCrowded: a page has more on it than is drawn in the time of a file.
var errCrowded = errors.New("a page is too crowded to be drawn")

func (e *pdfEngine) rasterise(ctx context.Context, data []byte, request Rewrite, lim Limits) (*Rewritten, error) {
	if len(request.Steps) == 0 {
		return nil, errors.New("no step to rasterise at")
	}
	step := request.Steps[0]
	var drawn []pdfedit.Picture
	// The file is opened for changes when the sandbox is gone, which takes as
	// much memory.
	err := e.with(ctx, data, func(d pdfiumDocument) error {
		drawn = nil
		for _, n := range request.Pages {
			whole, err := d.wholePage(n-1, step, lim)
			if err != nil {
				return fmt.Errorf("page %d: %w", n, classified(err))
			}
			drawn = append(drawn, whole)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	doc, _, err := e.edit(ctx, data, request.Password, false)
	if err != nil {
		return nil, err
	}
	for i, n := range request.Pages {
		if err := doc.Replace(n, drawn[i].Width, drawn[i].Height, drawn[i]); err != nil {
			return nil, err
		}
	}
	return &Rewritten{Data: doc.Write(), Pages: doc.Pages()}, nil
}

// wholePage draws a page to stand in its place.
func (d pdfiumDocument) wholePage(index int, step pdfedit.Step, lim Limits) (pdfedit.Picture, error) {
	size, err := d.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: index})
	if err != nil {
		return pdfedit.Picture{}, err
	}
	drawn, err := d.draw(index, int(step.DPI), lim)
	if err != nil {
		return pdfedit.Picture{}, err
	}
	if d.leavesOut(index, grey.Of(drawn, 1)) {
		return pdfedit.Picture{}, errLeftOut
	}
	packed, err := pdfedit.Pack(drawn, step.Quality)
	return pdfedit.Picture{Data: packed, Width: size.Width, Height: size.Height}, err
}

// The resolutions at which offices scan, in dots per inch.
const leastScan, mostScan = 150, 400

func (e *pdfEngine) drawPages(ctx context.Context, data []byte, request Rewrite, lim Limits) (*Rewritten, error) {
	if len(request.Steps) == 0 {
		return nil, errors.New("no step to draw at")
	}
	step := request.Steps[0]
	made := &Rewritten{}
	err := e.with(ctx, data, func(d pdfiumDocument) error {
		made.Drawn, made.DrawnDPI = nil, nil
		for _, n := range request.Pages {
			scan := int(math.Round(d.scanDPI(n - 1)))
			if !request.AsScanned || scan < leastScan || scan > mostScan {
				scan = 0
			}
			drawn, err := d.draw(n-1, cmp.Or(scan, int(step.DPI)), lim)
			if err != nil {
				return err
			}
			packed, err := pdfedit.Pack(drawn, step.Quality)
			if err != nil {
				return err
			}
			made.Drawn, made.DrawnDPI = append(made.Drawn, packed), append(made.DrawnDPI, scan)
		}
		return nil
	})
	return made, err
}

func (e *pdfEngine) bind(ctx context.Context, _ []byte, request Rewrite, _ Limits) (*Rewritten, error) {
	bound := pdfedit.New()
	made := &Rewritten{}
	for i, part := range request.Parts {
		if part.PDF == nil {
			if err := bound.AddPage(part.Width, part.Height, part.Pictures...); err != nil {
				return nil, fmt.Errorf("part %d: %w", i+1, err)
			}
			continue
		}
		doc, unlocked, err := e.edit(ctx, part.PDF, part.Password, false)
		if err != nil {
			return nil, fmt.Errorf("part %d: %w", i+1, err)
		}
		made.Unlocked = made.Unlocked || unlocked
		made.Removed = made.Removed.With(doc.Clean())
		if err := bound.Append(doc, part.Pages); err != nil {
			return nil, fmt.Errorf("part %d: %w", i+1, err)
		}
	}
	if bound.Pages() == 0 {
		return nil, pdfedit.ErrNoPages
	}
	made.Data, made.Pages = bound.Write(), bound.Pages()
	return made, nil
}

// blankDPI is fine enough to tell a line of text from dust.
const blankDPI = 120

func (e *pdfEngine) findBlank(ctx context.Context, data []byte, request Rewrite, lim Limits) (*Rewritten, error) {
	made := &Rewritten{}
	v := &pdfView{}
	err := e.withPassword(ctx, data, request.Password, func(d pdfiumDocument) error {
		count, err := d.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
		if err != nil {
			return err
		}
		*v, *made = pdfView{}, Rewritten{}
		made.Pages, v.count = count.PageCount, min(count.PageCount, lim.Pages)
		if err := v.measure(d); err != nil {
			return err
		}
		for i, page := range v.pages {
			blank, err := d.showsNothing(i, page, lim)
			if err != nil && trapped(err) {
				return err
			}
			if blank && err == nil {
				made.PagesFound = append(made.PagesFound, i+1)
			}
		}
		return nil
	})
	return made, err
}

// showsNothing reports whether a page has no text and its picture is bare, and
// all that is on it was drawn.
func (d pdfiumDocument) showsNothing(index int, page Page, lim Limits) (bool, error) {
	text, err := d.text(index, page, textChars)
	if err != nil || len(text.lines) > 0 {
		return false, err
	}
	drawn, err := d.draw(index, blankDPI, lim)
	if err != nil {
		return false, err
	}
	picture := grey.Of(drawn, 1)
	return legibility.Measure(picture, legibility.TextPage).Blank() && d.drawsAll(index), nil
}

const (
	comparedPages  = 20
	comparedPixels = 500 // of the longer side of a page
	// Pictures that were made lighter differ by noise: 2 or 3 grey levels over
	// a tile. A line of text that is gone makes dozens.
	tileSide, tileDiffers = 20, 24
)

// compare looks at the pages of both files, at some of them where there are
// many, without annotations. It fails where a page differs that cannot be drawn
// whole as it was.
func (e *pdfEngine) compare(ctx context.Context, data []byte, request Rewrite, _ Limits) (*Rewritten, error) {
	before, beforeCount, err := e.thumbnails(ctx, data, request.Password)
	if err != nil {
		return nil, err
	}
	after, afterCount, err := e.thumbnails(ctx, request.Other, "")
	if err != nil {
		return nil, err
	}
	made := &Rewritten{Pages: afterCount, SameAsOther: beforeCount == afterCount && len(before) == len(after)}
	for k := range before {
		if !made.SameAsOther || alike(before[k], after[k]) {
			continue
		}
		if before[k] != nil && white(before[k]) && e.partlyDrawn(ctx, data, request.Password, compared(k, beforeCount), before[k]) {
			return nil, errLeftOut
		}
		made.SameAsOther = false
	}
	return made, nil
}

// compared returns which of count pages the k-th compared one is.
func compared(k, count int) int { return k * count / min(count, comparedPages) }

// partlyDrawn reports whether something of a page is missing from its picture.
func (e *pdfEngine) partlyDrawn(ctx context.Context, data []byte, password string, index int, drawn *image.Gray) bool {
	leaves := false
	err := e.withPassword(ctx, data, password, func(d pdfiumDocument) error {
		leaves = d.leavesOut(index, drawn)
		return nil
	})
	return err == nil && leaves
}

func (e *pdfEngine) thumbnails(ctx context.Context, data []byte, password string) (pages []*image.Gray, count int, err error) {
	err = e.withPassword(ctx, data, password, func(d pdfiumDocument) error {
		answer, err := d.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
		if err != nil {
			return err
		}
		count, pages = answer.PageCount, nil
		for k := range min(count, comparedPages) {
			if d.crowded(compared(k, count)) {
				return errCrowded
			}
			thumbnail, err := d.thumbnail(compared(k, count))
			if err != nil && trapped(err) {
				return err
			}
			if err == nil && !d.last && white(thumbnail) && d.leavesOut(compared(k, count), thumbnail) {
				return errLeftOut
			}
			pages = append(pages, thumbnail) // nil where it cannot be drawn
		}
		return nil
	})
	if err != nil {
		return nil, 0, err // pages may still be written to
	}
	return pages, count, nil
}

func (d pdfiumDocument) thumbnail(index int) (*image.Gray, error) {
	size, err := d.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: index})
	if err != nil {
		return nil, err
	}
	dpi := int(max(1, comparedPixels*72/max(size.Width, size.Height, 1)))
	render, err := d.RenderPageInDPI(&requests.RenderPageInDPI{Page: d.page(index), DPI: dpi})
	if err != nil {
		return nil, err
	}
	defer render.Cleanup()
	return grey.Of(overWhite(render.Result.Image), 1), nil
}

// alike reports whether two pictures show the same.
func alike(a, b *image.Gray) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Rect.Size() != b.Rect.Size() {
		return false
	}
	for y := 0; y < a.Rect.Dy(); y += tileSide {
		for x := 0; x < a.Rect.Dx(); x += tileSide {
			if tileDifference(a, b, x, y) > tileDiffers {
				return false
			}
		}
	}
	return true
}

func tileDifference(a, b *image.Gray, x0, y0 int) int {
	x1, y1 := min(x0+tileSide, a.Rect.Dx()), min(y0+tileSide, a.Rect.Dy())
	sum := 0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			difference := int(a.Pix[y*a.Stride+x]) - int(b.Pix[y*b.Stride+x])
			sum += max(difference, -difference)
		}
	}
	return sum / ((x1 - x0) * (y1 - y0))
}
