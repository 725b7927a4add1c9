package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators"
)

// oneLine is a roster of a single client, in all the forms it may come in.
var oneLine = [][]string{
	{"Nom", "Prénom(s)", "Né(e) le", "Civilité", "Adresse", "CP", "Ville", "Tél.", "E-mail", "N° de demande", "Code photo", "Démarche", "Date de la 48SI", "Restitution", "Alcool / stupéfiants", "Catégories", "Remarques"},
	{"LE GOËDREC", "Maëlys, Zoé", "14/02/1991", "Mme", "12 bis, rue du Faubourg", "1000", "Bourg-en-Bresse", "699001234", "m@example.org", "PC-2026-000123", "1234 5678 9012 3456 7890 12", "Invalidation", "12 sept. 2026", "46283", "oui", "A2, B", "rien"},
}

var oneDossier = pipeline.Dossier{
	Applicant: pipeline.Applicant{
		BirthName: "LE GOËDREC", FirstNames: []pipeline.Name{"Maëlys", "Zoé"}, Sex: pipeline.Female, BirthDate: calendar.New(1991, 2, 14),
		Address: pipeline.Address{Number: "12", Extension: "bis", StreetType: "rue", Street: "du Faubourg", Postcode: "01000", Town: "Bourg-en-Bresse"},
		Email:   "m@example.org", Phone: "0699001234",
	},
	Request: pipeline.Request{Number: "PC-2026-000123", Photo: pipeline.Photo{Mode: pipeline.PhotoDigital, Code: "1234 5678 9012 3456 7890 12"}},
	Situation: rules.Situation{
		Procedure: rules.ReturnAfterInvalidation, NotifiedOn: calendar.New(2026, 9, 12), HandedInOn: calendar.New(2026, 9, 18),
		AlcoholOrDrugs: yes(), Categories: []string{"A2", "B"},
	},
}

func yes() *bool { v := true; return &v }

func joined(rows [][]string, sign, end string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteString(sign)
			}
			if strings.ContainsAny(cell, ",;") {
				cell = `"` + cell + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString(end)
	}
	return b.String()
}

