package web

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators/reader"
)

// ask sends one request to a handler, without a network.
func ask(s *Server, method, path string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, body)
	r.Host = "127.0.0.1:8080"
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

const lossDossier = `{"situation":{"demarche":"perte"}}`

// decide asks for a decision, with more headers.
func decide(s *Server, headers ...string) *httptest.ResponseRecorder {
	return ask(s, http.MethodPost, "/api/v1/decisions", strings.NewReader(lossDossier), append([]string{"Content-Type", "application/json"}, headers...)...)
}

func bareServer(config Config) *Server {
	config.Today = func() calendar.Date { return referenceDay }
	return New(config)
}

// saysProblem fails where an answer is not the problem of that kind.
func saysProblem(t *testing.T, what string, w *httptest.ResponseRecorder, status int, name string) {
	t.Helper()
	if w.Code != status || !strings.Contains(w.Body.String(), `"`+kind(name)+`"`) || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: status %d, %s", what, w.Code, w.Body)
	}
}

func TestOtherSitesCannotAct(t *testing.T) {
	s := bareServer(Config{})
	for _, headers := range [][]string{
		{"Origin", "https://evil.example"},
		{"Origin", "null"},
		{"Origin", "http://127.0.0.1:9999"},
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Sec-Fetch-Site", "cross-site", "Origin", "http://127.0.0.1:8080"},
	} {
		saysProblem(t, fmt.Sprint(headers), decide(s, headers...), http.StatusForbidden, "acces")
	}
	for _, headers := range [][]string{nil, {"Origin", "http://127.0.0.1:8080"}, {"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}} {
		if w := decide(s, headers...); w.Code != http.StatusOK {
			t.Errorf("%v: status %d, %s", headers, w.Code, w.Body)
		}
	}
}

func TestOnlyOurNamesAreAnswered(t *testing.T) {
	s := bareServer(Config{Hosts: []string{"borne.local"}})
	for _, host := range []string{"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "", "borne.local.evil.example", "localhost:80:80"} {
		saysProblem(t, host, decide(s, "Host", host), http.StatusMisdirectedRequest, "hote")
	}
	for _, host := range []string{"localhost", "LOCALHOST:8080", "localhost.", "127.0.0.1", "[::1]:8080", "192.168.1.12:8080", "borne.local", "Borne.Local:8080"} {
		if w := decide(s, "Host", host); w.Code != http.StatusOK {
			t.Errorf("%q: status %d", host, w.Code)
		}
	}
}

func TestTokenOpensEveryRoute(t *testing.T) {
	for _, kiosk := range []bool{false, true} {
		s := bareServer(Config{Token: "LE-BON-JETON", Kiosk: kiosk})
		for _, route := range []string{
			"POST /api/v1/check", "POST /api/v1/decisions", "POST /api/v1/formulaires", "POST /api/v1/checklists", "POST /api/v1/dossiers",
			"GET /api/v1/openapi.json", "GET /metrics", "GET /", "POST /commencer", "GET /pieces", "GET /rien", "DELETE /api/v1/check",
		} {
			method, path, _ := strings.Cut(route, " ")
			for _, headers := range [][]string{nil, {"Authorization", "Bearer LE-MAUVAIS"}, {"Authorization", "Bearer "}, {"Authorization", "LE-BON-JETON"}, {"Cookie", tokenCookie + "=autre"}} {
				w := ask(s, method, path, nil, headers...)
				saysProblem(t, route, w, http.StatusUnauthorized, "jeton")
				if w.Header().Get("WWW-Authenticate") == "" {
					t.Errorf("%s: no WWW-Authenticate", route)
				}
			}
			for _, headers := range [][]string{{"Authorization", "Bearer LE-BON-JETON"}, {"Cookie", tokenCookie + "=LE-BON-JETON"}} {
				if w := ask(s, method, path, nil, headers...); w.Code == http.StatusUnauthorized {
					t.Errorf("%s is refused with %s", route, headers[0])
				}
			}
		}
		if w := ask(s, http.MethodGet, healthPath, nil); w.Code != http.StatusOK {
			t.Errorf("health asks for a token: %d", w.Code)
		}
		// What every page loads says nothing, and the page of a refusal has it too.
		if w := ask(s, http.MethodGet, "/statique/style.css", nil); w.Code != http.StatusOK {
			t.Errorf("the style asks for a token: %d", w.Code)
		}
	}
}

// TestTokenLeavesTheAddress follows the address that the program shows.
func TestTokenLeavesTheAddress(t *testing.T) {
	s := bareServer(Config{Token: "JETON"})
	for given, want := range map[string]string{
		"/?jeton=JETON": "/", "/metrics?jeton=JETON&a=1": "/metrics?a=1", "//evil.example/?jeton=JETON": "/evil.example/",
	} {
		w := ask(s, http.MethodGet, "http://127.0.0.1:8080"+given, nil)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("%s: status %d to %q, want %q", given, w.Code, got, want)
		}
		if cookie := w.Header().Get("Set-Cookie"); !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") /* the link is followed from elsewhere */ {
			t.Errorf("cookie %q", cookie)
		}
	}
	saysProblem(t, "a form with the token in its address", ask(s, http.MethodPost, "/commencer?jeton=JETON", nil), http.StatusUnauthorized, "jeton")
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	s := bareServer(Config{})
	for _, path := range []string{"/api/v1/", "/api/v1/nothing", "/api/v2/check", "/.env", "/statique/../../etc/passwd", "/api/v1/check/"} {
		if w := ask(s, http.MethodGet, path, nil); w.Code != http.StatusNotFound && w.Code/100 != 3 {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	saysProblem(t, "unknown", ask(s, http.MethodGet, "/api/v1/nothing", nil), http.StatusNotFound, "adresse")
	for route, allow := range map[string]string{"GET /api/v1/check": "POST", "PUT /api/v1/decisions": "POST", "POST /healthz": "GET, HEAD", "TRACE /metrics": "GET, HEAD"} {
		method, path, _ := strings.Cut(route, " ")
		w := ask(s, method, path, nil)
		saysProblem(t, route, w, http.StatusMethodNotAllowed, "methode")
		if got := w.Header().Get("Allow"); got != allow {
			t.Errorf("%s allows %q, want %q", route, got, allow)
		}
	}
}

func TestRequestsHaveAName(t *testing.T) {
	s := bareServer(Config{})
	for _, id := range []string{"abc-1.2_3", strings.Repeat("x", 64)} {
		w := decide(s, "X-Request-Id", id, "Content-Type", "text/plain")
		if w.Header().Get("X-Request-Id") != id || !strings.Contains(w.Body.String(), "urn:recevable:requete:"+id) {
			t.Errorf("%q is not the name of the answer: %s", id, w.Body)
		}
	}
	for _, id := range []string{"", strings.Repeat("x", 65), "a b", "a\"b", "é", "<script>"} {
		if got := decide(s, "X-Request-Id", id).Header().Get("X-Request-Id"); got == id || !givenID.MatchString(got) {
			t.Errorf("%q is answered under %q", id, got)
		}
	}
}

func TestEveryAnswerHoldsTheBrowser(t *testing.T) {
	s := bareServer(Config{Token: "JETON"})
	for _, w := range []*httptest.ResponseRecorder{
		ask(s, http.MethodGet, "/", nil), decide(s, "Host", "evil.example"), ask(s, http.MethodGet, "/", nil, "Authorization", "Bearer JETON"),
		decide(s, "Authorization", "Bearer JETON"), decide(s, "Authorization", "Bearer JETON", "Origin", "null"),
	} {
		for name, want := range fixedHeaders {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%d: %s: %q", w.Code, name, got)
			}
		}
	}
}

