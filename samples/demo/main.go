// Command demo draws the made-up dossiers, lets the program judge each and
// prints what it said and where its papers are.
//
//	go run ./samples/demo -bin PROGRAM -o DIR
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/recevable/recevable/samples"
)

func main() {
	program := flag.String("bin", "", "programme recevable à essayer")
	out := flag.String("o", "", "dossier où dessiner les exemples et ranger ce que le programme en fait")
	flag.Parse()
	if *program == "" || *out == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage\u00a0: demo -bin PROGRAMME -o DOSSIER")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := demonstrate(ctx, *program, *out, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "La démonstration s’est arrêtée\u00a0:", err)
		os.Exit(1)
	}
}

// shown is the sample whose evidence is drawn: it needs nothing installed.
const shown = "20-facture-2d-doc"

// repaired are the samples that are repaired too: too heavy, one page too many, a
// photo of a phone.
var repaired = []string{"05-fichier-trop-lourd", "06-identite-trois-pages", "09-heic-renomme"}

// demonstrate runs the program on every sample and prints a line about each as
// soon as it and those before it are judged.
func demonstrate(ctx context.Context, program, dir string, w io.Writer) error {
	drawn, papers := filepath.Join(dir, "dossiers"), filepath.Join(dir, "sorties")
	if err := samples.Draw(drawn); err != nil {
		return err
	}
	all := samples.All()
	reports := make([]chan report, len(all))
	for i := range reports {
		reports[i] = make(chan report, 1)
	}
	group, judging := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0) + 1) // the one that prints
	group.Go(func() error { return printTable(judging, w, all, reports) })
	for i, s := range all {
		group.Go(func() error {
			out := filepath.Join(papers, s.Name)
			if err := judge(judging, program, "run", "--date", s.Date, filepath.Join(drawn, s.Name), "-o", out); err != nil {
				return err
			}
			r, err := readReport(filepath.Join(out, "rapport.json"))
			reports[i] <- r
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	evidence := filepath.Join(dir, "preuves")
	if err := judge(ctx, program, "check", "--date", samples.ReferenceDate, "--preuves", evidence, filepath.Join(drawn, shown)); err != nil {
		return err
	}
	if err := printPlaces(w, papers); err != nil {
		return err
	}
	fmt.Fprintf(w, "Preuves de %s, à ouvrir dans un navigateur\u00a0: %s\n\n", shown, near(filepath.Join(evidence, "rapport.html")))
	return demonstrateRepair(ctx, program, drawn, filepath.Join(dir, "repares"), w)
}

// demonstrateRepair has some of the samples repaired, and says where they stand
// then and where the files to send are.
func demonstrateRepair(ctx context.Context, program, drawn, dir string, w io.Writer) error {
	for _, name := range repaired {
		out := filepath.Join(dir, name)
		if err := judge(ctx, program, "run", "--fix", "--date", samples.ReferenceDate, filepath.Join(drawn, name), "-o", out); err != nil {
			return err
		}
		r, err := readReport(filepath.Join(out, "rapport.json"))
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s, réparé (run --fix)\u00a0: %s, prêt à envoyer dans %s\n", name, r.Verdict, near(filepath.Join(out, "pieces")))
	}
	return nil
}

// printTable prints what was said of each sample, in their order.
func printTable(ctx context.Context, w io.Writer, all []samples.Sample, reports []chan report) error {
	const row = "%-29s  %-11s  %s\n"
	fmt.Fprintf(w, row, "Dossier", "Verdict", "Ce qui ressort")
	fmt.Fprintf(w, row, "───────", "───────", "──────────────")
	unread := 0
	for i, s := range all {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case r := <-reports[i]:
			said := r.gist(s)
			if s.NeedsOCR && r.blind() {
				unread++
				said = "(image non lue\u00a0: Tesseract n’est pas installé)"
			}
			fmt.Fprintf(w, row, s.Name, r.Verdict, shorten(said, 72))
		}
	}
	if unread > 0 {
		fmt.Fprintf(w, "\n%d dossiers montrent ce qui se lit sur une image. Sans le programme Tesseract et sa langue française, cela n’a pas été lu\u00a0: leur verdict n’est pas celui attendu. « make tools » les installe là où il le peut.\n", unread)
	}
	return nil
}

// judge runs the program. A dossier that would be refused is an answer (exit
// code 1), not a failure.
func judge(ctx context.Context, program string, arguments ...string) error {
	cmd := exec.CommandContext(ctx, program, arguments...)
	said, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s %s\u00a0: %w\n%s", filepath.Base(program), strings.Join(arguments, " "), err, said)
	}
	return nil
}

// shorten keeps the first sentence of a message, and no more than limit
// letters of it.
func shorten(message string, limit int) string {
	if message == "" {
		return "—"
	}
	if sentence, _, more := strings.Cut(message, ". "); more {
		message = sentence + "."
	}
	letters := []rune(message)
	if len(letters) <= limit {
		return message
	}
	return strings.TrimRight(string(letters[:limit-1]), " \u00a0,;:") + "…"
}

// printPlaces says where the papers are, in a line for each kind.
func printPlaces(w io.Writer, papers string) error {
	fmt.Fprintln(w)
	for _, paper := range []struct{ label, file string }{
		{"Rapports", "rapport.json"},
		{"Checklists", "checklist.pdf"},
		{"Checklists pour l’écran", "checklist.html"},
		{"Formulaires", "formulaire-depot.pdf"},
	} {
		found, err := filepath.Glob(filepath.Join(papers, "*", paper.file))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			continue
		}
		fmt.Fprintf(w, "%s (%d)\u00a0: %s\n", paper.label, len(found), place(found, papers, paper.file))
	}
	return nil
}

// place names the files one by one where they are few, else by their pattern.
func place(found []string, papers, file string) string {
	const few = 3
	if len(found) > few {
		return near(filepath.Join(papers, "*", file))
	}
	for i := range found {
		found[i] = near(found[i])
	}
	return strings.Join(found, ", ")
}

// near returns the path from the current folder where it is inside it.
func near(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	relative, err := filepath.Rel(here, absolute)
	if err != nil || !filepath.IsLocal(relative) {
		return path
	}
	return relative
}
