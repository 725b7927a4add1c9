package web

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// withPieces opens a dossier for a lost licence in a tab, and goes to its
// pieces.
func withPieces(t *testing.T, b *tab, server string) {
	t.Helper()
	b.open(server)
	b.do(chromedp.Click("main .bouton"))
	b.wait("location.pathname === '/questions/demarche'")
	b.answerAll(map[string]string{"situation.demarche": "perte", "situation.nationalite": "francaise", "situation.heberge": "false"})
	b.open(server + "pieces")
}

// give gives a piece files and waits until they are read.
func (b *tab) give(piece string, paths ...string) {
	b.t.Helper()
	there := evaluate[int](b, fmt.Sprintf("document.querySelectorAll('#%s .fichier').length", piece))
	b.do(chromedp.SetUploadFiles("#a-"+piece, paths))
	b.wait(fmt.Sprintf("document.querySelectorAll('#%s .fichier').length === %d", piece, there+len(paths)))
	b.settle()
}

func (b *tab) settle() {
	b.t.Helper()
	b.wait("!document.querySelector('[data-encours]') && !document.querySelector('[aria-disabled]')")
}

func TestRepairInThePage(t *testing.T) {
	server := testServer(t, Config{})
	heic := drawn(t, "09-heic-renomme")
	b := openTab(t, 1280, 800)
	withPieces(t, b, server)
	b.give("piece_identite", filepath.Join(heic, "cni-recto.jpg"))
	state := func() string { return evaluate[string](b, "document.querySelector('#piece_identite').innerText") }
	if !strings.Contains(state(), "HEIC") || !strings.Contains(state(), "Bloquant") {
		t.Fatalf("a HEIC is told as:\n%s", state())
	}
	b.do(chromedp.Click("#piece_identite .reparer button"))
	b.wait("document.querySelector('#piece_identite').innerText.includes('Ce qui a été réparé')")
	b.settle()
	if !evaluate[bool](b, "document.querySelector('#piece_identite').contains(document.activeElement)") {
		t.Error("the keyboard is sent away from the piece that was repaired")
	}
	b.picture("repare")
	if said := state(); strings.Contains(said, "Bloquant") || !strings.Contains(said, "piece-identite_1.jpg") {
		t.Errorf("repaired, the piece is told as:\n%s", said)
	}
	names := zipNames(t, b.get("/papiers/dossier.zip"))
	if !strings.Contains(strings.Join(names, " "), "pieces/piece-identite_1.jpg") {
		t.Errorf("the ZIP holds %q", names)
	}
	b.do(chromedp.Click("#piece_identite form[action$=retablir] button"))
	b.wait("document.querySelector('#piece_identite').innerText.includes('Bloquant')")
	b.settle()
	b.do(chromedp.Click("#piece_identite form[action$=retirer] button"))
	b.wait("!document.querySelector('#piece_identite .fichier')")
}

func TestDriverWithoutScripts(t *testing.T) {
	server := testServer(t, Config{})
	folder := drawn(t, "03-facture-de-six-mois")
	b := openTab(t, 390, 844)
	b.withoutScripts()
	withPieces(t, b, server)
	b.do(chromedp.SetUploadFiles("#a-justificatif_domicile", []string{filepath.Join(folder, "facture.pdf")}), chromedp.Click("#justificatif_domicile .ajout button"))
	b.wait("document.querySelector('#justificatif_domicile .fichier')")
	b.wait("document.querySelector('#justificatif_domicile').innerText.includes('Bloquant')")
	b.open(server + "papiers")
	b.wait("document.querySelector('.papiers') && document.querySelector('a[href=\"/papiers/dossier.zip\"]')")
}

func TestDriverByKeyboard(t *testing.T) {
	server := testServer(t, Config{})
	b := openTab(t, 1280, 800)
	b.open(server)
	focused := func() string {
		return evaluate[string](b, "(document.activeElement.name || document.activeElement.id || '') + ' ' + document.activeElement.textContent.trim()")
	}
	tabTo := func(what string) {
		t.Helper()
		for range 40 {
			b.press(kb.Tab)
			if strings.Contains(focused(), what) {
				if outline := evaluate[string](b, "getComputedStyle(document.activeElement).outlineStyle"); outline == "none" {
					t.Errorf("the focus on %q cannot be seen", what)
				}
				return
			}
		}
		t.Fatalf("no key leads to %q, the last stop is %q", what, focused())
	}
	b.press(kb.Tab)
	if !strings.Contains(focused(), "Aller au contenu") {
		t.Errorf("the first stop is %q", focused())
	}
	tabTo("Commencer")
	b.press(kb.Enter)
	b.wait("location.pathname === '/questions/demarche'")
	tabTo("situation.demarche")
	b.press(kb.ArrowDown)
	b.press(kb.Enter)
	b.wait("location.pathname === '/questions/etape'")
	tabTo("situation.etape")
	b.press(" ")
	tabTo("Continuer")
	b.press(kb.Enter)
	b.wait("location.pathname === '/questions/deja-remis' || location.pathname === '/questions/annulation'")
	b.open(server + "questions/annulation")
	tabTo("situation.date_effet")
	b.press("31/02/2026")
	b.press(kb.Enter)
	b.wait("document.querySelector('[aria-invalid]')")
	b.picture("erreur")
	if !strings.HasPrefix(focused(), "situation.date_effet") {
		t.Errorf("what is wrong is not where the keyboard is: %q", focused())
	}
	described := evaluate[string](b, "document.getElementById(document.activeElement.getAttribute('aria-describedby').split(' ').pop()).innerText")
	if !strings.Contains(described, "17/04/1988") {
		t.Errorf("the field is described as %q", described)
	}
	b.expect("422")
}

