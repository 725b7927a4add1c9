// Command accuracy makes its own documents, has the program judge them, and
// prints how often they are read right, as the Markdown table of the README.
//
//	go run ./samples/accuracy                         # every set
//	go run ./samples/accuracy -set bills-text -n 20   # some of one set
//	go run ./samples/accuracy -set mrz-scan -share tuned -wrong -keep DIR
//
// Every document is drawn from a seed: the same seed gives the same bytes. Each
// set has two shares. Whoever improves the program looks at the first only;
// the second tells what the first is worth.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/recevable/recevable/validators/reader"
)

// sets in the order of the table.
var sets = slices.Concat(billSets, codeSets, cardSets, []set{blurSet, nameSet})

// workerCommand makes this program a worker of its own reader (see package
// reader).
const workerCommand = "__lire"

func main() {
	if len(os.Args) == 2 && os.Args[1] == workerCommand {
		if err := reader.Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(2)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := start(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "accuracy:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context) error {
	var names []string
	for _, s := range sets {
		names = append(names, s.name)
	}
	only := flag.String("set", "", "only this set: "+strings.Join(names, ", "))
	r := run{wrongs: io.Discard}
	flag.IntVar(&r.size, "n", 0, "documents of each share, instead of the size of each set")
	flag.StringVar(&r.onShare, "share", "", "only this share: tuned or aside")
	flag.IntVar(&r.jobs, "j", runtime.GOMAXPROCS(0), "documents at once")
	flag.StringVar(&r.keep, "keep", "", "`folder` to leave every document in")
	wrong := flag.Bool("wrong", false, "list what went wrong, on standard error")
	flag.Parse()
	chosen := sets
	if *only != "" {
		at := slices.Index(names, *only)
		if at < 0 {
			return fmt.Errorf("no set is called %q; there are %s", *only, strings.Join(names, ", "))
		}
		chosen = sets[at : at+1]
	}
	if known := func(s share) bool { return s.name == r.onShare }; r.onShare != "" && !slices.ContainsFunc(shares, known) {
		return fmt.Errorf("no share is called %q; there are tuned and aside", r.onShare)
	}
	if *wrong {
		r.wrongs = os.Stderr
	}
	if r.keep != "" {
		if err := os.MkdirAll(r.keep, 0o755); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	r.reader = reader.New(reader.WithWorkers(self, workerCommand))
	defer r.reader.Close()
	began := time.Now()
	if err := r.all(ctx, chosen, os.Stdout); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%.0f s\n", time.Since(began).Seconds())
	return nil
}
