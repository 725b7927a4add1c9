package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	cacheDir    string
	memoryPages uint32

	turn     chan struct{} // holds one token: whoever has it may open a document
	leftOver atomic.Int32  // documents left behind that still run

	mu     sync.Mutex // guards what follows
	pool   pdfium.Pool
	closed bool
}

// newPDFEngine returns an engine that is not loaded yet. The machine code that
// pdfium compiles to is kept in cacheDir between runs (14 MB; 60 ms to load
// against 2 s to compile); "" keeps none.
func newPDFEngine(cacheDir string, lim Limits) *pdfEngine {
	e := &pdfEngine{cacheDir: cacheDir, memoryPages: sandboxPages(lim.Memory), turn: make(chan struct{}, 1)}
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

// close frees the engine. The machine code stays mapped where a document that
// was left behind still runs it.
func (e *pdfEngine) close() error {
	<-e.turn
	defer func() { e.turn <- struct{}{} }()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.pool == nil || e.leftOver.Load() > 0 {
		return nil
	}
	err := e.pool.Close()
	e.pool = nil
	return err
}

// load compiles pdfium, or takes its machine code from the cache. A cache that
// cannot be used (read-only, damaged) costs time, never the file.
func (e *pdfEngine) load() (pdfium.Pool, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errEngineClosed
	}
	if e.pool == nil && e.cacheDir != "" {
		dir := filepath.Join(e.cacheDir, "pdfium")
		e.pool = e.start(dir)
		if e.pool == nil && os.RemoveAll(dir) == nil {
			e.pool = e.start(dir)
		}
	}
	if e.pool != nil {
		return e.pool, nil
	}
	var err error
	e.pool, err = webassembly.Init(e.config())
	return e.pool, err
}

// start returns nil where the cache in dir cannot be used.
func (e *pdfEngine) start(dir string) pdfium.Pool {
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil
	}
	config := e.config()
	config.RuntimeConfig = config.RuntimeConfig.WithCompilationCache(cache)
	pool, err := webassembly.Init(config)
	if err != nil {
		return nil
	}
	return pool
}

func (e *pdfEngine) config() webassembly.Config {
	return webassembly.Config{
		MaxTotal:      -1, // the engine counts itself: one, plus those left behind
		FSConfig:      wazero.NewFSConfig(),
		RuntimeConfig: wazero.NewRuntimeConfig().WithMemoryLimitPages(e.memoryPages),
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	}
}

// pdfiumDocument is a document open in a sandbox.
type pdfiumDocument struct {
	pdfium.Pdfium
	ref references.FPDF_DOCUMENT
}

// with opens data in a fresh sandbox and calls use. When ctx ends first it
// returns the error of ctx, and use may still be running: whatever it writes
// to must not be read then.
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
	// Room for two: the end of the sandbox may fail after use has not.
	used, ended := make(chan error, 2), make(chan struct{})
	go func() {
		defer close(ended)
		e.sandboxed(data, password, use, used)
	}()
	var err error
	select {
	case err = <-used:
	case <-ctx.Done():
		err = ctx.Err()
	}
	// The next document may come in when the sandbox of this one is gone.
	select {
	case <-ended:
	case <-ctx.Done():
		e.leftOver.Add(1)
		go func() {
			<-ended
			e.leftOver.Add(-1)
		}()
	}
	e.turn <- struct{}{}
	return err
}

func (e *pdfEngine) sandboxed(data []byte, password string, use func(pdfiumDocument) error, used chan<- error) {
	defer func() {
		if p := recover(); p != nil {
			used <- fmt.Errorf("%w (%T)", errTrap, p)
		}
	}()
	pool, err := e.load()
	if err != nil {
		used <- fmt.Errorf("load pdfium: %w", err)
		return
	}
	instance, err := pool.GetInstance(instanceStart)
	if err != nil {
		used <- fmt.Errorf("start pdfium: %w", err)
		return
	}
	// Closing also discards the sandbox, in whatever state it is.
	defer instance.Close()
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
		used <- classified(err)
		return
	}
	used <- classified(use(pdfiumDocument{instance, opened.Document}))
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
