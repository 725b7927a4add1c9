package batch

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators"
)

func TestByName(t *testing.T) {
	for name, want := range map[string]rules.PieceType{
		"CNI recto.jpg":                      rules.Identity,
		"CniRecto2.JPG":                      rules.Identity,
		"pièce d’identité.pdf":               rules.Identity,
		"Passeport_DURAND.pdf":               rules.Identity,
		"identité/scan0001.pdf":              rules.Identity,
		"EDF 09-2026.pdf":                    rules.ProofOfAddress,
		"justif_dom.pdf":                     rules.ProofOfAddress,
		"quittance-loyer.png":                rules.ProofOfAddress,
		"Avis médical.pdf":                   rules.MedicalOpinion,
		"cerfa_14880.pdf":                    rules.MedicalOpinion,
		"Titre de séjour.jpg":                rules.ResidencePermit,
		"attestation hébergement.pdf":        rules.HostingStatement,
		"CNI hébergeant.jpg":                 rules.HostIdentity,
		"hebergeant_facture.pdf":             rules.HostProofOfAddress,
		"CEPC.pdf":                           rules.ExamCertificate,
		"JDC.pdf":                            rules.NationalService,
		"déclaration de vol.pdf":             rules.TheftReport,
		"arrêté 3F.pdf":                      rules.SuspensionDecision,
		"permis recto.jpg":                   rules.CurrentLicence,
		"photo identité.jpg":                 rules.OtherPiece,
		"RIB.pdf":                            rules.OtherPiece,
		"ASSR 2.pdf":                         rules.OtherPiece,
		"assr2.jpg":                          rules.OtherPiece,
		"Assrani.pdf":                        "",
		"IMG_2034.jpg":                       "",
		"scan.pdf":                           "",
		"Hidalgo.pdf":                        "",
		"facturation@école.pdf":              "",
		strings.Repeat("heberge ", 40) + ".": rules.HostingStatement,
	} {
		if got, _ := byName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestPlainWords(t *testing.T) {
	for text, want := range map[string]string{
		"CniRecto2": "cni recto 2", "N° de la 48SI": "n de la 48 si", "ŒUVREAU": "oeuvreau", "d’Aubrée": "d aubree",
		"Zoe\u0301": "zoe", "": "", "--": "", "Date_48SI ": "date 48 si",
	} {
		if got := plainWords(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// strip makes a sample a folder of files that nobody named.
func strip(t *testing.T, root, sample string, names map[string]string) {
	t.Helper()
	if err := samples.DrawOne(root, sample); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(root, sample)
	if err := os.Remove(filepath.Join(folder, "dossier.yaml")); err != nil {
		t.Fatal(err)
	}
	for from, to := range names {
		if err := os.Rename(filepath.Join(folder, from), filepath.Join(folder, to)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesAreSortedByNameThenByContent(t *testing.T) {
	root, output := t.TempDir(), t.TempDir()
	strip(t, root, "03-facture-de-six-mois", map[string]string{
		"facture.pdf": "scan 1.pdf", "cni-verso.jpg": "b.jpg",
	})
	write(t, filepath.Join(root, "03-facture-de-six-mois", "Thumbs.db"), "x")
	o := options(t, root, output)
	mustRun(t, o)
	row := rowsIn(t, output)["03-facture-de-six-mois"]
	want := []Guess{
		{"avis-medical.pdf", rules.MedicalOpinion, "Avis médical", "son nom"},
		{"cni-recto.jpg", rules.Identity, "Pièce d’identité", "son nom"},
		{"scan 1.pdf", rules.ProofOfAddress, "Justificatif de domicile", string(validators.ClueHeading)},
	}
	if diff := cmp.Diff(want, row.Guesses); diff != "" {
		t.Errorf("guesses (-want +got):\n%s", diff)
	}
	has := func(code validators.Code, file string) bool {
		return slices.ContainsFunc(row.Problems, func(p Problem) bool { return p.Code == code && p.File == file })
	}
	if !has(validators.DateTooOld, "scan 1.pdf") || !has(PieceUnsorted, "b.jpg") || !has(ProcedureUnknown, "") {
		t.Errorf("problems: %+v", row.Problems)
	}
	if has(validators.PieceMissing, "") {
		t.Error("a piece is missing, and nobody knows which are asked for")
	}
	if do := strings.Join(row.Do, " "); !strings.Contains(do, "cni-recto.jpg\u00a0→\u00a0pièce") {
		t.Errorf("to do: %s", do)
	}
	report, err := os.ReadFile(filepath.Join(output, row.Place, "rapport.json"))
	if err != nil || strings.Count(string(report), string(PieceGuessed)) != len(want) {
		t.Errorf("the report tells %d guesses, %v", strings.Count(string(report), string(PieceGuessed)), err)
	}
	if s := mustRun(t, o); s.Kept != 1 {
		t.Errorf("again: kept %d", s.Kept)
	}
}

func TestFoldersThatHoldNoClientsFiles(t *testing.T) {
	root, output := t.TempDir(), t.TempDir()
	write(t, filepath.Join(root, "vide", "notes.txt"), "x")
	write(t, filepath.Join(root, "rangé", "Identité", "a.jpg"), "x")
	write(t, filepath.Join(root, "rangé", "Domicile", "b.pdf"), "x")
	write(t, filepath.Join(root, "rien", "domicile", "b.txt"), "x")
	for i := range maxClientFiles + 1 {
		write(t, filepath.Join(root, "trop", strings.Repeat("a", i+1)+".jpg"), "x")
	}
	mustRun(t, options(t, root, output))
	rows := rowsIn(t, output)
	for name, want := range map[string]Reason{"vide": NoDossierFile, "rien": NoFile, "trop": TooManyFiles} {
		if u := rows[name].Untreated; u == nil || u.Reason != want {
			t.Errorf("%s: %+v, want %s", name, u, want)
		}
	}
	if got := rows["rangé"].Guesses; len(got) != 2 || got[0].Type != rules.ProofOfAddress || got[1].Type != rules.Identity {
		t.Errorf("rangé: %+v", got)
	}
}
