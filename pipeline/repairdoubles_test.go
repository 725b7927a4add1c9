package pipeline

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/validators"
)

// doubled repairs a dossier and returns its report.
func doubled(t *testing.T, manifest string, files map[string][]byte) (*Job, []PieceReport) {
	t.Helper()
	job := jobIn(t, manifest, files)
	job.WantRepair = true
	if err := Run(t.Context(), job, Intake{}, Decide{}, Check{}, Repair{}); err != nil {
		t.Fatal(err)
	}
	return job, job.Report.Pieces
}

func toldDouble(c repair.Change) bool { return c.Code == repair.DoubleDropped }

// The same bytes twice under one piece are handed over once, and that is said;
// one byte more makes another file.
func TestDoublesAreLeftOut(t *testing.T) {
	other := append(photo(), 0)
	for name, tt := range map[string]struct {
		third   []byte
		handed  int
		sources []string
	}{
		"the same bytes": {photo(), 2, []string{"recto.jpg", "encore.jpg"}},
		"a byte more":    {other, 3, []string{"recto.jpg"}},
	} {
		job, pieces := doubled(t, "version: 1\npieces:\n  - {type: permis_actuel, fichiers: [recto.jpg, verso.gif, encore.jpg]}\n",
			map[string][]byte{"recto.jpg": photo(), "verso.gif": animated(t), "encore.jpg": tt.third})
		files := pieces[0].Files
		if len(files) != tt.handed || !slices.Equal(files[0].Sources, tt.sources) {
			t.Fatalf("%s: %d files, the first of %v", name, len(files), files[0].Sources)
		}
		if !slices.Equal(files[1].Sources, []string{"verso.gif"}) || slices.ContainsFunc(files[1].Transformations, toldDouble) {
			t.Errorf("%s: the second is of %v: %v", name, files[1].Sources, files[1].Transformations)
		}
		at := slices.IndexFunc(files[0].Transformations, toldDouble)
		if (at >= 0) != (len(tt.sources) == 2) {
			t.Fatalf("%s: told %v", name, files[0].Transformations)
		}
		if at >= 0 {
			if line := files[0].Transformations[at].Line(); !strings.Contains(line, "encore.jpg") || !strings.Contains(line, "«\u00a0recto.jpg\u00a0»") {
				t.Errorf("%s: %s", name, line)
			}
		}
		if n := len(job.GivenPaths()); n != 3 {
			t.Errorf("%s: %d given paths, want 3", name, n)
		}
		papers, err := job.Outputs()
		if err != nil || len(papers) != tt.handed || !bytes.Equal(papers[0].Data, photo()) {
			t.Errorf("%s: %d papers, %v", name, len(papers), err)
		}
	}
}

// Under two pieces, the same file may be asked for twice.
func TestTheSameFileUnderTwoPiecesStays(t *testing.T) {
	_, pieces := doubled(t, "version: 1\npieces:\n  - {type: permis_actuel, fichiers: [recto.jpg]}\n  - {type: autre, fichiers: [encore.jpg]}\n",
		map[string][]byte{"recto.jpg": photo(), "encore.jpg": photo()})
	for _, piece := range pieces {
		if len(piece.Files) != 1 || slices.ContainsFunc(piece.Files[0].Transformations, toldDouble) {
			t.Errorf("%+v", piece.Files)
		}
	}
	if !has(pieces[1].Files[0].Findings, validators.FileDuplicate) {
		t.Error("nobody says that it stands twice")
	}
}

// What cannot be repaired stays behind as often as it was given.
func TestDoublesOfWhatIsLeftStayBehind(t *testing.T) {
	_, pieces := doubled(t, "version: 1\npieces:\n  - {type: permis_actuel, fichiers: [note.txt, encore.txt]}\n",
		map[string][]byte{"note.txt": []byte("une note"), "encore.txt": []byte("une note")})
	files := pieces[0].Files
	if len(files) != 2 || !has(files[0].Findings, RepairImpossible) || !has(files[1].Findings, RepairImpossible) {
		t.Errorf("%+v", files)
	}
}
