package ocr

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// fakeMode makes this test program stand in for tesseract: what it then does
// is the value.
const fakeMode = "RECEVABLE_TEST_TESSERACT"

func TestMain(m *testing.M) {
	switch os.Getenv(fakeMode) {
	case "":
		os.Exit(m.Run())
	case "hang":
		time.Sleep(time.Minute)
	case "child":
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), fakeMode+"=hang")
		child.Stdout = os.Stdout // keeps the pipe open while it lives
		_ = child.Run()
	case "fail":
		fmt.Fprintln(os.Stderr, "words of the page")
		os.Exit(1)
	case "endless":
		for {
			if _, err := os.Stdout.WriteString(strings.Repeat("5\t", 1<<10)); err != nil {
				os.Exit(1)
			}
		}
	case "old":
		fmt.Println("tesseract 3.05.02\n leptonica-1.76.0")
	case "english":
		if os.Args[1] == "--version" {
			fmt.Println("tesseract v5.4.0.20240606\n leptonica-1.84.1")
		} else {
			fmt.Println("List of available languages in \"x\" (2):\neng\nosd")
		}
	}
	os.Exit(0)
}

func fake(t *testing.T, mode string) *tesseract {
	t.Helper()
	t.Setenv(fakeMode, mode)
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &tesseract{path: path, language: "fra", slots: make(chan struct{}, 1), pageTime: time.Minute}
}

// requireTesseract skips the test where tesseract is absent. Where the
// environment says that the tools must be there (RECEVABLE_TOOLS_REQUIRED=1),
// its absence fails the test instead of hiding it.
func requireTesseract(t *testing.T) *tesseract {
	t.Helper()
	if engine, ok := Detect(context.Background()).(*tesseract); ok {
		engine.pageTime = time.Minute // the machine may be busy with other tests
		return engine
	}
	if os.Getenv("RECEVABLE_TOOLS_REQUIRED") == "1" {
		t.Fatal("tesseract is not installed, and RECEVABLE_TOOLS_REQUIRED=1 asks for it")
	}
	t.Skip("tesseract is not installed: this measure is skipped")
	return nil
}

func TestAbsent(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, variable := range []string{"ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"} {
		t.Setenv(variable, "")
	}
	engine := Detect(context.Background())
	if engine.Limitation() != Absent {
		t.Fatalf("%s was found on an empty path", engine.Name())
	}
	if _, err := engine.Read(context.Background(), image.NewGray(image.Rect(0, 0, 9, 9)), PageText); !errors.Is(err, ErrAbsent) {
		t.Errorf("got %v, want ErrAbsent", err)
	}
}

func TestProbe(t *testing.T) {
	for mode, want := range map[string]string{"old": "", "hangup": "", "english": "tesseract 5.4.0.20240606 (eng)"} {
		engine, ok := probe(context.Background(), fake(t, mode).path)
		if ok != (want != "") {
			t.Errorf("%s: accepted %v", mode, ok)
			continue
		}
		if ok && (engine.Name() != want || engine.Limitation() != NoFrench || !engine.oriented) {
			t.Errorf("%s: got %s, %q, %v", mode, engine.Name(), engine.Limitation(), engine.oriented)
		}
	}
}

// TestCancelEndsChildren: neither tesseract nor what it started outlives the
// caller's wish.
func TestCancelEndsChildren(t *testing.T) {
	for _, mode := range []string{"hang", "child"} {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(300*time.Millisecond, cancel)
		start := time.Now()
		_, err := fake(t, mode).Read(ctx, image.NewGray(image.Rect(0, 0, 100, 100)), PageText)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want that it was cancelled", mode, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: cancelling took %v", mode, took)
		}
	}
}

// TestPageTime: a page that takes too long ends as such, not as the caller's
// cancelling.
func TestPageTime(t *testing.T) {
	engine := fake(t, "hang")
	engine.pageTime = 200 * time.Millisecond
	if _, err := engine.Read(context.Background(), image.NewGray(image.Rect(0, 0, 100, 100)), PageText); !errors.Is(err, ErrTime) {
		t.Errorf("got %v, want ErrTime", err)
	}
}

// TestFailure: an error says nothing of the page, whatever tesseract says.
func TestFailure(t *testing.T) {
	for _, mode := range []string{"fail", "endless"} {
		_, err := fake(t, mode).Read(context.Background(), image.NewGray(image.Rect(0, 0, 100, 100)), PageText)
		if !errors.Is(err, ErrEngine) || strings.Contains(err.Error(), "page") {
			t.Errorf("%s: got %v, want ErrEngine", mode, err)
		}
	}
}

