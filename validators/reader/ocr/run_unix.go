//go:build unix

package ocr

import (
	"os/exec"
	"syscall"
)

// endWithChildren makes the end of a command that of all it started.
func endWithChildren(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
