package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/recevable/recevable/pipeline/rules"
)

// fullDossier is the example of the contract.
const fullDossier = `version: 1
demandeur:
  nom_naissance: "LEFÈVRE"
  nom_usage: "MARTIN"
  prenoms: ["Anne-Laure", "Zoé"]
  sexe: F
  date_naissance: 1988-04-17
  lieu_naissance: {pays: France, departement: "28", commune: Chartres}
  adresse: {numero: "12", extension: bis, type_voie: rue, nom_voie: "du Faubourg", complement: "Appartement 4", code_postal: "28000", commune: Chartres}
  courriel: anne@example.org
  telephone: "06 12 34 56 78"
demande:
  numero: "PC-2026-000123"
  photo_signature: {mode: courrier}
situation:
  demarche: retour_invalidation
  date_notification: 2026-03-01
  date_restitution: 2026-03-08
  titre_deja_remis: false
  alcool_stupefiants: non
  date_permis: 2010-06-30
  categories: [B, A]
pieces:
  - {type: piece_identite, fichiers: [cni-recto.jpg, cni-verso.jpg]}
  - {type: justificatif_domicile, fichiers: [facture.pdf], date: 2026-09-12}
`

func TestParseTheDossierOfTheContract(t *testing.T) {
	dossier, err := Parse("dossier.yaml", []byte(fullDossier))
	if err != nil {
		t.Fatal(err)
	}
	a, s := dossier.Applicant, dossier.Situation
	for what, ok := range map[string]bool{
		"birth name":  a.BirthName == "LEFÈVRE",
		"first names": len(a.FirstNames) == 2 && a.FirstNames[1] == "Zoé",
		"sex":         a.Sex == Female,
		"birth date":  a.BirthDate.String() == "1988-04-17",
		"address":     strings.Join(a.Address.Lines(), " / ") == "12 bis rue du Faubourg / Appartement 4 / 28000 Chartres",
		"number":      dossier.Request.Number == "PC-2026-000123",
		"photo":       dossier.Request.Photo.Mode == PhotoByPost,
		"procedure":   s.Procedure == rules.ReturnAfterInvalidation,
		"false":       s.AlreadyHandedIn != nil && !*s.AlreadyHandedIn,
		"non":         s.AlcoholOrDrugs != nil && !*s.AlcoholOrDrugs,
		"not said":    s.Hosted == nil,
		"categories":  len(s.Categories) == 2,
		"files":       len(dossier.Pieces) == 2 && dossier.Pieces[0].Files[1].Path == "cni-verso.jpg",
		"declared":    dossier.Pieces[1].Date.String() == "2026-09-12",
		"file line":   dossier.Pieces[1].Files[0].Line == 25,
	} {
		if !ok {
			t.Errorf("%s: wrong in %+v", what, dossier)
		}
	}
}

