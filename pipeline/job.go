package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// What a stage may lack: an error of the program that calls it, never of the
// person.
var (
	// ErrNoDossier is returned by a stage that needs a dossier to work on.
	ErrNoDossier = errors.New("pipeline: the job has no dossier")
	// ErrNoReader is returned by [Check] where nothing can read the files.
	ErrNoReader = errors.New("pipeline: the job has no reader")
	// ErrNoReport is returned by [Write] where [Check] did not run before it.
	ErrNoReport = errors.New("pipeline: the job has no report")
)

// Job is one dossier on its way down the corridor. A stage reads what the
// stages before it left and adds its own part.
type Job struct {
	// What the caller brings.
	On        calendar.Date    // reference date
	Dossier   *Dossier         // nil when only loose files are checked
	Folder    string           // where the dossier's files are
	Catalogue *rules.Catalogue // limits and wordings; nil for those of the program
	Reader    *reader.Reader   // needed by the check stage only
	// Memory keeps what is read between the jobs of one person; nil for what
	// the reader itself remembers.
	Memory *reader.Memory
	// Certificates verify the signatures of 2D-Docs; nil: none is verified.
	Certificates twoddoc.Certificates
	// WantEvidence keeps the pages that the report points to, for
	// [ComposeEvidence].
	WantEvidence bool
	// WantThumbnails keeps the first pages, small, for [ComposeChecklist].
	WantThumbnails bool
	// WantRepair keeps what was read of the files for [Repair].
	WantRepair bool
	// Findings are what the caller knows of the dossier as a whole before it
	// is checked; they are reported with the others.
	Findings []validators.Finding
	// Unsorted tells that some file may be a piece that is not known to be
	// there: no piece is then said to be missing for certain.
	Unsorted bool

	// What the stages add.
	Inputs   []Input         // intake, or the caller for loose files
	Decision *rules.Decision // decide
	Report   *Report         // check
	Evidence *Evidence       // check, where it is wanted
	// Hurried tells that a file was not read in time: another run may find more
	// in it. Set by check.
	Hurried bool
	Repairs []PieceRepair // repair
	Papers  []Paper       // compose

	thumbnails map[filePlace][]templates.Thumbnail // check, where they are wanted
	readings   readings
	repaired   bool // the inputs are what came out of the workshop
}

func (job *Job) catalogue() *rules.Catalogue { return cmp.Or(job.Catalogue, rules.DefaultCatalogue()) }

// Input is one piece to check and its files, found but not read yet.
type Input struct {
	Type  rules.PieceType
	Date  calendar.Date // declared issue date; zero for none
	Files []InputFile
	// Guessed tells that nobody said which piece the files are.
	Guessed bool
}

// InputFile is one file that can be opened when its turn comes.
type InputFile struct {
	Name string // as the person named it
	Path string // on disk; empty for what was never a file
	// Findings are what the caller knows of the file before it is opened.
	Findings []validators.Finding
	// Open returns the content and its size in bytes.
	Open func() (io.ReadCloser, int64, error)
}

// Paper is a finished file to hand over.
type Paper struct {
	Name string
	Data []byte
}

// Stage is one step of the corridor. Run adds to the job or says why it cannot.
type Stage interface {
	Name() string
	Run(ctx context.Context, job *Job) error
}

// Stages returns the corridor in order: intake, decide, check, compose,
// report. The papers and the report are handed to out.
func Stages(out Sink) []Stage {
	return []Stage{Intake{}, Decide{}, Check{}, Compose{}, Write{Out: out}}
}

// StagesWithRepair is [Stages] with the files repaired behind check.
func StagesWithRepair(repair Repair, out Sink) []Stage {
	return []Stage{Intake{}, Decide{}, Check{}, repair, Compose{}, Write{Out: out}}
}

// Run walks a job through stages, in order, until one fails or ctx is done.
// The error of a stage keeps its type: an [*InputError] is the person's to
// correct, a [*PanicError] ours.
func Run(ctx context.Context, job *Job, stages ...Stage) error {
	if job.WantRepair {
		ctx = reader.KeepPictures(ctx, keptPictures)
	}
	for _, stage := range stages {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := runStage(ctx, job, stage); err != nil {
			return fmt.Errorf("%s: %w", stage.Name(), err)
		}
	}
	return nil
}

// keptPictures is how many bytes of decoded pictures a job that repairs keeps at
// hand: two photos of 12 megapixels.
const keptPictures = 40 << 20

func runStage(ctx context.Context, job *Job, stage Stage) (err error) {
	defer recovered(&err)
	return stage.Run(ctx, job)
}
