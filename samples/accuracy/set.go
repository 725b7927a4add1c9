package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/recevable/recevable/validators/reader"
)

// set is a kind of document of which many are made, and what is counted.
type set struct {
	name, title string
	size        int      // documents of each share, where nobody says otherwise
	needs       []string // programs without which it is skipped
	counts      []count
	make        func(ctx context.Context, seed uint64) (specimen, error)
}

// count is one line of the table.
type count struct {
	title string
	goal  string
	// fault: what is counted should never happen.
	fault bool
}

// specimen is a document and what must come of it.
type specimen struct {
	document
	label string // what it is, for the list of those that went wrong
	// marks says of the report what is counted and what was found.
	marks func(ctx context.Context, r report) []mark
}

// mark is one thing that was counted: the number of its line, whether it was
// so, and what was found instead.
type mark struct {
	count int
	hit   bool
	note  string
}

// share is a range of seeds.
type share struct {
	name  string
	first uint64
}

// The documents of the first were looked at while the program was made; those
// of the second never were.
var shares = []share{{"tuned", 0}, {"aside", 1000}}

// score is how often what a line counts was so.
type score struct{ hits, of int }

func (s score) String() string {
	if s.of == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d (%.0f %%)", s.hits, s.of, 100*float64(s.hits)/float64(s.of))
}

// run is how the sets are gone through.
type run struct {
	reader  *reader.Reader
	size    int // 0: that of each set
	jobs    int
	keep    string // folder where every document is left; empty: nowhere
	wrongs  io.Writer
	onShare string // only this one; empty: all
}

// missing returns a program that the set needs and the machine lacks.
func (s set) missing() string {
	for _, program := range s.needs {
		if _, err := exec.LookPath(program); err != nil {
			return program
		}
	}
	return ""
}

// measure makes the documents of a share and counts what comes of them.
func (r run) measure(ctx context.Context, s set, from share) ([]score, error) {
	size := s.size
	if r.size > 0 {
		size = r.size
	}
	marks := make([][]mark, size)
	labels := make([]string, size)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.jobs)
	for i := range size {
		group.Go(func() error {
			seed := from.first + uint64(i)
			spec, err := s.make(ctx, seed)
			if err != nil {
				return fmt.Errorf("%s, seed %d: making it: %w", s.name, seed, err)
			}
			if err := r.leave(s, seed, spec); err != nil {
				return err
			}
			said, err := judge(ctx, r.reader, spec.document)
			if err != nil {
				return fmt.Errorf("%s, seed %d: judging it: %w", s.name, seed, err)
			}
			labels[i] = fmt.Sprintf("%s %s %d (%s)", s.name, from.name, seed, spec.label)
			marks[i] = spec.marks(ctx, said)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	scores := make([]score, len(s.counts))
	for i := range marks {
		for _, m := range marks[i] {
			scores[m.count].of++
			if m.hit {
				scores[m.count].hits++
			}
			if c := s.counts[m.count]; m.hit == c.fault && c.goal != "" {
				fmt.Fprintf(r.wrongs, "%s: %s: %s\n", labels[i], c.title, m.note)
			}
		}
	}
	return scores, nil
}

// leave writes a document where a person can look at it.
func (r run) leave(s set, seed uint64, spec specimen) error {
	if r.keep == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(r.keep, fmt.Sprintf("%s-%04d%s", s.name, seed, filepath.Ext(spec.name))), spec.content, 0o644)
}

// all goes through the sets and writes the table.
func (r run) all(ctx context.Context, sets []set, w io.Writer) error {
	fmt.Fprintln(w, "| set | what is counted | goal | tuned on (seeds 0…) | kept aside (seeds 1000…) |")
	fmt.Fprintln(w, "|---|---|---|---:|---:|")
	var skipped []string
	for _, s := range sets {
		if program := s.missing(); program != "" {
			skipped = append(skipped, fmt.Sprintf("%s was skipped: %s is not installed (`make tools` installs it where it may).", s.name, program))
			continue
		}
		columns := make([][]score, len(shares))
		for i, from := range shares {
			columns[i] = make([]score, len(s.counts))
			if r.onShare != "" && r.onShare != from.name {
				continue
			}
			var err error
			if columns[i], err = r.measure(ctx, s, from); err != nil {
				return err
			}
		}
		for i, c := range s.counts {
			name := ""
			if i == 0 {
				name = s.title
			}
			goal := c.goal
			if goal == "" {
				goal = "–"
			}
			fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", name, c.title, goal, columns[0][i], columns[1][i])
		}
	}
	if len(skipped) > 0 {
		fmt.Fprintf(w, "\n%s\n", strings.Join(skipped, "\n"))
	}
	return nil
}
