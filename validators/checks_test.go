package validators

import (
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/validators/reader"
)

func codes(findings []Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, string(f.Code)+" "+string(f.Severity))
	}
	return list
}

func TestSizeLimit(t *testing.T) {
	for size, want := range map[int64][]string{
		10_999_999: nil,
		11_000_000: {"taille.depassee bloquant"},
		11_534_336: {"taille.depassee bloquant"},
	} {
		if got := codes(CheckSize(File{Size: size}, Terms{MaxBytes: MaxBytes})); !slices.Equal(got, want) {
			t.Errorf("%d bytes: got %v, want %v", size, got, want)
		}
	}
}

// Nobody is sent to a command that does not take the file.
func TestOnlyWhatIsTakenInIsSentToFix(t *testing.T) {
	for _, tt := range []struct {
		doc  reader.Document
		want bool
	}{
		{reader.Document{MIME: reader.PDF, State: reader.Opened}, true},
		{reader.Document{MIME: reader.PDF, State: reader.OverLimit, Limit: reader.MemoryLimit}, true},
		{reader.Document{MIME: reader.PDF, State: reader.OverLimit, Limit: reader.SizeLimit}, false},
	} {
		got := CheckSize(File{Size: 12_000_000, Document: tt.doc}, Terms{MaxBytes: 11_000_000})
		if len(got) != 1 || strings.Contains(got[0].Remedy, "l’allège pour vous") != tt.want {
			t.Errorf("%s: %v", tt.doc.Limit, got)
		}
	}
}

func TestSizeNeverReadsAsUnderTheLimit(t *testing.T) {
	for size, want := range map[int64]string{
		11_000_000: "pèse tout juste 11 Mo ou un peu plus.",
		11_049_999: "pèse tout juste 11 Mo ou un peu plus.",
		11_050_001: "pèse 11,1 Mo.",
		25_430_000: "pèse 25,4 Mo.",
	} {
		if got := CheckSize(File{Size: size}, Terms{MaxBytes: MaxBytes}); !strings.Contains(got[0].Message, want) {
			t.Errorf("%d: %q does not say %q", size, got[0].Message, want)
		}
	}
}

func TestPagesOfAllFilesTogether(t *testing.T) {
	two := 2
	piece := func(pages ...int) Piece {
		var p Piece
		for _, n := range pages {
			p.Files = append(p.Files, File{Document: reader.Document{PageCount: n}})
		}
		return p
	}
	for _, c := range []struct {
		pages []int
		max   *int
		want  []string
	}{
		{[]int{2}, &two, nil},
		{[]int{1, 1}, &two, nil},
		{[]int{2, 1}, &two, []string{"pages.depassees bloquant"}},
		{[]int{3}, &two, []string{"pages.depassees bloquant"}},
		{[]int{2, 0}, &two, nil}, // an uncounted file proves nothing
		{[]int{400}, nil, nil},
	} {
		var got Inspection
		CheckPages(piece(c.pages...), Terms{PagesMax: c.max}, &got)
		if !slices.Equal(codes(got.Findings), c.want) {
			t.Errorf("%v pages: got %v, want %v", c.pages, codes(got.Findings), c.want)
		}
	}
}

// TestPagesOfGuessedFiles: one of several files that nobody sorted may be
// another piece, which proves nothing against this one; a single file is this
// piece or none.
func TestPagesOfGuessedFiles(t *testing.T) {
	two := 2
	for want, pages := range map[string][]int{"pages.depassees indetermine": {2, 2}, "pages.depassees bloquant": {3}} {
		piece := Piece{Guessed: true}
		for _, n := range pages {
			piece.Files = append(piece.Files, File{Document: reader.Document{PageCount: n}})
		}
		var got Inspection
		CheckPages(piece, Terms{PagesMax: &two}, &got)
		if !slices.Equal(codes(got.Findings), []string{want}) {
			t.Errorf("%v pages: got %v, want %s", pages, codes(got.Findings), want)
		}
	}
}

func TestExtensionAgainstContent(t *testing.T) {
	for _, c := range []struct {
		name, mime, rightExtension string
	}{
		{"scan.jpg", reader.JPEG, ""},
		{"SCAN.JPEG", reader.JPEG, ""},
		{"scan.jfif", reader.JPEG, ""},
		{"scan.tif", reader.TIFF, ""},
		{"scan.TIFF", reader.TIFF, ""},
		{"scan.dib", reader.BMP, ""},
		{"scan.jpg", reader.PNG, ".png"},
		{"scan", reader.PDF, ".pdf"},
		{"scan.pdf.exe", reader.PDF, ".pdf"},
		{"photo.jpg", "image/heic", ""}, // format.refuse says it
	} {
		got := CheckExtension(File{Name: c.name, Document: reader.Document{MIME: c.mime}}, Terms{})
		if (len(got) > 0) != (c.rightExtension != "") {
			t.Errorf("%s as %s: got %v", c.name, c.mime, got)
			continue
		}
		if len(got) > 0 && (got[0].Severity != Warning || !strings.Contains(got[0].Remedy, c.rightExtension)) {
			t.Errorf("%s as %s: %+v does not name %s", c.name, c.mime, got[0], c.rightExtension)
		}
	}
}

