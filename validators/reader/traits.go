package reader

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
)

// Traits is what the headers of a picture tell beside its pixels.
type Traits struct {
	MIME  string
	Pages int // of a TIFF its pictures, otherwise 1; 0 where there is no header
	// Orientation is how the first page is to be shown, 1 to 8 as in EXIF.
	Orientation int
	// Odd says, for tests, why some readers of an accepted kind would not show
	// the picture, or not as it is meant; empty for the variants that all know.
	Odd string
	// Animated tells that there are other pictures, of which nothing is shown
	// on paper.
	Animated bool
	// Several tells that there are other pictures, to be shown each.
	Several bool
	// Private tells that there is more than pixels need: place, camera, dates,
	// words, a second picture.
	Private bool
	// SeeThrough tells that pixels may be transparent.
	SeeThrough bool
	// Lossy tells that the pixels were compressed with a loss already.
	Lossy bool
	// DPI is the resolution of the paper it shows; 0 where the file does not
	// say, or says what cameras say of everything.
	DPI float64
}

// TraitsOf reads the headers of a picture. Whatever the bytes, it ends soon
// and takes little memory.
func TraitsOf(data []byte) Traits {
	mime, _ := sniff(data[:min(len(data), headLength)])
	t := Traits{MIME: mime, Orientation: 1}
	if Drawable(mime) {
		t.Pages = 1
	}
	switch mime {
	case JPEG:
		t.readJPEG(data)
	case PNG:
		t.readPNG(data)
	case BMP:
		t.readBMP(data)
	case TIFF:
		t.readTIFF(data)
	case GIF:
		t.Animated = gifFrames(data) > 1
	case WEBP:
		t.Lossy = true
		eachRIFF(data[min(webpHeader, len(data)):], func(name string, _ []byte) bool {
			t.Animated = t.Animated || name == "ANIM"
			return !t.Animated
		})
	default:
		t.Lossy = true
		t.Several = Drawable(mime) && heicPictures(data) > 1
	}
	if o := orientation(mime, data, 0); o >= 1 && o <= 8 {
		t.Orientation = o
	}
	return t
}

func (t *Traits) readJPEG(data []byte) {
	t.Lossy = true
	f := scanJPEG(data)
	switch {
	case len(f.components) == 4:
		t.Odd = "CMYK"
	case f.kind != 0 && !f.usual() && !(f.precision == 8 && f.deep()):
		t.Odd = "rare coding"
	}
	_, t.Private = Cleaned(data)
	eachSegment(data, func(s segment) bool {
		if s.marker == markerAPP0 && bytes.HasPrefix(s.body, []byte(jfifSegment)) && len(s.body) >= 12 {
			t.DPI = dpiOf(float64(binary.BigEndian.Uint16(s.body[8:])), map[byte]float64{1: 1, 2: 2.54}[s.body[7]])
		}
		return s.marker != markerSOS
	})
}

func (t *Traits) readPNG(data []byte) {
	p := scanPNG(data)
	if p.header == nil {
		t.Pages = 0
		return
	}
	if p.depth() == 16 {
		t.Odd = "16 bits"
	}
	t.SeeThrough = p.colour() == pngGreyAlpha || p.colour() == pngRGBA || p.transparency != nil
	_, t.Private = Cleaned(data)
	eachChunk(data, func(name string, body, _ []byte) bool {
		switch {
		case name == "acTL":
			t.Animated = true
		case name == "pHYs" && len(body) >= 9 && body[8] == 1:
			t.DPI = dpiOf(float64(binary.BigEndian.Uint32(body)), 0.0254)
		}
		return true
	})
}

