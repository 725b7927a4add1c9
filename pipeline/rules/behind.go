package rules

import "github.com/recevable/recevable/pipeline/calendar"

// What is behind the person. A paper or an exam counts as done only where it
// still serves: one that is stale, void or too early is ahead again.

// has reports whether a known day has come.
func (m *matter) has(d calendar.Date) bool { return !d.IsZero() && !d.After(m.on) }

// testDone is the day of a psychotechnical test that serves; zero where there is
// none yet.
func (m *matter) testDone() calendar.Date {
	if m.has(m.s.PsychotestOn) && m.whyTestFails() == "" {
		return m.s.PsychotestOn
	}
	return calendar.Date{}
}

// visitDone is the day of a medical visit whose opinion serves, made with a test
// that served.
func (m *matter) visitDone() calendar.Date {
	visit := m.visitDay()
	if !m.has(visit) || m.opinionFails() {
		return calendar.Date{}
	}
	return visit
}

// opinionFails reports whether the medical opinion does not serve and the visit
// that gave it is to be made again: it is too old on the day of the request, or
// was given on a test that was too old.
//
// Arrêté du 31 juillet 2012, art. 4, I; code de la route, art. R224-21.
func (m *matter) opinionFails() bool {
	return m.opinionTooOld() || m.has(m.visitDay()) && m.whyTestFails() != ""
}

// opinionTooOld reports whether the opinion that was given is too old on the day
// of the request.
//
// Arrêté du 31 juillet 2012, art. 4, I.
func (m *matter) opinionTooOld() bool {
	opinion := m.opinionDay()
	return m.has(opinion) && medicalOpinionStale(opinion, m.depositDay())
}

// opinionDay is the day of the medical opinion, taken to be that of the visit
// where the person gives no other.
func (m *matter) opinionDay() calendar.Date {
	return firstKnown(m.s.MedicalOpinionOn, m.s.MedicalVisitOn)
}

// requestDone is the day of a request that counts. At the « fabrication », the
// date may be that of the registration, and tells nothing.
func (m *matter) requestDone() calendar.Date {
	sent := m.s.RequestedOn
	if !m.has(sent) || m.producing() || !requestCounts(m.ban.opens, sent) {
		return calendar.Date{}
	}
	return sent
}

// theoryDone is the day of a theory test that still counts.
func (m *matter) theoryDone() calendar.Date {
	passed := m.s.TheoryPassedOn
	if !m.has(passed) || m.theoryVoid() != no || before(theoryEnd(passed), m.on) {
		return calendar.Date{}
	}
	return passed
}

// behind turns a step into one that is done.
func behind(s Step, detail string) Step {
	s.Done, s.Detail, s.Cost, s.Link = true, detail, nil, ""
	return s
}

// earlier opens the detail of a step that is not done, where the person gave a
// date all the same: an appointment to come, or one that no longer serves.
func (m *matter) earlier(d calendar.Date, appointment, stale string) string {
	switch {
	case d.IsZero():
		return ""
	case d.After(m.on):
		return appointment + " le " + d.French() + ". "
	}
	return stale + " "
}

// testBehind says what to do with the result of the test.
func (m *matter) testBehind(passed calendar.Date) string {
	keep := "Gardez le résultat : le médecin le demande à la visite, au plus tard le " + lastVisitAfterTest(passed).French() + "."
	if !m.visitDone().IsZero() {
		keep = "Gardez le résultat à portée de main pour votre demande."
	}
	return "Fait le " + passed.French() + ". " + keep
}

// visitBehind says what to do with the opinion.
func (m *matter) visitBehind(visit calendar.Date) string {
	return "Faite le " + visit.French() + ". Gardez l'avis médical, le feuillet bleu du cerfa n° 14880*02 : c'est la pièce à charger sur le site de l'ANTS, acceptée jusqu'au " +
		lastDayUnder(m.opinionDay(), medicalOpinionMonths).French() + "."
}

func requestBehind(sent calendar.Date) string {
	return "Envoyée le " + sent.French() + ". Gardez son numéro et le courriel de confirmation."
}

func theoryBehind(passed calendar.Date) string {
	return "Réussi le " + passed.French() + ". Gardez l'attestation de réussite : elle compte jusqu'au " + theoryEnd(passed).French() + "."
}

// unmadeVisit opens the detail of a visit that is not made, or is to be made
// again.
func (m *matter) unmadeVisit() string {
	visit := m.visitDay()
	return m.earlier(visit, "Prévue", "Celle du "+visit.French()+" est à refaire.")
}

// unsentRequest opens the detail of a request that is not sent, or was too early.
func (m *matter) unsentRequest() string {
	if m.producing() {
		return ""
	}
	return m.earlier(m.s.RequestedOn, "Prévue", "Celle du "+m.s.RequestedOn.French()+" ne compte pas : elle est partie trop tôt.")
}
