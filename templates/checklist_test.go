package templates

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

// checkPages measures what was drawn: nothing leaves the margins, nothing
// overlaps, and no heading stands alone at the bottom of a page.
func checkPages(t *testing.T, s *sheet) {
	t.Helper()
	byPage := map[int][]inkBox{}
	for _, b := range s.ink {
		if b.left < pageLeft-0.1 || b.right > pageRight+0.1 || b.top < 9 || b.bottom > 290 {
			t.Errorf("page %d: %q leaves the margins: x %.1f–%.1f, y %.1f–%.1f", b.page, b.text, b.left, b.right, b.top, b.bottom)
		}
		if b.text != "" {
			byPage[b.page] = append(byPage[b.page], b)
		}
	}
	for page, texts := range byPage {
		slices.SortFunc(texts, func(a, b inkBox) int { return int(1000 * (a.top - b.top)) })
		for i, a := range texts {
			for _, b := range texts[i+1:] {
				if b.top > a.bottom {
					break
				}
				if overlaps(a, b) {
					t.Errorf("page %d: %q and %q overlap", page, a.text, b.text)
				}
			}
			if slices.Contains(sectionTitles, a.text) && !slices.ContainsFunc(texts, func(b inkBox) bool {
				return b.top > a.bottom && b.top-a.bottom < 12 && b.top < pageBottom
			}) {
				t.Errorf("page %d: the heading %q has nothing under it", page, a.text)
			}
		}
	}
}

// sectionTitles in the order a person needs them.
var sectionTitles = []string{
	"Ce qui est à corriger",
	"Les pièces examinées",
	"Points d’attention",
	"Les pièces à réunir",
	"Épreuves, test et visite médicale",
	"Les dates",
	"Sur le site de l’ANTS",
	"Les étapes et leur coût",
}

func TestListsAreLaidOutCleanly(t *testing.T) {
	for name, list := range map[string]Checklist{
		"full": fullChecklist(), "hard": hardChecklist(), "clear": clearChecklist(), "empty": {},
	} {
		t.Run(name, func(t *testing.T) { checkPages(t, list.draw()) })
	}
}

// texts returns the printed lines in reading order.
func texts(s *sheet) []string {
	var lines []string
	for _, b := range s.ink {
		if b.text != "" {
			lines = append(lines, b.text)
		}
	}
	return lines
}

// inOrder fails unless the lines are all there, one after the other.
func inOrder(t *testing.T, s *sheet, want ...string) {
	t.Helper()
	lines, from := texts(s), 0
	for _, w := range want {
		at := slices.IndexFunc(lines[from:], func(line string) bool { return strings.Contains(line, w) })
		if at < 0 {
			t.Fatalf("%q is missing, or comes too early, in\n%s", w, strings.Join(lines, "\n"))
		}
		from += at + 1
	}
}

func TestSectionsComeInTheOrderAPersonNeedsThem(t *testing.T) {
	inOrder(t, fullChecklist().draw(), append([]string{"Retour au permis après invalidation", "IRRECEVABLE", "En l’état, votre dossier serait refusé"}, sectionTitles...)...)
}

func TestFindingsComeHeaviestFirstWithTheirRemedy(t *testing.T) {
	inOrder(t, fullChecklist().draw(),
		"2\u00a0points bloquants, 1\u00a0avertissement, 1\u00a0point à regarder, 1\u00a0information",
		"Bloquant\u00a0: le dossier serait refusé",
		"Dossier", "L’attestation de recensement ou de JDC manque.", "Ajoutez-la au dossier",
		"Justificatif de domicile", "facture.pdf, page\u00a01", "La facture est du 2 mars 2026", "Téléchargez une facture",
		"Avertissement\u00a0: risque de refus", "Le nom du titulaire",
		"À regarder vous-même", "avis.tiff, page\u00a03", "La page 3 n’a pas pu être lue.",
		"Pour information", "La carte est prolongée",
		"Les pièces examinées")
}

func TestUnknownSeverityAndVerdictAreToBeLookedAt(t *testing.T) {
	s := Checklist{
		Verdict:  "nouveau",
		Findings: []Finding{{Severity: "nouvelle", Message: "Un constat."}},
	}.draw()
	inOrder(t, s, "À VÉRIFIER", "1\u00a0point à regarder", "À regarder vous-même", "Un constat.")
}

