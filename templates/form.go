package templates

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/recevable/recevable/pipeline/calendar"
)

// DepositForm is the « Formulaire de dépôt de photo et de signature pour
// numérisation », for those who send their photo by post. It is a template:
// the number that ties it to a request is the one ANTS gave, printed as it is
// passed (source: rules § 7, founding document 002).
type DepositForm struct {
	RequestNumber string // as the ANTS account shows it
	BirthName     string
	FirstNames    []string
	Sex           string // "F" or "M"
	BirthDate     calendar.Date
	AddressLines  []string // as they must print, first line first
}

// Field names a field of the deposit form the way an error message does.
type Field string

// The fields of the deposit form.
const (
	FieldRequestNumber Field = "numéro de demande"
	FieldBirthName     Field = "nom de naissance"
	FieldFirstNames    Field = "prénom(s)"
	FieldSex           Field = "sexe"
	FieldBirthDate     Field = "date de naissance"
	FieldAddress       Field = "adresse"
)

// MissingFieldError says which field of the form has nothing to print.
type MissingFieldError struct{ Field Field }

func (e *MissingFieldError) Error() string {
	if e.Field == FieldSex {
		return "formulaire de dépôt\u00a0: le champ «\u00a0sexe\u00a0» doit valoir F ou M"
	}
	return fmt.Sprintf("formulaire de dépôt\u00a0: le champ «\u00a0%s\u00a0» est vide, il doit être rempli pour imprimer", e.Field)
}

// MissingGlyphError says which letter the printing font does not have, or which
// accent it has on no such letter. It never holds more of the field than that.
type MissingGlyphError struct {
	Field Field
	Rune  rune
}

func (e *MissingGlyphError) Error() string {
	return fmt.Sprintf("formulaire de dépôt\u00a0: le champ «\u00a0%s\u00a0» contient le caractère «\u00a0%c\u00a0» (U+%04X), que la police d’impression n’a pas\u00a0; écrivez-le avec les lettres de votre acte de naissance français", e.Field, e.Rune, e.Rune)
}

// TooLongError says which field does not fit its place on the page, even in
// the smallest type that stays readable.
type TooLongError struct{ Field Field }

func (e *TooLongError) Error() string {
	return fmt.Sprintf("formulaire de dépôt\u00a0: le champ «\u00a0%s\u00a0» est trop long pour tenir sur la page", e.Field)
}

// PDF prints the form: one A4 page. The bytes depend on the fields alone. The
// error is a *MissingFieldError, a *MissingGlyphError or a *TooLongError when
// a field is at fault.
func (f DepositForm) PDF() ([]byte, error) {
	s, err := f.draw()
	if err != nil {
		return nil, err
	}
	return s.bytes()
}

// PDFWithNotice prints the form, then two pages to keep: what to do with it,
// and how the photo must be. The form's own page and errors are those of PDF.
func (f DepositForm) PDFWithNotice() ([]byte, error) {
	s, err := f.draw()
	if err != nil {
		return nil, err
	}
	drawNotice(s)
	return s.bytes()
}

// formDate stands in the file as its creation date: the form must not depend
// on the day it is made.
var formDate = calendar.New(2000, 1, 1)

func (f DepositForm) draw() (*sheet, error) {
	entries, err := f.entries()
	if err != nil {
		return nil, err
	}
	table, err := fitTable(entries)
	if err != nil {
		return nil, err
	}
	s := newSheet("Formulaire de dépôt de photo et de signature", formDate)
	s.oneSided = true // nothing may stand on the back of what is scanned
	s.addPage()
	drawFormHead(s)
	drawTemplateNote(s)
	drawPostalAddress(s)
	drawFoldMarks(s)
	drawWarnings(s)
	table.draw(s)
	drawPhotoFrame(s)
	drawSignature(s)
	drawPosting(s)
	return s, nil
}

// entry is one field of the form, ready to be laid out.
type entry struct {
	field Field
	label string
	lines []string // each starts a new line on paper
}

// longestField is far above what any register or address holds. It bounds the
// work that a hostile value can ask for.
const longestField = 1000

// entries checks the fields, in the order they stand on the page.
func (f DepositForm) entries() ([]entry, error) {
	all := []entry{
		{FieldRequestNumber, "Numéro de demande :", []string{f.RequestNumber}},
		{FieldBirthName, "Nom de naissance :", []string{f.BirthName}},
		{FieldFirstNames, "Prénom(s) :", []string{joinNames(f.FirstNames)}},
		{FieldSex, "Sexe :", []string{sexLetter(f.Sex)}},
		{FieldBirthDate, "Date de nais. :", []string{f.BirthDate.FrenchDigits()}},
		{FieldAddress, "Adresse :", f.AddressLines},
	}
	for i := range all {
		all[i].lines = nonBlank(all[i].lines)
		if err := all[i].check(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// face is heavy for the number that ties the sheet to its request.
func (e entry) face() *typeface {
	if e.field == FieldRequestNumber {
		return bold()
	}
	return regular()
}

func (e entry) check() error {
	if len(e.lines) == 0 {
		return &MissingFieldError{e.field}
	}
	length := 0
	for _, line := range e.lines {
		length += utf8.RuneCountInString(line)
		if r, found := e.face().lacks(line); found {
			return &MissingGlyphError{e.field, r}
		}
	}
	if length > longestField {
		return &TooLongError{e.field}
	}
	return nil
}

func nonBlank(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if line = clean(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

func joinNames(names []string) string { return strings.Join(nonBlank(names), ", ") }

// sexLetter returns nothing for a letter the form does not know, so that it
// counts as missing.
func sexLetter(sex string) string {
	if sex == "F" || sex == "M" {
		return sex
	}
	return ""
}
