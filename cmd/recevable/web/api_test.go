package web

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr"
)

// blind is an engine that reads no word: these tests are about what goes in and
// out of the server, and say the same on a machine without tesseract.
type blind struct{}

func (blind) Read(context.Context, image.Image, ocr.Mode) (ocr.Text, error) { return ocr.Text{}, nil }
func (blind) Name() string                                                  { return "blind" }
func (blind) Limitation() ocr.Limitation                                    { return ocr.Unlimited }

// referenceDay is that of the samples.
var referenceDay = calendar.New(2026, 11, 21)

// blindReader is a reader for the time of a test.
func blindReader(t testing.TB) *reader.Reader {
	t.Helper()
	r := reader.New(reader.WithOCR(blind{}))
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// sampleJSON is the dossier of a folder as the API takes it.
func sampleJSON(t testing.TB, folder string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "dossier.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := yaml.Unmarshal(pipeline.DecodeText(text), &value); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(withoutTimes(value))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withoutTimes writes the dates that YAML takes for instants as the contract
// has them.
func withoutTimes(value any) any {
	switch v := value.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case map[string]any:
		for key := range v {
			v[key] = withoutTimes(v[key])
		}
	case []any:
		for i := range v {
			v[i] = withoutTimes(v[i])
		}
	}
	return value
}

// sentPart is one part of a multipart body; one with a file name is a file.
type sentPart struct {
	name, file string
	data       []byte
	media      string // of a value; empty for plain text
}

func sentValue(name, text string) sentPart { return sentPart{name: name, data: []byte(text)} }

// multipartBody writes parts in order, and returns the body and its type.
func multipartBody(t testing.TB, parts ...sentPart) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		header := textproto.MIMEHeader{}
		header.Set("Content-Disposition", multipart.FileContentDisposition(p.name, p.file))
		if p.file == "" {
			header.Set("Content-Disposition", fmt.Sprintf("form-data; name=%q", p.name))
		}
		if p.media != "" {
			header.Set("Content-Type", p.media)
		}
		to, err := w.CreatePart(header)
		if err == nil {
			_, err = to.Write(p.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

// filesOf are the files of a folder, under one field name.
func filesOf(t testing.TB, folder string) []sentPart {
	t.Helper()
	var parts []sentPart
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "dossier.") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, sentPart{name: "fichier", file: e.Name(), data: data, media: "application/octet-stream"})
	}
	return parts
}

// caller speaks to a running server and holds each exchange against the file
// that describes the API.
type caller struct {
	t    testing.TB
	base string // address, without a slash at the end
	spec *description
}

func newCaller(t testing.TB, config Config) *caller {
	t.Helper()
	if config.Reader == nil {
		config.Reader = blindReader(t)
	}
	return &caller{t, strings.TrimSuffix(testServer(t, config), "/"), describedAPI(t)}
}

// post sends a body that the file describes and wants a status; it returns the
// answer.
func (c *caller) post(path, contentType string, body []byte, want int) []byte {
	c.t.Helper()
	return c.exchange(http.MethodPost, path, contentType, body, want, true)
}

// wrong sends a body that the file may not describe.
func (c *caller) wrong(path, contentType string, body []byte, want int) *problem {
	c.t.Helper()
	var p problem
	if err := json.Unmarshal(c.exchange(http.MethodPost, path, contentType, body, want, false), &p); err != nil {
		c.t.Fatal(err)
	}
	if p.Status != want {
		c.t.Errorf("%s: the problem says %d, its status is %d", path, p.Status, want)
	}
	return &p
}

