package templates

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

const hostileName = "<img src=x onerror=alert(1)> & \"l'été\" \u202egpj.\u2066exe.pdf"

// fullReport has one of everything.
func fullReport(t *testing.T) WebReport {
	t.Helper()
	page := grayPage(t, 440, 620, 240)
	evidence, err := NewEvidence(page, Place{0.1, 0.2, 0.5, 0.25})
	if err != nil {
		t.Fatal(err)
	}
	date := &Shown{Page: 1, Words: "Facture du 21 mai 2026 </figcaption><script>", Evidence: evidence, Picture: page, FileName: "preuve-01_facture_page-1.png"}
	whole := &Shown{Page: 2, Picture: page}
	return WebReport{
		Date: calendar.New(2026, 11, 21), Verdict: Refused,
		Missing:  []string{"Un fait manque : la date (clé « situation.date »)."},
		Findings: []WebFinding{{Severity: Info, Message: "Lu sans français."}, {Severity: Blocking, Message: "Il manque l'avis médical !", Remedy: "Ajoutez-le."}},
		Pieces: []WebPiece{
			{
				Label: "Justificatif de domicile", Verdict: Refused, Pages: 3, PagesMax: 5,
				Findings: []WebFinding{{Severity: Warning, Message: "Deux dates."}},
				Files: []WebFile{{
					Name: hostileName, Verdict: Refused, Pages: 3, Bytes: 48213, First: page,
					Findings: []WebFinding{
						{Severity: Info, Message: "Page couchée.", Page: 2, Shown: whole},
						{Severity: Undetermined, Message: "Nom non lu."},
						{Severity: Warning, Message: "Page sombre.", Page: 2, Shown: whole},
						{Severity: "inconnue", Message: "Nouveau poids."},
						{Severity: Blocking, Message: "Trop ancien : 6 mois.", Remedy: "Remplacez-le.", Page: 1, Words: date.Words, Shown: date},
					},
					Readings: []WebReading{
						{Label: "Date lue", Value: "21\u00a0mai\u00a02026", Origin: "texte du PDF", Page: 1, Words: date.Words, Shown: date},
						{Label: "Nom lu", Value: "<b>DUPONT</b>"},
					},
				}},
			},
			{Label: "Avis médical", Verdict: Acceptable, Files: []WebFile{{Name: "avis.pdf", Verdict: Acceptable}, {Name: "suite.pdf", Verdict: ToVerify}}},
		},
		Unread: []string{"facture.pdf : les pages 11 à 14 ont été comptées, sans plus."},
	}
}

func htmlOf(t *testing.T, r WebReport) string {
	t.Helper()
	page, err := r.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

type element struct {
	name  string
	attrs map[string]string
}

var voidElements = regexp.MustCompile(`<((?:meta|link|img|br)\b[^>]*)>`)

// elements parses the page as strictly as XML, but for the void elements and
// the entities of HTML: every element is closed, in order.
func elements(t *testing.T, page string) []element {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(voidElements.ReplaceAllString(page, "<$1/>")))
	decoder.Entity = xml.HTMLEntity
	var all []element
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			e := element{start.Name.Local, map[string]string{}}
			for _, a := range start.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			all = append(all, e)
		}
	}
}

func TestThePageLoadsAndRunsNothing(t *testing.T) {
	page := htmlOf(t, fullReport(t))
	for _, e := range elements(t, page) {
		if slices.Contains([]string{"script", "iframe", "object", "embed", "form", "base"}, e.name) {
			t.Errorf("there is a %s", e.name)
		}
		for name, value := range e.attrs {
			switch {
			case strings.HasPrefix(name, "on"), name == "style", name == "srcset":
				t.Errorf("%s has an attribute %s", e.name, name)
			case name == "src" && !strings.HasPrefix(value, "data:image/jpeg;base64,"),
				name == "href" && !strings.HasPrefix(value, "#") && value != "data:,":
				t.Errorf("%s leads to %.60s", e.name, value)
			}
		}
	}
	if regexp.MustCompile(`https?:|//[a-z]|@import|url\(`).MatchString(withoutPictures(page)) {
		t.Error("the page names something outside")
	}
	for _, rule := range []string{"default-src &#39;none&#39;", "img-src data:;", "style-src &#39;sha256-"} {
		if !strings.Contains(page, rule) {
			t.Errorf("the policy lacks %s", rule)
		}
	}
}

var pictureData = regexp.MustCompile(`data:image/jpeg;base64,[^"]*`)

func withoutPictures(page string) string { return pictureData.ReplaceAllString(page, "") }

func TestEveryPictureSaysWhatItShows(t *testing.T) {
	count := 0
	for _, e := range elements(t, htmlOf(t, fullReport(t))) {
		if e.name != "img" {
			continue
		}
		count++
		if alt := e.attrs["alt"]; !strings.Contains(alt, "page") || e.attrs["width"] == "" || e.attrs["height"] == "" {
			t.Errorf("alt %q, %s × %s", alt, e.attrs["width"], e.attrs["height"])
		}
	}
	// The first page, the detail and the whole page of the date, and the dark page.
	if count != 4 {
		t.Errorf("%d pictures", count)
	}
}

