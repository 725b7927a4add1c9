package web

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// Printer prints the forms of the kiosk.
type Printer interface {
	// Print hands a PDF to the printer. Its error is one of the two below, or
	// that of ctx.
	Print(ctx context.Context, pdf []byte) error
	// State says how the printer is, for the operator.
	State(ctx context.Context) string
}

var (
	// ErrNoPrinter is returned where there is no printer to hand a form to.
	ErrNoPrinter = errors.New("web: there is no printer")
	// ErrPrinterRefused is returned where the printer took nothing.
	ErrPrinterRefused = errors.New("web: the printer took nothing")
)

// SystemPrinter prints through CUPS, with the programs that every system with
// CUPS has. name is a printer of the system; empty for its own choice.
func SystemPrinter(name string) Printer { return cups{name} }

type cups struct{ name string }

// printerPatience is how long CUPS may take to take a job in: it prints later.
const printerPatience = 15 * time.Second

// Print implements [Printer]. The title of the job says nothing of the person:
// it is seen in the queue and on the screen of the printer.
func (c cups) Print(ctx context.Context, pdf []byte) error {
	arguments := []string{"-s", "-t", "formulaire", "-o", "media=A4", "-o", "print-scaling=none", "-o", "sides=one-sided"}
	if c.name != "" {
		arguments = append(arguments, "-d", c.name)
	}
	_, err := c.run(ctx, pdf, "lp", append(arguments, "--", "-")...)
	switch {
	case err == nil, ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return ErrNoPrinter
	}
	return ErrPrinterRefused
}

// State implements [Printer].
func (c cups) State(ctx context.Context) string {
	arguments := []string{"-p"}
	if c.name != "" {
		arguments = append(arguments, c.name)
	}
	said, err := c.run(ctx, nil, "lpstat", arguments...)
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "CUPS n’est pas installé sur cet appareil."
	case err != nil:
		return "CUPS ne répond pas, ou ne connaît pas cette imprimante."
	case strings.TrimSpace(said) == "":
		return "Aucune imprimante n’est installée."
	}
	return strings.TrimSpace(said)
}

func (c cups) run(ctx context.Context, input []byte, program string, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, printerPatience)
	defer cancel()
	command := exec.CommandContext(ctx, program, arguments...)
	command.Stdin = bytes.NewReader(input)
	command.WaitDelay = time.Second
	said, err := command.Output()
	return string(said), err
}
