package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/batch"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

const batchRoot = "RACINE, un répertoire qui contient un répertoire par client"

// batchAsk is what a batch is asked to do.
type batchAsk struct {
	root, output, roster string
	all                  bool
	repair               *pipeline.Repair
}

func (a *app) batchCommand() *cobra.Command {
	var ask batchAsk
	var fix fixFlags
	c := &cobra.Command{
		Use: "batch [options] RACINE -o REP", Aliases: []string{"lot"},
		DisableFlagsInUseLine: true,
		Short:                 "Traite les dossiers de tous les clients d’un répertoire",
		Long: `Traite le dossier de chaque client que contient RACINE comme le fait « run », et
écrit dans un répertoire : un répertoire par client, et le suivi de tous, suivi.xlsx, suivi.csv
et suivi.jsonl. Quand il y a quelque chose à demander au client, le texte prêt à
envoyer est dans message.txt ; rien n’est jamais envoyé par le programme. Avec
--fix, les fichiers de chaque client sont réparés aussi, dans son pieces/.

Chaque répertoire de client peut avoir son dossier.yaml. Sinon, ses fichiers sont
rangés d’après leur nom, puis d’après ce qu’ils contiennent, et le suivi dit ce
qui a été deviné. Avec --clients, qui ils sont et ce qu’ils demandent est lu dans
une liste, et le répertoire de chacun est retrouvé par son nom.

Recommencez quand vous voulez : seuls les clients dont un fichier a changé sont
traités à nouveau, et un lot interrompu reprend où il en était.`,
		Example: "  recevable batch clients/ -o suivi/\n  recevable batch --clients clients.xlsx clients/ -o suivi/\n  recevable batch --fix clients/ -o suivi/\n  recevable lot --date 2026-11-21 --tout clients/ -o suivi/",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return requestError("il faut une RACINE, et une seule", batchRoot)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if ask.repair, err = fix.stage(c); err != nil {
				return err
			}
			ask.root = args[0]
			return a.batch(c.Context(), ask)
		},
	}
	outputFlag(c, &ask.output, "`REP`, répertoire où écrire, créé s’il n’existe pas")
	c.Flags().StringVar(&ask.roster, "clients", "", "`LISTE` des clients, .xlsx ou .csv, une ligne par client (recevable modele en fait une vide)")
	c.Flags().BoolVar(&ask.all, "tout", false, "traite aussi les clients dont rien n’a changé")
	a.dateFlag(c)
	a.strictFlag(c)
	a.certificatesFlag(c)
	c.Flags().BoolVar(&fix.wanted, "fix", false, "répare aussi les fichiers de chaque client")
	fix.add(c)
	return c
}

func (a *app) batch(ctx context.Context, ask batchAsk) error {
	if err := requireFolder(ask.output); err != nil {
		return err
	}
	if err := requireApart(ask.root, ask.output); err != nil {
		return err
	}
	engine := ocr.Detect(ctx)
	options, err := a.batchOptions(ask, engine)
	if err != nil {
		return err
	}
	// Pages of several clients are looked at side by side: their pictures weigh
	// more than what the collector would rather leave for later.
	debug.SetGCPercent(50)
	bar := newProgressBar(a.stderr)
	options.Progress = bar.show
	options.Reader = newReader(reader.WithOCR(engine))
	defer options.Reader.Close()
	summary, err := batch.Run(ctx, options)
	bar.end()
	if err != nil {
		return a.batchStopped(ctx, ask.root, summary, err)
	}
	a.setBatchCode(summary)
	return printSummary(a.stdout, ask.output, summary)
}

// batchOptions are those of the first run; what the clock and the roster say is
// for each run anew.
func (a *app) batchOptions(ask batchAsk, engine ocr.Engine) (batch.Options, error) {
	job, err := a.newJob("")
	if err != nil {
		return batch.Options{}, err
	}
	o := batch.Options{
		Output: ask.output, On: job.On, Catalogue: job.Catalogue, Certificates: job.Certificates, All: ask.all, Repair: ask.repair,
	}
	if o.Edition, err = a.edition(engine, job.Certificates, ask.repair); err != nil {
		return o, err
	}
	if a.catalogue != "" {
		o.Inputs = append(o.Inputs, a.catalogue)
	}
	if ask.roster != "" {
		o.Inputs = append(o.Inputs, ask.roster)
	}
	o.Source, err = a.batchSource(ask)
	return o, err
}

// batchSource reads the roster, where there is one, and says which of its columns
// are of no use.
func (a *app) batchSource(ask batchAsk) (batch.Source, error) {
	folders := batch.Folders{Root: ask.root, Skip: []string{ask.output}}
	if ask.roster == "" {
		return folders, nil
	}
	roster, err := batch.ReadRoster(ask.roster)
	if err != nil {
		return nil, err
	}
	if len(roster.Ignored) > 0 {
		fmt.Fprintln(a.stderr, "Colonnes de la liste qui ne servent pas\u00a0: "+visible(strings.Join(roster.Ignored, ", ")))
	}
	return batch.Listed{Roster: roster, Folders: folders}, nil
}

