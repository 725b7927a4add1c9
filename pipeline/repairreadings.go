package pipeline

import (
	"sync"

	"github.com/recevable/recevable/validators/reader"
)

// readings remember what was read of some bytes: between what is given and
// what is handed over, a job that repairs reads most files twice, and words on
// pictures take seconds to read.
type readings struct {
	mu        sync.Mutex
	documents map[readingKey]reader.Document
}

type readingKey struct {
	sha256 string
	size   int64
	want   reader.Want
}

func (r *readings) get(key readingKey) (reader.Document, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	doc, ok := r.documents[key]
	return doc, ok && key.sha256 != ""
}

func (r *readings) put(key readingKey, doc reader.Document) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.documents == nil {
		r.documents = map[readingKey]reader.Document{}
	}
	r.documents[key] = doc
}
