package batch

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr"
)

// blind is a machine without tesseract: it says the same everywhere.
type blind struct{}

func (blind) Read(context.Context, image.Image, ocr.Mode) (ocr.Text, error) {
	return ocr.Text{}, ocr.ErrAbsent
}
func (blind) Name() string               { return "" }
func (blind) Limitation() ocr.Limitation { return ocr.Absent }

// eyes are those of all tests: the PDF engine is loaded once.
var eyes = sync.OnceValue(func() *reader.Reader { return reader.New(reader.WithOCR(blind{})) })

// few are samples that are quick to read, some of which are refused.
var few = []string{"02-photo-par-courrier", "07-avis-medical-manquant", "14-fichier-abime"}

// clients draws a root: the few samples, and what cannot be treated.
func clients(t testing.TB) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range few {
		if err := samples.DrawOne(root, name); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(root, "vide de dossier", "notes.txt"), "x")
	write(t, filepath.Join(root, "yaml", "dossier.yaml"), "demandeur: {nom_naissance: \"DURAND\n")
	write(t, filepath.Join(root, "absent", "dossier.yaml"), "situation: {demarche: perte}\npieces: [{type: autre, fichiers: [absent.pdf]}]\n")
	write(t, filepath.Join(root, ".caché", "dossier.yaml"), "")
	return root
}

