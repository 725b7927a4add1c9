package rules

import "strings"

// Screen 1 of each démarche: the words that choose it. What a source does not
// give is said, never made up.

// entrance leads from the account to screen 1.
//
// S2 (« Mon espace conducteur », « commencer la demande »); S4, S1 (« Demander un
// permis de conduire »).
func entrance() []ScreenRow {
	return []ScreenRow{
		{Gesture: ClickGesture, Label: "Une fois connecté", Words: clickDriverSpace},
		{Gesture: ClickGesture, Label: "Puis", Words: clickAskLicence, Note: "ou « " + clickStart + " », selon la page"},
	}
}

// motiveNotes are those of every démarche.
//
// S2 (compte à activer sous 24 heures); S4 (motif).
var motiveNotes = []string{
	"Pas encore de compte ? Créez-le, puis ouvrez dans les 24 heures le lien reçu par courriel : sinon le compte est supprimé. FranceConnect évite de le créer.",
	"Le motif ne peut plus être changé ensuite : s'il est faux, supprimez le brouillon dans le tableau de bord et recommencez.",
}

// motive is screen 1: the entrance, the first choice, « Continuer », and the
// rows of the choice.
//
// S2 (étape 1): the four first choices stand on one screen.
func motive(first ScreenRow, sources []string, rows ...ScreenRow) Screen {
	first.Gesture, first.Label = ClickGesture, "Motif de la demande"
	all := append(entrance(), first, ScreenRow{Gesture: ClickGesture, Words: clickContinue})
	return newScreen(motiveScreen, union([]string{"S2", "S4", "S1"}, sources), append(all, rows...)...).noted(motiveNotes...)
}

// ageRow is who the request is for.
//
// S2 (étape 1, the two answers to the letter).
func (m *matter) ageRow() ScreenRow {
	row := ScreenRow{Gesture: ClickGesture, Label: "Vous effectuez la demande", Mandatory: true}
	switch m.minor() {
	case yes:
		row.Words, row.Note = clickMinor, "sauf si vous êtes émancipé : « "+clickAdult+" »"
	case no:
		row.Words = clickAdult
	case unknown:
		row.Note = "selon votre âge : « " + clickAdult + " », ou « " + clickMinor + " »"
	}
	return row
}

// heavyRow is the question of the heavy category.
//
// S2 (étape 1; « si vous cochez « oui » […], un avis médical […] devra être
// joint »).
func (m *matter) heavyRow() ScreenRow {
	row := ScreenRow{Gesture: ClickGesture, Label: "Cette demande inclut-elle une catégorie lourde ?", Mandatory: true}
	switch m.heavy() {
	case yes:
		row.Words, row.Note = "Oui", "l'avis médical est alors à joindre à l'écran 5"
	case no:
		row.Words = "Non"
	case unknown:
		row.Note = "« Oui » pour une catégorie C ou D ou leurs dérivées, sinon « Non »"
	}
	return row
}

// registrationScreens are those of the requests that lead to the exams: the
// tutorial shows every one of them.
//
// S2.
func registrationScreens(m *matter) []Screen {
	path := m.d.Online.Path
	return m.requestScreens(motive(ScreenRow{Words: path[0]}, nil,
		m.ageRow(),
		ScreenRow{Gesture: ClickGesture, Label: "Il s'agit", Mandatory: true, Words: path[1]},
		m.heavyRow(),
	))
}

// unshownMotive says where the words of screen 1 come from, for a request for a
// licence: no source shows it.
//
// S2, étape 6 (the summary of such a request names the age and the visit).
const unshownMotive = "Nos sources ne montrent pas cet écran pour cette démarche : les mots à choisir viennent des pages d'aide, l'écran peut les tourner un peu autrement, et demander aussi si une visite médicale est nécessaire."

// productionScreensOf are those of the requests for a licence: more rows choose
// the démarche after the path.
func productionScreensOf(more ...func(*matter) []ScreenRow) func(*matter) []Screen {
	return func(m *matter) []Screen {
		path := m.d.Online.Path
		first := ScreenRow{Words: path[0]}
		if path[0] != clickProduce {
			first.Note = "l'écran écrit « " + clickProduce + " »" // S2
		}
		rows := []ScreenRow{m.ageRow()}
		for _, words := range path[1:] {
			rows = append(rows, ScreenRow{Gesture: ClickGesture, Label: "Précision du motif", Words: words})
		}
		for _, add := range more {
			rows = append(rows, add(m)...)
		}
		return m.requestScreens(motive(first, union(m.d.Online.Sources, choiceSources[m.s.Procedure]), rows...).noted(unshownMotive))
	}
}

// choiceSources are those of the words that choose a démarche, beside those of
// its path.
var choiceSources = map[Procedure][]string{
	Loss:    {"W:autoecole.ants.gouv.fr"},
	Theft:   {"W:autoecole.ants.gouv.fr"},
	Renewal: {"W:autoecole.ants.gouv.fr"},
}

