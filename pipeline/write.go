package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Sink takes finished files. Each is taken whole or not at all.
type Sink interface {
	Put(paper Paper) error
}

// Write is the last stage: it hands the report and the papers over.
type Write struct{ Out Sink }

// Name implements [Stage].
func (Write) Name() string { return "report" }

// Run implements [Stage]. rapport.json goes last: where it stands, everything
// it speaks of stands too.
func (w Write) Run(ctx context.Context, job *Job) error {
	report, err := job.Report.JSON()
	if err != nil {
		return err
	}
	for _, paper := range append(job.Papers, Paper{ReportName, report}) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.Out.Put(paper); err != nil {
			return err
		}
	}
	return nil
}

// Folder is a Sink that writes into a folder, made when it is not there. It
// refuses to write over one of the Inputs.
type Folder struct {
	Path   string
	Inputs []string // files that must never be written over
}

// ErrOverwritesInput is returned for a file that would replace an input.
var ErrOverwritesInput = errors.New("this would replace an input file")

// Put implements [Sink].
func (f Folder) Put(paper Paper) error {
	if err := os.MkdirAll(f.Path, 0o755); err != nil {
		return err
	}
	return WriteFile(filepath.Join(f.Path, paper.Name), paper.Data, f.Inputs)
}

// WriteFile writes a file whole or not at all: into a temporary file of the
// same folder, then renamed. It refuses to replace any of the inputs, under
// whatever name.
func WriteFile(name string, data []byte, inputs []string) (err error) {
	if target, statErr := os.Stat(name); statErr == nil {
		for _, input := range inputs {
			if info, err := os.Stat(input); err == nil && os.SameFile(target, info) {
				return fmt.Errorf("%s: %w", name, ErrOverwritesInput)
			}
		}
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".recevable-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			temp.Close()
			os.Remove(temp.Name())
		}
	}()
	if _, err = temp.Write(data); err != nil {
		return err
	}
	if err = temp.Chmod(0o644); err != nil {
		return err
	}
	if err = temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}
