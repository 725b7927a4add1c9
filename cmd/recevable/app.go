package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
)

// app carries what the commands share.
type app struct {
	stdout, stderr io.Writer
	code           int    // exit code of a request that went well
	farewell       string // what there is to know of an interruption; empty for the usual

	date      string
	format    string
	strict    bool
	catalogue string

	certificates string // folder
	evidence     string // folder; empty where no evidence is wanted
}

// commandNames is what an unknown command might have been.
const commandNames = "check, decide, form, checklist, fix, run, batch, serve, modele ou catalogue"

// version is set by the linker in `make dist`.
var version = "dev"

func (a *app) rootCommand() *cobra.Command {
	cobra.MousetrapHelpText = "" // a double click is for us to answer
	root := &cobra.Command{
		Use:                   "recevable",
		DisableFlagsInUseLine: true,
		Short:                 "Vérifie les pièces d’une demande de permis de conduire avant l’envoi à l’ANTS",
		Long: `recevable vérifie, avant l’envoi, que rien ne ferait refuser les pièces d’une
demande de permis de conduire par l’ANTS (France Titres), dit ce que la loi
prévoit pour votre situation, et imprime la liste de contrôle et le formulaire
de dépôt.

Tout se passe sur cet appareil : aucun document ne le quitte.`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.SetVersionTemplate("recevable {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return frenchFlagError(err) })
	root.SetHelpCommand(&cobra.Command{
		Use: "help [commande]", Aliases: []string{"aide"}, Short: "Explique une commande",
		RunE: func(c *cobra.Command, args []string) error {
			target, _, err := root.Find(args)
			if err != nil {
				return unknownCommand(strings.Join(args, " "))
			}
			return target.Help()
		},
	})
	root.PersistentFlags().StringVar(&a.catalogue, "catalogue", "", "`FICHIER` de catalogue modifié, à la place de celui du programme")
	root.PersistentFlags().BoolP("help", "h", false, "affiche cette aide")
	root.Flags().Bool("version", false, "affiche la version")
	root.AddCommand(a.checkCommand(), a.decideCommand(), a.formCommand(), a.checklistCommand(), a.fixCommand(), a.runCommand(), a.batchCommand(), a.serveCommand(), a.modeleCommand(), a.catalogueCommand())
	return root
}

const usageTemplate = `Utilisation :
  {{.UseLine}}{{if .HasAvailableSubCommands}} [commande]{{end}}
{{- if .Aliases}}

Autre nom : {{range $i, $a := .Aliases}}{{if $i}}, {{end}}{{$a}}{{end}}{{end}}
{{- if .HasAvailableSubCommands}}

Commandes :
{{- range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name 12}}{{if .Aliases}}{{rpad (printf "(%s)" (index .Aliases 0)) 14}}{{else}}{{rpad "" 14}}{{end}} {{.Short}}{{end}}{{end}}{{end}}
{{- if .HasExample}}

Exemples :
{{.Example}}{{end}}
{{- if .HasAvailableLocalFlags}}

Options :
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableInheritedFlags}}

Options communes :
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}

Codes de sortie : 0 rien de bloquant, 1 au moins un point bloquant, 2 demande
mal formée, 130 interrompu.
`

// findCommand refuses an unknown command before its options are looked at:
// they are those of a command that does not exist.
func findCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return nil
	}
	root.InitDefaultHelpCmd()
	if found, _, err := root.Find(args[:1]); err != nil || found == root {
		return unknownCommand(args[0])
	}
	return nil
}

func unknownCommand(name string) error {
	return requestError("commande inconnue «\u00a0"+visible(name)+"\u00a0»", commandNames)
}

// referenceDate is the only place where the program reads the clock.
func (a *app) referenceDate() (calendar.Date, error) {
	if a.date == "" {
		return calendar.Of(time.Now()), nil
	}
	date, err := calendar.Parse(a.date)
	if err != nil {
		return date, requestError("l’option «\u00a0--date\u00a0» n’est pas une date du calendrier", dateExample)
	}
	return date, nil
}

// newJob prepares a job for the dossier at path.
func (a *app) newJob(path string) (*pipeline.Job, error) {
	on, err := a.referenceDate()
	if err != nil {
		return nil, err
	}
	catalogue, err := a.loadCatalogue()
	if err != nil {
		return nil, err
	}
	certificates, err := a.loadCertificates()
	if err != nil {
		return nil, err
	}
	job := &pipeline.Job{On: on, Catalogue: catalogue, Certificates: certificates}
	if path != "" {
		job.Dossier, job.Folder, err = pipeline.Load(path)
	}
	return job, err
}

// newReader returns a reader whose workers are this same program.
func newReader(options ...reader.Option) *reader.Reader {
	self, err := os.Executable()
	if err != nil {
		return reader.New(options...)
	}
	return reader.New(append([]reader.Option{reader.WithWorkers(self, workerCommand)}, options...)...)
}

// check runs the stages that need files, with a reader that ends with them.
func check(ctx context.Context, job *pipeline.Job, stages ...pipeline.Stage) error {
	job.Reader = newReader()
	defer job.Reader.Close()
	return pipeline.Run(ctx, job, stages...)
}

// setCode turns a verdict into the exit code.
func (a *app) setCode(v validators.Verdict) {
	if v == validators.Refused || a.strict && v == validators.ToReview {
		a.code = exitBlocking
	}
}

func (a *app) printJSON(v any) error {
	data, err := pipeline.EncodeJSON(v)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(data)
	return err
}

// inputs lists what no paper may be written over.
func (a *app) inputs(dossier *pipeline.Dossier, folder string) []string {
	paths := dossier.InputPaths(folder)
	if a.catalogue != "" {
		paths = append(paths, a.catalogue)
	}
	return paths
}

// deliver writes a paper where -o says: a file, or - for standard output.
func (a *app) deliver(name string, data []byte, inputs []string) error {
	if name == "-" {
		_, err := a.stdout.Write(data)
		return err
	}
	if err := pipeline.WriteFile(name, data, inputs); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.stderr, "Écrit\u00a0: "+visible(name))
	return err
}

// oneArgument refuses more or less than one argument, in French.
func oneArgument(expected string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return requestError("il manque le DOSSIER", expected)
		case 1:
			return nil
		}
		return requestError("un seul DOSSIER à la fois", expected)
	}
}
