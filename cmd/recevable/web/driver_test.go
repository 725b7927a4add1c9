package web

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/recevable/recevable/samples"
)

// helene is what the person of sample 03 answers, question by question; "" is
// to press the button that passes it over.
var helene = map[string]string{
	"situation.demarche": "retour_invalidation", "situation.etape": "inscription",
	"situation.date_notification": "14/04/2026", "situation.titre_deja_remis": "false", "situation.date_restitution": "20/04/2026",
	"situation.date_notification_precedente": "03/11/2022", "situation.alcool_stupefiants": "true", "situation.date_permis": "20/05/2008",
	"situation.conduite_accompagnee": "false", "situation.categorie_lourde": "false", "demandeur.date_naissance": "30/08/1979",
	"situation.nationalite": "francaise", "situation.heberge": "false",
}

// answerAll answers the questions that come, until there is none.
func (b *tab) answerAll(answers map[string]string) (asked []string) {
	b.t.Helper()
	for range 30 {
		b.wait("document.readyState === 'complete'")
		path := evaluate[string](b, "location.pathname")
		if !strings.HasPrefix(path, "/questions/") {
			return asked
		}
		asked = append(asked, strings.TrimPrefix(path, "/questions/"))
		b.picture("question-" + asked[len(asked)-1])
		b.keepsWidth()
		key := evaluate[string](b, "document.querySelector('main form input').name")
		answer, known := answers[key]
		switch {
		case !known:
			b.do(chromedp.Click("button[name=passer]"))
		case evaluate[string](b, "document.querySelector('main form input').type") == "radio":
			b.do(chromedp.Click(fmt.Sprintf("input[name=%q][value=%q]", key, answer)), chromedp.Click("main .bouton"))
		default:
			b.do(chromedp.SendKeys(fmt.Sprintf("input[name=%q]", key), answer), chromedp.Click("main .bouton"))
		}
		b.wait(fmt.Sprintf("location.pathname !== %q && document.readyState === 'complete'", path))
	}
	b.t.Fatalf("the questions never end: %q", asked)
	return nil
}

// drawn returns the folder of a sample.
func drawn(t testing.TB, name string) string {
	t.Helper()
	dir := t.TempDir()
	if err := samples.DrawOne(dir, name); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// get fetches what a link of the page leads to, as the browser would.
func (b *tab) get(path string) []byte {
	b.t.Helper()
	text := evaluate[string](b, fmt.Sprintf(`(async () => {
		const r = await fetch(%q);
		if (!r.ok) throw new Error(r.status);
		const bytes = new Uint8Array(await r.arrayBuffer());
		let s = ""; for (const c of bytes) s += String.fromCharCode(c);
		return btoa(s);
	})()`, path))
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

func TestDriverOnAPhone(t *testing.T) {
	server := testServer(t, Config{})
	folder := drawn(t, "03-facture-de-six-mois")
	b := openTab(t, 390, 844)
	b.open(server)
	b.picture("accueil")
	b.do(chromedp.Click("main .bouton"))
	b.wait("location.pathname === '/questions/demarche'")
	asked := b.answerAll(helene)
	if want := []string{"demarche", "etape", "notification", "deja-remis", "restitution", "precedente", "alcool", "accompagnee"}; !slices.Equal(asked[:min(len(want), len(asked))], want) {
		t.Errorf("asked %q, and not first %q", asked, want)
	}
	b.wait("location.pathname === '/decision'")
	b.picture("decision")
	b.keepsWidth()
	if text := b.shown(); !strings.Contains(text, "commission médicale") || !strings.Contains(text, "Vos dates") {
		t.Errorf("the decision says:\n%s", text)
	}
	b.do(chromedp.Click("main .actions .bouton"))
	b.wait("location.pathname === '/vous'")
	b.do(
		chromedp.SendKeys("#demandeur-nom_naissance", "CASTÉRAN"), chromedp.SendKeys("#demandeur-nom_usage", "DUFRÊNOIS"),
		chromedp.SendKeys("#demandeur-prenoms", "Hélène, Odile, Anaïs"), chromedp.Click("input[value=courrier]"), chromedp.Click("input[value=F]"),
		chromedp.SendKeys("#demande-numero", "PC-2026-000903"), chromedp.SendKeys("#demandeur-adresse-nom_voie", "avenue du Verger Perché"),
		chromedp.SendKeys("#demandeur-adresse-code_postal", "63000"), chromedp.SendKeys("#demandeur-adresse-commune", "Clermont-Ferrand"),
	)
	b.picture("vous")
	b.keepsWidth()
	b.press("\r")
	b.wait("location.pathname === '/pieces'")
	b.picture("pieces-vides")
	upload := func(piece string, names ...string) {
		var paths []string
		for _, name := range names {
			paths = append(paths, filepath.Join(folder, name))
		}
		b.do(chromedp.SetUploadFiles("#a-"+piece, paths))
		b.wait(fmt.Sprintf("document.querySelectorAll('#%s .fichier').length === %d", piece, len(names)))
		b.wait("!document.querySelector('[data-encours]')")
	}
	upload("piece_identite", "cni-recto.jpg", "cni-verso.jpg")
	upload("justificatif_domicile", "facture.pdf")
	upload("avis_medical", "avis-medical.pdf")
	b.picture("pieces")
	b.keepsWidth()
	bill := evaluate[string](b, "document.querySelector('#justificatif_domicile').innerText")
	if !strings.Contains(bill, "Bloquant") || !strings.Contains(bill, "6\u00a0mois") {
		t.Errorf("the bill of six months is told as:\n%s", bill)
	}
	evaluate[bool](b, "document.querySelector('#justificatif_domicile figure').scrollIntoView(), true") // it is loaded when it is looked at
	b.wait("document.querySelector('#justificatif_domicile figure img').complete && document.querySelector('#justificatif_domicile figure img').naturalWidth > 0")
	evaluate[bool](b, "document.querySelector('#justificatif_domicile').scrollIntoView(), true")
	b.screen("page")
	b.do(chromedp.Click("main > .actions .bouton"))
	b.wait("location.pathname === '/papiers' && document.querySelector('.papiers')")
	b.picture("papiers")
	names := zipNames(t, b.get("/papiers/dossier.zip"))
	for _, want := range []string{"checklist.pdf", "checklist.html", "formulaire-depot.pdf", "echeances.ics", "rapport.json", "pieces/piece-identite_1.jpg"} {
		if !slices.Contains(names, want) {
			t.Errorf("the ZIP holds %q, and no %s", names, want)
		}
	}
	b.open(server + "papiers/checklist.html")
	b.wait("getComputedStyle(document.body).maxWidth !== 'none'") // its style is let in

	saved := filepath.Join(t.TempDir(), "mon-dossier.zip")
	b.open(server + "papiers")
	if err := os.WriteFile(saved, b.get("/sauvegarde/mon-dossier.zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	again := openTab(t, 390, 844)
	again.open(server)
	again.do(chromedp.SetUploadFiles("#sauvegarde", []string{saved}), chromedp.Click("main .carte button"))
	again.wait("location.pathname !== '/'")
	if asked := again.answerAll(nil); len(asked) > 0 {
		t.Errorf("what was passed over is asked again: %q", asked)
	}
	again.open(server + "pieces")
	again.wait("document.querySelectorAll('.fichier').length === 4")
}

func zipNames(t testing.TB, data []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		r, err := f.Open()
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		if err != nil {
			t.Fatal(f.Name, err)
		}
	}
	return names
}
