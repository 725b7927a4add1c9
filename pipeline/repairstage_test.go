package pipeline

import (
	"bytes"
	"context"
	"errors"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators"
)

// animated is the photo as a GIF, which ANTS does not take.
func animated(t *testing.T) []byte {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(photo()))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := gif.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const toRepair = `version: 1
pieces:
  - {type: permis_actuel, fichiers: [recto.jpg, verso.jpg, note.txt]}
`

func TestRepairReportsWhatIsHandedOver(t *testing.T) {
	given := animated(t)
	job := jobIn(t, toRepair, map[string][]byte{"recto.jpg": given, "verso.jpg": photo(), "note.txt": []byte("une note")})
	job.WantRepair = true
	out := &memory{}
	if err := Run(t.Context(), job, Intake{}, Decide{}, Check{}, Repair{}, Write{Out: out}); err != nil {
		t.Fatal(err)
	}
	files := job.Report.Pieces[0].Files
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	if want := []string{"permis-actuel_1.png", "permis-actuel_2.jpg", "note.txt"}; !slices.Equal(names, want) {
		t.Fatalf("the report speaks of %v, want %v", names, want)
	}
	if c := files[0]; len(c.Transformations) == 0 || c.Verdict == validators.Refused || !slices.Equal(c.Sources, []string{"recto.jpg"}) {
		t.Errorf("converted: %+v", c)
	}
	if c := files[1]; c.Transformations == nil || len(c.Transformations) > 0 {
		t.Errorf("copied: %+v", c.Transformations)
	}
	if left := files[2]; left.Transformations != nil || !slices.ContainsFunc(left.Findings, func(f validators.Finding) bool {
		return f.Code == RepairImpossible && strings.Contains(f.Remedy, "PDF")
	}) {
		t.Errorf("left behind: %+v", left)
	}
	if !bytes.Equal(out.get("pieces/permis-actuel_2.jpg"), photo()) || out.get("pieces/permis-actuel_1.png") == nil || out.get("pieces/note.txt") != nil {
		t.Error("what is handed over is not what was checked")
	}
	if on, err := os.ReadFile(filepath.Join(job.Folder, "recto.jpg")); err != nil || !bytes.Equal(on, given) {
		t.Errorf("an input was changed (%v)", err)
	}
}

// What is left of a damaged PDF passes its check: that pages are missing is
// said all the same.
func TestLostPagesAreTold(t *testing.T) {
	page := samples.Scan{JPEG: photo(), Width: 1000, Height: 1400, DPI: 120}
	whole := samples.ScannedPDF(page, page)
	const bill = "version: 1\npieces:\n  - {type: autre, fichiers: [avis.pdf]}\n"
	job := jobIn(t, bill, map[string][]byte{"avis.pdf": whole[:len(whole)*7/10]})
	job.WantRepair = true
	if err := Run(t.Context(), job, Intake{}, Check{}, Repair{}); err != nil {
		t.Fatal(err)
	}
	file := job.Report.Pieces[0].Files[0]
	told := slices.ContainsFunc(file.Findings, func(f validators.Finding) bool {
		return f.Code == validators.FileUnreadable && f.Severity == validators.Warning && strings.Contains(f.Message, "une page entière sur\u00a02")
	})
	if !told || file.Pages != 1 || job.Report.Verdict != validators.ToReview {
		t.Errorf("%s: %+v", job.Report.Verdict, file)
	}
}

// So it is for a PNG that was cut: what comes out opens, and that it is not
// whole is said.
func TestCutPictureIsTold(t *testing.T) {
	img, err := jpeg.Decode(bytes.NewReader(photo()))
	if err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer
	if err := png.Encode(&whole, img); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		data []byte
		told bool
	}{"cut": {whole.Bytes()[:whole.Len()*7/10], true}, "whole": {whole.Bytes(), false}} {
		job := jobIn(t, "version: 1\npieces:\n  - {type: autre, fichiers: [avis.png]}\n", map[string][]byte{"avis.png": tt.data})
		job.WantRepair = true
		if err := Run(t.Context(), job, Intake{}, Check{}, Repair{}); err != nil {
			t.Fatal(err)
		}
		file := job.Report.Pieces[0].Files[0]
		told := slices.ContainsFunc(file.Findings, func(f validators.Finding) bool {
			return f.Code == validators.FileUnreadable && f.Severity == validators.Warning && strings.Contains(f.Message, "Une partie de ce fichier PNG manque")
		})
		if told != tt.told {
			t.Errorf("%s: %+v", name, file)
		}
	}
}

