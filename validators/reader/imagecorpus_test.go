package reader

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestImageCorpus opens every image under the folder RECEVABLE_CORPUS and
// writes what it found, a line each, to the file RECEVABLE_CORPUS_REPORT: to
// measure against other programs on other projects' suites, which are not
// ours to keep.
func TestImageCorpus(t *testing.T) {
	root := os.Getenv("RECEVABLE_CORPUS")
	if root == "" {
		t.Skip("RECEVABLE_CORPUS is not set")
	}
	report, err := os.Create(os.Getenv("RECEVABLE_CORPUS_REPORT"))
	if err != nil {
		t.Fatal(err)
	}
	defer report.Close()
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil
		}
		ext := strings.ToLower(filepath.Ext(path))
		data, err := os.ReadFile(path)
		if err != nil || len(data) == 0 {
			return nil
		}
		mime, _ := sniff(data[:min(len(data), headLength)])
		if _, known := imageKinds[mime]; !known {
			if slices.Contains([]string{".jpg", ".jpeg", ".png", ".bmp", ".dib", ".tif", ".tiff"}, ext) {
				fmt.Fprintf(report, "%s\t%s\tforeign\t\t0\t0\t\n", path, mime)
			}
			return nil
		}
		start := time.Now()
		doc := openImage(mime, data, DefaultLimits())
		took := time.Since(start)
		fmt.Fprintf(report, "%s\t%s\t%s\t%s\t%d\t%d\t%s\n", path, mime, doc.State, doc.Limit, doc.PageCount, took.Milliseconds(), doc.Detail)
		if took > 2*time.Second || strings.Contains(doc.Detail, "panic") {
			t.Errorf("%s: %s after %v: %s", path, doc.State, took, doc.Detail)
		}
		if doc.State == Opened || doc.State == Partial {
			if _, err := decodeImage(mime, data, 0, DefaultLimits()); err != nil && doc.State == Opened {
				t.Errorf("%s: opened but does not decode: %v", path, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
