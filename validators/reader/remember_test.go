package reader

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr"
)

var printed = Want{Text: true, OCR: true, Legibility: true, Shows: legibility.TextPage, Previews: true}

func TestSameBytesAreReadOnce(t *testing.T) {
	engine := &scripted{text: map[ocr.Mode]ocr.Text{ocr.PageText: written("Facture du 12 septembre 2026")}}
	r := New(WithOCR(engine), WithMemory(1<<20))
	defer r.Close()
	photo := jpegOf(sheet())
	plain := readWith(New(WithOCR(engine)), photo, printed)
	first := readWith(r, photo, printed)
	first.Pages[0].Preview, first.Pages[0].Lines[0].Text = nil, "" // as their holder may
	second := readWith(r, photo, printed)
	if diff := cmp.Diff(plain, second, cmpopts.IgnoreUnexported(Document{}, Page{})); diff != "" {
		t.Errorf("remembered, a file is another (-read +remembered):\n%s", diff)
	}
	if !second.NeededOCR {
		t.Error("that the page needed the engine was forgotten")
	}
	if n := len(engine.asked); n != 2 { // without memory, and with it
		t.Errorf("the engine was asked %d times for one file, want once with and once without memory", n)
	}
	other := printed
	other.OCR = false
	if doc := readWith(r, photo, other); len(doc.Pages[0].Lines) > 0 {
		t.Error("what was not wanted was remembered")
	}
}

func TestWhatMayChangeIsNotRemembered(t *testing.T) {
	photo := jpegOf(sheet())
	for name, test := range map[string]struct {
		err   error
		asked int
	}{
		"read":        {nil, 1},
		"out of time": {ocr.ErrTime, 2},
		"failed":      {ocr.ErrEngine, 2},
	} {
		engine := &scripted{text: map[ocr.Mode]ocr.Text{ocr.PageText: written("Bonjour")}, err: test.err}
		r := New(WithOCR(engine), WithMemory(1<<20))
		readWith(r, photo, printed)
		readWith(r, photo, printed)
		if len(engine.asked) != test.asked {
			t.Errorf("%s: asked %d times, want %d", name, len(engine.asked), test.asked)
		}
		r.Close()
	}
	r := New(WithMemory(1))
	for _, test := range []struct {
		doc  Document
		want bool
	}{
		{Document{State: Opened}, true},
		{Document{State: OverLimit, Limit: PixelLimit}, true},
		{Document{State: OverLimit, Limit: TimeLimit}, false},
		{Document{State: OverLimit, Limit: MemoryLimit}, false},
		{Document{State: Opened, Pages: []Page{{Unread: true}}}, true}, // nothing on it to read
	} {
		if got := r.lasting(test.doc); got != test.want {
			t.Errorf("lasting(%+v) = %v", test.doc, got)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	read := 0
	ask := func(m *Memory, name string) {
		_, err := m.read(context.Background(), memoryKey{sha256: name}, func() (Document, bool) {
			read++
			return Document{Pages: []Page{{Preview: make([]byte, 10_000)}}}, true
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	m := NewMemory(40_000) // three of them
	for _, step := range []struct {
		name string
		anew bool
	}{{"a", true}, {"b", true}, {"c", true}, {"a", false}, {"d", true}, {"a", false}, {"b", true}, {"c", true}} {
		before := read
		ask(m, step.name)
		if anew := read > before; anew != step.anew {
			t.Errorf("%s: read anew %v, want %v", step.name, anew, step.anew)
		}
		if m.held > m.most || m.recent.Len() != len(m.known) {
			t.Fatalf("%d bytes held of %d, %d in order of %d known", m.held, m.most, m.recent.Len(), len(m.known))
		}
	}
	none := NewMemory(100)
	ask(none, "larger than all of it")
	if none.held != 0 || len(none.known) != 0 {
		t.Error("what is larger than the memory was kept")
	}
}

func TestOnlyOneReads(t *testing.T) {
	m := NewMemory(1 << 20)
	key := memoryKey{sha256: "same"}
	began, goOn := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		m.read(context.Background(), key, func() (Document, bool) {
			close(began)
			<-goOn
			return Document{State: Opened}, true
		})
	})
	<-began
	gone, leave := context.WithTimeout(context.Background(), time.Millisecond)
	defer leave()
	if _, err := m.read(gone, key, func() (Document, bool) { panic("read twice") }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("who waits past their time is told %v", err)
	}
	for range 3 {
		all.Go(func() {
			doc, err := m.read(context.Background(), key, func() (Document, bool) { panic("read twice") })
			if err != nil || doc.State != Opened {
				t.Errorf("who waited is told %+v, %v", doc, err)
			}
		})
	}
	close(goOn)
	all.Wait()
	// A reading that came to nothing leaves the next one to whoever waited.
	failed := memoryKey{sha256: "failed"}
	func() {
		defer func() { _ = recover() }()
		m.read(context.Background(), failed, func() (Document, bool) { panic("a bug") })
	}()
	if doc, _ := m.read(context.Background(), failed, func() (Document, bool) { return Document{State: Partial}, false }); doc.State != Partial {
		t.Error("nobody reads after one who failed")
	}
}

func BenchmarkRemembered(b *testing.B) {
	r := New(WithOCR(&scripted{}), WithMemory(1<<20))
	defer r.Close()
	source := NewSource(jpegOf(sheet()))
	for b.Loop() {
		if _, err := r.Read(context.Background(), source, printed); err != nil {
			b.Fatal(fmt.Errorf("reading: %w", err))
		}
	}
}
