package repair

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"sort"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader"
)

// Qualities of JPEG, from the best that is of use to the worst at which print
// of 200 dots per inch stays clear.
const (
	bestQuality  = 95
	highQuality  = 92
	goodQuality  = 70
	worstQuality = 50
)

// The least that a page is made: A4 at 200 dots per inch, in pixels.
const (
	leastShort = 1654
	leastLong  = 2339
	leastDPI   = 200
)

// ladder is the qualities from one to another, the best first.
func ladder(from, to int) []int {
	var steps []int
	for _, q := range []int{95, 92, 90, 88, 85, 82, 78, 74, 70, 66, 62, 58, 54, 50} {
		if q <= from && q >= to {
			steps = append(steps, q)
		}
	}
	return steps
}

// Fit makes a sheet no heavier than max bytes: first the quality gives way,
// then the size, down to A4 at 200 dots per inch (or the paper itself, where its
// resolution is known), then the quality once more. ok is false where that does
// not suffice.
func (w *Workshop) Fit(ctx context.Context, s Sheet, max int64) (out Sheet, changes []Change, ok bool) {
	if int64(len(s.JPEG)) <= max {
		return s, nil, true
	}
	pixels, err := w.Reader.Draw(ctx, reader.NewSource(s.JPEG), 0)
	if err != nil {
		return s, nil, false
	}
	out, changes, ok = fitted(pixels.Image, pixels.Profile, s.DPI, bestQuality, max)
	if !ok {
		return s, nil, false
	}
	return out, changes, true
}

// Original is a page of a file (0 for the first) as it came in, small, to be
// shown beside what was made of it.
func (w *Workshop) Original(ctx context.Context, data []byte, page int) (Sheet, error) {
	if bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return w.drawnPage(ctx, data, page)
	}
	pixels, err := w.Reader.Draw(ctx, reader.NewSource(data), page)
	if err != nil {
		return Sheet{}, err
	}
	const side = 2000
	img := pixels.Image
	if b := img.Bounds(); max(b.Dx(), b.Dy()) > side {
		img = imaging.Fit(img, side, side, imaging.Box)
	}
	return jpegSheet(img, pixels.Profile, 0, 85)
}

// fitted writes a picture as a JPEG of at most max bytes; changes says what it
// took.
func fitted(img image.Image, profile []byte, dpi float64, from int, max int64) (Sheet, []Change, bool) {
	if sheet, quality, ok := bestOf(img, profile, dpi, ladder(from, goodQuality), max); ok {
		if quality == from {
			return sheet, nil, true
		}
		return sheet, []Change{recompressed}, true
	}
	least := leastScale(img.Bounds().Size(), dpi)
	scale := 1.0
	for scale > least {
		sheet, err := jpegSheet(resized(img, scale), profile, dpi*scale, goodQuality)
		if err != nil {
			return Sheet{}, nil, false
		}
		if int64(len(sheet.JPEG)) <= max {
			return sheet, []Change{shrunk(image.Pt(sheet.Width, sheet.Height)), recompressed}, true
		}
		// A file is about as heavy as its picture is large: a little less than
		// that, and never so little less that it takes many tries.
		next := scale * min(0.97*math.Sqrt(float64(max)/float64(len(sheet.JPEG))), 0.9)
		scale = math.Max(next, least)
	}
	small := img
	var changes []Change
	if least < 1 {
		small = resized(img, least)
		changes = append(changes, shrunk(small.Bounds().Size()))
	}
	sheet, _, ok := bestOf(small, profile, dpi*least, ladder(goodQuality, worstQuality), max)
	return sheet, append(changes, recompressed), ok
}

var recompressed = Change{Code: Recompressed, Message: "L’image a été compressée davantage pour ne pas dépasser le poids permis."}

func shrunk(size image.Point) Change {
	return Change{Code: Shrunk, Message: fmt.Sprintf("L’image a été réduite à %d\u00a0×\u00a0%d points\u00a0: elle reste assez fine pour être lue.", size.X, size.Y)}
}

// bestOf finds the best quality at which a picture fits: the lighter, the lower
// it is.
func bestOf(img image.Image, profile []byte, dpi float64, qualities []int, max int64) (best Sheet, quality int, ok bool) {
	tried := map[int]bool{}
	at := 0
	try := func(i int) bool {
		sheet, err := jpegSheet(img, profile, dpi, qualities[i])
		if tried[i] = err == nil && int64(len(sheet.JPEG)) <= max; tried[i] {
			best, quality, ok = sheet, qualities[i], true
		}
		return tried[i]
	}
	if try(at) { // mostly
		return best, quality, ok
	}
	sort.Search(len(qualities)-1, func(i int) bool { return try(i + 1) })
	return best, quality, ok
}

