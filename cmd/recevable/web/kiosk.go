package web

import (
	"net/http"
	"time"
)

// KioskIdle is how long the kiosk waits for a sign of life before it wipes
// what was typed.
const KioskIdle = time.Minute

// kiosk is what the screens of a print kiosk need.
type kiosk struct {
	printer Printer
	idle    time.Duration
}

func newKiosk(config Config) *kiosk {
	k := &kiosk{printer: config.Printer, idle: config.Idle}
	if k.idle == 0 {
		k.idle = KioskIdle
	}
	return k
}

func (s *Server) routeKiosk() {
	s.routes.HandleFunc("GET /statique/{name}", s.serveStatic)
	s.routes.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		s.render(w, r, http.StatusOK, "borne", "borne", frame{Title: "Borne"})
	})
}
