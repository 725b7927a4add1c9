package pipeline

import (
	"context"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
)

// What is read of each kind of piece: no more than its checks look at.
var (
	// printedPage: words, by OCR where there is no text layer.
	printedPage = reader.Want{Text: true, OCR: true, Legibility: true, Shows: legibility.TextPage}
	// codedPage bears a 2D-Doc as well, or may.
	codedPage = reader.Want{Text: true, OCR: true, Codes: true, Legibility: true, Shows: legibility.TextPage}
	// identityPaper is told by its machine-readable zone.
	identityPaper = reader.Want{Text: true, OCR: true, Zone: true, Legibility: true, Shows: legibility.IDCard}
	// licence is a card without a zone that is read.
	licence = reader.Want{Legibility: true, Shows: legibility.IDCard}
)

var wants = map[rules.PieceType]reader.Want{
	rules.Identity:                identityPaper,
	rules.HostIdentity:            identityPaper,
	rules.ResidencePermit:         identityPaper,
	rules.CurrentLicence:          licence,
	rules.ProofOfAddress:          codedPage,
	rules.HostProofOfAddress:      codedPage,
	rules.ExamCertificate:         codedPage,
	rules.SuspensionDecision:      codedPage,
	rules.MedicalOpinion:          printedPage,
	rules.HostingStatement:        printedPage,
	rules.NationalService:         printedPage,
	rules.ReturnSheet:             printedPage,
	rules.TheftReport:             printedPage,
	rules.MilitaryCertificate:     printedPage,
	rules.ProfessionalCertificate: printedPage,
	rules.TrainingCertificate:     printedPage,
	// A file of no particular kind: only its text layer, which costs little,
	// and its symbols, which say what it is.
	rules.OtherPiece: {Text: true, Codes: true},
}

func wantFor(job *Job, t rules.PieceType) reader.Want {
	want := wants[t]
	want.On, want.Previews = job.On, job.WantEvidence || job.WantThumbnails
	if t == rules.OtherPiece && job.Dossier != nil {
		want.OCR = true // what a person joins to a dossier bears on it
	}
	return want
}

// wantNow is what is read of a file at this point of the corridor. Work on a
// photo that is alone begins with it; its words are then left for later.
func (job *Job) wantNow(ctx context.Context, source reader.Source, t rules.PieceType) reader.Want {
	switch {
	case !job.WantRepair || job.repaired:
		return wantFor(job, t)
	case job.begin(ctx, source) && wantFor(job, t).OCR:
		return wordless(wantForRepair(job, t))
	}
	return wantForRepair(job, t)
}

// wordless leaves the words of pictures out.
func wordless(want reader.Want) reader.Want {
	want.OCR, want.Upright, want.Zone = false, false, false
	return want
}

// wantForRepair is what is read of a file on its way through the workshop,
// where its words only matter for which way up they stand, and its symbols not
// at all. Those of what comes out are read once, when nothing more is done to
// it.
func wantForRepair(job *Job, t rules.PieceType) reader.Want {
	want := wantFor(job, t)
	if want.OCR && !want.Zone || t == rules.OtherPiece {
		want.OCR, want.Upright = false, true
	}
	want.Codes, want.Previews = false, false
	return want
}
