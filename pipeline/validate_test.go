package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators/reader"
)

// manyFiles is a dossier of n files in two pieces.
func manyFiles(n int) string {
	list := func(n int) string { return strings.Repeat("a.pdf, ", n) }
	return fmt.Sprintf("pieces:\n  - {type: autre, fichiers: [%s]}\n  - {type: cepc, fichiers: [%s]}\n", list(100), list(n-100))
}

// What is refused says where, and what was expected.
func TestRefusedValues(t *testing.T) {
	for name, c := range map[string]struct {
		text     string
		line     int
		key      string
		expected string
	}{
		"second document":       {"version: 1\n---\nversion: 1\n", 2, "", "un seul document"},
		"text after the end":    {"version: 1\n...\nsituation: {}\n", 3, "", "un seul document"},
		"unknown category":      {"situation:\n  categories: [B, Z]\n", 2, "situation.categories", "AM, A1, A2, A, B1, B, BE, C1, C1E, C, CE, D1, D1E, D, DE"},
		"201 files":             {manyFiles(201), 3, "pieces[2].fichiers", "200 fichiers"},
		"born in 1899":          {"demandeur:\n  date_naissance: 1899-12-31\n", 2, "demandeur.date_naissance", "1900"},
		"short postcode":        {"demandeur:\n  adresse: {code_postal: 1000}\n", 2, "demandeur.adresse.code_postal", "cinq chiffres, entre guillemets"},
		"long postcode":         {"demandeur:\n  adresse: {code_postal: \"280000\"}\n", 2, "demandeur.adresse.code_postal", "cinq chiffres"},
		"letters in a postcode": {"demandeur:\n  adresse: {code_postal: SW1A1}\n", 2, "demandeur.adresse.code_postal", "cinq chiffres"},
		"name true":             {"demandeur:\n  nom_naissance: true\n", 2, "demandeur.nom_naissance", "guillemets"},
		"name 12":               {"demandeur:\n  nom_naissance: -1.5e3\n", 2, "demandeur.nom_naissance", "guillemets"},
		"right-to-left":         {"demande:\n  numero: \"A\\u202eB\"\n", 2, "demande.numero", "UTF-8"},
		"isolate":               {"demande:\n  numero: \"A\\u2066B\"\n", 2, "demande.numero", "UTF-8"},
		"line separator":        {"demande:\n  numero: \"A\\u2028B\"\n", 2, "demande.numero", "UTF-8"},
		"blank file name":       {"pieces:\n  - type: autre\n    fichiers: ['']\n", 3, "pieces[1].fichiers[1]", "nom de fichier"},
		"quote never closed":    {"version: 1\ndemande:\n  numero: \"A\n  b: c\n", 3, "", "guillemet"},
		"closed by the next":    {"demande:\n  numero: \"A\ndemandeur:\n  courriel: \"a\"\n", 2, "", "guillemet"},
		"apostrophe":            {"demande:\n  numero: 'A\n", 2, "", "guillemet"},
		"quote inside a text":   {"demande:\n  numero: porte 5\"\n# a \"\n\tx: y\n", 4, "", "clé: valeur"},
		"bracket never closed":  {"demande: [\n", 2, "", "clé: valeur"},
		"alias":                 {"demande: &a {numero: A}\n", 1, "", "en entier"},
		"too deep":              {strings.Repeat("[", 40) + strings.Repeat("]", 40), 1, "", "quatre niveaux"},
		"length out of bounds":  {"situation:\n  demarche: suspension\n  duree_mois: 0\n", 3, "situation.duree_mois", "papiers"},
	} {
		_, err := Parse("dossier.yaml", []byte(c.text))
		var input *InputError
		if !errors.As(err, &input) {
			t.Errorf("%s: got %v, want an InputError", name, err)
			continue
		}
		if input.Line != c.line || input.Key != c.key || !strings.Contains(input.Expected, c.expected) {
			t.Errorf("%s: got line %d, key %q, expected %q", name, input.Line, input.Key, input.Expected)
		}
	}
}

func TestBlankAndOutsideNamesAreToldApart(t *testing.T) {
	for path, want := range map[string]string{"": "vide", "../a.pdf": "sort du dossier", "a.pdf": ""} {
		if got := pathProblem(path); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%q: got %q", path, got)
		}
	}
}