func TestPagesAreAccessible(t *testing.T) {
	server := testServer(t, Config{})
	folder := drawn(t, "03-facture-de-six-mois")
	for _, dark := range []bool{false, true} {
		b := openTab(t, 360, 740)
		name := "clair"
		if dark {
			name = "sombre"
			b.inTheDark()
		}
		b.open(server)
		b.audited("accueil " + name)
		b.open(server + "vos-donnees")
		b.audited("données " + name)
		b.open(server + "rien-ici")
		b.audited("erreur " + name)
		b.expect("404")
		b.open(server)
		b.do(chromedp.Click("main .bouton"))
		b.wait("location.pathname === '/questions/demarche'")
		b.audited("démarche " + name)
		b.answerAll(helene)
		for _, page := range []string{"questions/duree", "questions/notification", "questions/categories", "questions/deja-fait", "decision", "vous", "pieces"} {
			b.open(server + page)
			b.keepsWidth()
			b.audited(page + " " + name)
		}
		b.give("justificatif_domicile", filepath.Join(folder, "facture.pdf"))
		b.audited("pièces lues " + name)
		b.picture("pieces-" + name)
		b.open(server + "papiers")
		b.wait("document.querySelector('.papiers')")
		b.audited("papiers " + name)
		b.picture("papiers-" + name)
	}
}

func TestEraseForgetsAll(t *testing.T) {
	held, server := served(t, Config{})
	folder := drawn(t, "03-facture-de-six-mois")
	b := openTab(t, 1280, 800)
	withPieces(t, b, server)
	b.give("justificatif_domicile", filepath.Join(folder, "facture.pdf"))
	if held.space.held.Load() == 0 || held.people.count() != 1 {
		t.Fatal("nothing is held of what was given")
	}
	evaluate[bool](b, "window.confirm = () => true, true")
	b.do(chromedp.Click(".pied form button"))
	b.wait("location.pathname === '/'")
	if n := held.space.held.Load(); n != 0 || held.people.count() != 0 {
		t.Errorf("%d bytes are still held of %d people", n, held.people.count())
	}
	b.open(server + "pieces")
	b.wait("location.pathname === '/'")
}

func TestIdleDossierIsForgotten(t *testing.T) {
	limits := DefaultLimits()
	limits.Forget = 300 * time.Millisecond
	held, server := served(t, Config{Limits: limits})
	b := openTab(t, 1280, 800)
	b.open(server)
	b.do(chromedp.Click("main .bouton"))
	b.wait("location.pathname === '/questions/demarche'")
	for held.people.count() > 0 {
		time.Sleep(20 * time.Millisecond) // ends by the test's own time limit
	}
	b.open(server + "pieces")
	b.wait("location.pathname === '/'")
}

// served is a server and the address of its pages.
func served(t testing.TB, config Config) (*Server, string) {
	t.Helper()
	s, address, _ := started(t, config)
	return s, "http://" + address + "/"
}

func TestLockedPDFIsOpenedWithItsPassword(t *testing.T) {
	_, server := served(t, Config{})
	folder := drawn(t, "10-pdf-verrouille")
	b := openTab(t, 360, 740)
	withPieces(t, b, server)
	b.give("justificatif_domicile", filepath.Join(folder, "facture.pdf"))
	unlock := func(password string) string {
		b.do(chromedp.SendKeys("#m-justificatif_domicile", password), chromedp.Click("#justificatif_domicile .reparer button"))
		b.wait("document.querySelector('.avis:not([data-encours])') && !document.querySelector('[data-envoye]')")
		b.settle()
		return evaluate[string](b, "document.querySelector('main').innerText")
	}
	if said := unlock("faux"); !strings.Contains(said, "ne s’est pas ouvert avec ce mot de passe") {
		t.Errorf("a wrong password is told as:\n%s", said)
	}
	b.audited("un PDF verrouillé")
	b.keepsWidth()
	b.picture("verrouille")
	if said := unlock("motdepasse"); !strings.Contains(said, "Ce qui a été réparé") {
		t.Errorf("the right password is told as:\n%s", said)
	}
}

func TestFileIsFiledElsewhere(t *testing.T) {
	held, server := served(t, Config{})
	folder := drawn(t, "03-facture-de-six-mois")
	b := openTab(t, 360, 740)
	withPieces(t, b, server)
	b.give("piece_identite", filepath.Join(folder, "facture.pdf"))
	before := held.space.held.Load()
	b.do(
		chromedp.Click("#piece_identite .ranger summary"), chromedp.SetValue("#piece_identite .ranger select", "justificatif_domicile"),
		chromedp.Click("#piece_identite .ranger button"),
	)
	b.wait("document.querySelector('#justificatif_domicile .fichier') && !document.querySelector('#piece_identite .fichier')")
	b.settle()
	b.wait("document.querySelector('#justificatif_domicile').innerText.includes('21\u00a0mai\u00a02026')")
	if after := held.space.held.Load(); after != before {
		t.Errorf("%d bytes are held, and %d before", after, before)
	}
}
