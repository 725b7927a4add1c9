package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
)

func (a *app) fixCommand() *cobra.Command {
	var types pieceFlag
	var output string
	fix := fixFlags{wanted: true}
	c := &cobra.Command{
		Use: "fix [options] FICHIER... | DOSSIER -o REP", Aliases: []string{"preparer"},
		DisableFlagsInUseLine: true,
		Short:                 "Répare les fichiers et les prépare pour l’envoi",
		Long: `Écrit dans un répertoire, pour chaque pièce, des fichiers prêts à envoyer :
convertis (HEIC, WebP, GIF…), allégés, remis à l’endroit, sans données cachées
ni contenu actif, assemblés et nommés. Ce qui n’a besoin de rien est copié tel
quel. Les fichiers donnés ne sont jamais modifiés.

Ce qui sort est vérifié comme par « recevable check » : ce qu’aucune réparation
ne change (date d’une facture, carte périmée, autre personne) est dit ensuite.

Types de pièces :
` + typeList(),
		Example: `  recevable fix --piece piece_identite recto.heic verso.heic -o pret/
  recevable fix --piece justificatif_domicile page1.jpg page2.jpg -o pret/
  recevable fix mon-dossier/ -o pret/
  recevable fix --mot-de-passe-fichier secret.txt mon-dossier/ -o pret/`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return requestError("aucun fichier à réparer", "un ou plusieurs fichiers, ou un dossier")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return a.fix(c, args, types, fix, output) },
	}
	types.flags = c.Flags()
	c.Flags().Var(&types, "piece", "`TYPE` des fichiers qui suivent (répétable)")
	outputFlag(c, &output, "`REP`, répertoire où écrire, créé s’il n’existe pas")
	fix.add(c)
	c.Flags().BoolVar(&fix.force, "force", false, "remplace les fichiers d’une réparation précédente")
	c.Flags().BoolVar(&fix.beforeAfter, "avant-apres", false, "écrit aussi avant-apres.html, qui montre chaque page changée, avant et après")
	a.dateFlag(c)
	a.formatFlag(c)
	a.strictFlag(c)
	a.certificatesFlag(c)
	return c
}

func (a *app) fix(c *cobra.Command, args []string, types pieceFlag, fix fixFlags, output string) error {
	asJSON, err := a.wantsJSON()
	if err != nil {
		return err
	}
	if err := requireFolder(output); err != nil {
		return err
	}
	stage, err := fix.stage(c)
	if err != nil {
		return err
	}
	job, stages, err := a.checkJob(args, types)
	if err != nil {
		return err
	}
	job.WantRepair = true
	stages = append(stages, *stage)
	if fix.beforeAfter {
		stages = append(stages, pipeline.ComposeBeforeAfter{})
	}
	papers, err := a.repaired(c.Context(), job, stages)
	if err != nil {
		return err
	}
	out := pipeline.PiecesFolder{Path: output, Inputs: a.givenFiles(job, fix), Force: fix.force}
	if err := out.Take(c.Context(), papers); err != nil {
		return err
	}
	a.setCode(job.Report.Verdict)
	if asJSON {
		return a.printJSON(job.Report)
	}
	if err := printJob(a.stdout, job); err != nil {
		return err
	}
	return printWritten(a.stdout, output, papers)
}

// repaired runs the stages and returns what is to be written.
func (a *app) repaired(ctx context.Context, job *pipeline.Job, stages []pipeline.Stage) ([]pipeline.Paper, error) {
	if err := check(ctx, job, stages...); err != nil {
		return nil, err
	}
	pieces, err := job.Outputs()
	return append(pieces, job.Papers...), err
}

// givenFiles lists what no repaired file may be written over.
func (a *app) givenFiles(job *pipeline.Job, fix fixFlags) []string {
	paths := append(job.GivenPaths(), fix.passwordFile)
	if a.catalogue != "" {
		paths = append(paths, a.catalogue)
	}
	if job.Dossier != nil {
		paths = append(paths, job.Dossier.InputPaths(job.Folder)...)
	}
	return paths
}
