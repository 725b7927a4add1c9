package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// pdfView is what pdfium says of a document.
type pdfView struct {
	count       int
	pages       []Page
	skipped     int   // pages that pdfium could not load
	stopped     error // why the text of the later pages is missing, or nil
	hurried     bool  // a page was not drawn that would take too long
	restricted  bool
	scripts     int // of the whole document, not those of pages and fields
	attachments int
	mended      bool
}

// Permission bits of the standard security handler (ISO 32000-1, table 22).
const (
	mayPrint = 1 << 2
	mayCopy  = 1 << 4
)

// view opens the document and looks at its pages.
func (e *pdfEngine) view(ctx context.Context, data []byte, want Want, lim Limits) (*pdfView, error) {
	v := &pdfView{}
	err := e.with(ctx, data, func(d pdfiumDocument) error {
		*v = pdfView{}
		return v.look(d, want, lim)
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}

func (v *pdfView) look(d pdfiumDocument, want Want, lim Limits) error {
	count, err := d.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		return err
	}
	v.count = count.PageCount
	permissions, err := d.FPDF_GetDocPermissions(&requests.FPDF_GetDocPermissions{Document: d.ref})
	if err != nil {
		return err
	}
	const both = mayPrint | mayCopy
	v.restricted = permissions.DocPermissions&both != both
	if v.count > lim.Pages {
		return nil
	}
	if scripts, err := d.FPDFDoc_GetJavaScriptActionCount(&requests.FPDFDoc_GetJavaScriptActionCount{Document: d.ref}); err == nil {
		v.scripts = scripts.JavaScriptActionCount
	}
	if attachments, err := d.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: d.ref}); err == nil {
		v.attachments = attachments.AttachmentCount
	}
	if err := v.measure(d); err != nil {
		return err
	}
	if want.Text {
		v.readText(d)
	}
	if want.pixels() && v.stopped == nil {
		v.draw(d, want, lim)
	}
	if v.stopped != nil && !d.last {
		return v.stopped
	}
	return nil
}

// measure fills in the size of every page, without parsing their content.
func (v *pdfView) measure(d pdfiumDocument) error {
	v.pages = make([]Page, v.count)
	for i := range v.pages {
		size, err := d.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: i})
		switch {
		case err == nil:
			v.pages[i] = Page{Width: size.Width, Height: size.Height}
		case trapped(err):
			return err
		default:
			v.skipped++
		}
	}
	return nil
}

// textPages is how many pages are read. The pieces that are dated by their
// text say their date on the first; the longest allowed has 6.
const textPages = 10

// Resolutions pages are drawn at. One that has text is drawn for its 2D-Doc
// alone, whose modules are 4 pixels wide at 200 dpi; 250 is what OCR reads
// best. A page that is small on paper, such as a card, or one that calls its
// pixels points, is drawn so that its longer side has between minDrawn and
// maxDrawn pixels.
const (
	codeDPI, textDPI   = 200, 250
	minDrawn, maxDrawn = 1600, 3600
)

// draw fills in the pictures of the first pages, of those that something is
// wanted of.
func (v *pdfView) draw(d pdfiumDocument, want Want, lim Limits) {
	for i := range min(len(v.pages), textPages) {
		page := &v.pages[i]
		if !want.pixelsOf(*page) {
			continue
		}
		dpi := textDPI
		if len(page.Lines) > 0 {
			dpi = codeDPI
		}
		if len(page.Lines) > 0 && !page.FromOCR && d.crowded(i) {
			v.hurried = true // its text is read
			continue
		}
		long := max(page.Width, page.Height, 1)
		dpi = int(min(max(float64(dpi), minDrawn*72/long), maxDrawn*72/long))
		drawn, err := d.draw(i, max(dpi, 1), lim)
		if err != nil && trapped(err) {
			v.stopped = fmt.Errorf("drawing page %d: %w", i+1, errTrap)
			return
		}
		if err == nil {
			page.Picture = grey.Of(drawn, 1)
			blank := white(page.Picture) || len(page.Lines) == 0 && legibility.Measure(page.Picture, legibility.TextPage).Blank()
			page.Undrawn = blank && !d.drawsAll(i)
		}
		if page.Undrawn && !d.last {
			v.stopped = fmt.Errorf("drawing page %d: %w", i+1, errLeftOut)
			return
		}
	}
}

// crowd is how many objects a page may have to be drawn where its text is known:
// at 200 dpi, a line across it takes 50 µs.
const crowd = 60_000

// crowded reports whether drawing a page takes longer than it may.
func (d pdfiumDocument) crowded(index int) bool {
	count, err := d.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: d.page(index)})
	return err == nil && count.Count > crowd
}

// white reports whether a picture has next to nothing on it: a few per cent of
// its pixels.
func white(picture *image.Gray) bool { return whiteIn(picture, picture.Rect) }

