package pipeline

import (
	"io/fs"
	"os"
	"path/filepath"
)

// IsFile reports whether what [os.Stat] says of something is said of a file.
// Go calls « irregular » what Windows keeps for OneDrive, though it opens like
// any other file: the documents of most Windows computers lie there.
func IsFile(info fs.FileInfo) bool { return info.Mode().Type()&^fs.ModeIrregular == 0 }

// FileItself returns the file that stands under a name; false for anything else,
// and for a link, wherever it leads.
func FileItself(name string) (fs.FileInfo, bool) {
	info, err := os.Lstat(name)
	if err == nil && info.Mode()&fs.ModeIrregular != 0 {
		info, err = os.Stat(name) // a junction of Windows leads to a folder
	}
	if err != nil || !IsFile(info) {
		return nil, false
	}
	return info, true
}

// IsFileIn is [FileItself] for an entry of a folder; it asks the disk only where
// the entry does not tell.
func IsFileIn(folder string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeIrregular == 0 || e.IsDir() {
		return e.Type().IsRegular()
	}
	_, ok := FileItself(filepath.Join(folder, e.Name()))
	return ok
}
