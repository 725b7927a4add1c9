package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
)

func (a *app) checkCommand() *cobra.Command {
	var types pieceFlag
	c := &cobra.Command{
		Use: "check [options] FICHIER... | DOSSIER", Aliases: []string{"verifier"},
		DisableFlagsInUseLine: true,
		Short:                 "Vérifie des pièces, ou tout un dossier",
		Long: `Vérifie des fichiers, ou tous ceux d’un dossier, et dit pour chacun ce qui a été
trouvé, ce qui était attendu et quoi faire. Les fichiers ne sont jamais modifiés.

Types de pièces :
` + typeList(),
		Example: `  recevable check --piece justificatif_domicile facture.pdf
  recevable check --piece piece_identite recto.jpg verso.jpg --piece avis_medical avis.pdf
  recevable check --format json mon-dossier/
  recevable check --preuves preuves/ mon-dossier/`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return requestError("aucun fichier à vérifier", "un ou plusieurs fichiers, ou un dossier")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return a.check(c, args, types) },
	}
	types.flags = c.Flags()
	c.Flags().Var(&types, "piece", "`TYPE` des fichiers qui suivent (répétable)")
	a.dateFlag(c)
	a.formatFlag(c)
	a.strictFlag(c)
	a.certificatesFlag(c)
	a.evidenceFlag(c)
	return c
}

func (a *app) check(c *cobra.Command, args []string, types pieceFlag) error {
	asJSON, err := a.wantsJSON()
	if err != nil {
		return err
	}
	if err := a.requireEvidenceFolder(c); err != nil {
		return err
	}
	job, stages, err := a.checkJob(args, types)
	if err != nil {
		return err
	}
	job.WantEvidence = a.evidence != ""
	if err := check(c.Context(), job, stages...); err != nil {
		return err
	}
	pictures, err := a.deliverEvidence(c.Context(), job)
	if err != nil {
		return err
	}
	a.setCode(job.Report.Verdict)
	if asJSON {
		err = a.printJSON(job.Report)
	} else {
		err = printReport(a.stdout, job.Report)
	}
	if err != nil {
		return err
	}
	return a.sayEvidence(pictures)
}

func (a *app) checkJob(args []string, types pieceFlag) (*pipeline.Job, []pipeline.Stage, error) {
	if !slices.ContainsFunc(args, pipeline.IsDossier) {
		job, err := a.newJob("")
		if err == nil {
			job.Inputs, err = types.inputs(args)
		}
		return job, []pipeline.Stage{pipeline.Check{}}, err
	}
	if len(args) > 1 || len(types.starts) > 0 {
		return nil, nil, requestError("un dossier se vérifie seul", "un seul DOSSIER, sans --piece, ou des fichiers")
	}
	job, err := a.newJob(args[0])
	return job, []pipeline.Stage{pipeline.Intake{}, pipeline.Decide{}, pipeline.Check{}}, err
}

// pieceFlag remembers each --piece TYPE and how many files stood before it.
type pieceFlag struct {
	flags  *pflag.FlagSet
	starts []pieceStart
}

type pieceStart struct {
	kind  rules.PieceType
	after int
}

var errUnknownType = errors.New("not a type of piece")

func (p *pieceFlag) String() string { return "" }
func (p *pieceFlag) Type() string   { return "TYPE" }

func (p *pieceFlag) Set(value string) error {
	if !slices.Contains(typeNames(), value) {
		return errUnknownType
	}
	p.starts = append(p.starts, pieceStart{rules.PieceType(value), p.flags.NArg()})
	return nil
}

// inputs groups the files by the --piece that they follow. A single --piece
// is that of every file, wherever it stands; files before the first of
// several are of no particular type.
func (p *pieceFlag) inputs(files []string) ([]pipeline.Input, error) {
	starts := p.starts
	switch {
	case len(starts) == 0:
		starts = []pieceStart{{rules.OtherPiece, 0}}
	case len(starts) == 1:
		starts = []pieceStart{{starts[0].kind, 0}}
	case starts[0].after > 0:
		starts = append([]pieceStart{{rules.OtherPiece, 0}}, starts...)
	}
	var inputs []pipeline.Input
	for i, start := range starts {
		end := len(files)
		if i+1 < len(starts) {
			end = starts[i+1].after
		}
		if start.after == end {
			return nil, requestError("aucun fichier ne suit «\u00a0--piece "+string(start.kind)+"\u00a0»", "--piece TYPE FICHIER...")
		}
		at := slices.IndexFunc(inputs, func(in pipeline.Input) bool { return in.Type == start.kind })
		if at < 0 {
			at = len(inputs)
			inputs = append(inputs, pipeline.Input{Type: start.kind})
		}
		for _, name := range files[start.after:end] {
			file, err := pipeline.LooseFile(name)
			if err != nil {
				return nil, err
			}
			inputs[at].Files = append(inputs[at].Files, file)
		}
	}
	return inputs, nil
}

func typeNames() []string {
	var names []string
	for _, t := range rules.PieceTypes() {
		names = append(names, string(t))
	}
	return names
}

// typeList writes the piece types with their labels, one a line.
func typeList() string {
	catalogue := rules.DefaultCatalogue()
	var b strings.Builder
	for _, t := range rules.PieceTypes() {
		entry, _ := catalogue.Piece(t)
		fmt.Fprintf(&b, "  %-33s %s\n", t, entry.Label)
	}
	return b.String()
}
