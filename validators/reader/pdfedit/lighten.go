package pdfedit

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"maps"
	"math"
	"runtime"
	"slices"

	"github.com/disintegration/imaging"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// Step is how far pictures are made lighter.
type Step struct {
	DPI     float64 // resolution on paper that a picture is brought down to
	Quality int     // of JPEG, 1 to 100
}

const (
	lightest  = 16 << 10   // bytes of a picture that is left alone
	maxPixels = 40_000_000 // of a picture that is decoded
	// worthwhile is what a picture must lose of its weight for its samples to
	// be touched.
	worthwhile = 0.9
	// A picture that was not found on any page is thought to fill an A4 sheet.
	a4Width, a4Height = 595.276, 841.89 // points
)

// Lighten brings the pictures of the document down to a step: those with more
// pixels than they need on paper are made smaller, and all are packed as JPEG
// where that is lighter. It begins with picture from (0 for the first) and ends
// when it has looked at pixels pixels; next is where to go on, 0 when all are
// done. Those in Lab, or in other inks than the four of printing, lose pixels
// only. Pictures of one bit a pixel,
// with a transparent colour, or packed in a way that is not known here (JPEG
// 2000, JBIG2) stay as they are.
func (d *Document) Lighten(ctx context.Context, step Step, from, pixels int) (next int, err error) {
	places := d.placements(ctx)
	pictures := d.pictures()
	batch := pictures[min(from, len(pictures)):]
	for i, number := range batch {
		if pixels <= 0 {
			batch, next = batch[:i], from+i
			break
		}
		pixels -= d.pixels(number)
	}
	// Objects are only read until all are done: they may share a mask.
	lighter := make([]map[int]types.StreamDict, len(batch))
	err = sideBySide(ctx, len(batch), func(i int) int64 { return int64(d.pixels(batch[i])) }, func(i int) {
		lighter[i] = d.lightenOne(batch[i], places, step)
	})
	if err != nil {
		return 0, err
	}
	for _, streams := range lighter {
		for number, s := range streams {
			d.objects[number] = s
		}
	}
	return next, nil
}

// pixels is how many pixels a picture says it has, those of one that is too
// large to be decoded not counted.
func (d *Document) pixels(number int) int {
	s := d.objects[number].(types.StreamDict)
	width, height := int(d.number(s.Dict["Width"], 0)), int(d.number(s.Dict["Height"], 0))
	if width < 1 || height < 1 || width > maxPixels/height {
		return 0
	}
	return width * height
}

// sideBySide works on n things on all cores, on as many at once as weigh
// maxPixels together.
func sideBySide(ctx context.Context, n int, weight func(int) int64, work func(int)) error {
	room := semaphore.NewWeighted(maxPixels)
	group, grouped := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		group.Go(func() (err error) {
			pixels := weight(i)
			if err := room.Acquire(grouped, pixels); err != nil {
				return err
			}
			defer room.Release(pixels)
			// A panic here would end the worker, not the request.
			defer func() {
				if p := recover(); p != nil {
					err = fmt.Errorf("a picture could not be worked on (%T)", p)
				}
			}()
			work(i)
			return nil
		})
	}
	return group.Wait()
}

// pictures lists the pictures that can be reached, masks not among them, in the
// order in which they are met.
func (d *Document) pictures() []int {
	masks := map[int]bool{}
	numbers := map[int]bool{}
	var order []int
	note := func(o types.Object) {
		ref, ok := o.(types.IndirectRef)
		if !ok || numbers[ref.ObjectNumber.Value()] {
			return
		}
		if s, ok := d.objects[ref.ObjectNumber.Value()].(types.StreamDict); ok && d.name(s.Dict["Subtype"]) == "Image" {
			numbers[ref.ObjectNumber.Value()] = true
			order = append(order, ref.ObjectNumber.Value())
		}
	}
	d.eachReachable(d.catalog, func(dict types.Dict) {
		for _, key := range sortedKeys(dict) {
			note(dict[key])
		}
		for _, key := range []string{"SMask", "Mask"} {
			if ref, ok := dict[key].(types.IndirectRef); ok {
				masks[ref.ObjectNumber.Value()] = true
			}
		}
	})
	return slices.DeleteFunc(order, func(number int) bool { return masks[number] })
}

