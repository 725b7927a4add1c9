// Package samples draws made-up dossiers, one per thing that can go right or
// wrong with the pieces of an application, and says what each must yield.
//
// Start with [Draw] to write them all under a folder, or [DrawOne] for one of
// them; [All] lists what the program must answer on each. Nothing here is
// real: the people, the addresses, the energy company and the doctors are
// invented, identity cards are abstract drawings, and « SPÉCIMEN » stands on
// every page. Drawing the same sample twice gives the same bytes, whatever
// the day. What draws zones ([FrenchZone]) and 2D-Docs ([TwoDDoc]) also serves
// the documents of ./accuracy.
//
// The package knows only the outside of the program (the dossier format and
// the codes of its report), never its other rooms, so that it can hold them
// to what they promise. It shares with their tests the way a photograph is
// made of a page (package testpage).
package samples

import (
	"fmt"
	"os"
	"path/filepath"
)

// ReferenceDate is the day all samples are judged at, YYYY-MM-DD.
const ReferenceDate = "2026-11-21"

// Verdicts and severities, in the words of the report.
const (
	Refused = "irrecevable"
	Doubt   = "a_verifier"
	Passes  = "recevable"

	Blocking     = "bloquant"
	Warning      = "avertissement"
	Undetermined = "indetermine"
	Note         = "info"
)

// Sample is one made-up dossier and what it must yield.
type Sample struct {
	Name     string    // folder name, e.g. "01-complet"
	Title    string    // French, one line: what it shows
	Date     string    // reference date, YYYY-MM-DD
	Verdict  string    // irrecevable, a_verifier or recevable
	Findings []Finding // exactly those that are more than an info, in no order
	Notes    []Finding // infos that must be there; there may be others
	Readings []Reading // what must have been read
	Outputs  []string  // files `run` writes beyond rapport.json, checklist.pdf, checklist.html and echeances.ics
	// Repairs are the codes of what `run --fix` does to the files, sorted, for
	// a sample that then passes.
	Repairs []string
	// NeedsOCR: all that stands on pictures, which a machine without tesseract
	// does not read.
	NeedsOCR bool
}

// Reading is an issue date that must have been read in a file, YYYY-MM-DD, and
// in what: texte, ocr or 2d-doc.
type Reading struct{ Piece, File, Date, Origin string }

// Finding is one finding a sample must yield. Piece and File are empty for a
// finding on the whole dossier, File alone for one on a whole piece; File is
// the name dossier.yaml gives.
type Finding struct {
	Piece    string // piece type, e.g. "piece_identite"
	File     string
	Code     string // e.g. "taille.depassee"
	Severity string // bloquant, avertissement, indetermine or info
}

// All returns the samples in the order of their names.
func All() []Sample {
	var all []Sample
	for _, c := range cases() {
		all = append(all, c.Sample)
	}
	return all
}

// Draw writes every dossier under dir, each in a folder of its name, and
// overwrites what an earlier drawing left there.
func Draw(dir string) error {
	for _, c := range cases() {
		if err := c.write(dir); err != nil {
			return err
		}
	}
	return nil
}

// DrawOne writes the dossier of that name under dir.
func DrawOne(dir, name string) error {
	for _, c := range cases() {
		if c.Name == name {
			return c.write(dir)
		}
	}
	return fmt.Errorf("samples: no sample is called %q", name)
}

// write draws the files of one dossier into a folder of its name under dir.
func (c dossier) write(dir string) error {
	folder := filepath.Join(dir, c.Name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("samples: making the folder of %s: %w", c.Name, err)
	}
	description, err := c.yaml()
	if err != nil {
		return fmt.Errorf("samples: describing %s: %w", c.Name, err)
	}
	if err := os.WriteFile(filepath.Join(folder, "dossier.yaml"), description, 0o644); err != nil {
		return fmt.Errorf("samples: %w", err)
	}
	for _, p := range c.pieces {
		for _, f := range p.files {
			content, err := f.draw()
			if err != nil {
				return fmt.Errorf("samples: drawing %s of %s: %w", f.name, c.Name, err)
			}
			if err := os.WriteFile(filepath.Join(folder, f.onDisk()), content, 0o644); err != nil {
				return fmt.Errorf("samples: %w", err)
			}
		}
	}
	return nil
}
