package rules

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	yaml "go.yaml.in/yaml/v4"
)

//go:embed catalogue.yaml
var embeddedCatalogue []byte

// CatalogueYAML returns the text of the embedded catalogue, the one to copy and
// change.
func CatalogueYAML() []byte { return slices.Clone(embeddedCatalogue) }

// Catalogue holds what the administration asks of each piece, so that a limit
// that changes is one line of YAML and not a new program. Its file documents
// its own keys.
type Catalogue struct {
	pieces map[PieceType]PieceEntry
	proofs []AddressProof
}

// PieceEntry is what the catalogue says of a piece type. PagesMax (pages, all
// files together) and AgeMaxMonths (months, strictly less than) are nil where
// there is no limit.
type PieceEntry struct {
	Type         PieceType
	Label        string
	PagesMax     *int
	AgeMaxMonths *int
	Wording      string // what to provide
	Sources      []string
}

// Standing is what a document is worth as a proof of address.
type Standing string

// The standings a proof of address may have.
const (
	Accepted Standing = "admis"
	Doubtful Standing = "douteux"
	Refused  Standing = "refuse"
)

// AddressProof is a document people offer as a proof of address, and what it
// is worth for a driving licence.
type AddressProof struct {
	Name         string
	Standing     Standing
	AgeMaxMonths *int
	Remark       string
	Sources      []string
}

// Piece returns the entry of a piece type; false for a type the contract does
// not know.
func (c *Catalogue) Piece(t PieceType) (PieceEntry, bool) {
	e, ok := c.pieces[t]
	return e, ok
}

// AddressProofs lists the documents offered as proofs of address, in the order
// of the file.
func (c *Catalogue) AddressProofs() []AddressProof { return slices.Clone(c.proofs) }

// DefaultCatalogue returns the catalogue inside the program. It is parsed once
// and must not be changed.
func DefaultCatalogue() *Catalogue { return defaultCatalogue() }

var defaultCatalogue = sync.OnceValue(func() *Catalogue {
	c, err := ParseCatalogue(embeddedCatalogue)
	if err != nil {
		// A test holds the embedded file to this: it cannot happen at run time.
		panic("rules: embedded catalogue: " + err.Error())
	}
	return c
})

// ErrCatalogue is what every error of [ParseCatalogue] wraps.
var ErrCatalogue = errors.New("catalogue")

// catalogueVersion is the only version of the file this program reads.
const catalogueVersion = 1

// ParseCatalogue reads a catalogue file (YAML, UTF-8, with or without BOM). It
// is strict: an unknown key, a missing piece, a value out of range or a source
// the program does not know is an error in French that names the line and the
// key.
func ParseCatalogue(data []byte) (*Catalogue, error) {
	var document yaml.Node
	err := yaml.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &document)
	if err != nil {
		return nil, syntaxError(err)
	}
	if len(document.Content) == 0 {
		return nil, fmt.Errorf("%w\u00a0: le fichier est vide", ErrCatalogue)
	}
	root, err := fieldsOf(document.Content[0], "", "version", "pieces", "justificatifs_domicile")
	if err != nil {
		return nil, err
	}
	if v := root["version"]; v.Value != strconv.Itoa(catalogueVersion) {
		return nil, misread(v, "version", "la valeur 1 était attendue")
	}
	c := &Catalogue{}
	if c.pieces, err = readPieces(root["pieces"]); err != nil {
		return nil, err
	}
	if c.proofs, err = readProofs(root["justificatifs_domicile"]); err != nil {
		return nil, err
	}
	return c, nil
}

func readPieces(n *yaml.Node) (map[PieceType]PieceEntry, error) {
	names := make([]string, 0, len(PieceTypes()))
	for _, t := range PieceTypes() {
		names = append(names, string(t))
	}
	nodes, err := fieldsOf(n, "pieces", names...)
	if err != nil {
		return nil, err
	}
	pieces := make(map[PieceType]PieceEntry, len(names))
	for _, name := range names {
		e, err := readPiece(nodes[name], "pieces."+name)
		if err != nil {
			return nil, err
		}
		e.Type = PieceType(name)
		pieces[e.Type] = e
	}
	return pieces, nil
}

func readPiece(n *yaml.Node, path string) (e PieceEntry, err error) {
	f, err := fieldsOf(n, path, "libelle", "pages_max", "age_max_mois", "consigne", "sources")
	if err != nil {
		return e, err
	}
	if e.Label, err = readText(f["libelle"], path+".libelle"); err != nil {
		return e, err
	}
	if e.PagesMax, err = readLimit(f["pages_max"], path+".pages_max"); err != nil {
		return e, err
	}
	if e.AgeMaxMonths, err = readLimit(f["age_max_mois"], path+".age_max_mois"); err != nil {
		return e, err
	}
	if e.Wording, err = readText(f["consigne"], path+".consigne"); err != nil {
		return e, err
	}
	e.Sources, err = readSources(f["sources"], path+".sources")
	return e, err
}

