package validators

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/recevable/recevable/validators/reader"
)

// labelStrength says what the words around a date make of it.
type labelStrength int

const (
	otherDate    labelStrength = iota // a due date, a period, a contract…
	bareDate                          // no word says what it is
	weakLabel                         // « Date : … »: likely the issue date, never enough to block
	damagedLabel                      // a label of issue, once the letters that OCR confused are put right
	issuedLabel                       // a label that only an issue date bears
)

// labelSet is the labels that announce the issue date of a kind of piece. They
// are matched against the folded words that stand right before the date.
type labelSet struct {
	issued *regexp.Regexp
	// letters are the labels, letters alone, that are still known when OCR
	// damaged them.
	letters []string
	// bill: the date line at its top is that of the paper, as on a letter, and
	// the words of [otherLabels] are never part of a label. Other papers are
	// dated at their foot, and on a day of a visit.
	bill bool
}

func labelsOf(bill bool, letters string, patterns ...string) labelSet {
	words := strings.Fields(letters)
	for i, word := range words {
		words[i] = lettersOf(word)
	}
	return labelSet{
		issued:  regexp.MustCompile(`(?:` + strings.Join(patterns, `|`) + `)` + labelEnd),
		letters: words, bill: bill,
	}
}

const (
	days     = `(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)`
	weekday  = `(?: ` + days + `)?`
	labelEnd = weekday + ` ?:? ?(?:le )?(?:` + days + `,? )?$`

	// « Émis et rendu exécutoire le » is what a town's bill says.
	issuedOn = `\b(?:emis|etabli)(?:e|\(e\))?(?: et rendue? executoire)? le`
	doneAt   = `\bfait a [^:]{2,40}?,? le`
)

// billLabels are those of a bill, a receipt or a notice.
var billLabels = labelsOf(true,
	"facturedu votrefacturedu datedetablissementdelaquittance datedemissiondelafacture datedefacture datedelafacture datedefacturation datedemission datedetablissement emisele etablile etabliele",
	`\bfacture(?: (?:d'|de |du )?[a-z']+){0,3}(?:,? n[°ºo]?\.? ?[a-z]{0,3}[-/ ]?\d[\d a-z/._-]{0,24}| \d[\w./-]*)?,?(?: en date)? du`,
	`\bdate (?:de (?:la |votre |cette )?)?factur(?:e|ation)`,
	`\bdate d[' ](?:emission|etablissement)(?: de (?:la |votre |cette )?(?:facture|quittance))?`,
	issuedOn, doneAt,
)

var (
	weakLabels = regexp.MustCompile(`\b(?:date|en date du|date (?:d[' ])?(?:edition|appel|avis|envoi)(?: de (?:l'|la |votre |cette )?[a-z]+)?|date de l'(?:appel|avis|envoi)|date (?:de |du )?(?:creation|piece|document)|facture arretee (?:au|le)|quittancement (?:du|le))` + labelEnd +
		`|\bfacture n[°ºo]?\.? ?:? ?[a-z]{0,3}[-/ ]?\d[\d a-z/._-]{0,24}[-:,]? ?$|^ ?(?:votre )?facture ?[-:] ?$|^ ?emission ?: ?$`)
	// amountDue is paid or taken on the day that follows it: « Nous
	// prélèverons 45,00 € le ».
	amountDue = regexp.MustCompile(`(?:€|\beuros?|\beur)(?: ttc)?,? ?(?:le|au|du) $`)
	// onTheDay may be said of anything.
	onTheDay = regexp.MustCompile(`\ble` + labelEnd)
	// dealtOn may be said of the paper, or of the card of a person that it
	// names.
	dealtOn = regexp.MustCompile(`\b(?:edit|redig|delivr|imprim|factur)e?e?(?:\(e\))?(?: (?:a|par) [^:]{2,40}?,?)? le` + labelEnd)
	// titleAlone is a heading that is no more than the name of the paper.
	titleAlone = regexp.MustCompile(`^(?:votre |ma |la )?(?:facture(?: (?:d'|de )?(?:electricite|gaz|gaz naturel|eau|energie|internet|mobile|fixe|box|fibre|telephone)){0,2}|quittance(?: de loyer)?|avis d'echeance|echeancier)(?: (?:de |d'|du mois de |du mois d'|pour )?(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?: 20\d\d)?)?$`)
	// titleDated is the title of a paper that is likely dated so. « Avis
	// d’échéance du » is not: that is the day it falls due.
	titleDated = regexp.MustCompile(`^ ?(?:votre |notre )?(?:avoir|echeancier(?: de (?:paiement|prelevement)s?)?|quittance(?: de loyer)?|attestation|appel de (?:loyer|fonds|charges?|cotisation)s?|facture rectificative)(?: n[°ºo]?\.? ?[a-z]{0,3}[-/ ]?\d[\d a-z/._-]{0,24})?,? du $`)
)

