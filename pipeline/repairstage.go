package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
)

// Repair hands the files of a job to the workshop, then checks what came out
// as [Check] does, which must have run before it: from there on the inputs and
// the report of the job are those of the files that will be handed over, and
// of those that stay behind because they would be refused all the same.
type Repair struct {
	Options repair.Options
	OneFile bool // each piece as one PDF
}

// PieceRepair is what became of one piece.
type PieceRepair struct {
	Type  rules.PieceType
	Label string
	Given []FileReport // as they were checked before anything was done
	Files []FileRepair // in order, as those of the piece in the report
}

// FileRepair is one file that is handed over, or that stays behind.
type FileRepair struct {
	From    []int // the given files that it holds, in order
	Changes []repair.Change
	Doubles []Double  // of the files that it holds, left out
	Left    bool      // it stays behind, as it was given: it would be refused
	Err     error     // why the workshop left it, where it says so
	Input   InputFile // under the name that it is handed over with
	MIME    string
	given   []InputFile // those of From
}

// Name implements [Stage].
func (Repair) Name() string { return "repair" }

// Run implements [Stage].
func (s Repair) Run(ctx context.Context, job *Job) error {
	switch {
	case job.Reader == nil:
		return ErrNoReader
	case job.Report == nil:
		return ErrNoReport
	}
	given := job.Inputs
	repairs, err := s.repair(ctx, job)
	if err != nil {
		return err
	}
	// Each round takes something back: a file that is refused becomes those
	// it was made of, and one of those stays behind.
	for {
		job.Inputs, job.repaired = handedOver(given, repairs), true
		if err := job.recheck(ctx); err != nil {
			return err
		}
		if !takeBack(repairs, job.Report) {
			break
		}
	}
	job.Repairs = repairs
	s.tell(job)
	return nil
}

// maxBenches is how many files are worked on at once, whatever the number of
// processors: as many as the reader has workers, so that memory is bounded.
const maxBenches = 2

// repair repairs the pieces side by side.
func (s Repair) repair(ctx context.Context, job *Job) ([]PieceRepair, error) {
	shop := shop{
		Repair: s, job: job, turns: make(repair.Turns, maxBenches),
		workshop: &repair.Workshop{Reader: job.Reader, Begun: job.readings.begun},
	}
	repairs := make([]PieceRepair, len(job.Inputs))
	group, grouped := errgroup.WithContext(ctx)
	for i, input := range job.Inputs {
		group.Go(func() error {
			reports := job.Report.Pieces[i].Files
			once, from, doubles := withoutDoubles(input, reports)
			made, err := shop.made(grouped, once)
			if err != nil {
				return err
			}
			repairs[i] = PieceRepair{Type: input.Type, Label: labelOf(job.catalogue(), input.Type), Given: reports}
			for _, m := range made {
				file := fileRepair(once, m)
				file.placed(from, doubles)
				repairs[i].Files = append(repairs[i].Files, file)
			}
			return nil
		})
	}
	err := group.Wait()
	job.readings.ahead.Wait()
	return repairs, err
}

// cards are the pieces whose files are the sides of a card.
var cards = []rules.PieceType{rules.Identity, rules.HostIdentity, rules.ResidencePermit, rules.CurrentLicence}

// shop is where the pieces of a job are repaired.
type shop struct {
	Repair
	job      *Job
	workshop *repair.Workshop
	turns    repair.Turns
}

// made is what becomes of a piece. A photo is repaired as if it stood upright,
// as nearly all do, before any of its words is read: those of what comes out are
// read for the checks in any case, and tell.
func (s shop) made(ctx context.Context, input Input) ([]repair.Made, error) {
	want := wantForRepair(s.job, input.Type)
	if begun := s.job.readings.begun; begun != nil && wantFor(s.job, input.Type).OCR && !begun.LiesOnItsSide() {
		piece := s.piece(input, wordless(want))
		piece.Read = func(ctx context.Context, data []byte) (reader.Document, error) {
			return s.upright(ctx, data, input.Type)
		}
		made, err := s.workshop.Piece(ctx, piece)
		if err != nil || s.allUpright(ctx, made, input.Type) {
			return made, err
		}
	}
	return s.workshop.Piece(ctx, s.piece(input, want))
}

