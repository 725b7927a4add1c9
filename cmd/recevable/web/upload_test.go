package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
)

// smallLimits are limits that a test can pass.
func smallLimits() Limits {
	limits := DefaultLimits()
	limits.File, limits.Request, limits.Held, limits.Files = 1<<20, 3<<20, 64<<20, 4
	return limits
}

func sentFile(name string, size int) sentPart {
	return sentPart{name: "fichier", file: name, data: bytes.Repeat([]byte("x"), size)}
}

func TestLimitsOnBothSides(t *testing.T) {
	c := newCaller(t, Config{Limits: smallLimits()})
	many := func(n int) (parts []sentPart) {
		for range n {
			parts = append(parts, sentFile("a.txt", 10))
		}
		return parts
	}
	fields := func(n int) (parts []sentPart) {
		for range n {
			parts = append(parts, sentValue("autre", "x"))
		}
		return append(parts, sentFile("a.txt", 10))
	}
	for _, test := range []struct {
		name  string
		parts []sentPart
		want  int
	}{
		{"a file of the limit", []sentPart{sentFile("a.txt", 1<<20)}, 200},
		{"a file past it", []sentPart{sentFile("a.txt", 1<<20+1)}, 413},
		{"files of the limit in all", []sentPart{sentFile("a.txt", 1<<20), sentFile("b.txt", 1<<20), sentFile("c.txt", 1<<20-4096)}, 200},
		{"files past it", []sentPart{sentFile("a.txt", 1<<20), sentFile("b.txt", 1<<20), sentFile("c.txt", 1<<20)}, 413},
		{"as many files as may be", many(4), 200},
		{"one file more", many(5), 413},
		{"as many fields as may be", fields(maxFields), 200},
		{"one field more", fields(maxFields + 1), 413},
		{"a field of 1 MB", []sentPart{sentValue("autre", strings.Repeat("x", maxField)), sentFile("a.txt", 10)}, 200},
		{"a field past it", []sentPart{sentValue("autre", strings.Repeat("x", maxField+1)), sentFile("a.txt", 10)}, 413},
	} {
		t.Run(test.name, func(t *testing.T) {
			body, contentType := multipartBody(t, test.parts...)
			c := &caller{t, c.base, c.spec}
			answer := c.exchange(http.MethodPost, "/api/v1/check", contentType, body, test.want, false)
			if test.want == http.StatusRequestEntityTooLarge && !strings.Contains(string(answer), kind("taille")) {
				t.Errorf("%s", answer)
			}
		})
	}
}

func TestDossierOfOneMegabyte(t *testing.T) {
	c := newCaller(t, Config{})
	dossier := func(size int) []byte {
		text := `{"situation":{"demarche":"perte"}}`
		return []byte(text + strings.Repeat(" ", size-len(text)))
	}
	for _, path := range []string{"/api/v1/decisions", "/api/v1/checklists"} {
		c.post(path, "application/json", dossier(maxField), http.StatusOK)
		if p := c.wrong(path, "application/json", dossier(maxField+1), http.StatusRequestEntityTooLarge); p.Type != kind("taille") {
			t.Error(p.Type)
		}
	}
	for size, want := range map[int]int{maxField: 200, maxField + 1: 413} {
		for _, file := range []string{"", "dossier.json"} {
			body, contentType := multipartBody(t, sentPart{name: "dossier", file: file, data: dossier(size)})
			c.exchange(http.MethodPost, "/api/v1/dossiers", contentType, body, want, false)
		}
	}
}

func TestTruncatedBodies(t *testing.T) {
	c := newCaller(t, Config{})
	body, contentType := multipartBody(t, sentValue("piece", "autre"), sentFile("a.txt", 1000))
	for _, end := range []int{0, 1, 10, len(body) / 2, len(body) - 5} {
		if p := c.wrong("/api/v1/check", contentType, body[:end], http.StatusBadRequest); p.Type != kind("corps") {
			t.Errorf("a body of %d bytes of %d: %s", end, len(body), p.Type)
		}
	}
}