func TestSameDossierWhateverWroteIt(t *testing.T) {
	for name, text := range map[string]string{
		"Windows: BOM and CRLF":     "\ufeff" + strings.ReplaceAll(fullDossier, "\n", "\r\n"),
		"macOS: decomposed accents": strings.ReplaceAll(fullDossier, "È", "E\u0300"),
		"old Notepad: Windows-1252": strings.NewReplacer("È", "\xc8", "é", "\xe9").Replace(fullDossier),
		"Notepad: UTF-16":           utf16(t, fullDossier),
		"document markers":          "---\n" + fullDossier,
		"comments":                  "# mon dossier\n" + fullDossier,
	} {
		dossier, err := Parse("dossier.yaml", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a := dossier.Applicant; a.BirthName != "LEFÈVRE" || a.FirstNames[1] != "Zoé" || len(dossier.Pieces) != 2 {
			t.Errorf("%s: read as %q, %d pieces", name, dossier.Applicant.BirthName, len(dossier.Pieces))
		}
	}
}

func utf16(t *testing.T, s string) string {
	t.Helper()
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestJSONDossier(t *testing.T) {
	for _, text := range []string{
		"{\n\t\"version\": 1,\n\t\"demandeur\": {\"nom_naissance\": \"LEF\\u00c8VRE\"},\n\t\"situation\": {\"demarche\": \"perte\", \"duree_mois\": 6, \"mineur\": true, \"date_effet\": null}\n}\n",
		"\ufeff{\"version\":1,\"demandeur\":{\"nom_naissance\":\"LEFÈVRE\"},\"situation\":{\"demarche\":\"perte\",\"duree_mois\":6,\"mineur\":true}}",
	} {
		dossier, err := Parse("dossier.JSON", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if s := dossier.Situation; dossier.Applicant.BirthName != "LEFÈVRE" || s.Procedure != rules.Loss || *s.Months != 6 || !*s.Minor || !s.EffectiveOn.IsZero() {
			t.Errorf("read as %+v", dossier)
		}
	}
}

func TestABlankValueIsNotSaid(t *testing.T) {
	dossier, err := Parse("dossier.yaml", []byte("demandeur:\nsituation:\n  demarche: perte\n  date_restitution:\n  duree_mois: ~\n  heberge: null\npieces:\n"))
	if err != nil {
		t.Fatal(err)
	}
	if s := dossier.Situation; !s.HandedInOn.IsZero() || s.Months != nil || s.Hosted != nil {
		t.Errorf("got %+v", s)
	}
}

// Every mistake is named with its line, its key and what was expected.
func TestMistakesAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		key  string
	}{
		"unknown key":            {"version: 1\ndemandeur:\n  nom: X\n", 3, "demandeur.nom"},
		"unknown key at the top": {"version: 1\npersonne: {}\n", 2, "personne"},
		"key given twice":        {"demande:\n  numero: A\n  numero: B\n", 3, "demande.numero"},
		"unknown version":        {"version: 2\n", 1, "version"},
		"text for a list":        {"demandeur:\n  prenoms: Anne\n", 2, "demandeur.prenoms"},
		"number for a name":      {"demandeur:\n  nom_naissance: 42\n", 2, "demandeur.nom_naissance"},
		"list for a text":        {"demande:\n  numero: [A]\n", 2, "demande.numero"},
		"mapping for a text":     {"demande:\n  numero: {a: b}\n", 2, "demande.numero"},
		"text for a mapping":     {"demandeur: Anne\n", 1, "demandeur"},
		"text for a number":      {"situation:\n  duree_mois: six\n", 2, "situation.duree_mois"},
		"fraction":               {"situation:\n  duree_mois: 6.5\n", 2, "situation.duree_mois"},
		"negative":               {"situation:\n  duree_mois: -6\n", 2, "situation.duree_mois"},
		"text for a boolean":     {"situation:\n  heberge: peut-être\n", 2, "situation.heberge"},
		"number for a boolean":   {"situation:\n  heberge: 1\n", 2, "situation.heberge"},
		"impossible date":        {"situation:\n  date_effet: 2026-02-29\n", 2, "situation.date_effet"},
		"French date":            {"situation:\n  date_effet: 12/09/2026\n", 2, "situation.date_effet"},
		"time of day":            {"situation:\n  date_effet: 2026-09-12T10:00:00Z\n", 2, "situation.date_effet"},
		"unknown démarche":       {"situation:\n  demarche: retour\n", 2, "situation.demarche"},
		"unknown sex":            {"demandeur:\n  sexe: X\n", 2, "demandeur.sexe"},
		"unknown piece":          {"pieces:\n  - {type: passeport, fichiers: [a]}\n", 2, "pieces[1].type"},
		"piece without type":     {"pieces:\n  - {fichiers: [a]}\n", 2, "pieces[1].type"},
		"piece without file":     {"pieces:\n  - type: autre\n", 2, "pieces[1].fichiers"},
		"file outside":           {"pieces:\n  - type: autre\n    fichiers:\n      - ../secret.pdf\n", 4, "pieces[1].fichiers[1]"},
		"file outside, Windows":  {"pieces:\n  - type: autre\n    fichiers: ['..\\secret.pdf']\n", 3, "pieces[1].fichiers[1]"},
		"absolute file":          {"pieces:\n  - type: autre\n    fichiers: [/etc/passwd]\n", 3, "pieces[1].fichiers[1]"},
		"blank file name":        {"pieces:\n  - type: autre\n    fichiers: ['']\n", 3, "pieces[1].fichiers[1]"},
		"end before the start":   {"situation:\n  demarche: suspension\n  date_debut: 2026-09-12\n  date_fin: 2026-09-11\n", 4, "situation.date_fin"},
		"control character":      {"demande:\n  numero: \"A\\0B\"\n", 2, "demande.numero"},
		"not UTF-8 text":         {"demande:\n  numero: \"\\ufffd\"\n", 2, "demande.numero"},
		"not YAML":               {"demande: [\n", 0, ""},
		"tab":                    {"demande:\n\tnumero: A\n", 2, ""},
		"alias":                  {"demande: &a {numero: A}\ndemandeur: *a\n", 1, ""},
		"empty":                  {"", 0, ""},
		"only a list":            {"- a\n", 1, ""},
	} {
		_, err := Parse("dossier.yaml", []byte(c.text))
		var input *InputError
		if !errors.As(err, &input) {
			t.Errorf("%s: got %v, want an InputError", name, err)
			continue
		}
		if input.File != "dossier.yaml" || input.Key != c.key || c.line != 0 && input.Line != c.line {
			t.Errorf("%s: got line %d key %q, want line %d key %q (%v)", name, input.Line, input.Key, c.line, c.key, err)
		}
		if input.Expected == "" {
			t.Errorf("%s: says nothing of what was expected: %v", name, err)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the message is more than one line: %q", name, err)
		}
	}
}

func TestJSONMistakesAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		key  string
	}{
		"unknown key":     {"{\n \"version\": 1,\n \"personne\": {}\n}", 3, "personne"},
		"given twice":     {"{\"version\": 1,\n \"version\": 1}", 2, "version"},
		"string for int":  {"{\"situation\":\n {\"duree_mois\": \"6\"}}", 2, "situation.duree_mois"},
		"string for bool": {"{\"situation\":\n {\"heberge\": \"oui\"}}", 2, "situation.heberge"},
		"cut short":       {"{\"version\": 1,", 1, ""},
		"quoted boolean":  {"{\"situation\":\n {\"heberge\": \"true\"}}", 2, "situation.heberge"},
		"number for name": {"{\"demandeur\":\n {\"nom_naissance\": 42}}", 2, "demandeur.nom_naissance"},
		"two values":      {"{} {}", 1, ""},
		"not JSON":        {"version: 1", 1, ""},
	} {
		_, err := Parse("dossier.json", []byte(c.text))
		var input *InputError
		if !errors.As(err, &input) || input.Line != c.line || input.Key != c.key {
			t.Errorf("%s: got %v, want line %d key %q", name, err, c.line, c.key)
		}
	}
}

