package templates

// The page of the deposit form, from top to bottom. It is folded in three at
// 99 and 198 mm: title and postal address on the first panel, what the person
// typed on the second, photo and signature on the third, clear of the folds.
const (
	formLeft  = 20.0
	formRight = 190.0
)

// The address behind the window. The inside of DL, C6/5 and C5 windows always
// shows x 109–190, y 59–79, however the sheet slides; nothing else may print
// within x 90–209, y 34–102, which may show too (rules § 8).
const (
	addressLeft     = 112.0
	addressBaseline = 64.0
	addressLeading  = 5.0
	addressSize     = 11.0
)

// The CTN's address, as founding document 002 gives it.
var postalAddress = [...]string{"CTN", "CS 80168", "53102 MAYENNE CEDEX"}

// Fold marks stand at the sheet's left edge, where a thumb finds them.
var foldMarks = [...]float64{99, 198}

// The photo frame measures 35 × 45 mm from inner edge to inner edge. Its line
// is thin enough for outer edges to stay within 0.2 mm of that too.
const (
	photoLeft   = 20.0
	photoTop    = 212.0
	photoWidth  = 35.0
	photoHeight = 45.0
	frameLine   = 0.1
)

// The signature frame: nothing is printed inside.
const (
	signatureLeft   = 63.0
	signatureTop    = 222.0
	signatureWidth  = 127.0
	signatureHeight = 35.0
)

// The table of what the person typed.
const (
	tableTop    = 131.5
	tableBottom = 206.0
	valueLeft   = 60.0
	sexLabelX   = 162.0
	sexValueX   = 175.0
	cellGap     = 3.0 // between a value and what stands at its right
)

// The wording of founding document 002, word for word: its plain spaces and
// straight apostrophes are kept, so that a machine which looks for these
// sentences finds them.
const (
	formTitle       = "Demande de permis de conduire"
	formSubtitle    = "Formulaire de dépôt de photo et de signature pour numérisation"
	recapHeading    = "Récapitulatif de votre saisie"
	warnStrikeOut   = "Si vous raturez ce formulaire, la modification ne sera pas prise en compte et risque d'entraîner l'échec de votre demande."
	warnAttachments = "Ne joindre aucune pièce justificative à ce courrier."
	honourStatement = "J'atteste sur l'honneur que les informations fournies sont exactes"
	signatureLabel  = "SIGNATURE A L'ENCRE NOIRE"
	postingNote     = "Mettre ce document dans une enveloppe affranchie adressée à l'adresse figurant ci-dessus (celle-ci est placée afin de pouvoir insérer ce document dans une enveloppe à fenêtre)."
)

var photoWords = [...]string{"Photo", "Couleur", "A COLLER", "sans agrafe"}

// templateNote tells the clerk and the person what this sheet is. Rules § 7: a
// form that our program draws does not carry a number of ANTS's own making.
const templateNote = "Gabarit établi par le logiciel libre recevable, sans lien avec l’administration. Le formulaire de votre compte ANTS peut le remplacer."

// printNote says how the sheet must come out of the printer: shrunk to the
// margins, its photo frame and its address are no longer where they must be. Its
// space is a plain one: no-break, it would take the form fonts of all Unicode.
const printNote = "Imprimez à 100 % (taille réelle), sur un seul côté."

func drawFormHead(s *sheet) {
	s.text(formLeft, 19, bold(), 18, black, formTitle)
	s.text(formLeft, 25.8, regular(), 12, black, formSubtitle)
	s.line(formLeft, 30, formRight, 30, 0.6, black)
}

func drawPostalAddress(s *sheet) {
	for i, line := range postalAddress {
		s.text(addressLeft, addressBaseline+float64(i)*addressLeading, regular(), addressSize, black, line)
	}
}

func drawFoldMarks(s *sheet) {
	for _, y := range foldMarks {
		s.line(0, y, 8, y, 0.1, midGrey)
	}
}

// drawWarnings prints what spoils an application, in heavy type beside a heavy
// bar: between the address and the table, nobody skips it.
func drawWarnings(s *sheet) {
	s.text(formLeft, 110, bold(), 14, black, recapHeading)
	const top, size, leading = 113.6, 10, 4.5
	lines := wrap(bold(), size, warnStrikeOut, formRight-formLeft-6, 0)
	lines = append(lines, warnAttachments)
	for i, line := range lines {
		s.text(formLeft+5, top+3.6+float64(i)*leading, bold(), size, black, line)
	}
	s.fill(formLeft, top, 1.6, float64(len(lines))*leading+0.4, black)
}

func drawPhotoFrame(s *sheet) {
	s.frame(photoLeft, photoTop, photoWidth, photoHeight, frameLine, black)
	for i, word := range photoWords {
		s.centred(photoLeft+photoWidth/2, photoTop+16+float64(i)*5.2, regular(), 10, darkGrey, word)
	}
}

// drawSignature prints the statement right above the frame: whoever signs has
// it before the eyes.
func drawSignature(s *sheet) {
	s.text(signatureLeft, 215, regular(), 11, black, honourStatement)
	s.text(signatureLeft, 220.4, bold(), 9, black, signatureLabel)
	s.frame(signatureLeft, signatureTop, signatureWidth, signatureHeight, 0.3, black)
}

func drawPosting(s *sheet) {
	const size, leading = 10, 4.6
	s.line(formLeft, 263, formRight, 263, 0.2, midGrey)
	for i, line := range wrap(regular(), size, postingNote, formRight-formLeft, 0) {
		s.text(formLeft, 269+float64(i)*leading, regular(), size, black, line)
	}
}

// drawTemplateNote prints what this sheet is and how to print it on the first
// panel, left of the window, where whoever takes it from the printer reads it.
func drawTemplateNote(s *sheet) {
	const top, right, leading, margin = 38.0, 84.0, 4.6, 3.0
	lines := wrap(bold(), 10, printNote, right-formLeft-2*margin, 0)
	strong := len(lines)
	lines = append(lines, wrap(regular(), 10, templateNote, right-formLeft-2*margin, 0)...)
	for i, line := range lines {
		face := regular()
		if i < strong {
			face = bold()
		}
		s.text(formLeft+margin, top+margin+3.2+float64(i)*leading, face, 10, black, line)
	}
	s.frame(formLeft, top, right-formLeft, float64(len(lines))*leading+2*margin, 0.2, darkGrey)
}
