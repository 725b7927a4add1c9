package samples

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

var (
	ink       = color.RGBA{R: 24, G: 28, B: 40, A: 255}
	faint     = color.RGBA{R: 205, G: 120, B: 120, A: 255}
	paleBlue  = color.RGBA{R: 222, G: 233, B: 244, A: 255}
	tableTop  = color.RGBA{R: 92, G: 100, B: 112, A: 255}
	cardPaper = color.RGBA{R: 236, G: 232, B: 218, A: 255}
	cardShape = color.RGBA{R: 138, G: 158, B: 150, A: 255}
)

// canvas is a picture drawn in millimetres, origin at the top left corner.
type canvas struct {
	*image.RGBA
	dpi float64
}

func newCanvas(width, height, dpi float64, paper color.Color) canvas {
	c := canvas{dpi: dpi}
	c.RGBA = image.NewRGBA(image.Rect(0, 0, c.px(width), c.px(height)))
	draw.Draw(c.RGBA, c.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	return c
}

// px converts millimetres to pixels.
func (c canvas) px(mm float64) int { return int(math.Round(mm * c.dpi / 25.4)) }

// fill paints a rectangle.
func (c canvas) fill(x, y, width, height float64, paint color.Color) {
	r := image.Rect(c.px(x), c.px(y), c.px(x+width), c.px(y+height))
	draw.Draw(c.RGBA, r, image.NewUniform(paint), image.Point{}, draw.Src)
}

// frame draws the outline of a rectangle.
func (c canvas) frame(x, y, width, height, thickness float64, paint color.Color) {
	c.fill(x, y, width, thickness, paint)
	c.fill(x, y+height-thickness, width, thickness, paint)
	c.fill(x, y, thickness, height, paint)
	c.fill(x+width-thickness, y, thickness, height, paint)
}

// ellipse paints an ellipse, cut off below the line y = floor.
func (c canvas) ellipse(centreX, centreY, radiusX, radiusY, floor float64, paint color.Color) {
	for py := c.px(centreY - radiusY); py < c.px(min(centreY+radiusY, floor)); py++ {
		dy := (float64(py)*25.4/c.dpi - centreY) / radiusY
		if dy*dy > 1 {
			continue
		}
		half := radiusX * math.Sqrt(1-dy*dy)
		r := image.Rect(c.px(centreX-half), py, c.px(centreX+half), py+1)
		draw.Draw(c.RGBA, r, image.NewUniform(paint), image.Point{}, draw.Src)
	}
}

// weight is one of the two cuts of Liberation Sans, metric-compatible with
// Arial, that bills and forms are usually set in; or OCR-B, for zones.
type weight int

const (
	regular weight = iota
	bold
	zoneLetters
)

var typefaces = sync.OnceValues(func() (map[weight]*opentype.Font, error) {
	parsed := map[weight]*opentype.Font{}
	for w, ttf := range map[weight][]byte{regular: liberationsansregular.TTF, bold: liberationsansbold.TTF, zoneLetters: OCRB} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			return nil, fmt.Errorf("reading a typeface: %w", err)
		}
		parsed[w] = f
	}
	return parsed, nil
})

// face returns a typeface at the size of the picture.
func (c canvas) face(points float64, w weight) (font.Face, error) {
	fonts, err := typefaces()
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(fonts[w], &opentype.FaceOptions{Size: points, DPI: c.dpi})
	if err != nil {
		return nil, fmt.Errorf("setting the type size: %w", err)
	}
	return face, nil
}

// text writes a line of text, its baseline starting at (x, y).
func (c canvas) text(x, y, points float64, w weight, paint color.Color, line string) error {
	face, err := c.face(points, w)
	if err != nil {
		return err
	}
	pen := font.Drawer{Dst: c.RGBA, Src: image.NewUniform(paint), Face: face, Dot: fixed.P(c.px(x), c.px(y))}
	pen.DrawString(line)
	return nil
}

// width returns the length of a line of text, in millimetres.
func (c canvas) width(t textLine) (float64, error) {
	face, err := c.face(t.points, t.weight)
	if err != nil {
		return 0, err
	}
	return float64(font.MeasureString(face, t.line)) / 64 * 25.4 / c.dpi, nil
}

// textLine is a line of text and where it stands.
type textLine struct {
	x, y, points float64
	weight       weight
	paint        color.Color
	line         string
}

// texts writes lines of text, up to the first that cannot be.
func (c canvas) texts(lines []textLine) error {
	for _, l := range lines {
		if err := c.text(l.x, l.y, l.points, l.weight, l.paint, l.line); err != nil {
			return err
		}
	}
	return nil
}

// grey returns the picture as a scanner set to grey makes it.
func (c canvas) grey() *image.Gray {
	g := image.NewGray(c.Bounds())
	for i := range g.Pix {
		r, gr, b := int(c.Pix[4*i]), int(c.Pix[4*i+1]), int(c.Pix[4*i+2])
		g.Pix[i] = uint8((299*r + 587*gr + 114*b) / 1000)
	}
	return g
}
