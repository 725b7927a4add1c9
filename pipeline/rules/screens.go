package rules

import (
	"fmt"
	"slices"
	"strings"
)

// Screen is one screen of the ANTS request. It holds no personal value: a row
// that takes one names the key of the dossier that has it.
type Screen struct {
	Number  int          `json:"numero"` // as ANTS numbers its screens, from 1
	Title   string       `json:"titre"`  // as on the screen
	Rows    []ScreenRow  `json:"lignes"`
	Notes   []ScreenNote `json:"notes"`
	Sources []string     `json:"sources"`
}

// ScreenRow is one gesture on a screen. Words is what to click, to the letter;
// Field and Piece say what of the dossier goes there instead. A click with
// neither is a choice that the situation does not settle: Note says how to.
type ScreenRow struct {
	Gesture   Gesture   `json:"geste"`
	Label     string    `json:"libelle,omitempty"` // words of the screen, to the letter where a source gives them
	Mandatory bool      `json:"obligatoire"`       // the screen marks it with a star
	Words     string    `json:"mots,omitempty"`
	Field     Field     `json:"champ,omitempty"`
	Piece     PieceType `json:"piece,omitempty"`
	When      PhotoMode `json:"si,omitempty"` // only where the photo goes that way
	Note      string    `json:"note,omitempty"`
}

// ScreenNote is what to look out for on a screen.
type ScreenNote struct {
	Text string    `json:"texte"`
	When PhotoMode `json:"si,omitempty"` // only where the photo goes that way
}

// Gesture is what one does with a row.
type Gesture string

// The gestures.
const (
	ClickGesture  Gesture = "cliquer"
	TypeGesture   Gesture = "saisir"
	AttachGesture Gesture = "joindre"
)

// Field is the key of the dossier whose value a row takes.
type Field string

// The fields. The first names have a field each on the screen: the first, the
// second, and one more for each that follows, which a button adds.
const (
	FieldBirthName      Field = "demandeur.nom_naissance"
	FieldUsedName       Field = "demandeur.nom_usage"
	FieldSex            Field = "demandeur.sexe"
	FieldFirstName      Field = "demandeur.prenoms[0]"
	FieldSecondName     Field = "demandeur.prenoms[1]"
	FieldFurtherNames   Field = "demandeur.prenoms[2:]"
	FieldBirthDate      Field = "demandeur.date_naissance"
	FieldBirthCountry   Field = "demandeur.lieu_naissance.pays"
	FieldBirthDivision  Field = "demandeur.lieu_naissance.departement"
	FieldBirthTown      Field = "demandeur.lieu_naissance.commune"
	FieldStreetNumber   Field = "demandeur.adresse.numero"
	FieldStreetExtra    Field = "demandeur.adresse.extension"
	FieldStreetType     Field = "demandeur.adresse.type_voie"
	FieldStreet         Field = "demandeur.adresse.nom_voie"
	FieldAddressDetails Field = "demandeur.adresse.complement"
	FieldPostcode       Field = "demandeur.adresse.code_postal"
	FieldTown           Field = "demandeur.adresse.commune"
	FieldEmail          Field = "demandeur.courriel"
	FieldPhone          Field = "demandeur.telephone"
	FieldPhotoCode      Field = "demande.photo_signature.code"
)

// PhotoMode is how the photo and the signature reach ANTS, under the contract's
// words.
type PhotoMode string

// The two ways.
const (
	PhotoPosted PhotoMode = "courrier"
	PhotoCoded  PhotoMode = "numerique"
)

// Numbers of the screens (S2).
const (
	motiveScreen = iota + 1
	civilScreen
	addressScreen
	photoScreen
	PiecesScreen
	SummaryScreen
	confirmationScreen
)

// screenTitles are the seven titles at the head of every screen.
//
// S2 (« Faire une nouvelle demande »).
var screenTitles = map[int]string{
	motiveScreen:       "Motif de demande",
	civilScreen:        "État civil",
	addressScreen:      "Adresse et contact",
	photoScreen:        "Photo / Signature",
	PiecesScreen:       "Pièces justificatives",
	SummaryScreen:      "Récapitulatif",
	confirmationScreen: "Confirmation",
}

// screens is the way through ANTS, once the request and its pieces are decided;
// none where there is no request to make online. A request that opens later
// keeps its screens, and says when they serve.
func (m *matter) screens(build func(*matter) []Screen) []Screen {
	if build == nil || m.d.Online == nil || m.d.Online.closed {
		return []Screen{}
	}
	screens := build(m)
	first := &screens[0]
	switch sent := m.requestDone(); {
	case !sent.IsZero():
		first.warn("Votre demande est envoyée depuis le " + sent.French() + " : ces écrans ne servent plus que pour la modifier si elle est « A compléter », ou pour en refaire une après un rejet.")
	case !m.d.Online.Possible:
		first.warn("Ces écrans servent quand la demande vous est ouverte. " + m.d.Online.Reason)
	}
	return screens
}

