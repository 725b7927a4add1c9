package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/recevable/recevable/validators/reader/ocr"
)

// Reader opens files. It is safe for concurrent use; Close ends its worker
// processes and engines.
type Reader struct {
	limits  Limits
	workers *workerPool // nil: everything is opened in this process
	engines *engines
	warming sync.Once
	ocr     func() ocr.Engine // detected when a page first needs it
	asked   atomic.Bool       // whether one did
	stop    context.CancelFunc
	aside   sync.WaitGroup // work that no file may cut short, or that none may need
	looking chan struct{}  // holds one token for each page that is looked at
	turns   chan struct{}  // holds one token for each file that is read
	memory  *Memory        // nil: nothing is remembered
	crowded bool           // no processor is free for what may not be needed
}

// Option changes how a Reader works.
type Option func(*Reader)

// WithLimits replaces [DefaultLimits].
func WithLimits(l Limits) Option { return func(r *Reader) { r.limits = l } }

// WithWorkers opens risky kinds in worker processes, started as the given
// command. That program must call [Serve] on its standard input and output.
// Without it they are opened in this process, where a hostile file may cost
// more memory than the limit says and an abandoned decoder goes on running:
// fit for tests, and for callers that trust their files.
func WithWorkers(command ...string) Option {
	return func(r *Reader) { r.workers = newWorkerPool(command, min(runtime.GOMAXPROCS(0), maxWorkers)) }
}

// WithOneWorker has the files that are opened in workers wait for each other,
// given behind [WithWorkers]. Where many files are read, what is read of their
// pictures keeps the other processors busy meanwhile, and memory stays that of
// one: nothing is begun before it is surely needed.
func WithOneWorker() Option {
	return func(r *Reader) {
		r.crowded = true
		if r.workers != nil {
			r.workers = newWorkerPool(r.workers.command, 1)
		}
	}
}

// WithOCR replaces the engine that reads pixels: by default tesseract, where
// it is installed.
func WithOCR(engine ocr.Engine) Option {
	return func(r *Reader) { r.ocr = func() ocr.Engine { return engine } }
}

// New returns a Reader. Nothing is started or loaded until a file needs it.
func New(options ...Option) *Reader {
	ctx, stop := context.WithCancel(context.Background())
	r := &Reader{
		limits:  DefaultLimits(),
		ocr:     sync.OnceValue(func() ocr.Engine { return ocr.Detect(ctx) }),
		stop:    stop,
		looking: make(chan struct{}, runtime.GOMAXPROCS(0)),
		turns:   make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
	for _, o := range options {
		o(r)
	}
	r.engines = newEngines(r.limits)
	return r
}

// OCR returns the engine that reads pixels where a page needed one, and nil
// where none did.
func (r *Reader) OCR() ocr.Engine {
	if !r.asked.Load() {
		return nil
	}
	return r.ocr()
}

// engine returns the engine that reads pixels; nil where ctx is done before it
// is known. Finding it asks a program that may hang, and answers for all files:
// no file's end may cut that short, only that of the reader.
func (r *Reader) engine(ctx context.Context) ocr.Engine {
	found := make(chan ocr.Engine, 1)
	r.aside.Go(func() { found <- r.ocr() })
	select {
	case engine := <-found:
		return engine
	case <-ctx.Done():
		return nil
	}
}

// Limits returns the limits in force.
func (r *Reader) Limits() Limits { return r.limits }

// Close ends the worker processes and frees the engines.
func (r *Reader) Close() error {
	r.stop()
	r.aside.Wait()
	var err error
	if r.workers != nil {
		err = r.workers.close()
	}
	return errors.Join(err, r.engines.close())
}

// Read opens a file. Whatever its bytes, the answer is a Document within the
// limits; the only error is that of ctx. No more files are read at once than
// there are processors: the others wait, and their clock does not run
// meanwhile. What is said of a file hangs on no other.
func (r *Reader) Read(ctx context.Context, source Source, want Want) (Document, error) {
	return r.Recall(ctx, r.memory, source, want)
}

// Recall is [Reader.Read] with a memory of the caller's own, for what must be
// forgotten with it; nil for none.
func (r *Reader) Recall(ctx context.Context, memory *Memory, source Source, want Want) (Document, error) {
	if err := ctx.Err(); err != nil {
		return Document{}, err
	}
	if source.Size == 0 {
		return Document{MIME: unknownMIME, State: Empty}, nil
	}
	if memory == nil || source.SHA256 == "" {
		doc, _ := r.readAnew(ctx, source, want)
		return doc, ctx.Err()
	}
	return memory.read(ctx, memoryKey{source.SHA256, source.Size, want}, func() (Document, bool) {
		return r.readAnew(ctx, source, want)
	})
}

// readAnew reads a file, and tells whether the same bytes would give the same
// again.
func (r *Reader) readAnew(ctx context.Context, source Source, want Want) (doc Document, lasting bool) {
	select {
	case r.turns <- struct{}{}:
		defer func() { <-r.turns }()
	case <-ctx.Done():
		return Document{}, false
	}
	mime, extension := sniff(source.head)
	if r.workers != nil && mime == PDF && (want.Text || want.pixels()) {
		r.warming.Do(func() { r.warm(ctx) })
	}
	if want.words() && imageKinds[mime].open != nil {
		r.aside.Go(func() { r.ocr() }) // finding it takes as long as decoding does
	}
	limited, cancel := context.WithTimeout(ctx, time.Duration(r.limits.Seconds)*time.Second)
	defer cancel()
	doc = r.open(limited, mime, source, want)
	doc.MIME, doc.Extension = mime, extension
	r.look(limited, &doc, want)
	doc.Hurried = doc.Hurried || limited.Err() != nil
	return doc, !doc.Hurried && r.lasting(doc)
}

func (r *Reader) open(ctx context.Context, mime string, source Source, want Want) Document {
	switch {
	case !Accepted(mime):
		return Document{State: Foreign}
	case source.data == nil:
		return Document{State: OverLimit, Limit: SizeLimit, Detail: "larger than what is read whole"}
	}
	job := job{MIME: mime, Data: source.data, Want: want, Limits: r.limits}
	open := r.isolated
	if (mime == JPEG || mime == PNG) && !large(source.data) {
		// The standard library's decoders end by themselves, and their
		// memory is known from the header: no process is needed for them.
		open = r.engines.run
	}
	doc := open(ctx, job)
	if mime == JPEG && (doc.State == Unsupported || doc.State == Damaged) {
		return r.secondOpinion(ctx, job, doc)
	}
	return doc
}

// largeImage is the number of pixels from which an image is opened in a worker
// whatever its kind, so that several at once do not add up in this process.
const largeImage = 20_000_000

func large(data []byte) bool {
	header, _, err := image.DecodeConfig(bytes.NewReader(data))
	return err == nil && int64(header.Width)*int64(header.Height) > largeImage
}

// secondOpinion asks pdfium's JPEG decoder about a file that Go's refused.
// What it draws of a file that Go calls damaged may be a part of it only.
func (r *Reader) secondOpinion(ctx context.Context, job job, first Document) Document {
	job.SecondOpinion = true
	if second := r.isolated(ctx, job); second.State != Opened {
		return first
	}
	if first.State == Damaged {
		first.State = Partial
	} else {
		first.State, first.Detail = Opened, ""
	}
	return first
}

func (r *Reader) isolated(ctx context.Context, job job) Document {
	if r.workers != nil {
		return r.workers.run(ctx, job)
	}
	return r.engines.run(ctx, job)
}

// warm has pdfium compiled before the clock of a file starts: the first time,
// that takes seconds that are not the file's. Where it fails, the files say so.
func (r *Reader) warm(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, warmingTime)
	defer cancel()
	r.workers.run(ctx, job{Warm: true, Limits: r.limits})
}

