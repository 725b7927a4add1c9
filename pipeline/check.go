package pipeline

import (
	"cmp"
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr"
)

// Check reads every file and has the inspectors look at it. A file that cannot
// be read is a finding, never an error: the others are checked all the same.
type Check struct{}

// Name implements [Stage].
func (Check) Name() string { return "check" }

// Run implements [Stage]. Files are read side by side, one per processor, and
// forgotten as soon as they are read.
func (Check) Run(ctx context.Context, job *Job) error {
	if job.Reader == nil {
		return ErrNoReader
	}
	pieces, err := readPieces(ctx, job)
	if err != nil {
		return err
	}
	report := &Report{Version: reportVersion, ReferenceDate: job.On, Decision: job.Decision, Pieces: []PieceReport{}, Findings: []validators.Finding{}}
	dossier := validators.Dossier{Pieces: pieces, Required: required(job), Applicant: applicant(job), Unsorted: job.Unsorted}
	for i, piece := range pieces {
		terms := termsFor(job, rules.PieceType(piece.Type))
		terms.Hosted = dossier.Hosted()
		inspection := validators.Inspect(piece, terms)
		for j, file := range job.Inputs[i].Files {
			inspection.Files[j].Findings = append(inspection.Files[j].Findings, file.Findings...)
		}
		report.Pieces = append(report.Pieces, reportPiece(piece, terms, inspection))
		job.dateProof(rules.PieceType(piece.Type), inspection.IssuedOn)
	}
	findings, onFiles := validators.InspectDossier(dossier)
	report.Findings = append(report.Findings, findings...)
	for place, found := range onFiles {
		file := &report.Pieces[place.Piece].Files[place.File]
		file.Findings = append(file.Findings, found...)
	}
	report.Findings = append(report.Findings, dossierFindings(job)...)
	report.Findings = append(report.Findings, job.Findings...)
	// The reader serves other jobs as well: that a page of theirs needed the
	// engine is nothing to this report.
	if engine := job.Reader.OCR(); engine != nil && slices.ContainsFunc(pieces, neededOCR) {
		if engine.Limitation() != ocr.Absent {
			report.OCR = engine.Name()
		}
		report.Findings = append(report.Findings, validators.CheckEngine(engine.Limitation())...)
	}
	report.judge()
	job.Report = report
	job.Hurried = slices.ContainsFunc(pieces, hurried)
	job.keepEvidence(pieces)
	job.keepThumbnails(pieces)
	return nil
}

func neededOCR(piece validators.Piece) bool {
	return slices.ContainsFunc(piece.Files, func(f validators.File) bool { return f.Document.NeededOCR })
}

func hurried(piece validators.Piece) bool {
	return slices.ContainsFunc(piece.Files, func(f validators.File) bool {
		return ranOut(f.Document)
	})
}

// dossierFindings is what the dossier says that cannot be right, whatever its
// files hold.
func dossierFindings(job *Job) []validators.Finding {
	if job.Dossier == nil {
		return nil
	}
	findings := FutureFacts(job.Dossier.Situation, job.On)
	if photo := job.Dossier.Request.Photo; photo.Mode == PhotoDigital {
		findings = append(findings, validators.CheckPhotoCode(photo.Code)...)
	}
	return findings
}

func readPieces(ctx context.Context, job *Job) ([]validators.Piece, error) {
	pieces := make([]validators.Piece, len(job.Inputs))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, input := range job.Inputs {
		pieces[i] = validators.Piece{
			Type: string(input.Type), Label: labelOf(job.catalogue(), input.Type),
			DeclaredIssue: declaredIssue(job, input), Guessed: input.Guessed, Files: make([]validators.File, len(input.Files)),
		}
		want := func(source reader.Source) reader.Want { return job.wantNow(ctx, source, input.Type) }
		for j, file := range input.Files {
			group.Go(func() (err error) {
				defer recovered(&err)
				pieces[i].Files[j], err = job.readFile(ctx, file, want)
				job.trimPictures(&pieces[i].Files[j].Document)
				return err
			})
		}
	}
	return pieces, group.Wait()
}

// declaredIssue is the issue date that the person gives: beside the piece, or
// for the medical opinion among the facts of the situation.
func declaredIssue(job *Job, input Input) calendar.Date {
	if input.Date.IsZero() && input.Type == rules.MedicalOpinion && job.Dossier != nil {
		return job.Dossier.Situation.MedicalOpinionOn
	}
	return input.Date
}

// readFile takes one file in and opens it. Its only error is that of ctx.
func (job *Job) readFile(ctx context.Context, file InputFile, want func(reader.Source) reader.Want) (validators.File, error) {
	read := validators.File{Name: file.Name}
	if err := ctx.Err(); err != nil {
		return read, err
	}
	source, err := load(ctx, job.Reader, file)
	if err != nil {
		read.Document = reader.Document{State: reader.Inaccessible}
		return read, ctx.Err()
	}
	read.Size, read.SHA256 = source.Size, source.SHA256
	read.Document, err = job.readSource(ctx, source, want(source))
	return read, err
}

