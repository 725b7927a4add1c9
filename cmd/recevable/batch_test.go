package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/batch"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// TestAClientWhoseFolderIsClosedIsTriedAgain: nothing need change in the folders
// for that, and it is told once; with the folder open, all is settled.
func TestAClientWhoseFolderIsClosedIsTriedAgain(t *testing.T) {
	root, out := t.TempDir(), t.TempDir()
	// A file stands where the folder of the client's papers should.
	if err := os.WriteFile(filepath.Join(out, "DURAND"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	client := filepath.Join(root, "DURAND")
	if err := os.Mkdir(client, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(client, "dossier.yaml"), []byte("version: 1\nsituation: {demarche: perte}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	w := batchWork{
		app:      &app{stdout: &stdout, stderr: &stderr},
		batchAsk: batchAsk{root: root, output: out, watch: true},
		reader:   reader.New(),
	}
	defer w.reader.Close()
	run := func() {
		t.Helper()
		options := batch.Options{Source: batch.Folders{Root: root}, Output: out, On: calendar.New(2026, 11, 21), Edition: "test"}
		if err := w.run(context.Background(), options); err != nil {
			t.Fatal(err)
		}
	}
	run()
	if !w.unsettled || w.patience() != watchRetry {
		t.Fatalf("settled, with %v of patience:\n%s", w.patience(), &stdout)
	}
	run()
	if told := strings.Count(stdout.String(), "Écrit dans"); told != 1 {
		t.Errorf("told %d times, want once:\n%s", told, &stdout)
	}
	if err := os.Remove(filepath.Join(out, "DURAND")); err != nil {
		t.Fatal(err)
	}
	run()
	if w.unsettled || w.patience() != watchAnew {
		t.Errorf("not settled:\n%s", &stdout)
	}
}
