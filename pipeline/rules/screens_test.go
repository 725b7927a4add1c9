package rules

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// rowText is a row as a table writes it: « clic Label * = words », « saisie Label *
// = key », « pièce Label = type », with « [mode] » where the photo decides.
func rowText(r ScreenRow) string {
	var b strings.Builder
	b.WriteString(map[Gesture]string{ClickGesture: "clic", TypeGesture: "saisie", AttachGesture: "pièce"}[r.Gesture])
	if r.Label != "" {
		b.WriteString(" " + r.Label)
	}
	if r.Mandatory {
		b.WriteString(" *")
	}
	if r.When != "" {
		b.WriteString(" [" + string(r.When) + "]")
	}
	return b.String() + " = " + r.Words + string(r.Field) + string(r.Piece)
}

func rowsText(s Screen) []string {
	var rows []string
	for _, r := range s.Rows {
		rows = append(rows, rowText(r))
	}
	return rows
}

// notesText is every note of a screen and of its rows, with plain spaces.
func notesText(s Screen) string {
	var b strings.Builder
	for _, n := range s.Notes {
		b.WriteString(n.Text + "\n")
	}
	for _, r := range s.Rows {
		b.WriteString(r.Note + "\n")
	}
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}

// The screens of the tutorial, copied again from the founding document S2.
func TestRegistrationScreensAreWordForWordThoseOfTheTutorial(t *testing.T) {
	d := decided(t, Situation{Procedure: ReturnAfterInvalidation, HandedInOn: day(t, "2026-06-08"), HeavyCategory: is(false), Hosted: is(false)}, Person{BirthDate: day(t, "1984-03-19")}, "2026-11-21")
	want := []struct {
		title string
		rows  []string
	}{
		{"Motif de demande", []string{
			"clic Une fois connecté = Mon espace conducteur",
			"clic Puis = Demander un permis de conduire",
			"clic Motif de la demande = Je m'inscris pour pouvoir me présenter aux épreuves du permis de conduire",
			"clic = Continuer",
			"clic Vous effectuez la demande * = pour une personne majeure ou mineure émancipée",
			"clic Il s'agit * = dans le cadre d'un retour au permis (à la suite d'une invalidation ou annulation du permis de conduire)",
			"clic Cette demande inclut-elle une catégorie lourde ? * = Non",
			"clic = Etape suivante",
		}},
		{"État civil", []string{
			"saisie Nom de naissance * = demandeur.nom_naissance",
			"saisie Nom d'usage = demandeur.nom_usage",
			"clic Sexe * = demandeur.sexe",
			"saisie 1er prénom * = demandeur.prenoms[0]",
			"saisie 2ème prénom = demandeur.prenoms[1]",
			"saisie + Ajouter un prénom = demandeur.prenoms[2:]",
			"saisie Date de naissance * = demandeur.date_naissance",
			"saisie Pays de naissance * = demandeur.lieu_naissance.pays",
			"saisie Département ou Collectivité d'outre-mer de naissance * = demandeur.lieu_naissance.departement",
			"saisie Commune de naissance * = demandeur.lieu_naissance.commune",
			"clic = Etape suivante",
		}},
		{"Adresse et contact", []string{
			"saisie N° de la voie = demandeur.adresse.numero",
			"saisie Extension (bis, ter, etc) = demandeur.adresse.extension",
			"saisie Type de voie (avenue, boulevard, etc) = demandeur.adresse.type_voie",
			"saisie Nom de la voie * = demandeur.adresse.nom_voie",
			"saisie Complément d'adresse = demandeur.adresse.complement",
			"saisie Code Postal * = demandeur.adresse.code_postal",
			"saisie Commune * = demandeur.adresse.commune",
			"clic Préfecture de rattachement * = ",
			"saisie Adresse mél. * = demandeur.courriel",
			"saisie Téléphone portable (Recommandé) = demandeur.telephone",
			"clic J'accepte que mes données personnelles soient réutilisées à des fins d'information (elles ne seront ni vendues ni cédées à des organismes à but lucratif). * = Oui",
			"clic = Etape suivante",
		}},
		{"Photo / Signature", []string{
			"clic Merci de sélectionner l'une des options ci-dessous [numerique] = Je dispose d'une photo et d'une signature numériques",
			"saisie Code photo signature numérique [numerique] = demande.photo_signature.code",
			"clic Merci de sélectionner l'une des options ci-dessous [courrier] = Je dispose d'une photo d'identité classique et je souhaite la joindre au formulaire de dépôt fourni à la fin de la procédure que je devrai imprimer et envoyer par courrier.",
			"clic = Etape suivante",
		}},
		{"Pièces justificatives", []string{
			"clic Sous chaque pièce = Joindre un fichier",
			"pièce Pièce d'identité * = piece_identite",
			"pièce Justificatif de domicile * = justificatif_domicile",
			"pièce Avis médical * = avis_medical",
			"pièce Titre de séjour = titre_sejour",
			"clic = Etape suivante",
		}},
		{"Récapitulatif", nil},
		{"Confirmation", nil},
	}
	screens := d.Online.Screens
	if len(screens) != len(want) {
		t.Fatalf("%d screens, want %d", len(screens), len(want))
	}
	for i, w := range want {
		if s := screens[i]; s.Number != i+1 || s.Title != w.title || !slices.Equal(rowsText(s), w.rows) {
			t.Errorf("screen %d « %s »:\n%s\nwant « %s »:\n%s", s.Number, s.Title, strings.Join(rowsText(s), "\n"), w.title, strings.Join(w.rows, "\n"))
		}
	}
	if d.Online.Link != "https://permisdeconduire.ants.gouv.fr/" || d.KnownOn != day(t, "2026-11-21") {
		t.Errorf("link %q, known on %s", d.Online.Link, d.KnownOn)
	}
}