func TestNothingToCorrectAsksForNoCorrection(t *testing.T) {
	list := Checklist{Verdict: Acceptable, Findings: []Finding{{Severity: Info, Message: "Bon à savoir."}}}
	s := list.draw()
	inOrder(t, s, "RECEVABLE", "À savoir sur vos pièces", "Bon à savoir.")
	if slices.Contains(texts(s), "Ce qui est à corriger") {
		t.Error("asks for corrections where there are none")
	}
}

func TestDatesComeInOrderAndUnknownOnesLast(t *testing.T) {
	s := fullChecklist().draw()
	// Each date is drawn with its label; marks are separate texts.
	inOrder(t, s,
		"18\u00a0mars\u00a02026", "Date passée\u00a0: Restitution du permis invalidé",
		"8\u00a0septembre\u00a02026", "Date passée\u00a0: Dernier jour de l’interdiction",
		"21\u00a0novembre\u00a02026", "Jour pour lequel cette liste est établie",
		"7\u00a0décembre\u00a02026", "Dernier jour sûr",
		"21\u00a0mai\u00a02027", "L’ANTS efface la demande",
		"à préciser", "Fin de validité du code")
}

func TestBoxIsTickedOnlyWhereNothingIsLeftToDo(t *testing.T) {
	for _, c := range []struct {
		piece RequiredPiece
		ready bool
		state string
	}{
		{RequiredPiece{Present: true}, true, "dans le dossier"},
		{RequiredPiece{Present: true, Verdict: Acceptable}, true, "dans le dossier"},
		{RequiredPiece{Present: true, Verdict: Refused}, false, "à refaire"},
		{RequiredPiece{Present: true, Verdict: ToVerify}, false, "à vérifier"},
		{RequiredPiece{Mandatory: true}, false, "à joindre"},
		{RequiredPiece{}, false, "si on vous la demande"},
	} {
		if c.piece.ready() != c.ready || c.piece.state() != c.state {
			t.Errorf("%+v: ready %t, %q; want %t, %q", c.piece, c.piece.ready(), c.piece.state(), c.ready, c.state)
		}
	}
	inOrder(t, fullChecklist().draw(), "Les pièces à réunir", "à refaire", "à joindre", "dans le dossier")
}

func TestOnlineWordsAreQuotedToTheLetter(t *testing.T) {
	inOrder(t, fullChecklist().draw(), "Choisissez ces mots, dans cet ordre",
		"1", "«\u00a0Je m’inscris pour pouvoir me présenter aux épreuves du permis de conduire\u00a0»",
		"2", "«\u00a0dans le cadre d’un retour au permis (à la suite d’une invalidation ou annulation…)\u00a0»")
	inOrder(t, hardChecklist().draw(), "Cette démarche ne se fait pas en ligne.", "Adressez-vous à la préfecture")
}

// The notes of a page are those its texts call, at its foot.
func TestFootnotesStandOnThePageThatCallsThem(t *testing.T) {
	s := fullChecklist().draw()
	for called, note := range map[string]string{
		"Épreuve théorique seulement (code)": "Code de la route, article R224-20, alinéa 2",
		"Passer le code":                     "service-public.fr, épreuve théorique générale",
		"Pièce d’identité":                   "",
	} {
		page := 0
		for _, b := range s.ink {
			if strings.HasPrefix(b.text, called) {
				page = b.page
			}
		}
		if page == 0 {
			t.Fatalf("%q is not printed", called)
		}
		if note != "" && !slices.ContainsFunc(s.ink, func(b inkBox) bool {
			return b.page == page && strings.HasPrefix(b.text, note) && b.bottom > pageBottom-60
		}) {
			t.Errorf("page %d calls %q without its note", page, note)
		}
	}
	// A key that nothing spells out is its own note.
	inOrder(t, hardChecklist().draw(), "inconnue")
}

func TestListPrintsWhatNoFontHas(t *testing.T) {
	s := hardChecklist().draw()
	inOrder(t, s, "été\u00a0??\u00a0??.pdf")
	if _, err := s.bytes(); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyWebAddressesCanBeClicked(t *testing.T) {
	b, err := hardChecklist().PDF()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b, []byte("/URI (https://permisdeconduire.ants.gouv.fr)")) {
		t.Error("the address of a step cannot be clicked")
	}
	if bytes.Contains(b, []byte("javascript")) {
		t.Error("a script became a link")
	}
}

