package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	// PageTime bounds the reading of one page, preparation and second tries
	// included. An A4 page takes about a second.
	PageTime = 15 * time.Second
	// probeTime bounds each question about the program itself.
	probeTime = 5 * time.Second
	// maxAnswer bounds the bytes taken of an answer: 60 a word.
	maxAnswer = 4 << 20
)

// tesseract is the program found on this machine.
type tesseract struct {
	path     string
	version  string
	language string // fra, or else eng
	oriented bool   // has the data to tell which way a page lies
	slots    chan struct{}
	pageTime time.Duration
}

// Detect looks for tesseract on the path, then where its installers put it,
// and asks it once what it is and knows. Without one, or with one that cannot
// read, the engine returned is the null one.
func Detect(ctx context.Context) Engine {
	for _, path := range candidates() {
		if t, ok := probe(ctx, path); ok {
			return t
		}
	}
	return absent{}
}

// candidates lists where tesseract may be. Its Windows installer does not
// touch the path.
func candidates() []string {
	var paths []string
	if path, err := exec.LookPath("tesseract"); err == nil {
		paths = append(paths, path)
	}
	if runtime.GOOS == "windows" {
		for _, variable := range []string{"ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"} {
			if folder := os.Getenv(variable); folder != "" {
				paths = append(paths,
					filepath.Join(folder, "Tesseract-OCR", "tesseract.exe"),
					filepath.Join(folder, "Programs", "Tesseract-OCR", "tesseract.exe"))
			}
		}
	}
	return paths
}

var versionLine = regexp.MustCompile(`(?m)^tesseract v?(\d+(?:\.\d+)*)`)

func probe(ctx context.Context, path string) (*tesseract, bool) {
	t := &tesseract{path: path, slots: make(chan struct{}, runtime.GOMAXPROCS(0)), pageTime: PageTime}
	ctx, cancel := context.WithTimeout(ctx, 2*probeTime)
	defer cancel()
	version, err := t.run(ctx, nil, "--version")
	if err != nil {
		return nil, false
	}
	found := versionLine.FindSubmatch(version)
	if found == nil || bytes.HasPrefix(found[1], []byte("3.")) {
		return nil, false // before 4, other options and no neural network
	}
	t.version = string(found[1])
	languages, err := t.run(ctx, nil, "--list-langs")
	if err != nil {
		return nil, false
	}
	return t, t.know(strings.Fields(string(languages)))
}

// know notes what the installed data is good for, and tells whether it is
// enough to read with.
func (t *tesseract) know(languages []string) bool {
	t.oriented = slices.Contains(languages, "osd")
	for _, l := range []string{"fra", "eng"} {
		if slices.Contains(languages, l) {
			t.language = l
			return true
		}
	}
	return false
}

func (t *tesseract) Name() string { return fmt.Sprintf("tesseract %s (%s)", t.version, t.language) }

func (t *tesseract) Limitation() Limitation {
	if t.language != "fra" {
		return NoFrench
	}
	return Unlimited
}

// Read prepares and reads a page. The slot is taken for the whole of it, for
// the preparation keeps a processor busy as well.
func (t *tesseract) Read(ctx context.Context, page image.Image, mode Mode) (Text, error) {
	if err := ctx.Err(); err != nil {
		return Text{}, err
	}
	if page == nil || page.Bounds().Empty() {
		return Text{}, nil
	}
	select {
	case t.slots <- struct{}{}:
		defer func() { <-t.slots }()
	case <-ctx.Done():
		return Text{}, ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, t.pageTime)
	defer cancel()
	var text Text
	var err error
	switch mode {
	case MRZStrip:
		text, err = t.turned(limited, source{}, newStrip(page), 0, mode)
	case Glance:
		text, err = t.glance(limited, newSource(page))
	default:
		text, err = t.upright(limited, newSource(page), mode)
	}
	switch {
	case ctx.Err() != nil:
		return Text{}, ctx.Err()
	case err != nil && limited.Err() != nil:
		return Text{}, ErrTime
	}
	return text, err
}

// The options of each mode.
var modeOptions = map[Mode][]string{
	// On 36 degraded and photographed bills, one block (6) read 97 % of the
	// words and 93 % on the worst page, tesseract's own layout (3) 97 % and
	// 89 %: it drops columns of figures now and then.
	PageText:   {"--psm", "6"},
	SparseText: {"--psm", "11"},
	MRZ:        zoneOptions,
	MRZStrip:   zoneOptions,
}

var zoneOptions = []string{"--psm", "6", "-c", "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", "-c", "load_system_dawg=0", "-c", "load_freq_dawg=0"}

// words reads a prepared page.
func (t *tesseract) words(ctx context.Context, p prepared, mode Mode) ([]token, error) {
	if mode == PageText || mode == SparseText {
		// It may be read in another mode at the same time.
		p.image = &image.Gray{Pix: bytes.Clone(p.image.Pix), Stride: p.image.Stride, Rect: p.image.Rect}
		wipeRules(p.image)
	}
	args := append([]string{"-l", t.language, "--dpi", fmt.Sprint(p.dpi), "-c", "tessedit_create_tsv=1"}, modeOptions[mode]...)
	read := func(ctx context.Context, picture *image.Gray) ([]token, error) {
		answer, err := t.run(ctx, picture, args...)
		return parseTSV(answer), err
	}
	if mode == PageText {
		if cut := cutRow(p.image); cut > 0 {
			return t.halves(ctx, p.image, cut, read)
		}
	}
	return read(ctx, p.image)
}

// run runs tesseract, on the picture if there is one, and returns what it
// writes to its standard output.
func (t *tesseract) run(ctx context.Context, picture *image.Gray, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, t.path)
	if picture != nil {
		name, done := give(cmd, picture)
		defer done()
		cmd.Args = append(cmd.Args, name, "stdout")
	}
	cmd.Args = append(cmd.Args, args...)
	// Two processes of one thread read two pages faster than one process of
	// two threads reads them one after the other.
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	cmd.WaitDelay = time.Second
	endWithChildren(cmd)
	var out bytes.Buffer
	cmd.Stdout = &capped{&out, maxAnswer}
	// Standard error is dropped: it may quote what was read.
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return nil, fmt.Errorf("%w with status %d", ErrEngine, exit.ExitCode())
		}
		return nil, fmt.Errorf("%w: it could not be run", ErrEngine)
	}
	return out.Bytes(), nil
}

// giveInput hands a picture to a command on its standard input.
func giveInput(cmd *exec.Cmd, picture *image.Gray) (name string, done func()) {
	cmd.Stdin = pnm(picture)
	return "stdin", func() {}
}

// pnm is a picture as a binary portable greymap: no time is lost packing what
// goes through a pipe.
func pnm(img *image.Gray) io.Reader {
	header := fmt.Sprintf("P5\n%d %d\n255\n", img.Rect.Dx(), img.Rect.Dy())
	return io.MultiReader(strings.NewReader(header), bytes.NewReader(img.Pix))
}

var errTooLong = errors.New("the answer is too long")

// capped takes so many bytes and fails on the next.
type capped struct {
	to   io.Writer
	left int
}

func (c *capped) Write(b []byte) (int, error) {
	if c.left -= len(b); c.left < 0 {
		return 0, errTooLong
	}
	return c.to.Write(b)
}