func TestRefusedFormatIsNamed(t *testing.T) {
	for mime, name := range map[string]string{
		"image/heic": "HEIC", "image/webp": "WebP", "image/gif": "GIF", "text/csv": "un texte", "application/zip": "une archive ZIP", "application/x-unheard-of": "n’est pas d’un type",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
	} {
		got := CheckFormat(File{Name: "x.jpg", Document: reader.Document{MIME: mime, State: reader.Foreign}}, Terms{})
		if len(got) != 1 || got[0].Severity != Blocking || !strings.Contains(got[0].Message, name) {
			t.Errorf("%s: %+v", mime, got)
		}
	}
	if got := CheckFormat(File{Document: reader.Document{MIME: reader.JPEG, State: reader.Opened}}, Terms{}); got != nil {
		t.Errorf("a JPEG is refused: %+v", got)
	}
}

// Every state of the reader is said once, and only what is proved blocks.
func TestEveryStateHasItsFinding(t *testing.T) {
	for _, c := range []struct {
		state reader.State
		limit reader.Limit
		want  []string
	}{
		{reader.Opened, "", nil},
		{reader.Partial, "", []string{"fichier.illisible avertissement"}},
		{reader.Unsupported, "", []string{"fichier.illisible indetermine"}},
		{reader.Inaccessible, "", []string{"fichier.illisible indetermine"}},
		{reader.Damaged, "", []string{"fichier.illisible bloquant"}},
		{reader.NoPages, "", []string{"fichier.illisible bloquant"}},
		{reader.Empty, "", []string{"fichier.vide bloquant"}},
		{reader.Locked, "", []string{"pdf.protege bloquant"}},
		{reader.OverLimit, reader.PixelLimit, []string{"image.geante indetermine"}},
		{reader.OverLimit, reader.MemoryLimit, []string{"image.geante indetermine"}},
		{reader.OverLimit, reader.PageLimit, []string{"fichier.illisible indetermine"}},
		{reader.OverLimit, reader.TimeLimit, []string{"fichier.illisible indetermine"}},
		{reader.OverLimit, reader.SizeLimit, []string{"taille.depassee bloquant"}},
	} {
		file := File{Name: "x.pdf", Size: 100, Document: reader.Document{MIME: reader.PDF, State: c.state, Limit: c.limit}}
		if c.limit == reader.SizeLimit {
			file.Size = reader.DefaultLimits().Bytes + 1
		}
		inspection := Inspect(Piece{Files: []File{file}}, Terms{On: on, MaxBytes: MaxBytes})
		if got := codes(inspection.Files[0].Findings); !slices.Equal(got, c.want) {
			t.Errorf("%s %s: got %v, want %v", c.state, c.limit, got, c.want)
		}
		for _, f := range inspection.Files[0].Findings {
			if f.Message == "" || f.Remedy == "" {
				t.Errorf("%s %s: a finding says nothing or not what to do: %+v", c.state, c.limit, f)
			}
		}
	}
}

// An archive is opened, not printed: what is in it may be taken as it is.
func TestRemedyOfARefusedKind(t *testing.T) {
	for mime, want := range map[string]string{
		"application/zip": "sortez-en les documents",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "imprimez le document en PDF",
		"image/heic": "le convertit en JPG",
	} {
		got := CheckFormat(File{Name: "x", Document: reader.Document{MIME: mime, State: reader.Foreign}}, Terms{})
		if len(got) != 1 || !strings.Contains(got[0].Remedy, want) {
			t.Errorf("%s: %+v", mime, got)
		}
	}
}

// What was not read in time is not known: said once, and nothing is proved.
func TestHurried(t *testing.T) {
	for _, c := range []struct {
		state   reader.State
		hurried bool
		want    []string
	}{
		{reader.Opened, true, []string{"fichier.illisible indetermine"}},
		{reader.Opened, false, nil},
		{reader.Damaged, true, nil}, // says more already
	} {
		doc := reader.Document{MIME: reader.PDF, State: c.state, Hurried: c.hurried}
		if got := codes(CheckCost(File{Document: doc}, Terms{})); !slices.Equal(got, c.want) {
			t.Errorf("%s, hurried %v: got %v, want %v", c.state, c.hurried, got, c.want)
		}
	}
}

func TestActiveContentIsNamed(t *testing.T) {
	got := CheckActiveContent(File{Document: reader.Document{Active: []reader.ActiveContent{reader.Script, reader.Launch, reader.EmbeddedFile}}}, Terms{})
	if len(got) != 1 || got[0].Severity != Warning || !strings.Contains(got[0].Message, "un script, une commande qui lance un programme et un fichier joint") {
		t.Errorf("got %+v", got)
	}
	if got := CheckActiveContent(File{}, Terms{}); got != nil {
		t.Errorf("got %+v for a PDF with nothing active", got)
	}
}

