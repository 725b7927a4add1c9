package pipeline

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ErrOverwritesInput is returned for a file that would replace an input.
var ErrOverwritesInput = errors.New("this would replace an input file")

// WriteFile writes a file whole or not at all: into a temporary file of the
// same folder, then renamed. A link is followed and stays; a device or a pipe
// is written into. It refuses to replace any of the inputs, under whatever
// name. Its error is a [*fs.PathError] that names the file asked for.
func WriteFile(name string, data []byte, inputs []string) error {
	return WriteStream(name, inputs, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteStream is [WriteFile] for what is too large to hold: write is called once
// with where to write to. Its own error is returned as that of the file.
func WriteStream(name string, inputs []string, write func(io.Writer) error) error {
	if err := checkTarget(name, inputs); err != nil {
		return err
	}
	perm := fs.FileMode(0o666) // less what the umask takes away
	switch there, err := os.Stat(name); {
	case err == nil && !IsFile(there):
		return writeError(name, writeInto(name, write))
	case err == nil:
		perm = there.Mode().Perm()
	}
	file, err := destination(name)
	if err != nil {
		return writeError(name, err)
	}
	return writeError(name, replace(file, perm, write))
}

// checkTarget says why a file cannot be written, as far as can be told before
// it is tried.
func checkTarget(name string, inputs []string) error {
	there, err := os.Stat(name)
	switch {
	case err != nil:
		return nil // nothing to lose; the write itself says what else is wrong
	case there.IsDir():
		return writeError(name, syscall.EISDIR)
	case isInput(there, inputs):
		return writeError(name, ErrOverwritesInput)
	}
	return nil
}

// maxLinks is how many links Linux follows.
const maxLinks = 40

// destination follows the links that name is, so that the file they lead to is
// replaced and not they. That file need not be there.
func destination(name string) (string, error) {
	for range maxLinks {
		link, err := os.Readlink(name)
		if err != nil {
			return name, nil // not a link
		}
		if !filepath.IsAbs(link) {
			folder, err := filepath.EvalSymlinks(filepath.Dir(name))
			if err != nil {
				return "", err
			}
			link = filepath.Join(folder, link)
		}
		name = link
	}
	return "", syscall.ELOOP
}

// writeInto writes into what is no file: a device, a pipe.
func writeInto(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// A temporary file is told by its name: a process that was killed leaves one.
const (
	tempPrefix = ".recevable-"
	tempSuffix = ".tmp"
)

// RemoveTemporaries takes away what a process that was killed while it wrote
// left in a folder. Nothing else may be writing there.
func RemoveTemporaries(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return writeError(folder, err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) || !strings.HasSuffix(e.Name(), tempSuffix) || !IsFileIn(folder, e) {
			continue
		}
		name := filepath.Join(folder, e.Name())
		if err := Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return writeError(name, err)
		}
	}
	return nil
}

func replace(name string, perm fs.FileMode, write func(io.Writer) error) (err error) {
	temp := filepath.Join(filepath.Dir(name), tempPrefix+rand.Text()+tempSuffix)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			_ = Remove(temp)
		}
	}()
	if err = write(f); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return Rename(temp, name)
}

// writeError names the file that was asked for, and not the temporary one.
func writeError(name string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return &fs.PathError{Op: "write", Path: name, Err: err}
}
