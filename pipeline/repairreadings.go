package pipeline

import (
	"context"
	"sync"

	"github.com/recevable/recevable/validators/reader"
)

// readings remember what was read of some bytes: between what is given and
// what is handed over, a job that repairs reads most files twice, and words on
// pictures take seconds to read.
type readings struct {
	mu        sync.Mutex
	documents map[readingKey]reader.Document
	underway  map[readingKey]chan struct{}
	ahead     sync.WaitGroup
}

type readingKey struct {
	sha256 string
	size   int64
	want   reader.Want
}

// read answers with what is remembered, or with what read says. Of two who ask
// for the same at once, the second waits for the first.
func (r *readings) read(ctx context.Context, key readingKey, read func() (reader.Document, error)) (reader.Document, error) {
	for {
		doc, wait, known := r.find(key)
		if known {
			return doc, nil
		}
		if wait == nil {
			break
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return reader.Document{}, ctx.Err()
		}
	}
	doc, err := reader.Document{}, context.Canceled // should read panic
	defer func() { r.end(key, doc, err) }()
	doc, err = read()
	return doc, err
}

// find returns what is remembered, or else what to wait for; where neither is
// there, the caller is the one to read, and must call end.
func (r *readings) find(key readingKey) (doc reader.Document, wait <-chan struct{}, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if doc, ok := r.documents[key]; ok {
		return doc, nil, true
	}
	if ended, ok := r.underway[key]; ok {
		return doc, ended, false
	}
	if r.documents == nil {
		r.documents, r.underway = map[readingKey]reader.Document{}, map[readingKey]chan struct{}{}
	}
	r.underway[key] = make(chan struct{})
	return doc, nil, false
}

func (r *readings) end(key readingKey, doc reader.Document, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.underway[key])
	delete(r.underway, key)
	if err == nil {
		r.documents[key] = doc
	}
}

// foresee begins to read what was made of a file as it will be checked in the
// end, while the workshop makes sure that nothing is left to do: nearly always
// nothing is. The returned function gives up on it.
func (job *Job) foresee(ctx context.Context, source reader.Source, want reader.Want) (forget func()) {
	ctx, forget = context.WithCancel(ctx)
	job.readings.ahead.Go(func() {
		defer func() { _ = recover() }()         // whoever needs it reads it again
		_, _ = job.readSource(ctx, source, want) // and is told what went wrong
	})
	return forget
}
