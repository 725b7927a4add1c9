package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/sys"
)

const (
	// processBase is the memory in bytes of a process that has pdfium loaded
	// and reads a file of the size ANTS takes: 35 MiB of engine and compiled
	// code, the file, what pdfcpu left behind.
	processBase = 80 << 20

	// streamed is the size in bytes from which on a file is not copied into
	// the sandbox; pdfium reads it piece by piece, which is slower.
	streamed = 8 << 20

	wasmPageSize = 64 << 10

	// instanceStart is how long an instance may take to start; it takes
	// about 3 ms.
	instanceStart = 10 * time.Second
)

var (
	errEngineClosed = errors.New("the PDF engine is closed")

	// errTrap says that pdfium came to a stop inside its sandbox: out of
	// memory, or a crash. It tells nothing certain about the file.
	errTrap = errors.New("pdfium came to a stop")
)

// pdfEngine loads pdfium's WebAssembly build on first use and keeps it. It is
// safe for concurrent use: documents are opened one after the other, each in a
// sandbox of its own, so the memory in use is that of one document.
//
// A call into pdfium cannot be interrupted: wazero can stop a running module
// only if it is compiled to look at a flag in every loop, which makes it
// several times slower, and go-pdfium calls it with a context of its own. A
// document that passes its time is therefore left behind: it goes on costing
// processor time until it ends, or until the worker process is ended.
type pdfEngine struct {
	cacheDir string
	pages    [rooms]uint32 // of the memory of each kind of sandbox

	turn     chan struct{} // holds one token: whoever has it may open a document
	leftOver atomic.Int32  // documents left behind that still run

	mu     sync.Mutex // guards what follows
	cache  wazero.CompilationCache
	pools  [rooms]pdfium.Pool
	closed bool
}

// room is a kind of sandbox.
type room int

const (
	// ordinary is the sandbox of ordinary files: it begins small and grows.
	ordinary room = iota
	// roomy is that of heavy files, and of those that come to a stop in an
	// ordinary one. It is grown in one step, while there is nothing to copy.
	roomy
	rooms
)

// newPDFEngine returns an engine that is not loaded yet. The machine code that
// pdfium compiles to is kept in cacheDir between runs (14 MB; 60 ms to load
// against 2 s to compile); "" keeps none.
func newPDFEngine(cacheDir string, lim Limits) *pdfEngine {
	pages := [rooms]uint32{sandboxPages(lim.Memory), roomyPages(lim.Memory)}
	e := &pdfEngine{cacheDir: cacheDir, pages: pages, turn: make(chan struct{}, 1)}
	e.turn <- struct{}{}
	return e
}

// sandboxPages gives pdfium's sandbox what fits in the memory of the process.
// The sandbox grows by a fifth at a time, each time copied to a larger block,
// while the two blocks before it may still wait to be freed: at the worst
// moment the process holds 3.2 times the size of the sandbox (measured on a
// page content of 512 MiB).
func sandboxPages(memory int64) uint32 {
	const smallest, largest = 64 << 20, 256 << 20
	size := min(max((memory-processBase)*10/32, smallest), largest)
	return uint32(size / wasmPageSize)
}

// roomyPages leaves the process the file, a copy of what it holds, and a page
// that was drawn.
func roomyPages(memory int64) uint32 {
	const beside, largest = 192 << 20, 256 << 20
	return max(uint32(min(max(memory-beside, 0), largest)/wasmPageSize), sandboxPages(memory))
}

// close frees the engine. The machine code stays mapped where a document that
// was left behind still runs it.
func (e *pdfEngine) close() error {
	<-e.turn
	defer func() { e.turn <- struct{}{} }()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.leftOver.Load() > 0 {
		return nil
	}
	var err error
	for i, pool := range e.pools {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
		e.pools[i] = nil
	}
	return err
}

// load readies the sandboxes of ordinary files.
func (e *pdfEngine) load() (pdfium.Pool, error) { return e.loadFor(ordinary) }

// loadFor compiles pdfium, or takes its machine code from the cache, which both
// kinds of sandbox share. A cache that cannot be used (read-only, damaged) costs
// time, never the file.
func (e *pdfEngine) loadFor(r room) (pdfium.Pool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errEngineClosed
	}
	if e.cache == nil && e.cacheDir != "" {
		dir := filepath.Join(e.cacheDir, "pdfium")
		if !e.start(dir, r) && os.RemoveAll(dir) == nil {
			e.start(dir, r)
		}
	}
	if e.cache == nil {
		e.cache = wazero.NewCompilationCache()
	}
	if e.pools[r] != nil {
		return e.pools[r], nil
	}
	var err error
	e.pools[r], err = webassembly.Init(e.config(r, e.cache))
	return e.pools[r], err
}

