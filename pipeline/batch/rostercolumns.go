package batch

import (
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
)

// Format is how the cells of a column are read.
type Format int

const (
	Text   Format = iota
	Digits        // a number that starts with 0, which spreadsheets take away
	List          // several values
	Day           // a date
	Whole         // a number
	YesNo         // oui or non
	Choice        // one of Choices
	Names         // first names
)

// Column is a column of a roster.
type Column struct {
	Key     string // of the dossier, dotted; or one of the keys below
	Title   string // as the empty roster has it
	Other   []string
	Format  Format
	Wide    int // digits, of [Digits]
	Choices []Option
	Example string
	Note    string // for who fills it in; empty where the title says it all
	// Rare columns are read, and not in the empty roster.
	Rare bool
}

// Option is a value of a closed list, the title it has in a roster, and other
// words for it.
type Option struct {
	Value, Title string
	Other        []string
}

// Keys of columns that are no key of a dossier.
const (
	folderColumn   = "dossier"
	nameColumn     = "nom_et_prenom"
	surnameColumn  = "nom" // beside a « nom de naissance »: the used name
	birthName      = "demandeur.nom_naissance"
	usedName       = "demandeur.nom_usage"
	firstNames     = "demandeur.prenoms"
	birthDate      = "demandeur.date_naissance"
	streetColumn   = "demandeur.adresse"
	photoMode      = "demande.photo_signature.mode"
	photoCode      = "demande.photo_signature.code"
	procedureKey   = "situation.demarche"
	phoneDigits    = 10
	postcodeDigits = 5
)

