package pipeline

import (
	"context"
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
