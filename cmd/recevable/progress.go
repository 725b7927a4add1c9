package main

// How a long work tells that it goes on. The rules: on standard error; on a
// terminal one line that is drawn over, at most ten times a second, with the
// time that remains once there is enough to tell it from; elsewhere a line at
// each tenth of the work, and none for each client; never a name.

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/recevable/recevable/pipeline/batch"
	"github.com/recevable/recevable/validators"
)

const (
	barWidth  = 24
	redraw    = 100 * time.Millisecond
	plainStep = 10 // percent between two plain lines
	// enoughTime and enoughDone are what a remaining time is told from.
	enoughTime = 2 * time.Second
	enoughDone = 3
)

// progressBar is used by one goroutine at a time.
type progressBar struct {
	w        io.Writer
	terminal bool
	now      func() time.Time
	began    time.Time
	drawn    time.Time
	treated  int // clients that took time
	step     int // plain lines so far
	width    int // letters on the terminal's line
}

func newProgressBar(w io.Writer) *progressBar {
	return &progressBar{w: w, terminal: isTerminal(w), now: time.Now, began: time.Now()}
}

func (b *progressBar) show(p batch.Progress) {
	b.treated = p.Done - p.Kept
	if !b.terminal {
		b.plain(p)
		return
	}
	now := b.now()
	if now.Sub(b.drawn) < redraw && p.Done < p.Total {
		return
	}
	b.drawn = now
	full := barWidth * p.Done / p.Total
	line := fmt.Sprintf("[%s%s] %d/%d%s%s", strings.Repeat("#", full), strings.Repeat("-", barWidth-full), p.Done, p.Total, b.remaining(p, now), doubts(p))
	blank := max(b.width-len([]rune(line)), 0)
	b.width = len([]rune(line))
	fmt.Fprint(b.w, "\r"+line+strings.Repeat(" ", blank))
}

// plain writes a line at each step of the work.
func (b *progressBar) plain(p batch.Progress) {
	step := 100 * p.Done / p.Total / plainStep
	if step <= b.step {
		return
	}
	b.step = step
	fmt.Fprintf(b.w, "Clients traités\u00a0: %d sur %d%s%s\n", p.Done, p.Total, b.remaining(p, b.now()), doubts(p))
}

func (b *progressBar) remaining(p batch.Progress, now time.Time) string {
	spent := now.Sub(b.began)
	if p.Done == p.Total || spent < enoughTime || b.treated < enoughDone {
		return ""
	}
	return ", encore " + roughly(spent/time.Duration(b.treated)*time.Duration(p.Total-p.Done))
}

// roughly says a duration as one waits for it.
func roughly(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d\u00a0s", max(1, int(d.Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d\u00a0min", int((d + 30*time.Second).Minutes()))
	}
	return fmt.Sprintf("%d\u00a0h\u00a0%02d", int(d.Hours()), int(d.Minutes())%60)
}

func doubts(p batch.Progress) string {
	text := ""
	if n := p.Verdicts[validators.Refused]; n > 0 {
		text += fmt.Sprintf(", irrecevables\u00a0: %d", n)
	}
	if n := p.Verdicts[batch.NotTreated]; n > 0 {
		text += fmt.Sprintf(", non traités\u00a0: %d", n)
	}
	return text
}

// end leaves the terminal's line.
func (b *progressBar) end() {
	if b.width > 0 {
		fmt.Fprintln(b.w)
	}
}