// The words that choose each démarche on screen 1, and those that no source gives.
func TestFirstScreenChoosesTheDemarche(t *testing.T) {
	const produce = "clic Motif de la demande = Je demande la fabrication d'un titre de permis de conduire"
	const precise = "clic Précision du motif = "
	cases := []struct {
		name string
		s    Situation
		rows []string // after the entrance, « Continuer » and the question of the age left out
		says string   // in a note
	}{
		{"annulation", Situation{Procedure: ReturnAfterAnnulation, HeavyCategory: is(true)}, []string{
			"clic Motif de la demande = Je m'inscris pour pouvoir me présenter aux épreuves du permis de conduire",
			"clic Il s'agit * = dans le cadre d'un retour au permis (à la suite d'une invalidation ou annulation du permis de conduire)",
			"clic Cette demande inclut-elle une catégorie lourde ? * = Oui",
		}, "l'avis médical est alors à joindre"},
		{"première inscription", Situation{Procedure: FirstRegistration}, []string{
			"clic Motif de la demande = Je m'inscris pour pouvoir me présenter aux épreuves du permis de conduire",
			"clic Il s'agit * = d'une inscription pour passer les épreuves du permis de conduire",
			"clic Cette demande inclut-elle une catégorie lourde ? * = ",
		}, "« Oui » pour une catégorie C ou D"},
		{"fabrication", Situation{Procedure: ReturnAfterInvalidation, Phase: Production}, []string{
			"clic Motif de la demande = demande de fabrication du permis de conduire",
			precise + "demande à la suite d'une invalidation ou d'une annulation de permis",
		}, "l'écran écrit « Je demande la fabrication d'un titre de permis de conduire »"},
		{"fabrication, annulation", Situation{Procedure: ReturnAfterAnnulation, Phase: Production}, []string{
			"clic Motif de la demande = demande de fabrication du permis de conduire",
			precise + "demande à la suite d'une invalidation ou d'une annulation de permis",
		}, "Nos sources ne montrent pas cet écran"},
		{"suspension", Situation{Procedure: Suspension, AlcoholOrDrugs: is(true)}, []string{
			"clic Motif de la demande = demande de fabrication d'un permis de conduire",
			precise + "demande suite à la suspension de permis",
		}, "Nos sources ne montrent pas cet écran"},
		{"AM", Situation{Procedure: CategoryAM, StartsOn: day(t, "2026-03-02")}, []string{
			produce, precise + "d'une demande à la suite d'une suspension de permis", precise + "d'une demande d'édition d'un titre doté de la seule catégorie AM",
		}, "Nos sources ne montrent pas cet écran"},
		{"brevet militaire", Situation{Procedure: MilitaryLicence, Categories: []string{"B", "C"}}, []string{
			produce, precise + "il s'agit d'une conversion de brevet militaire", "clic la ou les catégorie(s) obtenue(s) = B, C",
		}, "Nos sources ne montrent pas cet écran"},
		{"diplôme", Situation{Procedure: ProfessionalDiploma}, []string{
			produce, precise + "Il s’agit d'une validation de diplôme professionnel", "clic la ou les catégorie(s) obtenue(s) = ",
		}, "seulement celles que donne le diplôme"},
		{"perte", Situation{Procedure: Loss}, []string{
			produce, precise + "renouvellement de titre", "clic Motif de renouvellement = Perte du permis",
		}, "la déclaration de perte se fait sur cette page"},
		{"vol", Situation{Procedure: Theft}, []string{produce, precise}, "choisissez le vol : nos sources ne donnent pas les mots exacts"},
		{"détérioration", Situation{Procedure: Damage}, []string{produce, precise}, "« La demande du titre est effectuée à la suite de la détérioration du précédent titre. »"},
		{"renouvellement", Situation{Procedure: Renewal}, []string{produce, precise}, "choisissez le renouvellement : nos sources ne donnent pas les mots exacts"},
		{"erreur", Situation{Procedure: LicenceError, LicenceReceivedOn: day(t, "2026-10-01")}, []string{
			"clic Motif de la demande = Je souhaite signaler une erreur sur mon permis de conduire reçu il y a moins de 6 mois",
			"saisie n° de permis concerné = ", "saisie l'erreur constatée = ",
		}, "Le motif ne peut plus être changé"},
		{"permis international", Situation{Procedure: InternationalPermit}, []string{
			"clic Motif de la demande = Je demande un permis de conduire international",
		}, "supprimez le brouillon"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			screens := decided(t, c.s, Person{}, "2026-11-21").Online.Screens
			if len(screens) != 7 {
				t.Fatalf("%d screens, want 7", len(screens))
			}
			rows := slices.DeleteFunc(rowsText(screens[0])[2:], func(r string) bool {
				return r == "clic = Continuer" || r == "clic = Etape suivante" || strings.HasPrefix(r, "clic Vous effectuez la demande")
			})
			if !slices.Equal(rows, c.rows) {
				t.Errorf("rows:\n%s\nwant:\n%s", strings.Join(rows, "\n"), strings.Join(c.rows, "\n"))
			}
			if notes := notesText(screens[0]); !strings.Contains(notes, c.says) {
				t.Errorf("%q does not say %q", notes, c.says)
			}
		})
	}
}

