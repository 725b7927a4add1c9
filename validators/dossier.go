package validators

import (
	"fmt"
	"strings"
)

// Required is a piece that the application needs, as the decision says.
type Required struct {
	Type, Label string
	Mandatory   bool
	ToConfirm   bool   // no source lists it: its absence proves nothing
	Reason      string // why it is asked, a French sentence; may be empty
}

// Dossier is the whole application, side by side.
type Dossier struct {
	Pieces []Piece
	// Required lists the pieces that the decision asks for; nil where no
	// decision says which they are, and then none is missing or too many.
	Required []Required
	// Applicant is who the application is for; nil where nobody says.
	Applicant *Applicant
	// Unsorted tells that a file may be any piece: none is missing for certain.
	Unsorted bool
}

// PieceOther is the type of files that fill no slot of the application.
const PieceOther = "autre"

// InspectDossier runs the checks that need the pieces side by side. The
// findings that are about one file are returned under its place.
func InspectDossier(dossier Dossier) (findings []Finding, onFiles map[Place][]Finding) {
	findings = append(findings, CheckMissing(dossier)...)
	findings = append(findings, CheckUnexpected(dossier)...)
	findings = append(findings, CheckHosting(dossier)...)
	onFiles = CheckDuplicates(dossier)
	typesetAll(findings)
	for _, f := range onFiles {
		typesetAll(f)
	}
	return findings, onFiles
}

// Place is where a file stands: the index of its piece and its own index in
// that piece.
type Place struct{ Piece, File int }

// CheckMissing notices the mandatory pieces that the dossier does not have: the
// ANTS form cannot be sent without them.
func CheckMissing(dossier Dossier) []Finding {
	has := map[string]bool{}
	for _, p := range dossier.Pieces {
		has[p.Type] = has[p.Type] || len(p.Files) > 0
	}
	var findings []Finding
	for _, r := range dossier.Required {
		if !r.Mandatory || has[r.Type] || r.Type == hostProof && dossier.hostProofFiledAsOwn() {
			continue
		}
		findings = append(findings, missing(r, dossier.Unsorted))
	}
	return findings
}

func missing(r Required, unsorted bool) Finding {
	if unsorted {
		return Finding{
			Code: PieceMissing, Severity: Undetermined, Piece: r.Type,
			Message: fmt.Sprintf("Cette pièce obligatoire n’a pas été reconnue : %s. Elle est peut-être parmi les fichiers que rien n’a permis de ranger.", r.Label),
			Remedy:  "Regardez ces fichiers, et renommez celui de cette pièce d’après elle ; s’il n’y est pas, ajoutez-le.",
		}
	}
	severity := Blocking
	if r.ToConfirm {
		severity = Warning
	}
	return Finding{
		Code: PieceMissing, Severity: severity, Piece: r.Type,
		Message: strings.TrimSpace(fmt.Sprintf("%s\u00a0: %s. %s", r.whatIsMissing(), r.Label, r.Reason)),
		Remedy:  "Ajoutez au dossier la photo ou la numérisation de cette pièce.",
	}
}

// whatIsMissing opens the finding of a piece that is not there.
func (r Required) whatIsMissing() string {
	if r.ToConfirm {
		return "Il manque une pièce sans doute demandée"
	}
	return "Il manque une pièce obligatoire"
}

// CheckUnexpected notices the pieces that this application does not ask for.
func CheckUnexpected(dossier Dossier) []Finding {
	if dossier.Required == nil {
		return nil
	}
	expected := map[string]bool{PieceOther: true}
	for _, r := range dossier.Required {
		expected[r.Type] = true
	}
	var findings []Finding
	for _, p := range dossier.Pieces {
		if expected[p.Type] {
			continue
		}
		expected[p.Type] = true // said once
		findings = append(findings, Finding{
			Code: PieceUnexpected, Severity: Warning, Piece: p.Type,
			Message: fmt.Sprintf("Cette démarche ne demande pas cette pièce : %s.", p.Label),
			Remedy:  "Vérifiez qu’elle est rangée sous le bon nom. Sinon, ne l’envoyez pas : une pièce en trop peut faire renvoyer la demande.",
		})
	}
	return findings
}

// CheckDuplicates notices a file that stands twice in the dossier: often the
// recto sent twice, or the same bundle put in every slot.
func CheckDuplicates(dossier Dossier) map[Place][]Finding {
	first := map[string]Place{}
	found := map[Place][]Finding{}
	for p, piece := range dossier.Pieces {
		for f, file := range piece.Files {
			if file.SHA256 == "" || file.Size == 0 {
				continue
			}
			at, seen := first[file.SHA256]
			if !seen {
				first[file.SHA256] = Place{p, f}
				continue
			}
			original := dossier.Pieces[at.Piece]
			found[Place{p, f}] = append(found[Place{p, f}], Finding{
				Code: FileDuplicate, Severity: Warning,
				Message: fmt.Sprintf("Ce fichier est le même, octet pour octet, que « %s » (%s).", original.Files[at.File].Name, original.Label),
				Remedy:  duplicateRemedy(at.Piece == p),
			})
		}
	}
	return found
}

func duplicateRemedy(samePiece bool) string {
	if samePiece {
		return "S’il devait montrer l’autre côté ou une autre page, remplacez-le par le bon fichier ; sinon, retirez-le."
	}
	return "Mettez sous chaque pièce le seul document qui lui correspond."
}