func TestPhotoCode(t *testing.T) {
	for code, want := range map[string][]string{
		"1234 5678 9012 3456 7890 12":     nil,
		"1234567890123456789012":          nil,
		"1234\u00a05678 9012 34567890 12": nil,
		"1234 5678 9012 3456 7890 1":      {"code_photo.invalide bloquant"},
		"1234 5678 9012 3456 7890 123":    {"code_photo.invalide bloquant"},
		"1234 5678 9012 3456 7890 1A":     {"code_photo.invalide avertissement"},
		"1234 5678 9012 3456 7890 1a":     {"code_photo.invalide avertissement"},
		"1234 5678 9012 3456 7890 1-":     {"code_photo.invalide bloquant"},
		"1234 5678 9012 3456 7890 1é":     {"code_photo.invalide bloquant"},
		"":                                {"code_photo.invalide bloquant"},
	} {
		if got := codes(CheckPhotoCode(code)); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", code, got, want)
		}
	}
}

func TestMissingAndUnexpectedPieces(t *testing.T) {
	file := []File{{Name: "f", Size: 1, SHA256: "a"}}
	required := []Required{{Type: "piece_identite", Label: "pièce d’identité", Mandatory: true}, {Type: "service_national", Label: "JDC"}}
	for name, c := range map[string]struct {
		dossier Dossier
		want    []string
	}{
		"all there":               {Dossier{Pieces: []Piece{{Type: "piece_identite", Files: file}}, Required: required}, nil},
		"optional one there too":  {Dossier{Pieces: []Piece{{Type: "piece_identite", Files: file}, {Type: "service_national"}}, Required: required}, nil},
		"mandatory one missing":   {Dossier{Pieces: nil, Required: required}, []string{"piece.manquante bloquant"}},
		"named without a file":    {Dossier{Pieces: []Piece{{Type: "piece_identite"}}, Required: required}, []string{"piece.manquante bloquant"}},
		"one too many":            {Dossier{Pieces: []Piece{{Type: "piece_identite", Files: file}, {Type: "cepc"}, {Type: "cepc"}}, Required: required}, []string{"piece.inattendue avertissement"}},
		"autre is never too many": {Dossier{Pieces: []Piece{{Type: "piece_identite", Files: file}, {Type: PieceOther}}, Required: required}, nil},
		"no decision, no opinion": {Dossier{Pieces: []Piece{{Type: "cepc"}}, Required: nil}, nil},
	} {
		got, _ := InspectDossier(c.dossier)
		if !slices.Equal(codes(got), c.want) {
			t.Errorf("%s: got %v, want %v", name, codes(got), c.want)
		}
	}
}

func TestDuplicates(t *testing.T) {
	file := func(name, sum string) File { return File{Name: name, Size: 1, SHA256: sum} }
	dossier := Dossier{Pieces: []Piece{
		{Type: "piece_identite", Label: "Pièce d’identité", Files: []File{file("recto.jpg", "a"), file("verso.jpg", "a")}},
		{Type: "avis_medical", Label: "Avis médical", Files: []File{file("b.pdf", "b"), file("tout.pdf", "a"), file("grand.bin", ""), file("grand2.bin", "")}},
	}}
	got := CheckDuplicates(dossier)
	if len(got) != 2 || len(got[Place{0, 1}]) != 1 || len(got[Place{1, 1}]) != 1 {
		t.Fatalf("got %v", got)
	}
	if m := got[Place{1, 1}][0].Message; !strings.Contains(m, "recto.jpg") || !strings.Contains(m, "Pièce d’identité") {
		t.Errorf("the message does not say which file it repeats: %s", m)
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		severities []Severity
		want       Verdict
	}{
		{nil, Ready},
		{[]Severity{Info}, Ready},
		{[]Severity{Info, Undetermined}, ToReview},
		{[]Severity{Warning}, ToReview},
		{[]Severity{Warning, Blocking, Info}, Refused},
	} {
		var findings []Finding
		for _, s := range c.severities {
			findings = append(findings, Finding{Severity: s})
		}
		if got := VerdictOf(findings...); got != c.want {
			t.Errorf("%v: got %s, want %s", c.severities, got, c.want)
		}
	}
	if got := Worst(Ready, Refused, ToReview); got != Refused {
		t.Errorf("worst: got %s", got)
	}
}

func TestFrenchSpacing(t *testing.T) {
	findings := []Finding{{Message: "Le code : « A » ?", Remedy: "11 Mo ; ici !"}}
	typesetAll(findings)
	if want := "Le code\u00a0: «\u00a0A\u00a0»\u00a0?"; findings[0].Message != want {
		t.Errorf("got %q, want %q", findings[0].Message, want)
	}
}
