package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
)

const evidenceExpected = "--preuves REP, un répertoire"

func (a *app) evidenceFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.evidence, "preuves", "", "`REP` où écrire rapport.html et l’image de chaque endroit relevé, créé s’il n’existe pas")
}

// requireEvidenceFolder refuses, before any work is done, a place where several
// files cannot be written.
func (a *app) requireEvidenceFolder(c *cobra.Command) error {
	switch {
	case !c.Flags().Changed("preuves"):
		return nil
	case a.evidence == "":
		return requestError("l’option «\u00a0--preuves\u00a0» ne dit pas où écrire", evidenceExpected)
	case a.evidence == "-":
		return requestError("les preuves sont plusieurs fichiers, la sortie standard n’en prend qu’un", evidenceExpected)
	}
	if info, err := os.Stat(a.evidence); err == nil && !info.IsDir() {
		return &pipeline.InputError{File: a.evidence, Problem: "ce n’est pas un répertoire", Expected: evidenceExpected}
	}
	return nil
}

// deliverEvidence writes what shows the report, where it is asked for, and
// returns how many pictures stand beside the page.
func (a *app) deliverEvidence(ctx context.Context, job *pipeline.Job) (int, error) {
	if a.evidence == "" {
		return 0, nil
	}
	papers, err := pipeline.ComposeEvidence(job)
	if err != nil {
		return 0, err
	}
	out := pipeline.EvidenceFolder{Path: a.evidence, Inputs: a.checkedFiles(job)}
	return len(papers) - 1, out.Take(ctx, papers)
}

// sayEvidence tells where the evidence is, below the report.
func (a *app) sayEvidence(pictures int) error {
	if a.evidence == "" {
		return nil
	}
	_, err := fmt.Fprintln(a.stderr, "Écrit\u00a0: "+visible(filepath.Join(a.evidence, pipeline.WebReportName))+pictureCount(pictures))
	return err
}

// checkedFiles lists what no evidence may be written over.
func (a *app) checkedFiles(job *pipeline.Job) []string {
	var paths []string
	if job.Dossier != nil {
		paths = a.inputs(job.Dossier, job.Folder)
	} else if a.catalogue != "" {
		paths = append(paths, a.catalogue)
	}
	for _, input := range job.Inputs {
		for _, file := range input.Files {
			if file.Path != "" {
				paths = append(paths, file.Path)
			}
		}
	}
	return paths
}

func pictureCount(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " et 1\u00a0image à côté"
	}
	return fmt.Sprintf(" et %d\u00a0images à côté", n)
}
