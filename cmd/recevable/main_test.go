package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators/reader/ocr"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"recevable": main})
}

// TestScripts runs the scenarios of testdata: each reads like a session at a
// terminal, in a folder where the sample dossiers stand.
//
// They run as on a machine without tesseract, so that they say the same
// everywhere and spend no time reading pictures that they are not about. What
// stands behind [ocr] takes the path of this machine: env PATH=$OCR_PATH.
func TestScripts(t *testing.T) {
	drawn := t.TempDir()
	if err := samples.Draw(drawn); err != nil {
		t.Fatal(err)
	}
	cache, hiding := t.TempDir(), hideTesseract(t)
	testscript.Run(t, testscript.Params{
		Dir:       "testdata",
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"status": status, "replace": replace, "await": await},
		Condition: condition,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("HOME", cache)
			env.Setenv("OCR_PATH", env.Getenv("PATH"))
			env.Setenv("PATH", hiding+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("ESC", "\x1b") // what a script file cannot hold
			env.Setenv("RLO", "\u202e")
			env.Setenv("LONG", strings.Repeat("x", 300))
			return os.CopyFS(env.WorkDir+"/dossiers", os.DirFS(drawn))
		},
	})
}

// hideTesseract returns a folder to be searched before all others, whose
// tesseract answers nothing.
func hideTesseract(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, mute := range map[string]string{"tesseract": "#!/bin/sh\nexit 1\n", "tesseract.bat": "@exit 1\r\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(mute), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// condition knows [ocr]: pictures can be read, in French. Where the environment
// says that the tools must be there (RECEVABLE_TOOLS_REQUIRED=1), their absence
// fails the scenario instead of hiding it.
func condition(name string) (bool, error) {
	if name != "ocr" {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	found := ocr.Detect(context.Background()).Limitation() == ocr.Unlimited
	if !found && os.Getenv("RECEVABLE_TOOLS_REQUIRED") == "1" {
		return false, errors.New("tesseract or its French is not installed, and RECEVABLE_TOOLS_REQUIRED=1 asks for it")
	}
	return found, nil
}

// status CODE PROGRAM ARGS... runs a program that must end with just that exit
// code, where exec only tells zero from the rest.
func status(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: status CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Check(err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%v: exit code %d, want %d", args[1:], got, want)
	}
}

// replace OLD NEW FILE replaces the first OLD of a file, which must be there.
func replace(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	text := ts.ReadFile(args[2])
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%s does not hold %q", args[2], args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Replace(text, args[0], args[1], 1)), 0o600))
}

// awaitMost is when what is awaited is taken for never to come: far beyond what
// a slow machine needs.
const awaitMost = 2 * time.Minute

// await TEXT FILE waits until a file, which need not be there yet, holds a text:
// what a program in the background does has no other end to wait for.
func await(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 2 {
		ts.Fatalf("usage: await TEXT FILE")
	}
	for until := time.Now().Add(awaitMost); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		text, err := os.ReadFile(ts.MkAbs(args[1]))
		if err == nil && strings.Contains(string(text), args[0]) {
			return
		}
	}
	ts.Fatalf("%s never held %q", args[1], args[0])
}