// otherLabels announce the dates of a bill that are not its issue date. One
// that stands in the same clause takes the word from any label behind it:
// « contrat établi le », « solde de la facture du ».
var otherLabels = regexp.MustCompile(strings.Join([]string{
	// what is to come
	`a payer`, `a regler`, `payable`, `exigible`, `\bavant\b`, `limite`, `prelev`, `debit`, `echeance`, `prochain`, `jusqu`, `reglement`, `paiement`, `paye`,
	`valab`, `valid`, `expir`, `a compter`, `effet`, `\blivr`,
	// what it speaks of
	`periode`, `contrat`, `bail\b`, `mandat`, `sepa\b`, `\bcgv\b`, `conditions`, `devis`, `commande`, `etat des lieux`, `compteur`,
	`agrement`, `convention`, `police`, `mise en service`, `releve`, `index`, `souscri`, `abonnem`, `consomm`, `conclu`, `signe`,
	`recouvrement`, `visite`, `permis`, `depuis`, `debut`, `fin de`, `entree`, `revision`, `naissance`, `\bnee?\b`, `\bne\(e\)`,
	`votre (?:courrier|lettre|demande|appel|message)`, `rendez-vous`, `ouverture`, `activation`, `engagement`, `intervention`,
	// another bill
	`impaye`, `rejet`, `report`, `rembours`, `penalite`, `preced`, `derniere`, `ancien`, `anterieur`, `rappel`, `relance`, `avoir`, `solde`, `historique`,
}, `|`))

// paperTitles name the paper itself by a word that announces other dates.
var paperTitles = regexp.MustCompile(`\bavis d'echeance|\becheancier(?: (?:de |des )?(?:vos )?(?:paiement|prelevement|mensualite)s?)?`)

// billWords may stand before « émise le » and leave it the label of the bill.
var billWords = regexp.MustCompile(`facture|quittance|avis|attestation|justificatif|document|echeancier`)

// qualifiers are the words that may stand before a label in its clause and
// leave it the label of this very paper: « Duplicata de votre facture du ».
// Any other word may make it that of another one: « Trop-perçu facture du ».
var qualifiers = regexp.MustCompile(`^(?:[ldn]|[ld]'|la|le|les|de|du|des|votre|notre|cette|cet|ce|present|presente|a|est|ete|detail|duplicata|copie|original|` +
	`numero|no|ref|reference|date|facture|quittance|avis|attestation|justificatif|document|echeancier|recu|compte|client|loyer|` +
	`electricite|gaz|eau|energie|internet|mobile|fixe|telephone|box|fibre|domicile|impot|impots|revenus|montant|total|ttc)$`)

// onlyQualifies reports whether a clause has no other word than qualifiers;
// numbers and references are no words.
func onlyQualifies(clause string) bool {
	between := func(r rune) bool { return strings.ContainsRune(" -()[]/.°º*•\"«»:", r) }
	for _, word := range strings.FieldsFunc(strings.ReplaceAll(clause, "'", "' "), between) {
		if !strings.ContainsAny(word, "0123456789") && strings.ContainsFunc(word, unicode.IsLetter) && !qualifiers.MatchString(word) {
			return false
		}
	}
	return true
}

// standaloneDate is the date line of a letter: « Le 12 septembre 2026 » alone
// on its line, or behind the town, « Chartres, le 12 septembre 2026 ». It is
// matched with the date itself replaced by an @.
var standaloneDate = regexp.MustCompile(`^(?:(?:a )?[a-z'-]+(?: [a-z'-]+){0,3}(?: cedex)?, ?)?le` + weekday + ` @$`)

// looseDate is one that lacks « le », or that a sentence may go on from: « Paris,
// 12 septembre 2026 », « Samedi 12 septembre 2026 ».
var looseDate = regexp.MustCompile(`^(?:(?:a )?[a-z'-]+(?: [a-z'-]+){0,3}(?: cedex)?, (?:` + days + ` )?@|` + days + ` @|le` + weekday + ` @,)$`)

