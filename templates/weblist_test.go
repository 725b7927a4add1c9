package templates

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

// webListSample is a list with the parts that [fullChecklist] may lack.
func webListSample(t testing.TB) Checklist {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 60, 85)), nil); err != nil {
		t.Fatal(err)
	}
	c := fullChecklist()
	c.Pieces[0].Pictures = []Thumbnail{{"cni-recto.jpg", 1, b.Bytes()}, {"abimee.jpg", 2, b.Bytes()[:9]}, {"cni-verso.jpg", 1, b.Bytes()}}
	c.Online.Link = "https://permisdeconduire.ants.gouv.fr"
	c.Screens = []Screen{
		{Number: 1, Title: "Motif de demande", Sources: []string{"S2"}, Rows: []ScreenRow{
			{ClickRow, "", "Je m'inscris pour pouvoir me présenter aux épreuves", ""},
			{ClickRow, "Cette demande inclut-elle une catégorie lourde ?", "Non", "Le motif ne peut plus être changé ensuite."},
			{ClickRow, "Préfecture de rattachement", "", "Celle de votre domicile."},
		}},
		{Number: 2, Title: "État civil", Note: "Jour et mois inconnus : contactez l'ANTS.", Rows: []ScreenRow{
			{TypeRow, "Nom de naissance *", "D'ÉTÉ", ""},
			{TypeRow, "Prénoms *", "Anne-Laure-Marie-Élisabeth Zoé Véronique", "Un prénom par champ."},
			{TypeRow, "Numéro NEPH", "", ""},
		}},
		{Number: 6, Title: "Pièces", Rows: []ScreenRow{{AttachRow, "Pièce d'identité (2 pages au plus)", "cni-recto.jpg", ""}, {AttachRow, "Avis médical", "", ""}}},
	}
	c.Statuses = []RequestStatus{
		{"Envoyée", "La demande a été transmise.", "Rien à faire.", false, false},
		{"A compléter", "Des pièces manquent.", "Modifiez la demande.", false, true},
		{"Rejet des images", "La photo n'est pas conforme.", "Refaites la photo.", true, true},
	}
	c.KnownOn = calendar.New(2026, 11, 21)
	return c
}

func webListOf(t testing.TB, c Checklist) string {
	t.Helper()
	page, err := c.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

var unquotedWords = regexp.MustCompile(` (checked|readonly)`)

// wellFormed makes XML of what HTML lets stand alone.
func wellFormed(page string) string {
	page = unquotedWords.ReplaceAllString(withoutPictures(page), "")
	return regexp.MustCompile(`<(input\b[^>]*)>`).ReplaceAllString(page, "<$1/>")
}

// readAloud is the text of the page and the values of its fields, as they come.
func readAloud(t testing.TB, page string) string {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(voidElements.ReplaceAllString(wellFormed(page), "<$1/>")))
	decoder.Entity = xml.HTMLEntity
	var b strings.Builder
	skipped := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "\u00a0", " ")), " ")
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "style" {
				skipped++
			}
			for _, a := range token.Attr {
				if token.Name.Local == "input" && a.Name.Local == "value" {
					b.WriteString(" " + a.Value + " ")
				}
			}
		case xml.EndElement:
			if token.Name.Local == "style" {
				skipped--
			}
			if !slices.Contains([]string{"bdi", "strong", "time", "a", "span"}, token.Name.Local) {
				b.WriteString(" ")
			}
		case xml.CharData:
			if skipped == 0 {
				b.Write(token)
			}
		}
	}
}

var listNumber = regexp.MustCompile(`^\d+\. `)

// What the PDF says, the page says, in the same order.
func TestThePageSaysWhatThePaperSays(t *testing.T) {
	for name, list := range map[string]Checklist{"full": fullChecklist(), "clear": clearChecklist(), "empty": {}} {
		aloud := readAloud(t, webListOf(t, list))
		f := newFlow(newSheet("", list.created()), numberSources(list.Sources))
		list.write(f)
		from := 0
		for _, text := range strings.Split(f.said.String(), "\n") {
			text = strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00a0", " ")), " ")
			// A browser sets the numbers of an ordered list.
			at := strings.Index(aloud[from:], listNumber.ReplaceAllString(text, ""))
			if at < 0 {
				t.Fatalf("%s: %q is missing, or comes too early, in\n%s", name, text, aloud[from:])
			}
			from += at
		}
		for _, title := range sectionTitles {
			if printed := slices.Contains(texts(list.draw()), title); printed != strings.Contains(webListOf(t, list), ">"+title+"</h2>") {
				t.Errorf("%s: the section %q stands in one of the two only", name, title)
			}
		}
	}
}

