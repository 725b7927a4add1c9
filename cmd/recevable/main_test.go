package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/recevable/recevable/samples"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"recevable": main})
}

// TestScripts runs the scenarios of testdata: each reads like a session at a
// terminal, in a folder where the sample dossiers stand.
func TestScripts(t *testing.T) {
	drawn := t.TempDir()
	if err := samples.Draw(drawn); err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	testscript.Run(t, testscript.Params{
		Dir:  "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "replace": replace},
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("HOME", cache)
			env.Setenv("ESC", "\x1b") // what a script file cannot hold
			env.Setenv("RLO", "\u202e")
			env.Setenv("LONG", strings.Repeat("x", 300))
			return os.CopyFS(env.WorkDir+"/dossiers", os.DirFS(drawn))
		},
	})
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