// columns are all columns of a roster, in the order of an empty one.
var columns = []Column{
	{Key: surnameColumn, Title: "Nom", Other: []string{"nom de famille", "nom patronymique"}, Example: ExampleName, Note: "Le nom de naissance, comme sur la pièce d’identité."},
	{Key: birthName, Title: "Nom de naissance", Other: []string{"nom naissance", "nom de jeune fille"}, Rare: true},
	{Key: usedName, Title: "Nom d’usage", Other: []string{"nom usage", "nom marital", "nom d’épouse", "nom usuel"}},
	{Key: nameColumn, Title: "Nom et prénom", Other: []string{"nom prénom", "prénom nom", "prénom et nom", "client", "élève", "stagiaire", "candidat"}, Rare: true},
	{Key: firstNames, Title: "Prénoms", Other: []string{"prénom"}, Format: Names, Example: "Camille, Anne", Note: "Séparés par des virgules, dans l’ordre de la pièce d’identité."},
	{Key: "demandeur.sexe", Title: "Sexe", Other: []string{"civilité", "genre", "titre"}, Format: Choice, Choices: []Option{
		{"F", "F", []string{"femme", "féminin", "mme", "madame", "mlle", "mademoiselle"}}, {"M", "M", []string{"homme", "masculin", "h", "mr", "monsieur"}},
	}, Example: "F"},
	{Key: birthDate, Title: "Date de naissance", Other: []string{"naissance", "né le", "née le", "né(e) le", "ddn", "date naiss"}, Format: Day, Example: "14/02/1991"},
	{Key: "demandeur.lieu_naissance.commune", Title: "Commune de naissance", Other: []string{"lieu de naissance", "ville de naissance"}, Example: "Chartres"},
	{Key: "demandeur.lieu_naissance.departement", Title: "Département de naissance", Format: Digits, Wide: 2, Rare: true},
	{Key: "demandeur.lieu_naissance.pays", Title: "Pays de naissance", Rare: true},
	{Key: streetColumn, Title: "Adresse", Other: []string{"rue", "voie", "adresse postale", "adresse 1", "n° et rue"}, Example: "12 bis rue du Faubourg"},
	{Key: "demandeur.adresse.complement", Title: "Complément d’adresse", Other: []string{"adresse 2", "complément", "bâtiment", "appartement"}},
	{Key: "demandeur.adresse.code_postal", Title: "Code postal", Other: []string{"cp"}, Format: Digits, Wide: postcodeDigits, Example: "28000"},
	{Key: "demandeur.adresse.commune", Title: "Commune", Other: []string{"ville", "localité"}, Example: "Chartres"},
	{Key: "demandeur.telephone", Title: "Téléphone", Other: []string{"tél", "portable", "mobile", "gsm", "n° de téléphone", "tél portable", "téléphone portable", "téléphone mobile", "n° de portable"}, Format: Digits, Wide: phoneDigits, Example: "06 99 00 12 34"},
	{Key: "demandeur.courriel", Title: "Courriel", Other: []string{"mail", "email", "e-mail", "mél", "adresse mail", "adresse email", "adresse e-mail", "adresse électronique"}, Example: "camille@example.org"},
	{Key: "demande.numero", Title: "N° de demande", Other: []string{"demande", "n° ANTS", "demande ANTS", "n° de demande ANTS", "référence ANTS", "n° France Titres"}, Example: "PC-2026-000123", Note: "Celui que l’ANTS a donné, si la demande est commencée."},
	{Key: photoMode, Title: "Photo", Other: []string{"mode photo", "photo signature", "photo et signature", "envoi de la photo", "mode de la photo"}, Format: Choice, Choices: []Option{
		{string(pipeline.PhotoDigital), "numérique (code)", []string{"numérique", "e-photo", "ephoto", "code", "agréé"}}, {string(pipeline.PhotoByPost), "par courrier", []string{"courrier", "papier", "poste"}},
	}, Note: "Comment la photo et la signature parviennent à l’ANTS."},
	{Key: photoCode, Title: "Code photo", Other: []string{"code photo signature", "code e-photo", "code ephoto", "n° photo", "n° ephoto", "n° e-photo"}, Note: "Les 22 signes imprimés sur la planche d’un photographe agréé."},
	{Key: procedureKey, Title: "Démarche", Other: []string{"situation", "procédure", "motif", "type de demande", "type de démarche", "motif de la demande"}, Format: Choice, Choices: procedureOptions(), Example: pipeline.ProcedureTitle(rules.ReturnAfterInvalidation), Note: "Sans elle, les fichiers sont vérifiés, mais ni les pièces qui manquent ni les dates."},
	{Key: "situation.etape", Title: "Étape", Other: []string{"phase"}, Format: Choice, Choices: []Option{{string(rules.Registration), "inscription", nil}, {string(rules.Production), "fabrication", []string{"fabrication du titre"}}}, Note: "Après une invalidation ou une annulation : l’inscription aux épreuves, ou la fabrication du permis."},
	{Key: "situation.date_notification", Title: "Date 48SI", Other: []string{"48SI", "date de notification", "notification 48SI", "réception 48SI", "date de réception 48SI", "date de notification 48SI", "48SI reçue le", "notification"}, Format: Day, Example: "12/09/2026", Note: "Le jour où la lettre 48SI a été reçue."},
	{Key: "situation.date_restitution", Title: "Date de restitution", Other: []string{"restitution", "permis rendu le", "date de remise du permis", "restitution du permis", "date de restitution du permis", "remise du permis"}, Format: Day, Example: "18/09/2026", Note: "Le jour où le permis a été rendu."},
	{Key: "situation.titre_deja_remis", Title: "Permis déjà remis", Other: []string{"titre déjà remis"}, Format: YesNo, Rare: true},
	{Key: "situation.date_notification_precedente", Title: "Date 48SI précédente", Other: []string{"48SI précédente", "date de notification précédente"}, Format: Day, Rare: true},
	{Key: "situation.date_effet", Title: "Date d’effet", Other: []string{"date effet de l’annulation", "début de l’annulation"}, Format: Day, Note: "D’une annulation."},
	{Key: "situation.duree_mois", Title: "Durée (mois)", Other: []string{"durée", "durée en mois", "durée de la suspension", "durée de l’annulation"}, Format: Whole, Note: "D’une annulation ou d’une suspension."},
	{Key: "situation.date_debut", Title: "Date de début", Other: []string{"début", "début de la suspension", "date de début de la suspension"}, Format: Day, Note: "D’une suspension."},
	{Key: "situation.date_fin", Title: "Date de fin", Other: []string{"fin", "fin de la suspension", "fin de l’annulation", "fin de l’interdiction"}, Format: Day, Note: "Le dernier jour, s’il est imprimé sur le document."},
	{Key: "situation.origine", Title: "Origine", Format: Choice, Choices: []Option{{string(rules.Administrative), "administrative", []string{"préfet", "préfecture"}}, {string(rules.Judicial), "judiciaire", []string{"juge", "tribunal"}}}, Note: "D’une suspension."},
	{Key: "situation.alcool_stupefiants", Title: "Alcool ou stupéfiants", Other: []string{"alcool stupéfiants", "alcool", "stupéfiants", "alcool et stupéfiants"}, Format: YesNo, Example: "non"},
	{Key: "situation.date_permis", Title: "Permis obtenu le", Other: []string{"date du permis", "date d’obtention", "date d’obtention du permis", "obtention du permis"}, Format: Day, Example: "03/06/2014", Note: "La première catégorie."},
	{Key: "situation.categories", Title: "Catégories", Other: []string{"catégorie", "catégories du permis"}, Format: List, Example: "B"},
	{Key: "situation.conduite_accompagnee", Title: "Conduite accompagnée", Other: []string{"AAC"}, Format: YesNo, Rare: true},
	{Key: "situation.categorie_lourde", Title: "Catégorie lourde", Other: []string{"poids lourd", "groupe lourd"}, Format: YesNo, Rare: true},
	{Key: "situation.date_avis_medical", Title: "Date de l’avis médical", Other: []string{"avis médical"}, Format: Day},
	{Key: "situation.date_test_psychotechnique", Title: "Date du test psychotechnique", Other: []string{"test psychotechnique", "psychotechnique"}, Format: Day},
	{Key: "situation.date_visite_medicale", Title: "Date de la visite médicale", Other: []string{"visite médicale"}, Format: Day, Rare: true},
	{Key: "situation.date_etg", Title: "Date du code", Other: []string{"code obtenu le", "ETG", "date ETG", "code de la route"}, Format: Day, Rare: true},
	{Key: "situation.date_demande", Title: "Date de la demande", Format: Day, Rare: true},
	{Key: "situation.date_reception_titre", Title: "Permis reçu le", Other: []string{"date de réception du titre", "date de réception du permis"}, Format: Day, Rare: true},
	{Key: "situation.demenagement", Title: "Déménagement", Format: YesNo, Rare: true},
	{Key: "situation.titre_demande_en_ligne", Title: "Titre demandé en ligne", Format: YesNo, Rare: true},
	{Key: "situation.heberge", Title: "Hébergé", Other: []string{"hébergé(e)", "hébergée"}, Format: YesNo, Example: "non"},
	{Key: "situation.mineur", Title: "Mineur", Other: []string{"mineur(e)"}, Format: YesNo, Rare: true},
	{Key: "situation.nationalite", Title: "Nationalité", Format: Choice, Choices: []Option{
		{string(rules.French), "française", []string{"français", "france", "fr"}}, {string(rules.European), "UE", []string{"union européenne", "européenne"}}, {string(rules.OtherNational), "autre", []string{"hors ue", "étrangère"}},
	}, Example: "française"},
	{Key: folderColumn, Title: "Dossier", Other: []string{"répertoire", "nom du dossier", "nom du répertoire", "chemin", "dossier client", "répertoire du client"}, Note: "Le nom du répertoire du client, s’il n’est pas son nom suivi de son prénom."},
}

