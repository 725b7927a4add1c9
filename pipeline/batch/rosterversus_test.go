package batch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators"
)

func TestALineAgainstADossier(t *testing.T) {
	const own = "demandeur: {nom_naissance: \"LEFÈVRE\", nom_usage: \"MARTIN\", prenoms: [\"Anne-Laure\", \"Zoé\"], date_naissance: 1988-04-17}\nsituation: {demarche: perte}\n"
	for _, c := range []struct{ line, dossier, about string }{
		{"Lefevre;Anne Laure;17/04/1988;perte", own, ""},
		{"Martin;Zoé;17/04/88;Perte", own, ""},
		{"Lefèvre-Martin;Anne-Laure;;", own, ""},
		{"Lefèvre;;31/02/1988;rien de connu", own, ""}, // what cannot be read
		{"Lefèvre;Anne;18/04/1988;vol", "situation: {}\n", ""},
		{"Durand;Zoé;17/04/1988;perte", own, "le nom"},
		{"Lefèvre;Anne-Lise;17/04/1988;perte", own, "les prénoms"},
		{"Lefèvre;Zoé;18/04/1988;perte", own, "la date de naissance"},
		{"Lefèvre;Zoé;17/04/1988;vol", own, "la démarche"},
		{"Durand;Léa;18/04/1988;vol", own, "le nom, les prénoms, la date de naissance, la démarche"},
	} {
		file := filepath.Join(t.TempDir(), "c.csv")
		write(t, file, "Nom;Prénom;Naissance;Situation\n"+c.line+"\n")
		roster, err := ReadRoster(file)
		if err != nil {
			t.Fatal(err)
		}
		dossier, err := pipeline.Parse("dossier.yaml", []byte(c.dossier))
		if err != nil {
			t.Fatal(err)
		}
		var about []string
		for _, f := range roster.contradictions(roster.lines[0], dossier) {
			_, rest, _ := strings.Cut(f.Message, "se contredisent sur ")
			what, _, _ := strings.Cut(rest, "\u00a0:")
			about = append(about, what)
		}
		if got := strings.Join(about, ", "); got != c.about {
			t.Errorf("%s: %q, want %q", c.line, got, c.about)
		}
	}
}

func TestAContradictionIsToldAndTheDossierWins(t *testing.T) {
	root, output := t.TempDir(), t.TempDir()
	const folder = "07-avis-medical-manquant"
	if err := samples.DrawOne(root, folder); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "c.csv")
	o := options(t, root, output)
	folders := o.Source.(Folders)
	for _, c := range []struct {
		procedure string
		told      bool
	}{{"48SI", false}, {"perte", true}, {"48SI", false}} {
		write(t, file, "Nom;Prénom;Situation;Dossier\n;;"+c.procedure+";"+folder+"\n")
		roster, err := ReadRoster(file)
		if err != nil {
			t.Fatal(err)
		}
		o.Source = Listed{roster, folders}
		if s := mustRun(t, o); s.Kept != 0 {
			t.Errorf("%s: the line was changed, and the client kept", c.procedure)
		}
		row := rowsIn(t, output)[folder]
		if row.Procedure != "retour_invalidation" {
			t.Errorf("%s: the dossier lost, %s", c.procedure, row.Procedure)
		}
		report, err := os.ReadFile(filepath.Join(output, row.Place, "rapport.json"))
		if err != nil {
			t.Fatal(err)
		}
		if told := strings.Contains(string(report), string(RosterContradicts)); told != c.told {
			t.Errorf("%s: the report tells it: %v", c.procedure, told)
		}
		if told := strings.Contains(strings.Join(row.Do, " "), "se contredisent sur la démarche"); told != c.told {
			t.Errorf("%s: the follow-up says %q", c.procedure, row.Do)
		}
		if warned := row.Counts.Warning > 0; warned != c.told || row.Verdict != validators.Refused {
			t.Errorf("%s: %+v, %s", c.procedure, row.Counts, row.Verdict)
		}
	}
}
