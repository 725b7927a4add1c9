package reader

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"time"
)

// Pixels is a page of a picture in colour.
type Pixels struct {
	// Image is the page as it is shown: its orientation applied, laid on
	// white. It is an *image.Gray, *image.Paletted, *image.YCbCr or
	// *image.RGBA, opaque, its corner at the origin.
	Image image.Image
	// Profile is the ICC profile its colours are meant in; nil for sRGB, or
	// where the file does not say.
	Profile []byte
	// Halved tells that the page had more than [MaxPixels] pixels, and has half
	// as many here, each way.
	Halved bool
	// Backed tells that pixels of it were transparent before they were laid on
	// white.
	Backed bool
}

// MaxPixels is from how many pixels on a page comes at half its size: A4 at
// 700 dots per inch, more than any reader of it can use, and more than several
// copies of it may take in memory.
const MaxPixels = 50_000_000

// ErrUndrawn is the reason of a picture whose pixels cannot be had: not a
// picture that is known here, damaged, or past a limit.
var ErrUndrawn = errors.New("reader: the picture cannot be drawn")

// Drawable reports whether [Reader.Draw] knows a kind: the pictures that ANTS
// takes, and those that it does not take but that phones and browsers make.
func Drawable(mime string) bool {
	_, accepted := imageKinds[mime]
	_, foreign := foreignKinds[mime]
	return accepted || foreign
}

// Draw returns the pixels of a page of a picture (0 for the first), within the
// limits. Of an animation, the first picture is the page. The error is
// [ErrUndrawn], or that of ctx.
func (r *Reader) Draw(ctx context.Context, source Source, page int) (Pixels, error) {
	if err := ctx.Err(); err != nil {
		return Pixels{}, err
	}
	mime, _ := sniff(source.head)
	if !Drawable(mime) || source.data == nil {
		return Pixels{}, fmt.Errorf("%w: %s of %d bytes", ErrUndrawn, mime, source.Size)
	}
	limited, cancel := context.WithTimeout(ctx, time.Duration(r.limits.Seconds)*time.Second)
	defer cancel()
	job := job{MIME: mime, Data: source.data, Draw: true, Page: page, Limits: r.limits}
	open := r.isolated
	if soundly(mime, source.data) {
		open = r.engines.run
	}
	doc := open(limited, job)
	if err := ctx.Err(); err != nil {
		return Pixels{}, err
	}
	if doc.pixels == nil {
		return Pixels{}, fmt.Errorf("%w: %s: %s", ErrUndrawn, doc.State, doc.Detail)
	}
	return *doc.pixels, nil
}

// soundly reports whether a file is opened by decoders of the standard library
// that end by themselves and whose memory is known from its header: no process
// is needed for them.
func soundly(mime string, data []byte) bool {
	switch mime {
	case JPEG:
		frame := scanJPEG(data)
		return frame.usual() && !large(data)
	case PNG:
		return !large(data)
	}
	return false
}

// drawPage decodes a page in colour.
func (e *engines) drawPage(ctx context.Context, job job) Document {
	doc, img := e.decodePage(ctx, job)
	if img == nil || img.Bounds().Empty() {
		if doc.State == Opened || doc.State == Partial {
			doc.settle(Damaged, "no pixels")
		}
		return doc
	}
	backed := !opaque(img)
	pixels := &Pixels{Image: opaqueOf(img), Backed: backed}
	if b := pixels.Image.Bounds(); b.Dx() > MaxPixels/b.Dy() && halvable(pixels.Image) {
		pixels.Image, pixels.Halved = mapped(pixels.Image, halved, halfSize), true
	}
	pixels.Image = oriented(pixels.Image, orientation(job.MIME, job.Data, job.Page))
	pixels.Profile = profileFor(pixels.Image, profileOf(job.MIME, job.Data, job.Page))
	doc.Pages, doc.pixels = nil, pixels
	return doc
}

func (e *engines) decodePage(ctx context.Context, job job) (doc Document, img image.Image) {
	if kind, ok := foreignKinds[job.MIME]; ok {
		doc.MIME = job.MIME
		return doc, kind(&doc, job.Data, job.Limits)
	}
	if job.MIME == TIFF {
		img, err := decodeImage(job.MIME, job.Data, job.Page, job.Limits)
		if err != nil {
			return Document{State: Unsupported, Detail: err.Error()}, nil
		}
		return Document{State: Opened}, img
	}
	if job.Page != 0 {
		return Document{State: Unsupported, Detail: "there is one page"}, nil
	}
	doc, img = openedOnce(ctx, job.MIME, job.Data, job.Limits)
	if job.MIME == JPEG && doc.State == Unsupported {
		return e.drawJPEGThroughPDFium(ctx, job, doc)
	}
	return doc, img
}

