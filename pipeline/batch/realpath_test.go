package batch

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// link makes a folder lead to another: a junction on Windows, which anybody may
// make.
func link(t *testing.T, target, name string) {
	t.Helper()
	if runtime.GOOS != "windows" {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
		return
	}
	if out, err := exec.Command("cmd", "/c", "mklink", "/J", name, target).CombinedOutput(); err != nil {
		t.Skipf("no junctions here: %v %s", err, out)
	}
	if _, err := os.Readlink(name); err != nil {
		t.Skip("no junctions here")
	}
}

func TestLinksAreFollowedToWhereTheyLead(t *testing.T) {
	root, elsewhere := t.TempDir(), t.TempDir()
	write(t, filepath.Join(elsewhere, "Dupont", "dossier.yaml"), "x")
	if path, err := RealPath(filepath.Join(elsewhere, "Dupont")); err != nil || !strings.HasSuffix(path, "Dupont") {
		t.Errorf("got %s, %v", path, err)
	}
	if path, err := RealPath(filepath.Join(elsewhere, "absent")); err == nil {
		t.Errorf("got %s", path)
	}
	write(t, filepath.Join(root, "Martin", "dossier.yaml"), "x")
	link(t, elsewhere, filepath.Join(root, "ailleurs"))
	link(t, root, filepath.Join(root, "boucle"))
	link(t, filepath.Join(root, "Martin"), filepath.Join(root, "encore"))
	clients, err := Folders{Root: root}.Clients(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, c := range clients {
		found[c.Name] = c.HasDossier
	}
	want := map[string]bool{"Martin": true, "ailleurs/Dupont": true, "boucle": false, "encore": false}
	if len(found) != len(want) {
		t.Errorf("found %v, want %v", found, want)
	}
	for name, treated := range want {
		if found[name] != treated {
			t.Errorf("found %v, want %v", found, want)
		}
	}
}
