package reader

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A worker is a second process of the same program that opens one file after
// another for its parent. A decoder that hangs, exhausts memory or brings the
// process down takes only the worker with it; the parent says so of that one
// file and starts another worker for the next.
//
// The two speak gob over the worker's standard input and output: a job, a
// Document, a job, a Document. The pictures of a Document follow it as they lie
// in memory, for gob would hold all of them twice more on either side, and so do
// the files of both (cargo.go).

const (
	exitMemory = 3 // the worker passed its memory limit
	exitTime   = 4 // the worker passed its time limit and nobody ended it

	watchInterval = 4 * time.Millisecond

	// maxWorkers bounds the memory of all workers together, however many
	// processors there are: each may take what one file may.
	maxWorkers = 2

	// warmingTime is how long pdfium may take to be compiled, the first time
	// on a slow computer: two seconds on an ordinary one.
	warmingTime = 3 * time.Minute
)

// workerPool starts workers when they are needed, at most cap(slots) of them,
// and prefers one that has its engines loaded to a new one.
type workerPool struct {
	command []string
	slots   chan struct{} // holds one token for each worker at work
	mu      sync.Mutex
	idle    []*worker
}

func newWorkerPool(command []string, size int) *workerPool {
	return &workerPool{command: command, slots: make(chan struct{}, size)}
}

// run opens a file in a worker, within the deadline of ctx.
func (p *workerPool) run(ctx context.Context, job job) Document {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return Document{State: OverLimit, Limit: TimeLimit, Detail: "no worker came free in time"}
	}
	w, err := p.take()
	if err != nil {
		return Document{State: Unsupported, Detail: "no worker could be started"}
	}
	doc, alive := w.ask(ctx, job)
	if !alive {
		w.kill()
		return doc
	}
	p.mu.Lock()
	p.idle = append(p.idle, w)
	p.mu.Unlock()
	return doc
}

// take returns the worker that was put back last, or a new one.
func (p *workerPool) take() (*worker, error) {
	p.mu.Lock()
	if last := len(p.idle) - 1; last >= 0 {
		w := p.idle[last]
		p.idle = p.idle[:last]
		p.mu.Unlock()
		return w, nil
	}
	p.mu.Unlock()
	return startWorker(p.command)
}

// close ends all workers. It must not run beside run.
func (p *workerPool) close() error {
	for _, w := range p.idle {
		w.kill()
	}
	p.idle = nil
	return nil
}

type worker struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader // what decoder reads from, and no byte further
	encoder *gob.Encoder
	decoder *gob.Decoder
}

func startWorker(command []string) (*worker, error) {
	process := exec.Command(command[0], command[1:]...)
	in, err := process.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	// Standard error is dropped: what a crashing decoder says may quote the
	// file.
	if err := process.Start(); err != nil {
		return nil, err
	}
	answers := bufio.NewReader(out)
	return &worker{process, in, answers, gob.NewEncoder(in), gob.NewDecoder(answers)}, nil
}

// ask opens a file. alive is false when the worker must be ended.
func (w *worker) ask(ctx context.Context, job job) (doc Document, alive bool) {
	type reply struct {
		doc Document
		err error
	}
	done := make(chan reply, 1)
	go func() {
		var a reply
		if a.err = sendJob(w.encoder, w.in, job); a.err == nil {
			a.doc, a.err = receive(w.decoder, w.out)
		}
		done <- a
	}()
	select {
	case <-ctx.Done():
		return Document{State: OverLimit, Limit: TimeLimit, Detail: "opening took too long"}, false
	case a := <-done:
		if a.err != nil {
			return w.obituary(), false
		}
		return a.doc, true
	}
}

// obituary says why a worker that stopped answering did. One that is still
// alive has answered nonsense, and is ended.
func (w *worker) obituary() Document {
	var ended atomic.Bool
	last := time.AfterFunc(time.Second, func() {
		ended.Store(true)
		_ = w.process.Process.Kill()
	})
	defer last.Stop()
	w.in.Close()
	var exit *exec.ExitError
	if errors.As(w.process.Wait(), &exit) && !ended.Load() {
		switch exit.ExitCode() {
		case exitMemory, 2, -1: // 2: Go's own "out of memory"; -1: ended by the system
			return Document{State: OverLimit, Limit: MemoryLimit, Detail: "opening took too much memory"}
		case exitTime:
			return Document{State: OverLimit, Limit: TimeLimit, Detail: "opening took too long"}
		}
	}
	return Document{State: Unsupported, Detail: "the worker ended while opening"}
}

func (w *worker) kill() {
	w.in.Close()
	_ = w.process.Process.Kill() // an error means that it has ended already
	_ = w.process.Wait()
}

