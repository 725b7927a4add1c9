package rules

import (
	"fmt"
	"strings"
)

// Costs, in euros.
var (
	psychotestCost  = Cost{70, 140}                      // S3; about 100 in SP2727
	anyVisitCost    = Cost{doctorPrice, commissionPrice} // route not known
	theoryCost      = Cost{30, 30}                       // SP33694, S3
	theftStampCost  = Cost{25, 25}                       // SP1450, SP1727, SP34118
	damageStampCost = Cost{0, 25}                        // SP20109 contradicts itself
)

// S3 puts a whole return with the practical test between 400 and 1 500 €. What
// is left once the visit, the test and the theory are taken out goes to the
// driving lessons and the practical test.
var (
	practicalCost      = Cost{400 - 36 - 70 - 30, 1500 - 50 - 140 - 30}
	maybePracticalCost = Cost{0, practicalCost.Max}
)

// costs gives each step its own copy, that a caller may change.
func costs(c Cost) *Cost { return &c }

// returnSteps is the road from the loss of the licence to the new one.
var returnSteps = []func(*matter){
	stepHandIn, stepPsychotest, stepVisit, stepPhoto, stepRegistration, stepFollowUp,
	stepTheory, stepPractical, stepCertificate, stepProduction, stepAfter,
}

func stepHandIn(m *matter) {
	if m.s.Procedure != ReturnAfterInvalidation || told(m.s.AlreadyHandedIn) == yes || !m.s.HandedInOn.IsZero() {
		return
	}
	by := ""
	if !m.s.NotifiedOn.IsZero() {
		by = " au plus tard le " + handInBy(m.s.NotifiedOn).French() + ","
	}
	m.step(Step{
		Code:    "restitution",
		Title:   "Remettre votre permis à la préfecture",
		Detail:  "Remettez-le" + by + " à la préfecture de votre département. L'interdiction et le délai de dispense partent de ce jour. La préfecture vous poste la réf. 44 : elle porte la durée, la date de remise et la date à partir de laquelle un nouveau permis est possible ; c'est elle qui fait foi.",
		Sources: []string{"R223-3", "L223-5", "S1"},
	})
}

func stepPsychotest(m *matter) {
	s := Step{
		Code:    "test_psychotechnique",
		Title:   "Passer le test psychotechnique",
		Cost:    costs(psychotestCost),
		Sources: []string{"R224-21", "ARPSY", "SP2727", "S3"},
	}
	if passed := m.testDone(); !passed.IsZero() {
		m.step(behind(s, m.testBehind(passed)))
		return
	}
	s.Detail = m.earlier(m.s.PsychotestOn, "Prévu", "Celui du "+m.s.PsychotestOn.French()+" "+m.whyTestFails()) +
		"Chez un psychologue déclaré au préfet, avant la visite médicale : le médecin ne peut rendre son avis qu'ensuite. Comptez au moins 40 minutes. Le résultat vaut six mois au jour de la visite, partout en France."
	m.step(s)
}

func stepVisit(m *matter) {
	s := Step{
		Code:    "visite_medicale",
		Title:   "Passer la visite médicale",
		Cost:    costs(anyVisitCost),
		Sources: []string{"R226-2", "R226-3", "SP2727", "ARHON"},
	}
	where := "Chez un médecin agréé ou devant la commission médicale, selon vos infractions"
	if v := m.d.Medical; v != nil && v.Route != "" {
		s.Cost = costs(Cost{v.PriceEUR, v.PriceEUR})
		where = "Chez un médecin agréé par la préfecture (liste sur son site)"
		if v.Route == MedicalCommission {
			where = "Devant la commission médicale de votre département ; prenez rendez-vous tôt"
			if m.s.Origin != Administrative {
				where += ". Si le juge a imposé un éthylotest antidémarrage, apportez ses justificatifs : cette peine s'exécute après l'interdiction"
			}
			s.Sources = append(s.Sources, "L234-2", "L234-16")
		}
	}
	if made := m.visitDone(); !made.IsZero() {
		m.step(behind(s, m.visitBehind(made)))
		return
	}
	report := "le résultat du test psychotechnique, "
	if p := m.d.Psychotechnical; p != nil && !p.Required {
		report = ""
	}
	s.Detail = m.unmadeVisit() + where + ". Apportez " + report + "votre pièce d'identité et le cerfa n° 14880*02. Gardez le feuillet bleu : c'est la pièce à charger sur le site de l'ANTS. La visite n'est pas remboursée ; elle est gratuite si votre invalidité atteint 50 %. L'avis vaut deux ans."
	m.step(s)
}

