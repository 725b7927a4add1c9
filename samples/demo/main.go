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
	"strings"
	"text/tabwriter"

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

// demonstrate runs the program on every sample and prints the table.
func demonstrate(ctx context.Context, program, dir string, w io.Writer) error {
	drawn, papers := filepath.Join(dir, "dossiers"), filepath.Join(dir, "sorties")
	if err := samples.Draw(drawn); err != nil {
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "Dossier\tVerdict\tPremier constat bloquant")
	fmt.Fprintln(table, "───────\t───────\t────────────────────────")
	for _, s := range samples.All() {
		out := filepath.Join(papers, s.Name)
		if err := judge(ctx, program, s.Date, filepath.Join(drawn, s.Name), out); err != nil {
			return err
		}
		r, err := readReport(filepath.Join(out, "rapport.json"))
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", s.Name, r.Verdict, shorten(r.firstBlocking(), 72))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return printPlaces(w, papers)
}

// judge runs the program on one dossier. A dossier that would be refused is an
// answer (exit code 1), not a failure.
func judge(ctx context.Context, program, date, dossier, out string) error {
	cmd := exec.CommandContext(ctx, program, "run", "--date", date, dossier, "-o", out)
	said, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s run sur %s\u00a0: %w\n%s", filepath.Base(program), dossier, err, said)
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