// What people write and mean is taken, in its one proper form.
func TestAcceptedValues(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		holds      func(*Dossier) bool
	}{
		"name Nan":               {"d.yaml", "demandeur: {nom_naissance: Nan}", func(d *Dossier) bool { return d.Applicant.BirthName == "Nan" }},
		"name Inf":               {"d.yaml", "demandeur: {prenoms: [Inf, Infinity, No]}", func(d *Dossier) bool { return len(d.Applicant.FirstNames) == 3 }},
		"name .inf":              {"d.yaml", "demandeur: {nom_naissance: .inf}", func(d *Dossier) bool { return d.Applicant.BirthName == ".inf" }},
		"quoted number":          {"d.yaml", "demandeur: {nom_naissance: '42'}", func(d *Dossier) bool { return d.Applicant.BirthName == "42" }},
		"marker at the end":      {"d.yaml", "version: 1\n---\n# rien\n", func(d *Dossier) bool { return d.Version == 1 }},
		"markers at the start":   {"d.yaml", "---\n---\nversion: 1\n", func(d *Dossier) bool { return d.Version == 1 }},
		"lower-case categories":  {"d.yaml", "situation: {categories: [b, c1e, AM]}", func(d *Dossier) bool { return strings.Join(d.Situation.Categories, " ") == "B C1E AM" }},
		"200 files":              {"d.yaml", manyFiles(200), func(d *Dossier) bool { return len(d.Pieces[1].Files) == 100 }},
		"oui":                    {"d.yaml", "situation: {heberge: oui, mineur: non}", func(d *Dossier) bool { return *d.Situation.Hosted && !*d.Situation.Minor }},
		"quoted booleans":        {"d.yaml", "situation: {heberge: \"Oui\", mineur: 'non', demenagement: \"true\", conduite_accompagnee: \"false\"}", func(d *Dossier) bool { return *d.Situation.Hosted && !*d.Situation.Minor && *d.Situation.Moved }},
		"lower-case sex":         {"d.yaml", "demandeur: {sexe: f}", func(d *Dossier) bool { return d.Applicant.Sex == Female }},
		"lower-case sex in JSON": {"d.json", `{"demandeur": {"sexe": "m"}}`, func(d *Dossier) bool { return d.Applicant.Sex == Male }},
		"spaces in a postcode":   {"d.yaml", "demandeur: {adresse: {code_postal: \"28 000\"}}", func(d *Dossier) bool { return d.Applicant.Address.Postcode == "28000" }},
		"postcode from 0":        {"d.yaml", "demandeur: {adresse: {code_postal: 01000}}", func(d *Dossier) bool { return d.Applicant.Address.Postcode == "01000" }},
		"born in 1900":           {"d.yaml", "demandeur: {date_naissance: 1900-01-01}", func(d *Dossier) bool { return d.Applicant.BirthDate.Year == 1900 }},
		"invisible letters":      {"d.yaml", "demandeur: {nom_naissance: \"MAR\\u00adTIN\\u200b\"}", func(d *Dossier) bool { return d.Applicant.BirthName == "MARTIN" }},
	} {
		dossier, err := Parse(c.file, []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !c.holds(dossier) {
			t.Errorf("%s: read as %+v", name, dossier)
		}
	}
}

