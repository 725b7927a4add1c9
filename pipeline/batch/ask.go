package batch

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

// Kind is what a problem is about: the sheet it is sorted under.
type Kind string

const (
	Identity   Kind = "identite"
	Address    Kind = "domicile"
	Medical    Kind = "avis_medical"
	Photo      Kind = "photo_signature"
	FileFormat Kind = "format_poids"
	Legibility Kind = "lisibilite"
	Other      Kind = "autres_pieces"
)

// Kinds lists the kinds in the order of their sheets.
func Kinds() []Kind {
	return []Kind{Identity, Address, Medical, Photo, FileFormat, Legibility, Other}
}

var kindOfCode = map[validators.Code]Kind{
	validators.PhotoCodeInvalid: Photo, "formulaire.incomplet": Photo,
	validators.FormatRefused: FileFormat, validators.FormatExtension: FileFormat, validators.FileEmpty: FileFormat,
	validators.FileUnreadable: FileFormat, validators.FileDuplicate: FileFormat, validators.SizeExceeded: FileFormat,
	validators.PagesExceeded: FileFormat, validators.PDFLocked: FileFormat, validators.PDFActive: FileFormat,
	validators.ImageTooLarge: FileFormat,
	validators.PageBlurred:   Legibility, validators.PageDark: Legibility, validators.PageFaint: Legibility,
	validators.PageLowResolution: Legibility, validators.PageGlare: Legibility, validators.PageCut: Legibility,
	validators.PageBlank: Legibility, validators.HostingIncomplete: Address,
}

var kindOfPiece = map[rules.PieceType]Kind{
	rules.Identity: Identity, rules.HostIdentity: Identity, rules.ResidencePermit: Identity,
	rules.ProofOfAddress: Address, rules.HostProofOfAddress: Address, rules.HostingStatement: Address,
	rules.MedicalOpinion: Medical,
}

func kindOf(p Problem) Kind {
	if kind, ok := kindOfCode[p.Code]; ok {
		return kind
	}
	if kind, ok := kindOfPiece[p.Piece]; ok {
		return kind
	}
	return Other
}

// want is something to ask the client for, said at length and in few words.
type want struct{ long, short string }

// pieceWords are the pieces as one asks for them. « médical » is the name of a
// form; what it says is nobody's business here.
var pieceWords = map[rules.PieceType]want{
	rules.Identity:                {"votre pièce d’identité (recto et verso)", "pièce d'identité"},
	rules.ProofOfAddress:          {"un justificatif de domicile", "justificatif de domicile"},
	rules.MedicalOpinion:          {"votre avis médical", "avis médical"},
	rules.HostingStatement:        {"l’attestation de la personne qui vous héberge", "attestation d'hébergement"},
	rules.HostIdentity:            {"la pièce d’identité de la personne qui vous héberge (recto et verso)", "identité de l'hébergeant"},
	rules.HostProofOfAddress:      {"un justificatif de domicile de la personne qui vous héberge", "domicile de l'hébergeant"},
	rules.NationalService:         {"votre document du service national (JDC)", "document JDC"},
	rules.ResidencePermit:         {"votre titre de séjour (recto et verso)", "titre de séjour"},
	rules.ExamCertificate:         {"votre certificat d’examen du permis (CEPC)", "CEPC"},
	rules.ReturnSheet:             {"la fiche «\u00a0retour permis\u00a0»", "fiche retour permis"},
	rules.SuspensionDecision:      {"le document de la préfecture ou du tribunal", "document de la préfecture"},
	rules.TheftReport:             {"votre déclaration de vol", "déclaration de vol"},
	rules.MilitaryCertificate:     {"votre brevet militaire de conduite", "brevet militaire"},
	rules.ProfessionalCertificate: {"votre diplôme professionnel de conducteur", "diplôme professionnel"},
	rules.TrainingCertificate:     {"votre certificat de fin de formation", "certificat de formation"},
	rules.CurrentLicence:          {"votre permis actuel (recto et verso)", "permis actuel"},
	rules.OtherPiece:              {"un des documents envoyés", "un document"},
}

// request says how a finding is asked about: what is added to the words of the
// piece, or what stands in their place. What is added agrees with every piece,
// whatever its gender.
type request struct {
	more, moreShort string
	whole           want // instead of the piece
}

