package reader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// hashLimit is the size in bytes past which a file is not even hashed: at a
// few hundred megabytes a second that would take longer than a file may.
const hashLimit = 2 << 30

// Source is the content of one file, taken in once: everything that is later
// said of the file is said of these bytes.
type Source struct {
	Size   int64  // bytes
	SHA256 string // lower-case hexadecimal; empty past 2 GiB
	head   []byte // the first bytes, always
	data   []byte // all of it; nil for a file larger than Limits.Bytes
}

// NewSource wraps bytes that are already in memory. It keeps data, which must
// not change afterwards.
func NewSource(data []byte) Source {
	sum := sha256.Sum256(data)
	return Source{
		Size:   int64(len(data)),
		SHA256: hex.EncodeToString(sum[:]),
		head:   data[:min(len(data), headLength)],
		data:   data,
	}
}

// Data returns the content; nil for a file larger than [Limits].Bytes.
func (s Source) Data() []byte { return s.data }

// Load takes in a file of the given size, as its directory entry says it. A
// file larger than limits.Bytes is hashed and its head kept, no more. The
// error is that of r, or of ctx.
func Load(ctx context.Context, r io.Reader, size int64, limits Limits) (Source, error) {
	r = &interruptible{ctx, r}
	if size <= limits.Bytes {
		data := make([]byte, 0, size+1)
		data, err := readAll(data, io.LimitReader(r, limits.Bytes+1))
		if err != nil {
			return Source{}, err
		}
		if int64(len(data)) <= limits.Bytes {
			return NewSource(data), nil
		}
		return Source{}, fmt.Errorf("the file grew from %d to over %d bytes while it was read", size, limits.Bytes)
	}
	head := make([]byte, headLength)
	n, err := io.ReadFull(r, head)
	if err != nil {
		return Source{}, err
	}
	source := Source{Size: size, head: head[:n]}
	if size > hashLimit {
		return source, nil
	}
	h := sha256.New()
	h.Write(source.head)
	if _, err := io.Copy(h, r); err != nil {
		return Source{}, err
	}
	source.SHA256 = hex.EncodeToString(h.Sum(nil))
	return source, nil
}

// readAll is io.ReadAll into a buffer that already has the right size, so
// that a file is in memory once and not twice.
func readAll(buf []byte, r io.Reader) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

// interruptible stops a long read when its context is done.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i *interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}
