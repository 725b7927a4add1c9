package repair

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/disintegration/imaging"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

func workshop(t testing.TB) *Workshop {
	t.Helper()
	r := reader.New()
	t.Cleanup(func() { r.Close() })
	return &Workshop{Reader: r}
}

// repaired repairs what the checks read of the bytes, and holds what comes out
// to its promises: it opens whole, and is left alone the second time.
func repaired(t *testing.T, data []byte, shows legibility.Kind, want Want) Picture {
	t.Helper()
	w, ctx := workshop(t), context.Background()
	look := func(data []byte) reader.Document {
		read, err := w.Reader.Read(ctx, reader.NewSource(data), reader.Want{Legibility: true, Shows: shows})
		if err != nil {
			t.Fatal(err)
		}
		return read
	}
	made, err := w.Picture(ctx, data, look(data), want)
	if err != nil {
		t.Fatal(err)
	}
	if want.Sheets || len(made.Sheets) > 0 {
		return made
	}
	if changed := !bytes.Equal(made.File.Data, data); changed != (len(made.Changes) > 0) {
		t.Errorf("bytes changed: %v, changes %v", changed, made.Changes)
	}
	read := look(made.File.Data)
	if read.State != reader.Opened || read.MIME != made.File.MIME {
		t.Fatalf("%s of %s came out: %s", read.State, read.MIME, read.Detail)
	}
	second, err := w.Picture(ctx, made.File.Data, read, want)
	if err != nil || len(second.Changes) > 0 || !bytes.Equal(second.File.Data, made.File.Data) {
		t.Errorf("the second time: %v, %v", err, second.Changes)
	}
	if again, err := w.Picture(ctx, data, look(data), want); err != nil || !bytes.Equal(again.File.Data, made.File.Data) {
		t.Errorf("not the same bytes twice: %v", err)
	}
	return made
}

func encoded(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(t testing.TB, img image.Image) []byte {
	return encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, &jpeg.Options{Quality: 88}) })
}

func asPNG(t testing.TB, img image.Image) []byte {
	return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
}

// withSegments puts segments behind the start of a JPEG, and bytes behind its
// end.
func withSegments(data []byte, trailer string, segments ...string) []byte {
	out := slices.Clone(data[:2])
	for _, s := range segments {
		out = append(out, 0xff, s[0])
		out = binary.BigEndian.AppendUint16(out, uint16(len(s)+1))
		out = append(out, s[1:]...)
	}
	return append(append(out, data[2:]...), trailer...)
}

// exifSegment tells an orientation, and where the picture was taken.
func exifSegment(orientation byte) string {
	return "\xe1Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x02" +
		"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00" +
		"\x01\x0f\x00\x02\x00\x00\x00\x04Cam\x00\x00\x00\x00\x00GPS 48.8566 2.3522"
}

func page(seed uint64) *image.RGBA { return testpage.NewBill(seed, 150).Image }

func codesOf(changes []Change) (codes []ChangeCode) {
	for _, c := range changes {
		codes = append(codes, c.Code)
	}
	return codes
}

