package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The guard stands before every page and every answer. From the outside in: a
// name and a measure for each request, headers that hold the browser to what we
// promise, then who may ask: the name by which we are called (DNS rebinding),
// the token, the site that the request comes from (CSRF).

// policy lets a page load from here alone, run our script files and no other,
// and stand in no frame.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"

var fixedHeaders = map[string]string{
	"Content-Security-Policy":      policy,
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
	"Cache-Control":                "no-store",
}

type requestKey struct{}

// requestID is the name of a request, in its answer and in the journal.
func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// givenID is a name that a caller may give to its request.
var givenID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func (s *Server) guarded(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, forbidden("Demande venue d’un autre site", "Cette adresse ne répond qu’à ses propres pages et aux programmes."))
	}))
	inner := origin.Handler(s.dispatched(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		id := r.Header.Get("X-Request-Id")
		if !givenID.MatchString(id) {
			id = rand.Text()
		}
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		answer := &answer{ResponseWriter: w, patience: s.config.Limits.Patience}
		if r.ContentLength != 0 {
			r.Body = s.flowing(w, r.Body)
		}
		for name, value := range fixedHeaders {
			answer.Header().Set(name, value)
		}
		answer.Header().Set("X-Request-Id", id)
		defer func() {
			if p := recover(); p != nil {
				s.panicked(answer, r, p)
			}
			s.gauges.answered(s.route(r), cmp.Or(answer.status, http.StatusOK), time.Since(started))
		}()
		switch {
		case !s.isOurs(r):
			s.refuse(answer, r, &problem{
				Type: kind("hote"), Title: "Ce nom n’est pas celui de ce serveur", Status: http.StatusMisdirectedRequest,
				Detail: "Ouvrez l’adresse que le programme a affichée à son démarrage.",
			})
		case !s.admits(answer, r):
		default:
			inner.ServeHTTP(answer, r)
		}
	})
}

// panicked ends a request that a mistake of ours has stopped. The value of the
// panic may quote a document: only its type is told, and where it was.
func (s *Server) panicked(w *answer, r *http.Request, value any) {
	if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(value)
	}
	where := ""
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(4, callers)])
	for {
		frame, more := frames.Next()
		if strings.Contains(frame.Function, "recevable") {
			where = frame.Function + ":" + strconv.Itoa(frame.Line)
			break
		}
		if !more {
			break
		}
	}
	s.config.Log.Error("panique", "requete", requestID(r), "genre", fmt.Sprintf("%T", value), "ou", where)
	if w.status == 0 {
		s.answerProblem(w, r, *problemOf(nil)) // logged just above
	}
}

// route is the pattern that answers a request, which names no person.
func (s *Server) route(r *http.Request) string {
	if _, pattern := s.routes.Handler(r); pattern != "" {
		return pattern
	}
	return "autre"
}

// dispatched has what no route answers said as a problem.
func (s *Server) dispatched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := s.routes.Handler(r); pattern != "" {
			next.ServeHTTP(w, r)
			return
		}
		probe := &discarded{header: http.Header{}}
		next.ServeHTTP(probe, r)
		if allow := probe.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			s.refuse(w, r, &problem{Type: kind("methode"), Title: "Cette adresse ne répond pas à cette méthode", Status: http.StatusMethodNotAllowed, Expected: allow})
			return
		}
		s.refuse(w, r, &problem{Type: kind("adresse"), Title: "Rien n’est à cette adresse", Status: http.StatusNotFound, Expected: "une adresse de /api/v1/openapi.json"})
	})
}

// discarded takes an answer that nobody sees.
type discarded struct{ header http.Header }

func (d *discarded) Header() http.Header         { return d.header }
func (d *discarded) Write(p []byte) (int, error) { return len(p), nil }
func (d *discarded) WriteHeader(int)             {}

// isOurs reports whether the request calls us by a name of ours. A site that
// makes its own name point here (DNS rebinding) does not: an address is not a
// name, and no name but ours is taken.
func (s *Server) isOurs(r *http.Request) bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if host == "localhost" || slices.ContainsFunc(s.config.Hosts, func(known string) bool { return strings.EqualFold(known, host) }) {
		return true
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}

// tokenCookie keeps the token of a browser that came with it once.
const tokenCookie = "recevable_jeton"

// admits checks the token, where there is one. A browser brings it once in the
// address, which is then cleaned; programs bring it in a header.
func (s *Server) admits(w http.ResponseWriter, r *http.Request) bool {
	if s.config.Token == "" || r.URL.Path == healthPath || strings.HasPrefix(r.URL.Path, "/statique/") {
		return true
	}
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && s.isToken(bearer) {
		return true
	}
	if cookie, err := r.Cookie(tokenCookie); err == nil && s.isToken(cookie.Value) {
		return true
	}
	if given := r.URL.Query().Get("jeton"); r.Method == http.MethodGet && s.isToken(given) {
		// Lax: the link may have been followed from a message or another page,
		// and the redirect is still part of that visit. It acts on nothing.
		http.SetCookie(w, &http.Cookie{Name: tokenCookie, Value: given, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
		clean := *r.URL
		query := clean.Query()
		query.Del("jeton")
		clean.RawQuery = query.Encode()
		// Two slashes at the start would lead to another site.
		http.Redirect(w, r, "/"+strings.TrimLeft(clean.RequestURI(), "/"), http.StatusSeeOther)
		return false
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="recevable"`)
	s.refuse(w, r, &problem{
		Type: kind("jeton"), Title: "Il manque le jeton d’accès", Status: http.StatusUnauthorized,
		Detail: tokenWords(r),
	})
	return false
}

// tokenWords say how to get in, to a person or to the author of a program.
func tokenWords(r *http.Request) string {
	if wantsPage(r) {
		return "Ouvrez l’adresse complète que le programme a affichée à son démarrage, avec tout ce qui suit « jeton= »."
	}
	return "Donnez le jeton que le programme a affiché à son démarrage\u00a0: Authorization: Bearer JETON."
}

func (s *Server) isToken(given string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(s.config.Token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// answer remembers the status of what was answered, and does not wait without
// end for somebody to read it.
type answer struct {
	http.ResponseWriter
	status   int
	patience time.Duration
}

func (a *answer) begin(status int) {
	if a.status == 0 {
		a.status = status
		_ = http.NewResponseController(a.ResponseWriter).SetWriteDeadline(time.Now().Add(a.patience)) // a recorder of answers has no connection
	}
}

func (a *answer) WriteHeader(status int) {
	a.begin(status)
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	a.begin(http.StatusOK)
	return a.ResponseWriter.Write(p)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