func whiteIn(picture *image.Gray, part image.Rectangle) bool {
	const most = 33
	return darkIn(picture, part) <= part.Dx()*part.Dy()/most
}

// darkIn counts the pixels of a part that are darker than paper.
func darkIn(picture *image.Gray, part image.Rectangle) int {
	const paper = 245
	dark := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for _, v := range picture.Pix[picture.PixOffset(part.Min.X, y):][:part.Dx()] {
			if v < paper {
				dark++
			}
		}
	}
	return dark
}

// maxImage bounds the pixels of an image that is decoded once more to see
// whether pdfium can: A4 at 300 dpi, and four bytes a pixel are a fair part of
// the sandbox.
const maxImage = 9_000_000

// drawsAll reports whether pdfium surely draws all that a page holds, of one
// that it draws white. It leaves out, without a word, an image that it cannot
// decode or that is too large for its sandbox, with its mask or without, the
// fields of a form that come without their appearance, and all of a form in XFA;
// what is inside a form object is not looked at.
func (d pdfiumDocument) drawsAll(index int) bool {
	form, err := d.FPDF_GetFormType(&requests.FPDF_GetFormType{Document: d.ref})
	if err != nil || form.FormType != enums.FPDF_FORMTYPE_NONE {
		return false
	}
	loaded, err := d.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: index})
	if err != nil {
		return false
	}
	defer d.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	page := requests.Page{ByReference: &loaded.Page}
	annotations, err := d.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: page})
	if err != nil || annotations.Count > 0 {
		return false
	}
	count, err := d.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil || count.Count > maxObjects {
		return false
	}
	for i := range count.Count {
		object, err := d.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return false
		}
		kind, err := d.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		switch {
		case err != nil, kind.Type == enums.FPDF_PAGEOBJ_FORM, kind.Type == enums.FPDF_PAGEOBJ_UNKNOWN:
			return false
		case kind.Type == enums.FPDF_PAGEOBJ_IMAGE && d.inkOf(object.PageObject) != inkless:
			return false
		}
	}
	return true
}

// leavesOut reports whether a picture of a page is missing from what was drawn
// of it: next to nothing is where it stands, and it cannot be decoded; or
// nothing at all, and it is not white.
func (d pdfiumDocument) leavesOut(index int, drawn *image.Gray) bool {
	if white(drawn) && !d.drawsAll(index) {
		return true
	}
	loaded, err := d.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: index})
	if err != nil {
		return true
	}
	defer d.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	page := requests.Page{ByReference: &loaded.Page}
	count, err := d.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return true
	}
	for i := range min(count.Count, maxObjects) {
		object, err := d.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return true
		}
		kind, err := d.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			continue
		}
		at := d.shownAt(page, object.PageObject, drawn.Rect)
		if !whiteIn(drawn, at) {
			continue
		}
		if kind := d.inkOf(object.PageObject); kind == inkUnknown || kind == inked && darkIn(drawn, at) == 0 {
			return true
		}
	}
	return false
}

// shownAt returns where an object stands in a picture of its page.
func (d pdfiumDocument) shownAt(page requests.Page, object references.FPDF_PAGEOBJECT, picture image.Rectangle) image.Rectangle {
	bounds, err := d.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object})
	if err != nil {
		return picture
	}
	var corners [2]image.Point
	for i, at := range [2][2]float32{{bounds.Left, bounds.Bottom}, {bounds.Right, bounds.Top}} {
		moved, err := d.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
			Page: page, SizeX: picture.Dx(), SizeY: picture.Dy(), PageX: float64(at[0]), PageY: float64(at[1]),
		})
		if err != nil {
			return picture
		}
		corners[i] = image.Pt(moved.DeviceX, moved.DeviceY)
	}
	return image.Rectangle{corners[0], corners[1]}.Canon().Intersect(picture)
}

// inking is what an image shows where its mask is left out.
type inking int

const (
	inkUnknown inking = iota // pdfium does not decode it
	inkless                  // a blank sheet
	inked
)

func (d pdfiumDocument) inkOf(object references.FPDF_PAGEOBJECT) inking {
	size, err := d.FPDFImageObj_GetImagePixelSize(&requests.FPDFImageObj_GetImagePixelSize{ImageObject: object})
	if err != nil || float64(size.Width)*float64(size.Height) > maxImage {
		return inkUnknown
	}
	decoded, err := d.FPDFImageObj_GetBitmap(&requests.FPDFImageObj_GetBitmap{ImageObject: object})
	if err != nil {
		return inkUnknown
	}
	kind := d.inkOn(decoded.Bitmap)
	if _, err = d.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: decoded.Bitmap}); err != nil {
		return inkUnknown
	}
	return kind
}