// warn puts a note before the others.
func (s *Screen) warn(text string) {
	s.Notes = slices.Insert(s.Notes, 0, ScreenNote{Text: text})
}

// newScreen is a screen that ends with the button to the next one.
//
// S2 (« cliquer sur « Etape suivante » »).
func newScreen(number int, sources []string, rows ...ScreenRow) Screen {
	return Screen{
		Number: number, Title: screenTitles[number], Sources: sources, Notes: []ScreenNote{},
		Rows: append(rows, ScreenRow{Gesture: ClickGesture, Words: clickNext}),
	}
}

// noted adds notes to a screen.
func (s Screen) noted(texts ...string) Screen {
	for _, text := range texts {
		s.Notes = append(s.Notes, ScreenNote{Text: text})
	}
	return s
}

// requestScreens are the seven screens, whose first one depends on the démarche.
func (m *matter) requestScreens(motive Screen) []Screen {
	return []Screen{motive, m.civilStatusScreen(), addressAndContactScreen(), m.photoScreen(), m.piecesScreen(), recapScreen(), m.confirmationScreen()}
}

// civilStatusScreen is screen 2.
//
// S2 (étape 2, labels and hints to the letter); S4 (NEPH, 00/00/19XX).
func (m *matter) civilStatusScreen() Screen {
	const optional = "facultatif : laissez vide si vous n'en avez pas"
	s := newScreen(civilScreen, []string{"S2", "S4"},
		ScreenRow{Gesture: TypeGesture, Label: "Nom de naissance", Mandatory: true, Field: FieldBirthName, Note: "celui de votre acte de naissance"},
		ScreenRow{Gesture: TypeGesture, Label: "Nom d'usage", Field: FieldUsedName, Note: "si nécessaire, par exemple nom d'épouse"},
		ScreenRow{Gesture: ClickGesture, Label: "Sexe", Mandatory: true, Field: FieldSex, Note: "« Femme » ou « Homme »"},
		ScreenRow{Gesture: TypeGesture, Label: "1er prénom", Mandatory: true, Field: FieldFirstName},
		ScreenRow{Gesture: TypeGesture, Label: "2ème prénom", Field: FieldSecondName, Note: optional},
		ScreenRow{Gesture: TypeGesture, Label: clickAddName, Field: FieldFurtherNames, Note: "un clic et un champ pour chaque prénom de plus"},
		ScreenRow{Gesture: TypeGesture, Label: "Date de naissance", Mandatory: true, Field: FieldBirthDate, Note: "JJ/MM/AAAA"},
		ScreenRow{Gesture: TypeGesture, Label: "Pays de naissance", Mandatory: true, Field: FieldBirthCountry},
		ScreenRow{Gesture: TypeGesture, Label: "Département ou Collectivité d'outre-mer de naissance", Mandatory: true, Field: FieldBirthDivision},
		ScreenRow{Gesture: TypeGesture, Label: "Commune de naissance", Mandatory: true, Field: FieldBirthTown},
	).noted(
		"* : champ obligatoire. Tous vos prénoms, dans l'ordre de l'état civil, un par champ ; un prénom composé garde son trait d'union (Jean-Pierre).",
		"« Enregistrer » garde la demande en brouillon ; l'ANTS supprime toute demande après six mois.",
	)
	if m.s.Procedure != LicenceError {
		s = s.noted("Un champ « numéro de permis » ou « numéro NEPH » n'est pas obligatoire : laissez-le vide si vous ne l'avez pas.")
	}
	if m.registers() {
		s = s.noted(birthDateBlocked)
	}
	return s
}

// birthDateBlocked is what to do when the theory test will not take the date.
//
// S4.
const birthDateBlocked = "Si l'inscription au code bloque ensuite sur une date de naissance en 00/00/19XX, c'est à l'organisme du code de l'accepter : contactez-le, l'ANTS n'y peut rien."

// registers reports whether the request leads to the exams.
func (m *matter) registers() bool {
	return m.s.Procedure == FirstRegistration || m.isReturn() && !m.producing()
}

