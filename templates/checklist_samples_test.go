package templates

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

// fullChecklist has one of everything, in the case the program sees most: a
// licence lost for want of points, a proof of address that is too old.
func fullChecklist() Checklist {
	return Checklist{
		Date:          calendar.New(2026, 11, 21),
		DossierNumber: "PC-2026-000123",
		Who:           "Zoé M.",
		Procedure:     "Retour au permis après invalidation",
		Verdict:       Refused,
		Title:         "En l’état, votre dossier serait refusé",
		Summary:       "Deux pièces sont à refaire avant l’envoi. Le reste est prêt.",
		Pieces: []CheckedPiece{
			{"Pièce d’identité", []string{"cni-recto.jpg", "cni-verso.jpg"}, nil, Acceptable, []Finding{
				{Info, "La carte est prolongée de 5 ans : elle reste valable jusqu’au 14 mars 2027.", "", "cni-recto.jpg", 0},
			}},
			{"Justificatif de domicile", []string{"facture.pdf"}, nil, Refused, []Finding{
				{Blocking, "La facture est du 2 mars 2026 : elle a plus de 6 mois au 21 novembre 2026.", "Téléchargez une facture émise après le 21 mai 2026 dans l’espace client de votre fournisseur.", "facture.pdf", 1},
				{Warning, "Le nom du titulaire n’est pas celui du dossier : « M. et Mme MARTIN ».", "Si la facture n’est pas à votre nom, joignez l’attestation d’hébergement, l’identité de l’hébergeant et son justificatif.", "facture.pdf", 1},
			}},
			{"Avis médical", []string{"avis.tiff"}, nil, ToVerify, []Finding{
				{Undetermined, "La page 3 n’a pas pu être lue.", "Ouvrez la page 3 et vérifiez que tout le texte est net.", "avis.tiff", 3},
			}},
		},
		Findings: []Finding{
			{Blocking, "L’attestation de recensement ou de JDC manque.", "Ajoutez-la au dossier : elle est demandée aux Français de moins de 25 ans.", "", 0},
		},
		Required: []RequiredPiece{
			{"Pièce d’identité", "Recto et verso, en cours de validité.", 2, 0, true, true, Acceptable, []string{"S2"}},
			{"Justificatif de domicile", "Eau, électricité, gaz, téléphone, avis d’imposition ou quittance de loyer non manuscrite.", 5, 6, true, true, Refused, []string{"S2", "SP31847b"}},
			{"Avis médical (cerfa 14880*02)", "Le feuillet bleu remis par le médecin agréé.", 6, 24, true, true, ToVerify, []string{"S2", "ARMED"}},
			{"Attestation de recensement ou de JDC", "Demandée de 18 à 25 ans aux Français.", 0, 0, true, false, "", []string{"AR12"}},
			{"Récépissé de remise du permis (réf. 44)", "À garder sous la main : il fait foi sur les dates.", 0, 0, false, false, "", []string{"S1"}},
		},
		Exams:           &Requirement{Title: "Épreuve théorique seulement (code)", Detail: "Vous aviez votre permis depuis plus de trois ans, l’interdiction est de six mois, et la demande part avant le 7 décembre 2026 : l’épreuve pratique est supprimée.", Sources: []string{"R224-20"}},
		Medical:         &Requirement{Title: "Visite médicale devant la commission médicale", Detail: "Une des infractions concerne l’alcool ou les stupéfiants. Comptez 50 €.", Sources: []string{"R226-3"}},
		Psychotechnical: &Requirement{Title: "Test psychotechnique, avant la visite", Detail: "L’avis médical ne peut être émis qu’après le test, qui doit dater de moins de six mois le jour de la visite.", Sources: []string{"R224-21"}},
		Deadlines: []Deadline{
			{Date: calendar.New(2026, 12, 7), Label: "Dernier jour sûr pour demander le nouveau permis sans repasser la conduite", Sources: []string{"R224-20"}},
			{Date: calendar.New(2026, 3, 18), Label: "Restitution du permis invalidé", Past: true, Done: true, Sources: []string{"R223-3"}},
			{Date: calendar.New(2026, 9, 8), Label: "Dernier jour de l’interdiction", Past: true, Sources: []string{"L223-5"}},
			{Label: "Fin de validité du code : cinq ans après la réussite", Sources: []string{"AR12"}},
			{Date: calendar.New(2027, 5, 21), Label: "L’ANTS efface la demande, quel que soit son état : archivez vos documents", Sources: []string{"S4"}},
		},
		Online: &OnlinePath{true, []string{
			"Je m’inscris pour pouvoir me présenter aux épreuves du permis de conduire",
			"dans le cadre d’un retour au permis (à la suite d’une invalidation ou annulation…)",
		}, "Le motif ne peut plus être changé ensuite : en cas d’erreur, supprimez le brouillon et recommencez.", "", []string{"S2", "S4"}},
		Steps: []Step{
			{Title: "Passer le test psychotechnique", Detail: "Chez un psychologue déclaré au préfet, quarante minutes au moins.", Cost: &CostRange{70, 140}, Sources: []string{"SP2727"}},
			{Title: "Passer la visite médicale", Detail: "Apportez le résultat du test, votre pièce d’identité et le cerfa prérempli.", Link: "https://www.service-public.fr/particuliers/vosdroits/F2727", Cost: &CostRange{50, 50}, Sources: []string{"SP2727"}},
			{Title: "Déposer la demande d’inscription à l’ANTS", Detail: "Avec les pièces de cette liste, avant la date limite.", Link: "https://permisdeconduire.ants.gouv.fr", Cost: &CostRange{0, 0}, Sources: []string{"S0"}},
			{Title: "Passer le code", Detail: "Une fois la demande validée, chez un opérateur agréé.", Cost: &CostRange{30, 30}, Sources: []string{"SP33694"}},
			{Title: "Demander la fabrication du permis", Detail: "Avec le certificat d’examen et la fiche « retour permis ».", Cost: &CostRange{0, 0}, Sources: []string{"S0"}},
		},
		Budget: &CostRange{150, 220},
		Alerts: []Alert{
			{"titre_am_possible", "En attendant, vous pouvez demander un permis limité à la catégorie AM.", []string{"S4"}},
			{MissingFact, "Un fait manque : la date de réussite au code.", []string{"AR12"}},
			{DivergentReadings, "Les administrations ne comptent pas les neuf mois de la même façon. La date de cette liste est la plus sûre : 7 décembre 2026. La préfecture accepterait le 8 décembre 2026.", []string{"R224-20", "S0", "S1"}},
		},
		Glossary: []Term{
			{"réf. 44", "Récépissé que la préfecture poste une fois le permis remis."},
			{"48SI", "Lettre recommandée qui annonce que le permis n’a plus de points."},
		},
		Sources: []Source{
			{"S0", "Préfecture de police, réinscription au permis de conduire après invalidation", ""},
			{"S1", "Préfecture d’Eure-et-Loir, « En cas d’invalidation »", "https://www.eure-et-loir.gouv.fr"},
			{"S2", "Préfecture de police, tutoriel de la demande en ligne ANTS", ""},
			{"S4", "ANTS, foire aux questions du permis de conduire", "https://permisdeconduire.ants.gouv.fr"},
			{"R224-20", "Code de la route, article R224-20, alinéa 2 (version en vigueur au 16 avril 2024)", "https://www.legifrance.gouv.fr/codes/section_lc/LEGITEXT000006074228/LEGISCTA000006177149/"},
			{"R224-21", "Code de la route, article R224-21", ""},
			{"R226-3", "Code de la route, article R226-3", ""},
			{"R223-3", "Code de la route, article R223-3, III", ""},
			{"L223-5", "Code de la route, article L223-5, II", ""},
			{"AR12", "Arrêté du 20 avril 2012 fixant les conditions d’établissement, de délivrance et de validité du permis de conduire", ""},
			{"ARMED", "Arrêté du 31 juillet 2012 relatif à l’organisation du contrôle médical de l’aptitude à la conduite", ""},
			{"SP2727", "service-public.fr, contrôle médical après une infraction", "https://www.service-public.fr/particuliers/vosdroits/F2727"},
			{"SP31847b", "service-public.fr, justificatif de domicile pour le permis", "https://www.service-public.fr/particuliers/vosdroits/F31847"},
			{"SP33694", "service-public.fr, épreuve théorique générale", ""},
		},
	}
}

