package pipeline

import (
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
)

// screened is the list of a dossier as far as the screens go, decided on
// 21 November 2026.
func screened(t *testing.T, dossier *Dossier, report *Report) templates.Checklist {
	t.Helper()
	on := calendar.New(2026, 11, 21)
	decision := rules.Decide(dossier.situation(), rules.Person{BirthDate: dossier.Applicant.BirthDate}, on, rules.DefaultCatalogue())
	job := &Job{On: on, Dossier: dossier, Decision: &decision, Report: report}
	var list templates.Checklist
	addDecision(&list, job)
	addScreens(&list, job)
	return list
}

// complete is a dossier with every value a screen takes.
func complete() *Dossier {
	return &Dossier{
		Applicant: Applicant{
			BirthName: "AUBRÉE-LINOT", UsedName: "DUFRÊNOIS", FirstNames: []Name{"Ségolène", "Marie-Anne", "Zoé", "Inès", "Léa"}, Sex: Female,
			BirthDate: calendar.New(1984, 3, 9), BirthPlace: Place{Country: "France", Department: "2A", Town: "Ajaccio"},
			Address: Address{Number: "12", Extension: "bis", StreetType: "rue", Street: "des Trois  Moulins", Complement: "Appartement 4", Postcode: "28000", Town: "Chartres"},
			Email:   "segolene@example.org", Phone: "+33 6 39 98 14 02",
		},
		Request: Request{Photo: Photo{Mode: PhotoDigital, Code: "4071882351906642337815"}},
		Situation: rules.Situation{
			Procedure: rules.ReturnAfterInvalidation, HandedInOn: calendar.New(2026, 6, 8), Nationality: rules.French, Hosted: no(), HeavyCategory: no(),
		},
		Pieces: []Justificatif{
			{Type: rules.Identity, Files: []FileName{{Path: "cni-recto.jpg"}, {Path: "cni-verso.jpg"}}},
			{Type: rules.ProofOfAddress, Files: []FileName{{Path: "facture.pdf"}}},
		},
	}
}

func no() *bool { return new(bool) }

// valuesOf are the rows of a screen: « Label = Value », with « (Note) » if asked.
func valuesOf(s templates.Screen, notes bool) []string {
	var rows []string
	for _, r := range s.Rows {
		text := strings.TrimPrefix(r.Label+" = "+r.Value, " = ")
		if notes && r.Note != "" {
			text += " (" + strings.ReplaceAll(r.Note, "\u00a0", " ") + ")"
		}
		rows = append(rows, text)
	}
	return rows
}

