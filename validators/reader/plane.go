package reader

import (
	"image"
)

// plane is a rectangle of samples: the brightness of a picture, one of its two
// colours, or all of them side by side.
type plane struct {
	pix           []byte
	stride        int
	width, height int
	size          int // bytes of a sample
}

func newPlane(width, height, size int) plane {
	return plane{pix: make([]byte, width*height*size), stride: width * size, width: width, height: height, size: size}
}

func (p plane) row(y int) []byte { return p.pix[y*p.stride:][:p.width*p.size] }

// planesOf takes a picture of [Pixels] apart.
func planesOf(img image.Image) []plane {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	switch src := img.(type) {
	case *image.Gray:
		return []plane{{src.Pix, src.Stride, w, h, 1}}
	case *image.Paletted:
		return []plane{{src.Pix, src.Stride, w, h, 1}}
	case *image.RGBA:
		return []plane{{src.Pix, src.Stride, w, h, 4}}
	case *image.YCbCr:
		c := chromaSize(image.Pt(w, h), src.SubsampleRatio)
		return []plane{{src.Y, src.YStride, w, h, 1}, {src.Cb, src.CStride, c.X, c.Y, 1}, {src.Cr, src.CStride, c.X, c.Y, 1}}
	}
	return nil
}

// chromaSize is the size of the planes of colour beside one of brightness.
func chromaSize(size image.Point, ratio image.YCbCrSubsampleRatio) image.Point {
	half := func(n int) int { return (n + 1) / 2 }
	switch ratio {
	case image.YCbCrSubsampleRatio420:
		return image.Pt(half(size.X), half(size.Y))
	case image.YCbCrSubsampleRatio422:
		return image.Pt(half(size.X), size.Y)
	case image.YCbCrSubsampleRatio440:
		return image.Pt(size.X, half(size.Y))
	}
	return size
}

// assembled puts planes together as a picture of the kind of like.
func assembled(like image.Image, planes []plane) image.Image {
	first := planes[0]
	rect := image.Rect(0, 0, first.width, first.height)
	switch src := like.(type) {
	case *image.Paletted:
		return &image.Paletted{Pix: first.pix, Stride: first.stride, Rect: rect, Palette: src.Palette}
	case *image.RGBA:
		return &image.RGBA{Pix: first.pix, Stride: first.stride, Rect: rect}
	case *image.YCbCr:
		return &image.YCbCr{
			Y: first.pix, YStride: first.stride, Cb: planes[1].pix, Cr: planes[2].pix, CStride: planes[1].stride,
			SubsampleRatio: src.SubsampleRatio, Rect: rect,
		}
	}
	return &image.Gray{Pix: first.pix, Stride: first.stride, Rect: rect}
}

// mapped makes each plane of a picture another; size gives the size of the
// whole for that of the picture.
func mapped(img image.Image, change func(p plane, size image.Point) plane, size func(image.Point) image.Point) image.Image {
	planes := planesOf(img)
	whole := size(img.Bounds().Size())
	for i, p := range planes {
		to := whole
		if ycc, ok := img.(*image.YCbCr); ok && i > 0 {
			to = chromaSize(whole, ycc.SubsampleRatio)
		}
		planes[i] = change(p, to)
	}
	return assembled(img, planes)
}

// halvable tells the pictures whose samples can be averaged from those whose
// samples are numbers of colours.
func halvable(img image.Image) bool {
	_, paletted := img.(*image.Paletted)
	return !paletted
}

// halfSize is even, so that the planes of colour halve as well.
func halfSize(size image.Point) image.Point { return image.Pt(max(size.X/4*2, 1), max(size.Y/4*2, 1)) }

// halved averages squares of two by two samples.
func halved(p plane, size image.Point) plane {
	out := newPlane(size.X, size.Y, p.size)
	for y := range out.height {
		above, below := p.row(min(2*y, p.height-1)), p.row(min(2*y+1, p.height-1))
		line := out.row(y)
		for i := range line {
			left := min(i/p.size*2, p.width-1)*p.size + i%p.size
			right := min(i/p.size*2+1, p.width-1)*p.size + i%p.size
			line[i] = uint8((uint32(above[left]) + uint32(above[right]) + uint32(below[left]) + uint32(below[right]) + 2) / 4)
		}
	}
	return out
}

// Turned returns a picture of [Pixels] turned clockwise by whole quarters,
// given in degrees.
func Turned(img image.Image, degrees int) image.Image {
	return oriented(img, map[int]int{90: 6, 180: 3, 270: 8}[degrees])
}

// sideways are the orientations of EXIF that change width and height.
func sideways(orientation int) bool { return orientation >= 5 && orientation <= 8 }

// oriented shows a picture as an orientation of EXIF says; one that is no such
// orientation leaves it as it is.
func oriented(img image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return img
	}
	size := func(s image.Point) image.Point {
		if sideways(orientation) {
			return image.Pt(s.Y, s.X)
		}
		return s
	}
	// Turned, the colours that were halved across are halved down.
	if ycc, ok := img.(*image.YCbCr); ok && sideways(orientation) {
		like := &image.YCbCr{SubsampleRatio: ycc.SubsampleRatio}
		switch ycc.SubsampleRatio {
		case image.YCbCrSubsampleRatio422:
			like.SubsampleRatio = image.YCbCrSubsampleRatio440
		case image.YCbCrSubsampleRatio440:
			like.SubsampleRatio = image.YCbCrSubsampleRatio422
		}
		planes := planesOf(img)
		for i, p := range planes {
			planes[i] = p.oriented(orientation)
		}
		return assembled(like, planes)
	}
	return mapped(img, func(p plane, _ image.Point) plane { return p.oriented(orientation) }, size)
}

// turnTile is the side of the squares that are turned one after another: both
// the rows that are read and those that are written stay in the cache.
const turnTile = 32

func (p plane) oriented(orientation int) plane {
	w, h := p.width, p.height
	out := newPlane(w, h, p.size)
	if sideways(orientation) {
		out = newPlane(h, w, p.size)
	}
	// Where the sample for the corner lies, and how far one goes from it for
	// each step to the right and down.
	right, down := p.size, p.stride
	lastX, lastY := (w-1)*right, (h-1)*down
	var from, stepX, stepY int
	switch orientation {
	case 2:
		from, stepX, stepY = lastX, -right, down
	case 3:
		from, stepX, stepY = lastX+lastY, -right, -down
	case 4:
		from, stepX, stepY = lastY, right, -down
	case 5:
		from, stepX, stepY = 0, down, right
	case 6:
		from, stepX, stepY = lastY, -down, right
	case 7:
		from, stepX, stepY = lastX+lastY, -down, -right
	case 8:
		from, stepX, stepY = lastX, down, -right
	}
	for top := 0; top < out.height; top += turnTile {
		for left := 0; left < out.width; left += turnTile {
			for y := top; y < min(top+turnTile, out.height); y++ {
				at := from + left*stepX + y*stepY
				line := out.row(y)
				for x := left; x < min(left+turnTile, out.width); x++ {
					if p.size == 1 {
						line[x] = p.pix[at]
					} else {
						copy(line[x*p.size:(x+1)*p.size], p.pix[at:at+p.size])
					}
					at += stepX
				}
			}
		}
	}
	return out
}
