package rules

import (
	"regexp"
	"strings"
)

// Words to click on ANTS, copied letter by letter from the source named, and
// never passed through [typeset].
const (
	// Founding document S2, step 1 of the tutorial (screen).
	clickRegister    = "Je m'inscris pour pouvoir me présenter aux épreuves du permis de conduire"
	clickProduce     = "Je demande la fabrication d'un titre de permis de conduire"
	clickPermit      = "Je demande un permis de conduire international"
	clickSignalError = "Je souhaite signaler une erreur sur mon permis de conduire reçu il y a moins de 6 mois"
	clickReturn      = "dans le cadre d'un retour au permis (à la suite d'une invalidation ou annulation du permis de conduire)"
	clickFirst       = "d'une inscription pour passer les épreuves du permis de conduire"

	// Founding document S1, § 4.
	clickProduction      = "demande de fabrication du permis de conduire"
	clickAfterInvalidity = "demande à la suite d'une invalidation ou d'une annulation de permis"

	// Founding document S4 (ANTS, questions fréquentes); its apostrophes are
	// of both kinds.
	clickProductionSuspension = "demande de fabrication d'un permis de conduire"
	clickAfterSuspension      = "demande suite à la suspension de permis"
	clickAMInvalidity         = "Il s’agit d'une demande à la suite d'une invalidation ou d'une annulation de permis"
	clickAMSuspension         = "d'une demande à la suite d'une suspension de permis"
	clickAMOnly               = "d'une demande d'édition d'un titre doté de la seule catégorie AM"
	clickMilitary             = "il s'agit d'une conversion de brevet militaire"
	clickDiploma              = "Il s’agit d'une validation de diplôme professionnel"
	clickAskLicence           = "Demander un permis de conduire" // S1 too

	// Founding document S2, the buttons and the choices of its screens.
	clickDriverSpace = "Mon espace conducteur"
	clickStart       = "commencer la demande"
	clickContinue    = "Continuer"
	clickNext        = "Etape suivante"
	clickAdult       = "pour une personne majeure ou mineure émancipée"
	clickMinor       = "pour une personne mineure"
	clickAddName     = "+ Ajouter un prénom"
	clickPhotoCoded  = "Je dispose d'une photo et d'une signature numériques"
	clickPhotoPosted = "Je dispose d'une photo d'identité classique et je souhaite la joindre au formulaire de dépôt fourni à la fin de la procédure que je devrai imprimer et envoyer par courrier."
	clickPhotoFind   = "Je ne dispose pas encore de photo, je souhaite localiser un service photo et signature numériques"
	clickAttach      = "Joindre un fichier"

	// W:autoecole.ants.gouv.fr, steps 4 and 5 of the loss of a licence.
	clickRenewal = "renouvellement de titre"
	clickLoss    = "Perte du permis"
)

// Services of the State the steps lead to.
const (
	onlineService = "https://permisdeconduire.ants.gouv.fr/" // S2; its questions are S4
	examResults   = "https://www.securite-routiere.gouv.fr/resultats-du-permis-de-conduire"
	stampService  = "https://timbres.impots.gouv.fr"
)

// noBreak puts the no-break spaces of French typography where the texts of
// this package, written with plain spaces, need them.
var noBreak = strings.NewReplacer(
	" :", "\u00a0:", " ;", "\u00a0;", " !", "\u00a0!", " ?", "\u00a0?",
	"« ", "«\u00a0", " »", "\u00a0»", " €", "\u00a0€", " %", "\u00a0%", "art. ", "art.\u00a0",
	"n° ", "n°\u00a0", "réf. ", "réf.\u00a0", " × ", "\u00a0×\u00a0", " mm", "\u00a0mm", " Mo ", "\u00a0Mo ",
)

// measures are a number and what it counts, or the first day of a month: they
// stay on one line.
var measures = regexp.MustCompile(`(\d|1er) (mois|ans?|jours|heures|minutes|pages|points|questions|chiffres|caractères|g|janvier|octobre)\b`)

// typeset returns text with French no-break spaces.
func typeset(text string) string {
	return measures.ReplaceAllString(noBreak.Replace(text), "$1\u00a0$2")
}
