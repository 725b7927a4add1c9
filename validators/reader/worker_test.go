package reader

import (
	"bufio"
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"
	"time"

	"golang.org/x/image/bmp"
)

// workerMode makes this test program a worker, good or bad, of the tests below.
const workerMode = "RECEVABLE_TEST_WORKER"

func TestMain(m *testing.M) {
	switch os.Getenv(workerMode) {
	case "":
		os.Exit(m.Run())
	case "good":
	case "hangs":
		time.Sleep(time.Hour)
	case "crashes once":
		mark := os.Getenv(workerMode + "_MARK")
		if _, err := os.Stat(mark); err != nil {
			if err := os.WriteFile(mark, nil, 0o600); err != nil {
				os.Exit(1)
			}
			os.Exit(9)
		}
	case "babbles":
		os.Stdout.WriteString("this is no answer at all, whatever was asked")
	}
	if err := Serve(os.Stdin, os.Stdout); err != nil {
		os.Exit(1)
	}
}

func workerReader(t *testing.T, mode string, limits Limits) *Reader {
	t.Helper()
	t.Setenv(workerMode, mode)
	t.Setenv(workerMode+"_MARK", filepath.Join(t.TempDir(), "crashed"))
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := New(WithWorkers(self), WithLimits(limits))
	t.Cleanup(func() { r.Close() })
	return r
}

// picture is a BMP: a kind that is opened in a worker, and quickly.
func picture(t *testing.T) Source {
	t.Helper()
	var b bytes.Buffer
	if err := bmp.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	return NewSource(b.Bytes())
}

func read(t *testing.T, r *Reader) Document {
	t.Helper()
	doc, err := r.Read(context.Background(), picture(t), Want{})
	if err != nil {
		t.Fatal(err)
	}
	if doc.MIME != BMP {
		t.Errorf("the kind is lost: %q", doc.MIME)
	}
	return doc
}

func TestWorkerOpensOneFileAfterAnother(t *testing.T) {
	r := workerReader(t, "good", DefaultLimits())
	for range 5 {
		if doc := read(t, r); doc.State != Opened || doc.PageCount != 1 || doc.Pages[0].Width != 30 || doc.Pages[0].Height != 20 {
			t.Fatalf("got %+v", doc)
		}
	}
}

func TestWorkerOverItsMemory(t *testing.T) {
	limits := DefaultLimits()
	limits.Memory = 1 << 10 // a Go process alone takes more
	r := workerReader(t, "good", limits)
	// The picture may be opened before the watchdog looks, so the worker is
	// kept waiting for the next one.
	for range 200 {
		if doc := read(t, r); doc.State == OverLimit && doc.Limit == MemoryLimit {
			return
		}
		time.Sleep(2 * watchInterval)
	}
	t.Error("a worker over its memory was never ended")
}

