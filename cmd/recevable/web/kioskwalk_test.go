package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	browserprotocol "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/recevable/recevable/validators/reader"
)

// keptPrinter keeps what it is given, or fails as it is told to.
type keptPrinter struct {
	mu     sync.Mutex
	sheets [][]byte
	fails  error
	waits  chan struct{} // where it is not nil, a sheet comes out when it is closed
}

func (p *keptPrinter) Print(ctx context.Context, pdf []byte) error {
	if p.waits != nil {
		select {
		case <-p.waits:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fails != nil {
		return p.fails
	}
	p.sheets = append(p.sheets, pdf)
	return nil
}

func (p *keptPrinter) State(context.Context) string { return "essai\u00a0: prête" }

func (p *keptPrinter) failWith(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails = err
}

func (p *keptPrinter) printed() [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([][]byte(nil), p.sheets...)
}

// screenSizes are those of the kiosks: a touch screen, one that stands, and the
// smallest.
var screenSizes = []struct{ width, height int64 }{{1280, 800}, {1080, 1920}, {800, 600}}

// openKiosk opens the page of a kiosk. Its tab closes before its server does.
func openKiosk(t testing.TB, width, height int64, config Config) *tab {
	t.Helper()
	config.Kiosk = true
	server := testServer(t, config)
	b := openTab(t, width, height)
	b.open(server)
	b.wait(`screen === "accueil"`)
	return b
}

// withFingers puts the tab on a touch screen.
func (b *tab) withFingers() {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
		return err
	}))
}

// hit touches an element that can be seen, or clicks on it where the screen
// cannot be touched.
func (b *tab) hit(selector string) {
	b.t.Helper()
	if evaluate[int](b, "navigator.maxTouchPoints") > 0 {
		b.do(chromedp.Tap(chromedp.CSS(selector), chromedp.NodeVisible))
		return
	}
	b.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// touch touches a button by its id.
func (b *tab) touch(id string) {
	b.t.Helper()
	b.hit("#" + id)
}

// strikeKeys touches the keys of the screen, one a letter; | is the key of
// the next field, < that which erases.
func (b *tab) strikeKeys(text string) {
	b.t.Helper()
	for _, r := range text {
		key := fmt.Sprintf(`[data-ecrit="%c"]`, r)
		if does := map[rune]string{'|': "suivant", '<': "effacer"}[r]; does != "" {
			key = `[data-fait="` + does + `"]`
		}
		b.hit(".touches:not([hidden]) " + key)
	}
}

// onStep waits for a step of the entry, from 1.
func (b *tab) onStep(number int) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`screen === "saisie" && !document.getElementById("etape-%d").hidden`, number-1))
}

func TestKioskScreens(t *testing.T) {
	for _, size := range screenSizes {
		for _, light := range []string{"clair", "sombre"} {
			name := fmt.Sprintf("%dx%d-%s", size.width, size.height, light)
			t.Run(name, func(t *testing.T) {
				printer := &keptPrinter{}
				b := openKiosk(t, size.width, size.height, Config{Printer: printer})
				if light == "sombre" {
					b.inTheDark()
				}
				walkScreens(b, printer, name)
			})
		}
	}
}

