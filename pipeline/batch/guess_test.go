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

// TestWhatWasNotOpenedIsSaid: a shortcut, a folder too far down and a dossier
// that Windows gave another end are not passed over in silence.
func TestWhatWasNotOpenedIsSaid(t *testing.T) {
	root, output := t.TempDir(), t.TempDir()
	folder := filepath.Join(root, "DURAND Léa")
	write(t, filepath.Join(folder, "cni.jpg"), "x")
	write(t, filepath.Join(folder, "Facture EDF - Raccourci.lnk"), "x")
	write(t, filepath.Join(folder, "Planning.lnk"), "x") // nobody's piece
	write(t, filepath.Join(folder, "dossier.yaml.txt"), "version: 1")
	write(t, filepath.Join(folder, "a", "b", "c", "lue.pdf"), "x")
	write(t, filepath.Join(folder, "a", "b", "c", "d", "avis.pdf"), "x")
	write(t, filepath.Join(folder, "a", "b", "c", "vide", "Thumbs.db"), "x")
	want := []string{"Facture EDF - Raccourci.lnk", "a/b/c/d", "dossier.yaml.txt"}
	if os.Symlink("cni.jpg", filepath.Join(folder, "zz.jpg")) == nil { // not all systems let everybody
		want = append(want, "zz.jpg")
	}
	write(t, filepath.Join(root, "PETIT Zoé", "cni.lnk"), "x")
	write(t, filepath.Join(root, "PETIT Zoé", "domicile", "notes.txt"), "x")
	o := options(t, root, output)
	mustRun(t, o)
	rows := rowsIn(t, output)
	told := func() (list []string) {
		for _, p := range rowsIn(t, output)["DURAND Léa"].Problems {
			if p.Code == FileUnread {
				said, _, _ := strings.Cut(p.Message, "\u00a0»")
				list = append(list, strings.TrimPrefix(said, "«\u00a0"))
			}
		}
		return list
	}
	if diff := cmp.Diff(want, told()); diff != "" {
		t.Errorf("not opened (-want +got):\n%s", diff)
	}
	if do := strings.Join(rows["DURAND Léa"].Do, " "); !strings.Contains(do, "«\u00a0a/b/c/d\u00a0» est rangé trop profondément\u00a0: ce qu’il contient n’a pas été vérifié. Remontez ses fichiers") {
		t.Errorf("to do: %s", do)
	}
	if u := rows["PETIT Zoé"].Untreated; u == nil || u.Reason != NothingOpened {
		t.Errorf("only a shortcut: %+v", u)
	}
	if s := mustRun(t, o); s.Kept != 1 {
		t.Errorf("again: kept %d", s.Kept)
	}
	if err := os.Remove(filepath.Join(folder, "Facture EDF - Raccourci.lnk")); err != nil {
		t.Fatal(err)
	}
	if mustRun(t, o); len(told()) != len(want)-1 {
		t.Errorf("once the shortcut is gone: %q", told())
	}
}

// TestWhichFoldersAreClients: what sorts the files of one client, and what holds
// several.
func TestWhichFoldersAreClients(t *testing.T) {
	root := t.TempDir()
	for _, file := range []string{
		"DURAND Léa/Documents/a.jpg", "DURAND Léa/Reçu par mail/b.jpg", // sorted by where it comes from
		"PETIT Zoé/1 - Identité/a.jpg", "PETIT Zoé/Permis Zoé/b.jpg", // her own name in it
		"2026/planning.pdf", "2026/ROUX Anna/a.jpg", "2026/BLANC Inès/a.jpg", // a stray file in a year
		"Permis B/LEROY Max permis/a.jpg", "Permis B/MOREAU Luc permis/a.jpg", // people, not pieces
		"NOIR Ada/facture.pdf", "NOIR Ada/Vieux papiers/a.jpg", // a client and what is sorted away
		"Agence Nord/tarifs.pdf", "Agence Nord/VERT Noé/dossier.yaml",
		"GRIS Eva/Cousin/a.jpg", // nobody knows that folder
		"Nord/plan.pdf", "Nord/BRUN Ali/a.jpg",
	} {
		write(t, filepath.Join(root, filepath.FromSlash(file)), "x")
	}
	names := func(known func(string) bool) (list []string) {
		clients, err := Folders{Root: root, Known: known}.Clients(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range sorted(clients) {
			list = append(list, c.Name)
		}
		return list
	}
	want := []string{
		"2026", "2026/BLANC Inès", "2026/ROUX Anna", "Agence Nord", "Agence Nord/VERT Noé", "DURAND Léa", "GRIS Eva/Cousin", "NOIR Ada", "Nord",
		"Permis B/LEROY Max permis", "Permis B/MOREAU Luc permis", "PETIT Zoé",
	}
	if diff := cmp.Diff(want, names(nil)); diff != "" {
		t.Errorf("clients (-want +got):\n%s", diff)
	}
	file := filepath.Join(t.TempDir(), "c.csv")
	write(t, file, "Nom;Prénom;Dossier\nGris;Eva;\nBrun;Ali Karim;\nAutre;Luc;Vieux papiers\n")
	roster, err := ReadRoster(file)
	if err != nil {
		t.Fatal(err)
	}
	want = []string{
		"2026", "2026/BLANC Inès", "2026/ROUX Anna", "Agence Nord", "Agence Nord/VERT Noé", "DURAND Léa", "GRIS Eva", "NOIR Ada", "NOIR Ada/Vieux papiers", "Nord", "Nord/BRUN Ali",
		"Permis B/LEROY Max permis", "Permis B/MOREAU Luc permis", "PETIT Zoé",
	}
	if diff := cmp.Diff(want, names(newKnownNames(roster.lines).has)); diff != "" {
		t.Errorf("clients, with a roster (-want +got):\n%s", diff)
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
