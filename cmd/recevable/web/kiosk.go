package web

import "time"

// KioskIdle is how long the kiosk waits for a sign of life before it wipes
// what was typed.
const KioskIdle = time.Minute

type kiosk struct{}

func newKiosk(Config) *kiosk   { return &kiosk{} }
func (s *Server) routeKiosk() {}
func (s *Server) routePages() {}