func TestRepairKeepsWhatWasKnownOfAFile(t *testing.T) {
	job := jobIn(t, toRepair, map[string][]byte{"recto.jpg": animated(t), "verso.jpg": photo(), "note.txt": []byte("une note")})
	job.WantRepair = true
	guessed := validators.Finding{Code: "piece.devinee", Severity: validators.Info, Message: "Deviné d’après son nom."}
	know := knowing{"recto.jpg": guessed, "note.txt": guessed}
	if err := Run(t.Context(), job, Intake{}, know, Decide{}, Check{}, Repair{}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{1, 0, 1} { // converted, copied and never guessed, left behind
		n := 0
		for _, f := range job.Report.Pieces[0].Files[i].Findings {
			if f.Code == guessed.Code {
				n++
			}
		}
		if n != want {
			t.Errorf("file %d: told %d times, want %d", i, n, want)
		}
	}
}

func TestWhatIsKnownOfFilesIsToldOnceOfWhatIsMadeOfThem(t *testing.T) {
	byName := validators.Finding{Code: "piece.devinee", Message: "Deviné d’après son nom."}
	byTitle := validators.Finding{Code: "piece.devinee", Message: "Deviné d’après son titre."}
	got := findingsOn([]InputFile{{Findings: []validators.Finding{byName}}, {}, {Findings: []validators.Finding{byName, byTitle}}})
	if len(got) != 2 || got[0].Message != byName.Message || got[1].Message != byTitle.Message {
		t.Errorf("got %+v", got)
	}
}

// knowing is a stage that knows something of files, by their names.
type knowing map[string]validators.Finding

func (knowing) Name() string { return "know" }

func (k knowing) Run(_ context.Context, job *Job) error {
	for i, input := range job.Inputs {
		for j, file := range input.Files {
			if f, ok := k[file.Name]; ok {
				job.Inputs[i].Files[j].Findings = []validators.Finding{f}
			}
		}
	}
	return nil
}

func TestRepairNeedsACheckedJob(t *testing.T) {
	if err := (Repair{}).Run(t.Context(), &Job{}); !errors.Is(err, ErrNoReader) {
		t.Errorf("got %v", err)
	}
	job := jobIn(t, toRepair, map[string][]byte{})
	if err := (Repair{}).Run(t.Context(), job); !errors.Is(err, ErrNoReport) {
		t.Errorf("got %v", err)
	}
}

var anyChange = []repair.Change{{Code: repair.Converted}}

func TestTakenBack(t *testing.T) {
	refused := FileReport{Findings: []validators.Finding{{Code: validators.SizeExceeded, Severity: validators.Blocking}}}
	old := FileReport{Findings: []validators.Finding{{Code: validators.DateTooOld, Severity: validators.Blocking}}}
	given := []InputFile{{Name: "a"}, {Name: "b"}}
	reports := []FileReport{{Name: "a", Format: "image/jpeg"}, {Name: "b", Format: "image/jpeg"}}
	made := FileRepair{From: []int{0, 1}, given: given, Changes: anyChange}
	for name, c := range map[string]struct {
		file FileRepair
		now  FileReport
		want int
		left bool
		did  bool
	}{
		"what passes stays":             {made, FileReport{}, 1, false, false},
		"the age of a paper is no flaw": {made, old, 1, false, false},
		"what was made comes apart":     {made, refused, 2, false, true},
		"what was given stays behind":   {FileRepair{From: []int{0}, given: given[:1]}, refused, 1, true, true},
	} {
		repairs := []PieceRepair{{Given: reports, Files: []FileRepair{c.file}}}
		did := takeBack(repairs, &Report{Pieces: []PieceReport{{Files: []FileReport{c.now}}}})
		files := repairs[0].Files
		if did != c.did || len(files) != c.want || files[0].Left != c.left {
			t.Errorf("%s: %v, %+v", name, did, files)
		}
	}
}

func TestPiecesFolderWritesAllOrNothing(t *testing.T) {
	papers := []Paper{{"autre_1.pdf", []byte("1")}, {"autre_2.pdf", []byte("2")}}
	dir := t.TempDir()
	names := func() (all []string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			all = append(all, e.Name())
		}
		return all
	}
	put := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	put("autre_2.pdf")
	if err := (PiecesFolder{Path: dir}).Take(t.Context(), papers); !errors.Is(err, ErrThere) || len(names()) != 1 {
		t.Errorf("%v, and there are %v", err, names())
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (PiecesFolder{Path: dir, Force: true}).Take(cancelled, papers); !errors.Is(err, context.Canceled) || len(names()) != 1 {
		t.Errorf("%v, and there are %v", err, names())
	}
	input := put("autre_7.pdf")
	put("autre_8.pdf")
	put("autre_8.txt")
	if err := (PiecesFolder{Path: dir, Inputs: []string{input}, Force: true}).Take(t.Context(), papers); err != nil {
		t.Error(err)
	}
	if got, want := names(), []string{"autre_1.pdf", "autre_2.pdf", "autre_7.pdf", "autre_8.txt"}; !slices.Equal(got, want) {
		t.Errorf("there are %v, want %v", got, want)
	}
	if err := (PiecesFolder{Path: dir, Inputs: []string{input}, Force: true}).Take(t.Context(), []Paper{{"autre_7.pdf", nil}}); !errors.Is(err, ErrOverwritesInput) {
		t.Errorf("got %v", err)
	}
}