func TestPicture(t *testing.T) {
	bill := page(4)
	plain := asJPEG(t, bill)
	few := image.NewPaletted(bill.Rect, color.Palette{color.White, color.Black})
	draw.Draw(few, few.Rect, bill, image.Point{}, draw.Src)
	clear := image.NewNRGBA(bill.Rect)
	draw.Draw(clear, image.Rect(0, 0, bill.Rect.Dx(), bill.Rect.Dy()-300), bill, image.Point{}, draw.Src)
	wide := image.NewNRGBA64(bill.Rect)
	draw.Draw(wide, wide.Rect, bill, image.Point{}, draw.Src)
	table := testpage.NewCard(2, 200).Image
	sheet := imaging.Paste(imaging.New(1654, 2339, color.White), table, image.Pt(400, 500))
	tests := []struct {
		name  string
		data  []byte
		shows legibility.Kind
		want  []ChangeCode
		mime  string
	}{
		{"a plain JPEG", plain, legibility.TextPage, nil, reader.JPEG},
		{"a plain PNG", asPNG(t, bill), legibility.TextPage, nil, reader.PNG},
		{"a plain BMP", encoded(t, func(b *bytes.Buffer) error { return bmp.Encode(b, bill) }), legibility.TextPage, nil, reader.BMP},
		{"a plain TIFF", encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, few, nil) }), legibility.TextPage, nil, reader.TIFF},
		{"a JPEG that says where", withSegments(plain, "motion", exifSegment(1), "\xfecomment"), legibility.TextPage, []ChangeCode{Uncoded}, reader.JPEG},
		{"a JPEG to be turned", withSegments(plain, "", exifSegment(6)), legibility.TextPage, []ChangeCode{Turned, Uncoded}, reader.JPEG},
		{"a GIF", encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, few, nil) }), legibility.TextPage, []ChangeCode{Converted}, reader.PNG},
		{"a PNG of 16 bits", asPNG(t, wide), legibility.TextPage, []ChangeCode{Converted}, reader.JPEG},
		{"a PNG without ground", asPNG(t, clear), legibility.TextPage, []ChangeCode{Converted}, reader.JPEG},
		{"a page askew", asJPEG(t, testpage.Tilt(bill, 2)), legibility.TextPage, []ChangeCode{Straightened}, reader.JPEG},
		{"a page askew that says where", withSegments(asJPEG(t, testpage.Tilt(bill, 2)), "", exifSegment(1)), legibility.TextPage, []ChangeCode{Straightened, Uncoded}, reader.JPEG},
		{"a page hardly askew", asJPEG(t, testpage.Tilt(bill, 0.3)), legibility.TextPage, nil, reader.JPEG},
		{"a dark page", asJPEG(t, testpage.Darken(imaging.Clone(bill), 0.28)), legibility.TextPage, []ChangeCode{Evened}, reader.JPEG},
		{"a dim page", asJPEG(t, testpage.Darken(imaging.Clone(bill), 0.6)), legibility.TextPage, nil, reader.JPEG},
		{"a card on a white scan", asJPEG(t, sheet), legibility.IDCard, []ChangeCode{Cropped}, reader.JPEG},
		{"that scan as a page", asJPEG(t, sheet), legibility.TextPage, nil, reader.JPEG},
		{"a card by itself", asJPEG(t, table), legibility.IDCard, nil, reader.JPEG},
		{"a face askew", asJPEG(t, testpage.Tilt(bill, 2)), legibility.Portrait, nil, reader.JPEG},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			made := repaired(t, test.data, test.shows, Want{})
			if got := codesOf(made.Changes); !slices.Equal(got, test.want) || made.File.MIME != test.mime || made.File.Pages != 1 {
				t.Errorf("got %v, a %s of %d pages; want %v, %s", got, made.File.MIME, made.File.Pages, test.want, test.mime)
			}
			for _, secret := range []string{"GPS", "Cam", "Exif", "motion", "comment"} {
				if bytes.Contains(made.File.Data, []byte(secret)) {
					t.Errorf("%q came out", secret)
				}
			}
		})
	}
}

// TestTurnedAsShown: the pixels come out where the orientation puts them.
func TestTurnedAsShown(t *testing.T) {
	corner := imaging.New(1200, 1700, color.White)
	draw.Draw(corner, image.Rect(0, 0, 600, 400), image.Black, image.Point{}, draw.Src)
	for orientation, at := range map[byte]image.Point{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}} {
		made := repaired(t, withSegments(asJPEG(t, corner), "", exifSegment(orientation)), legibility.Portrait, Want{})
		img, err := jpeg.Decode(bytes.NewReader(made.File.Data))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		if (orientation >= 5) != (b.Dx() > b.Dy()) {
			t.Errorf("orientation %d: %v", orientation, b)
		}
		for _, p := range []image.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			level := color.GrayModel.Convert(img.At(p.X*(b.Dx()-9)+4, p.Y*(b.Dy()-9)+4)).(color.Gray).Y
			if dark := level < 128; dark != (p == at) {
				t.Errorf("orientation %d: level %d at %v", orientation, level, p)
			}
		}
	}
}

// TestCleanedKeepsPixels: where nothing but words go, not a pixel changes.
func TestCleanedKeepsPixels(t *testing.T) {
	plain := asJPEG(t, page(5))
	made := repaired(t, withSegments(plain, "", exifSegment(1)), legibility.TextPage, Want{})
	if !bytes.Equal(made.File.Data, plain) {
		t.Error("more than the words is gone")
	}
}

// TestPartialIsOnlyCleaned: to write a damaged picture again would hide that it
// is. How it is to be shown stays.
func TestPartialIsOnlyCleaned(t *testing.T) {
	whole := withSegments(asJPEG(t, page(6)), "", exifSegment(6))
	w, ctx := workshop(t), context.Background()
	cut := append(slices.Clone(whole[:len(whole)*2/3]), 0xff, 0xd9)
	read, err := w.Reader.Read(ctx, reader.NewSource(cut), reader.Want{Legibility: true})
	if err != nil || read.State != reader.Partial {
		t.Fatal(read.State, err)
	}
	made, err := w.Picture(ctx, cut, read, Want{})
	if err != nil || !slices.Equal(codesOf(made.Changes), []ChangeCode{Uncoded}) || bytes.Contains(made.File.Data, []byte("GPS")) {
		t.Fatal(made.Changes, err)
	}
	if got := reader.TraitsOf(made.File.Data); got.Orientation != 6 || got.Private {
		t.Errorf("%+v", got)
	}
}

