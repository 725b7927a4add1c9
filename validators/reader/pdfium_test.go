package reader

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klippa-app/go-pdfium/requests"
)

func TestEngineIsSafeForConcurrentUse(t *testing.T) {
	data := bill(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if doc := open(t, data, Want{Text: true}); doc.State != Opened || len(doc.Pages[0].Lines) == 0 {
				t.Errorf("got %s: %s", doc.State, doc.Detail)
			}
		})
	}
	group.Wait()
}

// A document that does not end in time must not keep the next one waiting.
func TestEngineLeavesBehindWhatDoesNotEnd(t *testing.T) {
	e := newPDFEngine(CacheDir(), DefaultLimits())
	data := letter(t, 1)
	release := make(chan struct{})
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	err := e.with(ctx, data, func(pdfiumDocument) error { <-release; return nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	if doc := e.openPDF(context.Background(), data, Want{Text: true}, DefaultLimits()); doc.State != Opened {
		t.Errorf("next document: %s, %s", doc.State, doc.Detail)
	}
	close(release)
	if err := e.close(); err != nil {
		t.Error(err)
	}
}

func TestEngineSurvivesAPanic(t *testing.T) {
	err := testPDFEngine().with(context.Background(), letter(t, 1), func(pdfiumDocument) error { panic("x") })
	if !errors.Is(err, errTrap) {
		t.Errorf("got %v", err)
	}
	if doc := open(t, letter(t, 1), Want{Text: true}); doc.State != Opened {
		t.Errorf("next document: %s, %s", doc.State, doc.Detail)
	}
}

func TestClosedEngineSaysNothingOfTheFile(t *testing.T) {
	e := newPDFEngine(CacheDir(), DefaultLimits())
	if err := e.close(); err != nil {
		t.Fatal(err)
	}
	if doc := e.openPDF(context.Background(), letter(t, 1), Want{Text: true}, DefaultLimits()); doc.State == Damaged || doc.State == Locked {
		t.Errorf("got %s", doc.State)
	}
}

// The engine compiles again, and repairs its cache, when the cache is damaged.
func TestDamagedCacheIsReplaced(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles pdfium")
	}
	open(t, letter(t, 1), Want{Text: true}) // fills the user's cache
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(CacheDir())); err != nil {
		t.Skip("no cache to damage:", err)
	}
	damaged := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		damaged++
		return os.Truncate(path, 100)
	})
	if err != nil || damaged == 0 {
		t.Fatalf("damaged %d files, %v", damaged, err)
	}
	for _, which := range []string{"damaged", "repaired"} {
		e := newPDFEngine(dir, DefaultLimits())
		start := time.Now()
		if doc := e.openPDF(context.Background(), letter(t, 1), Want{Text: true}, DefaultLimits()); doc.State != Opened {
			t.Errorf("%s cache: %s, %s", which, doc.State, doc.Detail)
		}
		t.Logf("%s cache: %v", which, time.Since(start).Round(time.Millisecond))
		if err := e.close(); err != nil {
			t.Error(err)
		}
	}
}

func TestCacheThatCannotBeMade(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles pdfium")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e := newPDFEngine(filepath.Join(file, "below"), DefaultLimits())
	defer e.close()
	if doc := e.openPDF(context.Background(), letter(t, 1), Want{Text: true}, DefaultLimits()); doc.State != Opened {
		t.Errorf("got %s, %s", doc.State, doc.Detail)
	}
}

func TestSandboxPages(t *testing.T) {
	const mib = 1 << 20
	tests := map[int64]uint32{0: 64 * 16, 448 * mib: 115 * 16, 4096 * mib: 256 * 16}
	for memory, want := range tests {
		if got := sandboxPages(memory); got < want || got >= want+16 {
			t.Errorf("%d MiB: %d pages, want about %d", memory/mib, got, want)
		}
	}
}

func TestRoomyPages(t *testing.T) {
	const mib = 1 << 20
	tests := map[int64]uint32{0: 64 * 16, 320 * mib: 128 * 16, 448 * mib: 256 * 16, 4096 * mib: 256 * 16}
	for memory, want := range tests {
		if got := roomyPages(memory); got != want {
			t.Errorf("%d MiB: %d pages, want %d", memory/mib, got, want)
		}
	}
}

