package validators

import (
	"errors"
	"fmt"
	"slices"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// CodeSignature: the signature of a 2D-Doc is not that of the certificate it
// names.
const CodeSignature Code = "2d_doc.signature"

// CodeReading is what a 2D-Doc says of the paper it is printed on, beyond the
// date and the holder that stand with the other readings.
type CodeReading struct {
	Type  string       `json:"type"`    // two characters, such as 01
	Title string       `json:"libelle"` // in French; empty for an unknown type
	Page  int          `json:"page"`    // from 1
	Mark  *reader.Mark `json:"zone,omitempty"`
	// Signature is never more than what was verified: see [Signature].
	Signature Signature `json:"signature"`
	// Partial tells that a part of it was not understood.
	Partial bool            `json:"partiel,omitempty"`
	Licence *LicenceReading `json:"permis,omitempty"`
}

// Signature says what is known of the signature of a 2D-Doc.
type Signature string

const (
	// SignatureUnchecked: read, with no certificate to verify it with.
	SignatureUnchecked Signature = "non_verifiee"
	// SignatureVerified: that of the certificate it names, which is trusted
	// as it was given. It says nothing of the paper around the symbol.
	SignatureVerified Signature = "verifiee"
	// SignatureWrong: not that of the certificate it names.
	SignatureWrong Signature = "invalide"
)

// French says it as part of a sentence.
func (s Signature) French() string {
	switch s {
	case SignatureVerified:
		return "signature vérifiée"
	case SignatureWrong:
		return "signature qui ne correspond pas"
	}
	return "signature non vérifiée"
}

// LicenceReading is what the 2D-Doc of a letter about a driving licence says:
// points letter A1, order AA, record AB, exam certificate AD.
type LicenceReading struct {
	Start      *calendar.Date `json:"debut,omitempty"`
	End        *calendar.Date `json:"fin,omitempty"`
	Notified   *calendar.Date `json:"notification,omitempty"`
	Exam       *calendar.Date `json:"examen,omitempty"`
	Offence    *calendar.Date `json:"infraction,omitempty"`
	Register   *calendar.Date `json:"releve,omitempty"`
	Categories []string       `json:"categories,omitempty"`
}

// foundCode is a 2D-Doc and the page it stands on.
type foundCode struct {
	doc  *twoddoc.Document
	page int // from 1
	mark reader.Mark
}

// codesOf lists the 2D-Docs of a file. Other Data Matrix symbols (a franking
// mark, a parcel label) are passed over.
func codesOf(doc reader.Document) []foundCode {
	var found []foundCode
	for p, page := range doc.Pages {
		for _, code := range page.Codes {
			if parsed, err := twoddoc.Parse(code.Data); err == nil {
				found = append(found, foundCode{parsed, p + 1, code.Mark})
			}
		}
	}
	return found
}

// codeSlots lists the piece types in which a type of 2D-Doc is at home; a type
// that is not here is at home nowhere.
var codeSlots = map[string][]string{
	"07": identitySlots, "08": identitySlots,
	"AA": {"decision_suspension"}, "AD": {"cepc"},
}

// CheckCode reports what the 2D-Doc of each file is, and notices one that is
// no proof of address or stands in the wrong slot.
func CheckCode(piece Piece, terms Terms, inspection *Inspection) {
	for i, file := range piece.Files {
		codes := codesOf(file.Document)
		if len(codes) == 0 {
			continue
		}
		inspected := &inspection.Files[i]
		inspected.Read.Code = codeReading(codes[0], terms.Certificates)
		for _, code := range codes {
			if errors.Is(code.doc.Verify(terms.Certificates), twoddoc.ErrBadSignature) {
				inspected.Findings = append(inspected.Findings, wrongSignature(code))
			}
		}
		if !slices.ContainsFunc(inspected.Findings, aboutSlot) {
			inspected.Findings = append(inspected.Findings, codeInWrongSlot(piece, codes)...)
		}
	}
}

func codeReading(code foundCode, certificates twoddoc.Certificates) *CodeReading {
	kind, _ := code.doc.Kind()
	mark := code.mark
	reading := &CodeReading{
		Type: code.doc.Code, Title: kind.Title, Page: code.page, Mark: &mark,
		Signature: SignatureVerified, Partial: code.doc.Partial,
	}
	switch err := code.doc.Verify(certificates); {
	case errors.Is(err, twoddoc.ErrNoCertificate):
		reading.Signature = SignatureUnchecked
	case err != nil:
		reading.Signature = SignatureWrong
	}
	if kind.Licence {
		reading.Licence = readLicence(code.doc)
	}
	return reading
}

func readLicence(doc *twoddoc.Document) *LicenceReading {
	l, ok := doc.Licence()
	if !ok {
		return nil
	}
	given := func(d calendar.Date) *calendar.Date {
		if d.IsZero() {
			return nil
		}
		return &d
	}
	return &LicenceReading{
		Start: given(l.Start), End: given(l.End), Notified: given(l.Notified), Exam: given(l.Exam),
		Offence: given(l.Offence), Register: given(l.Register), Categories: l.Categories,
	}
}

func wrongSignature(code foundCode) Finding {
	mark := code.mark
	return Finding{
		Code: CodeSignature, Severity: Warning, Page: code.page, Mark: &mark,
		Message: "Le code 2D-Doc de ce document porte une signature qui ne correspond pas au certificat fourni.",
		Remedy:  "Téléchargez le document à nouveau chez celui qui l’a émis, et n’y changez rien.",
	}
}

// aboutSlot reports whether a finding already says that the file is not what
// its slot asks for.
func aboutSlot(f Finding) bool { return f.Code == PieceMisfiled || f.Code == ProofNotAdmitted }

// codeInWrongSlot notices a file none of whose 2D-Docs, all of known types, is
// of a type for its slot.
func codeInWrongSlot(piece Piece, codes []foundCode) []Finding {
	if piece.Type == "" || piece.Type == PieceOther {
		return nil
	}
	address := slices.Contains(addressSlots, piece.Type)
	for _, code := range codes {
		kind, known := code.doc.Kind()
		switch {
		case !known, kind.Address && address, slices.Contains(codeSlots[kind.Code], piece.Type):
			return nil
		}
	}
	kind, _ := codes[0].doc.Kind()
	mark := codes[0].mark
	finding := Finding{
		Code: PieceMisfiled, Severity: Warning, Page: codes[0].page, Mark: &mark,
		Message: fmt.Sprintf("D’après son code 2D-Doc, ce document est de type « %s », alors qu’il est rangé comme « %s ».", kind.Title, piece.Label),
		Remedy:  "Vérifiez que c’est le bon fichier, et mettez-le sous la pièce qui lui correspond.",
	}
	if address {
		finding.Code = ProofNotAdmitted
		finding.Message = fmt.Sprintf("D’après son code 2D-Doc, ce document est de type « %s ». %s", kind.Title, noProof)
		finding.Remedy = betterProofs
	}
	return []Finding{finding}
}