func (c *caller) exchange(method, path, contentType string, body []byte, want int, described bool) []byte {
	c.t.Helper()
	request, err := http.NewRequest(method, c.base+path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if response.StatusCode != want {
		c.t.Fatalf("%s %s: status %d, want %d\n%s", method, path, response.StatusCode, want, answer)
	}
	request.Body, response.Body = io.NopCloser(bytes.NewReader(body)), io.NopCloser(bytes.NewReader(answer))
	if described {
		c.spec.holdsRequest(c.t, request)
		request.Body = io.NopCloser(bytes.NewReader(body))
	}
	c.spec.holdsResponse(c.t, request, response)
	return answer
}

// localJob is the job that the command line would make of a folder.
func localJob(t testing.TB, folder string) *pipeline.Job {
	t.Helper()
	dossier, folder, err := pipeline.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return &pipeline.Job{On: referenceDay, Dossier: dossier, Folder: folder, Reader: blindReader(t)}
}

func TestEveryServiceAddressAnswersAsDescribed(t *testing.T) {
	c := newCaller(t, Config{Version: "1.2.3"})
	for _, path := range []string{"/api/v1/openapi.json", healthPath, "/metrics"} {
		if got := c.exchange(http.MethodGet, path, "", nil, http.StatusOK, true); len(got) == 0 {
			t.Errorf("%s answers nothing", path)
		}
	}
	if got := c.exchange(http.MethodGet, "/api/v1/openapi.json", "", nil, http.StatusOK, true); !bytes.Equal(got, openAPI) {
		t.Error("openapi.json is not served as it is")
	}
}

func TestDecisionsAreThoseOfTheCorridor(t *testing.T) {
	c := newCaller(t, Config{})
	dir := t.TempDir()
	if err := samples.Draw(dir); err != nil {
		t.Fatal(err)
	}
	for _, sample := range samples.All() {
		folder := filepath.Join(dir, sample.Name)
		job := localJob(t, folder)
		if err := pipeline.Run(t.Context(), job, pipeline.Decide{}); err != nil {
			t.Fatal(sample.Name, err)
		}
		want, err := pipeline.EncodeJSON(job.Decision)
		if err != nil {
			t.Fatal(err)
		}
		got := c.post("/api/v1/decisions?date="+sample.Date, "application/json", sampleJSON(t, folder), http.StatusOK)
		if !bytes.Equal(got, want) {
			t.Errorf("%s: the API decides otherwise than the corridor:\n%s\nwant\n%s", sample.Name, got, want)
		}
	}
}

// TestEveryProcedureIsAnsweredAsDescribed decides on situations that know
// little, where most of the nulls stand.
func TestEveryProcedureIsAnsweredAsDescribed(t *testing.T) {
	c := newCaller(t, Config{})
	for _, procedure := range rules.Procedures() {
		for _, more := range []string{"", `,"etape":"fabrication"`, `,"date_permis":"2005-03-01","duree_mois":6,"date_debut":"2026-09-01","date_effet":"2026-03-01","date_notification":"2026-03-02","date_restitution":"2026-03-09"`} {
			body := fmt.Sprintf(`{"situation":{"demarche":%q%s}}`, procedure, more)
			want := http.StatusOK
			if dossier, err := pipeline.Parse("dossier.json", []byte(body)); err != nil || dossier.RequireSituation() != nil {
				want = http.StatusUnprocessableEntity
			}
			c.post("/api/v1/decisions?date=2026-11-21", "application/json", []byte(body), want)
		}
	}
}

func TestPapersAreThoseOfTheCorridor(t *testing.T) {
	c := newCaller(t, Config{})
	folder := drawn(t, "02-photo-par-courrier")
	job := localJob(t, folder)
	if err := pipeline.Run(t.Context(), job, pipeline.Decide{}); err != nil {
		t.Fatal(err)
	}
	for path, compose := range map[string]func() ([]byte, error){
		"/api/v1/formulaires":             func() ([]byte, error) { return pipeline.ComposeForm(job.Dossier) },
		"/api/v1/formulaires?notice=true": func() ([]byte, error) { return pipeline.ComposeFormWithNotice(job.Dossier) },
		"/api/v1/checklists":              func() ([]byte, error) { return pipeline.ComposeChecklist(job) },
	} {
		want, err := compose()
		if err != nil {
			t.Fatal(path, err)
		}
		if got := c.post(path, "application/json", sampleJSON(t, folder), http.StatusOK); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes that are not the %d of the corridor", path, len(got), len(want))
		}
	}
}