// walkScreens goes through every screen of the kiosk, with its troubles.
func walkScreens(b *tab, printer *keptPrinter, name string) {
	b.fits("1-accueil-" + name)
	b.touch("commencer")
	b.onStep(1)
	b.touch("suivant")
	b.wait(`document.getElementById("numero").ariaInvalid === "true"`)
	b.fits("2-numero-" + name)
	b.strikeKeys("PC-2026-000123")
	b.touch("suivant")
	b.onStep(2)
	b.strikeKeys("LEFÈVRE|ANNE-LAURE,ZOÉ")
	b.press(" 漢")
	b.wait(`document.getElementById("prenoms-erreur").textContent.includes("漢")`)
	b.fits("3-nom-" + name)
	b.strikeKeys("<<")
	b.touch("suivant")
	b.onStep(3)
	b.strikeKeys("31021988|")
	b.wait(`document.getElementById("naissance-erreur").textContent !== ""`)
	b.fits("4-naissance-" + name)
	b.hit("#naissance")
	b.strikeKeys("<<<<<<<<17041988")
	b.hit(`input[value="F"]`)
	b.touch("suivant")
	b.onStep(4)
	b.touch("suivant")
	b.wait(`document.getElementById("voie").ariaInvalid === "true"`)
	b.fits("5-rue-" + name)
	b.hit("#voie-numero")
	b.strikeKeys("12|BIS|RUE DE L'ŒUVRE")
	b.touch("suivant")
	b.onStep(5)
	b.strikeKeys("2800|CHARTRES")
	b.wait(`document.getElementById("code-postal").ariaInvalid === "true"`)
	b.fits("6-commune-" + name)
	b.hit(`[data-efface]`)
	b.wait(`document.getElementById("effacement").open`)
	b.picture("6b-effacer-" + name)
	b.touch("garder")
	b.hit("#code-postal")
	b.strikeKeys("0")
	b.touch("suivant")
	b.wait(`document.getElementById("apercu-image").naturalWidth > 0`)
	b.fits("7-apercu-" + name)
	b.touch("agrandir")
	b.wait(`document.getElementById("loupe").open`)
	b.picture("7b-loupe-" + name)
	b.touch("reduire")
	printer.failWith(ErrPrinterStuck)
	b.expect("503")
	b.touch("imprimer")
	b.wait(`!document.getElementById("apercu-alerte").hidden && !visit.printing`)
	b.fits("8-panne-" + name)
	printer.failWith(nil)
	b.touch("imprimer")
	b.wait(`screen === "merci"`)
	b.fits("9-merci-" + name)
	evaluate[bool](b, `(lastSign = performance.now(), document.getElementById("absence").showModal(), true)`)
	b.picture("10-absence-" + name)
}

// fits fails where the screen must be scrolled, hides a part of a control, has
// one that is too small to be touched, or a text that is too small or too pale
// to be read.
func (b *tab) fits(picture string) {
	b.t.Helper()
	b.picture(picture)
	b.keepsWidth()
	faults := append(evaluate[[]string](b, kioskAudit), b.nameless()...)
	if len(faults) > 0 {
		b.t.Errorf("%s: %s", picture, strings.Join(faults, "; "))
	}
}

// nameless are the controls that a screen reader would have no name for, as
// Chromium tells it.
func (b *tab) nameless() []string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	tree, err := chromedp.Run(ctx, func(ctx context.Context, _ *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		b.t.Fatal(err)
	}
	var faults []string
	named := map[string]int{}
	for _, node := range tree.Nodes {
		if node.Ignored || node.Role == nil {
			continue
		}
		role := strings.Trim(string(node.Role.Value), `"`)
		switch role {
		case "button", "textbox", "radio", "radiogroup", "dialog", "image", "heading", "form":
		default:
			continue
		}
		if node.Name == nil || len(strings.Trim(string(node.Name.Value), `" `)) == 0 {
			faults = append(faults, "a "+role+" has no name")
			continue
		}
		named[role+" "+string(node.Name.Value)]++
	}
	if len(named) == 0 {
		faults = append(faults, "nothing on the screen has a name")
	}
	for name, n := range named {
		if n > 1 {
			faults = append(faults, fmt.Sprintf("%d times %s", n, name))
		}
	}
	return faults
}

