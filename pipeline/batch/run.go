package batch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/gofrs/flock"
	"golang.org/x/sync/errgroup"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// Options are what a run works with.
type Options struct {
	Source Source
	Output string        // folder, made when it is not there
	On     calendar.Date // reference date
	Reader *reader.Reader
	// Catalogue and Certificates as in [pipeline.Job].
	Catalogue    *rules.Catalogue
	Certificates twoddoc.Certificates
	// Edition stands for all else that the papers hang on: the program, the
	// catalogue, the certificates, the engine that reads pictures. Where it
	// changes, every client is treated anew.
	Edition string
	// Remembered spares reading files again that did not change since the last
	// run of this program; nil: all are read.
	Remembered *Remembered
	// All treats every client anew, changed or not.
	All bool
	// Repair repairs the files of each client too; nil: they are checked only.
	// Edition must tell one repair from another.
	Repair *pipeline.Repair
	// Inputs are files that must never be written over, beside the clients'.
	Inputs []string
	// Progress is told how far the run is, one call at a time; nil: nobody is.
	Progress func(Progress)
}

// Progress is how far a run is.
type Progress struct {
	Total, Done int
	Kept        int // of those done, not treated again: nothing had changed
	Verdicts    map[validators.Verdict]int
}

// Summary is what came of a run. It holds no name.
type Summary struct {
	Progress
	Untreated map[Reason]int
	Removed   int // clients that are no longer there, whose papers were taken away
}

// What ends a run before its end.
var (
	// ErrBusy: another run works in the same output.
	ErrBusy = errors.New("batch: another run is at work in this output")
	// ErrStopped wraps what no client can be written after: a full disk. What
	// was done is kept.
	ErrStopped = errors.New("batch: nothing more can be written")
)

// FollowUpError: every client is done, and part of the follow-up could not be
// written: most often one of its files is open in another program. The others
// are written, and the same call writes what is left.
type FollowUpError struct {
	Left []string // names in the output
	Err  error    // what the system said
}

func (e *FollowUpError) Error() string {
	return "batch: " + strings.Join(e.Left, ", ") + ": " + e.Err.Error()
}
func (e *FollowUpError) Unwrap() error { return e.Err }

// run is a run under way.
type run struct {
	Options
	journal *journal
	clients []Client          // in their order
	places  map[string]string // of their papers

	mu      sync.Mutex
	summary Summary
}

// Run treats every client of a source and writes the follow-up. Where it ends
// early, because ctx is done or with [ErrStopped], the clients that are done
// are kept, and the same call goes on from there; the follow-up is then left as
// it was. The summary tells what was done in any case.
func Run(ctx context.Context, o Options) (Summary, error) {
	r := &run{Options: o}
	r.summary.Verdicts, r.summary.Untreated = map[validators.Verdict]int{}, map[Reason]int{}
	clients, err := o.Source.Clients(ctx)
	if err != nil {
		return r.summary, err
	}
	r.clients = sorted(named(clients))
	r.places, r.summary.Total = places(r.clients), len(clients)

	state := filepath.Join(o.Output, StateName)
	if err := os.MkdirAll(state, 0o777); err != nil { // less what the umask takes away
		return r.summary, err
	}
	lock := flock.New(filepath.Join(state, "verrou"))
	if taken, err := lock.TryLock(); err != nil || !taken {
		return r.summary, errors.Join(err, ErrBusy)
	}
	defer lock.Unlock()
	if err := errors.Join(pipeline.RemoveTemporaries(o.Output), pipeline.RemoveTemporaries(state)); err != nil {
		return r.summary, err
	}
	if r.journal, err = openJournal(state); err != nil {
		return r.summary, err
	}
	if err := r.all(ctx); err != nil {
		return r.summary, errors.Join(err, r.journal.close())
	}
	return r.summary, r.finish(ctx, state)
}

// named gives every client a name of their own that can be written: what is not
// UTF-8 in it is replaced.
func named(clients []Client) []Client {
	taken := map[string]bool{}
	for i, c := range clients {
		name := strings.ToValidUTF8(c.Name, "\ufffd")
		if taken[name] {
			name += mark(c.Name)
		}
		taken[name] = true
		clients[i].Name = name
	}
	return clients
}