func (t *Traits) readBMP(data []byte) {
	b, err := scanBMP(data)
	if err != nil {
		t.Pages = 0
		return
	}
	header := data[bmpFileHeader:]
	size := binary.LittleEndian.Uint32(header)
	switch {
	case size < bmpInfoHeader || size == bmpOS2Header:
		t.Odd = "OS/2"
	case b.compression != bmpRaw:
		t.Odd = "compressed or with bit masks"
	case b.depth == 16 || b.depth == 2:
		t.Odd = "rare depth"
	case b.topDown:
		t.Odd = "top down"
	}
	if size >= bmpInfoHeader && len(header) >= 28 {
		t.DPI = dpiOf(float64(binary.LittleEndian.Uint32(header[24:])), 0.0254)
	}
}

// privateTags are the places in a TIFF where cameras and programs write what
// is nobody's business: make and model, XMP, IPTC, Photoshop, EXIF, GPS.
var privateTags = []uint16{tagMake, tagModel, tagXMP, tagIPTC, tagPhotoshop, tagEXIF, tagGPS}

func (t *Traits) readTIFF(data []byte) {
	file, err := scanTIFF(data)
	if err != nil {
		t.Pages = 0
		return
	}
	offsets, _ := file.chain()
	if t.Pages = len(offsets); t.Pages == 0 {
		return
	}
	p := file.page(offsets[0])
	t.Odd = p.odd()
	if t.Pages > 1 {
		t.Odd = "several pages"
	}
	t.Lossy = p.compression == tiffJPEG || p.compression == tiffOldJPEG
	t.Private = slices.ContainsFunc(privateTags, p.tags.has)
	t.SeeThrough = p.alpha() != 0
	unit := map[int64]float64{2: 1, 3: 2.54}[p.tags.number(tagResolutionUnit, 2)]
	t.DPI = dpiOf(p.tags[tagXResolution].ratio(), unit)
}

// odd says why libraries less complete than libtiff would not show a page.
func (p *tiffPage) odd() string {
	plain := p.compression == tiffRaw || p.compression == tiffLZW || p.compression == tiffPackBits || p.compression == tiffDeflate || p.compression == tiffG4
	for _, check := range []struct {
		is   bool
		what string
	}{
		{p.file.big, "BigTIFF"},
		{!plain, "rare compression"},
		{p.photometric == tiffCMYK || p.photometric > tiffPalette, "rare colours"},
		{p.depth != 1 && p.depth != 8 && p.photometric != tiffPalette, "rare depth"},
		{p.planes > 1, "separate planes"},
		{p.tags.has(tagTileWidth), "tiles"},
		{p.tags.number(tagFillOrder, 1) == 2, "bits in the other order"},
	} {
		if check.is {
			return check.what
		}
	}
	return ""
}

// ratio is the value of an entry of a fraction; 0 where it has none.
func (e tiffEntry) ratio() float64 {
	if e.kind != 5 || len(e.value) < 8 {
		return 0
	}
	over, under := e.order.Uint32(e.value), e.order.Uint32(e.value[4:])
	return float64(over) / math.Max(float64(under), 1)
}

// dpiOf brings a resolution to dots per inch: unit is how many inches its own
// holds. Under 100 it is what cameras and screens say of everything, above
// 4800 no scanner says it.
func dpiOf(dots, unit float64) float64 {
	const least, most = 100, 4800
	dpi := math.Round(dots * unit)
	if dpi < least || dpi > most {
		return 0
	}
	return dpi
}

// gifFrames counts the pictures of a GIF, two at the most.
//
// Source: GIF89a, sections 18 to 23.
func gifFrames(data []byte) (frames int) {
	const header, descriptor = 13, 10
	if len(data) < header {
		return 0
	}
	table := func(flags byte) int {
		if flags&0x80 == 0 {
			return 0
		}
		return 3 << (flags&7 + 1)
	}
	at := header + table(data[10])
	for at < len(data) && frames < 2 {
		switch data[at] {
		case 0x21: // an extension: its label, then blocks
			at += 2
		case 0x2c:
			if at+descriptor > len(data) {
				return frames
			}
			frames++
			at += descriptor + table(data[at+9]) + 1 // and the size of a code
		default:
			return frames
		}
		for at < len(data) && data[at] != 0 {
			at += 1 + int(data[at])
		}
		at++
	}
	return frames
}