// richChecklist is fullChecklist with the screens, the statuses and the pictures
// that a dossier gives.
func richChecklist() Checklist {
	c := fullChecklist()
	c.KnownOn = calendar.New(2026, 11, 21)
	c.Online.Link = "https://permisdeconduire.ants.gouv.fr/Services-associes/Effectuer-une-demande-de-permis-de-conduire-en-ligne"
	for i, piece := range c.Pieces {
		for j, file := range piece.Files {
			c.Pieces[i].Pictures = append(c.Pieces[i].Pictures, Thumbnail{file, 1, drawnPage(i + j)})
		}
	}
	c.Screens = []Screen{
		{Number: 1, Title: "Motif de demande", Rows: []ScreenRow{
			{ClickRow, "", "Je m’inscris pour pouvoir me présenter aux épreuves du permis de conduire", ""},
			{ClickRow, "", "dans le cadre d’un retour au permis (à la suite d’une invalidation ou annulation du permis de conduire)", ""},
			{ClickRow, "Cette demande inclut-elle une catégorie lourde ?", "Non", ""},
			{ClickRow, "", "Étape suivante", ""},
		}, Note: "Le motif ne peut plus être changé ensuite : en cas d’erreur, supprimez le brouillon et recommencez.", Sources: []string{"S2"}},
		{Number: 2, Title: "État civil", Rows: []ScreenRow{
			{TypeRow, "Nom de naissance *", "MÉRIADEC", "celui de votre acte de naissance"},
			{TypeRow, "Nom d’usage", "", "si nécessaire, par exemple nom d’épouse"},
			{ClickRow, "Sexe *", "Femme", ""},
			{TypeRow, "1er prénom *", "Zoé", ""},
			{TypeRow, "2ème prénom", "Anne-Laure", ""},
			{TypeRow, "Date de naissance *", "17/04/1988", "JJ/MM/AAAA"},
			{TypeRow, "Département ou Collectivité d’outre-mer de naissance *", "28", ""},
			{TypeRow, "Commune de naissance *", "Chartres", ""},
			{ClickRow, "", "Étape suivante", ""},
		}, Note: "* : champ obligatoire.", Sources: []string{"S2", "S4"}},
		{Number: 5, Title: "Pièces justificatives", Rows: []ScreenRow{
			{AttachRow, "Justificatif d’identité", "cni-recto.jpg, cni-verso.jpg", ""},
			{AttachRow, "Justificatif de domicile", "", "à refaire"},
			{AttachRow, "Avis médical", "avis.tiff", ""},
			{ClickRow, "", "Étape suivante", ""},
		}, Note: "", Sources: []string{"S2"}},
	}
	c.Statuses = []RequestStatus{
		{"Brouillon", "La demande n’est pas terminée.", "Terminez-la, ou supprimez-la pour changer de motif.", false, true},
		{"En cours d’instruction", "Un agent étudie la demande.", "Attendez.", false, false},
		{"A compléter", "Des pièces manquent ou ne conviennent pas.", "Modifiez la demande dans votre compte.", false, true},
		{"Rejet des images", "La photo ou la signature ne convient pas.", "Refaites la photo, puis faites une nouvelle demande.", true, false},
		{"Validée par l’administration", "Le permis est envoyé sous 15 jours.", "Rien à faire.", false, false},
	}
	return c
}