// photoStep is the code of the step that prepares the photo and the signature.
const photoStep = "photo_signature"

func stepPhoto(m *matter) {
	m.step(Step{
		Code:    photoStep,
		Title:   "Préparer la photo et la signature",
		Detail:  "Soit un code de 22 caractères, obtenu dans une cabine ou chez un photographe « Agréé services en ligne ANTS » ; soit une photo papier de 35 × 45 mm, collée sur le formulaire de dépôt et postée en courrier simple, sans rien d'autre dans l'enveloppe. Un code ne sert qu'une fois : il en faut un par demande.",
		Sources: []string{"S4", "S2", "SP10619"},
	})
}

func stepRegistration(m *matter) {
	when := ""
	if l := m.ban.safeLimit; !l.IsZero() && m.dispense.worthAsking() && m.dispense.inTime == yes && m.s.RequestedOn.IsZero() {
		when = "À envoyer au plus tard le " + l.French() + " pour garder la dispense de conduite. "
	}
	if b := m.ban.opens; m.s.Procedure == ReturnAfterAnnulation && !b.IsZero() && m.on.Before(b) {
		when = "Possible à partir du " + b.French() + ", pas avant. " + when
	}
	heavy := map[answer]string{yes: "« Oui »", no: "« Non »", unknown: "« Oui » ou « Non » selon vos catégories"}[m.heavy()]
	m.requestingStep(Step{
		Code:  "demande_inscription",
		Title: "Envoyer la demande d'inscription sur le site de l'ANTS",
		Detail: when + clickThrough(registrationPath) +
			" ; à « Cette demande inclut-elle une catégorie lourde ? », répondez " + heavy +
			". Le motif ne peut plus être changé ensuite. Formats JPG, PNG, BMP, TIFF ou PDF, 11 Mo par document. Gardez à portée de main la réf. 44 ou la réf. 7, le résultat du test et le relevé d'information intégral.",
		Link:    onlineService,
		Sources: []string{"S2", "S4", "S0"},
	})
}

// requestingStep is a request to send, or to keep a trace of once it is sent.
func (m *matter) requestingStep(s Step) {
	if sent := m.requestDone(); !sent.IsZero() {
		m.step(behind(s, requestBehind(sent)))
		return
	}
	s.Detail = m.unsentRequest() + s.Detail
	m.step(s)
}

func stepFollowUp(m *matter) {
	detail := "Regardez son état dans votre compte. « A compléter » : modifiez la demande. « Rejet » : il faut en faire une nouvelle. L'ANTS supprime toute demande après six mois, quel que soit son état."
	switch {
	case !m.hasExams():
	case m.isReturn():
		detail += " Une fois la demande validée, téléchargez l'attestation d'inscription, qui porte votre numéro NEPH, et la fiche « retour permis » : elle dit quelles épreuves passer et fait foi. Si le NEPH est désactivé, faites-le réactiver sur demarches-simplifiees.fr ou au bureau de l'éducation routière : 48 heures."
	default:
		detail += " Une fois la demande validée, téléchargez l'attestation d'inscription : elle porte votre numéro NEPH, à donner pour passer le code."
	}
	m.step(Step{
		Code: "suivi", Title: "Suivre la demande", Detail: detail,
		Link: onlineService, Sources: []string{"S4", "S0"},
	})
}

// hasExams reports whether the démarche leads to the exams.
func (m *matter) hasExams() bool {
	return m.d.Exams == nil || m.d.Exams.Theory || m.d.Exams.Practical
}

func stepTheory(m *matter) {
	when := "Possible pendant l'interdiction, dès que votre demande est validée ; la réussite n'est enregistrée qu'au lendemain de la fin de l'interdiction. "
	if before(m.ban.end, m.on) {
		when = "Dès que votre demande est validée. "
	} else if m.s.Procedure == ReturnAfterAnnulation {
		when = "Seulement après la fin de l'interdiction : passé avant ou pendant, il serait nul. "
	}
	if told(m.s.AlreadyHandedIn) == yes {
		when += "Attendez aussi la fin de votre suspension : une épreuve passée pendant une suspension est nulle. "
	}
	m.theoryStep(Step{
		Code:    "code",
		Title:   "Passer le code",
		Detail:  when + "40 questions, 35 bonnes réponses. Inscription auprès d'un organisme agréé : La Poste, SGS, Bureau Veritas, Dekra, Point Code, Exacode. Pièce d'identité valide ou périmée depuis moins de deux ans.",
		Cost:    costs(theoryCost),
		Sources: []string{"AR12", "S1", "S4", "SP33694"},
	})
}