// Look opens a file of which nobody said what it is, for all that may tell: its
// words, its symbols, its zone. Its only error is that of ctx.
func (job *Job) Look(ctx context.Context, file InputFile) (validators.File, error) {
	want := reader.Want{Text: true, OCR: true, Codes: true, Zone: true, On: job.On}
	return job.readFile(ctx, file, func(reader.Source) reader.Want { return want })
}

// ranOut reports whether the time of a file did not suffice.
func ranOut(doc reader.Document) bool {
	return doc.Hurried || doc.State == reader.OverLimit && doc.Limit == reader.TimeLimit
}

// readSource opens a file, or remembers what was read of its bytes.
func (job *Job) readSource(ctx context.Context, source reader.Source, want reader.Want) (reader.Document, error) {
	if !job.WantRepair {
		return job.recall(ctx, source, want)
	}
	if doc, known := job.readings.slow(source, want); known {
		return doc, nil
	}
	doc, err := job.recall(ctx, source, want)
	if err == nil && ranOut(doc) {
		job.readings.keepSlow(source, want, doc)
	}
	return doc, err
}

func (job *Job) recall(ctx context.Context, source reader.Source, want reader.Want) (reader.Document, error) {
	switch {
	case job.Memory != nil:
		return job.Reader.Recall(ctx, job.Memory, source, want)
	case job.WantRepair:
		return job.Reader.Recall(ctx, job.readings.of(), source, want)
	}
	return job.Reader.Read(ctx, source, want)
}

func load(ctx context.Context, r *reader.Reader, file InputFile) (reader.Source, error) {
	content, size, err := file.Open()
	if err != nil {
		return reader.Source{}, err
	}
	defer content.Close()
	return reader.Load(ctx, content, size, r.Limits())
}

// proofsOfAddress are the pieces whose last day is a deadline of its own.
var proofsOfAddress = []rules.PieceType{rules.ProofOfAddress, rules.HostProofOfAddress}

// termsFor returns the limits of a piece: the decision's where it asks for the
// piece, the catalogue's otherwise.
func termsFor(job *Job, t rules.PieceType) validators.Terms {
	terms := validators.Terms{On: job.On, MaxBytes: validators.MaxBytes, Applicant: applicant(job), Certificates: job.Certificates}
	if entry, ok := job.catalogue().Piece(t); ok {
		terms.PagesMax, terms.AgeMaxMonths = entry.PagesMax, entry.AgeMaxMonths
	}
	if job.Dossier != nil {
		situation := job.Dossier.Situation
		terms.VisitOn = cmp.Or(situation.MedicalVisitOn, situation.MedicalOpinionOn)
	}
	return terms
}

// applicant returns who the application is for; nil where nobody says.
func applicant(job *Job) *validators.Applicant {
	if job.Dossier == nil || job.Dossier.Applicant.BirthName == "" && job.Dossier.Applicant.UsedName == "" {
		return nil
	}
	who := job.Dossier.Applicant
	person := names.Person{Birth: string(who.BirthName), Used: string(who.UsedName)}
	for _, first := range who.FirstNames {
		person.First = append(person.First, string(first))
	}
	return &validators.Applicant{
		Person: person, BirthDate: who.BirthDate,
		Address: validators.Address{Postcode: who.Address.Postcode, Town: who.Address.Town},
	}
}

func labelOf(c *rules.Catalogue, t rules.PieceType) string {
	if entry, ok := c.Piece(t); ok {
		return entry.Label
	}
	return string(t)
}

// required returns the pieces that the decision asks for; nil where there is
// no decision, or where it could not tell.
func required(job *Job) []validators.Required {
	if job.Decision == nil || job.Decision.Pieces == nil {
		return nil
	}
	list := []validators.Required{}
	for _, p := range job.Decision.Pieces {
		list = append(list, validators.Required{Type: string(p.Type), Label: p.Label, Mandatory: p.Mandatory, ToConfirm: p.ToConfirm, Reason: p.Reason})
	}
	return list
}

func reportPiece(piece validators.Piece, terms validators.Terms, inspection validators.Inspection) PieceReport {
	report := PieceReport{
		Type: rules.PieceType(piece.Type), Label: piece.Label, PagesMax: terms.PagesMax,
		Files: []FileReport{}, Findings: orEmpty(inspection.Findings),
	}
	for i, file := range piece.Files {
		report.Pages += file.Document.PageCount
		report.Files = append(report.Files, FileReport{
			Name: file.Name, SHA256: file.SHA256, Bytes: file.Size, Format: file.Document.MIME,
			Pages: file.Document.PageCount, Read: inspection.Files[i].Read, Findings: orEmpty(inspection.Files[i].Findings),
		})
	}
	return report
}

// orEmpty keeps JSON lists lists: [] and never null.
func orEmpty(findings []validators.Finding) []validators.Finding {
	if findings == nil {
		return []validators.Finding{}
	}
	return findings
}
