package batch

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestOnlyWhatMayHaveChangedIsReadAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "facture.pdf")
	old := time.Now().Add(-time.Hour)
	put := func(content string, at time.Time) {
		t.Helper()
		write(t, file, content)
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	put("a", old)
	remembered := &Remembered{}
	for _, c := range []struct {
		name   string
		change func()
		read   bool
	}{
		{"the first time", func() {}, true},
		{"nothing", func() {}, false},
		{"the size", func() { put("bb", old) }, true},
		{"nothing, again", func() {}, false},
		{"the time", func() { put("cc", old.Add(time.Second)) }, true},
		{"another file of the same size and time", func() {
			beside := file + ".neuf"
			write(t, beside, "dd")
			if err := os.Chtimes(beside, old.Add(time.Second), old.Add(time.Second)); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(beside, file); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"just written", func() { put("ee", time.Now()) }, true},
		{"just written, still", func() {}, true},
	} {
		c.change()
		read := false
		got := remembered.digest(file, func() string {
			read = true
			content, _ := os.ReadFile(file)
			return hexSum(content)
		})
		content, err := os.ReadFile(file)
		if err != nil || got != hexSum(content) || read != c.read {
			t.Errorf("%s: read %v, right %v, %v", c.name, read, got == hexSum(content), err)
		}
	}
}

func TestAFileThatCannotBeReadIsNotRemembered(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.pdf")
	write(t, file, "a")
	past := time.Now().Add(-time.Hour)
	if err := os.Chtimes(file, past, past); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Remembered{nil, {}} {
		r.digest(file, func() string { return "" })
		if got := r.digest(file, func() string { return "x" }); got != "x" {
			t.Errorf("got %q", got)
		}
	}
}
