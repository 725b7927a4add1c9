package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
)

func (a *app) decideCommand() *cobra.Command {
	var explain bool
	c := &cobra.Command{
		Use: "decide [options] DOSSIER", Aliases: []string{"decider"},
		DisableFlagsInUseLine: true,
		Short:                 "Dit ce que la loi prévoit pour une situation",
		Long: `Lit la situation d’un dossier (les pièces ne sont pas nécessaires) et dit quels
examens, quelle visite médicale, quelles pièces et quelles dates en découlent,
avec la source de chaque règle. Avec --explain, dit aussi quelle règle a joué,
fait par fait.

Démarches :
` + procedureList(),
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
			if err := printDecision(a.stdout, job.Decision, pipeline.FutureFacts(job.Dossier.Situation, job.On)); err != nil || !explain {
				return err
			}
			return printTrace(a.stdout, job.Decision)
		},
	}
	a.dateFlag(c)
	a.formatFlag(c)
	c.Flags().BoolVar(&explain, "explain", false, "montre, fait par fait, quelle règle a joué et d’où elle vient")
	return c
}

// procedureList writes the démarches with their titles, one a line.
func procedureList() string {
	var b strings.Builder
	for _, p := range rules.Procedures() {
		fmt.Fprintf(&b, "  %-22s %s\n", p, pipeline.ProcedureTitle(p))
	}
	return b.String()
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