// Serve is the worker's side: it opens the files that in asks for and writes
// what was read to out, until in ends. It may end the process at any time
// with an exit code of its own, so nothing else must run beside it.
func Serve(in io.Reader, out io.Writer) error {
	debug.SetMaxStack(64 << 20)
	// What a decoder has to say of a file is no part of an answer.
	os.Stdout = os.Stderr
	// A worker holds one file and its pictures, large blocks all: what the
	// collector leaves for later weighs as much as they do.
	debug.SetGCPercent(25)
	asked := bufio.NewReader(in)
	decoder, encoder := gob.NewDecoder(asked), gob.NewEncoder(out)
	jobs := make(chan job)
	go func() {
		for {
			j, err := receiveJob(decoder, asked)
			if err != nil {
				// The parent has ended or wants no more: a decoder
				// that is still at work has nobody to answer to.
				os.Exit(0)
			}
			jobs <- j
		}
	}()
	var watch watchdog
	var e *engines
	for j := range jobs {
		if e == nil {
			e = newEngines(j.Limits)
			go watch.run(j.Limits)
		}
		debug.SetMemoryLimit(j.ease())
		if !j.Warm {
			watch.start()
		}
		doc := e.run(context.Background(), j)
		watch.stop()
		if err := send(encoder, out, doc); err != nil {
			return fmt.Errorf("answering the parent: %w", err)
		}
		// The parent reads the pictures while this process waits.
		doc = Document{}
		debug.FreeOSMemory()
	}
	return nil
}

// readingEase is the memory from which on the collector of a worker that reads
// works without a pause: the sandbox of pdfium leaves a copy of itself behind
// each time it grows. A scan of 300 dpi then takes 190 MiB, against 225.
const readingEase = 100 << 20

// ease is what a job may take before the collector works without a pause; to
// write a heavy file anew, it would take a third more time.
func (j job) ease() int64 {
	most := j.Limits.Memory * 3 / 4
	if j.Rewrite == nil && !j.Draw {
		return min(most, readingEase)
	}
	return most
}

// answer is a Document as it crosses: the places of its pictures first.
type answer struct {
	Doc      Document
	Pictures []image.Point // size of that of each page, zero for none
	Pixels   *crossing     // the page that was drawn in colour, if one was
	// Rewritten is a PDF that was changed, if one was, and Cargo its bytes.
	Rewritten *Rewritten
	Cargo     []int
}

// maxCrossing bounds the pixels of a picture that crosses: more than any that
// is drawn.
const maxCrossing = 4 * LookedAt

func send(encoder *gob.Encoder, out io.Writer, doc Document) error {
	a := answer{Doc: doc}
	var file [][]byte
	if doc.rewritten != nil {
		light := *doc.rewritten
		a.Cargo, file = unload([]*[]byte{&light.Data})
		a.Rewritten = &light
	}
	a.Doc.Pages = slices.Clone(doc.Pages)
	for i, p := range doc.Pages {
		size := image.Point{}
		if p.Picture != nil {
			size = p.Picture.Rect.Size()
		}
		a.Pictures = append(a.Pictures, size)
		a.Doc.Pages[i].Picture = nil
	}
	if doc.pixels != nil {
		a.Pixels = crossingOf(*doc.pixels)
	}
	if err := encoder.Encode(a); err != nil {
		return err
	}
	for _, p := range doc.Pages {
		if p.Picture == nil {
			continue
		}
		if _, err := out.Write(p.Picture.Pix); err != nil {
			return err
		}
	}
	if doc.pixels != nil {
		if err := writePixels(out, doc.pixels.Image); err != nil {
			return err
		}
	}
	return writeCargo(out, file)
}

func receive(decoder *gob.Decoder, in io.Reader) (Document, error) {
	var a answer
	if err := decoder.Decode(&a); err != nil {
		return Document{}, err
	}
	if len(a.Pictures) != len(a.Doc.Pages) {
		return Document{}, errors.New("the pictures are not those of the pages")
	}
	for i, size := range a.Pictures {
		if size == (image.Point{}) {
			continue
		}
		if size.X < 1 || size.Y < 1 || size.X > maxCrossing/size.Y {
			return Document{}, errors.New("a picture of an impossible size")
		}
		picture := image.NewGray(image.Rectangle{Max: size})
		if _, err := io.ReadFull(in, picture.Pix); err != nil {
			return Document{}, err
		}
		a.Doc.Pages[i].Picture = picture
	}
	if a.Pixels != nil {
		var err error
		if a.Doc.pixels, err = a.Pixels.read(in); err != nil {
			return Document{}, err
		}
	}
	if a.Doc.rewritten = a.Rewritten; a.Rewritten != nil {
		if err := readCargo(in, []*[]byte{&a.Rewritten.Data}, a.Cargo); err != nil {
			return Document{}, err
		}
	}
	return a.Doc, nil
}

// watchdog ends the process when one file costs more than its limits. Neither
// can be left to the decoders: a Go function cannot be stopped from outside,
// and Go's memory limit is a wish, not a wall.
type watchdog struct {
	mu    sync.Mutex
	since time.Time // zero between files
}

func (w *watchdog) start() {
	w.mu.Lock()
	w.since = time.Now()
	w.mu.Unlock()
}

func (w *watchdog) stop() {
	w.mu.Lock()
	w.since = time.Time{}
	w.mu.Unlock()
}

func (w *watchdog) run(limits Limits) {
	sample := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	// A little after the parent's own limit, which normally strikes first.
	atMost := time.Duration(limits.Seconds+1) * time.Second
	for range time.Tick(watchInterval) {
		metrics.Read(sample)
		if int64(sample[0].Value.Uint64()-sample[1].Value.Uint64()) > limits.Memory {
			os.Exit(exitMemory)
		}
		w.mu.Lock()
		since := w.since
		w.mu.Unlock()
		if !since.IsZero() && time.Since(since) > atMost {
			os.Exit(exitTime)
		}
	}
}
