package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
)

// reminders are what a calendar says of each deadline: whether it is a first or
// a last day, and what to do. A deadline that is not here is a last day that its
// title says all about.
var reminders = map[rules.DeadlineCode]struct {
	kind templates.EventKind
	todo string
}{
	rules.HandInLicence:        {templates.LastDay, "Remettez votre permis au plus tard ce jour-là et gardez le récépissé."},
	rules.BanEnd:               {templates.LastDay, "Ce jour en fait encore partie."},
	rules.NewLicence:           {templates.FirstDay, "Avant ce jour, vous ne pouvez pas conduire."},
	rules.FirstRequest:         {templates.FirstDay, "Déposez votre demande sur le site de l’ANTS à partir de ce jour."},
	rules.DispenseLimit:        {templates.LastDay, "Envoyez la demande avant\u00a0: ensuite, il faudrait repasser la conduite."},
	rules.MedicalVisitFrom:     {templates.FirstDay, "Prenez rendez-vous dès maintenant."},
	rules.AdvisedDeposit:       {templates.FirstDay, "Rassemblez vos pièces avant, puis envoyez la demande sur le site de l’ANTS."},
	rules.MedicalOpinionExpiry: {templates.LastDay, "Envoyez la demande avant\u00a0: ensuite, il faudrait une nouvelle visite médicale."},
	rules.PsychotestExpiry:     {templates.LastDay, "Passez la visite médicale avant\u00a0: ensuite, il faudrait un nouveau test."},
	rules.TheoryExpiry:         {templates.LastDay, "Ensuite, il faudrait repasser le code."},
	rules.CertificateStart:     {templates.FirstDay, "En France seulement, avec une pièce d’identité."},
	rules.CertificateEnd:       {templates.LastDay, "Ensuite, il faut le permis lui-même pour conduire."},
	rules.LicenceErrorLimit:    {templates.LastDay, "Signalez l’erreur sur le site de l’ANTS au plus tard ce jour-là."},
	rules.PostingLimit:         {templates.LastDay, "Postez le courrier au plus tard ce jour-là."},
	rules.RequestDeletion:      {templates.LastDay, "Téléchargez avant ce jour les documents de votre demande."},
	rules.ProofOfAddressEnd:    {templates.LastDay, "Envoyez la demande au plus tard ce jour-là, ou prenez un justificatif plus récent."},
}

func composeCalendar(job *Job) ([]byte, error) {
	file := templates.Calendar{Date: job.On, Name: "Permis\u00a0: mes échéances"}
	owner := calendarOwner(job)
	seen := map[rules.DeadlineCode]int{}
	for _, e := range job.Decision.Deadlines {
		// Counted before any is left out: what is past or done tomorrow must not
		// hand its UID to the next one.
		seen[e.Code]++
		if e.Date.IsZero() || e.Past || e.Done || e.Moot {
			continue
		}
		file.Events = append(file.Events, templates.Event{
			UID:         fmt.Sprintf("%s-%d.%s@recevable", e.Code, seen[e.Code], owner),
			Date:        e.Date,
			Title:       e.Label,
			Description: reminderText(job.Decision, e),
			Link:        firstLink(job.Decision, e.Sources),
			Kind:        reminders[e.Code].kind,
		})
	}
	if len(file.Events) == 0 {
		// RFC 5545, 3.4: a calendar without a component is none.
		file.Events = []templates.Event{{
			UID: fmt.Sprintf("aucune-echeance.%s@recevable", owner), Date: job.On, Title: "Aucune échéance à venir connue",
			Kind: templates.NothingDue,
		}}
	}
	return file.ICS()
}

// reminderText is what to do, what for, and what says so.
func reminderText(d *rules.Decision, e rules.Deadline) string {
	var lines []string
	if todo := reminders[e.Code].todo; todo != "" {
		lines = append(lines, todo)
	}
	lines = append(lines, procedureTitles[d.Procedure])
	for _, key := range e.Sources {
		for _, s := range d.Sources {
			if s.Key == key {
				lines = append(lines, "Source\u00a0: "+s.Title)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// firstLink is the page of the first source that has one.
func firstLink(d *rules.Decision, keys []string) string {
	for _, key := range keys {
		for _, s := range d.Sources {
			if s.Key == key && s.Link != "" {
				return s.Link
			}
		}
	}
	return ""
}

// calendarOwner tells the events of one dossier from those of any other, and
// nothing to whoever reads it. It stays the same when a date of the road is
// corrected and when ANTS gives the request its number: calendars then move the
// event instead of doubling it. A dossier that names nobody is known by its
// number, or else by its situation.
func calendarOwner(job *Job) string {
	a := job.Dossier.Applicant
	person := folded(string(a.BirthName)) + "/"
	for _, name := range a.FirstNames {
		person += folded(string(name)) + " "
	}
	facts := []any{person, a.BirthDate.String()}
	if folded(person) == "" {
		facts = []any{job.Dossier.Request.Number}
		if job.Dossier.Request.Number == "" {
			facts = []any{fmt.Sprintf("%+v", job.Dossier.Situation)}
		}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "recevable/echeances/1 %s %q", job.Decision.Procedure, facts))
	return hex.EncodeToString(sum[:16])
}

// folded keeps the letters of a name and drops what spellings differ in.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKD.String(name))
}
