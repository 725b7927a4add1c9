package web

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"sync"
	"time"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/validators/reader"
)

// The kiosk is one page, which holds what the visitor types and nobody else
// does: the server answers what it is asked and keeps nothing of it.

// KioskIdle is how long the kiosk waits for a sign of life before it wipes
// what was typed.
const KioskIdle = time.Minute

// kiosk is what the screens of a print kiosk need.
type kiosk struct {
	printer Printer
	idle    time.Duration
	now     func() time.Time
	started time.Time
	slots   chan struct{} // one for each form that is at the printer
	state   printerState

	mu        sync.Mutex
	printings printings
	tally     tally
}

// atPrinter is how many forms may be at the printer at once: one a kiosk, for
// the kiosks of a hall that share it.
const atPrinter = 8

func newKiosk(config Config) *kiosk {
	k := &kiosk{
		printer: config.Printer, idle: config.Idle, now: time.Now, started: time.Now(),
		slots: make(chan struct{}, atPrinter), printings: printings{byID: map[string]*printing{}},
	}
	if k.idle == 0 {
		k.idle = KioskIdle
	}
	return k
}

func (s *Server) routeKiosk() {
	s.routes.HandleFunc("GET /statique/{name}", s.serveStatic)
	s.routes.HandleFunc("GET /{$}", s.kioskPage)
	s.routes.HandleFunc("GET /operateur", s.operatorPage)
	for path, answer := range map[string]func(http.ResponseWriter, *http.Request, typed) error{
		"verification": s.kioskCheck, "apercu": s.kioskPreview, "impression": s.kioskPrint, "telechargement": s.kioskDownload,
	} {
		s.routes.HandleFunc("POST /borne/"+path, func(w http.ResponseWriter, r *http.Request) {
			sent, err := s.typedIn(w, r)
			if err == nil {
				err = answer(w, r, sent)
			}
			if err != nil {
				s.refuse(w, r, err)
			}
		})
	}
}

// kioskView is what the page of the kiosk is made of.
type kioskView struct {
	Steps    []kioskStep
	Idle     int64 // milliseconds
	Prints   bool  // else the form is handed over
	Keys     [][]screenKey
	Numerals [][]screenKey
}

func (s *Server) kioskPage(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "borne", "borne", frame{Title: "Borne d’impression", Content: kioskView{
		Steps: kioskSteps, Idle: s.kiosk.idle.Milliseconds(), Prints: s.kiosk.printer != nil, Keys: letterKeys, Numerals: numeralKeys,
	}})
}

// typed is what the page sends: what the visitor typed, by the keys of the
// dossier.
type typed struct {
	ID     string            `json:"id"`    // of the form, for a form to be printed once
	Step   int               `json:"etape"` // to be checked, from 0
	Values map[string]string `json:"valeurs"`
}

// maxTyped is far above what the fields hold.
const maxTyped = 64 << 10

func (s *Server) typedIn(w http.ResponseWriter, r *http.Request) (typed, error) {
	var sent typed
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return sent, badMedia("application/json")
	}
	data, err := io.ReadAll(s.body(w, r, maxTyped))
	if err != nil {
		return sent, s.bodyProblem(err)
	}
	if json.Unmarshal(data, &sent) != nil {
		return sent, badBody("Ce n’est pas le JSON que la page de la borne envoie.")
	}
	known := map[string]string{}
	for _, step := range kioskSteps {
		for _, f := range step.Fields {
			known[f.Key] = normal(f.Key, sent.Values[f.Key])
		}
	}
	sent.Values = known
	return sent, nil
}

// kioskCheck says what is wrong in the fields of a step.
func (s *Server) kioskCheck(w http.ResponseWriter, r *http.Request, sent typed) error {
	if sent.Step < 0 || sent.Step >= len(kioskSteps) {
		return badParameter("etape", "Cette étape n’existe pas.", "")
	}
	faults, err := s.faults(r.Context(), kioskSteps[sent.Step], sent.Values)
	if err != nil {
		return err
	}
	return answerJSON(w, map[string][]fault{"erreurs": faults})
}

// kioskPreview draws the form as it will come out.
func (s *Server) kioskPreview(w http.ResponseWriter, r *http.Request, sent typed) error {
	pdf, err := s.kioskForm(r.Context(), sent.Values)
	if err != nil {
		return err
	}
	done, err := s.turns.take(r.Context())
	if err != nil {
		return err
	}
	defer done()
	// Without a memory: what a visitor typed is not kept for the next.
	doc, err := s.config.Reader.Recall(r.Context(), nil, reader.NewSource(pdf), reader.Want{Previews: true})
	if err != nil {
		return err
	}
	if len(doc.Pages) == 0 || doc.Pages[0].Preview == nil {
		return &problem{
			Type: kind("apercu"), Title: "L’aperçu n’a pas pu être dessiné", Status: http.StatusServiceUnavailable,
			Detail: "Le formulaire peut être imprimé sans lui.",
		}
	}
	w.Header().Set("Content-Type", mediaOf[".jpg"])
	_, _ = w.Write(doc.Pages[0].Preview)
	return nil
}

// kioskDownload hands the form over, where the kiosk has no printer.
func (s *Server) kioskDownload(w http.ResponseWriter, r *http.Request, sent typed) error {
	if s.kiosk.printer != nil {
		return forbidden("Cette borne imprime", "Le formulaire sort de son imprimante.")
	}
	pdf, err := s.kioskForm(r.Context(), sent.Values)
	if err != nil {
		return err
	}
	s.gauges.printed("telecharge")
	s.kiosk.count("")
	answerFile(w, pipeline.FormName, pdf)
	return nil
}
