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
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/batch"
	"github.com/recevable/recevable/pipeline/calendar"
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
	all, watch           bool
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
écrit un répertoire par client, et le suivi de tous : suivi.xlsx, suivi.csv,
suivi.jsonl, et suivi.pdf, une page à afficher. Quand il y a quelque chose à
demander au client, le texte prêt à envoyer est dans message.txt ; rien n’est
jamais envoyé par le programme. Avec --fix, les fichiers de chaque client sont
réparés aussi, dans son pieces/.

Chaque répertoire de client peut avoir son dossier.yaml. Sinon, ses fichiers sont
rangés d’après leur nom, puis d’après ce qu’ils contiennent, et le suivi dit ce
qui a été deviné. Avec --clients, qui ils sont et ce qu’ils demandent est lu dans
une liste, et le répertoire de chacun est retrouvé par son nom.

Recommencez quand vous voulez : seuls les clients dont un fichier a changé sont
traités à nouveau, et un lot interrompu reprend où il en était.`,
		Example: "  recevable batch clients/ -o suivi/\n  recevable batch --clients clients.xlsx clients/ -o suivi/\n  recevable batch --fix clients/ -o suivi/\n  recevable batch --surveiller clients/ -o suivi/\n  recevable lot --date 2026-11-21 --tout clients/ -o suivi/",
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
	c.Flags().BoolVar(&ask.watch, "surveiller", false, "continue, et refait le suivi dès que quelque chose change, jusqu’à Ctrl-C")
	a.treatmentFlags(c, &fix, "répare aussi les fichiers de chaque client")
	return c
}

func (a *app) batch(ctx context.Context, ask batchAsk) error {
	if err := requireFolder(ask.output); err != nil {
		return err
	}
	if err := requireApart(ask.root, ask.output); err != nil {
		return err
	}
	w := batchWork{app: a, batchAsk: ask, engine: ocr.Detect(ctx)}
	options, err := w.options()
	if err != nil {
		return err
	}
	// Pages of several clients are looked at side by side: their pictures weigh
	// more than what the collector would rather leave for later.
	debug.SetGCPercent(25)
	debug.SetMemoryLimit(batchEase)
	w.reader = newReader(reader.WithOCR(w.engine), reader.WithMemory(batchMemory), reader.WithOneWorker())
	defer w.reader.Close()
	seen := ""
	if ask.watch {
		seen = w.watched().Look(ctx)
	}
	if err := w.run(ctx, options); err != nil || !ask.watch {
		return err
	}
	return w.goOn(ctx, seen, options.On)
}

// batchWork is a batch under way, once or for as long as the folders are watched.
type batchWork struct {
	*app
	batchAsk
	engine ocr.Engine
	reader *reader.Reader
	// remembered is of use from the second run on, while folders are watched.
	remembered batch.Remembered
	unused     string // columns of the roster, as they were told last
	// unsettled tells that a file of some client was open elsewhere: nothing need
	// change for it to be free another time.
	unsettled bool
	told      string // the summary, as it was told last
}

func (w *batchWork) run(ctx context.Context, o batch.Options) error {
	bar := newProgressBar(w.stderr)
	o.Reader, o.Progress = w.reader, bar.show
	summary, err := batch.Run(ctx, o)
	bar.end()
	var followUp *batch.FollowUpError
	if err != nil && !errors.As(err, &followUp) {
		return w.batchStopped(ctx, w.root, summary, err)
	}
	w.setBatchCode(summary)
	retried := w.unsettled || w.watch && summary.Kept == summary.Total
	w.unsettled = summary.Untreated[batch.OutputRefused]+summary.Untreated[batch.FolderClosed] > 0
	if followUp == nil {
		return w.tell(summary, nil, w.unsettled && retried)
	}
	err = w.tell(summary, followUp.Left, retried)
	return errors.Join(followUpLeft(followUp), err)
}

// tell prints the summary of a run; that of one more try, only where it says
// something else than the last.
func (w *batchWork) tell(summary batch.Summary, left []string, retried bool) error {
	var text strings.Builder
	if err := printSummary(&text, w.output, summary, left); err != nil || retried && text.String() == w.told {
		return err
	}
	w.told = text.String()
	_, err := io.WriteString(w.stdout, w.told)
	return err
}

// followUpLeft says which part of the follow-up could not be written, and what
// to do.
func followUpLeft(e *batch.FollowUpError) error {
	reason := e.Err
	var path *fs.PathError
	if errors.As(e.Err, &path) {
		reason = path.Err
	}
	return requestError("tous les clients sont faits, mais le suivi n’a pas pu être écrit en entier, il manque "+strings.Join(e.Left, ", ")+" ("+systemReason(reason)+")",
		"fermer ce fichier s’il est ouvert, par exemple dans Excel, faire de la place si le disque est plein, puis relancer la même commande\u00a0: rien n’est à refaire")
}

// options are those of one run: the day, the catalogue and the roster are read
// anew for each.
func (w *batchWork) options() (batch.Options, error) {
	job, err := w.newJob("")
	if err != nil {
		return batch.Options{}, err
	}
	o := batch.Options{
		Output: w.output, On: job.On, Catalogue: job.Catalogue, Certificates: job.Certificates, All: w.all, Repair: w.repair, Remembered: &w.remembered,
	}
	if o.Edition, err = w.edition(w.engine, job.Certificates, w.repair); err != nil {
		return o, err
	}
	o.Inputs = w.beside()
	o.Source, err = w.source()
	return o, err
}

// beside lists the files that are read and are not the clients'.
func (w *batchWork) beside() []string {
	var files []string
	for _, name := range []string{w.catalogue, w.roster} {
		if name != "" {
			files = append(files, name)
		}
	}
	return files
}

// source reads the roster, where there is one, and says which of its columns are
// of no use.
func (w *batchWork) source() (batch.Source, error) {
	folders := batch.Folders{Root: w.root, Skip: []string{w.output}}
	if w.roster == "" {
		return folders, nil
	}
	roster, err := batch.ReadRoster(w.roster)
	if err != nil {
		return nil, err
	}
	if unused := strings.Join(roster.Ignored, ", "); unused != w.unused {
		w.unused = unused
		fmt.Fprintln(w.stderr, "Colonnes de la liste qui ne servent pas\u00a0: "+visible(unused))
	}
	return batch.Listed{Roster: roster, Folders: folders}, nil
}

const (
	watchEvery = 2 * time.Second
	// watchRetry is when a run that failed is tried again though nothing has
	// changed: somebody has closed the follow-up, or freed the disk.
	watchRetry = 30 * time.Second
	// watchAnew is when the day may have changed.
	watchAnew = 10 * time.Minute
)

func (w *batchWork) watched() batch.Watch {
	return batch.Watch{Root: w.root, Files: w.beside(), Skip: []string{w.output}, Every: watchEvery}
}

// goOn refreshes what changes until ctx is done; day is that of the run before.
// What goes wrong is told once, and tried again.
func (w *batchWork) goOn(ctx context.Context, seen string, day calendar.Date) error {
	w.all = false
	told, patience := "", w.patience()
	w.tellWatching()
	for {
		if err := w.watched().Wait(ctx, seen, patience); err != nil {
			return err
		}
		now := w.watched().Look(ctx)
		options, err := w.options()
		if err == nil && now == seen && options.On == day && told == "" && !w.unsettled {
			continue
		}
		nothingNew := now == seen && options.On == day
		seen, day = now, options.On
		if err == nil {
			err = w.run(ctx, options)
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			told, patience = "", w.patience()
			if !nothingNew || !w.unsettled {
				w.tellWatching()
			}
		case told != message(err):
			told, patience = message(err), watchRetry
			fmt.Fprintln(w.stderr, "recevable\u00a0: "+plain(told))
		}
	}
}

// patience is how long nothing need change before the clients are gone through
// again.
func (w *batchWork) patience() time.Duration {
	if w.unsettled {
		return watchRetry
	}
	return watchAnew
}

func (w *batchWork) tellWatching() {
	fmt.Fprintln(w.stderr, "Surveillance de "+visible(w.root)+" (Ctrl-C pour finir)")
}

// batchEase is the memory from which on the collector works without a pause. With
// one worker, a batch of scans and photos takes 355 to 390 MiB over all its
// processes, against 500 with two and no such limit, and 5 % more time.
const batchEase = 112 << 20

// batchMemory is how many bytes a batch may remember of the files it read: some
// three hundred pages.
const batchMemory = 32 << 20

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
	if real, err := batch.RealPath(absolute); err == nil {
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

// printSummary tells what came of a run; left are the files of the follow-up that
// could not be written.
func printSummary(w io.Writer, output string, s batch.Summary, left []string) error {
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
	written := slices.DeleteFunc([]string{batch.BookName, batch.PageName, batch.CSVName, batch.LinesName}, func(name string) bool { return slices.Contains(left, name) })
	p.write("Écrit dans " + visible(output) + "\u00a0: " + strings.Join(append(written, "un répertoire par client"), ", "))
	return p.err
}
