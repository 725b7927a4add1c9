package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
)

func (a *app) runCommand() *cobra.Command {
	var output string
	var fix fixFlags
	c := &cobra.Command{
		Use: "run [options] DOSSIER -o REP", Aliases: []string{"traiter"},
		DisableFlagsInUseLine: true,
		Short:                 "Fait tout : vérifie, décide et imprime",
		Long: `Vérifie le dossier, décide, et écrit dans un répertoire : rapport.json,
checklist.pdf, checklist.html (la même liste, pour l’écran), echeances.ics et,
quand la photo part par courrier, formulaire-depot.pdf. Avec --fix, répare aussi
les fichiers, les écrit dans pieces/, et tout ce qui est imprimé parle des
fichiers réparés.`,
		Example: "  recevable run mon-dossier/ -o resultat/\n  recevable run --fix mon-dossier/ -o resultat/",
		Args:    oneArgument("un DOSSIER"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := requireFolder(output); err != nil {
				return err
			}
			stage, err := fix.stage(c)
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
			out := pipeline.Folder{Path: output, Inputs: a.inputs(job.Dossier, job.Folder)}
			job.WantThumbnails = true
			stages := pipeline.Stages(out)
			if stage != nil {
				job.WantRepair = true
				stages = pipeline.StagesWithRepair(*stage, out)
			}
			if err := check(c.Context(), job, stages...); err != nil {
				return err
			}
			a.setCode(job.Report.Verdict)
			if err := printJob(a.stdout, job); err != nil {
				return err
			}
			return printPapers(a.stdout, output, job.Papers)
		},
	}
	outputFlag(c, &output, "`REP`, répertoire où écrire, créé s’il n’existe pas")
	a.treatmentFlags(c, &fix, "répare aussi les fichiers et les écrit dans REP/pieces")
	return c
}

// requireFolder refuses, before any work is done, a place where several files
// cannot be written.
func requireFolder(output string) error {
	if output == "-" {
		return requestError("cette commande écrit plusieurs fichiers, la sortie standard n’en prend qu’un", "-o REP, un répertoire")
	}
	if info, err := os.Stat(output); err == nil && !info.IsDir() {
		return &pipeline.InputError{File: output, Problem: "ce n’est pas un répertoire", Expected: "-o REP, un répertoire"}
	}
	return requireOutput(output, "REP, un répertoire")
}

func printPapers(w io.Writer, folder string, papers []pipeline.Paper) error {
	p := &page{w: w}
	p.write("")
	p.write("Écrit dans " + visible(folder) + "\u00a0:")
	for _, paper := range papers {
		p.write("  " + visible(filepath.Join(folder, paper.Name)))
	}
	p.write("  " + visible(filepath.Join(folder, pipeline.ReportName)))
	return p.err
}
