package web

import (
	"archive/zip"
	"bytes"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

// visitor is a browser without a screen.
type visitor struct {
	t      testing.TB
	client *http.Client
	server string
}

func visit(t testing.TB, server string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t, &http.Client{Jar: jar}, strings.TrimSuffix(server, "/")}
	if status, _ := v.post("/commencer", nil); status != http.StatusOK {
		t.Fatal("a dossier cannot be begun: ", status)
	}
	return v
}

func (v *visitor) do(r *http.Request) (int, string) {
	v.t.Helper()
	r.Header.Set("Accept", "text/html")
	answer, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func (v *visitor) get(path string) (int, string) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.server+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

func (v *visitor) post(path string, values url.Values) (int, string) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.server+path, strings.NewReader(values.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

// send sends one file as a form does.
func (v *visitor) send(path, name string, data []byte) (int, string) {
	v.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("fichier", name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, v.server+path, &b)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	return v.do(r)
}

// zipOf is an archive of files.
func zipOf(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReopenRefusesWhatIsNoSave(t *testing.T) {
	limits := DefaultLimits()
	limits.File, limits.Request, limits.Files = 1<<20, 2<<20, 3
	held, server := served(t, Config{Limits: limits})
	piece := `{"version":1,"situation":{"demarche":"perte"},"pieces":[{"type":"autre","fichiers":["pieces/a.pdf"]}]}`
	three := `{"version":1,"situation":{"demarche":"perte"},"pieces":[{"type":"autre","fichiers":["a","b","c","d"]}]}`
	for name, c := range map[string]struct {
		data   []byte
		status int
		said   string
	}{
		"no ZIP":            {[]byte("%PDF-1.7"), 422, "sauvegarde"},
		"empty":             {nil, 422, "sauvegarde"},
		"no dossier":        {zipOf(t, map[string]string{"a.txt": "x"}), 422, "Il ne contient pas de dossier"},
		"not JSON":          {zipOf(t, map[string]string{"dossier.json": "{"}), 422, "dossier"},
		"born tomorrow":     {zipOf(t, map[string]string{"dossier.json": `{"version":1,"demandeur":{"date_naissance":"2026-11-22"},"situation":{"demarche":"perte"}}`}), 422, "date de référence"},
		"unknown key":       {zipOf(t, map[string]string{"dossier.json": `{"version":1,"x":1}`}), 422, "clé inconnue"},
		"piece not there":   {zipOf(t, map[string]string{"dossier.json": piece}), 422, "Il y manque une des pièces"},
		"leaves the folder": {zipOf(t, map[string]string{"dossier.json": strings.Replace(piece, "pieces/a.pdf", "../../etc/passwd", 1)}), 422, "sort du dossier"},
		"a bomb":            {zipOf(t, map[string]string{"dossier.json": piece, "pieces/a.pdf": strings.Repeat("\x00", 50<<20)}), 413, "trop lourdes"},
		"a bomb of a list":  {zipOf(t, map[string]string{"dossier.json": strings.Repeat(" ", 50<<20)}), 422, "sauvegarde"},
		"too many files":    {zipOf(t, map[string]string{"dossier.json": three, "a": "1", "b": "2", "c": "3", "d": "4"}), 413, "fichiers au plus"},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, server)
			status, said := v.send("/reprendre", "mon-dossier.zip", c.data)
			if status != c.status || !strings.Contains(said, c.said) {
				t.Errorf("%d, not %d; or it does not say %q:\n%s", status, c.status, c.said, said)
			}
			v.post("/effacer", url.Values{"sur": {"oui"}})
		})
	}
	if n := held.space.held.Load(); n != 0 {
		t.Errorf("%d bytes are still held", n)
	}
	v := visit(t, server)
	if status, _ := v.send("/reprendre", "x.zip", zipOf(t, map[string]string{"dossier.json": piece, "pieces/a.pdf": "%PDF-1.7"})); status != 200 {
		t.Errorf("a save is refused: %d", status)
	}
}