// addressAndContactScreen is screen 3.
//
// S2 (étape 3, labels to the letter; « il convient de cliquer sur « Oui » »); S4
// (request made for somebody else).
func addressAndContactScreen() Screen {
	return newScreen(addressScreen, []string{"S2", "S4"},
		ScreenRow{Gesture: TypeGesture, Label: "N° de la voie", Field: FieldStreetNumber},
		ScreenRow{Gesture: TypeGesture, Label: "Extension (bis, ter, etc)", Field: FieldStreetExtra},
		ScreenRow{Gesture: TypeGesture, Label: "Type de voie (avenue, boulevard, etc)", Field: FieldStreetType},
		ScreenRow{Gesture: TypeGesture, Label: "Nom de la voie", Mandatory: true, Field: FieldStreet},
		ScreenRow{Gesture: TypeGesture, Label: "Complément d'adresse", Field: FieldAddressDetails, Note: "étage, escalier, appartement, immeuble, bâtiment, résidence, lieu-dit"},
		ScreenRow{Gesture: TypeGesture, Label: "Code Postal", Mandatory: true, Field: FieldPostcode},
		ScreenRow{Gesture: TypeGesture, Label: "Commune", Mandatory: true, Field: FieldTown},
		ScreenRow{Gesture: ClickGesture, Label: "Préfecture de rattachement", Mandatory: true, Note: "la préfecture ou sous-préfecture dont dépend votre domicile"},
		ScreenRow{Gesture: TypeGesture, Label: "Adresse mél.", Mandatory: true, Field: FieldEmail},
		ScreenRow{Gesture: TypeGesture, Label: "Téléphone portable (Recommandé)", Field: FieldPhone},
		ScreenRow{
			Gesture: ClickGesture, Mandatory: true, Words: "Oui",
			Label: "J'accepte que mes données personnelles soient réutilisées à des fins d'information (elles ne seront ni vendues ni cédées à des organismes à but lucratif).",
			Note:  "« Oui » est conseillé pour être tenu au courant de la demande",
		},
	).noted("Vous faites la demande pour quelqu'un d'autre ? Donnez son adresse, son courriel et son téléphone, pas les vôtres : c'est cette personne que l'ANTS prévient.")
}

// photoScreen is screen 4.
//
// S2 (étape 4, options to the letter); S4 (« Ce code n'est valable qu'une
// fois »); 24 to 48 hours: no official source.
func (m *matter) photoScreen() Screen {
	s := newScreen(photoScreen, []string{"S2", "S4"},
		ScreenRow{Gesture: ClickGesture, Label: "Merci de sélectionner l'une des options ci-dessous", Words: clickPhotoCoded, When: PhotoCoded},
		ScreenRow{Gesture: TypeGesture, Label: "Code photo signature numérique", Field: FieldPhotoCode, When: PhotoCoded},
		ScreenRow{Gesture: ClickGesture, Label: "Merci de sélectionner l'une des options ci-dessous", Words: clickPhotoPosted, When: PhotoPosted},
	)
	code := "Le code à 22 chiffres est sur la planche de la cabine ou du photographe « Agréé services en ligne ANTS ». Il ne sert qu'une fois, pour une seule demande."
	if m.producing() {
		code += " Celui de votre demande d'inscription ne peut donc plus servir : il en faut un nouveau."
	}
	s.Notes = append(s.Notes,
		ScreenNote{code, PhotoCoded},
		ScreenNote{"Code non reconnu ? Attendez 24 à 48 heures, puis recommencez. Pas encore de photo ? Cliquez sur « " + clickPhotoFind + " ».", PhotoCoded},
		ScreenNote{"Le formulaire de dépôt à imprimer est donné à l'écran 7.", PhotoPosted},
	)
	return s
}

// attachHeadings are the headings of the screen under which a piece goes. The
// host's proof of address stands under that of the person.
//
// S2 (étape 5).
var attachHeadings = map[PieceType]string{
	Identity:           "Pièce d'identité",
	ProofOfAddress:     "Justificatif de domicile",
	MedicalOpinion:     "Avis médical",
	HostingStatement:   "attestation d'hébergement",
	HostIdentity:       "pièce d'identité de l'hébergeant",
	HostProofOfAddress: "Justificatif de domicile",
}