// TestFit: on both sides of what quality alone, and size, can do.
func TestFit(t *testing.T) {
	w, ctx := workshop(t), context.Background()
	photo := asJPEG(t, testpage.Noise(imaging.Resize(page(7), 3000, 4000, imaging.Linear), 1, 12))
	s := Sheet{JPEG: photo, MIME: reader.JPEG, Width: 3000, Height: 4000}
	size := int64(len(photo))
	for _, test := range []struct {
		max    int64
		shrunk bool
		ok     bool
	}{{size, false, true}, {size * 7 / 10, false, true}, {size / 4, true, true}, {20_000, false, false}} {
		out, changes, ok := w.Fit(ctx, s, test.max)
		if ok != test.ok || ok && int64(len(out.JPEG)) > test.max {
			t.Fatalf("%d: %v, %d bytes", test.max, ok, len(out.JPEG))
		}
		if slices.Contains(codesOf(changes), Shrunk) != test.shrunk && ok {
			t.Errorf("%d of %d: %v", test.max, size, changes)
		}
		if ok && (out.Width < leastShort || out.Height < leastLong) {
			t.Errorf("%d × %d", out.Width, out.Height)
		}
	}
}

func TestHeavyBMP(t *testing.T) {
	data := encoded(t, func(b *bytes.Buffer) error { return bmp.Encode(b, page(8)) })
	made := repaired(t, data, legibility.TextPage, Want{Options: Options{MaxBytes: int64(len(data)) - 1}})
	if !slices.Equal(codesOf(made.Changes), []ChangeCode{Converted}) || made.File.MIME != reader.PNG {
		t.Errorf("%s, %v", made.File.MIME, made.Changes)
	}
}

func TestSheetsWanted(t *testing.T) {
	plain := asJPEG(t, page(9))
	made := repaired(t, plain, legibility.TextPage, Want{Sheets: true})
	if len(made.Sheets) != 1 || !bytes.Equal(made.Sheets[0].JPEG, plain) || made.Sheets[0].Width != page(9).Rect.Dx() {
		t.Errorf("%d sheets, %v", len(made.Sheets), made.Changes)
	}
}

func TestNoPicture(t *testing.T) {
	w := workshop(t)
	for _, data := range []string{"", "PK\x03\x04", "GIF89a", "RIFF\x10\x00\x00\x00WEBPVP8X", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"} {
		if _, err := w.Picture(context.Background(), []byte(data), reader.Document{State: reader.Foreign}, Want{}); !errors.Is(err, reader.ErrUndrawn) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// FuzzPicture: whatever the bytes, an answer, and one that stands.
func FuzzPicture(f *testing.F) {
	small := image.NewRGBA(image.Rect(0, 0, 24, 36))
	draw.Draw(small, image.Rect(4, 4, 12, 20), image.White, image.Point{}, draw.Src)
	f.Add(withSegments(asJPEG(f, small), "x", exifSegment(6)))
	f.Add(asPNG(f, small))
	f.Add(encoded(f, func(b *bytes.Buffer) error { return gif.Encode(b, small, nil) }))
	f.Add(encoded(f, func(b *bytes.Buffer) error { return tiff.Encode(b, small, nil) }))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPANMF\x0e\x00\x00\x00"))
	limits := reader.DefaultLimits()
	limits.Pixels = 1_000_000 // so that many are tried
	r := reader.New(reader.WithLimits(limits))
	f.Cleanup(func() { r.Close() })
	w, ctx := &Workshop{Reader: r}, context.Background()
	f.Fuzz(func(t *testing.T, data []byte) {
		clean, _ := reader.Cleaned(data)
		if again, found := reader.Cleaned(clean); found || !bytes.Equal(again, clean) {
			t.Fatal("cleaned twice, not the same")
		}
		read, err := w.Reader.Read(ctx, reader.NewSource(data), reader.Want{Legibility: true})
		if err != nil {
			t.Fatal(err)
		}
		made, err := w.Picture(ctx, data, read, Want{})
		if err != nil || len(made.Sheets) > 0 {
			return
		}
		if len(made.Changes) == 0 && !bytes.Equal(made.File.Data, data) {
			t.Fatal("other bytes without a change")
		}
	})
}

// BenchmarkPicture turns a photo of 12 megapixels.
func BenchmarkPicture(b *testing.B) {
	w, ctx := workshop(b), context.Background()
	data := withSegments(asJPEG(b, testpage.Noise(imaging.Resize(page(7), 3000, 4000, imaging.Linear), 1, 4)), "", exifSegment(6))
	read := reader.Document{State: reader.Opened, Pages: []reader.Page{{Legibility: &legibility.Measures{}}}}
	for b.Loop() {
		if _, err := w.Picture(ctx, data, read, Want{}); err != nil {
			b.Fatal(err)
		}
	}
}
