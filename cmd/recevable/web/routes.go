package web

import (
	"bytes"
	"net/http"
	"strings"
)

// routePages adds the pages of the driver.
func (s *Server) routePages() {
	s.routes.HandleFunc("GET /statique/{name}", s.serveStatic)
	s.routes.HandleFunc("GET /{$}", s.home)
	s.routes.HandleFunc("GET /vos-donnees", s.privacy)
	s.routes.HandleFunc("POST /commencer", s.begin)
	s.routes.HandleFunc("POST /reprendre", s.resume)
	s.routes.HandleFunc("POST /effacer", s.erase)
	for pattern, answer := range map[string]func(http.ResponseWriter, *http.Request, *person) error{
		"GET /questions":                  s.nextQuestion,
		"GET /questions/{name}":           s.askQuestion,
		"POST /questions/{name}":          s.takeAnswer,
		"GET /decision":                   s.showDecision,
		"GET /vous":                       s.askWho,
		"POST /vous":                      s.takeWho,
		"GET /pieces":                     s.showPieces,
		"GET /pieces/etat":                s.showPiecesState,
		"POST /pieces/{type}":             s.takePiece,
		"POST /pieces/{type}/retirer":     s.removeFile,
		"POST /pieces/{type}/deplacer":    s.moveFile,
		"POST /pieces/{type}/reparer":     s.repairPiece,
		"POST /pieces/{type}/retablir":    s.restoreFile,
		"GET /pieces/images/{name}":       s.showPicture,
		"GET /pieces/vignettes/{id}":      s.showThumbnail,
		"GET /papiers":                    s.showPapers,
		"GET /papiers/{name}":             s.handOver,
		"GET /sauvegarde/mon-dossier.zip": s.save,
	} {
		s.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			who := s.people.of(r)
			if who == nil {
				s.unknown(w, r)
				return
			}
			held := &heldAnswer{to: w}
			if err := answer(held, r, who); err != nil {
				s.refuse(held, r, err)
			}
			held.send()
		})
	}
}

// heldAnswer is an answer that leaves when all of it is known: whoever reads it
// slowly must not hold the dossier meanwhile.
type heldAnswer struct {
	to     http.ResponseWriter
	status int
	parts  [][]byte
}

func (a *heldAnswer) Header() http.Header { return a.to.Header() }

func (a *heldAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write keeps large parts as they are: what the pages hand over does not change
// afterwards. Small ones may stand in a buffer that serves again.
func (a *heldAnswer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	const small = 64 << 10
	if len(p) <= small {
		p = bytes.Clone(p)
	}
	a.parts = append(a.parts, p)
	return len(p), nil
}

func (a *heldAnswer) send() {
	if a.status != 0 {
		a.to.WriteHeader(a.status)
	}
	for _, part := range a.parts {
		if _, err := a.to.Write(part); err != nil {
			return // who is gone reads nothing
		}
	}
}

// Unwrap lets [http.ResponseController] reach the connection.
func (a *heldAnswer) Unwrap() http.ResponseWriter { return a.to }

// unknown sends whoever has no dossier here to the start: they came back after
// it was wiped, or kept an address.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && r.Header.Get(scriptHeader) == "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.refuse(w, r, &problem{
		Type: kind("oublie"), Title: "Ce dossier n’est plus là", Status: http.StatusGone,
		Detail: "Il a été effacé, ou trop de temps a passé. Reprenez depuis l’accueil, ou rouvrez votre fichier de sauvegarde.",
	})
}

// scriptHeader is set by our script on what it asks for.
const scriptHeader = "X-Recevable"

// wantsPage reports whether a person is to read the answer.
func wantsPage(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, "/api/") && r.Header.Get(scriptHeader) == "" && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// parts are where the person is on the path. Everything stays open: people go
// back and forth.
func partsAt(here string, p *person) []part {
	parts := []part{
		{Name: "questions", Title: "Situation", Link: "/questions"},
		{Name: "decision", Title: "Ce qu’il faut", Link: "/decision"},
		{Name: "vous", Title: "Vous", Link: "/vous"},
		{Name: "pieces", Title: "Pièces", Link: "/pieces"},
		{Name: "papiers", Title: "Papiers", Link: "/papiers"},
	}
	begun := p.answers["situation.demarche"] != ""
	for i := range parts {
		parts[i].Here = parts[i].Name == here
		parts[i].Open = begun || i == 0
	}
	return parts
}

// show writes a page of the path. The caller holds the person.
func (s *Server) show(w http.ResponseWriter, r *http.Request, p *person, page string, f frame) {
	f.Parts = partsAt(f.Here, p)
	f.Notices, p.notices = p.notices, nil
	status := http.StatusOK
	if f.Problem != "" {
		status = http.StatusUnprocessableEntity
	}
	s.render(w, r, status, page, "cadre", f)
}

// goTo sends the browser on after a form, so that going back sends nothing
// twice.
func goTo(w http.ResponseWriter, r *http.Request, to string) {
	if r.Header.Get(scriptHeader) != "" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// maxForm is past the longest form of these pages, in bytes.
const maxForm = 64 << 10

// readForm reads the form that a page sent.
func (s *Server) readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return s.bodyProblem(err)
	}
	return nil
}

func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	var c homeView
	if who := s.people.of(r); who != nil {
		who.mu.Lock()
		defer who.mu.Unlock()
		c.Begun = who.answers["situation.demarche"] != ""
		c.Notices, who.notices = who.notices, nil
	}
	s.render(w, r, http.StatusOK, "accueil", "cadre", frame{Title: "Vérifiez vos pièces avant de les envoyer à l’ANTS", Notices: c.Notices, Content: c})
}

type homeView struct {
	Begun   bool // a dossier is open
	Notices []notice
}

func (s *Server) privacy(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "donnees", "cadre", frame{Title: "Vos données", Content: int(s.config.Limits.Forget.Minutes())})
}

// sure reports whether the person has said to wipe what there is, and asks
// where they have not. Our script asks by itself.
func (s *Server) sure(w http.ResponseWriter, r *http.Request, title string) bool {
	if err := s.readForm(w, r); err != nil {
		s.refuse(w, r, err)
		return false
	}
	if r.PostForm.Has("sur") || s.people.of(r) == nil {
		return true
	}
	s.render(w, r, http.StatusOK, "confirmer", "cadre", frame{Title: title, Content: r.URL.Path})
	return false
}

func (s *Server) begin(w http.ResponseWriter, r *http.Request) {
	if !s.sure(w, r, "Commencer un autre dossier\u00a0?") {
		return
	}
	if _, err := s.people.welcome(w, r); err != nil {
		s.refuse(w, r, err)
		return
	}
	goTo(w, r, "/questions")
}

func (s *Server) erase(w http.ResponseWriter, r *http.Request) {
	if !s.sure(w, r, "Tout effacer\u00a0?") {
		return
	}
	s.people.forget(r)
	http.SetCookie(w, &http.Cookie{Name: personCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	goTo(w, r, "/")
}
