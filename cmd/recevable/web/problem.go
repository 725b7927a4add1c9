package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/recevable/recevable/pipeline"
)

// problem is an error as the API says it (RFC 9457). Its texts are for people,
// Type and Status for programs.
type problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail,omitempty"`
	Instance string `json:"instance,omitempty"` // names the request, as X-Request-Id does

	Key      string `json:"cle,omitempty"`     // of the dossier, or name of the parameter
	Line     int    `json:"ligne,omitempty"`   // of the dossier
	Expected string `json:"attendu,omitempty"` // what would have been right
}

func (p *problem) Error() string { return p.Title }

// kind is the last part of a problem's type.
func kind(name string) string { return "urn:recevable:probleme:" + name }

// The problems, as openapi.json lists them.
func badParameter(key, detail, expected string) *problem {
	return &problem{Type: kind("parametre"), Title: "Un paramètre de la requête ne convient pas", Status: http.StatusBadRequest, Detail: detail, Key: key, Expected: expected}
}

func badBody(detail string) *problem {
	return &problem{Type: kind("corps"), Title: "Le corps de la requête ne peut pas être lu", Status: http.StatusBadRequest, Detail: detail}
}

func badMedia(expected string) *problem {
	return &problem{Type: kind("media"), Title: "Ce type de contenu n’est pas pris", Status: http.StatusUnsupportedMediaType, Expected: expected}
}

func tooLarge(detail string) *problem {
	return &problem{Type: kind("taille"), Title: "La requête est trop grosse", Status: http.StatusRequestEntityTooLarge, Detail: detail}
}

func tooSlow() *problem {
	return &problem{Type: kind("lenteur"), Title: "L’envoi s’est arrêté en route", Status: http.StatusRequestTimeout, Detail: "Recommencez\u00a0; rien n’a été gardé de ce qui était arrivé."}
}

func busy() *problem {
	return &problem{Type: kind("occupe"), Title: "Trop de demandes à la fois", Status: http.StatusServiceUnavailable, Detail: "Réessayez dans quelques secondes."}
}

func forbidden(title, detail string) *problem {
	return &problem{Type: kind("acces"), Title: title, Status: http.StatusForbidden, Detail: detail}
}

// problemOf says what an error is to who made the request.
func problemOf(err error) *problem {
	var known *problem
	var input *pipeline.InputError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &input):
		said := *input
		said.File = "" // a request has no file name
		return &problem{
			Type: kind("dossier"), Title: "Le dossier ne convient pas", Status: http.StatusUnprocessableEntity,
			Detail: said.Error(), Key: input.Key, Line: input.Line, Expected: input.Expected,
		}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &problem{Type: kind("interrompu"), Title: "La demande a été interrompue", Status: http.StatusServiceUnavailable}
	}
	return &problem{
		Type: kind("interne"), Title: "Une erreur de notre côté", Status: http.StatusInternalServerError,
		Detail: "Rien n’a été gardé. Si cela recommence, donnez à l’auteur du programme le numéro de la requête, jamais vos papiers.",
	}
}

// refuse answers with a problem; a mistake of ours is logged.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p.Status == http.StatusInternalServerError {
		s.logFailure(r, err)
	}
	s.answerProblem(w, r, *p)
}

func (s *Server) answerProblem(w http.ResponseWriter, r *http.Request, p problem) {
	p.Instance = "urn:recevable:requete:" + requestID(r)
	if p.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
	}
	if wantsPage(r) {
		s.render(w, r, p.Status, "erreur", "cadre", frame{Title: p.Title, Content: p})
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // who is gone reads nothing
}

// logFailure says where the program went wrong, and nothing of what it was
// reading.
func (s *Server) logFailure(r *http.Request, err error) {
	var panicked *pipeline.PanicError
	if errors.As(err, &panicked) {
		s.config.Log.Error("panique", "requete", requestID(r), "genre", panicked.Kind, "ou", panicked.Where)
		return
	}
	s.config.Log.Error("échec", "requete", requestID(r), "genre", errorKind(err))
}

// errorKind names an error without its text, which may quote a document.
func errorKind(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return fmt.Sprintf("%T", err)
		}
		err = inner
	}
}
