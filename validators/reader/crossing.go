package reader

import (
	"errors"
	"image"
	"image/color"
	"io"
)

// crossing is [Pixels] as it is announced from a worker; the samples follow.
type crossing struct {
	Kind    pixelKind
	Size    image.Point
	Ratio   image.YCbCrSubsampleRatio
	Palette []color.RGBA
	Profile []byte
	Halved  bool
	Backed  bool
}

type pixelKind int

const (
	greyPixels pixelKind = iota
	palettePixels
	rgbPixels
	yccPixels
)

func crossingOf(p Pixels) *crossing {
	c := &crossing{Size: p.Image.Bounds().Size(), Profile: p.Profile, Halved: p.Halved, Backed: p.Backed}
	switch img := p.Image.(type) {
	case *image.Paletted:
		c.Kind = palettePixels
		for _, entry := range img.Palette {
			c.Palette = append(c.Palette, color.RGBAModel.Convert(entry).(color.RGBA))
		}
	case *image.RGBA:
		c.Kind = rgbPixels
	case *image.YCbCr:
		c.Kind, c.Ratio = yccPixels, img.SubsampleRatio
	}
	return c
}

func writePixels(out io.Writer, img image.Image) error {
	for _, p := range planesOf(img) {
		for y := range p.height {
			if _, err := out.Write(p.row(y)); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxColoured bounds the pixels of a page in colour that crosses: more than the
// limit of any caller.
const maxColoured = 400_000_000

func (c *crossing) read(in io.Reader) (*Pixels, error) {
	if c.Size.X < 1 || c.Size.Y < 1 || c.Size.X > maxColoured/c.Size.Y {
		return nil, errors.New("a page of an impossible size")
	}
	var like image.Image
	planes := []plane{}
	switch c.Kind {
	case greyPixels:
		like = &image.Gray{}
		planes = append(planes, newPlane(c.Size.X, c.Size.Y, 1))
	case palettePixels:
		palette := make(color.Palette, 256)
		for i := range palette {
			palette[i] = color.RGBA{A: 255}
			if i < len(c.Palette) {
				palette[i] = c.Palette[i]
			}
		}
		like = &image.Paletted{Palette: palette[:max(len(c.Palette), 1)]}
		planes = append(planes, newPlane(c.Size.X, c.Size.Y, 1))
	case rgbPixels:
		like = &image.RGBA{}
		planes = append(planes, newPlane(c.Size.X, c.Size.Y, 4))
	case yccPixels:
		like = &image.YCbCr{SubsampleRatio: c.Ratio}
		chroma := chromaSize(c.Size, c.Ratio)
		planes = append(planes, newPlane(c.Size.X, c.Size.Y, 1), newPlane(chroma.X, chroma.Y, 1), newPlane(chroma.X, chroma.Y, 1))
	default:
		return nil, errors.New("a page of an unknown kind")
	}
	for _, p := range planes {
		if _, err := io.ReadFull(in, p.pix); err != nil {
			return nil, err
		}
	}
	return &Pixels{Image: assembled(like, planes), Profile: c.Profile, Halved: c.Halved, Backed: c.Backed}, nil
}
