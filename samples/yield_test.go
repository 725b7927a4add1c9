package samples

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// patience is far beyond what the slowest sample needs, the first start of the
// PDF engine included.
const patience = 2 * time.Minute

// TestProgramYieldsWhatSamplesPromise builds the program and holds it, from
// outside, to what every sample promises. The machine reads each sample once:
// that `check` says what `run` writes is seen on one sample of each verdict.
func TestProgramYieldsWhatSamplesPromise(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and runs it on every sample")
	}
	program, dir := build(t), t.TempDir()
	for name, content := range drawAll(t) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for _, s := range All() {
		first := !seen[s.Verdict]
		seen[s.Verdict] = true
		t.Run(s.Name, func(t *testing.T) {
			if s.NeedsOCR {
				requireOCR(t)
			}
			t.Parallel()
			folder, out := filepath.Join(dir, s.Name), t.TempDir()
			execute(t, program, s, "run", "--date", s.Date, folder, "-o", out)
			ran, err := os.ReadFile(filepath.Join(out, "rapport.json"))
			if err != nil {
				t.Fatal(err)
			}
			decodeReport(t, ran).compare(t, s)
			compareOutputs(t, s, out)
			if s.Repairs != nil {
				compareRepaired(t, program, s, folder)
			}
			if !first {
				return
			}
			checked := execute(t, program, s, "check", "--format", "json", "--date", s.Date, folder)
			if diff := cmp.Diff(string(ran), string(checked)); diff != "" {
				t.Errorf("check does not say what run writes (-run +check):\n%s", diff)
			}
		})
	}
}

// requireOCR skips the test where the program cannot read pictures in French.
// Where the environment says that the tools must be there
// (RECEVABLE_TOOLS_REQUIRED=1), their absence fails the test instead of hiding
// it.
func requireOCR(t *testing.T) {
	t.Helper()
	languages, err := exec.Command("tesseract", "--list-langs").Output()
	if err == nil && slices.Contains(strings.Fields(string(languages)), "fra") {
		return
	}
	if os.Getenv("RECEVABLE_TOOLS_REQUIRED") == "1" {
		t.Fatal("tesseract or its French is not installed, and RECEVABLE_TOOLS_REQUIRED=1 asks for it")
	}
	t.Skip("tesseract or its French is not installed: what this sample shows is on a picture, which the program cannot read")
}

// build compiles the program and returns its path.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "recevable")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	lookAtSources(t)
	cmd := exec.Command("go", "build", "-o", program, "github.com/recevable/recevable/cmd/recevable")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, said)
	}
	return program
}

// lookAtSources looks at every file the program may be made of. `go test` keeps
// the result of a test until a file it looked at changes, and would not know
// that this one hangs on the sources of another package.
func lookAtSources(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if hidden := strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".."; entry.IsDir() && hidden {
			return filepath.SkipDir
		}
		if _, err = os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil // an editor's own file, gone since it was listed
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// execute runs the program, checks its exit code against the verdict of s and
// returns what it wrote on standard output.
func execute(t *testing.T, program string, s Sample, arguments ...string) []byte {
	t.Helper()
	return executeWith(t, os.Environ(), program, s, arguments...)
}

func executeWith(t *testing.T, environment []string, program string, s Sample, arguments ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var out, messages bytes.Buffer
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Env, cmd.Stdout, cmd.Stderr = environment, &out, &messages
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", arguments[0], err)
	}
	want := 0
	if s.Verdict == Refused {
		want = 1
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.Fatalf("%s: exit code %d, want %d\n%s", arguments[0], got, want, &messages)
	}
	return out.Bytes()
}

// compareRepaired holds what becomes of a sample whose files are repaired to
// what it promises: nothing is left to find. No words are read on pictures, which
// takes most of the time: the samples whose words matter are not repaired.
func compareRepaired(t *testing.T, program string, s Sample, folder string) {
	t.Helper()
	out := t.TempDir()
	s.Verdict = Passes
	executeWith(t, append(os.Environ(), "PATH="), program, s, "run", "--fix", "--date", s.Date, folder, "-o", out)
	content, err := os.ReadFile(filepath.Join(out, "rapport.json"))
	if err != nil {
		t.Fatal(err)
	}
	repaired := decodeReport(t, content)
	if repaired.Verdict != Passes {
		t.Errorf("repaired, the verdict is %s, want %s", repaired.Verdict, Passes)
	}
	if diff := cmp.Diff(s.Repairs, repaired.repairs()); diff != "" {
		t.Errorf("repairs (-want +got):\n%s", diff)
	}
	if _, findings := repaired.findings(t); len(findings) > 0 {
		t.Errorf("repaired, there still is %+v", findings)
	}
}

