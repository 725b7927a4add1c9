// Command recevable tells, before the upload, whether anything would have ANTS
// refuse the pieces of a French driving-licence application, and prints what
// the application needs.
//
// This folder is the door: flags in, exit code out. One short file per
// command; the work is done by package pipeline.
package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/inconshreveable/mousetrap"

	"github.com/recevable/recevable/validators/reader"
)

// Exit codes of the contract.
const (
	exitReady       = 0
	exitBlocking    = 1
	exitRequest     = 2
	exitInterrupted = 130
)

// workerCommand is the hidden first argument that makes this program a worker
// of its reader (see package reader).
const workerCommand = "__lire"

func main() {
	if len(os.Args) == 2 && os.Args[1] == workerCommand {
		if err := reader.Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(exitRequest)
		}
		return
	}
	// A wish that keeps the collector keen: the limits themselves are held by
	// the reader.
	debug.SetMemoryLimit(256 << 20)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends what cannot be interrupted
	arguments := os.Args[1:]
	byExplorer := mousetrap.StartedByExplorer()
	if byExplorer && len(arguments) == 0 {
		arguments = clicked()
	}
	code := run(ctx, arguments, os.Stdout, os.Stderr)
	stop()
	if byExplorer && code != exitInterrupted {
		waitToBeRead(os.Stdin, os.Stderr)
	}
	os.Exit(code)
}

// run is main without the process: arguments in, exit code out.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	app := &app{stdout: stdout, stderr: stderr}
	root := app.rootCommand()
	args, err := asMeant(runtime.GOOS, args)
	if err == nil {
		root.SetArgs(args)
		err = findCommand(root, args)
	}
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "recevable\u00a0: interrompu. "+cmp.Or(app.farewell, "Aucun fichier n’est resté à moitié écrit."))
		return exitInterrupted
	case err != nil:
		fmt.Fprintln(stderr, "recevable\u00a0: "+plain(message(err)))
		return exitRequest
	}
	return app.code
}
