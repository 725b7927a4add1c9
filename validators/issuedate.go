package validators

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// Origin says where a reading comes from.
type Origin string

const (
	FromCode     Origin = "2d-doc"   // a 2D-Doc
	FromZone     Origin = "mrz"      // a machine-readable zone
	FromText     Origin = "texte"    // the text layer of a PDF
	FromOCR      Origin = "ocr"      // pixels
	FromDeclared Origin = "declaree" // what the person wrote in the dossier
)

// DateReading is an issue date, and the words it was read in.
type DateReading struct {
	Date    calendar.Date `json:"date"`
	Origin  Origin        `json:"origine"`
	Page    int           `json:"page,omitempty"`    // from 1
	Excerpt string        `json:"extrait,omitempty"` // the line it stands in
	Mark    *reader.Mark  `json:"zone,omitempty"`    // where; nil where that is not known
	// certain: a label that only an issue date bears announces it, and nothing
	// on the document speaks against it. No other date may block.
	certain bool
	// borneOut is the latest day up to which the document speaks of its own
	// time, such as the due date. A month that OCR misread shifts the date, and
	// leaves that one.
	borneOut calendar.Date
	// doubtful: OCR made it out badly, or only after a repair.
	doubtful bool
	// guessed: no label announces it.
	guessed bool
}

// adviceMonths is the age from which some prefectures frown on a proof of
// address that ANTS still takes.
// Source: préfecture de police, tutoriel ANTS, second écran de l’étape 5
// (« daté de moins de trois mois »).
const adviceMonths = 3

// soonDays is how many days before its last day a piece is said to be soon too
// old: about the time people take to gather the others.
const soonDays = 15

// CheckIssueDate reads the date of the pieces that bear one, and holds those
// that must be recent to their age. The date is that of the 2D-Doc, or else the
// one read in the text, or else by OCR, or else the one the person declares;
// two that disagree are pointed out.
// Source: service-public.fr F31847 and préfecture de police, tutoriel ANTS
// (« daté de moins de six mois »); the count of months: [calendar.Date.AddMonths].
func CheckIssueDate(piece Piece, terms Terms, inspection *Inspection) {
	if piece.Type == PieceOther {
		checkPsychotechnical(piece, terms, inspection)
		return
	}
	kind, ok := kindOf(piece, terms)
	if !ok {
		return
	}
	governing, in, unread := readPiece(piece, kind, terms.On, inspection)
	declared := DateReading{Date: piece.DeclaredIssue, Origin: FromDeclared, certain: true}
	switch {
	case governing >= 0 && in.guessed && !declared.Date.IsZero():
		// What the person says stands before what was only guessed.
		inspection.IssuedOn = declared.Date
		inspection.Findings = append(inspection.Findings, ageFindings(declared, terms, kind, false)...)
	case governing >= 0:
		if in.certain {
			inspection.IssuedOn = in.Date
		}
		// The page that could not be read may be the fresh bill.
		in.certain = in.certain && !unread
		file := &inspection.Files[governing]
		if in.guessed && terms.AgeMaxMonths != nil && in.Date.AddMonths(*terms.AgeMaxMonths).After(terms.On) {
			if !inspection.isAnotherPiece() {
				file.Findings = append(file.Findings, toConfirm(in, *terms.AgeMaxMonths))
			}
			return
		}
		file.Findings = append(file.Findings, ageFindings(in, terms, kind, isTaxNotice(piece.Files[governing].Document))...)
		if !declared.Date.IsZero() && declared.Date != in.Date {
			file.Findings = append(file.Findings, disagreement(in, "celle que vous avez indiquée", declared.Date,
				"Regardez laquelle est la date d’émission, et corrigez la date indiquée dans le dossier ou remplacez le fichier."))
		}
	case !declared.Date.IsZero():
		inspection.IssuedOn = declared.Date
		inspection.Findings = append(inspection.Findings, ageFindings(declared, terms, kind, false)...)
		for i := range inspection.Files {
			if inspection.Files[i].Read.IssueDate == nil {
				inspection.Files[i].Read.IssueDate = &declared
			}
		}
	case !inspection.isAnotherPiece():
		inspection.Findings = append(inspection.Findings, missingDate(piece, terms, kind)...)
	}
}

// isAnotherPiece reports whether every file is said to be something else than
// the piece: its missing date is then no matter.
func (i *Inspection) isAnotherPiece() bool {
	for _, file := range i.Files {
		if !slices.ContainsFunc(file.Findings, aboutSlot) {
			return false
		}
	}
	return len(i.Files) > 0
}