// requests are the findings that only the client can put right.
var requests = map[validators.Code]request{
	validators.PieceMissing:   {},
	validators.DateTooOld:     {more: "en version plus récente", moreShort: "en version récente"},
	validators.DateInFuture:   {more: "à la bonne date", moreShort: "à la bonne date"},
	validators.FormatRefused:  {more: "en JPEG, PNG ou PDF", moreShort: "en JPEG ou PDF"},
	validators.FileEmpty:      {more: "à nouveau\u00a0: le fichier reçu est vide", moreShort: "à renvoyer"},
	validators.FileUnreadable: {more: "à nouveau\u00a0: le fichier reçu ne s’ouvre pas", moreShort: "à renvoyer"},
	validators.PDFLocked:      {more: "sans mot de passe", moreShort: "sans mot de passe"},
	validators.SizeExceeded:   {more: "dans un fichier de moins de 11\u00a0Mo", moreShort: "en fichier moins lourd"},
	validators.PagesExceeded:  {more: "en moins de pages", moreShort: "en moins de pages"},
	validators.ImageTooLarge:  {more: "dans une image plus petite", moreShort: "en image plus petite"},
	validators.PageBlank:      {more: "à nouveau\u00a0: une page reçue est blanche", moreShort: "à renvoyer"},
	validators.PageBlurred:    {more: "en photo plus nette", moreShort: "en photo plus nette"},
	validators.PageDark:       {more: "en photo plus claire", moreShort: "en photo plus claire"},
	validators.PageFaint:      {more: "en photo plus contrastée", moreShort: "en photo plus lisible"},
	validators.PageGlare:      {more: "en photo sans reflet", moreShort: "sans reflet"},
	validators.PageCut:        {more: "avec ses quatre coins visibles", moreShort: "en entier"},

	validators.PageLowResolution: {more: "en photo prise de plus près", moreShort: "en photo de plus près"},
	validators.IdentityExpired:   {more: "en cours de validité", moreShort: "en cours de validité"},
	validators.ProofNotAdmitted:  {more: "d’une autre sorte (facture d’énergie, de téléphone, quittance, avis d’impôt)", moreShort: "d'une autre sorte"},
	validators.PieceMisfiled:     {more: "\u00a0: le document reçu en est un autre", moreShort: "(autre document reçu)"},
	validators.HolderDifferent:   {more: "à votre nom (ou, si quelqu’un vous héberge, son attestation signée, sa pièce d’identité et son justificatif de domicile)", moreShort: "à votre nom"},
	validators.AddressDifferent:  {more: "à votre adresse actuelle", moreShort: "à votre adresse"},

	validators.SideMissing:       {whole: want{"les deux côtés de votre pièce d’identité, recto et verso", "pièce d'identité recto verso"}},
	validators.PhotoCodeInvalid:  {whole: want{"votre code photo-signature complet (22 caractères)", "code photo (22 caractères)"}},
	validators.HostingIncomplete: {whole: want{"les papiers de la personne qui vous héberge\u00a0: attestation signée, pièce d’identité, justificatif de domicile", "papiers de votre hébergeant"}},
}

// wantsOf lists what to ask the client for, each thing once: what blocks, then
// what is likely to. What could not be read is for the school to look at first.
func wantsOf(problems []Problem, limits map[rules.PieceType]rules.RequiredPiece) []want {
	problems = withoutUnsorted(withoutAlternatives(problems))
	var wants []want
	for _, severity := range []validators.Severity{validators.Blocking, validators.Warning} {
		for _, p := range problems {
			ask, known := requests[p.Code]
			if p.Severity != severity || !known && severity != validators.Blocking {
				continue
			}
			if !known {
				ask = request{more: "à nouveau", moreShort: "à renvoyer"}
			}
			if w := ask.of(p, limits); !slices.Contains(wants, w) {
				wants = append(wants, w)
			}
		}
	}
	return wants
}

// withoutAlternatives leaves out the papers of a host where the proof is in
// another name, or does not bear the client's: one request names both ways out,
// and nobody is told that somebody hosts them.
func withoutAlternatives(problems []Problem) []Problem {
	named, nameless := false, false
	for _, p := range problems {
		switch {
		case p.Piece != rules.ProofOfAddress:
		case p.Code == validators.HolderDifferent && p.Severity != validators.Undetermined:
			named = true
		case p.Code == validators.HolderDifferent || p.Code == validators.HolderAbsent:
			nameless = true
		}
	}
	if !named && !nameless {
		return problems
	}
	var list []Problem
	for _, p := range problems {
		if p.Code == validators.HostingIncomplete {
			if named {
				continue
			}
			p.Code, p.Piece = validators.HolderDifferent, rules.ProofOfAddress
		}
		list = append(list, p)
	}
	return list
}

// withoutUnsorted leaves out the files of which nobody knows which piece they
// are: the school looks at them first, some may be its own.
func withoutUnsorted(problems []Problem) []Problem {
	unsorted := unsortedFiles(problems)
	return slices.DeleteFunc(slices.Clone(problems), func(p Problem) bool { return unsorted[p.File] })
}

func unsortedFiles(problems []Problem) map[string]bool {
	files := map[string]bool{}
	for _, p := range problems {
		if p.Code == PieceUnsorted {
			files[p.File] = true
		}
	}
	return files
}