func TestHeadingsAndAnchorsHold(t *testing.T) {
	all := elements(t, htmlOf(t, fullReport(t)))
	if all[0].name != "html" || all[0].attrs["lang"] != "fr" {
		t.Errorf("starts with %v", all[0])
	}
	level, ids := 0, map[string]bool{}
	for _, e := range all {
		if len(e.name) == 2 && e.name[0] == 'h' && e.name[1] >= '1' && e.name[1] <= '6' {
			if next := int(e.name[1] - '0'); next > level+1 || level > 0 && next == 1 {
				t.Errorf("an %s follows an h%d", e.name, level)
			}
			level = int(e.name[1] - '0')
		}
		if id := e.attrs["id"]; id != "" {
			if ids[id] {
				t.Errorf("two elements are %s", id)
			}
			ids[id] = true
		}
	}
	for _, e := range all {
		for _, target := range []string{strings.TrimPrefix(e.attrs["href"], "#"), e.attrs["aria-labelledby"]} {
			if target != "" && target != "data:," && !ids[target] {
				t.Errorf("%s leads to %s, which is not there", e.name, target)
			}
		}
	}
}

func TestNothingInATextActs(t *testing.T) {
	page := withoutPictures(htmlOf(t, fullReport(t)))
	for _, raw := range []string{"<img src=x", "<script", "<b>DUPONT", "\u202e", "\u2066"} {
		if strings.Contains(page, raw) {
			t.Errorf("the page holds %q", raw)
		}
	}
	if !strings.Contains(page, `<bdi>&lt;img src=x onerror=alert(1)&gt; &amp; &#34;l&#39;été&#34; gpj.exe.pdf</bdi>`) {
		t.Error("the name is not shown as it is")
	}
}

func TestTheHeaviestFindingComesFirst(t *testing.T) {
	page := htmlOf(t, fullReport(t))
	last := -1
	for _, text := range []string{"Trop ancien", "Page sombre", "Nom non lu", "Nouveau poids", "Page couchée"} {
		at := strings.Index(page, text)
		if at <= last {
			t.Errorf("%q stands at %d, after %d", text, at, last)
		}
		last = at
	}
}

func TestASharedPictureIsDrawnOnce(t *testing.T) {
	page := htmlOf(t, fullReport(t))
	if n := strings.Count(page, "<figure"); n != 2 {
		t.Errorf("%d figures", n)
	}
	if n := strings.Count(page, "Voir l’image plus haut"); n != 2 {
		t.Errorf("%d references to a figure", n)
	}
}

func TestThePageSaysWhatMatters(t *testing.T) {
	page := htmlOf(t, fullReport(t))
	for _, text := range []string{
		"Irrecevable en l’état", "21\u00a0novembre\u00a02026", "2\u00a0points bloquants", "2\u00a0avertissements", "2\u00a0points à regarder",
		"Trop ancien\u00a0: 6\u00a0mois.", "Que faire&nbsp;:", "Il manque l’avis médical\u00a0!",
		"Ce qui a été lu", "Ce qui manque pour décider", "Ce qui n’a pas été lu", "Tout s’est passé sur cet appareil", "C’est l’administration qui décide",
		"preuve-01_facture_page-1.png", "3\u00a0pages, 48\u00a0ko", "Rien à signaler sur ce fichier",
	} {
		if !strings.Contains(page, text) {
			t.Errorf("nowhere: %s", text)
		}
	}
}

// A report with nothing in it is a page all the same, and promises nothing.
func TestAnEmptyReport(t *testing.T) {
	page := htmlOf(t, WebReport{Date: calendar.New(2026, 1, 1), Verdict: Acceptable})
	elements(t, page)
	for _, text := range []string{"<nav", "<figure", "Ce qui a été lu", "Ce qui n’a pas été lu"} {
		if strings.Contains(page, text) {
			t.Errorf("%s stands in an empty report", text)
		}
	}
	if !strings.Contains(page, "Rien de bloquant trouvé") {
		t.Error("the verdict is missing")
	}
}

func TestAVerdictNobodyKnowsIsToBeLookedAt(t *testing.T) {
	if page := htmlOf(t, WebReport{Verdict: "inconnu"}); !strings.Contains(page, "À vérifier") {
		t.Error("the verdict is not « À vérifier »")
	}
}

func TestTheSameReportGivesTheSamePage(t *testing.T) {
	first, err := fullReport(t).HTML()
	if err != nil {
		t.Fatal(err)
	}
	second, err := fullReport(t).HTML()
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("two pages differ (%v)", err)
	}
}

func TestWeight(t *testing.T) {
	for bytes, want := range map[int64]string{
		0: "0\u00a0octet", 1: "1\u00a0octet", 999: "999\u00a0octets", 48_213: "48\u00a0ko",
		999_400: "999\u00a0ko", 999_999: "1,0\u00a0Mo", 11_000_000: "11,0\u00a0Mo",
	} {
		if got := weight(bytes); got != want {
			t.Errorf("%d: %q, want %q", bytes, got, want)
		}
	}
}
