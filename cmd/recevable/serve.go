package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/cmd/recevable/web"
	"github.com/recevable/recevable/pipeline/calendar"
)

// tokenVariable holds the token where a service manager gives it: on the
// command line, every program of the computer would see it.
const tokenVariable = "RECEVABLE_JETON"

type serveFlags struct {
	addr    string
	kiosk   bool
	printer string
	hosts   []string
	noOpen  bool
}

func (a *app) serveCommand() *cobra.Command {
	var flags serveFlags
	c := &cobra.Command{
		Use: "serve [options]", Aliases: []string{"servir"},
		DisableFlagsInUseLine: true,
		Short:                 "Ouvre les pages dans le navigateur, la borne d’impression et l’API",
		Long: `Sert les pages de recevable sur cet appareil : ouvrez dans un navigateur l’adresse
affichée. Tout reste ici : rien n’est écrit sur le disque, et tout est oublié à la
fin.

Avec --kiosk, sert les écrans d’une borne qui imprime le formulaire de dépôt. L’API
décrite à /api/v1/openapi.json répond dans les deux cas.

Une adresse que d’autres appareils peuvent joindre, comme 0.0.0.0:8080, demande un
jeton d’accès : il est dans l’adresse affichée, ou vient de la variable ` + tokenVariable + `.`,
		Example: "  recevable serve\n  recevable serve --addr 0.0.0.0:8080\n  recevable servir --kiosk --imprimante borne",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return requestError("cette commande ne prend pas de fichier", "les pièces se donnent dans la page")
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return a.serve(c.Context(), flags) },
	}
	c.Flags().StringVar(&flags.addr, "addr", usualAddress, "`ADRESSE` et port où répondre ("+usualAddress+" sans cette option)")
	c.Flags().Lookup("addr").DefValue = "" // the library would say it again, in English
	c.Flags().BoolVar(&flags.kiosk, "kiosk", false, "sert les écrans d’une borne d’impression")
	c.Flags().StringVar(&flags.printer, "imprimante", "", "`NOM` de l’imprimante de la borne, comme le dit lpstat (celle du système sans cette option)")
	c.Flags().StringSliceVar(&flags.hosts, "hote", nil, "`NOM` de plus sous lequel ce serveur répond, par exemple borne.local (répétable)")
	c.Flags().BoolVar(&flags.noOpen, "sans-navigateur", false, "n’ouvre pas la page dans le navigateur")
	a.dateFlag(c)
	a.certificatesFlag(c)
	return c
}

// serveMemory replaces the wish of main: what people send lives in memory.
const serveMemory = 1 << 30

