package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/recevable/recevable/pipeline/batch"
	"github.com/recevable/recevable/validators"
)

func TestPlainProgressIsTenLines(t *testing.T) {
	for _, total := range []int{1, 7, 10, 10_000} {
		var out bytes.Buffer
		bar := newProgressBar(&out)
		for done := 1; done <= total; done++ {
			bar.show(batch.Progress{Total: total, Done: done})
		}
		bar.end()
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(lines) != min(total, 10) || strings.Contains(out.String(), "\r") {
			t.Errorf("%d clients: %d lines\n%s", total, len(lines), &out)
		}
		if last, want := lines[len(lines)-1], fmt.Sprintf("Clients traités\u00a0: %d sur %d", total, total); last != want {
			t.Errorf("the last line is %q, want %q", last, want)
		}
	}
}

func TestBarOnATerminal(t *testing.T) {
	var out bytes.Buffer
	clock := time.Unix(0, 0)
	bar := &progressBar{w: &out, terminal: true, now: func() time.Time { return clock }, began: clock}
	show := func(p batch.Progress, after time.Duration) string {
		clock = clock.Add(after)
		out.Reset()
		bar.show(p)
		return out.String()
	}
	refused := map[validators.Verdict]int{validators.Refused: 1}
	if got := show(batch.Progress{Total: 100, Done: 1, Verdicts: refused}, time.Second); got != "\r[------------------------] 1/100, irrecevables\u00a0: 1" {
		t.Errorf("first: %q", got)
	}
	if got := show(batch.Progress{Total: 100, Done: 2}, redraw-1); got != "" {
		t.Errorf("too soon: %q", got)
	}
	// Forty-nine were kept: the one that took time tells nothing yet.
	if got := show(batch.Progress{Total: 100, Done: 50, Kept: 49}, 9*time.Second); strings.Contains(got, "encore") {
		t.Errorf("a time told from one client: %q", got)
	}
	got := show(batch.Progress{Total: 100, Done: 50, Kept: 40}, 10*time.Second)
	if !strings.HasPrefix(got, "\r[############------------] 50/100, encore 2\u00a0min") {
		t.Errorf("half way: %q", got)
	}
	if got := show(batch.Progress{Total: 100, Done: 100}, 0); !strings.Contains(got, "100/100 ") {
		t.Errorf("the end, over a longer line: %q", got)
	}
}

func TestRoughly(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "1\u00a0s", 59 * time.Second: "59\u00a0s", time.Minute: "1\u00a0min", 89 * time.Second: "1\u00a0min", 90 * time.Second: "2\u00a0min",
		time.Hour: "1\u00a0h\u00a000", 125 * time.Minute: "2\u00a0h\u00a005",
	} {
		if got := roughly(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