// drawnPage is a small picture of a page, or of a card, that is no one's.
func drawnPage(n int) []byte {
	size := image.Rect(0, 0, 212, 300)
	if n%2 == 0 {
		size = image.Rect(0, 0, 300, 190)
	}
	picture := image.NewGray(size)
	for i := range picture.Pix {
		picture.Pix[i] = 245
		if x, y := i%size.Dx(), i/size.Dx(); y%14 < 4 && x > 20 && x < size.Dx()-20-n%5*9 && y > 30 {
			picture.Pix[i] = 90
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 60}); err != nil {
		panic(err) // into memory, from a picture: no test passes
	}
	return b.Bytes()
}

// hardChecklist has what strains a layout: many findings, names of files
// without a space, letters no font has, texts longer than a page.
func hardChecklist() Checklist {
	c := fullChecklist()
	c.DossierNumber = strings.Repeat("PC-2026-", 20)
	c.Procedure = "Retour au permis après annulation judiciaire, fabrication du titre, catégories A2, B, BE et C1E"
	c.Deadlines = []Deadline{{Label: "Dernier jour de l’interdiction"}, {Label: strings.Repeat("Une date dont le fait manque. ", 9)}}
	c.Pieces = nil
	for i := range 12 {
		c.Pieces = append(c.Pieces, CheckedPiece{
			Label:   fmt.Sprintf("Pièce numéro %d", i+1),
			Files:   []string{strings.Repeat("IMG_20261121_", 12) + ".jpg", "été 🏖️ \u202e文書.pdf"},
			Verdict: []Verdict{Refused, ToVerify, Acceptable, "inconnu"}[i%4],
			Findings: []Finding{{
				Severity: []Severity{Info, Undetermined, Warning, Blocking, "étrange"}[i%5],
				Message:  strings.Repeat("Le fichier est trop lourd ou trop sombre, et le programme le dit longuement. ", 1+i/3),
				Remedy:   strings.Repeat("Refaites la photo à la lumière du jour, sans ombre ni reflet. ", 1+i%3),
				File:     strings.Repeat("document_sans_espace_", 8) + ".pdf",
				Page:     i,
			}},
		})
	}
	c.Alerts = append(c.Alerts, Alert{"nouveau", strings.Repeat("Un avertissement plus long qu’une page entière. ", 160), []string{"S0", "inconnue"}})
	c.Steps = append(c.Steps, Step{Title: "Une adresse mal faite", Link: `https://example.org/a(b)\c?é=<1>` + strings.Repeat("/long", 40)}, Step{Title: "Pas une adresse", Link: "javascript:alert(1)"})
	c.Online = &OnlinePath{Possible: false, Detail: "Adressez-vous à la préfecture de votre domicile."}
	return c
}

// clearChecklist is a dossier with nothing to correct.
func clearChecklist() Checklist {
	c := fullChecklist()
	c.Verdict, c.Title, c.Summary = Acceptable, "Rien ne s’oppose à l’envoi de votre dossier", "Toutes les pièces demandées sont là et aucun contrôle n’a trouvé d’obstacle."
	c.Findings, c.Alerts = nil, nil
	for i := range c.Pieces {
		c.Pieces[i].Verdict, c.Pieces[i].Findings = Acceptable, nil
	}
	for i := range c.Required {
		c.Required[i].Present, c.Required[i].Verdict = true, Acceptable
	}
	return c
}