// all treats the clients side by side: one more than there are processors, so
// that there is work while a file waits for an outside program.
func (r *run) all(ctx context.Context) error {
	group, working := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0) + 1)
	for _, c := range r.clients {
		if working.Err() != nil {
			break
		}
		group.Go(func() error {
			row, kept, err := r.client(working, c)
			if err != nil {
				return err
			}
			r.tell(row, kept)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func (r *run) tell(row Row, kept bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.summary.Done++
	if kept {
		r.summary.Kept++
	}
	r.summary.Verdicts[row.Verdict]++
	if row.Untreated != nil {
		r.summary.Untreated[row.Untreated.Reason]++
	}
	if r.Progress != nil {
		r.Progress(r.summary.Progress)
	}
}

// client treats a client, or keeps what an earlier run made of them. The only
// errors are those that end the run.
func (r *run) client(ctx context.Context, c Client) (row Row, kept bool, err error) {
	before, err := r.journal.get(c.Name)
	if err != nil {
		return row, false, stopped(err)
	}
	t, failure := r.load(ctx, c)
	if failure == nil && r.unchanged(ctx, before, t) {
		return *before.Row, true, nil
	}
	var out *papers
	if failure == nil {
		out = &papers{run: r, treatment: t, before: before, entry: entry{Client: c.Name, Place: r.places[c.Name]}}
		failure = pipeline.Run(ctx, t.job, r.stages(t, out)...)
	}
	switch {
	case ctx.Err() != nil:
		return row, false, ctx.Err()
	case failure == nil:
		if !t.job.Hurried { // or else the next run tries again
			out.entry.Digest = t.digest(r.Edition, t.digestsRead(ctx))
		}
		return *out.entry.Row, false, stopped(r.journal.put(out.entry))
	case stopsAll(failure) || errors.Is(failure, errJournal):
		return row, false, stopped(failure)
	}
	row = untreatedRow(c.Name, failure)
	row.Do = c.Notes
	for _, e := range []*entry{before, out.written()} {
		if e != nil {
			r.clear(*e)
		}
	}
	return row, false, stopped(r.journal.put(entry{Client: c.Name, Place: r.places[c.Name], Row: &row}))
}

func (r *run) stages(t *treatment, out pipeline.Sink) []pipeline.Stage {
	stages := pipeline.Stages(out)
	if r.Repair != nil {
		stages = pipeline.StagesWithRepair(*r.Repair, out)
	}
	return slices.Insert(stages, 1, pipeline.Stage(&t.filing)) // behind intake
}

// stopped marks what ends the run.
func stopped(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrStopped, err)
}

// treatment is a client on their way.
type treatment struct {
	client Client
	job    *pipeline.Job
	filing filing
	loaded pipeline.Dossier // before its files were looked into
	// contradicted is what the roster says otherwise than the dossier.
	contradicted []validators.Finding
	files        map[string]pipeline.InputFile
}

// load loads a client. Its error makes them one that is not treated.
func (r *run) load(ctx context.Context, c Client) (*treatment, error) {
	t := &treatment{client: c, filing: filing{wanted: c.Guess}, files: map[string]pipeline.InputFile{}}
	t.job = &pipeline.Job{On: r.On, Catalogue: r.Catalogue, Reader: r.Reader, Certificates: r.Certificates, WantThumbnails: true, WantRepair: r.Repair != nil}
	if err := pipeline.Run(ctx, t.job, load{t}, pipeline.Intake{}); err != nil {
		return nil, err
	}
	t.loaded = *t.job.Dossier
	for _, input := range t.job.Inputs {
		for _, file := range input.Files {
			t.files[file.Name] = file
		}
	}
	return t, nil
}

// load is the stage that brings the dossier in.
type load struct{ *treatment }

func (load) Name() string { return "load" }

func (l load) Run(_ context.Context, job *pipeline.Job) (err error) {
	if job.Dossier, job.Folder, err = l.client.Load(); err != nil {
		return err
	}
	if l.client.Compare != nil {
		l.contradicted = l.client.Compare(job.Dossier)
		job.Findings = append(job.Findings, l.contradicted...)
	}
	if !l.filing.wanted {
		return job.Dossier.RequireSituation()
	}
	if job.Dossier.Situation.Procedure != "" {
		if err := job.Dossier.RequireSituation(); err != nil {
			return err
		}
	}
	return l.filing.byNames(job.Dossier, job.Folder)
}

// unchanged reports whether what the journal has of a client is what treating
// them would give again.
func (r *run) unchanged(ctx context.Context, before *entry, t *treatment) bool {
	if r.All || before == nil || before.Digest == "" || before.Row == nil || before.Place != r.places[before.Client] {
		return false
	}
	return before.Digest == t.digest(r.Edition, t.digestFiles(ctx, r.Remembered)) && intact(ctx, r.folder(before.Place), before.Papers)
}

func (r *run) folder(place string) string { return filepath.Join(r.Output, filepath.FromSlash(place)) }

// clear takes the papers of a client away, and their folder when nothing else
// is in it. What cannot be taken away stays: it is in nobody's way.
func (r *run) clear(e entry) {
	folder := r.folder(e.Place)
	if !filepath.IsLocal(filepath.FromSlash(e.Place)) {
		return // the journal is a file like any other: it may say anything
	}
	_ = pipeline.RemoveTemporaries(folder)
	for _, p := range e.Papers {
		name := filepath.Join(folder, filepath.FromSlash(p.Name))
		if _, ok := pipeline.FileItself(name); ok && p.isOurs() {
			_ = pipeline.Remove(name)
		}
	}
	_ = removeEmptied(filepath.Join(folder, pipeline.PiecesName))
	for ; e.Place != "."; e.Place = filepath.ToSlash(filepath.Dir(filepath.FromSlash(e.Place))) {
		if removeEmptied(r.folder(e.Place)) != nil {
			return
		}
	}
}

// removeEmptied removes a folder that is empty now, and nothing else that may
// stand under its name.
func removeEmptied(folder string) error {
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return &fs.PathError{Op: "remove", Path: folder, Err: fs.ErrInvalid}
	}
	return os.Remove(folder)
}

// finish takes away the papers of clients who are gone, and writes the
// follow-up and the journal.
func (r *run) finish(ctx context.Context, state string) error {
	if err := r.prune(); err != nil {
		return errors.Join(err, r.journal.close())
	}
	if err := r.publish(ctx, state); err != nil {
		return errors.Join(err, r.journal.close())
	}
	return r.journal.settle(r.clients)
}

func (r *run) prune() error {
	taken := map[string]bool{}
	for _, place := range r.places {
		taken[folded(place)] = true
	}
	for _, name := range r.journal.clients() {
		if _, there := r.places[name]; there {
			continue
		}
		e, err := r.journal.get(name)
		if err != nil {
			return err
		}
		if e != nil && !taken[folded(e.Place)] {
			r.clear(*e)
		}
		r.summary.Removed++
	}
	return nil
}

// isOurs reports whether the journal names a file that a run may have written: in
// the folder of a client, or among its repaired files.
func (p paper) isOurs() bool {
	folder, base := path.Split(p.Name)
	return base != "" && filepath.IsLocal(base) && filepath.Base(base) == base && (folder == "" || folder == pipeline.PiecesName+"/")
}

// papers is the sink of one client.
type papers struct {
	*run
	*treatment
	before *entry
	entry  entry
}

var errJournal = errors.New("the journal cannot be written")

// written returns what may have been written; nil where nothing was.
func (p *papers) written() *entry {
	if p == nil || p.entry.Papers == nil {
		return nil
	}
	return &p.entry
}

// Take implements [pipeline.Sink]. The report goes last, behind the message.
func (p *papers) Take(ctx context.Context, list []pipeline.Paper) error {
	row := rowOf(p.entry.Client, p.entry.Place, p.treatment)
	if row.Message != nil {
		last := len(list) - 1
		list = slices.Insert(slices.Clone(list), last, pipeline.Paper{Name: MessageName, Data: row.Message.file()})
	}
	if err := p.begin(list); err != nil {
		return err
	}
	folder := p.folder(p.entry.Place)
	if err := pipeline.RemoveTemporaries(folder); err != nil {
		return err
	}
	if err := p.removeEarlier(folder, list); err != nil {
		return err
	}
	sink := pipeline.Folder{Path: folder, Inputs: slices.Concat(p.Inputs, p.job.Dossier.InputPaths(p.job.Folder))}
	if err := sink.Take(ctx, list); err != nil {
		return err
	}
	p.entry.Papers = nil
	for _, paper := range list {
		p.note(paper.Name, hexSum(paper.Data))
	}
	p.entry.Row = &row
	return nil
}

func (p *papers) note(name, sum string) {
	p.entry.Papers = append(p.entry.Papers, paper{name, sum})
}

// begin tells the journal that the papers of the client are being written, and
// which may be there from now on.
func (p *papers) begin(list []pipeline.Paper) error {
	for _, paper := range list {
		p.note(paper.Name, "")
	}
	if p.before != nil && p.before.Place != p.entry.Place {
		p.clear(*p.before)
	} else if p.before != nil {
		for _, old := range p.before.Papers {
			p.note(old.Name, "")
		}
	}
	if err := p.journal.put(p.entry); err != nil {
		return fmt.Errorf("%w: %w", errJournal, err)
	}
	return nil
}

// removeEarlier takes away the papers of an earlier run that this one does not
// make.
func (p *papers) removeEarlier(folder string, list []pipeline.Paper) error {
	if p.before == nil {
		return nil
	}
	for _, old := range p.before.Papers {
		made := slices.ContainsFunc(list, func(paper pipeline.Paper) bool { return paper.Name == old.Name })
		if made || !old.isOurs() {
			continue
		}
		err := pipeline.Remove(filepath.Join(folder, filepath.FromSlash(old.Name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
