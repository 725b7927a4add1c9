package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/jpeg"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// visitorTyped is what a visitor typed, who is made up.
func visitorTyped() map[string]string {
	return map[string]string{
		"demande.numero": "PC-2026-000123", "demandeur.nom_naissance": "LEFÈVRE", "demandeur.prenoms": "ANNE-LAURE, ZOÉ", "demandeur.sexe": "F",
		"demandeur.date_naissance": "17/04/1988", "demandeur.adresse.numero": "12", "demandeur.adresse.extension": "BIS",
		"demandeur.adresse.nom_voie": "RUE DE L'ŒUVRE", "demandeur.adresse.code_postal": "28000", "demandeur.adresse.commune": "CHARTRES",
	}
}

// kioskServer is a kiosk that is asked without a network.
func kioskServer(t testing.TB, config Config) *Server {
	t.Helper()
	config.Kiosk = true
	if config.Reader == nil {
		config.Reader = reader.New()
		t.Cleanup(func() { _ = config.Reader.Close() })
	}
	if config.Today == nil {
		config.Today = func() calendar.Date { return calendar.New(2026, 11, 21) }
	}
	return New(config)
}

// sendTyped posts what the page of the kiosk sends.
func sendTyped(t testing.TB, s *Server, path string, sent typed) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/borne/"+path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

func formIDOf(n int) string { return fmt.Sprintf("%032d", n) }

// faultsOf asks what is wrong in the step that has a field.
func faultsOf(t *testing.T, s *Server, key string, values map[string]string) map[string]fault {
	t.Helper()
	step := -1
	for i, k := range kioskSteps {
		for _, f := range k.Fields {
			if f.Key == key {
				step = i
			}
		}
	}
	w := sendTyped(t, s, "verification", typed{Step: step, Values: values})
	var said struct{ Erreurs []fault }
	if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	byKey := map[string]fault{}
	for _, f := range said.Erreurs {
		if _, twice := byKey[f.Key]; twice {
			t.Errorf("two faults for %s: %v", f.Key, said.Erreurs)
		}
		byKey[f.Key] = f
	}
	return byKey
}

func TestKioskChecksFieldsAsTheCorridorDoes(t *testing.T) {
	s := kioskServer(t, Config{})
	for _, c := range []struct{ key, value, want string }{
		{"demande.numero", "PC-2026-000123", ""},
		{"demande.numero", "", "manque"},
		{"demandeur.nom_naissance", "L’HAŸ D'ÆGIDE", ""},
		{"demandeur.nom_naissance", "LEFÈVRE 漢", "«\u00a0漢\u00a0»"},
		{"demandeur.nom_naissance", strings.Repeat("M", 600), "trop long"},
		{"demandeur.nom_naissance", " ", "manque"},
		{"demandeur.prenoms", ",", "prénom"},
		{"demandeur.prenoms", "ZOÉ", ""},
		{"demandeur.date_naissance", "17/04/1988", ""},
		{"demandeur.date_naissance", "17041988", ""},
		{"demandeur.date_naissance", "29/02/1988", ""},
		{"demandeur.date_naissance", "29/02/1987", "date"},
		{"demandeur.date_naissance", "17/0", "date"},
		{"demandeur.date_naissance", "31/12/1899", "année"},
		{"demandeur.date_naissance", "21/11/2026", ""},
		{"demandeur.date_naissance", "22/11/2026", "naissance"},
		{"demandeur.sexe", "F", ""},
		{"demandeur.sexe", "X", "inconnue"},
		{"demandeur.adresse.code_postal", "28000", ""},
		{"demandeur.adresse.code_postal", "28 000", ""},
		{"demandeur.adresse.code_postal", "2800", "code postal"},
		{"demandeur.adresse.code_postal", "", "manque"},
		{"demandeur.adresse.commune", "", "manque"},
		{"demandeur.adresse.nom_voie", "", "manque"},
		{"demandeur.adresse.numero", "", ""},
	} {
		values := visitorTyped()
		values[c.key] = c.value
		faults := faultsOf(t, s, c.key, values)
		fault, wrong := faults[c.key]
		switch {
		case len(faults) > 1:
			t.Errorf("%s %.20q spoils its neighbours: %v", c.key, c.value, faults)
		case wrong != (c.want != ""):
			t.Errorf("%s %.20q: %v", c.key, c.value, faults)
		case c.want == "manque":
			if !fault.Missing {
				t.Errorf("%s %.20q is not said to be missing: %v", c.key, c.value, fault)
			}
		case !strings.Contains(fault.Message, c.want) || fault.Missing:
			t.Errorf("%s %.20q: %q does not say %q", c.key, c.value, fault.Message, c.want)
		case strings.Contains(fault.Message, "clé") || strings.Contains(fault.Message, "U+") || strings.Contains(fault.Message, "dossier"):
			t.Errorf("%s %.20q: %q speaks to who writes files", c.key, c.value, fault.Message)
		}
	}
}