// letterPart is how far down a page the date line of a letter may stand, as a
// share of its height: further down, it is the end of a paragraph.
const letterPart = 0.55

// runningText is the length in characters from which a line is a sentence and
// not a cell or a line of an address.
const runningText = 45

// clauseBreaks end the reach of a word on the dates behind it.
const clauseBreaks = ".;:,|€"

// dateLine is a line of a page and the dates in it.
type dateLine struct {
	page   reader.Page
	index  int // in page.Lines
	folded string
	dates  []writtenDate
	labels labelSet
	// firstPage: a letter bears its date on its first page; further on the
	// same words are those of a leaflet.
	firstPage bool
	// spaced: its letters stood apart, and where its words end is not known.
	spaced bool
}

func (l dateLine) ocr() bool { return l.page.FromOCR }

func (l dateLine) box() reader.Box { return l.page.Lines[l.index].Box }

// before returns the words between the date number i and the one before it.
func (l dateLine) before(i int) string {
	from := 0
	if i > 0 {
		from = l.dates[i-1].end
	}
	return leaders.ReplaceAllString(l.folded[from:l.dates[i].start], " ")
}

// leaders lead the eye from a label to its date: « Date de facture ..... ».
var leaders = regexp.MustCompile(` ?[._…·]{3,} ?| {2,}`)

// label judges the date number i of a line by the words around it, and by the
// cells to its left and above where the date stands alone in its own.
func (l dateLine) label(i int) labelStrength {
	before := l.before(i)
	if l.inPeriod(i) {
		return otherDate
	}
	if alone := strings.Trim(before, " :"); alone != "" && alone != "le" && alone != "du" {
		if l.standalone(i) && !l.labels.issued.MatchString(before) && !dealtOn.MatchString(before) {
			return l.letterDate()
		}
		if l.isLine(looseDate, i) {
			return min(weakLabel, l.letterDate())
		}
		if s := l.underTitle(i); s != bareDate {
			return s
		}
		if onlyReferences(alone) {
			return l.columnLabel(i)
		}
		strength := l.strengthOf(before)
		if i == 0 && strength < weakLabel && titleDated.MatchString(before) {
			return weakLabel
		}
		if i == 0 && strength > weakLabel && l.endsSentence() {
			return weakLabel
		}
		return strength
	}
	if near := l.cellLabel(i); near != bareDate {
		return near
	}
	switch {
	case l.standalone(i):
		return l.letterDate()
	case l.isLine(looseDate, i):
		return min(weakLabel, l.letterDate())
	}
	return l.labelBehind(i)
}

// labelBehind reads what stands behind a date that nothing stands before:
// « 12/09/2026 : date de facture ». It may be the label of what is further on.
func (l dateLine) labelBehind(i int) labelStrength {
	to := len(l.folded)
	if i+1 < len(l.dates) {
		to = l.dates[i+1].start
	}
	behind := strings.Trim(l.folded[l.dates[i].end:to], " :-()")
	if behind == "" {
		cell, ok := rightOf(l.page.Lines, l.index)
		if !ok {
			return bareDate
		}
		behind = strings.Trim(fold(cell.Text), " :-()")
	}
	known := l.labels.issued.MatchString(behind)
	if !known && l.ocr() {
		start, ok := l.labels.damagedAt(behind)
		known = ok && start == 0
	}
	if known && !otherLabels.MatchString(behind) {
		return weakLabel
	}
	return bareDate
}

func (l dateLine) strengthOf(before string) labelStrength {
	before = strings.ReplaceAll(before, " a votre demande", "")
	if loc := l.labels.issued.FindStringIndex(before); loc != nil {
		return l.announced(lastClause(before[:loc[0]]), before[loc[0]:loc[1]])
	}
	if l.ocr() || l.spaced {
		if start, ok := l.labels.damagedAt(before); ok && !otherLabels.MatchString(lastClause(before[:start])) {
			return damagedLabel
		}
	}
	switch {
	case otherLabels.MatchString(lastClause(bareArticle.ReplaceAllString(before, ""))), amountDue.MatchString(before):
		return otherDate
	case weakLabels.MatchString(before), dealtOn.MatchString(before):
		return weakLabel
	case onTheDay.MatchString(before):
		return l.saidOfThePaper(before)
	}
	// Words that no list knows: this date may be anything.
	return otherDate
}

