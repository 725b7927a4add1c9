package batch

import (
	"os"
	"sync"
	"time"
)

// Remembered are digests of files, kept from one run to the next of a program
// that goes on: a file whose size, time and identity on the disk are as they
// were is not read again. It lives in memory only, so that the first run of a
// program reads everything: a file put back from a backup, while nobody looked,
// may have the size and time of another. The zero value is ready, nil remembers
// nothing, and both are safe for concurrent use.
type Remembered struct {
	mu    sync.Mutex
	files map[string]rememberedFile
}

type rememberedFile struct {
	info os.FileInfo
	sum  string
}

// fresh is how young a file is not remembered: written again at once, it may
// bear the same time, on disks that count in steps of two seconds.
const fresh = 5 * time.Second

// digest returns what is remembered of a file, or else what read gives.
func (r *Remembered) digest(path string, read func() string) string {
	if r == nil || path == "" {
		return read()
	}
	before, err := os.Stat(path)
	if err != nil {
		return read()
	}
	r.mu.Lock()
	known, ok := r.files[path]
	r.mu.Unlock()
	if ok && unmoved(known.info, before) {
		return known.sum
	}
	sum := read()
	after, err := os.Stat(path)
	if err != nil || sum == "" || !unmoved(before, after) || time.Since(after.ModTime()) < fresh {
		return sum
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.files == nil {
		r.files = map[string]rememberedFile{}
	}
	r.files[path] = rememberedFile{after, sum}
	return sum
}

func unmoved(a, b os.FileInfo) bool {
	return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}
