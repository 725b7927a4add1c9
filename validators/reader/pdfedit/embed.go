package pdfedit

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var (
	pngSignature = []byte("\x89PNG\r\n\x1a\n")

	errPicture = errors.New("neither a JPEG nor a PNG that can be stored")
)

func hundredth(v float64) float64 { return math.Round(v*100) / 100 }

// embedded returns a picture as an object of a PDF.
func (d *Document) embedded(data []byte) (types.StreamDict, error) {
	if bytes.HasPrefix(data, pngSignature) {
		return d.fromPNG(data)
	}
	header, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return types.StreamDict{}, fmt.Errorf("%w: %w", errPicture, err)
	}
	spaces := map[color.Model]string{color.GrayModel: "DeviceGray", color.CMYKModel: "DeviceCMYK"}
	space, ok := spaces[header.ColorModel]
	if !ok {
		space = "DeviceRGB"
	}
	plain, _ := StripJPEG(data)
	s := sampled(header.Width, header.Height, 8, types.Name(space))
	if space == "DeviceCMYK" {
		// Adobe's programs, which nearly all such files come from, store ink as
		// light.
		s.Dict["Decode"] = types.NewIntegerArray(1, 0, 1, 0, 1, 0, 1, 0)
	}
	s.Dict["Filter"] = types.Name("DCTDecode")
	s.FilterPipeline = []types.PDFFilter{{Name: "DCTDecode"}}
	s.Raw = plain
	return s, nil
}

func sampled(width, height, bits int, space types.Object) types.StreamDict {
	return types.StreamDict{Dict: types.Dict{
		"Type": types.Name("XObject"), "Subtype": types.Name("Image"),
		"Width": types.Integer(width), "Height": types.Integer(height),
		"BitsPerComponent": types.Integer(bits), "ColorSpace": space,
	}}
}

// fromPNG takes over the packed rows of a PNG where PDF knows their layout, and
// packs them anew where it does not.
func (d *Document) fromPNG(data []byte) (types.StreamDict, error) {
	var head, palette, rows []byte
	transparent := false
	for at := len(pngSignature); at+12 <= len(data); {
		length := int(binary.BigEndian.Uint32(data[at:]))
		if length < 0 || length > len(data)-at-12 {
			break
		}
		body := data[at+8 : at+8+length]
		switch string(data[at+4 : at+8]) {
		case "IHDR":
			head = body
		case "PLTE":
			palette = body
		case "tRNS":
			transparent = true
		case "IDAT":
			rows = append(rows, body...)
		}
		at += 12 + length
	}
	if len(head) < 13 {
		return types.StreamDict{}, errPicture
	}
	width, height := int(binary.BigEndian.Uint32(head)), int(binary.BigEndian.Uint32(head[4:]))
	bits, kind, interlaced := int(head[8]), head[9], head[12] != 0
	if width < 1 || height < 1 || width > maxPixels/height {
		return types.StreamDict{}, errPicture
	}
	colours := 1
	var space types.Object = types.Name("DeviceGray")
	switch kind {
	case 2:
		colours, space = 3, types.Name("DeviceRGB")
	case 3:
		space = types.Array{types.Name("Indexed"), types.Name("DeviceRGB"), types.Integer(len(palette)/3 - 1), types.NewHexLiteral(palette)}
	case 4, 6:
		transparent = true
	}
	if transparent || interlaced || kind == 3 && len(palette) < 3 {
		return overWhite(data)
	}
	s := sampled(width, height, bits, space)
	parms := types.Dict{
		"Predictor": types.Integer(15), "Colors": types.Integer(colours),
		"BitsPerComponent": types.Integer(bits), "Columns": types.Integer(width),
	}
	s.Dict["Filter"], s.Dict["DecodeParms"] = types.Name("FlateDecode"), parms
	s.FilterPipeline = []types.PDFFilter{{Name: "FlateDecode", DecodeParms: parms}}
	s.Raw = rows
	return s, nil
}

func overWhite(data []byte) (types.StreamDict, error) {
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return types.StreamDict{}, fmt.Errorf("%w: %w", errPicture, err)
	}
	b := img.Bounds()
	samples := make([]byte, 0, 3*b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, a := img.At(x, y).RGBA() // multiplied by their opacity already
			white := 0xffff - a
			samples = append(samples, byte((r+white)>>8), byte((g+white)>>8), byte((bl+white)>>8))
		}
	}
	s := sampled(b.Dx(), b.Dy(), 8, types.Name("DeviceRGB"))
	return repacked(s, image.Pt(b.Dx(), b.Dy()), "FlateDecode", deflated(samples)), nil
}