// lightenOne returns the streams that change, by number: a picture and its
// mask.
func (d *Document) lightenOne(number int, places map[int]size, step Step) map[int]types.StreamDict {
	before := d.objects[number].(types.StreamDict)
	p, ok := d.picture(before, places[number])
	if !ok {
		return nil
	}
	lighter := map[int]types.StreamDict{number: d.unmasked(d.brought(p, places[number], step))}
	if ref, ok := before.Dict["SMask"].(types.IndirectRef); ok {
		mask := ref.ObjectNumber.Value()
		if s, ok := d.lightMask(mask, places[number], step); ok {
			lighter[mask] = s
		}
	}
	return lighter
}

// picture is a picture whose samples are known.
type picture struct {
	stream        types.StreamDict
	width, height int         // of the samples: fewer than the stream has where it was folded
	image         image.Image // *image.Gray for one component
	samples       []byte      // in the place of image, for a colour space that is kept
	each          int         // samples of a pixel
	printed       bool        // they are four inks
	mayBeGrey     bool        // its colours are those of red, green and blue
}

// picture decodes a picture; ok is false for one that is to be left alone.
func (d *Document) picture(s types.StreamDict, place size) (p picture, ok bool) {
	width, height := int(d.number(s.Dict["Width"], 0)), int(d.number(s.Dict["Height"], 0))
	if len(s.Raw) < lightest || width < 1 || height < 1 || width > maxPixels/height {
		return p, false
	}
	if _, keyed := d.resolve(s.Dict["Mask"]).(types.Array); keyed {
		return p, false // a colour that is transparent must stay exactly that
	}
	if mask, ok := d.stream(s.Dict["SMask"]); ok && mask.Dict["Matte"] != nil {
		return p, false // its mask must keep its size
	}
	p = picture{stream: s, width: width, height: height}
	components := d.components(s.Dict["ColorSpace"])
	switch lastFilter(s) {
	case "DCTDecode":
		p.image = d.fromJPEG(s, components)
		if printed, ok := p.image.(*image.CMYK); ok && printed.Rect.Size() == image.Pt(width, height) {
			p.image, p.samples, p.each, p.printed = nil, inksOf(printed), inks, true
		}
	case "FlateDecode", "LZWDecode", "RunLengthDecode", "ASCII85Decode", "ASCIIHexDecode", "":
		d.takeSamples(&p, components, place)
	}
	if p.samples == nil && (p.image == nil || p.image.Bounds().Dx() != p.width || p.image.Bounds().Dy() != p.height) {
		return p, false
	}
	p.mayBeGrey = components == 3 && s.Dict["Decode"] == nil
	return p, true
}

// takeSamples makes a picture of plain samples of 8 bits, or of the upper 8 of
// 16.
func (d *Document) takeSamples(p *picture, components int, place size) {
	l := layout{p.width, p.height, components, int(d.number(p.stream.Dict["BitsPerComponent"], 8))}
	if components == 0 {
		l.each = d.keptComponents(p.stream.Dict["ColorSpace"])
	}
	if components == paletted {
		if l.bits == 8 {
			p.image = d.fromPalette(p.stream, p.width, p.height)
		}
		return
	}
	if l.each == 0 || l.bits != 8 && l.bits != 16 {
		return
	}
	by := l.fold(place)
	if by == 0 {
		return
	}
	var samples []byte
	if l.rowBytes()*l.height <= maxDecoded {
		samples = decoded(p.stream)
		if l.bits == 16 {
			samples = upperBytes(samples)
		}
	} else {
		samples = folded(p.stream, l, by)
		p.width, p.height = p.width/by, p.height/by
	}
	all := p.width * p.height * l.each
	switch {
	case len(samples) < all:
	case components == 0:
		p.samples, p.each, p.printed = samples[:all], l.each, d.printed(p.stream.Dict["ColorSpace"])
	case components == 1:
		p.image = &image.Gray{Pix: samples[:all], Stride: p.width, Rect: image.Rect(0, 0, p.width, p.height)}
	default:
		p.image = opaque(samples, p.width, p.height)
	}
}

