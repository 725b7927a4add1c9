package pdfedit

import (
	"bytes"
	"compress/lzw"
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

// lzwed packs so few samples that no code is longer than the first.
func lzwed(samples []byte, parms types.Dict) types.StreamDict {
	var packed bytes.Buffer
	w := lzw.NewWriter(&packed, lzw.MSB, 8)
	_, _ = w.Write(samples)
	_ = w.Close()
	return types.StreamDict{Dict: types.Dict{}, Raw: packed.Bytes(), FilterPipeline: []types.PDFFilter{{Name: "LZWDecode", DecodeParms: parms}}}
}

func parms(predictor, columns, colours int) types.Dict {
	return types.Dict{"Predictor": types.Integer(predictor), "Columns": types.Integer(columns), "Colors": types.Integer(colours), "BitsPerComponent": types.Integer(8)}
}

// differences predicts samples as TIFF does.
func differences(samples []byte, width, each int) []byte {
	out := slices.Clone(samples)
	for i := range out {
		if i%(width*each) >= each {
			out[i] -= samples[i-each]
		}
	}
	return out
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
		{"predicted as TIFF does", flated(differences(samples, 5, 2), parms(2, 5, 2)), 8, want},
		{"predicted, of another width", flated(differences(samples, 5, 2), parms(2, 4, 2)), 8, nil},
		{"predicted in 16 bits as TIFF does", flated(wide, parms(2, 5, 2)), 16, nil},
		{"LZW", lzwed(samples, nil), 8, want},
		{"LZW, predicted as TIFF does", lzwed(differences(samples, 5, 2), parms(2, 5, 2)), 8, want},
		{"LZW, as it is never met", lzwed(samples, types.Dict{"EarlyChange": types.Integer(0)}), 8, nil},
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
		{"600 dpi, a row less", layout{4960, 7015, 3, 8}, size{595, 842}, 2},
		{"500 dpi", layout{4134, 5846, 3, 8}, size{595, 842}, 2},
		{"340 dpi, of more inks than can be held", layout{2800, 3958, 6, 8}, size{595, 842}, 0},
		{"as large on paper as it must stay", layout{4960, 7016, 3, 8}, size{1190, 1684}, 0},
	} {
		if got := tt.l.fold(tt.place); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
