package pipeline

import (
	"errors"
	"fmt"

	"github.com/recevable/recevable/templates"
)

// keyOfField says which key of the dossier fills a field of the form.
var keyOfField = map[templates.Field]string{
	templates.FieldRequestNumber: "demande.numero",
	templates.FieldBirthName:     "demandeur.nom_naissance",
	templates.FieldFirstNames:    "demandeur.prenoms",
	templates.FieldSex:           "demandeur.sexe",
	templates.FieldBirthDate:     "demandeur.date_naissance",
	templates.FieldAddress:       "demandeur.adresse",
}

// ComposeForm prints the photo and signature deposit form. A field that is
// missing, too long or holds a letter the font lacks is an [*InputError].
func ComposeForm(dossier *Dossier) ([]byte, error) {
	return printForm(dossier, templates.DepositForm.PDF)
}

// ComposeFormWithNotice is [ComposeForm], and behind the form the pages that
// say what to do with it.
func ComposeFormWithNotice(dossier *Dossier) ([]byte, error) {
	return printForm(dossier, templates.DepositForm.PDFWithNotice)
}

func printForm(dossier *Dossier, print func(templates.DepositForm) ([]byte, error)) ([]byte, error) {
	if dossier == nil {
		return nil, ErrNoDossier
	}
	applicant := dossier.Applicant
	if a := applicant.Address; a.Postcode == "" || a.Town == "" || a.Street == "" && a.Complement == "" {
		return nil, &InputError{
			File: dossier.Source, Key: "demandeur.adresse", Problem: "adresse incomplète",
			Expected: "nom_voie ou complement, code_postal et commune",
		}
	}
	form := templates.DepositForm{
		RequestNumber: dossier.Request.Number,
		BirthName:     string(applicant.BirthName),
		FirstNames:    words(applicant.FirstNames...),
		Sex:           string(applicant.Sex),
		BirthDate:     applicant.BirthDate,
		AddressLines:  applicant.Address.Lines(),
	}
	pdf, err := print(form)
	return pdf, formError(dossier, err)
}

func formError(dossier *Dossier, err error) error {
	var missing *templates.MissingFieldError
	var glyph *templates.MissingGlyphError
	var long *templates.TooLongError
	switch {
	case errors.As(err, &missing) && missing.Field == templates.FieldFirstNames:
		return &InputError{
			File: dossier.Source, Key: keyOfField[missing.Field], Problem: "aucun prénom n’est donné",
			Expected: "tous les prénoms de l’état civil, par exemple [\"Anne-Laure\", \"Zoé\"]",
		}
	case errors.As(err, &missing):
		return &InputError{
			File: dossier.Source, Key: keyOfField[missing.Field], Problem: "clé manquante ou vide",
			Expected: "une valeur\u00a0: elle s’imprime sur le formulaire",
		}
	case errors.As(err, &glyph):
		return &InputError{
			File: dossier.Source, Key: keyOfField[glyph.Field],
			Problem:  fmt.Sprintf("le caractère «\u00a0%c\u00a0» (U+%04X) ne peut pas être imprimé", glyph.Rune, glyph.Rune),
			Expected: "les lettres de l’acte de naissance français",
		}
	case errors.As(err, &long):
		return &InputError{File: dossier.Source, Key: keyOfField[long.Field], Problem: "ce texte est trop long pour tenir sur le formulaire", Expected: "un texte plus court"}
	}
	return err
}
