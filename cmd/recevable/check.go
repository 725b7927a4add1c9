package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/maruel/natural"
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
	starts []pipeline.TypeStart
}

var errUnknownType = errors.New("not a type of piece")

func (p *pieceFlag) String() string { return "" }
func (p *pieceFlag) Type() string   { return "TYPE" }

func (p *pieceFlag) Set(value string) error {
	if !slices.Contains(typeNames(), value) {
		return errUnknownType
	}
	p.starts = append(p.starts, pipeline.TypeStart{Type: rules.PieceType(value), After: p.flags.NArg()})
	return nil
}

// inputs groups the files by the --piece that they follow.
func (p *pieceFlag) inputs(names []string) ([]pipeline.Input, error) {
	var files []pipeline.InputFile
	for _, name := range names {
		file, err := pipeline.LooseFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	inputs, idle := pipeline.GroupByType(p.starts, files)
	if idle != "" {
		return nil, requestError("aucun fichier ne suit «\u00a0--piece "+string(idle)+"\u00a0»", "--piece TYPE FICHIER...")
	}
	for _, input := range inputs {
		inOrderOfNumbers(input.Files)
	}
	return inputs, nil
}

// inOrderOfNumbers puts files that come as a shell lists them, their names
// differing by numbers alone, in the order of these: a shell has page 10 stand
// before page 2. Any other order is somebody's choice.
func inOrderOfNumbers(files []pipeline.InputFile) {
	for len(files) > 0 {
		n := 1
		for n < len(files) && numberless(files[n].Name) == numberless(files[0].Name) {
			n++
		}
		if run := files[:n]; asListed(run) {
			slices.SortStableFunc(run, func(a, b pipeline.InputFile) int {
				return natural.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
			})
		}
		files = files[n:]
	}
}

var digits = regexp.MustCompile(`[0-9]+`)

func numberless(name string) string { return digits.ReplaceAllString(strings.ToLower(name), "#") }

// asListed reports whether files are sorted as some shell does: by bytes, or
// heeding neither case nor signs.
func asListed(files []pipeline.InputFile) bool {
	plain := func(name string) string {
		return strings.Map(func(c rune) rune {
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				return unicode.ToLower(c)
			}
			return -1
		}, name)
	}
	return slices.ContainsFunc([]func(string) string{strings.Clone, strings.ToLower, plain}, func(read func(string) string) bool {
		return slices.IsSortedFunc(files, func(a, b pipeline.InputFile) int { return strings.Compare(read(a.Name), read(b.Name)) })
	})
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
