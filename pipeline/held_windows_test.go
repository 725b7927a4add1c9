package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// open holds a file as Excel and Acrobat do: others may read it, nobody may
// write or remove it.
func open(t *testing.T, name string) (let func()) {
	t.Helper()
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		t.Fatal(err)
	}
	handle, err := syscall.CreateFile(path, syscall.GENERIC_READ, syscall.FILE_SHARE_READ, nil, syscall.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return func() { syscall.CloseHandle(handle) }
}

func TestAFileThatIsOpenElsewhereStaysAsItWas(t *testing.T) {
	dir := folderOf(t, "suivi.xlsx")
	name := filepath.Join(dir, "suivi.xlsx")
	let := open(t, name)
	err := WriteFile(name, []byte("new"), nil)
	var path *fs.PathError
	if !errors.As(err, &path) || path.Path != name || !held("windows", err) {
		t.Errorf("got %v", err)
	}
	if got := namesIn(t, dir); !slices.Equal(got, []string{"suivi.xlsx"}) {
		t.Errorf("something was left behind: %v", got)
	}
	if err := Remove(name); !held("windows", err) {
		t.Errorf("got %v", err)
	}
	let()
	if err := WriteFile(name, []byte("new"), nil); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(name); string(data) != "new" {
		t.Errorf("got %q, %v", data, err)
	}
}

// What a scanner lets go of while one waits is replaced.
func TestAFileThatIsLetGoOfIsReplaced(t *testing.T) {
	dir := folderOf(t, "old.pdf", "new.pdf")
	let := open(t, filepath.Join(dir, "old.pdf"))
	tries := 0
	err := onceLetGo(func() error {
		tries++
		err := os.Rename(filepath.Join(dir, "new.pdf"), filepath.Join(dir, "old.pdf"))
		if tries == 1 {
			let()
		}
		return err
	})
	if err != nil || tries != 2 {
		t.Errorf("%d tries, %v", tries, err)
	}
}