// readPiece reads the date of every file of a piece, and returns the file whose
// date decides, -1 for none, and that date. It also tells whether some page of
// the piece may bear another that could not be read.
func readPiece(piece Piece, kind datedKind, on calendar.Date, inspection *Inspection) (governing int, in DateReading, unread bool) {
	governing = -1
	var freshest calendar.Date
	for i, file := range piece.Files {
		dates := datesOf(file.Document, kind, on)
		unread = unread || dates.unread
		if dates.freshest.After(freshest) {
			freshest = dates.freshest
		}
		if !dates.found {
			continue
		}
		inspection.Files[i].Read.IssueDate = &dates.reading
		if dates.text != nil {
			inspection.Files[i].Findings = append(inspection.Files[i].Findings, disagreement(dates.reading, "celle du texte", dates.text.Date,
				"Regardez le document : le code et le texte devraient porter la même date. Si ce n’est pas le document d’origine, demandez-en un à celui qui l’a émis."))
		}
		if kind.handwritten && dates.reading.doubtful {
			continue
		}
		if governing < 0 || outranks(dates.reading, in) {
			governing, in = i, dates.reading
		}
	}
	if freshest.After(in.Date) {
		in.certain = false
	}
	return governing, in, unread
}

// disagreement says that a date read is not another one.
func disagreement(in DateReading, other string, date calendar.Date, remedy string) Finding {
	read := "lue sur le document"
	if in.Origin == FromCode {
		read = "du code 2D-Doc"
	}
	return Finding{
		Code: DateDisagrees, Severity: Warning, Page: in.Page, Excerpt: in.Excerpt, Mark: in.Mark,
		Message: fmt.Sprintf("La date %s (%s) n’est pas %s (%s).", read, in.Date.French(), other, date.French()),
		Remedy:  remedy,
	}
}

// outranks reports whether reading a decides rather than b: a certain date
// before one that is not, then the later.
func outranks(a, b DateReading) bool {
	switch {
	case a.certain != b.certain:
		return a.certain
	case a.guessed != b.guessed:
		return b.guessed
	}
	return a.Date.After(b.Date)
}

// fileDates is what a file says of its day of issue.
type fileDates struct {
	reading DateReading
	found   bool
	// text is what the text says where the 2D-Doc says another day.
	text *DateReading
	// freshest is the latest date, up to the reference date, that may be the
	// day of issue.
	freshest calendar.Date
	// unread: some page may bear a date that is not known.
	unread bool
}

// ReadIssueDate finds the issue date of a document as of a bill: that of its
// 2D-Doc, or else of its words. Where several are labelled so, it is the latest
// that is not after on. A date that has only a weak label, or that others on
// the document speak against, is not certain.
func ReadIssueDate(doc reader.Document, on calendar.Date) (DateReading, bool) {
	dates := datesOf(doc, proofOfAddress, on)
	return dates.reading, dates.found
}

func datesOf(doc reader.Document, kind datedKind, on calendar.Date) fileDates {
	all := mentionsOf(doc, kind.labels)
	dates := fileDates{unread: hasUnreadPage(doc)}
	for _, m := range all {
		if m.strength != otherDate && !m.date.After(on) && m.date.After(dates.freshest) {
			dates.freshest = m.date
		}
	}
	if best, ok := bestMention(all, on); ok {
		dates.reading, dates.found = best.reading(doc), true
		dates.reading.borneOut = best.lastBeside(all)
		dates.reading.certain = best.proves(all, doc, on) && !(kind.handwritten && best.ocr)
	}
	if !kind.labels.bill {
		return dates
	}
	if !dates.found {
		if guess, ok := guessDate(doc, all, on); ok {
			dates.reading, dates.found = guess.reading(doc), true
			dates.reading.guessed = true
		}
	}
	if code, taxes, ok := readCode(doc, on); ok {
		dates.preferCode(code, taxes)
		dates.unread = hasUnreadBeside(doc)
	}
	return dates
}

// preferCode puts the date of the 2D-Doc before that of the text, which it is
// held against. On tax notices they are of two different days.
func (dates *fileDates) preferCode(code DateReading, taxes bool) {
	text, found := dates.reading, dates.found
	if found && text.certain && text.Date != code.Date && !taxes {
		dates.text = &text
	}
	code.certain = !dates.freshest.After(code.Date)
	if code.Date.After(dates.freshest) {
		dates.freshest = code.Date
	}
	dates.reading, dates.found = code, true
}

// bestMention returns the mention that is most likely the day of issue; false
// where none is likely to be.
func bestMention(all []mention, on calendar.Date) (best mention, found bool) {
	for _, m := range all {
		if m.strength >= weakLabel && (!found || m.betterThan(best, on)) {
			best, found = m, true
		}
	}
	return best, found
}

