package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
	"testing"
)

func TestHeld(t *testing.T) {
	for _, c := range []struct {
		system string
		err    error
		want   bool
	}{
		{"windows", &os.LinkError{Op: "rename", Err: syscall.Errno(5)}, true},
		{"windows", &fs.PathError{Op: "remove", Err: syscall.Errno(32)}, true},
		{"windows", &fs.PathError{Op: "remove", Err: syscall.Errno(2)}, false},
		{"windows", errors.New("some other"), false},
		{"windows", nil, false},
		{"linux", &fs.PathError{Op: "remove", Err: syscall.Errno(5)}, false}, // EIO
	} {
		if got := held(c.system, c.err); got != c.want {
			t.Errorf("%s, %v: %v", c.system, c.err, got)
		}
	}
}

func TestWhatIsHeldForAMomentIsTriedAgain(t *testing.T) {
	taken := &fs.PathError{Op: "remove", Err: syscall.Errno(32)}
	for _, c := range []struct{ fails, tries int }{{0, 1}, {2, 3}, {100, len(heldPauses) + 1}} {
		tries := 0
		err := onceLetGo(func() error {
			tries++
			if tries <= c.fails {
				return taken
			}
			return nil
		})
		want := c.tries
		if runtime.GOOS != "windows" {
			want = 1
		}
		if tries != want || (err != nil) != (tries <= c.fails) {
			t.Errorf("%d failures: %d tries, %v", c.fails, tries, err)
		}
	}
}
