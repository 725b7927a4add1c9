package batch

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Watch tells when something below the clients' folders, or the roster, has
// changed. It looks every few seconds at names, sizes and times, and opens no
// file: what systems tell of changes does not reach programs on the shared
// drives where schools keep their clients.
type Watch struct {
	Root  string
	Files []string // beside it: the roster, the catalogue
	Skip  []string // folders below the root that are left alone: the output
	// Every is how often it looks; less often where a look takes long.
	Every time.Duration
}

// watchDepth is how far below the root files may be a client's: a year, the
// client, and what sorts their files.
const watchDepth = maxClientDepth + 2

// idleShare is how many times as long as a look takes nothing is done.
const idleShare = 20

// Look returns what stands there now, as a short text to compare.
func (w Watch) Look(ctx context.Context) string {
	sum := fnv.New128a()
	for _, file := range w.Files {
		note(sum, file)
	}
	w.folder(ctx, sum, w.Root, 0)
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// note adds an entry as it is to be compared; one that is gone is one, too.
func note(sum io.Writer, name string) (isFolder bool) {
	info, err := os.Stat(name)
	if err != nil {
		fmt.Fprintf(sum, "%s\x00\x00", name)
		return false
	}
	if info.IsDir() { // its time changes with names that are looked at anyway
		fmt.Fprintf(sum, "%s\x00d\x00", name)
		return true
	}
	fmt.Fprintf(sum, "%s\x00%d\x00%d\x00", name, info.Size(), info.ModTime().UnixNano())
	return false
}

func (w Watch) folder(ctx context.Context, sum io.Writer, folder string, depth int) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		fmt.Fprintf(sum, "%s\x00closed\x00", folder)
		return
	}
	for _, e := range entries {
		name := filepath.Join(folder, e.Name())
		hidden := strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$")
		if ctx.Err() != nil || hidden || e.IsDir() && (Folders{Skip: w.Skip}).skips(name) {
			continue
		}
		if note(sum, name) && depth < watchDepth {
			w.folder(ctx, sum, name, depth+1)
		}
	}
}

// Wait returns once what stands there is not what was seen, and lies still: a
// file that is being copied is not half read. It returns ctx's error when that
// is done first, and nil after most at the latest.
func (w Watch) Wait(ctx context.Context, seen string, most time.Duration) error {
	for waited := time.Duration(0); waited < most; {
		took, now := w.timed(ctx)
		if now != seen {
			return w.settle(ctx, now)
		}
		pause := max(w.Every, idleShare*took)
		if err := sleep(ctx, pause); err != nil {
			return err
		}
		waited += pause
	}
	return nil
}

func (w Watch) settle(ctx context.Context, seen string) error {
	for {
		if err := sleep(ctx, w.Every); err != nil {
			return err
		}
		now := w.Look(ctx)
		if now == seen {
			return ctx.Err()
		}
		seen = now
	}
}

func (w Watch) timed(ctx context.Context) (time.Duration, string) {
	began := time.Now()
	now := w.Look(ctx)
	return time.Since(began), now
}

func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
