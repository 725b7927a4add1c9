package pipeline

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/pipeline/rules"
)

// PiecesName is the folder of the repaired files beside the papers of a run.
const PiecesName = "pieces"

// BeforeAfterName is the paper that shows what a repair changed.
const BeforeAfterName = "avant-apres.html"

// ErrThere is returned for a file that is there already and that nobody said
// to replace.
var ErrThere = errors.New("a file of this name is there already")

// PiecesFolder is a [Sink] for repaired files. All of them are written, or none
// is: they are put down under names of their own first, and renamed when the
// last one is on the disk. Nothing leaves the folder, not even through a link.
type PiecesFolder struct {
	Path   string
	Inputs []string // files that must never be written over
	// Force replaces what stands there under the names that are written, and
	// takes away what an earlier repair left under names of ours.
	Force bool
}

// Take implements [Sink].
func (f PiecesFolder) Take(ctx context.Context, papers []Paper) (err error) {
	if err := f.refuse(papers); err != nil {
		return err
	}
	if err := os.MkdirAll(f.Path, 0o777); err != nil {
		return writeError(f.Path, err)
	}
	root, err := os.OpenRoot(f.Path)
	if err != nil {
		return writeError(f.Path, err)
	}
	defer root.Close()
	temps := make([]string, 0, len(papers))
	defer func() {
		for _, temp := range temps { // those not renamed yet
			_ = onceLetGo(func() error { return root.Remove(temp) })
		}
	}()
	for _, paper := range papers {
		if err := ctx.Err(); err != nil {
			return err
		}
		temp := ".recevable-" + rand.Text() + ".tmp"
		temps = append(temps, temp)
		if err := root.WriteFile(temp, paper.Data, 0o666); err != nil {
			return writeError(f.file(paper.Name), err)
		}
	}
	if err := f.clear(root, papers); err != nil {
		return err
	}
	for i, paper := range papers {
		if err := onceLetGo(func() error { return root.Rename(temps[i], paper.Name) }); err != nil {
			return writeError(f.file(paper.Name), err)
		}
	}
	temps = nil
	return nil
}

func (f PiecesFolder) file(name string) string { return filepath.Join(f.Path, name) }

// refuse looks before anything is written.
func (f PiecesFolder) refuse(papers []Paper) error {
	for _, paper := range papers {
		name := f.file(paper.Name)
		info, err := os.Lstat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return writeError(name, err)
		case info.IsDir():
			return checkTarget(name, f.Inputs)
		}
		if err := checkTarget(name, f.Inputs); err != nil {
			return err
		}
		if !f.Force {
			return writeError(name, ErrThere)
		}
	}
	return nil
}

// clear takes away the files of an earlier repair that this one does not make
// again. It goes by their names, which are just those that [repair.Name] gives;
// an input is never taken away.
func (f PiecesFolder) clear(root *os.Root, papers []Paper) error {
	if !f.Force {
		return nil
	}
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return writeError(f.Path, err)
	}
	for _, entry := range entries {
		name := entry.Name()
		again := slices.ContainsFunc(papers, func(p Paper) bool { return p.Name == name })
		if again || name != BeforeAfterName && !repair.Named(name, pieceTypeNames()) {
			continue
		}
		// Not entry.Info: where a disk numbers no files in its lists, as some
		// shared ones do, an input would not be known for one.
		if info, ok := FileItself(f.file(name)); !ok || isInput(info, f.Inputs) {
			continue
		}
		if err := onceLetGo(func() error { return root.Remove(name) }); err != nil {
			return writeError(f.file(name), err)
		}
	}
	return nil
}

func pieceTypeNames() []string {
	var names []string
	for _, t := range rules.PieceTypes() {
		names = append(names, string(t))
	}
	return names
}

// takePieces hands the repaired files among the papers of a run to their folder,
// and returns the others. Without any, what an earlier run left there goes.
func (f Folder) takePieces(ctx context.Context, papers []Paper) ([]Paper, error) {
	var pieces, others []Paper
	for _, paper := range papers {
		if name, ok := strings.CutPrefix(paper.Name, PiecesName+"/"); ok {
			pieces = append(pieces, Paper{name, paper.Data})
		} else {
			others = append(others, paper)
		}
	}
	folder := PiecesFolder{Path: f.file(PiecesName), Inputs: f.Inputs, Force: true}
	info, err := os.Lstat(folder.Path)
	switch {
	case err == nil && !info.IsDir() && len(pieces) > 0:
		return nil, writeError(folder.Path, fs.ErrExist)
	case len(pieces) == 0 && (err != nil || !info.IsDir()):
		return others, nil
	}
	if err := folder.Take(ctx, pieces); err != nil {
		return nil, err
	}
	if len(pieces) == 0 {
		_ = os.Remove(folder.Path) // stays where it holds something of somebody else's
	}
	return others, nil
}
