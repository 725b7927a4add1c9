// Command recevable tells, before the upload, whether the pieces of a French
// driving-licence application will be accepted by ANTS, and prints what the
// application needs.
//
// This folder is the door: flags in, exit code out. One short file per
// command; the work is done by package pipeline.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/recevable/recevable/pipeline"
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
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main without the process: arguments in, exit code out.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	app := &app{stdout: stdout, stderr: stderr}
	root := app.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "recevable\u00a0: interrompu. Aucun fichier n’est resté à moitié écrit.")
		return exitInterrupted
	case err != nil:
		fmt.Fprintln(stderr, "recevable\u00a0: "+message(err))
		return exitRequest
	}
	return app.code
}

// message is the one line that a person reads of an error.
func message(err error) string {
	var input *pipeline.InputError
	var path *os.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &input):
		return input.Error()
	case errors.Is(err, pipeline.ErrOverwritesInput):
		return "le fichier de sortie remplacerait une pièce du dossier (attendu\u00a0: un autre nom après -o)"
	case errors.As(err, &path):
		return path.Path + "\u00a0: impossible d’écrire ou de lire ici (" + systemReason(path.Err) + ")"
	case errors.As(err, &link): // the rename that ends every write
		return link.New + "\u00a0: impossible d’écrire ici (" + systemReason(link.Err) + ")"
	}
	return err.Error()
}

var systemReasons = map[error]string{
	os.ErrNotExist:   "ce dossier n’existe pas",
	os.ErrPermission: "accès refusé",
	syscall.ENOSPC:   "le disque est plein",
	syscall.ENOTDIR:  "ce n’est pas un répertoire",
	syscall.EISDIR:   "c’est un répertoire, pas un fichier",
}

func systemReason(err error) string {
	for known, reason := range systemReasons {
		if errors.Is(err, known) {
			return reason
		}
	}
	return err.Error()
}