// leastScale is how small a picture may become: A4 at 200 dots per inch, or the
// paper that it is known to show at as many, whichever is smaller.
func leastScale(size image.Point, dpi float64) float64 {
	short, long := float64(min(size.X, size.Y)), float64(max(size.X, size.Y))
	scale := math.Max(leastShort/short, leastLong/long)
	if dpi > 0 && long*leastDPI/dpi > 1000 {
		scale = math.Min(scale, leastDPI/dpi)
	}
	return math.Min(scale, 1)
}

func resized(img image.Image, scale float64) image.Image {
	if scale >= 1 {
		return img
	}
	size := img.Bounds().Size()
	return imaging.Resize(img, int(math.Ceil(float64(size.X)*scale)), int(math.Ceil(float64(size.Y)*scale)), imaging.CatmullRom)
}

func jpegSheet(img image.Image, profile []byte, dpi float64, quality int) (Sheet, error) {
	encoded, err := encodeJPEG(img, quality)
	if err != nil {
		return Sheet{}, fmt.Errorf("writing a JPEG: %w", err)
	}
	out := append(jpegHead(profile, dpi), encoded[markSize:]...)
	size := img.Bounds().Size()
	return Sheet{JPEG: out, MIME: reader.JPEG, Width: size.X, Height: size.Y, DPI: math.Round(dpi)}, nil
}

// jpegHead begins a JPEG: its resolution, and the profile of its colours.
func jpegHead(profile []byte, dpi float64) []byte {
	head := []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
	if dpi >= 1 {
		head[13] = 1 // dots per inch
		binary.BigEndian.PutUint16(head[14:], uint16(math.Round(dpi)))
		binary.BigEndian.PutUint16(head[16:], uint16(math.Round(dpi)))
	}
	const most = 65000
	count := (len(profile) + most - 1) / most
	for i := range count {
		part := profile[i*most : min((i+1)*most, len(profile))]
		head = append(head, 0xff, 0xe2)
		head = binary.BigEndian.AppendUint16(head, uint16(2+14+len(part)))
		head = append(head, "ICC_PROFILE\x00"...)
		head = append(append(head, byte(i+1), byte(count)), part...)
	}
	return head
}

const (
	fewColours   = 256
	bitsPerPixel = 2 // of a PNG that is small; a photograph as a PNG has 10 and more
)

// drawing writes a picture of few colours as a PNG, without loss, where that is
// small.
func drawing(img image.Image, dpi float64) (Sheet, bool) {
	few, ok := indexed(img)
	if !ok {
		return Sheet{}, false
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, few); err != nil {
		return Sheet{}, false
	}
	size := few.Rect.Size()
	if 8*out.Len() > bitsPerPixel*size.X*size.Y && out.Len() > 64<<10 {
		return Sheet{}, false
	}
	return Sheet{JPEG: out.Bytes(), MIME: reader.PNG, Width: size.X, Height: size.Y, DPI: dpi}, true
}

// indexed numbers the colours of a picture, where they are few.
func indexed(img image.Image) (*image.Paletted, bool) {
	switch src := img.(type) {
	case *image.Paletted:
		return compacted(src), true
	case *image.Gray:
		all := &image.Paletted{Pix: src.Pix, Stride: src.Stride, Rect: src.Rect}
		for v := range 256 {
			all.Palette = append(all.Palette, color.Gray{uint8(v)})
		}
		few := compacted(all)
		return few, len(few.Palette) <= 16
	case *image.RGBA:
		return numbered(src)
	}
	return nil, false
}

func numbered(src *image.RGBA) (*image.Paletted, bool) {
	out := image.NewPaletted(src.Rect, nil)
	known := map[uint32]uint8{}
	for y := range src.Rect.Dy() {
		row, line := src.Pix[y*src.Stride:], out.Pix[y*out.Stride:][:src.Rect.Dx()]
		for x := range line {
			p := row[4*x : 4*x+4]
			key := uint32(p[0])<<16 | uint32(p[1])<<8 | uint32(p[2])
			index, ok := known[key]
			if !ok {
				if len(known) == fewColours {
					return nil, false
				}
				index = uint8(len(known))
				known[key] = index
				out.Palette = append(out.Palette, color.RGBA{p[0], p[1], p[2], 255})
			}
			line[x] = index
		}
	}
	return out, true
}

// compacted keeps the colours in use alone: two need one bit a pixel.
func compacted(src *image.Paletted) *image.Paletted {
	out := image.NewPaletted(src.Rect, nil)
	var number [256]int
	for y := range src.Rect.Dy() {
		row, line := src.Pix[y*src.Stride:], out.Pix[y*out.Stride:]
		for x := range src.Rect.Dx() {
			v := row[x]
			if number[v] == 0 {
				out.Palette = append(out.Palette, src.Palette[v])
				number[v] = len(out.Palette)
			}
			line[x] = uint8(number[v] - 1)
		}
	}
	return out
}
