package validators

import (
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// File is one file of a piece, as it was read.
type File struct {
	Name     string // as the person knows it, with its extension
	Size     int64  // bytes
	SHA256   string // empty where the file was too large to be hashed
	Document reader.Document
}

// Piece is one piece of an application and its files, in order.
type Piece struct {
	Type  string // piece type of the contract
	Label string // as a person says it, in French, without article
	// DeclaredIssue is the issue date that the person gives; zero for none.
	DeclaredIssue calendar.Date
	// Guessed tells that nobody said which piece the files are.
	Guessed bool
	Files   []File
}

// Terms are the limits a piece must hold to.
type Terms struct {
	On           calendar.Date // reference date
	MaxBytes     int64         // size that a file must stay under
	PagesMax     *int          // pages of the piece, all its files together; nil: no limit
	AgeMaxMonths *int          // age of the piece, months; nil: none
	VisitOn      calendar.Date // day of the medical visit; zero where it is not known
	// Applicant is who the application is for; nil where no dossier says.
	Applicant *Applicant
	// Hosted tells that the applicant lives at somebody else's: a proof of
	// address may be in that person's name. See [Dossier.Hosted].
	Hosted bool
	// Certificates verify the signatures of 2D-Docs; nil: none is verified.
	Certificates twoddoc.Certificates
}

// Applicant is who the application is for.
type Applicant struct {
	names.Person
	BirthDate calendar.Date // zero where the dossier does not say
	Address   Address
}

// Inspection is what the inspectors say of one piece.
type Inspection struct {
	Findings []Finding        // on the piece as a whole
	Files    []FileInspection // one per file, in order
	// IssuedOn is the issue date that the piece was judged on; zero where
	// none was certain.
	IssuedOn calendar.Date
}

// FileInspection is what the inspectors say of one file.
type FileInspection struct {
	Read     Readings
	Findings []Finding
}

// Readings (lu) is what was read in a file beyond its form.
type Readings struct {
	IssueDate *DateReading     `json:"date_emission,omitempty"`
	Holder    *HolderReading   `json:"titulaire,omitempty"`
	Identity  *IdentityReading `json:"identite,omitempty"`
	Code      *CodeReading     `json:"code_2d_doc,omitempty"`
}

// FileCheck looks at one file by itself.
type FileCheck func(File, Terms) []Finding

// PieceCheck looks at the files of a piece together, and adds what it finds.
type PieceCheck func(Piece, Terms, *Inspection)

// fileChecks and pieceChecks are the lists a new check is added to.
var (
	fileChecks = []FileCheck{
		CheckFormat,
		CheckExtension,
		CheckSize,
		CheckOpening,
		CheckCost,
		CheckLocked,
		CheckActiveContent,
	}
	pieceChecks = []PieceCheck{
		CheckPages,
		CheckKind,
		CheckCode,
		CheckIssueDate, // behind those: it says nothing of a piece that is another
		CheckIdentity,
		CheckHolder,
		CheckAddress,
		CheckLegibility,
	}
)

// Inspect runs every check on a piece.
func Inspect(piece Piece, terms Terms) Inspection {
	inspection := Inspection{Files: make([]FileInspection, len(piece.Files))}
	for i, file := range piece.Files {
		for _, check := range fileChecks {
			inspection.Files[i].Findings = append(inspection.Files[i].Findings, check(file, terms)...)
		}
	}
	for _, check := range pieceChecks {
		check(piece, terms, &inspection)
	}
	typesetAll(inspection.Findings)
	for _, file := range inspection.Files {
		typesetAll(file.Findings)
	}
	return inspection
}
