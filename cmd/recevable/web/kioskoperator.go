package web

import (
	"context"
	"fmt"
	"net/http"
	"runtime/metrics"
	"strings"
	"sync"
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
)

// tally counts the forms, of the day and in all.
type tally struct {
	day                   calendar.Date
	printed, failed       int // that day
	printedAll, failedAll int
	lastFailure           time.Time
	lastFailureInWords    string
}

// on turns the page of the day.
func (t *tally) on(day calendar.Date) {
	if t.day != day {
		t.day, t.printed, t.failed = day, 0, 0
	}
}

// count counts a form, and how it failed; empty where it did not.
func (k *kiosk) count(failure string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	k.tally.on(calendar.Of(now))
	if failure == "" {
		k.tally.printed++
		k.tally.printedAll++
		return
	}
	k.tally.failed++
	k.tally.failedAll++
	k.tally.lastFailure, k.tally.lastFailureInWords = now, failure
}

// printerState keeps what the printer last said of itself: asking starts
// programs, and the page asks again and again.
type printerState struct {
	mu    sync.Mutex
	at    time.Time
	state string
}

const (
	stateLasts    = 5 * time.Second
	statePatience = 5 * time.Second
)

// printerIs says how the printer is.
func (k *kiosk) printerIs(ctx context.Context) string {
	if k.printer == nil {
		return "Pas d’imprimante\u00a0: la borne donne le PDF."
	}
	k.state.mu.Lock()
	defer k.state.mu.Unlock()
	if k.state.state == "" || k.now().Sub(k.state.at) > stateLasts {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), statePatience)
		defer cancel()
		k.state.state, k.state.at = k.printer.State(ctx), k.now()
	}
	return k.state.state
}

// operatorView is what the status page shows. No person is on it.
type operatorView struct {
	Printer     []string
	Today, All  string
	LastFailure string
	Since       string
	Memory      string
	Version     string
	Now         string
}

const operatorRefresh = 10 // seconds

func (s *Server) operatorPage(w http.ResponseWriter, r *http.Request) {
	k := s.kiosk
	printer := strings.Split(k.printerIs(r.Context()), "\n")
	now := k.now()
	k.mu.Lock()
	k.tally.on(calendar.Of(now))
	counted := k.tally
	k.mu.Unlock()
	view := operatorView{
		Printer: printer, Today: formCount(counted.printed, counted.failed), All: formCount(counted.printedAll, counted.failedAll), Since: uptime(now.Sub(k.started)), Memory: megabytes(heldMemory()),
		Version: s.config.Version, Now: momentOf(now),
	}
	if counted.lastFailureInWords != "" {
		view.LastFailure = momentOf(counted.lastFailure) + "\u00a0: " + counted.lastFailureInWords
	}
	s.render(w, r, http.StatusOK, "borne-operateur", "operateur", frame{Title: "État de la borne", Refresh: operatorRefresh, Content: view})
}

// formCount is how many forms were printed and failed.
func formCount(printed, failed int) string {
	plural := ""
	if printed > 1 {
		plural = "s"
	}
	return fmt.Sprintf("%d\u00a0imprimé%s, %d\u00a0en échec", printed, plural, failed)
}

// momentOf is a moment as the operator reads it.
func momentOf(t time.Time) string {
	return calendar.Of(t).FrenchDigits() + " à " + t.Format("15:04:05")
}

// uptime is a duration in days, hours and minutes.
func uptime(d time.Duration) string {
	minutes := int(d.Minutes())
	const hour, day = 60, 24 * 60
	return fmt.Sprintf("%d\u00a0j %02d\u00a0h %02d\u00a0min", minutes/day, minutes%day/hour, minutes%hour)
}

// heldMemory is what the program holds of the memory of the computer, its
// workers left out.
func heldMemory() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}
