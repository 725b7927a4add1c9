package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// Sink takes the papers of one run, the report last. Each is taken whole or
// not at all.
type Sink interface {
	Take(ctx context.Context, papers []Paper) error
}

// Write is the last stage: it hands the papers, the repaired files and the
// report over.
type Write struct{ Out Sink }

// Name implements [Stage].
func (Write) Name() string { return "report" }

// Run implements [Stage].
func (w Write) Run(ctx context.Context, job *Job) error {
	if job.Report == nil {
		return ErrNoReport
	}
	report, err := job.Report.JSON()
	if err != nil {
		return err
	}
	pieces, err := job.Outputs()
	if err != nil {
		return err
	}
	for _, piece := range pieces {
		job.Papers = append(job.Papers, Paper{path.Join(PiecesName, piece.Name), piece.Data})
	}
	return w.Out.Take(ctx, append(slices.Clip(job.Papers), Paper{ReportName, report}))
}

// Folder is a Sink that writes into a folder, made when it is not there. It
// refuses to write over one of the Inputs, and looks before it writes anything.
type Folder struct {
	Path   string
	Inputs []string // files that must never be written over
}

// Take implements [Sink]. rapport.json goes first and comes back last: where it
// stands, the papers beside it are those it speaks of.
func (f Folder) Take(ctx context.Context, papers []Paper) error {
	return f.take(ctx, papers, ReportName, []string{FormName, ChecklistName, WebListName, CalendarName})
}

// EvidenceFolder is a Sink for what [ComposeEvidence] makes. Like a [Folder],
// it never writes over its Inputs; rapport.html goes first and comes back last.
// Of an earlier report it takes away the pictures that are not made again: the
// files whose names are just those that pictures are given, preuve-01_…, and no
// other file.
type EvidenceFolder Folder

// Take implements [Sink].
func (e EvidenceFolder) Take(ctx context.Context, papers []Paper) error {
	var earlier []string
	entries, err := os.ReadDir(e.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return writeError(e.Path, err)
	}
	for _, entry := range entries {
		if evidenceNames.MatchString(entry.Name()) {
			earlier = append(earlier, entry.Name())
		}
	}
	return Folder(e).take(ctx, papers, WebReportName, earlier)
}

// take writes papers, the last of which is the report, in place of those of an
// earlier run.
func (f Folder) take(ctx context.Context, papers []Paper, report string, earlier []string) error {
	for _, paper := range papers {
		if err := checkTarget(f.file(filepath.FromSlash(paper.Name)), f.Inputs); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(f.Path, 0o777); err != nil { // less what the umask takes away
		return writeError(f.Path, err)
	}
	if err := f.clear(papers, report, earlier); err != nil {
		return err
	}
	if report == ReportName {
		var err error
		if papers, err = f.takePieces(ctx, papers); err != nil {
			return err
		}
	}
	for _, paper := range papers {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := WriteFile(f.file(paper.Name), paper.Data, f.Inputs); err != nil {
			return err
		}
	}
	return nil
}

func (f Folder) file(name string) string { return filepath.Join(f.Path, name) }

// clear removes the report of an earlier run, and the papers of one that this
// run does not make again.
func (f Folder) clear(papers []Paper, report string, earlier []string) error {
	file, err := destination(f.file(report))
	if err != nil {
		return writeError(f.file(report), err)
	}
	if err := f.remove(file); err != nil {
		return err
	}
	for _, name := range earlier {
		if slices.ContainsFunc(papers, func(p Paper) bool { return p.Name == name }) {
			continue
		}
		if err := f.remove(f.file(name)); err != nil {
			return err
		}
	}
	return nil
}

// remove takes a file of ours away: never an input, a link or a device.
func (f Folder) remove(name string) error {
	info, ok := FileItself(name)
	if !ok || isInput(info, f.Inputs) {
		return nil
	}
	if err := Remove(name); err != nil {
		return writeError(name, err)
	}
	return nil
}

func isInput(file fs.FileInfo, inputs []string) bool {
	return slices.ContainsFunc(inputs, func(input string) bool {
		info, err := os.Stat(input)
		return err == nil && os.SameFile(file, info)
	})
}
