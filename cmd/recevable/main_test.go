package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status},
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("HOME", cache)
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