// fewWords is how many words may stand before « le » and be a place or a title;
// more are a sentence, which tells of anything.
const fewWords = 3

// saidOfThePaper is what « le » is worth behind words that no list knows:
// « Vous avez choisi la mensualisation le 12 août » dates no bill.
func (l dateLine) saidOfThePaper(before string) labelStrength {
	clause := lastClause(bareArticle.ReplaceAllString(before, ""))
	if l.labels.bill && len(strings.Fields(clause)) > fewWords && !billWords.MatchString(clause) {
		return bareDate
	}
	return weakLabel
}

// bareArticle stands between a label and its date: « Prochaine facture : le ».
var bareArticle = regexp.MustCompile(`:? ?le ?$`)

// announced is what a label of issue is worth behind the rest of its clause.
func (l dateLine) announced(clause, label string) labelStrength {
	clause = paperTitles.ReplaceAllString(clause, "facture")
	switch {
	case otherLabels.MatchString(clause), l.labels.bill && otherLabels.MatchString(label), onAnotherBill.MatchString(clause):
		return otherDate
	case !onlyQualifies(clause), strings.HasPrefix(label, "fait") && l.labels.bill && l.underMandate():
		return weakLabel
	case strings.HasPrefix(label, "emis") || strings.HasPrefix(label, "etabli"):
		return l.issuedWhat(clause)
	}
	return issuedLabel
}

// onAnotherBill ends the clause before a bill that this paper is about, such as
// a credit note: « Sur facture n° 77 du ».
var onAnotherBill = regexp.MustCompile(`\b(?:sur|suite a|concernant)(?: (?:la|notre|votre))? ?$`)

// mandateHeading is that of a form which goes with a bill, and is signed and
// dated as an attestation is.
var mandateHeading = regexp.MustCompile(`\bmandat\b|\bsepa\b|autorisation de prelevement|bulletin de souscription|conditions particulieres|etat des lieux`)

// underMandate reports whether such a heading stands above the line.
func (l dateLine) underMandate() bool {
	return slices.ContainsFunc(l.page.Lines, func(other reader.Line) bool {
		return other.Box.Y0 < l.box().Y0 && len([]rune(other.Text)) <= headingLength && mandateHeading.MatchString(fold(other.Text))
	})
}

// connecting words end a line that goes on below.
var connecting = regexp.MustCompile(`(?:,|\b(?:de|du|des|la|le|les|l'|d'|a|au|aux|et|ou|sur|pour|par|votre|notre|cette|une?|que))$`)

// endsSentence reports whether the line begins in the middle of a sentence:
// « Nous attendons le solde de la / facture du 2 mars 2026 ».
func (l dateLine) endsSentence() bool {
	cell, ok := above(l.page.Lines, l.index)
	if !ok {
		return false
	}
	text := strings.TrimSpace(fold(cell.Text))
	if connecting.MatchString(text) {
		return true
	}
	return unicode.IsLower(firstLetter(l.page.Lines[l.index].Text)) && len([]rune(text)) > runningText
}

// issuedWhat settles what « émise le » and « établie le » speak of: the bill,
// where a word of the clause says so or nothing stands before it; who knows
// what otherwise.
func (l dateLine) issuedWhat(clause string) labelStrength {
	if subject := strings.TrimSpace(clause); subject != "" {
		if billWords.MatchString(subject) {
			return issuedLabel
		}
		return weakLabel
	}
	if cell, ok := above(l.page.Lines, l.index); ok && otherLabels.MatchString(paperTitles.ReplaceAllString(fold(cell.Text), "facture")) {
		return otherDate
	}
	return issuedLabel
}

func lastClause(s string) string {
	return s[strings.LastIndexAny(strings.TrimRight(s, clauseBreaks+" "), clauseBreaks)+1:]
}

// standalone reports whether the line is the date line of a letter.
func (l dateLine) standalone(i int) bool { return l.isLine(standaloneDate, i) }

// isLine reports whether the line has no date but number i, and is of a form.
func (l dateLine) isLine(form *regexp.Regexp, i int) bool {
	d := l.dates[i]
	return len(l.dates) == 1 && form.MatchString(strings.TrimSpace(strings.TrimSpace(l.folded[:d.start])+" @"+strings.TrimSpace(l.folded[d.end:])))
}