// ExampleName is the surname of the example in an empty roster: its line is no
// client's.
const ExampleName = "EXEMPLE (ligne à effacer)"

// Columns lists the columns of an empty roster.
func Columns() []Column {
	return slices.DeleteFunc(slices.Clone(columns), func(c Column) bool { return c.Rare })
}

// procedureWords are what schools call the démarches.
var procedureWords = map[rules.Procedure][]string{
	rules.ReturnAfterInvalidation: {"invalidation", "48SI", "solde nul", "perte de points", "retour après invalidation", "permis invalidé"},
	rules.ReturnAfterAnnulation:   {"annulation", "permis annulé", "retour après annulation"},
	rules.Suspension:              {"permis suspendu", "restitution après suspension"},
	rules.CategoryAM:              {"AM", "BSR", "permis AM"},
	rules.LicenceError:            {"erreur", "erreur titre"},
	rules.MilitaryLicence:         {"permis militaire", "conversion militaire"},
	rules.ProfessionalDiploma:     {"titre professionnel", "diplôme pro"},
	rules.Loss:                    {"perdu", "duplicata perte"},
	rules.Theft:                   {"volé", "duplicata vol"},
	rules.Damage:                  {"détérioré", "abîmé"},
	rules.Renewal:                 {"renouvellement de titre", "prorogation"},
	rules.InternationalPermit:     {"international"},
	rules.FirstRegistration:       {"inscription", "première demande", "permis B", "inscription permis B"},
}

func procedureOptions() []Option {
	var list []Option
	for _, p := range rules.Procedures() {
		list = append(list, Option{string(p), pipeline.ProcedureTitle(p), procedureWords[p]})
	}
	return list
}

// value returns which value of a closed list a cell means.
func (c Column) value(cell string) (string, bool) {
	said := plainWords(cell)
	for _, o := range c.Choices {
		for _, word := range append([]string{o.Value, o.Title}, o.Other...) {
			if plainWords(word) == said {
				return o.Value, true
			}
		}
	}
	return "", false
}

// headerKey is what headings have in common that mean the same: « N° de la
// demande », « numéro demande ».
func headerKey(heading string) string {
	var kept []string
	for _, word := range strings.Fields(plainWords(strings.ReplaceAll(heading, "N°", "numero "))) {
		switch word {
		case "de", "du", "d", "des", "la", "le", "l", "et", "ou", "e", "s", "au", "en", "jj", "mm", "aaaa":
			continue
		case "n", "no", "num", "nr":
			word = "numero"
		}
		if len(word) > 3 {
			word = strings.TrimSuffix(word, "s")
		}
		kept = append(kept, word)
	}
	return strings.Join(kept, " ")
}

// columnOf finds the column of a heading.
var columnOf = func() func(heading string) (Column, bool) {
	known := map[string]int{}
	for i, c := range columns {
		for _, name := range append([]string{c.Title, c.Key}, c.Other...) {
			if _, taken := known[headerKey(name)]; !taken {
				known[headerKey(name)] = i
			}
		}
	}
	return func(heading string) (Column, bool) {
		i, ok := known[headerKey(heading)]
		if !ok {
			return Column{}, false
		}
		return columns[i], true
	}
}()
