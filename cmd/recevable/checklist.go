package main

import (
	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
)

func (a *app) checklistCommand() *cobra.Command {
	var output string
	c := &cobra.Command{
		Use: "checklist [options] DOSSIER -o FICHIER.pdf", Aliases: []string{"liste"},
		DisableFlagsInUseLine: true,
		Short:                 "Imprime la liste de contrôle personnelle",
		Long: `Vérifie les pièces du dossier et imprime une liste personnelle : ce qu’il faut
corriger, ce qu’il faut réunir, les examens, les dates, et les mots exacts à
cliquer sur le site de l’ANTS.`,
		Example: "  recevable checklist mon-dossier/ -o liste.pdf",
		Args:    oneArgument("un DOSSIER, ou un fichier dossier.yaml ou dossier.json"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := requireOutput(output, "FICHIER.pdf"); err != nil {
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
			pdf, err := pipeline.ComposeChecklist(job)
			if err != nil {
				return err
			}
			return a.deliver(output, pdf, a.inputs(job.Dossier, job.Folder))
		},
	}
	outputFlag(c, &output, "`FICHIER` PDF à écrire, ou - pour la sortie standard")
	a.dateFlag(c)
	return c
}
