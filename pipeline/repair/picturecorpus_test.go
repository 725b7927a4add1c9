package repair

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
)

// TestPictureCorpus repairs every picture under the folder RECEVABLE_CORPUS
// until nothing is left to do, as a piece is, writes what comes out under
// RECEVABLE_CORPUS_OUT and says a line of each. Names that begin with « carte »
// are sides of a card.
func TestPictureCorpus(t *testing.T) {
	root, out := os.Getenv("RECEVABLE_CORPUS"), os.Getenv("RECEVABLE_CORPUS_OUT")
	if root == "" || out == "" {
		t.Skip("RECEVABLE_CORPUS and RECEVABLE_CORPUS_OUT are not set")
	}
	r := reader.New()
	t.Cleanup(func() { r.Close() })
	w := &Workshop{Reader: r}
	ctx := context.Background()
	names, err := filepath.Glob(filepath.Join(root, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := reader.Want{OCR: true, Legibility: true}
		if strings.HasPrefix(filepath.Base(name), "carte") {
			want.Shows = legibility.IDCard
		}
		sum := func(words reader.Document) (n int) {
			for _, p := range words.Pages {
				for _, l := range p.Lines {
					n += len(l.Words)
				}
			}
			return n
		}
		before, rounds := -1, 0
		for ; rounds < 4; rounds++ {
			read, err := r.Read(ctx, reader.NewSource(data), want)
			if err != nil {
				t.Fatal(err)
			}
			if before < 0 {
				before = sum(read)
			}
			start := time.Now()
			made, err := w.Picture(ctx, data, read, Want{})
			took := time.Since(start).Round(time.Millisecond)
			if err != nil {
				fmt.Printf("%s\t%v\n", filepath.Base(name), err)
				break
			}
			if len(made.Sheets) > 0 {
				fmt.Printf("%s\t%d sheets %v\n", filepath.Base(name), len(made.Sheets), took)
				data = made.Sheets[0].JPEG
				break
			}
			if len(made.Changes) == 0 {
				if sha256.Sum256(made.File.Data) != sha256.Sum256(data) {
					t.Errorf("%s: other bytes without a change", name)
				}
				fmt.Printf("%s\tdone\t%d → %d words, %v\t%s %v\n", filepath.Base(name), before, sum(read), took, read.State, problems(read))
				break
			}
			var codes []string
			for _, c := range made.Changes {
				codes = append(codes, string(c.Code))
			}
			fmt.Printf("%s\t%s\t%d → %d bytes\t%v\n", filepath.Base(name), strings.Join(codes, " "), len(data), len(made.File.Data), took)
			data = made.File.Data
		}
		if rounds == 4 {
			t.Errorf("%s: never done", name)
		}
		if err := os.WriteFile(filepath.Join(out, filepath.Base(name)+".out"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func problems(read reader.Document) (all []legibility.Problem) {
	for _, p := range read.Pages {
		if p.Legibility != nil {
			all = append(all, p.Legibility.Problems()...)
		}
	}
	return all
}
