package ocr

import (
	"image"
	"os"
	"os/exec"
	"sync"

	"golang.org/x/sys/unix"
)

// inherited is the name under which a command finds the first file that it is
// given beside its standard ones.
const inherited = "/proc/self/fd/3"

var hasProc = sync.OnceValue(func() bool {
	_, err := os.Stat("/proc/self/fd")
	return err == nil
})

// give hands a picture to a command, and returns the name under which the
// command finds it and what to call when it has ended. tesseract takes its
// standard input in one byte at a time, a sixth of what it costs to read a
// page; it reads at once a file that lies in memory and on no disk.
func give(cmd *exec.Cmd, picture *image.Gray) (name string, done func()) {
	file := inMemory(picture)
	if file == nil {
		return giveInput(cmd, picture)
	}
	cmd.ExtraFiles = []*os.File{file}
	return inherited, func() { file.Close() }
}

// inMemory returns nil where the system has no such files.
func inMemory(picture *image.Gray) *os.File {
	if !hasProc() {
		return nil
	}
	descriptor, err := unix.MemfdCreate("page", unix.MFD_CLOEXEC)
	if err != nil {
		return nil
	}
	file := os.NewFile(uintptr(descriptor), "page")
	if _, err := file.ReadFrom(pnm(picture)); err != nil {
		file.Close()
		return nil
	}
	return file
}