// CacheDir returns the folder of the user's cache where compiled engines are
// kept between runs, or "" where the system has none.
func CacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "recevable", "engines")
}

// job is one file to open, as it crosses to a worker.
type job struct {
	// Warm asks only for pdfium to be loaded.
	Warm   bool
	MIME   string
	Data   []byte
	Want   Want
	Limits Limits
	// SecondOpinion asks only whether pdfium draws this JPEG.
	SecondOpinion bool
	// Draw asks for the pixels of a page in colour (0 for the first), and no
	// more.
	Draw bool
	Page int
	// Rewrite asks for changes to a PDF, and no more.
	Rewrite *Rewrite
}

// engines opens files in this process.
type engines struct {
	pdf    *pdfEngine
	limits Limits
}

func newEngines(limits Limits) *engines {
	return &engines{pdf: newPDFEngine(CacheDir(), limits), limits: limits}
}

func (e *engines) close() error { return e.pdf.close() }

// run opens a file, and turns a decoder's panic into an answer.
func (e *engines) run(ctx context.Context, job job) (doc Document) {
	defer func() {
		if p := recover(); p != nil {
			// The value of a panic may quote the file: only its type is kept.
			doc = Document{State: Unsupported, Detail: fmt.Sprintf("the decoder of %s panicked (%T)", job.MIME, p)}
		}
	}()
	switch {
	case job.Warm:
		if _, err := e.pdf.load(); err != nil {
			return Document{State: Unsupported, Detail: "pdfium cannot be loaded"}
		}
		return Document{State: Opened}
	case job.SecondOpinion:
		return e.jpegThroughPDFium(ctx, job)
	case job.Draw:
		return e.drawPage(ctx, job)
	case job.Rewrite != nil:
		return e.pdf.rewritePDF(ctx, job.Data, *job.Rewrite, job.Limits)
	case job.MIME == PDF:
		return e.pdf.openPDF(ctx, job.Data, job.Want, job.Limits)
	}
	if job.Want.pixels() {
		return drawImage(ctx, job.MIME, job.Data, job.Limits)
	}
	return openImage(job.MIME, job.Data, job.Limits)
}

// jpegThroughPDFium answers Opened where pdfium draws the JPEG, and
// Unsupported where it draws nothing.
func (e *engines) jpegThroughPDFium(ctx context.Context, job job) Document {
	frame := scanJPEG(job.Data)
	if frame.width < 1 || frame.height < 1 || frame.width*frame.height > job.Limits.Pixels {
		return Document{State: Unsupported}
	}
	drawn, err := e.pdf.opensJPEG(ctx, job.Data, int(frame.width), int(frame.height), len(frame.components))
	if err != nil || !drawn {
		return Document{State: Unsupported}
	}
	return Document{State: Opened}
}
