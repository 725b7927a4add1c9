//go:build !windows

package main

import "os"

// drawsColours reports whether a terminal obeys escape sequences.
func drawsColours(*os.File) bool { return true }
