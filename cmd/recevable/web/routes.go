package web

// routePages adds the pages of the driver.
func (s *Server) routePages() {
	s.routes.HandleFunc("GET /statique/{name}", s.serveStatic)
}