func TestCheckReportsLooseFiles(t *testing.T) {
	c := newCaller(t, Config{})
	old, good := filesOf(t, drawn(t, "03-facture-de-six-mois")), filesOf(t, drawn(t, "04-facture-un-jour-plus-jeune"))
	bill := func(files []sentPart) sentPart {
		return files[slices.IndexFunc(files, func(p sentPart) bool { return p.file == "facture.pdf" })]
	}
	for _, test := range []struct {
		parts   []sentPart
		verdict string
		types   string
	}{
		{[]sentPart{sentValue("piece", "justificatif_domicile"), bill(good)}, "recevable", "justificatif_domicile"},
		{[]sentPart{sentValue("piece", "justificatif_domicile"), bill(old)}, "irrecevable", "justificatif_domicile"},
		{[]sentPart{bill(old), sentValue("piece", "justificatif_domicile")}, "irrecevable", "justificatif_domicile"},
		{[]sentPart{bill(good)}, "recevable", "autre"},
		// The same day, said otherwise, makes the bill old.
		{[]sentPart{sentValue("piece", "justificatif_domicile"), bill(good), sentValue("date", "2026-11-22")}, "irrecevable", "justificatif_domicile"},
		{[]sentPart{sentValue("piece", "avis_medical"), old[0], sentValue("piece", "justificatif_domicile"), bill(good)}, "", "avis_medical justificatif_domicile"},
	} {
		body, contentType := multipartBody(t, test.parts...)
		var report pipeline.Report
		if err := json.Unmarshal(c.post("/api/v1/check?date=2026-11-21", contentType, body, http.StatusOK), &report); err != nil {
			t.Fatal(err)
		}
		var types []string
		for _, p := range report.Pieces {
			types = append(types, string(p.Type))
		}
		if got := strings.Join(types, " "); got != test.types || test.verdict != "" && string(report.Verdict) != test.verdict {
			t.Errorf("%s of %s, want %s of %s", report.Verdict, got, test.verdict, test.types)
		}
	}
}

// TestDossiersAreWhatRunWrites sends whole dossiers and compares the ZIP, file
// by file, with the folder that run writes.
func TestDossiersAreWhatRunWrites(t *testing.T) {
	c := newCaller(t, Config{})
	for _, test := range []struct {
		sample string
		fix    bool
	}{{"02-photo-par-courrier", false}, {"16-png-renomme", true}, {"15-noms-de-telephone", false}} {
		folder, out := drawn(t, test.sample), t.TempDir()
		job := localJob(t, folder)
		job.WantThumbnails, job.WantRepair = true, test.fix
		stages := pipeline.Stages(pipeline.Folder{Path: out})
		if test.fix {
			stages = pipeline.StagesWithRepair(pipeline.Repair{}, pipeline.Folder{Path: out})
		}
		if err := pipeline.Run(t.Context(), job, stages...); err != nil {
			t.Fatal(test.sample, err)
		}
		parts := append([]sentPart{{name: "dossier", data: sampleJSON(t, folder), media: "application/json"}}, filesOf(t, folder)...)
		if test.fix {
			parts = append(parts, sentValue("fix", "true"))
		}
		body, contentType := multipartBody(t, parts...)
		archive := c.post("/api/v1/dossiers?date=2026-11-21", contentType, body, http.StatusOK)
		if again := c.post("/api/v1/dossiers?date=2026-11-21", contentType, body, http.StatusOK); !bytes.Equal(archive, again) {
			t.Errorf("%s: the same dossier gives other bytes the second time", test.sample)
		}
		z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
		if err != nil {
			t.Fatal(err)
		}
		got, want := contents(t, z), contents(t, os.DirFS(out))
		for name := range want {
			if !bytes.Equal(got[name], want[name]) {
				t.Errorf("%s: %s has %d bytes that are not the %d of run", test.sample, name, len(got[name]), len(want[name]))
			}
			delete(got, name)
		}
		if len(want) < 4 || len(got) > 0 {
			t.Errorf("%s: run writes %d files, and the ZIP holds %d more", test.sample, len(want), len(got))
		}
	}
}

