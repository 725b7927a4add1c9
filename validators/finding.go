// Package validators holds the inspectors: one file per check, each a
// function of what was read, returning findings.
//
// Start with [Inspect], which runs every check of one piece and its files,
// and [InspectDossier] for what only shows when the pieces stand side by side.
// A limit always reaches a check as an argument ([Terms]); no check asks the
// law, a clock or a file.
//
// What may block: only what is provable from the file itself, the dossier or
// a published limit. What could not be read is [Undetermined], what is likely
// to be refused is a [Warning]. A check that was not made says nothing.
package validators

import (
	"slices"

	"github.com/recevable/recevable/validators/reader"
)

// Severity of a finding (gravite).
type Severity string

const (
	Blocking     Severity = "bloquant"      // provable: ANTS would refuse
	Warning      Severity = "avertissement" // likely trouble
	Undetermined Severity = "indetermine"   // could not be read, look yourself
	Info         Severity = "info"
)

// Code identifies what a finding is about. A listed code keeps its meaning.
type Code string

const (
	FormatRefused    Code = "format.refuse"
	FormatExtension  Code = "format.extension"
	FileEmpty        Code = "fichier.vide"
	FileUnreadable   Code = "fichier.illisible"
	FileDuplicate    Code = "fichier.en_double"
	SizeExceeded     Code = "taille.depassee"
	PagesExceeded    Code = "pages.depassees"
	PDFLocked        Code = "pdf.protege"
	PDFActive        Code = "pdf.actif"
	ImageTooLarge    Code = "image.geante"
	DateMissing      Code = "date.absente"
	DateTooOld       Code = "date.ancienne"
	DateInFuture     Code = "date.future"
	DateSoonTooOld   Code = "date.bientot_perimee"
	DateDisagrees    Code = "date.divergente"
	PieceMissing     Code = "piece.manquante"
	PieceUnexpected  Code = "piece.inattendue"
	PhotoCodeInvalid Code = "code_photo.invalide"
)

// Finding (constat) is one thing noticed: what was found, what was expected,
// and the next gesture. Message and Remedy are French sentences.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"gravite"`
	Message  string   `json:"message"`
	Remedy   string   `json:"remede"`
	// Piece is the type of the piece a finding on the whole dossier is
	// about.
	Piece string `json:"piece,omitempty"`
	// Page is the page it was found on, from 1; 0 where it is not on a page.
	Page int `json:"page,omitempty"`
	// Excerpt is the words that prove it, as they stand on the page.
	Excerpt string `json:"extrait,omitempty"`
	// Mark is where they stand on that page; nil where that is not known.
	Mark *reader.Mark `json:"zone,omitempty"`
}

// Verdict on a file, a piece or a dossier.
type Verdict string

const (
	Refused  Verdict = "irrecevable" // at least one blocking finding
	ToReview Verdict = "a_verifier"  // at least one warning or undetermined finding
	Ready    Verdict = "recevable"   // nothing found against it
)

// VerdictOf returns the verdict that the findings give.
func VerdictOf(findings ...Finding) Verdict {
	has := func(s Severity) bool {
		return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == s })
	}
	switch {
	case has(Blocking):
		return Refused
	case has(Warning), has(Undetermined):
		return ToReview
	}
	return Ready
}

// Worst returns the worst of some verdicts; [Ready] for none.
func Worst(verdicts ...Verdict) Verdict {
	for _, v := range []Verdict{Refused, ToReview} {
		if slices.Contains(verdicts, v) {
			return v
		}
	}
	return Ready
}
