package testpage

import (
	"image"
	"image/color"
	"image/draw"
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationmonobold"
	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// typeface is a pair of fonts a bill is set in.
type typeface struct{ regular, bold *opentype.Font }

var typefaces = sync.OnceValue(func() []typeface {
	pairs := [][2][]byte{
		{liberationsansregular.TTF, liberationsansbold.TTF},
		{goregular.TTF, gobold.TTF},
		{liberationserifregular.TTF, liberationserifbold.TTF},
		{liberationmonoregular.TTF, liberationmonobold.TTF},
	}
	faces := make([]typeface, len(pairs))
	for i, p := range pairs {
		faces[i] = typeface{parsed(p[0]), parsed(p[1])}
	}
	return faces
})

func parsed(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // the fonts are part of the build
	}
	return f
}

// canvas is a page measured in millimetres.
type canvas struct {
	img   *image.RGBA
	dpi   float64
	fonts typeface
	words []string
	faces map[faceKey]font.Face
}

type faceKey struct {
	points float64
	bold   bool
}

func newCanvas(widthMM, heightMM, dpi float64, t typeface) *canvas {
	c := &canvas{dpi: dpi, fonts: t, faces: map[faceKey]font.Face{}}
	c.img = image.NewRGBA(image.Rect(0, 0, c.px(widthMM), c.px(heightMM)))
	draw.Draw(c.img, c.img.Bounds(), image.White, image.Point{}, draw.Src)
	return c
}

func (c *canvas) px(mm float64) int { return int(mm*c.dpi/25.4 + 0.5) }

func (c *canvas) face(points float64, bold bool) font.Face {
	key := faceKey{points, bold}
	if f, ok := c.faces[key]; ok {
		return f
	}
	source := c.fonts.regular
	if bold {
		source = c.fonts.bold
	}
	f, err := opentype.NewFace(source, &opentype.FaceOptions{Size: points, DPI: c.dpi, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // only a size out of range can fail
	}
	c.faces[key] = f
	return f
}

// ink is how a text is set.
type ink struct {
	points float64
	bold   bool
	colour color.Color // nil: black
}

// text draws one line with its baseline at y and keeps its words.
func (c *canvas) text(x, y float64, i ink, line string) {
	c.words = append(c.words, strings.Fields(line)...)
	colour := i.colour
	if colour == nil {
		colour = color.Gray{25}
	}
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(colour), Face: c.face(i.points, i.bold)}
	d.Dot = fixed.Point26_6{X: fixed.I(c.px(x)), Y: fixed.I(c.px(y))}
	d.DrawString(line)
}

// textRight draws one line that ends at x.
func (c *canvas) textRight(x, y float64, i ink, line string) {
	width := font.MeasureString(c.face(i.points, i.bold), line)
	c.text(x-float64(width)/64*25.4/c.dpi, y, i, line)
}

func (c *canvas) fill(x, y, width, height float64, colour color.Color) {
	r := image.Rect(c.px(x), c.px(y), c.px(x+width), c.px(y+height))
	draw.Draw(c.img, r, image.NewUniform(colour), image.Point{}, draw.Src)
}

func (c *canvas) rule(x, y, width float64) {
	c.fill(x, y, width, 0.25, color.Gray{140})
}