// inkOn tells a blank sheet by what [legibility.Measures.Blank] goes by.
func (d pdfiumDocument) inkOn(bitmap references.FPDF_BITMAP) inking {
	format, err := d.FPDFBitmap_GetFormat(&requests.FPDFBitmap_GetFormat{Bitmap: bitmap})
	if err != nil {
		return inkUnknown
	}
	width, err := d.FPDFBitmap_GetWidth(&requests.FPDFBitmap_GetWidth{Bitmap: bitmap})
	if err != nil {
		return inkUnknown
	}
	stride, err := d.FPDFBitmap_GetStride(&requests.FPDFBitmap_GetStride{Bitmap: bitmap})
	if err != nil || stride.Stride < 1 {
		return inkUnknown
	}
	samples, err := d.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: bitmap})
	each := map[enums.FPDF_BITMAP_FORMAT]int{
		enums.FPDF_BITMAP_FORMAT_GRAY: 1, enums.FPDF_BITMAP_FORMAT_BGR: 3, enums.FPDF_BITMAP_FORMAT_BGRX: 4, enums.FPDF_BITMAP_FORMAT_BGRA: 4,
	}[format.Format]
	if err != nil || each == 0 || stride.Stride < width.Width*each {
		return inkUnknown
	}
	rows := len(samples.Buffer) / stride.Stride
	green := image.NewGray(image.Rect(0, 0, width.Width, rows))
	for y := range rows {
		row := samples.Buffer[y*stride.Stride:]
		for x := range width.Width {
			green.Pix[y*green.Stride+x] = row[x*each : (x+1)*each][min(each-1, 1)]
		}
	}
	if legibility.Measure(green, legibility.TextPage).Blank() {
		return inkless
	}
	return inked
}

// readText fills in the lines of the first pages. After a trap the sandbox is
// not to be used again: the text ends there.
func (v *pdfView) readText(d pdfiumDocument) {
	budget := textChars
	for i := range min(len(v.pages), textPages) {
		page := &v.pages[i]
		text, err := d.text(i, *page, budget)
		if err != nil && trapped(err) {
			v.stopped = fmt.Errorf("text of page %d: %w", i+1, errTrap)
			return
		}
		if err == nil {
			for k := range text.lines {
				text.lines[k].Confidence = 100
			}
			page.Lines, page.FromOCR, page.Turn, page.Skew = text.lines, text.scanned && len(text.lines) > 0, text.turn, text.skew
			if page.Turn%180 != 0 {
				page.Sheet = Size{page.Height, page.Width}
			}
		}
		budget -= text.chars
	}
}

var errTooLarge = errors.New("the page is too large to draw at this resolution")

// renderPage draws page n (from 0) at the given resolution, over white, with
// its annotations. The error is errTooLarge where the picture would pass
// lim.Pixels or half of pdfium's memory.
func (e *pdfEngine) renderPage(ctx context.Context, data []byte, page, dpi int, lim Limits) (image.Image, error) {
	var drawn *image.NRGBA
	err := e.with(ctx, data, func(d pdfiumDocument) (err error) {
		drawn, err = d.draw(page, dpi, lim)
		return err
	})
	if err != nil {
		return nil, err
	}
	return drawn, nil
}

// drawable is how many pixels a drawn page may have: pdfium holds four bytes
// for each in its sandbox.
func (d pdfiumDocument) drawable(lim Limits) float64 {
	return min(float64(lim.Pixels), float64(d.memory)/2/4)
}

func (d pdfiumDocument) draw(page, dpi int, lim Limits) (*image.NRGBA, error) {
	size, err := d.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: page})
	if err != nil {
		return nil, err
	}
	scale := float64(dpi) / 72
	if size.Width*scale*size.Height*scale > d.drawable(lim) {
		return nil, errTooLarge
	}
	render, err := d.RenderPageInDPI(&requests.RenderPageInDPI{
		Page: d.page(page), DPI: dpi, RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
	})
	if err != nil {
		return nil, err
	}
	defer render.Cleanup()
	return overWhite(render.Result.Image), nil
}

// overWhite copies a picture out of the sandbox's memory. pdfium draws pages
// with transparency on a clear ground, colours not multiplied by their
// opacity, whatever go-pdfium's type says.
func overWhite(src *image.RGBA) *image.NRGBA {
	dst := image.NewNRGBA(src.Rect)
	copy(dst.Pix, src.Pix)
	for i := 0; i < len(dst.Pix); i += 4 {
		p := dst.Pix[i : i+4 : i+4]
		if opacity := int(p[3]); opacity != 255 {
			for c := range 3 {
				p[c] = uint8((int(p[c])*opacity + 255*(255-opacity) + 127) / 255)
			}
			p[3] = 255
		}
	}
	return dst
}

