package pipeline

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// PanicError is a mistake of the program that one dossier brought to light: it
// costs that dossier its report, and the others nothing. It says where, and
// never the value of the panic, which may quote a document.
type PanicError struct {
	Kind  string // type of the value, such as "runtime.boundsError"
	Where string // "check.go:57", the line that panicked; empty where it is not known
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic (%s) at %s", e.Kind, e.Where) }

// recovered turns a panic into an error, when it is deferred.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = &PanicError{Kind: fmt.Sprintf("%T", p), Where: panicPlace()}
	}
}

// panicPlace finds the first line below the panic that is none of the runtime's.
func panicPlace() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers)])
	panicking := false
	for {
		frame, more := frames.Next()
		inRuntime := strings.HasPrefix(frame.Function, "runtime.")
		switch {
		case inRuntime && strings.HasSuffix(frame.Function, ".gopanic"):
			panicking = true
		case panicking && !inRuntime:
			return fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
		if !more {
			return ""
		}
	}
}