func TestNamesOfFilesAreOnlyText(t *testing.T) {
	_, server := served(t, Config{})
	v := visit(t, server)
	v.post("/questions/demarche", url.Values{"situation.demarche": {"perte"}})
	for _, name := range []string{"<img src=x onerror=alert(1)>.pdf", "../../../etc/passwd", `C:\temp\x.pdf`, "..", strings.Repeat("é", 300) + ".pdf"} {
		if status, said := v.send("/pieces/autre", name, []byte("rien")); status != 200 || strings.Contains(said, "<img src=x") {
			t.Errorf("%q: %d\n%s", name, status, said)
		}
	}
	status, archive := v.get("/sauvegarde/mon-dossier.zip")
	if status != 200 {
		t.Fatal(status)
	}
	for _, name := range zipNames(t, []byte(archive)) {
		if !filepath.IsLocal(name) || strings.ContainsAny(name, `<>:\`) || len([]rune(name)) > 120 {
			t.Errorf("the save holds a file called %q", name)
		}
	}
	again := visit(t, server)
	if status, said := again.send("/reprendre", "x.zip", []byte(archive)); status != 200 {
		t.Errorf("the save does not come back: %d\n%s", status, said)
	}
}

func TestPagesKeepPeopleApart(t *testing.T) {
	limits := DefaultLimits()
	limits.People = 2
	held, server := served(t, Config{Limits: limits})
	zoe, max := visit(t, server), visit(t, server)
	zoe.post("/questions/demarche", url.Values{"situation.demarche": {"perte"}})
	zoe.post("/vous", url.Values{"demandeur.nom_naissance": {"LEFÈVRE"}})
	if _, said := zoe.get("/vous"); !strings.Contains(said, "LEFÈVRE") {
		t.Error("what Zoé wrote is lost")
	}
	max.post("/questions/demarche", url.Values{"situation.demarche": {"vol"}})
	if _, said := max.get("/vous"); strings.Contains(said, "LEFÈVRE") {
		t.Error("Max reads what Zoé wrote")
	}
	r, err := http.NewRequest(http.MethodPost, server+"commencer", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a third person is let in: %d", answer.StatusCode)
	}
	zoe.post("/effacer", url.Values{"sur": {"oui"}})
	if held.people.count() != 1 {
		t.Error("Zoé is still there")
	}
}

// Another site cannot act in the name of who has a dossier open.
func TestPagesRefuseOtherSites(t *testing.T) {
	held, server := served(t, Config{})
	v := visit(t, server)
	for _, header := range []http.Header{{"Origin": {"https://ailleurs.example"}}, {"Sec-Fetch-Site": {"cross-site"}}, {"Origin": {"null"}}} {
		r, err := http.NewRequest(http.MethodPost, server+"effacer", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = header
		if status, _ := v.do(r); status != http.StatusForbidden || held.people.count() != 1 {
			t.Errorf("%v: %d", header, status)
		}
	}
	r, err := http.NewRequest(http.MethodGet, server, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "piege.example"
	if status, _ := v.do(r); status != http.StatusMisdirectedRequest {
		t.Errorf("a name that is not ours: %d", status)
	}
}

// What is given is on no disk, and its room is given back.
func TestFilesComeAndGo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	held, server := served(t, Config{})
	v := visit(t, server)
	v.post("/questions/demarche", url.Values{"situation.demarche": {"perte"}})
	_, said := v.send("/pieces/autre", "note.pdf", bytes.Repeat([]byte("x"), 700<<10))
	if n := held.space.held.Load(); n < 700<<10 || n > 2<<20 {
		t.Errorf("%d bytes are counted of 700 KiB", n)
	}
	_, after, _ := strings.Cut(said, `name="fichier" value="`)
	id, _, _ := strings.Cut(after, `"`)
	r, err := http.NewRequest(http.MethodPost, v.server+"/pieces/autre", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nautre\r\n--x--\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if _, said = v.do(r); !strings.Contains(said, "Aucun fichier n’a été choisi") {
		t.Error("nothing was chosen, and nothing is said of it")
	}
	if _, said = v.post("/pieces/autre/retirer", url.Values{"fichier": {id}}); strings.Contains(said, "note.pdf") {
		t.Error("the file is still there")
	}
	if n := held.space.held.Load(); n != 0 {
		t.Errorf("%d bytes are still counted", n)
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil || len(left) != 0 {
		t.Errorf("left on the disk: %v, %v", left, err)
	}
	for _, idle := range []string{"/pieces/inconnue/reparer", "/pieces/images/x.png", "/pieces/vignettes/x", "/papiers/secret.pdf", "/questions/x"} {
		method := http.MethodGet
		if strings.HasSuffix(idle, "reparer") {
			method = http.MethodPost
		}
		r, err := http.NewRequest(method, v.server+idle, nil)
		if err != nil {
			t.Fatal(err)
		}
		if status, _ := v.do(r); status != http.StatusNotFound {
			t.Errorf("%s: %d", idle, status)
		}
	}
}

func FuzzReopen(f *testing.F) {
	f.Add(zipOf(f, map[string]string{"dossier.json": `{"version":1,"situation":{"demarche":"perte"}}`}))
	f.Add(zipOf(f, map[string]string{"dossier.json": `{"version":1,"pieces":[{"type":"autre","fichiers":["a"]}]}`, "a": "x"}))
	f.Add([]byte("PK\x05\x06"))
	limits := DefaultLimits()
	limits.File, limits.Request = 1<<16, 1<<17
	s := New(Config{Limits: limits, Today: func() calendar.Date { return referenceDay }})
	f.Fuzz(func(t *testing.T, data []byte) {
		held, err := s.opened(data)
		if err == nil {
			if _, err := dossierOf(held.answers); err != nil {
				t.Errorf("what was reopened is no dossier: %v", err)
			}
			s.space.give(weight(held.files))
		}
		if n := s.space.held.Load(); n != 0 {
			t.Fatalf("%d bytes are still held", n)
		}
	})
}

// Whoever reads a download slowly, or not at all, holds up nothing else.
func TestSlowReaderHoldsNothing(t *testing.T) {
	held, server := served(t, Config{})
	v := visit(t, server)
	v.post("/questions/demarche", url.Values{"situation.demarche": {"perte"}})
	noise := make([]byte, 16<<20)
	rand.NewChaCha8([32]byte{}).Read(noise) // it does not shrink in a ZIP
	v.send("/pieces/autre", "gros.bin", noise)
	r, err := http.NewRequest(http.MethodGet, v.server+"/sauvegarde/mon-dossier.zip", nil)
	if err != nil {
		t.Fatal(err)
	}
	unread, err := v.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer unread.Body.Close()
	if status, _ := v.get("/pieces"); status != http.StatusOK {
		t.Errorf("the pieces: %d", status)
	}
	v.post("/effacer", url.Values{"sur": {"oui"}})
	if held.people.count() != 0 || held.space.held.Load() != 0 {
		t.Error("a slow reader keeps what was to be wiped")
	}
}

// Without a script, nothing is wiped before it is asked.
func TestWipingIsAskedFirst(t *testing.T) {
	held, server := served(t, Config{})
	v := visit(t, server)
	v.post("/questions/demarche", url.Values{"situation.demarche": {"perte"}})
	for _, path := range []string{"/effacer", "/commencer"} {
		if _, said := v.post(path, nil); !strings.Contains(said, "Oui, effacer") || held.people.count() != 1 {
			t.Errorf("%s is not asked first:\n%s", path, said)
		}
	}
	if _, said := v.get("/decision"); !strings.Contains(said, "Permis perdu") {
		t.Error("the answers are gone")
	}
	if v.post("/effacer", url.Values{"sur": {"oui"}}); held.people.count() != 0 {
		t.Error("what was agreed to be wiped is still there")
	}
}

func TestDatesOutOfReachAreAsked(t *testing.T) {
	_, server := served(t, Config{})
	v := visit(t, server)
	v.post("/questions/demarche", url.Values{"situation.demarche": {"retour_invalidation"}})
	for given, want := range map[string]int{
		"12/08/2027": http.StatusUnprocessableEntity, "12/08/1926": http.StatusUnprocessableEntity, "21/11/2026": http.StatusOK, "22/11/2026": http.StatusUnprocessableEntity,
	} {
		if status, _ := v.post("/questions/notification", url.Values{"situation.date_notification": {given}}); status != want {
			t.Errorf("%s: %d, not %d", given, status, want)
		}
	}
}

func TestAnotherProcedureKeepsThePerson(t *testing.T) {
	_, server := served(t, Config{})
	v := visit(t, server)
	for _, answer := range [][2]string{{"demarche", "retour_invalidation"}, {"heberge", "true"}, {"notification", "01/06/2026"}} {
		key := questionNamed(answer[0]).Asked[0].Key
		if status, said := v.post("/questions/"+answer[0], url.Values{key: {answer[1]}}); status != http.StatusOK {
			t.Fatalf("%s: %d\n%s", key, status, said)
		}
	}
	v.post("/questions/demarche", url.Values{"situation.demarche": {"perte"}})
	_, said := v.get("/decision")
	if !strings.Contains(said, "Habitez-vous chez quelqu’un") {
		t.Error("where the person lives is asked again")
	}
	if strings.Contains(said, "48SI") {
		t.Error("a fact of the other measure is kept")
	}
}