func TestScreenOfTheAge(t *testing.T) {
	cases := []struct {
		name, birth string
		minor       *bool
		want        string
	}{
		{"18 ans aujourd'hui", "2008-11-21", nil, "pour une personne majeure ou mineure émancipée"},
		{"18 ans demain", "2008-11-22", nil, "pour une personne mineure"},
		{"mineur déclaré", "", is(true), "pour une personne mineure"},
		{"majeur déclaré", "", is(false), "pour une personne majeure ou mineure émancipée"},
		{"âge inconnu", "", nil, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := decided(t, Situation{Procedure: Loss, Minor: c.minor}, Person{day(t, c.birth)}, "2026-11-21").Online.Screens[0]
			if want := "clic Vous effectuez la demande * = " + c.want; !slices.Contains(rowsText(s), want) {
				t.Errorf("%q lacks %q", rowsText(s), want)
			}
		})
	}
}

// The host's papers go under the headings of the tutorial, and take the place of
// the person's own proof of address.
func TestScreenOfThePieces(t *testing.T) {
	hosted := []string{
		"pièce Pièce d'identité * = piece_identite", "pièce attestation d'hébergement * = attestation_hebergement",
		"pièce pièce d'identité de l'hébergeant * = identite_hebergeant", "pièce Justificatif de domicile * = justificatif_domicile_hebergeant",
	}
	cases := []struct {
		name string
		s    Situation
		want []string
	}{
		{"hébergé", Situation{Procedure: Loss, HeavyCategory: is(false), Hosted: is(true), Nationality: French}, hosted},
		{"mineur", Situation{Procedure: Loss, HeavyCategory: is(false), Minor: is(true), Nationality: French}, hosted},
		{"chez soi", Situation{Procedure: Loss, HeavyCategory: is(false), Hosted: is(false), Nationality: French}, []string{
			"pièce Pièce d'identité * = piece_identite", "pièce Justificatif de domicile * = justificatif_domicile",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rows := rowsText(decided(t, c.s, Person{}, "2026-11-21").Online.Screens[PiecesScreen-1])
			sameList(t, "rows", rows[1:len(rows)-1], c.want)
		})
	}
}