// opaque returns a picture of three samples a pixel.
func opaque(samples []byte, width, height int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		copy(img.Pix[4*i:], samples[3*i:3*i+3])
		img.Pix[4*i+3] = 255
	}
	return img
}

// components returns how many components a pixel has in a colour space whose
// samples can be made into those of a JPEG and shown by the same colour space:
// 1 or 3, and 0 for others.
func (d *Document) components(space types.Object) int {
	array := d.array(space)
	name := d.name(space)
	if len(array) > 0 {
		name = d.name(array[0])
	}
	switch name {
	case "DeviceGray", "CalGray", "G", "Separation":
		return 1
	case "DeviceRGB", "CalRGB", "RGB":
		return 3
	case "ICCBased":
		if len(array) > 1 {
			if n := int(d.number(d.dict(array[1])["N"], 0)); n == 1 || n == 3 {
				return n
			}
		}
	case "Indexed", "I":
		if len(array) == 4 && d.components(array[1]) == 3 {
			return paletted
		}
	}
	return 0
}

// paletted is what components returns for samples that are looked up in a
// palette of red, green and blue.
const paletted = -3

func (d *Document) fromJPEG(s types.StreamDict, components int) image.Image {
	data := s.Raw
	if len(s.FilterPipeline) > 1 {
		s.FilterPipeline, s.Content = s.FilterPipeline[:len(s.FilterPipeline)-1], nil
		data = decoded(s)
	}
	last := s.FilterPipeline[len(s.FilterPipeline)-1]
	if last.DecodeParms["ColorTransform"] != nil {
		return nil
	}
	if d.printed(s.Dict["ColorSpace"]) {
		data = withTransform(data)
	}
	header, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || header.Width > maxPixels/max(header.Height, 1) {
		return nil
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	switch img.(type) {
	case *image.Gray:
		if components == 1 {
			return img
		}
	case *image.YCbCr, *image.RGBA:
		if components == 3 {
			return img
		}
	case *image.CMYK:
		if d.printed(s.Dict["ColorSpace"]) {
			return img
		}
	}
	return nil
}

// fromPalette looks the samples of a picture up.
func (d *Document) fromPalette(s types.StreamDict, width, height int) image.Image {
	data, palette := decoded(s), d.palette(s.Dict["ColorSpace"])
	if s.Dict["Decode"] != nil || len(data) < width*height {
		return nil
	}
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		at := int(data[i]) * 3
		if at+3 > len(palette) {
			return nil
		}
		copy(img.Pix[4*i:], palette[at:at+3])
		img.Pix[4*i+3] = 255
	}
	return img
}

// upperBytes returns the first byte of every two.
func upperBytes(samples []byte) []byte {
	upper := make([]byte, len(samples)/2)
	for i := range upper {
		upper[i] = samples[2*i]
	}
	return upper
}

// palette returns the colours of an Indexed space, three bytes each.
func (d *Document) palette(space types.Object) []byte {
	lookup := d.array(space)[3]
	if s, ok := d.stream(lookup); ok {
		return decoded(s)
	}
	return append([]byte{}, d.text(lookup)...)
}