// logged is a log that a test reads.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// failing is a stage with a mistake in it, which comes upon a person's name.
type failing struct{}

func (failing) Name() string { return "failing" }

func (failing) Run(context.Context, *pipeline.Job) error { panic("SECRET-NAME born on 1988-04-17") }

func TestMistakesAreSaidWithoutValues(t *testing.T) {
	var log logged
	s := bareServer(Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	s.routes.HandleFunc("POST /test/stage", func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, s.runInTurn(r.Context(), s.job(referenceDay), failing{}))
	})
	s.routes.HandleFunc("POST /test/handler", func(http.ResponseWriter, *http.Request) { panic("SECRET-NAME born on 1988-04-17") })
	for _, path := range []string{"/test/stage", "/test/handler"} {
		w := ask(s, http.MethodPost, path, nil, "X-Request-Id", "the-request")
		saysProblem(t, path, w, http.StatusInternalServerError, "interne")
		if strings.Contains(w.Body.String(), "SECRET") {
			t.Errorf("%s tells: %s", path, w.Body)
		}
	}
	said := log.String()
	if strings.Count(said, "the-request") != 2 || strings.Count(said, "guard_test.go:")+strings.Count(said, "web.") < 2 {
		t.Errorf("the log does not say where:\n%s", said)
	}
	if strings.Contains(said, "SECRET") || strings.Contains(said, "1988") {
		t.Errorf("the log tells:\n%s", said)
	}
	if len(s.turns.free) != 0 {
		t.Error("the turn is not given back")
	}
}