// TestFileNamesStayNames sends names that are no names of files. None of them
// leads anywhere: they come back in the report, and nowhere else.
func TestFileNamesStayNames(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	c := newCaller(t, Config{})
	bill := billOf(t, "04-facture-un-jour-plus-jeune")
	for _, name := range []string{
		"../../etc/passwd", `..\..\boot.ini`, "/etc/passwd", `C:\a.pdf`, "..", ".", "a\x00b.pdf", "facture\u202efdp.exe", `a"b.pdf`, "a;b='c'.pdf",
		strings.Repeat("é", 300) + ".pdf", "a\r\nX-Evil: 1.pdf", "\xff\xfe.pdf", "CON", "-rf", "<script>.pdf",
	} {
		body, contentType := multipartBody(t, sentPart{name: "fichier", file: name, data: bill})
		if strings.Contains(name, "\x00") { // no header may hold one
			c.wrong("/api/v1/check", contentType, body, http.StatusBadRequest)
			continue
		}
		var report pipeline.Report
		if err := json.Unmarshal(c.exchange(http.MethodPost, "/api/v1/check", contentType, body, http.StatusOK, false), &report); err != nil {
			t.Fatal(err)
		}
		if got := report.Pieces[0].Files[0]; got.Pages != 1 {
			t.Errorf("%q: %d pages", name, got.Pages)
		}
		dossier, err := json.Marshal(map[string]any{"situation": map[string]any{"demarche": "perte"}, "pieces": []any{map[string]any{"type": "justificatif_domicile", "fichiers": []string{name}}}})
		if err != nil {
			t.Fatal(err)
		}
		body, contentType = multipartBody(t, sentPart{name: "dossier", data: dossier}, sentValue("fix", "true"), sentPart{name: "fichier", file: name, data: bill})
		status, answer := c.send(contentType, body)
		switch status {
		case http.StatusUnprocessableEntity:
		case http.StatusOK:
			for _, entry := range zipNames(t, answer) {
				if !filepath.IsLocal(entry) || strings.ContainsAny(entry, "\\\x00\r\n\u202e") || len(entry) > 255 {
					t.Errorf("%q gives an entry %q", name, entry)
				}
			}
		default:
			t.Errorf("%q: status %d\n%s", name, status, answer)
		}
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left of it, %v", left, err)
	}
}

