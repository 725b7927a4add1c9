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
	workshop := &repair.Workshop{Reader: job.Reader, Begun: job.readings.begun}
	turns := make(repair.Turns, maxBenches)
	repairs := make([]PieceRepair, len(job.Inputs))
	group, grouped := errgroup.WithContext(ctx)
	for i, input := range job.Inputs {
		group.Go(func() error {
			piece := s.piece(ctx, job, input)
			piece.Turns = turns
			made, err := workshop.Piece(grouped, piece)
			if err != nil {
				return err
			}
			repairs[i] = PieceRepair{Type: input.Type, Label: labelOf(job.catalogue(), input.Type), Given: job.Report.Pieces[i].Files}
			for _, m := range made {
				repairs[i].Files = append(repairs[i].Files, fileRepair(input, m))
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

// piece describes a piece to the workshop.
func (s Repair) piece(ctx context.Context, job *Job, input Input) repair.Piece {
	want, checked := wantForRepair(job, input.Type), wantFor(job, input.Type)
	forget := func() {}
	terms := termsFor(job, input.Type)
	piece := repair.Piece{
		Card: slices.Contains(cards, input.Type), PagesMax: orZero(terms.PagesMax), Options: s.Options,
		Read: func(inTurn context.Context, data []byte) (reader.Document, error) {
			source := reader.NewSource(data)
			if job.alone() && !(reader.TraitsOf(data).MIME == reader.PDF && len(data) > foreseenPDF) {
				forget()
				forget = job.foresee(ctx, source, checked)
			}
			return job.readSource(inTurn, source, want)
		},
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

// foreseenPDF is the size in bytes up to which a PDF is read by two at once: the
// memory that its pages may take is not there twice.
const foreseenPDF = 2 << 20

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
				file.Left, file.Input = true, file.given[0]
				files = append(files, file)
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
			Input: f.given[i], given: f.given[i : i+1],
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
		}
	}
	return slices.DeleteFunc(paths, func(path string) bool { return path == "" })
}