func (r request) of(p Problem, limits map[rules.PieceType]rules.RequiredPiece) want {
	if r.whole != (want{}) {
		return r.whole
	}
	piece, known := pieceWords[p.Piece]
	if !known {
		piece = pieceWords[rules.OtherPiece]
	}
	if name := path.Base(p.File); p.File != "" && (!known || p.Piece == rules.OtherPiece) {
		piece = want{"votre fichier «\u00a0" + name + "\u00a0»", "fichier " + name}
	}
	limit := limits[p.Piece]
	switch {
	case limit.AgeMaxMonths != nil && (p.Code == validators.DateTooOld || p.Code == validators.PieceMissing):
		age := fmt.Sprintf("de moins de %d\u00a0mois", *limit.AgeMaxMonths)
		return want{piece.long + " " + age, piece.short + " " + age}
	case limit.PagesMax != nil && p.Code == validators.PagesExceeded:
		pages := fmt.Sprintf("en %d\u00a0pages au plus", *limit.PagesMax)
		return want{piece.long + " " + pages, piece.short + " " + pages}
	}
	return want{join(piece.long, r.more), join(piece.short, r.moreShort)}
}

func join(words, more string) string {
	if more == "" || strings.HasPrefix(more, "\u00a0") {
		return words + more
	}
	return words + " " + more
}

// choreOf are what the school does itself, by code; a doubt that is not here is
// a point to look at.
var choreOf = map[validators.Code]string{
	validators.FileDuplicate:   "Retirez le fichier en double",
	validators.PDFActive:       "Refaites le PDF sans programme dedans (imprimez-le en PDF)",
	validators.PieceUnexpected: "Retirez la pièce qui n’est pas demandée",
	validators.PieceMissing:    "Cherchez parmi les fichiers cette pièce, qui n’a pas été reconnue",
	"formulaire.incomplet":     "Complétez le dossier pour imprimer le formulaire de dépôt",
	"fait.futur":               "Corrigez la date future dans le dossier",
	ProcedureUnknown:           "Indiquez sa démarche dans la liste des clients ou dans un dossier.yaml\u00a0: sans elle, on ne sait ni ce qui manque ni quelles dates comptent",
	PieceUnsorted:              "Regardez de quelle pièce il s’agit, et renommez-la d’après ce qu’elle est",
}

// chore is something for the school to do, and the files or pieces it is about.
type chore struct {
	text  string
	about []string
}

func (c chore) String() string {
	text := strings.TrimSuffix(c.text, ".")
	if len(c.about) > 0 {
		text += " (" + strings.Join(c.about, ", ") + ")"
	}
	return text + "."
}

// chores lists what is for the school, each thing once, with all that it is
// about.
func chores(problems []Problem) []string {
	var list []*chore
	unsorted := unsortedFiles(problems)
	for _, p := range problems {
		text := choreText(p, unsorted[p.File])
		if text == "" {
			continue
		}
		at := slices.IndexFunc(list, func(c *chore) bool { return c.text == text })
		if at < 0 {
			at, list = len(list), append(list, &chore{text: text})
		}
		about := strings.ReplaceAll(p.Label, "'", "’")
		if p.File != "" {
			about = p.File
		}
		if about != "" && !slices.Contains(list[at].about, about) {
			list[at].about = append(list[at].about, about)
		}
	}
	said := make([]string, len(list))
	for i, c := range list {
		said[i] = c.String()
	}
	return said
}

// choreText is what the school does about a problem; empty where the client is
// asked, which is not about a file that nobody sorted.
func choreText(p Problem, unsorted bool) string {
	_, asked := requests[p.Code]
	switch {
	case (asked && p.Severity != validators.Undetermined || p.Severity == validators.Blocking) && !unsorted:
		return ""
	case p.Code == validators.FormatExtension: // the right one is named there
		return firstSentence(p.Remedy)
	case p.Code == FileUnread:
		return "À regarder\u00a0: " + p.Message + " " + p.Remedy
	case choreOf[p.Code] != "":
		return choreOf[p.Code]
	}
	return "À regarder\u00a0: " + withinSentence(firstSentence(p.Message))
}

// withinSentence takes the capital off a sentence that goes on another; « PDF »
// and « L’ANTS » keep theirs.
func withinSentence(text string) string {
	if letters := []rune(text); len(letters) > 1 && unicode.IsLower(letters[1]) {
		return lowerFirst(text)
	}
	return text
}

func firstSentence(text string) string {
	first, _, more := strings.Cut(text, ". ")
	if more {
		return first + "."
	}
	return text
}

// sentence gives a text a capital and a full stop.
func sentence(text string) string {
	if text != "" && !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
