package pdfedit

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// printedSheet returns samples of four inks, each of which goes its own way
// across the picture, with the noise of a scan.
func printedSheet(size image.Point) []byte {
	random := rand.New(rand.NewPCG(3, 4))
	samples := make([]byte, 0, inks*size.X*size.Y)
	for y := range size.Y {
		for x := range size.X {
			across, down := 200*x/size.X, 200*y/size.Y
			for _, v := range [inks]int{across, down, 200 - across, 40} {
				samples = append(samples, byte(v+random.IntN(16)))
			}
		}
	}
	return samples
}

// far is how far samples lie apart, in the mean of the worst component.
func far(a, b []byte) int {
	var sums [inks]int
	for i := range a {
		sums[i%inks] += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return slices.Max(sums[:]) * inks / len(a)
}

// unpackedInks decodes as a reader of PDFs does.
func unpackedInks(t *testing.T, packed []byte) (samples []byte, size image.Point) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(withTransform(packed)))
	if err != nil {
		t.Fatal(err)
	}
	return inksOf(img.(*image.CMYK)), img.Bounds().Size()
}

func TestInksComeBackAsTheyWere(t *testing.T) {
	for _, size := range []image.Point{{8, 8}, {1, 1}, {17, 9}, {200, 131}} {
		samples := printedSheet(size)
		packed, err := encodedInks(samples, size, 95)
		if err != nil {
			t.Fatal(err)
		}
		got, back := unpackedInks(t, packed)
		if back != size || far(samples, got) > 4 {
			t.Errorf("%v: %v, %d apart", size, back, far(samples, got))
		}
		if bytes.Contains(packed, []byte("Adobe")) {
			t.Error("says how its colours are to be read: the PDF does")
		}
	}
}

func TestPrintedPicturesLoseWeightInTheirOwnInks(t *testing.T) {
	size := image.Pt(900, 1200)
	samples := printedSheet(size)
	light, err := encodedInks(samples, size, 98)
	if err != nil {
		t.Fatal(err)
	}
	adobe := withTransform(light) // as Photoshop writes them
	four := types.Array{types.Name("A"), types.Name("B"), types.Name("C"), types.Name("D")}
	profile := types.StreamDict{Dict: types.Dict{"N": types.Integer(4)}}
	inverted := types.NewIntegerArray(1, 0, 1, 0, 1, 0, 1, 0)
	for _, tt := range []struct {
		name, filter string
		raw          []byte
		space        types.Object
		decode       types.Object
		want         string
	}{
		{"samples", "FlateDecode", deflated(samples), types.Name("DeviceCMYK"), nil, "DCTDecode"},
		{"a JPEG", "DCTDecode", light, types.Name("DeviceCMYK"), nil, "DCTDecode"},
		{"a JPEG of Photoshop's", "DCTDecode", adobe, types.Name("DeviceCMYK"), inverted, "DCTDecode"},
		{"with a profile", "DCTDecode", adobe, types.Array{types.Name("ICCBased"), profile}, inverted, "DCTDecode"},
		{"four inks of another kind", "FlateDecode", deflated(samples), types.Array{types.Name("DeviceN"), four, types.Name("DeviceCMYK"), types.Dict{}}, nil, "FlateDecode"},
	} {
		for _, step := range []Step{{300, 60}, {50, 80}} {
			d, number := sheet(t, 10, 10)
			s := repacked(sampled(size.X, size.Y, 8, tt.space), size, tt.filter, tt.raw)
			if tt.decode != nil {
				s.Dict["Decode"] = tt.decode
			}
			d.objects[number] = s
			if _, err := d.Lighten(t.Context(), step, 0, maxPixels); err != nil {
				t.Fatal(err)
			}
			got := d.objects[number].(types.StreamDict)
			if lastFilter(got) != tt.want || d.printed(got.Dict["ColorSpace"]) != d.printed(tt.space) || (got.Dict["Decode"] == nil) != (tt.decode == nil) {
				t.Errorf("%s at %v: %v", tt.name, step, got.Dict)
				continue
			}
			lighter := tt.want == "DCTDecode" || step.DPI < 100
			if (len(got.Raw) < len(tt.raw)) != lighter {
				t.Errorf("%s at %v: %d bytes of %d", tt.name, step, len(got.Raw), len(tt.raw))
			}
			if tt.want == "DCTDecode" {
				now, to := unpackedInks(t, got.Raw)
				if want := resampled(slices.Clone(samples), size, to, inks); far(want, now) > 6 || to.X > size.X*2/3 && step.DPI < 100 {
					t.Errorf("%s at %v: %v, %d apart", tt.name, step, to, far(want, now))
				}
			}
		}
	}
}

// What only looks like a JPEG of four inks stays as it is.
func TestOtherJPEGsInInksStay(t *testing.T) {
	var grey bytes.Buffer
	random := rand.New(rand.NewPCG(5, 6))
	noise := image.NewGray(image.Rect(0, 0, 300, 300))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.IntN(256))
	}
	if err := jpeg.Encode(&grey, noise, nil); err != nil {
		t.Fatal(err)
	}
	size := image.Pt(300, 300)
	light, err := encodedInks(printedSheet(size), size, 98)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{
		"grey": grey.Bytes(), "cut short": light[:len(light)/2], "too short": bytes.Repeat([]byte{0xff}, lightest),
	} {
		d, number := sheet(t, 10, 10)
		d.objects[number] = repacked(sampled(300, 300, 8, types.Name("DeviceCMYK")), size, "DCTDecode", raw)
		if _, err := d.Lighten(t.Context(), Step{50, 50}, 0, maxPixels); err != nil {
			t.Fatal(err)
		}
		if got := d.objects[number].(types.StreamDict); !bytes.Equal(got.Raw, raw) {
			t.Errorf("%s: changed", name)
		}
	}
}
