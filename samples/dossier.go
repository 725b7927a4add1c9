package samples

import (
	"bytes"
	_ "embed"
	"strconv"
	"strings"
	"text/template"

	"golang.org/x/text/unicode/norm"
)

// dossier is a sample with all that is needed to draw it.
type dossier struct {
	Sample
	applicant person
	photo     photo
	situation situation
	pieces    []piece
	// asWindows writes dossier.yaml the way Notepad does: byte order mark
	// and CRLF.
	asWindows bool
}

// photo is how the photo and signature reach the administration.
type photo struct {
	Mode string // courrier or numerique
	Code string // digital code; empty by post
}

var (
	posted  = photo{Mode: "courrier"}
	digital = photo{Mode: "numerique", Code: "4071 8823 5190 6642 3378 15"}
)

// fact is one key of the situation and its value, as YAML spells it.
type fact struct{ Key, Value string }

type situation []fact

// piece is one piece of a dossier.
type piece struct {
	kind  string // piece type
	date  string // declared issue date, YYYY-MM-DD; empty where none is
	files []file
}

// file is one file of a piece. Its name is the one dossier.yaml gives.
type file struct {
	name string
	draw func() ([]byte, error)
	// decomposed stores the name with its accents apart (NFD), as macOS
	// does, whereas dossier.yaml has them composed, as a keyboard does.
	decomposed bool
}

// onDisk returns the name the file is stored under.
func (f file) onDisk() string {
	if f.decomposed {
		return norm.NFD.String(f.name)
	}
	return f.name
}

//go:embed dossier.yaml.tmpl
var dossierYAML string

var dossierTemplate = template.Must(template.New("dossier.yaml").
	Funcs(template.FuncMap{"quote": strconv.Quote, "quoteAll": quoteAll}).
	Parse(dossierYAML))

// yaml returns dossier.yaml.
func (c dossier) yaml() ([]byte, error) {
	type pieceLine struct {
		Kind, Date string
		Files      []string
	}
	var lines []pieceLine
	for _, p := range c.pieces {
		line := pieceLine{Kind: p.kind, Date: p.date}
		for _, f := range p.files {
			line.Files = append(line.Files, f.name)
		}
		lines = append(lines, line)
	}

	var out bytes.Buffer
	err := dossierTemplate.Execute(&out, map[string]any{
		"Title":     c.Title,
		"Applicant": c.applicant,
		"Number":    "PC-2026-0009" + c.Name[:2],
		"Photo":     c.photo,
		"Situation": c.situation,
		"Pieces":    lines,
	})
	if err != nil {
		return nil, err
	}
	if c.asWindows {
		const byteOrderMark = "\ufeff"
		return []byte(byteOrderMark + strings.ReplaceAll(out.String(), "\n", "\r\n")), nil
	}
	return out.Bytes(), nil
}

// quoteAll joins the quoted values with commas, as a YAML list has them.
func quoteAll(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	return strings.Join(quoted, ", ")
}
