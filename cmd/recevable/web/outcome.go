package web

import (
	"context"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/templates"
)

// outcome is what is known of a person's dossier.
type outcome struct {
	version  int
	groups   [][]*heldFile // the files, in the order of the report
	job      *pipeline.Job
	view     templates.WebReport // the report and its evidence
	pictures map[string][]byte   // PNG, by the file names that the view refers to
}

// changed has the dossier checked again, off the page. The caller holds the
// person.
func (s *Server) changed(p *person) {
	p.version++
	if !p.running {
		p.running = true
		go s.keepChecked(p)
	}
}

// keepChecked checks until nothing has changed meanwhile.
func (s *Server) keepChecked(p *person) {
	for {
		version, groups, job, err := s.toCheck(p)
		var found *outcome
		if err == nil {
			found, err = s.check(p.ctx, job)
		}
		p.mu.Lock()
		if found != nil {
			found.version, found.groups = version, groups
			p.outcome = found
		} else if p.ctx.Err() == nil {
			p.say("rouge", "Les pièces n’ont pas pu être vérifiées. "+problemOf(err).Title+".")
			s.config.Log.Error("vérification", "genre", errorKind(err))
		}
		if p.version == version || p.ctx.Err() != nil {
			p.running = false
			p.mu.Unlock()
			return
		}
		p.mu.Unlock()
	}
}

// toCheck is what there is to check now.
func (s *Server) toCheck(p *person) (version int, groups [][]*heldFile, job *pipeline.Job, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	version, groups = p.version, p.pieces()
	job, err = s.jobFor(p, groups)
	return version, groups, job, err
}

// jobFor is the job of a person's dossier. The caller holds the person.
func (s *Server) jobFor(p *person, groups [][]*heldFile) (*pipeline.Job, error) {
	dossier, err := p.dossier()
	if err != nil {
		return nil, err
	}
	job := s.job(s.config.Today())
	job.Dossier, job.Inputs, job.Memory = dossier, inputsOf(groups), p.memory
	for _, input := range job.Inputs { // the papers speak of what the dossier holds
		piece := pipeline.Justificatif{Type: input.Type}
		for _, file := range input.Files {
			piece.Files = append(piece.Files, pipeline.FileName{Path: file.Name})
		}
		dossier.Pieces = append(dossier.Pieces, piece)
	}
	return job, nil
}

// check decides and checks.
func (s *Server) check(ctx context.Context, job *pipeline.Job) (*outcome, error) {
	job.WantEvidence, job.WantThumbnails = true, true
	if err := s.runInTurn(ctx, job, pipeline.Decide{}, pipeline.Check{}); err != nil {
		return nil, err
	}
	view, pictures, err := pipeline.ShowEvidence(job)
	if err != nil {
		return nil, err
	}
	if err := pipeline.Run(ctx, job, pipeline.Compose{}); err != nil {
		return nil, err
	}
	found := &outcome{job: job, view: view, pictures: map[string][]byte{}}
	for _, picture := range pictures {
		found.pictures[picture.Name] = picture.Data
	}
	return found, nil
}