// start loads pdfium with the cache in dir; false where that cannot be used.
func (e *pdfEngine) start(dir string, r room) bool {
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return false
	}
	pool, err := webassembly.Init(e.config(r, cache))
	if err != nil {
		return false
	}
	e.cache, e.pools[r] = cache, pool
	return true
}

func (e *pdfEngine) config(r room, cache wazero.CompilationCache) webassembly.Config {
	return webassembly.Config{
		MaxTotal: -1, // the engine counts itself: one, plus those left behind
		FSConfig: wazero.NewFSConfig(),
		RuntimeConfig: wazero.NewRuntimeConfig().WithCompilationCache(cache).
			WithMemoryLimitPages(e.pages[r]),
		Stdout: io.Discard,
		Stderr: io.Discard,
	}
}

// pdfiumDocument is a document open in a sandbox.
type pdfiumDocument struct {
	pdfium.Pdfium
	ref    references.FPDF_DOCUMENT
	memory int64 // bytes of the sandbox
	last   bool  // there is no larger sandbox
}

// with opens data in a fresh sandbox and calls use. Where that fails for want
// of memory, it calls it once more with a larger sandbox, and use begins anew.
// When ctx ends first it returns the error of ctx, and use may still be running:
// whatever it writes to must not be read then.
func (e *pdfEngine) with(ctx context.Context, data []byte, use func(pdfiumDocument) error) error {
	return e.withPassword(ctx, data, "", use)
}

// withPassword does the same with a document that may need a password.
func (e *pdfEngine) withPassword(ctx context.Context, data []byte, password string, use func(pdfiumDocument) error) error {
	select {
	case <-e.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	done := make(chan error, 1)
	go func() { done <- e.sandboxed(ctx, data, password, use) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ctx.Err()
		e.leftOver.Add(1)
		go func() {
			<-done
			e.leftOver.Add(-1)
		}()
	}
	e.turn <- struct{}{}
	return err
}

// sandboxed gives ordinary files an ordinary sandbox first.
func (e *pdfEngine) sandboxed(ctx context.Context, data []byte, password string, use func(pdfiumDocument) error) error {
	if len(data) < streamed {
		err := e.sandboxedIn(ordinary, data, password, use)
		if !errors.Is(err, errTrap) || ctx.Err() != nil {
			return err
		}
	}
	debug.FreeOSMemory() // two sandboxes at once would pass the limit
	return e.sandboxedIn(roomy, data, password, use)
}

func (e *pdfEngine) sandboxedIn(r room, data []byte, password string, use func(pdfiumDocument) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w (%T)", errTrap, p)
		}
	}()
	pool, err := e.loadFor(r)
	if err != nil {
		return fmt.Errorf("load pdfium: %w", err)
	}
	instance, err := pool.GetInstance(instanceStart)
	if err != nil {
		return fmt.Errorf("start pdfium: %w", err)
	}
	// Closing also discards the sandbox, in whatever state it is.
	defer instance.Close()
	if r == roomy {
		grow(instance, int64(e.pages[r])*wasmPageSize)
	}
	request := &requests.OpenDocument{File: &data}
	if len(data) >= streamed {
		// go-pdfium may keep the reader of a document that does not open.
		reader := bytes.NewReader(data)
		defer reader.Reset(nil)
		request = &requests.OpenDocument{FileReader: reader, FileReaderSize: int64(len(data))}
	}
	if password != "" {
		request.Password = &password
	}
	opened, err := instance.OpenDocument(request)
	if err != nil {
		return classified(err)
	}
	return classified(use(pdfiumDocument{instance, opened.Document, int64(e.pages[r]) * wasmPageSize, r == roomy}))
}

// grow has a sandbox take all its memory at once: pdfium keeps what a picture
// took that is gone. The largest picture that there is room for leaves less than
// a page of memory to grow by.
func grow(instance pdfium.Pdfium, memory int64) {
	const width, pixel = 1 << 12, 4 // bytes
	const step = wasmPageSize / width / pixel
	for height := int(memory) / width / pixel; height > 0; height -= step {
		made, err := instance.FPDFBitmap_Create(&requests.FPDFBitmap_Create{Width: width, Height: height})
		if err != nil {
			return
		}
		samples, err := instance.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: made.Bitmap})
		_, _ = instance.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: made.Bitmap})
		if err != nil || len(samples.Buffer) > 0 {
			return
		}
	}
}

// trapped reports whether an error of go-pdfium comes from the sandbox rather
// than from what pdfium says of the file.
func trapped(err error) bool {
	var exit *sys.ExitError
	return errors.As(err, &exit) || strings.HasPrefix(err.Error(), "wasm error")
}

// classified hides the stack of a trap, which is of no use to anybody.
func classified(err error) error {
	if err != nil && trapped(err) {
		return errTrap
	}
	return err
}

func (d pdfiumDocument) page(index int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: index}}
}