func TestScreensTakeEveryValueOfTheDossier(t *testing.T) {
	list := screened(t, complete(), nil)
	for i, want := range map[int][]string{
		1: {
			"Nom de naissance * = AUBRÉE-LINOT", "Nom d'usage = DUFRÊNOIS", "Sexe * = Femme", "1er prénom * = Ségolène", "2ème prénom = Marie-Anne",
			"+ Ajouter un prénom", "3e prénom (champ ajouté) = Zoé", "+ Ajouter un prénom", "4e prénom (champ ajouté) = Inès", "+ Ajouter un prénom", "5e prénom (champ ajouté) = Léa",
			"Date de naissance * = 09/03/1984 (JJ/MM/AAAA)", "Pays de naissance * = France",
			"Département ou Collectivité d'outre-mer de naissance * = 2A", "Commune de naissance * = Ajaccio", "Etape suivante",
		},
		2: {
			"N° de la voie = 12", "Extension (bis, ter, etc) = bis", "Type de voie (avenue, boulevard, etc) = rue", "Nom de la voie * = des Trois Moulins",
			"Complément d'adresse = Appartement 4", "Code Postal * = 28000", "Commune * = Chartres",
			"Préfecture de rattachement * =  (la préfecture ou sous-préfecture dont dépend votre domicile)", "Adresse mél. * = segolene@example.org",
			"Téléphone portable (Recommandé) = 06 39 98 14 02",
			"J'accepte que mes données personnelles soient réutilisées à des fins d'information (elles ne seront ni vendues ni cédées à des organismes à but lucratif). * = Oui (« Oui » est conseillé pour être tenu au courant de la demande)",
			"Etape suivante",
		},
		3: {
			"Merci de sélectionner l'une des options ci-dessous = Je dispose d'une photo et d'une signature numériques",
			"Code photo signature numérique = 4071 8823 5190 6642 3378 15", "Etape suivante",
		},
		4: {
			"Sous chaque pièce = Joindre un fichier", "Pièce d'identité = cni-recto.jpg (2 pages maximum, dans cet ordre)", "Pièce d'identité = cni-verso.jpg",
			"Justificatif de domicile = facture.pdf (5 pages maximum)", "Avis médical =  (6 pages maximum)", "Etape suivante",
		},
	} {
		if got := valuesOf(list.Screens[i], true); !slices.Equal(got, want) {
			t.Errorf("screen %d:\n%s\nwant:\n%s", i+1, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if len(list.Statuses) != 8 || list.KnownOn != calendar.New(2026, 11, 21) || list.Online.Link == "" {
		t.Errorf("%d statuses, known on %s, link %q", len(list.Statuses), list.KnownOn, list.Online.Link)
	}
}

// What the dossier does not say is left to fill in, never guessed.
func TestScreensOfAnEmptyDossier(t *testing.T) {
	list := screened(t, &Dossier{Situation: rules.Situation{Procedure: rules.Loss}}, nil)
	if len(list.Screens) != 7 {
		t.Fatalf("%d screens", len(list.Screens))
	}
	for _, s := range list.Screens {
		for _, r := range s.Rows {
			if r.Kind != templates.ClickRow && r.Value != "" {
				t.Errorf("screen %d, %s: %q out of nothing", s.Number, r.Label, r.Value)
			}
		}
	}
	civil := valuesOf(list.Screens[1], false)
	if !slices.Contains(civil, "2ème prénom = ") || slices.Contains(civil, "+ Ajouter un prénom") {
		t.Errorf("%q", civil)
	}
	if photo := list.Screens[3]; len(photo.Rows) != 4 || !strings.Contains(list.Screens[6].Note, "MAYENNE") {
		t.Errorf("a photo mode was guessed: %+v", photo)
	}
}

func TestScreensOfThePhoto(t *testing.T) {
	const coded, posted = "Je dispose d'une photo et d'une signature numériques", "Je dispose d'une photo d'identité classique"
	for _, c := range []struct {
		name       string
		photo      Photo
		has, lacks string // on screen 4
		mail       bool   // screen 7 says to post the form
	}{
		{"code", Photo{Mode: PhotoDigital, Code: "4071 8823 5190 6642 3378 15"}, "Code photo signature numérique = 4071 8823 5190 6642 3378 15", posted, false},
		{"code en minuscules", Photo{Mode: PhotoDigital, Code: "abcd8823519066423378 15"}, "numérique = ABCD 8823 5190 6642 3378 15", posted, false},
		{"code de 21 caractères", Photo{Mode: PhotoDigital, Code: "4071 8823 5190 6642 3378 1"}, "numérique =  (le code du dossier n’a pas 22 caractères", posted, false},
		{"code de 23 caractères", Photo{Mode: PhotoDigital, Code: "4071 8823 5190 6642 3378 156"}, "numérique =  (le code du dossier", posted, false},
		{"sans code", Photo{Mode: PhotoDigital}, "Code photo signature numérique = \n", posted, false},
		{"courrier", Photo{Mode: PhotoByPost}, posted, coded, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dossier := complete()
			dossier.Request.Photo = c.photo
			list := screened(t, dossier, nil)
			rows := strings.Join(valuesOf(list.Screens[3], true), "\n")
			if !strings.Contains(rows, c.has) || strings.Contains(rows, c.lacks) {
				t.Errorf("%q, want %q and not %q", rows, c.has, c.lacks)
			}
			if mail := strings.Contains(list.Screens[6].Note, "MAYENNE"); mail != c.mail {
				t.Errorf("the form is to be posted: %v, want %v", mail, c.mail)
			}
		})
	}
}

func TestScreensOfOtherDossiers(t *testing.T) {
	hosting := []Justificatif{
		{Type: rules.HostProofOfAddress, Files: []FileName{{Path: "hote/facture.pdf"}}},
		{Type: rules.HostingStatement, Files: []FileName{{Path: "attestation.pdf"}}},
	}
	for _, c := range []struct {
		name   string
		change func(*Dossier)
		screen int
		want   []string
	}{
		{"hébergé", func(d *Dossier) { d.Situation.Hosted, d.Pieces = nil, hosting }, 5, []string{
			"attestation d'hébergement = attestation.pdf (par la liste déroulante de pièces complémentaires)",
			"pièce d'identité de l'hébergeant =  (par la liste déroulante de pièces complémentaires, 2 pages maximum)",
			"Justificatif de domicile = hote/facture.pdf (celui de l'hébergeant, 5 pages maximum)",
		}},
		{"mineur", func(d *Dossier) { d.Applicant.BirthDate = calendar.New(2009, 5, 1) }, 1, []string{
			"Vous effectuez la demande * = pour une personne mineure (sauf si vous êtes émancipé : « pour une personne majeure ou mineure émancipée »)",
		}},
		{"fabrication", func(d *Dossier) { d.Situation.Phase = rules.Production }, 5, []string{
			"Certificat d'examen du permis de conduire (CEPC) = ", "Fiche « retour permis » = ",
		}},
		{"né à l'étranger", func(d *Dossier) { d.Applicant.BirthPlace = Place{Country: "Portugal", Town: "Braga"} }, 2, []string{
			"Pays de naissance * = Portugal", "Département ou Collectivité d'outre-mer de naissance * =  (pour une naissance en France)",
		}},
		{"un seul prénom", func(d *Dossier) { d.Applicant.FirstNames = d.Applicant.FirstNames[:1] }, 2, []string{
			"1er prénom * = Ségolène", "2ème prénom =  (facultatif : laissez vide si vous n'en avez pas)",
		}},
		{"homme", func(d *Dossier) { d.Applicant.Sex = Male }, 2, []string{"Sexe * = Homme"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dossier := complete()
			c.change(dossier)
			rows := valuesOf(screened(t, dossier, nil).Screens[c.screen-1], true)
			for i := range rows {
				rows[i] = strings.ReplaceAll(rows[i], "\u00a0", " ")
			}
			for _, want := range c.want {
				if !slices.Contains(rows, want) {
					t.Errorf("%q lacks %q", rows, want)
				}
			}
		})
	}
}

// A piece that would be refused is not to be sent as it is: the file that blocks,
// or all of them where none does by itself.
func TestScreensWarnOfARefusedPiece(t *testing.T) {
	blocking := []validators.Finding{{Severity: validators.Blocking}}
	files := func(verso []validators.Finding) []FileReport {
		return []FileReport{{Name: "piece-identite_1.jpg"}, {Name: "piece-identite_2.jpg", Findings: verso}}
	}
	for name, c := range map[string]struct {
		verso       []validators.Finding
		verdict     validators.Verdict
		first, next string
		held        bool
	}{
		"one file": {blocking, validators.Refused, "", " (à corriger avant de l’envoyer)", true},
		"no file":  {nil, validators.Refused, ", à corriger avant de l’envoyer", " (à corriger avant de l’envoyer)", true},
		"ready":    {nil, validators.Ready, "", "", false},
	} {
		report := &Report{Verdict: c.verdict, Pieces: []PieceReport{
			{Type: rules.Identity, Verdict: c.verdict, Files: files(c.verso)},
			{Type: rules.ProofOfAddress, Verdict: validators.Ready, Files: []FileReport{{Name: "justificatif-domicile_1.pdf"}}},
		}}
		screens := screened(t, complete(), report).Screens
		rows := valuesOf(screens[4], true)
		for _, want := range []string{
			"Pièce d'identité = piece-identite_1.jpg (2 pages maximum, dans cet ordre" + c.first + ")",
			"Pièce d'identité = piece-identite_2.jpg" + c.next,
			"Justificatif de domicile = justificatif-domicile_1.pdf (5 pages maximum)",
		} {
			if !slices.Contains(rows, want) {
				t.Errorf("%s: %q lacks %q", name, rows, want)
			}
		}
		for _, i := range []int{4, 5} {
			if held := strings.HasPrefix(screens[i].Warning, "N’envoyez pas encore"); held != c.held {
				t.Errorf("%s: screen %d says %q", name, i+1, screens[i].Warning)
			}
		}
	}
}

// The proof that was given as the person's own is shown where the host's goes.
func TestScreensShowTheProofOfTheHost(t *testing.T) {
	dossier := complete()
	yes := true
	dossier.Situation.Hosted = &yes
	rows := valuesOf(screened(t, dossier, nil).Screens[4], true)
	if want := "Justificatif de domicile = facture.pdf (celui de l'hébergeant, 5 pages maximum, vérifiez qu’il est au nom de la personne qui vous héberge)"; !slices.Contains(rows, want) {
		t.Errorf("%q lacks %q", rows, want)
	}
}

// No list can print, and no French paper has, a name in other letters.
func TestScreensLeaveOtherAlphabetsToTheHand(t *testing.T) {
	dossier := complete()
	dossier.Applicant.UsedName = "محمد"
	dossier.Applicant.FirstNames = []Name{"Zoé", "Ş. O’Neil", "Ζωή"}
	rows := valuesOf(screened(t, dossier, nil).Screens[1], true)
	for _, want := range []string{
		"Nom d'usage =  (en lettres latines, comme sur votre pièce d’identité)", "1er prénom * = Zoé", "2ème prénom = Ş. O’Neil",
	} {
		if !slices.Contains(rows, want) {
			t.Errorf("%q lacks %q", rows, want)
		}
	}
	if strings.Contains(strings.Join(rows, ""), "Ζωή") {
		t.Errorf("%q", rows)
	}
}

// Where the licence is handed back at the préfecture, ANTS has no object.
func TestNoScreenAndNoStatusWithoutARequest(t *testing.T) {
	one := 1
	list := screened(t, &Dossier{Situation: rules.Situation{Procedure: rules.Suspension, AlcoholOrDrugs: no(), Months: &one}}, nil)
	if len(list.Screens)+len(list.Statuses) != 0 || list.Online.Link != "" || list.KnownOn.IsZero() {
		t.Errorf("%d screens, %d statuses, link %q, known on %s", len(list.Screens), len(list.Statuses), list.Online.Link, list.KnownOn)
	}
}

func TestFrenchPhone(t *testing.T) {
	for given, want := range map[string]string{
		"0639981402":         "06 39 98 14 02",
		"06.39.98.14.02":     "06 39 98 14 02",
		"+33 (0)6 39981402":  "06 39 98 14 02",
		"0033 6-39-98-14-02": "06 39 98 14 02",
		"+351 21 000 00 00":  "+351 21 000 00 00",
		" 06  39 98 14 ":     "06 39 98 14",
		"06 39 98 14 0é":     "06 39 98 14 0é",
		"":                   "",
	} {
		if got := frenchPhone(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

// After a repair, what is joined is what came out of it, and where that lies is
// said; a file that stays behind keeps its name.
func TestScreensNameTheRepairedFiles(t *testing.T) {
	files := smallFiles(t)
	files["facture.jpg"] = animated(t)
	files["avis.jpg"] = []byte("une note")
	job := jobIn(t, smallDossier, files)
	job.WantRepair = true
	if err := Run(t.Context(), job, Intake{}, Decide{}, Check{}, Repair{}); err != nil {
		t.Fatal(err)
	}
	list, err := personalList(job)
	if err != nil {
		t.Fatal(err)
	}
	screen := list.Screens[4]
	rows := strings.Join(valuesOf(screen, true), "\n")
	for _, want := range []string{"= justificatif-domicile_1.png", "(6 pages maximum, à refaire : « avis.jpg » n’a pas pu être réparé)"} {
		if !strings.Contains(rows, want) {
			t.Errorf("%s\nlacks %q", rows, want)
		}
	}
	if strings.Contains(rows, "facture.jpg") || !strings.Contains(screen.Note, "«\u00a0pieces\u00a0»") {
		t.Errorf("%s\n%s", rows, screen.Note)
	}
}

// A header has no « ? »: what our faces do not have is left out of it.
func TestTheHeaderLeavesOtherAlphabetsOut(t *testing.T) {
	for name, c := range map[string]struct {
		birth, number, who, dossier string
	}{
		"latin":  {"Łaski", "PC-1", "Zoé\u00a0Ł.", "PC-1"},
		"arabic": {"محمد", "محمد 12", "Zoé", ""},
	} {
		list, err := personalList(&Job{Dossier: &Dossier{
			Applicant: Applicant{BirthName: Name(c.birth), FirstNames: []Name{"Zoé"}}, Request: Request{Number: c.number},
		}})
		if err != nil || list.Who != c.who || list.DossierNumber != c.dossier {
			t.Errorf("%s: %q, %q, %v", name, list.Who, list.DossierNumber, err)
		}
	}
}
