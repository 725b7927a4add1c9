package pipeline

import (
	"context"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

// Decide asks the law what the situation calls for. A dossier without a
// situation has no decision, and that is no error here: its files can still
// be checked.
type Decide struct{}

// Name implements [Stage].
func (Decide) Name() string { return "decide" }

// Run implements [Stage].
func (Decide) Run(_ context.Context, job *Job) error {
	if job.Dossier == nil {
		return ErrNoDossier
	}
	if err := job.Dossier.validateBirth(job.On); err != nil {
		return err
	}
	if job.Dossier.Situation.Procedure == "" {
		return nil
	}
	if err := job.Dossier.RequireSituation(); err != nil {
		return err
	}
	person := rules.Person{BirthDate: job.Dossier.Applicant.BirthDate}
	decision := rules.Decide(job.Dossier.situation(), person, job.On, job.catalogue())
	job.Decision = &decision
	for _, piece := range job.Dossier.Pieces {
		job.dateProof(piece.Type, piece.Date)
	}
	return nil
}

// hostingPieces are the pieces of a person who lives at somebody else's.
var hostingPieces = []rules.PieceType{rules.HostingStatement, rules.HostIdentity, rules.HostProofOfAddress}

// situation is what the dossier says of the case. A dossier that holds the
// pieces of a host and does not say whether the person is hosted says it so.
func (dossier *Dossier) situation() rules.Situation {
	s := dossier.Situation
	if s.Hosted == nil && slices.ContainsFunc(dossier.Pieces, func(j Justificatif) bool { return slices.Contains(hostingPieces, j.Type) }) {
		hosted := true
		s.Hosted = &hosted
	}
	return s
}

// dateProof tells the decision the issue date of a piece, where it is a proof
// of address with an age limit and the date is known. The date declared comes
// first, the one read in the file after it.
func (job *Job) dateProof(t rules.PieceType, issued calendar.Date) {
	entry, ok := job.catalogue().Piece(t)
	if job.Decision == nil || issued.IsZero() || !ok || entry.AgeMaxMonths == nil || !slices.Contains(proofsOfAddress, t) {
		return
	}
	job.Decision.DateProofOfAddress(issued, *entry.AgeMaxMonths, job.On)
}

// RequireSituation says what a decision would lack.
func (dossier *Dossier) RequireSituation() error {
	procedure := dossier.Situation.Procedure
	if procedure == "" {
		return &InputError{
			File: dossier.Source, Key: "situation.demarche", Problem: "clé manquante",
			Expected: "la démarche, par exemple retour_invalidation",
		}
	}
	if !rules.Supported(procedure) {
		return &InputError{
			File: dossier.Source, Key: "situation.demarche",
			Problem: "cette version ne sait pas encore décider de cette démarche", Expected: strings.Join(supported(), ", "),
		}
	}
	return nil
}

// supported lists the démarches that can be decided.
func supported() []string {
	known := slices.DeleteFunc(rules.Procedures(), func(p rules.Procedure) bool { return !rules.Supported(p) })
	return words(known...)
}