const kioskAudit = `(() => {
	const faults = [], name = (e) => e.id || e.getAttribute("aria-label") || e.className || e.textContent.trim().slice(0, 40);
	if (document.documentElement.scrollHeight > innerHeight) faults.push("the page is " + (document.documentElement.scrollHeight - innerHeight) + " pixels higher than the screen");
	for (const e of document.querySelectorAll("button, input[type=text], .reponse, .erreur")) {
		if (!e.checkVisibility()) continue;
		const box = e.getBoundingClientRect();
		if (!e.matches(".erreur") && (box.width < 48 || box.height < 48)) faults.push(name(e) + " is " + box.width + " × " + box.height);
		if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) faults.push(name(e) + " leaves the screen");
		if (e.scrollWidth > e.clientWidth && !e.matches("input")) faults.push(name(e) + " is wider than its place");
		if (e.matches(".erreur") && !e.textContent) continue;
		for (const y of [box.top + 2, box.top + box.height / 2, box.bottom - 2]) {
			const over = document.elementFromPoint(box.left + box.width / 2, y);
			if (over !== e && !e.contains(over)) faults.push(name(e) + " lies under " + (over ? name(over) : "nothing"));
		}
	}
	const rgb = (colour) => colour.match(/[\d.]+/g).map(Number);
	const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
	const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
	for (const e of document.querySelectorAll("h1, h2, p, li, label, legend, dt, dd, button, input, span, strong")) {
		const text = e.matches("input") ? e.type === "text" && e.value : [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data).join("").trim();
		if (!text || !e.checkVisibility() || e.disabled) continue;
		const style = getComputedStyle(e);
		if (parseFloat(style.fontSize) < 20) faults.push(name(e) + " is written in " + style.fontSize);
		const [a, b] = [light(rgb(style.color)), light(ground(e))], ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (ratio < 4.5) faults.push(name(e) + " has a contrast of " + ratio.toFixed(1));
	}
	const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
	for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) faults.push("two elements are called " + id);
	for (const e of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
		for (const id of ((e.getAttribute("aria-describedby") ?? "") + " " + (e.getAttribute("aria-labelledby") ?? "")).split(" ")) {
			if (id && !ids.includes(id)) faults.push(name(e) + " refers to " + id + ", which is not there");
		}
	}
	for (const e of document.querySelectorAll("input")) if (!e.labels.length) faults.push(name(e) + " has no label");
	return faults;
})()`

// typesAll types a whole form on the screen and comes to its preview.
func (b *tab) typesAll() {
	b.t.Helper()
	b.touch("commencer")
	for i, keys := range []string{"PC-2026-000123", "LEFÈVRE|ANNE-LAURE,ZOÉ", "17041988", "12|BIS|RUE DE L'ŒUVRE|BÂT. Ç", "28000|L'HAŸ-LES-ROSES"} {
		b.onStep(i + 1)
		b.strikeKeys(keys)
		if i == 2 {
			b.hit(`input[value="F"]`)
		}
		b.touch("suivant")
	}
	b.wait(`screen === "apercu" && document.getElementById("apercu-image").naturalWidth > 0`)
}

// sheetText is the text of a PDF, line by line.
func sheetText(t testing.TB, pdf []byte) string {
	t.Helper()
	r := reader.New()
	defer r.Close()
	doc, err := r.Read(t.Context(), reader.NewSource(pdf), reader.Want{Text: true})
	if err != nil || len(doc.Pages) != 1 {
		t.Fatalf("%d pages, %v", len(doc.Pages), err)
	}
	var text strings.Builder
	for _, line := range doc.Pages[0].Lines {
		text.WriteString(line.Text + "\n")
	}
	return text.String()
}

// kioskTraces are what is left in the page of what the visitor typed.
const kioskTraces = `[...document.querySelectorAll("input")].filter((e) => e.type === "text" ? e.value : e.checked).map((e) => e.id || e.name)
	.concat([...document.images].filter((e) => e.hasAttribute("src")).map((e) => e.id))
	.concat(/PC-2026|LEFÈVRE|ZOÉ|ŒUVRE|28000/.test(document.documentElement.outerHTML) ? ["page"] : [])
	.concat(visit.picture, visit.form, location.search, location.hash, JSON.stringify([localStorage, sessionStorage]).replace("[{},{}]", ""))
	.filter(Boolean)`