// betterThan prefers the better label, then a date that is past, then the
// latest that is past or the first that is not, then the better read.
func (m mention) betterThan(b mention, on calendar.Date) bool {
	if m.rank() != b.rank() {
		return m.rank() > b.rank()
	}
	past := !m.date.After(on)
	switch {
	case past == b.date.After(on):
		return past
	case m.date != b.date:
		return m.date.After(b.date) == past
	}
	return m.confidence > b.confidence
}

func (m mention) rank() int {
	switch {
	case m.isIssue():
		return 2
	case m.strength > weakLabel:
		return 1
	}
	return 0
}

// reading is what a mention gives to show.
func (m mention) reading(doc reader.Document) DateReading {
	page := doc.Pages[m.page]
	line := page.Lines[m.line]
	reading := DateReading{Date: m.date, Origin: FromText, Page: m.page + 1, Excerpt: excerpt(line.Text), Mark: markOf(page.MarkOf(line))}
	if m.ocr {
		reading.Origin = FromOCR
		reading.doubtful = m.repaired || m.strength == damagedLabel || m.confidence < sureWords
	}
	return reading
}

// markOf returns a place that is known, and nil otherwise.
func markOf(mark reader.Mark) *reader.Mark {
	if mark == (reader.Mark{}) {
		return nil
	}
	return &mark
}

// readCode returns the issue date in the 2D-Docs of a proof of address, the
// latest that is not after on, and whether it is a tax notice.
func readCode(doc reader.Document, on calendar.Date) (best DateReading, taxes, found bool) {
	for p, page := range doc.Pages {
		for _, code := range page.Codes {
			parsed, kind, ok := proofCode(code)
			if !ok {
				continue
			}
			issued, ok := parsed.IssueDate()
			if !ok {
				continue
			}
			if !found || (mention{writtenDate: writtenDate{date: issued}}).betterThan(mention{writtenDate: writtenDate{date: best.Date}}, on) {
				best = DateReading{Date: issued, Origin: FromCode, Page: p + 1, Excerpt: "Code 2D-Doc : " + kind.Title, Mark: markOf(code.Mark)}
				taxes, found = slices.Contains(taxNoticeCodes, kind.Code), true
			}
		}
	}
	return best, taxes, found
}

// proofCode reads the 2D-Doc of a proof of address; false for any other.
func proofCode(code reader.Code) (*twoddoc.Document, twoddoc.Kind, bool) {
	parsed, err := twoddoc.Parse(code.Data)
	if err != nil {
		return nil, twoddoc.Kind{}, false
	}
	kind, ok := parsed.Kind()
	return parsed, kind, ok && kind.Address
}

// hasUnreadBeside is hasUnreadPage for a document with a 2D-Doc: where there is
// one nothing else is read, and the pages that go with it are of the same
// paper. One that somebody tried to read in vain may be another.
func hasUnreadBeside(doc reader.Document) bool {
	return len(doc.Pages) < doc.PageCount || slices.ContainsFunc(doc.Pages, func(p reader.Page) bool { return p.Unread && len(p.Codes) == 0 })
}

// excerpt shortens a line to what proves the reading.
func excerpt(line string) string {
	line = strings.Join(strings.Fields(line), " ")
	if runes := []rune(line); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return line
}

// ageFindings says whether a date is recent enough on the reference date.
// Nothing is said of a piece without an age limit.
func ageFindings(in DateReading, terms Terms, kind datedKind, taxNotice bool) []Finding {
	if terms.AgeMaxMonths == nil {
		return nil
	}
	limit := *terms.AgeMaxMonths
	base := Finding{Page: in.Page, Excerpt: in.Excerpt, Mark: in.Mark}
	if in.Date.After(terms.On) {
		base.Code, base.Severity = DateInFuture, Warning
		base.Message = fmt.Sprintf("%s porte une date à venir : %s (date du jour retenue : %s).", kind.it, in.Date.French(), terms.On.French())
		base.Remedy = "Vérifiez la date. Si elle est exacte, attendez ce jour-là pour l’envoyer ; sinon, corrigez-la."
		return []Finding{base}
	}
	firstTooOld := in.Date.AddMonths(limit)
	if !firstTooOld.After(terms.On) {
		in.certain = in.certain && (in.Origin != FromOCR || !in.borneOut.AddMonths(limit).After(terms.On))
		return []Finding{tooOld(base, in, limit, kind, taxNotice)}
	}
	var findings []Finding
	if kind.advised && !in.Date.AddMonths(adviceMonths).After(terms.On) && adviceMonths < limit {
		advice := base
		advice.Code, advice.Severity = DateTooOld, Info
		advice.Message = fmt.Sprintf("Ce document date du %s : il a plus de %d mois. Il est encore admis (moins de %d mois), mais certains services préfèrent plus récent.", in.Date.French(), adviceMonths, limit)
		advice.Remedy = "Si vous en avez un plus récent, envoyez plutôt celui-là."
		findings = append(findings, advice)
	}
	lastDay := firstTooOld.AddDays(-1)
	if terms.On.DaysUntil(lastDay) <= soonDays {
		soon := base
		soon.Code, soon.Severity = DateSoonTooOld, Info
		soon.Message = fmt.Sprintf("%s sera bientôt trop ancien : il peut être envoyé jusqu’au %s inclus.", kind.it, lastDay.French())
		soon.Remedy = fmt.Sprintf("Envoyez la demande avant la fin du %s, ou %s.", lastDay.French(), kind.newer)
		findings = append(findings, soon)
	}
	return findings
}