// errLies is the reason of a photo that may not stand upright.
var errLies = errors.New("pipeline: nothing tells that the photo stands upright")

// upright reads what was made of a photo. The error is errLies where it is not
// sure that it stands upright, or that of ctx.
func (s shop) upright(ctx context.Context, data []byte, t rules.PieceType) (reader.Document, error) {
	read, err := s.job.readSource(ctx, reader.NewSource(data), wantFor(s.job, t))
	if err == nil && (!tellsUpright(read) || read.Pages[0].Turn != 0 || misread(read.Pages[0].Zone)) {
		err = errLies
	}
	return read, err
}

// misread reports whether a zone was read that cannot be right: whether it can
// be read on the photo as it is, only that tells.
func misread(zone *reader.Zone) bool { return zone != nil && zone.Zone != nil && !zone.Valid() }

func (s shop) allUpright(ctx context.Context, made []repair.Made, t rules.PieceType) bool {
	return !slices.ContainsFunc(made, func(m repair.Made) bool {
		if m.Err != nil || m.Data == nil {
			return true
		}
		_, err := s.upright(ctx, m.Data, t)
		return err != nil
	})
}

// tellsUpright reports whether it is sure of every page which way up it stands.
func tellsUpright(read reader.Document) bool {
	return len(read.Pages) > 0 && !slices.ContainsFunc(read.Pages, func(p reader.Page) bool {
		typed := len(p.Lines) > 0 && !p.FromOCR
		return !typed && !repair.UprightSure(p)
	})
}

// reread reads what was made. Where that is the only file, it is read as it
// will be checked: nearly always that tells that nothing is left to do.
func (s shop) reread(ctx context.Context, data []byte, t rules.PieceType) (reader.Document, error) {
	source := reader.NewSource(data)
	if checked := wantFor(s.job, t); s.job.alone() && checked.OCR {
		read, err := s.job.readSource(ctx, source, checked)
		if err != nil || tellsUpright(read) {
			return read, err
		}
	}
	return s.job.readSource(ctx, source, wantForRepair(s.job, t))
}

// piece describes a piece to the workshop; want is what is read of its files.
func (s shop) piece(input Input, want reader.Want) repair.Piece {
	job, terms := s.job, termsFor(s.job, input.Type)
	piece := repair.Piece{Card: slices.Contains(cards, input.Type), PagesMax: orZero(terms.PagesMax), Options: s.Options, Turns: s.turns}
	piece.Read = func(ctx context.Context, data []byte) (reader.Document, error) {
		return s.reread(ctx, data, input.Type)
	}
	switch {
	case s.OneFile:
		piece.Binding = repair.BindAll
	case piece.Card, input.Type == rules.OtherPiece:
		piece.Binding = repair.BindNothing
	}
	for _, file := range input.Files {
		piece.Items = append(piece.Items, repair.Item{
			Name: file.Name,
			Open: func(ctx context.Context) ([]byte, reader.Document, error) {
				source, err := load(ctx, job.Reader, file)
				if err != nil {
					return nil, reader.Document{State: reader.Inaccessible}, ctx.Err()
				}
				read, err := job.readSource(ctx, source, want)
				return source.Data(), read, err
			},
		})
	}
	return piece
}

func fileRepair(input Input, m repair.Made) FileRepair {
	f := FileRepair{From: m.From, Changes: m.Changes, Err: m.Err, MIME: m.MIME}
	for _, i := range m.From {
		f.given = append(f.given, input.Files[i])
	}
	if len(m.Changes) == 0 && len(m.From) == 1 {
		f.Input = f.given[0]
		return f
	}
	data := m.Data
	f.Input = InputFile{Findings: findingsOn(f.given), Open: func() (io.ReadCloser, int64, error) {
		return io.NopCloser(bytes.NewReader(data)), int64(len(data)), nil
	}}
	return f
}