// TestLogHoldsNobody sends every sample, right and wrong, and looks for the
// people in what was logged and measured.
func TestLogHoldsNobody(t *testing.T) {
	var log logged
	c := newCaller(t, Config{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	var people []string
	for _, sample := range []string{"01-complet", "02-photo-par-courrier", "14-fichier-abime"} {
		folder := drawn(t, sample)
		job := localJob(t, folder)
		a := job.Dossier.Applicant
		people = append(people, string(a.BirthName), string(a.FirstNames[0]), a.BirthDate.String(), a.Email, a.Address.Street, "facture.pdf", "avis-medical")
		dossier := sampleJSON(t, folder)
		body, contentType := multipartBody(t, append([]sentPart{{name: "dossier", data: dossier}}, filesOf(t, folder)...)...)
		c.exchange(http.MethodPost, "/api/v1/dossiers", contentType, body, http.StatusOK, false)
		c.post("/api/v1/decisions", "application/json", dossier, http.StatusOK)
		c.wrong("/api/v1/formulaires", "application/json", bytes.Replace(dossier, []byte(`"version"`), []byte(`"`+string(a.BirthName)+`"`), 1), http.StatusUnprocessableEntity)
		c.wrong("/api/v1/decisions?date="+url.QueryEscape(string(a.BirthName)), "application/json", dossier, http.StatusBadRequest)
	}
	measured := c.exchange(http.MethodGet, "/metrics", "", nil, http.StatusOK, false)
	for _, told := range []string{log.String(), string(measured)} {
		for _, secret := range people {
			if secret != "" && strings.Contains(told, secret) {
				t.Errorf("%q stands in what is logged or measured", secret)
			}
		}
	}
	if len(samples.All()) == 0 || !strings.Contains(string(measured), `route="POST /api/v1/dossiers",statut="200"} 3`) {
		t.Errorf("the requests are not counted:\n%.2000s", measured)
	}
}

// running is a server on a real listener, with what ends it.
func running(t *testing.T, config Config) (address string, end func() error) {
	t.Helper()
	_, address, end = started(t, config)
	return address, end
}

// started runs a server on a port of its own, as the program does. What config
// leaves out is filled in: a reader, a day.
func started(t testing.TB, config Config) (s *Server, address string, end func() error) {
	t.Helper()
	if config.Reader == nil {
		config.Reader = reader.New()
		t.Cleanup(func() { _ = config.Reader.Close() })
	}
	config.Today = func() calendar.Date { return referenceDay }
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s = New(config)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, listener) }()
	end = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { _ = end() })
	return s, listener.Addr().String(), end
}