// What stops in an ordinary sandbox is tried again in a roomy one, and what
// stops there too is not; a heavy file begins there.
func TestRoomySandbox(t *testing.T) {
	light, heavy := letter(t, 1), append(letter(t, 1), make([]byte, streamed)...)
	for name, tt := range map[string]struct {
		data  []byte
		stops int
		want  string
	}{
		"ordinary":      {light, 0, "ordinary"},
		"stops once":    {light, 1, "ordinary roomy"},
		"stops twice":   {light, 2, "ordinary roomy"},
		"heavy":         {heavy, 0, "roomy"},
		"heavy, stops":  {heavy, 1, "roomy"},
		"fails at once": {light, -1, "ordinary"},
	} {
		var rooms []string
		err := testPDFEngine().with(t.Context(), tt.data, func(d pdfiumDocument) error {
			kind := map[bool]string{false: "ordinary", true: "roomy"}[d.last]
			rooms = append(rooms, kind)
			switch {
			case tt.stops < 0:
				return errTooLarge
			case len(rooms) <= tt.stops:
				return errLeftOut
			}
			return nil
		})
		if got := strings.Join(rooms, " "); got != tt.want {
			t.Errorf("%s: in %s", name, got)
		}
		if failed := tt.stops < 0 || tt.stops >= len(rooms); failed != (err != nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A roomy sandbox has all its memory before it opens a file: growing later would
// hold it twice.
func TestRoomySandboxIsGrownAtOnce(t *testing.T) {
	e := testPDFEngine()
	const width = 1 << 12
	for _, tt := range []struct {
		beside int64 // MiB
		want   bool
	}{{16, true}, {-1, false}} {
		err := e.sandboxedIn(roomy, letter(t, 1), "", func(d pdfiumDocument) error {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			made, err := d.FPDFBitmap_Create(&requests.FPDFBitmap_Create{Width: width, Height: int((d.memory - tt.beside<<20) / width / 4)})
			if err != nil {
				return err
			}
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
				t.Errorf("%d bytes are allocated", took)
			}
			samples, err := d.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: made.Bitmap})
			if err == nil && (len(samples.Buffer) > 0) != tt.want {
				t.Errorf("a picture of all but %d MiB: %d bytes", tt.beside, len(samples.Buffer))
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestRenderPage(t *testing.T) {
	// The left half is black, the lower right quarter is half transparent red.
	const content = "0 g 0 0 100 100 re f/G gs 1 0 0 rg 100 0 100 50 re f"
	data := onePage("", "/Contents 5 0 R/Resources<</ExtGState<</G<</ca .5>>>>>>", stream(content))
	img, err := testPDFEngine().renderPage(context.Background(), data, 0, 144, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds(); got != image.Rect(0, 0, 400, 200) {
		t.Errorf("bounds %v", got)
	}
	colours := map[image.Point]color.NRGBA{{100, 100}: {0, 0, 0, 255}, {300, 50}: {255, 255, 255, 255}, {300, 150}: {255, 127, 127, 255}}
	for at, want := range colours {
		got := color.NRGBAModel.Convert(img.At(at.X, at.Y)).(color.NRGBA)
		for _, d := range []int{int(got.R) - int(want.R), int(got.G) - int(want.G), int(got.B) - int(want.B), int(got.A) - int(want.A)} {
			if d < -2 || d > 2 {
				t.Errorf("at %v: %v, want %v", at, got, want)
				break
			}
		}
	}
}

func TestRenderPageLimit(t *testing.T) {
	lim := DefaultLimits()
	lim.Pixels = 200 * 100
	if _, err := testPDFEngine().renderPage(context.Background(), onePage("", ""), 0, 72, lim); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	lim.Pixels--
	if _, err := testPDFEngine().renderPage(context.Background(), onePage("", ""), 0, 72, lim); !errors.Is(err, errTooLarge) {
		t.Errorf("past the limit: %v", err)
	}
	if _, err := testPDFEngine().renderPage(context.Background(), onePage("", "/MediaBox[0 0 14400 14400]"), 0, 200, DefaultLimits()); !errors.Is(err, errTooLarge) {
		t.Errorf("a huge page: %v", err)
	}
	if _, err := testPDFEngine().renderPage(context.Background(), onePage("", ""), 1, 72, DefaultLimits()); err == nil {
		t.Error("a page that is not there was drawn")
	}
}

func TestOpensJPEG(t *testing.T) {
	encoded := func(img image.Image) []byte {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, nil); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	uniform := func(c color.Color) image.Image {
		img := image.NewRGBA(image.Rect(0, 0, 120, 80))
		for i := range 120 * 80 {
			img.Set(i%120, i/120, c)
		}
		return img
	}
	paper := image.NewGray(image.Rect(0, 0, 120, 80))
	for i := range paper.Pix {
		paper.Pix[i] = 90
	}
	gray := encoded(paper)
	tests := map[string]struct {
		data       []byte
		components int
		want       bool
	}{
		"gray":                      {gray, 1, true},
		"white":                     {encoded(uniform(color.White)), 3, true},
		"the colour of the left":    {encoded(uniform(color.RGBA{255, 0, 255, 255})), 3, true},
		"not a JPEG":                {[]byte("GIF89a, not a JPEG at all"), 3, false},
		"a header and nothing more": {gray[:30], 1, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := testPDFEngine().opensJPEG(context.Background(), tt.data, 120, 80, tt.components)
			if err != nil || got != tt.want {
				t.Errorf("got %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}
