package pipeline

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

// validate checks what the types alone do not say, and writes values that have
// one proper form in it.
func (dossier *Dossier) validate() error {
	if dossier.Version != 0 && dossier.Version != 1 {
		return dossier.wrong("version", "version inconnue", "1")
	}
	for _, part := range []func() error{
		dossier.validateApplicant, dossier.validateCategories, dossier.validateSituation, dossier.validatePieces,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// wrong is the error of the value under a key, with the line it stands on.
func (dossier *Dossier) wrong(key, problem, expected string) error {
	return &InputError{File: dossier.Source, Line: dossier.lines[key], Key: key, Problem: problem, Expected: expected}
}

const (
	keyBirthDate  = "demandeur.date_naissance"
	keyPostcode   = "demandeur.adresse.code_postal"
	keyCategories = "situation.categories"
)

// firstBirthYear is before the birth of anybody alive.
const firstBirthYear = 1900

var postcode = regexp.MustCompile(`^[0-9]{5}$`)

func (dossier *Dossier) validateApplicant() error {
	if birth := dossier.Applicant.BirthDate; !birth.IsZero() && birth.Year < firstBirthYear {
		return dossier.wrong(keyBirthDate, "cette année de naissance n’est pas possible", "une date à partir de 1900")
	} else if birth.Year > rules.KnownOn.Year {
		// Nobody born after the year the rules were read is of an age to drive under them.
		return dossier.wrong(keyBirthDate, "cette naissance est dans le futur", "une date de naissance déjà passée")
	}
	// The form is sent to an address in France: no other postcode stands on it.
	address := &dossier.Applicant.Address
	address.Postcode = strings.Join(strings.Fields(address.Postcode), "")
	if address.Postcode != "" && !postcode.MatchString(address.Postcode) {
		return dossier.wrong(keyPostcode, "ce n’est pas un code postal", "cinq chiffres, entre guillemets, par exemple \"01000\"")
	}
	return nil
}

// licenceCategories are the categories printed on a French licence.
//
// Source: Code de la route, art. R221-4.
var licenceCategories = []string{"AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"}

// LicenceCategories lists the categories that situation.categories takes.
func LicenceCategories() []string { return slices.Clone(licenceCategories) }

func (dossier *Dossier) validateCategories() error {
	for i, written := range dossier.Situation.Categories {
		category := strings.ToUpper(written)
		if !slices.Contains(licenceCategories, category) {
			return dossier.wrong(keyCategories, fmt.Sprintf("la valeur n°\u00a0%d n’est pas une catégorie du permis", i+1), strings.Join(licenceCategories, ", "))
		}
		dossier.Situation.Categories[i] = category
	}
	return nil
}

func (dossier *Dossier) validateSituation() error {
	for _, p := range dossier.Situation.Problems() {
		return dossier.wrong(p.Key, p.Message, "des faits qui s’accordent, tels qu’ils sont écrits sur vos papiers")
	}
	return nil
}

// maxFiles bounds the files of one dossier; a large one has twenty.
const maxFiles = 200

func (dossier *Dossier) validatePieces() error {
	total := 0
	for i, piece := range dossier.Pieces {
		key := fmt.Sprintf("pieces[%d]", i+1)
		wrong := func(line int, key, problem, expected string) error {
			return &InputError{File: dossier.Source, Line: line, Key: key, Problem: problem, Expected: expected}
		}
		if piece.Type == "" {
			return wrong(piece.Line, key+".type", "clé manquante", strings.Join(pieceTypes(), ", "))
		}
		if len(piece.Files) == 0 {
			return wrong(piece.Line, key+".fichiers", "aucun fichier n’est nommé", "[fichier.pdf] ou [recto.jpg, verso.jpg]")
		}
		if total += len(piece.Files); total > maxFiles {
			return wrong(piece.Line, key+".fichiers", "ce dossier nomme trop de fichiers", fmt.Sprintf("%d fichiers au plus, toutes pièces réunies", maxFiles))
		}
		for j, file := range piece.Files {
			if problem := pathProblem(file.Path); problem != "" {
				return wrong(file.Line, fmt.Sprintf("%s.fichiers[%d]", key, j+1), problem, "un nom de fichier du dossier, par exemple facture.pdf")
			}
		}
	}
	return nil
}

func pathProblem(path string) string {
	switch {
	case path == "":
		return "ce nom de fichier est vide"
	case !filepath.IsLocal(filepath.FromSlash(localPath(path))):
		return "ce chemin sort du dossier"
	}
	return ""
}

// localPath turns the separators that Windows writes into slashes.
func localPath(path string) string { return strings.ReplaceAll(path, `\`, "/") }

// maxAge is past the age of anybody who drives.
const maxAge = 120

// validateBirth checks the birth date against the reference date, which a
// dossier by itself does not know.
func (dossier *Dossier) validateBirth(on calendar.Date) error {
	birth := dossier.Applicant.BirthDate
	switch {
	case birth.IsZero():
	case birth.After(on):
		return dossier.wrong(keyBirthDate, "cette naissance est après la date de référence", "une date de naissance déjà passée")
	case birth.AgeOn(on) > maxAge:
		return dossier.wrong(keyBirthDate, fmt.Sprintf("cette naissance donne plus de %d\u00a0ans", maxAge), "l’année de naissance sur quatre chiffres")
	}
	return nil
}
