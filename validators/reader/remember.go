package reader

import (
	"container/list"
	"context"
	"slices"
	"sync"

	"github.com/recevable/recevable/validators/reader/ocr"
)

// Memory keeps what was read of files for when the same bytes come again: two
// members of a family send the same bill, a client the same bundle for every
// piece. It holds so many bytes at most and lets go first of what was not
// asked for the longest. It is safe for concurrent use.
type Memory struct {
	most int64

	mu     sync.Mutex
	held   int64
	recent *list.List // of *memorised, the one asked for last in front
	known  map[memoryKey]*list.Element
	// underway are the readings that others wait for.
	underway map[memoryKey]chan struct{}
}

// memoryKey is all that what is said of a file hangs on.
type memoryKey struct {
	sha256 string
	size   int64
	want   Want
}

type memorised struct {
	key  memoryKey
	doc  Document
	size int64
}

// NewMemory returns a memory of about so many bytes at most.
func NewMemory(most int64) *Memory {
	return &Memory{most: most, recent: list.New(), known: map[memoryKey]*list.Element{}, underway: map[memoryKey]chan struct{}{}}
}

// WithMemory has a Reader remember what it read of the last files, in about so
// many bytes at most: bytes that come again are not read again.
func WithMemory(most int64) Option { return func(r *Reader) { r.memory = NewMemory(most) } }

// read answers from memory, or with what read says, which is kept where it says
// so. Of two who ask for the same at once, the second waits for the first. The
// only error is that of ctx.
func (m *Memory) read(ctx context.Context, key memoryKey, read func() (doc Document, lasting bool)) (Document, error) {
	for {
		doc, wait, known := m.find(key)
		if known {
			return doc, nil
		}
		if wait == nil {
			break
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return Document{}, ctx.Err()
		}
	}
	var doc Document
	var lasting bool
	defer func() { m.end(key, doc, lasting) }() // whatever becomes of read
	doc, lasting = read()
	return doc.apart(), ctx.Err()
}

// find returns what is known, or else what to wait for; where neither is
// there, the caller is the one to read, and must call end.
func (m *Memory) find(key memoryKey) (doc Document, wait <-chan struct{}, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.known[key]; ok {
		m.recent.MoveToFront(e)
		return e.Value.(*memorised).doc.apart(), nil, true
	}
	if ended, ok := m.underway[key]; ok {
		return Document{}, ended, false
	}
	m.underway[key] = make(chan struct{})
	return Document{}, nil, false
}

func (m *Memory) end(key memoryKey, doc Document, lasting bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	close(m.underway[key])
	delete(m.underway, key)
	if !lasting {
		return
	}
	kept := &memorised{key, doc, doc.weight()}
	m.known[key] = m.recent.PushFront(kept)
	for m.held += kept.size; m.held > m.most; {
		oldest := m.recent.Remove(m.recent.Back()).(*memorised)
		delete(m.known, oldest.key)
		m.held -= oldest.size
	}
}

// apart returns a document whose pages are its own: their holder may let go of
// what is on them.
func (doc Document) apart() Document {
	doc.Pages = slices.Clone(doc.Pages)
	for i := range doc.Pages {
		doc.Pages[i].Lines = slices.Clone(doc.Pages[i].Lines)
	}
	return doc
}

// weight is about how many bytes a document takes.
func (doc Document) weight() int64 {
	const base, perPage, perLine, perWord = 512, 1024, 160, 48
	weight := base + perPage*len(doc.Pages)
	for _, p := range doc.Pages {
		weight += cap(p.Preview)
		for _, c := range p.Codes {
			weight += len(c.Data)
		}
		for _, l := range p.Lines {
			weight += perLine + 2*len(l.Text) + perWord*len(l.Words) // the text, and that of its words
		}
	}
	return int64(weight)
}

// lasting reports whether the same bytes would give the same again. What ran
// out of time or memory might not, nor might a page that an engine failed to
// read.
func (r *Reader) lasting(doc Document) bool {
	if doc.State == OverLimit && (doc.Limit == TimeLimit || doc.Limit == MemoryLimit) || doc.State == Inaccessible {
		return false
	}
	unread := slices.ContainsFunc(doc.Pages, func(p Page) bool { return p.Unread && p.asked })
	return !unread || r.ocr().Limitation() == ocr.Absent
}
