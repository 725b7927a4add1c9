package pipeline

import (
	"bytes"
	"encoding/json"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

// Report is what check prints and rapport.json holds, in the JSON of the
// contract.
type Report struct {
	Version       int                  `json:"version"`
	ReferenceDate calendar.Date        `json:"date_reference"`
	Verdict       validators.Verdict   `json:"verdict"`
	Pieces        []PieceReport        `json:"pieces"`
	Findings      []validators.Finding `json:"constats"` // on the dossier as a whole
	Decision      *rules.Decision      `json:"decision"` // null for loose files
	// OCR is the program that read pixels and its version, where a page
	// needed one: "tesseract 5.3.0 (fra)".
	OCR string `json:"lecteur,omitempty"`
}

// PieceReport is what was found of one piece.
type PieceReport struct {
	Type     rules.PieceType      `json:"type"`
	Label    string               `json:"libelle"`
	Pages    int                  `json:"pages"`
	PagesMax *int                 `json:"pages_max"`
	Verdict  validators.Verdict   `json:"verdict"`
	Files    []FileReport         `json:"fichiers"`
	Findings []validators.Finding `json:"constats"` // on the piece as a whole
}

// FileReport is what was found of one file.
type FileReport struct {
	Name     string               `json:"nom"`
	SHA256   string               `json:"sha256"`
	Bytes    int64                `json:"octets"`
	Format   string               `json:"format"` // MIME type, by content
	Pages    int                  `json:"pages"`  // 0 where they could not be counted
	Verdict  validators.Verdict   `json:"verdict"`
	Read     validators.Readings  `json:"lu"`
	Findings []validators.Finding `json:"constats"`

	// Of a file that [Repair] hands over: the names of the files it comes
	// from, and what was done to them; nil for any other file, none where it
	// is one of them as it was.
	Sources         []string        `json:"sources,omitzero"`
	Transformations []repair.Change `json:"transformations,omitzero"`
}

// reportVersion is the version of the report's shape.
const reportVersion = 1

// judge sets the verdicts from the findings, bottom up.
func (r *Report) judge() {
	verdicts := []validators.Verdict{validators.VerdictOf(r.Findings...)}
	for i := range r.Pieces {
		piece := &r.Pieces[i]
		piece.Verdict = validators.VerdictOf(piece.Findings...)
		for j := range piece.Files {
			file := &piece.Files[j]
			file.Verdict = validators.VerdictOf(file.Findings...)
			piece.Verdict = validators.Worst(piece.Verdict, file.Verdict)
		}
		verdicts = append(verdicts, piece.Verdict)
	}
	r.Verdict = validators.Worst(verdicts...)
}

// JSON returns the report as rapport.json holds it: indented, with a final
// newline, French letters as they are.
func (r *Report) JSON() ([]byte, error) { return EncodeJSON(r) }

// EncodeJSON writes a value the way all our JSON is written.
func EncodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
