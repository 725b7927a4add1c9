package batch

import (
	"os"
	"strings"

	"golang.org/x/sys/windows"
)

// RealPath is the path of what stands at path, all links followed. It asks the
// system: filepath.EvalSymlinks leaves junctions, the links that people make and
// Windows itself makes, as they are.
func RealPath(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	buffer := make([]uint16, windows.MAX_LONG_PATH)
	n, err := windows.GetFinalPathNameByHandle(windows.Handle(f.Fd()), &buffer[0], uint32(len(buffer)), 0)
	if err != nil {
		return "", &os.PathError{Op: "follow", Path: path, Err: err}
	}
	real := windows.UTF16ToString(buffer[:min(int(n), len(buffer))])
	if share, ok := strings.CutPrefix(real, `\\?\UNC\`); ok {
		return `\\` + share, nil
	}
	return strings.TrimPrefix(real, `\\?\`), nil
}