// piecesScreen is screen 5: a row for each piece of the decision.
//
// S2 (étape 5); S4 (formats, 11 Mo).
func (m *matter) piecesScreen() Screen {
	rows := []ScreenRow{{Gesture: ClickGesture, Label: "Sous chaque pièce", Words: clickAttach}}
	unnamed := false
	for _, p := range m.d.Pieces {
		if p.Type == ProofOfAddress && m.requires(HostProofOfAddress) {
			continue // the host's takes its place
		}
		heading, known := attachHeadings[p.Type]
		if !known {
			heading, unnamed = typeset(p.Label), true
		}
		rows = append(rows, ScreenRow{Gesture: AttachGesture, Label: heading, Mandatory: p.Mandatory, Piece: p.Type, Note: attachNote(p)})
	}
	s := newScreen(PiecesScreen, []string{"S2", "S4"}, rows...).noted(
		"Formats JPG, PNG, BMP, TIFF ou PDF, 11 Mo au plus par document. « Document valide » s'affiche en vert quand le fichier est pris ; cliquez sur son titre pour le revoir.",
	)
	if unnamed {
		s = s.noted("Pour les pièces autres que l'identité, le domicile, l'hébergement et l'avis médical, nos sources ne donnent pas l'intitulé exact : choisissez celui qui s'en approche, au besoin dans la liste déroulante de pièces complémentaires.")
	}
	return s
}

// requires reports whether a piece is mandatory.
func (m *matter) requires(t PieceType) bool {
	return slices.ContainsFunc(m.d.Pieces, func(p RequiredPiece) bool { return p.Type == t && p.Mandatory })
}

// attachNote is the page limit as the screen writes it, and where the piece hides.
func attachNote(p RequiredPiece) string {
	var parts []string
	switch p.Type {
	case HostingStatement, HostIdentity:
		parts = append(parts, "par la liste déroulante de pièces complémentaires")
	case HostProofOfAddress:
		parts = append(parts, "celui de l'hébergeant")
	}
	if p.PagesMax != nil {
		pages := "pages"
		if *p.PagesMax == 1 {
			pages = "page"
		}
		parts = append(parts, fmt.Sprintf("%d %s maximum", *p.PagesMax, pages))
	}
	if !p.Mandatory {
		parts = append(parts, "selon le cas")
	}
	return strings.Join(parts, ", ")
}

// recapScreen is screen 6. No source gives the words of its last button.
//
// S2 (étape 6); S4 (a request that is sent can no longer be changed).
func recapScreen() Screen {
	return Screen{
		Number: SummaryScreen, Title: screenTitles[SummaryScreen], Rows: []ScreenRow{}, Notes: []ScreenNote{}, Sources: []string{"S2", "S4"},
	}.noted("Relisez chaque ligne lettre par lettre, corrigez ce qui est faux, puis validez : une fois validée, la demande ne peut plus être modifiée, et c'est l'administration qui revient vers vous en cas de besoin.")
}

// confirmationScreen is screen 7.
//
// S2 (étape 7, the form and its address); S4 (formulaire, pli sécurisé); W: and
// SP-R42947 (payment).
func (m *matter) confirmationScreen() Screen {
	s := Screen{
		Number: confirmationScreen, Title: screenTitles[confirmationScreen], Rows: []ScreenRow{}, Sources: []string{"S2", "S4"},
		Notes: []ScreenNote{{Text: "Un courriel de confirmation part à l'adresse donnée à l'écran 3 : gardez-le avec le numéro de la demande."}},
	}
	if m.s.Procedure == Loss || m.s.Procedure == Theft {
		s = s.noted("À la fin de la demande, une page fait payer les 25 € du nouveau permis, par carte bancaire ou avec le timbre fiscal dématérialisé.")
		s.Sources = append(s.Sources, "SP-R42947", "W:autoecole.ants.gouv.fr")
	}
	s.Notes = append(s.Notes,
		ScreenNote{"Téléchargez et imprimez le formulaire de dépôt proposé ici. Collez la photo sans agrafe, signez à l'encre noire dans le cadre, ne raturez rien. Postez-le seul, sans aucune pièce justificative, en courrier simple (ni suivi ni recommandé), à l'adresse imprimée dessus : CTN, CS 80168, 53102 MAYENNE CEDEX.", PhotoPosted},
		ScreenNote{"Formulaire égaré ? Dans le tableau de bord de votre compte, choisissez « Consulter » : il est à la rubrique « Photo / signature de la personne concernée par le titre ».", PhotoPosted},
	)
	switch {
	case m.s.Procedure == MilitaryLicence || m.s.Procedure == ProfessionalDiploma:
		s = s.noted("Un récépissé de dépôt est délivré : gardez-le. Le permis arrive sous pli sécurisé.")
	case !m.registers():
		s = s.noted("Le permis arrive sous pli sécurisé.")
	}
	return s
}

// typesetScreens puts the no-break spaces in what explains the screens. The words
// to click and the labels stay those of the screen.
func typesetScreens(screens []Screen) {
	for i := range screens {
		for j := range screens[i].Notes {
			screens[i].Notes[j].Text = typeset(screens[i].Notes[j].Text)
		}
		for j := range screens[i].Rows {
			screens[i].Rows[j].Note = typeset(screens[i].Rows[j].Note)
		}
	}
}
