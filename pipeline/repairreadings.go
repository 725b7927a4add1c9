package pipeline

import (
	"context"
	"slices"
	"sync"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/validators/reader"
)

// readings remember what was read of some bytes, for a job that nobody gave a
// memory: between what is given and what is handed over, a job that repairs
// reads most files twice, and words on pictures take seconds to read.
type readings struct {
	once   sync.Once
	memory *reader.Memory
	ahead  sync.WaitGroup
	begun  *repair.Begun

	mu       sync.Mutex
	slowOnes map[slowReading]reader.Document
}

// slowReading is a reading that the time did not suffice for: no memory keeps it,
// for another day there may be time, but in the same job there is not.
type slowReading struct {
	sha256 string
	want   reader.Want
}

func (r *readings) keepSlow(source reader.Source, want reader.Want, doc reader.Document) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.slowOnes == nil {
		r.slowOnes = map[slowReading]reader.Document{}
	}
	doc.Pages = slices.Clone(doc.Pages)
	r.slowOnes[slowReading{source.SHA256, want}] = doc
}

func (r *readings) slow(source reader.Source, want reader.Want) (doc reader.Document, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	doc, known = r.slowOnes[slowReading{source.SHA256, want}]
	doc.Pages = slices.Clone(doc.Pages)
	return doc, known
}

// maxReadings is what may be remembered of one dossier, in bytes: the words and
// small pictures of some hundred pages.
const maxReadings = 64 << 20

func (r *readings) of() *reader.Memory {
	r.once.Do(func() { r.memory = reader.NewMemory(maxReadings) })
	return r.memory
}

// alone reports whether there is one file: a processor is free beside the one
// that reads it.
func (job *Job) alone() bool { return len(job.Inputs) == 1 && len(job.Inputs[0].Files) == 1 }

// begin has the only file of a job that repairs straightened while it is looked
// at. It returns whether that is a photo.
func (job *Job) begin(ctx context.Context, source reader.Source) bool {
	if !job.alone() {
		return false
	}
	begun, work := repair.Begin(ctx, job.Reader, source.Data())
	job.readings.begun = begun
	job.readings.ahead.Go(work)
	return begun != nil
}
