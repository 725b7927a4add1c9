package templates

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
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
		if b.left < pageLeft-0.1 || b.right > pageRight+0.1 || b.top < 9 || b.bottom > 289 {
			t.Errorf("page %d: %q leaves the margins: x %.1f–%.1f, y %.1f–%.1f", b.page, b.text, b.left, b.right, b.top, b.bottom)
		}
		if b.text == "" {
			continue
		}
		byPage[b.page] = append(byPage[b.page], b)
		if points := (b.bottom - b.top) / (ascent + descent) / mmPerPoint; points < 9.99 {
			t.Errorf("page %d: %q is set in %.1f points", b.page, b.text, points)
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
	"Si ça coince",
	"Les sources ne disent pas toutes la même chose",
	"Les mots de l’administration",
	"Sources",
}

func TestListsAreLaidOutCleanly(t *testing.T) {
	for name, list := range map[string]Checklist{
		"full": fullChecklist(), "rich": richChecklist(), "hard": hardChecklist(), "clear": clearChecklist(), "empty": {},
	} {
		t.Run(name, func(t *testing.T) { checkPages(t, list.draw()) })
	}
}

// Wherever a page ends, the title of a screen has its first row under it.
func TestNoScreenTitleEndsAPage(t *testing.T) {
	list := richChecklist()
	titles := map[string]bool{}
	for _, screen := range list.Screens {
		titles[prose(screen.Title)] = true
	}
	for n := range 50 {
		list.Alerts = slices.Repeat([]Alert{{Message: "À savoir."}}, n)
		s := list.draw()
		for _, title := range s.ink {
			if titles[title.text] && !slices.ContainsFunc(s.ink, func(b inkBox) bool {
				return b.page == title.page && b.text != "" && b.top > title.bottom && b.bottom < pageBottom
			}) {
				t.Errorf("%d alerts: page %d ends with the title %q", n, title.page, title.text)
			}
		}
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
	inOrder(t, richChecklist().draw(), append([]string{"Retour au permis après invalidation", "IRRECEVABLE", "En l’état, votre dossier serait refusé"}, sectionTitles...)...)
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
	inOrder(t, s, "Rien de bloquant trouvé", "1\u00a0information", "C’est l’ANTS qui décide.", "À savoir sur vos pièces", "Bon à savoir.")
	if slices.Contains(texts(s), "Ce qui est à corriger") {
		t.Error("asks for corrections where there are none")
	}
}

func TestBandSaysWhatItKnowsAndNoMore(t *testing.T) {
	missing := Alert{MissingFact, "Un fait manque.", nil}
	other := Alert{"titre_am_possible", "Autre chose.", nil}
	blocked := []Finding{{Severity: Blocking, Message: "Trop lourd."}}
	for _, c := range []struct {
		name  string
		list  Checklist
		want  []string
		never string
	}{
		{"nothing blocks", Checklist{Verdict: Acceptable}, []string{"Rien de bloquant trouvé", "C’est l’ANTS qui décide."}, "RECEVABLE"},
		{"nothing blocks, a fact is missing", Checklist{Verdict: Acceptable, Alerts: []Alert{missing, other}}, []string{"Rien de bloquant trouvé", "1\u00a0fait manque pour décider\u00a0: voir «\u00a0Points d’attention\u00a0»", "C’est l’ANTS qui décide."}, ""},
		{"blocked", Checklist{Verdict: Refused, Findings: blocked}, []string{"IRRECEVABLE", "1\u00a0point bloquant"}, "C’est l’ANTS qui décide."},
		{"blocked, two facts missing", Checklist{Verdict: Refused, Findings: blocked, Alerts: []Alert{missing, other, missing}}, []string{"IRRECEVABLE", "1\u00a0point bloquant", "2\u00a0faits manquent pour décider"}, ""},
		{"not examined", Checklist{}, []string{"Pièces non examinées"}, "À VÉRIFIER"},
	} {
		s := c.list.draw()
		inOrder(t, s, c.want...)
		if c.never != "" && slices.Contains(texts(s), c.never) {
			t.Errorf("%s: the band says %q", c.name, c.never)
		}
	}
}

func TestListSaysWhoseItIs(t *testing.T) {
	for _, c := range []struct {
		who, number string
		want        string
	}{
		{"Zoé M.", "PC-1", "Zoé M. · situation au 21\u00a0novembre\u00a02026 · dossier PC-1"},
		{"Zoé M.", "", "Zoé M. · situation au 21\u00a0novembre\u00a02026"},
		{"", "PC-1", "Ma liste · situation au 21\u00a0novembre\u00a02026 · dossier PC-1"},
		{"", "", "Ma liste · situation au 21\u00a0novembre\u00a02026"},
	} {
		list := Checklist{Procedure: "Retour", Who: c.who, DossierNumber: c.number, Date: calendar.New(2026, 11, 21)}
		if got := texts(list.draw())[1]; got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.who, c.number, got, c.want)
		}
	}
	if got, want := fullChecklist().runningTitle(), "Dossier PC-2026-000123 · Zoé M. · Retour au permis après invalidation"; got != want {
		t.Errorf("at the foot of the pages: %q, want %q", got, want)
	}
	if got := (Checklist{Procedure: "Retour"}).runningTitle(); got != "Retour" {
		t.Errorf("without a number: %q", got)
	}
}