func write(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func options(t testing.TB, root, output string) Options {
	t.Helper()
	on, err := calendar.Parse(samples.ReferenceDate)
	if err != nil {
		t.Fatal(err)
	}
	return Options{Source: Folders{Root: root, Skip: []string{output}}, Output: output, On: on, Reader: eyes(), Edition: "test"}
}

func mustRun(t testing.TB, o Options) Summary {
	t.Helper()
	s, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tree is every file below a folder.
func tree(t testing.TB, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[filepath.ToSlash(strings.TrimPrefix(path, root))] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func sameTree(t *testing.T, want, got map[string]string) {
	t.Helper()
	names := func(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
	if diff := cmp.Diff(names(want), names(got)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for name, content := range want {
		if got[name] != content {
			t.Errorf("%s has other bytes", name)
		}
	}
}

func rowsIn(t testing.TB, output string) map[string]Row {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(output, LinesName))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]Row{}
	for line := range strings.Lines(string(content)) {
		var row Row
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		rows[row.Client] = row
	}
	return rows
}

// TestAFollowUpThatIsOpenElsewhere: what can be written is, and nobody is
// treated again once it is closed.
func TestAFollowUpThatIsOpenElsewhere(t *testing.T) {
	root, output, closed := clients(t), t.TempDir(), t.TempDir()
	mustRun(t, options(t, root, closed))
	inTheWay := filepath.Join(output, BookName, "x")
	write(t, inTheWay, "")
	summary, err := Run(t.Context(), options(t, root, output))
	var left *FollowUpError
	if !errors.As(err, &left) || !slices.Equal(left.Left, []string{BookName}) || summary.Done != summary.Total {
		t.Fatalf("left %+v, %v, done %d of %d", left, err, summary.Done, summary.Total)
	}
	rowsIn(t, output)
	if err := os.RemoveAll(filepath.Dir(inTheWay)); err != nil {
		t.Fatal(err)
	}
	if again := mustRun(t, options(t, root, output)); again.Kept != len(few) {
		t.Errorf("%d kept, want %d", again.Kept, len(few))
	}
	sameTree(t, tree(t, closed), tree(t, output))
}

func TestEveryClientHasTheirRow(t *testing.T) {
	root, output := clients(t), t.TempDir()
	summary := mustRun(t, options(t, root, output))
	rows := rowsIn(t, output)
	want := map[string]validators.Verdict{}
	for _, s := range samples.All() {
		if slices.Contains(few, s.Name) {
			want[s.Name] = validators.Verdict(s.Verdict)
		}
	}
	for _, name := range []string{"vide de dossier", "yaml", "absent"} {
		want[name] = NotTreated
	}
	got := map[string]validators.Verdict{}
	for name, row := range rows {
		got[name] = row.Verdict
		if m := row.Message; m != nil && smsLength(m.SMS) > maxSMS {
			t.Errorf("%s: an SMS of %d", name, smsLength(m.SMS))
		}
		if (row.Verdict == validators.Refused) != (row.Message != nil) {
			t.Errorf("%s: %s, message %v", name, row.Verdict, row.Message)
		}
	}
	// Without an engine the pictures are a doubt: only what blocks is the same.
	for name, verdict := range want {
		if verdict == validators.Ready && got[name] == validators.ToReview {
			got[name] = verdict
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[Reason]int{NoDossierFile: 1, DossierWrong: 2}, summary.Untreated); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	for _, name := range []string{"14-fichier-abime/message.txt", "02-photo-par-courrier/formulaire-depot.pdf", "02-photo-par-courrier/rapport.json", BookName, CSVName} {
		if _, err := os.Stat(filepath.Join(output, name)); err != nil {
			t.Error(err)
		}
	}
	if u := rows["absent"].Untreated; u == nil || !strings.Contains(u.Why, "absent.pdf") || strings.Contains(u.Why, root) {
		t.Errorf("not treated: %+v", u)
	}
}

// What a run leaves does not hang on how often it was cut off.
func TestCutOffAndResumedIsOneCleanRun(t *testing.T) {
	root, clean, cut := clients(t), t.TempDir(), t.TempDir()
	mustRun(t, options(t, root, clean))
	chance := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		o := options(t, root, cut)
		left := chance.IntN(3)
		o.Progress = func(Progress) {
			if left--; left < 0 {
				cancel()
			}
		}
		if _, err := Run(ctx, o); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		cancel()
		tear(t, filepath.Join(cut, StateName, journalName), chance)
	}
	mustRun(t, options(t, root, cut))
	sameTree(t, tree(t, clean), tree(t, cut))
}

// tear leaves the journal as a kill may: its last line cut.
func tear(t *testing.T, name string, chance *rand.Rand) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, max(0, info.Size()-chance.Int64N(200))); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyWhatChangedIsTreatedAgain(t *testing.T) {
	root, output := clients(t), t.TempDir()
	o := options(t, root, output)
	first := mustRun(t, o)
	treated := len(few)
	for _, c := range []struct {
		name   string
		change func()
		kept   int
	}{
		{"nothing", func() {}, treated},
		{"a file", func() { write(t, filepath.Join(root, "02-photo-par-courrier", "facture.pdf"), "%PDF-1.4") }, treated - 1},
		{"a paper was changed", func() { write(t, filepath.Join(output, "02-photo-par-courrier", "checklist.pdf"), "x") }, treated - 1},
		{"a paper was taken away", func() { os.Remove(filepath.Join(output, "14-fichier-abime", "rapport.json")) }, treated - 1},
		{"the edition", func() { o.Edition = "other" }, 0},
		{"the date", func() { o.On = o.On.AddDays(1) }, 0},
		{"all", func() { o.All = true }, 0},
	} {
		c.change()
		if got := mustRun(t, o); got.Kept != c.kept || got.Total != first.Total {
			t.Errorf("%s: kept %d of %d, want %d", c.name, got.Kept, got.Total, c.kept)
		}
	}
	clean := t.TempDir()
	o.Source = Folders{Root: root}
	again := o
	again.Output = clean
	mustRun(t, again)
	sameTree(t, tree(t, clean), tree(t, output))
}

// TestAFileInPlaceOfAClientsFolder is told, and stays.
func TestAFileInPlaceOfAClientsFolder(t *testing.T) {
	root, output := clients(t), t.TempDir()
	inTheWay := filepath.Join(output, few[0])
	write(t, inTheWay, "somebody's own")
	if s := mustRun(t, options(t, root, output)); s.Untreated[OutputRefused] != 1 {
		t.Errorf("untreated: %v", s.Untreated)
	}
	if content, err := os.ReadFile(inTheWay); err != nil || string(content) != "somebody's own" {
		t.Errorf("%q, %v", content, err)
	}
}

// slow never reads a picture in time; after that, there is nothing on it.
type slow struct {
	blind
	err error
}

func (s *slow) Read(context.Context, image.Image, ocr.Mode) (ocr.Text, error) {
	return ocr.Text{}, s.err
}

func (*slow) Limitation() ocr.Limitation { return ocr.Unlimited }

// TestWhatWasNotReadInTimeIsReadAgain: a busy machine is no reason to hold to
// what it found.
func TestWhatWasNotReadInTimeIsReadAgain(t *testing.T) {
	root, output := t.TempDir(), t.TempDir()
	if err := samples.DrawOne(root, "19-facture-photographiee"); err != nil {
		t.Fatal(err)
	}
	engine := &slow{err: ocr.ErrTime}
	o := options(t, root, output)
	o.Reader = reader.New(reader.WithOCR(engine))
	defer o.Reader.Close()
	for i, c := range []struct {
		err  error
		kept int
	}{{ocr.ErrTime, 0}, {ocr.ErrTime, 0}, {nil, 0}, {nil, 1}} {
		engine.err = c.err
		if got := mustRun(t, o); got.Kept != c.kept {
			t.Errorf("run %d: kept %d, want %d", i+1, got.Kept, c.kept)
		}
	}
}

func TestPapersOfThoseWhoAreGoneAreTakenAway(t *testing.T) {
	root, output := clients(t), t.TempDir()
	o := options(t, root, output)
	mustRun(t, o)
	write(t, filepath.Join(output, "02-photo-par-courrier", "note.txt"), "of the secretary")
	for _, name := range []string{"02-photo-par-courrier", "14-fichier-abime"} {
		if err := os.RemoveAll(filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	if s := mustRun(t, o); s.Removed != 2 {
		t.Errorf("removed %d", s.Removed)
	}
	left := tree(t, output)
	if _, there := left["/02-photo-par-courrier/note.txt"]; !there {
		t.Error("a file that is not ours was taken away")
	}
	for name := range left {
		if strings.HasPrefix(name, "/14-") || strings.HasPrefix(name, "/02-photo-par-courrier/r") {
			t.Errorf("%s is left", name)
		}
	}
}

// broken is a source whose clients fail each in a way of their own.
type broken struct{ Folders }

func (b broken) Clients(ctx context.Context) ([]Client, error) {
	list, err := b.Folders.Clients(ctx)
	return append(list, Client{Name: "panique", Load: func() (*pipeline.Dossier, string, error) { panic("DURAND") }}), err
}

func TestOneClientStopsNoOther(t *testing.T) {
	root, output := clients(t), t.TempDir()
	write(t, filepath.Join(output, "02-photo-par-courrier"), "a file where a folder should go")
	o := options(t, root, output)
	o.Source = broken{Folders{Root: root}}
	if runtime.GOOS != "windows" {
		for link, target := range map[string]string{"boucle": root, "elle-même": filepath.Join(root, "elle-même")} {
			if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
				t.Fatal(err)
			}
		}
	}
	summary := mustRun(t, o)
	rows := rowsIn(t, output)
	for name, reason := range map[string]Reason{"panique": ProgramFailed, "02-photo-par-courrier": OutputRefused} {
		if u := rows[name].Untreated; u == nil || u.Reason != reason || strings.Contains(u.Why, "DURAND") {
			t.Errorf("%s: %+v, want %s", name, u, reason)
		}
	}
	if runtime.GOOS != "windows" {
		for name, reason := range map[string]Reason{"boucle": LinkLoop, "elle-même": FolderClosed} {
			if u := rows[name].Untreated; u == nil || u.Reason != reason {
				t.Errorf("%s: %+v, want %s", name, u, reason)
			}
		}
	}
	if rows["14-fichier-abime"].Verdict != validators.Refused || summary.Done != summary.Total {
		t.Errorf("the others were not treated: %+v", summary)
	}
}

func TestSourceRefusals(t *testing.T) {
	one := t.TempDir()
	write(t, filepath.Join(one, "Dossier.YAML"), "x")
	for _, c := range []struct {
		root string
		want error
	}{{one, ErrOneDossier}, {t.TempDir(), ErrNoClient}, {filepath.Join(one, "absent"), fs.ErrNotExist}} {
		if _, err := (Folders{Root: c.root}).Clients(t.Context()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.root, err, c.want)
		}
	}
}

func TestFoldersOneLevelDeeper(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"2026/Dupont", "2026/Martin", "Zoé", ".git/x", "__MACOSX/y", "sortie/Dupont"} {
		write(t, filepath.Join(root, name, "dossier.yaml"), "x")
	}
	write(t, filepath.Join(root, "2026", "sans", "photo.jpg"), "x")
	write(t, filepath.Join(root, "photos", "recto", "photo.jpg"), "x")
	list, err := Folders{Root: root, Skip: []string{filepath.Join(root, "sortie")}}.Clients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range sorted(list) {
		got = append(got, c.Name)
	}
	if diff := cmp.Diff([]string{"2026/Dupont", "2026/Martin", "2026/sans", "photos", "Zoé"}, got); diff != "" {
		t.Errorf("clients (-want +got):\n%s", diff)
	}
}

func TestBusyOutput(t *testing.T) {
	root, output := clients(t), t.TempDir()
	o := options(t, root, output)
	tried := false
	o.Progress = func(Progress) {
		if tried {
			return
		}
		tried = true
		second := o
		second.Progress = nil
		if _, err := Run(t.Context(), second); !errors.Is(err, ErrBusy) {
			t.Errorf("a second run in the same output: %v", err)
		}
	}
	mustRun(t, o)
	if !tried {
		t.Error("no second run was tried")
	}
}

func TestAFollowUpThatCannotBeReplacedKeepsNoOtherFromIt(t *testing.T) {
	root, output := clients(t), t.TempDir()
	write(t, filepath.Join(output, CSVName, "x"), "a folder where a file should go")
	o := options(t, root, output)
	var path *fs.PathError
	if _, err := Run(t.Context(), o); !errors.As(err, &path) || filepath.Base(path.Path) != CSVName {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(output, BookName)); err != nil {
		t.Error(err)
	}
	if err := os.RemoveAll(filepath.Join(output, CSVName)); err != nil {
		t.Fatal(err)
	}
	if s := mustRun(t, o); s.Kept != len(few) {
		t.Errorf("kept %d, want %d", s.Kept, len(few))
	}
}

// BenchmarkClients treats the samples that need no engine, anew each time.
func BenchmarkClients(b *testing.B) {
	root := clients(b)
	o := options(b, root, b.TempDir())
	o.All = true
	for b.Loop() {
		mustRun(b, o)
	}
	b.ReportMetric(float64(b.N*len(few))/b.Elapsed().Seconds(), "clients/s")
}

// BenchmarkUnchanged looks whether anything changed.
func BenchmarkUnchanged(b *testing.B) {
	root := clients(b)
	o := options(b, root, b.TempDir())
	mustRun(b, o)
	for b.Loop() {
		mustRun(b, o)
	}
}