// A case that is not for ANTS has no screen; one that opens later keeps them and
// says why.
func TestScreensWhereTheRequestIsNotOpen(t *testing.T) {
	cases := []struct {
		name    string
		s       Situation
		screens int
		says    string
	}{
		{"suspension d'un mois", Situation{Procedure: Suspension, AlcoholOrDrugs: is(false), Months: months(1)}, 0, ""},
		{"suspension de deux mois", Situation{Procedure: Suspension, AlcoholOrDrugs: is(false), Months: months(2)}, 7, ""},
		{"suspension, durée inconnue", Situation{Procedure: Suspension, AlcoholOrDrugs: is(false)}, 7, "Ces écrans servent quand la demande vous est ouverte. Selon la durée"},
		{"annulation, interdiction en cours", Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-06-21"), Months: months(6)}, 7, "Ces écrans servent quand la demande vous est ouverte. La demande ne s'ouvre que le 22 décembre 2026"},
		{"annulation, premier jour", Situation{Procedure: ReturnAfterAnnulation, EffectiveOn: day(t, "2026-05-20"), Months: months(6)}, 7, ""},
		{"erreur, permis reçu il y a six mois", Situation{Procedure: LicenceError, LicenceReceivedOn: day(t, "2026-05-21")}, 0, ""},
		{"erreur, permis reçu la veille des six mois", Situation{Procedure: LicenceError, LicenceReceivedOn: day(t, "2026-05-22")}, 7, ""},
		{"erreur, réception inconnue", Situation{Procedure: LicenceError}, 7, "Ces écrans servent quand la demande vous est ouverte. La correction n'est possible"},
		{"erreur, permis non demandé en ligne", Situation{Procedure: LicenceError, LicenceReceivedOn: day(t, "2026-10-01"), RequestedOnline: is(false)}, 0, ""},
		{"demande envoyée", Situation{Procedure: Loss, RequestedOn: day(t, "2026-11-02")}, 7, "Votre demande est envoyée depuis le 2 novembre 2026"},
		{"fabrication avant la fin", Situation{Procedure: ReturnAfterInvalidation, Phase: Production, HandedInOn: day(t, "2026-06-08")}, 7, "Ces écrans servent quand la demande vous est ouverte."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := decided(t, c.s, Person{}, "2026-11-21").Online
			if len(o.Screens) != c.screens || (o.Link != "") != (c.screens > 0) {
				t.Fatalf("%d screens, link %q, want %d", len(o.Screens), o.Link, c.screens)
			}
			if c.screens == 0 {
				return
			}
			first := strings.ReplaceAll(o.Screens[0].Notes[0].Text, "\u00a0", " ")
			if warned := !strings.HasPrefix(first, "Pas encore de compte"); warned != (c.says != "") || !strings.HasPrefix(first, c.says) && warned {
				t.Errorf("first note %q, want %q", first, c.says)
			}
		})
	}
}

