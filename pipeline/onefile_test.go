package pipeline

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestIsFile(t *testing.T) {
	for mode, want := range map[fs.FileMode]bool{
		0o644:                             true,
		fs.ModeIrregular | 0o444:          true, // a file of OneDrive
		fs.ModeDir | 0o755:                false,
		fs.ModeDir | fs.ModeIrregular:     false, // a folder of OneDrive
		fs.ModeSymlink:                    false,
		fs.ModeNamedPipe:                  false,
		fs.ModeDevice | fs.ModeCharDevice: false,
	} {
		info, err := fstest.MapFS{"x": {Mode: mode}}.Lstat("x")
		if err != nil {
			t.Fatal(err)
		}
		if got := IsFile(info); got != want {
			t.Errorf("%v: %v", mode, got)
		}
	}
}

// marked is an entry that the disk marks as OneDrive's are.
type marked struct{ fs.DirEntry }

func (m marked) Type() fs.FileMode { return m.DirEntry.Type() | fs.ModeIrregular }

func TestFileItself(t *testing.T) {
	dir := folderOf(t, "a.pdf", "sub/b.pdf")
	want := map[string]bool{"a.pdf": true, "sub": false, "absent": false}
	if os.Symlink("a.pdf", filepath.Join(dir, "link")) == nil { // Windows asks for a privilege
		want["link"] = false
	}
	for name, want := range want {
		if _, got := FileItself(filepath.Join(dir, name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if got := IsFileIn(dir, e); got != want[e.Name()] {
			t.Errorf("%s: %v", e.Name(), got)
		}
		if e.Type()&fs.ModeSymlink != 0 {
			continue
		}
		if got := IsFileIn(dir, marked{e}); got != want[e.Name()] {
			t.Errorf("%s, marked: %v", e.Name(), got)
		}
	}
}
