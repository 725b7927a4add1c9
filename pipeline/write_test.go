package pipeline

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func papersNamed(names ...string) (papers []Paper) {
	for _, n := range names {
		papers = append(papers, Paper{n, []byte("new")})
	}
	return papers
}

func TestAFolderIsLeftAsItWasWhereOnePaperIsRefused(t *testing.T) {
	dir := folderOf(t, CalendarName, ReportName, FormName)
	out := Folder{Path: dir, Inputs: []string{filepath.Join(dir, CalendarName)}}
	err := out.Take(context.Background(), papersNamed(ChecklistName, CalendarName, ReportName))
	var path *fs.PathError
	if !errors.Is(err, ErrOverwritesInput) || !errors.As(err, &path) || filepath.Base(path.Path) != CalendarName {
		t.Errorf("got %v", err)
	}
	if got := namesIn(t, dir); !slices.Equal(got, []string{CalendarName, FormName, ReportName}) {
		t.Errorf("left %v", got)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, ReportName)); string(data) != ReportName {
		t.Errorf("the report was changed: %q", data)
	}
}

func TestAFolderForgetsThePapersOfAnEarlierRun(t *testing.T) {
	for name, c := range map[string]struct {
		inputs []string
		want   []string
	}{
		"ours":     {nil, []string{ChecklistName, "note.txt", ReportName}},
		"an input": {[]string{FormName}, []string{ChecklistName, FormName, "note.txt", ReportName}},
	} {
		dir := folderOf(t, FormName, CalendarName, ReportName, "note.txt")
		out := Folder{Path: dir}
		for _, input := range c.inputs {
			out.Inputs = append(out.Inputs, filepath.Join(dir, input))
		}
		if err := out.Take(context.Background(), papersNamed(ChecklistName, ReportName)); err != nil {
			t.Fatal(err)
		}
		if got := namesIn(t, dir); !slices.Equal(got, c.want) {
			t.Errorf("%s: left %v, want %v", name, got, c.want)
		}
	}
}

// Where the work stops halfway, no report speaks of papers that are not there.
func TestAnInterruptedRunLeavesNoReport(t *testing.T) {
	dir := folderOf(t, ReportName, ChecklistName)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := (Folder{Path: dir}).Take(ctx, papersNamed(ChecklistName, ReportName)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := namesIn(t, dir); !slices.Equal(got, []string{ChecklistName}) {
		t.Errorf("left %v", got)
	}
}

func TestWriteErrorsNameTheFileAskedFor(t *testing.T) {
	dir := folderOf(t, "a.pdf", "sub/b.pdf")
	for name, file := range map[string]string{
		"absent folder":   filepath.Join(dir, "absent", "c.pdf"),
		"folder":          filepath.Join(dir, "sub"),
		"file for folder": filepath.Join(dir, "a.pdf", "c.pdf"),
		"endless name":    filepath.Join(dir, strings.Repeat("x", 300)),
	} {
		err := WriteFile(file, []byte("new"), nil)
		var path *fs.PathError
		if !errors.As(err, &path) || path.Path != file {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if got := namesIn(t, dir); !slices.Equal(got, []string{"a.pdf", "sub"}) {
		t.Errorf("something was left behind: %v", got)
	}
}

// The dossier may call a file otherwise than the disk does: it is that file
// which is spared.
func TestInputPathsAreTheRealOnes(t *testing.T) {
	dir := folderOf(t, "checklist.pdf")
	dossier, err := Parse(filepath.Join(dir, "dossier.yaml"), []byte("pieces: [{type: autre, fichiers: [CHECKLIST.pdf, absent.pdf]}]"))
	if err != nil {
		t.Fatal(err)
	}
	got := dossier.InputPaths(dir)
	if len(got) != 3 || got[0] != filepath.Join(dir, "dossier.yaml") || got[2] != filepath.Join(dir, "absent.pdf") {
		t.Fatalf("got %v", got)
	}
	real, err := os.Stat(filepath.Join(dir, "checklist.pdf"))
	if err != nil || !isInput(real, got[1:2]) { // where case does not count, under either name
		t.Errorf("got %v, %v", got, err)
	}
}

func TestWriteStreamLeavesNothingOfAFailure(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "suivi.csv")
	failure := errors.New("no row")
	err := WriteStream(name, nil, func(w io.Writer) error {
		if _, err := io.WriteString(w, "half"); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestRemoveTemporaries(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".recevable-ABC.tmp", "rapport.json", ".recevable-x", "x.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := RemoveTemporaries(dir); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 3 {
		t.Errorf("left: %v, %v", left, err)
	}
	if err := RemoveTemporaries(filepath.Join(dir, "absent")); err != nil {
		t.Errorf("a folder that is not there: %v", err)
	}
}