// A photo that is taken over, or posted with something else, has no form.
func TestScreensOfThePhoto(t *testing.T) {
	cases := []struct {
		procedure  Procedure
		rows       bool
		form, code string // in the notes
	}{
		{ReturnAfterInvalidation, true, "CS 80168", "Il ne sert qu'une fois"},
		{LicenceError, false, "", "sont reprises"},
		{InternationalPermit, false, "attestation de dépôt", "part par la poste"},
	}
	for _, c := range cases {
		screens := decided(t, Situation{Procedure: c.procedure, LicenceReceivedOn: day(t, "2026-11-01")}, Person{}, "2026-11-21").Online.Screens
		photo, last := screens[photoScreen-1], notesText(screens[confirmationScreen-1])
		if (len(photo.Rows) > 0) != c.rows || !strings.Contains(notesText(photo), c.code) {
			t.Errorf("%s, photo: %+v", c.procedure, photo)
		}
		if !strings.Contains(last, c.form) || strings.Contains(last, "CS 80168") != c.rows {
			t.Errorf("%s, confirmation: %q", c.procedure, last)
		}
	}
	s := Situation{Procedure: ReturnAfterInvalidation, Phase: Production}
	if notes := notesText(decided(t, s, Person{}, "2026-11-21").Online.Screens[photoScreen-1]); !strings.Contains(notes, "il en faut un nouveau") {
		t.Errorf("a used code is not warned of: %q", notes)
	}
}

// What is peculiar to the exams, to a payment, to a receipt.
func TestNotesOfTheScreens(t *testing.T) {
	cases := []struct {
		screen  int
		says    string
		only    []Procedure
		without bool // every démarche but these
	}{
		{civilScreen, "00/00/19XX", []Procedure{ReturnAfterInvalidation, ReturnAfterAnnulation, FirstRegistration}, false},
		{civilScreen, "« numéro NEPH » n'est pas obligatoire", []Procedure{LicenceError}, true},
		{confirmationScreen, "25 €", []Procedure{Loss, Theft}, false},
		{confirmationScreen, "récépissé de dépôt", []Procedure{MilitaryLicence, ProfessionalDiploma}, false},
		{confirmationScreen, "sous pli sécurisé", []Procedure{ReturnAfterInvalidation, ReturnAfterAnnulation, FirstRegistration, InternationalPermit}, true},
	}
	for _, c := range cases {
		for _, p := range everyProcedure {
			s := Situation{Procedure: p, AlcoholOrDrugs: is(true), LicenceReceivedOn: day(t, "2026-11-01")}
			notes := notesText(decided(t, s, Person{}, "2026-11-21").Online.Screens[c.screen-1])
			if got, want := strings.Contains(notes, c.says), slices.Contains(c.only, p) != c.without; got != want {
				t.Errorf("%s, screen %d says %q: %v, want %v", p, c.screen, c.says, got, want)
			}
		}
	}
}

// The JSON names fields and holds no value; an empty list is never null.
func TestScreensInJSON(t *testing.T) {
	text, err := json.Marshal(decided(t, Situation{Procedure: Loss}, Person{BirthDate: day(t, "1984-03-19")}, "2026-11-21").Online)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"geste":"saisir","libelle":"Nom de naissance","obligatoire":true,"champ":"demandeur.nom_naissance","note":`,
		`"motif":["Je demande la fabrication`, `"ecrans":[{"numero":1,"titre":"Motif de demande","lignes":[`, `"si":"courrier"`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
	for _, never := range []string{"null", "1984", "closed"} {
		if strings.Contains(string(text), never) {
			t.Errorf("%s holds %q", text, never)
		}
	}
}
