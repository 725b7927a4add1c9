package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
)

func (a *app) decideCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "decide [options] DOSSIER", Aliases: []string{"decider"},
		DisableFlagsInUseLine: true,
		Short:                 "Dit ce que la loi prévoit pour une situation",
		Long: `Lit la situation d’un dossier (les pièces ne sont pas nécessaires) et dit quels
examens, quelle visite médicale, quelles pièces et quelles dates en découlent,
avec la source de chaque règle.`,
		Example: "  recevable decide mon-dossier/\n  recevable decide --format json situation.yaml",
		Args:    oneArgument("un DOSSIER, ou un fichier dossier.yaml ou dossier.json"),
		RunE: func(_ *cobra.Command, args []string) error {
			asJSON, err := a.wantsJSON()
			if err != nil {
				return err
			}
			job, err := a.decided(args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(job.Decision)
			}
			return printDecision(a.stdout, job.Decision)
		},
	}
	a.dateFlag(c)
	a.formatFlag(c)
	return c
}

// decided loads a dossier and decides. It looks at none of its files.
func (a *app) decided(path string) (*pipeline.Job, error) {
	job, err := a.newJob(path)
	if err != nil {
		return nil, err
	}
	if err := job.Dossier.RequireSituation(); err != nil {
		return nil, err
	}
	return job, pipeline.Decide{}.Run(context.Background(), job)
}