// theoryStep is the theory test, ahead or behind.
func (m *matter) theoryStep(s Step) {
	if passed := m.theoryDone(); !passed.IsZero() {
		s = behind(s, theoryBehind(passed))
	}
	m.step(s)
}

func stepPractical(m *matter) {
	s := Step{
		Code:    "conduite",
		Title:   "Repasser la conduite",
		Detail:  "Une épreuve pour chaque catégorie que vous voulez retrouver, avec une auto-école ou en candidat libre, au moins deux jours après le code. Le coût dépend surtout du nombre de leçons (45 à 65 € l'heure).",
		Cost:    costs(practicalCost),
		Sources: []string{"R224-20", "SP21774", "S3"},
	}
	switch {
	case m.d.Exams == nil:
		s.Title = "Repasser la conduite, si elle est exigée"
		s.Cost = costs(maybePracticalCost)
	case !m.d.Exams.Practical:
		return
	}
	m.step(s)
}

func stepCertificate(m *matter) {
	m.step(Step{
		Code:    "cepc",
		Title:   "Télécharger le certificat d'examen (CEPC)",
		Detail:  "Sur « Résultats du permis de conduire », avec votre NEPH. S'il n'y est pas, demandez-le au bureau de l'éducation routière de votre département en joignant un relevé d'information. Avec une pièce d'identité, il vaut permis quatre mois, en France seulement, et jamais avant la fin de l'interdiction.",
		Link:    examResults,
		Sources: []string{"S0", "S1", "AR12", "SP2828"},
	})
}

func stepProduction(m *matter) {
	m.step(Step{
		Code:  "demande_fabrication",
		Title: "Demander la fabrication du nouveau permis sur le site de l'ANTS",
		Detail: clickThrough(productionPath) + ". Pièces : identité, domicile, CEPC, fiche « retour permis », et un nouveau code photo. Pas de timbre fiscal. " +
			regained(m),
		Link:    onlineService,
		Sources: []string{"S0", "S1", "SP1704b"},
	})
}

// regained says which categories come back, and how.
//
// SP1704b (équivalences, A d'abord A2); code de la route, art. R221-10, II
// (lourd); SP21774 (une épreuve pratique par catégorie).
func regained(m *matter) string {
	var b strings.Builder
	b.WriteString("Sans conduite à repasser, vous retrouvez vos catégories, ou leur équivalent d'aujourd'hui ; sinon, celles dont vous repassez l'épreuve.")
	for _, c := range m.s.Categories {
		if strings.EqualFold(strings.TrimSpace(c), "A") {
			b.WriteString(" La catégorie A revient d'abord en A2 : A deux ans plus tard, avec l'attestation de formation.")
		}
	}
	if m.heavy() == yes {
		b.WriteString(" Les catégories lourdes demandent un avis médical favorable, à renouveler tous les cinq ans avant 60 ans, tous les deux ans de 60 à 75 ans, chaque année ensuite (chaque année dès 60 ans pour la catégorie D).")
	}
	return b.String()
}

// stepAfter is the probation of the licence that comes back.
//
// Code de la route, art. L223-1, R223-1 (probation), R413-6, 1° (what it lifts).
func stepAfter(m *matter) {
	detail := "Le nouveau permis est probatoire : 6 points, et 12 au bout de trois ans sans retrait (2 points de plus chaque année), de deux ans si vous avez suivi la conduite accompagnée (3 points de plus)."
	if m.s.AccompaniedDriver != nil {
		detail = "Le nouveau permis est probatoire : 6 points, et 12 au bout de trois ans sans retrait (2 points de plus chaque année)."
		if *m.s.AccompaniedDriver {
			detail = "Le nouveau permis est probatoire : 6 points, et 12 au bout de deux ans sans retrait, grâce à la conduite accompagnée (3 points de plus chaque année)."
		}
	}
	switch m.dispense.granted() {
	case yes:
		detail += " N'ayant pas repassé la conduite, vous n'avez ni vitesse réduite ni signe « A »."
	case no:
		detail += " Vitesses réduites et signe « A » s'appliquent."
	default:
		detail += " Vitesses réduites et signe « A » ne s'appliquent que si vous avez repassé la conduite."
	}
	m.step(Step{
		Code: "permis_probatoire", Title: "Conduire avec le nouveau permis", Detail: detail,
		Sources: []string{"L223-1", "R223-1", "R413-6", "SP2390"},
	})
}

// clickThrough says the words to click, in order.
func clickThrough(path []string) string {
	return fmt.Sprintf("Choisissez « %s »", strings.Join(path, " », puis « "))
}
