//go:build !unix

package ocr

import "os/exec"

// endWithChildren leaves the command as it is: tesseract starts no other
// program, so its own end is enough where processes have no groups.
func endWithChildren(*exec.Cmd) {}
