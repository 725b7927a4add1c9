package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// gauges count and time, and know nothing else of what goes by.
type gauges struct {
	set    *metrics.Set
	server *Server
}

func newGauges(s *Server) *gauges {
	g := &gauges{set: metrics.NewSet(), server: s}
	for name, read := range map[string]func() float64{
		"recevable_octets_en_memoire":   func() float64 { return float64(s.space.held.Load()) },
		"recevable_verifications":       func() float64 { return float64(len(s.turns.free)) },
		"recevable_requetes_en_attente": func() float64 { return float64(s.turns.waiting.Load()) },
		"recevable_dossiers_ouverts":    func() float64 { return float64(s.people.count()) },
	} {
		g.set.NewGauge(name, read)
	}
	return g
}

// answered counts an answer under the pattern of its route.
func (g *gauges) answered(route string, status int, took time.Duration) {
	g.set.GetOrCreateCounter(fmt.Sprintf(`recevable_requetes_total{route=%q,statut="%d"}`, route, status)).Inc()
	g.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`recevable_requete_secondes{route=%q}`, route), buckets).Update(took.Seconds())
}

var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// printed counts what the kiosk printed, or failed to.
func (g *gauges) printed(how string) {
	g.set.GetOrCreateCounter(fmt.Sprintf(`recevable_formulaires_total{issue=%q}`, how)).Inc()
}

func (g *gauges) serve(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	g.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}