func readProofs(n *yaml.Node) ([]AddressProof, error) {
	const path = "justificatifs_domicile"
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		return nil, misread(n, path, "une liste de documents était attendue")
	}
	proofs := make([]AddressProof, 0, len(n.Content))
	for i, item := range n.Content {
		p, err := readProof(item, fmt.Sprintf("%s[%d]", path, i+1))
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, p)
	}
	return proofs, nil
}

func readProof(n *yaml.Node, path string) (p AddressProof, err error) {
	f, err := fieldsOf(n, path, "nom", "statut", "age_max_mois", "remarque", "sources")
	if err != nil {
		return p, err
	}
	if p.Name, err = readText(f["nom"], path+".nom"); err != nil {
		return p, err
	}
	p.Standing = Standing(f["statut"].Value)
	if !slices.Contains([]Standing{Accepted, Doubtful, Refused}, p.Standing) {
		return p, misread(f["statut"], path+".statut", "« admis », « douteux » ou « refuse » était attendu")
	}
	if p.AgeMaxMonths, err = readLimit(f["age_max_mois"], path+".age_max_mois"); err != nil {
		return p, err
	}
	if p.Remark, err = readText(f["remarque"], path+".remarque"); err != nil {
		return p, err
	}
	p.Sources, err = readSources(f["sources"], path+".sources")
	return p, err
}

// fieldsOf reads a mapping that must hold exactly the given keys.
func fieldsOf(n *yaml.Node, path string, keys ...string) (map[string]*yaml.Node, error) {
	if n.Kind != yaml.MappingNode {
		return nil, misread(n, path, "des clés et leurs valeurs étaient attendues ("+strings.Join(keys, ", ")+")")
	}
	fields := make(map[string]*yaml.Node, len(keys))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		full := strings.TrimPrefix(path+"."+key.Value, ".")
		if !slices.Contains(keys, key.Value) {
			return nil, misread(key, full, "clé inconnue ; clés attendues : "+strings.Join(keys, ", "))
		}
		if fields[key.Value] != nil {
			return nil, misread(key, full, "la clé est donnée deux fois")
		}
		fields[key.Value] = n.Content[i+1]
	}
	for _, key := range keys {
		if fields[key] == nil {
			return nil, misread(n, strings.TrimPrefix(path+"."+key, "."), "la clé manque")
		}
	}
	return fields, nil
}

func readText(n *yaml.Node, path string) (string, error) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || strings.TrimSpace(n.Value) == "" {
		return "", misread(n, path, "un texte était attendu")
	}
	return n.Value, nil
}

// maxLimit bounds page counts and ages in months: past it a value is a slip.
const maxLimit = 1200

func readLimit(n *yaml.Node, path string) (*int, error) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return nil, nil
	}
	v, err := strconv.Atoi(n.Value)
	if err != nil || n.Kind != yaml.ScalarNode || v < 1 || v > maxLimit {
		return nil, misread(n, path, fmt.Sprintf("un nombre entier de 1 à %d, ou null, était attendu", maxLimit))
	}
	return &v, nil
}

func readSources(n *yaml.Node, path string) ([]string, error) {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		return nil, misread(n, path, "une liste de clés de sources était attendue, par exemple [S2]")
	}
	sources := make([]string, 0, len(n.Content))
	for _, item := range n.Content {
		if !knownSource[item.Value] {
			return nil, misread(item, path, "source inconnue ; sources connues : "+strings.Join(slices.Sorted(maps.Keys(knownSource)), ", "))
		}
		sources = append(sources, item.Value)
	}
	return sources, nil
}

// misread says what was expected of the value at a line and key.
func misread(n *yaml.Node, path, expected string) error {
	where := fmt.Sprintf("ligne %d", n.Line)
	if path != "" {
		where += ", clé « " + path + " »"
	}
	if n.Kind == yaml.ScalarNode && n.Value != "" && !strings.HasSuffix(path, n.Value) {
		expected += " (lu : « " + shorten(n.Value) + " »)"
	}
	return fmt.Errorf("%w, %s\u00a0: %s", ErrCatalogue, typeset(where), typeset(expected))
}

// syntaxError says where the text stops being YAML. The library explains
// itself in English, for programmers; the line and the usual slips help more.
func syntaxError(err error) error {
	line := ""
	var le *yaml.LoadError
	if errors.As(err, &le) && le.Mark.Line > 0 {
		line = fmt.Sprintf(", ligne %d", le.Mark.Line)
	}
	return fmt.Errorf("%w%s\u00a0: ce n'est pas du YAML (guillemet ou crochet non fermé, retrait en tabulations, deux-points dans un texte sans guillemets…)", ErrCatalogue, line)
}

// shorten keeps an error on one line.
func shorten(value string) string {
	const limit = 40
	value = strings.Join(strings.Fields(value), " ")
	if runes := []rune(value); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return value
}
