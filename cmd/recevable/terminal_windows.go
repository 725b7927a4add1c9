package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// drawsColours reports whether a terminal obeys escape sequences. The console of
// Windows does once it is asked to; one that is too old would show them.
func drawsColours(file *os.File) bool {
	console := windows.Handle(file.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