// send posts a dossier and returns whatever comes.
func (c *caller) send(contentType string, body []byte) (int, []byte) {
	c.t.Helper()
	response, err := http.Post(c.base+"/api/v1/dossiers", contentType, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response.StatusCode, answer
}

func billOf(t testing.TB, sample string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(drawn(t, sample), "facture.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// heldServer is a server whose room can be looked at.
func heldServer(t testing.TB, limits Limits) (*Server, *httptest.Server) {
	t.Helper()
	s := New(Config{Reader: blindReader(t), Today: func() calendar.Date { return referenceDay }, Limits: limits})
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	return s, web
}

func TestParallelUploadsAreEachAnswered(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, web := heldServer(t, DefaultLimits())
	kinds := []struct {
		data    []byte
		name    string
		verdict string
	}{
		{billOf(t, "04-facture-un-jour-plus-jeune"), "facture.pdf", "recevable"},
		{billOf(t, "03-facture-de-six-mois"), "facture.pdf", "irrecevable"},
		{[]byte("just a text"), "lettre.txt", "irrecevable"},
		{nil, "vide.pdf", "irrecevable"},
		{[]byte("%PDF-1.7\nbroken"), "abime.pdf", ""},
	}
	var all sync.WaitGroup
	for i := range 50 {
		kind := kinds[i%len(kinds)]
		body, contentType := multipartBody(t, sentValue("piece", "justificatif_domicile"), sentPart{name: "fichier", file: kind.name, data: kind.data})
		all.Go(func() {
			response, err := http.Post(web.URL+"/api/v1/check", contentType, bytes.NewReader(body))
			if err != nil {
				t.Error(err)
				return
			}
			defer response.Body.Close()
			var report pipeline.Report
			err = json.NewDecoder(response.Body).Decode(&report)
			if err != nil || response.StatusCode != http.StatusOK || kind.verdict != "" && string(report.Verdict) != kind.verdict {
				t.Errorf("%s: status %d, verdict %q instead of %q, %v", kind.name, response.StatusCode, report.Verdict, kind.verdict, err)
			}
		})
	}
	all.Wait()
	web.Close() // waits for the handlers
	if held := s.space.held.Load(); held != 0 {
		t.Errorf("%d bytes are still counted", held)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("%v is left of it, %v", left, err)
	}
}

func TestFullMemoryIsSaid(t *testing.T) {
	limits := DefaultLimits()
	limits.Held = 1 << 20
	s, web := heldServer(t, limits)
	s.space.take(1 << 20)
	body, contentType := multipartBody(t, sentFile("a.txt", 10))
	response, err := http.Post(web.URL+"/api/v1/check", contentType, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
	}
	s.space.give(1 << 20)
	response, err = http.Post(web.URL+"/api/v1/check", contentType, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %d once there is room", response.StatusCode)
	}
}

func TestTooManyWaitingIsSaid(t *testing.T) {
	turns := newTurns(1, 1)
	done, err := turns.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	turns.waiting.Add(1) // one that waits
	if _, err := turns.take(t.Context()); problemOf(err).Status != http.StatusServiceUnavailable {
		t.Errorf("one more waits: %v", err)
	}
	turns.waiting.Add(-1)
	done()
	if done, err = turns.take(t.Context()); err != nil {
		t.Fatal(err)
	}
	done()
}

// FuzzReceive holds the intake to its promises for any body: an error is a
// problem, what is counted is given back, and no limit is passed.
func FuzzReceive(f *testing.F) {
	body, contentType := multipartBody(f, sentValue("piece", "autre"), sentFile("a.pdf", 100), sentPart{name: "dossier", file: "blob", data: []byte("{}")})
	boundary := strings.TrimPrefix(contentType, "multipart/form-data; boundary=")
	body = bytes.ReplaceAll(body, []byte(boundary), []byte("b"))
	f.Add([]byte(body), "multipart/form-data; boundary=b")
	f.Add([]byte("--b--"), "multipart/form-data; boundary=b")
	f.Add([]byte("--b\r\nContent-Disposition: form-data; name=\"a\"; filename*=utf-8''%00\r\n\r\nx\r\n--b--\r\n"), "multipart/form-data; boundary=b")
	f.Add([]byte("--b\r\nContent-Disposition: form-data; filename=\"a\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n--b"), "multipart/form-data; boundary=b")
	f.Add([]byte(nil), "multipart/mixed; boundary=b")
	limits := smallLimits()
	limits.File, limits.Request = 2000, 8000
	s := New(Config{Limits: limits})
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		r := httptest.NewRequest(http.MethodPost, "/api/v1/check", bytes.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		sent, err := s.receive(httptest.NewRecorder(), r)
		if err != nil {
			var p *problem
			if !errors.As(err, &p) || p.Status < 400 || p.Status >= 500 {
				t.Errorf("%v", err)
			}
		} else {
			if len(sent.files) > limits.Files || len(sent.files) != len(sent.contents) || len(sent.files) != len(sent.from) || len(sent.fields) > maxFields {
				t.Errorf("%d files, %d contents, %d fields", len(sent.files), len(sent.contents), len(sent.fields))
			}
			if slices.ContainsFunc(sent.contents, func(data []byte) bool { return int64(len(data)) > limits.File }) {
				t.Error("a file is past the limit")
			}
			sent.release()
		}
		if held := s.space.held.Load(); held != 0 {
			t.Errorf("%d bytes are still counted", held)
		}
	})
}