// brought returns the stream of a picture at a step, or as it is where that is
// not worth it.
func (d *Document) brought(p picture, place size, step Step) types.StreamDict {
	width, height := reduced(p.width, p.height, place, step.DPI)
	if p.samples != nil {
		return inItsSpace(p, image.Pt(width, height), step.Quality)
	}
	img := p.image
	if width < p.width || height < p.height {
		img = imaging.Resize(img, width, height, imaging.CatmullRom)
	}
	_, single := p.image.(*image.Gray)
	grey := single || p.mayBeGrey && isGrey(img)
	if grey {
		img = inGrey(img)
	}
	packed, err := encoded(img, step.Quality)
	if err != nil {
		return p.stream
	}
	if float64(len(packed)) > worthwhile*float64(len(p.stream.Raw)) {
		return p.stream
	}
	s := p.stream
	s.Dict = maps.Clone(s.Dict)
	if space := d.array(s.Dict["ColorSpace"]); len(space) == 4 && d.components(s.Dict["ColorSpace"]) == paletted {
		s.Dict["ColorSpace"] = space[1]
	}
	if grey && !single {
		s.Dict["ColorSpace"] = types.Name("DeviceGray")
	}
	return repacked(s, img.Bounds().Size(), "DCTDecode", packed)
}

// inItsSpace returns the stream of a picture in the colour space that it has,
// with fewer pixels where it has too many: as a JPEG where that can have as many
// components.
func inItsSpace(p picture, to image.Point, quality int) types.StreamDict {
	from := image.Pt(p.width, p.height)
	if to == from && !p.printed && p.stream.Dict["Width"] == types.Integer(p.width) {
		return p.stream
	}
	if to != from {
		p.samples = resampled(p.samples, from, to, p.each)
	}
	filter, packed := "FlateDecode", []byte(nil)
	if p.printed {
		packed, _ = encodedInks(p.samples, to, quality)
		filter = "DCTDecode"
	}
	if packed == nil {
		filter, packed = "FlateDecode", deflated(p.samples)
	}
	if float64(len(packed)) > worthwhile*float64(len(p.stream.Raw)) {
		return p.stream
	}
	s := p.stream
	s.Dict = maps.Clone(s.Dict)
	return repacked(s, to, filter, packed)
}

// Pack returns a picture as a JPEG, in grey where it has no colour.
func Pack(img image.Image, quality int) ([]byte, error) {
	if isGrey(img) {
		img = inGrey(img)
	}
	return encoded(img, quality)
}

func encoded(img image.Image, quality int) ([]byte, error) {
	if opaque, ok := img.(*image.NRGBA); ok {
		// The same bytes, in the type that the encoder reads fast.
		img = &image.RGBA{Pix: opaque.Pix, Stride: opaque.Stride, Rect: opaque.Rect}
	}
	var packed bytes.Buffer
	err := jpeg.Encode(&packed, img, &jpeg.Options{Quality: quality})
	return packed.Bytes(), err
}

// repacked returns a picture with other samples of 8 bits.
func repacked(s types.StreamDict, pixels image.Point, filter string, data []byte) types.StreamDict {
	s.Dict["Width"], s.Dict["Height"] = types.Integer(pixels.X), types.Integer(pixels.Y)
	s.Dict["BitsPerComponent"] = types.Integer(8)
	s.Dict["Filter"] = types.Name(filter)
	delete(s.Dict, "DecodeParms")
	s.FilterPipeline = []types.PDFFilter{{Name: filter}}
	s.Raw, s.Content = data, nil
	return s
}

// reduced returns the pixels that a picture needs at its place.
func reduced(width, height int, place size, dpi float64) (w, h int) {
	place = placeOr(place, width, height)
	// One factor for both: pictures are seldom stretched, and never by much.
	factor := max(place.width*dpi/72/float64(width), place.height*dpi/72/float64(height))
	if factor > worthwhile {
		return width, height
	}
	return max(1, int(math.Round(float64(width)*factor))), max(1, int(math.Round(float64(height)*factor)))
}

// placeOr returns the place of a picture, or that which it is thought to have.
func placeOr(place size, width, height int) size {
	switch {
	case place.width > 0 && place.height > 0:
		return place
	case width > height:
		return size{a4Height, a4Width}
	}
	return size{a4Width, a4Height}
}