func contents(t testing.TB, tree fs.FS) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		all[name], err = fs.ReadFile(tree, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestDossierComesAsEveryClientSendsIt: as a plain value, as a file of any name
// under « dossier » (what browsers make of a Blob), or among the files.
func TestDossierComesAsEveryClientSendsIt(t *testing.T) {
	c := newCaller(t, Config{})
	dossier := []byte(`{"situation":{"demarche":"perte"}}`)
	for _, sent := range []sentPart{
		{name: "dossier", data: dossier},
		{name: "dossier", data: dossier, media: "application/json"},
		{name: "dossier", data: dossier, file: "blob"},
		{name: "dossier", data: dossier, file: "mon dossier.json"},
		{name: "fichier", data: dossier, file: "dossier.json"},
	} {
		body, contentType := multipartBody(t, sent)
		c.exchange(http.MethodPost, "/api/v1/dossiers", contentType, body, http.StatusOK, false)
	}
}

func TestWrongRequestsAreSaidInTheirPlace(t *testing.T) {
	c := newCaller(t, Config{})
	file := sentPart{name: "fichier", file: "a.pdf", data: []byte("%PDF-1.7 not really")}
	multi := func(parts ...sentPart) (string, []byte) {
		body, contentType := multipartBody(t, parts...)
		return contentType, body
	}
	text := func(contentType, body string) func() (string, []byte) {
		return func() (string, []byte) { return contentType, []byte(body) }
	}
	parts := func(parts ...sentPart) func() (string, []byte) {
		return func() (string, []byte) { return multi(parts...) }
	}
	for _, test := range []struct {
		path   string
		body   func() (string, []byte)
		status int
		kind   string
		key    string
	}{
		{"check", parts(sentValue("piece", "passeport"), file), 400, "parametre", "piece"},
		{"check", parts(sentValue("piece", "avis_medical"), file, sentValue("piece", "autre")), 400, "parametre", "piece"},
		{"check", parts(sentValue("piece", "avis_medical")), 400, "parametre", "fichier"},
		{"check", parts(sentValue("date", "2026-02-30"), file), 400, "parametre", "date"},
		{"check?date=hier", parts(file), 400, "parametre", "date"},
		{"check", text("application/json", "{}"), 415, "media", ""},
		{"check", text("multipart/form-data", "x"), 415, "media", ""},
		{"check", text("multipart/form-data; boundary=b", "not a part"), 400, "corps", ""},
		{"decisions", text("application/json", ""), 422, "dossier", ""},
		{"decisions", text("application/json", "{"), 422, "dossier", ""},
		{"decisions", text("application/json", "{}"), 422, "dossier", "situation.demarche"},
		{"decisions", text("application/json", `{"situation":{"demarche":"vacances"}}`), 422, "dossier", "situation.demarche"},
		{"decisions", text("application/json", `{"situation":{"demarche":"perte"},"surprise":1}`), 422, "dossier", "surprise"},
		{"decisions?date=2026-13-01", text("application/json", `{}`), 400, "parametre", "date"},
		{"decisions", text("text/plain", "{}"), 415, "media", ""},
		{"decisions", text("application/x-www-form-urlencoded", "a=b"), 415, "media", ""},
		{"formulaires", text("application/json", `{"demande":{"numero":"1"}}`), 422, "dossier", "demandeur.adresse"},
		{"formulaires?notice=peut-etre", text("application/json", `{}`), 400, "parametre", "notice"},
		{"checklists", text("application/json", `{}`), 422, "dossier", "situation.demarche"},
		{"dossiers", parts(file), 400, "parametre", "dossier"},
		{"dossiers", parts(sentValue("dossier", `{"situation":{"demarche":"perte"}}`), sentValue("fix", "peut-etre")), 400, "parametre", "fix"},
		{"dossiers", parts(sentValue("dossier", `{"situation":{"demarche":"perte"},"pieces":[{"type":"autre","fichiers":["a.pdf"]}]}`)), 422, "dossier", "pieces[1].fichiers[1]"},
		{"dossiers", parts(sentValue("dossier", `{"situation":{"demarche":"perte"},"pieces":[{"type":"autre","fichiers":["../a.pdf"]}]}`), file), 422, "dossier", "pieces[1].fichiers[1]"},
	} {
		contentType, body := test.body()
		p := c.wrong("/api/v1/"+test.path, contentType, body, test.status)
		if p.Type != kind(test.kind) || p.Key != test.key {
			t.Errorf("%s %.60q: %s at %q, want %s at %q", test.path, body, p.Type, p.Key, test.kind, test.key)
		}
	}
}

// exampleURL is an address of the API on a server that is not running.
func exampleURL(path string) *url.URL { return &url.URL{Scheme: "http", Host: "127.0.0.1", Path: path} }