func TestKioskNamesTheFieldOfAnAddressThatIsNotWhole(t *testing.T) {
	s := kioskServer(t, Config{})
	values := visitorTyped()
	values[keyStreet], values["demandeur.adresse.complement"] = "", "LE BOURG"
	if faults := faultsOf(t, s, keyStreet, values); len(faults) > 0 {
		t.Errorf("a hamlet without streets is refused: %v", faults)
	}
	values["demandeur.adresse.code_postal"], values["demandeur.adresse.commune"] = "", ""
	faults := faultsOf(t, s, "demandeur.adresse.commune", values)
	if !faults["demandeur.adresse.code_postal"].Missing || !faults["demandeur.adresse.commune"].Missing {
		t.Errorf("both are missing: %v", faults)
	}
}

// tooMuchTogether is a form whose fields all fit, and do not fit together.
func tooMuchTogether(t *testing.T, s *Server) map[string]string {
	t.Helper()
	for n := 100; n < 500; n += 20 {
		values := visitorTyped()
		for _, key := range []string{"demande.numero", "demandeur.nom_naissance", "demandeur.prenoms", keyStreet, "demandeur.adresse.complement", "demandeur.adresse.commune"} {
			values[key] = strings.Repeat("MMMMMMMMM ", n/10)
		}
		if w := sendTyped(t, s, "apercu", typed{Values: values}); w.Code == http.StatusUnprocessableEntity {
			return values
		}
	}
	t.Fatal("any form fits")
	return nil
}

func TestKioskNamesAFieldOfAFormThatIsTooMuch(t *testing.T) {
	s := kioskServer(t, Config{})
	w := sendTyped(t, s, "apercu", typed{Values: tooMuchTogether(t, s)})
	if !strings.Contains(w.Body.String(), `"cle":"dem`) {
		t.Errorf("the page cannot lead back to a field: %s", w.Body)
	}
}

func TestKioskPreviewIsAPictureOfTheForm(t *testing.T) {
	s := kioskServer(t, Config{})
	w := sendTyped(t, s, "apercu", typed{Values: visitorTyped()})
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/jpeg" {
		t.Fatalf("%d %s %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	picture, err := jpeg.Decode(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds(); size.Dy() < 1000 || size.Dx() >= size.Dy() {
		t.Errorf("a page of %v", size)
	}
}