// lossRows choose the loss, whose declaration is made there.
//
// W:autoecole.ants.gouv.fr (ANTS, étapes 4 et 5).
func lossRows(*matter) []ScreenRow {
	return []ScreenRow{
		{Gesture: ClickGesture, Label: "Précision du motif", Words: clickRenewal},
		{Gesture: ClickGesture, Label: "Motif de renouvellement", Words: clickLoss, Note: "la déclaration de perte se fait sur cette page"},
	}
}

// unsaidRows leave to the person the words that no source gives for a démarche:
// what to choose, « le vol », and where it is seen again.
func unsaidRows(what, seenAgain string) func(*matter) []ScreenRow {
	return func(*matter) []ScreenRow {
		return []ScreenRow{{
			Gesture: ClickGesture, Label: "Précision du motif",
			Note: "choisissez " + what + " : nos sources ne donnent pas les mots exacts" + seenAgain,
		}}
	}
}

// likeLoss is how ANTS names a neighbouring démarche.
//
// W:autoecole.ants.gouv.fr.
const likeLoss = " ; pour une perte, l'ANTS écrit « " + clickRenewal + " », puis « " + clickLoss + " »"

// damageInSummary is how screen 6 names a damage.
//
// S2, étape 6.
const damageInSummary = " ; le récapitulatif écrit « La demande du titre est effectuée à la suite de la détérioration du précédent titre. »"

// categoryRows are the categories a military licence or a diploma gives.
//
// S4 (« enfin sélectionner la ou les catégorie(s) obtenue(s) »).
func categoryRows(m *matter) []ScreenRow {
	row := ScreenRow{Gesture: ClickGesture, Label: "la ou les catégorie(s) obtenue(s)", Words: strings.Join(m.s.Categories, ", ")}
	row.Note = "celles du brevet"
	if m.s.Procedure == ProfessionalDiploma {
		row.Note = "seulement celles que donne le diplôme"
	}
	return []ScreenRow{row}
}

// unshownScreen says that a screen is known from another démarche.
const unshownScreen = "Cet écran est celui d'une demande de permis ; nos sources ne le montrent pas pour cette démarche : il peut différer, ou manquer."

// errorScreens are those of the report of an error: the photo and the signature
// are those of the first request.
//
// S4; SP173.
func errorScreens(m *matter) []Screen {
	first := motive(ScreenRow{Words: m.d.Online.Path[0]}, []string{"SP173"},
		ScreenRow{Gesture: TypeGesture, Label: "n° de permis concerné", Note: "sur le permis reçu"},
		ScreenRow{Gesture: TypeGesture, Label: "l'erreur constatée", Note: "état civil, catégorie, date de validité ou mention oubliée"},
	)
	screens := m.requestScreens(first)
	for _, i := range []int{civilScreen, addressScreen} {
		screens[i-1].warn(unshownScreen)
	}
	screens[photoScreen-1] = noPhoto("Rien à fournir : la photo et la signature de la première demande sont reprises, et ne peuvent pas être changées.", "S4")
	screens[confirmationScreen-1] = withoutForm(screens[confirmationScreen-1])
	return screens
}

// internationalScreens are those of the international permit, whose photo is
// posted with the receipt.
//
// S2 (first choice); SP11534.
func internationalScreens(m *matter) []Screen {
	screens := m.requestScreens(motive(ScreenRow{Words: m.d.Online.Path[0]}, []string{"SP11534"}))
	for _, i := range []int{civilScreen, addressScreen} {
		screens[i-1].warn(unshownScreen)
	}
	screens[photoScreen-1] = noPhoto("La photo part par la poste avec l'attestation de dépôt ; nos sources ne disent pas si cet écran se présente.", "SP11534")
	last := withoutForm(screens[confirmationScreen-1])
	last.Notes = last.Notes[:1]
	last.Sources = append(last.Sources, "SP11534")
	screens[confirmationScreen-1] = last.noted("Téléchargez l'attestation de dépôt et postez-la dans les deux mois, avec une photo de moins de six mois et une enveloppe prête-à-poster suivie de 50 g à votre adresse.")
	return screens
}

// noPhoto is screen 4 where there is nothing to do.
func noPhoto(note string, sources ...string) Screen {
	return Screen{Number: photoScreen, Title: screenTitles[photoScreen], Rows: []ScreenRow{}, Notes: []ScreenNote{{Text: note}}, Sources: sources}
}

// withoutForm is a confirmation of a request that has no deposit form.
func withoutForm(s Screen) Screen {
	var notes []ScreenNote
	for _, n := range s.Notes {
		if n.When == "" {
			notes = append(notes, n)
		}
	}
	s.Notes = notes
	return s
}