func TestReadBill(t *testing.T) {
	engine := requireTesseract(t)
	bill := bannerBill(200)
	text, err := engine.Read(context.Background(), testpage.Degraded(bill.Image, 3), PageText)
	if err != nil {
		t.Fatal(err)
	}
	issue := lineWith(t, text, bill.IssueText)
	if text.Rotation != 0 || text.Confidence < 80 || text.WordCount < len(bill.Words)*8/10 {
		t.Errorf("turned by %d, %.0f over %d words of %d", text.Rotation, text.Confidence, text.WordCount, len(bill.Words))
	}
	// The date is drawn flush right at 195 mm, its baseline at 18 mm; the
	// page is then turned by 3° around its middle.
	if b := issue.Box; b.X1 < 1450 || b.X1 > 1654 || b.Y0 < 60 || b.Y1 > 260 {
		t.Errorf("the issue date is at %+v", b)
	}
}

// TestReadTurned reads a page that lies on its side and one upside down, and
// looks for a word in the same place as on the upright page.
func TestReadTurned(t *testing.T) {
	engine := requireTesseract(t)
	bill := bannerBill(150)
	top := imaging.Crop(bill.Image, image.Rect(0, 0, 1240, 700)) // the rest takes time and adds nothing
	for _, test := range []struct {
		img  image.Image
		want int
	}{{imaging.Rotate90(top), 90}, {imaging.Rotate180(top), 180}} {
		text, err := engine.Read(context.Background(), test.img, PageText)
		if err != nil {
			t.Fatal(err)
		}
		b := lineWith(t, text, bill.IssueText).Box
		if text.Rotation != test.want || b.X1 < 1080 || b.X1 > 1200 || b.Y0 < 70 || b.Y1 > 130 {
			t.Errorf("turned by %d, want %d; the date is at %+v", text.Rotation, test.want, b)
		}
	}
}

// TestGlance: the middle of a page tells which way up it lies, with fewer words
// than are on it; a page whose middle is empty is read whole.
func TestGlance(t *testing.T) {
	engine := requireTesseract(t)
	bill := testpage.NewBill(3, 200)
	hollow := imaging.Clone(bill.Image)
	b := hollow.Rect
	draw.Draw(hollow, image.Rect(b.Dx()/5, b.Dy()/5, b.Dx()*4/5, b.Dy()*4/5), image.White, image.Point{}, draw.Src)
	// Laid down counter-clockwise, by as much as it is turned back.
	for turn, turned := range map[int]func(image.Image) *image.NRGBA{
		0: imaging.Clone, 90: imaging.Rotate90, 180: imaging.Rotate180, 270: imaging.Rotate270,
	} {
		text, err := engine.Read(context.Background(), turned(bill.Image), Glance)
		if err != nil || text.Rotation != turn || text.WordCount < goodWords || text.WordCount > len(bill.Words)*3/4 {
			t.Errorf("lying by %d: turned by %d, %d words of %d, %v", turn, text.Rotation, text.WordCount, len(bill.Words), err)
		}
		text, err = engine.Read(context.Background(), turned(hollow), Glance)
		if err != nil || text.Rotation != turn {
			t.Errorf("hollow, lying by %d: turned by %d, %d words, %v", turn, text.Rotation, text.WordCount, err)
		}
	}
}

func TestReadZone(t *testing.T) {
	engine := requireTesseract(t)
	card := testpage.NewCard(2, 300)
	text, err := engine.Read(context.Background(), testpage.Tilt(card.Image, 2), MRZ)
	if err != nil {
		t.Fatal(err)
	}
	for _, zone := range card.Zone {
		// Fillers in a row are hard to count; what stands before them is not.
		lineWith(t, text, strings.SplitN(zone, "<<", 2)[0])
	}
	for _, l := range text.Lines {
		if strings.ContainsFunc(l.Text, func(r rune) bool { return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789< ", r) }) {
			t.Errorf("%q has letters that no zone has", l.Text)
		}
	}
}

// bannerBill is a bill whose issue date stands in white letters at the top
// right.
func bannerBill(dpi float64) testpage.Bill {
	for seed := uint64(0); ; seed++ {
		if b := testpage.NewBill(seed, dpi); slices.Contains(b.Words, "Émise") {
			return b
		}
	}
}

func lineWith(t *testing.T, text Text, part string) Line {
	t.Helper()
	for _, l := range text.Lines {
		if strings.Contains(l.Text, part) {
			return l
		}
	}
	for _, l := range text.Lines {
		t.Logf("%q", l.Text)
	}
	t.Fatalf("no line holds %q", part)
	return Line{}
}