func TestKioskTakesNothingButItsOwn(t *testing.T) {
	s := kioskServer(t, Config{Printer: &keptPrinter{}})
	for name, c := range map[string]struct {
		path, media, body string
		want              int
	}{
		"a form of another page":   {"impression", "application/x-www-form-urlencoded", "id=1", http.StatusUnsupportedMediaType},
		"no JSON":                  {"verification", "application/json", "{", http.StatusBadRequest},
		"too much":                 {"verification", "application/json", `{"id":"` + strings.Repeat("a", maxTyped) + `"}`, http.StatusRequestEntityTooLarge},
		"no step":                  {"verification", "application/json", `{"etape":5}`, http.StatusBadRequest},
		"a step before the first":  {"verification", "application/json", `{"etape":-1}`, http.StatusBadRequest},
		"no name":                  {"impression", "application/json", `{"valeurs":{}}`, http.StatusBadRequest},
		"a form that is not whole": {"impression", "application/json", `{"id":"` + formIDOf(1) + `","valeurs":{}}`, http.StatusUnprocessableEntity},
		"a download":               {"telechargement", "application/json", `{"valeurs":{}}`, http.StatusForbidden},
	} {
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/borne/"+c.path, strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.media)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	values := visitorTyped()
	values["demandeur.courriel"] = "anne@example.org" // no field of the kiosk
	if w := sendTyped(t, s, "verification", typed{Values: values}); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestKioskPrintsAFormOnce(t *testing.T) {
	printer := &keptPrinter{waits: make(chan struct{})}
	s := kioskServer(t, Config{Printer: printer})
	var asked sync.WaitGroup
	for range 5 {
		asked.Go(func() {
			if w := sendTyped(t, s, "impression", typed{ID: formIDOf(1), Values: visitorTyped()}); w.Code != http.StatusOK {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	close(printer.waits)
	asked.Wait()
	sendTyped(t, s, "impression", typed{ID: formIDOf(1), Values: visitorTyped()})
	if n := len(printer.printed()); n != 1 {
		t.Errorf("%d sheets for one form", n)
	}
	sendTyped(t, s, "impression", typed{ID: formIDOf(2), Values: visitorTyped()})
	if n := len(printer.printed()); n != 2 {
		t.Errorf("%d sheets for two forms", n)
	}
}

func TestKioskPrintsAgainAfterAFailure(t *testing.T) {
	printer := &keptPrinter{fails: ErrPrinterStuck}
	s := kioskServer(t, Config{Printer: printer})
	sent := typed{ID: formIDOf(1), Values: visitorTyped()}
	w := sendTyped(t, s, "impression", sent)
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "accueil") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	printer.failWith(nil)
	if w := sendTyped(t, s, "impression", sent); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if n := len(printer.printed()); n != 1 {
		t.Errorf("%d sheets", n)
	}
}

func TestKioskPrintsForWhoLeaves(t *testing.T) {
	printer := &keptPrinter{waits: make(chan struct{})}
	s := kioskServer(t, Config{Printer: printer})
	ctx, leave := context.WithCancel(t.Context())
	body, err := json.Marshal(typed{ID: formIDOf(1), Values: visitorTyped()})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/borne/impression", bytes.NewReader(body)).WithContext(ctx)
	r.Header.Set("Content-Type", "application/json")
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Handler().ServeHTTP(httptest.NewRecorder(), r)
	}()
	for len(s.kiosk.slots) == 0 {
		runtime.Gosched()
	}
	leave()
	close(printer.waits)
	<-done
	if n := len(printer.printed()); n != 1 {
		t.Errorf("%d sheets for who left while it was printed", n)
	}
}

func TestAStuckPrinterHoldsUpNothingElse(t *testing.T) {
	printer := &keptPrinter{waits: make(chan struct{})}
	s := kioskServer(t, Config{Printer: printer})
	var stuck sync.WaitGroup
	for i := range atPrinter {
		stuck.Go(func() { sendTyped(t, s, "impression", typed{ID: formIDOf(i), Values: visitorTyped()}) })
	}
	for len(s.kiosk.slots) < atPrinter {
		runtime.Gosched()
	}
	if w := sendTyped(t, s, "impression", typed{ID: formIDOf(99), Values: visitorTyped()}); w.Code != http.StatusServiceUnavailable {
		t.Errorf("one more waits behind a stuck printer: %d", w.Code)
	}
	if w := sendTyped(t, s, "apercu", typed{Values: visitorTyped()}); w.Code != http.StatusOK {
		t.Errorf("no preview meanwhile: %d %s", w.Code, w.Body)
	}
	close(printer.waits)
	stuck.Wait()
}

func TestPrintingsAreForgotten(t *testing.T) {
	p := printings{byID: map[string]*printing{}}
	start := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	first, isNew := p.begin("first", start)
	if !isNew {
		t.Fatal("the first one is known")
	}
	if again, isNew := p.begin("first", start.Add(printingsFor)); isNew || again != first {
		t.Error("it is forgotten too soon")
	}
	p.begin("other", start.Add(printingsFor+1))
	if _, isNew := p.begin("first", start.Add(printingsFor+1)); !isNew {
		t.Error("it is remembered too long")
	}
	for i := range 3 * printingsKept {
		p.begin(formIDOf(i), start.Add(printingsFor))
		if len(p.byID) > printingsKept || len(p.order) > printingsKept {
			t.Fatalf("%d and %d are remembered", len(p.byID), len(p.order))
		}
	}
	// One that failed and is asked for again is another.
	failed, _ := p.begin("failed", start)
	p.forget("failed", failed)
	again, isNew := p.begin("failed", start)
	p.forget("failed", failed)
	if known, _ := p.begin("failed", start); !isNew || known != again {
		t.Error("the end of the first makes the second forgotten")
	}
}

// operatorJournal is a log that a test reads.
func operatorJournal() (*slog.Logger, *bytes.Buffer) {
	var b bytes.Buffer
	return slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug})), &b
}

func getPage(t testing.TB, s *Server, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// visitorWords are words of the visitor, which nobody else may read.
var visitorWords = []string{"LEFÈVRE", "ZOÉ", "1988", "ŒUVRE", "CHARTRES", "PC-2026"}

func TestKioskTellsTheOperatorAndNotWho(t *testing.T) {
	log, lines := operatorJournal()
	printer := &keptPrinter{}
	s := kioskServer(t, Config{Printer: printer, Log: log, Version: "1.2.3"})
	now := time.Date(2026, 11, 21, 23, 50, 0, 0, time.Local)
	s.kiosk.now, s.kiosk.started = func() time.Time { return now }, now.Add(-49*time.Hour-7*time.Minute)
	sendTyped(t, s, "impression", typed{ID: formIDOf(1), Values: visitorTyped()})
	for i, failure := range []error{ErrPrinterRefused, ErrNoPrinter, errors.New("lp: LEFÈVRE"), ErrPrinterStuck} {
		printer.failWith(failure)
		sendTyped(t, s, "impression", typed{ID: formIDOf(10 + i), Values: visitorTyped()})
	}
	page := getPage(t, s, "/operateur")
	for _, want := range []string{
		"essai\u00a0: prête", "Aujourd’hui\u00a0: 1\u00a0imprimé, 4\u00a0en échec", "démarrage\u00a0: 1\u00a0imprimé, 4\u00a0en échec", `content="10"`,
		"21/11/2026 à 23:50:00\u00a0: l’imprimante ne sort pas la feuille", "2\u00a0j 01\u00a0h 07\u00a0min", "1.2.3", "\u00a0Mo",
	} {
		if !strings.Contains(strings.ReplaceAll(page, "&nbsp;", "\u00a0"), want) {
			t.Errorf("the operator is not told %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "<script") {
		t.Error("the page of the operator needs a script")
	}
	for _, kind := range []string{"absente", "refus", "bloquee", "autre"} {
		if !strings.Contains(lines.String(), "issue="+kind) {
			t.Errorf("the journal does not tell %q:\n%s", kind, lines)
		}
	}
	measures := getPage(t, s, "/metrics")
	for _, want := range []string{`issue="imprime"} 1`, `issue="refus"} 1`, `issue="bloquee"} 1`} {
		if !strings.Contains(measures, want) {
			t.Errorf("no %s among the measures", want)
		}
	}
	for _, word := range visitorWords {
		if strings.Contains(page+lines.String()+measures, word) {
			t.Errorf("%q is told to the operator", word)
		}
	}
	now = now.Add(time.Hour)
	printer.failWith(nil)
	sendTyped(t, s, "impression", typed{ID: formIDOf(2), Values: visitorTyped()})
	page = strings.ReplaceAll(getPage(t, s, "/operateur"), "&nbsp;", "\u00a0")
	if !strings.Contains(page, "Aujourd’hui\u00a0: 1\u00a0imprimé, 0\u00a0en échec") || !strings.Contains(page, "démarrage\u00a0: 2\u00a0imprimés, 4\u00a0en échec") {
		t.Errorf("the next day begins with what was before:\n%s", page)
	}
}

func TestKioskWithoutPrinter(t *testing.T) {
	s := kioskServer(t, Config{})
	if w := sendTyped(t, s, "impression", typed{ID: formIDOf(1), Values: visitorTyped()}); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	w := sendTyped(t, s, "telechargement", typed{Values: visitorTyped()})
	if w.Code != http.StatusOK || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("%d %.40q", w.Code, w.Body)
	}
	if page := getPage(t, s, "/operateur"); !strings.Contains(page, "la borne donne le PDF") {
		t.Error("the operator is not told that there is no printer")
	}
}

// nullPrinter prints on nothing.
type nullPrinter struct{}

func (nullPrinter) Print(context.Context, []byte) error { return nil }
func (nullPrinter) State(context.Context) string        { return "prête" }

// TestKioskHoldsADayOfForms prints as many forms as a busy day has, some of them
// failing, and looks at what is left of them.
func TestKioskHoldsADayOfForms(t *testing.T) {
	s := kioskServer(t, Config{Printer: nullPrinter{}})
	forms := func(from, to int) {
		for i := from; i < to; i++ {
			values := visitorTyped()
			values["demande.numero"] = formIDOf(i)
			sendTyped(t, s, "verification", typed{Values: values})
			if w := sendTyped(t, s, "impression", typed{ID: formIDOf(i), Values: values}); w.Code != http.StatusOK {
				t.Fatalf("form %d: %d %s", i, w.Code, w.Body)
			}
			if i%50 == 0 {
				getPage(t, s, "/operateur")
				getPage(t, s, "/")
			}
		}
	}
	held := func() (heap uint64, goroutines int) {
		var stats runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc, runtime.NumGoroutine()
	}
	forms(0, 400) // past what is remembered
	heap, goroutines := held()
	forms(400, 2400)
	heapAfter, goroutinesAfter := held()
	if heapAfter > heap+256<<10 {
		t.Errorf("2 000 forms leave %d bytes behind", heapAfter-heap)
	}
	if goroutinesAfter > goroutines {
		t.Errorf("2 000 forms leave %d goroutines behind", goroutinesAfter-goroutines)
	}
}

func BenchmarkKioskPrint(b *testing.B) {
	s := kioskServer(b, Config{Printer: nullPrinter{}})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if w := sendTyped(b, s, "impression", typed{ID: formIDOf(i), Values: visitorTyped()}); w.Code != http.StatusOK {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
}

func BenchmarkKioskCheck(b *testing.B) {
	s := kioskServer(b, Config{})
	for b.Loop() {
		if w := sendTyped(b, s, "verification", typed{Step: 3, Values: visitorTyped()}); w.Code != http.StatusOK {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
}

func BenchmarkKioskPreview(b *testing.B) {
	s := kioskServer(b, Config{})
	sendTyped(b, s, "apercu", typed{Values: visitorTyped()}) // the engine starts with the first
	for b.Loop() {
		if w := sendTyped(b, s, "apercu", typed{Values: visitorTyped()}); w.Code != http.StatusOK {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
}