// report is what of the contract's report the samples promise.
type report struct {
	Version  int           `json:"version"`
	Date     string        `json:"date_reference"`
	Verdict  string        `json:"verdict"`
	Findings []findingJSON `json:"constats"`
	Pieces   []struct {
		Type     string        `json:"type"`
		Findings []findingJSON `json:"constats"`
		Files    []struct {
			Name string `json:"nom"`
			Read struct {
				IssueDate struct {
					Date   string `json:"date"`
					Origin string `json:"origine"`
				} `json:"date_emission"`
			} `json:"lu"`
			Repairs []struct {
				Code string `json:"code"`
			} `json:"transformations"`
			Findings []findingJSON `json:"constats"`
		} `json:"fichiers"`
	} `json:"pieces"`
	Decision struct {
		Alerts []struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"alertes"`
	} `json:"decision"`
}

type findingJSON struct {
	Code     string `json:"code"`
	Severity string `json:"gravite"`
	Message  string `json:"message"`
	Remedy   string `json:"remede"`
}

func decodeReport(t *testing.T, content []byte) report {
	t.Helper()
	var r report
	if err := json.Unmarshal(content, &r); err != nil {
		t.Fatalf("the report is no JSON: %v\n%s", err, content)
	}
	return r
}

// compare holds a report to what s promises.
func (r report) compare(t *testing.T, s Sample) {
	t.Helper()
	if r.Version != 1 || r.Date != s.Date {
		t.Errorf("version %d at %s, want 1 at %s", r.Version, r.Date, s.Date)
	}
	if r.Verdict != s.Verdict {
		t.Errorf("verdict %s, want %s", r.Verdict, s.Verdict)
	}
	notes, findings := r.findings(t)
	want := slices.SortedFunc(slices.Values(s.Findings), byPlace)
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	for _, n := range s.Notes {
		if !slices.Contains(notes, n) {
			t.Errorf("nothing says %+v; the infos are %+v", n, notes)
		}
	}
	dates := r.dates()
	for _, want := range s.Readings {
		if !slices.Contains(dates, want) {
			t.Errorf("not read: %+v; the dates are %+v", want, dates)
		}
	}
	r.decidesEverything(t)
}

// findings returns the infos, and all that is more than one, in the order of
// byPlace.
func (r report) findings(t *testing.T) (notes, more []Finding) {
	t.Helper()
	add := func(piece, file string, found []findingJSON) {
		for _, f := range found {
			finding := Finding{Piece: piece, File: file, Code: f.Code, Severity: f.Severity}
			if f.Severity == Note {
				notes = append(notes, finding)
				continue
			}
			if f.Message == "" || f.Remedy == "" {
				t.Errorf("%s on %q says nothing, or not what to do", f.Code, file)
			}
			more = append(more, finding)
		}
	}
	add("", "", r.Findings)
	for _, p := range r.Pieces {
		add(p.Type, "", p.Findings)
		for _, f := range p.Files {
			add(p.Type, f.Name, f.Findings)
		}
	}
	slices.SortFunc(more, byPlace)
	return notes, more
}

// repairs returns the codes of what was done to the files, each once.
func (r report) repairs() (codes []string) {
	for _, p := range r.Pieces {
		for _, f := range p.Files {
			for _, done := range f.Repairs {
				codes = append(codes, done.Code)
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// dates returns the issue dates that were read.
func (r report) dates() []Reading {
	var all []Reading
	for _, p := range r.Pieces {
		for _, f := range p.Files {
			if d := f.Read.IssueDate; d.Date != "" {
				all = append(all, Reading{p.Type, f.Name, d.Date, d.Origin})
			}
		}
	}
	return all
}

func byPlace(a, b Finding) int {
	key := func(f Finding) string {
		return strings.Join([]string{f.Piece, f.File, f.Code, f.Severity}, "\x00")
	}
	return strings.Compare(key(a), key(b))
}

// decidesEverything holds the decision to the facts of the samples, none of
// which is missing.
func (r report) decidesEverything(t *testing.T) {
	t.Helper()
	for _, a := range r.Decision.Alerts {
		if a.Code == "fait_manquant" {
			t.Errorf("the decision lacks a fact: %s", a.Message)
		}
	}
}

// compareOutputs holds the folder written by run to the files promised, each
// of the kind its name says.
func compareOutputs(t *testing.T, s Sample, out string) {
	t.Helper()
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	want := append([]string{"checklist.html", "checklist.pdf", "echeances.ics", "rapport.json"}, s.Outputs...)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files written (-want +got):\n%s", diff)
	}
	starts := map[string]string{".pdf": "%PDF-", ".ics": "BEGIN:VCALENDAR\r\n", ".json": "{"}
	for _, name := range got {
		content, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(content, []byte(starts[filepath.Ext(name)])) {
			t.Errorf("%s does not start as its kind does", name)
		}
	}
}