func workbook(t testing.TB, rows [][]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestARosterComesInManyForms(t *testing.T) {
	windows, err := charmap.Windows1252.NewEncoder().String(joined(oneLine, ";", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(joined(oneLine, "\t", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	mac, err := charmap.Macintosh.NewEncoder().String(joined(oneLine, ";", "\r"))
	if err != nil {
		t.Fatal(err)
	}
	cells := [][]any{{"Liste au 1er novembre"}, {}, {}, {}}
	for i, row := range oneLine {
		for _, cell := range row {
			cells[i+2] = append(cells[i+2], cell)
		}
	}
	// Of a workbook, dates and numbers are what they are.
	cells[3][2], cells[3][5], cells[3][7] = time.Date(1991, 2, 14, 0, 0, 0, 0, time.UTC), 1000, 699001234
	cells[3][12] = time.Date(2026, 9, 12, 9, 30, 0, 0, time.UTC)
	for name, content := range map[string]string{
		"UTF-8": joined(oneLine, ";", "\n"), "UTF-8 with a mark": "\ufeff" + joined(oneLine, ",", "\r\n"), "Windows-1252": windows, "UTF-16": wide,
		"told by Excel": "sep=,\r\n" + joined(oneLine, ",", "\r\n"), "no end of line": strings.TrimSpace(joined(oneLine, ";", "\n")),
		"Macintosh": mac, "UTF-8 with the line ends of a Macintosh": joined(oneLine, ";", "\r"),
		"a workbook": string(workbook(t, cells)),
	} {
		file := filepath.Join(t.TempDir(), "clients")
		write(t, file, content)
		roster, err := ReadRoster(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(roster.lines) != 1 || cmp.Diff([]string{"Remarques"}, roster.Ignored) != "" {
			t.Errorf("%s: %d lines, ignored %q", name, len(roster.lines), roster.Ignored)
			continue
		}
		dossier, err := roster.dossier(roster.lines[0])
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want, got := asJSON(t, oneDossier), asJSON(t, *dossier); want != got {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want, got))
		}
	}
}

func TestATotalIsNoClient(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.csv")
	write(t, file, strings.Join([]string{
		"Nom;Prénom;Naissance;Durée", "TOTAL;7;;", ";;;", "Total général;;;36", "Sous-total :;;;12,5", "Total;Marie;01/02/1990;", "Total;Jean;;", "Effectif;12;;", "Totaux;;12/09/2026;",
	}, "\n"))
	roster, err := ReadRoster(file)
	if err != nil {
		t.Fatal(err)
	}
	got := roster.names()
	if diff := cmp.Diff([]string{"Total Marie", "Total Jean"}, got); diff != "" {
		t.Errorf("clients (-want +got):\n%s", diff)
	}
}

func asJSON(t *testing.T, d pipeline.Dossier) string {
	t.Helper()
	d.Source = ""
	text, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWhatIsNoRoster(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "no headings": "a;b;c\n1;2;3\n", "one known heading": "Nom;b\nx;y\n", "an old workbook": "\xd0\xcf\x11\xe0\x00\x00",
		"a zip": "PK\x03\x04abc", "a picture": "\x89PNG\r\n\x1a\n\x00\x00",
	} {
		file := filepath.Join(t.TempDir(), "clients.csv")
		write(t, file, content)
		var input *pipeline.InputError
		if _, err := ReadRoster(file); !errors.As(err, &input) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var input *pipeline.InputError
	if _, err := ReadRoster(filepath.Join(t.TempDir(), "absent.csv")); !errors.As(err, &input) {
		t.Errorf("absent: %v", err)
	}
	if _, err := ReadRoster(t.TempDir()); !errors.As(err, &input) {
		t.Errorf("a folder: %v", err)
	}
}

func TestParseDay(t *testing.T) {
	for text, want := range map[string]string{
		"12/09/2026": "2026-09-12", "1/2/2026": "2026-02-01", "12.09.26": "2026-09-12", "12-09-2026": "2026-09-12", "2026-09-12": "2026-09-12",
		"2026/9/2": "2026-09-02", "12 sept. 2026": "2026-09-12", "1er octobre 2026": "2026-10-01", "samedi 12 septembre 2026": "2026-09-12",
		"3 août 2026": "2026-08-03", "15-déc-26": "2026-12-15", "12 juil 2026": "2026-07-12", "12 JUIN 2026": "2026-06-12",
		"12/09/2026 09:30:00": "2026-09-12", "2026-09-12T00:00:00Z": "2026-09-12", "46277": "2026-09-12", "46277.5": "2026-09-12", "12092026": "2026-09-12",
		"03/06/98": "1998-06-03", "7000": "1919-03-01", "80000": "2119-01-11",
		"31/02/2026": "", "2026": "", "6999": "", "80001": "", "": "", "hier": "", "12/13/2026": "", "0/1/2026": "", "1/1/20266": "", "12 foo 2026": "",
		"99999999999999999999": "", "29/02/2024": "2024-02-29", "29/02/2026": "",
	} {
		got := ""
		if day, ok := parseDay(text, excelDay0, pivot); ok {
			got = day.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"1/1/20": "2020-01-01", "1/1/21": "1921-01-01"} {
		if day, _ := parseDay(text, excelDay0, birthPivot); day.String() != want {
			t.Errorf("born %q: %s, want %s", text, day, want)
		}
	}
	if day, _ := parseDay("44815", macDay0, pivot); day.String() != "2026-09-12" {
		t.Errorf("of an old Mac: %s", day)
	}
}

func TestSplitName(t *testing.T) {
	for text, want := range map[string][2]string{
		"DURAND Léa Marie": {"DURAND", "Léa Marie"}, "Léa DURAND": {"DURAND", "Léa"}, "LE GOËDREC Jean-Baptiste": {"LE GOËDREC", "Jean-Baptiste"},
		"Durand Léa": {"Durand", "Léa"}, "DURAND LÉA": {"DURAND", "LÉA"}, "": {"", ""}, "Durand": {"Durand", ""},
	} {
		surname, first := splitName(text)
		if surname != want[0] || strings.Join(first, " ") != want[1] {
			t.Errorf("%q: %q, %q", text, surname, first)
		}
	}
}

func TestSplitStreet(t *testing.T) {
	for text, want := range map[string]string{
		"12 bis rue du Faubourg":               "12|bis|rue|du Faubourg||",
		"3, Bd. des Lavandières, 13200 Arles":  "3||Bd.|des Lavandières|13200|Arles",
		"118 boulevard Gambetta 13200 L’Isle":  "118||boulevard|Gambetta|13200|L’Isle",
		"Le Bourg":                             "|||Le Bourg||",
		"5 a chemin vert":                      "5|a|chemin|vert||",
		"2 place de la Mairie":                 "2||place|de la Mairie||",
		strings.Repeat("9", 50) + " rue haute": "|||" + strings.Repeat("9", 50) + " rue haute||",
	} {
		f := splitStreet(text)
		got := strings.Join([]string{f["numero"], f["extension"], f["type_voie"], f["nom_voie"], f["code_postal"], f["commune"]}, "|")
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestEveryHeadingLeadsToOneColumn(t *testing.T) {
	said := map[string]string{}
	for _, c := range columns {
		for _, name := range append([]string{c.Title}, c.Other...) {
			key := headerKey(name)
			if before, twice := said[key]; twice && before != c.Key {
				t.Errorf("« %s » is for %s and %s", name, before, c.Key)
			}
			said[key] = c.Key
		}
	}
	for _, heading := range []string{"N°", "Code", "Observations", "Moniteur", "", "N° de dossier"} {
		if c, ok := columnOf(heading); ok {
			t.Errorf("« %s » is taken for %s", heading, c.Key)
		}
	}
}

func TestWhoseFolderIsIt(t *testing.T) {
	folders := []string{"DURAND Léa", "durand_paul", "Zoé Petit 2026", "GARCIA", "Le Goëdrec Maëlys", "2026/ROUX Anna", "MOREAU Luc", "Moreau luc", "7", "BLANC Inès Marie"}
	for _, c := range []struct {
		line    string
		want    string
		guessed bool
	}{
		{"durand;LEA;", "DURAND Léa", false},
		{"Durand;Paul Henri;", "durand_paul", false},
		{"Petit;Zoé;", "Zoé Petit 2026", true},
		{"Garcia;Ana;", "GARCIA", true},
		{"LE GOEDREC;Maelys;", "Le Goëdrec Maëlys", false},
		{"Roux;Anna;", "2026/ROUX Anna", false},
		{"Moreau;Luc;", "?", false},
		{"Nobody;Nina;7", "7", false},
		{"Nobody;Nina;2026/Roux Anna", "2026/ROUX Anna", false},
		{`Nobody;Nina;2026\Roux Anna`, "2026/ROUX Anna", false},
		{"Durand;Léa;absent", "", false},
		{"Nobody;Nina;", "", false},
		{"Blanc;Inès;", "BLANC Inès Marie", true},
		{"Blanc;Inès Marie;", "BLANC Inès Marie", false},
		{"Blanc;;", "", false},
	} {
		file := filepath.Join(t.TempDir(), "c.csv")
		write(t, file, "Nom;Prénoms;Dossier\n"+c.line+"\n")
		roster, err := ReadRoster(file)
		if err != nil {
			t.Fatal(err)
		}
		var list []Client
		for _, name := range folders {
			list = append(list, Client{Name: name})
		}
		found := match(roster.lines, list)[0]
		got := ""
		for _, i := range found.folders {
			got = folders[i]
		}
		if len(found.folders) > 1 {
			got = "?"
		}
		if got != c.want || found.guessed != c.guessed && got != "" {
			t.Errorf("%s: %q, guessed %v", c.line, got, found.guessed)
		}
	}
}

func TestARosterAndItsFolders(t *testing.T) {
	root, output := t.TempDir(), t.TempDir()
	if err := samples.DrawOne(root, "07-avis-medical-manquant"); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(root, "ferraz joaquim"), os.DirFS(filepath.Join(root, "07-avis-medical-manquant"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(root, "ferraz joaquim", "dossier.yaml")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, "hors", "facture.pdf"), "%PDF-1.4")
	write(t, filepath.Join(root, "DURAND", "facture.pdf"), "%PDF-1.4")
	file := filepath.Join(t.TempDir(), "c.csv")
	write(t, file, strings.Join([]string{
		"Nom;Prénom;Naissance;Situation;Date 48SI;Dossier",
		"Ferraz;Joaquim;25/01/1968;48SI;16/07/2026;",
		"Autre;Paul;;perte;;07-avis-medical-manquant",
		"Faux;Luc;31/02/1990;perte;;hors",
		"Durand;Léa;;perte;;", "Durand;Ana;;perte;;",
		"Absent;Zoé;;perte;;", "Absent;Zoé;01/02/1990;perte;;", "Absent;Zoé;;;;",
		ExampleName + ";Camille;;;;",
	}, "\n"))
	roster, err := ReadRoster(file)
	if err != nil {
		t.Fatal(err)
	}
	o := options(t, root, output)
	o.Source = Listed{roster, o.Source.(Folders)}
	before := tree(t, root)
	mustRun(t, o)
	rows := rowsIn(t, output)
	got := map[string]string{}
	for name, row := range rows {
		got[name] = string(row.Procedure)
		if row.Untreated != nil {
			got[name] = string(row.Untreated.Reason)
		}
	}
	want := map[string]string{
		"Ferraz Joaquim": string(rules.ReturnAfterInvalidation), "Autre Paul": string(rules.ReturnAfterInvalidation),
		"Faux Luc": string(LineWrong), "Durand Léa": string(SharedFolder), "Durand Ana": string(SharedFolder),
		"Absent Zoé": string(NoFolder), "Absent Zoé (1990-02-01)": string(NoFolder), "Absent Zoé (ligne 9)": string(NoFolder),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("clients (-want +got):\n%s", diff)
	}
	if why := rows["Faux Luc"].Untreated.Why; !strings.Contains(why, "c.csv, ligne 4") || !strings.Contains(why, "«\u00a0Naissance\u00a0»") || strings.Contains(why, filepath.Dir(file)) {
		t.Errorf("the wrong line: %s", why)
	}
	ferraz := rows["Ferraz Joaquim"]
	if ferraz.Verdict != validators.Refused || !strings.Contains(ferraz.Ask, "avis médical") || !strings.HasPrefix(ferraz.Ask, "Bonjour Joaquim") {
		t.Errorf("Ferraz: %s, %s", ferraz.Verdict, ferraz.Ask)
	}
	if do := strings.Join(ferraz.Do, " "); !strings.Contains(do, "la colonne «\u00a0Alcool ou stupéfiants\u00a0» manque") {
		t.Errorf("Ferraz is to do: %s", do)
	}
	if do := strings.Join(rows["Autre Paul"].Do, " "); !strings.Contains(do, ownDossier) {
		t.Errorf("the one with a dossier: %s", do)
	}
	sameTree(t, before, tree(t, root))
	if s := mustRun(t, o); s.Kept != 2 {
		t.Errorf("again: kept %d", s.Kept)
	}
}

func FuzzReadRoster(f *testing.F) {
	f.Add([]byte(joined(oneLine, ";", "\n")))
	f.Add(workbook(f, [][]any{{"Nom", "Prénoms", "Né le"}, {"x", "y", 46277}}))
	f.Add([]byte("Nom;Prénom\n\"a;b\nc\"d\x00;\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := filepath.Join(t.TempDir(), "c")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		roster, err := ReadRoster(file)
		if err != nil {
			return
		}
		names := map[string]bool{}
		for i, name := range roster.names() {
			if name == "" || names[name] {
				t.Errorf("line %d is called %q", roster.lines[i].number, name)
			}
			names[name] = true
			var input *pipeline.InputError
			if _, err := roster.dossier(roster.lines[i]); err != nil && !errors.As(err, &input) {
				t.Errorf("line %d: %v", roster.lines[i].number, err)
			}
		}
	})
}
