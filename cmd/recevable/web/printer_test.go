package web

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// fakeCUPS puts programs of the names of those of CUPS before all others, each a
// shell script. What they are asked for is kept in the file "asked" of the
// folder that it returns.
func fakeCUPS(t *testing.T, programs map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, script := range programs {
		script = "#!/bin/sh\necho \"" + name + " $*\" >> '" + folder + "/asked'\ncd '" + folder + "'\n" + script + "\n"
		if err := os.WriteFile(filepath.Join(folder, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder+":/usr/bin:/bin")
	return folder
}

func readIn(t *testing.T, folder, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

const (
	lpTakes   = "cat > printed\necho 'request id is borne-12 (1 file(s))'"
	lpNothing = "exit 0"
)

func TestSystemPrinterFollowsASheet(t *testing.T) {
	for name, c := range map[string]struct {
		programs map[string]string
		want     error
		purges   bool
	}{
		"it comes out":            {map[string]string{"lp": lpTakes, "lpstat": lpNothing, "cancel": lpNothing}, nil, true},
		"it comes out in a while": {map[string]string{"lp": lpTakes, "lpstat": "[ -e twice ] && exit 0; [ -e once ] && touch twice; touch once; [ $1 = -o ] && echo 'borne-12  kiosk  1024  now'; exit 0", "cancel": lpNothing}, nil, true},
		"others wait behind":      {map[string]string{"lp": lpTakes, "lpstat": "echo 'borne-120  kiosk  1024  now'", "cancel": lpNothing}, nil, true},
		"under another name":      {map[string]string{"lp": "cat > printed; echo ok", "lpstat": "echo 'borne-12  kiosk'", "cancel": lpNothing}, nil, false},
		"it does not come out":    {map[string]string{"lp": lpTakes, "lpstat": "[ $1 = -o ] && echo 'borne-12  kiosk  1024  now' || echo 'printer borne now printing borne-12.  enabled since now'", "cancel": lpNothing}, ErrPrinterStuck, true},
		"the printer is stopped":  {map[string]string{"lp": lpTakes, "lpstat": "[ $1 = -o ] && echo 'borne-12  kiosk  1024  now' || echo 'printer borne disabled since now -'", "cancel": lpNothing}, ErrPrinterStuck, true},
		"nobody knows":            {map[string]string{"lp": lpTakes, "lpstat": "exit 1", "cancel": lpNothing}, ErrPrinterStuck, true},
		"no printer":              {map[string]string{"lp": "echo 'lp: Error - no default destination available.' >&2; exit 1"}, ErrNoPrinter, false},
		"no such printer":         {map[string]string{"lp": "echo 'lp: The printer or class does not exist.' >&2; exit 1"}, ErrNoPrinter, false},
		"it is refused":           {map[string]string{"lp": "echo 'lp: Destination \"borne\" is not accepting jobs.' >&2; exit 1"}, ErrPrinterRefused, false},
		"CUPS hangs":              {map[string]string{"lp": "exec sleep 600"}, ErrPrinterStuck, false},
	} {
		t.Run(name, func(t *testing.T) {
			folder := fakeCUPS(t, c.programs)
			printer := cups{name: "borne", answer: 2 * time.Second, sheet: 300 * time.Millisecond, look: 10 * time.Millisecond}
			if c.want == nil {
				printer.sheet = time.Minute
			}
			if err := printer.Print(t.Context(), []byte("%PDF-")); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			asked := readIn(t, folder, "asked")
			if strings.Contains(asked, "cancel -x borne-12\n") != c.purges {
				t.Errorf("what was asked:\n%s", asked)
			}
			if !strings.HasPrefix(asked, "lp -t formulaire -o media=A4 -o print-scaling=none -o sides=one-sided -d borne -- -\n") {
				t.Errorf("lp was asked:\n%s", asked)
			}
			if c.want == nil && readIn(t, folder, "printed") != "%PDF-" {
				t.Error("lp was not given the form")
			}
		})
	}
}

func TestSystemPrinterWithoutCUPS(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	printer := SystemPrinter("")
	if err := printer.Print(t.Context(), nil); !errors.Is(err, ErrNoPrinter) {
		t.Error(err)
	}
	if state := printer.State(t.Context()); !strings.Contains(state, "pas installé") {
		t.Error(state)
	}
}

func TestSystemPrinterTakesBackWhatIsGivenUp(t *testing.T) {
	folder := fakeCUPS(t, map[string]string{"lp": lpTakes, "lpstat": "touch looked; echo 'borne-12  kiosk  1024  now'", "cancel": lpNothing})
	ctx, giveUp := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		done <- cups{answer: time.Minute, sheet: time.Minute, look: time.Millisecond}.Print(ctx, nil)
	}()
	for readIn(t, folder, "asked") == "" || !strings.Contains(readIn(t, folder, "asked"), "lpstat -o") {
		time.Sleep(time.Millisecond)
	}
	giveUp()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if asked := readIn(t, folder, "asked"); !strings.Contains(asked, "cancel -x borne-12\n") || strings.Contains(asked, "-d") {
		t.Errorf("what was asked:\n%s", asked)
	}
}

func TestSystemPrinterSaysHowItIs(t *testing.T) {
	for said, want := range map[string]string{
		"echo 'printer borne is idle.  enabled since Thu 26 Nov 2026'":                 "borne\u00a0: prête\nFile d’attente\u00a0: 2",
		"echo 'printer borne now printing borne-12.  enabled since Thu 26 Nov 2026'":   "borne\u00a0: imprime\nFile d’attente\u00a0: 2",
		"echo 'printer borne disabled since Thu 26 Nov 2026 -'; echo '\tOut of paper'": "borne\u00a0: arrêtée\nOut of paper\nFile d’attente\u00a0: 2",
		"exit 0": "Aucune imprimante n’est installée.",
		"exit 1": "CUPS ne répond pas, ou ne connaît pas cette imprimante.",
	} {
		fakeCUPS(t, map[string]string{"lpstat": "if [ $1 = -o ]; then echo 'borne-1 kiosk'; echo 'borne-2 kiosk'; exit 0; fi\n" + said})
		if state := SystemPrinter("borne").State(t.Context()); state != want {
			t.Errorf("%s: %q", said, state)
		}
	}
}
