package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/recevable/recevable/pipeline"
)

func TestVisible(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":        {"pièce d’identité\u00a0: à voir.pdf", "pièce d’identité\u00a0: à voir.pdf"},
		"escape":       {"a\x1b[31mb", "a\ufffd[31mb"},
		"newline":      {"a\nb\r\tc", "a\ufffdb\ufffd\ufffdc"},
		"C1 control":   {"a\u009bb", "a\ufffdb"},
		"direction":    {"a\u202efdp.exe\u2066", "a\ufffdfdp.exe\ufffd"},
		"zero width":   {"a\u200bb", "a\ufffdb"},
		"separator":    {"a\u2028b", "a\ufffdb"},
		"not UTF-8":    {"a\xffb", "a\ufffdb"},
		"120 letters":  {strings.Repeat("é", 120), strings.Repeat("é", 120)},
		"121 letters":  {strings.Repeat("é", 117) + ".pdf", strings.Repeat("é", 59) + "…" + strings.Repeat("é", 56) + ".pdf"},
		"nothing":      {"", ""},
		"emoji joined": {"👨\u200d👩.jpg", "👨\ufffd👩.jpg"},
	} {
		if got := visible(c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestSystemReasons(t *testing.T) {
	for _, c := range []struct {
		system string
		err    error
		want   string
	}{
		{"linux", syscall.ENOSPC, "le disque est plein"},
		{"linux", syscall.EEXIST, "un fichier de ce nom est déjà là"},
		{"linux", syscall.ENAMETOOLONG, "ce nom est trop long"},
		{"linux", syscall.EACCES, "accès refusé"},
		{"windows", syscall.Errno(5), "accès refusé\u00a0; fermez le fichier s’il est ouvert dans un autre programme"},
		{"windows", syscall.Errno(32), "accès refusé\u00a0; fermez le fichier s’il est ouvert dans un autre programme"},
		{"windows", syscall.Errno(39), "le disque est plein"},
		{"windows", syscall.Errno(64), "le disque partagé ne répond pas"},
		{"windows", syscall.Errno(232), "plus personne ne lit ce qui est écrit"},
		{"windows", syscall.Errno(1295), "la place qui vous est accordée sur ce disque est pleine"},
		{"windows", syscall.Errno(112), "le disque est plein"},
		{"linux", syscall.Errno(9999), "le système l’a refusé, erreur n°\u00a09999"},
		{"linux", errors.New("some English"), "le système l’a refusé"},
	} {
		if got := reasonOn(c.system, &fs.PathError{Op: "rename", Path: "x", Err: c.err}); got != c.want {
			t.Errorf("%s, %v: got %q, want %q", c.system, c.err, got, c.want)
		}
	}
}

func TestUnreadReason(t *testing.T) {
	for err, want := range map[error]string{fs.ErrNotExist: "il n’existe pas", fs.ErrPermission: "accès refusé"} {
		if got := unreadReason(&fs.PathError{Op: "open", Path: "x", Err: err}); got != want {
			t.Errorf("%v: got %q, want %q", err, got, want)
		}
	}
}

func TestMessageNamesTheFile(t *testing.T) {
	err := fmt.Errorf("report: %w", &fs.PathError{Op: "write", Path: "d/\x1b.pdf", Err: pipeline.ErrOverwritesInput})
	if got := message(err); !strings.HasPrefix(got, "d/\ufffd.pdf\u00a0: ce fichier de sortie remplacerait") {
		t.Errorf("got %q", got)
	}
}
