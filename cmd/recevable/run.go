package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
)

func (a *app) runCommand() *cobra.Command {
	var output string
	c := &cobra.Command{
		Use: "run [options] DOSSIER -o RÉPERTOIRE", Aliases: []string{"traiter"},
		DisableFlagsInUseLine: true,
		Short:                 "Fait tout : vérifie, décide et imprime",
		Long: `Vérifie le dossier, décide, et écrit dans un répertoire : rapport.json,
checklist.pdf, echeances.ics et, quand la photo part par courrier,
formulaire-depot.pdf.`,
		Example: "  recevable run mon-dossier/ -o resultat/",
		Args:    oneArgument("un DOSSIER"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := requireOutput(output, "RÉPERTOIRE"); err != nil {
				return err
			}
			job, err := a.newJob(args[0])
			if err != nil {
				return err
			}
			if err := job.Dossier.RequireSituation(); err != nil {
				return err
			}
			out := pipeline.Folder{Path: output, Inputs: job.Dossier.InputPaths(job.Folder)}
			if err := check(c.Context(), job, pipeline.Stages(out)...); err != nil {
				return err
			}
			a.setCode(job.Report.Verdict)
			if err := printReport(a.stdout, job.Report); err != nil {
				return err
			}
			fmt.Fprintln(a.stdout, "\nÉcrit dans "+output+"\u00a0:")
			for _, paper := range job.Papers {
				fmt.Fprintln(a.stdout, "  "+filepath.Join(output, paper.Name))
			}
			_, err = fmt.Fprintln(a.stdout, "  "+filepath.Join(output, pipeline.ReportName))
			return err
		},
	}
	outputFlag(c, &output, "`RÉPERTOIRE` où écrire, créé s’il n’existe pas")
	a.dateFlag(c)
	a.strictFlag(c)
	return c
}