// requireApart refuses an output in which the clients' own folders would be
// written into.
func requireApart(root, output string) error {
	info, err := os.Stat(root)
	switch {
	case err != nil:
		return &pipeline.InputError{File: root, Problem: "ce répertoire ne peut pas être ouvert\u00a0: " + systemReason(err), Expected: batchRoot}
	case !info.IsDir():
		return &pipeline.InputError{File: root, Problem: "ce n’est pas un répertoire", Expected: batchRoot}
	}
	if batch.Within(followed(root), followed(output)) {
		return &pipeline.InputError{
			File: output, Problem: "ce répertoire contient les dossiers des clients, on ne peut pas y écrire le suivi",
			Expected: "-o REP, un répertoire à part",
		}
	}
	return nil
}

// followed is a path without links, as far as it exists.
func followed(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(absolute); err == nil {
		return real
	}
	if parent := filepath.Dir(absolute); parent != absolute {
		return filepath.Join(followed(parent), filepath.Base(absolute))
	}
	return absolute
}

// edition digests all that papers hang on beside the clients' files and the
// date: the program itself, the catalogue, the certificates, the engine, the
// repair that is asked for.
func (a *app) edition(engine ocr.Engine, certificates twoddoc.Certificates, repair *pipeline.Repair) (string, error) {
	sum := sha256.New()
	if self, err := os.Executable(); err == nil {
		if err := digestFile(sum, self); err != nil {
			return "", err
		}
	}
	catalogue := rules.CatalogueYAML()
	if a.catalogue != "" {
		var err error
		if catalogue, err = readCatalogue(a.catalogue); err != nil {
			return "", err
		}
	}
	known, err := json.Marshal(certificates)
	if err != nil {
		return "", err
	}
	asked, err := json.Marshal(repair)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(sum, "%s\x00%s\x00%s\x00%s\x00%s\x00%s", version, engine.Name(), engine.Limitation(), catalogue, known, asked)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func digestFile(w io.Writer, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// batchStopped says why a run ended early, and what is kept of it. No message
// names a client.
func (a *app) batchStopped(ctx context.Context, root string, s batch.Summary, err error) error {
	kept := fmt.Sprintf("Clients faits et gardés\u00a0: %d sur %d. Relancez la même commande pour continuer.", s.Done, s.Total)
	var path *fs.PathError
	isPath := errors.As(err, &path)
	switch {
	case ctx.Err() != nil:
		if s.Total > 0 {
			fmt.Fprintln(a.stderr, kept)
		}
		return err
	case errors.Is(err, batch.ErrOneDossier):
		return &pipeline.InputError{File: root, Problem: "ce répertoire est le dossier d’un seul client", Expected: batchRoot + " (pour un seul dossier\u00a0: recevable run)"}
	case errors.Is(err, batch.ErrNoClient):
		return &pipeline.InputError{File: root, Problem: "ce répertoire ne contient aucun répertoire de client", Expected: batchRoot}
	case errors.Is(err, batch.ErrBusy):
		return requestError("un autre lot est en train d’écrire dans ce répertoire", "attendre qu’il finisse, ou un autre -o REP")
	case errors.Is(err, batch.ErrStopped) && isPath:
		return requestError("impossible d’écrire dans le répertoire de sortie ("+systemReason(path.Err)+"). "+kept, "de la place et le droit d’écrire")
	}
	return err
}

func clientCount(n int) string {
	if n == 1 {
		return "1\u00a0client"
	}
	return fmt.Sprintf("%d\u00a0clients", n)
}

func (a *app) setBatchCode(s batch.Summary) {
	switch {
	case s.Verdicts[validators.Refused]+s.Verdicts[batch.NotTreated] > 0, a.strict && s.Verdicts[validators.ToReview] > 0:
		a.code = exitBlocking
	}
}

// batchVerdicts are the lines of the summary, in order.
var batchVerdicts = []struct {
	verdict   validators.Verdict
	one, many string
}{
	{validators.Refused, "irrecevable en l’état", "irrecevables en l’état"},
	{validators.ToReview, "à vérifier", "à vérifier"},
	{validators.Ready, "recevable", "recevables"},
	{batch.NotTreated, "non traité", "non traités"},
}

func printSummary(w io.Writer, output string, s batch.Summary) error {
	p := &page{w: w}
	p.write(clientCount(s.Total) + "\u00a0:")
	for _, v := range batchVerdicts {
		n, words := s.Verdicts[v.verdict], v.one
		if n > 1 {
			words = v.many
		}
		p.write(fmt.Sprintf("  %6d  %s", n, words))
	}
	for _, reason := range batch.Reasons() {
		if n := s.Untreated[reason]; n > 0 {
			p.item(10, fmt.Sprintf("%d × ", n), reason.Sentence())
		}
	}
	if s.Kept > 0 {
		p.line(0, fmt.Sprintf("Sans changement depuis la dernière fois : %s.", clientCount(s.Kept)))
	}
	if s.Removed > 0 {
		p.line(0, fmt.Sprintf("Plus là, papiers retirés : %s.", clientCount(s.Removed)))
	}
	p.write("")
	p.write("Écrit dans " + visible(output) + "\u00a0: " + strings.Join([]string{batch.BookName, batch.CSVName, batch.LinesName}, ", ") + " et un répertoire par client")
	return p.err
}