func (b *tab) keepsNothing() {
	b.t.Helper()
	if left := evaluate[[]string](b, kioskTraces); len(left) > 0 {
		b.t.Errorf("the page still holds %v", left)
	}
}

func TestKioskFromTouchToPaper(t *testing.T) {
	printer := &keptPrinter{}
	b := openKiosk(t, 800, 600, Config{Printer: printer})
	b.withFingers()
	if !evaluate[bool](b, "navigator.maxTouchPoints > 0") {
		t.Fatal("the screen cannot be touched")
	}
	b.typesAll()
	picture := evaluate[string](b, "visit.picture")
	gone := fmt.Sprintf(`new Promise((tell) => { const i = new Image(); i.onload = () => tell(false); i.onerror = () => tell(true); i.src = %q })`, picture)
	if evaluate[bool](b, gone) {
		t.Fatal("there is no picture of the form")
	}
	b.touch("imprimer")
	b.wait(`screen === "merci"`)
	b.keepsNothing()
	b.expect("ERR_FILE_NOT_FOUND") // the browser says so of a picture that is gone
	if !evaluate[bool](b, gone) {
		t.Error("the picture of the form can still be had")
	}
	sheets := printer.printed()
	if len(sheets) != 1 {
		t.Fatalf("%d sheets are printed", len(sheets))
	}
	text := sheetText(t, sheets[0])
	for _, typed := range []string{"PC-2026-000123", "LEFÈVRE", "ANNE-LAURE, ZOÉ", "17/04/1988", "12 BIS RUE DE L'ŒUVRE", "BÂT. Ç", "28000 L'HAŸ-LES-ROSES"} {
		if !strings.Contains(text, typed) {
			t.Errorf("%q is not on the sheet:\n%s", typed, text)
		}
	}
	if left := evaluate[float64](b, "visit.leavesAt - performance.now()"); left > 15_000 || left < 5_000 {
		t.Errorf("the thanks stay for %.0f ms", left)
	}
	evaluate[float64](b, "visit.leavesAt = performance.now() + 5000")
	b.hit("#merci ol")
	if left := evaluate[float64](b, "visit.leavesAt - performance.now()"); left < 5_000 {
		t.Errorf("a touch leaves %.0f ms to read", left)
	}
	evaluate[float64](b, "visit.leavesAt = performance.now() + 300")
	b.wait(`screen === "accueil"`)
}

func TestKioskWipesAfterIdle(t *testing.T) {
	b := openKiosk(t, 1280, 800, Config{Printer: &keptPrinter{}, Idle: 3 * time.Second})
	b.touch("commencer")
	b.strikeKeys("PC-2026")
	b.wait(`document.getElementById("absence").open`)
	b.wait(`/^[12]$/.test(document.getElementById("absence-reste").textContent)`)
	b.wait(`screen === "accueil"`)
	b.wait(`!document.getElementById("absence").open`)
	b.keepsNothing()
}

func TestKioskStaysForWhoIsThere(t *testing.T) {
	b := openKiosk(t, 1280, 800, Config{Printer: &keptPrinter{}})
	b.touch("commencer")
	b.strikeKeys("PC-2026")
	quiet := func(seconds int) {
		evaluate[float64](b, fmt.Sprintf("lastSign = performance.now() - %d", seconds*1000))
	}
	quiet(44) // of a minute: the last 15 seconds are told
	evaluate[bool](b, "(watch(), true)")
	if evaluate[bool](b, `document.getElementById("absence").open`) {
		t.Error("the visitor is called 16 seconds before the end")
	}
	quiet(46)
	b.wait(`document.getElementById("absence").open`)
	b.touch("present")
	b.wait(`!document.getElementById("absence").open && performance.now() - lastSign < 10_000`)
	quiet(46)
	b.wait(`document.getElementById("absence").open`)
	b.press(kb.ArrowLeft) // a key is a sign of life too
	b.wait(`!document.getElementById("absence").open`)
	if kept := evaluate[string](b, `document.getElementById("numero").value`); kept != "PC-2026" {
		t.Errorf("who is still there finds %q again", kept)
	}
}

