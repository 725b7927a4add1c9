//go:build !linux

package ocr

import (
	"image"
	"os/exec"
)

// give hands a picture to a command, and returns the name under which the
// command finds it and what to call when it has ended.
func give(cmd *exec.Cmd, picture *image.Gray) (name string, done func()) {
	return giveInput(cmd, picture)
}
