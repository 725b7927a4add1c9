package samples

import (
	"bytes"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/bmp"
)

// encoder stores a picture in a file format.
type encoder func(canvas) ([]byte, error)

func asJPEG(c canvas) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, c.RGBA, &jpeg.Options{Quality: 85})
	return out.Bytes(), err
}

func asGreyJPEG(c canvas) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, c.grey(), &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}

func asPNG(c canvas) ([]byte, error) {
	var out bytes.Buffer
	fast := png.Encoder{CompressionLevel: png.BestSpeed}
	err := fast.Encode(&out, c.RGBA)
	return out.Bytes(), err
}

// asBMP stores 24 bits a pixel, uncompressed.
func asBMP(c canvas) ([]byte, error) {
	var out bytes.Buffer
	err := bmp.Encode(&out, c.RGBA)
	return out.Bytes(), err
}
