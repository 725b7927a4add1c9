package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"time"

	"golang.org/x/net/netutil"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// Config is what a server needs to know.
type Config struct {
	// Reader opens the pieces. The caller closes it after the server has ended.
	Reader *reader.Reader
	// Today is the reference date of whoever names none.
	Today        func() calendar.Date
	Catalogue    *rules.Catalogue     // nil for that of the program
	Certificates twoddoc.Certificates // nil: no signature is verified
	// Kiosk serves the screens of a print kiosk in place of the driver's.
	Kiosk bool
	// Printer prints the forms of the kiosk; nil where it only hands them over.
	Printer Printer
	// Token, where it is not empty, must come with every request.
	Token string
	// Shared says that other computers may come: the pages then do not say that
	// all stays on the one in front of the person.
	Shared bool
	// Hosts are names that the server answers to, beside those of the loopback
	// and the addresses it is reached at.
	Hosts []string
	// Idle is how long the kiosk waits for a sign of life; 0 for [KioskIdle].
	Idle    time.Duration
	Limits  Limits
	Log     *slog.Logger
	Version string
}

// Limits bound what the server takes in.
type Limits struct {
	File     int64 // bytes of one file
	Request  int64 // bytes of one request
	Held     int64 // bytes of all that is in memory at once
	Files    int   // of one request, or of one dossier
	People   int   // dossiers open in the pages at once
	Waiting  int   // requests that wait for their turn to be checked
	Patience time.Duration
	Slowness time.Duration // without a byte of a body, before it is given up
	Forget   time.Duration // without a sign of life, before a dossier is forgotten
}

// DefaultLimits fits a computer of four gigabytes.
func DefaultLimits() Limits {
	return Limits{
		File: 64 << 20, Request: 256 << 20, Held: 768 << 20, Files: 60, People: 32, Waiting: 256,
		Patience: 10 * time.Minute, Slowness: 20 * time.Second, Forget: time.Hour,
	}
}

// maxConnections bounds what is open at once, whoever opens it.
const maxConnections = 1024

// Server answers requests. Make one with [New].
type Server struct {
	config Config
	space  *space
	turns  *turns
	gauges *gauges
	people *people
	kiosk  *kiosk
	routes *http.ServeMux
}

// New returns a server that holds nothing yet.
func New(config Config) *Server {
	if config.Limits == (Limits{}) {
		config.Limits = DefaultLimits()
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		config: config,
		space:  &space{most: config.Limits.Held},
		turns:  newTurns(runtime.GOMAXPROCS(0), config.Limits.Waiting),
		routes: http.NewServeMux(),
	}
	s.people = newPeople(config.Limits, s.space)
	s.gauges = newGauges(s)
	s.routeAPI()
	if config.Kiosk {
		s.kiosk = newKiosk(config)
		s.routeKiosk()
	} else {
		s.routePages()
	}
	return s
}

// Handler answers everything, behind the guard.
func (s *Server) Handler() http.Handler { return s.guarded(s.routes) }

// Serve answers on a listener until ctx is done, then lets what is under way
// come to its end and forgets everything.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	underWay, interrupt := context.WithCancel(context.WithoutCancel(ctx))
	defer interrupt()
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    32 << 10,
		BaseContext:       func(net.Listener) context.Context { return underWay },
		// What net/http itself has to say may quote a request.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	defer s.people.forgetAll()
	ending, forget := context.WithCancel(ctx)
	defer forget()
	go s.people.forgetIdle(ending)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(netutil.LimitListener(listener, maxConnections)) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	// What ends soon may end; then checks are cut short, and told so; then
	// connections.
	const soon, grace = 2 * time.Second, 4 * time.Second
	defer time.AfterFunc(soon, interrupt).Stop()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close() // who is still at it has had its time
	}
	return err
}

// job prepares a job as the command line does.
func (s *Server) job(on calendar.Date) *pipeline.Job {
	return &pipeline.Job{On: on, Catalogue: s.config.Catalogue, Certificates: s.config.Certificates, Reader: s.config.Reader}
}