// What to do first, whatever the order of the decision; disputes elsewhere.
func TestAlertsComeInTheOrderOfWhatToDo(t *testing.T) {
	s := Checklist{Alerts: []Alert{
		{"nouveau", "Inconnu.", nil},
		{"titre_am_possible", "AM.", nil},
		{DivergentReadings, "Dispute.", nil},
		{"interdiction_en_cours", "Interdiction.", nil},
		{MissingFact, "Manque.", nil},
		{"dispense_a_risque", "Risque.", nil},
	}}.draw()
	inOrder(t, s, "Points d’attention", "Risque.", "Manque.", "Interdiction.", "AM.", "Inconnu.", "Les sources ne disent pas toutes la même chose", "Dispute.")
}

func TestOnlyTheWordsInUseAreExplained(t *testing.T) {
	glossary := []Term{{"48SI", "Lettre."}, {"NEPH", "Numéro."}, {"réf. 44", "Récépissé."}}
	s := Checklist{Alerts: []Alert{{"", "La 48SI et la réf.\u00a044.", nil}}, Glossary: glossary}.draw()
	inOrder(t, s, "Les mots de l’administration", "Lettre.", "Récépissé.")
	if slices.Contains(texts(s), "Numéro.") {
		t.Error("a word that the list does not use is explained")
	}
	if s := (Checklist{Glossary: glossary}).draw(); slices.Contains(texts(s), "Les mots de l’administration") {
		t.Error("a heading stands over no word")
	}
}

func TestWhatIsDoneComesTicked(t *testing.T) {
	day := calendar.New(2026, 10, 5)
	list := Checklist{
		Medical:         &Requirement{Title: "Visite médicale", DoneOn: day},
		Psychotechnical: &Requirement{Title: "Test psychotechnique"},
		Exams:           &Requirement{Title: "Aucun examen", NotDue: true},
		Steps:           []Step{{Title: "Passer la visite", Done: true}, {Title: "Passer le code", Cost: &CostRange{30, 30}}},
		Budget:          &CostRange{30, 30},
	}
	inOrder(t, list.draw(), "Aucun examen", "Test psychotechnique", "fait le 5\u00a0octobre\u00a02026", "Visite médicale", "fait", "Passer la visite", "30\u00a0€", "Passer le code", "Budget qui reste à prévoir", "30\u00a0€")
	list.Budget = &CostRange{}
	inOrder(t, list.draw(), "Budget qui reste à prévoir", "0\u00a0€")
	list.Steps[0].Done = false
	inOrder(t, list.draw(), "Budget à prévoir")
}