// dial opens a connection that fails the test when it stays silent for long.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// TestSilentBodiesAreGivenUp sends the beginning of a body and no more: the
// server answers, and lets go of the connection, whether it wanted the body or
// not.
func TestSilentBodiesAreGivenUp(t *testing.T) {
	limits := DefaultLimits()
	limits.Slowness = 50 * time.Millisecond
	address, _ := running(t, Config{Limits: limits, Token: "JETON"})
	for _, test := range []struct {
		path, token, contentType, begun string
		want                            int
	}{
		{"/api/v1/check", "JETON", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"a\"\r\n\r\nabc", http.StatusRequestTimeout},
		{"/api/v1/decisions", "JETON", "application/json", "{", http.StatusRequestTimeout},
		{"/api/v1/decisions", "", "application/json", "{", http.StatusUnauthorized},
		{"/api/v1/decisions", "JETON", "text/plain", "{", http.StatusUnsupportedMediaType},
		{"/api/v1/nothing", "JETON", "text/plain", "", http.StatusNotFound},
		{"/commencer", "JETON", "application/x-www-form-urlencoded", "a", 0},
	} {
		conn := dial(t, address)
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n%s", test.path, address, test.token, test.contentType, test.begun)
		buffered := bufio.NewReader(conn)
		response, err := http.ReadResponse(buffered, nil)
		if err != nil {
			t.Errorf("%s: %v", test.path, err)
			continue
		}
		if test.want != 0 && response.StatusCode != test.want {
			t.Errorf("%s: status %d, want %d", test.path, response.StatusCode, test.want)
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			t.Errorf("%s: %v", test.path, err)
		}
		if _, err := buffered.ReadByte(); err != io.EOF {
			t.Errorf("%s: the connection stays open: %v", test.path, err)
		}
	}
}

// TestDrippingBodiesAreGivenUp sends a body byte by byte, each in time.
func TestDrippingBodiesAreGivenUp(t *testing.T) {
	limits := DefaultLimits()
	limits.Slowness, limits.Patience = 10*time.Second, 200*time.Millisecond
	address, _ := running(t, Config{Limits: limits})
	conn := dial(t, address)
	fmt.Fprintf(conn, "POST /api/v1/decisions HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n", address)
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
				if _, err := conn.Write([]byte(" ")); err != nil {
					return
				}
			}
		}
	}()
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || response.StatusCode != http.StatusRequestTimeout {
		t.Errorf("%v, %v", response, err)
	}
}

// TestLongWorkOutlivesItsBody waits past the deadline of a body that has come.
func TestLongWorkOutlivesItsBody(t *testing.T) {
	limits := DefaultLimits()
	limits.Slowness = 20 * time.Millisecond
	s := bareServer(Config{Limits: limits})
	s.routes.HandleFunc("POST /test/long", func(w http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		select {
		case <-r.Context().Done():
			err = r.Context().Err()
		case <-time.After(5 * limits.Slowness):
		}
		if err != nil {
			s.refuse(w, r, err)
		}
	})
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	for range 2 { // the second on the same connection
		response, err := http.Post(web.URL+"/test/long", "text/plain", strings.NewReader("abc"))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("status %d", response.StatusCode)
		}
	}
}

// TestEndLetsRequestsInFlightEnd ends the server while a body is coming.
func TestEndLetsRequestsInFlightEnd(t *testing.T) {
	address, end := running(t, Config{})
	conn := dial(t, address)
	fmt.Fprintf(conn, "POST /api/v1/decisions HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", address, len(lossDossier))
	buffered := bufio.NewReader(conn)
	if line, err := buffered.ReadString('\n'); err != nil || !strings.Contains(line, "100") { // the body is being read
		t.Fatal(line, err)
	}
	if _, err := buffered.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- end() }()
	for { // until nobody new is let in
		other, err := net.Dial("tcp", address)
		if err != nil {
			break
		}
		_ = other.Close()
	}
	select {
	case err := <-ended:
		t.Fatal("the server has ended under a request: ", err)
	default:
	}
	fmt.Fprint(conn, lossDossier)
	response, err := http.ReadResponse(buffered, nil)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("%v, %v", response, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