func TestABirthMustFitTheReferenceDate(t *testing.T) {
	for _, c := range []struct {
		born, on calendar.Date
		ok       bool
	}{
		{calendar.New(2026, 11, 21), calendar.New(2026, 11, 21), true},
		{calendar.New(2026, 11, 22), calendar.New(2026, 11, 21), false},
		{calendar.New(1905, 11, 22), calendar.New(2026, 11, 21), true},  // 120 until tomorrow
		{calendar.New(1905, 11, 21), calendar.New(2026, 11, 21), false}, // 121 today
	} {
		dossier, err := Parse("d.yaml", []byte("version: 1\ndemandeur:\n  date_naissance: "+c.born.String()+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		err = Decide{}.Run(context.Background(), &Job{On: c.on, Dossier: dossier})
		var input *InputError
		if c.ok != (err == nil) || !c.ok && (!errors.As(err, &input) || input.Key != keyBirthDate || input.Line != 3) {
			t.Errorf("born %s, on %s: got %v", c.born, c.on, err)
		}
	}
}

func TestFutureFacts(t *testing.T) {
	on := calendar.New(2026, 11, 21)
	today, tomorrow := on, on.AddDays(1)
	if got := FutureFacts(rules.Situation{}, on); got != nil {
		t.Errorf("nothing said: got %v", got)
	}
	if got := FutureFacts(rules.Situation{LicensedOn: today, MedicalVisitOn: tomorrow, EndsOn: tomorrow}, on); got != nil {
		t.Errorf("today, and what may be planned: got %v", got)
	}
	got := FutureFacts(rules.Situation{
		NotifiedOn: tomorrow, HandedInOn: tomorrow, LicensedOn: tomorrow, MedicalOpinionOn: tomorrow,
		PsychotestOn: tomorrow, TheoryPassedOn: tomorrow, LicenceReceivedOn: tomorrow,
	}, on)
	if len(got) != 7 {
		t.Fatalf("got %d findings, want 7", len(got))
	}
	for _, f := range got {
		if f.Code != FactInFuture || f.Severity != "avertissement" || !strings.Contains(f.Message, "22\u00a0novembre\u00a02026, est dans le futur\u00a0: vérifiez l’année.") {
			t.Errorf("got %+v", f)
		}
	}
}

// A stage by itself says what it lacks, and never panics.
func TestAStageAloneSaysWhatItLacks(t *testing.T) {
	loose := func() *Job { return &Job{On: calendar.New(2026, 11, 21)} }
	for name, c := range map[string]struct {
		stage Stage
		want  error
	}{
		"intake":  {Intake{}, ErrNoDossier},
		"decide":  {Decide{}, ErrNoDossier},
		"check":   {Check{}, ErrNoReader},
		"compose": {Compose{}, ErrNoDossier},
		"write":   {Write{Out: &memory{}}, ErrNoReport},
	} {
		if err := Run(context.Background(), loose(), c.stage); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if _, err := ComposeForm(nil); !errors.Is(err, ErrNoDossier) {
		t.Errorf("form: got %v", err)
	}
	if _, err := ComposeChecklist(loose()); !errors.Is(err, ErrNoDossier) {
		t.Errorf("checklist: got %v", err)
	}
}

func TestComposeWithoutCheck(t *testing.T) {
	job := jobIn(t, smallDossier, smallFiles(t))
	job.Reader = nil
	if err := Run(context.Background(), job, Intake{}, Decide{}, Compose{}); err != nil || len(job.Papers) != 4 {
		t.Errorf("got %d papers, %v", len(job.Papers), err)
	}
	job = jobIn(t, strings.Replace(smallDossier, "numero: PC-1", "numero:", 1), smallFiles(t))
	var input *InputError
	if err := Run(context.Background(), job, Intake{}, Decide{}, Compose{}); !errors.As(err, &input) || input.Key != "demande.numero" {
		t.Errorf("an incomplete form, and no report to say so in: got %v", err)
	}
}

func TestAJobWithoutCatalogueHasTheProgramsOwn(t *testing.T) {
	job := jobIn(t, smallDossier, smallFiles(t))
	job.Catalogue, job.Reader = nil, reader.New()
	defer job.Reader.Close()
	if err := Run(context.Background(), job, Intake{}, Decide{}, Check{}); err != nil || job.Report.Pieces[0].PagesMax == nil {
		t.Errorf("got %+v, %v", job.Report, err)
	}
}

// Nobody born after the year the rules were read is of an age to drive: the
// deposit form, which knows no day, refuses them too.
func TestABirthInTheFutureIsRefusedWithoutADay(t *testing.T) {
	for born, ok := range map[string]bool{"2026-12-31": true, "2027-01-01": false, "2099-01-01": false} {
		_, err := Parse("d.yaml", []byte("version: 1\ndemandeur: {date_naissance: "+born+"}\n"))
		var input *InputError
		if ok != (err == nil) || !ok && (!errors.As(err, &input) || input.Key != keyBirthDate) {
			t.Errorf("born %s: %v", born, err)
		}
	}
}

// An empty list of first names is answered with one that is not.
func TestNoFirstNameShowsHowToWriteThem(t *testing.T) {
	dossier, err := Parse("d.json", []byte(`{"demandeur":{"nom_naissance":"DURAND","prenoms":[],"sexe":"F","date_naissance":"1988-04-17","adresse":{"nom_voie":"rue X","code_postal":"28000","commune":"Chartres"}},"demande":{"numero":"1"}}`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = ComposeForm(dossier)
	var input *InputError
	if !errors.As(err, &input) || input.Key != "demandeur.prenoms" || !strings.Contains(input.Expected, "[\"Anne-Laure\", \"Zoé\"]") {
		t.Errorf("got %v", err)
	}
}
