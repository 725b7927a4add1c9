package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPatternsOfWindows(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"cni.JPG", "facture 1.pdf", "facture 2.PDF", "[scan].pdf"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "sub.pdf"), 0o777); err != nil {
		t.Fatal(err)
	}
	for pattern, want := range map[string][]string{
		"*.pdf":         {"[scan].pdf", "facture 1.pdf", "facture 2.PDF"},
		"facture ?.pdf": {"facture 1.pdf", "facture 2.PDF"},
		"[scan].*":      {"[scan].pdf"},
		"[SCAN].pdf":    {"[SCAN].pdf"}, // no pattern
		"*.tif":         {"*.tif"},      // nothing like it: the command says so
	} {
		got, err := asMeant("windows", []string{"check", filepath.Join(dir, pattern)})
		for i := range want {
			want[i] = filepath.Join(dir, want[i])
		}
		if err != nil || !slices.Equal(got, append([]string{"check"}, want...)) {
			t.Errorf("%s: got %v, %v", pattern, got, err)
		}
	}
	t.Chdir(dir)
	if got, err := asMeant("windows", []string{"check", "*.jpg", "--piece*"}); err != nil || !slices.Equal(got, []string{"check", "cni.JPG", "--piece*"}) {
		t.Errorf("got %v, %v", got, err)
	}
	// Elsewhere a star in an argument was quoted: it is a name.
	if got, err := asMeant("linux", []string{"check", "*.jpg", `a"b`}); err != nil || !slices.Equal(got, []string{"check", "*.jpg", `a"b`}) {
		t.Errorf("got %v, %v", got, err)
	}
}

// recevable batch "C:\Clients\" -o "C:\Suivi\"
func TestAQuotedPathThatEndsWithABackslash(t *testing.T) {
	_, err := asMeant("windows", []string{"batch", `C:\Clients" -o C:\Suivi"`})
	if err == nil || !strings.Contains(message(err), `ne finit pas par \`) {
		t.Errorf("got %v", err)
	}
}