// lightMask makes a soft mask no larger than the picture needs; ok is false
// where it stays exactly as it is.
func (d *Document) lightMask(number int, place size, step Step) (s types.StreamDict, ok bool) {
	s, ok = d.objects[number].(types.StreamDict)
	if !ok || d.name(s.Dict["ColorSpace"]) != "DeviceGray" || lastFilter(s) == "DCTDecode" {
		return s, false
	}
	p, ok := d.picture(s, place)
	if !ok {
		return s, false
	}
	width, height := reduced(p.width, p.height, place, step.DPI)
	if width == p.width && height == p.height {
		return s, false
	}
	small := inGrey(imaging.Resize(p.image, width, height, imaging.Box))
	packed := deflated(small.Pix)
	if len(packed) >= len(s.Raw) {
		return s, false
	}
	s.Dict = maps.Clone(s.Dict)
	return repacked(s, small.Rect.Size(), "FlateDecode", packed), true
}

// unmasked returns a picture without the masks that let all of it show: readers
// set as much memory aside for a mask as for a picture.
func (d *Document) unmasked(s types.StreamDict) types.StreamDict {
	for _, key := range []string{"SMask", "Mask"} {
		if mask, ok := d.stream(s.Dict[key]); ok && d.showsAll(mask) {
			s.Dict = maps.Clone(s.Dict)
			delete(s.Dict, key)
		}
	}
	return s
}

// showsAll reports whether a mask surely hides nothing.
func (d *Document) showsAll(mask types.StreamDict) bool {
	width, height := int(d.number(mask.Dict["Width"], 0)), int(d.number(mask.Dict["Height"], 0))
	stencil, _ := d.resolve(mask.Dict["ImageMask"]).(types.Boolean)
	if width < 1 || height < 1 || width > maxPixels/height || mask.Dict["Decode"] != nil {
		return false
	}
	shown, row := byte(0), (width+7)/8 // a one hides
	if !bool(stencil) {
		shown, row = 255, width
		if d.name(mask.Dict["ColorSpace"]) != "DeviceGray" || d.number(mask.Dict["BitsPerComponent"], 0) != 8 {
			return false
		}
	}
	switch lastFilter(mask) {
	case "FlateDecode", "LZWDecode", "RunLengthDecode", "":
	default:
		return false
	}
	samples := decoded(mask)
	if len(samples) < row*height {
		return false
	}
	for _, sample := range samples[:row*height] {
		if sample != shown {
			return false
		}
	}
	return true
}

// nearGrey is how far apart the components of a grey pixel may lie, of 255: the
// colour noise of a JPEG of a grey page.
const nearGrey = 12

// isGrey reports whether a picture has no colour, but for one pixel in ten
// thousand.
func isGrey(img image.Image) bool {
	b := img.Bounds()
	coloured, most := 0, b.Dx()*b.Dy()/10_000
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl := rgbAt(img, x, y)
			if max(r, g, bl)-min(r, g, bl) > nearGrey {
				if coloured++; coloured > most {
					return false
				}
			}
		}
	}
	return true
}

// rgbAt reads a pixel without the allocation of image.Image's At for the kinds
// that are met.
func rgbAt(img image.Image, x, y int) (r, g, b uint8) {
	switch img := img.(type) {
	case *image.NRGBA:
		p := img.Pix[img.PixOffset(x, y):]
		return p[0], p[1], p[2]
	case *image.YCbCr:
		c := img.YCbCrAt(x, y)
		return color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
	}
	c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
	return c.R, c.G, c.B
}

// inGrey returns the lightness of a picture.
func inGrey(img image.Image) *image.Gray {
	if grey, ok := img.(*image.Gray); ok {
		return grey
	}
	b := img.Bounds()
	grey := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl := rgbAt(img, b.Min.X+x, b.Min.Y+y)
			grey.Pix[y*grey.Stride+x] = uint8((19595*uint32(r) + 38470*uint32(g) + 7471*uint32(bl) + 1<<15) >> 16) // as color.GrayModel
		}
	}
	return grey
}