// letterDate is what the date line of a letter is worth where it stands: at
// the top of a page, and not as the end of a sentence.
func (l dateLine) letterDate() labelStrength {
	if otherLabels.MatchString(l.folded) {
		return otherDate
	}
	if height := l.page.Ground().Height; height > 0 && l.box().Y0 > letterPart*height {
		return l.atFoot()
	}
	if cell, ok := above(l.page.Lines, l.index); ok {
		text := strings.TrimSpace(fold(cell.Text))
		untitled := paperTitles.ReplaceAllString(text, "facture")
		switch {
		case subject.MatchString(text):
			// What the letter is about, and no heading of its date: « Objet :
			// attestation de contrat ».
		case otherLabels.MatchString(untitled), strings.HasSuffix(text, ":"):
			return otherDate
		case untitled != text:
			// It may also be the day that the notice falls due.
			return min(weakLabel, l.besideWhat())
		case connecting.MatchString(text) || len([]rune(text)) > runningText:
			return bareDate
		}
	}
	return l.besideWhat()
}

// subject is the line of a letter that says what it is about.
var subject = regexp.MustCompile(`^(?:objet|concerne) ?: ?[a-z]`)

// atFoot is what the date line is worth at the foot of a page: an attestation is
// signed and dated there, a bill is not.
func (l dateLine) atFoot() labelStrength {
	if l.labels.bill {
		return bareDate
	}
	return weakLabel
}

// besideWhat settles what « le 12 septembre 2026 » stands beside: a label that
// no list knows, or words as close to it as a label would be, take its word
// away.
func (l dateLine) besideWhat() labelStrength {
	strength := issuedLabel
	if !l.labels.bill || !l.firstPage {
		strength = weakLabel
	}
	cell, ok := leftOf(l.page.Lines, l.index)
	if !ok {
		return strength
	}
	here, first := l.box(), firstLetter(l.page.Lines[l.index].Text)
	near := here.X0-cell.Box.X1 < labelGap*(here.Y1-here.Y0)
	switch {
	case otherLabels.MatchString(fold(cell.Text)), strings.HasSuffix(strings.TrimSpace(cell.Text), ":"):
		return otherDate
	case articleFirst.MatchString(l.folded) && (near || unicode.IsLower(first)):
		return weakLabel
	}
	return strength
}

// articleFirst is a date line without a town. With one, it is no value of a
// label.
var articleFirst = regexp.MustCompile(`^ ?le `)

func firstLetter(s string) rune {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(s))
	return first
}

// labelGap is how far from its date, in heights of its line, a label stands at
// most that a gap cut from it. Past it the words are of another column.
const labelGap = 6

var (
	periodJoin   = regexp.MustCompile(`^ ?(?:au|-|a|et) ?$`)
	periodGoesOn = regexp.MustCompile(`^ ?(?:au|-|a) ?(?:\d|1er)`)
	hourFollows  = regexp.MustCompile(`^ ?(?:-|a) ?\d{1,2} ?[h:] ?\d\d`)
)

// inPeriod reports whether the date is one end of « du … au … », even where a
// wide gap cuts it in two. A period is issued on neither of its days.
func (l dateLine) inPeriod(i int) bool {
	behind := l.folded[l.dates[i].end:]
	if i > 0 && periodJoin.MatchString(l.before(i)) || periodGoesOn.MatchString(behind) && !hourFollows.MatchString(behind) {
		return true
	}
	if i == len(l.dates)-1 && strings.TrimSpace(l.folded[l.dates[i].end:]) == "" {
		if cell, ok := rightOf(l.page.Lines, l.index); ok && periodGoesOn.MatchString(fold(cell.Text)) {
			return true
		}
	}
	if cell, ok := l.below(); ok && i == len(l.dates)-1 && strings.HasPrefix(fold(cell.Text), "au ") && len(readDates(fold(cell.Text), l.ocr())) > 0 {
		return true
	}
	return i == 0 && strings.TrimSpace(l.before(0)) == "au"
}

// endsPeriod reports whether the date is the second of « du … au … » on its
// line: how long a period lasts says nothing of the day of issue.
func (l dateLine) endsPeriod(i int) bool { return i > 0 && periodJoin.MatchString(l.before(i)) }