// opensJPEG reports whether pdfium's own JPEG decoder (libjpeg-turbo) draws
// the JPEG, wrapped as the only picture of a PDF: a second opinion on those
// that Go's decoder refuses. The error is that of the engine or of ctx, never
// one about the JPEG.
func (e *pdfEngine) opensJPEG(ctx context.Context, data []byte, width, height, components int) (bool, error) {
	drew := false
	err := e.with(ctx, wrapJPEG(data, width, height, components), func(d pdfiumDocument) error {
		render, err := d.RenderPageInDPI(&requests.RenderPageInDPI{Page: d.page(0), DPI: 72})
		if err != nil {
			if trapped(err) {
				return err
			}
			return nil
		}
		defer render.Cleanup()
		drew = pictureOn(render.Result.Image)
		return nil
	})
	return drew, err
}

// drawJPEG draws a JPEG that [pdfEngine.opensJPEG] opens, pixel for pixel.
func (e *pdfEngine) drawJPEG(ctx context.Context, data []byte, width, height, components int) (drawn *image.RGBA, err error) {
	content := fmt.Sprintf("q %d 0 0 %d 0 0 cm /I Do Q", width, height)
	err = e.with(ctx, wrapPicture(data, image.Pt(width, height), components, image.Pt(width, height), content), func(d pdfiumDocument) error {
		render, err := d.RenderPageInDPI(&requests.RenderPageInDPI{Page: d.page(0), DPI: 72})
		if err != nil {
			return err
		}
		defer render.Cleanup()
		img := render.Result.Image
		drawn = &image.RGBA{Pix: bytes.Clone(img.Pix), Stride: img.Stride, Rect: img.Rect}
		return nil
	})
	if err != nil {
		return nil, err // drawn may still be written to
	}
	return drawn, nil
}

// jpegColorSpaces goes by the number of components; JPEGs of another number are
// not drawn.
var jpegColorSpaces = map[int]string{1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}

// jpegSide is the side of the square, in points and pixels, that a wrapped
// JPEG is drawn in.
const jpegSide = 64

// wrapJPEG makes a one-page PDF that draws the JPEG over a page of two
// colours: no picture looks the same as both.
func wrapJPEG(data []byte, width, height, components int) []byte {
	content := fmt.Sprintf("1 0 1 rg 0 0 %[2]d %[1]d re f 0 1 0 rg %[2]d 0 %[2]d %[1]d re f q %[1]d 0 0 %[1]d 0 0 cm /I Do Q", jpegSide, jpegSide/2)
	return wrapPicture(data, image.Pt(width, height), components, image.Pt(jpegSide, jpegSide), content)
}

// wrapPicture makes a PDF of one page, of the given size in points, whose
// content draws the JPEG as I.
func wrapPicture(data []byte, size image.Point, components int, page image.Point, content string) []byte {
	var w pdfWriter
	w.object("<</Type/Catalog/Pages 2 0 R>>")
	w.object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	w.object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", page.X, page.Y))
	w.stream("", []byte(content))
	w.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8/Filter/DCTDecode",
		size.X, size.Y, jpegColorSpaces[components]), data)
	return w.finish("/Root 1 0 R")
}

// pdfWriter writes a plain PDF, its objects numbered from 1 in the order in
// which they come.
type pdfWriter struct {
	b       bytes.Buffer
	offsets []int
}

func (w *pdfWriter) object(body string) {
	if w.b.Len() == 0 {
		w.b.WriteString("%PDF-1.7\n")
	}
	w.offsets = append(w.offsets, w.b.Len())
	fmt.Fprintf(&w.b, "%d 0 obj\n%s\nendobj\n", len(w.offsets), body)
}

// stream writes a stream object; attributes go into its dictionary beside
// Length.
func (w *pdfWriter) stream(attributes string, data []byte) {
	w.object(fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", attributes, len(data), data))
}

// finish writes the cross-reference table and the trailer, with its entries
// beside Size, and returns the file.
func (w *pdfWriter) finish(trailer string) []byte {
	xref := w.b.Len()
	fmt.Fprintf(&w.b, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, offset := range w.offsets {
		fmt.Fprintf(&w.b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&w.b, "trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, trailer, xref)
	return w.b.Bytes()
}

// pictureOn reports whether anything of a picture stands on the two colours of
// the page. Black does not count: it is what pdfium leaves where its decoder
// gives up.
func pictureOn(img *image.RGBA) bool {
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			ground := color.RGBA{255, 0, 255, 255}
			if x >= img.Rect.Dx()/2 {
				ground = color.RGBA{0, 255, 0, 255}
			}
			if c := img.RGBAAt(x, y); c != ground && c != (color.RGBA{A: 255}) {
				return true
			}
		}
	}
	return false
}
