package web

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
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

// touch touches a button by its id.
func (b *tab) touch(id string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.ID(id), chromedp.NodeVisible))
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
		b.do(chromedp.Click(chromedp.CSS(".touches:not([hidden]) "+key), chromedp.NodeVisible))
	}
}

// onStep waits for a step of the entry, from 1.
func (b *tab) onStep(number int) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`screen === "saisie" && !document.getElementById("etape-%d").hidden`, number-1))
}

func TestKioskScreens(t *testing.T) {
	for _, size := range screenSizes {
		name := fmt.Sprintf("%dx%d", size.width, size.height)
		t.Run(name, func(t *testing.T) {
			printer := &keptPrinter{}
			b := openTab(t, size.width, size.height)
			b.open(testServer(t, Config{Kiosk: true, Printer: printer}))
			b.fits("1-accueil-" + name)
			b.touch("commencer")
			b.onStep(1)
			b.strikeKeys("PC-2026-000123")
			b.fits("2-numero-" + name)
			b.touch("suivant")
			b.onStep(2)
			b.strikeKeys("LEFÈVRE|ANNE-LAURE,ZOÉ")
			b.wait(`document.querySelectorAll(".juste").length >= 2`)
			b.fits("3-nom-" + name)
			b.touch("suivant")
			b.onStep(3)
			b.strikeKeys("31021988|")
			b.wait(`document.getElementById("naissance-erreur").textContent !== ""`)
			b.fits("4-naissance-" + name)
			b.do(chromedp.Click(chromedp.ID("naissance")))
			b.strikeKeys("<<<<<<<<17041988")
			b.do(chromedp.Click(chromedp.CSS(`input[value="F"]`)))
			b.touch("suivant")
			b.onStep(4)
			b.strikeKeys("12|BIS|RUE DE L'ŒUVRE")
			b.fits("5-rue-" + name)
			b.touch("suivant")
			b.onStep(5)
			b.strikeKeys("28000|CHARTRES")
			b.fits("6-commune-" + name)
			b.touch("suivant")
			b.wait(`document.getElementById("apercu-image").naturalWidth > 0`)
			b.fits("7-apercu-" + name)
			printer.failWith(ErrPrinterStuck)
			b.expect("503")
			b.touch("imprimer")
			b.wait(`document.getElementById("apercu-alerte").textContent.includes("prévenez l’accueil")`)
			b.fits("8-panne-" + name)
			printer.failWith(nil)
			b.touch("imprimer")
			b.wait(`screen === "merci"`)
			b.fits("9-merci-" + name)
		})
	}
}

// fits fails where the screen must be scrolled, hides a part of a control, or
// has one that is too small to be touched or to be read.
func (b *tab) fits(picture string) {
	b.t.Helper()
	b.picture(picture)
	b.keepsWidth()
	faults := evaluate[[]string](b, `(() => {
		const faults = [], name = (e) => e.id || e.getAttribute("aria-label") || e.textContent.trim().slice(0, 40);
		if (document.documentElement.scrollHeight > innerHeight) faults.push("the page is " + (document.documentElement.scrollHeight - innerHeight) + " pixels higher than the screen");
		for (const e of document.querySelectorAll("button, input[type=text], .reponse")) {
			if (!e.checkVisibility()) continue;
			const box = e.getBoundingClientRect();
			if (box.width < 48 || box.height < 48) faults.push(name(e) + " is " + box.width + " × " + box.height);
			if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) faults.push(name(e) + " leaves the screen");
			if (e.scrollWidth > e.clientWidth && !e.matches("input")) faults.push(name(e) + " is wider than its place");
			const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
			if (over !== e && !e.contains(over)) faults.push(name(e) + " lies under " + name(over));
		}
		for (const e of document.querySelectorAll("h1, h2, p, li, label, legend, dt, dd, button, input, span")) {
			if (e.checkVisibility() && e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 20) faults.push(name(e) + " is written in " + getComputedStyle(e).fontSize);
		}
		return faults;
	})()`)
	if len(faults) > 0 {
		b.t.Errorf("%s: %s", picture, strings.Join(faults, "; "))
	}
}
