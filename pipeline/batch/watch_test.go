package batch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestALookTellsWhatChanged(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "2026", "Dupont", "facture.pdf")
	roster := filepath.Join(t.TempDir(), "clients.csv")
	write(t, file, "a")
	write(t, roster, "a")
	w := Watch{Root: root, Files: []string{roster}, Skip: []string{filepath.Join(root, "suivi")}, Every: time.Millisecond}
	for _, c := range []struct {
		name    string
		change  func() error
		changed bool
	}{
		{"nothing", func() error { return nil }, false},
		{"the output", func() error { return os.MkdirAll(filepath.Join(root, "suivi", "x"), 0o755) }, false},
		{"a hidden file", func() error { return os.WriteFile(filepath.Join(root, ".x"), nil, 0o600) }, false},
		{"the lock of a word processor", func() error { return os.WriteFile(filepath.Join(root, "~$x.xlsx"), nil, 0o600) }, false},
		{"the same again", func() error { return os.Chtimes(file, time.Unix(1, 0), time.Unix(1, 0)) }, true},
		{"a content", func() error { return os.WriteFile(file, []byte("bb"), 0o600) }, true},
		{"the roster", func() error { return os.WriteFile(roster, []byte("bb"), 0o600) }, true},
		{"a new folder", func() error { return os.Mkdir(filepath.Join(root, "Zoé"), 0o755) }, true},
		{"a name", func() error { return os.Rename(file, file+".pdf") }, true},
		{"a file less", func() error { return os.Remove(file + ".pdf") }, true},
		{"no roster", func() error { return os.Remove(roster) }, true},
		{"no root", func() error { return os.RemoveAll(root) }, true},
	} {
		before := w.Look(t.Context())
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		if got := w.Look(t.Context()) != before; got != c.changed {
			t.Errorf("%s: changed %v", c.name, got)
		}
	}
}

func TestWait(t *testing.T) {
	root := t.TempDir()
	w := Watch{Root: root, Every: time.Millisecond}
	seen := w.Look(t.Context())
	if err := w.Wait(t.Context(), seen, 5*time.Millisecond); err != nil {
		t.Errorf("nothing changed: %v", err)
	}
	go func() { _ = os.Mkdir(filepath.Join(root, "Zoé"), 0o755) }()
	if err := w.Wait(t.Context(), seen, time.Hour); err != nil {
		t.Errorf("a change: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(5*time.Millisecond, cancel)
	if err := w.Wait(ctx, w.Look(t.Context()), time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
