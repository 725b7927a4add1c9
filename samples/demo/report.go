package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/recevable/recevable/samples"
)

// report is the part of rapport.json that the table shows.
type report struct {
	Verdict  string    `json:"verdict"`
	Reader   string    `json:"lecteur"` // of pictures; « aucun » where there is none
	Findings []finding `json:"constats"`
	Pieces   []struct {
		Findings []finding `json:"constats"`
		Files    []struct {
			Name string `json:"nom"`
			Read struct {
				IssueDate struct {
					Date   string `json:"date"`
					Origin string `json:"origine"`
				} `json:"date_emission"`
			} `json:"lu"`
			Findings []finding `json:"constats"`
		} `json:"fichiers"`
	} `json:"pieces"`
}

type finding struct {
	Code     string `json:"code"`
	Severity string `json:"gravite"`
	Message  string `json:"message"`
}

func readReport(path string) (report, error) {
	var r report
	content, err := os.ReadFile(path)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(content, &r); err != nil {
		return r, fmt.Errorf("%s\u00a0: %w", path, err)
	}
	return r, nil
}

// blind reports whether the program had nothing to read pictures with.
func (r report) blind() bool { return r.Reader == "aucun" }

// all returns every finding, those on files before those on pieces and on the
// dossier.
func (r report) all() []finding {
	var all []finding
	for _, p := range r.Pieces {
		for _, f := range p.Files {
			all = append(all, f.Findings...)
		}
		all = append(all, p.Findings...)
	}
	return append(all, r.Findings...)
}

// gist returns what the sample shows: the message of the first of the gravest
// findings, or of the info it is about, or else the date that was read in the
// file it is about.
func (r report) gist(s samples.Sample) string {
	for _, severity := range []string{samples.Blocking, samples.Warning, samples.Undetermined} {
		for _, f := range r.all() {
			if f.Severity == severity {
				return f.Message
			}
		}
	}
	for _, f := range r.all() {
		if slices.ContainsFunc(s.Notes, func(n samples.Finding) bool { return n.Code == f.Code }) {
			return f.Message
		}
	}
	for _, p := range r.Pieces {
		for _, f := range p.Files {
			about := slices.ContainsFunc(s.Readings, func(want samples.Reading) bool { return want.File == f.Name })
			if d := f.Read.IssueDate; about && d.Date != "" {
				return fmt.Sprintf("Date lue dans %s (%s)\u00a0: %s", f.Name, d.Origin, d.Date)
			}
		}
	}
	return ""
}
