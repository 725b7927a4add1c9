package pipeline

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// On Windows, a virus scanner, the search index or the preview of the Explorer
// opens a file as soon as it is written. For that moment it can be neither
// replaced nor removed.

// heldPauses is how long one waits between two tries: two thirds of a second in
// all, for what is open in front of a person stays so.
var heldPauses = []time.Duration{
	5 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond, 40 * time.Millisecond,
	80 * time.Millisecond, 160 * time.Millisecond, 320 * time.Millisecond,
}

// Rename is [os.Rename] for a file that another program may hold for a moment.
func Rename(from, to string) error {
	return onceLetGo(func() error { return os.Rename(from, to) })
}

// Remove is [os.Remove] for a file that another program may hold for a moment.
func Remove(name string) error {
	return onceLetGo(func() error { return os.Remove(name) })
}

// onceLetGo does what another program may be in the way of for a moment.
func onceLetGo(do func() error) error {
	for _, pause := range heldPauses {
		if err := do(); !held(runtime.GOOS, err) {
			return err
		}
		time.Sleep(pause)
	}
	return do()
}

// heldNumbers are what Windows says of a file that another program has open.
//
// Source: winerror.h.
var heldNumbers = []syscall.Errno{
	5,    // ERROR_ACCESS_DENIED: to replace it
	32,   // ERROR_SHARING_VIOLATION
	33,   // ERROR_LOCK_VIOLATION
	1224, // ERROR_USER_MAPPED_FILE
}

func held(system string, err error) bool {
	var number syscall.Errno
	return system == "windows" && errors.As(err, &number) && slices.Contains(heldNumbers, number)
}
