package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// report is the part of rapport.json that the table shows.
type report struct {
	Verdict  string    `json:"verdict"`
	Findings []finding `json:"constats"`
	Pieces   []struct {
		Findings []finding `json:"constats"`
		Files    []struct {
			Findings []finding `json:"constats"`
		} `json:"fichiers"`
	} `json:"pieces"`
}

type finding struct {
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

// firstBlocking returns the message of the first blocking finding, those on
// files before those on pieces and on the dossier; empty where there is none.
func (r report) firstBlocking() string {
	var all []finding
	for _, p := range r.Pieces {
		for _, f := range p.Files {
			all = append(all, f.Findings...)
		}
		all = append(all, p.Findings...)
	}
	for _, f := range append(all, r.Findings...) {
		if f.Severity == "bloquant" {
			return f.Message
		}
	}
	return ""
}