func TestCostsReadAsFrenchProse(t *testing.T) {
	for cost, want := range map[CostRange]string{
		{0, 0}:       "gratuit",
		{36, 36}:     "36\u00a0€",
		{0, 25}:      "0\u00a0à\u00a025\u00a0€",
		{999, 1000}:  "999\u00a0à\u00a01\u00a0000\u00a0€",
		{400, 12005}: "400\u00a0à\u00a012\u00a0005\u00a0€",
	} {
		if got := cost.String(); got != want {
			t.Errorf("%d–%d: %q, want %q", cost.Min, cost.Max, got, want)
		}
	}
}

// WCAG 2.1 asks for 4.5 to 1; paper in a dim kitchen deserves 6.
func TestInksReadOnWhiteAndOnTheirTint(t *testing.T) {
	for verdict, l := range looks {
		for name, ground := range map[string]colour{"white": white, "its tint": l.ink.tint()} {
			if ratio := contrast(l.ink, ground); ratio < 6 {
				t.Errorf("%s on %s: contrast %.1f, want 6", verdict, name, ratio)
			}
		}
	}
	if ratio := contrast(darkGrey, white); ratio < 6 {
		t.Errorf("dark grey: contrast %.1f, want 6", ratio)
	}
}

// contrast is the ratio WCAG 2.1 defines.
func contrast(a, b colour) float64 {
	light, shade := max(luminance(a), luminance(b)), min(luminance(a), luminance(b))
	return (light + 0.05) / (shade + 0.05)
}

func luminance(c colour) float64 {
	linear := func(v int) float64 {
		s := float64(v) / 255
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

func TestListIsTheSameEachTime(t *testing.T) {
	for name, list := range map[string]func() Checklist{"full": fullChecklist, "hard": hardChecklist} {
		first, err := list().PDF()
		if err != nil {
			t.Fatal(err)
		}
		second, _ := list().PDF()
		if !bytes.Equal(first, second) {
			t.Errorf("%s: the same values gave different bytes", name)
		}
	}
}

func TestReadersOpenTheListsWithoutComplaint(t *testing.T) {
	for name, list := range map[string]Checklist{"full": fullChecklist(), "hard": hardChecklist(), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			b, err := list.PDF()
			if err != nil {
				t.Fatal(err)
			}
			checkReaders(t, b)
		})
	}
}

func TestListCanBeExtracted(t *testing.T) {
	b, err := fullChecklist().PDF()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(run(t, "pdftotext", "-layout", onDisk(t, "list.pdf", b), "-"), "\u00a0", " ")
	for _, want := range []string{"IRRECEVABLE", "Téléchargez une facture émise", "Je m’inscris pour pouvoir me présenter", "page 1/3", "page 3/3"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q cannot be extracted", want)
		}
	}
}

func FuzzChecklist(f *testing.F) {
	f.Add("Retour au permis", "Un message : long", "facture.pdf", "https://example.org/a(b)\\c", 3)
	f.Add(strings.Repeat("mot ", 900), strings.Repeat("W", 900), "\x00🏖\xff", "javascript:)", -1)
	f.Fuzz(func(t *testing.T, title, text, file, link string, n int) {
		if len(title)+len(text)+len(file)+len(link) > 6000 {
			t.Skip()
		}
		day := calendar.New(2026, 11, 21)
		list := Checklist{
			Date: day, DossierNumber: file, Procedure: title, Verdict: Refused, Title: title, Summary: text,
			Pieces:    []CheckedPiece{{title, []string{file, file}, ToVerify, []Finding{{Warning, text, title, file, n}}}},
			Findings:  []Finding{{Blocking, text, text, file, n}},
			Required:  []RequiredPiece{{title, text, n, n, true, false, "", []string{"a", link}}},
			Exams:     &Requirement{title, text, []string{"a"}},
			Deadlines: []Deadline{{calendar.Date{}, text, false, []string{"a"}}, {day.AddDays(n % 1000), title, n < 0, nil}},
			Online:    &OnlinePath{true, []string{text, title}, file, []string{"a"}},
			Steps:     []Step{{title, text, link, &CostRange{0, 5}, []string{"a"}}},
			Alerts:    []Alert{{text, []string{"a"}}},
			Sources:   []Source{{"a", file, link}},
		}
		s := list.draw()
		checkPages(t, s)
		if _, err := s.bytes(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkChecklist(b *testing.B) {
	list := fullChecklist()
	for b.Loop() {
		if _, err := list.PDF(); err != nil {
			b.Fatal(err)
		}
	}
}
