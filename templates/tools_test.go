package templates

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// requireTool skips the test where an outside program is absent. Where the
// environment says that the tools must be there (RECEVABLE_TOOLS_REQUIRED=1),
// their absence fails the test instead of hiding it.
func requireTool(t testing.TB, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err == nil {
		return
	}
	if os.Getenv("RECEVABLE_TOOLS_REQUIRED") == "1" {
		t.Fatalf("%s is not installed, and RECEVABLE_TOOLS_REQUIRED=1 asks for it", name)
	}
	t.Skipf("%s is not installed: this measure is skipped", name)
}

// run returns what a program prints; the test fails when it fails.
func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	requireTool(t, name)
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// onDisk writes bytes where outside programs can read them.
func onDisk(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