func TestEveryPartOfTheListIsOnThePage(t *testing.T) {
	aloud := readAloud(t, webListOf(t, webListSample(t)))
	from := 0
	for _, text := range []string{
		"Retour au permis après invalidation", "situation au 21 novembre 2026 · dossier PC-2026-000123", "IRRECEVABLE", "2 points bloquants",
		"cni-recto.jpg, page 1", "cni-verso.jpg, page 1",
		"Ouvrez cette page :", "permisdeconduire.ants.gouv.fr", "1. Motif de demande", "« Je m’inscris pour pouvoir me présenter aux épreuves »",
		"catégorie lourde ?", "« Non »", "à vous de choisir", "2. État civil", "Nom de naissance *", "D'ÉTÉ",
		"Anne-Laure-Marie-Élisabeth Zoé Véronique", "Numéro NEPH", "à compléter", "Joignez : cni-recto.jpg", "à joindre",
		"Si ça coince", "« A compléter »", "à vous d’agir", "« Rejet des images »", "nouvelle demande", "« Envoyée »", "Règles connues au 21 novembre 2026",
	} {
		at := strings.Index(aloud[from:], text)
		if at < 0 {
			t.Fatalf("%q is missing, or comes too early", text)
		}
		from += at
	}
	if strings.Contains(aloud, "abimee.jpg") {
		t.Error("a picture that cannot be read is shown")
	}
}

func TestEveryBoxAndFieldHasItsWords(t *testing.T) {
	for name, list := range map[string]Checklist{"full": webListSample(t), "hard": hardChecklist(), "empty": {}} {
		all := elements(t, wellFormed(webListOf(t, list)))
		ids, labelled, level := map[string]bool{}, map[string]bool{}, 0
		for _, e := range all {
			if id := e.attrs["id"]; id != "" {
				if ids[id] {
					t.Errorf("%s: two elements are %s", name, id)
				}
				ids[id] = true
			}
			if e.name == "label" {
				labelled[e.attrs["for"]] = true
			}
			if len(e.name) == 2 && e.name[0] == 'h' && e.name != "hr" {
				if next := int(e.name[1] - '0'); next > level+1 || level > 0 && next == 1 {
					t.Errorf("%s: an %s follows an h%d", name, e.name, level)
				} else {
					level = next
				}
			}
		}
		for _, e := range all {
			if (e.name == "input" || e.name == "textarea") && !labelled[e.attrs["id"]] {
				t.Errorf("%s: %s %s has no label", name, e.name, e.attrs["id"])
			}
			for _, key := range []string{"aria-labelledby", "aria-describedby", "for"} {
				if target := e.attrs[key]; target != "" && !ids[target] {
					t.Errorf("%s: %s leads to %s, which is not there", name, key, target)
				}
			}
			href := e.attrs["href"]
			if target, inside := strings.CutPrefix(href, "#"); inside && !ids[target] {
				t.Errorf("%s: nothing is at %s", name, href)
			} else if !inside && href != "" && href != "data:," && webAddress(href) == "" {
				t.Errorf("%s: a link opens %s", name, href)
			}
			if e.name == "script" || e.name == "form" || e.attrs["style"] != "" || e.attrs["onerror"] != "" {
				t.Errorf("%s: there is a %s %v", name, e.name, e.attrs)
			}
		}
	}
}

func TestTheWebListIsTheSameEachTime(t *testing.T) {
	first := webListOf(t, webListSample(t))
	if second := webListOf(t, webListSample(t)); second != first {
		t.Error("the same values gave two pages")
	}
}

func FuzzWebList(f *testing.F) {
	f.Add("Retour", "</textarea><script>x</script>", "\"><img src=x onerror=y>", "javascript:x")
	f.Fuzz(func(t *testing.T, title, text, value, link string) {
		page := webListOf(t, Checklist{
			Procedure: title, Who: value, Summary: text, Findings: []Finding{{Blocking, text, title, value, 1}},
			Pieces: []CheckedPiece{{title, []string{value}, []Thumbnail{{value, 1, []byte(text)}}, ToVerify, nil}},
			Online: &OnlinePath{true, nil, text, link, []string{link}}, Steps: []Step{{Title: title, Link: link}},
			Screens:  []Screen{{1, title, []ScreenRow{{ClickRow, text, value, title}, {TypeRow, title, value, text}, {AttachRow, title, value, ""}}, value, text, nil}},
			Statuses: []RequestStatus{{title, text, value, false, true}}, Sources: []Source{{link, title, link}},
		})
		if strings.Contains(page, "<script") || strings.Contains(page, "<img src=x") {
			t.Errorf("a text acts: %s", page)
		}
	})
}
