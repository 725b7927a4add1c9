package pipeline

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
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

	lines map[string]int // of each key in Source, by its dotted path
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
// and all that it names in folder, under the names they really have there.
func (dossier *Dossier) InputPaths(folder string) []string {
	paths := []string{dossier.Source}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return paths // no folder, no file of it to lose
	}
	defer root.Close()
	for _, piece := range dossier.Pieces {
		for _, file := range piece.Files {
			name := localPath(file.Path)
			if real, err := find(root, name); err == nil {
				name = real
			}
			paths = append(paths, filepath.Join(folder, filepath.FromSlash(name)))
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
	entries, err := os.ReadDir(path)
	if err != nil {
		return "", &InputError{File: path, Problem: openProblem(err), Expected: "un dossier que ce programme peut ouvrir"}
	}
	if name, ok := DossierFile(entries); ok {
		return filepath.Join(path, name), nil
	}
	return "", &InputError{File: path, Problem: "ce dossier ne contient pas de dossier.yaml", Expected: strings.Join(dossierNames, ", ")}
}

// DossierFile returns which entry of a folder is its dossier file. An exact name
// wins over one in another case, YAML over JSON.
func DossierFile(entries []fs.DirEntry) (name string, ok bool) {
	for _, same := range []func(a, b string) bool{sameLetters, sameLettersAnyCase} {
		for _, name := range dossierNames {
			for _, e := range entries {
				if same(e.Name(), name) {
					return e.Name(), true
				}
			}
		}
	}
	return "", false
}

// openProblem says in French why a file cannot be opened.
func openProblem(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "fichier introuvable"
	case errors.Is(err, fs.ErrPermission):
		return "l’accès à ce fichier est refusé"
	case held(runtime.GOOS, err):
		return "ce fichier est ouvert dans un autre programme"
	}
	return "ce fichier ne peut pas être lu"
}

func readSmall(file string) ([]byte, error) {
	unreadable := func(err error) error {
		return &InputError{File: file, Problem: openProblem(err), Expected: "un fichier dossier.yaml ou dossier.json que ce programme peut lire"}
	}
	info, err := os.Stat(file)
	if err == nil && !IsFile(info) {
		return nil, &InputError{File: file, Problem: "ce n’est pas un fichier", Expected: "un fichier dossier.yaml ou dossier.json"}
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDossierBytes+1))
	if err != nil {
		return nil, unreadable(err)
	}
	if len(data) > maxDossierBytes {
		return nil, &InputError{File: file, Problem: "ce fichier est trop gros pour un dossier", Expected: "moins de 1 Mo"}
	}
	return data, nil
}

// Parse reads the text of a dossier file. name is used in errors, and tells
// JSON (.json) from YAML. It does not look at the files the dossier names.
func Parse(name string, data []byte) (*Dossier, error) {
	isJSON := strings.EqualFold(filepath.Ext(name), ".json")
	parse := parseYAML
	if isJSON {
		parse = parseJSON
	}
	t, err := parse(DecodeText(data))
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		return nil, &InputError{File: name, Line: syntax.line, Problem: syntax.reason, Expected: syntax.expected}
	} else if err != nil {
		return nil, &InputError{File: name, Problem: err.Error()}
	}
	if t.kind == nullKind {
		return nil, &InputError{File: name, Problem: "ce fichier est vide", Expected: "les clés version, demandeur, demande, situation, pieces"}
	}
	d := decoder{file: name, json: isJSON, lines: map[string]int{}}
	dossier := &Dossier{Source: name, lines: d.lines}
	if err := d.decode(t, "", reflect.ValueOf(dossier).Elem()); err != nil {
		return nil, err
	}
	if err := dossier.validate(); err != nil {
		return nil, err
	}
	return dossier, nil
}

// pieceTypes are the piece types of the contract, in its order.
func pieceTypes() []string { return words(rules.PieceTypes()...) }
