package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
)

// addScreens adds to the list the way through the ANTS site, with the values of
// the dossier, what each status of the request calls for, and the day the rules
// were known to hold. Where no request is made online, neither screen nor
// status has an object.
func addScreens(list *templates.Checklist, job *Job) {
	list.KnownOn = job.Decision.KnownOn
	online := job.Decision.Online
	if online == nil || len(online.Screens) == 0 {
		return
	}
	list.Online.Link = online.Link
	for _, s := range online.Screens {
		screen := filledScreen(s, job)
		screen.Note = joined(" ", handOverNote(s.Number, job), screen.Note)
		screen.Warning = heldBack(s.Number, job)
		list.Screens = append(list.Screens, screen)
	}
	for _, s := range rules.RequestStatuses() {
		list.Statuses = append(list.Statuses, templates.RequestStatus{
			Name: s.Name, Meaning: s.Meaning, Action: s.Action, NewRequest: s.NewRequest, Stuck: s.Stuck,
		})
	}
}

func filledScreen(s rules.Screen, job *Job) templates.Screen {
	screen := templates.Screen{Number: s.Number, Title: s.Title, Sources: s.Sources}
	for _, row := range s.Rows {
		if job.Dossier.Request.Photo.goes(row.When) {
			screen.Rows = append(screen.Rows, filledRows(row, job)...)
		}
	}
	var notes []string
	for _, note := range s.Notes {
		if job.Dossier.Request.Photo.goes(note.When) {
			notes = append(notes, note.Text)
		}
	}
	screen.Note = joined(" ", notes...)
	return screen
}

// handOverNote says where the files to join are, on the screen where they go.
func handOverNote(number int, job *Job) string {
	if number != rules.PiecesScreen || !job.handsOver() {
		return ""
	}
	return "Les fichiers à joindre sont dans le dossier «\u00a0" + PiecesName + "\u00a0», rangé avec cette liste\u00a0: joignez-les à la place de ceux que vous aviez donnés."
}

// heldBack says that something blocks, on the screens where it is about to be sent.
func heldBack(number int, job *Job) string {
	if job.Report == nil || job.Report.Verdict != validators.Refused || number != rules.PiecesScreen && number != rules.SummaryScreen {
		return ""
	}
	return "N’envoyez pas encore la demande\u00a0: corrigez d’abord ce qui bloque, au début de cette liste."
}

// handsOver reports whether a repair left files to hand over.
func (job *Job) handsOver() bool {
	return slices.ContainsFunc(job.Repairs, func(p PieceRepair) bool {
		return slices.ContainsFunc(p.Files, func(f FileRepair) bool { return !f.Left })
	})
}

// goes reports whether what holds for one way of sending the photo may hold for
// this dossier: both do where it does not say which.
func (p Photo) goes(way rules.PhotoMode) bool {
	return way == "" || p.Mode == "" || string(p.Mode) == string(way)
}

// rowKinds are the gestures as the list has them.
var rowKinds = map[rules.Gesture]templates.RowKind{
	rules.ClickGesture:  templates.ClickRow,
	rules.TypeGesture:   templates.TypeRow,
	rules.AttachGesture: templates.AttachRow,
}

// filledRows is a row with its value. A piece has one for each file, and the
// first names after the second one each, with the button that adds a field.
func filledRows(row rules.ScreenRow, job *Job) []templates.ScreenRow {
	filled := templates.ScreenRow{Kind: rowKinds[row.Gesture], Label: row.Label, Value: row.Words, Note: row.Note}
	if row.Gesture != rules.AttachGesture && row.Mandatory {
		filled.Label += " *"
	}
	switch {
	case row.Piece != "":
		return attachedRows(row, filled, job)
	case row.Field == rules.FieldFurtherNames:
		return furtherNameRows(row.Label, job.Dossier.Applicant.FirstNames)
	case row.Field != "":
		filled.Value = screenValues[row.Field](job.Dossier)
		filled.Note = rowNote(row, filled.Value, job.Dossier)
	}
	return []templates.ScreenRow{inLetters(filled)}
}

// inLetters leaves to the hand a value that no field of the screen takes.
func inLetters(row templates.ScreenRow) templates.ScreenRow {
	if !inLatin(row.Value) {
		row.Value, row.Note = "", "en lettres latines, comme sur votre pièce d’identité"
	}
	return row
}

