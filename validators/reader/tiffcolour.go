package reader

import (
	"encoding/binary"
	"image"
	"math"
	"sync"
)

// The rarer kinds of samples that a page of a TIFF has, brought to what
// pictures have here.

// fraction reads the ith sample of a row of fractions, from 0 to 1. What lies
// beyond is as dark or as light as can be.
func (p *tiffPage) fraction(row []byte, i int64) uint8 {
	order := p.file.order
	var v float64
	switch p.depth {
	case 16:
		v = halfFloat(order.Uint16(row[2*i:]))
	case 32:
		v = float64(math.Float32frombits(order.Uint32(row[4*i:])))
	case 64:
		v = math.Float64frombits(order.Uint64(row[8*i:]))
	}
	if !(v > 0) { // not a number too
		return 0
	}
	return uint8(min(v, 1)*255 + 0.5)
}

// halfFloat reads a number of 16 bits, IEEE 754 binary16.
func halfFloat(bits uint16) float64 {
	exponent, mantissa := int(bits>>10&31), float64(bits&1023)
	v := math.Ldexp(1024+mantissa, exponent-25)
	switch exponent {
	case 0:
		v = math.Ldexp(mantissa, -24)
	case 31:
		v = math.Inf(1)
		if mantissa > 0 {
			v = math.NaN()
		}
	}
	if bits>>15 == 1 {
		return -v
	}
	return v
}

// undoFloatDifferences puts together a row whose first bytes, the highest, of
// all samples come first, then all their second ones, each as the difference
// with the one before (TIFF Technical Note 3).
func (p *tiffPage) undoFloatDifferences(row []byte) {
	step, size := int(p.rowSamples()), int(p.depth/8)
	for i := step; i < len(row); i++ {
		row[i] += row[i-step]
	}
	samples := len(row) / size
	apart := append([]byte(nil), row...)
	for i := range samples {
		for b := range size {
			to := b
			if p.file.order == binary.LittleEndian {
				to = size - 1 - b
			}
			row[i*size+to] = apart[b*samples+i]
		}
	}
}

// spread gives the pixels of an area their luminance, and the colours that
// some of them share: the luminance of those pixels lies together in a row,
// then the two colours.
func (p *tiffPage) spread(pix, row []byte, area image.Rectangle) {
	across, down := p.subsampling()
	group := int(across*down + 2)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			inRow := x - area.Min.X
			from := row[inRow/int(across)*group:][:group]
			to := pix[4*(y*int(p.width)+x):]
			to[0] = from[(y-area.Min.Y)*int(across)+inRow%int(across)]
			to[1], to[2] = from[group-2], from[group-1]
		}
	}
}

// toRGB brings pixels of other models to RGB, in place.
func (p *tiffPage) toRGB(pix []byte) {
	var convert func(a, b, c uint8) (r, g, bl uint8)
	switch p.photometric {
	case tiffYCbCr:
		convert = p.luminanceToRGB()
	case tiffLab:
		// Signed: the sign bit turned over, it is counted from -128.
		convert = func(l, a, b uint8) (uint8, uint8, uint8) { return labToRGB(l, a^0x80, b^0x80) }
	case tiffICCLab:
		convert = labToRGB
	default:
		return
	}
	var last, made [3]uint8
	known := false
	for i := 0; i+3 < len(pix); i += 4 {
		if from := [3]uint8(pix[i:]); !known || from != last {
			last, known = from, true
			made[0], made[1], made[2] = convert(from[0], from[1], from[2])
		}
		copy(pix[i:], made[:])
	}
}

// luminanceToRGB converts by what the page says of its model, TIFF 6.0
// section 21: the share of red, green and blue in luminance, and the values
// that stand for none and all.
func (p *tiffPage) luminanceToRGB() func(y, cb, cr uint8) (r, g, b uint8) {
	share := p.tags[tagCoefficients].ratios(0.299, 0.587, 0.114)
	levels := p.tags[tagReferenceLevels].ratios(0, 255, 128, 255, 128, 255)
	if share[1] == 0 {
		share = []float64{0.299, 0.587, 0.114}
	}
	scale := func(v uint8, none, all, full float64) float64 {
		if all == none {
			return float64(v) - none
		}
		return (float64(v) - none) * full / (all - none)
	}
	return func(y, cb, cr uint8) (uint8, uint8, uint8) {
		light := scale(y, levels[0], levels[1], 255)
		r := light + scale(cr, levels[4], levels[5], 127)*(2-2*share[0])
		b := light + scale(cb, levels[2], levels[3], 127)*(2-2*share[2])
		g := (light - share[0]*r - share[2]*b) / share[1]
		return octet(r), octet(g), octet(b)
	}
}

// ratios are the values of an entry of fractions, or others where there are
// fewer.
func (e tiffEntry) ratios(otherwise ...float64) []float64 {
	if e.kind != 5 || e.count() < len(otherwise) {
		return otherwise
	}
	out := make([]float64, len(otherwise))
	for i := range out {
		over, under := e.order.Uint32(e.value[8*i:]), e.order.Uint32(e.value[8*i+4:])
		out[i] = float64(over) / max(float64(under), 1)
	}
	return out
}

func octet(v float64) uint8 { return uint8(max(0, min(v+0.5, 255))) }

// labToRGB converts CIE L*a*b* of 8 bits, its colours counted from -128, whose
// white is that of paper, D50, to sRGB. The matrix is that of the ICC profile
// of sRGB, the other way round.
func labToRGB(l, a, b uint8) (uint8, uint8, uint8) {
	const whiteX, whiteZ = 0.9642, 0.8249
	linear := func(f float64) float64 {
		if f > 6.0/29 {
			return f * f * f
		}
		return (f - 4.0/29) * 108 / 841
	}
	light := (float64(l)*100/255 + 16) / 116
	x := whiteX * linear(light+(float64(a)-128)/500)
	y := linear(light)
	z := whiteZ * linear(light-(float64(b)-128)/200)
	curve := srgbCurve()
	shown := func(v float64) uint8 { return curve[int(max(0, min(v, 1))*float64(len(curve)-1)+0.5)] }
	return shown(3.1338561*x - 1.6168667*y - 0.4906146*z),
		shown(-0.9787684*x + 1.9161415*y + 0.0334540*z),
		shown(0.0719453*x - 0.2289914*y + 1.4052427*z)
}

// srgbCurve gives the level of sRGB for an amount of light, IEC 61966-2-1.
var srgbCurve = sync.OnceValue(func() []uint8 {
	curve := make([]uint8, 1<<14)
	for i := range curve {
		v := float64(i) / float64(len(curve)-1)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		curve[i] = octet(255 * v)
	}
	return curve
})