func TestMistakesNeverQuoteTheDossier(t *testing.T) {
	_, err := Parse("dossier.yaml", []byte("demandeur:\n  nom_naissance: LEFEVRE\n  sexe: LEFEVRE\n"))
	if err == nil || strings.Contains(err.Error(), "LEFEVRE") {
		t.Errorf("got %v", err)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := Load(dir); err == nil {
		t.Error("a folder without a dossier.yaml is loaded")
	}
	if err := os.WriteFile(filepath.Join(dir, "dossier.json"), []byte(`{"version":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, folder, err := Load(dir); err != nil || folder != dir {
		t.Errorf("got folder %q, %v", folder, err)
	}
	if _, folder, err := Load(filepath.Join(dir, "dossier.json")); err != nil || folder != dir {
		t.Errorf("got folder %q, %v", folder, err)
	}
	shouting := folderOf(t, "DOSSIER.YAML")
	if err := os.WriteFile(filepath.Join(shouting, "DOSSIER.YAML"), []byte("version: 1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if dossier, folder, err := Load(shouting); err != nil || folder != shouting || filepath.Base(dossier.Source) != "DOSSIER.YAML" {
		t.Errorf("upper case: got folder %q, %v", folder, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "gros.yaml"), make([]byte, maxDossierBytes+1), 0o600); err != nil {
		t.Fatal(err)
	}
	var input *InputError
	if _, _, err := Load(filepath.Join(dir, "gros.yaml")); !errors.As(err, &input) {
		t.Errorf("a dossier of over a megabyte: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("dossier.yaml", []byte(fullDossier))
	f.Add("dossier.json", []byte(`{"version":1,"pieces":[{"type":"autre","fichiers":["a.pdf"]}]}`))
	f.Add("dossier.yaml", []byte("a: &a [*a]\n"))
	f.Add("dossier.yaml", []byte("{{{{{{"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		dossier, err := Parse(name, data)
		var input *InputError
		if err != nil && !errors.As(err, &input) {
			t.Fatalf("an error that is not the person's: %v", err)
		}
		if err == nil {
			for _, p := range dossier.Pieces {
				for _, file := range p.Files {
					if !filepath.IsLocal(localPath(file.Path)) {
						t.Fatalf("a path that leaves the folder: %q", file.Path)
					}
				}
			}
		}
	})
}
