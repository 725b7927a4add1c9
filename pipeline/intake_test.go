package pipeline

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline/rules"
)

// folderOf makes a folder with files of the given names, each holding its name.
func folderOf(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func intake(dir string, names ...string) (*Job, error) {
	piece := Justificatif{Type: rules.OtherPiece}
	for i, n := range names {
		piece.Files = append(piece.Files, FileName{Path: n, Line: i + 10})
	}
	job := &Job{Dossier: &Dossier{Source: "dossier.yaml", Pieces: []Justificatif{piece}}, Folder: dir}
	return job, Intake{}.Run(context.Background(), job)
}

func TestIntakeFindsFilesAsPeopleNameThem(t *testing.T) {
	nfd := norm.NFD.String("pièce d’identité.jpg")
	for name, c := range map[string]struct{ onDisk, asked string }{
		"exact":             {"facture.pdf", "facture.pdf"},
		"decomposed":        {nfd, "pièce d’identité.jpg"},
		"composed":          {"pièce.jpg", norm.NFD.String("pièce.jpg")},
		"upper case":        {"FACTURE.PDF", "facture.pdf"},
		"subfolder":         {"scans/facture.pdf", "scans/facture.pdf"},
		"Windows path":      {"scans/facture.pdf", `scans\facture.pdf`},
		"decomposed folder": {norm.NFD.String("pièces") + "/a.pdf", "pièces/a.pdf"},
		"dot":               {"a.pdf", "./a.pdf"},
		"invisible letter":  {"fac\u200bture.pdf", "facture.pdf"},
		"soft hyphen":       {"facture.pdf", "fac\u00adture.pdf"},
	} {
		job, err := intake(folderOf(t, c.onDisk), c.asked)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		content, size, err := job.Inputs[0].Files[0].Open()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		data, _ := io.ReadAll(content)
		content.Close()
		if string(data) != c.onDisk || size != int64(len(c.onDisk)) {
			t.Errorf("%s: opened %q (%d bytes)", name, data, size)
		}
	}
}

func TestIntakePrefersTheExactName(t *testing.T) {
	dir := folderOf(t, "a.pdf", "A.pdf")
	if entries, _ := os.ReadDir(dir); len(entries) < 2 {
		t.Skip("this file system does not tell a.pdf from A.pdf")
	}
	job, err := intake(dir, "A.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if got := filepath.Base(job.Inputs[0].Files[0].Path); got != "A.pdf" {
		t.Errorf("found %s", got)
	}
}

func TestIntakeRefusesWhatIsNoFileOfTheFolder(t *testing.T) {
	dir := folderOf(t, "a.pdf", "sub/b.pdf")
	outside := folderOf(t, "secret.pdf")
	names := []string{"absent.pdf", "sub", "sub/absent.pdf", "a.pdf/b"}
	if runtime.GOOS != "windows" {
		for link, target := range map[string]string{
			"link.pdf":  filepath.Join(outside, "secret.pdf"),
			"linkdir":   outside,
			"up.pdf":    "../" + filepath.Base(outside) + "/secret.pdf",
			"loop.pdf":  "loop.pdf",
			"null.pdf":  os.DevNull,
			"dangling":  "nowhere",
			"inside.ok": "a.pdf",
		} {
			if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
				t.Fatal(err)
			}
		}
		names = append(names, "link.pdf", "linkdir/secret.pdf", "up.pdf", "loop.pdf", "null.pdf", "dangling")
		if _, err := intake(dir, "inside.ok"); err != nil {
			t.Errorf("a link inside the folder: %v", err)
		}
	}
	for _, name := range names {
		_, err := intake(dir, name)
		var input *InputError
		if !errors.As(err, &input) || input.Line != 10 || input.Key != "pieces[1].fichiers[1]" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// The folder may change between intake and check: a link put there since does
// not lead outside either.
func TestOpeningAgainNeverLeavesTheFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making links needs a privilege on Windows")
	}
	dir, outside := folderOf(t, "a.pdf"), folderOf(t, "secret.pdf")
	job, err := intake(dir, "a.pdf")
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(dir, "a.pdf"))
	if err := os.Symlink(filepath.Join(outside, "secret.pdf"), filepath.Join(dir, "a.pdf")); err != nil {
		t.Fatal(err)
	}
	if content, _, err := job.Inputs[0].Files[0].Open(); err == nil {
		content.Close()
		t.Error("a link out of the folder was opened")
	}
}

func TestWriteFileIsWholeAndSparesInputs(t *testing.T) {
	dir := folderOf(t, "a.pdf")
	input := filepath.Join(dir, "a.pdf")
	if err := WriteFile(input, []byte("new"), []string{input}); !errors.Is(err, ErrOverwritesInput) {
		t.Errorf("got %v, want ErrOverwritesInput", err)
	}
	other := filepath.Join(dir, "b.pdf")
	for _, text := range []string{"first", "second"} {
		if err := WriteFile(other, []byte(text), []string{input}); err != nil {
			t.Fatal(err)
		}
		if data, _ := os.ReadFile(other); string(data) != text {
			t.Errorf("wrote %q", data)
		}
	}
	if err := WriteFile(filepath.Join(dir, "absent", "c.pdf"), nil, nil); err == nil {
		t.Error("wrote into a folder that is not there")
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 2 {
		t.Errorf("something was left behind: %v", entries)
	}
	if data, _ := os.ReadFile(input); string(data) != "a.pdf" {
		t.Errorf("the input was changed: %q", data)
	}
}

// Why a file cannot be had, told apart.
func TestIntakeSaysWhatIsWrongWithAFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making links needs a privilege on Windows")
	}
	dir := folderOf(t, "a.pdf")
	for link, target := range map[string]string{"loop.pdf": "loop.pdf", "out.pdf": os.DevNull} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"absent.pdf":                      "fichier introuvable",
		"a.pdf/b":                         "fichier introuvable",
		"loop.pdf":                        "ce lien ne mène qu’à lui-même",
		"out.pdf":                         "ce chemin sort du dossier",
		strings.Repeat("x", 300) + ".pdf": "ce fichier ne peut pas être lu",
	} {
		_, err := intake(dir, name)
		var input *InputError
		if !errors.As(err, &input) || !strings.HasSuffix(input.Problem, want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}
