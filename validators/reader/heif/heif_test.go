package heif

import (
	"context"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
)

func engine(t testing.TB) *Engine {
	t.Helper()
	e, err := Load(context.Background(), cacheDir, 256<<20)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// cacheDir spares each test two seconds.
var cacheDir = filepath.Join(os.TempDir(), "recevable-heif-test")

func sample(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../samples/assets/cni-recto.heic")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDecodesAPhonesPhoto(t *testing.T) {
	img, err := engine(t).Decode(context.Background(), sample(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := img.(*image.YCbCr); !ok || img.Bounds().Dx() < 500 || img.Bounds().Dy() < 300 {
		t.Errorf("%T, %v", img, img.Bounds())
	}
	// A card on a ground: neither one colour all over, nor noise.
	seen := map[uint8]int{}
	for _, v := range img.(*image.YCbCr).Y {
		seen[v>>4]++
	}
	if len(seen) < 5 {
		t.Errorf("%d levels of brightness: no picture", len(seen))
	}
}

// greyGradient is a picture without colours, 64 × 48 pixels from white to black,
// from heif-enc.
const greyGradient = "" +
	"AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAadtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAA" +
	"AAAAACAAAAEGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHLAAEAAAAAAAAAJgACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlp" +
	"bmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADSaXBycAAAALBpcGNvAAAAcmh2Y0MBBAgAAAAAAA" +
	"AAAAAe8AD8/Pr6AAAPAyAAAQAXQAEMAf//BAgAAAMAnfgAAAMAAB66AkAhAAEAJ0IBAQQIAAADAJ34AAADAAAewIIEE2W6uSmubAgAAAMACAAA" +
	"AwAIQCIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAABAAAAAMAAAAA5waXhpAAAAAAEKAAAAGmlwbWEAAAAAAA" +
	"AAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAAC5tZGF0AAAAIigBrrC0lxDZJU8iVYHvi63j29RtlJOC+fOxexrim/aN" +
	"q8A="

func TestDecodesAPictureWithoutColours(t *testing.T) {
	data, err := base64.StdEncoding.DecodeString(greyGradient)
	if err != nil {
		t.Fatal(err)
	}
	img, err := engine(t).Decode(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds() != image.Rect(0, 0, 64, 48) {
		t.Fatalf("%v", img.Bounds())
	}
	for y := range 48 {
		c := color.RGBAModel.Convert(img.At(32, y)).(color.RGBA)
		want := 255 - 255*y/47
		if max(int(c.R), int(c.G), int(c.B))-min(int(c.R), int(c.G), int(c.B)) > 2 || max(int(c.G)-want, want-int(c.G)) > 12 {
			t.Errorf("row %d: %v, want grey %d", y, c, want)
		}
	}
}

func TestWhatIsNoPictureIsSaidSo(t *testing.T) {
	whole := sample(t)
	e := engine(t)
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("bonjour"), "a header alone": whole[:64], "half": whole[:len(whole)/2],
	} {
		if _, err := e.Decode(context.Background(), data); !errors.Is(err, ErrPicture) && !errors.Is(err, ErrMemory) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASandboxHasItsLimit(t *testing.T) {
	e, err := Load(context.Background(), cacheDir, 17<<20)
	if err != nil {
		t.Skip("the module itself asks for more:", err)
	}
	if _, err := e.Decode(context.Background(), make([]byte, 32<<20)); !errors.Is(err, ErrMemory) {
		t.Errorf("%v, want ErrMemory", err)
	}
}

func TestACacheThatCannotBeUsedCostsTimeOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := Load(context.Background(), filepath.Join(file, "cache"), 256<<20)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Decode(context.Background(), sample(t)); err != nil {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	whole := sample(f)
	f.Add(whole[:2000])
	f.Add([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"))
	e := engine(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if img, err := e.Decode(context.Background(), data); err == nil {
			// Every pixel it claims must be there.
			b := img.Bounds()
			img.At(b.Min.X, b.Min.Y)
			img.At(b.Max.X-1, b.Max.Y-1)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if err := engine(b).Close(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	data, e := sample(b), engine(b)
	for b.Loop() {
		if _, err := e.Decode(context.Background(), data); err != nil {
			b.Fatal(err)
		}
	}
}
