package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// Printer prints the forms of the kiosk.
type Printer interface {
	// Print prints a PDF, and returns once the sheet is out. Its error is one
	// of those below, or that of ctx; after an error no sheet comes out later.
	Print(ctx context.Context, pdf []byte) error
	// State says how the printer is, for the operator.
	State(ctx context.Context) string
}

var (
	// ErrNoPrinter is returned where there is no printer to hand a form to.
	ErrNoPrinter = errors.New("web: there is no printer")
	// ErrPrinterRefused is returned where the printer took nothing.
	ErrPrinterRefused = errors.New("web: the printer took nothing")
	// ErrPrinterStuck is returned where the printer took a form and does not
	// print it.
	ErrPrinterStuck = errors.New("web: the printer is stuck")
)

// SystemPrinter prints through CUPS, with the programs that every system with
// CUPS has. name is a printer of the system; empty for its own choice.
func SystemPrinter(name string) Printer {
	return cups{name: name, answer: 15 * time.Second, sheet: 45 * time.Second, look: time.Second}
}

// HasSystemPrinter reports whether those programs are there.
func HasSystemPrinter() bool {
	_, err := exec.LookPath("lp")
	return err == nil
}

type cups struct {
	name   string
	answer time.Duration // that CUPS may take to answer
	sheet  time.Duration // that a sheet may take to come out, of a printer asleep too
	look   time.Duration // between two looks at the queue
}

// jobName is how `lp` calls what it took: "request id is borne-12 (1 file(s))".
var jobName = regexp.MustCompile(`request id is ((\S+)-\d+)`)

// Print implements [Printer]. The title of the job says nothing of the person:
// it is seen in the queue and on the screen of the printer.
func (c cups) Print(ctx context.Context, pdf []byte) error {
	arguments := []string{"-t", "formulaire", "-o", "media=A4", "-o", "print-scaling=none", "-o", "sides=one-sided"}
	if c.name != "" {
		arguments = append(arguments, "-d", c.name)
	}
	said, err := c.run(ctx, pdf, "lp", append(arguments, "--", "-")...)
	if err != nil {
		return c.refusal(ctx, err)
	}
	job := jobName.FindStringSubmatch(said)
	if job == nil {
		return nil // it was taken, under a name that we cannot follow
	}
	return c.follow(ctx, job[1], job[2])
}

// noPrinter is what `lp` says where the printer that it is to use is not there.
var noPrinter = regexp.MustCompile(`no default destination|does not exist|non-existent destination`)

// refusal says why `lp` took nothing.
func (c cups) refusal(ctx context.Context, err error) error {
	var said *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return ErrPrinterStuck
	case errors.Is(err, exec.ErrNotFound):
		return ErrNoPrinter
	case errors.As(err, &said) && noPrinter.Match(said.Stderr):
		return ErrNoPrinter
	}
	return ErrPrinterRefused
}

// follow waits until a job has left the queue. One that does not is taken back:
// the sheet of a person who is gone must not come out before the next one.
// Either way, CUPS is told to keep nothing of it.
func (c cups) follow(ctx context.Context, job, printer string) error {
	printing, cancel := context.WithTimeout(ctx, c.sheet)
	defer cancel()
	tick := time.NewTicker(c.look)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-printing.Done():
			c.purge(ctx, job)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return ErrPrinterStuck
		}
		queue, err := c.run(printing, nil, "lpstat", "-o")
		if err != nil {
			continue // CUPS may be back in time
		}
		if !waits(queue, job) {
			c.purge(ctx, job)
			return nil
		}
		state, err := c.run(printing, nil, "lpstat", "-p", printer)
		if err == nil && strings.Contains(state, " disabled ") {
			c.purge(ctx, job)
			return ErrPrinterStuck
		}
	}
}

// waits reports whether a job is in the queue that `lpstat -o` prints.
func waits(queue, job string) bool {
	for line := range strings.Lines(queue) {
		if name, _, _ := strings.Cut(line, " "); strings.TrimSpace(name) == job {
			return true
		}
	}
	return false
}

// purge ends a job that has not ended, and wipes its form from the disk, where
// CUPS would keep it for a day.
func (c cups) purge(ctx context.Context, job string) {
	_, _ = c.run(context.WithoutCancel(ctx), nil, "cancel", "-x", job) // where it fails, the operator sees the job in the queue
}

// printerStates are what `lpstat -p` says of a printer, and what we do.
var printerStates = []struct {
	said *regexp.Regexp
	word string
}{
	{regexp.MustCompile(`^printer (\S+) is idle\b`), "prête"},
	{regexp.MustCompile(`^printer (\S+) now printing\b`), "imprime"},
	{regexp.MustCompile(`^printer (\S+) disabled\b`), "arrêtée"},
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
	var lines []string
	for line := range strings.Lines(said) {
		lines = append(lines, stateLine(strings.TrimSpace(line)))
	}
	if queue, err := c.run(ctx, nil, "lpstat", "-o"); err == nil {
		lines = append(lines, fmt.Sprintf("File d’attente\u00a0: %d", strings.Count(queue, "\n")))
	}
	return strings.Join(lines, "\n")
}

// stateLine is a line of `lpstat -p` for people; what CUPS adds of its own, such
// as a lack of paper, stays as it is.
func stateLine(line string) string {
	for _, state := range printerStates {
		if name := state.said.FindStringSubmatch(line); name != nil {
			return name[1] + "\u00a0: " + state.word
		}
	}
	return line
}

func (c cups) run(ctx context.Context, input []byte, program string, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, c.answer)
	defer cancel()
	command := exec.CommandContext(ctx, program, arguments...)
	command.Stdin = bytes.NewReader(input)
	command.Env = append(os.Environ(), "LC_ALL=C") // what they say is read
	command.WaitDelay = time.Second
	said, err := command.Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return string(said), err
}
