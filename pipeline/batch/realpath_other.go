//go:build !windows

package batch

import "path/filepath"

// RealPath is the path of what stands at path, all links followed.
func RealPath(path string) (string, error) { return filepath.EvalSymlinks(path) }
