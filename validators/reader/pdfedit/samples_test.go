package pdfedit

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func flated(samples []byte, parms types.Dict) types.StreamDict {
	return types.StreamDict{
		Dict: types.Dict{}, Raw: deflated(samples),
		FilterPipeline: []types.PDFFilter{{Name: "FlateDecode", DecodeParms: parms}},
	}
}

func TestFoldedTakesTheMean(t *testing.T) {
	// Five by two pixels of two components; the last column is left over.
	samples := []byte{
		10, 0, 20, 0, 30, 4, 50, 4, 9, 9,
		30, 0, 20, 8, 30, 4, 50, 4, 9, 9,
	}
	wide := make([]byte, 0, 2*len(samples))
	for _, v := range samples {
		wide = append(wide, v, 77)
	}
	want := []byte{20, 2, 40, 4}
	for _, tt := range []struct {
		name string
		s    types.StreamDict
		bits int
		want []byte
	}{
		{"8 bits", flated(samples, nil), 8, want},
		{"16 bits", flated(wide, nil), 16, want},
		{"cut short", flated(samples[:19], nil), 8, nil},
		{"predicted as TIFF does", flated(samples, types.Dict{"Predictor": types.Integer(2)}), 8, nil},
	} {
		if got := folded(tt.s, layout{5, 2, 2, tt.bits}, 2); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// The rows of a PNG are predicted in all ways that there are.
func TestFoldedUndoesPrediction(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 37, 29))
	for y := range 29 {
		for x := range 37 {
			img.Set(x, y, color.NRGBA{uint8(x * 7), uint8(y*x + 3), uint8(x*x - y), 255})
		}
	}
	var packed bytes.Buffer
	if err := png.Encode(&packed, img); err != nil {
		t.Fatal(err)
	}
	s, err := New().fromPNG(packed.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got := folded(s, layout{37, 29, 3, 8}, 1)
	for i := range 37 * 29 {
		if len(got) != 37*29*3 || !slices.Equal(got[3*i:3*i+3], img.Pix[4*i:4*i+3]) {
			t.Fatalf("pixel %d of %d bytes", i, len(got))
		}
	}
}

func TestFoldIsBoundedByPaperAndMemory(t *testing.T) {
	for _, tt := range []struct {
		name  string
		l     layout
		place size
		want  int
	}{
		{"held whole", layout{2480, 3508, 3, 8}, size{595, 842}, 1},
		{"16 bits, of which 8 are held", layout{2480, 3508, 3, 16}, size{595, 842}, 1},
		{"600 dpi", layout{4960, 7016, 4, 8}, size{595, 842}, 2},
		{"as large on paper as it must stay", layout{4960, 7016, 3, 8}, size{1190, 1684}, 0},
	} {
		if got := tt.l.fold(tt.place); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
