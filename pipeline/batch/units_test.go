package batch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
)

func TestSafeName(t *testing.T) {
	long := strings.Repeat("é", 120)
	for in, want := range map[string]string{
		"LEFÈVRE Anne":  "LEFÈVRE Anne",
		"Rene\u0301":    "René",
		"a<b>:\"|?*\\c": "a_b_______c",
		"point.":        "point_",
		"espace ":       "espace_",
		"con":           "_con",
		"Aux.2026":      "_Aux.2026",
		"NUL .x":        "_NUL .x",
		"console":       "console",
		"com10":         "com10",
		"\u202egnp":     "_gnp",
		"..":            "_",
	} {
		if got := safeName(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := safeName(long); len(got) > maxName || !strings.HasPrefix(got, "éé") || !strings.HasSuffix(got, mark(long)) {
		t.Errorf("a long name: %q", got)
	}
	if got := safeName(strings.Repeat("x", maxName)); got != strings.Repeat("x", maxName) {
		t.Errorf("a name of just the length that is taken: %q", got)
	}
}

func TestPlacesAreOfOneClientEach(t *testing.T) {
	var list []Client
	for _, name := range []string{"Dupont", "dupont", "DUPONT", "2026/dupont", "suivi.csv", "a?", "a*", "a_", ".x", "_.x"} {
		list = append(list, Client{Name: name})
	}
	given := places(sorted(list))
	seen := map[string]string{}
	for name, place := range given {
		if other, taken := seen[folded(place)]; taken {
			t.Errorf("%q and %q both go to %q", name, other, place)
		}
		seen[folded(place)] = name
	}
	if given["DUPONT"] != "DUPONT" || given["dupont"] != "dupont"+mark("dupont") || given["2026/dupont"] != "2026/dupont" {
		t.Errorf("places: %v", given)
	}
}

func TestSMS(t *testing.T) {
	bill := want{"un justificatif de domicile de moins de 6 mois", "justificatif de domicile de moins de 6 mois"}
	for _, c := range []struct {
		name, first string
		wants       []want
		says        string
	}{
		{"one thing", "Hélène", []want{bill}, "Bonjour Hélène, pour votre dossier de permis, merci de nous envoyer : justificatif de domicile de moins de 6 mois. Votre auto-école"},
		{"letters that GSM lacks", "Françoise-Gaëlle", []want{bill}, "Bonjour Francoise-Gaelle, pour"},
		{"no first name", "", []want{bill}, "Bonjour, pour"},
		{"a long first name", strings.Repeat("Anne-", 10), []want{bill}, "Bonjour, pour"},
		{"too much", "Zoé", []want{bill, bill, bill, bill, bill}, "il nous manque 5 documents"},
		{"another alphabet", "Юлия", []want{bill}, "Bonjour ????, pour"},
	} {
		got := smsTo(c.first, c.wants)
		if !strings.Contains(got, c.says) || smsLength(got) > maxSMS {
			t.Errorf("%s: %q (%d), want %q", c.name, got, smsLength(got), c.says)
		}
	}
}

func TestSMSLength(t *testing.T) {
	for text, want := range map[string]int{"é": 1, "€": 1, "[a]": 5, "": 0} {
		if got := smsLength(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestEveryPieceHasItsWords(t *testing.T) {
	for _, piece := range rules.PieceTypes() {
		words, ok := pieceWords[piece]
		if !ok || gsm(words.short) != strings.NewReplacer("ê", "e", "ô", "o").Replace(words.short) {
			t.Errorf("%s: %+v, as an SMS %q", piece, words, gsm(words.short))
		}
	}
}

func TestWants(t *testing.T) {
	six := 6
	limits := map[rules.PieceType]rules.RequiredPiece{rules.ProofOfAddress: {AgeMaxMonths: &six}}
	problems := []Problem{
		{Code: validators.DateMissing, Severity: validators.Undetermined, Piece: rules.ProofOfAddress, Message: "La date n’a pas été lue. Regardez.", File: "f.pdf"},
		{Code: validators.PDFActive, Severity: validators.Warning, Piece: rules.ProofOfAddress, File: "f.pdf"},
		{Code: validators.PageBlurred, Severity: validators.Warning, Piece: rules.MedicalOpinion},
		{Code: validators.PageBlurred, Severity: validators.Warning, Piece: rules.MedicalOpinion},
		{Code: validators.DateTooOld, Severity: validators.Blocking, Piece: rules.ProofOfAddress},
		{Code: "nouveau.code", Severity: validators.Blocking, Piece: rules.Identity},
	}
	var got []string
	for _, w := range wantsOf(problems, limits) {
		got = append(got, w.long)
	}
	want := []string{"un justificatif de domicile de moins de 6\u00a0mois", "votre pièce d’identité (recto et verso) à nouveau", "votre avis médical en photo plus nette"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"À regarder\u00a0: la date n’a pas été lue (f.pdf).", choreOf[validators.PDFActive] + " (f.pdf)."}, chores(problems)); diff != "" {
		t.Errorf("chores (-want +got):\n%s", diff)
	}
}

func TestSpaced(t *testing.T) {
	for in, want := range map[string]string{
		"0699001234": "06 99 00 12 34", "06 99 00 12 34": "06 99 00 12 34", "+33699001234": "+33699001234", "069900123": "069900123", "": "", "01 99 00 12": "01 99 00 12", "069900123x": "069900123x",
	} {
		if got := spaced(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestChoresThatAreAlikeAreOne(t *testing.T) {
	unsorted := func(file string) Problem {
		return Problem{Code: PieceUnsorted, Severity: validators.Undetermined, Piece: rules.OtherPiece, File: file, Message: "Ni le nom ni le contenu."}
	}
	got := chores([]Problem{
		{Code: ProcedureUnknown, Severity: validators.Undetermined, Message: "Inconnue."},
		unsorted("IMG_1.jpg"), unsorted("IMG_2.jpg"),
		{Code: validators.FormatExtension, Severity: validators.Warning, File: "IMG_1.jpg", Message: "…", Remedy: "Renommez le fichier pour qu’il se termine par «\u00a0.png\u00a0»."},
		unsorted("tout.zip"),
		{Code: validators.FormatRefused, Severity: validators.Blocking, Piece: rules.OtherPiece, File: "tout.zip", Message: "Ce fichier est une archive ZIP. L’ANTS n’en veut pas."},
		{Code: validators.PieceMissing, Severity: validators.Undetermined, Piece: rules.Identity, Label: "Pièce d'identité", Message: "…"},
		{Code: validators.PDFActive, Severity: validators.Undetermined, File: "a.pdf"},
		{Code: "nouveau", Severity: validators.Undetermined, File: "b.pdf", Message: "PDF étrange."},
		{Code: validators.FormatRefused, Severity: validators.Blocking, Piece: rules.Identity, File: "cni.heic", Message: "HEIC."},
	})
	want := []string{
		choreOf[ProcedureUnknown] + ".",
		choreOf[PieceUnsorted] + " (IMG_1.jpg, IMG_2.jpg, tout.zip).",
		"Renommez le fichier pour qu’il se termine par «\u00a0.png\u00a0» (IMG_1.jpg).",
		"À regarder\u00a0: ce fichier est une archive ZIP (tout.zip).",
		choreOf[validators.PieceMissing] + " (Pièce d’identité).",
		choreOf[validators.PDFActive] + " (a.pdf).",
		"À regarder\u00a0: PDF étrange (b.pdf).",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("chores (-want +got):\n%s", diff)
	}
}

func TestAHostIsAskedAboutOnce(t *testing.T) {
	hosting := Problem{Code: validators.HostingIncomplete, Severity: validators.Warning, Piece: rules.HostIdentity}
	name := Problem{Code: validators.HolderDifferent, Severity: validators.Warning, Piece: rules.ProofOfAddress}
	doubt := Problem{Code: validators.HolderDifferent, Severity: validators.Undetermined, Piece: rules.ProofOfAddress}
	nowhere := Problem{Code: validators.HolderAbsent, Severity: validators.Undetermined, Piece: rules.ProofOfAddress}
	medical := Problem{Code: validators.HolderAbsent, Severity: validators.Undetermined, Piece: rules.MedicalOpinion}
	for _, c := range []struct {
		problems []Problem
		want     string
	}{
		{[]Problem{hosting}, "papiers de votre hébergeant"},
		{[]Problem{hosting, name}, "justificatif de domicile à votre nom"},
		{[]Problem{hosting, doubt}, "justificatif de domicile à votre nom"},
		{[]Problem{nowhere, hosting}, "justificatif de domicile à votre nom"},
		{[]Problem{medical, hosting}, "papiers de votre hébergeant"},
	} {
		got := wantsOf(c.problems, nil)
		if len(got) != 1 || got[0].short != c.want {
			t.Errorf("asked for %+v, want %q", got, c.want)
		}
	}
	if got := wantsOf([]Problem{nowhere}, nil); len(got) != 0 {
		t.Errorf("a name that was not found is asked about: %+v", got)
	}
}

func TestAFileThatNobodySortedIsNotAskedFor(t *testing.T) {
	refused := Problem{Code: validators.FormatRefused, Severity: validators.Blocking, Piece: rules.OtherPiece, File: "reçu/lettre.docx"}
	if got := wantsOf([]Problem{refused, {Code: PieceUnsorted, Severity: validators.Undetermined, Piece: rules.OtherPiece, File: refused.File}}, nil); len(got) != 0 {
		t.Errorf("asked for %+v, and it may be the school's own", got)
	}
	got := wantsOf([]Problem{refused}, nil)
	want := want{"votre fichier «\u00a0lettre.docx\u00a0» en JPEG, PNG ou PDF", "fichier lettre.docx en JPEG ou PDF"}
	if len(got) != 1 || got[0] != want {
		t.Errorf("a piece of no kind: asked for %+v, want %+v", got, want)
	}
}

// TestWhatIsAddedAgreesWithEveryPiece: « pièce d’identité plus net » was sent.
func TestWhatIsAddedAgreesWithEveryPiece(t *testing.T) {
	masculine := regexp.MustCompile(`^(?:plus )?(?:récent|net|clair|petit|lourd|daté|pris|envoyé|hébergé)\b`)
	for code, r := range requests {
		for _, more := range []string{r.more, r.moreShort} {
			if masculine.MatchString(more) {
				t.Errorf("%s: «\u00a0%s\u00a0» is of one gender", code, more)
			}
		}
	}
}

func TestAsGreeted(t *testing.T) {
	for in, want := range map[string]string{
		"JEAN-ÉRIC": "Jean-Éric", "zoé": "Zoé", "Léa": "Léa", "D'ARTAGNAN": "D'Artagnan", "McKenzie": "McKenzie", "": "", "ZOE\u0301": "Zoe\u0301", "J": "J", "marie ange": "Marie Ange",
	} {
		if got := asGreeted(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// FuzzJournal: whatever lies in the journal, what is read back was written, and
// what is added can be read.
func FuzzJournal(f *testing.F) {
	f.Add([]byte("00000000 {}\n"), 3)
	f.Add([]byte("x\n\n\n"), 0)
	f.Fuzz(func(t *testing.T, content []byte, cut int) {
		state := t.TempDir()
		name := filepath.Join(state, journalName)
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			j, err := openJournal(state)
			if err != nil {
				t.Fatal(err)
			}
			if err := j.put(entry{Client: "Zoé", Place: "z", Digest: "d", Row: &Row{Client: "Zoé"}}); err != nil {
				t.Fatal(err)
			}
			if e, err := j.get("Zoé"); err != nil || e == nil || e.Digest != "d" {
				t.Fatalf("read back: %+v, %v", e, err)
			}
			if err := j.close(); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(name, max(0, info.Size()-int64(min(max(cut, 0), 1000)))); err != nil {
				t.Fatal(err)
			}
		}
	})
}