func TestKioskWipesThePreviewAfterIdle(t *testing.T) {
	b := openKiosk(t, 1280, 800, Config{Printer: &keptPrinter{}, Idle: 3 * time.Second})
	b.typesAll()
	b.touch("agrandir")
	b.wait(`screen === "accueil"`)
	b.wait(`!document.querySelector("dialog[open]")`)
	b.keepsNothing()
}

func TestKioskWipesWhenAsked(t *testing.T) {
	b := openKiosk(t, 1280, 800, Config{Printer: &keptPrinter{}})
	b.typesAll()
	b.hit("#apercu [data-efface]")
	b.touch("effacer")
	b.wait(`screen === "accueil"`)
	b.keepsNothing()
}

func TestKioskUndoesNothing(t *testing.T) {
	b := openKiosk(t, 1280, 800, Config{Printer: &keptPrinter{}})
	b.touch("commencer")
	b.press("PC-2026")
	b.wait(`document.getElementById("numero").value === "PC-2026"`)
	evaluate[bool](b, "(wipe(), true)")
	b.touch("commencer")
	b.press("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	evaluate[bool](b, `document.execCommand("undo")`)
	b.keepsNothing()
}

func TestKioskForgetsOnReloadAndBack(t *testing.T) {
	server := testServer(t, Config{Kiosk: true, Printer: &keptPrinter{}})
	b := openTab(t, 1280, 800)
	b.open(server)
	b.touch("commencer")
	b.strikeKeys("PC-2026")
	b.do(chromedp.Reload())
	b.wait(`screen === "accueil"`)
	b.keepsNothing()

	b.touch("commencer")
	b.strikeKeys("PC-2026")
	b.touch("suivant")
	b.onStep(2)
	evaluate[bool](b, `(history.back(), true)`)
	b.onStep(1)
	evaluate[bool](b, `(history.back(), true)`)
	b.wait(`screen === "accueil"`)
	b.keepsNothing()
	for range 5 { // however often, the page stays
		evaluate[bool](b, `(history.back(), true)`)
		b.wait(`history.state === "borne"`)
	}
	if length := evaluate[int](b, "history.length"); length > 4 {
		t.Errorf("the history grows to %d", length)
	}

	b.touch("commencer")
	b.strikeKeys("PC-2026")
	b.open(server + "operateur")
	b.open(server)
	b.wait(`screen === "accueil"`)
	b.keepsNothing()
}

func TestKioskSaysThatThePrinterFails(t *testing.T) {
	for _, failure := range []error{ErrNoPrinter, ErrPrinterRefused, ErrPrinterStuck, errors.New("lp: LEFÈVRE")} {
		t.Run(failureOf(failure), func(t *testing.T) {
			printer := &keptPrinter{fails: failure}
			b := openKiosk(t, 1280, 800, Config{Printer: printer})
			b.expect("503")
			b.typesAll()
			b.touch("imprimer")
			b.wait(`document.getElementById("apercu-alerte").textContent.includes("Nous ne parvenons pas à imprimer")`)
			b.wait(`document.getElementById("imprimer").textContent === "Réessayer"`)
			printer.failWith(nil)
			b.touch("imprimer")
			b.wait(`screen === "merci"`)
			if n := len(printer.printed()); n != 1 {
				t.Errorf("%d sheets are printed", n)
			}
		})
	}
}

func failureOf(err error) string {
	kind, _ := failureKind(err)
	return kind
}

func TestKioskPrintsOnceForTwoTouches(t *testing.T) {
	printer := &keptPrinter{waits: make(chan struct{})}
	b := openKiosk(t, 1280, 800, Config{Printer: printer})
	b.typesAll()
	evaluate[bool](b, `(() => { const b = document.getElementById("imprimer"); b.click(); b.click(); visit.printing = false; print(); return true })()`)
	b.wait(`document.getElementById("impression-attente").textContent.includes("en cours")`)
	close(printer.waits)
	b.wait(`screen === "merci"`)
	if n := len(printer.printed()); n != 1 {
		t.Errorf("%d sheets are printed", n)
	}
}

func TestKioskWithoutPrinterHandsTheFormOver(t *testing.T) {
	b := openKiosk(t, 1280, 800, Config{})
	folder := t.TempDir()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.CallBrowser(ctx, browserprotocol.SetDownloadBehavior, browserprotocol.SetDownloadBehaviorParams{
			Behavior: browserprotocol.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
		})
		return err
	}))
	b.typesAll()
	b.touch("imprimer")
	b.wait(`screen === "merci"`)
	b.keepsNothing()
	deadline := time.Now().Add(patience)
	for {
		pdf, err := os.ReadFile(filepath.Join(folder, "formulaire-depot.pdf"))
		if err == nil && len(pdf) > 0 {
			if text := sheetText(t, pdf); !strings.Contains(text, "LEFÈVRE") {
				t.Errorf("the form does not hold the name:\n%s", text)
			}
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("no form is downloaded: ", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestKioskByKeyboardAlone(t *testing.T) {
	printer := &keptPrinter{}
	b := openKiosk(t, 1280, 800, Config{Printer: printer})
	b.wait(`screen === "accueil"`)
	b.press(kb.Tab)
	b.press(kb.Enter)
	b.onStep(1)
	b.press("PC-2026-000123" + kb.Enter)
	b.onStep(2)
	b.press("Lefèvre" + kb.Tab + "Anne-Laure, Zoé" + kb.Enter)
	b.onStep(3)
	b.press("17041988" + kb.Tab + " " + kb.Enter)
	b.onStep(4)
	b.press("12" + kb.Tab + kb.Tab + "rue de l'Œuvre" + kb.Enter + kb.Enter)
	b.onStep(5)
	b.press("28000" + kb.Enter + "Chartres")
	// The keys of the screen are one stop, and the arrows move among them.
	b.press(kb.Tab + kb.Tab + kb.Tab)
	b.wait(`document.activeElement.dataset.ecrit === "1"`)
	b.press(kb.ArrowDown + kb.ArrowRight + kb.ArrowRight)
	b.wait(`document.activeElement.dataset.ecrit === "E"`)
	b.press(kb.Enter)
	b.wait(`document.getElementById("dictee").textContent === "E"`)
	b.press(kb.ArrowDown + kb.ArrowDown + kb.ArrowDown + kb.ArrowRight)
	b.wait(`document.activeElement.dataset.fait === "suivant"`)
	b.press(kb.Enter)
	b.wait(`screen === "apercu" && document.getElementById("apercu-image").naturalWidth > 0`)
	for evaluate[string](b, "document.activeElement.id") != "imprimer" {
		b.press(kb.Tab)
	}
	b.press(kb.Enter)
	b.wait(`screen === "merci"`)
	text := sheetText(t, printer.printed()[0])
	for _, typed := range []string{"Lefèvre", "Anne-Laure, Zoé", "17/04/1988", "12 rue de l'Œuvre", "28000 ChartresE"} {
		if !strings.Contains(text, typed) {
			t.Errorf("%q is not on the sheet:\n%s", typed, text)
		}
	}
	b.press(kb.Tab + kb.Enter)
	b.wait(`screen === "accueil"`)
}

func TestKioskHasNoWayOut(t *testing.T) {
	b := openKiosk(t, 1280, 800, Config{Printer: &keptPrinter{}})
	b.touch("commencer")
	escapes := evaluate[[]string](b, `(() => {
		const passed = [], field = document.getElementById("numero");
		const sent = (name, event, to = document.body) => { if (to.dispatchEvent(event)) passed.push(name); };
		const key = (key, held = {}) => new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held });
		for (const letter of "psontwrufljhdge+-0123456789") sent("Ctrl+" + letter, key(letter, { ctrlKey: true }), field);
		for (const name of ["F1", "F3", "F5", "F6", "F7", "F10", "F11", "F12", "BrowserBack", "BrowserHome"]) sent(name, key(name), field);
		for (const name of ["ArrowLeft", "Home", "F4", "d", " "]) sent("Alt+" + name, key(name, { altKey: true }), field);
		sent("Meta", key("r", { metaKey: true }), field);
		for (const type of ["contextmenu", "dragstart", "drop", "copy", "cut", "paste", "selectstart"]) sent(type, new Event(type, { bubbles: true, cancelable: true }));
		sent("zoom", new WheelEvent("wheel", { ctrlKey: true, bubbles: true, cancelable: true }));
		for (const e of document.querySelectorAll("a[href], [target], iframe, object, embed")) passed.push(e.outerHTML);
		for (const type of ["é", "a", "Tab", "Enter", "Backspace"]) if (!field.dispatchEvent(key(type, { shiftKey: false })) && type !== "Enter") passed.push(type + " is refused");
		if (!field.dispatchEvent(key("œ", { ctrlKey: true, altKey: true, modifierAltGraph: true }))) passed.push("AltGr is refused");
		return passed;
	})()`)
	if len(escapes) > 0 {
		t.Errorf("these lead out: %v", escapes)
	}
}

func TestKioskTellsWhenItCannotRun(t *testing.T) {
	server := testServer(t, Config{Kiosk: true})
	b := openTab(t, 800, 600)
	b.withoutScripts()
	b.open(server)
	if text := b.seen(); !strings.Contains(text, "Adressez-vous à l’accueil") || strings.Contains(text, "Commencer") {
		t.Errorf("without scripts a visitor reads %q", text)
	}
	b.picture("0-panne")

	b = openTab(t, 800, 600)
	b.open(server)
	b.touch("commencer")
	b.strikeKeys("PC")
	b.expect("a mistake of ours")
	evaluate[bool](b, `(setTimeout(() => { throw new Error("a mistake of ours") }), true)`)
	b.wait(`!document.getElementById("panne").hidden`)
	b.keepsNothing()
}

func TestKioskLeadsBackToWhatDoesNotFit(t *testing.T) {
	b := openKiosk(t, 1280, 800, Config{Printer: &keptPrinter{}})
	b.expect("422")
	values, err := json.Marshal(tooMuchTogether(t, kioskServer(t, Config{})))
	if err != nil {
		t.Fatal(err)
	}
	b.touch("commencer")
	evaluate[bool](b, fmt.Sprintf(`(() => {
		for (const [key, value] of Object.entries(%s)) for (const field of inputsOf(key)) if (isText(field)) field.value = value; else field.checked = field.value === value;
		preview();
		return true;
	})()`, values))
	b.wait(`screen === "saisie" && document.getElementById("saisie-alerte").textContent.includes("Raccourcissez") && isText(document.activeElement)`)
}

// seen is the text on the screen, read without a script.
func (b *tab) seen() string {
	b.t.Helper()
	var seen strings.Builder
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for _, selector := range []string{"h1", "p", "button"} {
		nodes, err := chromedp.Run(ctx, chromedp.Nodes(chromedp.CSSAll(selector)))
		if err != nil {
			b.t.Fatal(err)
		}
		for _, node := range nodes {
			if box, err := chromedp.Run(ctx, chromedp.Dimensions(chromedp.NodeIDs{node.NodeID})); err != nil || box.Height == 0 {
				continue
			}
			text, err := chromedp.Run(ctx, chromedp.TextContent(chromedp.NodeIDs{node.NodeID}))
			if err != nil {
				b.t.Fatal(err)
			}
			seen.WriteString(text + "\n")
		}
	}
	return seen.String()
}
