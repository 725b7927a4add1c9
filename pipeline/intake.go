package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/text/unicode/norm"
)

// Intake finds the files that the dossier names. It opens none of them for
// reading; a name that is not there, is no file or leaves the folder, even
// through a link, is an [*InputError] with its line.
type Intake struct{}

// Name implements [Stage].
func (Intake) Name() string { return "intake" }

// Run implements [Stage].
func (Intake) Run(ctx context.Context, job *Job) error {
	if job.Dossier == nil {
		return ErrNoDossier
	}
	job.Inputs = nil
	if len(job.Dossier.Pieces) == 0 {
		return nil
	}
	root, err := os.OpenRoot(job.Folder)
	if err != nil {
		return &InputError{File: job.Folder, Problem: openProblem(err), Expected: "le répertoire des fichiers du dossier"}
	}
	defer root.Close()
	for i, piece := range job.Dossier.Pieces {
		input := Input{Type: piece.Type, Date: piece.Date}
		for j, file := range piece.Files {
			if err := ctx.Err(); err != nil {
				return err
			}
			name, err := find(root, localPath(file.Path))
			if err != nil {
				return &InputError{
					File: job.Dossier.Source, Line: file.Line,
					Key:     fmt.Sprintf("pieces[%d].fichiers[%d]", i+1, j+1),
					Problem: fmt.Sprintf("«\u00a0%s\u00a0»\u00a0: %s", file.Path, findProblem(err)), Expected: "un fichier du dossier",
				}
			}
			input.Files = append(input.Files, fileInFolder(job.Folder, name))
		}
		job.Inputs = append(job.Inputs, input)
	}
	return nil
}

var errNotRegular = errors.New("not a regular file")

func findProblem(err error) string {
	var system syscall.Errno
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return "fichier introuvable"
	case errors.Is(err, errNotRegular):
		return "ce n’est pas un fichier"
	case errors.Is(err, syscall.ELOOP):
		return "ce lien ne mène qu’à lui-même"
	case errors.As(err, &system):
		return openProblem(err)
	}
	// os.Root has no sentinel for what leaves the folder; it is its only
	// refusal that the system had no part in.
	return "ce chemin sort du dossier"
}

// find returns the name a file really has in the folder. The dossier may write
// accents composed where the disk has them decomposed (macOS), or another case
// (Windows): an exact name wins, then one that differs only by that.
func find(root *os.Root, name string) (string, error) {
	name = path.Clean(name)
	info, err := root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		if real, ok := findAlike(root, name); ok {
			name = real
			info, err = root.Stat(name)
		}
	}
	if err != nil {
		return "", err
	}
	if !IsFile(info) {
		return "", errNotRegular
	}
	return name, nil
}

// findAlike looks each part of a path up in its folder, by what a person
// takes for the same name.
func findAlike(root *os.Root, name string) (string, bool) {
	at := "."
	for _, part := range strings.Split(name, "/") {
		entries, err := fs.ReadDir(root.FS(), at)
		if err != nil {
			return "", false
		}
		match := ""
		for _, same := range []func(a, b string) bool{sameLetters, sameLettersAnyCase} {
			for _, e := range entries {
				if match == "" && same(e.Name(), part) {
					match = e.Name()
				}
			}
		}
		if match == "" {
			return "", false
		}
		at = path.Join(at, match)
	}
	return at, true
}

func sameLetters(a, b string) bool { return letters(a) == letters(b) }

func sameLettersAnyCase(a, b string) bool { return strings.EqualFold(letters(a), letters(b)) }

// letters is a name as the dossier is read: accents composed, nothing
// invisible.
func letters(name string) string { return norm.NFC.String(withoutInvisible(name)) }

// fileInFolder opens a file when its turn comes, and never one that a link has
// led out of the folder since.
func fileInFolder(folder, name string) InputFile {
	return InputFile{
		Name: norm.NFC.String(name),
		Path: filepath.Join(folder, filepath.FromSlash(name)),
		Open: func() (io.ReadCloser, int64, error) {
			root, err := os.OpenRoot(folder)
			if err != nil {
				return nil, 0, err
			}
			defer root.Close()
			f, err := root.Open(name)
			return sized(f, err)
		},
	}
}

// Received is [Intake] for a dossier whose files came with it and are in no
// folder: each name in the dossier is looked up among theirs.
type Received struct{ Files []InputFile }

// Name implements [Stage].
func (Received) Name() string { return "intake" }

// Run implements [Stage].
func (r Received) Run(_ context.Context, job *Job) error {
	if job.Dossier == nil {
		return ErrNoDossier
	}
	job.Inputs = nil
	for i, piece := range job.Dossier.Pieces {
		input := Input{Type: piece.Type, Date: piece.Date}
		for j, name := range piece.Files {
			file, ok := r.find(path.Clean(localPath(name.Path)))
			if !ok {
				return &InputError{
					File: job.Dossier.Source, Line: name.Line, Key: fmt.Sprintf("pieces[%d].fichiers[%d]", i+1, j+1),
					Problem: fmt.Sprintf("«\u00a0%s\u00a0»\u00a0: ce fichier n’est pas joint", name.Path), Expected: "un fichier envoyé avec le dossier",
				}
			}
			input.Files = append(input.Files, file)
		}
		job.Inputs = append(job.Inputs, input)
	}
	return nil
}

// find prefers the exact name, then one a person takes for the same; what came
// without its folders is known by its last part.
func (r Received) find(name string) (InputFile, bool) {
	for _, wanted := range []string{name, path.Base(name)} {
		for _, same := range []func(a, b string) bool{sameLetters, sameLettersAnyCase} {
			for _, file := range r.Files {
				if same(path.Clean(localPath(file.Name)), wanted) {
					return file, true
				}
			}
		}
	}
	return InputFile{}, false
}

// HeldFile is a file that is in memory and on no disk. data must not change
// afterwards.
func HeldFile(name string, data []byte) InputFile {
	return InputFile{
		Name: norm.NFC.String(name),
		Open: func() (io.ReadCloser, int64, error) {
			return io.NopCloser(bytes.NewReader(data)), int64(len(data)), nil
		},
	}
}

// LooseFile is a file named on the command line.
func LooseFile(name string) (InputFile, error) {
	info, err := os.Stat(name)
	if err != nil {
		return InputFile{}, &InputError{File: name, Problem: openProblem(err), Expected: "une image ou un PDF de cet appareil"}
	}
	if !IsFile(info) {
		return InputFile{}, &InputError{File: name, Problem: "ce n’est pas un fichier", Expected: "une image ou un PDF"}
	}
	return InputFile{
		Name: norm.NFC.String(filepath.Base(name)),
		Path: name,
		Open: func() (io.ReadCloser, int64, error) {
			f, err := os.Open(name)
			return sized(f, err)
		},
	}, nil
}

func sized(f *os.File, err error) (io.ReadCloser, int64, error) {
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}
