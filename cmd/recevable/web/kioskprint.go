package web

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"time"
)

// printing is a form that is at the printer, or was some minutes ago.
type printing struct {
	began time.Time
	done  chan struct{} // closed when err is known
	err   error
}

// printings are those that are remembered, so that a form which the page sends
// twice is printed once.
type printings struct {
	byID  map[string]*printing
	order []remembered // oldest first
}

type remembered struct {
	id string
	*printing
}

const (
	printingsKept = 256
	printingsFor  = 10 * time.Minute
)

// begin returns the printing of an id, and whether it is a new one, which the
// caller is to end.
func (p *printings) begin(id string, now time.Time) (one *printing, isNew bool) {
	if one := p.byID[id]; one != nil {
		return one, false
	}
	for len(p.order) > 0 && (len(p.order) >= printingsKept || now.Sub(p.order[0].began) > printingsFor) {
		p.forget(p.order[0].id, p.order[0].printing)
		p.order = append(p.order[:0], p.order[1:]...)
	}
	one = &printing{began: now, done: make(chan struct{})}
	p.byID[id] = one
	p.order = append(p.order, remembered{id, one})
	return one, true
}

// forget lets an id be printed again.
func (p *printings) forget(id string, one *printing) {
	if p.byID[id] == one {
		delete(p.byID, id)
	}
}

// formID is a name that the page gives to a form: of its own making, it says
// nothing.
var formID = regexp.MustCompile(`^[A-Za-z0-9-]{16,64}$`)

// printerPatience is how long a printing may take in all.
const printerPatience = 90 * time.Second

// kioskPrint prints the form.
func (s *Server) kioskPrint(w http.ResponseWriter, r *http.Request, sent typed) error {
	if !formID.MatchString(sent.ID) {
		return badParameter("id", "Ce formulaire n’a pas de nom.", "16 à 64 lettres et chiffres")
	}
	if s.kiosk.printer == nil {
		return printProblem(ErrNoPrinter)
	}
	pdf, err := s.kioskForm(r.Context(), sent.Values)
	if err != nil {
		return err
	}
	if err := s.printOnce(r.Context(), requestID(r), sent.ID, pdf); err != nil {
		return printProblem(err)
	}
	return answerJSON(w, map[string]bool{"imprime": true})
}

// printOnce prints a form once, whatever the times it is asked for: whoever asks
// again meanwhile learns how it ended. A form that was not printed may be asked
// for again.
func (s *Server) printOnce(ctx context.Context, request, id string, pdf []byte) error {
	k := s.kiosk
	k.mu.Lock()
	one, isNew := k.printings.begin(id, k.now())
	k.mu.Unlock()
	if !isNew {
		select {
		case <-one.done:
			return one.err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	one.err = ErrPrinterStuck // should the printer panic
	defer func() {
		k.mu.Lock()
		if one.err != nil {
			k.printings.forget(id, one)
		}
		k.mu.Unlock()
		close(one.done)
		s.tellPrinted(request, one.err)
	}()
	// A visitor who leaves now has a sheet on its way all the same.
	one.err = k.hand(context.WithoutCancel(ctx), pdf)
	return one.err
}

// hand gives a form to the printer. No more than so many are there at once: a
// printer that is stuck holds up nothing else.
func (k *kiosk) hand(ctx context.Context, pdf []byte) error {
	select {
	case k.slots <- struct{}{}:
		defer func() { <-k.slots }()
	default:
		return ErrPrinterStuck
	}
	ctx, cancel := context.WithTimeout(ctx, printerPatience)
	defer cancel()
	err := k.printer.Print(ctx, pdf)
	if errors.Is(err, context.DeadlineExceeded) {
		return ErrPrinterStuck
	}
	return err
}

// failureKinds are how a printing fails: for the operator, never the visitor.
var failureKinds = []struct {
	err        error
	kind, word string
}{
	{ErrNoPrinter, "absente", "aucune imprimante"},
	{ErrPrinterRefused, "refus", "l’imprimante a refusé le formulaire"},
	{ErrPrinterStuck, "bloquee", "l’imprimante ne sort pas la feuille"},
}

func failureKind(err error) (kind, word string) {
	for _, f := range failureKinds {
		if errors.Is(err, f.err) {
			return f.kind, f.word
		}
	}
	return "autre", "une erreur d’un autre genre"
}

// tellPrinted counts a printing and tells the operator of one that failed.
func (s *Server) tellPrinted(request string, err error) {
	if err == nil {
		s.gauges.printed("imprime")
		s.kiosk.count("")
		return
	}
	kind, word := failureKind(err)
	s.gauges.printed(kind)
	s.kiosk.count(word)
	s.config.Log.Warn("impression", "requete", request, "issue", kind)
}

// printProblem is what the visitor's page learns of a printing that failed.
func printProblem(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return &problem{
		Type: kind("imprimante"), Title: "Le formulaire n’a pas pu être imprimé", Status: http.StatusServiceUnavailable,
		Detail: "Prévenez l’accueil, ou réessayez.",
	}
}
