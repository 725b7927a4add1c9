package pdfedit

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func shortenedText(t *testing.T, content string, unit float64) (string, error) {
	t.Helper()
	packed, err := shortened(t.Context(), strings.NewReader(content), unit)
	if err != nil {
		return "", err
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), " "), nil
}

func TestShortened(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"two decimals", "12.345678 -0.4999 m 100.000001 3 l 1.006 2.004 3.1 4 5 6 c S", "12.35 -.5 m 100 3 l 1.01 2 3.1 4 5 6 c S"},
		{"less than nothing", "-0.001 0.0049 m 9 9 l S", "0 0 m 9 9 l S"},
		{"drawn small", "0.1 0 0 0.1 0 0 cm 12.345678 5.56 m 7.777 8.888 l S", "0.1 0 0 0.1 0 0 cm 12.3 5.6 m 7.8 8.9 l S"},
		{"drawn large", "q 100 0 0 50 0 0 cm 0.123456 0.2 m 1 1 l S Q 0.123456 5 m 6 6 l S", "q 100 0 0 50 0 0 cm .1235 .2 m 1 1 l S Q .12 5 m 6 6 l S"},
		{"turned", "0 100 -100 0 0 0 cm 0.123456 5 m 6 6 l S", "0 100 -100 0 0 0 cm .1235 5 m 6 6 l S"},
		{"a rectangle ends where it did", "1.006 2.004 3.006 4.009 re f", "1.01 2 3 4.01 re f"},
		{"a thin rectangle stays", "1.0001 2.0001 0.003 40 re f 5.111111 6 7 0 re S", "1.0001 2.0001 0.003 40 re f 5.11 6 7 0 re S"},
		{"a short line stays", "1.0001 2.0001 m 1.0002 2.0002 l S", "1 2 m 1.0002 2.0002 l S"},
		{"a point stays one", "1.0001 2.0001 m 1.0001 2.0001 l S", "1 2 m 1 2 l S"},
		{"text is not drawn", "BT 0.123456 0 0 1.234567 5.123456 6 Tm (1.23456 m\\) (2.34567 l) S) Tj [(a) 0.123456] TJ ET", "BT 0.123456 0 0 1.234567 5.123456 6 Tm (1.23456 m\\) (2.34567 l) S) Tj [ (a) 0.123456 ] TJ ET"},
		{"neither are colours, widths and dashes", "0.123456 0.2 0.3 RG 0.123456 w [0.123456 2] 0 d /P <</MCID 1.234567>> BDC <0a1 b> Tj EMC", "0.123456 0.2 0.3 RG 0.123456 w [ 0.123456 2 ] 0 d /P << /MCID 1.234567 >> BDC <0a1 b> Tj EMC"},
		{"odd numbers stay", "1.23456e1 5 m +1.23456 --2 l 1.23456 2 3 l S", "1.23456e1 5 m +1.23456 --2 l 1.23456 2 3 l S"},
		{"names and comments", "/A/B gs % 1 2 m\n1.23456 2 m 3 3 l S", "/A /B gs 1.23 2 m 3 3 l S"},
		{"breaks off", "1.23456 2 m 3.45678", "1.23 2 m 3.45678"},
		{"a string that breaks off", "1.23456 2 m (ab", ""},
		{"an inline picture", "1.23456 2 m 3 3 l S BI /W 1 ID x EI", ""},
		{"a matrix that is none", "1 0 0 1 cm 1.23456 2 m 3 3 l S", ""},
	} {
		got, err := shortenedText(t, tt.content, 1)
		if got != tt.want || errors.Is(err, errUncertain) != (tt.want == "") {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
	if got, err := shortenedText(t, "0.123456 5 m 6 6 l S", 10); err != nil || got != ".123 5 m 6 6 l S" {
		t.Errorf("a page in units of ten points: %q, %v", got, err)
	}
}

// Operands are not held without measure.
func TestShortenedIsBounded(t *testing.T) {
	array := "[" + strings.Repeat("(a) 0.123456 ", maxWaiting/8) + "] TJ"
	if got, err := shortenedText(t, array, 1); err != nil || strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(array, " ", "") {
		t.Errorf("a long array: %d bytes of %d, %v", len(got), len(array), err)
	}
}

// No point moves by more than can be seen.
func TestShortenedStaysWhereItWas(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, scale := range []float64{0.0123, 0.24, 1, 3.7, 812} {
		x, y := random.Float64()*500/scale, random.Float64()*700/scale
		got, err := shortenedText(t, fmt.Sprintf("%f 0 0 %f 3 4 cm %.7f %.7f m 0 0 l S", scale, scale, x, y), 1)
		if err != nil {
			t.Fatal(err)
		}
		var a, b float64
		if _, err := fmt.Sscanf(got[strings.Index(got, "cm ")+3:], "%f %f m", &a, &b); err != nil {
			t.Fatal(err)
		}
		if max(math.Abs(a-x), math.Abs(b-y))*scale > paperError*1.001 {
			t.Errorf("at %v, %v %v became %v %v", scale, x, y, a, b)
		}
	}
}

func TestShorten(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var lines strings.Builder
	for range 20_000 {
		fmt.Fprintf(&lines, "%.6f %.6f m %.6f %.6f l S\n", random.Float64()*500, random.Float64()*700, random.Float64()*500, random.Float64()*700)
	}
	plain := func(content string) types.StreamDict {
		return types.StreamDict{Dict: types.Dict{}, Raw: []byte(content)}
	}
	for _, tt := range []struct {
		name    string
		streams []types.StreamDict
		want    bool
	}{
		{"one stream", []types.StreamDict{plain(lines.String())}, true},
		{"packed, and parted between two", []types.StreamDict{flated([]byte(lines.String()), nil), flated([]byte("Q"), nil)}, true},
		{"few lines", []types.StreamDict{plain(lines.String()[:heavyContent/2])}, false},
		{"packed in an odd way", []types.StreamDict{flated([]byte(lines.String()), types.Dict{"Predictor": types.Integer(12)})}, false},
		{"packed and torn", []types.StreamDict{func() types.StreamDict {
			s := flated([]byte(lines.String()), nil)
			s.Raw = s.Raw[:len(s.Raw)/4*3]
			return s
		}()}, false},
	} {
		d, _ := sheet(t, 8, 8)
		parts := types.Array{}
		for _, s := range tt.streams {
			parts = append(parts, d.add(s))
		}
		d.pages[0]["Contents"] = parts
		before := d.pageContent(d.pages[0])
		changed, err := d.Shorten(t.Context())
		if err != nil || changed != tt.want {
			t.Errorf("%s: %v, %v", tt.name, changed, err)
		}
		after := d.pageContent(d.pages[0])
		if changed && bytes.Count(after, []byte(" l\nS\n")) != bytes.Count(before, []byte(" l S\n")) {
			t.Errorf("%s: %d lines of %d", tt.name, bytes.Count(after, []byte(" l\nS\n")), bytes.Count(before, []byte(" l S\n")))
		}
		if again, err := d.Shorten(t.Context()); again || err != nil {
			t.Errorf("%s: a second time: %v, %v", tt.name, again, err)
		}
	}
}
