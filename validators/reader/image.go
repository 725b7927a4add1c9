package reader

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"runtime/debug"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// An imageKind opens and decodes one kind of image. Both functions read the
// header and hold it against the limits before any pixel is decoded, for a
// decoder allocates what a header asks for: a few bytes can ask for
// terabytes, and Go cannot recover from that. Opening gives the picture of a
// kind that has only one, or nil: what was decoded need not be twice.
type imageKind struct {
	open   func(doc *Document, data []byte, lim Limits) image.Image
	decode func(data []byte, page int, lim Limits) (image.Image, error)
}

var imageKinds = map[string]imageKind{
	JPEG: {openJPEG, decodeJPEG},
	PNG:  {openPNG, decodePNG},
	BMP:  {openBMP, decodeBMP},
	TIFF: {openTIFF, decodeTIFF},
}

// openImage says how far an image of kind mime opens and how many pages it
// has. It never panics.
func openImage(mime string, data []byte, lim Limits) Document {
	doc, _ := opened(mime, data, lim)
	return doc
}

func opened(mime string, data []byte, lim Limits) (doc Document, img image.Image) {
	doc.MIME, doc.Extension = mime, extensions[mime][0]
	// A decoder that panics met something it does not know: what the header
	// told before that stays true, and nothing proves the file damaged.
	defer func() {
		if cause := recover(); cause != nil {
			doc.State, doc.Detail, img = Unsupported, fmt.Sprintf("decoder panic (%T)", cause), nil
		}
	}()
	img = imageKinds[mime].open(&doc, data, lim)
	return doc, img
}

// drawImage opens an image with the pictures of its first pages, as their
// orientation shows them.
func drawImage(ctx context.Context, mime string, data []byte, lim Limits) Document {
	doc, img := openedOnce(ctx, mime, data, lim)
	if doc.State != Opened && doc.State != Partial {
		return doc
	}
	for i := range min(len(doc.Pages), textPages) {
		if i > 0 || img == nil {
			var err error
			if img, err = decodeImage(mime, data, i, lim); err != nil || img == nil {
				continue
			}
		}
		page := &doc.Pages[i]
		page.Picture = upright(pictureOf(img), orientation(mime, data, i))
		page.Undrawn = white(page.Picture) && !opaque(img) && inkedWhite(img)
		if b := page.Picture.Rect; (b.Dx() > b.Dy()) != (page.Width > page.Height) {
			page.Width, page.Height = page.Height, page.Width
		}
	}
	return doc
}

// inkedWhite reports whether a picture has light ink on clear film: where what is
// drawn is dark, all of it shows on white. The edges of dark letters are light
// too, a few of their pixels in a hundred.
func inkedWhite(img image.Image) bool {
	const light, seen, most = 245, 64, 20 // levels, and one pixel in so many
	b := img.Bounds()
	drawn, white := 0, 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			ink := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if ink.A < seen {
				continue
			}
			if drawn++; min(ink.R, ink.G, ink.B) >= light {
				white++
			}
		}
	}
	return white > drawn/most
}

// opaque reports whether a picture looks the same on every ground: white ink on
// clear film shows nothing on the white one that it is laid on here.
func opaque(img image.Image) bool {
	known, ok := img.(interface{ Opaque() bool })
	return ok && known.Opaque()
}

// LookedAt bounds the pixels that are looked at: A4 at 400 dpi. Larger
// pictures are averaged down.
const LookedAt = 16_000_000

func pictureOf(img image.Image) *image.Gray {
	b, by := img.Bounds(), 1
	for (b.Dx()/by)*(b.Dy()/by) > LookedAt {
		by++
	}
	return grey.Of(img, by)
}

// decodeImage returns the pixels of a page (0 for the first) of an image that
// openImage opened; of a Partial one, the pixels that are there where they
// can be had. It never panics.
func decodeImage(mime string, data []byte, page int, lim Limits) (img image.Image, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			img, err = nil, fmt.Errorf("decoding a page of %s: decoder panic (%T)", mime, cause)
		}
	}()
	kind, ok := imageKinds[mime]
	if !ok {
		return nil, fmt.Errorf("decoding a page: %s is not an accepted kind of image", mime)
	}
	if img, err = kind.decode(data, page, lim); err != nil {
		return nil, fmt.Errorf("decoding page %d of %s: %w", page+1, mime, err)
	}
	return img, nil
}

// settle records the outcome of opening.
func (doc *Document) settle(state State, detail string) {
	doc.State, doc.Detail = state, detail
}

func (doc *Document) passes(limit Limit, detail string) {
	doc.State, doc.Limit, doc.Detail = OverLimit, limit, detail
}

// addPage records the size of the next page.
func (doc *Document) addPage(width, height int64) {
	doc.Pages = append(doc.Pages, Page{Width: float64(width), Height: float64(height)})
}

// refusal is the error of a decode of which the header alone said no.
func (doc *Document) refusal() error {
	return fmt.Errorf("%s: %s", doc.State, doc.Detail)
}

// singlePage guards the kinds of image that have one page.
func singlePage(page int) error {
	if page != 0 {
		return fmt.Errorf("there is one page")
	}
	return nil
}

// fits holds a page of width × height pixels against the limits, and records
// the one it passes. memory gives the bytes that decoding it takes beyond the
// file itself; it is asked only once the number of pixels is known to be
// bounded, so that it cannot overflow.
func (doc *Document) fits(width, height int64, data []byte, lim Limits, memory func() int64) bool {
	if width > 0 && height > lim.Pixels/width {
		doc.passes(PixelLimit, fmt.Sprintf("%d × %d pixels", width, height))
		return false
	}
	if need := memory(); need > lim.Memory-int64(len(data)) {
		doc.passes(MemoryLimit, fmt.Sprintf("%d bytes of memory to decode %d × %d pixels", need, width, height))
		return false
	}
	return true
}

// makeRoom gives back what earlier pictures left behind, before one that is
// big enough for a few of them together to pass the limit of memory.
func makeRoom(need int64, lim Limits) {
	if need > lim.Memory/16 {
		debug.FreeOSMemory()
	}
}

// times multiplies two sizes, at most math.MaxInt64 (limits of cost may be
// set to anything).
func times(a, b int64) int64 {
	if a > 0 && b > math.MaxInt64/a {
		return math.MaxInt64
	}
	return a * b
}

// roundUp divides and rounds up; both are positive.
func roundUp(n, by int64) int64 { return n/by + min(n%by, 1) }
