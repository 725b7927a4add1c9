package pipeline

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

// Dossier is what dossier.yaml (or .json) says, under the keys of the contract.
type Dossier struct {
	Version   int             `dossier:"version"`
	Applicant Applicant       `dossier:"demandeur"`
	Request   Request         `dossier:"demande"`
	Situation rules.Situation `dossier:"situation"`
	Pieces    []Justificatif  `dossier:"pieces"`

	// Source is the file it was read from, as the person named it.
	Source string
}

// Applicant is the person who asks for the licence.
type Applicant struct {
	BirthName  Name          `dossier:"nom_naissance"`
	UsedName   Name          `dossier:"nom_usage"`
	FirstNames []Name        `dossier:"prenoms"`
	Sex        Sex           `dossier:"sexe"`
	BirthDate  calendar.Date `dossier:"date_naissance"`
	BirthPlace Place         `dossier:"lieu_naissance"`
	Address    Address       `dossier:"adresse"`
	Email      string        `dossier:"courriel"`
	Phone      string        `dossier:"telephone"`
}

// Name is a text that is never a number.
type Name string

// Sex as the form prints it.
type Sex string

const (
	Female Sex = "F"
	Male   Sex = "M"
)

// Place of birth.
type Place struct {
	Country    string `dossier:"pays"`
	Department string `dossier:"departement"`
	Town       string `dossier:"commune"`
}

// Address in the fields of the ANTS form, step 3.
type Address struct {
	Number     string `dossier:"numero"`
	Extension  string `dossier:"extension"` // bis, ter
	StreetType string `dossier:"type_voie"`
	Street     string `dossier:"nom_voie"`
	Complement string `dossier:"complement"`
	Postcode   string `dossier:"code_postal"`
	Town       string `dossier:"commune"`
}

// Lines returns the address as it is written on paper, without blank lines.
func (a Address) Lines() []string {
	var lines []string
	for _, words := range [][]string{
		{a.Number, a.Extension, a.StreetType, a.Street},
		{a.Complement},
		{a.Postcode, a.Town},
	} {
		if line := strings.Join(strings.Fields(strings.Join(words, " ")), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Request is the ANTS request.
type Request struct {
	Number string `dossier:"numero"`
	Photo  Photo  `dossier:"photo_signature"`
}

// Photo says how the photo and signature reach ANTS.
type Photo struct {
	Mode PhotoMode `dossier:"mode"`
	Code string    `dossier:"code"` // digital only
}

// PhotoMode is by post or by code.
type PhotoMode string

const (
	PhotoByPost  PhotoMode = "courrier"
	PhotoDigital PhotoMode = "numerique"
)

// Justificatif is one piece of the dossier and the files it is made of.
type Justificatif struct {
	Type  rules.PieceType `dossier:"type"`
	Files []FileName      `dossier:"fichiers"`
	Date  calendar.Date   `dossier:"date"` // issue date that the person declares
	Line  int             // where it stands in the dossier file
}

// FileName is a file that a dossier names.
type FileName struct {
	Path string // relative to the dossier's folder, with slashes
	Line int
}

// InputPaths lists the files that nothing may be written over: the dossier file
// and all that it names in folder.
func (dossier *Dossier) InputPaths(folder string) []string {
	paths := []string{dossier.Source}
	for _, piece := range dossier.Pieces {
		for _, file := range piece.Files {
			paths = append(paths, filepath.Join(folder, filepath.FromSlash(localPath(file.Path))))
		}
	}
	return paths
}

// dossierNames are the names a dossier file may have in its folder.
var dossierNames = []string{"dossier.yaml", "dossier.yml", "dossier.json"}

// maxDossierBytes bounds a dossier file; a full one has two or three kilobytes.
const maxDossierBytes = 1 << 20

// Load reads a dossier: a folder that holds dossier.yaml or .json, or such a
// file itself. folder is where its files are looked for. Every error is an
// [*InputError].
func Load(path string) (dossier *Dossier, folder string, err error) {
	file, err := locate(path)
	if err != nil {
		return nil, "", err
	}
	data, err := readSmall(file)
	if err != nil {
		return nil, "", err
	}
	dossier, err = Parse(file, data)
	return dossier, filepath.Dir(file), err
}

// IsDossier reports whether path names a dossier, a folder or a dossier file,
// rather than a loose piece. It looks at no content.
func IsDossier(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".yaml", ".yml", ".json":
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func locate(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", &InputError{File: path, Problem: openProblem(err), Expected: "un dossier ou un fichier dossier.yaml"}
	}
	if !info.IsDir() {
		return path, nil
	}
	for _, name := range dossierNames {
		file := filepath.Join(path, name)
		if _, err := os.Stat(file); err == nil {
			return file, nil
		}
	}
	return "", &InputError{File: path, Problem: "ce dossier ne contient pas de dossier.yaml", Expected: strings.Join(dossierNames, ", ")}
}

// openProblem says in French why a file cannot be opened.
func openProblem(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "fichier introuvable"
	case errors.Is(err, fs.ErrPermission):
		return "l’accès à ce fichier est refusé"
	}
	return "ce fichier ne peut pas être lu"
}

func readSmall(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err == nil && !info.Mode().IsRegular() {
		return nil, &InputError{File: file, Problem: "ce n’est pas un fichier", Expected: "un fichier dossier.yaml ou dossier.json"}
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, &InputError{File: file, Problem: openProblem(err)}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDossierBytes+1))
	if err != nil {
		return nil, &InputError{File: file, Problem: openProblem(err)}
	}
	if len(data) > maxDossierBytes {
		return nil, &InputError{File: file, Problem: "ce fichier est trop gros pour un dossier", Expected: "moins de 1 Mo"}
	}
	return data, nil
}

// Parse reads the text of a dossier file. name is used in errors, and tells
// JSON (.json) from YAML. It does not look at the files the dossier names.
func Parse(name string, data []byte) (*Dossier, error) {
	parse := parseYAML
	if strings.EqualFold(filepath.Ext(name), ".json") {
		parse = parseJSON
	}
	t, err := parse(toUTF8(data))
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		return nil, &InputError{File: name, Line: syntax.line, Problem: syntax.reason}
	} else if err != nil {
		return nil, &InputError{File: name, Problem: err.Error()}
	}
	if t.kind == nullKind {
		return nil, &InputError{File: name, Problem: "ce fichier est vide", Expected: "les clés version, demandeur, demande, situation, pieces"}
	}
	dossier := &Dossier{Source: name}
	d := decoder{name}
	if err := d.decode(t, "", reflect.ValueOf(dossier).Elem()); err != nil {
		return nil, err
	}
	if err := dossier.validate(d, t); err != nil {
		return nil, err
	}
	return dossier, nil
}

