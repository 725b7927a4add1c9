package pdfedit

import (
	"image"
	"math/rand/v2"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// sheet is a document of one A4 page with a picture of grey noise all over it,
// and the number of the picture.
func sheet(t *testing.T, width, height int) (*Document, int) {
	t.Helper()
	samples := make([]byte, width*height)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range samples {
		samples[i] = byte(random.IntN(40))
		if i/width > height/3 { // not the same all over
			samples[i] += 100
		}
	}
	d := New()
	s := sampled(width, height, 8, types.Name("DeviceGray"))
	s.Dict["Filter"] = types.Name("FlateDecode")
	s.FilterPipeline = []types.PDFFilter{{Name: "FlateDecode"}}
	s.Raw = deflated(samples)
	picture := d.add(s)
	page := types.Dict{
		"Type": types.Name("Page"), "MediaBox": types.NewIntegerArray(0, 0, 595, 842),
		"Resources": types.Dict{"XObject": types.Dict{"I": picture}},
		"Contents":  d.add(types.StreamDict{Dict: types.Dict{}, Raw: []byte("q 595 0 0 842 0 0 cm /I Do Q")}),
	}
	d.pages, d.refs = append(d.pages, page), append(d.refs, d.add(page))
	d.plantPages()
	return d, picture.ObjectNumber.Value()
}

// What parts of a picture tell is what the whole will weigh.
func TestWeigh(t *testing.T) {
	steps := []Step{{300, 88}, {200, 80}, {150, 55}}
	for name, side := range map[string][2]int{"small": {800, 1131}, "large": {1800, 2546}} {
		d, _ := sheet(t, side[0], side[1])
		now, at := d.Weigh(t.Context(), steps)
		for i, step := range steps {
			d, number := sheet(t, side[0], side[1])
			before := len(d.objects[number].(types.StreamDict).Raw)
			if _, err := d.Lighten(t.Context(), step, 0, maxPixels); err != nil {
				t.Fatal(err)
			}
			got := len(d.objects[number].(types.StreamDict).Raw)
			if now != before || at[i] < got*9/10 || at[i] > got*11/10 {
				t.Errorf("%s at %v: %d of %d bytes, weighed as %d of %d", name, step, got, before, at[i], now)
			}
		}
	}
}

func TestMasksThatHideNothingGo(t *testing.T) {
	const width, height = 203, 300
	soft := func(samples []byte, more types.Dict) types.StreamDict {
		s := sampled(width, height, 8, types.Name("DeviceGray"))
		for key, value := range more {
			s.Dict[key] = value
		}
		return repacked(s, image.Pt(width, height), "FlateDecode", deflated(samples))
	}
	stencil := func(samples []byte, more types.Dict) types.StreamDict {
		s := soft(samples, more)
		s.Dict["ImageMask"], s.Dict["BitsPerComponent"] = types.Boolean(true), types.Integer(1)
		delete(s.Dict, "ColorSpace")
		return s
	}
	all := func(n int, v byte) []byte {
		samples := make([]byte, n)
		for i := range samples {
			samples[i] = v
		}
		return samples
	}
	but := func(samples []byte) []byte { samples[len(samples)/2] ^= 1; return samples }
	inverted := types.Dict{"Decode": types.NewIntegerArray(1, 0)}
	const whole, bits = width * height, (width + 7) / 8 * height
	for _, tt := range []struct {
		name, key string
		mask      types.StreamDict
		goes      bool
	}{
		{"all opaque", "SMask", soft(all(whole, 255), nil), true},
		{"all but opaque", "SMask", soft(but(all(whole, 255)), nil), false},
		{"cut short", "SMask", soft(all(whole-1, 255), nil), false},
		{"opaque where it is read the other way round", "SMask", soft(all(whole, 255), inverted), false},
		{"a stencil that hides nothing", "Mask", stencil(all(bits, 0), nil), true},
		{"a stencil that hides a little", "Mask", stencil(but(all(bits, 0)), nil), false},
		{"a stencil that hides all", "Mask", stencil(all(bits, 0), inverted), false},
	} {
		d, number := sheet(t, 800, 1131)
		d.objects[number].(types.StreamDict).Dict[tt.key] = d.add(tt.mask)
		if _, err := d.Lighten(t.Context(), Step{300, 80}, 0, maxPixels); err != nil {
			t.Fatal(err)
		}
		if gone := d.objects[number].(types.StreamDict).Dict[tt.key] == nil; gone != tt.goes {
			t.Errorf("%s: gone %v", tt.name, gone)
		}
	}
}
