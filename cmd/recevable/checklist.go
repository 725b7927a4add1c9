package main

import (
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
)

func (a *app) checklistCommand() *cobra.Command {
	var output string
	c := &cobra.Command{
		Use: "checklist [options] DOSSIER -o FICHIER", Aliases: []string{"liste"},
		DisableFlagsInUseLine: true,
		Short:                 "Imprime la liste de contrôle personnelle",
		Long: `Vérifie les pièces du dossier et imprime une liste personnelle : ce qu’il faut
corriger, ce qu’il faut réunir, les examens, les dates, et les mots exacts à
cliquer sur le site de l’ANTS. Un FICHIER en .html est la même liste en page
web, pour l’écran et les lecteurs d’écran.`,
		Example: "  recevable checklist mon-dossier/ -o liste.pdf\n  recevable checklist mon-dossier/ -o liste.html",
		Args:    oneArgument("un DOSSIER, ou un fichier dossier.yaml ou dossier.json"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := requireOutput(output, "FICHIER.pdf ou FICHIER.html"); err != nil {
				return err
			}
			compose, err := a.listComposer(output)
			if err != nil {
				return err
			}
			job, err := a.newJob(args[0])
			if err != nil {
				return err
			}
			if err := job.Dossier.RequireSituation(); err != nil {
				return err
			}
			job.WantThumbnails = true
			if err := check(c.Context(), job, pipeline.Intake{}, pipeline.Decide{}, pipeline.Check{}); err != nil {
				return err
			}
			list, err := compose(job)
			if err != nil {
				return err
			}
			return a.deliver(output, list, a.inputs(job.Dossier, job.Folder))
		},
	}
	outputFlag(c, &output, "`FICHIER` PDF ou HTML à écrire, ou - pour la sortie standard")
	a.listFormatFlag(c)
	a.dateFlag(c)
	return c
}

const listFormats = "pdf ou html"

func (a *app) listFormatFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.format, "format", "", "`FORMAT` de la liste : "+listFormats+" (sans cette option, selon le FICHIER)")
	expect(c, "format", listFormats)
}

// listComposer tells from --format, or else from the name of the file, which of
// the two lists is wanted.
func (a *app) listComposer(output string) (func(*pipeline.Job) ([]byte, error), error) {
	format := a.format
	if format == "" && strings.HasPrefix(strings.ToLower(filepath.Ext(output)), ".htm") {
		format = "html"
	}
	switch format {
	case "", "pdf":
		return pipeline.ComposeChecklist, nil
	case "html":
		return pipeline.ComposeWebChecklist, nil
	}
	return nil, requestError("valeur inconnue pour l’option «\u00a0--format\u00a0»", listFormats)
}
