package rules

import "github.com/recevable/recevable/pipeline/calendar"

// licenceErrorMonths: « reçu il y a moins de 6 mois » (S4, S2).
const licenceErrorMonths = 6

// errorReportOpen decides whether an error may still be reported on a licence
// received that day. « Moins de 6 mois » in the words to click, « plus de 6
// mois » among the exclusions: to the day, only the first is safe.
//
// S4, SP173.
func errorReportOpen(received, today calendar.Date) bool {
	return lessThanMonths(received, licenceErrorMonths, today)
}

// exclusion is a case the correction of an error does not cover, and what to do
// instead. applies is nil where the situation has no key for it.
type exclusion struct {
	applies func(*matter) answer
	message string
	key     string
}

// errorExclusions are the six exclusions of S4 and the condition it puts before
// them (a licence asked for online).
var errorExclusions = []exclusion{
	{func(m *matter) answer {
		if m.s.LicenceReceivedOn.IsZero() {
			return unknown
		}
		return truth(!errorReportOpen(m.s.LicenceReceivedOn, m.on))
	}, "Votre permis a été reçu il y a six mois ou plus.", keyReceivedOn},
	{func(m *matter) answer { return told(m.s.Moved) }, "Vous avez déménagé dans un autre département depuis la demande.", keyMoved},
	{func(m *matter) answer { return not(told(m.s.RequestedOnline)) }, "Votre permis n'a pas été demandé en ligne : utilisez la demande de fabrication pour détérioration.", keyRequestedOnline},
	{nil, "le permis reçu n'est pas le vôtre", ""},
	{nil, "la demande était un échange de permis étranger", ""},
	{nil, "la demande était un permis international", ""},
	{nil, "le permis est à l'ancien format, autre que « carte bancaire »", ""},
}

var errorPath = []string{clickSignalError}

func errorOnline(m *matter) *Online {
	o := online(errorPath, "S4", "S2")
	for _, e := range errorExclusions {
		if e.applies != nil && e.applies(m) == yes {
			o.Possible, o.Reason, o.closed = false, e.message, true
			return o
		}
	}
	if m.s.LicenceReceivedOn.IsZero() {
		o.Possible, o.Reason = false, "La correction n'est possible que moins de six mois après la réception du permis, dont la date manque."
	}
	return o
}

// alertErrorExclusions says which exclusions apply, and asks for the facts that
// tell.
func alertErrorExclusions(m *matter) {
	for _, e := range errorExclusions {
		if e.applies == nil {
			continue
		}
		switch e.applies(m) {
		case yes:
			m.alert(OnlineExcluded, e.key, "La correction en ligne ne s'applique pas. "+e.message, "S4", "SP173")
		case unknown:
			m.missing(e.key, "Ce fait peut exclure la correction en ligne.", "S4")
		}
	}
}

func deadlinesOfError(m *matter) {
	var limit calendar.Date
	if received := m.s.LicenceReceivedOn; !received.IsZero() {
		limit = lastDayUnder(received, licenceErrorMonths)
	}
	if !limit.IsZero() && !errorOnline(m).closed {
		m.alert(DivergentReadings, keyReceivedOn, "L'ANTS écrit « reçu il y a moins de 6 mois », mais n'exclut que « plus de 6 mois » : le "+m.s.LicenceReceivedOn.AddMonths(licenceErrorMonths).French()+" n'est ni l'un ni l'autre. Signalez l'erreur au plus tard le "+limit.French()+".", "S4", "S2")
	}
	m.deadlineMet(LicenceErrorLimit, limit, "Dernier jour sûr pour signaler l'erreur", m.requestDone(), "S4", "S2")
	for i := range m.d.Deadlines {
		// Once past, it says why the report is closed.
		if e := &m.d.Deadlines[i]; e.Code == LicenceErrorLimit {
			e.Moot = errorOnline(m).closed && !e.Past
		}
	}
	m.deadlineRequestDeletion()
}

// whereReportable runs a part only where the error may be reported online.
func whereReportable(part func(*matter)) func(*matter) {
	return func(m *matter) {
		if !m.d.Online.closed {
			part(m)
		}
	}
}

// asForDamage runs a part of the request for damage where S4 sends the person
// there: « Si vous possédez un ancien titre erroné, vous devrez utiliser la
// téléprocédure de demande de fabrication pour détérioration ».
//
// S4.
func asForDamage(part func(*matter)) func(*matter) {
	return func(m *matter) {
		if told(m.s.RequestedOnline) == no {
			part(m)
		}
	}
}

// stepErrorElsewhere says what is left to who may not report the error online. The
// sources name no other request than that for damage.
//
// S4, SP173.
func stepErrorElsewhere(m *matter) {
	if !m.d.Online.closed || told(m.s.RequestedOnline) == no {
		return
	}
	m.step(Step{
		Code: "aide_ants", Title: "Demander à l'ANTS comment faire corriger le permis",
		Detail:  m.d.Online.Reason + " L'erreur ne se signale donc pas en ligne, et nos sources ne donnent pas d'autre démarche. Posez la question à la rubrique « Aide & Contact » du site de l'ANTS, le permis sous les yeux.",
		Link:    onlineService,
		Sources: []string{"S4", "SP173"},
	})
}

func pieceWrongLicence(m *matter) {
	m.piece(CurrentLicence, true, "Recto et verso du permis erroné.", "S4", "SP173")
}

func pieceErrorProof(m *matter) {
	m.namedPiece("Justificatif de l'erreur", false, "Un document qui montre la bonne information, si c'est utile.", "SP173")
}

func stepErrorRequest(m *matter) {
	others := ""
	for _, e := range errorExclusions {
		if e.applies == nil {
			others += " ; si " + e.message
		}
	}
	m.requestingStep(Step{
		Code: "demande_correction", Title: "Signaler l'erreur sur le site de l'ANTS",
		Detail: clickThrough(errorPath) + ", puis donnez le numéro du permis et décrivez l'erreur. Photo et signature sont reprises de la première demande. À faire vous-même, depuis votre compte : ni auto-école ni tiers. " +
			"La correction ne s'applique pas non plus" + others[len(" ;"):] + ".",
		Link: onlineService, Sources: []string{"S4", "SP173"},
	})
}

// correctedLicence is the correction of an error on a licence just received.
var correctedLicence = procedure{
	basis:     []string{"S4", "SP173"},
	deadlines: deadlinesOfError,
	online:    errorOnline,
	screens:   errorScreens,
	pieces: []func(*matter){
		whereReportable(pieceWrongLicence), whereReportable(pieceErrorProof),
		asForDamage(pieceIdentity), asForDamage(pieceAddress), asForDamage(pieceResidence),
	},
	steps: []func(*matter){
		whereReportable(stepErrorRequest), stepErrorElsewhere,
		asForDamage(stepDamageStamp), asForDamage(stepPhoto), asForDamage(stepDamageRequest),
		whereReportable(stepFollowUp), asForDamage(stepFollowUp),
	},
	alerts: []func(*matter){alertErrorExclusions},
}