func tooOld(finding Finding, in DateReading, limit int, kind datedKind, taxNotice bool) Finding {
	finding.Code, finding.Severity = DateTooOld, Blocking
	rule := fmt.Sprintf(kind.rule, limit)
	finding.Message = fmt.Sprintf("%s date du %s. %s", kind.it, in.Date.French(), rule)
	finding.Remedy = kind.renew
	switch {
	case taxNotice:
		// service-public.fr F31847 sets no age for a tax notice, the ANTS
		// screen asks six months of every proof: nothing is provable.
		dates := "date"
		if !in.certain {
			dates = "semble dater"
		}
		finding.Severity = Warning
		finding.Message = fmt.Sprintf("Cet avis d’impôt %s du %s, plus de %d mois. Les sources diffèrent : service-public.fr l’admet sans condition d’âge, l’écran de l’ANTS demande moins de %d mois.", dates, in.Date.French(), limit, limit)
		finding.Remedy = "Pour plus de sûreté, joignez plutôt une facture ou une quittance récente."
	case !in.certain:
		finding.Severity = Warning
		finding.Message = fmt.Sprintf("%s semble dater du %s. %s", kind.it, in.Date.French(), rule)
		finding.Remedy = fmt.Sprintf("%s Si elle a %d mois ou plus, %s.", kind.look, limit, kind.newer)
	case in.Origin == FromDeclared:
		finding.Message = fmt.Sprintf("Vous indiquez que %s date du %s. %s", lowerFirst(kind.it), in.Date.French(), rule)
	}
	return finding
}

// lowerFirst puts the subject of a sentence inside another.
func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// missingDate says that no date was found, where the files were opened: what
// was not looked at is not announced.
func missingDate(piece Piece, terms Terms, kind datedKind) []Finding {
	opened, text, unread := false, false, false
	for _, f := range piece.Files {
		opened = opened || f.Document.State == reader.Opened || f.Document.State == reader.Partial
		for _, p := range f.Document.Pages {
			text = text || len(p.Lines) > 0
			unread = unread || p.Unread
		}
	}
	if !opened || kind.missing == "" || terms.AgeMaxMonths == nil {
		return nil
	}
	finding := Finding{
		Code: DateMissing, Severity: kind.missing,
		Message: "Aucune date d’émission n’a été reconnue sur ce document.",
		Remedy:  fmt.Sprintf("Regardez vous-même : il doit avoir été émis il y a moins de %d mois. Vous pouvez indiquer sa date dans le dossier (clé « date » de la pièce).", *terms.AgeMaxMonths),
	}
	switch {
	case kind.handwritten:
		finding.Message = kind.it + " ne porte pas de date que ce programme ait su lire : le plus souvent, elle est écrite à la main."
	case unread:
		finding.Message = "La date d’émission n’a pas pu être lue : au moins une page de ce document est une image dont le texte n’a pas pu être lu."
	case !text:
		finding.Message = "La date d’émission n’a pas été lue : ce document n’a pas de texte que ce programme sache lire (une photo ou une numérisation, par exemple)."
	}
	return []Finding{finding}
}

// taxNoticeCodes are the 2D-Docs of tax notices, old and new, on income and on
// housing.
var taxNoticeCodes = []string{"02", "04", "28"}

var taxNotice = regexp.MustCompile(`\bavis (?:d'impots?|d'imposition|de non[- ]imposition|de situation declarative)|\btaxes? d'habitation|\btaxes? foncieres?|\bimpots? sur les? revenus?`)

// isTaxNotice tells a tax notice from its 2D-Doc, or from its first page, whose
// title is often cut over two lines.
func isTaxNotice(doc reader.Document) bool {
	for _, page := range doc.Pages {
		for _, code := range page.Codes {
			if _, kind, ok := proofCode(code); ok {
				return slices.Contains(taxNoticeCodes, kind.Code)
			}
		}
	}
	if len(doc.Pages) == 0 {
		return false
	}
	var text strings.Builder
	for _, line := range doc.Pages[0].Lines {
		text.WriteString(fold(line.Text))
		text.WriteByte(' ')
	}
	return taxNotice.MatchString(text.String())
}