// validate checks what the types alone do not say.
func (dossier *Dossier) validate(d decoder, t tree) error {
	if dossier.Version != 0 && dossier.Version != 1 {
		return d.fail(lineOf(t, "version"), "version", "version inconnue", "1")
	}
	for i, piece := range dossier.Pieces {
		key := fmt.Sprintf("pieces[%d]", i+1)
		if piece.Type == "" {
			return d.fail(piece.Line, key+".type", "clé manquante", strings.Join(pieceTypes(), ", "))
		}
		if len(piece.Files) == 0 {
			return d.fail(piece.Line, key+".fichiers", "aucun fichier n’est nommé", "[fichier.pdf] ou [recto.jpg, verso.jpg]")
		}
		for j, file := range piece.Files {
			if !filepath.IsLocal(filepath.FromSlash(localPath(file.Path))) {
				return d.fail(file.Line, fmt.Sprintf("%s.fichiers[%d]", key, j+1), "ce chemin sort du dossier", "un nom de fichier du dossier, par exemple facture.pdf")
			}
		}
	}
	for _, p := range dossier.Situation.Problems() {
		return d.fail(lineOf(t, strings.Split(p.Key, ".")...), p.Key, p.Message, "")
	}
	return nil
}

// localPath turns the separators that Windows writes into slashes.
func localPath(path string) string { return strings.ReplaceAll(path, `\`, "/") }

// lineOf finds the line of a key in the tree; 0 where it is not there.
func lineOf(t tree, path ...string) int {
	for _, f := range t.fields {
		if f.key == path[0] {
			if len(path) > 1 {
				return lineOf(f.value, path[1:]...)
			}
			return f.line
		}
	}
	return 0
}

// pieceTypes are the piece types of the contract, in its order.
func pieceTypes() []string { return words(rules.PieceTypes()...) }
