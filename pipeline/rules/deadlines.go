package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/recevable/recevable/pipeline/calendar"
)

// certificateMonths is how long the CEPC stands for the licence, in France,
// with an identity document: arrêté du 20 avril 2012, art. 4; SP2828.
const certificateMonths = 4

// requestMonths is how long ANTS keeps a request, whatever its status: S4.
const requestMonths = 6

// newDeadline is a dated point of the road, past or not on the given day.
func newDeadline(code DeadlineCode, date calendar.Date, label string, on calendar.Date, sources []string) Deadline {
	return Deadline{Code: code, Date: date, Label: label, Past: before(date, on), Sources: sources}
}

func deadlineConclusion(code DeadlineCode, date calendar.Date) string {
	return string(code) + " : " + orUnknown(date)
}

func byDateUnknownLast(a, b Deadline) int {
	if a.Date.IsZero() != b.Date.IsZero() {
		if a.Date.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(
		cmp.Compare(a.Date.Year, b.Date.Year),
		cmp.Compare(a.Date.Month, b.Date.Month),
		cmp.Compare(a.Date.Day, b.Date.Day),
	)
}

// DateProofOfAddress tells the decision when the proof of address was issued,
// which hangs on a paper and not on the situation: its last day enters the
// deadlines, and one that is too old is an alert. What an earlier call said is
// replaced. A request that takes none has no such day; nor has one that only opens
// later, when a newer proof is needed anyway.
//
// S2 (« moins de six mois »), SP31847b; the limit is the catalogue's.
func (d *Decision) DateProofOfAddress(issued calendar.Date, ageMaxMonths int, on calendar.Date) {
	isOld := func(a Alert) bool { return a.Code == ExpiredPiece && a.Key == proofKey }
	d.Alerts = slices.DeleteFunc(d.Alerts, isOld)
	d.Deadlines = slices.DeleteFunc(d.Deadlines, func(e Deadline) bool { return e.Code == ProofOfAddressEnd })

	if !d.asksProofOfAddress() {
		d.Sources = notesFor(d.citedSources())
		return
	}
	last := ProofOfAddressDeadline(issued, ageMaxMonths, on)
	tooEarly := !last.Past && before(on, d.opens) && last.Date.Before(d.opens)
	if !tooEarly { // else no request can be sent by that day
		d.Deadlines = append(d.Deadlines, last)
		slices.SortStableFunc(d.Deadlines, byDateUnknownLast)
	}
	expired := func(message string) {
		d.Alerts = append(d.Alerts, Alert{Code: ExpiredPiece, Key: proofKey, Sources: last.Sources, Message: typeset(message)})
	}
	switch {
	case last.Past:
		expired(fmt.Sprintf("Le justificatif de domicile du %s n'est plus accepté : il doit avoir moins de %s. Prenez-en un plus récent.", issued.French(), monthsText(ageMaxMonths)))
	case tooEarly:
		expired(fmt.Sprintf("Le justificatif de domicile du %s sera trop ancien le %s, premier jour où la demande est possible : prenez-en alors un plus récent.", issued.French(), d.opens.French()))
	}
	d.Trace = append(d.Trace, Ruling{
		Facts:      []Fact{dated(proofKey, issued)},
		Conclusion: typeset(deadlineConclusion(last.Code, last.Date)), Sources: last.Sources,
	})
	d.Sources = notesFor(d.citedSources())
}

// asksProofOfAddress reports whether the request takes a proof of address, the
// person's or the host's.
func (d *Decision) asksProofOfAddress() bool {
	return slices.ContainsFunc(d.Pieces, func(p RequiredPiece) bool { return p.Type == ProofOfAddress || p.Type == HostProofOfAddress })
}

// proofKey is where the dossier dates its proof of address.
const proofKey = "pieces.justificatif_domicile.date"

// ProofOfAddressDeadline is the last day a proof of address issued that day may
// still be sent: it must be less than ageMaxMonths old ([Catalogue.Piece] gives
// the limit). Past is told on the given day.
//
// S2 (« moins de six mois »), SP31847b.
func ProofOfAddressDeadline(issued calendar.Date, ageMaxMonths int, on calendar.Date) Deadline {
	return newDeadline(ProofOfAddressEnd, lastDayUnder(issued, ageMaxMonths),
		typeset("Dernier jour pour envoyer votre justificatif de domicile : ensuite, il est trop ancien"), on, []string{"S2", "SP31847b"})
}

// deadlinesOfWhatIsDone dates how long the papers and steps already there last.
func (m *matter) deadlinesOfWhatIsDone() {
	s := m.s
	if !s.PsychotestOn.IsZero() && !m.testServed() && !m.testLostWithItsVisit() {
		m.deadline(PsychotestExpiry, lastVisitAfterTest(s.PsychotestOn), "Dernier jour de visite médicale où votre test psychotechnique vaut encore", "ARPSY", "W:formaest.fr")
	}
	if end := lastDayUnder(s.MedicalOpinionOn, medicalOpinionMonths); !s.MedicalOpinionOn.IsZero() && (end.Before(m.on) || !m.opinionFails()) {
		m.deadline(MedicalOpinionExpiry, end, "Dernier jour où votre avis médical est accepté", "ARMED", "SP2727")
	}
	m.deadlineTheory()
	m.deadlineRequestDeletion()
}

// testServed reports whether the visit took place while the psychotechnical test
// was good: its last day is then of no use to anyone.
//
// Arrêté du 26 août 2016 modifié.
func (m *matter) testServed() bool {
	visit := m.visitDay()
	return m.has(visit) && !m.opinionTooOld() && !psychotestStale(m.s.PsychotestOn, visit)
}

// testLostWithItsVisit reports whether the test is to be passed again because the
// visit it served is: its last day is behind and teaches nothing.
func (m *matter) testLostWithItsVisit() bool {
	visit := m.visitDay()
	return m.has(visit) && m.opinionTooOld() && !psychotestStale(m.s.PsychotestOn, visit) && m.whyTestFails() != ""
}

func (m *matter) deadlineTheory() {
	if m.s.TheoryPassedOn.IsZero() || m.theoryVoid() == yes {
		return
	}
	end := theoryEnd(m.s.TheoryPassedOn)
	if m.theoryVoid() == unknown {
		end = calendar.Date{}
	}
	m.deadline(TheoryExpiry, end, "Dernier jour où votre réussite au code compte (cinq ans, et cinq épreuves pratiques par catégorie)", "AR12", "SP33694")
}

// deadlineRequestDeletion: « Les demandes sont supprimées après un délai de 6
// mois, quel que soit leur statut » (S4).
func (m *matter) deadlineRequestDeletion() {
	if m.s.RequestedOn.IsZero() {
		return
	}
	m.deadline(RequestDeletion, m.s.RequestedOn.AddMonths(requestMonths), "L'ANTS supprime votre demande, quel que soit son état : téléchargez vos documents avant", "S4")
}

// certificateStart is the first day the CEPC stands for the licence: the day of
// the exam, or the first day after the ban of an invalidation where the exam
// was passed during it.
//
// Arrêté du 20 avril 2012, art. 4, I, 2°; SP1704.
func certificateStart(passed, newLicence calendar.Date) calendar.Date {
	if passed.Before(newLicence) {
		return newLicence
	}
	return passed
}

// certificateEnd is the last day the CEPC stands for the licence.
//
// Arrêté du 20 avril 2012, art. 4.
func certificateEnd(start calendar.Date) calendar.Date { return start.AddMonths(certificateMonths) }