// drawJPEGThroughPDFium draws a JPEG of a variant that Go's decoder lacks.
func (e *engines) drawJPEGThroughPDFium(ctx context.Context, job job, first Document) (Document, image.Image) {
	if e.jpegThroughPDFium(ctx, job).State != Opened {
		return first, nil
	}
	frame := scanJPEG(job.Data)
	img, err := e.pdf.drawJPEG(ctx, job.Data, int(frame.width), int(frame.height), len(frame.components))
	if err != nil {
		return first, nil
	}
	return Document{State: Opened}, img
}

// opaqueOf brings a picture to one of the four types of [Pixels], laid on
// white. It may write to the picture.
func opaqueOf(img image.Image) image.Image {
	switch src := img.(type) {
	case *image.Gray:
		return src
	case *image.YCbCr:
		switch src.SubsampleRatio {
		case image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440:
			return src
		}
	case *image.Gray16:
		return &image.Gray{Pix: highBytes(src.Pix), Stride: src.Stride / 2, Rect: src.Rect}
	case *image.RGBA64:
		return onWhite(&image.RGBA{Pix: highBytes(src.Pix), Stride: src.Stride / 2, Rect: src.Rect}, false)
	case *image.NRGBA64:
		return onWhite(&image.RGBA{Pix: highBytes(src.Pix), Stride: src.Stride / 2, Rect: src.Rect}, true)
	case *image.RGBA:
		return onWhite(src, false)
	case *image.NRGBA:
		return onWhite(&image.RGBA{Pix: src.Pix, Stride: src.Stride, Rect: src.Rect}, true)
	case *image.NYCbCrA:
		return seenThrough(src)
	case *image.Paletted:
		return wholePalette(src)
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, img, b.Min, draw.Src)
	return onWhite(out, false)
}

// highBytes keeps the first byte of each pair, in place.
func highBytes(pix []byte) []byte {
	for i := range len(pix) / 2 {
		pix[i] = pix[2*i]
	}
	return pix[:len(pix)/2]
}

// onWhite lays a picture on white, in place; straight tells that its colours
// were not multiplied by their opacity.
func onWhite(img *image.RGBA, straight bool) *image.RGBA {
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:][:4*img.Rect.Dx()]
		for i := 3; i < len(row); i += 4 {
			a := uint32(row[i])
			if a == 255 {
				continue
			}
			for c := i - 3; c < i; c++ {
				v := uint32(row[c])
				if straight {
					v = (v*a + 127) / 255
				}
				row[c] = uint8(min(v+255-a, 255))
			}
			row[i] = 255
		}
	}
	return img
}

func seenThrough(src *image.NYCbCrA) *image.RGBA {
	b := src.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, &src.YCbCr, b.Min, draw.Src)
	for y := range b.Dy() {
		alpha := src.A[src.AOffset(b.Min.X, b.Min.Y+y):]
		for x := range b.Dx() {
			out.Pix[y*out.Stride+4*x+3] = alpha[x]
		}
	}
	return onWhite(out, true)
}

// wholePalette lays the colours of a palette on white, and gives one to every
// index in use: black, where the file has none.
func wholePalette(src *image.Paletted) *image.Paletted {
	most := 0
	for y := range src.Rect.Dy() {
		for _, index := range src.Pix[y*src.Stride:][:src.Rect.Dx()] {
			most = max(most, int(index))
		}
	}
	palette := make(color.Palette, most+1)
	for i := range palette {
		c := color.NRGBA{A: 255}
		if i < len(src.Palette) {
			c = color.NRGBAModel.Convert(src.Palette[i]).(color.NRGBA)
		}
		over := func(v uint8) uint8 { return uint8((uint32(v)*uint32(c.A) + 255*(255-uint32(c.A)) + 127) / 255) }
		palette[i] = color.RGBA{over(c.R), over(c.G), over(c.B), 255}
	}
	return &image.Paletted{Pix: src.Pix, Stride: src.Stride, Rect: src.Rect, Palette: palette}
}