// findingsOn is what was known of files before they were read, such as that
// nobody said which piece they are: it holds of what was made of them, and is
// told once.
func findingsOn(given []InputFile) (findings []validators.Finding) {
	for _, file := range given {
		for _, f := range file.Findings {
			said := func(g validators.Finding) bool { return g.Code == f.Code && g.Message == f.Message }
			if !slices.ContainsFunc(findings, said) {
				findings = append(findings, f)
			}
		}
	}
	return findings
}

// handedOver names what comes out and returns it as inputs. A file that stays
// behind keeps its name; its number is free for the day it can be repaired, so
// that the others are not called otherwise then.
func handedOver(given []Input, repairs []PieceRepair) []Input {
	inputs := make([]Input, len(repairs))
	numbers := map[rules.PieceType]int{}
	for i, piece := range repairs {
		inputs[i] = Input{Type: piece.Type, Date: given[i].Date}
		for j := range piece.Files {
			file := &piece.Files[j]
			numbers[piece.Type]++
			if !file.Left {
				file.Input.Name = repair.Name(string(piece.Type), numbers[piece.Type], file.MIME)
			}
			inputs[i].Files = append(inputs[i].Files, file.Input)
		}
	}
	return inputs
}

// recheck decides and checks again: what was found of the files that were
// given is told to the decision, and must not be told twice.
func (job *Job) recheck(ctx context.Context) error {
	if job.Dossier != nil {
		if err := (Decide{}).Run(ctx, job); err != nil {
			return err
		}
	}
	return Check{}.Run(ctx, job)
}

// unfit are the findings that keep a file from being handed over. Others that
// block, such as the age of a bill, are about the paper and not about its file.
var unfit = []validators.Code{
	validators.FormatRefused, validators.FileEmpty, validators.FileUnreadable, validators.SizeExceeded,
	validators.PDFLocked, validators.ImageTooLarge, validators.PageBlank,
}

func isUnfit(f validators.Finding) bool {
	return f.Severity == validators.Blocking && slices.Contains(unfit, f.Code)
}

// takeBack leaves behind what would still be refused, and reports whether it
// did. What the workshop made of a file is taken back first.
func takeBack(repairs []PieceRepair, report *Report) (did bool) {
	for i := range repairs {
		var files []FileRepair
		for j, file := range repairs[i].Files {
			refused := !file.Left && slices.ContainsFunc(report.Pieces[i].Files[j].Findings, isUnfit)
			switch {
			case !refused:
				files = append(files, file)
			case len(file.Changes) > 0:
				files = append(files, file.apart(repairs[i].Given)...)
			default:
				files = append(files, file.leftWith()...)
			}
			did = did || refused
		}
		repairs[i].Files = files
	}
	return did
}

// errTakenBack is why a file is as it was given where the workshop made one
// that would be refused.
var errTakenBack = errors.New("pipeline: what was made of the file would be refused")

// apart returns the files that one was made of, as they were given.
func (f FileRepair) apart(given []FileReport) []FileRepair {
	var files []FileRepair
	for i, from := range f.From {
		files = append(files, FileRepair{
			From: []int{from}, Err: errTakenBack, MIME: given[from].Format,
			Input: f.given[i], given: f.given[i : i+1], Doubles: doublesOf(from, f.Doubles),
		})
	}
	return files
}

// GivenPaths lists the files on disk that a job was given, whatever has become
// of its inputs since.
func (job *Job) GivenPaths() []string {
	var paths []string
	for _, piece := range job.Repairs {
		for _, file := range piece.Files {
			for _, given := range file.given {
				paths = append(paths, given.Path)
			}
			for _, double := range file.Doubles {
				paths = append(paths, double.given.Path)
			}
		}
	}
	return slices.DeleteFunc(paths, func(path string) bool { return path == "" })
}
