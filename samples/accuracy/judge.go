package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators/reader"
)

// report is what the contract says of a file, as its JSON has it: the sets hold
// the program to the outside of it.
type report struct {
	Pieces []struct {
		Findings []finding `json:"constats"`
		Files    []struct {
			Read     readings  `json:"lu"`
			Findings []finding `json:"constats"`
		} `json:"fichiers"`
	} `json:"pieces"`
	Findings []finding `json:"constats"`
}

type finding struct {
	Code     string `json:"code"`
	Severity string `json:"gravite"`
	Message  string `json:"message"`
}

type readings struct {
	IssueDate struct {
		Date   string `json:"date"`
		Origin string `json:"origine"`
		Line   string `json:"extrait"`
	} `json:"date_emission"`
	Holder struct {
		Name   string `json:"nom"`
		Origin string `json:"origine"`
	} `json:"titulaire"`
	Identity *struct {
		Expires string   `json:"expire_le"`
		Between []string `json:"expire_entre"`
	} `json:"identite"`
}

// read returns what was read of the only file.
func (r report) read() readings { return r.Pieces[0].Files[0].Read }

// all returns every finding, on files, pieces and the dossier.
func (r report) all() []finding {
	all := slices.Clone(r.Findings)
	for _, p := range r.Pieces {
		all = append(all, p.Findings...)
		for _, f := range p.Files {
			all = append(all, f.Findings...)
		}
	}
	return all
}

// has reports whether a finding has the code and, where one is given, the
// severity.
func (r report) has(code, severity string) bool {
	return slices.ContainsFunc(r.all(), func(f finding) bool {
		return f.Code == code && (severity == "" || f.Severity == severity)
	})
}

// blocked returns the codes of the findings that block.
func (r report) blocked() []string {
	var codes []string
	for _, f := range r.all() {
		if f.Severity == "bloquant" {
			codes = append(codes, f.Code)
		}
	}
	return codes
}

// document is one file to be judged, and whom for.
type document struct {
	name      string
	content   []byte
	piece     rules.PieceType
	applicant *pipeline.Applicant // nil for a loose file
}

// judge runs the check stage on a document, as `recevable check` does.
func judge(ctx context.Context, r *reader.Reader, d document) (report, error) {
	var out report
	on, err := calendar.Parse(reference.Format("2006-01-02"))
	if err != nil {
		return out, err
	}
	open := func() (io.ReadCloser, int64, error) {
		return io.NopCloser(bytes.NewReader(d.content)), int64(len(d.content)), nil
	}
	job := &pipeline.Job{On: on, Reader: r, Inputs: []pipeline.Input{
		{Type: d.piece, Files: []pipeline.InputFile{{Name: d.name, Open: open}}},
	}}
	if d.applicant != nil {
		job.Dossier = &pipeline.Dossier{Version: 1, Applicant: *d.applicant}
	}
	if err := pipeline.Run(ctx, job, pipeline.Check{}); err != nil {
		return out, err
	}
	said, err := job.Report.JSON()
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(said, &out); err != nil {
		return out, fmt.Errorf("reading the report: %w", err)
	}
	if len(out.Pieces) != 1 || len(out.Pieces[0].Files) != 1 {
		return out, errors.New("the report does not speak of the one file that was judged")
	}
	return out, nil
}