func TestPastDatesReadAsPast(t *testing.T) {
	day := calendar.New(2026, 6, 8)
	for _, c := range []struct {
		stop stop
		want string
	}{
		{stop{Deadline{Date: day, Label: "Vous pouvez passer la visite"}, false}, "Vous pouvez passer la visite"},
		{stop{Deadline{Date: day, Label: "Vous pouvez passer la visite", Past: true}, false}, "Depuis le 8\u00a0juin\u00a02026 : vous pouvez passer la visite"},
		{stop{Deadline{Date: day, Label: "Premier jour où", Past: true}, false}, "Passé : premier jour où"},
		{stop{Deadline{Date: day, Label: "L’ANTS supprime", Past: true}, false}, "Passé : l’ANTS supprime"},
		{stop{Deadline{Date: day, Label: "Jour de la liste", Past: true}, true}, "Jour de la liste"},
	} {
		if got := c.stop.label(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestDatesComeInOrderAndUnknownOnesLast(t *testing.T) {
	s := fullChecklist().draw()
	inOrder(t, s,
		"il y a plus de 8\u00a0mois", "18\u00a0mars\u00a02026", "Passé\u00a0: restitution du permis invalidé",
		"8\u00a0septembre\u00a02026", "Passé\u00a0: dernier jour de l’interdiction",
		"21\u00a0novembre\u00a02026", "Jour de cette liste",
		"dans 16\u00a0jours", "7\u00a0décembre\u00a02026", "Dernier jour sûr",
		"21\u00a0mai\u00a02027", "L’ANTS efface la demande",
		"à préciser", "Fin de validité du code")
}

// What is behind, what is ahead and what lies between are told by shape alone.
func TestTheRoadIsDrawn(t *testing.T) {
	list := Checklist{Date: calendar.New(2026, 11, 21), Deadlines: []Deadline{
		{Date: calendar.New(2026, 6, 1), Label: "Avant", Past: true},
		{Date: calendar.New(2026, 11, 20), Label: "Hier", Past: true},
		{Date: calendar.New(2026, 11, 22), Label: "Demain"},
		{Date: calendar.New(2028, 11, 21), Label: "Plus tard"},
	}}
	s := list.draw()
	inOrder(t, s, "Passé\u00a0: hier", "Jour de cette liste", "Demain", "Plus tard")
	place := map[string]inkBox{}
	for _, b := range s.ink {
		if b.text != "" {
			place[b.text] = b
		}
	}
	today := place["Jour de cette liste\u00a0: les durées se comptent d’ici"]
	thick, thin := 0.0, 0.0
	for _, b := range s.ink {
		if b.text != "" || b.left > roadLine || b.right < roadLine || b.right-b.left > 2 {
			continue
		}
		switch width := b.right - b.left; {
		case width < 0.5 && b.bottom < today.top:
			thin += b.bottom - b.top
		case width > 0.5 && width < 1 && b.top > today.bottom:
			thick += b.bottom - b.top
		}
	}
	if thin < 10 || thick < 15 {
		t.Errorf("%.1f mm of thin line above the day of the list, %.1f mm of thick line under it", thin, thick)
	}
	if far, near := place["Plus tard"].top-place["Demain"].top, place["Passé\u00a0: hier"].top; near <= 0 || far < 2*bodyLeading+5 {
		t.Errorf("two years take %.1f mm", far)
	}
	for _, c := range []struct {
		days int
		more bool
	}{{0, false}, {1, true}, {30, true}, {400, true}} {
		from := calendar.New(2026, 1, 1)
		if got := roadGap(from, from.AddDays(c.days)) > roadGap(from, from); got != c.more {
			t.Errorf("%d days: longer than none: %t", c.days, got)
		}
	}
	if gap := roadGap(calendar.New(1900, 1, 1), calendar.New(2100, 1, 1)); gap > 20 {
		t.Errorf("two centuries take %.1f mm", gap)
	}
}

func TestSpansAreSaidInWords(t *testing.T) {
	day := calendar.New(2026, 11, 21)
	for _, c := range []struct {
		seen calendar.Date
		want string
	}{
		{day, "le jour même"},
		{day.AddDays(1), "le lendemain"},
		{day.AddDays(-1), "la veille"},
		{day.AddDays(2), "dans 2\u00a0jours"},
		{day.AddDays(-2), "il y a 2\u00a0jours"},
		{day.AddDays(60), "dans 60\u00a0jours"},
		{calendar.New(2027, 1, 21), "dans 2\u00a0mois"},
		{calendar.New(2027, 2, 20), "dans plus de 2\u00a0mois"},
		{calendar.New(2028, 11, 20), "dans plus de 23\u00a0mois"},
		{calendar.New(2028, 11, 21), "dans 2\u00a0ans"},
		{calendar.New(2029, 11, 20), "dans plus de 2\u00a0ans"},
		{calendar.New(2026, 6, 21), "il y a 5\u00a0mois"},
		{calendar.New(2026, 6, 20), "il y a plus de 5\u00a0mois"},
	} {
		if got := fromDay(day, c.seen); got != c.want {
			t.Errorf("%v: %q, want %q", c.seen, got, c.want)
		}
	}
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
		{RequiredPiece{}, false, "si on vous le demande"},
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
	inOrder(t, hardChecklist().draw(), "Cette démarche ne se fait pas en ligne dans votre cas.", "Adressez-vous à la préfecture")
}

// The sources are printed once, behind everything, in the order they are called.
func TestSourcesStandOnceAtTheEnd(t *testing.T) {
	s := fullChecklist().draw()
	at := slices.IndexFunc(s.ink, func(b inkBox) bool { return b.text == "Sources" })
	if at < 0 {
		t.Fatal("there is no list of sources")
	}
	for _, source := range fullChecklist().Sources {
		runes := []rune(prose(source.Title))
		title := string(runes[:min(40, len(runes))])
		count := 0
		for _, b := range s.ink {
			if strings.HasPrefix(b.text, title) {
				count++
			}
		}
		if count != 1 || slices.ContainsFunc(s.ink[:at], func(b inkBox) bool { return strings.HasPrefix(b.text, title) }) {
			t.Errorf("%q is printed %d times, want once, under « Sources »", source.Title, count)
		}
	}
	inOrder(t, s, "Sources", "Arrêté du 20 avril 2012", "ANTS, foire aux questions", "Préfecture de police, tutoriel")
	// A key that nothing spells out is its own note.
	inOrder(t, hardChecklist().draw(), "Sources", "inconnue")
}

func TestListPrintsWhatNoFontHas(t *testing.T) {
	s := hardChecklist().draw()
	inOrder(t, s, "été ? ??.pdf")
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
	for name, list := range map[string]func() Checklist{"rich": richChecklist, "hard": hardChecklist} {
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
	for name, list := range map[string]Checklist{"full": fullChecklist(), "rich": richChecklist(), "hard": hardChecklist(), "empty": {}} {
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
	whole := drawnPage(1)
	// Of few bytes: a large seed is minimised for longer than a run lasts.
	var small bytes.Buffer
	if err := jpeg.Encode(&small, image.NewGray(image.Rect(0, 0, 9, 9)), nil); err != nil {
		f.Fatal(err)
	}
	f.Add("Retour au permis", "Un message : long", "facture.pdf", "https://example.org/a(b)\\c", 3, small.Bytes())
	f.Add("Retour au permis", "", "facture.pdf", "https://example.org", 1, small.Bytes()[:small.Len()/2])
	f.Add(strings.Repeat("mot ", 900), strings.Repeat("W", 900), "\x00🏖\xff", "javascript:)", -1, []byte("\xff\xd8\xff"))
	f.Fuzz(func(t *testing.T, title, text, file, link string, n int, picture []byte) {
		if len(title)+len(text)+len(file)+len(link) > 6000 {
			t.Skip()
		}
		day := calendar.New(2026, 11, 21)
		list := Checklist{
			Date: day, DossierNumber: file, Who: file, Procedure: title, Verdict: Refused, Title: title, Summary: text,
			Pieces:    []CheckedPiece{{title, []string{file, link}, []Thumbnail{{file, n, picture}, {file, 1, whole}, {link, 2, whole}}, ToVerify, []Finding{{Warning, text, title, file, n}}}},
			Findings:  []Finding{{Blocking, text, text, file, n}},
			Required:  []RequiredPiece{{title, text, n, n, true, false, "", []string{"a", link}}},
			Exams:     &Requirement{title, text, false, day, []string{"a"}},
			Medical:   &Requirement{text, title, true, calendar.Date{}, nil},
			Deadlines: []Deadline{{calendar.Date{}, text, false, false, []string{"a"}}, {day.AddDays(n % 1000), title, n < 0, n%2 == 0, nil}},
			Online:    &OnlinePath{true, []string{text, title}, file, link, []string{"a"}},
			Screens:   []Screen{{n, title, []ScreenRow{{RowKind(n % 4), title, text, file}, {ClickRow, "", text, ""}, {TypeRow, file, "", ""}, {AttachRow, "", file, link}}, file, text, []string{"a", file}}, {}},
			Statuses:  []RequestStatus{{title, text, file, n%2 == 0, n%3 == 0}, {}, {file, title, text, false, true}},
			KnownOn:   day,
			Steps:     []Step{{title, text, n%2 == 0, link, &CostRange{0, 5}, []string{"a"}}},
			Budget:    &CostRange{0, n},
			Alerts:    []Alert{{AlertCode(file), text, []string{"a"}}, {MissingFact, title, nil}, {DivergentReadings, text, []string{link}}},
			Glossary:  []Term{{"a", text}},
			Sources:   []Source{{"a", file, link}},
		}
		s := list.draw()
		checkPages(t, s)
		if _, err := s.bytes(); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkChecklist prints a list with eight thumbnails and a QR code.
func BenchmarkChecklist(b *testing.B) {
	list := richChecklist()
	for i := len(list.Pieces[0].Pictures); i < 6; i++ {
		list.Pieces[0].Pictures = append(list.Pieces[0].Pictures, Thumbnail{"cni-recto.jpg", i, drawnPage(10 + i)})
	}
	for b.Loop() {
		if _, err := list.PDF(); err != nil {
			b.Fatal(err)
		}
	}
}

// Every page says which list it is a part of, and which part.
func TestEveryPageIsNumberedAndNamesTheDossier(t *testing.T) {
	s := richChecklist().draw()
	last := s.ink[len(s.ink)-1].page
	for page := 1; page <= last; page++ {
		for _, want := range []string{fmt.Sprintf("page\u00a0%d/%d", page, last), "Dossier PC-2026-000123 · Zoé M. · Retour au permis après invalidation"} {
			if !slices.ContainsFunc(s.ink, func(b inkBox) bool { return b.page == page && b.text == want }) {
				t.Errorf("page %d does not say %q", page, want)
			}
		}
	}
}

// Type sizes are read from the file too: what is measured is what prints.
func TestNoTypeInTheFileIsUnderTenPoints(t *testing.T) {
	b, err := richChecklist().PDF()
	if err != nil {
		t.Fatal(err)
	}
	sizes := regexp.MustCompile(`/F\S+ ([0-9.]+) Tf`)
	count := 0
	for _, part := range bytes.Split(b, []byte("stream\n")) {
		inflated, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue
		}
		content, _ := io.ReadAll(inflated)
		for _, found := range sizes.FindAllSubmatch(content, -1) {
			count++
			if size, _ := strconv.ParseFloat(string(found[1]), 64); size < 10 {
				t.Errorf("a text is set in %.2f points", size)
			}
		}
	}
	if count < 100 {
		t.Errorf("only %d changes of type were found", count)
	}
}

func TestScreensTellWhatIsClickedFromWhatIsTyped(t *testing.T) {
	s := richChecklist().draw()
	inOrder(t, s,
		"Sur le site de l’ANTS", "https://permisdeconduire.ants.gouv.fr/",
		"1", "Motif de demande", "Cliquez", "«\u00a0Je m’inscris pour pouvoir me présenter",
		"2", "État civil", "Tapez", "Nom de naissance *", "MÉRIADEC",
		"5", "Pièces justificatives", "Joignez", "Justificatif d’identité", "cni-recto.jpg, cni-verso.jpg")
	value := s.ink[slices.IndexFunc(s.ink, func(b inkBox) bool { return b.text == "MÉRIADEC" })]
	framed := func(b inkBox) bool {
		return b.text == "" && b.page == value.page && b.bottom > value.top && b.top < value.bottom && b.right-b.left < 0.3 && (b.right < value.left || b.left > value.right)
	}
	sides := 0
	for _, b := range s.ink {
		if framed(b) {
			sides++
		}
	}
	if sides < 2 {
		t.Errorf("what is typed has %d sides of a frame", sides)
	}
	// Who the person is stands in the screens and nowhere else.
	first := slices.IndexFunc(s.ink, func(b inkBox) bool { return b.text == "État civil" })
	for _, b := range s.ink[:first] {
		if strings.Contains(b.text, "MÉRIADEC") || strings.Contains(b.text, "1988") {
			t.Errorf("%q stands before the screens", b.text)
		}
	}
}

func TestStatusesThatWaitForThePersonComeFirst(t *testing.T) {
	inOrder(t, richChecklist().draw(), "Si ça coince", "L’ANTS écrit",
		"«\u00a0Brouillon\u00a0»", "«\u00a0A compléter\u00a0»", "Modifiez la demande", "«\u00a0Rejet des images\u00a0»", "«\u00a0En cours", "Attendez.")
}

func TestTheListSaysWhenItsRulesWereKnown(t *testing.T) {
	inOrder(t, richChecklist().draw(), "Sources", "Règles connues au 21\u00a0novembre\u00a02026.")
}