func (a *app) serve(ctx context.Context, flags serveFlags) error {
	config, err := a.serveConfig(flags)
	if err != nil {
		return err
	}
	debug.SetMemoryLimit(serveMemory)
	a.farewell = "Tout ce qui était en mémoire est oublié."
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", flags.addr)
	if err != nil {
		return addressError(flags.addr, err)
	}
	defer config.Reader.Close()
	if err := a.sayWhere(listener.Addr(), config.Token, flags); err != nil {
		return err
	}
	err = web.New(config).Serve(ctx, listener)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// sayWhere tells where the pages are, in the ways that whoever started the
// program can use: written, opened, or for the camera of a telephone.
func (a *app) sayWhere(at net.Addr, token string, flags serveFlags) error {
	found := addresses(at)
	for _, address := range found {
		fmt.Fprintln(a.stderr, "recevable\u00a0: ouvrez "+link(address, token))
	}
	if terminal, ok := asTerminal(a.stderr); ok {
		last := found[len(found)-1] // the widest known
		local, err := isLoopback(last)
		switch {
		case err != nil:
			return err
		case !local && drawsColours(terminal):
			fmt.Fprintln(a.stderr, "Ou, avec un téléphone du même réseau\u00a0:")
			if err := printQR(a.stderr, link(last, token)); err != nil {
				return err
			}
		case local && !flags.kiosk && !flags.noOpen:
			openBrowser(link(last, token))
		}
	}
	_, err := fmt.Fprintln(a.stderr, "Pour arrêter\u00a0: Ctrl-C.")
	return err
}

func (a *app) serveConfig(flags serveFlags) (web.Config, error) {
	if flags.printer != "" && !flags.kiosk {
		return web.Config{}, requestError("l’option «\u00a0--imprimante\u00a0» ne sert qu’à la borne", "--kiosk avec elle")
	}
	if _, err := a.referenceDate(); err != nil {
		return web.Config{}, err
	}
	local, err := isLoopback(flags.addr)
	if err != nil {
		return web.Config{}, err
	}
	token := os.Getenv(tokenVariable)
	switch {
	case token == "" && !local:
		token = rand.Text()
	case token != "" && len(token) < minToken:
		return web.Config{}, requestError("le jeton de la variable "+tokenVariable+" est trop court", fmt.Sprintf("%d caractères au moins, difficiles à deviner", minToken))
	}
	job, err := a.newJob("")
	if err != nil {
		return web.Config{}, err
	}
	config := web.Config{
		Reader: newReader(), Catalogue: job.Catalogue, Certificates: job.Certificates,
		Today: func() calendar.Date {
			on, _ := a.referenceDate() // read without error above
			return on
		},
		Kiosk: flags.kiosk, Token: token, Shared: !local, Hosts: flags.hosts, Version: version,
		Log: slog.New(slog.NewTextHandler(a.stderr, nil)),
	}
	if name, err := os.Hostname(); err == nil && !local {
		config.Hosts = append(config.Hosts, name, name+".local")
	}
	if flags.kiosk {
		if web.HasSystemPrinter() {
			config.Printer = web.SystemPrinter(flags.printer)
		} else {
			fmt.Fprintln(a.stderr, "À noter\u00a0: le programme « lp » de CUPS n’est pas installé sur cet appareil. La borne n’imprime pas\u00a0: elle donne le PDF.")
		}
	}
	return config, nil
}

// minToken is the length below which a token that somebody chose is guessed.
const minToken = 12

const addressExpected = "une adresse et un port, par exemple 127.0.0.1:8080"

// isLoopback reports whether nobody but this computer can reach an address.
func isLoopback(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, requestError("l’option «\u00a0--addr\u00a0» n’est pas une adresse", addressExpected)
	}
	if strings.EqualFold(host, "localhost") {
		return true, nil
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback(), nil
}

// addresses are where a browser finds what listens: for all addresses of the
// computer, those of its networks.
func addresses(at net.Addr) []string {
	tcp, ok := at.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return []string{at.String()}
	}
	port := fmt.Sprint(tcp.Port)
	found := []string{net.JoinHostPort("127.0.0.1", port)}
	all, _ := net.InterfaceAddrs() // those that are not known are not shown
	for _, a := range all {
		if network, ok := a.(*net.IPNet); ok && network.IP.IsPrivate() && network.IP.To4() != nil {
			found = append(found, net.JoinHostPort(network.IP.String(), port))
		}
	}
	return found
}

// link is what to open to reach an address, its token with it.
func link(address, token string) string {
	if token == "" {
		return "http://" + address + "/"
	}
	return "http://" + address + "/?jeton=" + token
}

// What Windows says of a port, with numbers that no other system has. It keeps
// whole ranges of ports for itself where virtual machines are set up.
//
// Source: winsock2.h.
const (
	portTaken    = syscall.Errno(10048) // WSAEADDRINUSE
	portReserved = syscall.Errno(10013) // WSAEACCES
)

func addressError(addr string, err error) error {
	problem := "on ne peut pas répondre à l’adresse «\u00a0" + visible(addr) + "\u00a0»"
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, portTaken):
		return requestError(problem+"\u00a0: un autre programme l’occupe, peut-être recevable lui-même", "une autre adresse, par exemple --addr 127.0.0.1:8081")
	case errors.Is(err, portReserved):
		return requestError(problem+"\u00a0: Windows réserve ce port, ou un autre programme l’occupe", "une autre adresse, par exemple --addr 127.0.0.1:8181")
	case errors.Is(err, syscall.EACCES):
		return requestError(problem+"\u00a0: ce port demande des droits d’administrateur", "un port au-dessus de 1024, par exemple 8080")
	}
	return requestError(problem, addressExpected)
}