func TestWorkerThatHangs(t *testing.T) {
	limits := DefaultLimits()
	limits.Seconds = 1
	r := workerReader(t, "hangs", limits)
	start := time.Now()
	if doc := read(t, r); doc.State != OverLimit || doc.Limit != TimeLimit {
		t.Errorf("got %+v", doc)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestAfterACrashTheNextFileOpens(t *testing.T) {
	r := workerReader(t, "crashes once", DefaultLimits())
	if doc := read(t, r); doc.State != Unsupported {
		t.Errorf("a crash proves nothing against the file: %+v", doc)
	}
	if doc := read(t, r); doc.State != Opened {
		t.Errorf("after the crash: %+v", doc)
	}
}

func TestWorkerThatBabbles(t *testing.T) {
	if doc := read(t, workerReader(t, "babbles", DefaultLimits())); doc.State != Unsupported {
		t.Errorf("got %+v", doc)
	}
}

func TestNoWorkerToBeHad(t *testing.T) {
	r := New(WithWorkers(filepath.Join(t.TempDir(), "absent")))
	defer r.Close()
	if doc := read(t, r); doc.State != Unsupported {
		t.Errorf("got %+v", doc)
	}
}

func TestCancelEndsTheWork(t *testing.T) {
	r := workerReader(t, "hangs", DefaultLimits())
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		time.Sleep(50 * time.Millisecond)
		cancel()
	}()
	start := time.Now()
	if _, err := r.Read(ctx, picture(t), Want{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %s", took)
	}
}

func TestLoadHoldsToTheSizeLimit(t *testing.T) {
	limits := DefaultLimits()
	limits.Bytes = 10_000
	at, over := bytes.Repeat([]byte("a"), 10_000), bytes.Repeat([]byte("a"), 10_001)
	for _, c := range []struct {
		data  []byte
		whole bool
	}{{at, true}, {over, false}} {
		source, err := Load(context.Background(), bytes.NewReader(c.data), int64(len(c.data)), limits)
		if err != nil {
			t.Fatal(err)
		}
		if (source.data != nil) != c.whole || source.SHA256 != NewSource(c.data).SHA256 || source.Size != int64(len(c.data)) {
			t.Errorf("%d bytes: whole %v, %+v", len(c.data), source.data != nil, source.Size)
		}
	}
	if _, err := Load(context.Background(), bytes.NewReader(over), 5, limits); err == nil {
		t.Error("a file that grows past the limit while it is read is taken in")
	}
	big := NewSource(nil)
	big.Size, big.head = 1<<40, []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	r := New()
	defer r.Close()
	if doc, err := r.Read(context.Background(), big, Want{}); err != nil || doc.State != OverLimit || doc.Limit != SizeLimit || doc.MIME != PNG {
		t.Errorf("got %+v, %v", doc, err)
	}
}

func TestKindByContent(t *testing.T) {
	for _, c := range []struct{ head, want string }{
		{"\xff\xd8\xff\xe0\x00\x10JFIF", JPEG},
		{"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\xe0\x00\x00\x01\x90\x08\x06\x00\x00\x00v\xf6\xb3T\x00\x00\x00\x08acTL", PNG},
		{"BM\x00\x00\x00\x00\x00\x00\x00\x00\x1a\x00\x00\x00\x0c\x00\x00\x00\x01\x00\x01\x00\x01\x00\x18\x00", BMP},
		{"BM is how this text starts, and no bitmap", "text/plain; charset=utf-8"},
		{"II\x2a\x00\x08\x00\x00\x00", TIFF},
		{"MM\x00\x2a\x00\x00\x00\x08", TIFF},
		{"II\x2b\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00", TIFF},
		{"%PDF-1.7\n", PDF},
		{"\xef\xbb\xbf%PDF-1.7\n", PDF},
		{"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n", PDF},
		{string(bytes.Repeat([]byte{0}, 1019)) + "%PDF-1.7", PDF},
		{string(bytes.Repeat([]byte{0}, 1020)) + "%PDF-1.7", unknownMIME},
		{"PK\x03\x04 a zip that speaks of %PDF-1.7", "application/zip"},
		{"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"},
		{"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"},
		{"GIF89a\x01\x00\x01\x00", "image/gif"},
		{"hello", "text/plain; charset=utf-8"},
		{"\x00\x01\x02\x03", unknownMIME},
	} {
		if got, _ := sniff([]byte(c.head)); got != c.want {
			t.Errorf("%.30q: got %s, want %s", c.head, got, c.want)
		}
	}
}

// The pictures of a long scan are a good part of what a file may cost: held
// twice, a sound file would pass the limit.
func TestPicturesCrossWithoutBeingHeldTwice(t *testing.T) {
	sent := Document{MIME: TIFF, State: Opened, PageCount: 3, Pages: []Page{
		{Width: 4000, Picture: image.NewGray(image.Rect(0, 0, 4000, 4000))}, {Width: 7}, {Picture: image.NewGray(image.Rect(0, 0, 3, 2))},
	}}
	sent.Pages[0].Picture.Pix[5], sent.Pages[2].Picture.Pix[4] = 55, 99
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := send(gob.NewEncoder(io.Discard), io.Discard, sent); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("sending 16 megapixels took %d bytes", took)
	}
	if sent.Pages[0].Picture == nil {
		t.Error("what was sent is changed")
	}
	var pipe bytes.Buffer
	encoder, in := gob.NewEncoder(&pipe), bufio.NewReader(&pipe)
	decoder := gob.NewDecoder(in)
	for range 2 {
		if err := send(encoder, &pipe, sent); err != nil {
			t.Fatal(err)
		}
		if got, err := receive(decoder, in); err != nil || !reflect.DeepEqual(got, sent) {
			t.Fatalf("%v: %d pages, %s", err, len(got.Pages), got.State)
		}
	}
}
