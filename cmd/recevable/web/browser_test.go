package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// The pages are walked in a real browser: one Chromium for the tests of the
// package, and for each test a tab that shares nothing with the others.

func TestMain(m *testing.M) {
	code := m.Run()
	chromium.end()
	os.Exit(code)
}

// chromium is the browser; it starts with the first tab.
var chromium browser

type browser struct {
	starting sync.Mutex
	ctx      context.Context
	quit     context.CancelFunc
	failed   error
}

// browserNames are what Chromium is called, here and elsewhere.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"}

// start returns the context of the browser; it skips the test where there is
// none. Where the environment says that the tools must be there
// (RECEVABLE_TOOLS_REQUIRED=1), its absence fails the test instead.
func (b *browser) start(t testing.TB) context.Context {
	t.Helper()
	b.starting.Lock()
	defer b.starting.Unlock()
	if b.ctx == nil && b.failed == nil {
		b.failed = b.launch()
	}
	switch {
	case b.failed == nil:
		return b.ctx
	case os.Getenv("RECEVABLE_TOOLS_REQUIRED") == "1":
		t.Fatalf("%v, and RECEVABLE_TOOLS_REQUIRED=1 asks for it", b.failed)
	}
	t.Skipf("%v: the pages are not walked", b.failed)
	return nil
}

func (b *browser) launch() error {
	at := slices.IndexFunc(browserNames, func(name string) bool {
		_, err := exec.LookPath(name)
		return err == nil
	})
	if at < 0 {
		return fmt.Errorf("none of %s is installed", strings.Join(browserNames, ", "))
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(browserNames[at]), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has no other way for root
	}
	allocated, endAll := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocated)
	b.quit = func() { end(); endAll() }
	if err := chromedp.Do(ctx); err != nil {
		b.quit()
		return fmt.Errorf("%s does not start: %w", browserNames[at], err)
	}
	b.ctx = ctx
	return nil
}

func (b *browser) end() {
	if b.ctx != nil {
		b.quit()
	}
}

// tab is a page in a browser of its own: no cookie, no history. A test fails
// with anything that its page reports as an error, a refused script included.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	expected []string
	errors   []string
}

// patience is how long a page may take to do what a test waits for.
const patience = 20 * time.Second

// openTab opens a tab of a size in CSS pixels.
func openTab(t testing.TB, width, height int64) *tab {
	t.Helper()
	b := &tab{t: t}
	ctx, end := chromedp.NewContext(chromium.start(t), chromedp.WithNewBrowserContext(), chromedp.WithListener(b.listen))
	b.ctx = ctx
	t.Cleanup(func() {
		_ = b.shown() // what the page reported before this answer is here after it
		end()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, text := range b.errors {
			if !slices.ContainsFunc(b.expected, func(part string) bool { return strings.Contains(text, part) }) {
				t.Errorf("the page reports: %s", text)
			}
		}
	})
	if err := chromedp.Do(ctx); err != nil { // with ctx itself: the tab lives as long
		t.Fatal("no tab: ", err)
	}
	b.do(chromedp.EmulateViewport(width, height))
	return b
}

// listen keeps what the page reports as an error.
func (b *tab) listen(event any) {
	said := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		said = e.ExceptionDetails.Text
		if thrown := e.ExceptionDetails.Exception; thrown != nil {
			said += " " + thrown.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeAssert {
			return
		}
		for _, argument := range e.Args {
			said += " " + string(argument.Value) + argument.Description
		}
	case *log.EventEntryAdded:
		if e.Entry.Level != log.EntryLevelError {
			return
		}
		said = e.Entry.Text + " " + e.Entry.URL
	default:
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.errors = append(b.errors, strings.TrimSpace(said))
}

// expect tells that the page may report errors that hold a text, as Chromium
// does of every answer that is a problem ("status of 503").
func (b *tab) expect(part string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = append(b.expected, part)
}

// do runs steps one after the other.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%v\nthe page shows:\n%s", err, b.shown())
	}
}

// shown is the text of the page, for the message of a test that failed.
func (b *tab) shown() string {
	ctx, cancel := context.WithTimeout(b.ctx, time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body ? document.body.innerText : ''"))
	if err != nil {
		return err.Error()
	}
	return text
}

// open goes to an address.
func (b *tab) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
}

// evaluate returns the value of an expression in the page.
func evaluate[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v\nthe page shows:\n%s", expression, err, b.shown())
	}
	return value
}

// wait waits until a condition holds in the page.
func (b *tab) wait(condition string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		// A page that is being left answers nothing: it is asked again.
		if holds, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+condition+")")); err == nil && holds {
			return
		}
		select {
		case <-ctx.Done():
			b.t.Fatalf("%s never came true\nthe page shows:\n%s", condition, b.shown())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// press types keys as a keyboard does; those without a letter are in package
// chromedp/kb.
func (b *tab) press(keys string, options ...chromedp.KeyOption) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys, options...))
}

// withoutScripts has the tab run no script from now on.
func (b *tab) withoutScripts() {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
}

// inTheDark shows the tab as to a person who asks for dark pages.
func (b *tab) inTheDark() {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
		return err
	}))
}

// keepsWidth fails where the page must be scrolled sideways to be read.
func (b *tab) keepsWidth() {
	b.t.Helper()
	if wide := evaluate[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
		b.t.Errorf("the page is %d pixels wider than the screen", wide)
	}
}

// picture keeps what the tab shows, whole, where RECEVABLE_PICTURES names a
// folder: for the eyes of who works on the pages.
func (b *tab) picture(name string) {
	b.t.Helper()
	b.keep(name, chromedp.FullScreenshot(100))
}

// screen is [tab.picture] of no more than the screen shows.
func (b *tab) screen(name string) {
	b.t.Helper()
	b.keep(name, chromedp.CaptureScreenshot())
}

func (b *tab) keep(name string, shot chromedp.Action[[]byte]) {
	b.t.Helper()
	folder := os.Getenv("RECEVABLE_PICTURES")
	if folder == "" {
		return
	}
	b.wait("document.readyState === 'complete'")
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, shot)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func TestTabFailsOnRefusedScript(t *testing.T) {
	server := testServer(t, Config{Kiosk: true})
	b := openTab(t, 800, 600)
	b.open(server)
	b.expect("Content Security Policy")
	evaluate[bool](b, `(() => { const s = document.createElement("script"); s.textContent = "document.title = 'in'"; document.head.append(s); return true })()`)
	b.wait("document.title !== 'in'")
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.errors) == 0 {
		t.Error("an inline script is refused, and the tab does not tell")
	}
}

// testServer runs a server for a test and returns its address, with a slash at
// the end. What config leaves out is filled in: a reader, a day.
func testServer(t testing.TB, config Config) string {
	t.Helper()
	if config.Reader == nil {
		config.Reader = reader.New()
		t.Cleanup(func() { _ = config.Reader.Close() })
	}
	if config.Today == nil {
		config.Today = func() calendar.Date { return calendar.New(2026, 11, 21) }
	}
	server := httptest.NewServer(New(config).Handler())
	t.Cleanup(server.Close)
	return server.URL + "/"
}