// inLatin reports whether a value has only letters of the Latin alphabet: no
// other can be typed from a French paper, nor printed in our faces.
func inLatin(value string) bool {
	return !strings.ContainsFunc(value, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// rowNote leaves out the advice that a value makes needless.
func rowNote(row rules.ScreenRow, value string, dossier *Dossier) string {
	switch {
	case row.Field == rules.FieldBirthDivision && value == "" && bornAbroad(dossier.Applicant.BirthPlace):
		return "pour une naissance en France"
	case row.Field == rules.FieldPhotoCode && value == "" && dossier.Request.Photo.Code != "":
		return "le code du dossier n’a pas 22\u00a0caractères\u00a0: recopiez celui de la planche"
	case value == "":
		return row.Note
	}
	return needed[row.Field]
}

// needed are the notes that stay beside a value.
var needed = map[rules.Field]string{rules.FieldBirthDate: "JJ/MM/AAAA"}

// bornAbroad reports whether a place of birth is known to be outside France.
func bornAbroad(p Place) bool {
	return p.Country != "" && !strings.EqualFold(strings.TrimSpace(p.Country), "France")
}

// furtherNameRows are a click and a field for each first name after the second.
// No source gives the label of the field that the click adds.
func furtherNameRows(button string, names []Name) []templates.ScreenRow {
	var rows []templates.ScreenRow
	for i, name := range names {
		if i >= 2 {
			rows = append(rows,
				templates.ScreenRow{Kind: templates.ClickRow, Value: button},
				inLetters(templates.ScreenRow{Kind: templates.TypeRow, Label: fmt.Sprintf("%de prénom (champ ajouté)", i+1), Value: trimmed(string(name))}))
		}
	}
	return rows
}

// attachedRows are the files of a piece, in the order of the dossier. A piece
// that is neither there nor mandatory has no row.
func attachedRows(row rules.ScreenRow, filled templates.ScreenRow, job *Job) []templates.ScreenRow {
	files := filesFor(row.Piece, job)
	if len(files) == 0 {
		if !row.Mandatory {
			return nil
		}
		return []templates.ScreenRow{filled}
	}
	rows := make([]templates.ScreenRow, len(files))
	for i, file := range files {
		rows[i] = filled
		rows[i].Value = file.name
		if i > 0 {
			rows[i].Note = ""
		} else if len(files) > 1 {
			rows[i].Note = joined(", ", rows[i].Note, "dans cet ordre")
		}
		rows[i].Note = joined(", ", rows[i].Note, file.note)
	}
	return rows
}

// attachment is a file to join, and what keeps it from being sent as it is.
type attachment struct{ name, note string }

// What is said of a file that is not to be sent as it is.
const (
	notReady = "à corriger avant de l’envoyer"
	hostsOwn = "vérifiez qu’il est au nom de la personne qui vous héberge"
)

// filesFor lists the files that go under a heading of the screen. A proof of
// address that was given as the person's own is shown where the host's goes.
func filesFor(t rules.PieceType, job *Job) []attachment {
	files := filesOf(t, job)
	if t == rules.HostProofOfAddress && len(files) == 0 && !job.lacks(t) {
		files = filesOf(rules.ProofOfAddress, job)
		for i := range files {
			files[i].note = joined(", ", hostsOwn, files[i].note)
		}
	}
	return files
}

// lacks reports whether the check found that a piece is missing.
func (job *Job) lacks(t rules.PieceType) bool {
	return job.Report != nil && slices.ContainsFunc(job.Report.Findings, func(f validators.Finding) bool {
		return f.Code == validators.PieceMissing && f.Piece == string(t)
	})
}

// filesOf lists the files of a piece type: as they are handed over where they
// were checked, else as the dossier names them.
func filesOf(t rules.PieceType, job *Job) []attachment {
	var files []attachment
	if job.Report != nil {
		for _, piece := range job.Report.Pieces {
			if piece.Type == t {
				files = append(files, checkedFiles(piece)...)
			}
		}
		return files
	}
	for _, piece := range job.Dossier.Pieces {
		if piece.Type != t {
			continue
		}
		for _, file := range piece.Files {
			files = append(files, attachment{name: file.Path})
		}
	}
	return files
}

// checkedFiles marks the files that block, or all of them where what blocks is
// no one file's.
func checkedFiles(piece PieceReport) []attachment {
	blocked := func(f FileReport) bool { return slices.ContainsFunc(f.Findings, blocks) }
	one := slices.ContainsFunc(piece.Files, blocked)
	files := make([]attachment, len(piece.Files))
	for i, f := range piece.Files {
		if has(f.Findings, RepairImpossible) {
			// It is not among the files that are handed over.
			files[i].note = "à refaire\u00a0: « " + f.Name + " » n’a pas pu être réparé"
			continue
		}
		files[i].name = f.Name
		if piece.Verdict == validators.Refused && (!one || blocked(f)) {
			files[i].note = notReady
		}
	}
	return files
}

func has(findings []validators.Finding, code validators.Code) bool {
	return slices.ContainsFunc(findings, func(f validators.Finding) bool { return f.Code == code })
}

func blocks(f validators.Finding) bool { return f.Severity == validators.Blocking }

// joined puts a separator between the parts of a note that there are.
func joined(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

// screenValues say what of the dossier goes in a field; "" where it does not say.
var screenValues = map[rules.Field]func(*Dossier) string{
	rules.FieldBirthName:      func(d *Dossier) string { return trimmed(string(d.Applicant.BirthName)) },
	rules.FieldUsedName:       func(d *Dossier) string { return trimmed(string(d.Applicant.UsedName)) },
	rules.FieldSex:            func(d *Dossier) string { return sexWords[d.Applicant.Sex] },
	rules.FieldFirstName:      func(d *Dossier) string { return firstName(d, 0) },
	rules.FieldSecondName:     func(d *Dossier) string { return firstName(d, 1) },
	rules.FieldBirthDate:      birthDate,
	rules.FieldBirthCountry:   func(d *Dossier) string { return trimmed(d.Applicant.BirthPlace.Country) },
	rules.FieldBirthDivision:  func(d *Dossier) string { return trimmed(d.Applicant.BirthPlace.Department) },
	rules.FieldBirthTown:      func(d *Dossier) string { return trimmed(d.Applicant.BirthPlace.Town) },
	rules.FieldStreetNumber:   func(d *Dossier) string { return trimmed(d.Applicant.Address.Number) },
	rules.FieldStreetExtra:    func(d *Dossier) string { return trimmed(d.Applicant.Address.Extension) },
	rules.FieldStreetType:     func(d *Dossier) string { return trimmed(d.Applicant.Address.StreetType) },
	rules.FieldStreet:         func(d *Dossier) string { return trimmed(d.Applicant.Address.Street) },
	rules.FieldAddressDetails: func(d *Dossier) string { return trimmed(d.Applicant.Address.Complement) },
	rules.FieldPostcode:       func(d *Dossier) string { return trimmed(d.Applicant.Address.Postcode) },
	rules.FieldTown:           func(d *Dossier) string { return trimmed(d.Applicant.Address.Town) },
	rules.FieldEmail:          func(d *Dossier) string { return trimmed(d.Applicant.Email) },
	rules.FieldPhone:          func(d *Dossier) string { return frenchPhone(d.Applicant.Phone) },
	rules.FieldPhotoCode:      func(d *Dossier) string { return groupedCode(d.Request.Photo.Code) },
}

// sexWords are the two choices of the screen.
var sexWords = map[Sex]string{Female: "Femme", Male: "Homme"}

// trimmed is a value on one line, as a field takes it.
func trimmed(s string) string { return strings.Join(strings.Fields(s), " ") }

func firstName(d *Dossier, i int) string {
	if i >= len(d.Applicant.FirstNames) {
		return ""
	}
	return trimmed(string(d.Applicant.FirstNames[i]))
}

func birthDate(d *Dossier) string {
	if d.Applicant.BirthDate.IsZero() {
		return ""
	}
	return d.Applicant.BirthDate.FrenchDigits()
}

// photoCodeGroups are the characters of a photo code, as the screen groups them:
// « 1234 5678 9012 3456 7890 12 ».
var photoCodeGroups = [...]int{4, 4, 4, 4, 4, 2}

// groupedCode is a photo code in the groups of the screen; "" where it has not
// its 22 letters and digits, since it would be refused.
func groupedCode(code string) string {
	compact := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, code)
	wrong := func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') }
	if len(compact) != 22 || strings.ContainsFunc(compact, wrong) {
		return ""
	}
	var groups []string
	for _, n := range photoCodeGroups {
		groups, compact = append(groups, compact[:n]), compact[n:]
	}
	return strings.Join(groups, " ")
}

// frenchPhone is a French number in the five pairs of the screen, whether it was
// given with its country code or not; any other number stays as it is.
func frenchPhone(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(".-()", r) {
			return -1
		}
		return r
	}, phone)
	for _, prefix := range []string{"+330", "+33", "00330", "0033"} {
		if rest, ok := strings.CutPrefix(digits, prefix); ok {
			digits = "0" + rest
			break
		}
	}
	if len(digits) != 10 || digits[0] != '0' || strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' }) {
		return trimmed(phone)
	}
	var pairs []string
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return strings.Join(pairs, " ")
}
